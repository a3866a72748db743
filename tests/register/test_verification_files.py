"""Verification of a file that is hardly one, and how verification is run; what is done to a register: the matrix."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.house import House
from tests.register import tampering
from tests.register.tampering import REF, Lived, edit, insider
from tracker.desk import delivery
from tracker.ledger.entry import Entry
from tracker.ledger.store import StoreError
from tracker.ledger.verify import LedgerCheck
from tracker.model.vocabulary import Rating
from tracker.register import agreeing, aside, replaying
from tracker.register.verification import VerifyResult, verify

RESTORE = "Restore a backup: tracker restore FILE"
REBUILD = "The entries stand; make the tables anew: tracker rebuild"


@pytest.fixture
def lived(house: House, tmp_path: Path) -> Lived:
    return tampering.live(house, tmp_path)


def said(result: VerifyResult) -> list[tuple[str, int | None, str]]:
    return [(problem.kind, problem.seq, problem.words) for problem in result.problems]


# --- tables -----------------------------------------------------------------------------------------------------------


def test_what_stands_in_a_table_is_shown_harmlessly(lived: Lived) -> None:
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute("UPDATE action SET status = char(27) || '[2J' WHERE ref = ?", [REF])
    ((_, _, words),) = said(verify(lived.path))
    assert "\x1b" not in words


def test_search_is_a_cache_and_left_out(lived: Lived) -> None:
    with closing(sqlite3.connect(lived.path)) as db, db:
        db.execute("INSERT INTO search(search) VALUES ('delete-all')")
    assert verify(lived.path).ok


# --- the file ---------------------------------------------------------------------------------------------------------


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


COMPARING = [
    (agreeing.IndexAgreement, "_finish", 1),
    (agreeing.PlanAgreement, "_finish", 1),
    (replaying.Replayed, "compare", 2),
]


@pytest.mark.parametrize(("kind", "step", "times"), COMPARING)
def test_what_is_compared_is_of_one_moment(
    lived: Lived, house: House, monkeypatch: pytest.MonkeyPatch, kind: type[Any], step: str, times: int
) -> None:
    """While rows are compared, nobody can save; the wait is short, and made shorter here."""
    desk, compare, tried = house.at(), getattr(kind, step), []
    desk.store.db.execute("PRAGMA busy_timeout = 1")

    def somebody_saves(tables: object) -> None:
        with pytest.raises(StoreError, match=r"has kept the register .* busy"):
            delivery.record_progress(desk, REF, note="Meanwhile", rating=Rating.RED)
        tried.append(tables)
        compare(tables)

    monkeypatch.setattr(kind, step, somebody_saves)
    if kind is replaying.Replayed:  # index and plan are replayed only where the quick comparison is in doubt
        monkeypatch.setattr(agreeing.Agreement, "holds", lambda agreement: False)
    assert said(verify(lived.path)) == []
    assert len(tried) == times


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
    begun: list[subprocess.Popen[bytes]] = []
    begin = aside._begin

    def noting(path: Path) -> subprocess.Popen[bytes] | None:
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
