"""Acts on actions other than delivery: adding, editing, adopting, mapping, reassigning, pausing and ending them.

What an owner reports of them stands in tracker.desk.delivery, splitting and merging in tracker.desk.succession.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.desk.groups import list_change
from tracker.desk.measures import areas_known
from tracker.desk.refusal import area_known
from tracker.ledger.entry import Draft
from tracker.model import limits, references
from tracker.model.dates import WrittenDate, long
from tracker.model.statuses import why_not
from tracker.model.text import quoted
from tracker.model.vocabulary import (
    LOCAL_AREAS,
    Area,
    Assurance,
    Basis,
    ChildGroup,
    EvidenceKind,
    Mapping,
    Role,
    Status,
)
from tracker.register.position import Row


@dataclass(frozen=True)
class NewAction:
    """What is written down of an action when it is added; only the title is always needed."""

    title: str
    description: str | None = None
    basis: Basis = Basis.AGREED
    lead: str | None = None
    owner: str | None = None
    owner_person: str | None = None
    partners: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    locality: str | None = None
    difference_wanted: str | None = None
    started: WrittenDate | None = None
    due: WrittenDate | None = None
    review_on: date | None = None
    expects: tuple[EvidenceKind, ...] = ()
    assurance: Assurance = Assurance.FULL
    serves: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    source: str | None = None
    groups: tuple[ChildGroup, ...] = ()


def allowed(act: str, row: Row) -> None:
    """Raise Refusal when the action's status does not allow *act*."""
    if words := why_not(act, row["ref"], row["status"]):
        raise Refusal(words)


def rated(row: Row) -> None:
    """Raise Refusal when the action is existing provision, which is context until a partner adopts it."""
    if row["basis"] == Basis.EXISTING_PROVISION:
        raise Refusal(
            f"{row['ref']} is existing provision: context, not part of the plan. Adopt it first: "
            f"tracker action adopt {row['ref']}"
        )


def new_draft(desk: Desk, ref: str, new: NewAction, occurred_on: date | None, more: dict[str, Any]) -> Draft:
    """Draft a new action; *more* are facts that override those of *new*."""
    recommendation, area, number = ref.split(".")
    status = Status.PROPOSED if new.basis is Basis.PROPOSED else Status.PLANNED
    if new.basis is Basis.EXISTING_PROVISION:
        status = Status.IN_PROGRESS
    person = _in_post(desk, new.owner_person) if new.owner_person else None
    areas = areas_known(new.areas) or ([a.value for a in LOCAL_AREAS] if area == Area.ALL else [area])
    facts = {
        "recommendation": recommendation,
        "area": area,
        "n": int(number),
        "areas": areas,
        "basis": new.basis.value,
        "status": status.value,
        "mapping": Mapping.CONFIRMED.value,
        "lead": desk.agency(new.lead, on=occurred_on),
        "owner_person": person,
        "partners": [code for partner in new.partners if (code := desk.agency(partner, on=occurred_on))],
        "started": new.started.day.isoformat() if new.started else None,
        "started_precision": new.started.precision.value if new.started else None,
        "due": new.due.day.isoformat() if new.due else None,
        "precision": new.due.precision.value if new.due else None,
        "review_on": new.review_on.isoformat() if new.review_on else None,
        "expects": [kind.value for kind in new.expects],
        "assurance": new.assurance.value,
        "serves": [desk.get("recommendation", other)["ref"] for other in new.serves],
        "depends": [desk.get("action", other)["ref"] for other in new.depends],
        "groups": ChildGroup.in_order(new.groups),
        **more,
    }
    texts = {
        "title": desk.need(new.title, "The title", limit=limits.most("title")),
        "description": desk.text(new.description, "The description"),
        "owner": desk.text(new.owner, "The owner's role", limit=limits.most("owner")),
        "locality": desk.text(new.locality, "The locality", limit=limits.most("locality")),
        "difference_wanted": desk.text(new.difference_wanted, "The difference wanted"),
        "source": desk.text(new.source, "The source", limit=limits.most("source")),
    }
    return desk.draft("action.added", ref, facts=facts, texts=texts, occurred_on=occurred_on)


def next_number(desk: Desk, recommendation: str, area: str) -> int:
    """Return the next number that no action of this recommendation and area ever had.

    Counted by reference: an action that was mapped elsewhere keeps its reference, and so its number.
    """
    start = references.sort_key(f"{recommendation}.{area}") + "."
    last = desk.now.value(
        "SELECT n FROM action WHERE sort >= ? AND sort < ? ORDER BY sort DESC LIMIT 1", [start, start + ":"]
    )
    return (last or 0) + 1


def _in_post(desk: Desk, ref: str) -> str:
    """Return the reference of a person who may own an action; raises Refusal when they left."""
    row = desk.get("person", ref)
    if row["until"] and row["until"] < desk.today.isoformat():
        raise Refusal(f"{row['ref']} left on {long(date.fromisoformat(row['until']))}; name somebody who is in post.")
    return str(row["ref"])


def _scope(desk: Desk, recommendation: str, area: str) -> tuple[str, str]:
    code = recommendation.strip().upper()
    if code != references.OTHER:
        desk.get("recommendation", code)
    return code, area_known(area)


def add(desk: Desk, recommendation: str, area: str, new: NewAction, *, occurred_on: date | None = None) -> Receipt:
    """Add an action for one recommendation (R1…, or X for none) in one area, and return its new reference.

    Raises Refusal for an unknown recommendation, area or agency, or a missing title.
    """

    def drafting() -> list[Draft]:
        rec, place = _scope(desk, recommendation, area)
        return [new_draft(desk, f"{rec}.{place}.{next_number(desk, rec, place)}", new, occurred_on, {})]

    return desk.record(drafting)


EDITABLE_TEXTS = ("title", "description", "locality", "difference_wanted")


_BAR = {"lead": "lead agency", "partners": "partners", "expects": "expected evidence", "assurance": "assurance"}
"""What sign-off is tested against; it is written down before the work is claimed complete."""


def edit(
    desk: Desk,
    ref: str,
    *,
    texts: dict[str, str] | None = None,
    review_on: date | None = None,
    expects: Sequence[EvidenceKind] | None = None,
    assurance: Assurance | None = None,
    partners: Sequence[str] | None = None,
    serves: Sequence[str] | None = None,
    groups: Sequence[ChildGroup] | None = None,
    why: str | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Change what is written of an action: its texts, partners, expected evidence, review date, whom it is about.

    The due date is not edited: it is revised by agreement or corrected.  Raises Refusal when nothing changes.
    """

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.edited", row)
        facts: dict[str, Any] = {}
        bodies: dict[str, str | None] = {}
        for name, value in (texts or {}).items():
            if name not in EDITABLE_TEXTS:
                raise Refusal(
                    f"{quoted(name)} of {row['ref']} cannot be edited; write one of {', '.join(EDITABLE_TEXTS)}."
                )
            body = desk.text(value, f"The {name}", limit=limits.most(name), required=name == "title")
            if body == desk.now.texts([row[name]]).get(row[name]):
                continue
            facts[name] = {"from": row[name]} if body else {"from": row[name], "to": None}
            bodies[name] = body
        if review_on is not None:
            facts.update(change(row, review_on=review_on.isoformat()))
        if assurance is not None:
            facts.update(change(row, assurance=assurance.value))
        kinds = None if expects is None else [kind.value for kind in expects]
        facts.update(list_change(desk, "action", row, "expects", kinds))
        on = occurred_on
        codes = None if partners is None else [code for p in partners if (code := desk.agency(p, on=on))]
        facts.update(list_change(desk, "action", row, "partners", codes))
        others = None if serves is None else [str(desk.get("recommendation", other)["ref"]) for other in serves]
        facts.update(list_change(desk, "action", row, "serves", others))
        facts.update(
            list_change(desk, "action", row, "groups", None if groups is None else ChildGroup.in_order(groups))
        )
        _bar_stays(desk, row, facts)
        if not facts:
            raise Refusal(f"{row['ref']} already reads like that; nothing was changed.")
        bodies["why"] = desk.text(why, "The reason")
        return [desk.draft("action.edited", row["ref"], facts=facts, texts=bodies, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def _bar_stays(desk: Desk, row: Row, facts: dict[str, Any]) -> None:
    """Refuse to change what sign-off asks for once it was claimed, or by those whose work it is."""
    named = [words for name, words in _BAR.items() if name in facts]
    if named and row["status"] == Status.COMPLETE:
        raise Refusal(
            f"{row['ref']} is claimed complete; its {' and '.join(named)} cannot change before the body decides. "
            f"Reopen it first: tracker action reopen {row['ref']}"
        )
    dropped = "expects" in facts and set(facts["expects"]["from"]) - set(facts["expects"]["to"])
    if ("assurance" in facts or dropped) and desk.person().role is Role.CONTRIBUTOR:
        raise Refusal(f"How much evidence {row['ref']} is to show is lowered by a manager only; ask one.")


def adopt(
    desk: Desk,
    ref: str,
    *,
    lead: str | None = None,
    owner: str | None = None,
    due: WrittenDate | None = None,
    review_on: date | None = None,
    why: str,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Take existing provision, a proposal, a planned step or a public commitment into the plan as an agreed action.

    From that day it is rated and counted.  Raises Refusal when it is agreed already or has no lead agency.
    """

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.adopted", row)
        if row["basis"] == Basis.AGREED:
            raise Refusal(f"{row['ref']} is an agreed action already; nothing to adopt.")
        agency = desk.agency(lead, on=occurred_on) or row["lead"]
        if agency is None:
            raise Refusal(f"{row['ref']} has no lead agency; name the accountable body with --lead.")
        status = Status.PLANNED if row["status"] == Status.PROPOSED else Status(row["status"])
        facts = change(
            row,
            basis=Basis.AGREED.value,
            status=status.value,
            lead=agency,
            adopted_on=(occurred_on or desk.today).isoformat(),
            **({"due": due.day.isoformat(), "precision": due.precision.value} if due and row["due"] is None else {}),
            **({"review_on": review_on.isoformat()} if review_on else {}),
        )
        if due and row["due"] is not None and row["due"] != due.day.isoformat():
            raise Refusal(
                f"{row['ref']} has a due date already; revise it by agreement: tracker action revise {row['ref']}"
            )
        texts = {"why": desk.need(why, "The reason")}
        if new_owner := desk.text(owner, "The owner's role", limit=limits.most("owner")):
            facts["owner"] = {"from": row["owner"]}
            texts["owner"] = new_owner
        return [desk.draft("action.adopted", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def decline(desk: Desk, ref: str, *, why: str, occurred_on: date | None = None, seen: Seen = None) -> Receipt:
    """Record that a proposed action was not accepted, and why."""
    return _end(desk, "action.declined", ref, Status.NOT_ACCEPTED, why=why, occurred_on=occurred_on, seen=seen)


def withdraw(desk: Desk, ref: str, *, why: str, occurred_on: date | None = None, seen: Seen = None) -> Receipt:
    """Record that an action is no longer pursued, and why."""
    return _end(desk, "action.withdrawn", ref, Status.WITHDRAWN, why=why, occurred_on=occurred_on, seen=seen)


def _end(desk: Desk, act: str, ref: str, status: Status, *, why: str, occurred_on: date | None, seen: Seen) -> Receipt:
    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed(act, row)
        texts = {"why": desk.need(why, "The reason")}
        return [
            desk.draft(act, row["ref"], facts=change(row, status=status.value), texts=texts, occurred_on=occurred_on)
        ]

    return desk.record(drafting, seen=seen)


def confirm_mapping(
    desk: Desk,
    ref: str,
    *,
    recommendation: str | None = None,
    why: str,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Confirm which recommendation an action serves; a row under X is mapped to one and keeps its reference.

    Raises Refusal when the recommendation is unknown, or when X is confirmed without naming one.
    """

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.mapped", row)
        target = (recommendation or row["recommendation"]).upper()
        if target == references.OTHER:
            raise Refusal(f"{row['ref']} stands under X; name the recommendation that it serves with --to R4.")
        desk.get("recommendation", target)
        facts = change(row, recommendation=target, mapping=Mapping.CONFIRMED.value)
        if not facts:
            raise Refusal(f"{row['ref']} is confirmed as serving {target} already.")
        texts = {"why": desk.need(why, "The reason")}
        return [desk.draft("action.mapped", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def reassign(
    desk: Desk,
    ref: str,
    *,
    lead: str | None = None,
    owner: str | None = None,
    person: str | None = None,
    why: str,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Give an action another lead agency, owner's role or named person; the earlier ones stay in its history."""

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.reassigned", row)
        new: dict[str, Any] = {}
        if agency := desk.agency(lead, on=occurred_on):
            new["lead"] = agency
        if person:
            new["owner_person"] = _in_post(desk, person)
        facts = change(row, **new)
        _bar_stays(desk, row, facts)
        texts = {"why": desk.need(why, "The reason")}
        role = desk.text(owner, "The owner's role", limit=limits.most("owner"))
        if role and role != desk.now.texts([row["owner"]]).get(row["owner"]):
            facts["owner"] = {"from": row["owner"]}
            texts["owner"] = role
        if not facts:
            raise Refusal(f"{row['ref']} is assigned like that already; name another lead, owner or person.")
        return [desk.draft("action.reassigned", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def pause(
    desk: Desk, ref: str, *, why: str, review_on: date, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """Pause an action until a review date; it reads grey, as an exception, until it is resumed."""

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.paused", row)
        if review_on < (occurred_on or desk.today):
            raise Refusal(f"The review date {long(review_on)} has passed; pause {row['ref']} until a day to come.")
        facts = change(row, status=Status.PAUSED.value, review_on=review_on.isoformat())
        texts = {"why": desk.need(why, "The reason")}
        return [desk.draft("action.paused", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def resume(desk: Desk, ref: str, *, why: str, occurred_on: date | None = None, seen: Seen = None) -> Receipt:
    """Take up a paused action again."""
    return _end(desk, "action.resumed", ref, Status.IN_PROGRESS, why=why, occurred_on=occurred_on, seen=seen)
