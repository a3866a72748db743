"""A program on a terminal of 80 by 24 cells that this module plays: keys in, bytes out, its processor time and memory.

It needs a Unix system; processor time and memory need Linux.  What is waited for is known to the benchmarks.
"""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import registers

ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
PATIENCE_SECONDS = 60


class Terminal:
    """One program and the terminal that it runs in; it is killed when the block is left."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the program."""
        import fcntl
        import pty
        import struct
        import termios

        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=registers.ROOT,
            env=dict(environment),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Terminal:
        """Return the terminal."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def press(self, keys: str) -> None:
        """Press keys, one directly after the other."""
        os.write(self._ours, keys.encode())

    def wait_for(self, *words: str) -> None:
        """Read on until each of *words* was written since the last wait; raises RuntimeError when one never comes."""
        seen = b""
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while missing := [one for one in words if one.encode() not in seen]:
            ready, _, _ = select.select([self._ours], [], [], max(0, deadline - time.perf_counter()))
            try:
                more = os.read(self._ours, 65536) if ready else b""
            except OSError:  # the program ended
                more = b""
            if not more:
                said = seen.decode("utf-8", "replace")[-500:]
                raise RuntimeError(f"The program did not paint {missing[0]!r}; it wrote: {said!r}")
            seen += more

    def rest(self, seconds: float) -> None:
        """Read, and forget, until nothing was written for so long."""
        while select.select([self._ours], [], [], seconds)[0]:
            os.read(self._ours, 65536)

    def processor_seconds(self) -> float:
        """Return how long the program's threads have run so far."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def peak_bytes(self) -> int:
        """Return the most memory that the program has held so far."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
