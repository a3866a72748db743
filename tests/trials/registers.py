"""The register that the trials are made on: the real plan, a little progress, a page of every kind; always the same.

What is done to it stands in the modules beside this one.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tracker.desk import delivery, evidence, people
from tracker.desk.desk import Desk
from tracker.desk.evidence import NewEvidence
from tracker.desk.issuing import NewIssue, issue_report
from tracker.desk.keeping import rebuild
from tracker.desk.opening import open_register
from tracker.desk.session import Session
from tracker.intake.loading import drafts
from tracker.intake.recommendations import default_folder, load
from tracker.model.vocabulary import EvidenceKind, Rating, Role

OPENED = date(2022, 7, 4)
STARTED = datetime(2022, 7, 4, 9, tzinfo=UTC)
LATER = datetime(2022, 7, 5, 9, tzinfo=UTC)
REF = "R1.BRI.2"
FOUND = b"ILLUSTRATIVE: what an audit found."
LONG = "ILLUSTRATIVE: a report that is longer than a page of the file.\n" * 400


def ticking(start: datetime = STARTED) -> Callable[[], datetime]:
    """A clock that goes on by a second whenever it is asked."""
    asked = iter(range(10**9))
    return lambda: start + timedelta(seconds=next(asked))


def furnish(path: Path, *, lived_in: bool = True) -> Path:
    """Make the register at *path* and return its path; the same bytes every time.

    *lived_in* adds what leaves a page of every kind behind: progress, a file of evidence, an issued report that fills
    several pages, and pages that were given up.
    """
    plan, chance, clock = load(default_folder()), random.Random(2022), ticking()
    open_register(
        path,
        lambda make: drafts(plan, make, today=OPENED),
        title=plan.review.title,
        via="tester",
        begins=OPENED,
        clock=clock,
        randomness=chance.randbytes,
    )
    if not lived_in:
        return path
    with Desk(path, who="P1", via="tester", clock=clock, randomness=chance.randbytes) as desk:
        people.add_person(desk, "auditor", Role.AUDITOR)
        for place in range(40):
            delivery.record_progress(desk, REF, note=f"ILLUSTRATIVE: week {place}", rating=Rating.AMBER)
        file = path.with_name("audit.txt")
        file.write_bytes(FOUND)
        evidence.add(desk, NewEvidence("ILLUSTRATIVE: an audit", EvidenceKind.AUDIT, file=file), targets=[REF])
        file.unlink()
        issue_report(desk, _issue(desk.store.head().size))
    rebuild(Session(path))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA secure_delete=ON")
        db.execute("CREATE TABLE given_up AS SELECT zeroblob(20000)")
        db.execute("DROP TABLE given_up")
    return path


def _issue(entries: int) -> NewIssue:
    return NewIssue(
        report="assurance",
        arguments={"area": "BRI"},
        inputs="inputs",
        entries=entries,
        position_on=OPENED,
        recorded=OPENED,
        body=LONG,
    )


def copied(source: Path, target: Path) -> Path:
    """Copy a register with its evidence to *target* and return it."""
    shutil.copyfile(source, target)
    folder = source.with_name(f"{source.stem}.evidence")
    if folder.is_dir():
        shutil.copytree(folder, target.with_name(f"{target.stem}.evidence"))
    return target


def rebuilt(path: Path) -> None:
    """Make the tables and the search index anew."""
    rebuild(Session(path))
