"""Full verification, against a plain fold of the same lines with json.loads, and the memory that it takes."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench import registers
from bench.measure import Result, clocked, megabytes, side_by_side
from tracker.register.verification import verify

SIZE = 100_000
SMALL, LARGE = SIZE // 10, SIZE * 10
LIMIT = 6
MEMORY = 150 * 1024 * 1024
"""What all processes of a verification together may hold."""
FLAT = 1.25
"""Memory counts as flat when ten times the entries take at most this many times as much."""


def fold(path: Path) -> dict[str, tuple[int, str]]:
    """Read every stored line with plain sqlite3, parse it, and keep how many acts each reference had and the last."""
    held: dict[str, tuple[int, str]] = {}
    with closing(sqlite3.connect(path)) as connection:
        for (line,) in connection.execute("SELECT line FROM entry ORDER BY seq"):
            entry = json.loads(line)
            for ref in entry["on"]:
                count, _ = held.get(ref, (0, ""))
                held[ref] = count + 1, entry["act"]
    return held


def measure(folder: Path) -> Iterator[Result]:
    """Yield the times, then the memory where the system tells it."""
    middle, small, large = (registers.of_entries(folder, size) for size in (SIZE, SMALL, LARGE))
    single = registers.of_entries(folder, SMALL, batch=1)
    yield _timed(f"verify: all of {SIZE:,} entries / json.loads fold", middle, LIMIT)
    yield _timed(f"verify: all of {LARGE:,} entries / json.loads fold", large, LIMIT, repeats=1)
    yield _timed(f"verify: {SMALL:,} entries, each saved by itself", single, None)
    peaks = {size: _peaks(path) for size, path in ((SMALL, small), (SIZE, middle), (LARGE, large))}
    if not all(largest for largest, _ in peaks.values()):
        return
    for size in (SIZE, LARGE):
        name = f"verify: memory, all processes, {size:,} entries"
        yield Result(name, peaks[size][1], MEMORY, 1, megabytes)
    for size in (SIZE, LARGE):
        name = f"verify: memory, largest process, {size:,} / {size // 10:,}"
        yield Result(name, peaks[size][0], peaks[size // 10][0], FLAT, megabytes)


def _timed(name: str, path: Path, limit: float | None, *, repeats: int = 5) -> Result:
    def ours() -> None:
        found = verify(path)
        assert found.ok, found.problems

    warm = 1 if repeats > 1 else 0
    return side_by_side(name, clocked(ours), clocked(lambda: fold(path)), repeats=repeats, limit=limit, warm=warm)


def _peaks(path: Path) -> tuple[int, int]:
    command = [sys.executable, "-m", "bench.memory", str(path)]
    done = subprocess.run(command, cwd=registers.ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    largest, together = json.loads(done.stdout)
    return largest or 0, together or 0
