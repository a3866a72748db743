"""Whether a register is one of this program: its tables made as they are now, its entries such as it knows.

Tables follow from entries, so those of an earlier release are made anew; what a newer program wrote is refused.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.ledger.schema import ENTRY_VERSION
from tracker.ledger.store import StoreError
from tracker.model.text import safe
from tracker.register.schema import TABLES, ddl

if TYPE_CHECKING:
    from tracker.ledger.sqlite import SqliteStore

EARLIER = {
    "bb599ca45bf286bd725699b097b010f4e809e08468732ed61a5984cda637bf94": "0.1.0, before it was finished",
    "b8ae3f89345366315279c8d82affbe589999a640e8a4ab3e176153791a03d8b4": "0.1.0, before it was finished",
}
"""Fingerprint of the tables that an earlier release made → that release.  tests/releases keeps a register of each."""

_LEDGER = ("log", "entry", "head", "text")


def check(store: SqliteStore) -> bool:
    """Return whether the tables are those of this program; False for those of an earlier release.

    Raises StoreError when a newer program wrote here, or when nobody knows who made the tables.
    """
    made = _tables(store.db)
    fits = _fits(made)
    _refuse_newer(store, indexed=fits)
    if not fits and _fingerprint(made) not in EARLIER:
        raise StoreError(
            f"The tables of {store.path} are not as this program makes them: another version made them, or somebody "
            "altered them. The entries stand by themselves; make the tables anew: tracker rebuild"
        )
    return fits


def refuse_older(store: SqliteStore) -> None:
    """Raise StoreError when the register must be brought up to date before anything is recorded in it."""
    if not check(store):
        release = EARLIER[_fingerprint(_tables(store.db))]
        raise StoreError(
            f"Nothing was saved: the register {store.path} was made by an earlier release ({release}). It can be read "
            "as it is; to record in it, bring it up to date: tracker backup FILE, then tracker rebuild"
        )


def earlier(db: Any) -> str | None:
    """Return the earlier release whose tables stand in *db*, to the letter, or None when they are others."""
    made = _tables(db)
    return None if _fits(made) else EARLIER.get(_fingerprint(made))


def _fits(made: dict[str, str]) -> bool:
    """Tell whether every table is there as it should be; spaces do not count, and further tables are not read."""
    return all(
        name in made and (made[name] == wanted or _squeezed(made[name]) == _squeezed(wanted))
        for name, wanted in zip(TABLES, ddl(), strict=False)
    )


def _tables(db: Any) -> dict[str, str]:
    """Table → how it was made, of the tables that follow from the entries."""
    rows = db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    made = {str(name): str(sql) for name, sql in rows.fetchall()}
    return {n: sql for n, sql in made.items() if n not in _LEDGER and n != "search" and not n.startswith("search_")}


def _squeezed(statement: object) -> str:
    return re.sub(r"\s", "", str(statement))


def _fingerprint(made: dict[str, str]) -> str:
    import hashlib  # here, because hardly any register needs it

    said = "\n".join(f"{name} {_squeezed(made[name])}" for name in sorted(made))
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


def _refuse_newer(store: SqliteStore, *, indexed: bool) -> None:
    from tracker.model.acts import ACTS

    what = _version(store) or next((f"the act '{safe(act)}'" for act in _acts(store, indexed) if act not in ACTS), None)
    if what:
        raise StoreError(
            f"The register {store.path} was written by a newer program: it holds {what}, which this one does not know. "
            "Nothing was changed; use the newest program, here too."
        )


def _version(store: SqliteStore) -> str | None:
    """The version of the last entry, when it is beyond this program; a damaged one is verification's business."""
    sql = "SELECT json_extract(CAST(line AS TEXT), '$.v') FROM main.entry ORDER BY seq DESC LIMIT 1"
    try:
        row = store.db.execute(sql).fetchone()
    except sqlite3.OperationalError:
        return None
    newer = row is not None and isinstance(row[0], int) and row[0] > ENTRY_VERSION
    return f"entries of version {row[0]}" if newer else None


def _acts(store: SqliteStore, indexed: bool) -> list[str]:
    """Every act of the register: from its index, or where that may be another's, from the entries themselves."""
    line = "CAST(line AS TEXT)"
    from_lines = f"SELECT DISTINCT json_extract({line}, '$.act') FROM main.entry WHERE json_valid({line})"
    sql = "SELECT DISTINCT act FROM main.entry_index" if indexed else from_lines
    return [str(row[0]) for row in store.db.execute(sql).fetchall()]


def earlier_release(path: Path) -> str | None:
    """Return the earlier release whose tables stand in the file at *path*; None for others, and where none is."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        return earlier(db)
    return None
