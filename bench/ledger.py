"""Hashing and tree of 1,000,000 stored entries, against reading the same rows and the shortest loop to the root."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from bench import registers
from bench.measure import Result, clocked, side_by_side
from tracker.ledger.merkle import Frontier, leaf_hash
from tracker.ledger.sqlite import SqliteStore

SIZE = 1_000_000
LIMIT = 2


def plain_root(path: Path) -> str:
    """Return the root of RFC 9162, 2.1.1, over the stored lines, by the shortest loop that makes it.

    It knows nothing of the tracker: plain sqlite3, hashlib, and a list of finished subtrees with as many leaves each.
    """
    subtrees: list[tuple[int, bytes]] = []
    with closing(sqlite3.connect(path)) as connection:
        for (line,) in connection.execute("SELECT line FROM entry ORDER BY seq"):
            leaves, node = 1, sha256(b"\x00" + line).digest()
            while subtrees and subtrees[-1][0] == leaves:
                node = sha256(b"\x01" + subtrees.pop()[1] + node).digest()
                leaves *= 2
            subtrees.append((leaves, node))
    _, node = subtrees.pop()
    while subtrees:
        node = sha256(b"\x01" + subtrees.pop()[1] + node).digest()
    return node.hex()


def root(path: Path) -> str:
    """Return the root over all stored lines, as the tracker computes it."""
    store = SqliteStore(path, readonly=True)
    try:
        frontier = Frontier()
        frontier.extend(leaf_hash(row.line) for row in store.rows())
        return frontier.root().hex()
    finally:
        store.close()


def measure(folder: Path) -> Iterator[Result]:
    """Yield the one result."""
    path = registers.of_entries(folder, SIZE)
    assert root(path) == plain_root(path), "the two sides do not compute the same"
    name = f"ledger: tree of {SIZE:,} entries / scan + root"
    yield side_by_side(name, clocked(lambda: root(path)), clocked(lambda: plain_root(path)), repeats=5, limit=LIMIT)
