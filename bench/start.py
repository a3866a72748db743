"""Start: ``tracker list`` as a whole process on the register of the real files, against a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import registers
from bench.measure import Result, clocked, side_by_side


def measure(folder: Path) -> Iterator[Result]:
    """Yield the one result."""
    environment = registers.environment(registers.real(folder / "real.db"))

    def process(*arguments: str) -> None:
        command = [sys.executable, *arguments]
        subprocess.run(command, cwd=registers.ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)

    yield side_by_side(
        "start: tracker list / python -c pass",
        clocked(lambda: process("-m", "tracker", "list")),
        clocked(lambda: process("-c", "pass")),
        repeats=25,
        limit=15,
    )
