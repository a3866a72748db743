"""The two lines on top of every screen: the marking and the position's date, the way here and who you are."""

from __future__ import annotations

from textual.strip import Strip

from tracker.tui.look.wrap import Line, fit, said, width
from tracker.tui.widgets.drawn import Still


class Head(Still):
    """Marking, review and day; breadcrumbs, entries and person.  ``marking`` alone shows in forms."""

    DEFAULT_CSS = """
    Head { height: 2; background: $ink-bar; }
    """

    def __init__(self) -> None:
        """Make an empty head."""
        super().__init__()
        self.upper: tuple[str, str, str] = ("", "", "")
        self.lower: tuple[list[str], str] = ([], "")

    def say(self, *, marking: str, middle: str = "", right: str = "", crumbs: list[str], standing: str) -> None:
        """Show other words."""
        upper, lower = (marking, middle, right), (crumbs, standing)
        if (upper, lower) != (self.upper, self.lower):
            self.upper, self.lower = upper, lower
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the upper or the lower line."""
        cells = self.cells
        line = self._upper(cells) if y == 0 else self._lower(cells)
        return self.strip_of(line, cells)

    def _upper(self, cells: int) -> Line:
        marking, middle, right = self.upper
        left: Line = [(" ", "plain"), said(marking, "marking"), ("  ", "plain")]
        end: Line = [("  ", "plain"), said(right, "strong"), (" ", "plain")]
        room = cells - width(left) - width(end)
        if room < 0:
            return fit([*left, *end], cells)
        return [*left, *fit([said(middle, "soft")], max(0, room)), *end]

    def _lower(self, cells: int) -> Line:
        crumbs, standing = self.lower
        end: Line = [("  ", "plain"), said(standing, "soft"), (" ", "plain")]
        room = cells - width(end) - 1
        return [(" ", "plain"), *fit(_trail(crumbs, room), max(0, room)), *end]


def _trail(crumbs: list[str], room: int) -> Line:
    """Return breadcrumbs; the first ones give way to an ellipsis when the room is short."""
    kept = list(crumbs)
    while True:
        line: Line = [] if len(kept) == len(crumbs) else [("… › ", "soft")]
        for place, crumb in enumerate(kept):
            last = place == len(kept) - 1
            line.append(said(crumb, "strong" if last else "link"))
            if not last:
                line.append((" › ", "soft"))
        if width(line) <= room or len(kept) <= 1:
            return line
        kept.pop(0)
