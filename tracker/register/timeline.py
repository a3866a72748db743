"""The plan in time: every dated milestone and action with its original and its agreed day, and what is late.

Ratings are no business of it: what the dates mean stands in tracker.register.rules.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.model.vocabulary import Precision, areas_shown
from tracker.register.position import Position
from tracker.register.states import CURRENT

_POINTS = """
SELECT m.ref, 'milestone' AS kind, a.area, m.title, m.due AS original, m.due_now AS agreed,
       m.precision_now AS precision, m.achieved_on AS done, m.sort
FROM dated_milestone m JOIN dated_action a ON a.ref = m.action
WHERE m.due_now IS NOT NULL AND {living}
UNION ALL
SELECT a.ref, 'action', a.area, a.title, a.due, a.due_now, a.precision_now,
       CASE WHEN a.status IN ('complete', 'signed_off') THEN COALESCE(a.completed_on, a.signed_off_on) END, a.sort
FROM dated_action a WHERE a.due_now IS NOT NULL AND {living}{moved}
ORDER BY 6, 9
"""
_LIVING = f"{CURRENT} AND a.area IN ({{}})"


class Point(NamedTuple):
    """One dated thing: a milestone, or the due date of an action.

    ``original`` and ``agreed`` are the days it falls due (the last day of a month, quarter or year); ``done`` is when
    it was achieved or claimed complete.  ``late`` counts the days past the agreed one while it is not done.
    """

    ref: str
    kind: str
    area: str
    title: str
    original: date
    agreed: date
    precision: Precision
    done: date | None
    late: int

    @property
    def moved(self) -> bool:
        """Whether another day than the original one was agreed."""
        return self.original != self.agreed


def points(position: Position, area: str | None = None, *, moved: bool = False) -> list[Point]:
    """Return every dated milestone and action of the plan by its agreed day; with an area, its own and joint work.

    With *moved*, of the actions only those for which another day than the original one was agreed.
    Existing provision and ended actions are left out: they are not rated, and nothing falls due.
    """
    areas = areas_shown(area)
    living = _LIVING.format(",".join("?" * len(areas)))
    rows = position.rows(
        _POINTS.format(living=living, moved=" AND a.due IS NOT a.due_now" if moved else ""), [*areas, *areas]
    )
    titles = position.texts(row["title"] for row in rows)
    today = position.when.day
    found = []
    for row in rows:
        agreed = date.fromisoformat(row["agreed"])
        done = date.fromisoformat(row["done"]) if row["done"] else None
        found.append(
            Point(
                row["ref"],
                row["kind"],
                row["area"],
                titles[row["title"]],
                date.fromisoformat(row["original"] or row["agreed"]),
                agreed,
                Precision(row["precision"] or "day"),
                done,
                max(0, (today - agreed).days) if done is None else 0,
            )
        )
    return found
