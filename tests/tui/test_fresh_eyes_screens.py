"""What somebody sees who came without a manual: what shows is what was asked for, and what was entered is in sight."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import actions, deciding, delivery, meetings
from tracker.desk.actions import NewAction
from tracker.model import dates
from tracker.model.vocabulary import Rating
from tracker.tui.forms import actions as action_forms
from tracker.tui.forms import deciding as deciding_forms
from tracker.tui.forms import parts
from tracker.tui.forms import plan as plan_forms
from tracker.tui.screens.round import RoundScreen
from tracker.tui.screens.sitting import SittingScreen
from tracker.tui.screens.waiting import WaitingScreen
from tracker.tui.widgets.finder import Finder
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.typing import Line


async def test_under_a_filter_that_cannot_be_read_the_list_says_what_it_still_shows(person: Person) -> None:
    await person.press("2", "slash")
    await person.paste("area:SGL")
    await person.press(*"O overdue", "enter", "space")
    assert "Not what is asked for above: still what 'area:SGL' found." in person.text
    assert "pass 'area:SGLO overdue'" not in person.text
    assert "'SGLO' is not an area" in person.text


async def test_an_action_is_added_for_the_cell_of_the_matrix_and_m_lists_what_can_be_done(person: Person) -> None:
    await person.press("right", "down", "A")
    assert (person.field("recommendation").raw, person.field("area").raw) == ("R2", "SGL")
    await person.press("escape", "m")
    assert "What can be done on R2" in person.text


async def test_an_old_action_keeps_the_day_on_which_it_was_agreed(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("A")
    await person.fill(title="Panels in every school", when="1 June 2022", due="1 July 2022")
    assert "= ▲ past: Friday 1 July 2022" in person.text, "it is 4 July: said, and taken all the same"
    await person.press("f2")
    entry, _ = person.only()
    assert entry.occurred_on == "2022-06-01"
    delivery.record_progress(person.house.at(), entry.subject, note="Begun.", occurred_on=date(2022, 6, 10))


async def test_what_is_entered_has_the_cursor_or_is_said_to_be_hidden(person: Person) -> None:
    await person.press("6", "A")
    await person.fill(title="Owners may leave", areas="SGL")
    await person.press("f2")
    ref = person.recorded[-1].entry.subject
    assert person.screen.query_one(Lines).key == ref
    await person.press("5", "a", "A")  # Bristol and joint work
    await person.fill(body="SGL-EXEC", held_on="10 December 2022", cut_off="3 December 2022")
    await person.press("f2")
    assert person.told[-1].endswith("entered the meeting G3; the filter or the area hides it here")


async def test_what_is_marked_is_what_the_list_of_acts_is_about(person: Person) -> None:
    await person.press("2", "slash")
    await person.paste("basis:agreed")
    await person.press("enter", "space", "space", "m")
    assert "What can be done on 2 marked actions" in person.text
    await person.press("escape", "D")
    assert person.field("body").raw is None, "one is of Bristol, one of South Gloucestershire"


async def test_the_body_stands_there_when_all_marked_actions_have_the_same(house: House) -> None:
    actions.add(house.at(), "R4", "SGL", NewAction(title="A third", lead="SGC", due=dates.parse("July 2022")))
    async with sitting(house) as person:
        await person.press("2", "slash")
        await person.paste("basis:agreed area:SGL")
        await person.press("enter", "space", "space", "D")
        assert person.field("body").raw == "SGL-EXEC"


async def test_a_rating_keeps_its_day_when_a_later_update_has_none(house: House) -> None:
    delivery.record_progress(house.at(), "R4.BRI.7", note="Panels meet.", rating=Rating.GREEN)
    house.on("2022-08-01")
    delivery.record_progress(house.at(), "R4.BRI.7", note="A vacancy.")
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        said = " ".join(person.text.split())
        assert "Green, 4 July 2022: Panels meet.; 1 August 2022, without a rating: A vacancy." in said
        await person.press("u")
        assert "Green, 4 July 2022: Panels meet." in " ".join(person.text.split())


async def test_from_what_waits_one_comes_back_to_it_and_the_area_stays(house: House) -> None:
    house.on("2022-09-15")
    async with sitting(house) as person:
        await person.press("M")
        await person.until("brought up to date")
        await person.press("enter")
        assert isinstance(person.screen, RoundScreen)
        await person.press("escape")
        assert isinstance(person.screen, WaitingScreen)
        assert person.app.seat.memory.area is None


async def test_another_area_of_the_round_begins_at_the_first_that_is_asked(house: House) -> None:
    actions.add(house.at(), "R4", "SGL", NewAction(title="A third", lead="SGC", due=dates.parse("July 2022")))
    meetings.add_meeting(house.at(), "SGL-EXEC", date(2022, 8, 1), cut_off=date(2022, 7, 20))
    delivery.record_progress(house.at(), "R4.SGL.1", note="Begun.", rating=Rating.GREEN)
    async with sitting(house) as person:
        await person.press("U")
        while "South Gloucestershire" not in person.text:
            await person.press("a")
        assert person.screen.query_one(Lines).key == "R4.SGL.2"


async def test_a_sitting_before_its_meeting_refuses_before_one_types(house: House) -> None:
    deciding.request_revision(house.at(), "R4.BRI.7", dates.parse("31 March 2023"), why="Late.", body="BRI-EXEC")
    async with sitting(house) as person:
        await person.press("S")
        assert "new date 31 March 2023: Late." in person.text
        await person.press("s")
        assert isinstance(person.screen, SittingScreen)
        assert person.told[-1] == "G2 is on 1 October 2022, which has not come yet; record its decisions afterwards."


async def test_undoing_says_what_was_undone_and_a_key_takes_back_what_was_said(house: House) -> None:
    entry = delivery.record_progress(house.at(), "R4.BRI.7", note="Typed on the wrong one.").entries[0]
    async with sitting(house) as person:
        await person.press("z", "f2")
        assert f"undid #{entry.seq} (recorded progress on R4.BRI.7)" in person.told[-1]
        assert "undid #" in person.text
        await person.press("2")
        assert "undid #" not in person.text


async def test_the_palette_filters_the_actions_by_words_that_name_no_screen(house: House) -> None:
    house.on("2022-08-03")
    async with sitting(house) as person:
        await person.press("g", *"overdue")
        assert "Filter the actions" in person.text
        await person.press("enter")
        assert "pass 'overdue'" in person.text or "passes 'overdue'" in person.text
        assert "R4.SGL.1" in person.text, "due in July"


async def test_a_format_without_its_package_says_so_before_it_is_chosen(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.reports.formats.util.find_spec", lambda _name: None)
    await person.press("8", "r")
    person.field("formats").go_in()
    await person.press(*"word")
    assert "docx: Word, not installed here" in person.text
    await person.press("enter", "f2")
    assert "Not saved. The format docx needs a package that is not installed" in person.text


async def test_a_folder_is_not_said_to_be_missing(person: Person, tmp_path: Path) -> None:
    await person.go("R4.BRI.7")
    await person.press("e")
    await person.fill(title="Minutes", kind="minutes", file=str(tmp_path))
    await person.press("f2")
    assert "That is a folder; name one file in it." in person.text
    assert person.recorded == []


async def test_what_was_recorded_is_said_above_what_was_typed_in_the_next_form(person: Person) -> None:
    await person.press("U", "enter", "f8", "a")
    await person.paste("Half a sentence")
    await person.press("f3", "g")
    await person.paste("Runs.")
    await person.press("f2")
    assert person.field("note").raw == "Half a sentence"
    assert f"Recorded #{person.recorded[-1].entry.seq}: " in person.text
    assert "and not recorded; F4 throws it away." in person.text


async def test_a_reading_is_asked_for_beside_its_unit_and_the_one_before(person: Person) -> None:
    await person.go("M8")
    await person.press("u")
    assert "Counted in per cent; last 91, to 31 July 2021" in person.text


async def test_a_filter_in_force_is_replaced_by_typing_and_gone_into_by_an_arrow(person: Person) -> None:
    await person.press("2", "slash", *"area:BRI", "enter", "slash", *"rec:R4")
    assert person.screen.query_one(Finder).text == "rec:R4"
    await person.press("enter", "slash", "left", "home", *"late ")
    assert person.screen.query_one(Finder).text == "late rec:R4"


async def test_a_word_that_is_no_area_is_said_as_it_was_typed_beside_codes_and_names(person: Person) -> None:
    await person.press("2", "slash")
    await person.paste("area:south late")
    said = " ".join(person.text.replace("^", " ").split())
    areas = "BRI Bristol, SGL South Gloucestershire, NSO North Somerset, ALL joint work"
    assert f"'south' is not an area: {areas}" in said


async def test_the_foot_of_a_recommendation_offers_what_can_be_done_there(person: Person) -> None:
    await person.go("R4")
    foot = person.rows[-1]
    assert "A add an action" in foot
    assert not [words for words in ("u update", "n no change", "d date") if words in foot]
    await person.press("end")
    while "▸ –  R▲ R4.BRI.7" not in person.text and not person.screen.under.startswith("R4.BRI.7"):  # type: ignore[attr-defined]
        await person.press("up")
    assert "u update" in person.rows[-1], "the cursor is on an action"


async def test_the_legend_says_what_the_number_of_a_cell_is(person: Person) -> None:
    assert "n actions +n existing" in person.text
    assert not [row for row in person.rows if "no action named" in row and row.rstrip().endswith("…")]


async def test_end_goes_to_the_last_of_a_palette_and_home_to_the_first(person: Person) -> None:
    await person.press("g")
    lines = person.screen.query_one(Lines)
    first = lines.key
    await person.press("end")
    assert lines.cursor == len(lines.source) - 1 > 0
    await person.press("home")
    assert lines.key == first
    await person.press(*"date", "home", *"re", "end", "end")
    assert person.screen.query_one(Line).value == "redate", "in what is typed they go to its ends first"


async def test_who_has_ended_agrees_to_nothing_unless_asked_for(person: Person) -> None:
    agencies = parts.agencies(person.app.seat, "BRI-EXEC")
    assert [option.value for option in agencies if option.past] == ["CCG"], "ended on 30 June 2022"
    await person.go("R4.BRI.7")
    await person.press("D")
    box = person.field("agencies")
    box.go_in()
    await person.settle()
    lines = box.query_one(Lines)
    assert lines.source.find("ICB") is not None
    assert lines.source.find("CCG") is None
    await person.paste("ccg")
    assert lines.key == "CCG", "a decision of the time before can still be entered"


async def test_the_meeting_of_today_stands_before_those_held_and_those_to_come(house: House) -> None:
    desk = house.at()
    meetings.add_meeting(desk, "BRI-EXEC", date(2023, 1, 10), cut_off=date(2023, 1, 1))  # G3
    meetings.add_meeting(desk, "SGL-EXEC", date(2022, 10, 1), cut_off=date(2022, 9, 1))  # G4
    house.on("2022-10-01")
    async with sitting(house) as person:
        assert [option.value for option in parts.meetings(person.app.seat, "BRI-EXEC")] == ["G2", "G1", "G3", "G4"]


async def test_days_of_meetings_and_to_look_again_show_how_they_are_written(person: Person) -> None:
    seat = person.app.seat
    forms = [deciding_forms.add_meeting(seat, None), deciding_forms.change_meeting(seat, "G2"),
             action_forms.pause(seat, "R4.BRI.7"), plan_forms.add_risk(seat, None)]  # fmt: skip
    asked = [field for form in forms for field in form.fields if field.kind == "date" and field.name != "when"]
    assert [field.name for field in asked] == ["held_on", "cut_off", "held_on", "cut_off", "review_on", "review_on"]
    for field in asked:
        for example in field.hint.partition(";")[0].split(", "):
            dates.parse(example)
