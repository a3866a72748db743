"""The entries applied once more, to temporary tables beside the real ones, and the comparison of the two.

The same projection fills both, so a difference means that somebody changed a table, or an entry.  It can be run as a
process of its own, because it takes as long as all other checks of a register together; see tracker.register.aside.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tracker.ledger.entry import Entry, EntryError, read
from tracker.ledger.problems import Problem, Problems
from tracker.ledger.verify import BATCH, open_for_checking
from tracker.model.text import safe
from tracker.register.projection import apply
from tracker.register.schema import TABLES, columns, ddl

_HASH = re.compile(r"[0-9a-f]{64}")
_CACHE_KIB = 8 * 1024


def replay(path: Path) -> list[Problem]:
    """Replay the entries of the register at *path* and name each row in which a table differs from what they give.

    An entry that cannot be read is left out here: it is a finding of the ledger's own check.  Raises
    sqlite3.DatabaseError when the file cannot be read.
    """
    problems = Problems()
    db = open_for_checking(path)
    try:
        tables = _Tables(db, problems)
        tables.fill()  # while others may save
        db.execute("BEGIN")  # from here on everything is of one moment
        tables.fill()
        if "replay" not in problems:
            tables.compare()
    finally:
        db.close()
    return problems.listed()


class _Tables:
    """Temporary tables on a connection that need only be readable.

    They live in a temporary file behind a cache of fixed size, so that memory stays flat however long the ledger is.
    There is no way back from half an entry, and none is needed: after one that means nothing, nothing is compared.
    """

    def __init__(self, db: sqlite3.Connection, problems: Problems) -> None:
        self.db = db
        self.problems = problems
        self.place = 0
        for setting in (
            "temp_store=FILE",
            f"temp.cache_size=-{_CACHE_KIB}",
            "temp.journal_mode=OFF",
            "foreign_keys=OFF",
        ):
            db.execute(f"PRAGMA {setting}")
        for statement in ddl(temporary=True)[: len(TABLES)]:  # no indexes: rows are found by their keys
            db.execute(statement)

    def fill(self) -> None:
        """Apply the entries that were not applied yet, batch by batch; stop at the first that means nothing."""
        within = self.db.in_transaction
        for entries in self._entries():
            if not within:
                self.db.execute("BEGIN")
            try:
                apply(self.db, entries)
            except Exception as error:  # a forged line can be wrong in any way at all
                self._fail(error, entries)
                return
            finally:
                if not within:
                    self.db.execute("COMMIT")

    def _entries(self) -> Iterator[list[Entry]]:
        if "replay" in self.problems:
            return
        while rows := self.db.execute(
            "SELECT seq, CAST(line AS BLOB) FROM entry WHERE seq > ? ORDER BY seq LIMIT ?", [self.place, BATCH]
        ).fetchall():
            entries = []
            for _, line in rows:
                try:
                    entries.append(read(line))
                except EntryError:
                    continue
            self.place = rows[-1][0]
            yield entries

    def _fail(self, error: Exception, entries: Sequence[Entry]) -> None:
        noted = [int(note[1:]) for note in getattr(error, "__notes__", ())]
        which = f"Entry #{noted[0]}" if noted else f"An entry between #{entries[0].seq} and #{entries[-1].seq}"
        said = str(error) if isinstance(error, sqlite3.Error) else f"{type(error).__name__}: {error}"
        words = f"{which} makes no sense after those before it ({safe(said)}), so the tables could not be compared."
        self.problems.add("replay", noted[0] if noted else None, words)

    def compare(self) -> None:
        """Name each row in which a table differs from what the entries give."""
        made = dict(self.db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'").fetchall())
        for table, statement in zip(TABLES, ddl(), strict=False):
            if re.sub(r"\s", "", made.get(table, "")) == re.sub(r"\s", "", statement):
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


if __name__ == "__main__":
    json.dump([vars(problem) for problem in replay(Path(sys.argv[1]))], sys.stdout)
