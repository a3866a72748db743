"""The evidence of a package: which files are in it under their hash, and the list of all evidence that entries name.

What evidence is for, and whether it was accepted, stands in the entries.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.ledger.blobs import file_digest
from tracker.ledger.entry import Entry
from tracker.model.vocabulary import Marking
from tracker.register import gaps
from tracker.register.position import Position
from tracker.reports.package.asking import Ask
from tracker.reports.package.texts import DISPOSED, MISSING, WITHHELD, TextLine, disposals

INCLUDED, NONE = "included", "none"

COLUMNS = (
    "evidence", "entry", "file", "sha256", "bytes", "why", "by_entry", "kind", "form", "state", "marking", "title",
    "file_name", "custodian", "place",
)  # fmt: skip
"""The columns of evidence.csv; ``file`` is included, withheld, disposed, MISSING, or none where there never was one."""


@dataclass(frozen=True)
class EvidenceLine:
    """One evidence file that an entry names, or evidence without a file (``digest`` is then empty)."""

    ref: str
    entry: int
    digest: str
    file: str
    why: str = ""
    by_entry: int | None = None
    size: int | None = None
    source: Path | None = None


def lines(position: Position, ask: Ask, entries: Sequence[Entry]) -> list[EvidenceLine]:
    """Return what became of each evidence file that *entries* name, in their order."""
    gone = disposals(position)
    rows = {row["ref"]: row for row in position.rows("SELECT ref, marking, form FROM evidence")}
    found: dict[str, EvidenceLine] = {}
    for entry in entries:
        if not entry.act.startswith("evidence."):
            continue
        row = rows.get(entry.subject, {"marking": Marking.SENSITIVE.value})
        if digest := gaps.recorded_file(entry):
            found.setdefault(digest, _line(position, ask, entry, digest, str(row["marking"]), gone))
        elif entry.act == "evidence.added":
            found[entry.subject] = EvidenceLine(entry.subject, entry.seq, "", NONE, why="held by somebody else")
    return list(found.values())


def _line(
    position: Position, ask: Ask, entry: Entry, digest: str, marking: str, gone: Mapping[str, int]
) -> EvidenceLine:
    path = position.store.blob(digest)
    if digest in gone:
        return EvidenceLine(entry.subject, entry.seq, digest, DISPOSED, by_entry=gone[digest])
    size = _size(path, digest)
    if size is None:
        return EvidenceLine(entry.subject, entry.seq, digest, MISSING)
    if ask.marking is Marking.OFFICIAL and marking != Marking.OFFICIAL:
        return EvidenceLine(entry.subject, entry.seq, digest, WITHHELD, f"marked {marking}", size=size)
    if not ask.evidence:
        return EvidenceLine(entry.subject, entry.seq, digest, WITHHELD, "no evidence files were asked for", size=size)
    return EvidenceLine(entry.subject, entry.seq, digest, INCLUDED, size=size, source=path)


def _size(path: Path, digest: str) -> int | None:
    """Return the size of a kept file, or None when it is gone or is not what was recorded."""
    try:
        found = path.lstat()
        return found.st_size if stat.S_ISREG(found.st_mode) and file_digest(path) == digest else None
    except OSError:
        return None


def rows(position: Position, found: Sequence[EvidenceLine], texts: Mapping[str, TextLine]) -> Iterator[list[str]]:
    """Yield the rows of evidence.csv, its heading first."""
    yield list(COLUMNS)
    for line in found:
        row = position.row("SELECT * FROM evidence WHERE ref = ?", [line.ref]) or {}
        yield [
            line.ref,
            str(line.entry),
            line.file,
            line.digest,
            str(line.size or ""),
            line.why,
            str(line.by_entry or ""),
            *(str(row.get(name) or "") for name in ("kind", "form", "state", "marking")),
            *(_shown(row.get(name), texts) for name in ("title", "file_name", "custodian", "place")),
        ]


def _shown(digest: Any, texts: Mapping[str, TextLine]) -> str:
    if not digest:
        return ""
    line = texts.get(str(digest))
    return line.shown if line else "[not among the chosen entries]"
