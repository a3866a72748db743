"""Which characters the fonts that come with Typst lack, found by asking Typst; they are shown by their number instead.

PDF/UA allows no character without a glyph, and a character must never be lost without a sign.
"""

from __future__ import annotations

import json
import re

KNOWN = frozenset(
    [chr(code) for code in (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x180))]
    + list("\u00a0\u200b\n–—‘’“”•…′″‹›€→←↑↓≤≥≠≈−×÷▲◆○●■⟨⟩")
)
"""Characters that are drawn, so that most reports ask nothing; a test holds it.

The space without width is a place to break.
"""

PROBES = 400
"""Times that Typst is asked at most; where more characters are lacking, all those not yet known are replaced."""

_PROBE = b"""#set document(title: "Probe", date: none)
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern"))
#for char in json(bytes(sys.inputs.chars)) { par(char) }
"""


def replaced(text: str) -> str:
    """Return *text* with each character that the fonts lack shown by its number, like ⟨U+4E2D⟩."""
    missing = lacking(set(text) - KNOWN)
    return text.translate({ord(char): f"⟨U+{ord(char):04X}⟩" for char in missing}) if missing else text


def lacking(chars: set[str]) -> set[str]:
    """Return those of *chars* that no font draws."""
    left, found = sorted(chars), set[str]()
    for _ in range(PROBES):
        words = _complaint(left)
        if words is None:
            return found
        named = [char for char in left if f'"{char}' in words]
        missing = set(named) if named else {char for char in left if _complaint([char]) is not None}
        if not missing:
            break
        found |= missing
        left = [char for char in left if char not in missing]
    return found | set(left)


def _complaint(chars: list[str]) -> str | None:
    """Return what Typst says against drawing *chars*, or None when it draws them all."""
    import typst

    if not chars:
        return None
    try:
        typst.compile(
            _PROBE,
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            sys_inputs={"chars": json.dumps(chars)},
        )
    except typst.TypstError as error:
        return re.sub(r"\s+", " ", str(error))
    return None
