"""Checks of the ledger by itself: every line re-hashed, the tree over the lines, the heads, the order, and every text.

It reads whatever is left of a file, also one that the program would refuse to open.  Whether the register's tables
follow from the entries is checked in tracker.register.verification.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tracker.ledger.entry import Entry, EntryError, read
from tracker.ledger.merkle import Frontier, leaf_hash
from tracker.ledger.problems import Problems
from tracker.ledger.schema import TRIGGERS
from tracker.ledger.sqlite import TIMEOUT_SECONDS
from tracker.ledger.texts import Texts
from tracker.model.text import safe

BATCH = 500
"""How many entries are read at a time: memory stays flat, and others can save in between."""

RESTORE = "Restore a backup: tracker restore FILE"
"""What to do when the ledger itself was damaged; nothing but an untouched copy brings it back."""


def open_for_checking(path: Path) -> sqlite3.Connection:
    """Open the file for reading, whatever is in it; text that is not UTF-8 is shown as well as it can be."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(
        uri, uri=True, timeout=TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


@dataclass
class Tree:
    """The tree over the entries as far as they were read, compared with every head that was kept on the way.

    ``stored`` grows from the hashes kept beside the lines.  From the first line that does not fit its hash, ``actual``
    grows from what the lines really say.  So one edited line is one problem and not a problem of every later head.
    """

    stored: Frontier = field(default_factory=Frontier)
    actual: Frontier | None = None
    fitting: int = 0
    misfits: list[int] = field(default_factory=list)
    broken: bool = False

    def append(self, leaf: bytes, kept: bytes) -> None:
        """Add an entry by the hash of its line and the hash that was kept beside it."""
        if leaf != kept and self.actual is None:
            self.actual = Frontier.from_hex(self.stored.size, self.stored.to_hex())
        if self.actual is not None:
            self.actual.append(leaf)
        self.stored.append(kept if len(kept) == len(leaf) else leaf)

    @property
    def size(self) -> int:
        """How many entries were added."""
        return self.stored.size

    def root(self) -> str:
        """Return the root of what the lines say, in hexadecimal."""
        return (self.actual or self.stored).root().hex()

    def compare(self, root: str, frontier: str) -> None:
        """Compare the head that was kept at this size."""
        for tree in filter(None, (self.stored, self.actual)):
            if frontier == tree.to_hex() and root == tree.root().hex():
                self.fitting = tree.size
                return
        self.misfits.append(self.size)


class LedgerCheck:
    """One reading of the ledger from its first entry to its last; what it finds stands in ``problems``."""

    def __init__(self, db: sqlite3.Connection, problems: Problems, *, root_at: int | None = None) -> None:
        """Check the ledger in *db*; *root_at* is a size whose root is wanted for comparison with a report."""
        self.db = db
        self.problems = problems
        self.tree = Tree()
        self.texts = Texts(db, problems)
        self.root_at = root_at
        self.root_there: str | None = None
        self.last: Entry | None = None
        self.place = 0
        self.log = _log_name(db, problems)
        self._offset = 0
        self._head = 0
        self._headless: list[int] = []
