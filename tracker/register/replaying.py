"""The entries applied once more, to temporary tables beside the real ones, and the comparison of the two.

The same projection fills both, so a difference means that somebody changed a table, or an entry.  Replaying the plan
takes as long as all other checks together, so it can be run as a process of its own; see tracker.register.aside.
"""

from __future__ import annotations

import gc
import json
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tracker.ledger.entry import Entry, EntryError, quick_decode, read, unpack
from tracker.ledger.problems import Problem, Problems
from tracker.ledger.reading import in_order
from tracker.ledger.verify import BATCH, open_for_checking
from tracker.model.text import safe
from tracker.register.agreeing import PlanAgreement
from tracker.register.projection import INDEX, apply_to_plan
from tracker.register.schema import TABLES, columns, ddl

Apply = Callable[[sqlite3.Connection, Sequence[Entry]], None]

_HASH = re.compile(r"[0-9a-f]{64}")
_CACHE_KIB = 8 * 1024


PLAN = tuple(name for name in TABLES if name not in INDEX)


def replay(path: Path, tables: Sequence[str] = PLAN, apply: Apply = apply_to_plan) -> list[Problem]:
    """Replay some *tables* of the register at *path* and name each row in which they differ from the entries.

    An entry that cannot be read is left out here: it is a finding of the ledger's own check.  Raises
    sqlite3.DatabaseError when the file cannot be read.
    """
    problems = Problems()
    db = open_for_checking(path)
    try:
        replayed = Replayed(db, problems, tables, apply)
        reading = _Reading(db)
        for entries in reading.batches():  # while others may save
            replayed.take(entries)
        db.execute("BEGIN")  # from here on everything is of one moment
        for entries in reading.batches():
            replayed.take(entries)
        replayed.compare()
    finally:
        db.close()
    return problems.listed()


class _Reading:
    """The entries that can be read, batch by batch; asked again, those that were saved since."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.last = 0

    def batches(self) -> Iterator[list[Entry]]:
        while rows := self.db.execute(
            "SELECT seq, CAST(line AS BLOB) FROM entry WHERE seq > ? ORDER BY seq LIMIT ?", [self.last, BATCH]
        ).fetchall():
            self.last = in_order(rows, self.last)[-1][0]
            entries = []
            for _, line in rows:
                with suppress(EntryError):
                    entries.append(read(line))
            yield entries


class Replayed:
    """Some of the tables made anew, on a connection that need only be readable.

    They live in a temporary file behind a cache of fixed size, so that memory stays flat however long the ledger is.
    There is no way back from half an entry, and none is needed: after one that means nothing, nothing is compared.
    """

    def __init__(self, db: sqlite3.Connection, problems: Problems, tables: Sequence[str], apply: Apply) -> None:
        """Make the empty *tables*, which *apply* fills."""
        self.db = db
        self.problems = problems
        self.tables = tables
        self.failed = False
        self._apply = apply
        for setting in ("temp_store=FILE", f"temp.cache_size=-{_CACHE_KIB}", "temp.journal_mode=OFF"):
            db.execute(f"PRAGMA {setting}")
        db.execute("PRAGMA foreign_keys=OFF")
        for name, statement in zip(TABLES, ddl(temporary=True), strict=False):  # no indexes: rows are found by keys
            if name in tables:
                db.execute(statement)

    def take(self, entries: Sequence[Entry]) -> None:
        """Apply the next *entries*; the first that means nothing is named, and nothing is applied after it."""
        if self.failed:
            return
        within = self.db.in_transaction
        if not within:
            self.db.execute("BEGIN")
        try:
            self._apply(self.db, entries)
        except Exception as error:  # a forged line can be wrong in any way at all
            self._fail(error, entries)
        if not within:
            self.db.execute("COMMIT")

    def _fail(self, error: Exception, entries: Sequence[Entry]) -> None:
        self.failed = True
        noted = [int(note[1:]) for note in getattr(error, "__notes__", ())]
        which = f"Entry #{noted[0]}" if noted else f"An entry between #{entries[0].seq} and #{entries[-1].seq}"
        said = str(error) if isinstance(error, sqlite3.Error) else f"{type(error).__name__}: {error}"
        words = f"{which} makes no sense after those before it ({safe(said)}), so the tables could not be compared."
        self.problems.add("replay", noted[0] if noted else None, words)

    def compare(self) -> None:
        """Name each row in which a table differs from what the entries give."""
        if self.failed:
            return
        made = dict(self.db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'").fetchall())
        for table, statement in zip(TABLES, ddl(), strict=False):
            if table not in self.tables:
                continue
            if re.sub(r"\s", "", str(made.get(table, ""))) == re.sub(r"\s", "", statement):
                self._compare(table)
            else:
                state = "is not made as this program makes it" if table in made else "is missing"
                self.problems.add("table", None, f"The table '{table}' {state}.")

    def _compare(self, table: str) -> None:
        names = columns(table)
        key = [row[1] for row in self.db.execute(f"PRAGMA temp.table_info({table})") if row[5]]
        on = " AND ".join(f"live.{name} = made.{name}" for name in key)
        live, made = (",".join(f"{side}.{name}" for name in names) for side in ("live", "made"))
        extra = 0
        for row in self.db.execute(
            f"SELECT {live}, {made} FROM main.{table} AS live LEFT JOIN temp.{table} AS made ON {on}"
            f" WHERE ({live}) IS NOT ({made})"
        ):
            found, given = (dict(zip(names, half, strict=True)) for half in (row[: len(names)], row[len(names) :]))
            if given[key[0]] is None:
                extra += 1
                words = f"The table '{table}' has a row {_key(found, key)} that no entry gives."
            else:
                words = f"The table '{table}' was changed: {_key(found, key)} has {_changes(found, given)}."
            self.problems.add("table", _seq(found), words)
        there, wanted = (self.db.execute(f"SELECT count(*) FROM {s}.{table}").fetchone()[0] for s in ("main", "temp"))
        if there - extra == wanted:
            return
        for row in self.db.execute(
            f"SELECT {made} FROM temp.{table} AS made LEFT JOIN main.{table} AS live ON {on}"
            f" WHERE live.{key[0]} IS NULL"
        ):
            given = dict(zip(names, row, strict=True))
            words = f"The table '{table}' lacks the row {_key(given, key)} that the entries give."
            self.problems.add("table", _seq(given), words)


def _seq(row: dict[str, Any]) -> int | None:
    return row["seq"] if isinstance(row.get("seq"), int) else None


def _key(row: dict[str, Any], key: Sequence[str]) -> str:
    """Name a row by its key: R4.BRI.1, #213, or both."""
    return " ".join(f"#{row[name]}" if name == "seq" else safe(str(row[name])) for name in key)


def _changes(found: dict[str, Any], given: dict[str, Any]) -> str:
    """Say which columns differ and how, like "status 'complete' where the entries give 'planned'"."""
    return ", ".join(
        f"{name} {_shown(found[name])} where the entries give {_shown(given[name])}"
        for name in found
        if found[name] != given[name]
    )


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = str(value)
    return "another text" if _HASH.fullmatch(text) else f"'{safe(text[:60])}'"


def _handed_over() -> Iterator[list[Entry]]:
    """Yield the entries that the process that started this one hands over."""
    decode = quick_decode()
    while length := int.from_bytes(sys.stdin.buffer.read(4), "big"):
        yield unpack(sys.stdin.buffer.read(length), decode)


def main() -> None:
    """Compare the plan of the register named on the command line with the entries handed over; print the problems."""
    gc.disable()  # nothing here makes cycles, and the process does not live long
    path = Path(sys.argv[1])
    agreement = PlanAgreement(path)
    for entries in _handed_over():
        agreement.take(entries)
    problems = [] if agreement.holds() else replay(path)
    json.dump([vars(problem) for problem in problems], sys.stdout)


if __name__ == "__main__":
    main()
