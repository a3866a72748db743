"""The line of keys at the foot of every screen, drawn from the registry: what cannot be done now is struck dim.

A click on a key does what the key does.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from tracker.tui.look.wrap import Line, width
from tracker.tui.widgets.drawn import Drawn


@dataclass(frozen=True)
class Label:
    """One key of the footer: the command, its key as written, its short name, and whether it can be done now."""

    command: str
    key: str
    words: str
    live: bool


class Keys(Drawn, can_focus=False):
    """The footer; the last labels stay when room is short, those of the lowest rank go first."""

    DEFAULT_CSS = """
    Keys { height: 1; dock: bottom; background: $ink-bar; }
    """

    class Pressed(Message):
        """A key of the footer was clicked."""

        def __init__(self, command: str) -> None:
            """Keep the command's id."""
            super().__init__()
            self.command = command

    def __init__(self) -> None:
        """Make an empty footer."""
        super().__init__()
        self.labels: list[Label] = []

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
            if start <= event.x < end - 2:
                self.post_message(self.Pressed(label.command))

    def render_line(self, y: int) -> Strip:
        """Draw the keys."""
        line: Line = [(" ", "plain")]
        for _, _, label in self.placed():
            line.append((f"{label.key} ", "key" if label.live else "off"))
            line.append((f"{label.words}  ", "plain" if label.live else "off"))
        return self.strip_of(line, self.cells)
