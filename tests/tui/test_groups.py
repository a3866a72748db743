"""Whom work is about, on the keyboard alone: picked in forms, said on pages, found by filters."""

from __future__ import annotations

from tests.tui.driving import Person


async def test_a_measure_is_marked_and_its_page_says_so(person: Person) -> None:
    await person.go("M1")
    assert "About" not in person.page
    await person.press("m")
    await person.paste("whom a measure")
    await person.press("enter")
    await person.fill(groups="sex|care", why="It counts girls in care.")
    await person.press("f2")
    entry, texts = person.only()
    assert (entry.act, entry.facts) == ("measure.edited", {"groups": {"from": [], "to": ["sex", "care"]}})
    assert texts == {"why": "It counts girls in care."}
    assert "sex (girls and boys), care experience" in person.page


async def test_evidence_is_marked_as_it_is_attached_and_put_right_afterwards(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("e")
    await person.fill(
        title="A survey", kind="survey", custodian="the unit", place="a safe", targets="R4.BRI.7", groups="poverty"
    )
    await person.press("f2")
    assert person.recorded[0].entry.facts["groups"] == ["poverty"]
    ref = person.recorded[0].entry.subject
    await person.go(ref)
    await person.press("m")
    await person.paste("whom evidence")
    await person.press("enter")
    await person.fill(groups="place", why="It is by ward.")
    await person.press("f2")
    assert person.recorded[-1].entry.facts == {"groups": {"from": ["poverty"], "to": ["poverty", "place"]}}
    await person.press("4", "slash")
    await person.paste("group:place")
    await person.until("A survey")


async def test_an_action_is_edited_and_found_by_whom_it_is_about(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.paste("Edit the words")
    await person.press("enter")
    await person.fill(groups="ethnicity")
    await person.press("f2")
    entry, _ = person.only()
    assert (entry.act, entry.facts) == ("action.edited", {"groups": {"from": [], "to": ["ethnicity"]}})
    assert "race or ethnicity" in person.page
    await person.press("2", "slash")
    await person.paste("group:ethnicity")
    await person.until("1 action")
