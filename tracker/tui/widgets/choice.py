"""Choosing one of a few options that all show, by arrow, by letter or by mouse; and saying yes.

Which options there are is the form's; what they mean the register's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tracker.tui.forms.spec import Option
from tracker.tui.look.wrap import Line, said, width
from tracker.tui.widgets.drawn import Drawn


class Choice(Drawn):
    """Options side by side, wrapped when they are many; the chosen one has a filled mark."""

    DEFAULT_CSS = """
    Choice { height: auto; background: $ink-paper; }
    Choice:focus { background: $ink-bar; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "step(-1)", show=False),
        Binding("right,down", "step(1)", show=False),
        Binding("space", "stay", show=False),
        Binding("backspace,delete", "pick(-1)", show=False),
    ]

    class Changed(Message):
        """Another option was chosen; *decided* when by its letter or the mouse, not on the way past it."""

        def __init__(self, *, decided: bool) -> None:
            """Keep how it was chosen."""
            super().__init__()
            self.decided = decided

    def __init__(self, options: Sequence[Option], value: str | None = None, *, id: str | None = None) -> None:
        """Make a choice among *options*; None is no choice."""
        super().__init__(id=id)
        self.options = options
        self.place = next((n for n, option in enumerate(options) if option.value == value), -1)

    @property
    def value(self) -> str | None:
        """The chosen option's value, or None."""
        return self.options[self.place].value if self.place >= 0 else None

    @value.setter
    def value(self, value: str | None) -> None:
        self.place = next((n for n, option in enumerate(self.options) if option.value == value), -1)
        self.refresh()

    def on_resize(self) -> None:
        """Take as many lines as the options need."""
        self.virtual_size = Size(0, len(self._lines()))
        self.styles.height = len(self._lines())

    def action_step(self, by: int) -> None:
        """Go to the option beside."""
        self.action_pick((self.place + by) % len(self.options) if self.place >= 0 else (0 if by > 0 else -1))

    def action_stay(self) -> None:
        """Take the option where one stands, else the first: a blank in a text typed here must not choose another."""
        self.action_pick(max(self.place, 0))

    def action_pick(self, place: int, *, decided: bool = False) -> None:
        """Choose an option by its place; -1 chooses none."""
        if place != self.place or decided:
            self.place = place
            self.refresh()
            self.post_message(self.Changed(decided=decided))

    def on_key(self, event: events.Key) -> None:
        """Choose by letter."""
        for place, option in enumerate(self.options):
            if option.key and event.character == option.key:
                self.action_pick(place, decided=True)
                event.stop()

    def on_click(self, event: events.Click) -> None:
        """Choose what the mouse points at."""
        for y, line in enumerate(self._lines()):
            x = 0
            for place in line:
                wide = self._wide(place)
                if y == event.y and x <= event.x < x + wide - 2:
                    self.action_pick(place, decided=True)
                x += wide

    def _wide(self, place: int) -> int:
        return width(self._option(place))

    def _option(self, place: int) -> Line:
        option, here = self.options[place], place == self.place
        line: Line = [("(•) " if here else "( ) ", "key" if here else "soft")]
        if option.key:
            line += [(option.key, "key"), (" ", "plain")]
        return [*line, said(option.words, option.ink if here or option.ink != "plain" else "soft"), ("  ", "plain")]

    def _lines(self) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        used = 0
        for place in range(len(self.options)):
            wide = self._wide(place)
            if used + wide > max(self.cells, 20) and lines[-1]:
                lines.append([])
                used = 0
            lines[-1].append(place)
            used += wide
        return lines

    def render_line(self, y: int) -> Strip:
        """Draw one line of options."""
        lines = self._lines()
        runs: Line = [run for place in lines[y] for run in self._option(place)] if y < len(lines) else []
        return self.strip_of(runs, self.cells)


YES = (Option("yes", "yes", "y"), Option("no", "no", "n"))
"""The options of a yes or no."""
