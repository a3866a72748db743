"""Making the register's tables and the search index anew from the entries, which stay as they are.

What each entry gives stands in tracker.register.projection.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tracker.ledger.entry import EntryError
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import StoreError
from tracker.register import search
from tracker.register.projection import apply
from tracker.register.schema import INDEXES, TABLES, ddl

if TYPE_CHECKING:
    from tracker.ledger.sqlite import Engine


def rebuild(store: SqliteStore) -> int:
    """Make all tables of the register and the search index anew, in one transaction; return how many entries there are.

    Others who have the register open see the new tables as any other change.  Raises StoreError when an entry cannot be
    read or applied, or the file cannot be written; then the tables stay as they were.
    """
    db = store.db
    _forget_damaged_search(db)
    try:
        db.execute("PRAGMA foreign_keys=OFF")  # tables are dropped in any order; the keys are checked at the end
        db.execute("BEGIN IMMEDIATE")
        try:
            for name in INDEXES:
                db.execute(f"DROP INDEX IF EXISTS main.{name}")
            for name in ("search", *TABLES):
                db.execute(f"DROP TABLE IF EXISTS main.{name}")
            for statement in ddl()[: len(TABLES)]:
                db.execute(statement)
            apply(db, store.entries())
            for statement in (*ddl()[len(TABLES) :], *search.DDL):
                db.execute(statement)
            search.rebuild(db)
            if broken := db.execute("PRAGMA foreign_key_check").fetchone():
                raise StoreError(f"Nothing was rebuilt: a row of '{broken[0]}' names something that no entry made.")
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
        finally:
            db.execute("PRAGMA foreign_keys=ON")
    except (sqlite3.DatabaseError, EntryError, LookupError, TypeError, ValueError) as error:
        which = "".join(f" entry {note}:" for note in getattr(error, "__notes__", ()))
        raise StoreError(f"Nothing was rebuilt:{which} {error}. Run: tracker verify") from None
    return store.head().size


def _forget_damaged_search(db: Engine) -> None:
    """Forget a search index that is too damaged for SQLite to drop it; its pages go when the file is scrubbed."""
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute("DROP TABLE IF EXISTS main.search")
        return
    except sqlite3.DatabaseError:
        pass
    finally:
        db.rollback()
    db.execute("PRAGMA writable_schema=ON")
    try:
        db.execute("DELETE FROM main.sqlite_master WHERE name = 'search' OR name LIKE 'search^_%' ESCAPE '^'")
    finally:
        db.execute("PRAGMA writable_schema=RESET")
