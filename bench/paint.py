"""First paint: from starting the process to words on the terminal, the tracker against an empty Textual app.

Both run as they would for a person, in a terminal of 80 by 24 cells that this module plays; it needs a Unix system.
"""

from __future__ import annotations

import functools
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import registers
from bench.measure import Result, Timer, side_by_side
from tracker.desk.session import Session
from tracker.register.checks import findings
from tracker.register.position import Position
from tracker.register.status import matrix

EMPTY = """
from textual.app import App
from textual.screen import Screen

class Empty(Screen):
    def render(self):
        return "painted"

class Bare(App):
    def get_default_screen(self):
        return Empty()

Bare().run()
"""
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
PATIENCE_SECONDS = 30

LARGE = 100_000
"""Actions of the large register."""


def measure(folder: Path) -> Iterator[Result]:
    """Yield the frames of the example and of a large register; nothing on Windows, which has no such terminals.

    What is waited for are words that only the opened register can supply: how many entries it has, which action is the
    cause in the first cell of the matrix, how much needs attention.
    """
    if sys.platform == "win32":
        print("paint: not measured; it needs a Unix system")
        return
    empty = _until(["painted"], [sys.executable, "-c", EMPTY], registers.environment(folder, **TERMINAL))
    example, large = registers.example(folder / "example.db"), registers.of_actions(folder, LARGE)
    compare = functools.partial(side_by_side, theirs=empty, warm=2)
    name = "paint: position of the example, all of it"
    yield compare(name, _ours(example, [_entries, _matrix, _attention]), repeats=21, limit=1.35)
    name = f"paint: head of a register of {LARGE:,} actions"
    yield compare(name, _ours(large, [_entries]), repeats=21, limit=1.5)
    yield compare("paint: … its matrix too", _ours(large, [_entries, _matrix]), repeats=5)
    yield compare("paint: … and what needs attention", _ours(large, [_entries, _matrix, _attention]), repeats=3)


def _ours(register: Path, wanted: Sequence[Callable[[Position], str]]) -> Timer:
    """Return a timer of the tracker on a register, until the *wanted* words of that register stand on the terminal."""
    with Session(register).position() as position:
        words = [say(position) for say in wanted]
    return _until(words, [sys.executable, "-m", "tracker"], registers.environment(register, **TERMINAL))


def _entries(position: Position) -> str:
    return f"{position.entries:,} entries"


def _matrix(position: Position) -> str:
    return f"({matrix(position)[0].areas['BRI'].cause_ref}:"


def _attention(position: Position) -> str:
    found = findings(position)
    return f"{len(found):,}, {sum(one.severity == 'high' for one in found):,} high"


def _until(words: Sequence[str], command: Sequence[str], environment: dict[str, str]) -> Timer:
    """Return a timer of *command* from its start until all of *words* stand on its terminal."""

    def once() -> float:
        import fcntl
        import pty
        import struct
        import termios

        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=registers.ROOT,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        try:
            _wait_for([one.encode() for one in words], ours, start + PATIENCE_SECONDS)
            return time.perf_counter() - start
        finally:
            process.kill()
            process.wait()
            os.close(ours)

    return once


def _wait_for(words: Sequence[bytes], terminal: int, deadline: float) -> None:
    seen = b""
    while missing := [one for one in words if one not in seen]:
        ready, _, _ = select.select([terminal], [], [], max(0, deadline - time.perf_counter()))
        try:
            more = os.read(terminal, 65536) if ready else b""
        except OSError:  # the program ended
            more = b""
        if not more:
            said = seen.decode("utf-8", "replace")[-500:]
            raise RuntimeError(f"The program did not paint {missing[0].decode()!r}; it wrote: {said!r}")
        seen += more
