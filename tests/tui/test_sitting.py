"""The sitting of a body on the keyboard alone: its agenda, then its decisions one by one, and what they record."""

from __future__ import annotations

from datetime import date

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import deciding, meetings
from tracker.model import dates
from tracker.model.vocabulary import DecisionKind
from tracker.register.sitting import bodies
from tracker.register.sitting import sitting as found_sitting
from tracker.tui.screens.sitting import SittingForm, SittingScreen


@pytest.fixture
def asked(house: House) -> House:
    """Three things asked of Bristol's executive before its meeting G2, one of South Gloucestershire's; then a day on
    which G2 is over and the next one, G3, is entered."""
    desk = house.at()
    for due, ref in (("31 March 2023", "R4.BRI.7"), ("30 June 2023", "R1.BRI.2")):
        deciding.request_revision(desk, ref, dates.parse(due), why="Late.", wanted_by=date(2022, 10, 1))  # D1, D2
    meetings.ask(desk, DecisionKind.ESCALATION, body="BRI-EXEC", about=["K1"], asked="Decide.")  # D3
    deciding.request_revision(desk, "R4.SGL.1", dates.parse("May 2023"), why="Late.")  # D4
    house.on("2022-10-03")
    meetings.add_meeting(house.at(), "BRI-EXEC", date(2022, 12, 15), cut_off=date(2022, 12, 1))
    with house.position() as position:
        house.size = position.size
    return house


def ref_of(person: Person) -> str | None:
    assert isinstance(person.screen, SittingForm), person.text
    return person.screen.ref


async def test_three_decisions_are_recorded_in_one_sitting(asked: House) -> None:
    async with sitting(asked) as person:
        await person.press("S")
        assert "G2 was held on 1 October 2022" in " ".join(person.text.split())
        assert "0 of 3 recorded" in person.text
        await person.press("enter")
        assert ref_of(person) == "D1"
        await person.press("a")
        await person.paste("minute 4.1")
        await person.fill(agencies="ASP|BCC")
        await person.press("f2")
        assert ref_of(person) == "D2"
        assert "Recorded: D1 agreed." in person.text
        await person.press("r", "right")  # → takes over the minute typed last, to be changed
        assert person.field("minute").raw == "minute 4.1"
        assert person.field("agencies").raw == ["ASP", "BCC"]
        await person.fill(why="Not late enough.")
        await person.press("f2")
        assert ref_of(person) == "D3"
        await person.press("p")
        await person.paste("minute 4.3")
        assert [box.field.name for box in person.form.boxes] == ["agreed", "minute", "until", "why"]
        await person.fill(why="The paper came late.")
        await person.press("f2")
        assert isinstance(person.screen, SittingScreen)
        assert "3 of 3 recorded: 1 agreed, 1 refused, 1 put off" in person.text
        assert person.acts == [
            ("decision.made", "D1"), ("action.revised", "R4.BRI.7"),
            ("decision.made", "D2"), ("decision.deferred", "D3"),
        ]  # fmt: skip
        first, moved, second, third = (line.entry for line in person.recorded)
        assert {entry.occurred_on for entry in (first, moved, second, third)} == {"2022-10-01"}
        assert first.facts["meeting"] == {"from": None, "to": "G2"}
        assert first.facts["agencies"] == second.facts["agencies"] == {"from": [], "to": ["ASP", "BCC"]}
        assert moved.facts["due"] == "2023-03-31"
        assert second.facts["state"]["to"] == "refused"
        assert third.facts == {"wanted_by": {"from": None, "to": "2022-12-15"}, "deferred_at": "G2"}


async def test_one_is_left_for_later_and_what_was_refused_by_the_desk_stays_typed(asked: House) -> None:
    async with sitting(asked) as person:
        await person.press("S", "enter", "f8", "a", "f2")  # skips D1; D2 without a minute
        assert ref_of(person) == "D2"
        assert "Not saved yet: Minute is missing." in person.text
        await person.press("escape")
        assert isinstance(person.screen, SittingScreen)
        assert "1 left for later" in person.text
        assert person.recorded == []


async def test_a_meeting_leads_to_its_own_sitting_and_before_it_there_is_an_agenda(asked: House) -> None:
    async with sitting(asked) as person:
        await person.go("G3")
        await person.press("S")
        said = " ".join(person.text.split())
        assert "G3 is to be held on 15 December 2022" in said
        assert "Agenda: 3 decisions asked; recorded once it has met." in said
        await person.press("left")
        assert "G2 was held on 1 October 2022" in " ".join(person.text.split())
        await person.press("b")
        assert "SGL-EXEC" in person.text
        assert "no meeting is entered" in " ".join(person.text.split())


def test_what_was_asked_after_a_meeting_is_for_the_next_one(asked: House) -> None:
    meetings.ask(asked.at(), DecisionKind.OTHER, body="BRI-EXEC", about=["K2"], asked="Decide.")  # D5, on 3 October
    with asked.position() as position:
        assert bodies(position) == ["BRI-EXEC", "SGL-EXEC"]
        assert found_sitting(position, "BRI-EXEC").asked == ("D1", "D2", "D3")  # at G2, where they still wait
        assert found_sitting(position, "BRI-EXEC", "G3").asked == ("D1", "D2", "D3", "D5")
