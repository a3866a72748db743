"""Reports: choose area and day, read the draft, write it to a file, or issue it.

What a report says, and issuing it, is the business of tracker.reports; its Markdown is shown as text.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from tracker.desk.desk import Refusal
from tracker.ledger.store import StoreError
from tracker.model.dates import long
from tracker.register import showing
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.look import words
from tracker.tui.look.page import plain
from tracker.tui.look.wrap import Line
from tracker.tui.pages.report import LIST, TRAIL, markdown_blocks
from tracker.tui.registry import BY_ID
from tracker.tui.screens.position import AREA_WORDS, AREAS
from tracker.tui.screens.view import View, bindings
from tracker.tui.ways import here
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.page import Page

if TYPE_CHECKING:
    from tracker.reports import Result

NAME = "assurance"


class ReportsScreen(View):
    """The draft of a report, made in a thread."""

    screen_name = "reports"
    crumb = "Reports"
    BINDINGS = bindings("reports")

    def __init__(self) -> None:
        """Make the screen."""
        super().__init__()
        self.as_at: date | None = None
        self.asked = 0
        self.text: str | None = None
        self.trouble: str | None = None

    def body(self) -> ComposeResult:
        """Yield what is chosen and the draft."""
        yield Note(id="chosen")
        yield Note(id="issued")
        yield Page(id="draft")

    def on_mount(self) -> None:
        """Begin in the draft."""
        self.set_focus(self.query_one(Page))

    # -- the draft -------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Show what is chosen, and begin to make the draft."""
        area = self.seat.memory.area
        day = f"as at {long(self.as_at)}" if self.as_at else f"at {long(self.seat.position.when.day)}"
        chosen: Line = [(f"{NAME.capitalize()} report", "heading"), (f"  {AREA_WORDS[area]} · position {day}", "plain")]
        self.query_one("#chosen", Note).say(chosen)
        issues = showing.records(self.seat.position, "issue", order="ORDER BY n DESC")
        newest = "; ".join(f"{row['n']} at {words.day(row['position_on'])}" for row in issues[:2])
        said_issues = f"issued so far: {len(issues)}, last {newest}" if issues else "none issued yet"
        self.query_one("#issued", Note).say([(f"{said_issues} · below is a draft, nothing is written yet", "soft")])
        self.asked += 1
        self._make(self.asked, area, self.as_at)
        self._show()

    @work(thread=True, exclusive=True, group="draft")
    def _make(self, asked: int, area: str | None, as_at: date | None) -> None:
        from tracker import reports

        try:
            text, trouble = reports.preview(self.seat.session, NAME, area=area, as_at=as_at), None
        except (Refusal, StoreError) as error:
            text, trouble = None, str(error)
        self.app.call_from_thread(self._made, asked, text, trouble)

    def _made(self, asked: int, text: str | None, trouble: str | None) -> None:
        if asked == self.asked and self.is_attached:
            self.text, self.trouble = text, trouble
            self._show()

    def _show(self) -> None:
        page = self.query_one(Page)
        if self.trouble is not None:
            page.show([plain((here(self.trouble), "bad"))])
        elif self.text is None:
            page.show([plain(("Writing the draft…", "soft"))])
        else:
            page.show(markdown_blocks(self.text, live=self.as_at is None))

    def on_page_chosen(self, chosen: Page.Chosen) -> None:
        """Open what the line of the cursor names: a reference, or the actions that a query of the annex finds."""
        chosen.prevent_default()
        target = chosen.target or ""
        if target.startswith(LIST):
            self.tracker.actions(target.removeprefix(LIST))
        elif target.startswith(TRAIL):
            self.tracker.trail(target.removeprefix(TRAIL))
        else:
            self.tracker.open(target)

    # -- commands --------------------------------------------------------------------------------------------------

    def do_area(self) -> None:
        """Go on to the next area."""
        memory = self.seat.memory
        memory.area = AREAS[(AREAS.index(memory.area) + 1) % len(AREAS)]
        self.fill()

    def do_position_date(self) -> None:
        """Ask for the day of the position."""
        field = Field("as_at", "Position at", "date", hint="empty for today")

        def save(values: Values, _seen: Seen) -> None:
            self.as_at = values.day("as_at")
            self.fill()

        self.tracker.show_form(BY_ID["position_date"], Form("Position at a day", [field], save, remember=()))

    def do_export(self) -> None:
        """Write the draft to a file."""
        self.tracker.tell("Writing the draft to a file…")
        self._run(draft=True)

    def do_issue(self) -> None:
        """Ask once more, then issue."""
        area = AREA_WORDS[self.seat.memory.area]
        about: list[Line] = [
            [(f"The {NAME} report, {area}, is written to a file and its issue recorded with a checkpoint.", "plain")],
            [("An issue stands: it cannot be undone. The same again prints this issue, without a new entry.", "soft")],
            [("F2 issues it, Esc leaves.", "strong")],
        ]

        def save(_values: Values, _seen: Seen) -> None:
            self.tracker.tell("Issuing…")
            self._run(draft=False)

        self.tracker.show_form(BY_ID["issue"], Form("Issue the report", [], save, about, remember=()))

    @work(thread=True, exclusive=True, group="run")
    def _run(self, *, draft: bool) -> None:
        from tracker import reports

        try:
            done = reports.run(self.seat.session, NAME, area=self.seat.memory.area, as_at=self.as_at, draft=draft)
        except (Refusal, StoreError) as error:
            self.app.call_from_thread(self.tracker.tell, str(error), "error")
        else:
            self.app.call_from_thread(self._ran, done)

    def _ran(self, done: Result) -> None:
        places = ", ".join(str(file.resolve()) for file in done.files)
        self.tracker.tell(f"{done.words} {places}".strip())
        self.tracker.look()
