"""Rows that are read a page at a time: the keys of all rows are known, what they say is asked for when they show.

Which question is asked stands with the screen that makes the source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from tracker.tui.look.wrap import Line, fit

T = TypeVar("T")
PAGE = 64
"""Rows that are read at once."""


class Paged(Generic[T]):
    """A source over *keys*; *read* returns what is known of some of them, *draw* a row of it in so many cells."""

    def __init__(
        self,
        keys: Sequence[str],
        read: Callable[[Sequence[str]], Mapping[str, T]],
        draw: Callable[[str, T | None, int], Line],
        header: Callable[[int], Line] | None = None,
    ) -> None:
        """Keep the keys; nothing is read yet."""
        self.keys = keys
        self._read = read
        self._draw = draw
        self._header = header
        self._pages: dict[int, Mapping[str, T]] = {}

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.keys)

    def key(self, row: int) -> str:
        """Return the key of a row."""
        return self.keys[row]

    def find(self, key: str) -> int | None:
        """Return the row that has *key*, or None."""
        try:
            return self.keys.index(key)
        except ValueError:
            return None

    def grow(self, keys: Sequence[str]) -> None:
        """Go on with *keys*, whose beginning is mostly known: what was read of rows that stay is not read again."""
        before, self.keys = self.keys, keys
        kept = {page: range(page * PAGE, min((page + 1) * PAGE, len(before))) for page in self._pages}
        self._pages = {
            page: self._pages[page]
            for page, rows in kept.items()
            if len(rows) == PAGE and before[rows.start : rows.stop] == keys[rows.start : rows.stop]
        }

    def item(self, row: int) -> T | None:
        """Return what is known of a row, reading its page when it is not at hand."""
        page = row // PAGE
        if page not in self._pages:
            self._pages[page] = self._read(self.keys[page * PAGE : (page + 1) * PAGE])
        return self._pages[page].get(self.keys[row])

    def line(self, row: int, cells: int) -> Line:
        """Return a row drawn in *cells*."""
        return fit(self._draw(self.keys[row], self.item(row), cells), cells)

    def header(self, cells: int) -> Line | None:
        """Return the names of the columns."""
        return self._header(cells) if self._header else None
