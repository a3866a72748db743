"""Milestones and moved dates on one scale of months: the original day, and the agreed day where it was moved.

Known by its table: its columns are headed "Reference", "What", "Original date" and "Agreed date".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.model import dates
from tracker.model.days import MONTHS, months_on
from tracker.model.text import fit
from tracker.reports.charts.drawing import SOFT, WIDTH, Drawing, short
from tracker.reports.charts.reading import head

if TYPE_CHECKING:
    from tracker.reports.document import Table

HEADS = ("Reference", "What", "Original date", "Agreed date")
NAMES, SCALE, END, ROW = 10, 300, WIDTH - 20, 24
MOST_TICKS = 6


@dataclass(frozen=True)
class Timeline:
    """``rows`` hold reference, title, original day and agreed day, which is None where nothing was moved."""

    rows: list[tuple[str, str, date, date | None]]
    unread: int

    @property
    def span(self) -> tuple[date, date]:
        """The first day of the month of the earliest day, and of the month after the latest."""
        days = [day for _, _, original, agreed in self.rows for day in (original, agreed) if day]
        return min(days).replace(day=1), months_on(max(days).replace(day=1), 1)

    def describe(self) -> str:
        """Say what the chart shows."""
        moved = sum(agreed is not None for *_, agreed in self.rows)
        first, last = self.span
        left = f" {self.unread} without a day to draw are left out." if self.unread else ""
        return (
            f"{len(self.rows)} dates between {_month(first, 9)} and {_month(last, 9)}, of which {moved} were moved "
            "by agreement. "
            f"A hollow diamond is the original date of one that was moved, a filled one the date in force.{left}"
        )

    def draw(self, drawing: Drawing) -> None:
        """Draw a row for each date, and a line from the original day to the agreed one."""
        bottom = 34 + len(self.rows) * ROW
        for day in self._ticks():
            x = self._at(day)
            drawing.line(x, 26, x, bottom - 8, colour="#b5b5b5")
            drawing.text(x, 18, _month(day), size=12, anchor="middle")
        for place, (ref, title, original, agreed) in enumerate(self.rows):
            y = 42 + place * ROW
            drawing.text(NAMES, y + 4, short(f"{ref} {title}", 40), size=13)
            if agreed is not None:
                drawing.line(self._at(original), y, self._at(agreed), y, colour=SOFT, dashed=True, wide=2)
                drawing.diamond(self._at(original), y, filled=False)
            drawing.diamond(self._at(agreed or original), y, filled=True)
        drawing.reach(bottom)

    def _at(self, day: date) -> int:
        first, last = self.span
        return SCALE + (END - SCALE) * (day - first).days // (last - first).days

    def _ticks(self) -> list[date]:
        first, last = self.span
        months = (last.year - first.year) * 12 + last.month - first.month
        step = next(step for step in (1, 3, 6, 12, 24, 60, 120, 240, 1200) if months <= step * MOST_TICKS)
        return [months_on(first, month) for month in range(0, months + 1, step)]

    def lines(self, width: int) -> list[str]:
        """Return a line for each date: o the original day of one that was moved, * the day in force."""
        first, last = self.span
        names = min(30, width // 3)
        room = width - names - 1
        found = [f"{'':{names}} {_month(first):<{room - 8}}{_month(last):>8}"]
        for ref, title, original, agreed in self.rows:
            marks = [" "] * room
            places = [(day - first).days * (room - 1) // (last - first).days for day in (original, agreed or original)]
            for place in range(min(places), max(places)):
                marks[place] = "-"
            marks[places[0]] = "o"
            marks[places[1]] = "*"
            found.append(f"{fit(f'{ref} {title}', names, pad=True)} {''.join(marks).rstrip()}")
        return found


def model(table: Table) -> Timeline | None:
    """Return the timeline of *table*, or None."""
    if tuple(head(table)[:4]) != HEADS:
        return None
    rows, unread = [], 0
    for ref, title, original, agreed, *_ in table.texts():
        start, end = _day(original), _day(agreed)
        if start is None:
            unread += 1
        else:
            rows.append((ref, title, start, end if end != start else None))
    return Timeline(rows, unread) if rows else None


def _month(day: date, letters: int = 3) -> str:
    return f"{MONTHS[day.month - 1][:letters].capitalize()} {day.year}"


def _day(words: str) -> date | None:
    try:
        return dates.parse(words, year_starts=4).day
    except dates.DateError:
        return None
