"""What could stand next in a filter that is being typed: fields, words that stand alone, values of closed lists.

The language itself is read by tracker.register.filters.
"""

from __future__ import annotations

from tracker.model.vocabulary import Area, Basis, Mapping, Rating, Status
from tracker.register.filters import DATE_FIELDS, FIELDS, FLAGS

_VALUES: dict[str, tuple[str, ...]] = {
    "area": tuple(member.value for member in Area),
    "rag": tuple(member.value for member in Rating),
    "check": tuple(member.value for member in Rating),
    "reported": tuple(member.value for member in Rating),
    "status": tuple(member.value for member in Status),
    "basis": tuple(member.value for member in Basis),
    "mapping": tuple(member.value for member in Mapping),
    "owner": ("police", "health", "council"),
}


def complete(text: str) -> str | None:
    """Return *text* with its last word completed, or None when nothing known begins like it."""
    start = max(text.rfind(" "), text.rfind('"')) + 1
    word = text[start:]
    if not word:
        return None
    name, colon, value = word.partition(":")
    if colon:
        found = _first(_VALUES.get(name.lower(), ()), value)
        return f"{text[:start]}{name}:{found}" if found and value else None
    return None if (found := _first(_words(), word)) is None else text[:start] + found


def _words() -> tuple[str, ...]:
    return (*FLAGS, *(f"{name}:" for name in FIELDS), *(f"{name}<" for name in DATE_FIELDS))


def _first(words: tuple[str, ...], start: str) -> str | None:
    return next((word for word in words if word.lower().startswith(start.lower()) and word != start), None)


HINT = "area:BRI  rag:red  overdue  owner:police  due<2022-06-30  status:paused  words of the title"
"""A few examples, for an empty filter."""
