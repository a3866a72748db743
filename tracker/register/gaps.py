"""What reads in the place of a text or a file that is not held any more: who removed it, when, and on what ground.

There is one form of words, for screens, lists, history, reports and tables alike.  Removing stands in
tracker.desk.disposal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.ledger.store import StoreError
from tracker.model.days import long

if TYPE_CHECKING:
    from tracker.ledger.entry import Entry
    from tracker.ledger.sqlite import SqliteStore

DISPOSAL = "disposal.made"
TEXT, FILE = "text", "file"
"""What a disposal removes: words, or an evidence file."""

FILE_ACTS = ("evidence.added", "evidence.received", "evidence.revised")
"""Acts that bring a piece of evidence; the SHA-256 of a file stands among their facts."""


class Gap(str):
    """Words in the place of a text that is not held; nothing that anybody typed as that text."""

    __slots__ = ()


MISSING = Gap("[MISSING: this text is not in the register; run verify]")
UNEXPLAINED = Gap("[removed, and no entry says by whom or on what ground; run verify]")

_ASK = "SELECT digest, occurred_on, by, ground FROM main.disposal WHERE kind = ? AND {} ORDER BY seq"


def texts(store: SqliteStore, digests: Iterable[str]) -> dict[str, Gap]:
    """Return digest → the words in the place of each text whose body was removed.

    What was removed reads so in every position, also in one before the removing: nobody can bring it back.
    """
    wanted = list(digests)
    found = dict.fromkeys(wanted, UNEXPLAINED)
    for digest in wanted:
        for row in _rows(store, "digest = ?", TEXT, digest):
            found[digest] = _words(store, *row[1:])
    return found


def file_of(store: SqliteStore, digest: str | None) -> Gap | None:
    """Return the words in the place of the evidence file with this SHA-256, or None when it was not removed."""
    if digest is None or digest not in removed_files(store):
        return None
    return _words(store, *_rows(store, "digest = ?", FILE, digest)[-1][1:])


def removed_files(store: SqliteStore) -> set[str]:
    """Return the SHA-256 of each evidence file that was disposed of and has not been recorded anew since."""
    last: dict[str, int] = {}
    with suppress(sqlite3.OperationalError):  # a register from before there were disposals has no such table
        rows = store.db.execute("SELECT digest, max(seq) FROM main.disposal WHERE kind = 'file' GROUP BY digest")
        last = dict(rows.fetchall())
    if not last:
        return set()
    marks = ",".join("?" * len(FILE_ACTS))
    sql = f"SELECT seq FROM main.entry_index WHERE seq > ? AND act IN ({marks})"
    for (seq,) in store.db.execute(sql, [min(last.values()), *FILE_ACTS]).fetchall():
        entry = store.entry(seq)
        digest = recorded_file(entry) if entry else None
        if digest in last and last[digest] < seq:
            del last[digest]
    return set(last)


def recorded_file(entry: Entry) -> str | None:
    """Return the SHA-256 of the evidence file that *entry* brought in, or None."""
    if entry.act not in FILE_ACTS:
        return None
    fact = entry.facts.get("sha256")
    digest = fact.get("to") if isinstance(fact, dict) else fact
    return digest if isinstance(digest, str) else None


def finish(store: SqliteStore) -> None:
    """Remove evidence files whose disposal was recorded but not finished, as after a crash in between.

    What cannot be removed stays for the next time; verification names it.
    """
    from tracker.ledger import blobs  # here, because every position is made with the words of this module

    for digest in removed_files(store):
        with suppress(StoreError):
            blobs.remove_file(store.evidence_folder, digest)


def _rows(store: SqliteStore, clause: str, *values: Any) -> list[tuple[Any, ...]]:
    with suppress(sqlite3.OperationalError):
        return list(store.db.execute(_ASK.format(clause), values).fetchall())
    return []


def _words(store: SqliteStore, day: str, by: str, ground: str | None) -> Gap:
    said = f"removed on {long(date.fromisoformat(day))} by {by}"
    held = store.texts([ground]).get(ground) if ground else None
    if held is None or held.body is None:
        return Gap(f"[{said}; the ground is not held any more]")
    return Gap(f"[{said} because {held.body.rstrip('.')}]")
