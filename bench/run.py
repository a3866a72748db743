"""Runs the benchmarks that are named, or all of them, and prints a table; exit status 1 when a ratio is over its limit.

    python bench/run.py [--folder FOLDER] [NAME…]

What each one measures, and the figures as they were, stand in bench/README.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

NAMES = ("start", "act", "ledger", "verify", "fsck", "paint", "lists", "filter", "report")
"""Each is a module beside this one with a function ``measure(folder)`` that yields results as they come."""


def main(arguments: list[str] | None = None) -> int:
    """Run, print, and return the exit status: 0, or 1 when a ratio is over its limit."""
    sys.path.insert(0, str(ROOT))
    from platformdirs import user_cache_path

    from bench.measure import HEADING, line

    parser = argparse.ArgumentParser(description="Measures the tracker against bare alternatives, side by side.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(NAMES)}; none means all")
    parser.add_argument(
        "--folder",
        type=Path,
        default=user_cache_path("thematic-review-tracker", appauthor=False) / "bench",
        help="where registers are made and kept between runs; must be a real disk (default: %(default)s)",
    )
    wanted = parser.parse_args(arguments)
    if unknown := set(wanted.names) - set(NAMES):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    wanted.folder.mkdir(parents=True, exist_ok=True)
    over = False
    print(HEADING, flush=True)
    for name in wanted.names or NAMES:
        for result in import_module(f"bench.{name}").measure(wanted.folder):
            print(line(result), flush=True)
            over |= result.over
    if words := busy():
        print(words)
    return 1 if over else 0


def busy() -> str | None:
    """Return a warning when more wanted to run than the cores and these benchmarks, of which some need two, explain."""
    load, cores = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0, os.cpu_count() or 1
    if load <= cores + 1:
        return None
    return (
        f"The machine was busy (load {load:.1f} on {cores} cores), so ratios may be too high; repeat when it is idle."
    )


if __name__ == "__main__":
    sys.exit(main())
