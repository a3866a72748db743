"""How many actions had which date check at the end of each of the last quarters, and have it now.

A past day is rated by what had occurred by its end, from all that is known now; each number is one filter query.
"""

from __future__ import annotations

from datetime import date, timedelta

from tracker.model.dates import long
from tracker.model.days import months_on
from tracker.model.vocabulary import Rating
from tracker.register import comparing, naming
from tracker.register.looking_back import Walk
from tracker.register.position import Position
from tracker.reports.views.scope import Scope, keep_earlier
from tracker.reports.views.words import Table, rated

QUARTERS = 4
"""How many ends of quarters are looked back upon; the entries are replayed once for all of them."""


def quarters(scope: Scope) -> Table | None:
    """Return a row for each of the last quarters and one for now; None where the report compares with nothing.

    The first report of a register has nothing to look back upon; it would only repeat the position.
    """
    if scope.compared is None:
        return None
    with Walk(scope.position.store.path, _ends(scope), scope.entries) as walk:
        rows = [row for day, before in walk.each() if before and (row := _at(scope, day, before))]
    keep_earlier(scope.position, scope.compared)  # looking back replaced it
    now = [scope.count(scope.query(f"plan check:{rating.value}")) for rating in Rating]
    rows.append((f"{long(scope.day)} (now)", *map(str, now), str(sum(now))))
    return Table(("At the end of", *(rated(rating.value) for rating in Rating), "Together"), tuple(rows))


def _ends(scope: Scope) -> list[date]:
    """The last days of the quarters before the position, oldest first; quarters of the plan's reporting year."""
    starts = naming.year_starts(scope.position)
    month = scope.day.replace(day=1)
    while (month.month - starts) % 3:
        month = months_on(month, -1)
    return [months_on(month, -3 * back) - timedelta(days=1) for back in reversed(range(QUARTERS))]


def _at(scope: Scope, day: date, before: Position) -> tuple[str, ...] | None:
    """Count by the position at the end of a day; None when nothing was in the plan then."""
    comparing.keep(scope.position, comparing.Since(day, scope.entries), before)
    since = f"since:{day.isoformat()},#{scope.entries}"
    found = [scope.count(scope.query(f"was:{rating.value} {since}")) for rating in Rating]
    return (long(day), *map(str, found), str(sum(found))) if any(found) else None
