"""First paint: from starting the process to words on the terminal, the tracker against an empty Textual app.

Both run as they would for a person, in a terminal of 80 by 24 cells; it needs a Unix system.
"""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import registers
from bench.measure import Result, Timer, side_by_side
from bench.terminal import ENVIRONMENT, Terminal
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
    empty = _until(["painted"], [sys.executable, "-c", EMPTY], registers.environment(folder, **ENVIRONMENT))
    example, large = registers.example(folder / "example.db"), registers.of_actions(folder, LARGE)
    compare = functools.partial(side_by_side, theirs=empty, warm=2)
    name = "paint: position of the example, all of it"
    yield compare(name, _ours(example, [_entries, _matrix, _attention]), repeats=21, limit=1.3)
    name = f"paint: head of a register of {LARGE:,} actions"
    yield compare(name, _ours(large, [_entries]), repeats=21, limit=1.5)
    yield compare("paint: … its matrix too", _ours(large, [_entries, _matrix]), repeats=5)
    yield compare("paint: … and what needs attention", _ours(large, [_entries, _matrix, _attention]), repeats=3)


def _ours(register: Path, wanted: Sequence[Callable[[Position], str]]) -> Timer:
    """Return a timer of the tracker on a register, until the *wanted* words of that register stand on the terminal."""
    with Session(register).position() as position:
        words = [say(position) for say in wanted]
    return _until(words, [sys.executable, "-m", "tracker"], registers.environment(register, **ENVIRONMENT))


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
        with Terminal(command, environment) as terminal:
            terminal.wait_for(*words)
            return time.perf_counter() - terminal.started

    return once
