"""How the width of a table is shared among its columns, from what stands in them.

Formats that lay out their own columns (a browser) do not need it.
"""

from __future__ import annotations

from tracker.reports.document import Table, plain
from tracker.reports.formats.rated import pieces

LONGEST_WORD = 20
"""Characters of a word at most that a column is made wide enough for; longer words are broken."""

LINE = 108
"""Characters of table text that stand on a line of an A4 page held upright."""

ROWS_LOOKED_AT = 200
"""Rows whose texts are weighed, spread over the table; a long table is no different further down."""


def shares(table: Table) -> list[int]:
    """Return the width of each column in characters: room for its longest word, the rest by how much text it holds."""
    step = max(1, len(table.rows) // ROWS_LOOKED_AT)
    rows = [table.head, *table.rows[::step]]
    columns = [[plain(row[place]) for row in rows] for place in range(len(table.head))]
    least = [_least(texts) for texts in columns]
    wanted = [
        max(0, min(4 * LINE, sum(map(len, texts)) // len(texts)) - low)
        for texts, low in zip(columns, least, strict=True)
    ]
    spare = max(0, LINE - sum(least))
    total = sum(wanted) or 1
    return [low + spare * want // total for low, want in zip(least, wanted, strict=True)]


def _least(texts: list[str]) -> int:
    return 4 + max((_longest(text) for text in texts), default=1) * 11 // 10  # its margins, and bold letters


def _longest(text: str) -> int:
    """Return the length of the longest word; a rating, which no format breaks, is one word."""
    found = 1
    for piece, rating in pieces(text):
        words = [piece] if rating else piece.split()
        found = max([found, *(min(len(word), LONGEST_WORD) for word in words)])
    return found
