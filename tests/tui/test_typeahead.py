"""Keys that come faster than the program works land where they were meant, in the order in which they were typed."""

from __future__ import annotations

from tests.tui.driving import Person


async def test_a_whole_update_typed_at_once_is_recorded_as_meant(person: Person) -> None:
    keys = [*"2", "slash", *"basis:agreed area:SGL", "enter", "u", *"Two schools answered.", "tab", "a", "f2"]
    await person.press(*keys)
    entry, texts = person.only()
    assert (entry.subject, entry.facts["rating"]) == ("R4.SGL.1", "amber")
    assert texts == {"note": "Two schools answered."}


async def test_letters_after_a_tab_go_to_the_next_field(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("u", *"abc", "backspace", "tab", "g", "tab", *"head")
    assert person.field("note").raw == "ab"
    assert person.field("rating").raw == "green"
    assert person.field("reported_by").raw == "head"


async def test_keys_typed_while_a_form_opens_are_not_taken_for_commands(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("u", *"queue")
    assert person.field("note").raw == "queue"
    assert person.app.is_running


async def test_enter_in_a_list_of_choices_goes_on_before_the_next_letter(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("w", *"asp", "enter", *"head")
    assert (person.field("lead").raw, person.field("owner").raw) == ("ASP", "head"), "typed over what stood there"
