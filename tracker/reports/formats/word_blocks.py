"""The XML of a Word document's paragraphs and tables, written out as text: fast, where thousands of rows are wanted.

The order of the elements inside each is the one that the schema of WordprocessingML asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from tracker.model.vocabulary import Rating
from tracker.reports.document import Run, Runs, Table, plain
from tracker.reports.formats.rated import pieces
from tracker.reports.formats.widths import shares

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TWIPS_PER_MM = 1440 / 25.4

LONG_CELL = 1200
"""Characters from which a row may run on to the next page; a shorter one is kept together."""

TINTS = {
    Rating.RED: "FBDCD9",
    Rating.AMBER: "FFE8BF",
    Rating.GREY: "E6E6E6",
    Rating.GREEN: "D5F0D8",
    Rating.BLUE: "D6E6FB",
}


def paragraph(runs: Runs, style: str = "", *, new_page: bool = False) -> str:
    """Return a paragraph in the style of that id, with *new_page* at the head of a page."""
    breaks = "<w:pageBreakBefore/>" if new_page else ""
    named = f'<w:pPr><w:pStyle w:val="{style}"/>{breaks}</w:pPr>' if style else ""
    return f"<w:p {NAMESPACE}>{named}{_runs(runs)}</w:p>"


def centred(text: str) -> str:
    """Return a line in bold in the middle, as for a marking."""
    return f'<w:p {NAMESPACE}><w:pPr><w:jc w:val="center"/></w:pPr>{_run(Run(text, strong=True), 18)}</w:p>'


def page_number() -> str:
    """Return a line that says page x of y; Word fills the numbers in."""
    parts = _run(Run("Page "), 18) + _field("PAGE") + _run(Run(" of "), 18) + _field("NUMPAGES")
    return f'<w:p {NAMESPACE}><w:pPr><w:jc w:val="right"/></w:pPr>{parts}</w:p>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{_run(Run("1"), 18)}</w:fldSimple>'


def table(model: Table, width_mm: float) -> str:
    """Return a table as wide as the text, its head row repeated on each page, with its caption as alternative text."""
    weights = shares(model)
    twips = [round(width_mm * TWIPS_PER_MM * weight / sum(weights)) for weight in weights]
    return "".join(_table(model, twips))


def _table(model: Table, twips: list[int]) -> Iterator[str]:
    caption = _attribute(model.caption)
    heads = _attribute("Columns: " + "; ".join(plain(cell) for cell in model.head))
    yield f'<w:tbl {NAMESPACE}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
    yield '<w:tblLayout w:type="fixed"/><w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1"'
    yield f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{caption}"/>'
    yield f'<w:tblDescription w:val="{heads}"/></w:tblPr><w:tblGrid>'
    yield "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    yield "</w:tblGrid>"
    yield "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    yield "".join(_cell(_strong(cell), width, shade="EEF0F1") for cell, width in zip(model.head, twips, strict=True))
    yield "</w:tr>"
    for row in model.rows:
        short = sum(len(run.text) for cell in row for run in cell) < LONG_CELL
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>" if short else "<w:tr>"
        yield _cell(_strong(row[0]), twips[0])
        yield "".join(_cell(cell, width) for cell, width in zip(row[1:], twips[1:], strict=True))
        yield "</w:tr>"
    yield "</w:tbl>"


def _cell(runs: Runs, width: int, shade: str = "") -> str:
    tint = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{tint}</w:tcPr>'
    spacing = '<w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>'
    return f"<w:tc>{properties}<w:p>{spacing}{_runs(runs, 17)}</w:p></w:tc>"


def _strong(runs: Runs) -> Runs:
    return tuple(Run(run.text, not run.code, run.emphasis, run.code) for run in runs)


def _runs(runs: Runs, half_points: int = 0) -> str:
    return "".join(_run(run, half_points) for run in runs)


def _run(run: Run, half_points: int = 0) -> str:
    if run.text == "\n":
        return "<w:r><w:br/></w:r>"
    if run.code:
        return _piece(run, run.text, None, half_points)
    return "".join(_piece(run, text, rating, half_points) for text, rating in pieces(run.text))


def _piece(run: Run, text: str, rating: Rating | None, half_points: int) -> str:
    properties = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>' if run.code else ""
    properties += "<w:b/>" if run.strong else ""
    properties += "<w:i/>" if run.emphasis else ""
    properties += "<w:noProof/>" if run.code else ""
    properties += f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>' if half_points else ""
    properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{TINTS[rating]}"/>' if rating else ""
    named = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{named}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _attribute(text: str) -> str:
    return escape(re.sub(r"\s+", " ", text), {'"': "&quot;"})
