"""The small change of reports: tables as data, ratings, days, money and lists said in words.

What the words are about is found elsewhere; how they are escaped is the business of tracker.reports.rendering.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from tracker.model.dates import days_between_words, long
from tracker.model.saying import NOTHING_NAMED as NOTHING_NAMED
from tracker.model.saying import joined as joined
from tracker.model.saying import plural as plural
from tracker.model.text import fit
from tracker.model.vocabulary import Precision, Rating

WIDEST = 7
"""Columns that a table may have, so that it can be read on paper and by a screen reader."""


@dataclass(frozen=True)
class Table:
    """A simple table: a header for each column, as many cells in every row, none of them empty.

    ``more`` says under the table what was left out of it.  Raises ValueError for any other shape.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""

    def __post_init__(self) -> None:
        """Check the shape."""
        if not 2 <= len(self.headers) <= WIDEST:
            raise ValueError(f"a table has 2 to {WIDEST} columns, not {len(self.headers)}")
        for row in self.rows:
            if len(row) != len(self.headers) or not all(cell.strip() for cell in row):
                raise ValueError(f"the row {row} does not fill the columns {self.headers}")


def rated(value: str | None, none: str = "no rating") -> str:
    """Return a rating as letter, word and symbol, like "R Red ▲"."""
    if value is None:
        return none
    rating = Rating(value)
    return f"{rating.letter} {rating.words} {rating.symbol}"


def tally(counts: Mapping[str, int], *, unrated: int = 0) -> str:
    """Return how many there are of each rating, worst first, like "R Red ▲: 2, G Green ●: 1, not reported: 3"."""
    said = [f"{rated(rating.value)}: {counts[rating.value]}" for rating in Rating if counts.get(rating.value)]
    if unrated:
        said.append(f"not reported: {unrated}")
    return ", ".join(said)


def day(iso: str | None, precision: str | None = None, none: str = "no date") -> str:
    """Return an ISO date in full, as exact as it was written."""
    return long(date.fromisoformat(iso), Precision(precision or "day")) if iso else none


def ago(iso: str, today: date) -> str:
    """Return how long before *today* a day was, like "12 days ago"."""
    gone = (today - date.fromisoformat(iso)).days
    return f"{days_between_words(gone)} ago" if gone else "today"


def on_one_line(text: str) -> str:
    """Return typed text with its line breaks, tabs and runs of spaces as single spaces; nothing else is touched."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def cut(text: str | None, cells: int = 160, none: str = "nothing written") -> str:
    """Return typed text on one line and at most that long, its end marked by … where it was cut."""
    said = on_one_line(text or "")
    return fit(said, cells) if said else none


def title(text: str | None) -> str:
    """Return a title on one line; a missing one is said to be missing."""
    return cut(text, 300, none="no title")


def is_are(number: int) -> str:
    """Return the verb that goes with a number."""
    return "is" if number == 1 else "are"


def was_were(number: int) -> str:
    """Return the verb of the past that goes with a number."""
    return "was" if number == 1 else "were"


def listed(items: Sequence[str], limit: int = 12) -> str:
    """Return items as a list in words, cut after *limit* with how many more there are."""
    if len(items) <= limit + 1:
        return joined(items)
    return f"{', '.join(items[:limit])} and {len(items) - limit} more"


def spans(refs: Sequence[str], limit: int = 12) -> str:
    """Return references in their order as spans: R1 to R6, R8 and R9; only the last number of a reference runs on."""
    runs: list[list[str]] = []
    for ref in refs:
        if runs and _next_of(runs[-1][-1]) == ref:
            runs[-1].append(ref)
        else:
            runs.append([ref])
    told = [part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else run)]
    return listed(told, limit)


def numbered(entries: Sequence[int]) -> list[str]:
    """Return entry numbers as references, like #412."""
    return [f"#{number}" for number in entries]


def _next_of(ref: str) -> str:
    stem = ref.rstrip("0123456789")
    number = ref[len(stem) :]
    return f"{stem}{int(number) + 1}" if number else ""


def pounds(amount: str | None, none: str = "amount not recorded") -> str:
    """Return a decimal text as pounds, like £280,000; a text that is no number comes back as it is."""
    if not amount:
        return none
    try:
        value = Decimal(amount)
    except InvalidOperation:
        return amount
    return f"£{value:,.2f}".removesuffix(".00")


def left_out(shown: int, total: int, how: str) -> str:
    """Return the sentence under a table that was cut, or nothing."""
    return f"Shown are {shown} of {total}; {how} shows all." if total > shown else ""
