"""The quick proof that tables follow from entries: no yes to what a replay refuses, and no doubt of a sound register.

What verification says of a register that was tampered with stands in the tamper matrix.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house import House
from tests.register import tampering
from tests.register.agreement import agree, agrees, entries_of, in_batches
from tests.register.tampering import REF
from tracker.desk import actions, deciding, delivery, plan, trail
from tracker.desk.deciding import Minute
from tracker.ledger.entry import Entry, pack, quick_decode, unpack
from tracker.ledger.problems import Problems
from tracker.ledger.verify import open_for_checking
from tracker.model import dates
from tracker.model.vocabulary import Rating
from tracker.register import aside, verification
from tracker.register.agreeing import Agreement, IndexAgreement, PlanAgreement
from tracker.register.projection import INDEX, apply_to_index, apply_to_plan, operations
from tracker.register.replaying import PLAN, Replayed
from tracker.register.schema import TABLES, columns
from tracker.register.verification import verify


def differ(path: Path, entries: Sequence[Entry]) -> list[bool]:
    """Whether a replay of *entries* finds that the index, and the plan, are otherwise."""
    found = []
    for tables, apply in ((INDEX, apply_to_index), (PLAN, apply_to_plan)):
        problems = Problems()
        with closing(open_for_checking(path)) as db:
            replayed = Replayed(db, problems, tables, apply)
            in_batches(entries, replayed.take)
            replayed.compare()
        found.append(bool(problems))
    return found


@pytest.fixture
def lived(house: House, tmp_path: Path) -> Path:
    """A register in which everything was undone and corrected that can be, some of it more than once."""
    tampering.live(house, tmp_path)
    for number in range(2):
        actions.edit(house.at(), REF, texts={"title": f"Title {number}"})
        trail.undo(house.at())
    deciding.revise(
        house.at(), REF, dates.parse("1 December 2022"), Minute("BRI-EXEC", "minute 1", ("ASP", "ICB")), why="vacant"
    )
    delivery.correct_date(house.at(), REF, right=dates.parse("2 December 2022"), why="typed wrongly")
    plan.change_settings(house.at(), {"slip_amber_days": 60}, why="agreed")
    trail.undo(house.at())
    delivery.add_milestone(house.at(), REF, title="First half", due=dates.parse("1 August 2022"))
    trail.undo(house.at())
    for desk in house.open:
        desk.close()
    return house.path


# --- what is sound ----------------------------------------------------------------------------------------------------


def test_a_sound_register_is_not_doubted(built: Path, lived: Path) -> None:
    for path in (built, lived):
        assert agree(path, entries_of(path)) == [True, True]


def test_a_sound_register_is_verified_without_a_replay(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (aside, verification):
        monkeypatch.delattr(module, "replay")
    assert verify(lived).ok


def test_entries_handed_over_are_the_same(lived: Path) -> None:
    with closing(sqlite3.connect(lived)) as db:
        lines = [line for (line,) in db.execute("SELECT CAST(line AS BLOB) FROM entry ORDER BY seq")]
    assert unpack(pack(lines)) == unpack(pack(lines), quick_decode()) == entries_of(lived)


def test_a_change_before_the_row_that_it_is_about_changes_nothing(lived: Path) -> None:
    """Statements are run in groups; forged entries, which come in an impossible order, are doubted all the same."""
    entries = entries_of(lived)
    made = next(entry for entry in entries if entry.act == "milestone.added")
    change = replace(made, act="milestone.edited", facts={"achieved_on": {"to": "2031-01-01"}}, texts={})
    last = len(entries)
    again = replace(made, on=("R1.BRI.1.m9",))
    forged = [replace(change, on=again.on, seq=last + 1), replace(again, seq=last + 2)]
    with closing(sqlite3.connect(lived, isolation_level=None)) as db:
        for entry in forged:
            for sql, values in operations(entry):
                db.execute(sql, values)
        (achieved,) = db.execute("SELECT achieved_on FROM milestone WHERE ref = 'R1.BRI.1.m9'").fetchone()
        assert achieved is None, "as it was run: the change found no row"
        assert agree(lived, [*entries, *forged])[1]
        assert not agree(lived, [*entries, *reversed([replace(e, seq=2 * last + 3 - e.seq) for e in forged])])[1]


# --- what is not ------------------------------------------------------------------------------------------------------


def test_every_column_of_every_table_is_compared(built: Path, tmp_path: Path) -> None:
    """In turn, one value of each column of each table is another, and nothing else."""
    path = tmp_path / "tracker.db"
    missed, seen, entries = [], set(), entries_of(built)
    path.write_bytes(built.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")  # hundreds of changes, none of which need outlive the test
        for table in TABLES:
            kinds = {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({table})")}
            key = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[5]]
            where = " AND ".join(f"{name} = ?" for name in key)
            row = db.execute(f"SELECT {','.join(key)} FROM {table} ORDER BY {key[0]} DESC").fetchone()
            if row is None:
                continue
            seen.add(table)
            for name in columns(table):
                (old,) = db.execute(f"SELECT {name} FROM {table} WHERE {where}", row).fetchone()
                new = "another" if kinds[name] == "TEXT" else (old or 0) + 1_000_000
                there = [new if part == name else value for part, value in zip(key, row, strict=True)]
                db.execute(f"UPDATE {table} SET {name} = ? WHERE {where}", [new, *row])
                kind = IndexAgreement if table in INDEX else PlanAgreement
                if agrees(kind(path), entries):
                    missed.append((table, name))
                db.execute(f"UPDATE {table} SET {name} = ? WHERE {where}", [old, *there])
    assert missed == []
    assert agree(path, entries) == [True, True], "what was changed was put back"
    assert {"action", "action_areas", "progress", "revision", "evidence_link", "setting", *INDEX} <= seen


def test_a_row_too_few_or_too_many_is_doubted(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    entries, missed = entries_of(built), []
    path.write_bytes(built.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        for table in TABLES:
            for row in db.execute(f"SELECT * FROM {table} LIMIT 1").fetchall():
                names = columns(table)
                where = " AND ".join(f"{name} IS ?" for name in names)
                db.execute(f"DELETE FROM {table} WHERE {where}", row)
                missed += [(table, "too few")] * all(agree(path, entries))
                insert = f"INSERT INTO {table}({','.join(names)}) VALUES ({','.join('?' * len(names))})"
                db.execute(insert, row)
                more = tuple(f"{value}x" if isinstance(value, str) else -1 for value in row)
                db.execute(insert, more)
                missed += [(table, "too many")] * all(agree(path, entries))
                db.execute(f"DELETE FROM {table} WHERE {where}", more)
    assert missed == []
    assert agree(path, entries) == [True, True]


def test_a_row_that_an_undo_took_away_is_doubted_when_it_is_there_again(lived: Path, house: House) -> None:
    """To the letter as it was: only that its entry was undone tells that it has no business there."""
    delivery.record_progress(house.at(), REF, note="Typed into the wrong row", rating=Rating.RED)
    with closing(sqlite3.connect(lived, isolation_level=None)) as db:
        row = db.execute("SELECT * FROM progress ORDER BY seq DESC").fetchone()
        trail.undo(house.at())
        entries = entries_of(lived)
        assert agree(lived, entries) == [True, True]
        db.execute(f"INSERT INTO progress VALUES ({','.join('?' * len(row))})", row)
    assert agree(lived, entries) == [True, False]


@pytest.mark.parametrize("undone", ["undone + 1", "seq", "NULL"])
def test_an_undoing_by_another_entry_is_doubted(lived: Path, undone: str) -> None:
    with closing(sqlite3.connect(lived)) as db, db:
        assert db.execute(f"UPDATE entry_index SET undone = {undone} WHERE undone IS NOT NULL").rowcount
    assert agree(lived, entries_of(lived)) == [False, True]


def test_what_somebody_saved_meanwhile_is_doubted(lived: Path, house: House) -> None:
    """The new entry is handed in as well, and yet rows were compared before it was saved, and others after."""
    for kind in (IndexAgreement, PlanAgreement):
        agreement = kind(lived)
        agreement.take(entries_of(lived))
        seq = delivery.record_progress(house.at(), REF, note="Meanwhile", rating=Rating.RED).seq
        agreement.take(entries_of(lived)[seq - 1 :])
        assert not agreement.holds()
        assert agree(lived, entries_of(lived)) == [True, True]


def test_whoever_doubts_keeps_nobody_from_saving(lived: Path, house: House) -> None:
    agreement: Agreement = IndexAgreement(lived)
    agreement.take([replace(entries_of(lived)[0], on=(object(),))])  # type: ignore[arg-type]
    desk = house.at()
    desk.store.db.execute("PRAGMA busy_timeout = 1")
    assert delivery.record_progress(desk, REF, note="Meanwhile", rating=Rating.RED).seq
    assert not agreement.holds()


FACTS = st.sampled_from(
    [None, "", "red", "another", 0, 1, -1, 2**70, True, {"to": None}, {"to": "red"}, ["BRI"], "\ud800"]
)
WAYS = st.sampled_from(["facts", "act", "subject", "corrects", "seq", "swap", "again", "leave out", "undo"])


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_says_yes_to_nothing_that_a_replay_refuses(lived: Path, data: st.DataObject) -> None:
    """One entry is forged, in any of many ways; what its number, its order and its hash are worth is left aside."""
    entries = entries_of(lived)
    late = st.integers(len(entries) - 30, len(entries) - 1)
    place, other = data.draw(late), data.draw(late)
    entry = entries[place]
    way = data.draw(WAYS)
    if way == "facts":
        name = data.draw(st.sampled_from(sorted(entry.facts) or ["rating"]))
        entries[place] = replace(entry, facts={**entry.facts, name: data.draw(FACTS)})
    elif way == "act":
        entries[place] = replace(entry, act=entries[other].act)
    elif way == "subject":
        entries[place] = replace(entry, on=entries[other].on)
    elif way == "corrects":
        entries[place] = replace(entry, corrects=data.draw(st.integers(-1, len(entries) + 9)))
    elif way == "seq":
        entries[place] = replace(entry, seq=other)
    elif way == "swap":
        entries[place], entries[other] = replace(entries[other], seq=entry.seq), replace(entry, seq=other + 1)
    elif way == "again":
        entries.append(replace(entry, seq=len(entries) + 1))
    elif way == "leave out":
        del entries[place]
    else:
        facts = {"undone": entries[other].act, "entry": other + 1}
        entries[place] = replace(entry, act="entry.undone", corrects=other + 1, on=entries[other].on, facts=facts)
    for agreed, differs in zip(agree(lived, entries), differ(lived, entries), strict=True):
        assert not (agreed and differs), way
