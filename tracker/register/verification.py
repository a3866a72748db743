"""Verification of a whole register: the ledger, the tables replayed from it, the evidence files, an issued report.

Search is left out: it is a cache that can be made anew.  Nothing is changed, and others may save while it runs.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracker.ledger import blobs
from tracker.ledger.checkpoint import Checkpoint, CheckpointError, body_sha256
from tracker.ledger.entry import Entry, EntryError, read
from tracker.ledger.problems import Problem, Problems
from tracker.ledger.reading import DAMAGED, engine_words
from tracker.ledger.store import StoreError
from tracker.ledger.verify import ADVICE, KINDS, LedgerCheck, check_file, damage, open_for_checking
from tracker.model.text import safe
from tracker.register import versions
from tracker.register.against import (
    Against,
    Issue,
    Recorded,
    body_of,
    checkpoint_of,
    compare_history,
    compare_text,
    read_report,
)
from tracker.register.agreeing import IndexAgreement
from tracker.register.aside import LARGE, Comparison, comparing
from tracker.register.projection import INDEX, apply_to_index
from tracker.register.removals import Removals
from tracker.register.replaying import replay
from tracker.register.structure import compare_structure

__all__ = ["Against", "Problem", "VerifyResult", "read_report", "verify"]

REBUILD = "The entries stand; make the tables anew: tracker rebuild"
DOUBT = "Do not rebuild it: while the entries do not verify, this may be what was really recorded."

Progress = Callable[[int, int], None]
"""Called with how many entries were checked, and how many there are."""


@dataclass(frozen=True)
class VerifyResult:
    """What a verification found.

    ``ok`` is false on any fault, of the register or in comparison with a report.  ``log``, ``entries``, ``root`` and
    ``short_code`` say what was verified, to be compared with a checkpoint by eye.
    """

    ok: bool
    log: str
    entries: int
    root: str
    short_code: str
    problems: list[Problem]
    against: Against | None

    def as_json(self) -> dict[str, Any]:
        """Return what ``tracker verify --json`` prints."""
        return asdict(self)


def verify(
    path: Path, against: str | None = None, progress: Progress | None = None, *, evidence: Path | None = None
) -> VerifyResult:
    """Verify the register at *path*, and compare it with the text of an issued report when one is handed in.

    *evidence* is the folder of the evidence files where they do not stand beside the register.  Raises StoreError when
    there is no file, when a newer program made it, or when the report carries no checkpoint; everything that is wrong
    with the register itself is a problem of the result.
    """
    if not path.is_file():
        raise StoreError(f"There is no register at {path}; make one with: tracker init")
    report = checkpoint_of(against) if against is not None else None
    try:
        db = open_for_checking(path)
    except sqlite3.Error as error:
        raise StoreError(f"The register {path} cannot be opened: {error}.") from None
    try:
        return _Verification(db, path, report, evidence).run(against or "", progress)
    finally:
        db.close()


class _Verification:
    """One run over one file; it goes on as far as the file can be read."""

    def __init__(self, db: sqlite3.Connection, path: Path, report: Checkpoint | None, evidence: Path | None) -> None:
        self.db = db
        self.path = path
        self.evidence = evidence or blobs.folder_beside(path)
        self.report = report
        self.problems = Problems()
        self.removals = Removals()
        self.ledger: LedgerCheck | None = None
        self.broken = False

    def run(self, text: str, progress: Progress | None) -> VerifyResult:
        against = None
        with self._as_far_as_it_goes():
            if check_file(self.db, self.path, self.problems):
                self._check(progress or (lambda done, total: None))
                self._check_evidence()
                against = self._compare(self.report, text) if self.report else None
        return self._result(against)

    @contextmanager
    def _as_far_as_it_goes(self) -> Iterator[None]:
        """Make what the engine cannot read a finding, once, and go on with what else can be looked at."""
        try:
            yield
        except DAMAGED as error:
            if not self.broken:
                self.broken = True
                words = f"The file cannot be read any further: {engine_words(error)}. {ADVICE}"
                self.problems.add("file", None, words)

    def _check(self, progress: Progress) -> None:
        """Check the ledger and the index of entries; meanwhile the engine checks the file, and the plan is replayed."""
        entries = int(self.db.execute("SELECT count(*) FROM entry").fetchone()[0])
        index: list[Problem] = []
        with ThreadPoolExecutor(1) as aside, comparing(self.path, entries) as plan:
            damaged = aside.submit(damage, self.path)  # the engine's own check is not held up by Python
            with self._as_far_as_it_goes():
                if not self._check_ledger(entries, plan, progress):
                    index = replay(self.path, INDEX, apply_to_index)
            for words in damaged.result():
                self.problems.add("file", None, f"The file is damaged: {safe(words)}. {ADVICE}")
            sound = not any(kind in self.problems for kind in KINDS)
            advice = {"table": REBUILD if sound else DOUBT, "replay": ADVICE}
            with self._as_far_as_it_goes():
                found = [*plan.finish(), *index]
                if versions.earlier(self.db):  # tables that nobody reads: what they say is made anew from the entries
                    self.problems.take((problem for problem in found if problem.kind != "table"), advice)
                    return
                self.problems.take(found, advice)
                compare_structure(self.db, self.problems, advice["table"], ADVICE)

    def _check_ledger(self, total: int, plan: Comparison, progress: Progress) -> bool:
        """Check the ledger, and return whether the index of entries is plainly right."""
        root_at = self.report.entries if self.report else None
        self.ledger = ledger = LedgerCheck(self.db, self.problems, root_at=root_at, large=total >= LARGE)
        with closing(IndexAgreement(self.path)) as index:
            for entries in ledger.walk():  # while others may save
                self._hand_on(entries, index, plan)
                progress(min(ledger.place, total), total)
            self.db.execute("BEGIN")  # what they saved meanwhile, and the end, are of one moment
            for entries in ledger.walk():
                self._hand_on(entries, index, plan)
            ledger.texts.disposed = self.removals.texts
            ledger.finish()
            self._check_acts()
            agreed = index.holds()
            self.db.execute("COMMIT")
            return agreed

    def _hand_on(self, entries: list[Entry], index: IndexAgreement, plan: Comparison) -> None:
        assert self.ledger is not None
        plan.take(entries, self.ledger.lines)  # first, because another process may be waiting for it
        index.take(entries)
        self.removals.take(entries)

    def _check_evidence(self) -> None:
        folder = self.evidence
        for digest, ref, seq in self.removals.files_kept():
            if fault := _evidence_fault(folder, digest):
                words = f"The evidence file of {safe(ref)} (entry #{seq}) {fault}"
                self.problems.add("evidence", seq, f"{words} Put the file back from a backup: tracker restore FILE")
        for digest, ref, seq in self.removals.files_removed():
            if re.fullmatch(r"[0-9a-f]{64}", digest) and os.path.lexists(blobs.blob_path(folder, digest)):
                words = f"Entry #{seq} says that the evidence file of {safe(ref)} was removed, but it is in {folder}."
                self.problems.add("disposal", seq, f"{words} The next act removes it, or: tracker rebuild")

    def _check_acts(self) -> None:
        for act, seq in self.removals.unknown.items():
            self.problems.add(
                "act",
                seq,
                f"Entry #{seq} is an act that this program does not know, '{safe(act)}': a newer program recorded it, "
                "or somebody forged it. Verify with the newest program.",
            )

    def _compare(self, report: Checkpoint, text: str) -> Against:
        assert self.ledger is not None
        fault = self.problems.first("line", "history", "missing", "order", "unreadable")
        ledger = self.ledger
        found = compare_history(report, ledger.log, ledger.place, ledger.root_there, fault)
        return compare_text(found, text, self._recorded(report, body_of(text)), report.entries)

    def _recorded(self, report: Checkpoint, body: str | None) -> Recorded:
        """Look for the issue right after the report's checkpoint, else for one with the very body."""
        digest = body_sha256(body) if body is not None else ""
        place = report.entries + 1
        row = self.db.execute(
            "SELECT i.n, i.body_sha256, CAST(t.body AS BLOB) FROM issue i LEFT JOIN text t ON t.digest = i.body"
            " WHERE i.seq = ? OR i.body_sha256 = ? ORDER BY i.seq = ? DESC, i.seq DESC LIMIT 1",
            [place, digest, place],
        ).fetchone()
        line = self.db.execute("SELECT line FROM entry WHERE seq = ?", [place]).fetchone()
        text = row[2].decode("utf-8", "replace") if row and row[2] is not None else None
        return Recorded(Issue(row[0], row[1], text) if row else None, _act_of(line[0]) if line else None)

    def _result(self, against: Against | None) -> VerifyResult:
        ledger = self.ledger
        log, entries, root = (ledger.log, ledger.place, ledger.tree.root()) if ledger else ("", 0, "")
        recorded = ledger.last.at[:10] if ledger and ledger.last else ""
        try:
            short_code = Checkpoint(log, entries, root, recorded).short_code
        except CheckpointError:
            short_code = ""
        ok = not self.problems and (against is None or against.ok)
        return VerifyResult(ok, log, entries, root, short_code, self.problems.listed(), against)


def _act_of(line: bytes) -> str:
    try:
        return read(line).act
    except EntryError:
        return ""


def _evidence_fault(folder: Path, digest: str) -> str | None:
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        return "is recorded under something that is no SHA-256."
    path = blobs.blob_path(folder, digest)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return "is no longer a file of its own: something else stands in its place."
        return None if blobs.file_digest(path) == digest else "was changed: it is not what was recorded."
    except FileNotFoundError:
        return f"is missing from {folder}."
    except OSError as error:
        return f"cannot be read ({error.strerror})."
