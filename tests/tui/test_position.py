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
from tracker.register import checks, narrowing
from tracker.register.narrowing import Asked
from tracker.reports import run
from tracker.tui.screens.position import PositionScreen


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


async def test_what_needs_attention_is_narrowed_to_a_rule_or_a_severity_and_widened_again(house: House) -> None:
    house.on("2022-10-15")  # both agreed actions are past their dates; neither has a report
    with house.position() as position:
        every = checks.findings(position)
    late = [finding.ref for finding in every if finding.rule == "D1"]
    assert late == ["R4.BRI.7", "R4.SGL.1"]
    async with sitting(house) as person:
        await person.until(f"{len(every)}, ")
        await person.press("slash")
        await person.paste("d1")
        assert f"D1   high  {len(late):>9}  past its agreed due date and not complete" in person.text
        await person.press("enter")
        screen = person.screen
        assert isinstance(screen, PositionScreen)
        assert [finding.ref for finding in screen.findings.values()] == late
        assert f"{len(late)} of {len(every)} · only D1 · all areas" in person.text
        assert "Esc shows everything again" in person.told[-1]
        assert screen.under == "R4.BRI.7", "the cursor stands on the first of them"
        await person.press("a")
        assert [finding.ref for finding in screen.findings.values()] == ["R4.BRI.7"]
        await person.press("escape")
        assert screen.under == "R4.BRI.7", "the cursor stays on it"
        assert "only" not in person.text.partition("Needs attention")[2]
        await person.press(*"aaaa")
        assert len(screen.findings) == len(every)
        await person.press("slash")
        await person.paste("high")
        await person.press("enter")
        assert [one.severity for one in screen.findings.values()] == ["high"] * sum(f.severity == "high" for f in every)


async def test_leaving_the_choice_changes_nothing(house: House) -> None:
    async with sitting(house) as person:
        assert isinstance(person.screen, PositionScreen)
        before = person.screen.findings
        await person.press("slash", "down", "escape")
        assert isinstance(person.screen, PositionScreen)
        assert person.screen.findings == before
        assert person.screen.asking is None


def test_the_choice_counts_what_there_is_and_what_is_chosen_is_as_much(house: House) -> None:
    with house.on("2022-10-15").position() as position:
        every = checks.findings(position)
        rules = narrowing.occurring(every, position.settings)
        asked = narrowing.rules(position.settings, Asked(severity="high"))
    assert sum(one.number for one in rules) == len(every)
    assert {one.rule for one in rules} == {finding.rule for finding in every}
    assert [one.severity for one in rules] == sorted((one.severity for one in rules), key=checks.SEVERITIES.index)
    for one in rules:
        assert len(narrowing.narrowed(every, Asked(one.rule))) == one.number > 0
        assert narrowing.narrowed(every, Asked(one.rule, "none")) == []
    for severity, number in narrowing.by_severity(every).items():
        assert len(narrowing.narrowed(every, Asked(severity=severity))) == number
    assert "D1" in asked
    assert not set(asked) & {one.rule for one in rules if one.severity != "high"}


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
