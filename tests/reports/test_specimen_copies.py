"""The copies in exports/specimens/copies/ are what the program makes today from the Markdown of the specimen.

Run ``python -m tests.reports.test_specimens`` from the project's folder to write them anew after an intended change.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pypdf
import pytest

from tracker.reports import formats
from tracker.reports.document import document

SPECIMENS = Path(__file__).parent.parent.parent / "exports" / "specimens"
COPIES = SPECIMENS / "copies"
NAME = "2022-12-15-assurance-issue-001"
FORMATS = ("html", "docx", "pdf")

OUT_OF_DATE = "the copies are out of date; write them anew: python -m tests.reports.test_specimens"


def copy(form: str) -> bytes:
    """The specimen in a format, as the program makes it today."""
    markdown = (SPECIMENS / f"{NAME}.md").read_text(encoding="utf-8")
    return formats.made(form, document(markdown, f"{NAME}.md"))


def said(form: str, content: bytes) -> object:
    """What is compared byte by byte: of Word what its container holds, because compression differs among computers."""
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            return {name: held.read(name) for name in held.namelist()}
    return content


@pytest.mark.parametrize("form", FORMATS)
def test_a_copy_is_what_the_program_makes(form: str) -> None:
    kept, made = (COPIES / f"{NAME}.{form}").read_bytes(), copy(form)
    if form == "pdf" and kept != made:  # another computer may round a length in another way, never a word
        texts = [[page.extract_text() for page in pypdf.PdfReader(io.BytesIO(each)).pages] for each in (kept, made)]
        assert texts[0] == texts[1], OUT_OF_DATE
        return
    assert said(form, kept) == said(form, made), OUT_OF_DATE


def test_no_other_copy_stands_there() -> None:
    assert {path.name for path in COPIES.iterdir()} == {f"{NAME}.{form}" for form in FORMATS}


def main() -> None:
    """Write the copies anew."""
    shutil.rmtree(COPIES, ignore_errors=True)
    COPIES.mkdir()
    for form in FORMATS:
        (COPIES / f"{NAME}.{form}").write_bytes(copy(form))


if __name__ == "__main__":
    main()
