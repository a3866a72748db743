"""The crash trial: two programs write to one register and are killed at any moment, again and again.

What was answered with a number must be there, nothing may be there half, and the register must verify.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracker.ledger.entry import Entry
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import HeldText
from tracker.register.verification import verify

ROOT = Path(__file__).resolve().parents[2]
WRITES = 10_000
"""More than a writer has time for."""

TEXT = {"progress.recorded": "note", "evidence.added": "title"}


@dataclass
class Counts:
    """What came of all rounds."""

    rounds: int = 0
    kills: int = 0
    answered: int = 0
    found: int = 0
    unanswered: int = 0
    interrupted: int = 0
    """Kills that left the journal of a half-written append behind."""


@contextmanager
def writer(path: Path, name: str, count: int = WRITES) -> Iterator[subprocess.Popen[str]]:
    """A program of its own that has the register open and waits for the word to begin."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.trials.writer", str(path), name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ready(process: subprocess.Popen[str]) -> None:
    """Wait until a writer has the register open."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def begin(process: subprocess.Popen[str]) -> None:
    """Give a writer the word."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def answered(process: subprocess.Popen[str], count: int | None = None) -> list[int]:
    """Read the numbers of the acts that were answered with one: the next *count*, or all that are left."""
    assert process.stdout is not None
    lines = process.stdout.readlines() if count is None else [process.stdout.readline() for _ in range(count)]
    return [int(line) for line in lines if line.endswith("\n")]


def crash(path: Path, rounds: int, seed: int) -> Counts:
    """Make *rounds* rounds on the register at *path*; raises AssertionError when anything acknowledged is not there.

    Of two writers one is killed while both write; the other goes on for some acts and is then killed as well.
    """
    chance, counts = random.Random(seed), Counts()
    for place in range(rounds):
        size, names = entries_of(path), (f"one{place}", f"other{place}")
        with writer(path, names[0]) as one, writer(path, names[1]) as other:
            for process in (one, other):
                ready(process)
            for process in (one, other):
                begin(process)
            told = [answered(process, 1) for process in (one, other)]
            for process, mine in zip((one, other), told, strict=True):
                time.sleep(chance.uniform(0, 0.04))
                process.kill()
                assert process.wait() == -signal.SIGKILL, "a writer gave up before it was killed"
                counts.kills += 1
                counts.interrupted += left_half_written(path)
                mine += answered(process)
                if process is one:
                    wanted = chance.randrange(1, 4)
                    more = answered(other, wanted)
                    assert len(more) == wanted, "the writer that is left goes on"
                    told[1] += more
        look_back(path, size, dict(zip(names, told, strict=True)), counts)
        counts.rounds += 1
    return counts


def left_half_written(path: Path) -> bool:
    """Tell whether a journal stands there that whoever comes next must play back: its header has its first eight bytes.

    See section 3 of https://www.sqlite.org/fileformat2.html; one that was finished or not yet begun has zeros there.
    """
    try:
        with path.with_name(f"{path.name}-journal").open("rb") as journal:
            return journal.read(8) == bytes.fromhex("d9d505f920a163d7")
    except FileNotFoundError:
        return False


HALF = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size=1")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE action SET status = 'complete', reported = 'blue'")
db.execute("UPDATE entry_index SET by = 'P9'")
os._exit(9)
"""
"""Changes more than its memory holds, so that half of it stands in the file when it dies."""


def die_half_way(register: Path) -> None:
    """Let a program die in the middle of a change."""
    subprocess.run([sys.executable, "-c", HALF, str(register)], check=False)
    assert left_half_written(register)


def look_back(path: Path, size: int, told: dict[str, list[int]], counts: Counts) -> None:
    """Compare what stands in the register after *size* entries with what each writer was told, and verify it."""
    recorded, batches = recorded_since(path, size)
    for name, seqs in told.items():
        mine = {seq: words for seq, words in recorded.items() if words.startswith(f"{name} ")}
        # The acts of a writer are numbered: each is there, in order, and at most one more that was not yet answered.
        assert list(mine.values()) == [f"{name} {place}" for place in range(len(mine))]
        assert list(mine)[: len(seqs)] == seqs, "an act that was answered is not there"
        assert len(mine) - len(seqs) in (0, 1), "more was saved than was asked for"
        counts.answered += len(seqs)
        counts.found += len(mine)
        counts.unanswered += len(mine) - len(seqs)
    assert {tuple(acts) for acts in batches.values()} <= {("evidence.added", "evidence.linked")}, "half an act"
    assert len(recorded) + len(batches) == entries_of(path) - size, "an entry that nobody recorded"
    assert verify(path).problems == []


def entries_of(path: Path) -> int:
    """How many entries there are."""
    with closing(SqliteStore(path, readonly=True)) as store:
        return store.head().size


def recorded_since(path: Path, size: int) -> tuple[dict[int, str], dict[str, list[str]]]:
    """Number → words of every act after *size* entries, and the acts of every batch of entries."""
    with closing(SqliteStore(path, readonly=True)) as store:
        entries = list(store.entries(size + 1))
        texts = store.texts(digest for entry in entries for digest in entry.texts.values())
    batches: dict[str, list[str]] = {}
    for entry in entries:
        if entry.batch is not None:
            batches.setdefault(entry.batch, []).append(entry.act)
    return {entry.seq: _words(entry, texts) for entry in entries if entry.act in TEXT}, batches


def _words(entry: Entry, texts: dict[str, HeldText]) -> str:
    return str(texts[entry.texts[TEXT[entry.act]]].body)
