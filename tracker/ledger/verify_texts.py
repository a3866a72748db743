"""Checks of what people typed: each text that an entry names is held, and is the one that was typed.

Texts are held in the order in which their entries were recorded, so both are read side by side and memory stays flat.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from tracker.ledger.entry import Entry
from tracker.ledger.problems import Problems
from tracker.ledger.reading import in_order
from tracker.model.text import safe

_BATCH = 1000

Held = tuple[int, str, bytes | None, bytes | None]
"""Row number, digest, salt and body, as they are held."""


class Disposal(NamedTuple):
    """The entry ``seq`` says that the text ``field`` of entry ``of``, about ``subject``, was removed."""

    seq: int
    of: int
    field: str
    subject: str


class TextCheck:
    """The texts so far: ``_wanted`` are named and not yet found, ``_held`` are found and not yet named."""

    def __init__(self, db: sqlite3.Connection, problems: Problems, advice: str) -> None:
        """Check the texts in *db*; *advice* says what to do about one that is gone."""
        self.db = db
        self.problems = problems
        self.advice = advice
        self._row = -(2**63)
        self._wanted: dict[str, tuple[Entry, str]] = {}
        self._held: set[str] = set()
        self._faults: dict[str, str] = {}
        self._removed: dict[str, tuple[Entry, str]] = {}
        self.disposed: dict[str, Disposal] = {}
        """Digest → what an entry says of its removing; whoever reads the entries fills it in before the end."""

    def take(self, entries: Sequence[Entry]) -> None:
        """Look for the texts of the next *entries*."""
        wanted = [str(digest) for entry in entries for digest in entry.texts.values()]
        rows = self._read(len(wanted))
        self._judge(rows)
        held = {row[1] for row in rows}
        if not self._wanted and not self._held and not self._faults and held == set(wanted):
            return  # as it is in a sound register, where both stand in one order
        self._wanted |= {str(digest): (entry, name) for entry in entries for name, digest in entry.texts.items()}
        self._match(held)

    def finish(self) -> None:
        """Read what is left, and name every text that is missing and every one that no entry mentions."""
        while rows := self._read(_BATCH):
            self._judge(rows)
            self._match({row[1] for row in rows})
        for digest, (entry, name) in self._wanted.items():
            if not self._named_twice(digest):
                self._say("text missing", entry, name, f"is missing. {self.advice}")
        self._finish_removed()
        for digest in sorted(self._held):
            self.problems.add(
                "stray text", None, f"A text is held that no entry mentions ({safe(digest)[:12]}…); no act recorded it."
            )

    def _finish_removed(self) -> None:
        """Compare what is gone with what entries say was removed, both ways."""
        for digest, (entry, name) in self._removed.items():
            if digest not in self.disposed:
                words = "was removed, and no entry says by whom or on what ground."
                self._say("text removed", entry, name, words)
        for digest, said in self.disposed.items():
            if digest not in self._removed and self._is_held(digest):
                self.problems.add(
                    "disposal",
                    said.seq,
                    f"Entry #{said.seq} says that the text '{safe(said.field)}' of entry #{said.of} "
                    f"({safe(said.subject)}) was removed, but it is held. Remove it again: tracker dispose "
                    f"'#{said.of}' --field {safe(said.field)}",
                )

    def _read(self, count: int) -> list[Held]:
        # The body as bytes: a text that is no longer UTF-8 must be named, not stop the reading.
        rows: list[Held] = self.db.execute(
            "SELECT rowid, COALESCE(CAST(digest AS TEXT), ''), CAST(salt AS BLOB), CAST(body AS BLOB) FROM text"
            " WHERE rowid > ? ORDER BY rowid LIMIT ?",
            [self._row, count],
        ).fetchall()
        if rows:
            self._row = in_order(rows, self._row)[-1][0]
        return rows

    def _judge(self, rows: Sequence[Held]) -> None:
        """Note every text that is not what its digest says."""
        sha = sha256
        for _, digest, salt, body in rows:
            if salt is None or body is None:
                self._faults[digest] = "removed"
            elif sha(salt + body).hexdigest() != digest:
                self._faults[digest] = "changed"

    def _match(self, held: set[str]) -> None:
        """Bring together what is wanted and what is held; a fault is named once its entry is known."""
        self._held |= held
        found = self._wanted.keys() & self._held
        for digest in self._faults.keys() & found:
            self._fault(digest)
        self._held -= found
        for digest in found:
            del self._wanted[digest]

    def _fault(self, digest: str) -> None:
        entry, name = self._wanted[digest]
        if self._faults.pop(digest) == "removed":
            self._removed[digest] = entry, name  # an entry further on may say by whom
        else:
            self._say("text", entry, name, f"is not the one that was recorded: it was changed. {self.advice}")

    def _is_held(self, digest: str) -> bool:
        asked = "SELECT 1 FROM text WHERE digest = ? AND body IS NOT NULL"
        return self.db.execute(asked, [digest]).fetchone() is not None

    def _named_twice(self, digest: str) -> bool:
        return self.db.execute("SELECT 1 FROM text WHERE digest = ?", [digest]).fetchone() is not None

    def _say(self, kind: str, entry: Entry, name: str, words: str) -> None:
        what = f"The text '{safe(name)}' of entry #{entry.seq} ({safe(str(entry.subject))})"
        self.problems.add(kind, entry.seq, f"{what} {words}")
