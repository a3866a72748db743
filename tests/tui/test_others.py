"""Two programs on one register: each sees the other's work, and neither writes over it."""

from __future__ import annotations

import asyncio

from tests.house import House
from tests.tui.driving import sitting
from tracker.desk import actions, delivery
from tracker.desk.actions import NewAction
from tracker.model.vocabulary import Rating
from tracker.tui.app import POLL_SECONDS
from tracker.tui.widgets.lines import Lines


def late(house: House, note: str = "Late.") -> None:
    """What another manager records on the same action."""
    delivery.record_progress(house.at("P1"), "R4.BRI.7", note=note, rating=Rating.RED)


async def test_two_programs_see_each_others_changes_within_two_seconds(house: House) -> None:
    assert POLL_SECONDS <= 1
    async with sitting(house) as mine:
        await mine.go("R4.BRI.7")
        assert "Reported         no rating" in mine.text
        async with sitting(house, who="P1", via="elsewhere") as theirs:
            await theirs.go("R4.BRI.7")
            await theirs.press("u")
            await theirs.paste("Recorded on the other computer.")
            await theirs.press("tab", "a", "f2")
            before = asyncio.get_running_loop().time()
            await mine.until("Recorded on the other computer.")
            assert asyncio.get_running_loop().time() - before < 2
            assert "A◆ Amber" in mine.text


async def test_the_cursor_stays_on_its_row_when_others_add_rows_above(house: House) -> None:
    async with sitting(house) as person:
        await person.press("2")
        await person.press("slash")
        await person.paste("R4.BRI")
        await person.press("enter", "end")
        lines = person.screen.query_one(Lines)
        assert lines.key == "R4.BRI.7"
        actions.add(house.at(), "R4", "BRI", NewAction(title="One more"))
        person.app.look()
        await person.settle()
        assert (len(lines.source), lines.key) == (8, "R4.BRI.7")


async def test_a_change_while_one_types_is_shown_at_once_and_nothing_typed_is_lost(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.paste("My own note.")
        late(house, "Two posts are vacant.")
        person.app.look()
        await person.settle()
        assert "Changed while this form was open" in person.text
        assert f"#{house.size + 1}" in person.text
        assert "reported rating: none → red" in person.text
        assert "Two posts are vacant." in person.text
        assert "My own note." in person.text
        await person.press("f2")
        await person.take_in()
        await person.press("f2")
        assert [line.texts["note"] for line in person.recorded] == ["Two posts are vacant.", "My own note."]


async def test_a_stale_form_is_not_saved_until_both_versions_were_seen(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.paste("My own note.")
        await person.press("tab", "g")
        late(house)
        person.app.seat._version = person.app.seat.position.store.data_version()  # before the next look
        await person.press("f2")
        assert [line.texts["note"] for line in person.recorded] == ["Late."]
        words = " ".join(person.text.split())
        assert "Changed while this form was open; nothing of yours is saved yet" in words
        assert "none → red" in words
        assert person.field("note").raw == "My own note."
        assert person.field("rating").raw == "green"
        await person.take_in()
        await person.press("f2")
        assert [line.texts["note"] for line in person.recorded] == ["Late.", "My own note."]


async def test_a_change_elsewhere_leaves_a_form_alone(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        delivery.record_progress(house.at("P1"), "R4.SGL.1", note="Late.", rating=Rating.RED)
        person.app.look()
        await person.settle()
        assert "Changed while" not in person.text


async def test_what_was_typed_is_kept_when_the_form_is_left(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.paste("Half a note")
        await person.press("tab", "a", "escape")
        assert person.told[-1] == "Not recorded; what you typed is kept, and K lists it."
        await person.press("u")
        assert "Typed on 4 July 2022 at" in person.text
        assert "not recorded; F4 throws it away" in " ".join(person.text.split())
        assert (person.field("note").raw, person.field("rating").raw) == ("Half a note", "amber")
        await person.press("f4")
        assert (person.field("note").raw, person.field("rating").raw) == ("", None)
        await person.press("escape", "u")
        assert "not recorded" not in person.text
        assert person.recorded == []
