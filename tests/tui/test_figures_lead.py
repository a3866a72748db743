"""From a figure of a report to its entries in two steps: Enter on its query, and Enter on what it counted."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import delivery
from tracker.model.vocabulary import Rating
from tracker.tui.pages.report import LIST, TRAIL
from tracker.tui.screens.reports import ReportsScreen
from tracker.tui.widgets.page import Page

SINCE = "since:2022-07-04,#"


@pytest.fixture
def worse(house: House) -> House:
    """R4.SGL.1, due in July, has turned red; R4.BRI.7 was reported green and then red."""
    delivery.record_progress(house.at(), "R4.BRI.7", note="well", rating=Rating.GREEN)
    house.on("2022-08-10")
    delivery.record_progress(house.at(), "R4.BRI.7", note="two posts vacant", rating=Rating.RED)
    return house


async def on_the_line(person: Person, begins: str) -> str:
    """Open the draft that compares with 4 July and put the cursor on the line of a query; return the query."""
    await person.press("8")
    screen = person.screen
    assert isinstance(screen, ReportsScreen)
    await person.press("r")
    await person.fill(since_day="4 July 2022")
    await person.press("f2")
    await person.until("# DRAFT")
    page = screen.query_one(Page)
    targets = [spot.target for spot in page.layout_of_page.spots]
    target = next(target for target in targets if target and target.startswith(begins))
    page.cursor = targets.index(target)
    return target.partition(":")[2]


async def test_ratings_that_got_worse_lead_to_the_actions_and_from_there_to_their_entries(worse: House) -> None:
    async with sitting(worse) as person:
        query = await on_the_line(person, f"{LIST}change:worse {SINCE}")
        await person.press("enter")
        assert query in person.text
        await person.until("R4.SGL.1")
        assert [ref for ref in ("R4.BRI.7", "R4.SGL.1", "R4.BRI.1") if f" {ref} " in person.text] == [
            "R4.BRI.7",
            "R4.SGL.1",
        ]
        await person.press("enter")
        assert "two posts vacant" in person.text


async def test_a_count_of_entries_leads_to_them(worse: House) -> None:
    async with sitting(worse) as person:
        query = await on_the_line(person, f"{TRAIL}after:2022-07-04 -act:report")
        await person.press("enter")
        await person.until(f"#{worse.size + 2}")
        assert query in person.text
        await person.press("enter")
        assert "two posts vacant" in person.text
