"""How many actions had which date check at the end of each of the last quarters, and have it now.

A past day is rated by what had occurred by its end, from all that is known now; each number is one filter query.
"""

from __future__ import annotations

from datetime import date, timedelta

from tracker.model.dates import long
from tracker.model.days import months_on
from tracker.model.vocabulary import Rating
from tracker.register import comparing
from tracker.register.position import PositionError
from tracker.reports.views.scope import Scope, keep_earlier
from tracker.reports.views.words import Table, rated

QUARTERS = 4
"""How many ends of quarters are looked back upon: each of them is replayed from the ledger."""


def quarters(scope: Scope) -> Table | None:
    """Return a row for each of the last quarters and one for now; None where the report compares with nothing.

    The first report of a register has nothing to look back upon; it would only repeat the position.
    """
    if scope.compared is None:
        return None
    rows = [row for day in _ends(scope) if (row := _at(scope, day))]
    keep_earlier(scope.position, scope.compared)  # looking back replaced it
    now = [scope.count(scope.query(f"plan check:{rating.value}")) for rating in Rating]
    rows.append((f"{long(scope.day)} (now)", *map(str, now), str(sum(now))))
    return Table(("At the end of", *(rated(rating.value) for rating in Rating), "Together"), tuple(rows))


def _ends(scope: Scope) -> list[date]:
    """The last days of the quarters before the position, oldest first; quarters of the plan's reporting year."""
    starts = int(scope.position.value("SELECT year_starts FROM review") or 4)
    month = scope.day.replace(day=1)
    while (month.month - starts) % 3:
        month = months_on(month, -1)
    return [months_on(month, -3 * back) - timedelta(days=1) for back in reversed(range(QUARTERS))]


def _look_back(scope: Scope, day: date) -> None:
    """Let queries compare with the end of a day; the position that the report compares with needs no second replay."""
    compared, wanted = scope.compared, comparing.Since(day, scope.entries)
    if compared and (compared.position.when.as_at, compared.entries) == (day, scope.entries):
        comparing.keep(scope.position, wanted, compared.position)
    else:
        comparing.ready(scope.position, wanted)


def _at(scope: Scope, day: date) -> tuple[str, ...] | None:
    since = f"since:{day.isoformat()},#{scope.entries}"
    try:
        _look_back(scope, day)
    except PositionError:  # nothing had occurred by then
        return None
    found = [scope.count(scope.query(f"was:{rating.value} {since}")) for rating in Rating]
    return (long(day), *map(str, found), str(sum(found))) if any(found) else None
