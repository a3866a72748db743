"""The report of one recommendation and everything on it: areas, actions, dates, evidence, decisions, entries.

Each part is the view that other reports use for the whole plan, kept to this recommendation by the scope.
"""

from __future__ import annotations

from tracker.desk.refusal import Refusal
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
    chronology,
    dated,
    decisions,
    difference,
    entries,
    equality,
    evidence_index,
    exceptions,
    measures,
    other_counts,
    recommendations,
    standing,
)


def body(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> str:
    """Return the body of the report as Markdown; a pure function of the two positions and *inputs*.

    Raises Refusal when the recommendation is not in this plan.
    """
    ref = inputs.ask.subject or ""
    only = f"rec:{ref}"
    trail = (ref, f'of:"{only}"')
    scope = scope_of(position, before, inputs, draft=draft, only=only, trail=trail)
    part = recommendations.part(scope, ref)
    if part is None:
        raise Refusal(f"There is no recommendation {ref} in this plan at this position; see them with: tracker status")
    seqs = [row["seq"] for row in entries.of(scope, "")]
    found = {
        **frame(scope, "recommendation report", part.heading),
        "part": part,
        "decisions": decisions.decisions(scope),
        "green_done": standing.is_green_done(scope),
        "exceptions": exceptions.exceptions(scope),
        "changes": changes.changes(scope),
        "made": difference.made(scope),
        "voice": difference.voice(scope),
        "equality": (equal := equality.equality(scope)),
        "commands": other_counts.commands(scope, equal.counted),
        "differences": annex.differences(),
        "measures": measures.measures(scope),
        "funding": measures.funding(scope),
        "risks": measures.risks(scope),
        "ahead": ahead.ahead(scope),
        "until": long(ahead.window(scope)),
        "dated": dated.dated(scope),
        "index": evidence_index.index(scope),
        "queries": chronology.queries(scope),
        "chronology": chronology.told(scope, seqs),
        "told": len(seqs),
        "ratings": annex.ratings(),
        "successors": annex.successors(scope),
        "checked": checked.checked(scope),
    }
    return rendered("recommendation.md.j2", **found, annex=annex.annex(scope, *trail)).strip("\n")
