"""Reports: the assurance report as a whole process, against pandoc converting the same; how it grows; its copies."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench import registers
from bench.measure import Result, clocked, megabytes, side_by_side, worked

SMALL, MIDDLE, LARGE = 300, 3_000, 30_000
LIMIT = 0.8
MEMORY = 300 * 1024 * 1024
"""What the process that writes the largest report may hold."""
DAY = "2024-01-15"
PEAK = (
    "import sys; from tracker.cli import main; from bench.memory import own_peak; main(sys.argv[1:]); print(own_peak())"
)


def measure(folder: Path) -> Iterator[Result]:
    """Yield the times of Markdown, then how they grow, the memory, and what the copies cost beside the Markdown."""
    small, middle, large = (registers.of_actions(folder, size) for size in (SMALL, MIDDLE, LARGE))
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        yield from _against_pandoc(small, out)
        times = side_by_side("", clocked(lambda: _write(large, out)), clocked(lambda: _write(middle, out)), repeats=5)
        per_action = f"report: per action, {LARGE:,} / {MIDDLE:,} actions"
        yield Result(per_action, times.ours / LARGE, times.theirs / MIDDLE, 1)
        peak = _write(large, out, "-c", PEAK).strip().splitlines()[-1]
        if peak.isdigit():  # the system tells it
            yield Result(f"report: memory, {LARGE:,} actions", int(peak), MEMORY, 1, megabytes)
        for form in ("html", "docx", "pdf"):
            name = f"report: {SMALL} actions with {form} / Markdown alone"
            yield side_by_side(
                name,
                clocked(partial(_write, small, out, form=f"md,{form}")),
                clocked(lambda: _write(small, out)),
                repeats=5,
            )


def _against_pandoc(register: Path, out: Path) -> Iterator[Result]:
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        print("report: left out against pandoc, because pandoc is not installed here")
        return
    _write(register, out)
    (markdown,) = out.glob("*.md")
    command = [
        pandoc,
        "-f",
        "gfm",
        "-t",
        "html",
        "-s",
        "--metadata",
        "title=report",
        str(markdown),
        "-o",
        f"{out}/p.html",
    ]
    sides = (lambda: _write(register, out)), (lambda: subprocess.run(command, check=True))
    for timer, what, limit in ((clocked, "whole process", LIMIT), (worked, "processor time", None)):
        name = f"report: {SMALL} actions, {what} / pandoc to HTML"
        yield side_by_side(name, timer(sides[0]), timer(sides[1]), repeats=15, limit=limit)


def _write(register: Path, out: Path, *start: str, form: str = "md") -> str:
    """Write the draft of the report in a process of its own and return what that printed."""
    report = ["--today", DAY, "report", "assurance", "--draft", "--format", form, "-o", str(out)]
    done = subprocess.run(
        [sys.executable, *(start or ("-m", "tracker")), *report],
        cwd=registers.ROOT,
        env=registers.environment(register),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return done.stdout
