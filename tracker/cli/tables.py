"""The lists of everything but actions: one way to fetch, filter, print and hand out records of a kind.

What a record holds stands in tracker.register.showing; each list's columns stand with its commands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from tracker.cli import head
from tracker.cli.context import Call
from tracker.cli.printing import Cell, Screen
from tracker.model import dates, references
from tracker.register.position import Position

Record = dict[str, Any]
Row = Callable[[Record], Sequence[Cell]]


def said_day(iso: str | None, none: str = "–") -> str:
    """Return an ISO date in words, or *none*."""
    return dates.long(date.fromisoformat(iso)) if iso else none


def fetch(position: Position, table: str, wanted: Callable[[Record], bool] = lambda _: True) -> list[Record]:
    """Return the records of a table that are *wanted*, in natural order of reference."""
    from tracker.register.showing import records

    found = [record for record in records(position, table) if wanted(record)]
    return sorted(found, key=lambda record: references.sort_key(record["ref"]))


def put(
    call: Call,
    position: Position,
    title: str,
    found: list[Record],
    heads: Sequence[str],
    row: Row,
    *,
    none: str,
) -> None:
    """Print records as a table with a title, or as JSON; where there are none, words say so."""
    screen = Screen()
    if not call.json:
        head.put(screen, position, title)
        if found:
            screen.table(heads, [list(row(record)) for record in found])
        else:
            screen.line(none)
    call.show(screen, found)
