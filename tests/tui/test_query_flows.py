"""Queries on the keyboard alone: raised about what the cursor stands on, answered, pressed, closed; and the trail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
import pytest_asyncio

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import actions, delivery, queries, succession, trail
from tracker.desk.actions import NewAction
from tracker.model import guard
from tracker.model.vocabulary import Rating
from tracker.register.position import Position
from tracker.tui.look.page import Text
from tracker.tui.pages.report import markdown_blocks, target
from tracker.tui.registry import BY_ID


@pytest_asyncio.fixture
async def auditor(house: House) -> AsyncIterator[Person]:
    """The auditor, P6."""
    async with sitting(house, who="P6") as found:
        yield found


async def test_a_query_is_raised_about_the_action_that_is_open(auditor: Person) -> None:
    await auditor.go("R4.BRI.7")
    await auditor.press("Q")
    assert auditor.form.title_words == "Raise a query about R4.BRI.7"
    await auditor.fill(question="On what is it based?", wanted_by="31 July 2022")
    await auditor.press("f2")
    entry, texts = auditor.only()
    assert (entry.act, entry.on, entry.area) == ("query.raised", ("Q1", "R4.BRI.7"), "BRI")
    assert entry.facts == {"state": "asked", "about": "R4.BRI.7", "wanted_by": "2022-07-31"}
    assert texts == {"question": "On what is it based?"}
    said = " ".join(auditor.page.split())
    assert "Open queries" in said
    assert "Q1 asked, awaiting an answer · wanted by 31 July 2022 · On what is it based?" in said


async def test_a_query_is_raised_about_an_entry_of_the_trail(auditor: Person) -> None:
    await auditor.press("3", "Q")
    assert auditor.form.title_words == f"Raise a query about #{auditor.house.size}"
    await auditor.fill(question="Who agreed this meeting?")
    await auditor.press("f2")
    entry, _ = auditor.only()
    assert (entry.facts["entry"], entry.facts["about"]) == (auditor.house.size, "G2")
    await auditor.go(f"#{auditor.house.size}")
    assert "Q1    asked, awaiting an answer · Who agreed this meeting?" in auditor.page


async def test_a_query_goes_to_and_fro_until_it_is_closed(house: House) -> None:
    queries.raise_query(house.at("P6"), "R4.BRI.7", "On what is it based?")
    async with sitting(house) as manager:
        await manager.press("0")
        assert "Q1    awaits answer" in manager.text
        await manager.press("r")
        await manager.fill(answer="On the audit of May.", reported_by="head of service", received="call")
        await manager.press("f2")
        assert manager.recorded[-1].texts == {
            "words": "On the audit of May.", "reported_by": "head of service", "received": "call",
        }  # fmt: skip
        await manager.press("c")
        assert manager.told[-1].startswith("P1 is a partnership business manager and may not close a query")
    async with sitting(house, who="P6") as auditor:
        await auditor.press("0", "enter", "p")
        await auditor.fill(why="May is before the work began.", wanted_by="August 2022")
        await auditor.press("f2")
        assert "asked, awaiting an answer" in auditor.text
        await auditor.press("c")
        assert auditor.told[-1] == "Q1 is not at that turn: it awaits an answer first."
        queries.answer(house.at(), "Q1", "On the audit of July, E40.")
        await auditor.press("f5", "c")
        await auditor.fill(concluded="The audit of July bears it out.")
        await auditor.press("f2")
    assert [line.entry.act for line in auditor.recorded] == [
        "query.raised", "query.answered", "query.pressed", "query.answered", "query.closed",
    ]  # fmt: skip
    assert auditor.recorded[-1].texts == {"words": "The audit of July bears it out."}


async def test_the_page_of_a_query_tells_every_turn_and_leads_to_what_it_is_about(house: House) -> None:
    queries.raise_query(house.at("P6"), "R4.BRI.7", "On what is it based?")
    queries.answer(house.at(), "Q1", "On the audit.")
    async with sitting(house) as person:
        await person.go("Q1")
        said = " ".join(person.page.split())
        assert "About R4.BRI.7 An agreed action" in said
        assert f"4 July 2022 P6 asked · #{house.size + 1} On what is it based?" in said
        assert f"4 July 2022 P1 answered · #{house.size + 2} On the audit." in said
        await person.press("down", "enter")
        assert "R4.BRI.7  An agreed action" in person.text


async def test_what_was_typed_into_a_query_is_kept_when_it_is_not_ones_turn(house: House) -> None:
    queries.raise_query(house.at("P6"), "R4.BRI.7", "Why?")
    async with sitting(house) as person:
        await person.go("Q1")
        await person.press("r")
        await person.fill(answer="Because.")
        queries.answer(house.at("P1"), "Q1", "Somebody was quicker.")
        await person.press("f2")
        assert "Somebody was quicker." in person.text, "what came in between is shown before why mine cannot follow"
        await person.take_in()
        await person.press("f2")
        assert "Q1 is not at that turn: it is answered" in " ".join(person.text.split())
        assert person.field("answer").raw == "Because."


# --- the trail --------------------------------------------------------------------------------------------------------


async def test_the_trail_follows_an_action_through_a_split_and_a_merger(house: House) -> None:
    desk = house.at()
    delivery.record_progress(desk, "R4.BRI.7", note="half way", rating=Rating.GREEN)
    succession.split(desk, "R4.BRI.7", ["one", "two"], why="two teams")  # R4.BRI.8 and R4.BRI.9
    actions.add(desk, "R4", "BRI", NewAction("a third", lead="BCC"))  # R4.BRI.10
    succession.merge(desk, ["R4.BRI.9"], into="R4.BRI.10", why="one team")
    async with sitting(house, size=(200, 30)) as person:
        await person.press("3", "slash")
        await person.paste("follow:R4.BRI.10")
        await person.press("enter")
        assert "R4.BRI.7, R4.BRI.9, R4.BRI.10" in person.text
        assert "half way" in person.text
        assert "status: in progress → superseded" in person.text
        for ref in ("R4.BRI.7", "R4.BRI.9", "R4.BRI.10"):
            assert any(f"BRI  {ref} " in row for row in person.rows), ref
        assert not any("BRI  R4.BRI.8 " in row for row in person.rows), "the other half is another line"


async def test_late_entries_and_words_are_found_in_the_trail(house: House) -> None:
    house.on("2022-09-01")
    delivery.record_progress(
        house.at(), "R4.BRI.7", note="a lighthouse", rating=Rating.GREEN, occurred_on=date(2022, 7, 10)
    )
    delivery.record_progress(house.at(), "R4.BRI.7", note="in time", rating=Rating.GREEN)
    async with sitting(house) as person:
        for query in ("late", 'text:"lightho"', '"lighthouse"', "late R4.BRI.7 by:P1"):
            await person.press("3", "slash")
            await person.paste(query)
            assert "1 entry of" in person.text, query
            await person.press("enter", "escape")


async def test_the_trail_says_how_far_it_was_read(house: House) -> None:
    trail.review_trail(house.at("P6"), house.size - 2)
    async with sitting(house) as person:
        await person.press("3")
        assert f"reviewed to #{house.size - 2} by P6, 2 since" in " ".join(person.text.split())


async def test_from_a_cell_two_steps_lead_to_its_entries(house: House) -> None:
    async with sitting(house) as person:
        await person.press("down", "down", "down")
        assert "R4" in person.text
        await person.press("h")
        assert "Trail behind a figure" in person.text
        with Position(house.path, person.app.seat.position.when) as position:
            number = position.value(
                "SELECT count(DISTINCT r.seq) FROM entry_ref r JOIN action a ON a.ref = r.ref"
                " WHERE a.recommendation = 'R4' AND a.area = 'BRI'"
            )
        assert f"{number} entries of" in person.text
        await person.press("enter")
        assert "About" in person.page


async def test_from_a_cell_enter_leads_to_its_actions_and_on_to_history(house: House) -> None:
    async with sitting(house) as person:
        await person.press("down", "down", "down", "enter", "enter")
        assert person.text.count("R4.BRI.") > 0
        assert "History" in person.page


async def test_a_line_of_a_report_leads_to_what_it_names(house: House) -> None:
    async with sitting(house, size=(120, 40)) as person:
        await person.press("8")
        await person.until("On one page")
        page = person.screen.query_one("#draft")
        targets = [spot.target for spot in page.layout_of_page.spots]  # type: ignore[attr-defined]
        assert "list:R4.BRI plan open" in targets
        page.cursor = targets.index("list:R4.BRI plan open")  # type: ignore[attr-defined]
        page.focus()
        await person.press("enter")
        assert "1 action passes 'R4.BRI plan open'" in person.text
        await person.press("enter")
        assert "R4.BRI.7  An agreed action" in person.text


async def test_coverage_leads_from_a_row_to_its_actions_and_entries(house: House) -> None:
    queries.raise_query(house.at("P6"), "R4.BRI.7", "Why?")
    async with sitting(house, size=(100, 60)) as person:
        await person.press("C")
        (row,) = [line for line in person.page.splitlines() if line.startswith("R4.BRI")]
        # One agreed action with expected evidence written down, none in hand, one open query.
        assert row.split()[:7] == ["R4.BRI", "1", "1", "0", "0", "1", "1"]
        page = person.screen.query_one("#page")
        targets = [spot.target for spot in page.layout_of_page.spots]  # type: ignore[attr-defined]
        page.cursor = targets.index("R4.BRI")  # type: ignore[attr-defined]
        await person.press("h")
        assert "Trail behind a figure" in person.text
        await person.press("escape", "enter")
        assert "R4.BRI.7" in person.page


async def test_a_slip_in_the_filter_is_said(person: Person) -> None:
    await person.press("2", "slash")
    await person.paste("overdu")
    assert "did you mean overdue?" in person.text


@pytest.mark.parametrize(
    ("line", "head", "leads_to"),
    [
        ("| D1 | past its date | high | 2 | R1.BRI.1 and R4.BRI.4 |", "| Rule | What |", "R1.BRI.1"),
        ("| D8 | Executive | 15 December 2022 | Sign off R4.BRI.3 |", "| Decision | Asked of |", "D8"),
        ("| \\\\#542 | 4 July 2022 | entered the agency ICB |", "| Entry | Occurred |", "#542"),
        ("- R Red: R6.ALL.6, a test: was due", "", "R6.ALL.6"),
        ("### R4 (working number): Fewer managed moves", "", "R4"),
        ("critical milestone R3.ALL.1.m2 was due", "", "R3.ALL.1.m2"),
        ("| `area:BRI plan open` | 19 |", "| Query | Finds |", "list:area:BRI plan open"),
        ("Position at 15 December 2022, from 3 areas", "", None),
        ("COVID and E-scooters, X-rays in R4B", "", None),
    ],
)
def test_what_a_line_of_a_report_leads_to(line: str, head: str, leads_to: str | None) -> None:
    assert target(line.replace("\\\\", "\\"), head) == leads_to


def test_the_queries_of_an_annex_lead_to_actions_entries_or_for_the_earlier_position_nowhere() -> None:
    row = "| `late -act:report` | 8 |"
    text = f"{row}\n\nCounts of entries: so.\n\n{row}\n\nCounts of the earlier position: so.\n\n{row}"
    found = [block.target for block in markdown_blocks(text) if isinstance(block, Text) and block.runs[0][0] == row]
    assert found == ["list:late -act:report", "trail:late -act:report", None]


async def test_a_query_is_closed_over_the_guards_warning_with_a_reason(auditor: Person) -> None:
    queries.raise_query(auditor.house.at("P6"), "R4.BRI.7", "On what is it based?")
    queries.answer(auditor.house.at("P1"), "Q1", "On the audit of May.")
    await auditor.go("Q1")
    await auditor.press("c")
    await auditor.fill(concluded="Ask someone@example.org for it.")
    await auditor.press("f2")
    assert "give a reason why it must stand" in " ".join(auditor.text.split())
    await auditor.fill(**{guard.WHY: "It is a shared mailbox."})
    await auditor.press("f2")
    line = auditor.recorded[-1]
    assert (line.entry.act, line.entry.subject) == ("query.closed", "Q1")
    assert line.texts["words"] == "Ask someone@example.org for it."
    assert line.texts[guard.WHY] == "It is a shared mailbox."


async def test_a_query_that_was_asked_again_is_not_closed_and_the_form_says_why(auditor: Person) -> None:
    queries.raise_query(auditor.house.at("P6"), "R4.BRI.7", "On what is it based?")
    queries.answer(auditor.house.at("P1"), "Q1", "On the audit of May.")
    queries.press(auditor.house.at("P6"), "Q1", "Which audit?")
    await auditor.go("Q1")
    await auditor.press("c")
    assert auditor.told[-1] == "Q1 is not at that turn: it awaits an answer first."
    before = len(auditor.recorded)
    auditor.app.form(BY_ID["close_query"], "Q1")
    await auditor.settle()
    await auditor.fill(concluded="Nothing follows.")
    await auditor.press("f2")
    assert "Not saved. Q1 is not at that turn: it awaits an answer first." in auditor.text
    assert len(auditor.recorded) == before
