"""Keeping a register: a verified copy of it, putting a copy back in its place, and making its tables anew.

How a file is copied whole, and how tables are made, stands in the ledger and the register; here it is decided when.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.ledger import blobs
from tracker.ledger.copies import HeldRegister, Unreadable, copy_register, hold
from tracker.ledger.places import why_not_here
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import StoreError
from tracker.ledger.verify import KINDS
from tracker.model.text import safe
from tracker.register import rebuilding
from tracker.register.verification import VerifyResult, verify


def backup(session: Session, target: Path, *, as_it_is: bool = False) -> str:
    """Copy the register to *target* and its evidence to a folder beside it, verify the copy, and say so.

    Where *target* is a folder, the copy gets the register's name and the day.  Raises Refusal when something stands
    there already, or when the copy does not verify: then nothing is left, unless *as_it_is* asks for it all the same.
    """
    if not session.path.is_file():
        raise StoreError(f"There is no register at {session.path}; make one with: tracker init")
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


def _copy_evidence(source: Path, target: Path) -> None:
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

    Raises Refusal when it does not verify, or when the present register has entries that it lacks or cannot be read.
    With *force* those are given up: the present register is kept aside, and an entry says how many were lost.
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
        move = _Restoring(session, source, made, found, force)
        said = move.over_present() if session.path.exists() else move.into_empty_place()
    return f"Restored {session.path} from {source}: {_entries(found.entries)}, verified.{said}"


@dataclass(frozen=True)
class _Restoring:
    """A verified copy, already beside the register, on its way into the register's place."""

    session: Session
    source: Path
    made: Path
    found: VerifyResult
    force: bool

    def into_empty_place(self) -> str:
        self._bring_evidence()
        _set_aside(self.session.path, self._aside())  # a journal that a lost register left would spoil the new one
        _publish(self.made, self.session.path)
        return ""

    def over_present(self) -> str:
        """Take the place of the present register, which nobody can use meanwhile."""
        try:
            with hold(self.session.path) as present:
                said = self._give_up(present)
                self._bring_evidence()
                present.become(self.made)
                return said
        except Unreadable as error:
            if not self.force:
                raise Refusal(
                    f"Nothing was restored: {error} So nobody can tell whether it has entries that the backup lacks. "
                    "To keep it aside and put the backup in its place, use --force."
                ) from None
        kept = self._aside()
        self._record({"entries": self.found.entries}, kept)
        self._bring_evidence()
        _set_aside(self.session.path, kept)
        _publish(self.made, self.session.path)
        return f" What stood there could not be read and is kept at {kept}."

    def _give_up(self, present: HeldRegister) -> str:
        """Keep the present register aside and record the loss, when it has entries that the backup lacks."""
        (size, root), shared = present.head(), present.shares(self.made)
        if size == shared:
            return ""
        lost = size - shared
        other = f", and is another log: {safe(present.name())}" if present.name() != self.found.log else ""
        if not self.force:
            raise Refusal(
                f"Nothing was restored: the present register has {_entries(lost)} that the backup lacks "
                f"(#{shared + 1} to #{size}{other}). To give them up, use --force: the present register is then kept "
                "aside, and an entry says how many were lost."
            )
        kept = self._aside()
        self._record({"entries": self.found.entries, "lost": lost, "present_entries": size, "present_root": root}, kept)
        present.copy_to(kept)
        _copy_evidence(blobs.folder_beside(self.session.path), blobs.folder_beside(kept))
        were = "was" if lost == 1 else "were"
        lacks = f"{_entries(lost)} that the backup lacks {were} given up"
        return f" {lacks}; the register as it was is kept at {kept}."

    def _record(self, facts: dict[str, object], kept: Path) -> None:
        """Record the restoring in the copy, before it takes the place: either both are there or neither."""
        with replace(self.session, path=self.made).desk() as desk:
            desk.record(lambda: [desk.draft("log.restored", "register", facts=facts, texts={"kept_as": kept.name})])

    def _bring_evidence(self) -> None:
        _copy_evidence(blobs.folder_beside(self.source), blobs.folder_beside(self.session.path))

    def _aside(self) -> Path:
        """A name beside the register that is not taken: tracker-before-restore-2022-04-12.db."""
        path = self.session.path
        stem = f"{path.stem}-before-restore-{self.session.clock().date().isoformat()}"
        names = (f"{stem}{more}{path.suffix}" for more in ("", *(f"-{n}" for n in range(2, 1000))))
        return next(place for name in names if not (place := path.with_name(name)).exists())


def _set_aside(path: Path, kept: Path) -> None:
    """Rename a register that cannot be read, with what the engine keeps beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))


def rebuild(session: Session) -> str:
    """Make the tables and the search index anew from the entries, which stay as they are, and say so.

    Raises Refusal when the entries themselves do not verify: then the tables may be the better witness.
    """
    found = verify(session.path)
    if any(problem.kind in KINDS for problem in found.problems):
        raise Refusal(
            f"Nothing was rebuilt: the entries themselves do not verify ({_why(found)}), and the tables may hold what "
            "was really recorded. Restore a backup: tracker restore FILE"
        )
    store = SqliteStore(session.path)
    try:
        size = rebuilding.rebuild(store)
    finally:
        store.close()
    return f"Rebuilt the tables and the search index of {session.path} from {_entries(size)}."


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _why(found: VerifyResult) -> str:
    more = len(found.problems) - 1
    return found.problems[0].words + (f" … and {more} more" if more > 0 else "")
