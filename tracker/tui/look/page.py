"""A page as blocks, and its layout into lines of a given width with the spots that a cursor can stand on.

Blocks say what is written; where columns stand side by side or one under the other is decided here by the width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.tui.look.inks import Run
from tracker.tui.look.wrap import Line, fit, paragraphs, said, width, wrap

GAP = 3
"""Cells between columns."""


@dataclass(frozen=True)
class Spot:
    """A place on the page that can be chosen: its rectangle in cells, and what choosing it means."""

    target: str
    y: int
    x: int
    height: int
    width: int


@dataclass(frozen=True)
class Text:
    """One line of runs, wrapped; continuation lines hang *hang* cells in.  With a *target* it can be chosen."""

    runs: Sequence[Run]
    indent: int = 0
    hang: int = 0
    target: str | None = None


@dataclass(frozen=True)
class Heading:
    """A heading with space above it, and a rule if it is of the first level."""

    words: str
    level: int = 1
    note: str = ""


@dataclass(frozen=True)
class Gap:
    """An empty line; two gaps are one."""


@dataclass(frozen=True)
class Columns:
    """Stacks of blocks, side by side where each has *least* cells, else one under the other."""

    stacks: Sequence[Sequence[Block]]
    least: int = 30


Block = Text | Heading | Gap | Columns


@dataclass
class Layout:
    """Lines of runs and the spots on them."""

    width: int
    lines: list[Line] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def gap(self) -> None:
        """Add an empty line unless there is one."""
        if self.lines and self.lines[-1]:
            self.lines.append([])


def lay_out(blocks: Sequence[Block], cells: int) -> Layout:
    """Return *blocks* laid out in *cells* columns."""
    made = Layout(max(cells, 10))
    for block in blocks:
        _place(made, block)
    return made


def _place(made: Layout, block: Block) -> None:
    if isinstance(block, Gap):
        made.gap()
    elif isinstance(block, Heading):
        _heading(made, block)
    elif isinstance(block, Columns):
        _columns(made, block)
    else:
        _text(made, block)


def _heading(made: Layout, block: Heading) -> None:
    made.gap()
    note: list[Run] = [(f"  {block.note}", "soft")] if block.note else []
    runs: list[Run] = [(block.words, "heading"), *note]
    if block.level > 1:
        made.lines.extend(wrap([(block.words, "strong"), *note], made.width))
        return
    rest = made.width - width(runs) - 1
    if rest >= 0:
        made.lines.append([*runs, (" " + "─" * rest, "soft")])
    else:
        made.lines.extend(wrap(runs, made.width))


def _text(made: Layout, block: Text) -> None:
    top, room = len(made.lines), made.width - block.indent
    lines = wrap(block.runs, room)
    if len(lines) > 1 and block.hang:
        first = wrap(block.runs, room)[0]
        taken = sum(len(text) for text, _ in first)
        rest = _after(block.runs, taken)
        lines = [first, *([(" " * block.hang, "plain"), *line] for line in wrap(rest, room - block.hang))]
    for line in lines:
        made.lines.append([(" " * block.indent, "plain"), *line] if block.indent else list(line))
    if block.target is not None:
        made.spots.append(Spot(block.target, top, block.indent, len(lines), room))


def _after(runs: Sequence[Run], taken: int) -> list[Run]:
    """Return the runs after the first *taken* characters, without the spaces at which the line broke."""
    found: list[Run] = []
    for text, ink in runs:
        if taken < len(text):
            found.append((text[taken:], ink))
        taken = max(0, taken - len(text))
    while found and not found[0][0].strip():
        found.pop(0)
    if found:
        found[0] = (found[0][0].lstrip(), found[0][1])
    return found


def _columns(made: Layout, block: Columns) -> None:
    number = len(block.stacks)
    each = (made.width - GAP * (number - 1)) // max(1, number)
    if each < block.least or number < 2:
        for stack in block.stacks:
            for inner in stack:
                _place(made, inner)
        return
    top = len(made.lines)
    parts = [lay_out(stack, each) for stack in block.stacks]
    for part in parts:
        while part.lines and not part.lines[0]:
            part.lines.pop(0)
    height = max(len(part.lines) for part in parts)
    for row in range(height):
        line: Line = []
        for place, part in enumerate(parts):
            cells = part.lines[row] if row < len(part.lines) else []
            line += fit(cells, each)
            if place < number - 1:
                line.append((" " * GAP, "plain"))
        made.lines.append(line)
    for place, part in enumerate(parts):
        left = place * (each + GAP)
        made.spots += [Spot(s.target, top + s.y, left + s.x, s.height, s.width) for s in part.spots]


def fact(label: str, runs: Sequence[Run], *, cells: int = 14, indent: int = 0, target: str | None = None) -> Text:
    """Return a labelled line whose continuation hangs under its value."""
    return Text([(label.ljust(cells) if label else " " * cells, "soft"), *runs], indent, cells, target)


def prose(text: str | None, *, ink: str = "plain", indent: int = 0) -> list[Block]:
    """Return what was typed as one block per line that was typed; nothing for nothing."""
    if not text:
        return []
    return [Text(line, indent) if line[0][0] else Gap() for line in paragraphs(text, ink)]


def plain(*parts: str | Run, indent: int = 0, hang: int = 0, target: str | None = None) -> Text:
    """Return one line of words in the plain ink or in the inks given; all of it is made safe."""
    return Text([said(p) if isinstance(p, str) else said(*p) for p in parts], indent, hang, target)
