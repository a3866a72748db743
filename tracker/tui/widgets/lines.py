"""A list of any length drawn line by line: only the rows that show are asked for, so that 100,000 are as quick as ten.

Where the rows come from is a Source's business.
"""

from __future__ import annotations

import re
from typing import ClassVar, Protocol

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tracker.tui.look.inks import Run
from tracker.tui.look.wrap import Line, fit, text_of
from tracker.tui.widgets.drawn import MARK, Drawn

UNCUT = 1000
"""Cells in which a row is drawn that is to be copied: none of its words is lost."""

_GAP = re.compile(r"\s{2,}")


class Source(Protocol):
    """Rows by number, each with a key that stays the same when rows come and go."""

    def __len__(self) -> int:
        """Return how many rows there are."""
        ...

    def key(self, row: int) -> str:
        """Return the key of a row, which for most lists is a reference."""
        ...

    def find(self, key: str) -> int | None:
        """Return the row that has *key*, or None."""
        ...

    def line(self, row: int, cells: int) -> Line:
        """Return a row drawn in *cells*."""
        ...

    def header(self, cells: int) -> Line | None:
        """Return the names of the columns, or None for a list that has none."""
        ...


class Rows:
    """A source whose rows are all at hand: key and runs."""

    def __init__(self, rows: list[tuple[str, Line]], header: Line | None = None) -> None:
        """Keep the rows."""
        self.rows = rows
        self._header = header

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def key(self, row: int) -> str:
        """Return the key of a row."""
        return self.rows[row][0]

    def find(self, key: str) -> int | None:
        """Return the row that has *key*, or None."""
        return next((place for place, (own, _) in enumerate(self.rows) if own == key), None)

    def line(self, row: int, cells: int) -> Line:
        """Return a row cut to *cells*."""
        return fit(self.rows[row][1], cells)

    def header(self, cells: int) -> Line | None:
        """Return the names of the columns."""
        return self._header


class Lines(Drawn):
    """A list with a cursor.  Posts ``Moved`` when the cursor stands elsewhere, ``Chosen`` on Enter or a click on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(1)", "Last", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, lines: Lines, key: str | None) -> None:
            """Keep the list and the key of the row."""
            super().__init__()
            self.lines = lines
            self.key = key

        @property
        def control(self) -> Lines:
            """The list that is meant."""
            return self.lines

    class Chosen(Moved):
        """The row of the cursor was chosen."""

    def __init__(self, *, empty: str = "Nothing here.", id: str | None = None, classes: str | None = None) -> None:
        """Make an empty list; *empty* is what it says then."""
        super().__init__(id=id, classes=classes)
        self.source: Source = Rows([])
        self.cursor = 0
        self.empty = empty
        self.shown = False

    @property
    def top(self) -> int:
        """How many lines the header takes."""
        return 0 if self.source.header(10) is None else 1

    @property
    def key(self) -> str | None:
        """The key of the row that the cursor stands on."""
        return self.source.key(self.cursor) if 0 <= self.cursor < len(self.source) else None

    @property
    def chosen(self) -> str | None:
        """The key of the row of the cursor."""
        return self.key

    @property
    def copied(self) -> list[str]:
        """The row of the cursor, not cut to what shows; where columns have a gap, its cells."""
        if self.key is None:
            return []
        return [cell for cell in _GAP.split(text_of(self.source.line(self.cursor, UNCUT)).strip()) if cell]

    def show(self, source: Source, *, key: str | None = None, settled: bool = True) -> None:
        """Show other rows; the cursor stays on its key, or goes to *key*, or keeps its place.

        Rows that are not *settled* are the first of more: where the key is not among them, the cursor has not moved.
        """
        wanted = key or self.key
        self.shown = True
        self.source = source
        found = source.find(wanted) if wanted else None
        place = found if found is not None else min(self.cursor, len(source) - 1)
        self.cursor = max(0, place)
        self.virtual_size = Size(0, len(source) + self.top)
        self.keep_in_sight()
        self.refresh()
        if settled or found is not None:
            self.post_message(self.Moved(self, self.key))

    def on_resize(self) -> None:
        """Keep the cursor in sight when the terminal changes its size."""
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll no more than needed for the cursor to show."""
        height = self.size.height - self.top
        if height <= 0:
            return
        first = int(self.scroll_offset.y)
        if self.cursor < first:
            first = self.cursor
        elif self.cursor >= first + height:
            first = self.cursor - height + 1
        self.scroll_to(y=first, animate=False, immediate=True)

    def go(self, row: int) -> None:
        """Put the cursor on a row, as near as there is one."""
        row = max(0, min(row, len(self.source) - 1))
        if row == self.cursor:
            return
        self.cursor = row
        self.keep_in_sight()
        self.refresh()
        self.post_message(self.Moved(self, self.key))

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by what shows at once."""
        self.go(self.cursor + by * max(1, self.size.height - self.top - 1))

    def action_edge(self, last: int) -> None:
        """Move the cursor to the first or the last row."""
        self.go(len(self.source) - 1 if last else 0)

    def action_choose(self) -> None:
        """Choose the row of the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points; a click on the cursor chooses."""
        row = event.y - self.top + int(self.scroll_offset.y)
        if event.y < self.top or not 0 <= row < len(self.source):
            return
        if row == self.cursor:
            self.action_choose()
        else:
            self.go(row)

    def render_line(self, y: int) -> Strip:
        """Draw one line of what shows."""
        cells = self.cells
        if y < self.top:
            header: list[Run] = [("  ", "soft"), *(self.source.header(cells - 2) or [])]
            return self.strip_of(header, cells)
        row = y - self.top + int(self.scroll_offset.y)
        if not len(self.source):
            words = self.empty if self.shown else "Reading…"
            return self.strip_of([(f"  {words}" if y == self.top else "", "soft")], cells)
        if row >= len(self.source):
            return self.strip_of([], cells)
        here = row == self.cursor
        line = [(f"{MARK} " if here else "  ", "key"), *self.source.line(row, cells - 2)]
        strip = self.strip_of(line, cells)
        return self.grounded(strip, 0, cells) if here and self.has_focus else strip
