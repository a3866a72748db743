"""The base of everything that is drawn line by line: inks, strips and the cursor's ground.

What the lines say stands in the widgets and pages that use this.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.model.text import safe
from tracker.tui.look.inks import Palette, palette, styles
from tracker.tui.look.wrap import Line

MARK = "▸"
"""Stands before the line of the cursor, so that the cursor does not rest on colour."""


class Drawn(ScrollView, can_focus=True):
    """A scrolling widget whose lines are runs of inked text; Textual's text selection is left to the terminal."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Drawn { background: $ink-paper; color: $ink-plain; scrollbar-size-vertical: 1; overflow-x: hidden; }
    """

    @property
    def chosen(self) -> str | None:
        """What the cursor stands on, mostly a reference; None where there is no cursor."""
        return None

    def action_choose(self) -> None:
        """Choose what the cursor stands on."""

    @property
    def colours(self) -> Palette:
        """The palette of the theme in use."""
        return palette(self.app.theme, self.app.current_theme.dark)

    @property
    def cells(self) -> int:
        """The cells of a line, without the scroll bar."""
        return self.scrollable_content_region.width

    def strip_of(self, line: Line, cells: int) -> Strip:
        """Return runs as a strip of exactly *cells*; whatever made them, nothing unsafe passes here."""
        found = styles(self.colours)
        base = self.rich_style
        strip = Strip([Segment(safe(text), found[ink]) for text, ink in line])
        return strip.adjust_cell_length(cells, base).apply_style(base)

    def grounded(self, strip: Strip, start: int, end: int) -> Strip:
        """Return *strip* with the cursor's ground from cell *start* to *end*."""
        ground = Style(bgcolor=self.colours.cursor)
        parts: Sequence[Strip] = strip.divide([start, end, strip.cell_length])
        made = []
        for place, part in enumerate(parts):
            if place == 1:
                part = Strip(Segment.apply_style(part, post_style=ground), part.cell_length)
            made.append(part)
        return Strip.join(made)
