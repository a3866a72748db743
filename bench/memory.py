"""Run as a process of its own: verifies one register and prints the most memory that it held, in bytes.

python -m bench.memory REGISTER
"""

from __future__ import annotations

import sys
from pathlib import Path


def peak_memory() -> int | None:
    """Return the most memory that this process has held so far, in bytes; None where the system does not tell.

    Linux's own figure of the address space is read first: the one that `getrusage` gives to a child starts at what its
    parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for words in map(str.split, status.read_text(encoding="utf-8").splitlines()):
            if words[:1] == ["VmHWM:"]:
                return int(words[1]) * 1024
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main() -> None:
    """Verify the register named on the command line and print the peak; empty where the system does not tell it."""
    from tracker.register.verification import verify

    assert verify(Path(sys.argv[1])).ok
    print(peak_memory() or "")


if __name__ == "__main__":
    main()
