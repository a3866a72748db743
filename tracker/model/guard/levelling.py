"""Texts as the guard reads them: other scripts' digits, spaces, dashes and unseen characters made plain.

What was typed stays as it is; places in the plain text lead back to places in the text that was given.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from unicodedata import category, decimal, decomposition, normalize

_DROPPED = "\0"
_APOSTROPHES = "‘’‛ʼ′`´"
_QUOTES = "“”„‟″«»"
# Markdown puts a backslash before marks; a reader does not see it.
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_RUN = re.compile(f"{_DROPPED}+")


class _Levels(dict[int, str]):
    """What each character is read as; filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        if code < 0x10000:  # hostile text must not make the table grow without end
            self[code] = plain
        return plain


def _plain(char: str) -> str:
    kind = category(char)
    if char in _APOSTROPHES:
        return "'"
    if char in _QUOTES:
        return '"'
    if (digit := decimal(char, None)) is not None:
        return str(digit)
    if kind in ("Cf", "Mn", "Me", "Cs"):
        return _DROPPED
    if kind == "Pd" or char == "−":
        return "-"
    if kind == "Zs":
        return " "
    if kind in ("Zl", "Zp") or char == "\x85":
        return "\n"
    if decomposition(char).startswith(("<super>", "<sub>")):
        return " "  # the mark of a footnote is no digit of the number before it
    plain = normalize("NFKC", char)
    return plain if len(plain) == 1 else char


_LEVELS = _Levels({code: chr(code) for code in range(1, 128)})
_LEVELS[0] = _DROPPED
_LEVELS[ord("`")] = "'"
_LEVELS[ord("_")] = " "  # the space of file names


class Levelled:
    """A text made plain: ``text`` to search in, and ``place`` from a place in it to one in what was given."""

    def __init__(self, given: str) -> None:
        """Make *given* plain, in time proportional to its length."""
        self._starts, self._lost = array("q"), array("q")
        if given.isascii() and not re.search(r"[\\\0`_]", given):
            self.text = given
            return
        plain = _ESCAPE.sub(_DROPPED, given).translate(_LEVELS)
        lost = 0
        for run in _RUN.finditer(plain):
            self._starts.append(run.start() - lost)
            lost += run.end() - run.start()
            self._lost.append(lost)
        self.text = plain.replace(_DROPPED, "") if lost else plain

    def place(self, at: int) -> int:
        """Return the place in the given text of the character *at* this place of the plain one."""
        runs = bisect_right(self._starts, at)
        return at + (self._lost[runs - 1] if runs else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the given text that a stretch of the plain one stands for."""
        first = self.place(start)
        return first, self.place(end - 1) + 1 if end > start else first
