"""A report as one web page: no script, nothing loaded from anywhere, every part reachable without a mouse.

The style sheet stands in page.css beside this module; charts are drawn by tracker.reports.charts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tracker.model.vocabulary import Rating
from tracker.reports import charts
from tracker.reports.document import Block, Bullets, Code, Document, Heading, Paragraph, Quote, Rule, Run, Runs, Table
from tracker.reports.formats.rated import pieces

CONTENTS_DEPTH = 2
"""The levels of headings below the title that the list of contents names."""


def made(document: Document) -> bytes:
    """Return the page in UTF-8; the same document gives the same bytes."""
    return "".join(_page(document)).encode("utf-8")


def _page(document: Document) -> Iterator[str]:
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    style = style.replace("__MARKING__", _css_string(document.marking))
    style = style.replace("__PAPER__", "A4 landscape" if document.landscape else "A4")
    allowed = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    yield '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{_text(document.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    # Printed, a page is laid out as a table whose head and foot, the marking, every browser repeats on each sheet.
    yield '<div class="running"></div>\n'
    yield '<a class="skip" href="#report">Go to the report</a>\n'
    yield f'<header>\n<p class="marking">{_text(document.marking)}</p>\n'
    yield from _blocks(document.front)
    yield "</header>\n"
    yield from _contents(document)
    yield '<main id="report" tabindex="-1">\n'
    yield from _blocks(document.main)
    yield from _blocks(document.check)
    yield f'</main>\n<footer>\n<p class="marking">{_text(document.marking)}</p>\n</footer>\n'
    yield '<div class="running last"></div>\n</body>\n</html>\n'


def _css_string(text: str) -> str:
    """Return *text* as the inside of a string of CSS: letters, digits and spaces as they are, the rest by number."""
    return "".join(char if re.fullmatch(r"[A-Za-z0-9 ]", char) else f"\\{ord(char):x} " for char in text)


def _contents(document: Document) -> Iterator[str]:
    named = [
        block
        for block in document.main + document.check
        if isinstance(block, Heading) and 1 < block.level <= CONTENTS_DEPTH
    ]
    if len(named) < 2:
        return
    yield '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>\n'
    for heading in named:
        yield f'<li><a href="#{heading.anchor}">{_inline(heading.runs)}</a></li>\n'
    yield "</ul>\n</nav>\n"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f'<h{block.level} id="{block.anchor}">{_inline(block.runs)}</h{block.level}>\n'
    elif isinstance(block, Paragraph):
        yield f"<p>{_inline(block.runs)}</p>\n"
    elif isinstance(block, Quote):
        yield "<blockquote>\n"
        yield from _blocks(block.blocks)
        yield "</blockquote>\n"
    elif isinstance(block, Bullets):
        tag = "ol" if block.numbered else "ul"
        yield f"<{tag}>\n"
        for item in block.items:
            yield "<li>" + "".join(_item(item)) + "</li>\n"
        yield f"</{tag}>\n"
    elif isinstance(block, Code):
        yield f'<pre tabindex="0"><code>{_text(block.text)}</code></pre>\n'
    elif isinstance(block, Rule):
        yield "<hr>\n"
    else:
        yield from _chart(block)
        yield from _table(block)


def _item(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _inline(block.runs)
        else:
            yield from _block(block)


def _chart(table: Table) -> Iterator[str]:
    chart = charts.chart(table)
    if chart is not None:
        yield f'<figure class="chart">\n<figcaption>{_text(chart.title)} (chart)</figcaption>\n{chart.svg}\n</figure>\n'


def _table(table: Table) -> Iterator[str]:
    shown = "" if table.titled else ' class="unseen"'
    # A table wider than the window scrolls in a box that the keyboard reaches; the page itself never scrolls.
    yield f'<div class="wide" role="group" aria-labelledby="{table.anchor}" tabindex="0">\n<table>\n'
    yield f'<caption id="{table.anchor}"{shown}>{_text(table.caption)}</caption>\n<thead>\n<tr>'
    yield "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in table.head)
    yield "</tr>\n</thead>\n<tbody>\n"
    for row in table.rows:
        yield f'<tr><th scope="row">{_inline(row[0])}</th>'
        yield "".join(f"<td>{_inline(cell)}</td>" for cell in row[1:])
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _text(text: str) -> str:
    return escape(text, quote=True)


def _inline(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.text == "\n":
        return "<br>"
    if run.code:
        return f"<code>{_text(run.text)}</code>"
    text = "".join(_piece(text, rating) for text, rating in pieces(run.text))
    text = f"<em>{text}</em>" if run.emphasis else text
    return f"<strong>{text}</strong>" if run.strong else text


def _piece(text: str, rating: Rating | None) -> str:
    return _text(text) if rating is None else f'<span class="rated {rating.value}">{_text(text)}</span>'
