"""Comparing the plan of a large register in a process of its own, beside the check of its ledger.

Both take about as long, so on two cores a verification takes half the time; each line is read once, by the ledger's
check, which hands it over.  How the plan is compared stands in tracker.register.agreeing and .replaying.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tracker.ledger.entry import Entry, pack
from tracker.ledger.problems import Problem
from tracker.register.agreeing import PlanAgreement
from tracker.register.replaying import replay

LARGE = 20_000
"""From how many entries on a process of its own saves more than its start costs."""

_PIPE = 512 * 1024
"""How many bytes of entries may wait for the other process, where the system lets one say; neither waits."""

_ROOT = Path(__file__).resolve().parent.parent.parent


class Comparison(Protocol):
    """What compares the plan, wherever it does so."""

    def take(self, entries: Sequence[Entry], lines: Sequence[bytes]) -> None:
        """Take in the next *entries*, which *lines* hold."""

    def finish(self) -> list[Problem]:
        """Wait for what was found, and return it."""


@contextmanager
def comparing(path: Path, entries: int) -> Iterator[Comparison]:
    """Begin to compare the plan of the register at *path*, which has so many *entries*.

    A small register is compared in this process, and so is any other where no process can be had.
    """
    process = _begin(path) if entries >= LARGE and (os.cpu_count() or 1) > 1 else None
    if process is None:
        here = _Here(path)
        try:
            yield here
        finally:
            here.agreement.close()
        return
    with process:
        try:
            yield _Aside(path, process)
        finally:
            process.kill()  # where nobody waited for it, because something else failed or was stopped


class _Here:
    def __init__(self, path: Path) -> None:
        self.agreement = PlanAgreement(path)
        self._path = path

    def take(self, entries: Sequence[Entry], _lines: Sequence[bytes]) -> None:
        self.agreement.take(entries)

    def finish(self) -> list[Problem]:
        return [] if self.agreement.holds() else replay(self._path)


class _Aside:
    def __init__(self, path: Path, process: subprocess.Popen[bytes]) -> None:
        self._path = path
        self._process = process
        self._gone = False

    def take(self, _entries: Sequence[Entry], lines: Sequence[bytes]) -> None:
        assert self._process.stdin is not None
        if self._gone:
            return
        try:
            handed = pack(lines)
            self._process.stdin.write(len(handed).to_bytes(4, "big") + handed)
        except (OSError, OverflowError):  # it ended, or a forged line is longer than can be said
            self._gone = True
            self._process.kill()

    def finish(self) -> list[Problem]:
        said = self._process.communicate()[0]
        if self._gone or self._process.returncode:
            return replay(self._path)
        return [Problem(**problem) for problem in json.loads(said)]


def _begin(path: Path) -> subprocess.Popen[bytes] | None:
    search = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    try:
        return subprocess.Popen(
            [sys.executable, "-m", replay.__module__, str(path.absolute())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pipesize=_PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": search},
        )
    except OSError:
        return None
