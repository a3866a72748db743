"""Run as a process of its own: verifies one register and prints the most memory that was held, in bytes, as JSON.

    python -m bench.memory REGISTER

The first number is that of the largest process, the second that of all together; null where the system does not tell.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def own_peak() -> int | None:
    """Return the most memory that this process has held so far, in bytes; None where the system does not tell.

    Linux's own figure of the address space is read first: the one that `getrusage` gives for a process that was just
    started begins at what its parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for words in map(str.split, status.read_text(encoding="utf-8").splitlines()):
            if words[:1] == ["VmHWM:"]:
                return int(words[1]) * 1024
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _unit()


def child_peak() -> int:
    """Return the most that the largest process started from here has held, in bytes; 0 where none was started."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _unit()


def _unit() -> int:
    return 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Verify the register named on the command line and print both peaks."""
    from tracker.register.verification import verify

    assert verify(Path(sys.argv[1])).ok
    own, child = own_peak(), child_peak()
    print(json.dumps([max(own, child), own + child] if own else [None, None]))


if __name__ == "__main__":
    main()
