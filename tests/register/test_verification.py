"""What a verification comes to, and how a deed is told that shows in many places; for each deed see the matrix."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.house import House
from tests.register import tampering
from tests.register.tampering import Lived, edit, insider
from tracker.ledger import problems as counting
from tracker.register.verification import VerifyResult, verify

RESTORE = "Restore a backup: tracker restore FILE"


@pytest.fixture
def lived(house: House, tmp_path: Path) -> Lived:
    return tampering.live(house, tmp_path)


def said(result: VerifyResult) -> list[tuple[str, int | None, str]]:
    return [(problem.kind, problem.seq, problem.words) for problem in result.problems]


def test_a_register_that_was_not_touched_verifies(lived: Lived) -> None:
    before = {path: path.read_bytes() for path in lived.path.parent.rglob("*") if path.is_file()}
    result = verify(lived.path)
    assert said(result) == []
    assert (result.ok, result.entries, result.against) == (True, lived.green, None)
    with closing(sqlite3.connect(lived.path)) as db:
        (log,) = db.execute("SELECT name FROM log").fetchone()
        (root,) = db.execute("SELECT root FROM head WHERE size = ?", [lived.green]).fetchone()
    assert (result.log, result.root) == (log, root)
    assert len(result.short_code) == 9
    assert {path: path.read_bytes() for path in lived.path.parent.rglob("*") if path.is_file()} == before


def test_as_json_it_has_the_keys_that_others_rely_on(lived: Lived) -> None:
    lived.file.unlink()
    found = verify(lived.path).as_json()
    assert list(found) == ["ok", "log", "entries", "root", "short_code", "problems", "against"]
    assert [list(problem) for problem in found["problems"]] == [["kind", "seq", "words"]]


def test_what_the_tables_still_hold_of_a_changed_entry_is_said_and_not_to_be_rebuilt(lived: Lived) -> None:
    with insider(lived.path) as db:
        edit(db, lived.amber, '"amber"', '"green"', leaf=True)
    assert said(verify(lived.path))[-1] == (
        "table",
        lived.amber,
        f"The table 'progress' was changed: #{lived.amber} has rating 'amber' where the entries give 'green'. Do not "
        "rebuild it: while the entries do not verify, this may be what was really recorded.",
    )


def test_all_roots_deleted_is_one_problem(lived: Lived) -> None:
    with insider(lived.path) as db:
        appends = db.execute("SELECT count(*), min(size) FROM head").fetchone()
        db.execute("DELETE FROM head")
    ((kind, seq, words),) = said(verify(lived.path))
    assert (kind, seq) == ("head", appends[1])
    assert words.startswith(f"The root kept after entry #{appends[1]} and after ")
    assert words.endswith(f" later appends is missing: deleted. {RESTORE}")


def test_a_ruined_ledger_is_counted_and_not_listed_without_end(lived: Lived) -> None:
    with insider(lived.path) as db:
        db.execute("UPDATE entry SET leaf = zeroblob(32)")
    lines = [words for kind, _, words in said(verify(lived.path)) if kind == "line"]
    assert len(lines) == counting.SHOWN + 1
    assert lines[-1] == f"There are {lived.green - counting.SHOWN} more problems of the kind 'line'."
