"""One durable act: progress recorded through an open desk, against one bare INSERT of a row of that size.

Both files lie in one folder and have the same journal settings, so that both wait for the same disk.
"""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench import registers
from bench.measure import Result, clocked, side_by_side
from tracker.desk import delivery
from tracker.desk.session import Session
from tracker.model.vocabulary import Rating

LIMIT = 4
REPEATS = 200


def measure(folder: Path) -> Iterator[Result]:
    """Yield a result for the register of the real files and one for a register of 100,000 entries."""
    yield _one("act: progress recorded / one INSERT", registers.real(folder / "real.db"), "R1.BRI.1")
    large = Path(shutil.copy(registers.of_entries(folder, 100_000), folder / "large.db"))
    yield _one("act: the same after 100,000 entries", large, "R1.BRI.1000")
    large.unlink()


def _one(name: str, register: Path, ref: str) -> Result:
    bare = register.with_name("bare.db")
    bare.unlink(missing_ok=True)
    number = itertools.count()
    with Session(register, via=registers.VIA).desk() as desk, closing(_plain(bare)) as plain:

        def ours() -> None:
            note = f"{next(number)}: {registers.NOTE}"
            delivery.record_progress(desk, ref, note=note, rating=Rating.GREEN)

        ours()
        held = desk.store.db.execute("SELECT line, leaf FROM entry ORDER BY seq DESC LIMIT 1").fetchone()

        def theirs() -> None:
            plain.execute("INSERT INTO entry(line, leaf) VALUES (?, ?)", held)

        return side_by_side(name, clocked(ours), clocked(theirs), repeats=REPEATS, limit=LIMIT, warm=10)


def _plain(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode=DELETE", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("CREATE TABLE entry(seq INTEGER PRIMARY KEY, line BLOB NOT NULL, leaf BLOB NOT NULL) STRICT")
    return connection
