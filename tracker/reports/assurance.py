"""The assurance report: one-page summary first, then every part in full, then how to check it.

Each part is a view of its own in tracker.reports.views; here they are put into one scope and one template.
"""

from __future__ import annotations

from tracker.model.dates import long
from tracker.register.position import Position
from tracker.reports.arguments import Inputs
from tracker.reports.framing import frame, scope_of
from tracker.reports.rendering import rendered
from tracker.reports.views import (
    ahead,
    annex,
    changes,
    checked,
    dated,
    decisions,
    difference,
    equality,
    exceptions,
    measures,
    other_counts,
    quarters,
    recommendations,
    standing,
    unknown,
)
from tracker.reports.views.scope import Scope


def body(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> str:
    """Return the body of the report as Markdown; a pure function of the two positions and *inputs*."""
    return rendered("assurance.md.j2", **content(scope_of(position, before, inputs, draft=draft))).strip("\n")


def content(scope: Scope) -> dict[str, object]:
    """Return what the template prints, part by part."""
    by_area = standing.by_area(scope)
    moved = standing.movements(scope)
    return {
        **frame(scope, "assurance report"),
        "decisions": decisions.decisions(scope),
        "by_dates": standing.by_dates(scope, by_area),
        "without_plan": standing.without_plan(scope, by_area),
        "by_report": standing.by_report(scope, by_area),
        "movement": standing.movement_words(scope, moved),
        "heat": recommendations.heat(scope),
        "quarters": quarters.quarters(scope),
        "dated": dated.dated(scope),
        "existing": standing.existing_words(scope, by_area),
        "reconciliation": standing.reconciliation(scope, moved),
        "moved": moved,
        "green_done": standing.is_green_done(scope),
        "exceptions": exceptions.exceptions(scope),
        "changes": changes.changes(scope),
        "parts": recommendations.parts(scope),
        "made": difference.made(scope),
        "voice": difference.voice(scope),
        "equality": (equal := equality.equality(scope)),
        "commands": other_counts.commands(scope, equal.counted),
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
