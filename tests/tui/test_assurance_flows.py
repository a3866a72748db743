"""Revisions of evidence, checks after sign-off and exceptions until a day, on the keyboard alone."""

from __future__ import annotations

from pathlib import Path

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import actions, deciding, delivery, evidence
from tracker.desk.deciding import Minute
from tracker.desk.evidence import NewEvidence
from tracker.model.vocabulary import Assurance, Difference, EvidenceKind

REF = "R4.BRI.7"


def signed(house: House) -> None:
    """Sign R4.BRI.7 off on 4 July 2022, on a minute, and go on to the day of its first check."""
    actions.edit(house.at(), REF, assurance=Assurance.LIGHT)
    delivery.claim_complete(house.at(), REF, note="Done.", difference=Difference.DELIVERED)
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "minute 4", ("ASP",)))
    house.on("2022-10-04")


async def test_a_revision_of_evidence_is_added_and_the_one_before_is_shown(house: House, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    new = NewEvidence("Audit of panels", EvidenceKind.AUDIT, file=tmp_path / "first.txt")
    ref = evidence.add(house.at(), new, targets=[REF]).ref
    async with sitting(house) as person:
        await person.go(ref)
        await person.press("n")
        assert "held, awaiting review · not dated · first.txt" in person.text
        await person.fill(file=str(tmp_path / "second.txt"), dated="June 2022", why="Two panels were missing.")
        await person.press("f2")
        entry, texts = person.recorded[-1].entry, person.recorded[-1].texts
        assert (entry.act, entry.subject, entry.facts["n"]) == ("evidence.revised", ref, 1)
        assert entry.facts["dated"] == {"from": None, "to": "2022-06-30"}
        assert texts == {"file_name": "second.txt", "why": "Two panels were missing."}
        page = " ".join(person.page.split())
        assert "Earlier revisions" in page
        assert "1 held, awaiting review · not dated · first.txt · replaced 4 July 2022 by P1" in page


async def test_a_cited_document_says_why_it_has_no_revision(person: Person) -> None:
    await person.go("E1")
    await person.press("n")
    assert person.told[-1] == "E1 is cited, not in hand; record it as received first."


async def test_a_check_after_sign_off_is_recorded_on_the_screen_of_the_action(house: House) -> None:
    signed(house)
    async with sitting(house) as person:
        await person.go(REF)
        assert "3 months ◇ due 4 October 2022" in " ".join(person.page.split())
        await person.press("m")
        await person.paste("check after sign-off")
        await person.press("enter")
        assert person.field("months").raw == "3"
        await person.fill(outcome="l", note="The post is gone.", reported_by="internal audit")
        await person.press("f2")
        line = person.recorded[-1]
        assert (line.entry.act, line.entry.facts) == ("sustainment.checked", {"months": 3, "outcome": "lapsed"})
        assert line.texts == {"note": "The post is gone.", "reported_by": "internal audit"}
        page = " ".join(person.page.split())
        assert "3 months not sustained, 4 October 2022 · reported by internal audit" in page
        assert "6 months ◇ due 4 January 2023" in page
        assert "B■ Blue" in person.text, "it stays signed off"


async def test_a_check_before_its_time_says_from_which_day_on(house: House) -> None:
    signed(house)
    house.on("2022-08-01")
    async with sitting(house) as person:
        await person.go(REF)
        await person.press("m")
        await person.paste("check after sign-off")
        await person.press("enter")
        assert "falls due on 4 October 2022; it can be recorded from 4 September 2022." in " ".join(person.told)


async def test_a_body_is_asked_to_accept_an_exception_until_a_day(person: Person) -> None:
    await person.press("5", "k", "a")
    await person.fill(body="BRI-EXEC", about=REF, asked="Wait for the new post.", rule="c12", until="30/9/22")
    await person.press("f2")
    entry, _ = person.only()
    assert (entry.facts["kind"], entry.facts["rule"], entry.facts["until"]) == ("acceptance", "C12", "2022-09-30")
    await person.go("D1")
    page = " ".join(person.page.split())
    assert "Accepts rule C12" in page
    assert "Accepts until 30 September 2022" in page


async def test_evidence_has_a_last_day(person: Person) -> None:
    await person.go(REF)
    await person.press("e")
    await person.fill(title="Agreement", kind="policy", custodian="council", place="vault", until="30 June 2022")
    await person.press("f2")
    assert person.recorded[0].entry.facts["until"] == "2022-06-30"
    assert "held 0 (and 1 returned or expired), accepted 0" in " ".join(person.page.split())
