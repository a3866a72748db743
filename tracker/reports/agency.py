"""The agency sheet: one agency across the areas, its commitments once, and what is asked of it by which body.

The page is for the agency's own executive; what each recommendation holds stands in other reports.
"""

from __future__ import annotations

from tracker.desk.refusal import Refusal
from tracker.model.text import quoted
from tracker.register.position import Position
from tracker.reports.arguments import Inputs
from tracker.reports.framing import frame, scope_of
from tracker.reports.rendering import rendered
from tracker.reports.views import agency, ahead, annex, changes, difference


def body(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> str:
    """Return the body of the report as Markdown; a pure function of the two positions and *inputs*.

    Raises Refusal when there is no such agency at this position.
    """
    code = inputs.ask.subject or ""
    codes = agency.family(position, code)
    if not codes:
        raise Refusal(f"There is no agency {quoted(code)} in this plan at this position; see: tracker agency list")
    only = f"agency:{','.join(codes)}"
    scope = scope_of(position, before, inputs, draft=draft, only=only, trail=(f'of:"{only}"',))
    found = agency.agency(scope, codes)
    parts = {
        **frame(scope, "agency sheet", f"{found.name} ({code})"),
        "agency": found,
        "forecast": ahead.forecast(scope),
        "changes": changes.changes(scope),
        "made": difference.made(scope),
    }
    return rendered("agency.md.j2", **parts, annex=annex.annex(scope)).strip("\n")
