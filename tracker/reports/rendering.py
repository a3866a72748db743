"""Templates → Markdown in which nothing that people typed is markup: every value printed is escaped on its way out.

What the values are is decided in tracker.reports.views; how a text is escaped stands in tracker.model.text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from tracker.model.text import md_block, md_cell
from tracker.reports.templating import Filters, Values, template
from tracker.reports.views.words import Table


class Ready(str):
    """Markdown that is escaped already and goes out as it is."""

    __slots__ = ()


def escaped(value: object) -> str:
    """Return a value of a template as Markdown that shows its own characters.

    Raises TypeError for anything but text and whole numbers, so that no None or list is ever printed.
    """
    if isinstance(value, Ready):
        return value
    if isinstance(value, str):
        return _short(value) if len(value) <= SHORT else md_cell(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    str(value)  # an undefined name says here which one it is
    raise TypeError(f"a report prints text and whole numbers, not {type(value).__name__}")


SHORT = 80
"""Characters up to which what was escaped is kept: tables say the same few ratings, counts and names over and over."""

_short = lru_cache(maxsize=4096)(md_cell)


def code(text: str) -> Ready:
    """Return *text* as a code span that may stand in a table cell; it comes from the program, never from people.

    Raises ValueError when it holds a character that would end the span, the cell or the line.
    """
    if re.search(r"[`|\n\\]", text):
        raise ValueError(f"{text!r} cannot stand in a code span of a table")
    return Ready(f"`{text}`")


def quotation(text: str) -> Ready:
    """Return *text* as a block quotation that keeps its paragraphs."""
    return Ready(md_block(text, quote=True))


def table(model: Table) -> Ready:
    """Return a table of the GFM kind, with the sentence that says what it leaves out."""
    lines = [_row(model.headers), "|" + " --- |" * len(model.headers), *(_row(row) for row in model.rows)]
    more = ["", escaped(model.more)] if model.more else []
    return Ready("\n".join([*lines, *more]))


def moves(items: Iterable[tuple[str, str]]) -> str:
    """Return references with the reason why each moved, like "R1.BRI.2 (new), R4.BRI.1 (adopted)"."""
    told = [f"{ref} ({reason})" for ref, reason in items]
    return ", ".join(told[:20]) + (f" and {len(told) - 20} more" if len(told) > 20 else "")


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"


FILTERS: Filters = {"table": table, "code": code, "quotation": quotation, "moves": moves}
"""What may stand after a value in a template."""


def rendered(name: str, /, **values: Any) -> str:
    """Return the template of that *name* filled in: lines end with LF, no blank line comes twice, text in NFC."""
    parts: list[str] = []
    template(name)(Values(values), parts.append, escaped, FILTERS)
    text = re.sub(r"[ \t]+$", "", "".join(parts), flags=re.MULTILINE)
    return unicodedata.normalize("NFC", re.sub(r"\n{3,}", "\n\n", text)).strip("\n") + "\n"
