"""The screen of coverage: from a cell Enter leads to its actions, h to their entries."""

from __future__ import annotations

from textual.app import ComposeResult

from tracker.model import references
from tracker.register import coverage
from tracker.tui.pages import coverage as pages
from tracker.tui.screens.view import View, bindings
from tracker.tui.widgets.page import Page


class CoverageScreen(View):
    """Recommendations by area, with what is evidenced, asked and read."""

    screen_name = "coverage"
    crumb = "Coverage"
    BINDINGS = bindings("coverage")

    def body(self) -> ComposeResult:
        """Yield the page."""
        yield Page(id="page")

    def fill(self) -> None:
        """Count and show."""
        position = self.seat.position
        found = coverage.coverage(position, self.seat.memory.area)
        self.query_one(Page).show(pages.page(found, coverage.reviews(position)))

    def do_history(self) -> None:
        """Show the entries behind the row of the cursor: those of its actions and what stands under them."""
        under = self.under
        if under and references.is_reference(under) and references.parse(under).kind == "response":
            ref = references.parse(under)
            self.tracker.trail(f'of:"rec:{ref.recommendation} area:{ref.area}"')
        else:
            self.tracker.trail(under)
