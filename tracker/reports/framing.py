"""What every report begins with: its scope, its title, the position and what it is compared with.

What a report says of the plan is found in tracker.reports.views.
"""

from __future__ import annotations

from datetime import date

from tracker import __version__
from tracker.model.dates import long
from tracker.model.vocabulary import Precision
from tracker.register.marking import marking
from tracker.register.position import Position
from tracker.reports.arguments import Inputs
from tracker.reports.views import annex
from tracker.reports.views.scope import Compared, Scope, hold, keep_earlier
from tracker.reports.views.words import cut


def scope_of(
    position: Position,
    before: Position | None,
    inputs: Inputs,
    *,
    draft: bool = False,
    only: str = "",
    trail: tuple[str, ...] = (),
) -> Scope:
    """Return the scope of a report, with ratings held still on both positions.

    *only* is the filter query and *trail* are the trail filters of what the report is about; empty for everything.
    """
    hold(position)
    compared = None
    if inputs.compared is not None and before is not None:
        hold(before)
        point = inputs.compared
        compared = Compared(point.words, point.on, point.entries, before, point.issue)
        keep_earlier(position, compared)
    return Scope(
        position=position,
        area=inputs.ask.area,
        entries=inputs.entries,
        recorded=inputs.recorded,
        compared=compared,
        draft=draft,
        past=inputs.past,
        only=only,
        trail=trail,
    )


def frame(scope: Scope, name: str, covers: str = "") -> dict[str, object]:
    """Return what the head and the annexes of every template print; *name* is the report's, like "assurance report"."""
    said = f"DRAFT {name}" if scope.draft else name[0].upper() + name[1:]
    return {
        "scope": scope,
        "title": f"{said} AS AT {long(scope.day)}" if scope.past else said,
        "covers": covers or annex.heading(scope),
        "marking": marking(scope.position),
        "review": review(scope),
        "version": __version__,
        "day": long(scope.day),
        "recorded": long(scope.recorded),
        "compared": _compared(scope),
    }


def review(scope: Scope) -> str:
    """Return the title of the review with the day on which it was published."""
    row = scope.position.row("SELECT title, published, precision FROM review")
    if row is None:
        return "No review is entered in this register."
    title = cut(scope.position.texts([row["title"]]).get(row["title"]), 300, none="The review has no title")
    if not row["published"]:
        return title
    return f"{title} ({long(date.fromisoformat(row['published']), Precision(row['precision'] or 'day'))})"


def _compared(scope: Scope) -> str:
    if scope.compared is None:
        return "There is no earlier issue of this report to compare with."
    known = f"from entries up to #{scope.compared.entries}"
    if scope.compared.issue:
        return f"Compared with issue {scope.compared.issue}: position at {long(scope.compared.on)}, {known}."
    return f"Compared with the position at {long(scope.compared.on)}, {known}."
