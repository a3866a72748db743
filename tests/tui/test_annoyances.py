"""Small things that would make somebody record what they did not mean, or keep them from reading what they need."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import delivery
from tracker.model.vocabulary import Rating
from tracker.register.checks import Finding
from tracker.tui.registry import BY_ID
from tracker.tui.screens.form import SIGHT, FormScreen
from tracker.tui.screens.position import AREA_WORDS, PositionScreen
from tracker.tui.widgets.matrix import COLUMNS, NAMES, Matrix

REF = "R4.BRI.7"


async def typing_when_somebody_else_records(person: Person, house: House) -> None:
    """A form with a note of one's own, on which somebody else's report has just come in."""
    await person.go(REF)
    await person.press("u")
    await person.paste("My own note.")
    delivery.record_progress(house.at("P1"), REF, note="Two posts are vacant.", rating=Rating.RED)
    person.app.look()


def notes(person: Person) -> list[str]:
    return [line.texts["note"] for line in person.recorded]


# -- what came in between ----------------------------------------------------------------------------------------------


async def test_the_first_f2_after_others_work_appeared_records_nothing(house: House) -> None:
    async with sitting(house) as person:
        await typing_when_somebody_else_records(person, house)
        await person.press("f2")
        assert notes(person) == ["Two posts are vacant."]
        assert isinstance(person.screen, FormScreen)
        assert "Changed while this form was open" in person.text
        assert person.field("note").raw == "My own note."


async def test_f2_hit_twice_in_a_hurry_records_nothing_either(house: House) -> None:
    async with sitting(house) as person:
        await typing_when_somebody_else_records(person, house)
        await person.press("f2", "f2", "f2")
        assert notes(person) == ["Two posts are vacant."]
        await person.take_in()
        await person.press("f2")
        assert notes(person) == ["Two posts are vacant.", "My own note."]


async def test_who_was_refused_for_it_saves_with_the_next_f2_once_it_was_in_sight(house: House) -> None:
    async with sitting(house) as person:
        await person.go(REF)
        await person.press("u")
        await person.paste("My own note.")
        await person.press("tab", "g")
        delivery.record_progress(house.at("P1"), REF, note="Two posts are vacant.", rating=Rating.RED)
        person.app.seat._version = person.app.seat.position.store.data_version()  # before the next look
        await person.press("f2", "f2")
        assert notes(person) == ["Two posts are vacant."]
        assert "F2 records it on top of that" in " ".join(person.text.split())
        await person.take_in()
        await person.press("f2")
        assert notes(person) == ["Two posts are vacant.", "My own note."]


def test_it_is_in_sight_for_as_long_as_a_glance_takes() -> None:
    assert 0.5 <= SIGHT <= 1


# -- what is said in passing -------------------------------------------------------------------------------------------


async def test_what_is_said_in_passing_has_a_line_of_its_own_and_covers_nothing(house: House) -> None:
    async with sitting(house) as person:
        await person.go(REF)
        before = [row[:-1] for row in person.rows]  # without the scroll bar, which is a little longer then
        person.app.tell("R4.BRI.7 is on the clipboard.")
        await person.settle()
        assert [row[:-1] for row in person.rows[:22]] == before[:22]
        assert person.rows[22].strip() == "R4.BRI.7 is on the clipboard."
        assert person.rows[23][:-1] == before[23]
        person.app.quiet()
        await person.settle()
        assert [row[:-1] for row in person.rows] == before


async def test_a_message_leaves_every_field_of_a_form_in_sight(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.1")
        await person.press("t")
        labels = ("Lead agency", "Owner", "Due")
        assert [label for label in labels if label not in person.text] == []
        person.field("lead").go_in()
        await person.settle()
        await person.paste("zzzz")
        await person.press("tab")
        assert "Nothing is called 'zzzz'; the field is as it was." in person.rows[22]
        assert [label for label in labels if label not in person.text] == []


async def test_a_long_message_is_wrapped_and_the_keys_stay(house: House) -> None:
    async with sitting(house) as person:
        person.app.tell("word " * 40, "warning")
        await person.settle()
        assert [row.split()[:1] for row in person.rows[20:23]] == [["word"]] * 3
        assert person.rows[23].split()[:2] == ["Enter", "open"]


# -- what is too long for its place ------------------------------------------------------------------------------------


async def test_a_reason_that_the_list_of_acts_has_no_room_for_is_said_in_full_below_it(house: House) -> None:
    async with sitting(house, who="P3") as person:
        await person.go("R4.SGL.1")
        await person.press("m")
        await person.paste("sign-off")
        row, *below = [" ".join(row.strip(" │").split()) for row in person.rows if "│" in row][3:]
        why = person.app.seat.why_not(BY_ID["sign_off"], "R4.SGL.1")
        assert why is not None
        assert row.endswith("…"), row
        assert why not in row
        assert why in " ".join(below)


@pytest.mark.parametrize("name", ["split", "return_claim", "decline", "change_settings"])
async def test_labels_that_are_too_long_for_one_line_go_on_under_themselves(house: House, name: str) -> None:
    async with sitting(house, size=(80, 50)) as person:
        person.app.form(BY_ID[name], REF)
        await person.settle()
        beside = " ".join(" ".join(row.strip(" │")[:18] for row in person.rows).split())
        for box in person.form.boxes:
            assert " ".join(box.field.label.split()) in beside, box.field.label


def found(person: Person) -> dict[str, Finding]:
    assert isinstance(person.screen, PositionScreen)
    return person.screen.findings


# -- one area ----------------------------------------------------------------------------------------------------------


async def test_an_area_stands_out_in_the_matrix_and_in_the_list_and_both_say_which(house: House) -> None:
    async with sitting(house) as person:
        matrix = person.screen.query_one(Matrix)
        assert "only" not in person.rows[2]
        for area, name in {"BRI": "Bristol", "SGL": "S. Glos", "NSO": "N. Somerset"}.items():
            await person.press("a")
            assert f"only {name} and joint" in person.rows[2]
            stands_back = [NAMES[code] for code in NAMES if f"({NAMES[code]})" in person.rows[2]]
            assert stands_back == [NAMES[code] for code in ("BRI", "SGL", "NSO") if code != area]
            assert COLUMNS[matrix.column] == area, "the cursor stands in the area"
            assert f"· {AREA_WORDS[area]}" in person.text
            assert {finding.area for finding in found(person).values()} <= {area, "ALL"}
        await person.press("a")
        assert "only joint work" in person.rows[2]
        await person.press("a")
        assert "only" not in person.rows[2]
        assert "· all areas" in person.text


async def test_an_area_chosen_in_a_register_is_that_of_the_position_too(house: House) -> None:
    async with sitting(house) as person:
        await person.press("6", "a", "1")
        assert "only Bristol and joint" in person.rows[2]
        assert "· Bristol and joint work" in person.text
