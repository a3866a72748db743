"""The extract for the partnerships' statutory yearly report: what the register can say under its four headings.

It writes no yearly report: what is not recorded here is said to be missing, for somebody else to add.
"""

from __future__ import annotations

from tracker.register.position import Position
from tracker.reports.arguments import Inputs
from tracker.reports.framing import frame, scope_of
from tracker.reports.rendering import rendered
from tracker.reports.views import annex, difference, measures, other_counts, unknown, year
from tracker.reports.views.scope import Scope


def body(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> str:
    """Return the body of the extract as Markdown; a pure function of the positions and *inputs*."""
    scope = scope_of(position, before, inputs, draft=draft)
    return rendered("yearly.md.j2", **content(scope)).strip("\n")


def content(scope: Scope) -> dict[str, object]:
    """Return what the template prints, heading by heading."""
    about = year.period(scope)
    return {
        **frame(scope, "yearly report extract"),
        "period": about.words,
        "made": difference.made(scope),
        "measures": measures.measures(scope),
        "little": year.little(scope, about),
        "recommendations": year.recommendations(scope),
        "wording": year.wording(scope),
        "closed": year.closed(scope, about),
        "decided": year.decided(scope, about),
        "voice": difference.voice(scope),
        "unknown": unknown.unknown(scope),
        "successors": annex.successors(scope),
        "annex": annex.annex(scope),
        "entries": year.entry_counts(scope),
        "commands": other_counts.commands(scope, year.counted(scope)),
    }
