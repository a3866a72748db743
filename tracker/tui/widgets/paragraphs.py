"""Lines of words that take as much room as they need, up to what their style allows."""

from __future__ import annotations

from textual.strip import Strip

from tracker.tui.look.wrap import Line, wrap
from tracker.tui.widgets.drawn import Drawn


class Paragraphs(Drawn, can_focus=False):
    """Wrapped lines; no lines, no room."""

    DEFAULT_CSS = """
    Paragraphs { height: auto; max-height: 8; padding: 0 1; display: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Make it empty."""
        super().__init__(id=id)
        self.said: list[Line] = []

    def say(self, lines: list[Line]) -> None:
        """Say other words."""
        self.said = lines
        self.display = bool(lines)
        self._fit()
        self.refresh(layout=True)

    def on_resize(self) -> None:
        """Take the room that another width needs."""
        self._fit()

    def _fit(self) -> None:
        if self.said:
            self.styles.height = max(1, len(self._lines())) + self.gutter.height

    def _lines(self) -> list[Line]:
        cells = self.cells or max(20, min(self.app.size.width, 100) - 4)
        return [line for runs in self.said for line in wrap(runs, cells)]

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        lines = self._lines()
        row = y + int(self.scroll_offset.y)
        return self.strip_of(lines[row] if row < len(lines) else [], self.cells)
