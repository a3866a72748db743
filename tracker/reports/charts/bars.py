"""Bars of ratings, one for each end of a quarter, worst first; the numbers stand beside each bar.

Known by its table: the first column is "At the end of", and other columns are headed with a rating.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.model.text import fit
from tracker.model.vocabulary import Rating
from tracker.reports.charts.drawing import Drawing
from tracker.reports.charts.reading import count, head, rated

if TYPE_CHECKING:
    from tracker.reports.document import Table

HEAD = "At the end of"
LEFT, RIGHT, ROW = 170, 500, 40


@dataclass(frozen=True)
class Bars:
    """The counts of each rating, row by row."""

    rows: list[tuple[str, dict[Rating, int]]]

    @property
    def most(self) -> int:
        """The largest number of actions in a row."""
        return max(sum(counts.values()) for _, counts in self.rows)

    def describe(self) -> str:
        """Say what the chart shows."""
        (first, then), (last, now) = self.rows[0], self.rows[-1]
        said = f"A bar for each day, from {first} to {last}, divided by rating."
        return f"{said} At {first}: {_words(then)}. At {last}: {_words(now)}."

    def draw(self, drawing: Drawing) -> None:
        """Draw the bars, each part with its letter where there is room."""
        for place, (name, counts) in enumerate(self.rows):
            top, x, done = 14 + place * ROW, LEFT, 0
            drawing.text(LEFT - 10, top + 18, name, anchor="end", bold=place == len(self.rows) - 1)
            for rating, number in counts.items():
                done += number
                end = LEFT + (RIGHT - LEFT) * done // self.most
                drawing.box(x, top, end - x, 26, rating)
                if end - x >= 18:
                    drawing.patch((x + end) // 2 - 7, top + 5, 14, 16)
                    drawing.text((x + end) // 2, top + 18, rating.letter, anchor="middle", bold=True)
                x = end
            drawing.text(RIGHT + 12, top + 18, "  ".join(f"{r.letter} {n}" for r, n in counts.items()))
        drawing.text(LEFT, 14 + len(self.rows) * ROW + 12, "  ".join(f"{r.letter} {r.words}" for r in Rating), size=13)
        drawing.reach(14 + len(self.rows) * ROW + 24)

    def lines(self, width: int) -> list[str]:
        """Return a line for each row: a letter for each action, or for several where there are many."""
        name = min(24, width // 3, max(len(name) for name, _ in self.rows))
        told = [" ".join(f"{r.letter}{n}" for r, n in counts.items()) for _, counts in self.rows]
        room = max(4, width - name - max(map(len, told)) - 4)
        found = []
        for (label, counts), numbers in zip(self.rows, told, strict=True):
            bar, done = "", 0
            for rating, number in counts.items():
                done += number
                bar += rating.letter * (done * min(room, self.most) // self.most - len(bar))
            found.append(f"{fit(label, name, pad=True)}  {bar:<{min(room, self.most)}}  {numbers}")
        return found


def _words(counts: dict[Rating, int]) -> str:
    return ", ".join(f"{rating.words.lower()} {number}" for rating, number in counts.items()) or "none"


def model(table: Table) -> Bars | None:
    """Return the bars of *table*, or None."""
    heads = head(table)
    columns = [(place, rating) for place, words in enumerate(heads) if (rating := rated(words)) is not None]
    if heads[0] != HEAD or len(columns) < 2:
        return None
    rows = []
    for row in table.texts():
        numbers = {rating: count(row[place]) for place, rating in columns}
        if any(number is None for number in numbers.values()):
            return None
        rows.append((row[0], {rating: number for rating, number in numbers.items() if number}))
    return Bars(rows) if rows and any(counts for _, counts in rows) else None
