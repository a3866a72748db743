"""The seam between the ledger and the engine that keeps it: what every engine offers, and what can go wrong.

The engine there is, SQLite, stands in tracker.ledger.sqlite; what the register asks of its tables is SQL and no part of
this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from tracker.ledger.entry import Draft, Entry


class StoreError(Exception):
    """The register cannot be read or written; the message is one line for people."""


class Conflict(StoreError):
    """Somebody else appended first; read again, check again, try again."""


class Head(NamedTuple):
    """The state of the tree after ``size`` entries; ``root`` is hexadecimal."""

    size: int
    root: str


class Row(NamedTuple):
    """A stored line with its number and the leaf hash kept beside it."""

    seq: int
    line: bytes
    leaf: bytes


class HeldText(NamedTuple):
    """A text as it is kept: ``body`` is None when it was disposed of."""

    digest: str
    salt: bytes | None
    body: str | None


class Store(Protocol):
    """What an engine offers to the desk, the register and verification."""

    log: str

    def head(self) -> Head:
        """Return the newest head; size 0 for an empty log."""
        ...

    def append(self, drafts: Sequence[Draft], expect_size: int) -> list[Entry]:
        """Append all *drafts* or none; raise Conflict when the log is no longer *expect_size* entries long."""
        ...

    def rows(self, start: int = 1, stop: int | None = None) -> Iterator[Row]:
        """Yield stored lines from entry *start* to *stop*, both included."""
        ...

    def texts(self, digests: Iterable[str]) -> dict[str, HeldText]:
        """Return the texts held for *digests*; a missing one has no key."""
        ...

    def put_blob(self, source: Path) -> tuple[str, int]:
        """Copy a regular file into the evidence folder; return its SHA-256 and size in bytes."""
        ...

    def blob(self, digest: str) -> Path:
        """Return where the evidence file with this SHA-256 is kept, whether or not it is there."""
        ...
