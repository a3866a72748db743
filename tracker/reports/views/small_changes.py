"""Small changes: counts of people that differ by one to four from another count of the same measure.

Either the same period is counted again, or one period goes on from the other, so that the rest of it is told.
Which figures are then not shown is decided in tracker.reports.views.suppressing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Protocol

DAY = timedelta(days=1)


class Counted(Protocol):
    """What is read of a figure."""

    @property
    def measure(self) -> str:
        """What is counted."""

    @property
    def starts(self) -> str:
        """The first day of the period."""

    @property
    def ends(self) -> str:
        """The last day of the period."""

    @property
    def people(self) -> bool:
        """Whether it counts people."""

    @property
    def whole(self) -> int | None:
        """Of how many, where it is a share."""

    @property
    def count(self) -> int | None:
        """The people counted."""


def near(figures: Sequence[Counted], new: int, shown: Collection[Counted], most: int) -> dict[int, list[int]]:
    """Return which of the first *new* figures differ by one to *most* people from another one, and from what.

    The other one was *shown* before, or stands before it among the figures.  Where the rest of a period is a figure by
    itself, sums tell of it, and it is not looked at here.
    """
    periods = {(one.measure, one.starts, one.ends) for one in figures}
    found: dict[int, list[int]] = {}
    for place, figure in enumerate(figures[:new]):
        if not figure.people or figure.count is None or figure in shown:
            continue
        for other in (*shown, *figures[:place]):
            if other.people and other.count is not None and _tells(figure, other, periods, most):
                found.setdefault(place, []).append(other.count)
    return found


def _tells(one: Counted, other: Counted, periods: Collection[tuple[str, str, str]], most: int) -> bool:
    if one.measure != other.measure:
        return False
    if (one.starts, one.ends) != (other.starts, other.ends):
        rest = _rest(one, other)
        if rest is None or (one.measure, *rest) in periods:
            return False
    apart = [abs((one.count or 0) - (other.count or 0))]
    if one.whole is not None and other.whole is not None:
        apart.append(abs(one.whole - other.whole))
    return any(0 < number <= most for number in apart)


def _rest(one: Counted, other: Counted) -> tuple[str, str] | None:
    """Return the first and last day by which one period is longer, where they begin or end together."""
    if one.starts == other.starts:
        first = date.fromisoformat(min(one.ends, other.ends)) + DAY
        return first.isoformat(), max(one.ends, other.ends)
    if one.ends == other.ends:
        last = date.fromisoformat(max(one.starts, other.starts)) - DAY
        return min(one.starts, other.starts), last.isoformat()
    return None
