"""Verification names everything that an insider can do to a register, in words that say what to do next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.house import House
from tests.register import tampering
from tests.register.tampering import REF, Lived, change, edit, insider, line_of, put_line, rewrite_heads
from tracker.ledger import problems as counting
from tracker.ledger.merkle import leaf_hash
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


# --- the ledger -------------------------------------------------------------------------------------------------------

Tamper = Callable[[sqlite3.Connection, Lived], object]


def delete(db: sqlite3.Connection, first: int, last: int | None = None) -> None:
    db.execute("DELETE FROM entry WHERE seq BETWEEN ? AND ?", [first, last or first])


def close_gap(db: sqlite3.Connection, lived: Lived) -> None:
    delete(db, lived.amber)
    db.execute("UPDATE entry SET seq = -seq WHERE seq > ?", [lived.amber])
    db.execute("UPDATE entry SET seq = -seq - 1 WHERE seq < 0")


def swap(db: sqlite3.Connection, lived: Lived) -> None:
    one, other = (line_of(db, seq) for seq in (lived.amber, lived.green))
    put_line(db, lived.amber, other, leaf=True)
    put_line(db, lived.green, one, leaf=True)


def repeat(db: sqlite3.Connection, lived: Lived) -> None:
    line = line_of(db, lived.green)
    db.execute("INSERT INTO entry VALUES (?, ?, ?)", [lived.green + 1, line, leaf_hash(line)])


def go_back(db: sqlite3.Connection, lived: Lived) -> None:
    change(db, lived.green, lambda data: data.update(at="2022-07-01T08:00:00.000000Z"))
    rewrite_heads(db)


def forget(db: sqlite3.Connection, lived: Lived) -> None:
    change(db, lived.green, lambda data: data.pop("via"))
    rewrite_heads(db)


def come_from_the_future(db: sqlite3.Connection, lived: Lived) -> None:
    change(db, lived.green, lambda data: data.update(v=2))
    rewrite_heads(db)


def scribble(db: sqlite3.Connection, lived: Lived) -> None:
    put_line(db, lived.green, b"Dear all", leaf=True)
    rewrite_heads(db)


LEDGER: dict[str, tuple[Tamper, str, Callable[[Lived], int | None], str]] = {
    "edited line": (
        lambda db, it: edit(db, it.amber, '"amber"', '"green"'),
        "line",
        lambda it: it.amber,
        "Entry #{amber} was changed after it was recorded: it does not fit the hash kept with it. " + RESTORE,
    ),
    "edited line and leaf": (
        lambda db, it: edit(db, it.amber, '"amber"', '"green"', leaf=True),
        "history",
        lambda it: it.amber,
        "The history was changed at or before #{amber}: the entries do not lead to the root that was kept after "
        "#{amber}; the entries up to #{before} still fit. Compare with an issued report: tracker verify --against "
        "FILE. " + RESTORE,
    ),
    "deleted": (
        lambda db, it: delete(db, it.amber),
        "missing",
        lambda it: it.amber,
        "Entry #{amber} is missing: deleted after being recorded. " + RESTORE,
    ),
    "several deleted": (
        lambda db, it: delete(db, it.amber, it.evidence),
        "missing",
        lambda it: it.amber,
        "Entries #{amber} to #{evidence} are missing: deleted after being recorded. " + RESTORE,
    ),
    "deleted, and the rest moved up": (
        close_gap,
        "order",
        lambda it: it.amber,
        "Where entry #{amber} belongs stands the entry that was recorded as #{evidence}: entries were deleted, "
        "repeated or swapped. " + RESTORE,
    ),
    "swapped": (
        swap,
        "order",
        lambda it: it.amber,
        "Where entry #{amber} belongs stands the entry that was recorded as #{green}: entries were deleted, repeated "
        "or swapped. " + RESTORE,
    ),
    "repeated": (
        repeat,
        "order",
        lambda it: it.green + 1,
        "Where entry #{after} belongs stands the entry that was recorded as #{green}: entries were deleted, repeated "
        "or swapped. " + RESTORE,
    ),
    "end cut off": (
        lambda db, it: delete(db, it.undone, it.green),
        "cut off",
        lambda it: it.undone,
        "The end of the ledger was cut off: {green} entries were recorded, entries #{undone} to #{green} are missing. "
        + RESTORE,
    ),
    "last entry cut off": (
        lambda db, it: delete(db, it.green),
        "cut off",
        lambda it: it.green,
        "The end of the ledger was cut off: {green} entries were recorded, entry #{green} is missing. " + RESTORE,
    ),
    "not JSON": (
        scribble,
        "unreadable",
        lambda it: it.green,
        "Entry #{green} cannot be read: the line is not JSON",
    ),
    "a key missing": (
        forget,
        "unreadable",
        lambda it: it.green,
        "Entry #{green} cannot be read: the line lacks via. " + RESTORE,
    ),
    "of a newer version": (
        come_from_the_future,
        "unreadable",
        lambda it: it.green,
        "Entry #{green} cannot be read: the line has version 2; this program reads up to 1: use a newer program.",
    ),
    "back in time": (
        go_back,
        "time",
        lambda it: it.green,
        "Entry #{green} says that it was recorded at 08:00:00 on 1 July 2022 UTC, before entry #{undone} (12:00:00 on "
        "4 July 2022 UTC); the ledger never goes back in time. " + RESTORE,
    ),
    "entries before the first": (
        lambda db, it: db.execute("UPDATE entry SET seq = -5 WHERE seq = ?", [it.green]),
        "order",
        lambda it: None,
        "Something stands before entry #1, where nothing belongs. " + RESTORE,
    ),
    "root of the last append changed": (
        lambda db, it: db.execute("UPDATE head SET root = ? WHERE size = ?", ["0" * 64, it.green]),
        "history",
        lambda it: it.green,
        "The history was changed at or before #{green}: the entries do not lead to the root that was kept after "
        "#{green}; the entries up to #{undone} still fit.",
    ),
    "an earlier root changed": (
        lambda db, it: db.execute("UPDATE head SET root = ? WHERE size = ?", ["0" * 64, it.amber]),
        "head",
        lambda it: it.amber,
        "The root kept after entry #{amber} was changed; later ones fit.",
    ),
    "an earlier frontier changed": (
        lambda db, it: db.execute("UPDATE head SET frontier = '' WHERE size = ?", [it.amber]),
        "head",
        lambda it: it.amber,
        "The root kept after entry #{amber} was changed; later ones fit.",
    ),
    "the last root deleted": (
        lambda db, it: db.execute("DELETE FROM head WHERE size = ?", [it.green]),
        "head",
        lambda it: it.green,
        "The root kept after entry #{green} is missing: deleted. " + RESTORE,
    ),
    "log renamed": (
        lambda db, it: db.execute("UPDATE log SET name = 'another-plan'"),
        "log",
        lambda it: 1,
        "The file says that it is the log 'another-plan', but its first entry opened '",
    ),
    "text changed": (
        lambda db, it: db.execute("UPDATE text SET body = 'Begun early' WHERE body = 'Begun late'"),
        "text",
        lambda it: it.amber,
        f"The text 'note' of entry #{{amber}} ({REF}) is not the one that was recorded: it was changed. " + RESTORE,
    ),
    "text made unreadable": (
        lambda db, it: db.execute("UPDATE text SET body = CAST(x'ff' AS TEXT) WHERE body = 'Begun late'"),
        "text",
        lambda it: it.amber,
        f"The text 'note' of entry #{{amber}} ({REF}) is not the one that was recorded: it was changed. " + RESTORE,
    ),
    "text with another salt": (
        lambda db, it: db.execute("UPDATE text SET salt = x'00' WHERE body = 'Begun late'"),
        "text",
        lambda it: it.amber,
        f"The text 'note' of entry #{{amber}} ({REF}) is not the one that was recorded: it was changed. " + RESTORE,
    ),
    "text missing": (
        lambda db, it: db.execute("DELETE FROM text WHERE body = 'Begun late'"),
        "text missing",
        lambda it: it.amber,
        f"The text 'note' of entry #{{amber}} ({REF}) is missing. " + RESTORE,
    ),
    "text removed": (
        lambda db, it: db.execute("UPDATE text SET salt = NULL, body = NULL WHERE body = 'Begun late'"),
        "text removed",
        lambda it: it.amber,
        f"The text 'note' of entry #{{amber}} ({REF}) was removed, and no entry says by whom or on what ground.",
    ),
    "text that no act recorded": (
        lambda db, it: db.execute("INSERT INTO text VALUES ('abcdef0123456789', x'00', 'Smuggled in')"),
        "stray text",
        lambda it: None,
        "A text is held that no entry mentions (abcdef012345…); no act recorded it.",
    ),
}


def filled(words: str, it: Lived) -> str:
    numbers = {"amber": it.amber, "before": it.amber - 1, "evidence": it.amber + 1, "undone": it.undone}
    return words.format(**numbers, green=it.green, after=it.green + 1)


MORE_THAN_ONE = {
    "deleted, and the rest moved up": {"order", "history", "cut off"},
    "swapped": {"order", "history"},
    "repeated": {"order", "head"},
    "entries before the first": {"order", "cut off"},
}
"""What else is said of the ledger, where one deed shows in several ways."""

FOLLOWS = {"table", "stray text", "replay"}
"""What the tables and texts still hold of an entry that was changed or deleted."""


@pytest.mark.parametrize("name", LEDGER)
def test_tampering_with_the_ledger_is_named(lived: Lived, name: str) -> None:
    tamper, kind, seq, words = LEDGER[name]
    with insider(lived.path) as db:
        tamper(db, lived)
    result = verify(lived.path)
    assert not result.ok
    found = next(problem for problem in result.problems if problem.kind == kind)
    assert found.seq == seq(lived)
    assert found.words.startswith(filled(words, lived))
    kinds = {problem.kind for problem in result.problems}
    assert kinds - FOLLOWS | {kind} == MORE_THAN_ONE.get(name, {kind}), "nothing else may be accused"


def test_what_the_tables_still_hold_of_a_changed_entry_is_said_and_not_to_be_rebuilt(lived: Lived) -> None:
    with insider(lived.path) as db:
        edit(db, lived.amber, '"amber"', '"green"', leaf=True)
    assert said(verify(lived.path))[-1] == (
        "table",
        lived.amber,
        f"The table 'progress' was changed: #{lived.amber} has rating 'amber' where the entries give 'green'. Do not "
        "rebuild it: while the entries do not verify, this may be what was really recorded.",
    )


def test_an_entry_that_makes_no_sense_after_those_before_it(lived: Lived) -> None:
    with insider(lived.path) as db:
        change(db, lived.undone, lambda data: data["facts"].pop("undone"))  # type: ignore[attr-defined]
        rewrite_heads(db)
    assert said(verify(lived.path)) == [
        (
            "replay",
            lived.undone,
            f"Entry #{lived.undone} makes no sense after those before it (KeyError: 'undone'), so the tables could not "
            f"be compared. {RESTORE}",
        )
    ]


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
