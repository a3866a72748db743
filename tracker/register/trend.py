"""How the matrix moved since an earlier issue of a report: each cell then and now, and which way a rating went.

An issue names the entries and the day that it was made from, so the plan of that moment can be asked again.
"""

from __future__ import annotations

from tracker.model.vocabulary import WORST_FIRST, Rating
from tracker.register import status
from tracker.register.issues import Issue, issues
from tracker.register.position import Position
from tracker.register.status import Cell, RecommendationLine

DOUBTFUL = (Rating.RED, Rating.AMBER)
"""As an owner's first report, these are nothing better, however the dates turned."""


def last(position: Position) -> Issue | None:
    """Return the issue to compare with: the newest that shows a day before the position's, else the newest of all."""
    found = issues(position)
    return next((issue for issue in found if issue.position_on < position.when.day), found[0] if found else None)


def matrix_of(position: Position, issue: Issue) -> list[RecommendationLine]:
    """Return the matrix as *issue* saw it; the entries up to then are replayed, which a large register takes time for.

    Raises PositionError when the register no longer has that moment.
    """
    with Position(position.store.path, issue.when()) as earlier:
        return status.matrix(earlier)


def step(was: str | None, now: str | None) -> int:
    """Return 1 when a rating got better, -1 when worse, 0 when it stayed or when that cannot be said.

    Grey is no step between amber and green: pausing a late action makes it no better.
    """
    if not was or not now or Rating.GREY in (was, now):
        return 0
    moved = WORST_FIRST[now] - WORST_FIRST[was]
    return (moved > 0) - (moved < 0)


def went(reported: tuple[str | None, str | None], check: tuple[str | None, str | None]) -> int:
    """Return which way two ratings went, each before and now: -1 when either got worse, 1 when it was for the better.

    That is when one got better, none worse, and the report is no first one that is red or amber.  Reports and the
    filter language ask the same of SQL that tracker.register.comparing makes of ``step`` and ``DOUBTFUL``.
    """
    steps = (step(*reported), step(*check))
    if -1 in steps:
        return -1
    return 0 if reported[0] is None and reported[1] in DOUBTFUL else max(steps)


def direction(was: Cell | None, now: Cell) -> int:
    """Return which way a cell of the matrix went, by ``went``; 0 where there was none."""
    return went((was.reported, now.reported), (was.date_check, now.date_check)) if was is not None else 0


def cell(matrix: list[RecommendationLine], ref: str, area: str) -> Cell | None:
    """Return the cell of a recommendation and an area in a matrix, or None when it has none."""
    return next((line.areas.get(area) for line in matrix if line.ref == ref), None)
