"""Counts of other things than actions and entries, each with the command that prints as many rows.

The counts of actions are kept in tracker.reports.views.scope, those of entries beside the views that print them.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.register import registers
from tracker.register.showing import Record, records
from tracker.reports.views.annex import annex
from tracker.reports.views.scope import Scope

Counted = tuple[str, int]
"""A command without its options of position and area, with the number of rows that it prints."""


EVERYWHERE = "all areas: "


def evidence(scope: Scope, words: str = "", *, everywhere: bool = False) -> list[Record]:
    """Return the evidence of the report's areas, or *everywhere*, that a filter finds, in natural order."""
    there = set(registers.evidence(scope.position, None if everywhere else scope.area, words))
    return [piece for piece in records(scope.position, "evidence", order="ORDER BY sort") if piece["ref"] in there]


def commands(scope: Scope, counted: Iterable[Counted]) -> list[Counted]:
    """Return whole commands, as they are typed; a count of nought has none.

    What begins with EVERYWHERE is of all areas, whatever the report covers.
    """
    options = annex(scope).options
    found = []
    for asked, number in counted:
        command, _, query = asked.removeprefix(EVERYWHERE).partition(" '")
        area = f" --area {scope.area}" if scope.area and not asked.startswith(EVERYWHERE) else ""
        if number:
            found.append((f"tracker {command} {options}{area}" + (f" '{query}" if query else ""), number))
    return found
