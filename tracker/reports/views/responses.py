"""The partnerships' responses to a recommendation: which one counts for whom.

How a response is worded is the business of the report that tells it.
"""

from __future__ import annotations

from tracker.model.vocabulary import Area
from tracker.register.showing import Record, records
from tracker.reports.views.scope import Scope

NONE = "no response is recorded"


def newest(scope: Scope, ref: str) -> dict[str, Record]:
    """Return area code → the newest response to *ref*: the joint one first, then the report's areas that gave one."""
    rows = records(scope.position, "response", "recommendation = ?", (ref,), "ORDER BY seq")
    last = {row["area"]: row for row in rows}
    return {code: last[code] for code in (Area.ALL.value, *scope.locals) if code in last}


def by_whom(scope: Scope, code: str) -> str:
    """Return who responded, by the code of the area."""
    return "the three partnerships jointly" if code == Area.ALL else scope.area_names[code]
