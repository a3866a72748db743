"""Milestones, and due dates that were moved by agreement: the original day beside the agreed one, and what became.

Which days count as agreed and as late is the register's business (tracker.register.timeline).
"""

from __future__ import annotations

from tracker.model.dates import days_between_words, long
from tracker.register.timeline import Point, points
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, left_out, title

ROWS = 60


def dated(scope: Scope) -> Table | None:
    """Return every milestone, and every action whose due date was moved, by the agreed day; None without any."""
    found = [point for point in points(scope.position, scope.area, moved=True) if scope.about(point.ref)]
    if not found:
        return None
    rows = [
        (
            point.ref,
            title(point.title),
            long(point.original) if point.moved else long(point.original, point.precision),
            long(point.agreed, point.precision) if point.moved else "not moved",
            _state(scope, point),
        )
        for point in found[:ROWS]
    ]
    headers = ("Reference", "What", "Original date", "Agreed date", "Where it stands")
    return Table(headers, tuple(rows), left_out(len(rows), len(found), "the timeline of the terminal program"))


def _state(scope: Scope, point: Point) -> str:
    done = "achieved" if point.kind == "milestone" else "claimed complete"
    if point.done:
        days = (point.done - point.agreed).days
        return f"{done} {long(point.done)}, " + (f"{days_between_words(days)} late" if days > 0 else "in time")
    if point.late:
        return f"{days_between_words(point.late)} late, not recorded as {done}"
    return f"due in {days_between_words((point.agreed - scope.day).days)}"
