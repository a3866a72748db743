"""The report of what is new since an issue or a day: added, ended, changed, corrected, recorded late.

Each part is a view of its own in tracker.reports.views; what is asked and what is off track stands in the assurance
report.
"""

from __future__ import annotations

from tracker.desk.refusal import Refusal
from tracker.register.position import Position
from tracker.reports.arguments import Inputs
from tracker.reports.framing import frame, scope_of
from tracker.reports.rendering import rendered
from tracker.reports.views import annex, changes, decisions, standing
from tracker.reports.views import since as news


def body(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> str:
    """Return the body of the report as Markdown; a pure function of the two positions and *inputs*.

    Raises Refusal when there is nothing to compare with: no ``since``, and no earlier issue of this report.
    """
    if before is None:
        raise Refusal(
            "Say since when: no earlier issue of this report can be compared with. Give an issue of any report or a "
            "day: --since 3, or --since '30 June 2022'."
        )
    scope = scope_of(position, before, inputs, draft=draft)
    moved = standing.movements(scope)
    found = {
        **frame(scope, "report of what is new"),
        "new": news.since(scope),
        "changes": changes.changes(scope),
        "decisions": decisions.decisions(scope),
        "reconciliation": standing.reconciliation(scope, moved),
        "moved": moved,
    }
    return rendered("since.md.j2", **found, annex=annex.annex(scope, *news.queries(scope).values())).strip("\n")
