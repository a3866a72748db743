"""The evidence trail for auditors: open queries first, the index of evidence with its fingerprints, the chronology.

It starts from the register's entries; a package (tracker.reports.package) hands out the entries themselves.
"""

from __future__ import annotations

from tracker.register.position import Position
from tracker.reports.arguments import Inputs
from tracker.reports.framing import frame, scope_of
from tracker.reports.rendering import rendered
from tracker.reports.views import annex, chronology, decisions, evidence_index, other_counts
from tracker.reports.views.scope import Scope


def body(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> str:
    """Return the body of the report as Markdown; a pure function of the position and *inputs*."""
    scope = scope_of(position, before, inputs, draft=draft)
    return rendered("evidence-trail.md.j2", **content(scope)).strip("\n")


def content(scope: Scope) -> dict[str, object]:
    """Return what the template prints, part by part."""
    seqs = chronology.later(scope)
    said, queries = chronology.queries(scope)
    return {
        **frame(scope, "evidence trail"),
        "queries_said": said,
        "queries": queries,
        "sound": chronology.sound(scope, seqs),
        "index": evidence_index.index(scope),
        "taken": decisions.decisions(scope).taken,
        "opening": chronology.opening(scope),
        "number": len(seqs),
        "chronology": chronology.told(scope, seqs),
        "options": annex.annex(scope).options,
        "annex": annex.annex(scope),
        "commands": other_counts.commands(scope, [*chronology.counted(scope), *evidence_index.counted(scope)]),
        "entries": chronology.counts(scope, seqs),
    }
