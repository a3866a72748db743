"""Putting a backup in the place of a register: verified first, and nothing given up without being asked for.

How copies are made stands in tracker.desk.keeping; how one file takes over another, in tracker.ledger.copies.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tracker.desk.desk import Refusal
from tracker.desk.keeping import copy_evidence, publish, why, workshop
from tracker.desk.session import Session
from tracker.ledger import blobs
from tracker.ledger.copies import HeldRegister, Unreadable, copy_register, hold
from tracker.ledger.entry import Entry, EntryError, read
from tracker.ledger.places import why_not_here
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import StoreError
from tracker.model.dates import long
from tracker.model.saying import entries
from tracker.model.text import safe
from tracker.register import rebuilding, versions
from tracker.register.against import checkpoint_of
from tracker.register.gaps import DISPOSAL
from tracker.register.verification import VerifyResult, verify


def restore(session: Session, source: Path, *, force: bool = False, against: str | None = None) -> str:
    """Put the backup *source* in the place of the register, once it is verified, and say so.

    It is compared with the newest checkpoint known: the present register, and the text of an issued report where
    *against* holds one.  Raises Refusal when it does not verify, when a report shows that its history was changed, or
    when entries would be lost.  With *force* those are given up: the present register is kept aside, and an entry names
    what was lost.
    """
    if said := why_not_here(session.path):
        raise StoreError(said)
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}; give the register file of a backup.")
    if session.path.exists() and source.samefile(session.path):
        raise Refusal(f"{source} is the register itself; give a backup of it.")
    found = verify(source, against)
    if found.problems:
        raise Refusal(f"Nothing was restored: {source} does not verify ({why(found)}). Use another backup.")
    facts = _reported(found, against, force)
    with workshop(session.path.parent) as place:
        made = place / session.path.name
        copy_register(source, made)
        _bring_up_to_date(made)
        move = _Restoring(session, source, made, found, force, facts)
        said = move.over_present() if session.path.exists() else move.into_empty_place()
    compared = f" {found.against.words}" if found.against and found.against.history == "same" else ""
    return f"Restored {session.path} from {source}: {entries(found.entries)}, verified.{said}{compared}"


def _reported(found: VerifyResult, against: str | None, force: bool) -> dict[str, Any]:
    """Return what a report proves to be lost; raises Refusal when it speaks against the backup."""
    if found.against is None or against is None or found.against.history == "same":
        return {}
    if found.against.history != "shorter":
        raise Refusal(f"Nothing was restored: {found.against.words}")
    report = checkpoint_of(against)
    lost = report.entries - found.entries
    if not force:
        raise Refusal(
            f"Nothing was restored: the report was issued over {entries(report.entries)}, and the backup holds "
            f"{found.entries}: #{found.entries + 1} to #{report.entries} would be lost. Use a newer backup; to give "
            f"up the {entries(lost)}, use --force: an entry then names them."
        )
    return {"report_entries": report.entries, "report_root": report.root}


@dataclass(frozen=True)
class _Restoring:
    """A verified copy, already beside the register, on its way into the register's place."""

    session: Session
    source: Path
    made: Path
    found: VerifyResult
    force: bool
    reported: dict[str, Any]

    def into_empty_place(self) -> str:
        kept, last = self._aside(), self._last()
        if self.reported:
            self._record({}, None)
        self._bring_evidence()
        _set_aside(self.session.path, kept)  # a journal that a lost register left would spoil the new one
        publish(self.made, self.session.path)
        return f" The last of them was recorded on {last}; what came after it, if anything, is not there."

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
        self._record({}, kept)
        self._bring_evidence()
        _set_aside(self.session.path, kept)
        publish(self.made, self.session.path)
        return f" What stood there could not be read and is kept at {kept}."

    def _give_up(self, present: HeldRegister) -> str:
        """Keep the present register aside and record the loss, when it has entries that the backup lacks."""
        (size, root), shared = present.head(), present.shares(self.made)
        if size == shared:
            if self.reported:
                self._record({}, None)
            more = self.found.entries - size
            return f" {entries(more)} that the present register lacked came with it." if more else ""
        lost = size - shared
        other = f", and is another log: {safe(present.name())}" if present.name() != self.found.log else ""
        if not self.force:
            raise Refusal(
                f"Nothing was restored: the present register has {entries(lost)} that the backup lacks "
                f"(#{shared + 1} to #{size}{other}). To give them up, use --force: the present register is then kept "
                "aside, and an entry says how many were lost."
            )
        kept = self._aside()
        gone = _readable(present.lines(shared + 1))
        removed = [entry for entry in gone if entry.act == DISPOSAL]
        facts: dict[str, Any] = {
            "lost": lost,
            "lost_from": shared + 1,
            "lost_to": size,
            "last_lost_on": gone[-1].at[:10] if gone else None,
            "disposals_lost": [f"#{entry.seq}" for entry in removed],
            "present_entries": size,
            "present_root": root,
        }
        self._record(facts, kept)
        present.copy_to(kept)
        copy_evidence(blobs.folder_beside(self.session.path), blobs.folder_beside(kept))
        were = "was" if lost == 1 else "were"
        lacks = f"{entries(lost)} that the backup lacks {were} given up"
        return f" {lacks}; the register as it was is kept at {kept}.{_held_again(removed)}"

    def _record(self, facts: dict[str, Any], kept: Path | None) -> None:
        """Record the restoring in the copy, before it takes the place: either both are there or neither."""
        told = {"entries": self.found.entries, "backup_root": self.found.root, **self.reported, **facts}
        texts = {"kept_as": kept.name if kept else None}
        with replace(self.session, path=self.made).desk() as desk:
            desk.record(lambda: [desk.draft("log.restored", "register", facts=told, texts=texts)])

    def _last(self) -> str:
        store = SqliteStore(self.made, readonly=True)
        try:
            entry = store.entry(store.head().size)
        finally:
            store.close()
        return long(date.fromisoformat(entry.at[:10])) if entry else "no day"

    def _bring_evidence(self) -> None:
        copy_evidence(blobs.folder_beside(self.source), blobs.folder_beside(self.session.path))

    def _aside(self) -> Path:
        """A name beside the register that is not taken: tracker-before-restore-2022-04-12.db."""
        path = self.session.path
        stem = f"{path.stem}-before-restore-{self.session.clock().date().isoformat()}"
        names = (f"{stem}{more}{path.suffix}" for more in ("", *(f"-{n}" for n in range(2, 1000))))
        return next(place for name in names if not (place := path.with_name(name)).exists())


def _bring_up_to_date(made: Path) -> None:
    """Make the tables anew that an earlier release made; raises StoreError when a newer one did."""
    store = SqliteStore(made)
    try:
        if not versions.check(store):
            rebuilding.rebuild(store)
    finally:
        store.close()


def _readable(lines: list[bytes]) -> list[Entry]:
    found = []
    for line in lines:
        with suppress(EntryError):
            found.append(read(line))
    return found


def _held_again(removed: list[Entry]) -> str:
    """Say which disposals were lost with the entries: what they removed stands in the backup, so it is held again."""
    if not removed:
        return ""
    of = ", ".join(f"#{entry.facts.get('entry')}" for entry in removed)
    return f" Disposals were among them: what had been removed of {of} is held again; remove it again: tracker dispose"


def _set_aside(path: Path, kept: Path) -> None:
    """Rename a register that cannot be read, with what the engine keeps beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))
