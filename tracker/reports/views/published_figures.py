"""The figures of measures in versions for publication: those that this one would show, and those of earlier ones.

An earlier one is read again at its own position, and its text says which of them it showed.  Which are small is decided
in tracker.reports.views.suppressing.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from tracker.model.guard.figures import counts_people
from tracker.model.vocabulary import LOCAL_AREAS, Area, Direction
from tracker.register.issues import Issue, issues
from tracker.register.position import Position
from tracker.register.showing import Record, records
from tracker.reports.views.suppressing import Figure, Published

READINGS = 5
"""How many readings of a measure are shown, the newest last."""

REPORT = "publication"
NOT_SHOWN = "not shown"
"""What stands in the place of a figure that is left out."""

_ROW = re.compile(r"^\| (M[0-9]+): ")
_BAR = re.compile(r"(?<!\\)\|")
_FIGURE = 4
"""The cell of the figure, counted from the bar that begins a row."""

Reading = tuple[Record, Record]
"""A measure with one reading of it."""


def readings(position: Position, areas: Collection[str]) -> list[Reading]:
    """Return the readings that a version for these areas shows, measure by measure, of those that should move."""
    found: list[Reading] = []
    for row in records(position, "measure", order="ORDER BY sort"):
        if row["direction"] == Direction.CONTEXT or (row["areas"] and set(row["areas"]).isdisjoint(areas)):
            continue
        held = records(position, "reading", "ref = ?", (row["ref"],), "ORDER BY ends, seq")
        found += [(row, reading) for reading in held[-READINGS:]]
    return found


def figure(row: Record, reading: Record) -> Figure:
    """Return what is looked at of a reading."""
    share = reading["denominator"] is not None
    # Of a share the title says of whom; of a count the unit does, and a title names children who are not counted.
    of_whom = share or re.search(r"per ?cent|%", row["unit"] or "", re.IGNORECASE)
    words = f"{row['unit'] or ''} {row['title'] if of_whom else ''}"
    return Figure(
        measure=row["ref"],
        unit=row["unit"] or "",
        starts=reading["starts"],
        ends=reading["ends"],
        value=reading["value"],
        people=counts_people(words, published=True),
        part=reading["numerator"] if share else None,
        whole=reading["denominator"],
    )


def earlier(position: Position) -> list[Published]:
    """Return the figures of every version for publication that was issued from this register, shown or not."""
    found: list[Published] = []
    for one in issues(position, ever=True):
        if one.report == REPORT:
            found += _of(position, one)
    return found


def _of(position: Position, one: Issue) -> list[Published]:
    local = [area.value for area in LOCAL_AREAS if one.area in (None, area.value)]
    with Position(position.store.path, one.when()) as then:
        held = readings(then, [*local, Area.ALL.value])
    printed = _printed(position.body(one.body) or "")
    # A text that was removed, or that another program wrote otherwise, is taken to have shown everything.
    known = [ref for ref, _ in printed] == [row["ref"] for row, _ in held]
    shown = [is_shown for _, is_shown in printed] if known else [True] * len(held)
    return [Published(figure(row, reading), shown[place], one.n) for place, (row, reading) in enumerate(held)]


def _printed(body: str) -> list[tuple[str, bool]]:
    """Return the measure of each figure that a text has a row for, and whether the figure is shown."""
    found = []
    for line in body.split("\n## Measures\n")[-1].split("\n## ")[0].splitlines():
        if row := _ROW.match(line):
            cells = [cell.strip() for cell in _BAR.split(line)]
            found.append((row[1], cells[_FIGURE] != NOT_SHOWN))
    return found
