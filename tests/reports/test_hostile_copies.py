"""Hostile texts in every format: each stays a text, in its own cell, and no format fails on one."""

from __future__ import annotations

import io
import re
from unicodedata import normalize

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from tests.reports.test_hostile import TEXTS
from tests.reports.webpage import webpage
from tracker.model.text import md_cell, safe
from tracker.reports import formats
from tracker.reports.document import Document, Table, document
from tracker.reports.formats.glyphs import replaced

SHOWN = [" ".join(safe(text, newlines=True).replace("\n", " ").split()) for text in TEXTS]


@pytest.fixture(scope="module")
def content() -> Document:
    rows = "\n".join(f"| {place} | {md_cell(text) or 'nothing'} |" for place, text in enumerate(TEXTS))
    return document(f"MARKED\n\n# Title\n\n| Place | Text |\n| --- | --- |\n{rows}\n", "x.md")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_they_are_read_back_as_what_is_to_be_shown(content: Document) -> None:
    (table,) = [block for block in content.main if isinstance(block, Table)]
    assert [squeezed(row[1]) for row in table.texts()] == [text or "nothing" for text in SHOWN]


def test_on_a_web_page(content: Document) -> None:
    page = webpage(formats.made("html", content).decode("utf-8"))
    assert page.faults == []
    assert [squeezed(row[1]) for row in page.tables[0][1:]] == [text or "nothing" for text in SHOWN]
    names = {element.name for element in page.root.all("table") for element in element.all()}
    assert names <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "br", "span"}


def test_in_word(content: Document) -> None:
    word = docx.Document(io.BytesIO(formats.made("docx", content)))
    (table,) = word.tables
    found = [
        ["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row._tr.iter(qn("w:tc"))]
        for row in table.rows[1:]
    ]
    assert [squeezed(row[1]) for row in found] == [text or "nothing" for text in SHOWN]


def test_in_pdf_no_character_is_lost() -> None:
    texts = [normalize("NFC", text[:1000]) for text in SHOWN]  # what is longer is tested, more quickly, in test_pdf
    rows = "\n".join(f"| {place} | {md_cell(text) or 'nothing'} |" for place, text in enumerate(texts))
    content = document(f"MARKED\n\n# Title\n\n| Place | Text |\n| --- | --- |\n{rows}\n", "x.md")
    pdf = pypdf.PdfReader(io.BytesIO(formats.made("pdf", content)))
    said = re.sub(r"[\s\u200b]", "", " ".join(page.extract_text() for page in pdf.pages))
    printed = re.sub(r"[ \u200b]", "", replaced("\n".join(texts))).split("\n")
    assert len(printed) == len(texts)
    for (
        text
    ) in printed:  # a mark may be drawn over its letter, and so read out after another: plain stretches are compared
        assert [part for part in re.findall(r"[\x21-\x7e]{4,400}", text) if part not in said] == [], text
    numbers = re.compile("⟨U\\+[0-9A-F]{4,6}⟩")
    assert len(numbers.findall(said)) == len(numbers.findall("".join(printed))) > 20
