"""The foot of every screen: its keys, drawn from the registry, and above them for a while what was said in passing.

What cannot be done now is struck dim, a click on a key does what the key does.  A message has lines of its own, so that
it covers nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.message import Message as Posted
from textual.strip import Strip

from tracker.tui.look.wrap import Line, fit, said, width, wrap
from tracker.tui.widgets.drawn import Still


class Label(NamedTuple):
    """One key of the footer: the command, its key as written, its short name, and whether it can be done now."""

    command: str
    key: str
    words: str
    live: bool


class Message(NamedTuple):
    """One thing said in passing; ``ink`` is that of its words."""

    words: str
    ink: str = "good"


MOST_LINES = 5
"""Lines that a message takes at most; what does not fit ends in an ellipsis."""


class Keys(Still):
    """The footer; the last labels stay when room is short, those of the lowest rank go first."""

    DEFAULT_CSS = """
    Keys { height: 1; dock: bottom; background: $ink-bar; }
    """

    class Pressed(Posted):
        """A key of the footer was clicked."""

        def __init__(self, command: str) -> None:
            """Keep the command's id."""
            super().__init__()
            self.command = command

    def __init__(self) -> None:
        """Make an empty footer."""
        super().__init__()
        self.labels: list[Label] = []
        self.message: Message | None = None

    def on_mount(self) -> None:
        """Show what the program says, from now on."""
        self.watch(self.app, "message", self.hear)

    def hear(self, message: Message | None) -> None:
        """Make room for a message, or take the room back."""
        if message != self.message:
            self.message = message
            self._make_room()

    def on_resize(self) -> None:
        """Take the room that another width needs."""
        if self.message:
            self._make_room()

    def _make_room(self) -> None:
        self.styles.height = 1 + len(self._message())
        self.refresh()

    def _message(self) -> list[Line]:
        if self.message is None:
            return []
        cells = (self.cells or self.app.size.width) - 2
        lines = wrap([said(*self.message)], cells)
        if len(lines) > MOST_LINES:
            rest: Line = [run for line in lines[MOST_LINES - 1 :] for run in (*line, (" ", "plain"))]
            lines = [*lines[: MOST_LINES - 1], fit(rest, cells)]
        return [[(" ", "plain"), *line] for line in lines]

    def say(self, labels: list[Label]) -> None:
        """Show other keys."""
        if labels != self.labels:
            self.labels = labels
            self.refresh()

    def placed(self) -> list[tuple[int, int, Label]]:
        """Return start and end cell of each label that has room; help and quit keep theirs."""
        chosen = list(self.labels)
        while chosen and sum(self._cells(label) for label in chosen) + 1 > self.size.width:
            chosen.remove(self._least(chosen))
        found, place = [], 1
        for label in chosen:
            found.append((place, place + self._cells(label), label))
            place += self._cells(label)
        return found

    @staticmethod
    def _least(labels: list[Label]) -> Label:
        kept = ("help", "palette", "acts", "save", "leave")
        return next((label for label in reversed(labels) if label.command not in kept), labels[-1])

    @staticmethod
    def _cells(label: Label) -> int:
        return width([(f"{label.key} {label.words}  ", "key")])

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        for start, end, label in self.placed():
            if event.y == self.size.height - 1 and start <= event.x < end - 2:
                self.post_message(self.Pressed(label.command))

    def render_line(self, y: int) -> Strip:
        """Draw the message, and under it the keys."""
        message = self._message()
        if y < len(message):
            return self.strip_of(message[y], self.cells)
        line: Line = [(" ", "plain")]
        for _, _, label in self.placed():
            line.append((f"{label.key} ", "key" if label.live else "off"))
            line.append((f"{label.words}  ", "plain" if label.live else "off"))
        return self.strip_of(line, self.cells)
