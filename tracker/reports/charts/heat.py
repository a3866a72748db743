"""A map of recommendations by area: the worst rating of each, with its letter and its count.

Known by its table: the first column is "Recommendation", and most of the other columns hold ratings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.model.text import fit
from tracker.model.vocabulary import Rating
from tracker.reports.charts.drawing import WIDTH, Drawing, short
from tracker.reports.charts.reading import head, rated

if TYPE_CHECKING:
    from tracker.reports.document import Table

HEAD = "Recommendation"
LEFT, ROW = 60, 34


@dataclass(frozen=True)
class Heat:
    """A row for each recommendation, a column for each area; a cell holds its rating, if any, and its words."""

    columns: list[str]
    rows: list[tuple[str, list[tuple[Rating | None, str]]]]

    def describe(self) -> str:
        """Say what the chart shows."""
        said = [
            f"{name}: " + ", ".join(f"{column} {words}" for column, (_, words) in zip(self.columns, cells, strict=True))
            for name, cells in self.rows
        ]
        return "The worst rating of each recommendation in each area. " + "; ".join(said) + "."

    def draw(self, drawing: Drawing) -> None:
        """Draw the grid."""
        wide = (WIDTH - LEFT - 10) // len(self.columns)
        for place, column in enumerate(self.columns):
            words = short(column, wide // 7)
            drawing.text(LEFT + place * wide + wide // 2, 18, words, size=13, bold=True, anchor="middle")
        for down, (name, cells) in enumerate(self.rows):
            top = 28 + down * ROW
            drawing.text(LEFT - 10, top + 21, short(name, 6), bold=True, anchor="end")
            for place, (rating, words) in enumerate(cells):
                x = LEFT + place * wide
                drawing.box(x, top, wide - 4, ROW - 4, rating)
                said = short(words, wide // 7)
                room = min(wide - 10, 7 * len(said) + 8)
                drawing.patch(x + (wide - 4 - room) // 2, top + 6, room, ROW - 16)
                drawing.text(x + (wide - 4) // 2, top + 20, said, size=13, anchor="middle", bold=rating is not None)

    def lines(self, width: int) -> list[str]:
        """Return the grid with a letter in each cell."""
        wide = max(6, (width - 6) // len(self.columns) - 1)
        found = [" " * 6 + " ".join(fit(column, wide, pad=True) for column in self.columns).rstrip()]
        for name, cells in self.rows:
            row = " ".join(fit(_brief(rating, words), wide, pad=True) for rating, words in cells)
            found.append(f"{fit(name, 5, pad=True)} {row}".rstrip())
        return found


def _brief(rating: Rating | None, words: str) -> str:
    """Return the words of a cell with the rating as letter and symbol alone, as a narrow terminal needs it."""
    if rating is None:
        return words
    return f"{rating.letter} {rating.symbol}" + words.removeprefix(f"{rating.letter} {rating.words} {rating.symbol}")


def model(table: Table) -> Heat | None:
    """Return the map of *table*, or None."""
    heads = head(table)
    if heads[0] != HEAD or len(heads) < 3:
        return None
    rows = [(row[0], [(rated(cell), cell) for cell in row[1:]]) for row in table.texts()]
    if not any(rating for _, cells in rows for rating, _ in cells):
        return None
    return Heat(heads[1:], [(name.split(":")[0].split(" ")[0], cells) for name, cells in rows])
