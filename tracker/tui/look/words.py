"""How ratings, dates, states and evidence print on a screen: always as letter and symbol or words, never colour alone.

The words themselves are the model's; nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.model.days import long, short
from tracker.model.saying import NOTHING_NAMED as NOTHING_NAMED
from tracker.model.vocabulary import (
    Basis,
    DecisionKind,
    DecisionState,
    Difference,
    EvidenceKind,
    EvidenceState,
    Mapping,
    Precision,
    Rating,
    Role,
    Status,
    Sustainment,
)
from tracker.tui.look.inks import Run
from tracker.tui.look.wrap import said

NO_MARK = "·"
"""The mark of an area whose plan is not in the sources; the legend says it in words."""

DIFFERS = "≠"
"""The mark of a reported rating that is better than the date check."""

BARS = "▁▂▃▄▅▆▇█"


def bars(values: Sequence[str], most: int = 8) -> str:
    """Return the last readings as bars from the least to the greatest of them; one reading has no course to show."""
    numbers = [float(value) for value in values[-most:]]
    if len(numbers) < 2:
        return ""
    low, high = min(numbers), max(numbers)
    if low == high:
        return BARS[3] * len(numbers)
    return "".join(BARS[round((number - low) / (high - low) * (len(BARS) - 1))] for number in numbers)


WENT: dict[int, Run] = {1: ("↑", "good"), -1: ("↓", "bad"), 0: (" ", "plain")}
"""Better, worse or neither since the issue that is compared with."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

SEVERITY = {"high": ("high", "red"), "medium": ("med ", "amber"), "low": ("low ", "soft")}


def rating(value: str | None) -> Run:
    """Return a rating as letter and symbol, two cells; a dash and a space for none."""
    if value is None:
        return "– ", "soft"
    found = Rating(value)
    return f"{found.letter}{found.symbol}", found.value


def rating_words(value: str | None) -> Run:
    """Return a rating as letter, symbol and word."""
    if value is None:
        return "no rating", "soft"
    found = Rating(value)
    return f"{found.letter}{found.symbol} {found.words}", found.value


def day(iso: str | None, precision: str | None = None, *, none: str = "none") -> str:
    """Return a stored date in full, as exactly as it was written."""
    return long(date.fromisoformat(iso), Precision(precision or "day")) if iso else none


def day_short(iso: str | None, none: str = "–") -> str:
    """Return a stored date for narrow columns."""
    return short(date.fromisoformat(iso)) if iso else none


def due_cell(due: str | None, review_on: str | None) -> Run:
    """Return the agreed due date for a column of ten cells; a review date stands behind an arrow."""
    if due:
        return day_short(due), "plain"
    if review_on:
        return f"→{day_short(review_on)}", "soft"
    return "no date", "soft"


def status(value: str) -> Run:
    """Return where an action stands."""
    return Status(value).words, "plain"


def basis(value: str) -> Run:
    """Return why a row is in the plan."""
    return Basis(value).words, "soft" if value == Basis.EXISTING_PROVISION else "plain"


def evidence_state(value: str) -> Run:
    """Return whether evidence is in hand and what the reviewer made of it."""
    ink = {"accepted": "good", "returned": "bad", "expired": "bad", "held": "warn"}.get(value, "soft")
    return EvidenceState(value).words, ink


def sustainment(value: str) -> Run:
    """Return what a check after sign-off found."""
    return Sustainment(value).words, {"sustained": "good", "partly": "warn", "lapsed": "bad"}[value]


def difference(value: str | None) -> Run:
    """Return the difference made for children."""
    return Difference(value or "not_shown").words, "plain" if value and value != "not_shown" else "soft"


def number(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: 1 action, 12 actions."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(values: Any, none: str = "none") -> Run:
    """Return members of a list joined by commas."""
    joined = ", ".join(str(value) for value in values or ())
    return said(joined) if joined else (none, "soft")


_ENUMS = {
    member.value: member.words
    for words in (Status, Basis, EvidenceState, Difference, EvidenceKind, DecisionKind, DecisionState, Mapping, Role)
    for member in words
}


def field(name: str) -> str:
    """Return the name of a fact as people say it."""
    return _FIELDS.get(name, name.replace("_", " "))


_FIELDS = {
    "due": "due date",
    "review_on": "next review",
    "goes_to": "goes to",
    "owner_person": "owner (person)",
    "lead": "lead agency",
    "difference_claimed": "difference claimed",
    "completed_on": "claimed complete on",
    "reported": "reported rating",
    "mapping": "link to the recommendation",
}


def value(text: str) -> str:
    """Return a fact's value as people say it: dates in full, words for the plan's closed lists."""
    if _ISO.fullmatch(text):
        return day(text)
    return _ENUMS.get(text, text)


def clipped(text: str, most: int = 280) -> str:
    """Return *text*, or its beginning with how much more there is."""
    return text if len(text) <= most else f"{text[:most]} … ({len(text) - most:,} more characters; open it to read all)"
