"""PDF: tagged, titled, marked and numbered on each page, the summary on one; what its fonts lack is shown by number."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pypdf
import pytest

from tests.house import House
from tracker import reports
from tracker.desk import actions, queries
from tracker.desk.actions import NewAction
from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.model import dates
from tracker.reports import formats
from tracker.reports.document import Document, document
from tracker.reports.formats import glyphs
from tracker.reports.formats.pdf import breakable

MARKING = "OFFICIAL-SENSITIVE · ILLUSTRATIVE: progress, owners and dates here are made up"


def made(content: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(formats.made("pdf", content)))


def small(body: str, **more: Any) -> pypdf.PdfReader:
    return made(document(f"{MARKING}\n\n# Title\n\n{body}", "x.md", **more))


def text(pdf: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


def structure(pdf: pypdf.PdfReader) -> list[tuple[str, Any]]:
    """The kinds of the elements of the structure tree, in order, each with its object."""
    found: list[tuple[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), node))
            walk(node.get("/K", []))

    walk(pdf.root_object["/StructTreeRoot"])
    return found


@pytest.fixture(scope="module", params=[None, "BRI"], ids=["all areas", "Bristol"])
def example_pdf(example: Session, request: pytest.FixtureRequest) -> pypdf.PdfReader:
    draft = reports.preview(example, "assurance", area=request.param, since="30 June 2022")
    return made(document(draft, "draft.md"))


@pytest.fixture(scope="module")
def pages(example_pdf: pypdf.PdfReader) -> list[str]:
    """The text of each page, which takes long to read out."""
    return [page.extract_text() for page in example_pdf.pages]


def test_the_summary_is_really_one_page(pages: list[str]) -> None:
    holding = [place for place, words in enumerate(pages) if re.search(r"^On one page$", words, re.MULTILINE)]
    assert holding == [0], "an executive opens the report on it"
    page = pages[0]
    for part in ("What is asked of you", "What is off track", "Two plain questions"):
        assert part in page
    assert re.search(r"Difference made for children: .*\.", page, re.DOTALL)  # its last sentence
    assert not re.search(r"^(Decisions|Contents)$", page, re.MULTILINE)
    assert re.match(r".*\nContents$.*^Decisions$", pages[1], re.MULTILINE | re.DOTALL)  # what follows begins a page


def test_every_page_is_marked_and_numbered(pages: list[str]) -> None:
    assert len(pages) > 10
    for place, page in enumerate(pages, 1):
        words = re.sub(r"\s+", " ", page)
        assert words.count(MARKING) >= 2, place
        assert f"Page {place} of {len(pages)}" in words


def test_it_says_that_it_is_tagged_for_everybody(example_pdf: pypdf.PdfReader) -> None:
    root: Any = example_pdf.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert example_pdf.metadata
    assert re.match(r"DRAFT assurance report: (Bristol|the three areas), and", example_pdf.metadata.title or "")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_headings_tables_and_charts_are_in_the_structure(example_pdf: pypdf.PdfReader) -> None:
    found = structure(example_pdf)
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") > 10
    assert kinds.count("/Table") > 30
    assert kinds.count("/THead") == kinds.count("/Table")
    figures = [node for kind, node in found if kind == "/Figure" and node.get("/Alt")]
    assert len(figures) >= 3
    assert all(str(node["/Alt"]).endswith("The figures stand in the table.") for node in figures)


def sheet_of(session: Session, code: str) -> list[str]:
    draft = reports.preview(session, "agency", subject=code)
    return [page.extract_text() for page in made(document(draft, "draft.md", sheet=True)).pages]


def one_page(pages: list[str]) -> bool:
    """Whether everything up to the last sentence stands on the first page, and the annex begins the second."""
    begins = [place for place, words in enumerate(pages) if re.search(r"^Annex: how each count", words, re.MULTILINE)]
    return begins == [1] and "agency sheet: " in pages[0] and "Difference made for children: " in pages[0]


@pytest.mark.parametrize("code", ["ASP", "BCC", "ICB"])
def test_an_agency_sheet_is_one_page_and_its_annex_begins_another(code: str, example: Session) -> None:
    assert one_page(sheet_of(example, code))


def test_a_sheet_of_sixty_commitments_is_one_page_too_and_says_what_it_leaves_out(house: House) -> None:
    desk = house.at()
    words = "work with schools, families and neighbourhoods that are far from each other, told at some length"
    for number in range(60):
        area = ("BRI", "SGL", "NSO", "ALL")[number % 4]
        due = dates.parse(("June 2022", "September 2022", "May 2023")[number % 3])
        new = NewAction(title=f"{words}, {number}", lead="ASP", due=due)
        ref = actions.add(desk, f"R{1 + number % 9}", area, new).ref
        if number % 5 == 0:
            queries.raise_query(house.at("P6"), ref, question=words, wanted_by=date(2022, 7, 29))
    house.on("2022-08-10")
    pages = sheet_of(Session(house.path, via="tester", clock=house.clock), "ASP")
    assert one_page(pages)
    assert "61 commitments in the plan" in pages[0], "sixty and the one of the house"
    said = re.sub(r"\s+", " ", pages[0])
    assert "Shown are 6 of 61; tracker list 'agency:ASP plan current' shows all." in said


def test_a_small_table_and_a_row_are_not_torn_over_two_pages() -> None:
    filler = "\n\n".join(f"Line {number}." for number in range(38))
    small_table = "| A | B |\n| --- | --- |\n" + "\n".join(f"| cell{row} | x |" for row in range(9))
    pages = [page.extract_text() for page in small(f"{filler}\n\n{small_table}").pages]
    assert [[f"cell{row}" in page for row in range(9)] for page in pages] == [[False] * 9, [True] * 9]
    rows = "\n".join(f"| r{row} | begin{row} {'word ' * 120} end{row} |" for row in range(20))
    for page in small(f"| A | B |\n| --- | --- |\n{rows}").pages:
        words = page.extract_text()
        assert re.findall(r"begin(\d+)", words) == re.findall(r"end(\d+)", words)


def test_it_is_made_on_its_side_where_the_kind_says_so() -> None:
    upright, lying = (small("Words.", landscape=landscape).pages[0].mediabox for landscape in (False, True))
    assert (round(upright.width), round(upright.height)) == (595, 842)
    assert (round(lying.width), round(lying.height)) == (842, 595)


def test_rows_of_heads_repeat_on_every_page() -> None:
    rows = "\n".join(f"| R{number} | words |" for number in range(1, 121))
    pdf = small(f"| Reference | What it says |\n| --- | --- |\n{rows}\n")
    assert len(pdf.pages) > 2
    assert all("What it says" in page.extract_text() for page in pdf.pages)


def test_what_the_fonts_lack_is_shown_by_its_number_and_never_lost() -> None:
    said = text(small("Before 中 and \N{GRINNING FACE} after, but ▲ ◆ ○ ● ■ and ü ł → stay."))
    assert "Before ⟨U+4E2D⟩ and ⟨U+1F600⟩ after" in said
    assert "▲ ◆ ○ ● ■ and ü ł → stay." in said


def test_the_characters_that_are_taken_for_granted_are_drawn() -> None:
    assert glyphs.lacking(set(glyphs.KNOWN) - {"\n"}) == set()


def test_a_text_in_a_script_that_is_not_drawn_takes_no_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "PROBES", 3)
    many = {chr(code) for code in range(0x4E00, 0x4E00 + 200)}
    assert glyphs.lacking(many | {"é"}) >= many


def test_a_long_note_stands_whole() -> None:
    said = text(small(f"| A | B |\n| --- | --- |\n| 1 | {'word ' * 1000}end |\n"))
    assert said.count("word") == 1000


def test_a_word_longer_than_its_line_is_broken_and_not_printed_over_the_edge() -> None:
    digest = "0123456789abcdef" * 4
    pdf = small(f"| A | B | C | D |\n| --- | --- | --- | --- |\n| 1 | {'x' * 3000}end | `{digest}` | {'y ' * 200} |\n")
    lines = [line.strip() for page in pdf.pages for line in page.extract_text().splitlines()]
    assert max(len(re.sub("[^x]", "", line)) for line in lines) < 100
    joined = "".join(lines).replace("\u200b", "")
    assert joined.count("x") == 3000
    assert digest in joined


def test_a_word_that_fits_is_left_as_it_is() -> None:
    assert breakable("0123456789 abc", 10) == "0123456789 abc"
    assert breakable("0123456789a abc", 10) == "01234567\u200b89a abc"


def test_text_is_data_and_never_layout() -> None:
    hostile = '#set page(width: 1pt) $x$ @ref <label> // comment /* */ ")] #panic()'
    from tracker.model.text import md_inline

    assert hostile in text(small(md_inline(hostile)))


def test_what_typst_cannot_do_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.reports.formats.pdf.replaced", lambda text: text)
    with pytest.raises(Refusal) as caught:
        formats.made("pdf", document("M\n\n# Title\n\nA glyph that is lacking: 中.", "x.md"))
    said = str(caught.value)
    assert said.startswith("The PDF cannot be made: PDF/UA-1 error: ")
    assert "中" in said
    assert said.endswith(" The other formats hold the same words.")
    assert "\n" not in said
