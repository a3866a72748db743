"""Hostile text on every screen and in every form that the registry names: a new one that is not tried here fails."""

from __future__ import annotations

import re
import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.strip import Strip

from tests.house import House
from tests.tui.driving import Person, sitting
from tests.tui.test_hostile import (
    FORMS,
    LINE,
    LINES,
    MIXED,
    VIA,
    drawn,
    example,
    harmless,
    harmless_screen,
    paste_into_every_field,
    register,
    takes_hostile_text,
    texts_since,
    whole,
)
from tracker import reports
from tracker.desk import people, queries
from tracker.desk.session import Session
from tracker.model.vocabulary import Role
from tracker.tui.forms.catalogue import ABOUT, ALONE
from tracker.tui.registry import BY_ID, SCREENS
from tracker.tui.screens.batch import Preview
from tracker.tui.screens.form import FormScreen
from tracker.tui.screens.round import RoundForm
from tracker.tui.screens.sitting import SittingForm
from tracker.tui.widgets.lines import Lines

__all__ = ["example", "register"]

Way = Callable[[Person], Awaitable[None]]


def by_name(name: str) -> Way:
    """Go to a screen by its name."""

    async def go(person: Person) -> None:
        person.app.section(name)

    return go


def by_reference(ref: str) -> Way:
    """Go to the screen of a reference."""

    async def go(person: Person) -> None:
        person.app.open(ref)

    return go


def by_keys(*keys: str) -> Way:
    """Go by keys from the opening screen."""

    async def go(person: Person) -> None:
        for key in keys:
            await person.press(key)

    return go


async def to_a_preview(person: Person) -> None:
    """Mark every action, fill the form of an act on all of them, and look at what would be recorded."""
    await person.press("2", "x", "w")
    await person.fill(owner=LINE, why=LINE)
    await person.press("f2")


async def to_a_decision(person: Person) -> None:
    """Begin the sitting at which a decision waits."""
    person.app.open("D900")
    await person.settle()
    await person.press("S")
    lines = person.screen.query_one(Lines)
    while lines.key != "D900":
        await person.press("down")
    await person.press("enter")


WAYS: dict[str, Way] = {
    **{
        name: by_name(name)
        for name in (
            "position", "actions", "trail", "evidence", "meetings", "risks", "measures", "queries", "coverage",
            "drafts", "reports", "verify", "round", "waiting", "timeline", "sitting",
        )
    },
    "recommendation": by_reference("R1"), "action": by_reference("R1.BRI.900"),
    "milestone": by_reference("R1.BRI.900.m1"), "piece": by_reference("E900"), "decision": by_reference("D900"),
    "risk": by_reference("K900"), "measure": by_reference("M900"), "query": by_reference("Q1"),
    "other": by_reference("P900"), "issues": by_keys("8", "l"), "issue": by_keys("8", "l", "enter"),
    "form": by_keys("2", "u"), "preview": to_a_preview, "round_form": by_keys("U", "enter"),
    "sitting_form": to_a_decision,
}  # fmt: skip
"""How one comes to each screen of the registry."""

WHOLE = ("milestone", "piece", "decision", "risk", "measure", "query")
"""Pages about one thing, which show every character of it."""


@pytest.fixture
def everything(register: House, tmp_path: Path) -> House:
    """The hostile register with a query and an issued report, whose words are hostile as well, and drafts of such."""
    house = House(tmp_path / "tracker.db", datetime(2022, 4, 2, 9, tzinfo=UTC))  # its meeting is over
    shutil.copy(register.path, house.path)
    auditor = people.add_person(house.at(), "auditor", Role.AUDITOR).ref
    asking = house.at(auditor)
    with asking.despite("made up"):
        queries.raise_query(asking, "R1.BRI.900", MIXED)
    reports.run(Session(house.path, who="P1", via=VIA, clock=house.clock), "assurance", area="BRI", folder=tmp_path)
    return house


def test_every_screen_of_the_registry_is_gone_to() -> None:
    assert WAYS.keys() == SCREENS.keys()


async def test_every_screen_shows_hostile_text_as_text_and_its_columns_hold(everything: House) -> None:
    async with sitting(everything, via=VIA) as person:
        person.app.seat.own.put(("add_risk", ""), {"title": MIXED})
        for name, way in WAYS.items():
            person.app.section("position")
            await person.settle()
            await way(person)
            await person.settle()
            assert shown(person) == name, f"{name}\n{person.text}"
            if name in ("reports", "verify"):
                await person.until("Nothing is wrong" if name == "verify" else "# DRAFT")
            rows = harmless(person)
            for strip in drawn(person):
                assert strip.cell_length == width_of(strip), ascii(strip.text)
            if name != "waiting":  # of which some rows are sentences
                columns_hold(person)
            if name in WHOLE:
                found = whole(rows)
                assert [line for line in LINES if line not in found] == [], name
            while len(person.app.screen_stack) > 1:
                person.app.pop_screen()


def shown(person: Person) -> str:
    """The name of the screen on top, as the registry has it."""
    named = {Preview: "preview", RoundForm: "round_form", SittingForm: "sitting_form", FormScreen: "form"}
    return next((name for kind, name in named.items() if isinstance(person.screen, kind)), None) or str(
        getattr(person.screen, "screen_name", "")
    )


def width_of(strip: Strip) -> int:
    """The cells that a strip takes, counted anew."""
    return Strip(list(strip)).cell_length


def columns_hold(person: Person) -> None:
    """Hold that in every list the cell before each column, which its heading leaves blank, is blank in every row."""
    for lines in person.screen.query(Lines):
        if not lines.top or not lines.size.width:
            continue
        first = lines.render_line(0)
        starts = [found.start() for found in re.finditer(r"(?<=  )\S", first.text[2:])]
        for row in range(len(lines.source)):
            strip = lines.render_line(row + lines.top - int(lines.scroll_offset.y))
            for start in starts:
                before = strip.crop(start + 1, start + 2).text
                assert not before.strip(), f"{first.text}\n{strip.text}\ncell {start + 1}: {before!r}"


# --- forms -----------------------------------------------------------------------------------------------------------

TALK = {"raise_query": ("P7", "R1.BRI.1"), "answer_query": ("P1", "Q3"), "press_query": ("P7", "Q3"),
        "close_query": ("P7", "Q2")}  # fmt: skip
"""Forms whose fields all take free text, with who may, and what about; what P1 answers, P7 asks about again."""
CODES = {"merge": "R1.BRI.7", "add_person": None, "change_person": "P2", "add_agency": None, "change_agency": None,
         "change_settings": None, "dispose": "#577", "review_trail": None}  # fmt: skip
"""Forms with fields that take references, codes and numbers alone."""
THE_SAME = {"sign_off"}
"""Asks what the return of a claim asks, which tests/tui/test_hostile.py fills."""


def test_every_form_is_filled_with_hostile_text() -> None:
    assert {*FORMS, *TALK, *CODES, *THE_SAME} == {*ABOUT, *ALONE}


async def test_questions_and_answers_take_hostile_text_as_text(example: House) -> None:
    for who in ("P1", "P7"):
        async with sitting(example, who=who, via="example") as person:
            for name, (may, ref) in TALK.items():
                if may == who:
                    await takes_hostile_text(person, example, name, ref)


async def test_forms_that_ask_for_codes_refuse_hostile_text_and_show_it_as_text(example: House) -> None:
    for who in ("P1", "P7"):
        async with sitting(example, who=who, via="example") as person:
            for name, ref in CODES.items():
                if (who == "P7") != (name == "review_trail"):
                    continue
                person.app.form(BY_ID[name], ref)
                await person.settle()
                await paste_into_every_field(person)
                harmless_screen(person)
                await person.press("f2")
                harmless_screen(person)
                assert "Not saved" in person.text, f"{name}\n{person.text}"
                await person.press("escape")
    assert texts_since(example, example.size) == []
