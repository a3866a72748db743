"""A small register that was lived in, a package of it, and running the script that checks packages as auditors do."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tracker import reports
from tracker.desk import evidence, people
from tracker.desk.evidence import NewEvidence
from tracker.desk.opening import open_register
from tracker.desk.session import Session
from tracker.model.vocabulary import EvidenceKind, Marking, Role
from tracker.reports import package
from tracker.reports.package.asking import Ask

FOUND, RESTRICTED = b"What the audit found.\n", b"What only some may read.\n"
NAME, SECRET = "ILLUSTRATIVE Name", "ILLUSTRATIVE words about a family"


def noon() -> datetime:
    return datetime(2022, 6, 20, 12, tzinfo=UTC)


def small_register(folder: Path) -> Session:
    """A register of a few entries: a person with a name, two evidence files, an issued report beside it."""
    folder.mkdir(exist_ok=True)
    path = folder / "plan.db"
    open_register(path, lambda make: [], title="Small", via="tester", begins=date(2022, 6, 20), clock=noon)
    session = Session(path, via="tester", clock=noon)
    (folder / "audit.txt").write_bytes(FOUND)
    (folder / "case.txt").write_bytes(RESTRICTED)
    with session.desk() as desk:
        people.add_person(desk, "Second manager", Role.MANAGER, name=NAME)
        audit = NewEvidence("An audit", EvidenceKind.AUDIT, file=folder / "audit.txt", marking=Marking.OFFICIAL)
        evidence.add(desk, audit)
        case = NewEvidence("A case", EvidenceKind.OTHER, file=folder / "case.txt", description=SECRET)
        evidence.add(desk, case)
    reports.run(session, "assurance", folder=folder / "issued")
    with session.desk() as desk:
        people.add_person(desk, "Auditor", Role.AUDITOR)
    return session


def issued(session: Session) -> Path:
    """The report that was issued."""
    (found,) = (session.path.parent / "issued").glob("*/*.md")
    return found


def size(session: Session) -> int:
    with session.position() as position:
        return position.size


def packed(session: Session, folder: Path, ask: Ask | None = None) -> Path:
    """Make a package and return its folder."""
    return package.make(session, ask or Ask(recipient="ILLUSTRATIVE: internal audit"), folder).folder


@dataclass(frozen=True)
class Checked:
    """What the script came to: exit status and lines."""

    code: int
    out: str
    err: str

    @property
    def wrong(self) -> list[str]:
        """What it found wrong, in words."""
        return [line[9:] for line in self.out.splitlines() if line.startswith("  WRONG")]

    @property
    def ok(self) -> bool:
        return (self.code, self.err, self.wrong) == (0, "", []) and self.out.endswith("\nVERIFIED.\n")


def checked(script: Path, *arguments: Path | str, cwd: Path | None = None) -> Checked:
    """Run a script with an empty environment and no installed packages, in another folder."""
    keep = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), *map(str, arguments)],
        cwd=cwd,
        env=keep,
        capture_output=True,
        encoding="ascii",
        check=False,
    )
    return Checked(done.returncode, done.stdout, done.stderr)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def reseal(folder: Path) -> None:
    """Write both lists of files anew, as somebody would who changed a file on purpose."""
    for name, inside in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        listed = [
            file for file in files(folder) if file.startswith("data/") == inside and file != "tagmanifest-sha256.txt"
        ]
        (folder / name).write_text("".join(f"{sha256(folder / file)}  {file}\n" for file in listed), encoding="utf-8")


def holds(folder: Path, what: bytes) -> list[str]:
    """The files of a folder in which some bytes stand."""
    return [name for name in files(folder) if what in (folder / name).read_bytes()]
