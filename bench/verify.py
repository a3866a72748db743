"""Full verification of 100,000 entries: time against a scan of the same rows, memory against 10,000 entries."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import registers
from bench.ledger import SIZE, scan
from bench.measure import Result, clocked, megabytes, side_by_side
from tracker.register.verification import verify

SMALL = SIZE // 10
FLAT = 1.25
"""Memory counts as flat when ten times the entries take at most this many times as much."""


def measure(folder: Path) -> Iterator[Result]:
    """Yield the times, then the memory where the system tells it."""
    large, small = registers.of_entries(folder, SIZE), registers.of_entries(folder, SMALL)
    single = registers.of_entries(folder, SMALL, batch=1)
    yield _timed(f"verify: all of {SIZE:,} entries / scan + sha256", large, 20)
    yield _timed(f"verify: {SMALL:,} entries, each saved by itself", single, None)
    (largest, together), (small_largest, small_together) = _peaks(large), _peaks(small)
    if largest and small_largest:
        sizes = f"{SIZE:,} / {SMALL:,} entries"
        yield Result(f"verify: memory, largest process, {sizes}", largest, small_largest, FLAT, megabytes)
        yield Result(f"verify: memory, all processes, {sizes}", together, small_together, None, megabytes)


def _timed(name: str, path: Path, limit: float | None) -> Result:
    def ours() -> None:
        found = verify(path)
        assert found.ok, found.problems

    return side_by_side(name, clocked(ours), clocked(lambda: scan(path)), repeats=5, limit=limit)


def _peaks(path: Path) -> tuple[int, int]:
    command = [sys.executable, "-m", "bench.memory", str(path)]
    done = subprocess.run(command, cwd=registers.ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    largest, together = json.loads(done.stdout)
    return largest or 0, together or 0
