"""Full verification of 100,000 entries: time against a scan of the same rows, memory against 10,000 entries."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import registers
from bench.ledger import SIZE, scan
from bench.measure import Result, clocked, megabytes, side_by_side
from tracker.register.verification import verify

FLAT = 1.25
"""Memory counts as flat when ten times the entries take at most this many times as much."""


def measure(folder: Path) -> Iterator[Result]:
    """Yield the time, then the memory where the system tells it."""
    large, small = registers.of_entries(folder, SIZE), registers.of_entries(folder, SIZE // 10)

    def ours() -> None:
        found = verify(large)
        assert found.ok, found.problems

    name = f"verify: all of {SIZE:,} entries / scan + sha256"
    yield side_by_side(name, clocked(ours), clocked(lambda: scan(large)), repeats=5, limit=20)
    peaks = _peak(large), _peak(small)
    if peaks[0] and peaks[1]:
        yield Result(f"verify: peak memory, {SIZE:,} / {SIZE // 10:,} entries", *peaks, FLAT, megabytes)


def _peak(path: Path) -> int:
    command = [sys.executable, "-m", "bench.memory", str(path)]
    done = subprocess.run(command, cwd=registers.ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return int(done.stdout.strip() or 0)
