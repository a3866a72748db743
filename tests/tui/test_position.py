"""The opening screen and the page of a recommendation: which way things went, and what stands at a neighbour."""

from __future__ import annotations

from pathlib import Path

from tests.house import House
from tests.tui.driving import sitting
from tracker.desk import actions, delivery, measures
from tracker.desk.actions import NewAction
from tracker.desk.measures import NewMeasure
from tracker.desk.session import Session
from tracker.model import dates
from tracker.model.vocabulary import Direction, Rating
from tracker.reports import run


async def test_a_cell_says_which_way_it_went_since_the_last_issue(house: House, tmp_path: Path) -> None:
    delivery.record_progress(house.at(), "R4.BRI.7", note="Well.", rating=Rating.GREEN)
    run(Session(house.path, who="P1", via="tester", clock=house.clock), "assurance", folder=tmp_path / "out")
    house.on("2022-10-15")  # the action was due on 30 September
    delivery.record_progress(house.at(), "R4.BRI.7", note="Late.", rating=Rating.AMBER)
    async with sitting(house) as person:
        await person.until("R▲↓")
        await person.press("down", "down", "down")
        said = " ".join(person.text.split())
        assert "since issue 1 ↓: reported was G● Green, dates said G● Green, overdue was 0" in said, said
        delivery.record_progress(house.at(), "R4.BRI.7", note="Well again.", rating=Rating.GREEN)
        await person.press("f5")
        assert "since issue 1 ↓: dates said G● Green, overdue was 0" in " ".join(person.text.split())


async def test_without_an_issue_nothing_is_compared(house: House) -> None:
    async with sitting(house) as person:
        assert "since issue" not in person.text
        assert "↓" not in person.text


async def test_a_recommendation_shows_a_neighbours_work_and_the_course_of_its_measures(house: House) -> None:
    actions.add(house.at(), "R7", "SGL", NewAction(title="Only in the south", lead="ASP", due=dates.parse("2023")))
    new = NewMeasure("Managed moves", "moves", Direction.LOWER, serves=("R7",), baseline="60", target="40")
    ref = measures.add_measure(house.at(), new).ref
    for value, month in (("52", "April 2022"), ("45", "May 2022")):
        starts = dates.parse(month)
        measures.add_reading(house.at(), ref, value, starts.first, starts.day)
    async with sitting(house) as person:
        await person.go("R7")
        page = " ".join(person.page.split())
        assert "Not recorded here while a neighbour records it; to ask about, not a judgement" in page
        assert "Bristol South Gloucestershire: R7.SGL.1 Only in the south" in page
        assert "North Somerset South Gloucestershire: R7.SGL.1 Only in the south" in page
        assert f"{ref} Managed moves · baseline 60, target 40, last 45 █▄▁ moves · 5 from its target" in page
        await person.go("R8")
        assert "Not recorded here" not in person.page
