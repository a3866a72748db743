"""The assurance report: one-page summary first, then every part in full, then how to check it.

Each part is a view of its own in tracker.reports.views; here they are put into one scope and one template.
"""

from __future__ import annotations

from datetime import date

from tracker import __version__
from tracker.model.dates import long
from tracker.model.vocabulary import Precision
from tracker.register.marking import marking
from tracker.register.position import Position
from tracker.reports.arguments import Inputs
from tracker.reports.rendering import rendered
from tracker.reports.views import (
    ahead,
    annex,
    changes,
    checked,
    decisions,
    difference,
    equality,
    exceptions,
    measures,
    recommendations,
    standing,
    unknown,
)
from tracker.reports.views.scope import Compared, Scope, hold
from tracker.reports.views.words import cut


def body(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> str:
    """Return the body of the report as Markdown; a pure function of the two positions and *inputs*."""
    return rendered("assurance.md.j2", **content(scope_of(position, before, inputs, draft=draft))).strip("\n")


def scope_of(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> Scope:
    """Return the scope of a report, with ratings held still on both positions."""
    hold(position)
    compared = None
    if inputs.compared is not None and before is not None:
        hold(before)
        point = inputs.compared
        compared = Compared(point.words, point.on, point.entries, before, point.issue)
    return Scope(
        position=position,
        area=inputs.ask.area,
        entries=inputs.entries,
        recorded=inputs.recorded,
        compared=compared,
        draft=draft,
        past=inputs.past,
    )


def content(scope: Scope) -> dict[str, object]:
    """Return what the template prints, part by part."""
    by_area = standing.by_area(scope)
    moved = standing.movements(scope)
    return {
        "scope": scope,
        "title": _title(scope),
        "covers": annex.heading(scope),
        "marking": marking(scope.position),
        "review": _review(scope),
        "version": __version__,
        "day": long(scope.day),
        "recorded": long(scope.recorded),
        "compared": _compared(scope),
        "decisions": decisions.decisions(scope),
        "areas": standing.area_table(scope, by_area),
        "existing": standing.existing_words(scope, by_area),
        "reconciliation": standing.reconciliation(scope, moved),
        "moved": moved,
        "green_done": standing.is_green_done(scope),
        "exceptions": exceptions.exceptions(scope),
        "changes": changes.changes(scope),
        "parts": recommendations.parts(scope),
        "made": difference.made(scope),
        "voice": difference.voice(scope),
        "equality": equality.equality(scope),
        "measures": measures.measures(scope),
        "funding": measures.funding(scope),
        "risks": measures.risks(scope),
        "ahead": ahead.ahead(scope),
        "until": long(ahead.window(scope)),
        "unknown": unknown.unknown(scope),
        "ratings": annex.ratings(),
        "differences": annex.differences(),
        "successors": annex.successors(scope),
        "checked": checked.checked(scope),
        "annex": annex.annex(scope),  # last: it lists what all the others counted
    }


def _title(scope: Scope) -> str:
    kind = "DRAFT assurance report" if scope.draft else "Assurance report"
    return f"{kind} AS AT {long(scope.day)}" if scope.past else kind


def _review(scope: Scope) -> str:
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
