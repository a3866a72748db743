"""One action going to another: superseded, merged or split.  Each keeps its reference and says where it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.desk.actions import NewAction, allowed, new_draft, next_number
from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.ledger.entry import Draft
from tracker.model import references
from tracker.model.dates import WrittenDate
from tracker.model.vocabulary import Assurance, Basis, ChildGroup, EvidenceKind, Precision, Status
from tracker.register.position import Row


def supersede(
    desk: Desk, ref: str, *, by: str, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """End an action because another one replaced it; it keeps its reference and says where it went."""
    return _go_to(desk, "action.superseded", [ref], by, why, occurred_on, seen)


def merge(
    desk: Desk, refs: Sequence[str], *, into: str, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """End several actions because one carries them on; each keeps its reference and says where it went."""
    return _go_to(desk, "action.merged", refs, into, why, occurred_on, seen)


def _go_to(
    desk: Desk, act: str, refs: Sequence[str], target: str, why: str, occurred_on: date | None, seen: Seen
) -> Receipt:
    def drafting() -> list[Draft]:
        heir = desk.get("action", target)
        if Status(heir["status"]) not in (Status.PROPOSED, Status.PLANNED, Status.IN_PROGRESS, Status.PAUSED):
            raise Refusal(f"{heir['ref']} is {Status(heir['status']).words} and cannot carry other actions on.")
        drafts = []
        for row in {found["ref"]: found for found in (desk.get("action", ref) for ref in refs)}.values():
            allowed(act, row)
            if row["ref"] == heir["ref"]:
                raise Refusal(f"{row['ref']} cannot go to itself; name another action.")
            facts = change(row, status=Status.SUPERSEDED.value, goes_to=heir["ref"])
            texts = {"why": desk.need(why, "The reason")}
            drafts.append(desk.draft(act, [row["ref"], heir["ref"]], facts=facts, texts=texts, occurred_on=occurred_on))
        if not drafts:
            raise Refusal("Name at least one action that ends.")
        return drafts

    return desk.record(drafting, seen=seen)


def split(
    desk: Desk, ref: str, titles: Sequence[str], *, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """Split an action into new ones with these titles, which inherit its owner, dates and expected evidence.

    The action that was split keeps its reference, ends as superseded and says where it went.
    """

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.split", row)
        if len(titles) < 2:
            raise Refusal(f"{row['ref']} can only be split into two or more; give --into twice or more.")
        parsed = references.parse(row["ref"])
        first = next_number(desk, str(parsed.recommendation), str(parsed.area))
        day = occurred_on or desk.today
        drafts, made = [], []
        for place, title in enumerate(titles):
            new_ref = f"{parsed.recommendation}.{parsed.area}.{first + place}"
            made.append(new_ref)
            more = {
                "recommendation": row["recommendation"],
                "mapping": row["mapping"],
                "status": row["status"],
                "comes_from": [row["ref"]],
                "adopted_on": row["adopted_on"],
            }
            drafts.append(new_draft(desk, new_ref, _heir(desk, row, title), day, more))
        facts = change(row, status=Status.SUPERSEDED.value, goes_to=", ".join(made))
        texts = {"why": desk.need(why, "The reason")}
        drafts.append(
            desk.draft("action.split", [row["ref"], *made], facts=facts, texts=texts, occurred_on=occurred_on)
        )
        return drafts

    return desk.record(drafting, seen=seen, ref=ref.upper())


def _heir(desk: Desk, row: Row, title: str) -> NewAction:
    """The parts of an action that the actions it is split into inherit."""
    held = desk.now.body  # what was disposed of is not inherited
    due = desk.now.row("SELECT due_now, precision_now FROM dated_action WHERE ref = ?", [row["ref"]])

    def members(name: str) -> tuple[str, ...]:
        found = desk.now.rows(f"SELECT value FROM action_{name} WHERE ref = ? ORDER BY value", [row["ref"]])
        return tuple(r["value"] for r in found)

    written = None
    if due and due["due_now"]:
        written = WrittenDate(date.fromisoformat(due["due_now"]), Precision(due["precision_now"]), due["due_now"], None)
    return NewAction(
        title=title,
        basis=Basis(row["basis"]),
        lead=row["lead"],
        owner=held(row["owner"]),
        owner_person=row["owner_person"],
        partners=members("partners"),
        areas=members("areas"),
        locality=held(row["locality"]),
        difference_wanted=held(row["difference_wanted"]),
        due=written,
        review_on=date.fromisoformat(row["review_on"]) if row["review_on"] else None,
        expects=tuple(EvidenceKind(kind) for kind in members("expects")),
        assurance=Assurance(row["assurance"]),
        serves=members("serves"),
        groups=tuple(ChildGroup(group) for group in members("groups")),
        source=held(row["source"]),
    )
