"""Keeping a register: a verified copy of it, putting a copy back in its place, and making its tables anew.

How a file is copied whole, and how tables are made, stands in the ledger and the register; here it is decided when.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.ledger import blobs
from tracker.ledger.copies import HeldRegister, copy_register, hold
from tracker.ledger.places import why_not_here
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import StoreError
from tracker.ledger.verify import KINDS
from tracker.model.dates import long
from tracker.model.text import safe
from tracker.register import rebuilding
from tracker.register.verification import VerifyResult, verify


def backup(session: Session, target: Path, *, as_it_is: bool = False) -> str:
    """Copy the register to *target* and its evidence to a folder beside it, verify the copy, and say so.

    Where *target* is a folder, the copy gets the register's name and the day.  Raises Refusal when something stands
    there already, or when the copy does not verify: then nothing is left, unless *as_it_is* asks for it all the same.
    """
    if target.is_dir():
        target = target / f"{session.path.stem}-{session.day.isoformat()}{session.path.suffix}"
    found = _copy(session.path, target, even_faulty=as_it_is)
    what = f"{found.entries} entries, root {found.root[:16]}…, short code {found.short_code}"
    if found.ok:
        return f"Backed up and verified: {target} with {blobs.folder_beside(target).name} beside it ({what}). Keep both."
    return f"Copied as it is, though it does NOT verify ({_why(found)}): {target}. See: tracker verify --db {target}"


def _copy(source: Path, target: Path, *, even_faulty: bool = False) -> VerifyResult:
    """Make a whole copy of a register with its evidence, which appears verified or not at all."""
    folder = blobs.folder_beside(target)
    for place in (target, folder):
        if place.exists() or place.is_symlink():
            raise Refusal(f"There is already something at {place}; give another name, or move it away.")
    with _workshop(target.parent) as workshop:
        made = workshop / target.name
        copy_register(source, made)
        _copy_evidence(blobs.folder_beside(source), blobs.folder_beside(made))
        found = verify(made)
        if not found.ok and not even_faulty:
            raise Refusal(
                f"Nothing was kept: the copy does not verify ({_why(found)}). Look at the register with: tracker "
                "verify; a copy as it is: tracker backup FILE --as-it-is"
            )
        _publish(made, target)
    return found


@contextmanager
def _workshop(parent: Path) -> Iterator[Path]:
    """A folder in which something is made that nobody shall see half-made; removed at the end with what is left in it."""
    workshop = parent / f".being-made-{secrets.token_hex(4)}"
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        workshop.mkdir(mode=0o700)
        yield workshop
    except OSError as error:
        raise StoreError(f"{parent} cannot be written: {error.strerror or error}.") from None
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _copy_evidence(source: Path, target: Path) -> None:
    """Copy the evidence files that *target* does not hold yet, or holds spoilt."""
    if not source.is_dir():
        return
    for file in sorted(source.glob("[0-9a-f][0-9a-f]/*")):
        there = blobs.blob_path(target, file.name)
        if file.is_file() and not (there.is_file() and blobs.file_digest(there) == file.name):
            blobs.store_file(file, target)


def _publish(made: Path, target: Path) -> None:
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


def restore(session: Session, source: Path, *, force: bool = False) -> str:
    """Put the backup *source* in the place of the register, once it is verified, and say so.

    Raises Refusal when it does not verify, or when the present register has entries that it lacks.  With *force* those
    are given up: the present register is kept aside whole, and an entry says how many were lost.
    """
    if why := why_not_here(session.path):
        raise StoreError(why)
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}; give the register file of a backup.")
    if session.path.exists() and source.samefile(session.path):
        raise Refusal(f"{source} is the register itself; give a backup of it.")
    found = verify(source)
    if not found.ok:
        raise Refusal(f"Nothing was restored: {source} does not verify ({_why(found)}). Use another backup.")
    with _workshop(session.path.parent) as workshop:
        made = workshop / session.path.name
        copy_register(source, made)
        lost = _put_in_place(session, made, found, force=force) if session.path.exists() else None
        _copy_evidence(blobs.folder_beside(source), blobs.folder_beside(session.path))
        if lost is None:
            _publish(made, session.path)
    said = f"Restored the register at {session.path} from {source}: {found.entries} entries, verified."
    return f"{said} {lost.words()}" if lost and lost.entries else said


@dataclass(frozen=True)
class _Lost:
    """What the present register had that the backup lacks: how many entries, of how many, up to which root."""

    entries: int
    size: int
    root: str
    kept: Path | None

    def words(self) -> str:
        return (
            f"{_entries(self.entries)} that came after the backup {'is' if self.entries == 1 else 'are'} lost from it; "
            f"the register as it was is kept at {self.kept}."
        )


def _put_in_place(session: Session, made: Path, found: VerifyResult, *, force: bool) -> _Lost:
    """Let the copy *made* take the place of the present register, which nobody can use meanwhile."""
    try:
        with hold(session.path) as present:
            lost = _compare(present, made)
            if lost.entries:
                lost = replace(lost, kept=_aside(session))
                _refuse_to_lose(lost, found, force=force)
                _record(session, made, found, lost)
                assert lost.kept is not None
                present.copy_to(lost.kept)
                _copy_evidence(blobs.folder_beside(session.path), blobs.folder_beside(lost.kept))
            present.become(made)
            return lost
    except StoreError as error:
        if not force:
            raise Refusal(
                f"Nothing was restored: {error} Whether it has entries that the backup lacks cannot be told; to put "
                "the backup in its place all the same, and keep it aside, use --force."
            ) from None
    raise AssertionError
