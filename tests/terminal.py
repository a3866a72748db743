"""A program on a pseudo-terminal that a test plays, and the screen as such a terminal would show it; Unix only.

The screen knows no more than what the program is allowed to write: any other control code is an error.
"""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.cells import split_graphemes

from tests.cli.running import ROOT

if sys.platform != "win32":
    import fcntl
    import pty
    import struct
    import termios

CODE = re.compile(r"\x1b(?:\[(?P<given>[0-9;:?<>=$]*)(?P<end>[A-Za-z])|(?P<other>[=>78]|\]22;[a-z-]*\x07))")
"""Escape sequences: those that begin like CSI, and of the others the shape of the mouse's pointer."""
BEGUN = re.compile(r"\x1b(\[[0-9;:?<>=$]*|\](2(2(;[a-z-]*)?)?)?)?")
"""The beginning of one, of which the rest is still to be read."""
HARMLESS = "mhlpuq"
"""Ends of codes that move nothing: colours, modes, and questions about the terminal."""


class Screen:
    """What stands on the terminal, a list of cells per row; a wide character takes its cell and an empty one."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with nothing."""
        self.width, self.height = width, height
        self.cells = [[" "] * width for _ in range(height)]
        self.x = self.y = 0
        self.turned: set[tuple[int, int]] = set()
        """Cells, by row and place, whose colours are turned about."""
        self.coloured = False
        """Whether any colour was asked for."""
        self._turning = False
        self._waiting = ""

    @property
    def rows(self) -> list[str]:
        """The rows as text."""
        return ["".join(row) for row in self.cells]

    @property
    def text(self) -> str:
        """All of it as text, with single spaces."""
        return " ".join(" ".join(self.rows).split())

    def feed(self, written: str) -> None:
        """Take what was written; raises AssertionError for a control code that no program of ours may send."""
        written = self._waiting + written
        self._waiting = ""
        place = 0
        while place < len(written):
            if written[place] == "\x1b":
                found = CODE.match(written, place)
                if found is None:
                    assert BEGUN.fullmatch(written, place), f"a control code: {written[place : place + 40]!r}"
                    self._waiting = written[place:]
                    return
                self._obey(found)
                place = found.end()
                continue
            end = next((n for n in range(place + 1, len(written)) if written[n] < " "), len(written))
            if written[place] < " " or written[place] in "\x7f\x9b\x9d":
                self._control(written[place])
                place += 1
            else:
                self._put(written[place:end])
                place = end

    def _control(self, char: str) -> None:
        assert char in "\r\n\b", f"a control character: {char!r}"
        if char == "\r":
            self.x = 0
        elif char == "\n":
            self.y = min(self.y + 1, self.height - 1)
        else:
            self.x = max(0, self.x - 1)

    def _obey(self, code: re.Match[str]) -> None:
        end, given = code["end"] or "", code["given"] or ""
        if end == "H":
            y, _, x = given.partition(";")
            self.y, self.x = int(y or 1) - 1, int(x or 1) - 1
        elif end == "J":
            self.cells = [[" "] * self.width for _ in range(self.height)]
        else:
            assert not end or end in HARMLESS, f"a control code: {code[0]!r}"
            if end == "m":
                self._attributes(given.split(";"))

    def _attributes(self, numbers: list[str]) -> None:
        if numbers[0] in ("", "0"):
            self._turning = False
        for place, number in enumerate(numbers):
            if number in ("38", "48"):
                self.coloured = True
                break
            self._turning = self._turning or number == "7"
            self.coloured |= number.isdigit() and 30 <= int(number) <= 107 and number not in ("39", "49", "53")
            assert place < 12, numbers

    def _put(self, text: str) -> None:
        for start, stop, wide in split_graphemes(text)[0]:
            if self.y < self.height and self.x + wide <= self.width:
                self.cells[self.y][self.x] = text[start:stop]
                (self.turned.add if self._turning else self.turned.discard)((self.y, self.x))
                for more in range(1, wide):
                    self.cells[self.y][self.x + more] = ""
            self.x += wide


class Terminal:
    """The tracker on a register, in a terminal of its own; it is killed when the block is left."""

    def __init__(
        self,
        register: Path,
        *,
        width: int = 80,
        height: int = 24,
        session: bool = True,
        more: Mapping[str, str] | None = None,
        program: str | None = None,
    ) -> None:
        """Start it; without a *session* of its own it is not told when its terminal vanishes."""
        self.ours, theirs = pty.openpty()
        self.screen = Screen(width, height)
        self.raw = ""
        self._size(width, height)
        given = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        # Somebody else's size, which test runners leave in the environment, would stand above this terminal's own.
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [sys.executable, *(["-c", program] if program else ["-m", "tracker"])],
            env={**inherited, **given, "TRACKER_DB": str(register), "TRACKER_USER": "P1", **(more or {})},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=session,
            preexec_fn=_own_terminal if session else None,
        )
        os.close(theirs)
        self._open = True

    def __enter__(self) -> Terminal:
        """Return the terminal."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the program, whatever became of the test."""
        self.process.kill()
        self.process.wait(10)
        self.vanish()

    def _size(self, width: int, height: int) -> None:
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        self.screen = Screen(width, height)
        self._size(width, height)
        self.process.send_signal(signal.SIGWINCH)

    def vanish(self) -> None:
        """Take the terminal away."""
        if self._open:
            self._open = False
            os.close(self.ours)

    def press(self, keys: str | bytes) -> None:
        """Press keys, one directly after the other."""
        os.write(self.ours, keys if isinstance(keys, bytes) else keys.encode())

    def until(self, *words: str, seconds: float = 30) -> None:
        """Wait until all of *words* stand on the screen."""
        self.until_so(lambda screen: all(one in screen.text for one in words), f"{words}", seconds)

    def until_so(self, so: Callable[[Screen], bool], what: str, seconds: float = 30) -> None:
        """Wait until something holds of the screen; *what* says what, should it never come."""
        end = time.monotonic() + seconds
        while not so(self.screen):
            if not self._take(end):
                screen = "\n".join(self.screen.rows)
                raise AssertionError(f"{what} never came; the screen says:\n{screen}")

    def rest(self, seconds: float = 0.3) -> None:
        """Wait until nothing was written for so long."""
        while self._take(time.monotonic() + seconds):
            pass

    def ended(self, seconds: float = 20) -> int:
        """Read on until the program ends, and return its exit code."""
        end = time.monotonic() + seconds
        while self._take(end):
            pass
        return self.process.wait(max(1, end - time.monotonic()))

    def _take(self, end: float) -> bool:
        """Take in what was written; False when nobody is left to write, or it is too late."""
        ready, _, _ = select.select([self.ours], [], [], max(0, end - time.monotonic()))
        try:
            found = os.read(self.ours, 65536) if ready else b""
        except OSError:  # how Linux says that nobody is left at the other end
            found = b""
        self._bytes = getattr(self, "_bytes", b"") + found
        text = self._bytes.decode("utf-8", "ignore")
        self._bytes = self._bytes[len(text.encode()) :]
        self.raw += text
        self.screen.feed(text)
        return bool(found)

    def processor_seconds(self) -> float:
        """Return how long the program has run so far, where the system tells; else 0."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
