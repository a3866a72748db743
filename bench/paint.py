"""First paint: from starting the process to words on the terminal, the tracker against an empty Textual app.

Both run as they would for a person, in a terminal of 80 by 24 cells that this module plays; it needs a Unix system.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import registers
from bench.measure import Result, Timer, side_by_side

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
PATIENCE_SECONDS = 30

FROM_THE_REGISTER = "608 entries"
"""Words of the opening screen that only the opened register can supply; headings are painted before it is open."""


def measure(folder: Path) -> Iterator[Result]:
    """Yield the first frame, then the frame that holds the plan; nothing on Windows, which has no such terminals."""
    if sys.platform == "win32":
        print("paint: not measured; it needs a Unix system")
        return
    register = registers.example(folder / "example.db")
    environment = registers.environment(register, TERM="xterm-256color", COLORTERM="truecolor")
    empty = _until("painted", [sys.executable, "-c", EMPTY], environment)
    for name, words, limit in (
        ("paint: first frame of the tracker / empty Textual app", "OFFICIAL", 1.4),
        ("paint: position of the example on screen / empty app", FROM_THE_REGISTER, 1.4),
    ):
        ours = _until(words, [sys.executable, "-m", "tracker"], environment)
        yield side_by_side(name, ours, empty, repeats=21, limit=limit, warm=2)


def _until(words: str, command: Sequence[str], environment: dict[str, str]) -> Timer:
    """Return a timer of *command* from its start until *words* stand on its terminal."""

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
            _wait_for(words.encode(), ours, start + PATIENCE_SECONDS)
            return time.perf_counter() - start
        finally:
            process.kill()
            process.wait()
            os.close(ours)

    return once


def _wait_for(words: bytes, terminal: int, deadline: float) -> None:
    seen = b""
    while words not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0, deadline - time.perf_counter()))
        try:
            more = os.read(terminal, 65536) if ready else b""
        except OSError:  # the program ended
            more = b""
        if not more:
            said = seen.decode("utf-8", "replace")[-500:]
            raise RuntimeError(f"The program did not paint {words.decode()!r}; it wrote: {said!r}")
        seen += more
