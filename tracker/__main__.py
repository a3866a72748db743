"""Starts the program for ``python -m tracker``; the command line itself is tracker.cli."""

from __future__ import annotations

import sys

from tracker.cli import main

if __name__ == "__main__":
    sys.exit(main())
