"""Numbers with their nouns, and lists in a sentence, as every part of the program says them.

Days are said in tracker.model.days; how typed text is made safe to print stands in tracker.model.text.
"""

from __future__ import annotations

from collections.abc import Sequence

NOTHING_NAMED = "no action named in the sources"
"""What stands where a plan has nothing for an area: never an empty cell, and no judgement."""


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, like "1 action" or "3 actions"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def entries(number: int) -> str:
    """Return so many entries in words."""
    return plural(number, "entry", "entries")


def joined(items: Sequence[str], last: str = "and") -> str:
    """Return items as a list in words: a, b and c."""
    return ", ".join(items[:-1]) + f" {last} {items[-1]}" if len(items) > 1 else "".join(items)
