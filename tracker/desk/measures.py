"""Acts on measures, their readings, and risks: what is counted, and what could go wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from tracker.desk.desk import Desk, Receipt, Refusal, change
from tracker.ledger.entry import Draft
from tracker.model import limits
from tracker.model.dates import long
from tracker.model.text import quoted, safe
from tracker.model.vocabulary import Area, Direction, RiskState

Seen = dict[str, int] | None
LARGEST_COUNT = 10**12


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
    known = []
    for area in areas:
        try:
            known.append(Area(area.strip().upper()).value)
        except ValueError:
            raise Refusal(f"{quoted(area)} is not an area; write BRI, SGL, NSO or ALL for joint work.") from None
    return known


def _serves(desk: Desk, refs: Sequence[str]) -> list[str]:
    return [ref.upper() if ref.upper() == "X" else str(desk.get("recommendation", ref)["ref"]) for ref in refs]


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
        }
        texts = {
            "title": desk.need(new.title, "The title", limit=limits.TITLE),
            "unit": desk.need(new.unit, "The unit", limit=limits.LINE),
            "definition": desk.text(new.definition, "The definition"),
            "source": desk.text(new.source, "The source", limit=limits.LINE),
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
        if (numerator is None) != (denominator is None):
            raise Refusal(f"{row['ref']}: give numerator and denominator together, or neither.")
        if denominator is not None and denominator <= 0:
            raise Refusal(f"{row['ref']}: a denominator is larger than nought.")
        if not all(0 <= count <= LARGEST_COUNT for count in (numerator, denominator) if count is not None):
            raise Refusal(f"{row['ref']}: numerator and denominator are counts from 0 to {LARGEST_COUNT:,}.")
        facts = {
            "starts": starts.isoformat(),
            "ends": ends.isoformat(),
            "value": decimal_text(value, "The value") or _missing(row["ref"]),
            "numerator": numerator,
            "denominator": denominator,
        }
        texts = {
            "source": desk.text(source, "The source", limit=limits.LINE),
            "caveat": desk.text(caveat, "The caveat"),
        }
        return [desk.draft("reading.added", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting)


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
            "title": desk.need(title, "The title", limit=limits.TITLE),
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
