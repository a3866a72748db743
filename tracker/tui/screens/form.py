"""The form of an act: fields to fill in, what stands now, and what came in between when somebody else was quicker.

What a form asks and what it records stands in tracker.tui.forms; nothing typed is lost when it is refused or left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from tracker.desk.desk import Refusal, Stale
from tracker.ledger.store import StoreError
from tracker.model.acts import ACTS
from tracker.model.text import safe
from tracker.register import history
from tracker.tui.forms.catalogue import build
from tracker.tui.forms.spec import Form, Values
from tracker.tui.look.wrap import Line as Runs
from tracker.tui.look.wrap import said
from tracker.tui.pages.trail import changes, entry_line, given
from tracker.tui.registry import Command
from tracker.tui.screens.dialog import Dialog
from tracker.tui.screens.view import bindings, labels
from tracker.tui.widgets.field import FieldBox
from tracker.tui.widgets.keys import Keys, Label
from tracker.tui.widgets.paragraphs import Paragraphs

if TYPE_CHECKING:
    from tracker.tui.app import Tracker


MOVING = [Label("", "Tab", "next field", True), Label("", "→", "take what is offered", True)]
"""Keys of the fields, beside those of the registry."""


class FormScreen(Dialog):
    """One form, about one reference or none."""

    BINDINGS = bindings("form")

    def __init__(self, command: Command, ref: str | None, form: Form) -> None:
        """Make the form of a command."""
        super().__init__()
        self.command = command
        self.ref = ref
        self.form = form
        self.key = (command.id, ref or "")
        self.seen: dict[str, int] = {}
        self.saved = False
        self.refused = False

    @property
    def title_words(self) -> str:
        """The title of the box."""
        return self.form.title

    def inside(self) -> ComposeResult:
        """Yield what stands now, the fields, what is wrong, and the keys."""
        yield Paragraphs(id="about")
        with VerticalScroll(id="fields", can_focus=False):
            for field in self.form.fields:
                yield FieldBox(field, year_starts=self.seat.year_starts, today=self.seat.desk.today)
        yield Paragraphs(id="wrong")
        yield Keys()

    def on_mount(self) -> None:
        """Note what the person has before them, and bring back what was typed earlier."""
        self.app.clear_notifications()  # they would cover what this form has to say
        desk = self.seat.desk
        self.seen = {ref: desk.last_seen(ref) for ref in self.form.seen}
        self.query_one("#about", Paragraphs).say(list(self.form.about))
        if draft := self.seat.memory.drafts.get(self.key):
            for box in self.boxes:
                if box.field.name in draft:
                    box.raw = draft[box.field.name]
            self._say([[("What you typed before is here again; F4 empties the form.", "warn")]])
        self.query_one(Keys).say([*labels("form", lambda _: True), *MOVING])
        self._go_in(0)

    @property
    def boxes(self) -> list[FieldBox]:
        """The fields, in order."""
        return list(self.query(FieldBox))

    def _go_in(self, place: int) -> None:
        if self.boxes:
            self.boxes[place].go_in()

    def _say(self, lines: Sequence[Runs]) -> None:
        self.query_one("#wrong", Paragraphs).say(list(lines))

    def on_field_box_changed(self, _: FieldBox.Changed) -> None:
        """Take back why saving was refused; what came in between, or was typed before, stays in sight."""
        if self.refused:
            self.refused = False
            self._say([])

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_run(self, name: str) -> None:
        """Save, leave or clear."""
        getattr(self, f"do_{name}")()

    def on_keys_pressed(self, pressed: Keys.Pressed) -> None:
        """Do what a clicked key does."""
        if pressed.command:
            self.action_run(pressed.command)

    def do_leave(self) -> None:
        """Leave, keeping what was typed."""
        raw = {box.field.name: box.raw for box in self.boxes}
        untouched = all(raw[box.field.name] in (box.field.value, None, "", [], "no") for box in self.boxes)
        if untouched:
            self.seat.memory.drafts.pop(self.key, None)
        else:
            self.seat.memory.drafts[self.key] = raw
            self.tracker.tell("Not saved; what you typed is kept until you quit.")
        self.dismiss()

    def do_clear(self) -> None:
        """Empty the form."""
        self.seat.memory.drafts.pop(self.key, None)
        for box in self.boxes:
            box.raw = box.field.value if box.field.kind != "yes" else "no"
            box.say(None)
        self._say([])
        self._go_in(0)

    def do_save(self) -> None:
        """Record what the form says, or say why not; what was typed stays."""
        if self.saved:
            return
        values = self._read()
        if values is None:
            return
        try:
            receipt = self.form.save(values, self.seen)
        except Stale as stale:
            self._show_between([entry.seq for entry in stale.newer])
            return
        except (Refusal, StoreError) as refusal:
            self._refuse("Not saved. ", str(refusal))
            return
        self.saved = True
        self._remember()
        self.seat.memory.drafts.pop(self.key, None)
        if receipt is None:
            self.dismiss()
            return
        first = receipt.entries[0]
        words = self.form.done or ACTS[first.act].said(receipt.ref)
        self.dismiss()
        self.tracker.recorded(f"#{first.seq} {words}".strip())

    def _read(self) -> Values | None:
        values, first = Values(), None
        for box in self.boxes:
            value, wrong = box.read()
            box.say(wrong)
            values[box.field.name] = value
            first = first or (box if wrong else None)
        if first is not None:
            first.go_in()
            self._refuse("Not saved yet: ", first.read()[1] or "")
            return None
        return values

    def _refuse(self, start: str, why: str) -> None:
        self.refused = True
        self._say([[(start, "bad"), said(why)]])

    def _remember(self) -> None:
        for box in self.boxes:
            if box.field.name in self.form.remember and box.raw:
                self.seat.memory.received[box.field.name] = str(box.raw)

    # -- others ----------------------------------------------------------------------------------------------------

    def others_wrote(self) -> None:
        """Show at once when somebody changes what this form is about while one types."""
        desk = self.seat.desk
        newer = [ref for ref, last in self.seen.items() if desk.last_seen(ref) > last]
        if newer and not self.saved:
            wanted = history.Wanted(ref=newer[0])
            found = [seq for seq in history.seqs(self.seat.position, wanted) if seq > self.seen[newer[0]]]
            self._show_between(found)

    def _show_between(self, seqs: Sequence[int]) -> None:
        """Show what came in between; saving again is then a decision made in sight of it."""
        self.seat.changed()
        desk, found = self.seat.desk, history.some(self.seat.position, list(seqs))
        self.seen = {ref: desk.last_seen(ref) for ref in self.form.seen}
        lines: list[Runs] = [[("Changed while this form was open; nothing of yours is saved yet:", "warn")]]
        for seq in sorted(found):
            lines.append(entry_line(found[seq]))
            lines += [[("   ", "plain"), *line] for line in (changes(found[seq]) or given(found[seq]))[:3]]
            if found[seq].why:
                lines.append([("   ", "plain"), said(safe(found[seq].why or "")[:200], "soft")])
        lines.append([("What you typed is still here. F2 records it on top of that; Esc leaves it.", "strong")])
        self._say(lines)


def open_form(app: Tracker, command: Command, ref: str | None) -> None:
    """Open the form of a command, or say why there is none now."""
    try:
        form = build(app.seat, command, ref)
    except (Refusal, StoreError) as refusal:
        app.tell(str(refusal), "warning")
        return
    app.push_screen(FormScreen(command, ref, form))
