"""The entries applied once more, to temporary tables beside the real ones, and the comparison of the two.

The same projection fills both, so a difference means that somebody changed a table, or an entry.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from tracker.ledger.entry import Entry
from tracker.ledger.problems import Problems
from tracker.ledger.verify import ADVICE
from tracker.model.text import safe
from tracker.register.projection import apply
from tracker.register.schema import TABLES, columns, ddl

REBUILD = "The entries stand; make the tables anew: tracker rebuild"
DOUBT = "While the entries do not verify, the table may hold what was really recorded; restore a backup first."

_HASH = re.compile(r"[0-9a-f]{64}")
_CACHE_KIB = 48 * 1024


class Replay:
    """Temporary tables on one connection, filled batch after batch.

    They live in a temporary file behind a cache of fixed size, so that memory stays flat however long the ledger is.
    There is no way back from half an entry, and none is needed: after the first that means nothing, nothing is compared.
    """

    def __init__(self, db: sqlite3.Connection, problems: Problems) -> None:
        """Make the empty tables on the connection *db*, which need only be readable."""
        self.db = db
        self.problems = problems
        self.failed = False
        self._tables = Database(db, execute_plugins=False)
        for setting in ("temp_store=FILE", f"temp.cache_size=-{_CACHE_KIB}", "temp.journal_mode=OFF", "foreign_keys=OFF"):
            db.execute(f"PRAGMA {setting}")
        for statement in ddl(temporary=True)[: len(TABLES)]:  # no indexes: rows are found by their keys
            db.execute(statement)

    def apply(self, entries: Sequence[Entry]) -> None:
        """Apply the next *entries*; the first that means nothing is named, and nothing is applied after it."""
        if self.failed:
            return
        within = self.db.in_transaction
        if not within:
            self.db.execute("BEGIN")
        try:
            apply(self._tables, entries)
        except Exception as error:  # a forged line can be wrong in any way at all
            self._fail(error, entries)
        if not within:
            self.db.execute("COMMIT")

    def _fail(self, error: Exception, entries: Sequence[Entry]) -> None:
        self.failed = True
        noted = [int(note[1:]) for note in getattr(error, "__notes__", ())]
        which = f"Entry #{noted[0]}" if noted else f"An entry between #{entries[0].seq} and #{entries[-1].seq}"
        said = str(error) if isinstance(error, sqlite3.Error) else f"{type(error).__name__}: {error}"
        self.problems.add(
            "replay",
            noted[0] if noted else None,
            f"{which} makes no sense after those before it ({safe(said)}), so the tables were not compared with the "
            f"entries. {ADVICE}",
        )

    def compare(self, *, sound: bool) -> None:
        """Name each row in which a table differs from what the entries give; *sound* says that the entries verify."""
        if self.failed:
            return
        made = dict(self.db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'").fetchall())
        advice = REBUILD if sound else DOUBT
        for table, statement in zip(TABLES, ddl(), strict=False):
            if re.sub(r"\s", "", made.get(table, "")) == re.sub(r"\s", "", statement):
                self._compare(table, advice)
            else:
                state = "is not made as this program makes it" if table in made else "is missing"
                self.problems.add("table", None, f"The table '{table}' {state}. {advice}")

    def _compare(self, table: str, advice: str) -> None:
        names = columns(table)
        key = [row[1] for row in self.db.execute(f"PRAGMA temp.table_info({table})") if row[5]]
        on = " AND ".join(f"live.{name} = made.{name}" for name in key)
        live, made = (",".join(f"{side}.{name}" for name in names) for side in ("live", "made"))
        width = len(names)
        extra = 0
        for row in self.db.execute(
            f"SELECT {live}, {made} FROM main.{table} AS live LEFT JOIN temp.{table} AS made ON {on}"
            f" WHERE ({live}) IS NOT ({made})"
        ):
            found, given = dict(zip(names, row[:width], strict=True)), dict(zip(names, row[width:], strict=True))
            if given[key[0]] is None:
                extra += 1
                words = f"The table '{table}' has a row {_key(found, key)} that no entry gives. {advice}"
            else:
                words = f"The table '{table}' was changed: {_key(found, key)} has {_changes(found, given)}. {advice}"
            self.problems.add("table", _seq(found), words)
        counts = [self.db.execute(f"SELECT count(*) FROM {side}.{table}").fetchone()[0] for side in ("main", "temp")]
        if counts[0] - extra == counts[1]:
            return
        for row in self.db.execute(
            f"SELECT {made} FROM temp.{table} AS made LEFT JOIN main.{table} AS live ON {on}"
            f" WHERE live.{key[0]} IS NULL"
        ):
            given = dict(zip(names, row, strict=True))
            words = f"The table '{table}' lacks the row {_key(given, key)} that the entries give. {advice}"
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
