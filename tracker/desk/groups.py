"""Whom a measure or a piece of evidence is about: the groups of children that may be affected differently.

An action is marked where the rest of it is written down (tracker.desk.actions); what reports make of it is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.desk.desk import Desk, Receipt, Refusal, Seen
from tracker.desk.evidence import judged_by_another
from tracker.ledger.entry import Draft
from tracker.model.vocabulary import ChildGroup, EvidenceState
from tracker.register.position import Row


def list_change(desk: Desk, kind: str, row: Row, name: str, new: Sequence[str] | None) -> dict[str, Any]:
    """Return the fact that a list of *row*, a thing of this *kind*, becomes *new*; none when it is so already."""
    if new is None:
        return {}
    old = [r["value"] for r in desk.now.rows(f"SELECT value FROM {kind}_{name} WHERE ref = ?", [row["ref"]])]
    return {} if sorted(old) == sorted(new) else {name: {"from": old, "to": list(new)}}


def mark_measure(
    desk: Desk, ref: str, groups: Sequence[ChildGroup], *, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """Say which groups of children a measure is about, all of them; none takes the mark away.

    Raises Refusal when it is marked like that already.
    """
    return desk.record(
        lambda: [_marked(desk, desk.get("measure", ref), "measure", groups, why, occurred_on)], seen=seen
    )


def mark_evidence(
    desk: Desk, ref: str, groups: Sequence[ChildGroup], *, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """Say which groups of children a piece of evidence is about, all of them; none takes the mark away.

    Of accepted evidence reports say what it found about them, so marking it is a reviewer's judgement.  Raises Refusal
    when it is marked like that already, or when whoever brought accepted evidence would mark it.
    """

    def drafting() -> list[Draft]:
        row = desk.get("evidence", ref)
        if row["state"] == EvidenceState.ACCEPTED:
            judged_by_another(desk, row)
        return [_marked(desk, row, "evidence", groups, why, occurred_on)]

    return desk.record(drafting, seen=seen)


def _marked(desk: Desk, row: Row, kind: str, groups: Sequence[ChildGroup], why: str, occurred_on: date | None) -> Draft:
    facts = list_change(desk, kind, row, "groups", ChildGroup.in_order(groups))
    if not facts:
        raise Refusal(f"{row['ref']} is marked like that already; nothing was changed.")
    texts = {"why": desk.need(why, "The reason")}
    return desk.draft(f"{kind}.edited", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)
