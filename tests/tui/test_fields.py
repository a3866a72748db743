"""Beside the field: what typed words mean, and what is wrong with them as soon as one goes on to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker import desk as desk_package
from tracker.desk import people
from tracker.desk.desk import Desk
from tracker.desk.refusal import Refusal
from tracker.desk.session import Session
from tracker.model import limits, references
from tracker.model.vocabulary import AgencyKind, Role
from tracker.tui.forms import parts
from tracker.tui.forms.catalogue import ABOUT, ALONE, build
from tracker.tui.forms.spec import Field
from tracker.tui.registry import COMMANDS
from tracker.tui.screens.form import PAUSE
from tracker.tui.seat import Seat


async def test_a_reference_says_what_it_names_while_one_types_and_what_is_wrong_once_one_goes_on(
    person: Person,
) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.paste("merge")
    await person.press("enter")
    await person.fill(into="r4.sgl.1")
    await person.pilot.pause(PAUSE + 0.1)
    assert "= R4.SGL.1 Another agreed action" in person.text
    await person.fill(also="r4.sgl.99")
    await person.pilot.pause(PAUSE + 0.1)
    assert "R4.SGL.99 in this plan" not in person.text, "half a reference is no mistake"
    await person.press("tab")
    assert "There is no action R4.SGL.99 in this plan." in person.text
    assert person.field("also").has_class("wrong")
    await person.fill(why="One carries both on.")
    await person.press("f2")
    assert "Not saved yet: There is no action R4.SGL.99 in this plan." in person.text
    assert person.recorded == []


async def test_a_number_that_is_none_is_said_beside_it(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.paste("add funding")
    await person.press("enter")
    await person.fill(funder="A grant", state="s", amount="280,000")
    await person.press("tab")
    under = next(row for row, line in enumerate(person.rows) if "280,000" in line) + 1
    assert "The number '280,000' is not a plain number" in person.rows[under]
    person.field("amount").raw = ""
    await person.fill(amount="280000")
    await person.press("tab")
    assert not person.field("amount").has_class("wrong")
    await person.press("f2")
    assert person.only()[0].facts["amount"] == "280000"


async def test_a_file_that_is_not_there_is_said_when_one_goes_on(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("e")
        await person.fill(file="no such file.pdf")
        await person.press("tab")
        assert "There is no such file; paste its whole path." in person.text


def test_what_references_mean(house: House) -> None:
    seat = Seat(Session(house.path, who="P1", clock=house.clock))
    try:
        anything, action = parts.things(seat), parts.things(seat, "action")
        assert anything("r4.bri.7, m1 g1").startswith("R4.BRI.7 An agreed action; M1 ")
        assert action("R4.BRI.7 R4.SGL.1") == "R4.BRI.7 An agreed action; R4.SGL.1 Another agreed action"
        assert parts.rule(seat)("d1") == "past its agreed due date and not complete"
        assert (parts.entry_number("#12"), parts.entry_number("12")) == ("", "")
        for means, text, words in (
            (anything, "R4.BRI.7 M999", "There is no measure M999 in this plan."),
            (action, "M1", "M1 is a measure, not an action."),
            (anything, "[/]", "[/]"),
            (parts.whole, "3.5", "Write a whole number, like 34."),
            (parts.entry_number, "#x", "Write a whole number, like 34."),
            (parts.rule(seat), "C999", "There is no rule 'C999'"),
            (parts.whole, "٣", "Write a whole number, like 34."),
        ):
            with pytest.raises(Refusal) as refused:
                means(text)
            assert words in str(refused.value)
    finally:
        seat.close()


async def test_a_day_still_to_come_is_said_beside_and_under_what_happened(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("u")
    await person.fill(when="5 July 2022", note="Done tomorrow.")
    assert "✗ still to come" in person.text
    assert "5 July 2022 has not come yet" in person.text
    await person.press("f2")
    assert person.recorded == []
    person.field("when").raw = ""
    await person.fill(when="4 July 2022")
    assert "still to come" not in person.text
    assert "= Monday 4 July 2022" in person.text


async def edit_the_words(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.paste("edit the words")
    await person.press("enter")


@pytest.mark.parametrize(("name", "label", "most"), [("title", "Title", 300), ("locality", "Locality", 500)])
async def test_how_much_fits_is_said_beside_the_field_while_one_types(
    person: Person, name: str, label: str, most: int
) -> None:
    await edit_the_words(person)
    person.field(name).raw = ""
    await person.fill(**{name: "t" * (most - 21)})
    assert "characters fit" not in person.text
    await person.type("tt")
    assert f"19 more characters fit ({most} in all)." in person.text
    await person.paste("t" * 19)
    assert f"0 more characters fit ({most} in all)." in person.text
    assert not person.field(name).has_class("wrong")
    await person.type("t")
    assert f"{label} has {most + 1} characters; at most {most} fit." in person.text
    assert person.field(name).has_class("wrong")
    await person.press("f2")
    assert person.recorded == []
    person.field(name).go_in()
    await person.press("end", "backspace")
    assert not person.field(name).has_class("wrong")
    await person.press("f2")
    ((entry, texts),) = [(line.entry, line.texts) for line in person.recorded]
    assert texts[name] == "t" * most
    assert entry.act == "action.edited"


async def test_what_is_counted_is_what_is_stored(person: Person) -> None:
    await edit_the_words(person)
    person.field("title").raw = ""
    await person.fill(title="e\u0301" * 300 + "   ")  # 600 characters typed, 300 once each accent is on its letter
    assert not person.field("title").has_class("wrong")
    await person.press("f2")
    assert person.only()[1]["title"] == "\u00e9" * 300


UNSIZED = {"difference_wanted", "sure", "numbers"}
"""Single lines that are no text of a size of their own: a long text, a word to agree with, and numbers."""


def lines_of_forms(house: House) -> list[tuple[str, Field]]:
    """Every single-line field of every form that can be built here, with its form."""
    seat, found = Seat(Session(house.path, who="P1", via="tester", clock=house.clock)), []
    try:
        for command in filter(lambda command: command.id in ABOUT or command.id in ALONE, COMMANDS):
            for ref in ("R4.BRI.7", "R4", "R4.ALL", "E1", "K1", "M1", "G1", "P1", "R4.BRI.1", "#5"):
                if not command.about or references.parse(ref).kind in command.about.split():
                    with suppress(Refusal):  # such as an undoing, where there is nothing to undo
                        fields = build(seat, command, ref).fields
                        found += [(command.id, one) for one in fields if one.kind == "line" and not one.means]
    finally:
        seat.close()
    return found


def test_every_line_of_a_form_has_the_size_that_the_desk_holds_it_to(house: House) -> None:
    found = lines_of_forms(house)
    assert len({command for command, _ in found}) > 15
    assert {field.text or field.name for _, field in found} - set(limits.TEXTS) == UNSIZED


def test_the_desk_asks_the_one_table_of_sizes_and_asks_it_by_name() -> None:
    asked = set()
    for file in Path(desk_package.__file__).parent.glob("*.py"):
        source = file.read_text(encoding="utf-8")
        given = re.findall(r"limit=(?!limit\b)(?!limits\.NOTE)([^,)]+\)?)", source)
        assert [one for one in given if not one.startswith("limits.most(")] == [], file.name
        asked |= set(re.findall(r'limits\.most\("([a-z_]+)"', source))
    assert asked <= set(limits.TEXTS)
    assert set(limits.TEXTS) - asked == {"login", "agency_code"}, "these two are held by their own patterns"


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda desk: people.add_person(desk, "x" * 501, Role.AUDITOR), "The post has 501 characters"),
        (lambda desk: people.add_person(desk, "x", Role.AUDITOR, login="x" * 65), "at most 64 characters"),
        (lambda desk: people.add_agency(desk, "X" * 17, "x", AgencyKind.COUNCIL), "2 to 16 capital letters"),
        (lambda desk: people.add_agency(desk, "X" * 16, "x" * 301, AgencyKind.COUNCIL), "The name has 301 characters"),
    ],
)
def test_the_desk_refuses_one_character_more(house: House, act: Callable[[Desk], object], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        act(house.at("P7"))
