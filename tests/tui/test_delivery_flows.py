"""Recording what owners report, on the keyboard alone: progress, no change, claims, milestones, funding."""

from __future__ import annotations

from datetime import date

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import delivery
from tracker.desk.delivery import Received
from tracker.model import dates
from tracker.model.vocabulary import Rating


async def test_progress_from_the_action(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("u")
    await person.type("Two posts are vacant.")
    await person.press("tab", "a", "tab")
    await person.type("head of service")
    await person.press("enter")
    await person.type("e-mail 3 July")
    await person.press("f2")
    entry, texts = person.only()
    assert (entry.act, entry.subject, entry.by) == ("progress.recorded", "R4.BRI.7", "P1")
    assert entry.facts["rating"] == "amber"
    assert entry.facts["reported"] == {"from": None, "to": "amber"}
    assert texts == {"note": "Two posts are vacant.", "reported_by": "head of service", "received": "e-mail 3 July"}
    assert "A◆ Amber, 4 July 2022" in person.text


async def test_progress_takes_four_keys_and_the_note(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("u")
    await person.paste("On course.")
    await person.press("tab", "g", "f2")
    entry, texts = person.only()
    assert (entry.facts["rating"], texts) == ("green", {"note": "On course."})


async def test_progress_without_a_note_is_not_saved_and_says_what_is_missing(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("u", "tab", "r", "f2")
    assert "Not saved yet: What happened is missing." in person.text
    assert person.recorded == []
    assert person.field("rating").raw == "red"


async def test_no_change_keeps_the_rating(house: House) -> None:
    delivery.record_progress(house.at(), "R4.BRI.7", note="Late.", rating=Rating.AMBER)
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("n")
        await person.paste("The posts are still vacant.")
        await person.press("f2")
        entry, texts = person.recorded[-1].entry, person.recorded[-1].texts
        assert (entry.act, entry.facts["no_change"], entry.facts["rating"]) == ("progress.recorded", 1, "amber")
        assert texts == {"note": "The posts are still vacant."}


async def test_no_change_without_a_rating_is_refused_before_the_form_opens(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("n")
    assert person.told[-1].startswith("R4.BRI.7 has no reported rating yet")
    assert person.recorded == []


async def test_what_was_reported_last_is_offered_and_never_filled_in_unasked(house: House) -> None:
    said = Received("head of service", "call")
    delivery.record_progress(house.at(), "R4.BRI.7", note="Late.", rating=Rating.AMBER, received=said)
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.paste("Better.")
        await person.press("tab", "g", "tab", "right", "f2")
        assert person.recorded[-1].texts == {"note": "Better.", "reported_by": "head of service"}
        await person.press("u")
        await person.paste("As before.")
        await person.press("f2")
        assert person.recorded[-1].texts == {"note": "As before."}


async def test_a_claim_asks_the_executive_for_sign_off(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("c")
    await person.fill(note="All of it is done.", wanted_by="1 October 2022", difference="practice")
    assert "= Saturday 1 October 2022" in person.text
    await person.press("f2")
    claim, ask = person.recorded
    assert (claim.entry.act, claim.entry.subject) == ("action.completed", "R4.BRI.7")
    assert claim.entry.facts["difference"] == "practice"
    assert claim.texts == {"note": "All of it is done."}
    assert (ask.entry.act, ask.entry.facts["body"]) == ("decision.asked", "BRI-EXEC")
    assert ask.entry.facts["wanted_by"] == "2022-10-01"


async def test_reopening_takes_the_claim_back(house: House) -> None:
    delivery.claim_complete(house.at(), "R4.BRI.7", note="Done.")
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("m")
        await person.type("reopen")
        await person.press("enter")
        await person.paste("One school is missing.")
        await person.press("f2")
        assert [act for act, _ in person.acts[-2:]] == ["action.reopened", "decision.withdrawn"]
        assert person.recorded[-2].texts == {"why": "One school is missing."}


async def test_a_milestone_is_added_and_achieved(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("b")
    await person.fill(title="Posts advertised", due="August 2022", critical="y")
    assert "= due 31 August 2022 (August 2022)" in person.text
    await person.press("f2")
    added, texts = person.only()
    assert (added.act, added.subject, texts) == ("milestone.added", "R4.BRI.7.m1", {"title": "Posts advertised"})
    assert (added.facts["due"], added.facts["precision"], added.facts["critical"]) == ("2022-08-31", "month", 1)
    await person.go("R4.BRI.7.m1")
    await person.press("v")
    await person.fill(when="yesterday")
    assert "= Sunday 3 July 2022" in person.text
    await person.press("f2")
    assert "Not saved. R4.BRI.7.m1 began on 4 July 2022" in person.text
    await person.press("f4", "f2")
    entry = person.recorded[-1].entry
    assert (entry.act, entry.facts["achieved_on"]) == ("milestone.achieved", {"from": None, "to": "2022-07-04"})


async def test_funding_is_added_from_the_list_of_acts(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.type("fund")
    await person.press("enter")
    await person.fill(funder="Home Office", state="s", amount="280000", ends="31 March 2023")
    await person.press("f2")
    entry, texts = person.only()
    assert (entry.act, entry.facts) == (
        "funding.added",
        {"amount": "280000", "ends": "2023-03-31", "state": "secured"},
    )
    assert texts == {"funder": "Home Office"}
    assert "Home Office £280,000 · secured · until 31 March 2023" in person.page


async def test_the_day_it_happened_is_read_as_people_write_it(house: House) -> None:
    milestone = dates.parse("31 August 2022")
    delivery.add_milestone(house.at(), "R4.BRI.7", "Posts advertised", milestone)
    house.on("2022-09-02")
    async with sitting(house) as person:
        await person.go("R4.BRI.7.m1")
        await person.press("v")
        await person.fill(when="30/8/22")
        assert "= Tuesday 30 August 2022" in person.text
        await person.press("f2")
        assert person.recorded[-1].entry.occurred_on == date(2022, 8, 30).isoformat()
