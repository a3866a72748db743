"""Hostile text on every screen and in every form that the registry names: a new one that is not tried here fails."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.strip import Strip

from tests.house import House
from tests.tui.driving import Person, sitting
from tests.tui.test_hostile import LINES, MIXED, NOW, VIA, drawn, harmless, register, whole
from tracker.desk import people, queries
from tracker.desk.issuing import NewIssue, issue_report
from tracker.model.text import clean
from tracker.model.vocabulary import Role
from tracker.tui.registry import SCREENS
from tracker.tui.widgets.lines import Lines

__all__ = ["register"]

SIZES = [(80, 24), (140, 45)]
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
    "form": by_keys("2", "u"), "preview": by_keys("2", "x", "w", "f2"), "round_form": by_keys("U", "enter"),
    "sitting_form": by_keys("S", "enter"),
}  # fmt: skip
"""How one comes to each screen of the registry."""

WHOLE = ("milestone", "piece", "decision", "risk", "measure", "query", "issue")
"""Pages about one thing, which show every character of it."""


@pytest.fixture
def everything(register: House, tmp_path: Path) -> House:
    """The hostile register with a query and an issued report, whose words are hostile as well, and drafts of such."""
    house = House(tmp_path / "tracker.db", NOW)
    shutil.copy(register.path, house.path)
    auditor = people.add_person(house.at(), "auditor", Role.AUDITOR).ref
    asking = house.at(auditor)
    with asking.despite("made up"):
        queries.raise_query(asking, "R1.BRI.900", MIXED)
    with house.position() as position:
        size = position.size
    body = clean(MIXED)
    issue_report(
        house.at(),
        NewIssue("assurance", {"area": "BRI"}, hashlib.sha256(b"x").hexdigest(), size, NOW.date(), NOW.date(), body),
    )
    return house


def test_every_screen_of_the_registry_is_gone_to() -> None:
    assert WAYS.keys() == SCREENS.keys()


@pytest.mark.parametrize("size", SIZES, ids=["small", "large"])
async def test_every_screen_shows_hostile_text_as_text_and_its_columns_hold(
    everything: House, size: tuple[int, int]
) -> None:
    async with sitting(everything, via=VIA, size=size) as person:
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
    return str(getattr(person.screen, "screen_name", "") or getattr(person.screen, "keys_of", "form"))


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
