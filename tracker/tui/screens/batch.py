"""One act on many actions: its form, and the preview of every entry before all are recorded as one batch.

What the form asks stands in tracker.tui.forms.batch; planning and recording in tracker.desk.batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tracker.desk import batch
from tracker.desk.batch import Planned
from tracker.desk.desk import Refusal
from tracker.desk.guarding import Sensitive
from tracker.ledger.store import StoreError
from tracker.register import listing
from tracker.register.listing import ActionLine
from tracker.tui.forms import batch as forms
from tracker.tui.forms.warning import FIELD
from tracker.tui.look import words
from tracker.tui.look.page import Block, Gap, Heading, Text
from tracker.tui.look.wrap import Line, said
from tracker.tui.pages.trail import changes, given
from tracker.tui.registry import Command
from tracker.tui.screens.dialog import Dialog
from tracker.tui.screens.form import FormScreen
from tracker.tui.screens.view import bindings, labels
from tracker.tui.seat import Seat
from tracker.tui.ways import here
from tracker.tui.widgets.keys import Keys
from tracker.tui.widgets.page import Page

if TYPE_CHECKING:
    from tracker.tui.app import Tracker


class BatchForm(FormScreen):
    """A form about many actions: F2 shows what would be recorded on each, and F2 there records it."""

    BINDINGS = bindings("form")

    def __init__(self, command: Command, refs: Sequence[str], seat: Seat) -> None:
        """Make the form of a command; raises Refusal or StoreError when there is none now."""
        form, self.plan = forms.form(seat, command.id, refs)
        super().__init__(command, " ".join(refs), form)
        self.agreed = False

    def do_save(self) -> None:
        """Show what would be recorded; once that was agreed to, record it."""
        if self.agreed:
            self.agreed = False
            super().do_save()
            return
        if self.saved or not self._has_seen():
            return
        values = self._read()
        if values is None:
            return
        try:
            with self.seat.desk.despite(values.text(FIELD.name)):
                planned = self.plan(values, self.form.seen)
        except Sensitive as warned:
            self._ask_why(warned)
            return
        except (Refusal, StoreError) as refusal:
            self._refuse("Not saved. ", str(refusal))
            return
        self.app.push_screen(Preview(self.form.title, planned, self._agree))

    def _agree(self, planned: Sequence[Planned]) -> None:
        """Record what the preview showed; those that it refused are left out."""
        before = self.seen
        self.seen = {one.ref: before[one.ref] for one in planned if not one.refusal}
        self.agreed = True
        self.do_save()
        if not self.saved:
            self.seen = {**before, **self.seen}


class Preview(Dialog):
    """Every entry of a batch before it is recorded, and why there is none where there is none."""

    BINDINGS = bindings("preview")

    def __init__(self, title: str, planned: Sequence[Planned], agree: Callable[[Sequence[Planned]], None]) -> None:
        """Make the preview of what is planned; *agree* records it."""
        super().__init__()
        self.planned = planned
        self._title = title
        self._agree = agree

    @property
    def title_words(self) -> str:
        """The title of the box."""
        return f"Preview · {self._title}"

    def inside(self) -> ComposeResult:
        """Yield the page and the keys."""
        yield Page(id="preview")
        yield Keys()

    def on_mount(self) -> None:
        """Show what is planned."""
        self.query_one(Page).show(self.blocks())
        self.query_one(Keys).say(labels("preview", lambda command: command.id != "save" or bool(self.good)))

    @property
    def good(self) -> list[Planned]:
        """What would be recorded."""
        return [one for one in self.planned if not one.refusal]

    def blocks(self) -> list[Block]:
        """Return the summary, what is refused and why, and every entry that would be recorded."""
        refused = [one for one in self.planned if one.refusal]
        entries = sum(len(one.drafts) for one in self.good)
        count = f"{words.number(entries, 'entry', 'entries')} on {words.number(len(self.good), 'action')}"
        first = [(f"F2 records {count} as one batch" if entries else "Nothing can be recorded", "strong")]
        if refused:
            first.append((f"; {words.number(len(refused), 'action')} left out", "warn"))
        blocks: list[Block] = [Text(first)]
        if refused:
            blocks.append(Heading("Left out, and why"))
        for one in refused:
            why = said(here(one.refusal or ""), "warn")
            blocks.append(Text([("✗ ", "bad"), said(f"{one.ref} ", "link"), why], 0, 2))
        if self.good:
            blocks.append(Heading("To be recorded"))
        now = listing.lines(self.seat.position, [one.ref for one in self.good])
        for one in self.good:
            blocks += self._entries(one, now.get(one.ref))
        return blocks

    def _entries(self, planned: Planned, now: ActionLine | None) -> list[Block]:
        first: Line = [("✓ ", "good"), said(f"{planned.ref} ", "link")]
        if now is not None:
            due = f", due {words.day(now.due)} now" if now.due else ", no due date now"
            first += [said(now.title, "strong"), (due, "soft")]
        blocks: list[Block] = [Text(first, 0, 2)]
        for line in batch.entries(self.seat.desk, planned):
            blocks.append(Text([said(line.words)], 4, 2))
            changed = changes(line)
            more = [told for told in given(line) if told[0] not in [one[0] for one in changed]]
            blocks += [Text(told, 6, 2) for told in (*changed, *more)]
            if line.why:
                blocks.append(Text([said(words.clipped(line.why), "soft")], 6, 2))
        return [*blocks, Gap()]

    def action_run(self, name: str) -> None:
        """Record, or go back to the form."""
        getattr(self, f"do_{name}")()

    def on_keys_pressed(self, pressed: Keys.Pressed) -> None:
        """Do what a clicked key does."""
        if pressed.command:
            self.action_run(pressed.command)

    def do_leave(self) -> None:
        """Go back to the form; nothing was recorded."""
        self.dismiss()

    def do_save(self) -> None:
        """Record what shows."""
        if not self.good:
            self.tracker.tell("Nothing of it can be recorded; Esc goes back to the form.", "warning")
            return
        self.dismiss()
        self._agree(self.planned)


def open_batch(app: Tracker, command: Command, refs: Sequence[str], done: Callable[[], object]) -> None:
    """Open the form of a command about many actions, or say why there is none; *done* is called once it recorded."""
    try:
        batch.some_and_not_too_many(refs)
        screen = BatchForm(command, refs, app.seat)
    except (Refusal, StoreError) as refusal:
        app.tell(str(refusal), "warning")
        return

    def left(_: None) -> None:
        if screen.saved:
            done()

    app.push_screen(screen, left)
