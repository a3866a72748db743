"""One way out for all that is typed or imported: cleaned for storage, made safe for screens, Markdown, CSV and columns.

Nothing here judges what a text says: sizes stand in limits, and the guard against personal data looks elsewhere.
"""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width, normalize

MARKS_IN_A_ROW = 8
"""Combining marks that one letter may carry; no living script stacks more, and towers of marks overrun their lines."""

# Patterns stand as strings: re compiles each on first use and keeps it, and most runs of the program need few.
_UNSTORABLE = "[\ud800-\udfff\0]"
_MAYBE_MARKS = f"[^\0-\u02ff]{{{MARKS_IN_A_ROW + 1},}}"
_JOINERS = "\u200c\u200d"
_IN_CONTEXT = f"[{_JOINERS}\u180b-\u180d\u180f\ufe0e\ufe0f\U000e0100-\U000e01ef]"

# Code points that draw nothing although their category says letter, mark or unassigned (Default_Ignorable_Code_Point of
# the Unicode Character Database, less the format characters), and the blank Braille cell.  First and last of each run.
_BLANK = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2065, 0x2065),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFDD0, 0xFDEF),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)
# Scripts whose spelling needs zero-width joiners: Arabic and its kin, the Indic scripts, Myanmar, Khmer, Mongolian.
_JOINED_SCRIPTS = (
    (0x0600, 0x08FF),
    (0x0900, 0x0DFF),
    (0x1000, 0x109F),
    (0x1780, 0x18AF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFC),
)
_MONGOLIAN = ((0x1820, 0x18AA),)
_IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x3FFFD))


def _within(code: int, runs: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in runs)


def _escape(code: int) -> str:
    return f"⟨U+{code:04X}⟩"


def _shows(code: int) -> bool:
    """Tell whether a character draws something, and only what it seems to be."""
    hidden = category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return not (hidden or _within(code, _BLANK) or code & 0xFFFE == 0xFFFE)


class _Escapes(dict[int, str]):
    """What each character is shown as whatever stands beside it; filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        shown = chr(code) if _shows(code) else _escape(code)
        if code < 0x10000:  # hostile text must not make the table grow without end
            self[code] = shown
        return shown


# Characters that _in_context has judged already stand for themselves.
_ESCAPES = _Escapes({ord("\n"): "\n", ord("\t"): " "})
_ESCAPES.update((code, chr(code)) for code in (0x180B, 0x180C, 0x180D, 0x180F, 0x200C, 0x200D, 0xFE0E, 0xFE0F))
_ESCAPES.update((code, chr(code)) for code in range(0xE0100, 0xE01F0))


def clean(text: str) -> str:
    """Return *text* as it is stored: NFC, lines ended by LF, no white space around it.

    Lone surrogates and NUL, which SQLite and UTF-8 cannot hold, become U+FFFD; every other character is kept.
    """
    stored = re.sub(_UNSTORABLE, "\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    return normalize("NFC", stored).strip()


def safe(text: str, *, newlines: bool = False) -> str:
    """Return *text* with everything unseen made visible, for screens, terminals, files and messages.

    Control, bidirectional, format, zero-width and blank characters, line and paragraph separators, noncharacters and
    lone surrogates are shown as ``⟨U+202E⟩``.  Kept where spelling needs them: a joiner between two letters of an
    Arabic, Indic, Myanmar, Khmer or Mongolian script, and one variation selector after a symbol (text or emoji
    style), an ideograph or a Mongolian letter.  More than ``MARKS_IN_A_ROW`` combining marks are cut and counted.
    A tab becomes a space; a line break becomes `` ⏎ ``, or stays LF if *newlines*.  Safe text comes back unchanged.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = re.sub(_MAYBE_MARKS, _cut_marks, shown)
    shown = re.sub(_IN_CONTEXT, _in_context, shown).translate(_ESCAPES)
    return shown if newlines else shown.replace("\n", " ⏎ ")


def _is_mark(char: str) -> bool:
    return category(char)[0] == "M"


def _cut_marks(found: re.Match[str]) -> str:
    """Shorten every tower of combining marks in a stretch of text, joiners between the marks included."""
    kept: list[str] = []
    tower: list[str] = []
    for char in found[0]:
        if _is_mark(char) or (tower and char in _JOINERS):
            tower.append(char)
            continue
        kept.append(_shortened(tower))
        tower.clear()
        kept.append(char)
    kept.append(_shortened(tower))
    return "".join(kept)


def _shortened(tower: list[str]) -> str:
    if len(tower) <= MARKS_IN_A_ROW:
        return "".join(tower)
    head = "".join(tower[:MARKS_IN_A_ROW]).rstrip(_JOINERS)
    cut = len(tower) - len(head)
    return f"{head}⟨+{cut} mark{'' if cut == 1 else 's'}⟩"


def _in_context(found: re.Match[str]) -> str:
    """Keep a joiner or variation selector where its neighbours call for it, else show its number."""
    text, place, char = found.string, found.start(), found[0]
    before = text[place - 1 : place]
    if char in _JOINERS:
        wanted = _is_joined(before) and _is_joined(text[place + 1 : place + 2])
    elif char in "\ufe0e\ufe0f":
        wanted = before != "" and (category(before) in ("So", "Sm") or before in "#*0123456789‼⁉ℹ〰")
        wanted = wanted and _shows(ord(before))
    else:
        runs = _IDEOGRAPHS if ord(char) >= 0xE0100 else _MONGOLIAN
        wanted = before != "" and category(before) == "Lo" and _within(ord(before), runs)
    return char if wanted else _escape(ord(char))


def _is_joined(char: str) -> bool:
    """Tell whether *char* is a letter or vowel sign of a script that is spelled with joiners."""
    return char != "" and category(char)[0] in "LM" and _within(ord(char), _JOINED_SCRIPTS) and _shows(ord(char))


def quoted(text: str) -> str:
    """Return *text* in single quotation marks for a message: safe, on one line, 60 cells at most."""
    return f"'{fit(text.strip()[:600], 60)}'"  # the rest would not show, and megabytes of it would take seconds


# --- Markdown -------------------------------------------------------------------------------------------------------

# Escaped wherever they stand: what CommonMark and GFM read as markup inside a line, and what common extensions do
# (maths $, superscript ^, attributes {}).  The rest are escaped only where they would mean something: an entity, an
# image, a bare web address, and the marks of lists, headings and rules at the start of a line.
_MARKUP = r"[\\`*_{}\[\]<>~|^$@#]|&(?=[#\w]|\Z)|!(?=\[|\Z)|/(?=/)|(?<=[Ww]{3})\.|\A[-+=:]|\A[0-9]+(?=[.)])"


def _marked(found: re.Match[str]) -> str:
    # A number keeps its digits: the full stop or bracket after it takes the backslash.
    return found[0] + "\\" if found[0].isdigit() else "\\" + found[0]


def _escape_line(line: str) -> str:
    return re.sub(_MARKUP, _marked, line.strip())


def md_inline(text: str) -> str:
    """Return *text* as one line of Markdown that renders as its own characters, wherever in a line it is put.

    The text is made safe first, its line breaks become spaces, and white space around it goes.  In CommonMark and GFM
    the result holds no markup, link, image, HTML or entity.  One thing no escape can stop: GitHub's own renderer turns
    an e-mail address into a link after it has read the escapes; the characters stay the same.
    """
    return _escape_line(safe(text, newlines=True).replace("\n", " "))


def md_cell(text: str) -> str:
    """Return *text* as md_inline does, for a cell of a GFM table, with or without spaces beside its pipes."""
    cell = md_inline(text)
    # Renderers differ on whether a backslash that is itself escaped still guards the pipe after it.
    return cell[:-2] + "&#92;" if cell.endswith("\\\\") else cell


def md_block(text: str, *, quote: bool = False) -> str:
    """Return *text* as Markdown paragraphs that keep its blank lines, with a hard break at each single line break.

    With *quote* the paragraphs stand in one block quotation.  No line break ends the result; empty text gives "".
    """
    lines = [_escape_line(line) for line in safe(text, newlines=True).split("\n")]
    paragraphs = re.split(r"\n\n+", "\n".join(lines).strip("\n"))
    block = "\n\n".join(paragraph.replace("\n", "\\\n") for paragraph in paragraphs)
    if quote and block:
        block = "\n".join(f"> {line}".rstrip() for line in block.split("\n"))
    return block


# --- spreadsheets and fixed widths ----------------------------------------------------------------------------------


def csv_cell(text: str) -> str:
    """Return *text* safe and on one line, with an apostrophe before it where a spreadsheet would read a formula.

    That is where it begins, white space aside, with ``= + - @`` or a full-width or small form of them, or at once with
    a tab or a carriage return (the rule of OWASP's page on CSV injection).
    """
    start = normalize("NFKC", text.lstrip()[:1])
    risky = start in ("=", "+", "-", "@") or text[:1] in ("\t", "\r", "\n")
    return ("'" if risky else "") + safe(text)


def _cells(char: str) -> int:
    """Count the terminal cells of one character: marks and medial Hangul letters stand on the letter before them."""
    code = ord(char)
    if code < 0x300:
        return 1
    if _is_mark(char) or char in _JOINERS or 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Count the terminal cells that safe *text* takes on one line."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def fit(text: str, cells: int, *, ellipsis: str = "…", pad: bool = False) -> str:
    """Return *text*, made safe, in at most *cells* terminal cells; exactly that many if *pad*.

    What is cut is marked by *ellipsis* where it has room.  A letter is never parted from its combining marks.
    """
    shown = safe(text)
    if width(shown) > cells:
        tail = ellipsis if width(ellipsis) <= cells else ""
        shown = _head(shown, cells - width(tail)) + tail
    return shown + " " * (cells - width(shown)) if pad else shown


def _head(text: str, room: int) -> str:
    """Return as much of the start of *text* as *room* cells hold; a joiner left at its end would join nothing."""
    used = 0
    for place, char in enumerate(text):
        used += _cells(char)
        if used > room or room <= 0:
            return text[:place].rstrip(_JOINERS)
    return text
