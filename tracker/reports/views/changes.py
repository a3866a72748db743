"""What changed since an earlier issue or day: ratings old → new with the cause, and the entries made, in words.

The entries themselves are told in tracker.reports.views.entries.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tracker.model.vocabulary import WORST_FIRST
from tracker.register import comparing
from tracker.register.filters import Filter
from tracker.register.listing import ActionLine, page
from tracker.reports.views import entries
from tracker.reports.views.causes import cause, last_notes, with_note
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, left_out, plural, rated

ROWS = 60


class Changes(NamedTuple):
    """``said`` is the sentence for the summary; ``ratings`` and ``entries`` the tables; ``quiet`` counts the rest."""

    said: str
    ratings: Table | None
    entries: Table | None
    quiet: str
    late: str


def changes(scope: Scope) -> Changes | None:
    """Return what changed, or None when the report compares with nothing."""
    if scope.compared is None:
        return None
    moved = rating_changes(scope)
    new = entries.new(scope)
    loud, quiet = entries.parted(scope, new)
    return Changes(
        said=_said(scope, moved, new),
        ratings=_ratings(scope, moved),
        entries=entries.told(scope, loud),
        quiet=entries.counted(quiet),
        late=entries.late_words(new),
    )


# --- ratings ----------------------------------------------------------------------------------------------------------


class Moved(NamedTuple):
    """One action whose reported rating or date check changed; each pair is before and now.

    ``better`` is 1 when nothing got worse and something better, -1 when something got worse, 0 when neither.
    """

    ref: str
    reported: tuple[str | None, str | None]
    check: tuple[str | None, str | None]
    better: int


def rating_changes(scope: Scope) -> list[Moved]:
    """Return every action of the report that was in the plan then and is now, and is rated otherwise."""
    chosen = scope.in_areas(comparing.RERATED)
    rows = scope.position.rows(
        "SELECT a.ref, b.reported AS was_reported, a.reported, b.date_check AS was_check, a.date_check,"
        f" {comparing.DIRECTION} AS better FROM rated_action a JOIN earlier_action b ON b.ref = a.ref"
        f" WHERE {chosen.where} ORDER BY a.sort",
        chosen.values,
    )
    return [
        Moved(
            row["ref"],
            (row["was_reported"], row["reported"]),
            (row["was_check"], row["date_check"]),
            row["better"],
        )
        for row in rows
    ]


def _worst_turn(each: Moved) -> tuple[int, int, int]:
    """Sort what got worse first, by the worst rating that was turned to; what dates say stands before what is said."""
    turns = [
        (WORST_FIRST[now] if now else len(WORST_FIRST), place)
        for place, (was, now) in enumerate((each.check, each.reported))
        if was != now
    ]
    return (each.better, *min(turns))


def _ratings(scope: Scope, moved: list[Moved]) -> Table | None:
    if not moved:
        return None
    shown = sorted(moved, key=_worst_turn)[:ROWS]
    order = [each.ref for each in shown]
    lines = {
        line.ref: line
        for line in page(scope.position, Filter([f"a.ref IN ({','.join('?' * len(order))})"], list(order)))
    }
    notes = last_notes(scope, order)
    rows = [
        (
            f"{each.ref}: {cut(lines[each.ref].title, 120, none='no title')}",
            _pair(each.reported, "not reported"),
            _pair(each.check, "no rating"),
            _cause(scope, each, lines[each.ref], notes),
        )
        for each in shown
    ]
    headers = ("Action", "Reported rating: before → now", "Date check: before → now", "Cause")
    return Table(headers, tuple(rows), left_out(len(rows), len(moved), "tracker log"))


def _cause(scope: Scope, each: Moved, line: ActionLine, notes: dict[str, str]) -> str:
    """The rule with its dates; where the report changed too, what the owner wrote of it."""
    said = cause(scope, line)
    changed = each.reported[0] != each.reported[1]
    return with_note(said, notes.get(each.ref, "no note by the owner")) if changed else said


def _pair(pair: tuple[str | None, str | None], none: str) -> str:
    was, now = pair
    return f"{rated(was, none)} → {rated(now, none)}" if was != now else f"{rated(now, none)}, unchanged"


# --- in a sentence ----------------------------------------------------------------------------------------------------


def _said(scope: Scope, moved: list[Moved], new: list[dict[str, Any]]) -> str:
    assert scope.compared is not None
    worse, better, other = (scope.count(scope.query(scope.changed(word))) for word in ("worse", "better", "rerated"))
    dates_moved = sum(row["act"] in ("action.revised", "milestone.revised") and not row["undone"] for row in new)
    corrected = sum(row["act"] in ("date.corrected", "entry.undone") for row in new)
    return (
        f"Since {scope.compared.words}, ratings got worse for {plural(worse, 'action')}, better for {better}, and were "
        f"given or lost for {other}. {plural(dates_moved, 'date')} moved by agreement, "
        f"{plural(corrected, 'correction')}, {plural(len(new), 'entry', 'entries')} in all."
    )
