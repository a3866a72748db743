"""The form of an act: fields to fill in, what stands now, and what came in between when somebody else was quicker.

What a form asks and what it records stands in tracker.tui.forms; nothing typed is lost when it is refused or left.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import TextArea

from tracker.desk.desk import Refusal, Stale
from tracker.desk.guarding import Sensitive, fields
from tracker.ledger.store import StoreError
from tracker.model import references
from tracker.model.acts import ACTS
from tracker.model.guard import listed
from tracker.model.text import quoted, safe
from tracker.register import history
from tracker.tui.drafting import PAUSE_SECONDS, Drafting, changed_since, moment
from tracker.tui.forms.catalogue import build
from tracker.tui.forms.spec import Form, Values
from tracker.tui.forms.warning import FIELD, warning_of
from tracker.tui.look.wrap import Line as Runs
from tracker.tui.look.wrap import said
from tracker.tui.own import Own, Raw
from tracker.tui.pages.trail import changes, entry_line, given
from tracker.tui.registry import BY_ID, Command, key_words
from tracker.tui.screens.dialog import Dialog
from tracker.tui.screens.view import bindings, labels
from tracker.tui.ways import here
from tracker.tui.widgets.field import FieldBox
from tracker.tui.widgets.keys import Keys, Label
from tracker.tui.widgets.paragraphs import Paragraphs
from tracker.tui.widgets.pick import Pick

if TYPE_CHECKING:
    from tracker.tui.app import Tracker


PAUSE = 0.4
"""Seconds without a change of a field after which the guard looks at it."""

SIGHT = 0.7
"""Seconds that what came in between must have been in sight before one can record on top of it."""

ENTERS = (".added", ".asked", ".raised")
"""How the names of acts end that enter something new."""

KEPT = f"Not recorded; what you typed is kept, and {key_words(BY_ID['go_drafts'].key)} lists it."
MEANWHILE = "Changed while this form was open; nothing of yours is saved yet:"

MOVING = [Label("", "Tab", "next field", True), Label("", "→", "take offer", True)]
"""Keys of the fields, beside those of the registry."""


class FormScreen(Dialog):
    """One form, about one reference or none."""

    BINDINGS = bindings("form")
    keys_of: ClassVar[str] = "form"
    """The name in the registry whose keys stand at the foot."""
    before: Runs | None = None
    """What was recorded just before, on a walk from form to form."""

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
        self.between: list[Runs] = []
        """What came in between; ``noticed`` once F2 was pressed on it, ``shown_at`` when it was last shown."""
        self.noticed = False
        self.shown_at = 0.0
        self.pause: Timer | None = None
        """Runs while one types; the guard looks when it ends."""
        self.keeping: Timer | None = None
        """Runs from the first change; what is typed is kept when it ends."""
        self.come_to: tuple[FieldBox | None, object] = (None, None)
        """Where the letter of a choice led, and what stood there then."""
        self.trouble: str | None = None
        """Why what is typed could not be kept the last time: it is said once, not at every key."""

    @property
    def title_words(self) -> str:
        """The title of the box."""
        return self.form.title

    def inside(self) -> ComposeResult:
        """Yield what stands now, the fields, what is wrong, and the keys."""
        yield Paragraphs(id="about")
        with VerticalScroll(id="fields", can_focus=False):
            for field in self.form.fields:
                yield FieldBox(field, year_starts=self.seat.year_starts, today=self.seat.session.clock_day)
            reason = FieldBox(FIELD, year_starts=self.seat.year_starts, today=self.seat.session.clock_day)
            reason.display = False  # until the guard asks for it
            yield reason
        yield Paragraphs(id="wrong")
        yield Keys()

    def on_mount(self) -> None:
        """Note what the person has before them, and bring back what was typed earlier."""
        self.tracker.quiet()  # what was said before this form is not about it
        self.seen = {ref: self.seat.desk.last_seen(ref) for ref in self.form.seen}
        self.query_one("#about", Paragraphs).say(self.about_lines())
        # What records nothing, like the day of a report, leaves no draft behind.
        self.draft = Drafting(self.seat.own if self.command.act else Own(), self.key, self.typed)
        if self.draft.found:
            self._take_over(self.draft.found, self.draft.at)
        self._ask_what_belongs()
        self.query_one(Keys).say([*labels(self.keys_of, self._is_live), *MOVING])
        self._go_in(0)

    def _ask_what_belongs(self) -> None:
        """Ask a field that depends on another only with the values of that one that it belongs to."""
        raw = self.typed()
        for box in self.query(FieldBox):
            if (only := box.field.only) is not None:
                box.display = (raw.get(only[0]) or None) in only[1]

    def _is_live(self, command: Command) -> bool:
        """Tell whether a key of the foot does anything here: no editor for a form without a long field."""
        return command.id != "editor" or any(box.field.kind == "prose" for box in self.boxes)

    def typed(self) -> Raw:
        """Return what is typed and chosen, also in fields that are not asked for at this moment."""
        return {box.field.name: box.raw for box in self.query(FieldBox)}

    def _take_over(self, found: Raw, at: datetime | None) -> None:
        """Bring back what was typed earlier, and say so; with it what others recorded since."""
        for box in self.query(FieldBox):
            if box.field.name in found:
                box.raw = found[box.field.name]
                box.display = box.display or bool(found[box.field.name])
        self.draft.taken_over()
        if at is None:
            return
        words: Runs = [(f"Typed on {moment(at)} and not recorded; F4 throws it away.", "warn")]
        person = self.seat.person()
        by = person.ref if person else ""
        if newer := changed_since(self.seat.position, self.form.seen, at, by=by, act=self.command.act):
            self._show_between(newer, since="Changed since you typed this; nothing of yours is saved yet:")
            self.between.insert(0, words)
            self._say_between(noticed=False)
        else:
            self._say([*([self.before] if self.before else []), words])

    def about_lines(self) -> list[Runs]:
        """Return what stands above the fields."""
        return list(self.form.about)

    @property
    def boxes(self) -> list[FieldBox]:
        """The fields that are asked, in order."""
        return [box for box in self.query(FieldBox) if box.display]

    @property
    def reason(self) -> FieldBox:
        """The field for why words must stand that the guard warned of."""
        return self.query(FieldBox).last()

    def _go_in(self, place: int) -> None:
        if self.boxes:
            self.boxes[place].go_in()

    def _say(self, lines: Sequence[Runs]) -> None:
        self.query_one("#wrong", Paragraphs).say(list(lines))

    def on_field_box_changed(self, changed: FieldBox.Changed) -> None:
        """Take back why saving was refused; what came in between, or was typed before, stays in sight."""
        if self.refused:
            self.refused = False
            self._say([])
        self._ask_what_belongs()
        if changed.decided:
            self._go_on_from(changed.box)
        if self.keeping is None:
            self.keeping = self.set_timer(PAUSE_SECONDS, self.keep)
        if self.pause:
            self.pause.stop()
        self.pause = self.set_timer(PAUSE, lambda: changed.box.warn(warning_of(changed.box.field, changed.box.raw)))

    def _go_on_from(self, box: FieldBox) -> None:
        """Go on to the next field after a choice by its letter: what is typed then is no choice any more."""
        place = self.boxes.index(box) + 1
        if place < len(self.boxes):
            self._go_in(place)
            self.come_to = (self.boxes[place], self.boxes[place].raw)

    def action_next_field(self) -> None:
        """Go on to the next field; who presses Tab after a letter that has gone on already stays there."""
        (box, stood), self.come_to = self.come_to, (None, None)
        if box is None or self.focused not in box.walk_children() or box.touched(stood):
            self.focus_next()

    def keep(self) -> None:
        """Keep what is typed, beyond this program too."""
        self.keeping = None
        if not self.saved:
            self.draft.keep()
            if self.draft.trouble and self.draft.trouble != self.trouble:
                self.tracker.tell(f"{self.draft.trouble}.", "warning")
            self.trouble = self.draft.trouble

    def on_pick_unknown(self, unknown: Pick.Unknown) -> None:
        """Say that a list lacks what was typed, or has more than one of it."""
        found = "More than one is" if unknown.many else "Nothing is"
        self.tracker.tell(f"{found} called {quoted(unknown.typed)}; the field is as it was.", "warning")

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
        if self.draft.keep() and self.command.act:
            self.tracker.tell(self.draft.trouble or KEPT, "warning" if self.draft.trouble else "information")
        self.dismiss()

    def do_clear(self) -> None:
        """Put the form back as nobody has touched it, and forget what was typed."""
        self.draft.forget()
        for box in self.boxes:
            box.raw = self.draft.blank[box.field.name]
            box.say(None)
        self.reason.display = False
        self._say([])
        self._go_in(0)

    def do_form_help(self) -> None:
        """Show the keys that are live here."""
        from tracker.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def do_editor(self) -> None:
        """Write on, in an editor of one's own, at the field of several lines that the cursor is in."""
        from tracker.tui.editor import NoEditor, editor, write_on

        focused = self.focused
        if not isinstance(focused, TextArea):
            self.tracker.tell("Put the cursor into a field of several lines first.", "warning")
            return
        self.keep()
        wrong: str | None = None
        try:
            command = editor()
            with self.app.suspend():  # it comes back only if nothing is raised inside
                try:
                    focused.text = safe(write_on(focused.text, command), newlines=True)
                    focused.move_cursor(focused.document.end)
                except NoEditor as error:
                    wrong = str(error)
        except (NoEditor, SuspendNotSupported) as error:
            wrong = str(error) if isinstance(error, NoEditor) else "This terminal cannot be lent to an editor."
        if wrong:
            self.tracker.tell(wrong, "warning")

    def do_save(self) -> None:
        """Record what the form says, or say why not; what was typed stays."""
        if self.saved or not self._has_seen():
            return
        values = self._read()
        if values is None:
            return
        try:
            with self.seat.desk.despite(values.text(FIELD.name)):
                receipt = self.form.save(values, self.seen)
        except Sensitive as warned:
            self._ask_why(warned)
            return
        except Stale as stale:
            self._show_between([entry.seq for entry in stale.newer], noticed=True)
            return
        except (Refusal, StoreError) as refusal:
            self._refuse("Not saved. ", str(refusal))
            return
        self.saved = True
        self._remember()
        self.draft.forget()
        if receipt is None:
            self.dismiss()
            return
        first = receipt.entries[0]
        words = self.form.done or ACTS[first.act].said(receipt.ref)
        self.dismiss()
        new = receipt.ref if first.act.endswith(ENTERS) and references.is_reference(receipt.ref) else None
        self.tracker.recorded(f"#{first.seq} {words}".strip(), new)
        for more in self.form.told:
            self.tracker.tell(more, "warning")

    def _has_seen(self) -> bool:
        """Tell whether what came in between was seen: F2 pressed as it came only says that it was."""
        if not self.between:
            return True
        if self.noticed and monotonic() - self.shown_at >= SIGHT:
            return True
        self._say_between(noticed=True)
        return False

    def _say_between(self, *, noticed: bool) -> None:
        self.noticed, self.shown_at = noticed, monotonic()
        again = "F2 records it on top of that" if noticed else "F2 says that you saw this, F2 again records yours too"
        self._say([*self.between, [(f"What you typed is still here. {again}; Esc leaves it.", "strong")]])

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
        self._say([[(start, "bad"), said(here(why))]])

    def _ask_why(self, warned: Sensitive) -> None:
        """Say beside each field what the guard warned of, and ask why it must stand."""
        self.reason.display = True
        kinds = fields(warned.found)
        for box in self.boxes:
            if found := kinds.get(box.field.name):
                box.say(f"This seems to hold {listed(found)}.")
        self.reason.scroll_visible(animate=False)
        more = f"If so, fill in '{FIELD.label}' and press F2 again." if warned.overridable else ""
        self._refuse("Not saved. ", f"{warned} {more}".strip())

    def _remember(self) -> None:
        for box in self.boxes:
            if box.field.name in self.form.remember and box.raw:
                self.seat.memory.received[box.field.name] = str(box.raw)

    # -- others ----------------------------------------------------------------------------------------------------

    def others_wrote(self) -> None:
        """Show at once when somebody changes what this form is about while one types."""
        newer = [ref for ref, last in self.seen.items() if self.seat.desk.last_seen(ref) > last]
        if newer and not self.saved:
            wanted = history.Wanted(ref=newer[0])
            found = [seq for seq in history.seqs(self.seat.position, wanted) if seq > self.seen[newer[0]]]
            self._show_between(found)

    def _show_between(self, seqs: Sequence[int], *, noticed: bool = False, since: str = MEANWHILE) -> None:
        """Show what came in between; saving again is then a decision made in sight of it.

        It counts as *noticed* where saving was refused for it: the next F2 is then meant.
        """
        self.seat.changed()
        desk, found = self.seat.desk, history.some(self.seat.position, list(seqs))
        self.seen = {ref: desk.last_seen(ref) for ref in self.form.seen}
        lines: list[Runs] = [[(since, "warn")]]
        for seq in sorted(found):
            lines.append(entry_line(found[seq]))
            lines += [[("   ", "plain"), *line] for line in (changes(found[seq]) or given(found[seq]))[:3]]
            if found[seq].why:
                lines.append([("   ", "plain"), said(safe(found[seq].why or "")[:200], "soft")])
        self.between = lines
        self._say_between(noticed=noticed)


def open_form(app: Tracker, command: Command, ref: str | None) -> None:
    """Open the form of a command, or say why there is none now."""
    try:
        form = build(app.seat, command, ref)
    except (Refusal, StoreError) as refusal:
        app.tell(str(refusal), "warning")
        return
    app.push_screen(FormScreen(command, ref, form))
