"""Text broken into lines of a number of cells, with its inks, losing no character but the spaces at which it breaks.

Text is made safe here, so nothing that reaches a screen can be read as markup, control code or hidden direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, split_graphemes

from tracker.model.text import safe
from tracker.tui.look.inks import Run

Line = list[Run]

_WORD = re.compile(r"\s*\S+|\s+$")


def width(runs: Iterable[Run]) -> int:
    """Count the cells that safe runs take."""
    return sum(cell_len(text) for text, _ in runs)


def text_of(runs: Iterable[Run]) -> str:
    """Return the text of runs without their inks."""
    return "".join(text for text, _ in runs)


def spans(text: str, cells: int) -> list[tuple[int, int]]:
    """Return start and end of each line of safe *text* broken at spaces to *cells*; longer words are cut."""
    cells = max(1, cells)
    lines: list[tuple[int, int]] = []
    start = end = used = 0
    for match in _WORD.finditer(text):
        wide = cell_len(match[0])
        if used + wide <= cells:
            end, used = match.end(), used + wide
            continue
        word = match.start() + len(match[0]) - len(match[0].lstrip())
        if end > start:
            lines.append((start, end))
            start = word
        pieces = list(_cut(text[start : match.end()], cells))
        for piece in pieces[:-1]:
            lines.append((start, start + piece))
            start += piece
        end, used = match.end(), cell_len(text[start : match.end()])
    if end > start or not lines:
        lines.append((start, end))
    return lines


def _cut(text: str, cells: int) -> Iterator[int]:
    """Yield the lengths of the pieces, none wider than *cells*, that *text* is cut into."""
    if text.isascii():
        yield from (min(cells, len(text) - place) for place in range(0, len(text), cells))
        return
    length = used = 0
    for start, end, wide in split_graphemes(text)[0]:
        if used + wide > cells and length:
            yield length
            length = used = 0
        length, used = length + end - start, used + wide
    yield length


def wrap(runs: Sequence[Run], cells: int) -> list[Line]:
    """Return *runs*, already safe and without line breaks, broken into lines of at most *cells*."""
    text = text_of(runs)
    return [_slice(runs, start, end) for start, end in spans(text, cells)]


def _slice(runs: Sequence[Run], start: int, end: int) -> Line:
    found: Line = []
    place = 0
    for text, ink in runs:
        first, last = max(start - place, 0), min(end - place, len(text))
        if first < last:
            found.append((text[first:last], ink))
        place += len(text)
        if place >= end:
            break
    return found


def paragraphs(text: str, ink: str = "plain") -> list[Line]:
    """Return what was typed as safe runs, one list per line that was typed."""
    return [[(line, ink)] for line in safe(text, newlines=True).split("\n")]


def fit(runs: Sequence[Run], cells: int, *, pad: bool = True) -> Line:
    """Return *runs* cut to *cells*, the cut marked by an ellipsis, and filled up with spaces if *pad*."""
    used = width(runs)
    if used <= cells:
        return [*runs, (" " * (cells - used), "plain")] if pad and used < cells else list(runs)
    if cells <= 0:
        return []
    found: Line = []
    room = cells - 1
    for text, ink in runs:
        head = _head(text, room)
        room -= cell_len(head)
        if head:
            found.append((head, ink))
        if len(head) < len(text):
            found.append(("…" + " " * (room if pad else 0), ink))
            break
    return found


def _head(text: str, room: int) -> str:
    if text.isascii():
        return text[:room]
    used = 0
    for start, _, wide in split_graphemes(text)[0]:
        if used + wide > room:
            return text[:start]
        used += wide
    return text


def said(text: object, ink: str = "plain") -> Run:
    """Return one run of what was typed or stored, made safe on one line."""
    return safe(str(text)), ink
