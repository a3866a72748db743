"""What waits for me, on the keyboard alone: counted on the opening screen, listed on M, and done from there."""

from __future__ import annotations

from datetime import date

from tests.house import House
from tests.tui.driving import sitting
from tracker.desk import actions, deciding, queries
from tracker.desk.actions import NewAction
from tracker.model import dates
from tracker.model.text import md_cell
from tracker.tui.screens.drafts import DraftsScreen
from tracker.tui.screens.round import RoundScreen
from tracker.tui.screens.trail import TrailScreen
from tracker.tui.widgets.lines import Lines


async def test_what_waits_is_counted_listed_and_answered_from_the_list(house: House) -> None:
    asked = queries.raise_query(house.at("P6"), "R4.BRI.7", question="On what?", wanted_by=date(2022, 7, 20)).ref
    house.size += 1
    async with sitting(house) as person:
        await person.until("M waits for you: 2")  # the query, and the round of Bristol
        await person.press("M")
        assert "2 things for P1, partnership business manager" in person.text
        assert [row.split()[:6] for row in person.rows[4:6]] == [
            ["▸", "answer", "20", "Jul", "22", asked], ["update", "17", "Sep", "22", "Bristol:", "16"]
        ]  # fmt: skip
        await person.press("r")
        await person.fill(answer="On the audit.")
        await person.press("f2")
        assert person.acts == [("query.answered", asked)]
        assert "1 thing for P1" in person.text
        await person.press("enter")
        assert isinstance(person.screen, RoundScreen)


async def test_a_decision_is_recorded_from_the_list_once_the_body_has_met(house: House) -> None:
    ask = deciding.request_revision(house.at(), "R4.BRI.7", dates.parse("31 March 2023"), why="Late.").ref
    house.size += 1
    house.on("2022-10-03")
    async with sitting(house) as person:
        await person.press("M")
        assert f"record   –            {ask}" in person.text
        await person.press("s")
        assert person.form.title_words == f"Record the decision {ask}"


async def test_the_trail_waits_for_the_auditor(house: House) -> None:
    async with sitting(house, who="P6") as person:
        await person.press("M", "enter")
        assert isinstance(person.screen, TrailScreen)


async def test_a_row_is_copied_as_markdown_and_a_reference_alone(house: House) -> None:
    desk = house.at()
    hostile = "Two | columns <b>"
    actions.add(desk, "R4", "BRI", NewAction(title=hostile, lead="BCC", due=dates.parse("2023")))  # R4.BRI.8
    async with sitting(house, size=(140, 45)) as person:
        await person.press("2")
        await person.press("end")
        while person.screen.query_one(Lines).key != "R4.BRI.8":
            await person.press("up")
        await person.press("Y")
        row = person.app.clipboard
        assert row.startswith("| R4.BRI.8 | ")
        assert row.endswith(f" | {md_cell(hostile)} |")
        assert "Two | columns" not in row
        await person.press("y")
        assert person.app.clipboard == "R4.BRI.8"
        await person.press("1", "Y")
        assert person.app.clipboard.startswith("| R1 Bristol: reported no rating")


async def test_an_entry_of_the_trail_leads_to_its_object_and_back(house: House) -> None:
    async with sitting(house) as person:
        await person.press("3", "o")
        assert person.rows[1].split(" ")[1:5] == ["Position", "›", "Evidence", "trail"]
        assert "› G2" in person.rows[1]
        await person.press("escape")
        assert isinstance(person.screen, TrailScreen)


async def test_what_was_typed_and_not_recorded_waits_too(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.fill(note="Half a sentence")
        await person.press("escape", "M", "end")
        assert "drafts   1 form with what you typed, not recorded" in person.text
        await person.press("enter")
        assert isinstance(person.screen, DraftsScreen)
        assert person.recorded == []
