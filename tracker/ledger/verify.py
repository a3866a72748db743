"""Checks of the ledger by itself: every line re-hashed, the tree over the lines, the heads, the order, every text.

It reads whatever is left of a file, also one that the program would refuse to open.  Whether the register's tables
follow from the entries is checked in tracker.register.verification.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from tracker.ledger.entry import Entry, EntryError, decode, quick_decode, read
from tracker.ledger.merkle import leaf_hash, leaf_hashes
from tracker.ledger.problems import Problems
from tracker.ledger.reading import DAMAGED, Reader, engine_words, in_order, open_reader
from tracker.ledger.schema import APPLICATION_ID, TRIGGERS, USER_VERSION
from tracker.ledger.sqlite import TIMEOUT_SECONDS
from tracker.ledger.store import StoreError
from tracker.ledger.verify_free import fault_of_free_pages
from tracker.ledger.verify_texts import TextCheck
from tracker.ledger.verify_tree import KeptHead, TreeCheck
from tracker.model.dates import long
from tracker.model.text import safe

BATCH = 100
"""How many entries are read at a time: as many as the processor's own cache holds; others can save in between."""

ADVICE = "Restore a backup: tracker restore FILE"
"""What to do when the ledger itself was damaged: nothing but an untouched copy brings it back."""

KINDS = frozenset({"line", "history", "head", "order", "missing", "cut off", "unreadable", "time", "log"})
"""Kinds of problems of the entries themselves; while there is one, the tables may be the better witness."""

StoredRow = tuple[int, bytes, bytes]


def open_for_checking(path: Path) -> sqlite3.Connection:
    """Open the file for reading, whatever is in it; text that is not UTF-8 is read as well as it can be."""
    db: Reader = open_reader(path, TIMEOUT_SECONDS, cached_statements=256)
    db.text_factory = partial(str, encoding="utf-8", errors="replace")
    return db


def check_file(db: sqlite3.Connection, path: Path, problems: Problems) -> bool:
    """Check that the file is a register with its guards; return whether it is one at all.

    Raises StoreError for a register of a newer program, which is no fault of the file.
    """
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        problems.add("file", None, f"{path} is not a register of this program; choose another with --db.")
        return False
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > USER_VERSION:
        raise StoreError(f"{path} was made by a newer program (format {version}); verify it with that program.")
    if version < 1:
        problems.add("file", None, f"The file says that its format is {version}; no program ever made one. {ADVICE}")
    found = dict(db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'").fetchall())
    for name, sql in TRIGGERS.items():
        if found.pop(name, None) != sql:
            problems.add(
                "guard",
                None,
                f"The guard '{name}', which keeps what was recorded from being changed, is missing or altered: "
                f"somebody worked on the file with another program. {ADVICE}",
            )
    for name in found:
        problems.add(
            "guard",
            None,
            f"The file has a trigger '{safe(str(name))}' that this program did not make; it may change what is "
            f"recorded. {ADVICE}",
        )
    return True


def damage(path: Path) -> list[str]:
    """Return what the engine's own check says of the file's structure, in its words; nothing for a sound file."""
    db = open_for_checking(path)
    try:
        # Asked for the whole file, SQLite leaves its list of free pages out when the first table it comes to is a
        # virtual one, as after VACUUM; asked for its own table, it looks at the list.
        asked = ("PRAGMA integrity_check(10)", "PRAGMA integrity_check(sqlite_schema)")
        said = [line for ask in asked for row in db.execute(ask) for line in str(row[0]).splitlines()]
        if fault := fault_of_free_pages(db):
            said.append(fault)
    except DAMAGED as error:
        said = [engine_words(error)]
    finally:
        db.close()
    # The search index is a cache that anybody can make anew; what is recorded does not rest on it.  Headings, and the
    # pages that hang on a damaged one, tell people nothing more.
    beside = r"main\.search|\*\*\*|is never used"
    return [line for line in dict.fromkeys(said) if line != "ok" and not re.search(beside, line)]


class LedgerCheck:
    """One reading of the ledger from its first entry to its last; what it finds goes into the problems handed in."""

    def __init__(
        self, db: sqlite3.Connection, problems: Problems, *, root_at: int | None = None, large: bool = False
    ) -> None:
        """Check the ledger in *db*; *root_at* is a size whose root is wanted, for comparison with a report.

        A *large* one is read by a decoder that takes less time for many entries and more for few.
        """
        self.db = db
        self.problems = problems
        self.tree = TreeCheck(problems)
        self.texts = TextCheck(db, problems, ADVICE)
        row = db.execute("SELECT name FROM log").fetchone()
        self.log = str(row[0]) if row else ""
        self.last: Entry | None = None
        self.place = 0
        self.root_there: str | None = None
        self.lines: list[bytes] = []
        """The lines of the entries that were yielded last."""
        self._decode = quick_decode() if large else decode
        self._root_at = root_at
        self._offset = 0
        self._head = 0
        self._headless: tuple[int, int] | None = None
        """The first append whose root is missing, and how many there are."""

    def walk(self) -> Iterator[list[Entry]]:
        """Check batch after batch and yield the entries of each that can be read, until there are no more.

        May be called again to take in what was appended meanwhile.
        """
        while rows := self._rows():
            heads: list[KeptHead] = self.db.execute(
                "SELECT size, COALESCE(CAST(root AS TEXT), ''), COALESCE(CAST(frontier AS TEXT), '') FROM head"
                " WHERE size > ? AND size <= ? ORDER BY size",
                [self.place, rows[-1][0]],
            ).fetchall()
            yield self._check(rows, heads)

    def finish(self) -> None:
        """Check what can only be told at the end; call it in the transaction in which the walk ended."""
        self.tree.finish(f"Compare with an issued report: tracker verify --against FILE. {ADVICE}")
        self._check_end()
        if self._headless:
            first, count = self._headless
            more = f" and after {count - 1} later appends" if count > 1 else ""
            self.problems.add("head", first, f"The root kept after entry #{first}{more} is missing: deleted. {ADVICE}")
        self.texts.finish()

    def _rows(self) -> list[StoredRow]:
        rows: list[StoredRow] = self.db.execute(
            "SELECT seq, COALESCE(CAST(line AS BLOB), x''), COALESCE(CAST(leaf AS BLOB), x'') FROM entry"
            " WHERE seq > ? ORDER BY seq LIMIT ?",
            [self.place, BATCH],
        ).fetchall()
        return in_order(rows, self.place)

    def _check(self, rows: list[StoredRow], heads: list[KeptHead]) -> list[Entry]:
        sizes = {head[0] for head in heads} | {self._head}
        entries: list[Entry] = []
        self.lines = []
        decode = self._decode
        said = leaf_hashes(line for _, line, _ in rows)
        kept = [leaf for _, _, leaf in rows]
        edited = said != kept
        start = self.tree.size
        for seq, line, leaf in rows:
            if seq != self.place + 1:
                self._missing(seq)
            self.place = seq
            if edited and leaf_hash(line) != leaf:
                self._edited(seq)
            try:
                entry = read(line, decode)
            except EntryError as error:
                self.problems.add("unreadable", seq, f"Entry #{seq} cannot be read: {safe(str(error))}. {ADVICE}")
                continue
            if entry.seq - seq != self._offset:
                self._out_of_place(seq, entry)
            if self.last is None:
                self._check_first(entry)
            elif entry.at != self.last.at:
                self._check_time(entry, seq, sizes)
            self.last = entry
            entries.append(entry)
            self.lines.append(line)
        self._grow(said, kept, heads, start)
        self.texts.take(entries)
        return entries

    def _grow(self, said: list[bytes], kept: list[bytes], heads: list[KeptHead], start: int) -> None:
        """Add the hashes to the tree, stopping at each head and at the size whose root is wanted."""
        stops: list[tuple[int, str | None, str]] = [*heads]
        if self._root_at is not None and start < self._root_at <= start + len(said):
            stops = sorted([*stops, (self._root_at, None, "")], key=lambda stop: stop[0])
        done = 0
        for size, root, frontier in stops:
            upto = size - start
            if upto > done:
                self.tree.add(said[done:upto], kept[done:upto])
                done = upto
            if size == self._root_at:
                self.root_there = self.tree.root()
            if root is not None:
                self.tree.compare(root, frontier)
                self._head = size
        self.tree.add(said[done:], kept[done:])

    def _edited(self, seq: int) -> None:
        words = f"Entry #{seq} was changed after it was recorded: it does not fit the hash kept with it. {ADVICE}"
        self.problems.add("line", seq, words)

    def _missing(self, seq: int) -> None:
        first, last = self.place + 1, seq - 1
        self.tree.broken = True
        gone = f"Entry #{first} is" if first == last else f"Entries #{first} to #{last} are"
        self.problems.add("missing", first, f"{gone} missing: deleted after being recorded. {ADVICE}")

    def _out_of_place(self, seq: int, entry: Entry) -> None:
        self._offset = entry.seq - seq
        if self._offset:
            self.problems.add(
                "order",
                seq,
                f"Where entry #{seq} belongs stands the entry that was recorded as #{entry.seq}: entries were deleted, "
                f"repeated or swapped. {ADVICE}",
            )

    def _check_first(self, entry: Entry) -> None:
        opened = entry.facts.get("log")
        if opened != self.log:
            self.problems.add(
                "log",
                entry.seq,
                f"The file says that it is the log '{safe(self.log)}', but its first entry opened "
                f"'{safe(str(opened))}': the name was changed, or entries of another register stand here. {ADVICE}",
            )

    def _check_time(self, entry: Entry, seq: int, sizes: set[int]) -> None:
        """All entries of one append bear one time, so a new time begins a new append: a head must stand before it."""
        assert self.last is not None
        if entry.at < self.last.at:
            self.problems.add(
                "time",
                seq,
                f"Entry #{seq} says that it was recorded at {_time(entry.at)}, before entry #{seq - 1} "
                f"({_time(self.last.at)}); the ledger never goes back in time. {ADVICE}",
            )
        if seq - 1 not in sizes and not self.tree.broken:
            self._lacks_head(seq - 1)

    def _lacks_head(self, size: int) -> None:
        first, count = self._headless or (size, 0)
        self._headless = first, count + 1

    def _check_end(self) -> None:
        size, count = self.db.execute("SELECT max(size), count(*) FROM head WHERE size > ?", [self.place]).fetchone()
        if count:
            self.tree.broken = True
            gone = f"entry #{size} is" if size == self.place + 1 else f"entries #{self.place + 1} to #{size} are"
            self.problems.add(
                "cut off",
                self.place + 1,
                f"The end of the ledger was cut off: {size} entries were recorded, {gone} missing. {ADVICE}",
            )
        elif self.place and self._head != self.place and not self.tree.broken:
            self._lacks_head(self.place)
        if self.db.execute("SELECT 1 FROM entry WHERE seq < 1 UNION SELECT 1 FROM head WHERE size < 1").fetchone():
            self.problems.add("order", None, f"Something stands before entry #1, where nothing belongs. {ADVICE}")


def _time(at: str) -> str:
    """Return a time of the ledger in words; what is not one, as it stands."""
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return f"'{safe(at)}'"
    return f"{when:%H:%M:%S} on {long(when.date())} UTC"
