"""Text for the terminal: lines, fields and tables that fit its width, ratings as letter, word and symbol, and JSON.

Every text goes out through ``safe`` here and nowhere else; what is shown is decided by the commands.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TextIO

import click

from tracker.cli.streams import reader_has_gone, silence
from tracker.model.text import fit, safe, width
from tracker.model.vocabulary import Rating

PLAIN_WIDTH, NARROWEST, WIDEST = 80, 24, 160
NARROWEST_COLUMN = 12
"""A column that wraps keeps at least this many cells; below it, rows are stacked."""

COLOURS = {"red": "31", "amber": "33", "grey": "37", "green": "32", "blue": "34", "strong": "1"}

# --- streams ----------------------------------------------------------------------------------------------------------


def write(text: str, *, colour: bool = False) -> None:
    """Write text to stdout; a reader who has gone is no fault, and the command goes on."""
    try:
        # Handed over, because click would write UTF-8 to a terminal that says it knows ASCII only.
        click.echo(text, file=sys.stdout, nl=False, color=colour)
    except OSError as error:
        if not reader_has_gone(error):
            raise
        silence()


def complain(text: str, *, whole: bool = False) -> None:
    """Write one line to stderr, beginning with the program's name; *whole* writes several lines as they stand."""
    said = safe(text, newlines=True) if whole else f"tracker: {safe(text.strip())}"
    try:
        click.echo(said, file=sys.stderr)
    except OSError:
        return  # there is nobody left to tell


# --- JSON -------------------------------------------------------------------------------------------------------------


def as_json(value: object, encoding: str = "utf-8") -> str:
    """Return *value* as JSON in which every character that a terminal could misread is written as its number."""
    plain = codecs.lookup(encoding).name != "utf-8"
    text = json.dumps(value, ensure_ascii=plain, indent=2)
    hidden = {char for char in set(text) if char != "\n" and safe(char) != char}
    return text.translate({ord(char): json.dumps(char)[1:-1] if char != "\x7f" else "\\u007f" for char in hidden})


def write_json(value: object) -> None:
    """Print *value* as JSON."""
    write(as_json(value, getattr(sys.stdout, "encoding", None) or "utf-8") + "\n")


# --- words ------------------------------------------------------------------------------------------------------------


def rating_words(rating: str | None, none: str = "not rated") -> str:
    """Return a rating as letter, word and symbol: R Red ▲; *none* where there is no rating."""
    if rating is None:
        return none
    member = Rating(rating)
    return f"{member.letter} {member.words} {member.symbol}"


def wrap(text: str, cells: int, first: int | None = None) -> list[str]:
    """Return *text*, made safe, in lines of at most *cells* terminal cells (the first line: *first*).

    Its own line breaks are kept; a word that is longer than a line is broken.
    """
    if len(text) <= min(cells, cells if first is None else first) and text.isascii() and text.isprintable():
        return [text.rstrip()]  # most cells of a long list
    lines: list[str] = []

    def room() -> int:
        return max(cells if lines or first is None else first, 1)

    for paragraph in safe(text, newlines=True).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if width(joined) <= room():
                line = joined
                continue
            if line:
                lines.append(line.rstrip())
            while width(word) > room():
                head = fit(word, room(), ellipsis="") or word[:1]
                lines.append(head)
                word = word[len(head) :]
            line = word
        lines.append(line.rstrip())
    return lines


# --- screens ----------------------------------------------------------------------------------------------------------


class Look(NamedTuple):
    """How wide the output is, in cells, and whether it may be coloured."""

    width: int = PLAIN_WIDTH
    colour: bool = False


def _terminal_width() -> int:
    from shutil import get_terminal_size  # here: it takes a while to load, and files and pipes have no width

    return get_terminal_size((PLAIN_WIDTH, 24)).columns


def look(stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> Look:
    """Return how to print on *stream*: as wide as the terminal (80 where there is none), coloured only on one."""
    stream = stream or sys.stdout
    terminal = stream.isatty()
    said = environment.get("COLUMNS", "")
    cells = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
    if not cells:
        cells = _terminal_width() if terminal else PLAIN_WIDTH
    colour = terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    return Look(min(max(cells, NARROWEST), WIDEST), colour)


class Rated(NamedTuple):
    """A table's cell that is a rating, with what stands after it."""

    rating: str | None
    after: str = ""
    none: str = "not rated"

    def __str__(self) -> str:
        """Return the words of the cell."""
        return rating_words(self.rating, self.none) + self.after


Cell = str | Rated
GAP = 2


class Screen:
    """Collects what one command prints, line by line, and writes it at once."""

    def __init__(self, how: Look | None = None) -> None:
        """Begin an empty screen, as wide as the terminal unless *how* says otherwise."""
        self.look = how or look()
        self.lines: list[str] = []

    def line(self, text: str = "", *, indent: int = 0, hang: int | None = None, style: str | None = None) -> None:
        """Add a paragraph, its further lines indented by *hang* cells (as the first unless given)."""
        hang = indent if hang is None else hang
        for place, part in enumerate(wrap(text, self.look.width - hang, self.look.width - indent)):
            self.lines.append((" " * (hang if place else indent) + self.styled(part, style)).rstrip())

    def whole(self, text: str, *, indent: int = 0) -> None:
        """Add one line that is never broken, for what is copied or read by scripts: receipts, paths."""
        self.lines.append(" " * indent + safe(text))

    def heading(self, text: str) -> None:
        """Add an empty line and a heading."""
        if self.lines and self.lines[-1]:
            self.lines.append("")
        self.line(text, style="strong")

    def field(self, label: str, value: Cell, *, indent: int = 2, labels: int = 18) -> None:
        """Add ``label  value``, the value wrapped in its own column; on a narrow terminal below its label."""
        room = self.look.width - indent - labels
        style = value.rating if isinstance(value, Rated) else None
        if room < 20:
            self.line(f"{label}:", indent=indent)
            self.line(str(value), indent=indent + 2, style=style)
            return
        for place, part in enumerate(wrap(str(value), room)):
            shown = fit(label if place == 0 else "", labels - 1, pad=True)
            self.lines.append(f"{' ' * indent}{shown} {self.styled(part, style)}".rstrip())

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, cut: int | None = None) -> None:
        """Add a table whose widest columns wrap until it fits; where it cannot fit, row by row below each other.

        With *cut* that column alone gives way, and is cut to one line instead of wrapped.
        """
        columns = zip(heads, *([str(cell) for cell in row] for row in rows), strict=True)
        sizes = [max(max(map(width, safe(cell, newlines=True).split("\n"))) for cell in column) for column in columns]
        room = self.look.width - GAP * (len(sizes) - 1)
        _shrink(sizes, room, range(len(sizes)) if cut is None else [cut])
        if sum(sizes) > room:
            self._stacked(heads, rows)
            return
        self._lines(heads, sizes, "strong")
        for row in rows:
            shown = [fit(str(cell), sizes[place]) if place == cut else cell for place, cell in enumerate(row)]
            self._lines(shown, sizes, None)

    def grid(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], sizes: Sequence[int]) -> None:
        """Add rows whose cells wrap within columns of these sizes, below *heads* if there are any."""
        if heads:
            self._lines(heads, sizes, "strong")
        for row in rows:
            self._lines(row, sizes, None)

    def _lines(self, row: Sequence[Cell], sizes: Sequence[int], style: str | None) -> None:
        parts = [wrap(str(cell), size) for cell, size in zip(row, sizes, strict=True)]
        tints = [style or (cell.rating if isinstance(cell, Rated) else None) for cell in row]
        for place in range(max(map(len, parts))):
            texts = [part[place] if place < len(part) else "" for part in parts]
            cells = [
                self.styled(text, tint) + " " * (size - width(text))
                for text, size, tint in zip(texts, sizes, tints, strict=True)
            ]
            self.lines.append((" " * GAP).join(cells).rstrip())

    def _stacked(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            self.line(str(row[0]), style="strong")
            for head, cell in list(zip(heads, row, strict=True))[1:]:
                tint = cell.rating if isinstance(cell, Rated) else None
                self.line(f"{head}: {cell}", indent=2, hang=4, style=tint)

    def styled(self, text: str, style: str | None) -> str:
        """Return *text* with colour or weight where the terminal shows them."""
        if not self.look.colour or not style or not text:
            return text
        return f"\x1b[{COLOURS[style]}m{text}\x1b[0m"

    def show(self) -> None:
        """Write everything that was added."""
        write("\n".join(self.lines) + "\n" if self.lines else "", colour=self.look.colour)


def _shrink(sizes: list[int], room: int, which: Sequence[int]) -> None:
    """Make the widest of *which* columns narrower, cell by cell, until all fit or none can give way."""
    for place in which:
        sizes[place] = min(sizes[place], max(room, 1))
    while sum(sizes) > room:
        widest = max(which, key=lambda place: sizes[place])
        if sizes[widest] <= NARROWEST_COLUMN:
            return
        sizes[widest] -= 1
