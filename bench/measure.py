"""Two sides of one comparison, measured turn and turn about, and the line that says whether the ratio holds.

What is measured stands in the modules beside this one; nothing here knows the tracker.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Timer = Callable[[], float]
"""Does one round and returns how long it took, in seconds; what is not to count is left out by the round itself."""


def seconds(value: float) -> str:
    """Return a time with a unit that suits its size."""
    for unit, scale in (("s", 1.0), ("ms", 1e3)):
        if value * scale >= 1:
            return f"{value * scale:.3g} {unit}"
    return f"{value * 1e6:.3g} µs"


def megabytes(value: float) -> str:
    """Return an amount of memory."""
    return f"{value / 1e6:.1f} MB"


@dataclass(frozen=True)
class Result:
    """One comparison of two medians.  ``limit`` is the largest ratio allowed; None only informs."""

    name: str
    ours: float
    theirs: float
    limit: float | None = None
    words: Callable[[float], str] = seconds

    @property
    def ratio(self) -> float:
        """How many times more the tracker takes than the other side."""
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


def worked(work: Callable[[], object]) -> Timer:
    """Return a timer of the processor time of the processes that *work* starts; elsewhere than on Unix, of its length.

    Other programs on the machine lengthen what is clocked far more than what is worked.
    """
    try:
        import resource
    except ImportError:
        return clocked(work)

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def once() -> float:
        start = spent()
        work()
        return spent() - start

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


HEADING = f"{'benchmark':<58}{'tracker':>10}{'other':>10}{'ratio':>8}{'limit':>8}"


def line(result: Result) -> str:
    """Return one line of the table."""
    limit = f"{result.limit:g} x" if result.limit is not None else "-"
    word = "OVER" if result.over else "ok" if result.limit is not None else ""
    times = f"{result.words(result.ours):>10}{result.words(result.theirs):>10}"
    return f"{result.name:<58}{times}{result.ratio:>6.2f} x{limit:>8}  {word}".rstrip()
