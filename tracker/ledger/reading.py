"""Reading a register's file while others write it, crash, or have damaged it.

Reading needs no rights but these: the one thing that a reader must write is to take back what a crash left half done.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from tracker.ledger.store import StoreError
from tracker.model.text import safe

DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged file raises: the engine quotes what is damaged, and Python cannot read that quotation."""

_Row = TypeVar("_Row", bound=tuple[Any, ...])

_LEFT_BY_A_CRASH = 776  # SQLITE_READONLY_ROLLBACK, of https://www.sqlite.org/rescode.html


def engine_words(error: Exception) -> str:
    """Return what the engine said, whatever it quoted."""
    return safe(error.object.decode("utf-8", "replace") if isinstance(error, UnicodeDecodeError) else str(error))


class Reader(sqlite3.Connection):
    """A connection for reading alone, to which another program's crash does no harm, then or later.

    Such a connection may not itself take back what the other had half written, and would refuse every question.
    """

    path: Path

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> sqlite3.Cursor:  # type: ignore[override]
        """Ask; once more, when a half-written append was in the way and could be taken back."""
        try:
            return super().execute(sql, parameters)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != _LEFT_BY_A_CRASH:
                raise
            roll_back_what_a_crash_left(self.path)
        try:
            return super().execute(sql, parameters)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != _LEFT_BY_A_CRASH:
                raise
            raise StoreError(
                f"The register {self.path} holds an act that a program left half saved, and it cannot be taken back "
                "here: the disk is full, or the folder may only be read. Make room, or open it where it can be written."
            ) from None


def in_order(rows: list[_Row], after: int) -> list[_Row]:
    """Return *rows*, each of which begins with a number that is larger than the one before, the first than *after*.

    Raises sqlite3.DatabaseError otherwise: whoever reads a damaged table page by page would never come to its end.
    """
    for row in rows:
        if row[0] <= after:
            raise sqlite3.DatabaseError("the rows of a table do not stand in their order")
        after = row[0]
    return rows


def open_reader(path: Path, timeout: float, *, cached_statements: int = 128) -> Reader:
    """Open the file at *path* for reading; raises sqlite3.Error when it cannot be opened."""
    roll_back_what_a_crash_left(path)
    reader = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=cached_statements,
        factory=Reader,
    )
    reader.path = path
    return reader


def roll_back_what_a_crash_left(path: Path) -> None:
    """Let SQLite take back a half-written append beside the file, which a connection for reading may not do."""
    if not path.with_name(f"{path.name}-journal").exists():
        return
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(uri, uri=True)) as found:
        found.execute("SELECT count(*) FROM sqlite_master").fetchone()
