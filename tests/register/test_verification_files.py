"""Verification of what stands around the ledger: tables, evidence files, guards, the file itself; and how it is run."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.house import House
from tests.register import tampering
from tests.register.tampering import FOUND, REF, Lived, edit, insider
from tracker.desk import delivery
from tracker.ledger.entry import Entry
from tracker.ledger.store import StoreError
from tracker.ledger.verify import LedgerCheck
from tracker.model.vocabulary import Rating
from tracker.register import aside, replaying
from tracker.register.verification import VerifyResult, verify

RESTORE = "Restore a backup: tracker restore FILE"
REBUILD = "The entries stand; make the tables anew: tracker rebuild"


@pytest.fixture
def lived(house: House, tmp_path: Path) -> Lived:
    return tampering.live(house, tmp_path)


def said(result: VerifyResult) -> list[tuple[str, int | None, str]]:
    return [(problem.kind, problem.seq, problem.words) for problem in result.problems]


# --- tables -----------------------------------------------------------------------------------------------------------

TABLES: dict[str, tuple[str, str]] = {
    "a status": (
        f"UPDATE action SET status = 'complete' WHERE ref = '{REF}'",
        f"The table 'action' was changed: {REF} has status 'complete' where the entries give 'in_progress'.",
    ),
    "two columns": (
        f"UPDATE action SET lead = NULL, reported = 'red' WHERE ref = '{REF}'",
        f"The table 'action' was changed: {REF} has lead nothing where the entries give 'BCC', reported 'red' where "
        "the entries give 'green'.",
    ),
    "the text of another": (
        "UPDATE action SET title = (SELECT title FROM action WHERE ref = 'R4.BRI.1')" + f" WHERE ref = '{REF}'",
        f"The table 'action' was changed: {REF} has title another text where the entries give another text.",
    ),
    "a row deleted": (
        f"DELETE FROM action_expects WHERE ref = '{REF}'",
        f"The table 'action_expects' lacks the row {REF} audit that the entries give.",
    ),
    "a row slipped in": (
        f"INSERT INTO evidence_link(seq, ref, target, occurred_on, by) VALUES (1, 'E1', '{REF}', '2022-07-04', 'P1')",
        f"The table 'evidence_link' has a row E1 {REF} that no entry gives.",
    ),
    "an undone row put back": (
        "INSERT INTO progress(seq, ref, rating, no_change, occurred_on, by)"
        f" SELECT undone - 1, '{REF}', 'red', 0, '2022-07-04', 'P1' FROM entry_index WHERE undone IS NOT NULL",
        "The table 'progress' has a row #{red} that no entry gives.",
    ),
    "who recorded an entry": (
        "UPDATE entry_index SET by = 'P2' WHERE seq = 3",
        "The table 'entry_index' was changed: #3 has by 'P2' where the entries give 'P1'.",
    ),
    "an entry taken from a history": (
        "DELETE FROM entry_ref WHERE ref = 'P1' AND seq = 2",
        "The table 'entry_ref' lacks the row P1 #2 that the entries give.",
    ),
    "a setting": (
        "INSERT INTO setting VALUES ('slip_amber_days', 9999, 1) ON CONFLICT DO UPDATE SET value = 9999",
        "The table 'setting' ",
    ),
    "a table dropped": ("DROP TABLE trail_review", "The table 'trail_review' is missing."),
    "a table made otherwise": (
        "ALTER TABLE trail_review ADD COLUMN more TEXT",
        "The table 'trail_review' is not made as this program makes it.",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_does_not_follow_from_the_entries_is_named(lived: Lived, name: str) -> None:
    statement, words = TABLES[name]
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute(statement)
    ((kind, _, found),) = said(verify(lived.path))
    assert kind == "table"
    assert found.startswith(words.format(red=lived.undone - 1))
    assert found.endswith(f" {REBUILD}")


def test_what_stands_in_a_table_is_shown_harmlessly(lived: Lived) -> None:
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute("UPDATE action SET status = char(27) || '[2J' WHERE ref = ?", [REF])
    ((_, _, words),) = said(verify(lived.path))
    assert "\x1b" not in words


def test_search_is_a_cache_and_left_out(lived: Lived) -> None:
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute("INSERT INTO search(search) VALUES ('delete-all')")
    assert verify(lived.path).ok


# --- evidence ---------------------------------------------------------------------------------------------------------

PUT_BACK = "Put the file back from a backup: tracker restore FILE"


def missing(file: Path) -> str:
    file.unlink()
    return f"is missing from {file.parent.parent}."


def changed(file: Path) -> str:
    file.write_bytes(FOUND + b"!")
    return "was changed: it is not what was recorded."


def replaced_by_a_folder(file: Path) -> str:
    file.unlink()
    file.mkdir()
    return "is no longer a file of its own: something else stands in its place."


def replaced_by_a_link(file: Path) -> str:
    elsewhere = file.with_name("elsewhere")
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    return "is no longer a file of its own: something else stands in its place."


@pytest.mark.parametrize("tamper", [missing, changed, replaced_by_a_folder, replaced_by_a_link])
def test_evidence_that_is_not_what_was_recorded_is_named(lived: Lived, tamper: Callable[[Path], str]) -> None:
    words = tamper(lived.file)
    assert said(verify(lived.path)) == [
        (
            "evidence",
            lived.evidence,
            f"The evidence file of E36 (entry #{lived.evidence}) {words} {PUT_BACK}",
        )
    ]


def test_a_file_that_nobody_recorded_is_no_fault(lived: Lived) -> None:
    """It is what a crash between storing a file and recording it leaves."""
    lived.file.with_name("0" * 64).write_bytes(b"")
    assert verify(lived.path).ok


# --- the file ---------------------------------------------------------------------------------------------------------


def test_a_missing_guard_is_named_though_the_program_would_not_open_the_file(lived: Lived) -> None:
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute("DROP TRIGGER entry_no_delete")
    assert said(verify(lived.path)) == [
        (
            "guard",
            None,
            "The guard 'entry_no_delete', which keeps what was recorded from being changed, is missing or altered: "
            f"somebody worked on the file with another program. {RESTORE}",
        )
    ]


def test_a_trigger_of_somebody_elses_is_named(lived: Lived) -> None:
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute("CREATE TRIGGER mine AFTER INSERT ON entry BEGIN UPDATE action SET status = 'complete'; END")
    ((kind, _, words),) = said(verify(lived.path))
    assert kind == "guard"
    assert words.startswith("The file has a trigger 'mine' that this program did not make; it may change what is ")


def test_damage_to_the_file_is_named(lived: Lived) -> None:
    with closing(sqlite3.connect(lived.path)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'action_sort'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    with lived.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\0" * size)
    result = verify(lived.path)
    assert not result.ok
    damage = [words for kind, _, words in said(result) if kind == "file"]
    assert any(words.startswith("The file is damaged: ") for words in damage)
    assert all(words.endswith(RESTORE) for words in damage)


def test_a_file_that_breaks_off_is_named_and_not_a_crash(lived: Lived) -> None:
    with lived.path.open("r+b") as file:
        file.truncate(40_000)
    result = verify(lived.path)
    assert not result.ok
    assert {problem.kind for problem in result.problems} <= {"file"}
    assert RESTORE in result.problems[-1].words


@pytest.mark.parametrize("content", [b"Dear all\n", b"", b"SQLite format 3\0" + b"x" * 5000])
def test_what_is_no_register_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    result = verify(path)
    assert (result.ok, result.log, result.entries, result.short_code) == (False, "", 0, "")
    ((kind, _, words),) = said(result)
    assert kind == "file"
    assert words.startswith(
        (f"{path} is not a register", "The file cannot be read any further: file is not a database")
    )


def test_a_register_of_a_newer_program_is_no_fault_of_the_register(lived: Lived) -> None:
    with closing(sqlite3.connect(lived.path)) as db:
        db.execute("PRAGMA user_version = 9")
    with pytest.raises(StoreError, match=r"made by a newer program \(format 9\); verify it with that program"):
        verify(lived.path)


def test_where_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no register at .*none.db; make one with: tracker init"):
        verify(tmp_path / "none.db")


# --- how it is run ----------------------------------------------------------------------------------------------------


def test_progress_is_told_up_to_the_end(lived: Lived) -> None:
    told: list[tuple[int, int]] = []
    verify(lived.path, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (lived.green, lived.green)
    assert told == sorted(told)


def test_what_others_save_meanwhile_is_taken_in(lived: Lived, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act is saved when there were no more entries to read, and before the end is looked at."""
    saved: list[int] = []
    walk = LedgerCheck.walk

    def walk_and_save(ledger: LedgerCheck) -> Iterator[list[Entry]]:
        yield from walk(ledger)
        if not saved:
            saved.append(delivery.record_progress(house.at(), REF, note="Meanwhile", rating=Rating.RED).seq)

    monkeypatch.setattr(LedgerCheck, "walk", walk_and_save)
    result = verify(lived.path)
    assert said(result) == []
    assert result.entries == saved[0] == lived.green + 1


def test_what_is_compared_is_of_one_moment(lived: Lived, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """While rows are compared, nobody can save; the wait is short, and made shorter here."""
    desk, compare = house.at(), replaying.Replayed.compare
    desk.store.db.execute("PRAGMA busy_timeout = 1")

    def somebody_saves(tables: replaying.Replayed) -> None:
        with pytest.raises(StoreError, match=r"has kept the register .* busy"):
            delivery.record_progress(desk, REF, note="Meanwhile", rating=Rating.RED)
        compare(tables)

    monkeypatch.setattr(replaying.Replayed, "compare", somebody_saves)
    assert said(verify(lived.path)) == []


@pytest.fixture
def in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "LARGE", 1)
    monkeypatch.setattr(aside.os, "cpu_count", lambda: 2)  # type: ignore[attr-defined]


def not_here(path: Path) -> None:
    raise AssertionError("replayed in this process")


not_here.__module__ = replaying.__name__  # the name under which the other process finds what to run


@pytest.mark.usefixtures("in_a_process_of_its_own")
def test_a_large_register_is_replayed_in_a_process_of_its_own(lived: Lived, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "replay", not_here)
    assert verify(lived.path).ok
    with insider(lived.path) as db:
        edit(db, lived.amber, '"amber"', '"green"')
        db.execute("UPDATE action SET status = 'complete' WHERE ref = ?", [REF])
    assert [problem.kind for problem in verify(lived.path).problems] == ["line", "table", "table"]


@pytest.mark.usefixtures("in_a_process_of_its_own")
def test_whoever_stops_a_verification_does_not_wait_for_the_other_process(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[str]] = []
    begin = aside._begin

    def noting(path: Path) -> subprocess.Popen[str] | None:
        process = begin(path)
        begun.extend([process] if process else [])
        return process

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(aside, "replay", not_here)
    monkeypatch.setattr(aside, "_begin", noting)
    with pytest.raises(KeyboardInterrupt):
        verify(lived.path, progress=stop)
    assert [process.returncode for process in begun] != [None]
    assert len(begun) == 1


@pytest.mark.usefixtures("in_a_process_of_its_own")
@pytest.mark.parametrize("program", ["/nowhere/python", shutil.which("false")])
def test_where_no_process_can_be_had_it_is_replayed_here(
    lived: Lived, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(aside.sys, "executable", program)  # type: ignore[attr-defined]
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute("UPDATE action SET status = 'complete' WHERE ref = ?", [REF])
    assert [problem.kind for problem in verify(lived.path).problems] == ["table"]
