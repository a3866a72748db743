"""The base of everything that is drawn line by line: inks, strips and the cursor's ground.

What the lines say stands in the widgets and pages that use this.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tracker.model.text import safe
from tracker.tui.look.inks import Palette, palette, styles
from tracker.tui.look.wrap import Line

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object  # Textual takes style sheets from the first of a widget's bases, which must be its own

MARK = "▸"
"""Stands before the line of the cursor, so that the cursor does not rest on colour."""


@lru_cache(maxsize=32)
def _inked(colours: Palette, ground: Style) -> dict[str, Style]:
    """Return ink → style on a ground."""
    return {ink: ground + style for ink, style in styles(colours).items()}


_safe = lru_cache(maxsize=4096)(safe)
"""The same marks and words are drawn over and over."""


class Inked(_Base):
    """What a widget needs to draw its lines from runs of inked text; its cells are those of its content."""

    _ground: Style | None = None
    _inks: dict[str, Style] | None = None

    @property
    def colours(self) -> Palette:
        """The palette of the theme in use."""
        return palette(self.app.theme, self.app.current_theme.dark)

    @property
    def cells(self) -> int:
        """The cells of a line, without a scroll bar."""
        return self.scrollable_content_region.width

    def strip_of(self, line: Line, cells: int) -> Strip:
        """Return runs as a strip of exactly *cells*; whatever made them, nothing unsafe passes here."""
        ground = self.rich_style if self._ground is None else self._ground
        inks = _inked(self.colours, ground) if self._inks is None else self._inks
        return Strip([Segment(_safe(text), inks[ink]) for text, ink in line]).adjust_cell_length(cells, ground)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines that show, all of them with the colours of this moment."""
        self._ground = self.rich_style
        self._inks = _inked(self.colours, self._ground)
        try:
            return super().render_lines(crop)
        finally:
            self._ground = self._inks = None


class Still(Inked, Widget):
    """Lines that stay where they are: heads, feet and notes, which need no scroll bars."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Still { width: 1fr; background: $ink-paper; color: $ink-plain; }
    """


class Drawn(Inked, ScrollView, can_focus=True):
    """A scrolling widget whose lines are runs of inked text; Textual's text selection is left to the terminal."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Drawn { background: $ink-paper; color: $ink-plain; scrollbar-size-vertical: 1; overflow-x: hidden; }
    """

    @property
    def chosen(self) -> str | None:
        """What the cursor stands on, mostly a reference; None where there is no cursor."""
        return None

    @property
    def copied(self) -> list[str]:
        """The row that the cursor stands on as texts, cell by cell; empty where there is no cursor."""
        return []

    def action_choose(self) -> None:
        """Choose what the cursor stands on."""

    def grounded(self, strip: Strip, start: int, end: int) -> Strip:
        """Return *strip* with the cursor's ground from cell *start* to *end*; without colours it is turned about."""
        ground = Style(reverse=True) if self.app.no_color else Style(bgcolor=self.colours.cursor)
        parts: Sequence[Strip] = strip.divide([start, end, strip.cell_length])
        made = []
        for place, part in enumerate(parts):
            if place == 1:
                part = Strip(Segment.apply_style(part, post_style=ground), part.cell_length)
            made.append(part)
        return Strip.join(made)
