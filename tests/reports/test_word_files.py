"""Word: real headings, head rows that repeat, alternative texts, marking and numbers on each page, British English."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from tracker import reports
from tracker.desk.session import Session
from tracker.reports import formats
from tracker.reports.document import Heading, document, plain
from tracker.reports.kinds import BY_NAME

MARKING = "OFFICIAL-SENSITIVE · ILLUSTRATIVE: progress, owners and dates here are made up"


@pytest.fixture(scope="module")
def draft(example: Session) -> str:
    return reports.preview(example, "assurance", since="30 June 2022")


@pytest.fixture(scope="module")
def package(draft: str) -> bytes:
    return formats.made("docx", document(draft, "draft.md"))


@pytest.fixture(scope="module")
def word(package: bytes) -> Word:
    return docx.Document(io.BytesIO(package))


def small(body: str, *, landscape: bool = False) -> Word:
    content = document(f"{MARKING}\n\n# Title\n\n{body}", "x.md", landscape=landscape)
    return docx.Document(io.BytesIO(formats.made("docx", content)))


def test_headings_are_headings(word: Word, draft: str) -> None:
    found = [
        (int(paragraph.style.name.removeprefix("Heading ")), paragraph.text)
        for paragraph in word.paragraphs
        if paragraph.style is not None and (paragraph.style.name or "").startswith("Heading ")
    ]
    blocks = document(draft, "draft.md").blocks
    assert found == [(block.level, plain(block.runs)) for block in blocks if isinstance(block, Heading)]


def test_the_annex_of_a_sheet_begins_a_page_and_nothing_else_does(example: Session) -> None:
    for name, subject, begins in (
        ("agency", "ASP", ["Annex: how each count can be found again"]),
        ("yearly", None, []),
    ):
        draft = reports.preview(example, name, subject=subject)
        made = docx.Document(io.BytesIO(formats.made("docx", document(draft, "x.md", sheet=BY_NAME[name].sheet))))
        broken = [each.text for each in made.paragraphs if list(each._p.iter(qn("w:pageBreakBefore")))]
        assert broken == begins


def test_every_table_repeats_its_head_and_says_what_it_is(word: Word) -> None:
    assert len(word.tables) > 30
    for table in word.tables:
        properties = table._tbl.tblPr
        heads = [len(list(row._tr.iter(qn("w:tblHeader")))) for row in table.rows]
        assert heads == [1] + [0] * (len(heads) - 1)
        assert properties.find(qn("w:tblCaption")).get(qn("w:val"))
        columns = "; ".join(cell.text for cell in table.rows[0].cells)
        assert properties.find(qn("w:tblDescription")).get(qn("w:val")) == f"Columns: {columns}"
        look = properties.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")


def test_every_picture_has_an_alternative_text(word: Word) -> None:
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(told) >= 3
    assert all(words.endswith("The figures stand in the table.") for words in told)


def test_the_marking_and_the_number_stand_on_each_page(word: Word) -> None:
    (section,) = word.sections
    assert [paragraph.text for paragraph in section.header.paragraphs] == [MARKING]
    assert section.footer.paragraphs[0].text == MARKING
    fields = [field.get(qn("w:instr")).strip() for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_it_is_in_british_english_with_a_title_and_no_author(word: Word) -> None:
    languages = {each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    core = word.core_properties
    assert core.title == "DRAFT assurance report: the three areas, and joint work apart"
    assert (core.language, core.author, core.comments, core.last_modified_by) == ("en-GB", "", "", "")


def test_it_lies_on_its_side_where_the_kind_says_so() -> None:
    upright, lying = small("Words.").sections[0], small("Words.", landscape=True).sections[0]
    for section in (upright, lying):
        assert section.page_width is not None
        assert section.page_height is not None
    assert (upright.page_width.mm, upright.page_height.mm) == pytest.approx((210, 297), abs=0.1)  # type: ignore[union-attr]
    assert (lying.page_width.mm, lying.page_height.mm) == pytest.approx((297, 210), abs=0.1)  # type: ignore[union-attr]


def test_a_short_row_is_kept_together_and_a_long_one_may_run_on() -> None:
    table = small(f"| A | B |\n| --- | --- |\n| 1 | short |\n| 2 | {'long ' * 500} |\n").tables[0]
    kept = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]
    assert kept == [True, True, False]


def test_hostile_text_stays_text() -> None:
    from tracker.model.text import md_cell, md_inline

    hostile = '</w:t></w:r><w:fldSimple w:instr="DDEAUTO cmd"/> & "quoted" <b>'
    found = small(f"{md_inline(hostile)}\n\n| {md_cell(hostile)} | B |\n| --- | --- |\n| 1 | {md_cell(hostile)} |\n")
    assert hostile in [paragraph.text for paragraph in found.paragraphs]
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows] == [[hostile, "B"], ["1", hostile]]
    assert not list(found.element.body.iter(qn("w:fldSimple")))


def test_nothing_in_the_package_leads_outside_or_tells_a_time(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in held.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in held.read(name), name
        assert not re.search(rb"20[12][0-9]-[0-9]{2}-[0-9]{2}T", held.read("docProps/core.xml"))


def test_without_typst_the_tables_stand_alone(draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.reports.formats.pictures.util.find_spec", lambda _: None)
    found = docx.Document(io.BytesIO(formats.made("docx", document(draft, "draft.md"))))
    assert len(found.inline_shapes) == 0
    assert not [paragraph for paragraph in found.paragraphs if paragraph.text.endswith("(chart)")]
    assert len(found.tables) > 30
