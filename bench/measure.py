"""Two sides of one comparison, measured turn and turn about, and the line that says whether the ratio holds.

What is measured stands in the modules beside this one; nothing here knows the tracker.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Timer = Callable[[], float]
"""Does one round and returns how long it took, in seconds; what is not to count is left out by the round itself."""


@dataclass(frozen=True)
class Result:
    """One comparison: medians in seconds.  ``limit`` is the largest ratio allowed; None only informs."""

    name: str
    ours: float
    theirs: float
    limit: float | None = None

    @property
    def ratio(self) -> float:
        """How many times longer the tracker takes than the other side."""
        return self.ours / self.theirs

    @property
    def over(self) -> bool:
        """Whether the ratio is over its limit."""
        return self.limit is not None and self.ratio > self.limit


def clocked(work: Callable[[], object]) -> Timer:
    """Return a timer of the whole of *work*."""

    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return once


def side_by_side(
    name: str, ours: Timer, theirs: Timer, *, repeats: int, limit: float | None = None, warm: int = 1
) -> Result:
    """Run both sides alternately *repeats* times, after *warm* rounds that do not count, and take each one's median.

    Taking turns lets whatever else the machine does fall on both sides alike.
    """
    for _ in range(warm):
        theirs(), ours()
    pairs = [(theirs(), ours()) for _ in range(repeats)]
    return Result(name, median(pair[1] for pair in pairs), median(pair[0] for pair in pairs), limit)


def seconds(value: float) -> str:
    """Return a time with a unit that suits its size."""
    for unit, scale in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if value * scale >= 1 or unit == "µs":
            return f"{value * scale:.3g} {unit}"
    raise AssertionError(value)


HEADING = f"{'benchmark':<58}{'tracker':>10}{'other':>10}{'ratio':>8}{'limit':>8}"


def line(result: Result) -> str:
    """Return one line of the table."""
    limit = f"{result.limit:g} x" if result.limit is not None else "-"
    word = "OVER" if result.over else "ok" if result.limit is not None else ""
    times = f"{seconds(result.ours):>10}{seconds(result.theirs):>10}"
    return f"{result.name:<58}{times}{result.ratio:>6.2f} x{limit:>8}  {word}".rstrip()


def peak_memory() -> int | None:
    """Return the most memory that this process has held so far, in bytes; None where the system does not tell.

    Linux's own figure of the address space is read first: the one that `getrusage` gives to a child starts at what its
    parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for words in map(str.split, status.read_text(encoding="utf-8").splitlines()):
            if words[:1] == ["VmHWM:"]:
                return int(words[1]) * 1024
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
