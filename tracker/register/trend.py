"""How the matrix moved since an earlier issue of a report: each cell then and now, and which way a rating went.

An issue names the entries and the day that it was made from, so the plan of that moment can be asked again.
"""

from __future__ import annotations

from tracker.model.vocabulary import Rating
from tracker.register import status
from tracker.register.issues import Issue, issues
from tracker.register.position import Position
from tracker.register.status import Cell, RecommendationLine

_PLACES = {rating.value: place for place, rating in enumerate(Rating)}


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
    moved = _PLACES[now] - _PLACES[was]
    return (moved > 0) - (moved < 0)


def direction(was: Cell | None, now: Cell) -> int:
    """Return which way a cell went: -1 when either rating got worse, 1 when one got better and none worse, else 0."""
    if was is None:
        return 0
    steps = (step(was.reported, now.reported), step(was.date_check, now.date_check))
    return -1 if -1 in steps else max(steps)


def cell(matrix: list[RecommendationLine], ref: str, area: str) -> Cell | None:
    """Return the cell of a recommendation and an area in a matrix, or None when it has none."""
    return next((line.areas.get(area) for line in matrix if line.ref == ref), None)
