"""What could stand next in a filter that is being typed: fields, signs, words that stand alone, values.

The language itself is read by tracker.register.filters; what a register holds is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from collections.abc import Sequence
from typing import NamedTuple

from tracker.model import references
from tracker.model.vocabulary import Area, Basis, ChildGroup, Difference, Mapping, Rating, Status
from tracker.register import comparing, naming, rules
from tracker.register.filter_values import ANY
from tracker.register.filters import DATE_FIELDS, FIELDS, FLAGS
from tracker.register.position import Position

Known = Table[str, Sequence[str]]
"""Field → values that a register holds."""

_RATINGS = tuple(member.value for member in Rating)
_VALUES: dict[str, tuple[str, ...]] = {
    "area": tuple(member.value for member in Area),
    "rag": _RATINGS,
    "check": _RATINGS,
    "reported": _RATINGS,
    "status": tuple(member.value for member in Status),
    "basis": tuple(member.value for member in Basis),
    "mapping": tuple(member.value for member in Mapping),
    "difference": tuple(str(member.value) for member in Difference),
    "group": (*(str(member.value) for member in ChildGroup), ANY),
    "owner": ("police", "health", "council"),
    "change": tuple(comparing.CHANGES),
    "was": _RATINGS,
    "rule": tuple(rule.id for rule in rules.RULES if rule.id != "-"),
}
SIGNS = ("<", "<=", ">", ">=", ":")
"""What can stand between a date field and its date."""


class Candidate(NamedTuple):
    """What could stand at the end: as it is shown, and the whole filter with it."""

    shown: str
    text: str


def known(position: Position) -> Known:
    """Return the values that the register holds: codes of agencies and recommendations, today."""
    agencies = tuple(naming.agencies(position))
    recommendations = (*naming.recommendations(position), references.OTHER)
    found: dict[str, Sequence[str]] = dict.fromkeys(("owner", "partner", "lead", "agency"), agencies)
    found |= dict.fromkeys(("rec", "serves"), recommendations)
    found |= dict.fromkeys(DATE_FIELDS, (position.when.day.isoformat(), "none"))
    return {name: (*_VALUES.get(name, ()), *values) for name, values in found.items()}


def candidates(text: str, held: Known | None = None) -> list[Candidate]:
    """Return what could stand for the last word of *text*; nothing where a new word begins."""
    start = max(text.rfind(" "), text.rfind('"')) + 1
    start += text[start:].startswith("-")
    word = text[start:]
    if not word:
        return []
    name, sign, value = _parted(word)
    if not sign:
        return [Candidate(one, text[:start] + one) for one in _begin_like(_words(word), word)]
    past = value.rpartition(",")
    before = f"{text[:start]}{name}{sign}{past[0]}{past[1]}"
    values = (held or {}).get(name.lower()) or _VALUES.get(name.lower(), ())
    return [Candidate(one, before + one) for one in _begin_like(values, past[2])]


def complete(text: str, held: Known | None = None) -> str | None:
    """Return *text* with its last word completed, or None when nothing known begins like it."""
    if text.endswith((*SIGNS, ",")):
        return None  # any value would be a guess
    return next((one.text for one in candidates(text, held) if one.text != text), None)


def _parted(word: str) -> tuple[str, str, str]:
    """Return field, sign and value of a word; no sign where none was typed yet."""
    place = next((place for place, letter in enumerate(word) if letter in "<>:="), None)
    if place is None:
        return word, "", ""
    long = place + 1 + word[place + 1 :].startswith("=")
    return word[:place], word[place:long], word[long:]


def _words(word: str) -> tuple[str, ...]:
    # The signs of a date are offered once one has come so far: until then they would be a crowd.
    dates = [f"{name}{sign}" for name in DATE_FIELDS for sign in (SIGNS if word.lower() == name else SIGNS[:1])]
    return (*FLAGS, *(f"{name}:" for name in (*FIELDS, "since")), *dates)


def _begin_like(words: Sequence[str], start: str) -> list[str]:
    return [word for word in words if word.lower().startswith(start.lower())]


HINT = "area:BRI  rag:red  overdue  owner:police  due<2022-06-30  status:paused  words of the title"
"""A few examples, for an empty filter."""
