"""Which blocks of a report are meant to stand on one page: its summary, or, of a sheet, all but the annex.

How a page is laid out is each format's own business.
"""

from __future__ import annotations

from tracker.reports.document import Document, Heading, plain

SUMMARY = "On one page"
"""The heading of the part that is laid out to stand on one page."""

ANNEX = "Annex"
"""How the heading begins with which the page ends of a report that is one sheet."""


def parts(document: Document) -> tuple[int, int]:
    """Return where the page begins among the document's blocks, and where what follows it; both at the end if none."""
    blocks = document.blocks
    heads = {
        at: plain(block.runs) for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level <= 2
    }
    if document.sheet:
        return 0, next((at for at, words in heads.items() if words.startswith(ANNEX)), len(blocks))
    start = next((at for at, words in heads.items() if words == SUMMARY), len(blocks))
    return start, next((at for at in heads if at > start), len(blocks))
