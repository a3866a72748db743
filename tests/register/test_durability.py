"""What was acknowledged is there, whole, after a kill at any moment and with several people writing at once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.house import House
from tests.register.tampering import REF
from tracker.desk import delivery
from tracker.ledger.sqlite import SqliteStore
from tracker.model.vocabulary import Rating
from tracker.register.verification import verify

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 8
WRITES = 50


@contextmanager
def writer(path: Path, name: str, count: int) -> Iterator[subprocess.Popen[str]]:
    """A program of its own that has the register open and waits for the word to begin."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.register.writer", str(path), name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def acknowledged(process: subprocess.Popen[str], count: int | None = None) -> list[int]:
    """Read the numbers of the acts that were answered with one: the next *count*, or all that are left."""
    assert process.stdout is not None
    lines = process.stdout.readlines() if count is None else [process.stdout.readline() for _ in range(count)]
    return [int(line) for line in lines if line.endswith("\n")]


def notes(path: Path, after: int) -> dict[int, str | None]:
    """Entry number → the note that it was recorded with, of all entries after *after*."""
    with closing(SqliteStore(path, readonly=True)) as store:
        entries = list(store.entries(after + 1))
        texts = store.texts(entry.texts["note"] for entry in entries)
        return {entry.seq: texts[entry.texts["note"]].body for entry in entries}


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(house: House) -> None:
    chance = random.Random(2022)
    size = house.size
    for place in range(ROUNDS):
        name = f"round{place}"
        with writer(house.path, name, WRITES) as process:
            begin(process)
            told = acknowledged(process, chance.randrange(WRITES - 5))
            # Somewhere between two answers, wherever the other program happens to be.
            for _ in range(chance.randrange(20_000)):
                pass
            process.kill()
            told += acknowledged(process)
        found = notes(house.path, size)
        expected = {size + 1 + number: f"{name} {number}" for number in range(len(told))}
        assert list(expected) == told
        assert expected.items() <= found.items(), "an acknowledged act was lost"
        assert len(found) - len(told) in (0, 1), "at most the act that was being saved may be there unanswered"
        result = verify(house.path)
        assert result.problems == []
        size += len(found)
    assert size > house.size + ROUNDS, "the rounds must really have written"


def test_two_programs_that_write_at_once_both_save_everything(house: House) -> None:
    count = 40
    with writer(house.path, "one", count) as one, writer(house.path, "other", count) as other:
        begin(one)
        begin(other)
        told = {"one": acknowledged(one), "other": acknowledged(other)}
    found = notes(house.path, house.size)
    assert sorted(told["one"] + told["other"]) == list(range(house.size + 1, house.size + 2 * count + 1))
    for name, seqs in told.items():
        assert [found[seq] for seq in seqs] == [f"{name} {place}" for place in range(count)]
    assert verify(house.path).problems == []


def test_after_a_kill_the_next_act_goes_on_as_if_nothing_had_happened(house: House) -> None:
    with writer(house.path, "killed", WRITES) as process:
        begin(process)
        (first,) = acknowledged(process, 1)
        process.kill()
    last = max(notes(house.path, house.size))
    assert last >= first
    house.on("2099-01-01")
    with house.at() as desk:
        assert delivery.record_progress(desk, REF, note="Next", rating=Rating.GREEN).seq == last + 1
    assert verify(house.path).ok
