"""For information: a page of 100,000 actions against a bare page of SQL, and looking back against reading lines."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from bench import registers
from bench.measure import Result, clocked, side_by_side
from tracker.register import listing
from tracker.register.filters import parse
from tracker.register.position import Position, When

PAGE = 50
TODAY = date(2024, 7, 4)


def measure(folder: Path) -> Iterator[Result]:
    """Yield pages of several filters, then a position in the past."""
    path = registers.of_actions(folder, 100_000)
    with Position(path, When(TODAY)) as position, closing(sqlite3.connect(path)) as plain:
        for query, offset in (("", 0), ("", 50_000), ("area:BRI", 0), ("area:BRI overdue", 0), ('"large plan"', 0)):

            def ours(query: str = query, offset: int = offset) -> None:
                chosen = parse(query)
                listing.page(position, chosen, limit=PAGE, offset=offset)
                listing.count(position, chosen)

            def theirs(offset: int = offset) -> None:
                plain.execute(f"SELECT * FROM action ORDER BY sort LIMIT {PAGE} OFFSET {offset}").fetchall()
                plain.execute("SELECT count(*) FROM action").fetchone()

            name = f"lists: page + count of '{query}' from {offset:,} / bare SQL"
            yield side_by_side(name, clocked(ours), clocked(theirs), repeats=11)
    yield _looking_back(registers.of_entries(folder, 10_000))


def _looking_back(path: Path) -> Result:
    def ours() -> None:
        Position(path, When(TODAY, as_at=TODAY)).close()

    def theirs() -> None:
        with closing(sqlite3.connect(path)) as plain:
            for (line,) in plain.execute("SELECT line FROM entry ORDER BY seq"):
                json.loads(line)

    return side_by_side("lists: 10,000 entries as at a day / read + parse", clocked(ours), clocked(theirs), repeats=11)
