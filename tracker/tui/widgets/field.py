"""One field of a form: its label, what is typed or chosen, and beside or under it what is meant or wrong.

What is asked stands in the forms; here a field of each kind is drawn and read.
"""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tracker.desk.refusal import Refusal, not_yet, sized
from tracker.model.dates import DateError, WrittenDate, long, parse
from tracker.model.days import WEEKDAYS
from tracker.model.text import safe
from tracker.model.vocabulary import Precision
from tracker.tui.forms.spec import AHEAD, WHEN, Field
from tracker.tui.look.wrap import Line as Runs
from tracker.tui.look.wrap import said, wrap
from tracker.tui.ways import here
from tracker.tui.widgets.choice import YES, Choice
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.pick import Pick
from tracker.tui.widgets.prose import Prose
from tracker.tui.widgets.typing import Line

LABEL = 17
"""Cells of a label, without the gap after it."""

NEARLY = 20
"""So many characters before a text is full it is said how many more fit."""


class AskedLine(Line):
    """A line of a form: Enter goes on to the next field, → takes over what is offered while the line is empty."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "go_on", show=False)]

    def __init__(self, value: str, *, placeholder: str, offer: str) -> None:
        """Make a line that offers *offer*."""
        super().__init__(value, placeholder=f"→ {safe(offer)}" if offer else placeholder)
        self.offer = offer
        self.select_on_focus = bool(value)  # what is typed replaces what stood there; an arrow keeps it

    def action_go_on(self) -> None:
        """Go on to the next field."""
        self.screen.focus_next()

    def action_cursor_right(self, select: bool = False) -> None:
        """Take over what is offered, else go right."""
        if self.offer and not self.value:
            self.value = safe(self.offer)
            self.cursor_position = len(self.value)
        else:
            super().action_cursor_right(select)


class FieldBox(Vertical):
    """A field with its label and message."""

    DEFAULT_CSS = """
    FieldBox { height: auto; padding: 0 1; }
    FieldBox > Horizontal { height: auto; }
    FieldBox .label { width: 18; height: 1; padding: 0 1 0 0; }
    FieldBox .control { width: 1fr; height: auto; }
    FieldBox Line { height: 1; border: none; padding: 0; background: $ink-bar 45%; color: $ink-plain; }
    FieldBox Line:focus { background: $ink-bar; }
    FieldBox Prose { border: none; padding: 0; background: $ink-bar 45%; color: $ink-plain; }
    FieldBox Prose:focus { background: $ink-bar; border: none; }
    FieldBox .beside { width: 1fr; height: 1; padding: 0 1; }
    FieldBox .under { height: 1; padding: 0 0 0 18; display: none; }
    FieldBox.wrong .under, FieldBox.warned .under, FieldBox.meant .under { display: block; }
    FieldBox.date Line { width: 22; }
    """

    class Changed(Message):
        """What the field holds is another; *decided* when a choice was made for good, by letter or mouse."""

        def __init__(self, box: FieldBox, *, decided: bool = False) -> None:
            """Keep the field and how it was changed."""
            super().__init__()
            self.box = box
            self.decided = decided

    def __init__(self, field: Field, *, year_starts: int, today: date) -> None:
        """Make the field."""
        super().__init__(classes=field.kind)
        self.field = field
        self._year_starts = year_starts
        self._today = today
        self._to_come: date | None = None
        """A day that was typed and has not come yet, where it must have."""
        self._left = ""
        """How many more characters fit, in words, when the text is nearly full."""
        self.control = self._make(field)
        self._beside = Note(classes="beside")
        self._under = Note(classes="under")

    def _make(self, field: Field) -> Widget:
        value = field.value
        if field.kind == "prose":
            made = Prose(str(value or ""))
            made.styles.height = field.rows
            return made
        if field.kind == "choice":
            return Choice(field.options, value)
        if field.kind == "yes":
            return Choice(YES, value or "no")
        if field.kind in ("pick", "many"):
            return Pick(field.options, value, several=field.kind == "many", hint=field.hint)
        # The hint of a date stands beside it, where its meaning will.
        hint = field.hint if field.kind != "date" else ""
        return AskedLine(str(value or ""), placeholder=hint, offer=field.offer)

    def compose(self) -> ComposeResult:
        """Lay out label, control and message."""
        self.control.add_class("control")
        with Horizontal():
            star: Runs = [(" *", "warn")] if self.field.required else []
            label: Runs = [said(self.field.label, "soft"), *star]
            note = Note(label, classes="label")
            note.styles.height = len(wrap(label, LABEL))  # a long one goes on under itself
            yield note
            yield self.control
            if self.field.kind == "date":
                yield self._beside
        yield self._under

    # -- what it holds ---------------------------------------------------------------------------------------------

    @property
    def raw(self) -> Any:
        """What is typed or chosen, as it is kept while the form is left."""
        control = self.control
        if isinstance(control, Prose):
            return control.text
        if isinstance(control, (Line, Choice, Pick)):
            return control.value
        return None

    @raw.setter
    def raw(self, value: Any) -> None:
        control = self.control
        if isinstance(control, Prose):
            control.text = str(value or "")
        elif isinstance(control, Line):
            control.value = str(value or "")
        elif isinstance(control, (Choice, Pick)):
            control.value = value

    def touched(self, stood: object) -> bool:
        """Tell whether anything was typed since *stood* stood here; in a list, nothing may be chosen of it yet."""
        return self.raw != stood or (isinstance(self.control, Pick) and self.control.typing)

    def read(self) -> tuple[Any, str | None]:
        """Return what the field means and, if it means nothing yet, what is wrong with it in words."""
        raw = self.raw
        if isinstance(raw, str):
            raw = raw.strip() or None
        if raw is None or raw == []:
            verb = "are" if self.field.kind == "many" and self.field.label.endswith("s") else "is"
            return None, f"{self.field.label} {verb} missing." if self.field.required else None
        if self.field.kind == "date":
            return self._date(raw)
        if self.field.kind == "file":
            path = Path(raw.strip("\"' ")).expanduser()
            if path.is_dir():
                return None, "That is a folder; name one file in it."
            return (path, None) if path.is_file() else (None, "There is no such file; paste its whole path.")
        try:
            if isinstance(raw, str):
                sized(raw, self.field.label, self.field.most)
            self._meaning(raw)
        except Refusal as refusal:
            return None, here(str(refusal))
        return raw, None

    def _date(self, raw: str) -> tuple[WrittenDate | None, str | None]:
        self._to_come = None
        try:
            found = parse(raw, year_starts=self._year_starts, today=self._today)
        except DateError as error:
            return None, f"{error}."
        if self.field.name == WHEN and found.day > self._today:
            self._to_come = found.day
            return None, not_yet(found.day)
        return found, None

    def _meaning(self, raw: object) -> str:
        return self.field.means(raw) if self.field.means and isinstance(raw, str) else ""

    def say(self, words: str | None) -> None:
        """Say what is wrong under the field, or nothing."""
        self.set_class(bool(words), "wrong")
        self.remove_class("warned", "meant")
        self._put_under(words, "bad")

    def warn(self, words: str | None) -> None:
        """Say quietly under the field what to think of before saving, or nothing; what is wrong goes first."""
        if not self.has_class("wrong"):
            self.set_class(bool(words), "warned")
            self._put_under(words, "warn")
            if not words:
                self._say_what_is_meant()

    def _say_what_is_meant(self) -> None:
        """Say under the field what was typed means; what means nothing yet is no mistake before one leaves it."""
        found = ""
        if isinstance(self.raw, str) and self.raw.strip():
            with contextlib.suppress(Refusal):
                found = self._meaning(self.raw.strip())
        self.set_class(bool(found or self._left), "meant")
        if found:
            self._put_under(f"= {found}", "good")
        elif self._left:
            self._put_under(self._left, "soft")

    def _say_room(self) -> None:
        """Say at once that a text has become too long, and how much still fits when it is nearly full."""
        raw, most, self._left = self.raw, self.field.most, ""
        if not isinstance(raw, str) or self.field.kind not in ("line", "prose") or len(raw) < most - NEARLY:
            return
        try:
            left = most - len(sized(raw, self.field.label, most))
        except Refusal as refusal:
            self.say(str(refusal))
            return
        self._left = f"{left} more character{'s fit' if left != 1 else ' fits'} ({most:,} in all)."
        self._say_what_is_meant()

    def _put_under(self, words: str | None, ink: str) -> None:
        lines = wrap([said(words or "", ink)], max(20, self._under.cells or 50))
        self._under.styles.height = min(3, len(lines))
        self._under.say([said(words or "", ink)])

    def go_in(self) -> None:
        """Begin to fill in."""
        if isinstance(self.control, Pick):
            self.control.go_in()
        else:
            self.screen.set_focus(self.control)

    # -- while one types -------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Say what a date or a reference that stands there from the start means."""
        self._say_meaning()
        self._say_what_is_meant()

    def on_descendant_blur(self) -> None:
        """Say what is wrong with what stands there, once one goes on; what is only missing may still come."""
        if self.raw not in (None, "", []) and self.field.kind != "date" and (wrong := self.read()[1]):
            self.say(wrong)

    def _say_meaning(self) -> None:
        if self.field.kind != "date":
            return
        value, wrong = self.read()
        if isinstance(value, WrittenDate):
            past = self.field.name in AHEAD and value.day < self._today
            gone: Runs = [("▲ past: ", "warn")] if past else []
            self._beside.say([("= ", "soft"), *gone, (meaning(value), "warn" if past else "good")])
        elif self.raw and str(self.raw).strip():
            # Half a date is no mistake yet: what it lacks is said in full under it, and only beside it while one types.
            self._beside.say([("✗ still to come" if self._to_come else "✗ no date yet", "warn")])
            self.say(wrong)
        else:
            self._beside.say([(self.field.hint, "soft")] if self.field.hint else [])

    def _changed(self, *, decided: bool = False) -> None:
        self.say(None)
        self._say_meaning()
        self._say_room()
        self.post_message(self.Changed(self, decided=decided))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what a date means; take back what was said to be wrong."""
        event.stop()
        self._changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Take back what was said to be wrong."""
        event.stop()
        self._changed()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Take back what was said to be wrong."""
        event.stop()
        self._changed(decided=event.decided)

    def on_pick_changed(self, event: Pick.Changed) -> None:
        """Take back what was said to be wrong."""
        event.stop()
        self._changed()


def meaning(written: WrittenDate) -> str:
    """Return a date as it was understood: with its weekday, or the day on which a month, quarter or year falls due."""
    if written.precision is Precision.DAY:
        return f"{WEEKDAYS[written.day.weekday()]} {long(written.day)}"
    period = long(written.day, written.precision)
    if written.precision is Precision.QUARTER and "(" in period:
        period = period.partition("(")[2].rstrip(")")  # the months would not fit beside the field
    return f"due {long(written.day)} ({period})"
