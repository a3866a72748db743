"""Whole copies of a register file, each of one moment, and putting one copy in the place of another.

Both go through the engine, never through the file system: others may have the register open.  When a copy is made,
and what is done about evidence, is decided in the desk.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tracker.ledger.reading import DAMAGED, engine_words, roll_back_what_a_crash_left
from tracker.ledger.sqlite import TIMEOUT_SECONDS
from tracker.ledger.store import StoreError


class Unreadable(StoreError):
    """A file that the engine cannot read as a register: damaged, or something else."""


def _open(path: Path, mode: str) -> sqlite3.Connection:
    roll_back_what_a_crash_left(path)
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=TIMEOUT_SECONDS, isolation_level=None)


@contextmanager
def _told(path: Path, doing: str) -> Iterator[None]:
    """Turn what the engine or the system says into one line."""
    try:
        yield
    except DAMAGED as error:
        if "locked" in str(error):
            raise StoreError(f"Another program keeps the register {path} busy; close it or wait, then again.") from None
        if isinstance(error, sqlite3.OperationalError) and ("full" in str(error) or "readonly" in str(error)):
            raise StoreError(f"The register {path} cannot be {doing}: {error}.") from None
        raise Unreadable(f"The register {path} cannot be {doing}: {engine_words(error)}.") from None
    except OSError as error:
        raise StoreError(f"The register {path} cannot be {doing}: {error.strerror or error}.") from None


def copy_register(source: Path, target: Path) -> None:
    """Copy the register file *source*, as it is at one moment, to the new file *target*, readable by its owner only.

    Raises StoreError when either cannot be had; a half-made target is then removed.
    """
    with _told(source, "copied"):
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with closing(_open(source, "ro")) as read, closing(_open(target, "rw")) as written:
                read.backup(written)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


class HeldRegister:
    """A register that nobody else can read or write while it is held; made by `hold`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Keep the connection that holds it."""
        self.path = path
        self._connection = connection

    def copy_to(self, target: Path) -> None:
        """Copy the register to the new file *target*; raises StoreError when it cannot be read."""
        with _told(self.path, "copied"):
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with closing(_open(target, "rw")) as written:
                self._connection.backup(written)

    def become(self, source: Path) -> None:
        """Take over everything that stands in the file *source*, in one transaction.

        Others who have the register open see the change as any other.  Raises StoreError; then nothing was changed.
        """
        with _told(self.path, "replaced"), closing(_open(source, "ro")) as read:
            read.backup(self._connection)

    def name(self) -> str:
        """Return the name of the log."""
        with _told(self.path, "read"):
            return str(self._connection.execute("SELECT name FROM log").fetchone()[0])

    def head(self) -> tuple[int, str]:
        """Return how many entries there are and the root that was kept after the last one."""
        with _told(self.path, "read"):
            size = self._connection.execute("SELECT COALESCE(max(seq), 0) FROM entry").fetchone()[0]
            row = self._connection.execute("SELECT root FROM head ORDER BY size DESC LIMIT 1").fetchone()
            return int(size), str(row[0]) if row else ""

    def lines(self, start: int) -> list[bytes]:
        """Return the stored lines from entry *start* to the end."""
        with _told(self.path, "read"):
            ask = "SELECT CAST(line AS BLOB) FROM entry WHERE seq >= ? ORDER BY seq"
            return [bytes(row[0] or b"") for row in self._connection.execute(ask, [start])]

    def shares(self, other: Path) -> int:
        """Return how many entries, from the first on, this register has in common with the one in the file *other*."""
        ask, shared = "SELECT leaf FROM entry ORDER BY seq", 0
        with _told(self.path, "read"), closing(_open(other, "ro")) as theirs:
            for here, there in zip(self._connection.execute(ask), theirs.execute(ask), strict=False):
                if here != there:
                    break
                shared += 1
        return shared


@contextmanager
def hold(path: Path) -> Iterator[HeldRegister]:
    """Keep everybody else out of the register at *path* for as long as the block lasts.

    Raises StoreError when it is in use for too long, Unreadable when it is no register that can be read.
    """
    with _told(path, "opened"):
        connection = _open(path, "rw")
    with closing(connection):
        with _told(path, "opened"):
            # In this mode the lock outlives the transaction, so that reading, copying and replacing are one.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        yield HeldRegister(path, connection)
