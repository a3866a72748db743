"""How the width of a table is shared among its columns, from what stands in them.

Formats that lay out their own columns (a browser) do not need it.
"""

from __future__ import annotations

import re

from tracker.reports.document import Table, plain
from tracker.reports.formats.rated import pieces

LONGEST_WORD = 20
"""Characters of a word at most that a column is made wide enough for; longer words are broken."""

BROKEN = 14
"""Characters of a column that is left for words which are broken anyway, such as fingerprints."""

LINE = 108
"""Characters of table text that stand on a line of an A4 page held upright."""

SHORT = 24
"""Characters up to which a cell, such as a date, an owner's rating or a count, is better not broken over lines."""

LOW = 24
"""Lines of table text that take two fifths of a page."""

ROWS_LOOKED_AT = 200
"""Rows whose texts are weighed, spread over the table; a long table is no different further down."""


TRIED = (3, 2, 1, 0)
"""Quarters of the spare room that columns of short cells may take; the one is used that gives the lowest table."""


def shares(table: Table) -> list[int]:
    """Return the width of each column in characters: room for its longest word, the rest so that the table is low.

    The rest goes to columns of short cells, such as dates, so that these are not broken, and by how much text a column
    holds, in the proportion that needs the fewest lines.
    """
    step = max(1, len(table.rows) // ROWS_LOOKED_AT)
    rows = [[plain(cell) for cell in row] for row in (table.head, *table.rows[::step])]
    columns = list(map(list, zip(*rows, strict=True)))
    least = [_least(texts) for texts in columns]
    found = [_shared(columns, _unbroken(columns, least, quarters)) for quarters in TRIED]
    return min(found, key=lambda widths: _lines(rows, widths))


def is_low(table: Table, widths: list[int]) -> bool:
    """Tell whether the whole table takes two fifths of a page at most, so that it may be kept together."""
    if len(table.rows) > LOW:
        return False
    rows = [[plain(cell) for cell in row] for row in (table.head, *table.rows)]
    return _lines(rows, widths) + len(rows) // 2 <= LOW  # two rows have as much margin as a line


def _shared(columns: list[list[str]], least: list[int]) -> list[int]:
    """Return *least* with what is spare shared by how much text a column holds."""
    wanted = [
        max(0, min(4 * LINE, sum(map(len, texts)) // len(texts)) - low)
        for texts, low in zip(columns, least, strict=True)
    ]
    spare = max(0, LINE - sum(least))
    total = sum(wanted) or 1
    return [low + spare * want // total for low, want in zip(least, wanted, strict=True)]


def _unbroken(columns: list[list[str]], least: list[int], quarters: int) -> list[int]:
    """Return *least* with columns of short cells wide enough that none of these is broken, the cheapest first."""
    found = list(least)
    room = (LINE - sum(least)) * quarters // 4
    longest = [max((len(text) for text in texts[1:]), default=0) for texts in columns]  # a heading may well be broken
    more = {place: _room(cells) - least[place] for place, cells in enumerate(longest) if cells <= SHORT}
    for place, missing in sorted(more.items(), key=lambda each: each[1]):
        if 0 < missing <= room:
            found[place] += missing
            room -= missing
    return found


def _lines(rows: list[list[str]], widths: list[int]) -> int:
    """Return about how many lines the rows take."""
    over = sum(widths) / LINE  # every table is made as wide as the page, in proportion
    rooms = [max(1, int((width / over - 4) * 10 / 11)) for width in widths]
    return sum(max(map(_wrapped, row, rooms)) for row in rows)


def _wrapped(text: str, room: int) -> int:
    """Return how many lines of *room* characters a text takes when whole words go on to the next."""
    if len(text) <= room:
        return 1
    lines, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) <= room:
            used += 1 + len(word)
        else:
            lines += (used > 0) + (len(word) - 1) // room
            used = (len(word) - 1) % room + 1
    return lines


def _least(texts: list[str]) -> int:
    return _room(max((_longest(text) for text in texts), default=1))


def _room(characters: int) -> int:
    return 4 + characters * 11 // 10  # margins of the cell, and bold letters


def _longest(text: str) -> int:
    """Return the length of the longest word; a rating, which no format breaks, is one word."""
    found = 1
    for piece, rating in pieces(text):
        words = [piece] if rating else re.split(r"(?<=\w-)|\s", piece)  # every format breaks a line after a hyphen
        found = max([found, *(len(word) if len(word) <= LONGEST_WORD else BROKEN for word in words)])
    return found
