"""The reports issued so far, and one of them: its checkpoint, its kept text, printed again, compared with now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from tracker.desk.desk import Refusal
from tracker.ledger.store import StoreError
from tracker.model.dates import long, short
from tracker.register import issues
from tracker.register.issues import Issue
from tracker.tui.forms.reporting import Chosen
from tracker.tui.look import words
from tracker.tui.look.page import Block, Gap, Heading, Text, fact, plain
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.pages.report import markdown_blocks
from tracker.tui.screens.view import View, bindings
from tracker.tui.ways import here
from tracker.tui.widgets.lines import Lines, Rows
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.page import Page

if TYPE_CHECKING:
    from tracker.reports import Result

HEADER = f"{'Issue':<7}{'Issued':<11}{'Report':<15}{'About':<11}{'Position':<11}{'Entries':>8}  Short code"
CHANGES = "since"
"""The report that says what changed since an issue."""


class _OfIssue(View):
    """What can be done with an issue, wherever it stands."""

    @property
    def number(self) -> int | None:
        """The issue that is meant."""
        raise AssertionError("each screen says this itself")

    def do_print_again(self) -> None:
        """Write the issue to a file again, as it was issued."""
        if self.number is None:
            self.tracker.tell("There is no issue to print again.", "warning")
            return
        found = issues.issue(self.seat.position, self.number)
        assert found is not None
        self.tracker.tell(f"Printing issue {found.n} again…")
        self._print(found.report, found.n)

    @work(thread=True, exclusive=True, group="run")
    def _print(self, report: str, n: int) -> None:
        from tracker import reports

        try:
            done = reports.run(self.seat.session, report, reissue=n)
        except (Refusal, StoreError) as error:
            self.app.call_from_thread(self.tracker.tell, str(error), "error")
        else:
            self.app.call_from_thread(self._printed, done)

    def _printed(self, done: Result) -> None:
        places = ", ".join(str(file.resolve()) for file in done.files)
        self.tracker.tell(f"{done.words} {places}")

    def do_compare_issue(self) -> None:
        """Show what changed in the plan since the issue, as a report that can be exported."""
        from tracker.tui.screens.reports import ReportsScreen

        if self.number is None:
            self.tracker.tell("There is no issue to compare with.", "warning")
        else:
            self.app.push_screen(ReportsScreen(Chosen(CHANGES, since=str(self.number))))


class IssuesScreen(_OfIssue):
    """The list of issues, the newest first."""

    screen_name = "issues"
    crumb = "Issues"
    BINDINGS = bindings("issues")

    def body(self) -> ComposeResult:
        """Yield how many there are, and the list."""
        yield Note(id="issues-said")
        yield Lines(empty="No report was issued yet: 8, then i, issues one.", id="rows")

    def fill(self) -> None:
        """Read the issues."""
        found = issues.issues(self.seat.position)
        count = words.number(len(found), "issue")
        line: Line = [(count, "strong"), (" · a copy that somebody else holds proves that nothing before it was"
                      " rewritten", "soft")]  # fmt: skip
        self.query_one("#issues-said", Note).say(line)
        rows = [(str(one.n), self._row(one)) for one in found]
        lines = self.query_one(Lines)
        lines.show(Rows(rows, [(HEADER, "soft")]), key=lines.key)

    def _row(self, one: Issue) -> Line:
        point = issues.checkpoint(self.seat.position, one)
        return [
            *fit([(str(one.n), "link")], 7),
            *fit([(short(one.on), "plain")], 11),
            *fit([said(one.report, "strong")], 15),
            *fit([said(one.about or "all", "plain" if one.about else "soft")], 11),
            *fit([(short(one.position_on), "plain")], 11),
            (f"{one.entries:>8,}  ", "soft"),
            (point.short_code if point else "not held", "strong" if point else "warn"),
        ]

    @property
    def under(self) -> str | None:
        """An issue is no reference of the plan."""
        return None

    @property
    def number(self) -> int | None:
        """The issue under the cursor."""
        key = self.query_one(Lines).key
        return int(key) if key else None

    def on_lines_chosen(self, chosen: Lines.Chosen) -> None:
        """Open the issue."""
        chosen.prevent_default()
        if chosen.key:
            self.app.push_screen(IssueScreen(int(chosen.key)))


class IssueScreen(_OfIssue):
    """One issue: what it was made from, its checkpoint, and the text as it was issued."""

    screen_name = "issue"
    BINDINGS = bindings("issue")

    def __init__(self, n: int) -> None:
        """Make the screen of issue *n*."""
        super().__init__()
        self.n = n
        self.crumb = f"Issue {n}"

    @property
    def number(self) -> int | None:
        """The issue that the screen is about."""
        return self.n

    def body(self) -> ComposeResult:
        """Yield the page."""
        yield Page(id="page")

    def fill(self) -> None:
        """Read and show the issue."""
        self.query_one(Page).show(self.blocks())

    def blocks(self) -> list[Block]:
        """Return what the issue was made from, its checkpoint and its text."""
        from tracker.reports.printing import printed

        found = issues.issue(self.seat.position, self.n)
        if found is None:
            return [plain((f"There is no issue {self.n} in this register.", "warn"))]
        blocks = _facts(found)
        try:
            made = printed(self.seat.position, self.n)
        except StoreError as error:
            return [*blocks, Gap(), plain((here(str(error)), "bad"))]
        if made is None:
            return blocks
        blocks.append(Heading("Checkpoint", note="compare it with the copy that somebody else holds"))
        for line in made.checkpoint.lines():
            name, _, value = line.partition(":")
            blocks.append(fact(name, [said(value.strip(), "strong" if name == "Short code" else "plain")]))
        return [*blocks, Heading("As it was issued"), *markdown_blocks(made.text, live=False)]


def _facts(found: Issue) -> list[Block]:
    day = long(found.position_on)
    about = f" · {found.about}" if found.about else ""
    blocks: list[Block] = [
        Text([(f"Issue {found.n}  ", "link"), said(f"{found.report} report{about}", "strong")]),
        fact("Position", [(f"{'as ' if found.as_at else ''}at {day}, from entries up to #{found.entries}", "plain")]),
        fact("Issued", [said(f"{long(found.on)} by {found.by}")], target=f"#{found.entry}"),
        fact("Marking", [said(found.marking)]),
    ]
    if found.since:
        blocks.append(fact("Compares with", [said(found.since)]))
    return [*blocks, fact("SHA-256", [said(found.body_sha256, "soft")])]
