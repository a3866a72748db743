"""A report as a Word document: real headings, head rows that repeat, the marking and page x of y on each page.

What stands in it comes from the content model, the XML of its blocks from word_blocks; python-docx makes the package.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tracker.reports import charts
from tracker.reports.document import Block, Bullets, Code, Document, Heading, Paragraph, Quote, Rule, Run, Table
from tracker.reports.formats import first_page
from tracker.reports.formats import word_blocks as xml
from tracker.reports.formats.pictures import png

if TYPE_CHECKING:
    from docx.document import Document as Word

NO_DAY = datetime(1980, 1, 1)
"""Stands wherever Word or its container wants a time of making, which a report does not have."""

A4_MM = (210, 297)
MARGIN_MM = 16


def made(document: Document) -> bytes:
    """Return the file; the same document gives the same bytes with the same version of python-docx."""
    import docx

    word = docx.Document()
    _dressed(word, document)
    _paged(word, document)
    writer = _Writer(word, document)
    end = first_page.parts(document)[1] if document.sheet else len(document.blocks)
    writer.blocks(document.blocks[:end])
    writer.new_page = True
    writer.blocks(document.blocks[end:])
    out = io.BytesIO()
    word.save(out)
    return _undated(out.getvalue())


class _Writer:
    """Appends blocks to the body of a Word document, in order."""

    def __init__(self, word: Word, document: Document) -> None:
        from docx.oxml import parse_xml

        self.word, self.parse = word, parse_xml
        self.end = word.element.body.sectPr
        self.new_page = False
        self.width = (A4_MM[1] if document.landscape else A4_MM[0]) - 2 * MARGIN_MM

    def put(self, element: str) -> None:
        """Append an element written as XML."""
        self.end.addprevious(self.parse(element))

    def blocks(self, blocks: tuple[Block, ...], style: str = "") -> None:
        """Append *blocks*; paragraphs of their own have *style*."""
        for block in blocks:
            self._block(block, style)

    def _block(self, block: Block, style: str) -> None:
        if isinstance(block, Heading):
            self.put(xml.paragraph(block.runs, f"Heading{block.level}", new_page=self.new_page))
            self.new_page = False
        elif isinstance(block, Paragraph):
            self.put(xml.paragraph(block.runs, style))
        elif isinstance(block, Quote):
            self.blocks(block.blocks, "Quote")
        elif isinstance(block, Bullets):
            for number, item in enumerate(block.items, 1):
                self._item(item, number if block.numbered else None)
        elif isinstance(block, Code):
            for line in block.text.split("\n"):
                self.put(xml.paragraph((Run(line, code=True),), "NoSpacing"))
        elif isinstance(block, Rule):
            self.put(xml.paragraph((), style))
        else:
            self._table(block)

    def _item(self, blocks: tuple[Block, ...], number: int | None) -> None:
        first, *others = blocks or (Paragraph(()),)
        if isinstance(first, Paragraph):
            counted = () if number is None else (Run(f"{number}. "),)
            self.put(xml.paragraph((*counted, *first.runs), "ListBullet" if number is None else "ListContinue"))
        else:
            self._block(first, "ListContinue")
        self.blocks(tuple(others), "ListContinue")

    def _table(self, table: Table) -> None:
        self._chart(table)
        if table.titled:
            self.put(xml.paragraph((Run(table.caption),), "Caption"))
        self.put(xml.table(table, self.width))
        self.put(xml.paragraph((), "NoSpacing"))  # keeps two tables apart, which Word would join

    def _chart(self, table: Table) -> None:
        chart = charts.chart(table)
        picture = png(chart.svg) if chart is not None else None
        if chart is None or picture is None:
            return
        from docx.shared import Mm

        self.put(xml.paragraph((Run(f"{chart.title} (chart)"),), "Caption"))
        shape = self.word.add_paragraph().add_run().add_picture(io.BytesIO(picture), width=Mm(min(self.width, 175)))
        properties: Any = shape._inline.docPr
        properties.set("descr", f"{chart.title}. {chart.description}")


def _dressed(word: Word, document: Document) -> None:
    """Set title, language, fonts and colours, and fix the times of making."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    core = word.core_properties
    core.title, core.language, core.author, core.comments = document.title, "en-GB", "", ""
    core.created = core.modified = NO_DAY
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for defaults in word.styles.element.iter(qn("w:rPrDefault")):
        fonts = next(defaults.iter(qn("w:rFonts")))
        fonts.attrib.clear()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), "Arial")
    sizes = {"Normal": 10, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Heading 4": 10.5, "Caption": 9.5}
    before = {"Heading 1": 6, "Heading 2": 10, "Heading 3": 8, "Heading 4": 6}
    for name, size in sizes.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor(0, 0, 0)
        if (fonts := style.element.rPr.find(qn("w:rFonts"))) is not None:
            for theme in [key for key in fonts.attrib if "Theme" in str(key)]:
                del fonts.attrib[theme]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before.get(name, 0)), Pt(4)
        style.paragraph_format.line_spacing = 1.05
        style.paragraph_format.keep_with_next = name != "Normal"
    quote: Any = word.styles["Quote"]
    quote.font.color.rgb = RGBColor(0, 0, 0)


def _paged(word: Word, document: Document) -> None:
    """Set the page, and put the marking and the page's number on each."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Mm

    section = word.sections[0]
    short, long = Mm(A4_MM[0]), Mm(A4_MM[1])
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if document.landscape else (short, long)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(18)
    for part, paragraphs in (
        (section.header, [xml.centred(document.marking)]),
        (section.footer, [xml.centred(document.marking), xml.page_number()]),
    ):
        element = part._element
        for old in list(element):
            element.remove(old)
        for paragraph in paragraphs:
            element.append(parse_xml(paragraph))


def _undated(package: bytes) -> bytes:
    """Return the container with fixed times, so that the same report gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, NO_DAY.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            kept.writestr(entry, given.read(name))
    return out.getvalue()
