"""Many actions at once: marked, filled in once, looked through as entries, recorded as one batch, undone as one."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import batch, delivery
from tracker.model.vocabulary import Rating
from tracker.tui.screens.batch import Preview
from tracker.tui.screens.form import FormScreen

BOTH = ["R4.BRI.7", "R4.SGL.1"]


async def narrow(person: Person, text: str) -> None:
    """Go to the list of actions and filter it."""
    await person.press("2", "slash")
    await person.paste(text)
    await person.press("enter")


async def test_marked_actions_are_reassigned_as_one_batch_after_a_look_at_every_entry(house: House) -> None:
    async with sitting(house) as person:
        await narrow(person, "basis:agreed")
        await person.press("space", "space")
        assert "✓ 2 marked" in person.text
        assert sum(row.lstrip(" ▸").startswith("✓ R4.") for row in person.rows) == 2
        await person.press("w")
        assert person.form.title_words == "Reassign 2 actions"
        await person.fill(lead="ICB", why="New structure.")
        await person.press("f2")
        assert isinstance(person.screen, Preview)
        words = " ".join(person.page.split())
        assert "F2 records 2 entries on 2 actions as one batch" in words
        assert "✓ R4.BRI.7 An agreed action, due 30 September 2022 now reassigned R4.BRI.7" in words
        assert "reassigned R4.BRI.7 lead agency: BCC → ICB" in words.replace("lead:", "lead agency:")
        assert person.recorded == []
        await person.press("f2")
        assert person.acts == [("action.reassigned", ref) for ref in BOTH]
        assert {line.entry.batch for line in person.recorded} == {str(house.size + 1)}
        assert [line.texts["why"] for line in person.recorded] == ["New structure."] * 2
        assert person.told[-1] == f"#{house.size + 1} reassigned 2 actions"
        assert "marked" not in person.text
        await person.press("z")
        assert "reassigned R4.SGL.1" in person.text
        await person.press("f2")
        assert person.acts[2:] == [("entry.undone", "R4.SGL.1"), ("entry.undone", "R4.BRI.7")]


async def test_what_is_refused_is_named_with_its_reason_and_left_out(house: House) -> None:
    async with sitting(house) as person:
        await narrow(person, "rec:R4 area:BRI")
        await person.press("x", "u")
        await person.fill(note="Schools were asked.", rating="a")
        await person.press("f2")
        words = " ".join(person.page.split())
        assert "F2 records 1 entry on 1 action as one batch; 6 actions left out" in words
        assert "✗ R4.BRI.1 R4.BRI.1 is existing provision" in words
        await person.press("escape")
        assert isinstance(person.screen, FormScreen)
        assert person.field("note").raw == "Schools were asked."
        await person.press("f2", "f2")
        entry, texts = person.only()
        assert (entry.act, entry.subject, entry.facts["rating"]) == ("progress.recorded", "R4.BRI.7", "amber")
        assert texts["note"] == "Schools were asked."


async def test_where_all_are_refused_nothing_is_recorded(house: House) -> None:
    async with sitting(house) as person:
        await narrow(person, "basis:agreed")
        await person.press("x", "n")
        await person.fill(note="Still so.")
        await person.press("f2")
        assert "Nothing can be recorded; 2 actions left out" in " ".join(person.page.split())
        await person.press("f2")
        assert person.told[-1] == "Nothing of it can be recorded; Esc goes back to the form."
        assert person.recorded == []


async def test_what_others_record_meanwhile_stops_the_batch_until_it_was_seen(house: House) -> None:
    async with sitting(house) as person:
        await narrow(person, "basis:agreed")
        await person.press("x", "u")
        await person.fill(note="Schools were asked.")
        await person.press("f2")
        delivery.record_progress(house.at("P3"), "R4.SGL.1", note="Meanwhile.", rating=Rating.RED)
        person.app.seat._version = person.app.seat.position.store.data_version()  # before the next look
        await person.press("f2")
        assert [line.texts["note"] for line in person.recorded] == ["Meanwhile."], "all or nothing"
        assert "Changed while this form was open" in " ".join(person.text.split())
        await person.take_in()
        await person.press("f2", "f2")
        assert [line.entry.subject for line in person.recorded] == ["R4.SGL.1", *BOTH]


async def test_revised_dates_are_asked_for_each_of_its_own_executive(house: House) -> None:
    async with sitting(house) as person:
        await narrow(person, "basis:agreed")
        await person.press("x", "d")
        await person.fill(due="31 March 2023", why="Schools answer late.")
        await person.press("f2")
        assert "31 March 2023" in person.page or "2023-03-31" in person.page
        await person.press("f2")
        assert [(line.entry.on, line.entry.facts["body"]) for line in person.recorded] == [
            (("D1", "R4.BRI.7"), "BRI-EXEC"),
            (("D2", "R4.SGL.1"), "SGL-EXEC"),
        ]


async def test_the_guard_asks_why_before_the_preview_and_the_reason_stands_in_every_entry(house: House) -> None:
    async with sitting(house) as person:
        await narrow(person, "basis:agreed")
        await person.press("x", "u")
        await person.fill(note="Write to someone@example.org about it.")
        await person.press("f2")
        assert not isinstance(person.screen, Preview)
        assert "This seems to hold" in person.text
        await person.fill(guard_why="It is a public address.")
        await person.press("f2", "f2")
        assert [line.texts["guard_why"] for line in person.recorded] == ["It is a public address."] * 2


async def test_what_is_done_one_by_one_says_so_and_escape_takes_the_marks_off(house: House) -> None:
    async with sitting(house) as person:
        await narrow(person, "basis:agreed")
        await person.press("space", "space", "e")
        assert person.told[-1] == "Attach evidence is done on one action at a time; Esc takes the marks off."
        await person.press("slash")
        await person.type(" area:SGL")
        await person.press("enter")
        assert "✓ 2 marked, 1 of them not shown here" in person.text
        await person.press("escape")
        assert "marked" not in person.text
        assert "area:SGL" in person.text, "the filter stays until the next Esc"


async def test_a_member_may_mark_but_hears_why_they_may_not_record(house: House) -> None:
    async with sitting(house, who="P4") as person:
        await narrow(person, "basis:agreed")
        await person.press("x", "w")
        assert "may not reassign an action" in person.told[-1]


async def test_a_batch_that_was_left_waits_with_its_marks(house: House) -> None:
    async with sitting(house) as person:
        await narrow(person, "basis:agreed")
        await person.press("x", "u")
        await person.fill(note="Schools were asked.")
        await person.press("escape")
    async with sitting(house) as person:
        await person.press("K", "enter")
        assert person.form.title_words == "Record progress on 2 actions"
        await person.press("f2", "f2")
        assert person.acts == [("progress.recorded", ref) for ref in BOTH]
        assert "Nothing waits" in person.text


async def test_a_single_mark_goes_before_the_cursor(house: House) -> None:
    async with sitting(house) as person:
        await narrow(person, "basis:agreed")
        await person.press("space", "u")
        assert person.form.title_words == "Record progress on R4.BRI.7"


async def test_more_than_anybody_looks_through_are_refused_before_the_form(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MOST", 1)
    async with sitting(house) as person:
        await narrow(person, "basis:agreed")
        await person.press("x", "u")
        assert person.told[-1] == "2 at once are more than anybody looks through; mark 1 at most."
