"""Templates → Markdown in which nothing that people typed is markup: every value printed is escaped on its way out.

What the values are is decided in tracker.reports.views; how a text is escaped stands in tracker.model.text.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.model.text import md_block, md_cell
from tracker.reports.views.words import Table

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

TEMPLATES = Path(__file__).with_name("templates")


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
        return md_cell(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    str(value)  # an undefined name says here which one it is
    raise TypeError(f"a report prints text and whole numbers, not {type(value).__name__}")


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


def _kept() -> BytecodeCache:
    """Return what keeps compiled templates beside them, as Python keeps compiled modules; compiling takes a while."""
    from jinja2 import FileSystemBytecodeCache
    from jinja2.bccache import Bucket

    folder = TEMPLATES / "__pycache__"

    class Kept(FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Bucket) -> None:
            if sys.dont_write_bytecode:
                return
            with suppress(OSError):  # an installation that its user may not write to works as well, a little slower
                folder.mkdir(exist_ok=True)
                super().dump_bytecode(bucket)

    return Kept(str(folder), f"%s.{sys.implementation.cache_tag}.jinja")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # here: most runs of the program print no report

    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        bytecode_cache=_kept(),
        undefined=StrictUndefined,
        finalize=escaped,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(table=table, code=code, quotation=quotation, moves=moves)
    return made


def rendered(template: str, **values: Any) -> str:
    """Return the template filled in: lines end with LF, no blank line comes twice, text in NFC."""
    text = _environment().get_template(template).render(**values)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return unicodedata.normalize("NFC", re.sub(r"\n{3,}", "\n\n", text)).strip("\n") + "\n"
