"""The list of a register's issues that stands beside their folders, index.md: made anew at each issue, never an entry.

What an issue says stands in its own files; whether it is true to the register, ``tracker verify`` answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tracker.model.dates import long
from tracker.model.text import md_inline
from tracker.register.issues import Issue, checkpoint_at, issues
from tracker.register.marking import marking
from tracker.register.position import Position
from tracker.reports import formats
from tracker.reports.files import issue_name

NAME = "index.md"


def listed(position: Position, folder: Path) -> str:
    """Return the list of all issues of the register as Markdown, newest first, with what of each stands in *folder*."""
    return "\n".join(_lines(position, issues(position, ever=True), folder)) + "\n"


def _lines(position: Position, found: list[Issue], folder: Path) -> Iterator[str]:
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
    for one in found:
        name = issue_name(one.report, one.area, one.position_on, one.n, one.subject)
        known.add(name)
        about = f"{one.report} {one.about}".strip()
        code = checkpoint_at(position, one.entry - 1).short_code
        cells = (one.n, md_inline(about), long(one.position_on), one.entries, long(one.on), code)
        yield "| " + " | ".join(map(str, cells)) + f" | {_files(folder, name)} |"
    if others := sorted(path.name for path in folder.glob("*-issue-*") if path.is_dir() and path.name not in known):
        yield ""
        yield f"Folders here that this register did not issue: {', '.join(map(md_inline, others))}."


def _files(folder: Path, name: str) -> str:
    here = [form for form in formats.BY_NAME if (folder / name / f"{name}.{form}").is_file()]
    return ", ".join(f"[{form}]({name}/{name}.{form})" for form in here) or "not here"
