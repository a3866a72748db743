"""Whether the pages that SQLite lists as free are free: a page in use that stands on the list would be written over.

SQLite's own check leaves this out in a file that was compacted and has a virtual table; the list is read here as
section 1.5.3 of the file format tells, from a copy: opening the file itself beside SQLite would drop its locks.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

_NOWHERE = "the list of free pages leads nowhere"


def fault_of_free_pages(db: sqlite3.Connection) -> str | None:
    """Return what is wrong with the list of free pages, or None.

    This program overwrites what it gives up (``secure_delete``), so a page in which anything stands is not free.
    """
    if db.execute("PRAGMA freelist_count").fetchone()[0] == 0:
        return None
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        with closing(sqlite3.connect(copy)) as target:
            db.backup(target)
        with copy.open("rb") as file:
            return _fault(file)


def _fault(file: BinaryIO) -> str | None:
    header = file.read(100)
    size = int.from_bytes(header[16:18], "big") or 65536
    count = file.seek(0, 2) // size
    trunk = int.from_bytes(header[32:36], "big")
    seen: set[int] = set()
    while trunk:
        if trunk in seen or trunk > count:
            return _NOWHERE
        file.seek((trunk - 1) * size)
        page = file.read(size)
        length = int.from_bytes(page[4:8], "big")
        listed = [int.from_bytes(page[at : at + 4], "big") for at in range(8, min(8 + 4 * length, size), 4)]
        seen |= {trunk, *listed}
        for number in listed:
            if not 1 <= number <= count:
                return _NOWHERE
            file.seek((number - 1) * size)
            if any(file.read(size)):
                return f"page {number} is on the list of free pages, but something stands in it"
        trunk = int.from_bytes(page[:4], "big")
    return None
