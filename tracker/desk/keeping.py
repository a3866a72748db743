"""Keeping a register: a verified copy of it, and making its tables anew.

Putting a copy back stands in tracker.desk.restoring; how a file is copied whole, and how tables are made, in the ledger
and the register.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.ledger import blobs
from tracker.ledger.copies import copy_register
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import StoreError
from tracker.ledger.verify import KINDS
from tracker.model.saying import entries
from tracker.register import gaps, rebuilding
from tracker.register.verification import VerifyResult, verify


def backup(session: Session, target: Path, *, as_it_is: bool = False) -> str:
    """Copy the register to *target* and its evidence to a folder beside it, verify the copy, and say so.

    Where *target* is a folder, the copy gets the register's name and the day.  Raises Refusal when something stands
    there already, or when the copy does not verify: then nothing is left, unless *as_it_is* asks for it all the same.
    """
    if not session.path.is_file():
        raise StoreError(f"There is no register at {session.path}; make one with: tracker init")
    if target.is_dir():
        target = target / f"{session.path.stem}-{session.day.isoformat()}{session.path.suffix}"
    found = _copy(session.path, target, even_faulty=as_it_is)
    what = f"{found.entries} entries, root {found.root[:16]}…, short code {found.short_code}"
    if found.ok:
        return (
            f"Backed up and verified: {target} with {blobs.folder_beside(target).name} beside it ({what}). Keep both."
        )
    return f"Copied as it is, though it does NOT verify ({why(found)}): {target}. See: tracker verify --db {target}"


def _copy(source: Path, target: Path, *, even_faulty: bool = False) -> VerifyResult:
    """Make a whole copy of a register with its evidence, which appears verified or not at all."""
    folder = blobs.folder_beside(target)
    for place in (target, folder):
        if place.exists() or place.is_symlink():
            raise Refusal(f"There is already something at {place}; give another name, or move it away.")
    # The engine works on this computer's own disk only: its locks mean nothing on a share or a memory stick.
    with workshop(target.parent) as there, _own_disk() as here:
        made, evidence = here / target.name, blobs.folder_beside(there / target.name)
        copy_register(source, made)
        copy_evidence(blobs.folder_beside(source), evidence)
        found = verify(made, evidence=evidence)  # which reads each evidence file back from where it was written
        if not found.ok and not even_faulty:
            raise Refusal(
                f"Nothing was kept: the copy does not verify ({why(found)}). Look at the register with: tracker "
                "verify; a copy as it is: tracker backup FILE --as-it-is"
            )
        _carry(made, there / target.name)
        publish(there / target.name, target)
    return found


def _carry(made: Path, there: Path) -> None:
    """Copy a finished file to another disk and read it back; raises Refusal when it reads otherwise."""
    with made.open("rb") as source, there.open("xb") as target:
        there.chmod(0o600)
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    if blobs.file_digest(there) != blobs.file_digest(made):
        raise Refusal(
            f"Nothing was kept: what was written to {there.parent.parent} does not read back as it was written. Use "
            "another disk or share."
        )


@contextmanager
def _own_disk() -> Iterator[Path]:
    """A folder of this computer, readable by its owner only; removed at the end."""
    with tempfile.TemporaryDirectory(prefix="tracker-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def workshop(parent: Path) -> Iterator[Path]:
    """A folder in which something is made that nobody shall see half-made; removed at the end with what is left."""
    workshop = parent / f".being-made-{secrets.token_hex(4)}"
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        workshop.mkdir(mode=0o700)
        yield workshop
    except OSError as error:
        raise StoreError(f"{parent} cannot be written: {error.strerror or error}.") from None
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def copy_evidence(source: Path, target: Path) -> None:
    """Copy the evidence files that *target* does not hold yet, or holds spoilt; a spoilt one is set aside."""
    for file in sorted(source.glob("[0-9a-f][0-9a-f]/*")) if source.is_dir() else ():
        if not re.fullmatch("[0-9a-f]{64}", file.name) or file.is_symlink() or not file.is_file():
            continue
        there = blobs.blob_path(target, file.name)
        if there.is_symlink() or there.exists():
            if there.is_file() and not there.is_symlink() and blobs.file_digest(there) == file.name:
                continue
            there.rename(there.with_name(f"{there.name}.spoilt-{secrets.token_hex(4)}"))
        digest, _ = blobs.store_file(file, target)
        if digest != file.name:  # a copy is faithful to what is spoilt, too
            there.parent.mkdir(mode=0o700, exist_ok=True)
            blobs.blob_path(target, digest).rename(there)


def publish(made: Path, target: Path) -> None:
    """Give a finished copy its name: first the evidence, then the register, so that a register is never without."""
    folder = blobs.folder_beside(made)
    if folder.is_dir():
        folder.rename(blobs.folder_beside(target))
    try:
        target.hardlink_to(made)
    except FileExistsError:
        raise Refusal(f"There is already something at {target}; somebody made it just now.") from None
    except OSError:
        made.rename(target)  # a file system without hard links, as on many memory sticks


def rebuild(session: Session) -> str:
    """Make the tables and the search index anew from the entries, which stay as they are, and say so.

    Whatever a disposal could not finish is finished, and the unused parts of the file are cleared.

    Raises Refusal when the entries themselves do not verify: then the tables may be the better witness.
    """
    found = verify(session.path)
    if newer := next((problem.words for problem in found.problems if problem.kind == "act"), None):
        raise Refusal(f"Nothing was rebuilt: {newer}")
    if any(problem.kind in KINDS for problem in found.problems):
        raise Refusal(
            f"Nothing was rebuilt: the entries themselves do not verify ({why(found)}), and the tables may hold what "
            "was really recorded. Restore a backup: tracker restore FILE"
        )
    store = SqliteStore(session.path)
    try:
        size = rebuilding.rebuild(store)
        gaps.finish(store)
        store.scrub()
    finally:
        store.close()
    return f"Rebuilt the tables and the search index of {session.path} from {entries(size)}."


def why(found: VerifyResult) -> str:
    """Return why a register does not verify, in one sentence."""
    more = len(found.problems) - 1
    return found.problems[0].words + (f" … and {more} more" if more > 0 else "")
