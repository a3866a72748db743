"""The example register: the real recommendation files with a year of progress that is made up and says so.

Everything that is made up begins with ILLUSTRATIVE.  The clock and the random numbers are fixed, so that the register
and the specimens made from it come out the same on every machine.
"""

from __future__ import annotations

from pathlib import Path


def build(path: Path) -> None:
    """Make the example register at *path*; raises StoreError when a file stands there or the place is unfit."""
    from tracker.example.story import tell
    from tracker.example.teller import Teller

    tell(Teller(path))
