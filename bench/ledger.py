"""Hashing and tree of 100,000 entries from their stored lines, against reading and hashing the same rows."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench import registers
from bench.measure import Result, clocked, side_by_side
from tracker.ledger.merkle import Frontier, leaf_hash
from tracker.ledger.sqlite import SqliteStore

SIZE = 100_000


def scan(path: Path) -> None:
    """Read every stored line with plain sqlite3 and hash it: the least that any check must do."""
    with closing(sqlite3.connect(path)) as connection:
        for (line,) in connection.execute("SELECT line FROM entry ORDER BY seq"):
            hashlib.sha256(line).digest()


def root(path: Path) -> str:
    """Return the root over all stored lines, as the tracker computes it."""
    store = SqliteStore(path, readonly=True)
    try:
        frontier = Frontier()
        frontier.extend(leaf_hash(row.line) for row in store.rows())
        found = frontier.root().hex()
        assert found == store.head().root, "the register for the benchmark is damaged"
        return found
    finally:
        store.close()


def measure(folder: Path) -> Iterator[Result]:
    """Yield the one result."""
    path = registers.of_entries(folder, SIZE)
    name = f"ledger: tree of {SIZE:,} entries / scan + sha256"
    yield side_by_side(name, clocked(lambda: root(path)), clocked(lambda: scan(path)), repeats=11, limit=4)
