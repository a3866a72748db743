"""A quick proof that the register's tables hold exactly what the entries give, made while the entries go by.

It answers yes or "cannot tell" and never names a difference: whoever hears no more than that has the entries replayed,
as tracker.register.replaying does, which takes longer and says what is wrong.
"""

from __future__ import annotations

import re
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tracker.ledger.entry import Entry
from tracker.ledger.verify import open_for_checking
from tracker.register.projection import INDEX, Operation, index_rows, inserting, operations
from tracker.register.schema import TABLES, columns, ddl

_CACHE_KIB = 8 * 1024
_WAITING = 10_000
"""How many undone entries may wait for the entry that undoes them; beyond, doubting keeps memory flat."""

_MADE = dict(zip(TABLES, ddl(), strict=False))
_COPY = dict(zip(TABLES, ddl(temporary=True), strict=False))

_ONCE = tuple(
    table
    for table, body in TABLES.items()
    if re.match(r"\s*seq INTEGER PRIMARY KEY,", body) and "UNIQUE" not in body and table not in (*INDEX, "revision")
)
"""Tables of rows that are made by one entry, bear its number and are never changed: an undo takes them away at most.

The date of a revision can be corrected, and numbers that must be unique need all rows side by side.
"""

Row = tuple[Any, ...]


class Doubt(Exception):
    """It cannot be told this way whether the tables follow from the entries."""


class Agreement(ABC):
    """The comparison of some tables with the entries; it doubts from the first thing on that is not plainly right.

    Rows are compared at different times, so it also doubts when somebody saved between its first look and its last.
    """

    def __init__(self, path: Path, tables: Sequence[str]) -> None:
        """Compare *tables* of the register at *path*."""
        self.db = open_for_checking(path)
        self.db.text_factory = str  # text that is not UTF-8 is one thing to doubt
        self.tables = tables
        self.doubts = False
        self._last = 0
        self._version = 0
        self._unless_in_doubt(self._begin)

    def take(self, entries: Sequence[Entry]) -> None:
        """Compare what the next *entries* give; they are in order, and none is left out."""
        self._unless_in_doubt(lambda: self._take_in_order(entries))

    def holds(self) -> bool:
        """Tell whether the tables hold what the entries taken give and nothing else; False may mean mere doubt."""
        self._unless_in_doubt(self._end)
        self.db.close()
        return not self.doubts

    def close(self) -> None:
        """Close the connection, when nobody wants to know any more."""
        self.db.close()

    def _unless_in_doubt(self, step: Callable[[], None]) -> None:
        if self.doubts:
            return
        try:
            step()
        except Exception:  # a forged line or table can be wrong in any way at all; the replay will say in which
            self.doubts = True
            self.db.close()  # and with it the transaction that keeps others from saving

    def _begin(self) -> None:
        self._version = self._data_version()
        for setting in ("temp_store=FILE", f"temp.cache_size=-{_CACHE_KIB}", "temp.journal_mode=OFF"):
            self.db.execute(f"PRAGMA {setting}")
        self.db.execute("PRAGMA foreign_keys=OFF")

    def _data_version(self) -> int:
        """A number that changes when another connection saves."""
        return int(self.db.execute("PRAGMA main.data_version").fetchone()[0])

    def _take_in_order(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        first, self._last = self._last + 1, self._last + len(entries)
        if [entry.seq for entry in entries] != list(range(first, self._last + 1)):
            raise Doubt
        self.db.execute("BEGIN")  # without, the engine would lock and unlock the file for each statement
        self._take(entries)
        self.db.execute("COMMIT")

    def _end(self) -> None:
        self.db.execute("BEGIN")
        if self._data_version() != self._version:
            raise Doubt
        made = dict(self.db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'").fetchall())
        if any(re.sub(r"\s", "", made[name]) != re.sub(r"\s", "", _MADE[name]) for name in self.tables):
            raise Doubt
        self._finish()

    @abstractmethod
    def _take(self, entries: Sequence[Entry]) -> None:
        """Compare what *entries* give; raises Doubt."""

    @abstractmethod
    def _finish(self) -> None:
        """Compare what only all entries together give; raises Doubt."""

    def _count(self, table: str) -> int:
        return int(self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def _between(self, table: str, first: int, last: int) -> list[Row]:
        return self.db.execute(_range(table), [first, last]).fetchall()


class IndexAgreement(Agreement):
    """The tables that say which entries there are."""

    def __init__(self, path: Path) -> None:
        """Compare the index of entries of the register at *path*."""
        self._refs = 0
        self._undone: dict[int, int] = {}
        """Entry → the later one that undoes it, as the table has it, until that one is read."""
        super().__init__(path, INDEX)

    def _begin(self) -> None:
        super()._begin()
        self.db.execute("CREATE TEMP TABLE absent(seq INTEGER)")

    def _take(self, entries: Sequence[Entry]) -> None:
        first = entries[0].seq
        rows, refs = index_rows(entries, lambda seq: self._effective(seq, first))
        live = self._between("entry_index", first, self._last)
        if rows != live:
            self._note_undone(rows, live)
        self.db.executemany(
            "INSERT INTO absent SELECT ?2 WHERE NOT EXISTS (SELECT 1 FROM main.entry_ref"
            " WHERE ref = ?1 AND seq = ?2 AND effective_on = ?3 AND orders = ?4)",
            refs,
        )
        self._refs += len(refs)
        for entry in entries:
            if entry.act == "entry.undone" and self._undone.pop(entry.facts["entry"]) != entry.seq:
                raise Doubt

    def _effective(self, seq: int, first: int) -> str:
        """Return what the table says of an entry that was compared before; nothing is known of later ones."""
        if seq >= first:
            raise Doubt
        return str(self.db.execute("SELECT effective_on FROM main.entry_index WHERE seq = ?", [seq]).fetchone()[0])

    def _note_undone(self, rows: Sequence[Row], live: Sequence[Row]) -> None:
        for given, found in zip(rows, live, strict=True):
            if given != found:
                if given[:-1] != found[:-1]:
                    raise Doubt
                self._undone[found[0]] = found[-1]
        if len(self._undone) > _WAITING:
            raise Doubt

    def _finish(self) -> None:
        beyond = self.db.execute("SELECT 1 FROM main.entry_index WHERE seq < 1 OR seq > ?", [self._last]).fetchone()
        if self._undone or beyond or self._count("absent") or self._count("main.entry_ref") != self._refs:
            raise Doubt


class PlanAgreement(Agreement):
    """The tables of the plan.

    Rows that can change are made anew in a temporary file, behind a cache of fixed size, and compared at the end.
    """

    def __init__(self, path: Path) -> None:
        """Compare the plan of the register at *path*."""
        self._found = dict.fromkeys(_ONCE, 0)
        super().__init__(path, [name for name in TABLES if name not in INDEX])

    def _begin(self) -> None:
        super()._begin()
        for name in self.tables:
            self.db.execute(_COPY[name])
        self._gathered = _Gathered(self.db)

    def _take(self, entries: Sequence[Entry]) -> None:
        found, gathered = self._found, self._gathered
        once: dict[str, list[Row]] = {}
        undone: list[Operation] = []
        for entry in entries:
            for done in operations(entry):
                verb, table = _meaning(done[0])
                if table not in found:
                    gathered.take(verb, table, done, entry)
                elif verb == "INSERT":
                    once.setdefault(table, []).append(done[1])
                elif verb == "DELETE" and done[1][0] < entry.seq:
                    undone.append(done)
                else:
                    raise Doubt
        gathered.run()
        for table, rows in once.items():
            self._compare(table, rows)
        for sql, values in undone:
            if self.db.execute(sql, values).rowcount != 1:
                raise Doubt

    def _compare(self, table: str, rows: list[Row]) -> None:
        """Compare rows with those in the file; one that is not there waits for the entry that undoes its own."""
        live = self._between(table, rows[0][0], rows[-1][0])
        self._found[table] += len(live)
        if rows != live:
            there = {row[0] for row in live}
            if [row for row in rows if row[0] in there] != live:
                raise Doubt
            self.db.executemany(inserting(table), [row for row in rows if row[0] not in there])

    def _finish(self) -> None:
        for table in self.tables:
            made = self._count(f"temp.{table}")
            if self._count(f"main.{table}") != made + self._found.get(table, 0):
                raise Doubt
            if made and (table in self._found or self._differs(table)):
                raise Doubt

    def _differs(self, table: str) -> bool:
        key = [row[1] for row in self.db.execute(f"PRAGMA temp.table_info({table})") if row[5]]
        on = " AND ".join(f"live.{name} = made.{name}" for name in key)
        live, made = (",".join(f"{side}.{name}" for name in columns(table)) for side in ("live", "made"))
        both = f"main.{table} AS live LEFT JOIN temp.{table} AS made ON {on}"
        return self.db.execute(f"SELECT 1 FROM {both} WHERE ({live}) IS NOT ({made})").fetchone() is not None


class _Gathered:
    """Statements that are run together with those of the same words, which takes the engine half the time.

    Rows are put before any are changed, so neither may be about a row that the other is about, unless in this order.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._cursor = db.cursor()
        self._put: dict[str, list[Row]] = {}
        self._changed: dict[str, list[Row]] = {}
        self._touched: dict[tuple[str, Any], str] = {}
        """Table and key of each row that is to be changed, and how."""

    def take(self, verb: str, table: str, done: Operation, entry: Entry) -> None:
        sql, values = done
        if verb == "UPDATE":
            if self._touched.setdefault((table, values[-1]), sql) != sql:
                self.run()
                self._touched[table, values[-1]] = sql
            self._changed.setdefault(sql, []).append(values)
        elif verb == "INSERT":
            if (table, entry.on[0]) in self._touched or (table, entry.seq) in self._touched:
                self.run()
            self._put.setdefault(sql, []).append(values)
        else:
            self.run()
            self._cursor.execute(sql, values)

    def run(self) -> None:
        many = self._cursor.executemany
        for sql, rows in self._put.items():
            many(sql, rows)
        for sql, rows in self._changed.items():
            many(sql, rows)
        for done in (self._put, self._changed, self._touched):
            done.clear()


@lru_cache(1024)
def _meaning(sql: str) -> tuple[str, str]:
    """Return the verb and the table of a statement of the projection."""
    found = re.match(r"(INSERT|UPDATE|DELETE)(?: OR REPLACE)?(?: INTO| FROM)? (\w+)", sql)
    if found is None:
        raise Doubt
    return found[1], found[2]


@cache
def _range(table: str) -> str:
    return f"SELECT {','.join(columns(table))} FROM main.{table} WHERE seq BETWEEN ? AND ? ORDER BY seq"
