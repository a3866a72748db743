"""Running the replay of a large register in a process of its own, beside the check of its ledger.

Both take about as long, so on two cores a verification takes half the time; what the replay does stands in
tracker.register.replaying.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.ledger.problems import Problem
from tracker.register.replaying import replay

LARGE = 20_000
"""From how many entries on a process of its own saves more than its start costs."""

_ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def replaying(path: Path, entries: int) -> Iterator[Callable[[], list[Problem]]]:
    """Begin the replay of the register at *path* and yield the function that waits for what it finds.

    A small register is replayed when that function is called, and so is any other where no process can be had.
    """
    process = _begin(path) if entries >= LARGE and (os.cpu_count() or 1) > 1 else None
    if process is None:
        yield lambda: replay(path)
        return

    def finish() -> list[Problem]:
        said = process.communicate()[0]
        return [Problem(**problem) for problem in json.loads(said)] if process.returncode == 0 else replay(path)

    with process:
        try:
            yield finish
        finally:
            process.kill()  # where nobody waited for it, because something else failed or was stopped


def _begin(path: Path) -> subprocess.Popen[str] | None:
    search = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    try:
        return subprocess.Popen(
            [sys.executable, "-m", replay.__module__, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": search},
            encoding="utf-8",
        )
    except OSError:
        return None
