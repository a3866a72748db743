"""The evidence trail as files: CSV for spreadsheets, one row for each thing an entry says, and JSON Lines for scripts.

Which entries there are and what they say is tracker.register.history's business.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli import faults, printing
from tracker.model.saying import entries
from tracker.model.text import csv_cell, quoted, safe

if TYPE_CHECKING:
    from tracker.register.history import Line

COLUMNS = (
    "entry", "recorded", "occurred", "by", "post", "log_in", "area", "act", "ref", "also_about", "what_was_done",
    "field", "before", "after", "why", "corrects", "undone_by",
)  # fmt: skip
"""The columns of the CSV file; an entry that changes or says several things has several rows."""


def put(form: str, lines: list[Line], output: str | None) -> None:
    """Print the entries in one of the forms, or write them to a new file; raises Refused when that cannot be done.

    The file begins with a mark by which spreadsheets know UTF-8; what goes to the screen or a pipe does not.
    """
    text = as_csv(lines) if form == "csv" else as_jsonl(lines)
    if output is None:
        printing.write(text)
        return
    try:
        with Path(output).open("x", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as stream:
            stream.write(text)
    except FileExistsError:
        raise faults.Refused(f"There is already a file {quoted(output)}; name another one with -o.") from None
    except (OSError, ValueError) as error:
        with suppress(OSError):
            Path(output).unlink()  # half of a trail must not pass for the whole
        said = error.strerror if isinstance(error, OSError) else error
        raise faults.Refused(f"{quoted(output)} cannot be written: {said}.") from None
    printing.write(f"{entries(len(lines))} in {safe(output)}\n")


def as_csv(lines: list[Line]) -> str:
    """Return the entries as CSV (RFC 4180), each cell safe against being read as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        for name, before, after in _said(line):
            writer.writerow([csv_cell(cell) for cell in _cells(line, name, before, after)])
    return stream.getvalue()


def as_jsonl(lines: list[Line]) -> str:
    """Return the entries as JSON, one to a line, with the keys of ``tracker log --json``."""
    return "".join(f"{_one_line(line)}\n" for line in lines)


def _one_line(line: Line) -> str:
    text = json.dumps(line.as_json(), ensure_ascii=False)
    hidden = {char for char in set(text) if safe(char) != char}
    return text.translate({ord(char): json.dumps(char)[1:-1] if char != "\x7f" else "\\u007f" for char in hidden})


def _said(line: Line) -> Iterator[tuple[str, str, str]]:
    """Yield field, before and after: what changed, then what is new; one empty row where an entry says nothing more."""
    changed = {name for name, _, _ in line.changes}
    rows = list(line.changes)
    for name, value in line.entry.facts.items():
        if name not in changed:
            rows.append((name, "", ", ".join(map(str, value)) if isinstance(value, list) else str(value)))
    rows += [(name, "", text) for name, text in line.texts.items() if name not in changed and text != line.why]
    yield from rows or [("", "", "")]


def _cells(line: Line, name: str, before: str, after: str) -> list[str]:
    entry = line.entry
    return [
        str(entry.seq),
        entry.at,
        entry.occurred_on,
        entry.by,
        line.who,
        entry.via,
        entry.area,
        entry.act,
        entry.subject,
        ", ".join(entry.on[1:]),
        line.words,
        name,
        before,
        after,
        line.why or "",
        f"#{entry.corrects}" if entry.corrects else "",
        f"#{line.undone}" if line.undone else "",
    ]
