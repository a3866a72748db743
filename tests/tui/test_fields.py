"""Beside the field: what typed words mean, and what is wrong with them as soon as one goes on to the next."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk.refusal import Refusal
from tracker.desk.session import Session
from tracker.tui.forms import parts
from tracker.tui.screens.form import PAUSE
from tracker.tui.seat import Seat


async def test_a_reference_says_what_it_names_while_one_types_and_what_is_wrong_once_one_goes_on(
    person: Person,
) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.paste("merge")
    await person.press("enter")
    await person.fill(into="r4.sgl.1")
    await person.pilot.pause(PAUSE + 0.1)
    assert "= R4.SGL.1 Another agreed action" in person.text
    await person.fill(also="r4.sgl.99")
    await person.pilot.pause(PAUSE + 0.1)
    assert "R4.SGL.99 in this plan" not in person.text, "half a reference is no mistake"
    await person.press("tab")
    assert "There is no action R4.SGL.99 in this plan." in person.text
    assert person.field("also").has_class("wrong")
    await person.fill(why="One carries both on.")
    await person.press("f2")
    assert "Not saved yet: There is no action R4.SGL.99 in this plan." in person.text
    assert person.recorded == []


async def test_a_number_that_is_none_is_said_beside_it(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.paste("add funding")
    await person.press("enter")
    await person.fill(funder="A grant", state="s", amount="280,000")
    await person.press("tab")
    under = next(row for row, line in enumerate(person.rows) if "280,000" in line) + 1
    assert "The number '280,000' is not a plain number" in person.rows[under]
    person.field("amount").raw = ""
    await person.fill(amount="280000")
    await person.press("tab")
    assert not person.field("amount").has_class("wrong")
    await person.press("f2")
    assert person.only()[0].facts["amount"] == "280000"


async def test_a_file_that_is_not_there_is_said_when_one_goes_on(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("e")
        await person.fill(file="no such file.pdf")
        await person.press("tab")
        assert "There is no such file; paste its whole path." in person.text


def test_what_references_mean(house: House) -> None:
    seat = Seat(Session(house.path, who="P1", clock=house.clock))
    try:
        anything, action = parts.things(seat), parts.things(seat, "action")
        assert anything("r4.bri.7, m1 g1").startswith("R4.BRI.7 An agreed action; M1 ")
        assert action("R4.BRI.7 R4.SGL.1") == "R4.BRI.7 An agreed action; R4.SGL.1 Another agreed action"
        for means, text, words in (
            (anything, "R4.BRI.7 M999", "There is no measure M999 in this plan."),
            (action, "M1", "M1 is a measure, not an action."),
            (anything, "[/]", "[/]"),
            (parts.whole, "3.5", "Write a whole number, like 34."),
            (parts.whole, "٣", "Write a whole number, like 34."),
        ):
            with pytest.raises(Refusal) as refused:
                means(text)
            assert words in str(refused.value)
    finally:
        seat.close()


async def test_a_day_still_to_come_is_said_beside_and_under_what_happened(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("u")
    await person.fill(when="5 July 2022", note="Done tomorrow.")
    assert "✗ still to come" in person.text
    assert "5 July 2022 has not come yet" in person.text
    await person.press("f2")
    assert person.recorded == []
    person.field("when").raw = ""
    await person.fill(when="4 July 2022")
    assert "still to come" not in person.text
    assert "= Monday 4 July 2022" in person.text


async def test_a_text_that_is_too_long_is_said_under_it_once_one_goes_on(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.paste("edit the words")
    await person.press("enter")
    person.field("title").raw = ""
    await person.fill(title="t" * 301)
    await person.press("tab")
    assert person.field("title").has_class("wrong")
    assert "Title has 301 characters; at most 300 fit." in person.text
    await person.press("f2")
    assert person.recorded == []
