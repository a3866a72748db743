"""Dates, evidence, sign-off and the other decisions of bodies, on the keyboard alone."""

from __future__ import annotations

from pathlib import Path

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import actions, deciding, delivery, evidence
from tracker.desk.actions import NewAction
from tracker.desk.evidence import NewEvidence
from tracker.model import dates
from tracker.model.vocabulary import EvidenceKind, EvidenceState

MINUTE = {"body": "BRI-EXEC", "minute": "minute 4.2", "agencies": "ASP|ICB"}


def held(house: House, *, accepted: bool = False) -> str:
    """A piece of evidence for R4.BRI.7 that P1 brought, accepted by the auditor if asked."""
    new = NewEvidence(title="Audit of panels", kind=EvidenceKind.AUDIT, custodian="auditor", place="council")
    ref = evidence.add(house.at(), new, targets=["R4.BRI.7"]).ref
    if accepted:
        evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="Sampled ten panels.")
    return ref


async def test_a_revised_date_is_asked_for(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("d")
    await person.fill(due="Q4 2022/23", why="Schools answer late.", asked_by="head of service", wanted_by="1/10/22")
    assert "= due 31 March 2023 (Q4 2022/23)" in person.text
    await person.press("f2")
    entry, texts = person.only()
    assert (entry.act, entry.facts["kind"], entry.facts["body"]) == ("decision.asked", "extension", "BRI-EXEC")
    assert (entry.facts["proposed_due"], entry.facts["proposed_precision"]) == ("2023-03-31", "quarter")
    assert texts == {"asked": "Schools answer late.", "asked_by": "head of service"}
    assert "30 September 2022" in person.text, "nothing moves until it is agreed"


async def test_an_agreed_date_is_recorded_with_its_minute(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("D")
    await person.fill(due="31 March 2023", why="Schools answer late.", **MINUTE)
    await person.press("f2")
    assert [act for act, _ in person.acts] == ["decision.asked", "decision.made", "action.revised"]
    revised = person.recorded[-1].entry
    assert (revised.facts["was"], revised.facts["due"], revised.facts["agreed_by"]) == (
        "2022-09-30",
        "2023-03-31",
        "BRI-EXEC",
    )
    assert person.recorded[1].entry.facts["agencies"]["to"] == ["ASP", "ICB"]
    assert "31 March 2023, originally 30 September 2022: moved 1 time, 182 days in all" in " ".join(person.text.split())


async def test_where_every_agency_owns_the_action_the_forms_say_that_advice_is_needed(house: House) -> None:
    words = "Every agency of BRI-EXEC owns {}: the independent scrutineer's advice and its day are needed."
    for partners in (("ASP", "ICB"), ("ASP",)):  # R4.BRI.8, asked as D1; R4.BRI.9, asked as D2
        new = NewAction(title="Shared", lead="BCC", partners=partners, due=dates.parse("July 2022"))
        delivery.claim_complete(house.at(), actions.add(house.at(), "R4", "BRI", new).ref, note="Done.")
    async with sitting(house.on("2022-10-03")) as person:
        for ref, needed in (("R4.BRI.8", True), ("R4.BRI.9", False)):
            await person.go(ref)
            await person.press("s")
            assert (words.format(ref) in " ".join(person.text.split())) is needed
            await person.press("escape", "1")
        await person.press("S", "enter")
        assert person.form.ref == "D1"
        assert words.format("R4.BRI.8") in " ".join(person.text.split())
        await person.press("f8")
        assert person.form.ref == "D2"
        assert "Every agency of" not in person.text


async def test_an_impossible_date_is_refused_beside_the_field(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("d")
    await person.fill(due="31 September 2022", why="x")
    await person.press("f2")
    words = " ".join(person.text.split())
    assert "'31 September 2022' is not a date: September has 30 days" in words
    assert person.recorded == []
    assert person.field("why").raw == "x"


async def test_a_mistyped_date_is_corrected(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.type("mistyped")
    await person.press("enter")
    await person.fill(due="31 October 2022", why="The plan says October.")
    await person.press("f2")
    entry, _ = person.only()
    assert (entry.act, entry.facts["due"]) == ("date.corrected", {"from": "2022-09-30", "to": "2022-10-31"})


async def test_a_file_is_attached_and_kept(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "audit of panels.txt"
    file.write_text("ten panels", encoding="utf-8")
    await person.go("R4.BRI.7")
    await person.press("e")
    await person.fill(title="Audit of panels", kind="audit", file=f'"{file}"', shows="practice", dated="June 2022")
    await person.press("f2")
    added, linked = person.recorded
    assert (added.entry.act, added.entry.facts["form"], added.entry.facts["bytes"]) == ("evidence.added", "file", 10)
    assert added.texts == {"title": "Audit of panels", "file_name": "audit of panels.txt"}
    assert (linked.entry.act, linked.entry.facts) == ("evidence.linked", {"target": "R4.BRI.7", "shows": "practice"})
    assert person.house.path.with_name("tracker.evidence").is_dir()


async def test_a_file_that_is_not_there_is_said_beside_its_field(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("e")
    await person.fill(title="Audit", kind="audit", file="no such file.txt")
    await person.press("f2")
    assert "There is no such file; paste its whole path." in person.text
    assert person.recorded == []


async def test_evidence_by_reference_needs_custodian_and_place(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("e")
    await person.fill(title="Audit", kind="audit", custodian="internal auditor")
    await person.press("f2")
    assert "has neither a file nor a custodian and place" in " ".join(person.text.split())
    await person.fill(place="council, shared drive")
    await person.press("f2")
    assert [act for act, _ in person.acts] == ["evidence.added", "evidence.linked"]


async def test_evidence_is_reviewed_by_somebody_else_only(house: House) -> None:
    ref = held(house)
    async with sitting(house) as person:
        await person.go(ref)
        await person.press("v")
        how = "They open the register as themselves; who is not entered yet is entered first: 'Add a person' (m or g)."
        assert person.told[-1] == f"{ref} was recorded by P1; somebody else must review it. {how}"
    async with sitting(house, who="P6") as person:
        await person.go(ref)
        await person.press("v", "r")
        await person.fill(why="The sample is missing.")
        await person.press("f2")
        entry = person.recorded[-1].entry
        assert (entry.act, entry.by, entry.facts["outcome"]) == ("evidence.reviewed", "P6", "returned")


async def test_a_cited_document_is_received_and_linked(person: Person) -> None:
    await person.go("E1")
    await person.press("i")
    await person.fill(custodian="review team", place="their archive", received="post")
    await person.press("f2", "l")
    await person.fill(targets="R4.BRI.7, R1", shows="delivered")
    await person.press("f2")
    assert person.acts == [("evidence.received", "E1"), ("evidence.linked", "E1"), ("evidence.linked", "E1")]


async def test_a_sign_off_is_recorded(house: House) -> None:
    held(house, accepted=True)
    delivery.claim_complete(house.at(), "R4.BRI.7", note="Done.")
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("s")
        assert "Evidence expected: audit; accepted 1 of 1; led by BCC" in person.text
        await person.fill(minute="minute 4.2", agencies="ASP|ICB")
        await person.press("f2")
        assert [act for act, _ in person.acts[-2:]] == ["decision.made", "action.signed_off"]
        assert "B■ Blue" in person.text
        assert not person.told[-1].endswith("z undoes it."), "a sign-off stands"


async def test_a_body_cannot_sign_off_what_its_only_voice_leads(house: House) -> None:
    held(house, accepted=True)
    delivery.claim_complete(house.at(), "R4.BRI.7", note="Done.")
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("s")
        await person.fill(minute="minute 4.2", agencies="BCC")
        await person.press("f2")
        assert "cannot sign off its own action" in " ".join(person.text.split())
        assert person.field("minute").raw == "minute 4.2"


async def test_a_claim_is_returned_with_what_is_missing(house: House) -> None:
    delivery.claim_complete(house.at(), "R4.BRI.7", note="Done.")
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("r")
        await person.fill(why="Show the figures.", minute="minute 4.2", agencies="ASP")
        await person.press("f2")
        assert [act for act, _ in person.acts[-2:]] == ["decision.made", "action.returned"]
        assert person.recorded[-1].texts == {"why": "Show the figures."}


async def test_what_is_asked_is_decided_from_the_list_of_meetings(house: House) -> None:
    ask = deciding.request_revision(house.at(), "R4.BRI.7", dates.parse("31 March 2023"), why="Late answers.")
    async with sitting(house) as person:
        await person.press("5")
        assert f"{ask.ref}     revised date: asked" in person.text
        await person.press("s", "a")
        await person.fill(meeting="G1", minute="minute 7", agencies="ASP")
        await person.press("f2")
        assert "nothing can have happened to it on 1 July 2022" in " ".join(person.text.split()), "it was asked later"
        person.field("meeting").raw = None
        await person.fill(when="4 July 2022")
        await person.press("f2")
        assert [act for act, _ in person.acts[-2:]] == ["decision.made", "action.revised"]


async def test_a_meeting_is_entered_and_a_body_asked(person: Person) -> None:
    await person.press("5", "A")
    await person.fill(body="SGL-EXEC", held_on="1 October 2022", cut_off="17 September 2022")
    await person.press("f2", "k", "e")
    await person.fill(body="SGL-EXEC", about="R4.SGL.1", asked="Find an owner.", wanted_by="1 October 2022")
    await person.press("f2")
    assert person.acts == [("meeting.added", "G3"), ("decision.asked", "D1")]
    assert person.recorded[1].entry.facts["kind"] == "escalation"
