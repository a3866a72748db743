"""What hands do that know another form better: text typed on a choice, a stray letter in a list, Tab once too often."""

from __future__ import annotations

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import deciding
from tracker.model import dates


async def test_text_typed_on_a_choice_does_not_choose_another(house: House) -> None:
    """ "item 5" after "a" as in a sitting: its blank and its letters are the minute's, and "agreed" stays."""
    deciding.request_revision(house.at(), "R4.BRI.7", dates.parse("31 March 2023"), why="Late.")  # D1
    async with sitting(house) as person:
        await person.go("D1")
        await person.press("s", "a", *"G2", "tab", "tab", *"item 5")
        assert (person.field("agreed").raw, person.field("meeting").raw) == ("yes", "G2")
        assert person.field("minute").raw == "item 5"


async def test_a_blank_takes_the_option_where_one_stands(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("A")
    person.field("area").go_in()
    await person.press("right", "space", "space")
    assert person.field("area").raw == "SGL", "one to the right of Bristol"
    person.field("basis").raw = None
    person.field("basis").go_in()
    await person.press("space")
    assert person.field("basis").raw == "agreed", "the first one, where none was chosen"


async def test_a_letter_goes_on_and_one_tab_after_it_stays(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("u", *"Two schools.", "tab", "g", *"head")
    assert (person.field("rating").raw, person.field("reported_by").raw) == ("green", "head")
    person.field("rating").go_in()
    await person.press("a", "tab", *"new ", "tab", *"a call")
    assert (person.field("rating").raw, person.field("received").raw) == ("amber", "a call")
    assert "new" in str(person.field("reported_by").raw)


async def test_a_stray_letter_does_not_put_out_what_was_chosen(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("w")
    lead = person.field("lead")
    assert lead.raw == "BCC"
    lead.go_in()
    await person.press("y", "tab")
    assert lead.raw == "BCC"
    assert person.told[-1] == "More than one is called 'y'; the field is as it was."
    lead.go_in()
    await person.press(*"sgc", "tab")
    assert lead.raw == "SGC", "a code says which"
    lead.go_in()
    await person.press("y", "down", "tab")
    assert lead.raw not in ("SGC", "BCC"), "who goes down the list chooses"
