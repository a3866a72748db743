"""A report's Markdown as lines of text, each of which leads to what it names: a reference, or a query of its annex.

Nothing in it is interpreted as markup; what a report says is the business of tracker.reports.
"""

from __future__ import annotations

import re

from tracker.model.vocabulary import Area
from tracker.tui.look.page import Block, Gap, Text
from tracker.tui.look.wrap import said

LIST = "list:"
"""A target that begins like this is a query of the list of actions."""

TRAIL = "trail:"
"""A target that begins like this is a query of the evidence trail."""

ENTRIES = "Counts of entries"
EARLIER = "Counts of the earlier position"
"""How the annex begins to speak of entries, and of the position that the report is compared with."""

_AREAS = "|".join(area.value for area in Area)
_REF = re.compile(
    rf"(?<![\w.])(?:(?P<plan>(?:R[1-9][0-9]{{0,2}}|X)(?:\.(?:{_AREAS})(?:\.[1-9][0-9]{{0,5}}(?:\.m[1-9][0-9]{{0,3}})?)?)?)"
    r"|(?P<other>[EGDKMPQ][1-9][0-9]{0,6})|\\?(?P<entry>#[1-9][0-9]{0,9}))(?![\w-])"
)
_QUERY = re.compile(r"\| `(?P<query>[^`]+)` \| [0-9,]+ \|")


def markdown_blocks(text: str, *, live: bool = True) -> list[Block]:
    """Return Markdown as blocks: headings stand out, the rows of tables hang, and what a line names can be opened.

    A query leads to the list of actions as it is now: only where the report's position is the *live* one, and never
    from the counts of the earlier position that it is compared with.
    """
    blocks: list[Block] = []
    head, asked = "", LIST
    for line in text.split("\n"):
        head = (head or line) if line.startswith("|") else ""
        live = live and not line.startswith(EARLIER)
        asked = TRAIL if line.startswith(ENTRIES) else asked
        if not line.strip():
            blocks.append(Gap())
        elif line.startswith("#"):
            blocks.append(Text([said(line, "heading")], 0, 0, target(line)))
        elif line.startswith("|"):
            blocks.append(Text([said(line, "plain")], 0, 2, target(line, head, asked if live else None)))
        else:
            hang = 2 if line.lstrip()[:2] in ("- ", "* ") else 0
            blocks.append(Text([said(line)], 0, hang, target(line)))
    return blocks


def target(line: str, head: str = "", asked: str | None = LIST) -> str | None:
    """Return what a line leads to: its query, the reference that begins it, else the first that it names.

    *asked* says where a query leads, None that it leads nowhere.  The first cell of a table of rules names a rule,
    which is no reference though D1 looks like one.
    """
    if query := _QUERY.fullmatch(line.strip()):
        return asked + query["query"] if asked else None
    start = line.index("|", 1) if head.startswith("| Rule |") else 0
    found = _REF.search(line, start)
    return (found["plan"] or found["other"] or found["entry"]) if found else None
