"""The ledger in one SQLite file: entries that cannot be changed, texts that can only be disposed of, a head per append.

What the entries mean is not known here; the register hands in a projection that fills its tables in the
same transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.ledger.reading import DAMAGED, engine_words, open_reader
from tracker.ledger.schema import APPLICATION_ID, LEDGER_DDL, TRIGGERS, USER_VERSION
from tracker.ledger.store import Conflict, Head, HeldText, Row, Store, StoreError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from tracker.ledger.entry import Draft, Entry, Randomness, Text

    Engine = Database | sqlite3.Connection
    Projector = Callable[[Engine, Sequence[Entry]], None]

Clock = Callable[[], datetime]

IN_CACHE = "in a cache that can be made anew"
"""A note that a projector adds to an error from what is no part of the register."""

TIMEOUT_SECONDS = 30.0
LARGEST_STEP_BACK = timedelta(minutes=10)
"""A clock that steps back by no more than this is clamped to the last entry; by more, the append is refused."""


def utc_now() -> datetime:
    """The clock of everyday use; only the example passes another one."""
    return datetime.now(UTC)


def connect(path: Path, *, readonly: bool = False) -> Engine:
    """Open the file with the settings that durability rests on; see docs/decisions for why each is as it is.

    For reading the bare connection does: sqlite-utils takes as long to load as everything else that a list needs.
    """
    try:
        db: Engine = open_reader(path, TIMEOUT_SECONDS) if readonly else _open_writer(path)
    except sqlite3.Error as error:
        raise StoreError(f"The register {path} cannot be opened: {error}.") from None
    try:
        db.execute("PRAGMA foreign_keys=ON")
        db.execute("PRAGMA temp_store=MEMORY")
        if not readonly:
            db.execute("PRAGMA synchronous=FULL")
            db.execute("PRAGMA secure_delete=ON")
    except DAMAGED as error:  # for writing, this already reads the file
        db.close()
        raise StoreError(f"The register {path} cannot be read: {engine_words(error)}.") from None
    return db


def _open_writer(path: Path) -> Database:
    from sqlite_utils import Database

    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False)
    return Database(connection, execute_plugins=False)


def _move_without_replacing(partial: Path, path: Path) -> None:
    """Give a finished file its name; raises FileExistsError when somebody took the name meanwhile."""
    if os.name == "nt":
        partial.rename(path)  # which never replaces on Windows
    else:
        path.hardlink_to(partial)


def _in_cache(error: sqlite3.Error) -> bool:
    return IN_CACHE in getattr(error, "__notes__", ())


def _damaged(error: sqlite3.Error) -> str:
    return (
        f"Nothing was saved: the register or its search index is damaged ({error}). Run: tracker verify. Where it "
        "finds nothing wrong, only the index is, and this makes it anew: tracker rebuild"
    )


class SqliteStore(Store):
    """One register file, opened for reading or for reading and appending."""

    def __init__(
        self,
        path: Path,
        *,
        readonly: bool = False,
        project: Projector | None = None,
        clock: Clock = utc_now,
        randomness: Randomness = os.urandom,
    ) -> None:
        """Open the register at *path*.

        Raises StoreError when there is none, when it is not a register, or when a newer program made it.
        """
        if not path.is_file():
            raise StoreError(f"There is no register at {path}; make one with: tracker init")
        self.path = path
        self.readonly = readonly
        self.clock = clock
        self.randomness = randomness
        self._project = project
        self.db = connect(path, readonly=readonly)
        self._file: Engine | None = None
        try:
            self._check_file()
            row = self.db.execute("SELECT name FROM log").fetchone()
            self.log = str(row[0]) if row else ""
        except DAMAGED as error:
            self.db.close()
            raise StoreError(f"The register {path} cannot be read: {engine_words(error)}.") from None
        except StoreError:
            self.db.close()
            raise

    @property
    def evidence_folder(self) -> Path:
        """Where evidence files stand: beside the register, with the same name."""
        from tracker.ledger import blobs

        return blobs.folder_beside(self.path)

    @classmethod
    def create(cls, path: Path, log: str, more_ddl: Iterable[str] = ()) -> None:
        """Make an empty register named *log* at *path*, readable by its owner only; *more_ddl* adds the tables.

        Raises StoreError when a file stands there already or the folder cannot be written.  The file appears whole or
        not at all.
        """
        if path.exists():
            raise StoreError(f"There is already a file at {path}; choose another place with --db, or move it away.")
        partial = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            db = connect(partial)
            try:
                db.execute("PRAGMA journal_mode=DELETE")
                db.execute("BEGIN IMMEDIATE")
                db.execute(f"PRAGMA application_id={APPLICATION_ID}")
                db.execute(f"PRAGMA user_version={USER_VERSION}")
                for statement in (*LEDGER_DDL, *TRIGGERS.values(), *more_ddl):
                    db.execute(statement)
                db.execute("INSERT INTO log(id, name) VALUES (1, ?)", [log])
                db.commit()
            finally:
                db.close()
            _move_without_replacing(partial, path)
        except FileExistsError:
            raise StoreError(f"There is already a file at {path}; somebody made it just now.") from None
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The register {path} cannot be made: {error}.") from None
        finally:
            partial.unlink(missing_ok=True)

    def _check_file(self) -> None:
        if self.db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreError(f"{self.path} is not a register of this program; choose another with --db.")
        version = self.db.execute("PRAGMA user_version").fetchone()[0]
        if version > USER_VERSION:
            raise StoreError(f"{self.path} was made by a newer program (format {version}); use that program.")
        found = dict(self.db.execute("SELECT name, sql FROM main.sqlite_master WHERE type='trigger'").fetchall())
        for name, sql in TRIGGERS.items():
            if found.get(name) != sql:
                raise StoreError(
                    f"{self.path} lacks its guard '{name}', which keeps entries from being changed; "
                    "somebody altered the file: verify a copy against a report, and restore from a backup."
                )

    def close(self) -> None:
        """Close the file."""
        self.back_to_file()
        self.db.close()

    def into_memory(self) -> None:
        """Go on with a copy in memory, whose tables can be made anew without touching the file; only for reading."""
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        assert isinstance(self.db, sqlite3.Connection)
        self.db.backup(copy)
        copy.execute("PRAGMA temp_store=MEMORY")
        self._file, self.db = self.db, copy

    def back_to_file(self) -> bool:
        """Go on with the file itself, and return whether there was a copy."""
        if self._file is None:
            return False
        self.db.close()
        self.db, self._file = self._file, None
        return True

    def head(self) -> Head:
        """Return the newest head; size 0 for an empty log."""
        row = self.db.execute("SELECT size, root FROM head ORDER BY size DESC LIMIT 1").fetchone()
        if row:
            return Head(row[0], row[1])
        from tracker.ledger.merkle import EMPTY_ROOT

        return Head(0, EMPTY_ROOT.hex())

    def data_version(self) -> int:
        """A number that changes when another program wrote to the file; cheap enough to ask every second."""
        return int((self._file or self.db).execute("PRAGMA data_version").fetchone()[0])

    def rows(self, start: int = 1, stop: int | None = None) -> Iterator[Row]:
        """Yield stored lines from entry *start* to *stop*, both included, in order."""
        cursor = self.db.execute(
            "SELECT seq, line, leaf FROM entry WHERE seq >= ? AND seq <= ? ORDER BY seq",
            [start, stop if stop is not None else 2**62],
        )
        yield from map(Row._make, cursor)

    def entries(self, start: int = 1, stop: int | None = None) -> Iterator[Entry]:
        """Yield entries from *start* to *stop*, both included, in order."""
        from tracker.ledger.entry import read  # here, as below: lists and the opening screen read tables only

        for row in self.rows(start, stop):
            yield read(row.line)

    def entry(self, seq: int) -> Entry | None:
        """Return entry *seq*, or None when the log is shorter."""
        return next(self.entries(seq, seq), None)

    def texts(self, digests: Iterable[str]) -> dict[str, HeldText]:
        """Return the texts held for *digests*; a missing one has no key."""
        found: dict[str, HeldText] = {}
        wanted = list(dict.fromkeys(digests))
        for place in range(0, len(wanted), 500):
            some = wanted[place : place + 500]
            marks = ",".join("?" * len(some))
            for digest, salt, body in self.db.execute(
                f"SELECT digest, salt, body FROM text WHERE digest IN ({marks})", some
            ):
                found[digest] = HeldText(digest, salt, body)
        return found

    def put_blob(self, source: Path) -> tuple[str, int]:
        """Copy a regular file into the evidence folder; return its SHA-256 and size in bytes."""
        from tracker.ledger import blobs

        return blobs.store_file(source, self.evidence_folder)

    def blob(self, digest: str) -> Path:
        """Return where the evidence file with this SHA-256 is kept, whether or not it is there."""
        from tracker.ledger import blobs

        return blobs.blob_path(self.evidence_folder, digest)

    def append(self, drafts: Sequence[Draft], expect_size: int) -> list[Entry]:
        """Append all *drafts* or none, with their texts, the new head and the tables, in one transaction.

        What the drafts dispose of is removed in the same transaction; call `scrub` afterwards.  Raises Conflict when
        the log is no longer *expect_size* entries long, StoreError when the file cannot be written or the computer's
        clock stands far before the last entry.
        """
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                entries = self._append(drafts, expect_size)
                self.db.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise
        except sqlite3.OperationalError as error:
            raise StoreError(self._why_not(error)) from None
        except sqlite3.DatabaseError as error:
            if "malformed" in str(error) or _in_cache(error):
                raise StoreError(_damaged(error)) from None
            raise StoreError(f"Nothing was saved: the register refused the change ({error}).") from None
        return entries

    def _append(self, drafts: Sequence[Draft], expect_size: int) -> list[Entry]:
        from tracker.ledger.entry import NONCE_BYTES, read, seal, write
        from tracker.ledger.merkle import Frontier, leaf_hash

        row = self.db.execute("SELECT size, frontier FROM head ORDER BY size DESC LIMIT 1").fetchone()
        size, frontier = (row[0], Frontier.from_hex(row[0], row[1])) if row else (0, Frontier())
        if size != expect_size:
            raise Conflict(f"The register grew from {expect_size} to {size} entries meanwhile.")
        at = self._time_after(size)
        entries: list[Entry] = []
        lines: list[tuple[int, bytes, bytes]] = []
        texts: list[Text] = []
        for place, draft in enumerate(drafts, start=1):
            sealed = {name: seal(body, self.randomness) for name, body in draft.texts.items()}
            digests = {name: text.digest for name, text in sealed.items()}
            line = write(draft, seq=size + place, at=at, digests=digests, nonce=self.randomness(NONCE_BYTES))
            leaf = leaf_hash(line)
            frontier.append(leaf)
            entries.append(read(line))
            lines.append((size + place, line, leaf))
            texts.extend(sealed.values())
        self._dispose(digest for draft in drafts for digest in draft.disposes)
        self._insert(
            "INSERT INTO text(digest, salt, body) VALUES (?, ?, ?)", [(t.digest, t.salt, t.body) for t in texts]
        )
        self._insert("INSERT INTO entry(seq, line, leaf) VALUES (?, ?, ?)", lines)
        self.db.execute(
            "INSERT INTO head(size, root, frontier) VALUES (?, ?, ?)",
            [size + len(drafts), frontier.root().hex(), frontier.to_hex()],
        )
        if self._project is not None:
            self._project(self.db, entries)
        return entries

    def _dispose(self, digests: Iterable[str]) -> None:
        """Remove salt and body of texts; without the salt nobody can guess a text from the hash that stays."""
        for digest in digests:
            sql = "UPDATE text SET salt = NULL, body = NULL WHERE digest = ? AND body IS NOT NULL"
            if self.db.execute(sql, [digest]).rowcount != 1:
                raise StoreError(f"Nothing was removed: the text {digest[:12]}… is not held in this register.")

    def scrub(self) -> None:
        """Write the file anew without its unused parts, where the engine may have left copies of what was removed.

        `secure_delete` overwrites what is deleted, but not what was moved within the file before.  Raises StoreError
        when others do not let go of the file, or the disk is full; nothing is lost then.
        """
        try:
            self.db.execute("VACUUM")
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"The unused parts of {self.path} could not be cleared ({error}), so copies of what was removed may "
                "still stand there. Close the program elsewhere, then: tracker rebuild"
            ) from None

    def _insert(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        for row in rows:
            self.db.execute(sql, row)

    def _time_after(self, size: int) -> str:
        now = self.clock().astimezone(UTC)
        last = self.entry(size) if size else None
        if last is not None:
            before = datetime.fromisoformat(last.at)
            if now < before - LARGEST_STEP_BACK:
                raise StoreError(
                    f"Nothing was saved: this computer's clock says {now:%d %B %Y %H:%M} UTC, but entry #{size} was "
                    f"recorded at {before:%d %B %Y %H:%M} UTC. Put the clock right and try again."
                )
            now = max(now, before)
        return now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _why_not(self, error: sqlite3.OperationalError) -> str:
        words = str(error)
        if "locked" in words or "busy" in words:
            return (
                f"Nothing was saved: another program has kept the register {self.path} busy for "
                f"{TIMEOUT_SECONDS:.0f} seconds. Close it or wait, and try again."
            )
        if "readonly" in words or "read-only" in words:
            return (
                f"Nothing was saved: the register {self.path} can only be read here. Copy it to a folder of your own."
            )
        if "full" in words:
            return f"Nothing was saved: the disk that holds {self.path} is full. Make room and try again."
        if _in_cache(error) and "disk I/O" not in words:
            return _damaged(error)
        return f"Nothing was saved: {self.path} cannot be written ({words})."
