"""Reports and verification from the screens: draft, export, issue, and what verification finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import House
from tests.register.tampering import edit, insider
from tests.tui.driving import sitting


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def test_a_report_is_read_as_a_draft_exported_and_issued(house: House, tmp_path: Path) -> None:
    async with sitting(house) as person:
        await person.press("8")
        await person.until("DRAFT")
        assert "none issued yet" in person.text
        assert "| --- |" in person.page, "Markdown stands as text"
        assert list(tmp_path.glob("exports/*")) == []
        await person.press("e")
        await person.until_told("exports")
        drafts = list(tmp_path.glob("exports/*.md"))
        assert len(drafts) == 1
        assert "DRAFT" in drafts[0].read_text(encoding="utf-8")
        assert person.recorded == []
        await person.press("i")
        assert "cannot be undone" in person.text
        await person.press("f2")
        await person.until("issued so far: 1")
        entry, _ = person.only()
        assert (entry.act, entry.by) == ("report.issued", "P1")
        assert len(list(tmp_path.glob("exports/*.md"))) == 2


async def test_a_report_of_an_area_at_a_day(house: House) -> None:
    async with sitting(house) as person:
        await person.press("8", "a")
        await person.until("# DRAFT assurance report: Bristol")
        await person.press("d")
        await person.fill(as_at="31 December 2021")
        await person.press("f2")
        await person.until("AS AT 31 December 2021")
        assert "position as at 31 December 2021" in person.text


async def test_a_report_before_anything_happened_says_so(house: House) -> None:
    async with sitting(house) as person:
        await person.press("8", "d")
        await person.fill(as_at="1 January 2001")
        await person.press("f2")
        await person.until("Nothing had occurred by 1 January 2001")


async def test_a_contributor_cannot_issue_and_is_told_why(house: House) -> None:
    async with sitting(house, who="P3") as person:
        await person.press("8", "i")
        assert "P3 is a contributor" in person.told[-1]


async def test_verification_says_that_nothing_is_wrong_with_the_checkpoint(house: House) -> None:
    async with sitting(house) as person:
        await person.press("9")
        await person.until("Nothing is wrong.")
        assert f"Entries       {house.size}" in person.text
        assert "Short code" in person.text


async def test_verification_names_the_entry_that_was_changed_and_leads_to_it(house: House) -> None:
    with insider(house.path) as db:
        edit(db, 442, "BCC", "BCX")
    async with sitting(house) as person:
        await person.press("9")
        await person.until("Something is not as it was recorded.")
        assert "#442" in person.page
        await person.press("down", "enter")
        assert "› #442" in person.rows[1]


async def test_a_report_is_compared_with_the_register(house: House, tmp_path: Path) -> None:
    async with sitting(house) as person:
        await person.press("8", "i", "f2")
        await person.until("issued so far: 1")
        (report,) = tmp_path.glob("exports/*.md")
        await person.press("9")
        await person.until("Nothing is wrong.")
        await person.press("c")
        await person.fill(file=str(report))
        await person.press("f2")
        await person.until("Against the report")
        report.write_text(report.read_text(encoding="utf-8").replace("Bristol", "Bristle"), encoding="utf-8")
        await person.press("c")
        await person.fill(file=str(report))
        await person.press("f2")
        await person.until("Something is not as it was recorded.")
        assert "altered" in person.page or "changed" in person.page
