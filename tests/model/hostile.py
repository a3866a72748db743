"""Text that tries to break things: a list made by hand, and a strategy that mixes its members with any characters."""

from __future__ import annotations

from hypothesis import strategies as st

from tracker.model import limits

ESC, RLO, ZWNJ, ZWJ, ZWSP = "\x1b", "\u202e", "\u200c", "\u200d", "\u200b"

HOSTILE = [
    "[/]",
    "[b]x[/b]",
    "[@click=app.quit]x[/]",
    f"{ESC}[31mred{ESC}[0m",
    f"{ESC}]8;;http://example.org{ESC}\\link{ESC}]8;;{ESC}\\",
    f"abc{RLO}fdp.exe",
    f"zero{ZWSP}width{ZWNJ}",
    "=cmd|' /C calc'!A0",
    "{{7*7}} {% raw %} {#x#}",
    "<script>alert(1)</script>",
    "![x](http://example.org/x.png)",
    "[x](javascript:alert(1)) [x][y] [^1]",
    "[x]: http://example.org",
    "| a | b |\n|---|---|\n| c | d |",
    "a\\|b\\\\|c\\",
    "\ta\u00a0b",
    "    indented code",
    "# Heading\n===\n---\n***",
    "- item\n+ item\n* item\n1. item\n2) item\n> quote",
    "> quote",
    "+ item",
    "2) item",
    ":::note",
    "===",
    "~~~\ncode\n```\ncode\n: definition",
    "*a* _b_ **c** __d__ ~~e~~ `f` ``g",
    "&amp; &#42; &copy; &lt;b&gt;",
    "http://example.org www.example.org <mailto:a@example.org> a@example.org",
    "- [ ] task [x]",
    "ends with #",
    "\r\nfirst\rsecond\u2028third\u2029fourth\x85fifth",
    "Z" + "\u0301" * 40 + "algo",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\ufe0f",
    "\ud800 lone \udfff surrogates \0",
    "\U000e0041\U000e0042 tag characters \ufeff",
    "x" * limits.WORDING,
    "|*" * (limits.WORDING // 2),
]

MARKUP = "\\`*_{}[]<>()#+-.!|~=:&$^@/ \t\n\r0123456789"
fragments = st.sampled_from([*HOSTILE[:-2], *MARKUP, "\n\n", "---", "1.", "www.", "x"])
texts = st.text(st.characters()) | st.lists(fragments | st.text(st.characters(), max_size=3), max_size=12).map("".join)
