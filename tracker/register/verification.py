"""Verification of a whole register: the ledger, the tables replayed from it, the evidence files, an issued report.

Search is left out: it is a cache that can be made anew.  Nothing is changed, and others may save while it runs.
"""

from __future__ import annotations

import re
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracker.ledger import blobs
from tracker.ledger.checkpoint import Checkpoint, CheckpointError, body_between, body_sha256
from tracker.ledger.problems import Problem, Problems
from tracker.ledger.store import StoreError
from tracker.ledger.verify import ADVICE, KINDS, LedgerCheck, check_file, damage, open_for_checking
from tracker.model.text import safe
from tracker.register.against import Against, Issue, checkpoint_of, compare_history, compare_text, read_report
from tracker.register.replaying import Replay

__all__ = ["Against", "Problem", "VerifyResult", "read_report", "verify"]

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


def verify(path: Path, against: str | None = None, progress: Progress | None = None) -> VerifyResult:
    """Verify the register at *path*, and compare it with the text of an issued report when one is handed in.

    Raises StoreError when there is no file, when a newer program made it, or when the report carries no checkpoint;
    everything that is wrong with the register itself is a problem of the result.
    """
    if not path.is_file():
        raise StoreError(f"There is no register at {path}; make one with: tracker init")
    report = checkpoint_of(against) if against is not None else None
    problems = Problems()
    try:
        db = open_for_checking(path)
    except sqlite3.Error as error:
        raise StoreError(f"The register {path} cannot be opened: {error}.") from None
    try:
        return _Verification(db, path, problems, report, against or "").run(progress)
    except sqlite3.DatabaseError as error:
        problems.add("file", None, f"The register cannot be read any further: {safe(str(error))}. {ADVICE}")
        return _result("", 0, "", "", problems, None)
    finally:
        db.close()


class _Verification:
    def __init__(
        self, db: sqlite3.Connection, path: Path, problems: Problems, report: Checkpoint | None, text: str
    ) -> None:
        self.db = db
        self.path = path
        self.problems = problems
        self.report = report
        self.text = text

    def run(self, progress: Progress | None) -> VerifyResult:
        if not check_file(self.db, self.path, self.problems):
            return _result("", 0, "", "", self.problems, None)
        with ThreadPoolExecutor(1) as aside:  # the engine's own check of the file needs no Python, so both run at once
            damaged = aside.submit(damage, self.path)
            ledger, replay = self._read(progress)
            for words in damaged.result():
                self.problems.add("file", None, f"The file is damaged: {safe(words)}. {ADVICE}")
        fault = self.problems.first("line", "history", "missing", "order", "cut off")
        against = self._against(ledger, fault) if self.report else None
        replay.compare(sound=not any(kind in self.problems for kind in KINDS))
        self._check_evidence(self.path, "main" if replay.failed else "temp")
        recorded = ledger.last.at[:10] if ledger.last else ""
        return _result(ledger.log, ledger.place, ledger.tree.root(), recorded, self.problems, against)

    def _read(self, progress: Progress | None) -> tuple[LedgerCheck, Replay]:
        ledger = LedgerCheck(self.db, self.problems, root_at=self.report.entries if self.report else None)
        replay = Replay(self.db, self.problems)
        total = self.db.execute("SELECT count(*) FROM entry").fetchone()[0] if progress else 0
        for transaction in (False, True):
            # Most of the ledger is read while others may save; what they saved meanwhile is read, and the tables are
            # compared, in one transaction, so that everything that is compared is of the same moment.
            if transaction:
                self.db.execute("BEGIN")
            for entries in ledger.walk():
                replay.apply(entries)
                if progress:
                    progress(min(ledger.place, total), total)
        ledger.finish()
        return ledger, replay
