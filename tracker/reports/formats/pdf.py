"""A report as PDF, built to PDF/UA-1 by Typst from its content as data; the layout stands in report.typ beside this.

Only fonts that come with Typst are used, so that every computer makes the same bytes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tracker.desk.refusal import Refusal
from tracker.model.text import safe
from tracker.reports import charts
from tracker.reports.document import Block, Bullets, Code, Document, Heading, Paragraph, Quote, Rule, Runs, Table, plain
from tracker.reports.formats import first_page
from tracker.reports.formats.glyphs import replaced
from tracker.reports.formats.rated import pieces
from tracker.reports.formats.widths import LINE, is_low, shares

PARAGRAPH = 70
"""Characters of a word that surely fit on a line of a paragraph."""

PIECE = 8
"""Characters after which a longer word may be broken."""

ENDLESS = 2_000
"""Characters from which a word is no word that anybody reads."""

TALL = 20
"""Lines from which a row may be torn over two pages."""

FEW = 8
"""Headings up to which a report needs no list of contents."""


def made(document: Document) -> bytes:
    """Return the PDF; the same document gives the same bytes.  Raises Refusal when Typst cannot make it."""
    import typst

    layout = Path(__file__).with_name("report.typ").read_bytes()
    data = replaced(json.dumps(_content(document), ensure_ascii=False, separators=(",", ":")))
    try:
        out = typst.compile(
            layout, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True, sys_inputs={"document": data}
        )
    except typst.TypstError as error:
        words = safe(str(error)).rstrip(".")
        raise Refusal(f"The PDF cannot be made: {words}. The other formats hold the same words.") from None
    assert isinstance(out, bytes)
    return out


def _content(document: Document) -> dict[str, Any]:
    """Return the document as the layout wants it: what stands before the summary, the summary, and the rest."""
    blocks = document.blocks
    start, end = first_page.parts(document)
    return {
        "title": document.title,
        "marking": document.marking,
        "landscape": document.landscape,
        "contents": sum(isinstance(block, Heading) and block.level == 2 for block in blocks) > FEW,
        "opening": _blocks(blocks[:start]),
        "summary": _blocks(blocks[start:end]),
        "rest": _blocks(blocks[end:]),
    }


def _blocks(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [made for block in blocks for made in _block(block)]


def _block(block: Block) -> list[dict[str, Any]]:
    if isinstance(block, Heading):
        return [{"kind": "heading", "level": block.level, "runs": _runs(block.runs)}]
    if isinstance(block, Paragraph):
        return [{"kind": "paragraph", "runs": _runs(block.runs)}]
    if isinstance(block, Quote):
        return [{"kind": "quote", "blocks": _blocks(block.blocks)}]
    if isinstance(block, Bullets):
        kind = "numbered" if block.numbered else "list"
        return [{"kind": kind, "items": [_blocks(item) for item in block.items]}]
    if isinstance(block, Code):
        return [{"kind": "code", "text": block.text}]
    if isinstance(block, Rule):
        return [{"kind": "rule"}]
    return [*_chart(block), _table(block)]


def _chart(table: Table) -> list[dict[str, Any]]:
    chart = charts.chart(table)
    if chart is None:
        return []
    alt = f"{chart.title}. {chart.description}"
    return [{"kind": "chart", "svg": chart.svg, "alt": alt, "caption": f"{chart.title} (chart)"}]


def _table(table: Table) -> dict[str, Any]:
    widths = shares(table)
    rooms = [max(8, width * LINE // sum(widths) - 2) for width in widths]
    return {
        "kind": "table",
        "titled": table.titled,
        "caption": table.caption,
        "widths": widths,
        "whole": is_low(table, widths),
        "head": [_runs(cell, room) for cell, room in zip(table.head, rooms, strict=True)],
        "rows": [_row(row, rooms) for row in table.rows],
    }


def _row(row: tuple[Runs, ...], rooms: list[int]) -> dict[str, Any]:
    lines = max(len(plain(cell)) // room for cell, room in zip(row, rooms, strict=True))
    return {"whole": lines < TALL, "cells": [_runs(cell, room) for cell, room in zip(row, rooms, strict=True)]}


def _runs(runs: Runs, room: int = PARAGRAPH) -> list[dict[str, str]]:
    """Return runs for a line of *room* characters."""
    found = []
    for run in runs:
        text = breakable(run.text, room)
        if text == "\n":
            found.append({"kind": "break", "text": ""})
        elif run.code:
            found.append({"kind": "code", "text": text})
        elif run.strong or run.emphasis:
            found.append({"kind": "strong" if run.strong else "emphasis", "text": text})
        else:
            found += [{"kind": rating.value if rating else "text", "text": part} for part, rating in pieces(text)]
    return found


def breakable(text: str, room: int) -> str:
    """Return *text* with a place to break, which shows as nothing, every few characters of a word longer than *room*.

    Without one, Typst would let the word run over the edge of the page.
    """
    if len(text) <= room:
        return text
    return re.sub(rf"\S{{{room + 1},}}", lambda word: "\u200b".join(_pieces(word[0], room)), text)


def _pieces(word: str, room: int) -> list[str]:
    """Cut a word; one without end into fewer pieces, because Typst's time grows faster than their number."""
    size = PIECE if len(word) < ENDLESS else max(PIECE, room // 2)
    return [word[at : at + size] for at in range(0, len(word), size)]
