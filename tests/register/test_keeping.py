"""Backups, restoring and rebuilding: whole or not at all, verified, and nothing given up without being asked for."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from tests.house import House
from tests.register import tampering
from tests.register.tampering import REF, Lived, edit, insider, rewrite_heads
from tracker.desk import delivery, disposal
from tracker.desk.desk import Refusal
from tracker.desk.keeping import backup, rebuild
from tracker.desk.restoring import restore
from tracker.desk.session import Session
from tracker.ledger import blobs
from tracker.ledger.entry import Draft, Entry
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import Rating
from tracker.register import search
from tracker.register.against import checkpoint_of
from tracker.register.verification import verify
from tracker.reports import run as report


@pytest.fixture
def lived(house: House, tmp_path: Path) -> Lived:
    return tampering.live(house, tmp_path)


@pytest.fixture
def session(house: House) -> Session:
    return Session(house.path, who="P1", via="tester", clock=house.clock)


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def dump(path: Path) -> list[str]:
    """All rows of the ledger and the register; the shadow tables of the search index are left out."""
    with closing(sqlite3.connect(path)) as db:
        return [line for line in db.iterdump() if "search" not in line]


def progress(house: House, note: str = "More") -> int:
    with house.at() as desk:
        return delivery.record_progress(desk, REF, note=note, rating=Rating.RED).seq


# --- backup -----------------------------------------------------------------------------------------------------------


def test_a_backup_is_a_whole_and_verified_copy(lived: Lived, session: Session, tmp_path: Path) -> None:
    target = tmp_path / "safe" / "plan.db"
    found = verify(lived.path)
    assert backup(session, target) == (
        f"Backed up and verified: {target} with plan.evidence beside it ({lived.green} entries, root "
        f"{found.root[:16]}…, short code {found.short_code}). Keep both."
    )
    assert dump(target) == dump(lived.path)
    assert everything(tmp_path / "safe" / "plan.evidence") == everything(tmp_path / "tracker.evidence")
    assert verify(target).ok
    assert sorted(path.name for path in target.parent.iterdir()) == ["plan.db", "plan.evidence"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_in_a_folder_a_backup_gets_the_name_and_the_day(lived: Lived, session: Session, tmp_path: Path) -> None:
    (tmp_path / "safe").mkdir()
    backup(session, tmp_path / "safe")
    assert sorted(path.name for path in (tmp_path / "safe").iterdir()) == [
        "tracker-2022-07-04.db",
        "tracker-2022-07-04.evidence",
    ]


@pytest.mark.parametrize("taken", ["plan.db", "plan.evidence"])
def test_a_backup_overwrites_nothing(lived: Lived, session: Session, tmp_path: Path, taken: str) -> None:
    safe = tmp_path / "safe"
    safe.mkdir()
    (safe / taken).write_bytes(b"an earlier backup")
    with pytest.raises(
        Refusal, match=rf"There is already something at .*{taken}; give another name, or move it away\."
    ):
        backup(session, safe / "plan.db")
    assert everything(safe) == {taken: b"an earlier backup"}


def test_a_backup_that_does_not_verify_is_not_kept_unless_asked_for(
    lived: Lived, session: Session, tmp_path: Path
) -> None:
    lived.file.unlink()
    target = tmp_path / "safe" / "plan.db"
    with pytest.raises(Refusal) as caught:
        backup(session, target)
    assert str(caught.value).startswith(
        "Nothing was kept: the copy does not verify (The evidence file of E36 "
        f"(entry #{lived.evidence}) is missing from "
    )
    assert str(caught.value).endswith("a copy as it is: tracker backup FILE --as-it-is")
    assert list(target.parent.iterdir()) == []
    said = backup(session, target, as_it_is=True)
    assert said.startswith("Copied as it is, though it does NOT verify (The evidence file of E36 ")
    assert dump(target) == dump(lived.path)


def test_spoilt_evidence_is_copied_as_spoilt_as_it_is(lived: Lived, session: Session, tmp_path: Path) -> None:
    lived.file.write_bytes(b"spoilt")
    backup(session, tmp_path / "safe" / "plan.db", as_it_is=True)
    assert everything(tmp_path / "safe" / "plan.evidence") == everything(tmp_path / "tracker.evidence")


def test_a_backup_where_nothing_can_be_written(lived: Lived, session: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match=r"file cannot be written: "):
        backup(session, tmp_path / "file" / "plan.db")


def test_a_backup_of_what_is_not_there(session: Session, tmp_path: Path) -> None:
    gone = Session(tmp_path / "none.db")
    with pytest.raises(StoreError, match=r"There is no register at .*none\.db; make one with: tracker init"):
        backup(gone, tmp_path / "safe" / "plan.db")
    assert not (tmp_path / "safe").exists()


def test_a_register_is_backed_up_while_somebody_has_it_open(lived: Lived, session: Session, house: House) -> None:
    with house.at() as desk:
        backup(session, lived.path.parent / "one.db")
        delivery.record_progress(desk, REF, note="Still here", rating=Rating.RED)
    assert verify(lived.path.parent / "one.db").entries == lived.green


def test_the_engine_never_works_where_the_backup_goes(
    lived: Lived, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its locks mean nothing on a share, so what goes there is copied as bytes and read back."""
    opened: list[str] = []
    connect: Any = sqlite3.connect

    def noted(where: object, *args: Any, **more: Any) -> Any:
        opened.append(str(where))
        return connect(where, *args, **more)

    monkeypatch.setattr(sqlite3, "connect", noted)
    share = tmp_path / "share"
    backup(session, share / "plan.db")
    assert opened
    assert not [where for where in opened if str(share) in where]
    assert verify(share / "plan.db").ok


def test_a_backup_that_reads_back_otherwise_is_not_kept(
    lived: Lived, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loses_the_end(source: BinaryIO, target: BinaryIO) -> None:
        target.write(source.read()[:-1])

    monkeypatch.setattr(shutil, "copyfileobj", loses_the_end)
    with pytest.raises(Refusal) as caught:
        backup(session, tmp_path / "share" / "plan.db")
    assert str(caught.value) == (
        f"Nothing was kept: what was written to {tmp_path / 'share'} does not read back as it was written. Use another "
        "disk or share."
    )
    assert list((tmp_path / "share").iterdir()) == []


def test_evidence_that_reads_back_otherwise_is_not_kept(
    lived: Lived, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = blobs.store_file

    def spoils(source: Path, folder: Path) -> tuple[str, int]:
        told = stored(source, folder)
        blobs.blob_path(folder, told[0]).write_bytes(b"spoilt on the way")
        return told

    monkeypatch.setattr(blobs, "store_file", spoils)
    with pytest.raises(Refusal, match=r"the copy does not verify \(The evidence file of E36 .* was changed"):
        backup(session, tmp_path / "share" / "plan.db")
    assert list((tmp_path / "share").iterdir()) == []


# --- restore ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(lived: Lived, session: Session, tmp_path: Path) -> Path:
    target = tmp_path / "safe" / "plan.db"
    backup(session, target)
    return target


def test_a_lost_register_is_restored_with_its_evidence(lived: Lived, session: Session, kept: Path) -> None:
    before = dump(lived.path)
    lived.path.unlink()
    shutil.rmtree(lived.file.parent.parent)
    assert restore(session, kept) == (
        f"Restored {lived.path} from {kept}: {lived.green} entries, verified. The last of them was recorded on 4 July "
        "2022; what came after it, if anything, is not there."
    )
    assert dump(lived.path) == before
    assert verify(lived.path).ok
    assert stat.S_IMODE(lived.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in lived.path.parent.iterdir()) == ["safe", "tracker.db", "tracker.evidence"]


def test_a_journal_that_a_lost_register_left_does_not_spoil_the_restored_one(
    lived: Lived, session: Session, kept: Path
) -> None:
    lived.path.unlink()
    journal = lived.path.with_name("tracker.db-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 504)
    restore(session, kept)
    assert not journal.exists()
    assert verify(lived.path).ok


def test_spoilt_tables_and_evidence_are_restored_and_open_windows_see_it(
    lived: Lived, session: Session, kept: Path, house: House
) -> None:
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute("UPDATE action SET status = 'complete' WHERE ref = ?", [REF])
    lived.file.write_bytes(b"spoilt")
    with closing(SqliteStore(lived.path)) as window:
        assert window.db.execute("SELECT status FROM action WHERE ref = ?", [REF]).fetchone()[0] == "complete"
        restore(session, kept)
        assert window.db.execute("SELECT status FROM action WHERE ref = ?", [REF]).fetchone()[0] == "in_progress"
    assert verify(lived.path).ok
    assert progress(house) == lived.green + 1


def test_entries_that_the_backup_lacks_are_not_given_up_unasked(
    lived: Lived, session: Session, kept: Path, house: House
) -> None:
    progress(house)
    progress(house)
    before = everything(lived.path.parent)
    with pytest.raises(Refusal) as caught:
        restore(session, kept)
    assert str(caught.value) == (
        f"Nothing was restored: the present register has 2 entries that the backup lacks (#{lived.green + 1} to "
        f"#{lived.green + 2}). To give them up, use --force: the present register is then kept aside, and an entry "
        "says how many were lost."
    )
    assert everything(lived.path.parent) == before


def test_by_force_the_present_register_is_kept_aside_and_the_loss_recorded(
    lived: Lived, session: Session, kept: Path, house: House
) -> None:
    progress(house)
    before, root, backup_root = dump(lived.path), verify(lived.path).root, verify(kept).root
    aside = lived.path.with_name("tracker-before-restore-2022-07-04.db")
    assert restore(session, kept, force=True) == (
        f"Restored {lived.path} from {kept}: {lived.green} entries, verified. 1 entry that the backup lacks was given "
        f"up; the register as it was is kept at {aside}."
    )
    assert dump(aside) == before
    assert verify(aside).ok, "its evidence is kept with it"
    with closing(SqliteStore(lived.path, readonly=True)) as store:
        entry = store.entry(lived.green + 1)
        assert entry is not None
        assert (entry.act, entry.by) == ("log.restored", "P1")
        assert entry.facts == {
            "entries": lived.green,
            "backup_root": backup_root,
            "lost": 1,
            "lost_from": lived.green + 1,
            "lost_to": lived.green + 1,
            "last_lost_on": "2022-07-04",
            "present_entries": lived.green + 1,
            "present_root": root,
        }
        assert store.texts(entry.texts.values())[entry.texts["kept_as"]].body == aside.name
    assert verify(lived.path).ok


def test_a_second_register_kept_aside_on_one_day_gets_another_name(
    lived: Lived, session: Session, kept: Path, house: House
) -> None:
    for _ in range(2):
        restored = restore(session, kept, force=True) if progress(house) else ""
    assert restored.endswith("tracker-before-restore-2022-07-04-2.db.")


def test_who_may_not_restore_changes_nothing(lived: Lived, session: Session, kept: Path, house: House) -> None:
    progress(house)
    before = everything(lived.path.parent)
    with pytest.raises(Refusal, match=r"P6 is an auditor and may not restore a register"):
        restore(Session(lived.path, who="P6", clock=house.clock), kept, force=True)
    assert everything(lived.path.parent) == before


def entries_of(path: Path, start: int) -> list[Entry]:
    with closing(SqliteStore(path, readonly=True)) as store:
        return list(store.entries(start))


def test_what_was_disposed_of_since_the_backup_is_held_again_and_named(
    lived: Lived, session: Session, kept: Path, house: House
) -> None:
    with house.at("P7") as desk:
        removed = disposal.dispose(desk, f"#{lived.green}", "note", ground="it names somebody").receipt.seq
    said = restore(session, kept, force=True)
    assert said.endswith(
        f" Disposals were among them: what had been removed of #{lived.green} is held again; remove it again: tracker "
        "dispose"
    )
    (entry,) = entries_of(lived.path, lived.green + 1)
    assert entry.facts["disposals_lost"] == [f"#{removed}"]
    assert verify(lived.path).ok


@pytest.fixture
def issued(lived: Lived, session: Session, kept: Path, house: House, tmp_path: Path) -> str:
    """The text of a report that was issued after the backup was made."""
    progress(house)
    return report(session, "assurance", area="BRI", folder=tmp_path / "reports").text


def test_a_report_that_somebody_kept_shows_what_a_backup_lacks(
    lived: Lived, session: Session, kept: Path, issued: str
) -> None:
    report_root = checkpoint_of(issued).root
    lived.path.unlink()
    shutil.rmtree(lived.file.parent.parent)
    with pytest.raises(Refusal) as caught:
        restore(session, kept, against=issued)
    assert str(caught.value) == (
        f"Nothing was restored: the report was issued over {lived.green + 1} entries, and the backup holds "
        f"{lived.green}: #{lived.green + 1} to #{lived.green + 1} would be lost. Use a newer backup; to give up the "
        "1 entry, use --force: an entry then names them."
    )
    assert not lived.path.exists()
    restore(session, kept, against=issued, force=True)
    (entry,) = entries_of(lived.path, lived.green + 1)
    assert entry.act == "log.restored"
    assert (entry.facts["report_entries"], entry.facts["report_root"]) == (lived.green + 1, report_root)


def test_a_backup_from_after_a_report_is_compared_with_it(
    lived: Lived, session: Session, kept: Path, issued: str, tmp_path: Path
) -> None:
    newer = tmp_path / "newer" / "plan.db"
    backup(session, newer)
    lived.path.unlink()
    said = restore(session, newer, against=issued)
    assert f"entries #1 to #{lived.green + 1} are untouched; 1 was added since." in said
    assert entries_of(lived.path, lived.green + 2)[-1].act == "report.issued"


def test_a_backup_whose_history_a_report_contradicts_is_never_restored(
    lived: Lived, session: Session, kept: Path, issued: str, tmp_path: Path
) -> None:
    rewritten = tmp_path / "rewritten" / "plan.db"
    backup(session, rewritten)
    with insider(rewritten) as db:
        edit(db, lived.amber, '"amber"', '"green"', leaf=True)
        rewrite_heads(db)
    rebuild(replace(session, path=rewritten))
    assert verify(rewritten).ok, "it agrees with itself: only what somebody else holds shows it"
    lived.path.unlink()
    with pytest.raises(Refusal, match=r"^Nothing was restored: The history was changed at or before #") as caught:
        restore(session, rewritten, against=issued, force=True)
    assert "Somebody rewrote what had been reported" in str(caught.value)
    assert not lived.path.exists()


def test_a_backup_that_is_ahead_of_the_register_says_so(
    lived: Lived, session: Session, kept: Path, house: House, tmp_path: Path
) -> None:
    progress(house)
    ahead = tmp_path / "ahead" / "plan.db"
    backup(session, ahead)
    restore(session, kept, force=True)
    restored = entries_of(lived.path, lived.green + 1)
    assert [entry.act for entry in restored] == ["log.restored"]
    lived.path.unlink()
    restore(session, kept)
    said = restore(session, ahead)
    assert said.endswith(f"{lived.green + 1} entries, verified. 1 entry that the present register lacked came with it.")


def test_another_register_in_the_place_is_named(lived: Lived, session: Session, kept: Path, tmp_path: Path) -> None:
    lived.path.unlink()
    SqliteStore.create(lived.path, "a-plan-of-today")
    with closing(SqliteStore(lived.path)) as store:
        store.append([Draft("a", ("R1",), "ALL", "P1", "", "2022-07-04")], 0)
    with pytest.raises(
        Refusal, match=r"1 entry that the backup lacks \(#1 to #1, and is another log: a-plan-of-today\)"
    ):
        restore(session, kept)
    restore(session, kept, force=True)
    assert verify(lived.path).log.startswith("thematic-")


@pytest.mark.parametrize("content", [b"Dear all", b"SQLite format 3\0" + b"x" * 9000])
def test_a_register_that_cannot_be_read_is_replaced_only_by_force(
    lived: Lived, session: Session, kept: Path, content: bytes
) -> None:
    lived.path.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        restore(session, kept)
    assert re.fullmatch(
        rf"Nothing was restored: The register {lived.path} cannot be \w+: file is not a database\. So nobody can tell "
        r"whether it has entries that the backup lacks\. To keep it aside and put the backup in its place, "
        r"use --force\.",
        str(caught.value),
    )
    assert lived.path.read_bytes() == content
    said = restore(session, kept, force=True)
    aside = lived.path.with_name("tracker-before-restore-2022-07-04.db")
    assert said.endswith(f" What stood there could not be read and is kept at {aside}.")
    assert aside.read_bytes() == content
    assert verify(lived.path).ok
    assert verify(lived.path).entries == lived.green + 1, "the restoring is recorded"


def test_a_backup_that_does_not_verify_is_not_restored(lived: Lived, session: Session, kept: Path) -> None:
    with insider(kept) as db:
        edit(db, lived.amber, '"amber"', '"green"')
    before = dump(lived.path)
    with pytest.raises(Refusal) as caught:
        restore(session, kept, force=True)
    assert str(caught.value).startswith(
        f"Nothing was restored: {kept} does not verify (Entry #{lived.amber} was changed after it was recorded"
    )
    assert str(caught.value).endswith("Use another backup.")
    assert dump(lived.path) == before


def test_what_cannot_be_restored(lived: Lived, session: Session, kept: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no backup at .*none\.db; give the register file of a backup\."):
        restore(session, tmp_path / "none.db")
    with pytest.raises(Refusal, match="is the register itself; give a backup of it"):
        restore(session, lived.path)
    with pytest.raises(StoreError, match="it is in the sync folder 'OneDrive'"):
        restore(Session(tmp_path / "OneDrive" / "tracker.db"), kept)


# --- rebuild ----------------------------------------------------------------------------------------------------------


def test_tables_and_search_are_made_anew(lived: Lived, session: Session) -> None:
    before = dump(lived.path)
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute("UPDATE action SET status = 'complete' WHERE ref = ?", [REF])
        db.execute("DROP TABLE trail_review")
        db.execute("DROP INDEX action_sort")
        db.execute("INSERT INTO search(search) VALUES ('delete-all')")
    assert rebuild(session) == f"Rebuilt the tables and the search index of {lived.path} from {lived.green} entries."
    assert sorted(dump(lived.path)) == sorted(before)
    with closing(sqlite3.connect(lived.path)) as db:
        assert db.execute("SELECT count(*) FROM search WHERE search MATCH 'caught'").fetchone()[0] == 1


def test_tables_are_not_made_anew_from_entries_that_do_not_verify(lived: Lived, session: Session) -> None:
    with insider(lived.path) as db:
        edit(db, lived.amber, '"amber"', '"green"')
    before = dump(lived.path)
    with pytest.raises(Refusal) as caught:
        rebuild(session)
    assert str(caught.value).startswith(
        f"Nothing was rebuilt: the entries themselves do not verify (Entry #{lived.amber} was changed after it was "
    )
    assert str(caught.value).endswith("Restore a backup: tracker restore FILE")
    assert dump(lived.path) == before


def test_a_rebuilding_that_fails_changes_nothing(
    lived: Lived, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "DDL", ("CREATE VIRTUAL TABLE search USING no_such_module(a)",))
    before = dump(lived.path)
    with pytest.raises(
        StoreError, match=r"^Nothing was rebuilt: no such module: no_such_module\. Run: tracker verify$"
    ):
        rebuild(session)
    assert dump(lived.path) == before
    assert verify(lived.path).ok
