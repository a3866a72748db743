"""Reading a table's cells back as what they print: ratings, counts, decimals.  Nothing is drawn here."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from tracker.model.vocabulary import Rating
from tracker.reports.document import plain

if TYPE_CHECKING:
    from tracker.reports.document import Table


def head(table: Table) -> list[str]:
    """Return the heads of the columns as plain text."""
    return [plain(cell) for cell in table.head]


def rated(words: str) -> Rating | None:
    """Return the rating whose letter, word and symbol *words* begin with, or None."""
    return next((rating for rating in Rating if words.startswith(f"{rating.letter} {rating.words}")), None)


def count(words: str) -> int | None:
    """Return the whole number that *words* begin with, or None."""
    found = re.match(r"[0-9][0-9,]*", words)
    return int(found[0].replace(",", "")) if found else None


def number(words: str) -> Decimal | None:
    """Return the decimal number that *words* begin with, or None."""
    found = re.match(r"[£]?(-?[0-9][0-9,]*(?:\.[0-9]+)?)", words)
    return Decimal(found[1].replace(",", "")) if found else None
