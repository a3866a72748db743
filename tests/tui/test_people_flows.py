"""Merging, people, agencies and the settings of the rules, on the keyboard: what the command line can record too."""

from __future__ import annotations

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.register.rules import DEFAULT_SETTINGS
from tracker.tui.forms.plan import SETTINGS
from tracker.tui.screens.form import FormScreen


async def begin(person: Person, words: str) -> None:
    """Open a form by its name in the palette."""
    await person.press("g")
    await person.paste(words)
    await person.press("enter")
    assert person.form.command.words == words


async def test_actions_are_merged_into_one_that_carries_them_on(person: Person) -> None:
    await person.go("R4.SGL.1")
    await begin(person, "Merge into another")
    await person.fill(into="R4.BRI.7", why="The areas plan it together.")
    await person.press("f2")
    entry, texts = person.only()
    assert (entry.act, entry.on) == ("action.merged", ("R4.SGL.1", "R4.BRI.7"))
    assert entry.facts["goes_to"] == {"from": None, "to": "R4.BRI.7"}
    assert entry.facts["status"]["to"] == "superseded"
    assert texts == {"why": "The areas plan it together."}


async def test_several_actions_end_in_one_merging(person: Person) -> None:
    await person.go("R4.SGL.1")
    await begin(person, "Merge into another")
    await person.fill(into="R4.BRI.7", also="R1.BRI.1, R1.BRI.2", why="One plan.")
    await person.press("f2")
    assert person.acts == [("action.merged", ref) for ref in ("R4.SGL.1", "R1.BRI.1", "R1.BRI.2")]


async def test_a_person_is_entered_and_their_role_changed(person: Person) -> None:
    await begin(person, "Add a person")
    await person.fill(post="head of inclusion", agency="BCC", login="hinc")
    box = person.field("role")
    box.raw = "contributor"
    await person.press("f2")
    await begin(person, "Change a person")
    await person.fill(person="P8", until="4 July 2022", why="The post is vacant.")
    await person.press("f2")
    entered, changed = person.recorded
    assert (entered.entry.act, entered.entry.subject) == ("person.added", "P8")
    assert {name: entered.entry.facts[name] for name in ("role", "agency", "login")} == {
        "role": "contributor", "agency": "BCC", "login": "hinc",
    }  # fmt: skip
    assert changed.entry.facts == {"until": {"from": None, "to": "2022-07-04"}}
    assert changed.texts == {"why": "The post is vacant."}


async def test_the_person_under_the_cursor_is_taken_over_and_stands_above_the_fields(person: Person) -> None:
    await person.go("P3")
    await begin(person, "Change a person")
    assert person.field("person").raw == "P3"
    assert "contributor (own actions) · ALL · ASP · no log-in" in person.text
    await person.fill(agency="BCC")
    await person.press("f2")
    entry, _ = person.only()
    assert (entry.subject, entry.facts) == ("P3", {"agency": {"from": "ASP", "to": "BCC"}})


async def test_the_last_manager_cannot_leave_and_is_told_what_to_do(house: House) -> None:
    async with sitting(house) as person:
        for ref in ("P2", "P7"):
            await begin(person, "Change a person")
            await person.fill(person=ref, until="4 July 2022")
            await person.press("f2")
        await begin(person, "Change a person")
        await person.fill(person="P1", until="4 July 2022")
        await person.press("f2")
        assert isinstance(person.screen, FormScreen)
        assert "P1 is the last manager; enter another manager before this one leaves." in " ".join(person.text.split())


async def test_an_agency_is_entered_renamed_and_succeeded(person: Person) -> None:
    await begin(person, "Add an agency")
    await person.fill(code="newco", name="A new provider", kind="provider")
    await person.press("f2")
    await begin(person, "Change an agency")
    await person.fill(agency="NEWCO", until="4 July 2022", successor="BCC", why="It closed.")
    await person.press("f2")
    entered, changed = person.recorded
    assert (entered.entry.act, entered.entry.subject, entered.entry.facts["kind"]) == (
        "agency.added",
        "NEWCO",
        "provider",
    )
    assert changed.entry.facts == {
        "until": {"from": None, "to": "2022-07-04"},
        "successor": {"from": None, "to": "BCC"},
    }
    assert changed.texts == {"why": "It closed."}


async def test_one_setting_is_changed_and_the_others_stay(person: Person) -> None:
    await begin(person, "Change the settings of the rules")
    shown = {box.field.name: box.raw for box in person.form.boxes if box.field.name in DEFAULT_SETTINGS}
    assert shown == {name: str(days) for name, days in DEFAULT_SETTINGS.items()}
    await person.fill(milestone_red_days="14", why="The executive asked for it.")
    await person.press("f2")
    entry, texts = person.only()
    assert (entry.act, entry.facts) == ("settings.changed", {"milestone_red_days": {"from": 30, "to": 14}})
    assert texts == {"why": "The executive asked for it."}


async def test_a_setting_is_a_number_of_days(person: Person) -> None:
    await begin(person, "Change the settings of the rules")
    await person.fill(slip_amber_days="soon", why="A try.")
    await person.press("f2")
    assert "Not saved yet: Write a whole number, like 34." in " ".join(person.text.split())
    assert person.recorded == []


def test_every_setting_has_words() -> None:
    assert set(SETTINGS) == set(DEFAULT_SETTINGS)
