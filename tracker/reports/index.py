"""The list of a register's issues that stands beside their folders, index.md: made anew at each issue, never an entry.

What an issue says stands in its own files; whether it is true to the register, ``tracker verify`` answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tracker.model.dates import long
from tracker.model.text import md_inline
from tracker.register.marking import marking
from tracker.register.position import Position
from tracker.reports import formats
from tracker.reports.files import issue_name
from tracker.reports.printing import checkpoint_at

NAME = "index.md"


def listed(position: Position, folder: Path) -> str:
    """Return the list of all issues of the register as Markdown, newest first, with what of each stands in *folder*."""
    rows = position.rows("SELECT * FROM main.issue ORDER BY n DESC")
    return "\n".join(_lines(position, rows, folder)) + "\n"


def _lines(position: Position, rows: list[dict[str, Any]], folder: Path) -> Iterator[str]:
    yield f"# Reports issued from the register {md_inline(position.store.log)}"
    yield ""
    yield f"{md_inline(marking(position))}"
    yield ""
    yield (
        "This list is made anew at each issue. The short code of an issue is that of the register's state just before "
        "it, and can be compared over the telephone; `tracker verify --against FILE` checks a file in full."
    )
    yield ""
    yield "| Issue | Report | Position at | Entries | Issued on | Short code | Files here |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    known = set()
    for row in rows:
        asked = json.loads(row["arguments"])
        day = date.fromisoformat(row["position_on"])
        name = issue_name(row["report"], asked["area"], day, row["n"], asked.get("subject"))
        known.add(name)
        about = " ".join(part for part in (row["report"], asked.get("subject"), asked["area"]) if part)
        code = checkpoint_at(position, row["seq"] - 1).short_code
        issued = position.value("SELECT substr(at, 1, 10) FROM main.entry_index WHERE seq = ?", [row["seq"]])
        cells = (row["n"], md_inline(about), long(day), row["entries"], long(date.fromisoformat(str(issued))), code)
        yield "| " + " | ".join(map(str, cells)) + f" | {_files(folder, name)} |"
    if others := sorted(path.name for path in folder.glob("*-issue-*") if path.is_dir() and path.name not in known):
        yield ""
        yield f"Folders here that this register did not issue: {', '.join(map(md_inline, others))}."


def _files(folder: Path, name: str) -> str:
    here = [form for form in formats.BY_NAME if (folder / name / f"{name}.{form}").is_file()]
    return ", ".join(f"[{form}]({name}/{name}.{form})" for form in here) or "not here"
