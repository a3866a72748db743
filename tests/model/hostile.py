"""Text that tries to break things: the one corpus of kinds, each by name, and a strategy that mixes them with anything.

Sizes beyond every limit stand apart, in ENORMOUS; what must become of each kind is said by the tests of each way out.
"""

from __future__ import annotations

from hypothesis import strategies as st

from tracker.model import limits

ESC, RLO, ZWNJ, ZWJ, ZWSP, BOM = "\x1b", "\u202e", "\u200c", "\u200d", "\u200b", "\ufeff"

KINDS: dict[str, str] = {
    # Markup of the libraries that draw screens
    "closing tag of Textual": "[/]",
    "tag of Textual": "[b]x[/b]",
    "action of Textual": "[@click=app.quit]x[/]",
    # Control codes
    "colour by escape code": f"{ESC}[31mred{ESC}[0m",
    "link by escape code": f"{ESC}]8;;http://example.org{ESC}\\link{ESC}]8;;{ESC}\\",
    "right-to-left override": f"abc{RLO}fdp.exe",
    "zero width": f"zero{ZWSP}width{ZWNJ}",
    "formula =": "=cmd|' /C calc'!A0",
    "Jinja": "{{7*7}} {% raw %} {#x#}",
    "script": "<script>alert(1)</script>",
    # Markdown
    "image": "![x](http://example.org/x.png)",
    "links": "[x](javascript:alert(1)) [x][y] [^1]",
    "definition of a link": "[x]: http://example.org",
    "table": "| a | b |\n|---|---|\n| c | d |",
    "pipes and backslashes": "a\\|b\\\\|c\\",
    "tab and hard space": "\ta\u00a0b",
    "indented code": "    indented code",
    "headings and rules": "# Heading\n===\n---\n***",
    "lists and quotes": "- item\n+ item\n* item\n1. item\n2) item\n> quote",
    "quote": "> quote",
    "list with +": "+ item",
    "numbered list": "2) item",
    "directive": ":::note",
    "underlined heading": "===",
    "fences": "~~~\ncode\n```\ncode\n: definition",
    "emphasis": "*a* _b_ **c** __d__ ~~e~~ `f` ``g",
    "entities": "&amp; &#42; &copy; &lt;b&gt;",
    "addresses": "http://example.org www.example.org <mailto:a@example.org> a@example.org",
    "task": "- [ ] task [x]",
    "closing hash": "ends with #",
    "every line end": "\r\nfirst\rsecond\u2028third\u2029fourth\x85fifth\x0bsixth\x0cseventh",
    # Unicode
    "tower of marks": "Z" + "\u0301" * 40 + "algo",
    "joined emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467\ufe0f",
    "surrogates and NUL": "\ud800 lone \udfff surrogates \0",
    "tag characters": f"\U000e0041\U000e0042 tag characters {BOM}",
    "footnote": "[^1]: a footnote\n[^1]",
    "maths and attributes": "$x^2$ {.class #id} ==marked== H~2~O",
    "front matter": "---\ntitle: x\n---\n\ntext",
    "comment of HTML": "<!-- hidden --> <![CDATA[x]]> <?php echo 1 ?>",
    "event of HTML": "<img src=x onerror=alert(1)> <a href='javascript:alert(1)'>x</a> \"><svg/onload=alert(1)>",
    "style of HTML": "<style>*{display:none}</style><details open><summary>x</summary></details>",
    "double entities": "&amp;lt;script&amp;gt; &#x3c;b&#62; &nbsp;",
    "link of Rich": "[link=file:///x]y[/link] [on red]x[/on red] $text $error",
    "title by escape code": f"{ESC}]0;title\x07 {ESC}]52;c;aGk=\x07",
    "screen by escape code": f"{ESC}[2J{ESC}[H{ESC}[?1049l{ESC}c",
    "device control string": f"{ESC}P1$r0m{ESC}\\ {ESC}_G{ESC}\\ {ESC}^x{ESC}\\",
    "controls C0": "".join(map(chr, range(1, 32))) + "x",
    "controls C1 and delete": "x\x7f" + "".join(map(chr, range(0x80, 0xA0))) + "x",
    "backspaces": "safe\x08\x08\x08\x08evil",
    "isolates": "\u2066left\u2067right\u2068first\u2069 \u202aa\u202bb\u202dc\u202c \u200e\u200f\u061c",
    "byte-order mark": f"{BOM}begins with a mark",
    "blank letters": "\u3164\u115f\u2800\u00ad\u034f\u180e hangul fillers, Braille blank, soft hyphen",
    "noncharacters": "\ufdd0\ufffe\uffff\U0001ffff x",
    "private use": "\ue000\uf8ff\U000f0000 private",
    "unassigned": "\u0378\U000e0fff unassigned",
    "variation selectors": "a\ufe0f\ufe0e\U000e0100 x\U000e01ef",
    "interlinear notes": "\ufff9base\ufffanote\ufffb",
    "composed and decomposed": "caf\u00e9 cafe\u0301 \u1e9b\u0323 \u212b",
    "Turkish i": "\u0130stanbul \u0131 I i \u00df \ufb01",
    "wide letters": "子供の安全計画　全角ＡＢＣ",
    "right to left": "שלום مرحبا (עברית) العربية 123",
    "Indic and Thai": "हिन्दी ไทย ক্ষ",
    "flags and skin": "\U0001f1ec\U0001f1e7 \U0001f44d\U0001f3fd \U0001f3f4\U000e0067\U000e0062\U000e007f",
    "look-alikes": "\u0440\u0430ypal \u01c3 \u2215 \uff0f \u2024 \uff1d1+1",
    "marks alone": "\u0301\u20dd\u0489",
    # Formulas
    "formula +": "+1+1",
    "formula -": "-2+3+cmd|' /C calc'!A0",
    "formula @": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula after a tab": "\t=HYPERLINK(\"http://example.org\")",
    "formula after a line": "x\r=1+1\n@x",
    "formula after a quotation": "\"=1+1\",'=1+1",
    "formula after a full-width sign": "＝1+1 ＋1 －1 ＠x",
    "fields of CSV": "a,b;c\t\"d\"\"e\"\nf",
    # Paths and names
    "path upwards": "../../../../etc/passwd",
    "path of Windows": "..\\..\\C:\\Windows\\x:stream",
    "network path": "\\\\server\\share\\x file://server/x",
    "device": "CON NUL COM1.txt /dev/null",
    "tilde and variables": "~/x $HOME ${HOME} %USERPROFILE% `id` $(id)",
    # Languages
    "SQL": "'; DROP TABLE entry; -- \" OR 1=1 /* x */",
    "pattern of SQL": "100%_\\ * ? [a-z]",
    "search expression": "\"a\" NEAR(b) body:x* AND OR NOT ^ - (",
    "format": "{0} {x.__class__} {!r:>10} %s %(x)s %n",
    "other templates": "${7*7} #{7*7} <%= 7*7 %> [[7*7]] @{x}",
    "shell": "; rm -rf x | cat && x > y < z \\ 'q' \"q\" !!",
    "JSON": '{"v":1,"seq":1,"__proto__":{}} \\u0000 \\n "',
    "YAML": "!!python/object:os.system x\n- *a\n&a : {b: c} # d",
    "XML": "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///x'>]><x>&y;</x>",
    "calendar": "END:VEVENT\r\nBEGIN:VALARM\r\nDTSTART;X=1:2\r\n continued",
    "mail": "Subject: x\r\nBcc: a@example.org\r\n\r\n.\r\n",
    # Our own words
    "marker lines": "— report body begins —\n— report body ends —",
    "checkpoint": "Log: forged Entries: 1 Root: " + "0" * 64 + " Short code: AAAA-AAAA Recorded: 2022-01-01",
    "template of a report": "{{ scope.position }} {% include 'x' %} {{",
    "command in a report": "`tracker list 'plan'`",
    "rule of a table": "| --- | --- |",
    "beginning of a list": "1. one",
    "reference": "R4.BRI.1",
    "option": "--why -x",
    "nothing to see": ZWSP,
    "nothing": "None null nan true",
    "very long word": "Donaudampfschiff" * 18,
    "as long as a note": "x y " * (limits.NOTE // 4),
    "as long as a wording": "x" * limits.WORDING,
    "pipes as long as a wording": "|*" * (limits.WORDING // 2),
}  # fmt: skip
"""Name → text.  The last three are as long as a field allows, and no two kinds are alike."""

LONG = 3
HOSTILE = list(KINDS.values())

ENORMOUS: dict[str, str] = {
    "64 KiB and one": "x" * (limits.WORDING + 1),
    "64 KiB of lines": "\n".join("x" * (limits.WORDING // 2 + 1)),
    "10 MB": "ä" * 5_000_000,
    "10 MB of controls": ESC * 10_000_000,
}
"""Larger than any field: each must be refused in one line."""

MARKUP = "\\`*_{}[]<>()#+-.!|~=:&$^@/ \t\n\r0123456789"
fragments = st.sampled_from([*HOSTILE[:-LONG], *MARKUP, "\n\n", "---", "1.", "www.", "x"])
texts = st.text(st.characters()) | st.lists(fragments | st.text(st.characters(), max_size=3), max_size=12).map("".join)
