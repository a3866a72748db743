"""Acts on measures, their readings, and risks: what is counted, and what could go wrong.

What a measure shows is said by reports; whom it is about, in tracker.desk.groups.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.desk.refusal import area_known
from tracker.ledger.entry import Draft
from tracker.model import limits, references
from tracker.model.dates import long
from tracker.model.text import safe
from tracker.model.vocabulary import Area, ChildGroup, Direction, RiskState

LARGEST_COUNT = 10**12
PER_CENT = {"per cent", "percent", "%"}
"""Units in which a reading is a share of a hundred: numerator and denominator then say it a second time."""


@dataclass(frozen=True)
class NewMeasure:
    """What is counted, in which unit, and which way is better; baseline and target are decimal texts."""

    title: str
    unit: str
    direction: Direction
    serves: tuple[str, ...] = ()
    areas: tuple[str, ...] = (Area.ALL.value,)
    definition: str | None = None
    baseline: str | None = None
    target: str | None = None
    target_date: date | None = None
    source: str | None = None
    groups: tuple[ChildGroup, ...] = ()


def decimal_text(value: str | None, what: str) -> str | None:
    """Return a plain decimal number as text; raises Refusal for anything else, thousands separators included."""
    if value is None or not value.strip():
        return None
    text = value.strip()
    try:
        if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", text):
            raise InvalidOperation
        return str(Decimal(text))
    except InvalidOperation:
        raise Refusal(f"{what} '{safe(text)}' is not a plain number; write 968 or 12.5, without commas or %.") from None


def areas_known(areas: Sequence[str]) -> list[str]:
    """Return area codes, checked; raises Refusal for an unknown one."""
    return [area_known(area) for area in areas]


def _serves(desk: Desk, refs: Sequence[str]) -> list[str]:
    return [
        ref.upper() if ref.upper() == references.OTHER else str(desk.get("recommendation", ref)["ref"]) for ref in refs
    ]


def add_measure(desk: Desk, new: NewMeasure, *, occurred_on: date | None = None) -> Receipt:
    """Add a measure and return its reference."""

    def drafting() -> list[Draft]:
        facts = {
            "direction": new.direction.value,
            "baseline": decimal_text(new.baseline, "The baseline"),
            "target": decimal_text(new.target, "The target"),
            "target_date": new.target_date.isoformat() if new.target_date else None,
            "areas": areas_known(new.areas),
            "serves": _serves(desk, new.serves),
            "groups": ChildGroup.in_order(new.groups),
        }
        texts = {
            "title": desk.need(new.title, "The title", limit=limits.most("title")),
            "unit": desk.need(new.unit, "The unit", limit=limits.most("unit")),
            "definition": desk.text(new.definition, "The definition"),
            "source": desk.text(new.source, "The source", limit=limits.most("source")),
        }
        return [desk.draft("measure.added", desk.next_ref("M"), facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting)


def add_reading(
    desk: Desk,
    ref: str,
    value: str,
    starts: date,
    ends: date,
    *,
    numerator: int | None = None,
    denominator: int | None = None,
    source: str | None = None,
    caveat: str | None = None,
    occurred_on: date | None = None,
) -> Receipt:
    """Record what a measure was over a period; numerator and denominator make a share checkable."""

    def drafting() -> list[Draft]:
        row = desk.get("measure", ref)
        if ends < starts:
            raise Refusal(f"The period of {row['ref']} ends on {long(ends)} before it starts on {long(starts)}.")
        if ends > desk.today:
            raise Refusal(f"The period of {row['ref']} ends on {long(ends)}, which has not come yet; read it then.")
        if (numerator is None) != (denominator is None):
            raise Refusal(f"{row['ref']}: give numerator and denominator together, or neither.")
        if denominator is not None and denominator <= 0:
            raise Refusal(f"{row['ref']}: a denominator is larger than nought.")
        if not all(0 <= count <= LARGEST_COUNT for count in (numerator, denominator) if count is not None):
            raise Refusal(f"{row['ref']}: numerator and denominator are counts from 0 to {LARGEST_COUNT:,}.")
        number = decimal_text(value, "The value") or _missing(row["ref"])
        unit = (desk.now.body(row["unit"]) or "").strip().lower()
        if numerator is not None and denominator and unit in PER_CENT:
            _share_agrees(row["ref"], Decimal(number), numerator, denominator)
        facts = {
            "starts": starts.isoformat(),
            "ends": ends.isoformat(),
            "value": number,
            "numerator": numerator,
            "denominator": denominator,
        }
        texts = {
            "source": desk.text(source, "The source", limit=limits.most("source")),
            "caveat": desk.text(caveat, "The caveat"),
        }
        return [desk.draft("reading.added", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting)


def _share_agrees(ref: str, value: Decimal, numerator: int, denominator: int) -> None:
    """Refuse a percentage that is not its numerator by its denominator, rounded up or down to the places written."""
    share = Decimal(100 * numerator) / denominator
    exponent = value.as_tuple().exponent
    last_place = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    if abs(share - value) >= last_place:
        said = f"{share.quantize(last_place / 10).normalize():f}"
        raise Refusal(f"{ref}: {numerator:,} of {denominator:,} is {said} per cent, not {value}; correct one of them.")


def _missing(ref: str) -> str:
    raise Refusal(f"The value of {ref} is missing; write a plain number.")


def add_risk(
    desk: Desk,
    title: str,
    *,
    description: str | None = None,
    areas: Sequence[str] = (Area.ALL.value,),
    serves: Sequence[str] = (),
    agency: str | None = None,
    review_on: date | None = None,
    occurred_on: date | None = None,
) -> Receipt:
    """Add a risk and return its reference."""

    def drafting() -> list[Draft]:
        facts = {
            "state": RiskState.OPEN.value,
            "areas": areas_known(areas),
            "serves": _serves(desk, serves),
            "agency": desk.agency(agency),
            "review_on": review_on.isoformat() if review_on else None,
        }
        texts = {
            "title": desk.need(title, "The title", limit=limits.most("title")),
            "description": desk.text(description, "The description"),
        }
        return [desk.draft("risk.added", desk.next_ref("K"), facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting)


def change_risk(
    desk: Desk, ref: str, state: RiskState, *, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """Record that a risk is accepted, closed or open again, and why."""

    def drafting() -> list[Draft]:
        row = desk.get("risk", ref)
        facts = change(row, state=state.value)
        if not facts:
            raise Refusal(f"{row['ref']} is {state.words} already.")
        facts["why"] = {"from": row["why"]}
        texts = {"why": desk.need(why, "The reason")}
        return [desk.draft("risk.changed", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)
