"""The quick form of the crash trial: a few rounds; and that a lost act and half an act would be seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.register.tampering import delete, insider, line_of
from tests.trials import kills, registers
from tests.trials.kills import Counts, answered, begin, die_half_way, entries_of, look_back, ready, writer
from tracker.desk import delivery
from tracker.desk.session import Session
from tracker.model.vocabulary import Rating
from tracker.register.verification import verify


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return registers.furnish(tmp_path_factory.mktemp("kills") / "tracker.db", lived_in=False)


@pytest.fixture
def register(made: Path, tmp_path: Path) -> Path:
    return registers.copied(made, tmp_path / "tracker.db")


def test_a_kill_at_any_moment_loses_nothing_that_was_answered(register: Path) -> None:
    counts = kills.crash(register, rounds=3, seed=2022)
    assert (counts.rounds, counts.kills) == (3, 6)
    assert counts.answered >= 3 * 3, "the rounds must really have written"
    assert counts.found == counts.answered + counts.unanswered


def test_two_programs_that_write_at_once_both_save_everything(register: Path) -> None:
    size, count = entries_of(register), 12
    with writer(register, "one", count) as one, writer(register, "other", count) as other:
        for process in (one, other):
            ready(process)
        for process in (one, other):
            begin(process)
        told = {"one": answered(one), "other": answered(other)}
    assert [len(seqs) for seqs in told.values()] == [count, count]
    look_back(register, size, told, Counts())


@pytest.mark.parametrize("act", [3, 1], ids=["evidence", "progress"])
def test_an_act_that_is_gone_or_half_there_would_be_seen(register: Path, act: int) -> None:
    size = entries_of(register)
    with writer(register, "one", act) as one:
        ready(one)
        begin(one)
        told = {"one": answered(one)}
    look_back(register, size, told, Counts())
    with pytest.raises(AssertionError, match="an act that was answered is not there"):
        look_back(register, size, {"one": [*told["one"], told["one"][-1] + 9]}, Counts())
    last = entries_of(register)
    with insider(register) as db:
        batch = json.loads(line_of(db, last))["batch"]
        delete(db, last)
    with pytest.raises(AssertionError, match="half an act" if batch else "is not there"):
        look_back(register, size, told, Counts())


def test_a_program_that_is_open_does_not_mind_the_crash_of_another(register: Path) -> None:
    session = Session(register, who="P1", via="tester")
    asked = "SELECT group_concat(DISTINCT status) FROM action"
    with session.position() as position, session.desk() as desk:
        before = position.value(asked)
        die_half_way(register)
        assert position.value(asked) == before
        die_half_way(register)
        delivery.record_progress(desk, registers.REF, note="ILLUSTRATIVE: after a crash", rating=Rating.GREEN)
        die_half_way(register)
        assert verify(register).problems == []
