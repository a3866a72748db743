"""Runs the trials in full and prints what they counted; exit status 1 when anything was missed or lost.

    python -m tests.trials [flips] [kills] [round] [--each N] [--rounds N] [--seed N] [--write]

What each one does stands in docs/trials.md; --write puts the counts there.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import tempfile
from pathlib import Path

from tests.trials import flips, kills, page, registers, rounds

TOO_LONG = 120
"""Seconds after which a verification that does not come to an end is ended, with where it stood."""


def main(arguments: list[str] | None = None) -> int:
    """Run, print, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.trials", description="Runs the trials in full.")
    parser.add_argument("names", nargs="*", metavar="TRIAL", help="any of: flips, kills, round; none means all")
    parser.add_argument("--each", type=int, default=100, help="bytes of each part of each kind of page (%(default)s)")
    parser.add_argument("--rounds", type=int, default=100, help="rounds of kills (%(default)s)")
    parser.add_argument("--seed", type=int, default=2022, help="another seed tries other bytes and moments")
    parser.add_argument("--write", action="store_true", help="put the counts into docs/trials.md")
    wanted = parser.parse_args(arguments)
    if unknown := set(wanted.names) - {"flips", "kills", "round"}:
        parser.error(f"no trial is called {', '.join(sorted(unknown))}; there are: flips, kills, round")
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        if "flips" in wanted.names or not wanted.names:
            missed += flip(Path(folder) / "flips.db", wanted.each, wanted.seed, wanted.write)
        if "kills" in wanted.names or not wanted.names:
            kill(Path(folder) / "kills.db", wanted.rounds, wanted.seed, wanted.write)
        if "round" in wanted.names or not wanted.names:
            update(Path(folder) / "round.db", wanted.write)
    return 1 if missed else 0


def flip(path: Path, each: int, seed: int, write: bool) -> int:
    """Try bytes of every part of a register; return how many were missed."""
    registers.furnish(path)
    done = 0

    def heard(_: flips.Flip, outcome: str) -> None:
        nonlocal done
        done += 1
        faulthandler.dump_traceback_later(TOO_LONG, exit=True)
        if done % 500 == 0 or outcome == flips.MISSED:
            print(f"{done} flips, the last one {outcome}", file=sys.stderr, flush=True)

    tally = flips.run(path, flips.chosen(path, each, seed), heard)
    faulthandler.cancel_dump_traceback_later()
    print(page.flips_table(tally))
    print(*tally.missed, sep="\n")
    if write:
        page.put("flips", page.flips_table(tally))
        page.put("fields", page.fields_table())
    return len(tally.missed)


def kill(path: Path, rounds: int, seed: int, write: bool) -> None:
    """Kill programs at any moment; a loss raises."""
    counts = kills.crash(registers.furnish(path, lived_in=False), rounds, seed)
    print(page.kills_table(counts))
    if write:
        page.put("kills", page.kills_table(counts))


def update(path: Path, write: bool) -> None:
    """Bring sixty actions up to date on a terminal; one that was not recorded as it was typed raises."""
    rounds.furnish(path)
    todo = rounds.asked(path)
    tally = rounds.run(path)
    rounds.check(path, [ref for ref, _ in todo])
    print(page.round_table(tally))
    if write:
        page.put("round", page.round_table(tally))


if __name__ == "__main__":
    sys.exit(main())
