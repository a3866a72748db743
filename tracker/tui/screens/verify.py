"""Verification from here: every entry, text and file hashed again in a thread, with progress; a report compared.

What is checked, and the words for what is wrong, are the register's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from tracker.ledger.store import StoreError
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.look.page import Block, Gap, Heading, Text, fact, plain
from tracker.tui.look.wrap import said
from tracker.tui.registry import BY_ID
from tracker.tui.screens.view import View, bindings
from tracker.tui.ways import here
from tracker.tui.widgets.page import Page

if TYPE_CHECKING:
    from tracker.register.verification import VerifyResult

BAR = 40


class VerifyScreen(View):
    """Runs as soon as it is opened, and again when asked."""

    screen_name = "verify"
    crumb = "Verify"
    BINDINGS = bindings("verify")

    def __init__(self) -> None:
        """Make the screen."""
        super().__init__()
        self.result: VerifyResult | None = None
        self.trouble: str | None = None
        self.place: tuple[int, int] | None = None
        self.report: str | None = None
        self.run_number = 0

    def body(self) -> ComposeResult:
        """Yield the page."""
        yield Page(id="result")

    def on_mount(self) -> None:
        """Begin to verify."""
        self.do_run_verify()

    def fill(self) -> None:
        """Show how far it has come, or what was found."""
        self.query_one(Page).show(self.blocks())

    # -- running ---------------------------------------------------------------------------------------------------

    def do_run_verify(self) -> None:
        """Verify now; what an earlier run still finds is dropped."""
        self.run_number += 1
        self.result, self.trouble, self.place = None, None, (0, 0)
        self.fill()
        self._verify(self.run_number, self.report)

    @work(thread=True, exclusive=True, group="verify")
    def _verify(self, number: int, report: str | None) -> None:
        from tracker.register.verification import verify

        def progress(done: int, total: int) -> None:
            self.app.call_from_thread(self._step, number, (done, total))

        try:
            result = verify(self.seat.session.path, report, progress)
        except StoreError as error:
            self.app.call_from_thread(self._ended, number, None, str(error))
        else:
            self.app.call_from_thread(self._ended, number, result, None)

    def _step(self, number: int, place: tuple[int, int]) -> None:
        if number == self.run_number and self.is_attached:
            self.place = place
            self.fill()

    def _ended(self, number: int, result: VerifyResult | None, trouble: str | None) -> None:
        if number == self.run_number and self.is_attached:
            self.result, self.trouble, self.place = result, trouble, None
            self.fill()

    def do_package(self) -> None:
        """Ask what is to be in an audit package, and make it."""
        from tracker.tui.packing import ask

        ask(self)

    def do_against(self) -> None:
        """Ask for an issued report to compare with."""
        field = Field(
            "file", "Report", "file", required=True, hint="path of an issued report, as Markdown or pasted text"
        )

        def save(values: Values, _seen: Seen) -> None:
            from tracker.register.verification import read_report

            path = values.path("file")
            self.report = read_report(path) if path else None
            self.do_run_verify()

        form = Form("Compare with an issued report", [field], save, remember=())
        self.tracker.show_form(BY_ID["against"], form)

    # -- words -----------------------------------------------------------------------------------------------------

    def blocks(self) -> list[Block]:
        """Return what is known so far."""
        if self.trouble is not None:
            return [plain((here(self.trouble), "bad"))]
        if self.result is None:
            done, total = self.place or (0, 0)
            filled = BAR * done // total if total else 0
            bar = "█" * filled + "░" * (BAR - filled)
            return [
                Text([("Verifying: every entry, text and file is hashed again, and the ledger replayed.", "plain")]),
                Gap(),
                Text([(bar, "link"), (f"  {done:,} of {total:,} entries", "soft")]),
            ]
        return _found(self.result)


def _found(result: VerifyResult) -> list[Block]:
    if result.ok:
        blocks: list[Block] = [
            Text([("✓ Nothing is wrong. ", "green"), ("Every entry is as it was recorded.", "plain")])
        ]
    else:
        blocks = [
            Text([("✗ Something is not as it was recorded. ", "red"), ("Read what follows, and act on it.", "plain")])
        ]
    blocks += [
        Heading("What was verified", note="compare these with a checkpoint that somebody else holds"),
        fact("Log", [said(result.log)]),
        fact("Entries", [(f"{result.entries:,}", "plain")]),
        fact("Root", [said(" ".join(result.root[at : at + 8] for at in range(0, len(result.root), 8)))]),
        fact("Short code", [said(result.short_code, "strong")]),
    ]
    if result.problems:
        blocks.append(Heading("What is wrong"))
    for problem in result.problems:
        target = f"#{problem.seq}" if problem.seq is not None else None
        blocks.append(Text([(f"{target or ''} ", "link"), said(problem.words)], 0, 6, target))
    if result.against is not None:
        ink = "plain" if result.against.ok else "bad"
        blocks += [Heading("Against the report"), plain((result.against.words, ink))]
    return blocks
