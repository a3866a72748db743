"""A few lines of words that change: the sentence under the matrix, a heading, what is wrong with a filter."""

from __future__ import annotations

from textual.strip import Strip

from tracker.tui.look.wrap import Line, fit, wrap
from tracker.tui.widgets.drawn import Still


class Note(Still):
    """Words wrapped into the lines that there are; the last line can hold a legend of its own."""

    DEFAULT_CSS = """
    Note { height: 1; padding: 0 2; }
    """

    def __init__(self, line: Line | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        """Make a note; *line* is what it says at first."""
        super().__init__(id=id, classes=classes)
        self.said: Line = line or []
        self.legend = ""

    def say(self, line: Line, legend: str = "") -> None:
        """Say other words; *legend* stands on the last line."""
        if (line, legend) != (self.said, self.legend):
            self.said, self.legend = line, legend
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line; words that do not fit end in an ellipsis."""
        cells, height = self.cells, self.size.height
        legend = wrap([(self.legend, "soft")], cells) if self.legend else []
        room = max(1, height - len(legend))
        if y >= room:
            return self.strip_of(legend[y - room], cells)
        lines = wrap(self.said, cells)
        if y >= len(lines):
            return self.strip_of([], cells)
        if y == room - 1 and len(lines) > room:
            rest: Line = [run for line in lines[y:] for run in (*line, (" ", "plain"))]
            return self.strip_of(fit(rest, cells), cells)
        return self.strip_of(lines[y], cells)
