"""The counts of entries that the report prints, each with the query of ``tracker log`` that finds it again.

The counts of actions are kept while the views count them, in tracker.reports.views.scope.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.register import history, trail_filter
from tracker.reports.views import entries
from tracker.reports.views.entries import QUIET, is_late
from tracker.reports.views.scope import Scope

_RECORDED = (
    "SELECT occurred_on, substr(at, 1, 10) AS recorded, batch FROM entry_index WHERE seq <= ?"
    " AND act NOT LIKE 'report.%'"
)


def counted(scope: Scope, *more: str) -> dict[str, int]:
    """Return query → how many entries the report counts, those of the queries *more* among them.

    A count that no query finds again is left out: a report of one thing tells entries that several queries find.
    """
    found = {}
    own = ((words, history.count(scope.position, trail_filter.parse(words))) for words in more)
    for words, number in (*(() if scope.only else _late(scope)), *(_new(scope) if scope.compared else ()), *own):
        if number and history.count(scope.position, trail_filter.parse(words)) == number:
            found[words] = number
    return found


def _late(scope: Scope) -> Iterator[tuple[str, int]]:
    rows = scope.position.rows(_RECORDED, [scope.entries])
    yield "late -act:report", sum(is_late(row) for row in rows if row["batch"] != "1")


def _new(scope: Scope) -> Iterator[tuple[str, int]]:
    """Everything that the part on what changed counts, since the day or entry of the earlier position."""
    new = entries.new(scope)
    since = " ".join([entries.since(scope), *scope.trail[:1]])
    yield f"{since} -act:report", len(new)
    moved = ("action.revised", "milestone.revised")
    yield f"{since} act:{','.join(moved)} standing", sum(row["act"] in moved and not row["undone"] for row in new)
    corrected = ("date.corrected", "entry.undone")
    yield f"{since} act:{','.join(corrected)}", sum(row["act"] in corrected for row in new)
    yield f"{since} late -act:report", sum(map(is_late, new))
    _, quiet = entries.parted(scope, new)
    for act, number in sorted(quiet.items()):
        yield f"{since} act:{act}" + (" unchanging" if act in QUIET else ""), number
