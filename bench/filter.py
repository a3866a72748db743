"""Filtering 100,000 actions: from a key to the settled screen against bare SQL, and what it takes against a DataTable.

The tracker runs as it would for a person, in a terminal; this needs Linux.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from bench import registers
from bench.measure import Result, megabytes
from bench.terminal import ENVIRONMENT, Terminal
from tracker.desk.session import Session
from tracker.register import listing
from tracker.register.filters import parse
from tracker.register.position import Position

ACTIONS = 100_000
ROWS = 20
"""Rows that a list shows at once on a terminal of 80 by 24."""
REPEATS = 5
SQL_LIMIT = 5
TABLE_LIMIT = 1 / 50
MEMORY = 200 * 1024 * 1024

FILTERS = ("area:BRI", "overdue", "area:BRI overdue", "rag:red", "owner:police", "due<2023-01-01", "large", "43567")
"""Each is typed but for its last letter; the key that is measured is that one."""
IN_A_TABLE = "area:BRI overdue"
"""The filter whose rows a DataTable is filled with: for all of them it takes half a minute."""

PAGE = """
SELECT a.ref, a.reported, a.rule, a.date_check, a.due_now, a.review_on, a.basis, t.body AS title
FROM rated_action a LEFT JOIN text t ON t.digest = a.title WHERE {where} ORDER BY a.sort LIMIT {rows}
"""
COUNT = "SELECT count(*) FROM rated_action a WHERE {where}"


class Key(NamedTuple):
    """What one key took: until rows or a number showed, and of the processor's time."""

    seconds: float
    processor: float


def measure(folder: Path) -> Iterator[Result]:
    """Yield a line per filter, then the DataTable, then the memory after all of it."""
    if not sys.platform.startswith("linux"):
        print("filter: not measured; it needs Linux")
        return
    path = registers.of_actions(folder, ACTIONS)
    command = [sys.executable, "-m", "tracker"]
    with (
        Session(path).position() as position,
        Terminal(command, registers.environment(path, **ENVIRONMENT)) as terminal,
    ):
        terminal.wait_for("high ·")  # what needs attention is there: nothing else is being read
        terminal.press("2")
        every = f"{listing.count(position):,} action"
        terminal.wait_for(every)
        keys: dict[str, list[Key]] = {query: [] for query in FILTERS}
        bare: dict[str, list[tuple[float, float]]] = {query: [] for query in FILTERS}
        for query in FILTERS * REPEATS:
            bare[query].append(_bare(position, query))
            keys[query].append(_typed(terminal, query, f"{listing.count(position, parse(query)):,} action", every))
        for query in FILTERS:
            settled = median(key.seconds for key in keys[query])
            both = median(page + count for page, count in bare[query])
            yield Result(f"filter: '{query}', key to settled / bare page + count", settled, both, SQL_LIMIT)
        ours = median(key.processor for key in keys[IN_A_TABLE])
        theirs = asyncio.run(_refilled(position, IN_A_TABLE))
        number = listing.count(position, parse(IN_A_TABLE))
        yield Result(f"filter: processor, {number:,} rows / DataTable", ours, theirs, TABLE_LIMIT)
        yield Result("filter: memory of the program after all this", terminal.peak_bytes(), MEMORY, 1, megabytes)


def _bare(position: Position, query: str) -> tuple[float, float]:
    """Return how long bare SQL takes for the rows that show, and for their number."""
    chosen = parse(query)
    took = []
    for sql in (PAGE.format(where=chosen.where, rows=ROWS), COUNT.format(where=chosen.where)):
        start = time.perf_counter()
        position.db.execute(sql, chosen.values).fetchall()
        took.append(time.perf_counter() - start)
    return took[0], took[1]


def _typed(terminal: Terminal, query: str, wanted: str, cleared: str) -> Key:
    """Type a filter, wait, and press its last letter until the number *wanted* shows; then clear it again."""
    terminal.press("/")
    terminal.press(query[:-1])
    terminal.rest(1.5)
    before, start = terminal.processor_seconds(), time.perf_counter()
    terminal.press(query[-1])
    terminal.wait_for(wanted)
    seconds = time.perf_counter() - start
    terminal.rest(0.3)
    processor = terminal.processor_seconds() - before
    terminal.press("\x1b")
    terminal.wait_for(cleared)
    return Key(seconds, processor)


class _Table(App[None]):
    """A table that holds every row."""

    def compose(self) -> ComposeResult:
        yield DataTable()


async def _refilled(position: Position, query: str) -> float:
    """Return the processor time of clearing a DataTable and filling it with the rows of a filter, until it is drawn."""
    app = _Table()
    async with app.run_test(size=(80, 24)) as pilot:
        table: DataTable[str] = app.query_one(DataTable)
        table.add_columns("Reference", "Rep", "Chk", "Due", "Title")
        start = time.process_time()
        table.clear()
        for line in listing.page(position, parse(query)):
            table.add_row(line.ref, line.reported or "–", line.date_check or "–", line.due or "no date", line.title)
        await pilot.pause()
        while table._require_update_dimensions or table._updated_cells:
            await pilot.pause(0.01)
        return time.process_time() - start
