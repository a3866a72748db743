"""Every key of the registry on every screen: it does something, or its command is dim and says why; help agrees.

That the bindings are the registry's own stands with the tests of the registry.
"""

from __future__ import annotations

from typing import cast

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import deciding, delivery
from tracker.model import dates
from tracker.model.text import safe
from tracker.tui.app import Tracker
from tracker.tui.look.page import Heading, Text
from tracker.tui.registry import ANYWHERE, BY_ID, COMMANDS, Command, key_words, on_screen
from tracker.tui.screens.help import HelpScreen
from tracker.tui.screens.view import View
from tracker.tui.widgets.keys import Keys, Label
from tracker.tui.widgets.page import Page

TEXTUALS = {"tab", "shift+tab", "ctrl+c", "super+c"}
"""Keys that every screen of Textual has: to the next part, and to the clipboard."""
MILESTONE = "R4.BRI.7.m1"
SCREENS = {
    "position": "", "actions": "", "trail": "", "evidence": "", "meetings": "", "risks": "", "measures": "",
    "drafts": "", "reports": "", "verify": "",
    "recommendation": "R4", "action": "R4.BRI.7", "milestone": MILESTONE, "piece": "E1",
    "decision": "D1", "risk": "K1", "measure": "M1", "other": "G1",
}  # fmt: skip
"""Screens, and the reference that shows each that no command goes to by itself."""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None]]:
    """The forms that were opened, which stay closed here."""
    found: list[tuple[str, str | None]] = []
    monkeypatch.setattr(Tracker, "form", lambda _, command, ref: found.append((command.id, ref)))
    monkeypatch.setattr(Tracker, "show_form", lambda _, command, form: found.append((command.id, form.title)))
    return found


def furnish(house: House) -> None:
    """Something of every kind that a command can be about."""
    due = dates.parse("31 August 2022")
    delivery.add_milestone(house.at(), "R4.BRI.7", "A step", due)
    deciding.request_revision(house.at(), "R4.BRI.7", due, why="Late.")


async def go(person: Person, name: str) -> View:
    """Go to a screen, with the cursor on what it can be about."""
    if ref := SCREENS[name]:
        person.app.open(ref)
    else:
        person.app.section(name)
    await person.settle()
    assert cast("View", person.screen).screen_name == name
    return cast("View", person.screen)


def standing(person: Person) -> tuple[object, ...]:
    """All that a key may change."""
    app, runs = person.app, getattr(person.screen, "run_number", 0)
    return person.screen, person.text, person.told, app.theme, app.clipboard, app.seat.generation, app.focused, runs


OF_THE_SCREEN = {"issue", "package"}
"""Acts whose forms a screen makes itself, for what it shows."""


@pytest.mark.parametrize("name", SCREENS)
async def test_every_key_does_something_or_says_why_not(
    house: House, opened: list[tuple[str, str | None]], name: str
) -> None:
    furnish(house)
    async with sitting(house) as person:
        view = await go(person, name)
        for command in on_screen(name):
            if ANYWHERE in command.screens:
                continue
            for key in filter(None, command.key.split(",")):
                person.app.messages.clear()
                await person.settle()
                before, reason, number = standing(person), view.reason(command), len(opened)
                await person.press(key)
                where = f"{key} ({command.id}) on {name}"
                if reason is not None:
                    assert person.told == [safe(reason)], where
                    assert (person.screen, len(opened)) == (view, number), where
                elif command.act is not None and command.id not in OF_THE_SCREEN:
                    assert opened[number:] == [(command.id, view.subject(command))], where
                else:
                    assert standing(person) != before or len(opened) > number, where
                while person.screen is not view:
                    await person.press("escape")
                if view.focused is not None and not isinstance(view.focused, Page):
                    await person.press("enter") if command.id == "filter" else None


async def test_the_keys_of_every_screen_do_something(house: House, opened: list[tuple[str, str | None]]) -> None:
    async with sitting(house) as person:
        for command in COMMANDS:
            if ANYWHERE not in command.screens or command.id == "quit":
                continue
            for key in command.key.split(","):
                await go(person, "position")
                await person.press("tab" if command.id == "back" else "down")
                if command.id == "go_position":
                    await person.press("2")
                before, number = standing(person), len(opened)
                await person.press(key)
                assert standing(person) != before or len(opened) > number, f"{key} ({command.id})"
                if not isinstance(person.screen, View):
                    await person.press("escape")


def live_keys(view: View) -> set[str]:
    """The keys that a screen itself is bound to at this moment."""
    return {key for key, bound in view.active_bindings.items() if bound.node is view}


def lines_of_help(help_screen: HelpScreen) -> list[tuple[str, str]]:
    """Key and words of every line of the help on keys."""
    found: list[tuple[str, str]] = []
    for block in help_screen.blocks():
        if isinstance(block, Heading) and block.words == "Moving":
            break
        if isinstance(block, Text):
            found.append((block.runs[0][0].strip(), "".join(text for text, _ in block.runs[1:])))
    return found


def line_of_help(command: Command, reason: str | None) -> tuple[str, str]:
    why = f" Not now: {safe(reason)}" if reason else ""
    return key_words(command.key), f"{command.words}: {command.help}{why}"


async def test_footer_and_help_list_exactly_the_live_keys(house: House) -> None:
    furnish(house)
    async with sitting(house) as person:
        for name in SCREENS:
            view = await go(person, name)
            keyed = [command for command in on_screen(name) if command.key]
            reasons = {command.id: view.reason(command) for command in keyed}
            every = {key for command in keyed for key in command.key.split(",")}
            assert live_keys(view) - TEXTUALS == every - {"enter"}, name
            assert view.active_bindings["enter"].binding.action == "choose", "the part in focus opens what it shows"

            keys = view.query_one(Keys)
            shown = [(c, c.short) for c in keyed if c.short]
            if name == "recommendation":  # no action is under the cursor, and one can be added
                shown = [(c, words) for c, words in shown if "action" not in c.about]
                shown.insert(1, (BY_ID["add_action"], "add an action"))
            assert keys.labels == [
                Label(c.id, key_words(c.key, first=True), words, reasons[c.id] is None) for c, words in shown
            ], name
            for _, _, label in keys.placed():
                assert f"{label.key} {label.words}" in person.rows[-1], name

            await person.press("question_mark")
            assert isinstance(person.screen, HelpScreen)
            assert lines_of_help(person.screen) == [line_of_help(c, reasons[c.id]) for c in keyed], name
            await person.press("escape", "1")


async def test_the_last_keys_to_go_from_a_narrow_footer_are_the_ways_to_all_others(house: House) -> None:
    async with sitting(house, size=(40, 24)) as person:
        await go(person, "action")
        shown = {label.command for _, _, label in person.screen.query_one(Keys).placed()}
        assert {"palette", "help", "acts"} <= shown
