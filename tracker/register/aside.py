"""Running the replay of a large register in a process of its own, beside the check of its ledger.

Both take about as long, so on two cores a verification takes half the time; what the replay does stands in
tracker.register.replaying.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tracker.ledger.problems import Problem
from tracker.register.replaying import replay

LARGE = 20_000
"""From how many entries on a process of its own saves more than its start costs."""

_ROOT = Path(__file__).resolve().parent.parent.parent


def begin(path: Path, entries: int) -> Callable[[], list[Problem]]:
    """Begin the replay of the register at *path* and return the function that waits for what it finds.

    A small register is replayed when that function is called, and so is any other where no process can be had.
    """
    if entries < LARGE or not sys.executable or (os.cpu_count() or 1) < 2:
        return lambda: replay(path)
    search = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", replay.__module__, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": search},
            encoding="utf-8",
        )
    except OSError:
        return lambda: replay(path)

    def finish() -> list[Problem]:
        with process:
            try:
                said = process.communicate()[0]
            except BaseException:
                process.kill()
                raise
        return [Problem(**problem) for problem in json.loads(said)] if process.returncode == 0 else replay(path)

    return finish
