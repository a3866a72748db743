"""The guard's last word before data leaves: where a file holds what looks like personal data, without repeating it.

What looks like that stands in tracker.model.guard.  A file of data is written all the same: it is working data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeGuard

from tracker.model import guard
from tracker.model.references import sort_key
from tracker.reports.data.plan_table import Value
from tracker.reports.views.words import listed, plural

SHORTEST = 9
"""Texts with fewer characters are references, days and words of closed lists."""

Texts = list[tuple[str, str]]
"""Pairs of what something is called and a text of it."""


def places(texts: Sequence[tuple[str, str]]) -> list[str]:
    """Return the names of what has a text that looks like personal data, each once, in natural order."""
    found = guard.look_at_each([text for _, text in texts])
    return sorted({texts[place][0] for place in found}, key=sort_key)


def sentence(found: Sequence[str]) -> str:
    """Say where it seems to be; nothing where it seems nowhere."""
    if not found:
        return ""
    verb = "holds" if len(found) == 1 else "hold"
    return (
        f"{plural(len(found), 'thing')} in it {verb} what looks like personal data: {listed(found)}. Look at that "
        "before the file goes to anybody."
    )


def of_rows(rows: Iterable[Mapping[str, Value]]) -> Texts:
    """Return the texts of a table's rows."""
    return [(str(row["ref"]), value) for row in rows for value in row.values() if _is_text(value)]


def of_plan(plan: Mapping[str, Any]) -> Texts:
    """Return the texts of the whole plan as JSON holds it."""
    found: Texts = []
    for kind, objects in plan.items():
        if isinstance(objects, list):
            found += [(str(one.get("ref", kind)), text) for one in objects for text in one.values() if _is_text(text)]
    return found


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) >= SHORTEST and not value.isdigit()
