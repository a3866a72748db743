"""Picking one or several of many options from a list that narrows while one types.

The options come from the form; for several, Enter takes one in or out and the line stays for the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from tracker.tui.forms.spec import Option
from tracker.tui.look.wrap import Line as Runs
from tracker.tui.look.wrap import said
from tracker.tui.widgets.lines import Lines, Rows
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.typing import Line

TALL = 6


class Pick(Vertical):
    """A line, what is chosen, and the list, which shows only while one is in it."""

    DEFAULT_CSS = """
    Pick { height: auto; }
    Pick Line { height: 1; border: none; padding: 0; background: $ink-bar 45%; color: $ink-plain; }
    Pick Line:focus { background: $ink-bar; }
    Pick Note { height: 1; padding: 0; display: none; }
    Pick Lines { height: auto; max-height: 6; display: none; background: $ink-bar; }
    Pick.open Lines { display: block; }
    Pick.several Note { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("enter", "take", show=False, priority=True),
        Binding("delete", "clear", show=False),
    ]

    class Changed(Message):
        """What is chosen is another."""

    class Unknown(Message):
        """What was typed is called like nothing in the list, or like *many* and does not say which."""

        def __init__(self, typed: str, *, many: bool = False) -> None:
            """Keep what was typed."""
            super().__init__()
            self.typed = typed
            self.many = many

    def __init__(
        self, options: Sequence[Option], value: object = None, *, several: bool = False, hint: str = ""
    ) -> None:
        """Make a pick among *options*; *value* is one value or, for *several*, a list of them."""
        super().__init__(classes="several" if several else "")
        self.options = {option.value: option for option in options}
        self.several = several
        self.chosen: list[str] = []
        self._found: list[str] = []
        """The values that what is typed narrows the list to; ``_moved`` once the cursor was set among them."""
        self._moved = False
        self._line = Line(placeholder=hint or "type to narrow, ↓ ↑ and Enter to choose")
        self._lines = Lines(empty="Nothing is called like that.")
        self._note = Note()
        self._set(value)

    def compose(self) -> ComposeResult:
        """Lay out the line, what is chosen and the list."""
        self._lines.can_focus = False
        yield self._line
        yield self._note
        yield self._lines

    def on_mount(self) -> None:
        """Show what is chosen."""
        self._say()

    @property
    def value(self) -> object:
        """The chosen value or None; for several, a list."""
        return list(self.chosen) if self.several else (self.chosen[0] if self.chosen else None)

    @value.setter
    def value(self, value: object) -> None:
        self._set(value)
        self._say()

    @property
    def typing(self) -> bool:
        """Whether something is typed to narrow the list."""
        return self.has_class("open") and bool(self._line.value)

    def _set(self, value: object) -> None:
        wanted: Iterable[object] = value if isinstance(value, (list, tuple)) else [value]
        self.chosen = [str(one) for one in wanted if one is not None and str(one) in self.options]

    def go_in(self) -> None:
        """Begin to pick."""
        self.screen.set_focus(self._line)

    def _say(self) -> None:
        words = [self._words(value) for value in self.chosen]
        if self.several:
            self._note.say([said("; ".join(words) if words else "none chosen", "plain" if words else "soft")])
        elif not self.has_class("open"):
            with self._line.prevent(Input.Changed):
                self._line.value = words[0] if words else ""

    def _words(self, value: str) -> str:
        option = self.options[value]
        return option.words if option.words.startswith(value) or not _is_code(value) else f"{value} {option.words}"

    # -- the list --------------------------------------------------------------------------------------------------

    def on_descendant_focus(self) -> None:
        """Open the list, with everything in it."""
        self.add_class("open")
        if not self.several:
            with self._line.prevent(Input.Changed):
                self._line.value = ""
        self._narrow("")

    def on_descendant_blur(self) -> None:
        """Close the list and show what is chosen; who typed and went on meant what the cursor stood on.

        What stood there before is not put out by a stray letter: what was typed must then name one thing.
        """
        typed, key = self._line.value.strip(), self._lines.key
        if typed and not self.several:
            if key is None:
                self.post_message(self.Unknown(typed))
            elif self.chosen and not (self._moved or self._names_one(typed)):
                self.post_message(self.Unknown(typed, many=True))
            elif self.chosen != [key]:
                self.chosen = [key]
                self.post_message(self.Changed())
        self.remove_class("open")
        with self._line.prevent(Input.Changed):
            self._line.value = ""
        self._say()

    def _names_one(self, typed: str) -> bool:
        """Tell whether what was typed leaves one option, or is the code of one, or begins that of one alone."""
        codes = [value.lower() for value in self._found]
        begun = [code for code in codes if len(typed) > 1 and code.startswith(typed.lower())]
        return len(codes) == 1 or len(begun) == 1 or typed.lower() in codes

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        wanted = typed.lower().split()
        found = [
            value
            for value, option in self.options.items()
            if (wanted or not option.past or value in self.chosen)
            and all(word in f"{value} {option.words}".lower() for word in wanted)
        ]
        if wanted:  # who types a code means the code, not a name that happens to hold it
            found.sort(key=lambda value: (value.lower() != typed.lower(), not value.lower().startswith(wanted[0])))
        self._found, self._moved = found, False
        rows = [(value, self._row(value)) for value in found]
        self._lines.cursor = 0
        first = rows[0][0] if typed and rows else (self.chosen[0] if self.chosen else None)
        self._lines.show(Rows(rows), key=first)
        self._lines.styles.height = max(1, min(TALL, len(rows)))

    def _row(self, value: str) -> Runs:
        here = value in self.chosen
        return [("● " if here else "  ", "good"), said(self._words(value), "strong" if here else "plain")]

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self._moved = True
        self._lines.action_move(by)

    def action_take(self) -> None:
        """Choose what the cursor stands on."""
        key = self._lines.key
        if key is None:
            return
        if not self.several:
            self.chosen = [key]
            self.post_message(self.Changed())
            self.screen.focus_next()
            return
        self.chosen = [one for one in self.chosen if one != key] if key in self.chosen else [*self.chosen, key]
        with self._line.prevent(Input.Changed):
            self._line.value = ""
        self._say()
        self._narrow("")
        self._lines.show(self._lines.source, key=key)
        self.post_message(self.Changed())

    def action_clear(self) -> None:
        """Choose nothing."""
        self.chosen = []
        self._say()
        self._narrow("")
        self.post_message(self.Changed())

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Choose what was clicked."""
        event.stop()
        self.action_take()

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """Keep the list's moves to oneself."""
        event.stop()


def _is_code(value: str) -> bool:
    """Tell whether a value is a code or a reference that people know, not a word of the program."""
    return value == value.upper()
