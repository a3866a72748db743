"""Reports and verification from the screens: draft, export, issue, and what verification finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import House
from tests.register.tampering import edit, insider
from tests.tui.driving import sitting
from tracker.desk import delivery
from tracker.ledger.checkpoint import Checkpoint
from tracker.model.vocabulary import Rating
from tracker.register import issues
from tracker.reports import FORMATS, KINDS
from tracker.tui.forms import reporting
from tracker.tui.screens.issues import IssuesScreen


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
        assert len(list(tmp_path.glob("exports/*/*-issue-001.md"))) == 1


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
        (report,) = tmp_path.glob("exports/*/*.md")
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


async def test_a_report_about_one_recommendation_is_chosen_from_a_list(house: House) -> None:
    async with sitting(house) as person:
        await person.press("8", "r")
        await person.fill(report="recommendation")
        await person.press("f2")
        assert person.form.title_words == "The recommendation report is about"
        await person.press("escape")
        assert "Say first which recommendation it is about: press r." in person.text
        await person.press("i")
        assert "Say first which recommendation" in person.told[-1]
        await person.press("r", "f2")
        await person.fill(subject="R4")
        await person.press("f2")
        await person.until("# DRAFT")
        assert "Recommendation report R4  all areas" in person.text
        assert "R4.BRI.7" in person.page
        assert person.recorded == []


async def test_every_report_can_be_chosen_and_asks_for_what_it_is_about(house: House) -> None:
    async with sitting(house) as person:
        await person.press("8")
        for kind in KINDS:
            form = reporting.choose(person.app.seat, reporting.Chosen(), lambda _: None)
            assert kind.name in [option.value for option in form.fields[0].options]
            if kind.about:
                asked = reporting.about(person.app.seat, reporting.Chosen(kind.name), lambda _: None)
                assert asked.fields[0].required is not kind.optional
                assert bool(asked.fields[0].options) is (kind.about != "decision")  # the house has decided nothing yet
        assert [option.value for option in form.fields[-1].options] == list(FORMATS)


async def test_issues_are_listed_with_their_checkpoints_and_compared_with_the_plan(
    house: House, tmp_path: Path
) -> None:
    async with sitting(house) as person:
        await person.press("8", "i", "f2")
        await person.until("issued so far: 1")
        with house.position() as position:
            issued = issues.issue(position, 1)
            assert issued is not None
            assert (issued.entries, issued.entry, issued.report) == (house.size, house.size + 1, "assurance")
            code = Checkpoint(position.store.log, house.size, str(position.value(
                "SELECT root FROM head WHERE size = ?", [house.size])), "2022-07-04").short_code  # fmt: skip
        delivery.record_progress(house.at(), "R4.BRI.7", note="Two posts are vacant.", rating=Rating.RED)
        await person.press("l")
        assert code in person.text
        await person.press("enter")
        assert f"Entries       {house.size}" in person.page
        assert "Two posts are vacant" not in person.page
        (written,) = tmp_path.glob("exports/**/*issue-001*.md")
        written.unlink()
        await person.press("p")
        await person.until_told("Issue 1 is printed again")
        assert written.exists()
        await person.press("c")
        await person.until("compared with issue 1")
        await person.until("# DRAFT")
        assert "R4.BRI.7" in person.page
        assert [act for act, _ in person.acts] == ["report.issued", "progress.recorded"]


async def test_others_may_write_while_a_screen_is_being_laid_out(house: House) -> None:
    async with sitting(house) as person:
        delivery.record_progress(house.at(), "R4.BRI.7", note="Two posts are vacant.", rating=Rating.RED)
        person.app.push_screen(IssuesScreen())
        person.app.look()
        await person.until("No report was issued yet")
        assert f"{house.size + 1:,} entries" in person.text


async def test_an_audit_package_is_made_from_the_screens_and_recorded(house: House, tmp_path: Path) -> None:
    async with sitting(house, who="P6") as person:
        await person.press("9")
        await person.until("Nothing is wrong.")
        await person.press("k")
        await person.fill(folder=str(tmp_path / "package"), recipient="Internal audit", recommendations="R4")
        await person.press("f2")
        await person.until_told("short code")
        entry, texts = person.only()
        assert (entry.act, entry.by) == ("report.packaged", "P6")
        assert texts == {"recipient": "Internal audit"}
        assert (tmp_path / "package" / "verify.py").is_file()
        await person.press("k")
        await person.fill(folder=str(tmp_path / "package"))
        await person.press("f2")
        assert "There is already something at" in " ".join(person.text.split())
        assert "which is not overwritten; choose another folder." in " ".join(person.text.split())
        assert person.field("folder").raw == str(tmp_path / "package"), "the form is still there"
        assert len(person.recorded) == 1  # the folder is there already: nothing is recorded


async def test_the_guards_warning_of_a_package_is_answered_in_the_form_as_on_the_command_line(
    house: House, tmp_path: Path
) -> None:
    async with sitting(house, who="P6") as person:
        await person.press("8", "k")
        await person.fill(folder=str(tmp_path / "package"), recipient="auditor@council.example")
        await person.press("f2")
        assert "The recipient seems to hold an e-mail address" in " ".join(person.text.split())
        assert "Why it must stand" in person.text
        assert not (tmp_path / "package").exists()
        assert person.recorded == []
        await person.fill(guard_why="The team's shared mailbox.")
        await person.press("f2")
        await person.until_told("short code")
        entry, texts = person.only()
        assert texts == {"recipient": "auditor@council.example", "guard_why": "The team's shared mailbox."}
        assert entry.facts["guard"] == ["email"]
        assert (tmp_path / "package" / "verify.py").is_file()


async def test_who_may_not_make_a_package_is_told_why(house: House) -> None:
    async with sitting(house, who="P3") as person:
        await person.press("8", "k")
        assert "P3 is a contributor" in person.told[-1]
