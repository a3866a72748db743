"""What changed since an earlier issue or day: ratings old → new with the cause, and the entries made, in words.

The entries themselves are told in tracker.reports.views.entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.model.vocabulary import Rating
from tracker.register.filters import Filter
from tracker.register.listing import page
from tracker.register.position import Position
from tracker.reports.views import entries
from tracker.reports.views.causes import cause
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, left_out, plural, rated

ROWS = 60
_ORDER = {rating.value: place for place, rating in enumerate(Rating)}


@dataclass(frozen=True)
class Changes:
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
    moved = _rating_changes(scope)
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


@dataclass(frozen=True)
class Moved:
    """One action whose reported rating or date check changed; each pair is before and now."""

    ref: str
    reported: tuple[str | None, str | None]
    check: tuple[str | None, str | None]

    @property
    def better(self) -> int:
        """1 when nothing got worse and something better, -1 when something got worse, 0 when it cannot be said.

        Grey is no step between amber and green: pausing a late action makes it no better.
        """
        steps = [
            _ORDER[now] - _ORDER[was]
            for was, now in (self.reported, self.check)
            if was and now and Rating.GREY not in (was, now)
        ]
        return -1 if any(step < 0 for step in steps) else int(any(step > 0 for step in steps))


def _ratings_of(position: Position, scope: Scope) -> dict[str, tuple[str | None, str | None]]:
    chosen = scope.in_areas(
        "a.basis <> 'existing_provision' AND a.status NOT IN ('superseded', 'not_accepted', 'withdrawn')"
    )
    rows = position.rows(
        f"SELECT a.ref, a.reported, a.date_check FROM rated_action a WHERE {chosen.where} ORDER BY a.sort",
        chosen.values,
    )
    return {row["ref"]: (row["reported"], row["date_check"]) for row in rows}


def _rating_changes(scope: Scope) -> list[Moved]:
    assert scope.compared is not None
    before, now = _ratings_of(scope.compared.position, scope), _ratings_of(scope.position, scope)
    return [
        Moved(ref, (before[ref][0], reported), (before[ref][1], check))
        for ref, (reported, check) in now.items()
        if ref in before and before[ref] != (reported, check)
    ]


def _ratings(scope: Scope, moved: list[Moved]) -> Table | None:
    if not moved:
        return None
    shown = sorted(moved, key=lambda each: each.better)[:ROWS]
    order = [each.ref for each in shown]
    lines = {
        line.ref: line
        for line in page(scope.position, Filter([f"a.ref IN ({','.join('?' * len(order))})"], list(order)))
    }
    rows = [
        (
            f"{each.ref}: {cut(lines[each.ref].title, 120, none='no title')}",
            _pair(each.reported, "not reported"),
            _pair(each.check, "no rating"),
            cause(scope, lines[each.ref]),
        )
        for each in shown
    ]
    headers = ("Action", "Reported rating: before → now", "Date check: before → now", "Cause now")
    return Table(headers, tuple(rows), left_out(len(rows), len(moved), "tracker log"))


def _pair(pair: tuple[str | None, str | None], none: str) -> str:
    was, now = pair
    return f"{rated(was, none)} → {rated(now, none)}" if was != now else f"{rated(now, none)}, unchanged"


# --- in a sentence ----------------------------------------------------------------------------------------------------


def _said(scope: Scope, moved: list[Moved], new: list[dict[str, Any]]) -> str:
    assert scope.compared is not None
    better = sum(each.better > 0 for each in moved)
    worse = sum(each.better < 0 for each in moved)
    other = len(moved) - better - worse
    dates_moved = sum(row["act"] in ("action.revised", "milestone.revised") and not row["undone"] for row in new)
    corrected = sum(row["act"] in ("date.corrected", "entry.undone") for row in new)
    return (
        f"Since {scope.compared.words}, ratings got worse for {plural(worse, 'action')}, better for {better}, and were "
        f"given or lost for {other}. {plural(dates_moved, 'date')} moved by agreement, "
        f"{plural(corrected, 'correction')}, {plural(len(new), 'entry', 'entries')} in all."
    )
