"""Reports: choose one, what it is about and at which day; read the draft, write it to a file, or issue it.

What a report says, and issuing it, is the business of tracker.reports; its Markdown is shown as text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from tracker.desk.desk import Refusal
from tracker.ledger.store import StoreError
from tracker.model.dates import long
from tracker.register import issues
from tracker.tui.forms import reporting
from tracker.tui.forms.reporting import Chosen
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.look.page import plain
from tracker.tui.look.wrap import Line
from tracker.tui.pages.report import LIST, TRAIL, markdown_blocks
from tracker.tui.registry import BY_ID
from tracker.tui.screens.position import AREAS
from tracker.tui.screens.view import View, bindings
from tracker.tui.ways import here
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.page import Page

if TYPE_CHECKING:
    from tracker.reports import Result


class ReportsScreen(View):
    """The draft of a report, made in a thread."""

    screen_name = "reports"
    crumb = "Reports"
    BINDINGS = bindings("reports")

    def __init__(self, chosen: Chosen | None = None) -> None:
        """Make the screen; it begins with *chosen*, else with the first report there is."""
        super().__init__()
        self.report = chosen or Chosen()
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
        report, area = self.report, self.area
        day = f"as at {long(report.as_at)}" if report.as_at else f"at {long(self.seat.position.when.day)}"
        name = f"{report.name.replace('-', ' ').capitalize()} report"
        chosen: Line = [(name, "heading"), (f" {report.subject}" if report.subject else "", "strong")]
        chosen.append((f"  {reporting.area_words(area)} · position {day}", "plain"))
        if report.since:
            against = f"issue {report.since}" if report.since.isdigit() else report.since
            chosen.append((f" · compared with {against}", "plain"))
        chosen.append((f" · {', '.join(report.formats)}", "soft"))
        self.query_one("#chosen", Note).say(chosen)
        found = issues.issues(self.seat.position)
        newest = "; ".join(f"{one.n} ({one.report}) at {long(one.position_on)}" for one in found[:1])
        said_issues = f"issued so far: {len(found)} (l lists them), last {newest}" if found else "none issued yet"
        self.query_one("#issued", Note).say([(f"{said_issues} · below is a draft", "soft")])
        self.asked += 1
        self.text = self.trouble = None
        if report.lacks:
            self.trouble = f"Say first which {report.kind.about} it is about: press r."
        else:
            self._make(self.asked, report, area)
        self._show()

    @property
    def area(self) -> str | None:
        """The area of the report: that which is looked at, or none where the report is about all of them."""
        return self.report.area(self.seat.memory.area)

    @work(thread=True, exclusive=True, group="draft")
    def _make(self, asked: int, report: Chosen, area: str | None) -> None:
        from tracker import reports

        try:
            text, trouble = (
                reports.preview(
                    self.seat.session,
                    report.name,
                    subject=report.subject,
                    area=area,
                    as_at=report.as_at,
                    since=report.since,
                    embargo=report.embargo,
                ),
                None,
            )
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
            page.show(markdown_blocks(self.text, live=self.report.as_at is None))

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
        """Go on to the next area, where the report can be for one."""
        if not self.report.kind.by_area:
            self.tracker.tell(f"The {self.report.name} report is about all areas.", "warning")
            return
        memory = self.seat.memory
        memory.area = AREAS[(AREAS.index(memory.area) + 1) % len(AREAS)]
        self.fill()

    def do_choose_report(self) -> None:
        """Ask which report, and then, where it is about one thing, which."""
        from tracker.tui.screens.form import FormScreen

        taken: list[Chosen] = []
        form = FormScreen(BY_ID["choose_report"], None, reporting.choose(self.seat, self.report, taken.append))

        def left(_: object) -> None:
            for chosen in taken:
                self._take(chosen)
                if chosen.kind.about:
                    about = reporting.about(self.seat, chosen, self._take)
                    self.tracker.show_form(BY_ID["choose_report"], about)

        self.app.push_screen(form, left)

    def _take(self, chosen: Chosen) -> None:
        self.report = chosen
        self.fill()

    def do_position_date(self) -> None:
        """Ask for the day of the position."""
        field = Field("as_at", "Position at", "date", hint="empty for today")

        def save(values: Values, _seen: Seen) -> None:
            self._take(replace(self.report, as_at=values.day("as_at")))

        self.tracker.show_form(BY_ID["position_date"], Form("Position at a day", [field], save, remember=()))

    def do_package(self) -> None:
        """Ask what is to be in an audit package, and make it."""
        from tracker.tui.packing import ask

        ask(self)

    def do_issues(self) -> None:
        """Show the reports issued so far."""
        from tracker.tui.screens.issues import IssuesScreen

        self.app.push_screen(IssuesScreen())

    def do_export(self) -> None:
        """Write the draft to a file."""
        if self.report.lacks:
            self.tracker.tell(self.trouble or "", "warning")
            return
        self.tracker.tell("Writing the draft to a file…")
        self._run(draft=True)

    def do_issue(self) -> None:
        """Ask once more, then issue."""
        if self.report.lacks:
            self.tracker.tell(self.trouble or "", "warning")
            return
        what = f"The {self.report.name} report{f' on {self.report.subject}' if self.report.subject else ''}"
        about: list[Line] = [
            [(f"{what}, {reporting.area_words(self.area)}, is written to a file and its issue recorded with a"
              " checkpoint.", "plain")],
            [("An issue stands: it cannot be undone. The same again prints this issue, without a new entry.", "soft")],
            [("F2 issues it, Esc leaves.", "strong")],
        ]  # fmt: skip

        def save(_values: Values, _seen: Seen) -> None:
            self.tracker.tell("Issuing…")
            self._run(draft=False)

        self.tracker.show_form(BY_ID["issue"], Form("Issue the report", [], save, about, remember=()))

    @work(thread=True, exclusive=True, group="run")
    def _run(self, *, draft: bool) -> None:
        from tracker import reports

        report = self.report
        try:
            done = reports.run(
                self.seat.session,
                report.name,
                subject=report.subject,
                area=self.area,
                as_at=report.as_at,
                since=report.since,
                embargo=report.embargo,
                draft=draft,
                fmt=",".join(report.formats),
            )
        except (Refusal, StoreError) as error:
            self.app.call_from_thread(self.tracker.tell, str(error), "error")
        else:
            self.app.call_from_thread(self._ran, done)

    def _ran(self, done: Result) -> None:
        places = ", ".join(str(file.resolve()) for file in done.files)
        self.tracker.tell(f"{done.words} {places}".strip())
        self.tracker.look()
