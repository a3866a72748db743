"""Every format says the same, in the same bytes each time; which formats there are, and what is refused."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import docx
import pypdf
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from tests.reports.webpage import Webpage, webpage
from tracker import reports
from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.ledger.checkpoint import body_between, parse
from tracker.register.verification import verify
from tracker.reports import formats
from tracker.reports.document import Document, Paragraph, Table, document, plain

ROOT = Path(__file__).resolve().parents[2]
SPECIMENS = ROOT / "exports" / "specimens"


@pytest.fixture(scope="module")
def issued(example: Session, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The example's report, issued in every format: the end of a file's name → its bytes."""
    import shutil

    place = tmp_path_factory.mktemp("formats")
    shutil.copy(example.path, place / "tracker.db")
    session = Session(place / "tracker.db", who="P1", via="example")
    made = reports.run(session, "assurance", since="30 June 2022", folder=place, fmt="md,html,docx,pdf")
    assert [path.suffix for path in made.files] == [".md", ".html", ".docx", ".pdf"]
    assert {path.parent.name for path in made.files} == {"2022-12-15-assurance-issue-001"}
    return {path.suffix: path.read_bytes() for path in made.files} | {"db": str(session.path).encode()}


@pytest.fixture(scope="module")
def content(issued: dict[str, bytes]) -> Document:
    return document(issued[".md"].decode("utf-8"), "2022-12-15-assurance-issue-001.md")


@pytest.fixture(scope="module")
def page(issued: dict[str, bytes]) -> Webpage:
    return webpage(issued[".html"].decode("utf-8"))


@pytest.fixture(scope="module")
def pdf(issued: dict[str, bytes]) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(issued[".pdf"]))


@pytest.fixture(scope="module")
def pdf_text(pdf: pypdf.PdfReader) -> str:
    """Its text, which takes long to read out."""
    return "\n".join(page.extract_text() for page in pdf.pages)


def in_word(word: Word) -> list[list[list[str]]]:
    """The tables of a Word document, read from the XML: its own cells are slow to ask one by one."""
    return [
        [
            ["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
            for row in table.iter(qn("w:tr"))
        ]
        for table in word.element.body.iter(qn("w:tbl"))
    ]


def rows(content: Document) -> list[list[list[str]]]:
    return [[list(map(plain, each.head)), *each.texts()] for each in content.blocks if isinstance(each, Table)]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


# --- the same words ---------------------------------------------------------------------------------------------------


def test_the_web_page_holds_the_same_tables(page: Webpage, content: Document) -> None:
    assert page.tables == rows(content)
    assert len(page.tables) > 30


def test_the_word_document_holds_the_same_tables(issued: dict[str, bytes], content: Document) -> None:
    assert in_word(docx.Document(io.BytesIO(issued[".docx"]))) == rows(content)


def test_every_word_of_the_report_stands_in_every_format(
    issued: dict[str, bytes], content: Document, page: Webpage, pdf_text: str
) -> None:
    paragraphs = [plain(block.runs) for block in content.blocks if isinstance(block, Paragraph)]
    wanted = words(" ".join([*paragraphs, *(cell for table in rows(content) for row in table for cell in row)]))
    word = docx.Document(io.BytesIO(issued[".docx"]))
    told = [*(p.text for p in word.paragraphs), *(cell for table in in_word(word) for row in table for cell in row)]
    # A line of the PDF may break a long word, so its letters are counted, and the others' words.
    assert wanted - words(page.text) == Counter()
    assert wanted - words(" ".join(told)) == Counter()
    assert Counter("".join(wanted.elements())) - Counter(pdf_text) == Counter()


def test_from_every_format_the_history_can_be_checked_and_the_text_from_the_markdown_alone(
    issued: dict[str, bytes], page: Webpage, pdf_text: str
) -> None:
    told = {
        ".md": issued[".md"].decode("utf-8"),
        ".html": issued[".html"].decode("utf-8"),
        "pasted from .html": page.text,
        ".docx": "\n".join(p.text for p in docx.Document(io.BytesIO(issued[".docx"])).paragraphs),
        ".pdf": pdf_text,
    }
    mark = parse(told[".md"])
    assert mark is not None
    fingerprint = re.search(r"`([0-9a-f]{64})`", told[".md"])
    assert fingerprint
    for name, text in told.items():
        assert parse(text) == mark, name
        assert fingerprint[1] in re.sub(r"\s", "", text), name
    for name, answer in ((".md", "same"), (".pdf", "not_checkable")):
        against = verify(Path(issued["db"].decode()), told[name]).against
        assert against is not None
        assert (against.history, against.text) == ("same", answer)
    assert not [name for name, text in told.items() if name != ".md" and body_between(text) is not None]


@pytest.mark.parametrize("specimen", sorted(SPECIMENS.glob("*.md")), ids=lambda path: path.stem[11:-10])
def test_every_report_can_be_had_in_every_format(specimen: Path) -> None:
    content = document(specimen.read_text(encoding="utf-8"), specimen.name, landscape="meeting" in specimen.name)
    page = webpage(formats.made("html", content).decode("utf-8"))
    assert page.faults == []
    assert page.tables == rows(content)
    word = docx.Document(io.BytesIO(formats.made("docx", content)))
    assert in_word(word) == rows(content)
    pdf = pypdf.PdfReader(io.BytesIO(formats.made("pdf", content)))
    assert pdf.metadata
    assert pdf.metadata.title == content.title
    assert content.check, "an issue says how it is checked"


# --- the same bytes ---------------------------------------------------------------------------------------------------

AGAIN = """
import hashlib, sys
from pathlib import Path
from tracker.reports import formats
from tracker.reports.document import document
content = document(sys.stdin.buffer.read().decode("utf-8"), "2022-12-15-assurance-issue-001.md")
for name in ("html", "docx", "pdf"):
    print(hashlib.sha256(formats.made(name, content)).hexdigest())
"""


def test_another_process_makes_the_same_bytes(issued: dict[str, bytes]) -> None:
    import hashlib

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    done = subprocess.run(
        [sys.executable, "-c", AGAIN], input=issued[".md"], capture_output=True, env=environment, check=True
    )
    made = [hashlib.sha256(issued[name]).hexdigest() for name in (".html", ".docx", ".pdf")]
    assert done.stdout.decode().split() == made


# --- which there are --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("md", ("md",)),
        ("", ("md",)),
        ("pdf, HTML", ("html", "pdf")),
        (["docx", "pdf,md"], ("md", "docx", "pdf")),
        ("html,html", ("html",)),
    ],
)
def test_formats_are_named_with_commas_or_one_by_one(asked: str | list[str], found: tuple[str, ...]) -> None:
    assert formats.asked_for(asked) == found


def test_a_format_that_is_not_offered_is_refused() -> None:
    with pytest.raises(Refusal, match=r"There is no format 'odt'; there is: md, html, docx, pdf\."):
        formats.asked_for("html,odt")


@pytest.mark.parametrize(("name", "package"), [("docx", "python-docx"), ("pdf", "typst")])
def test_without_its_package_a_format_is_refused_with_the_one_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, example: Session, tmp_path: Path, name: str, package: str
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(Refusal) as caught:
        reports.run(example, "assurance", folder=tmp_path / "out", fmt=name)
    said = str(caught.value)
    assert said.startswith(f"The format {name} needs a package that is not installed; install it with: ")
    assert re.search(rf'"{re.escape(sys.executable)}" -m pip install "{package}>=', said)
    assert not (tmp_path / "out").exists()
    assert formats.asked_for("md,html") == ("md", "html")


def test_what_is_to_be_installed_is_what_the_project_names() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert formats.BY_NAME["docx"].package in extras["office"]
    assert formats.BY_NAME["pdf"].package in extras["pdf"]
    assert {form.package for form in formats.ALL if form.package} <= set(extras["test"])


def test_the_names_of_the_formats_are_those_that_the_reports_offer() -> None:
    assert tuple(formats.BY_NAME) == reports.FORMATS
