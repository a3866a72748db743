"""A person at the keyboard of the terminal UI: keys, pasted text, what the screen says, and what was recorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from tests.house import House
from tracker.desk.session import Session
from tracker.ledger.entry import Entry
from tracker.register.history import Line, Wanted, lines
from tracker.tui.app import Tracker
from tracker.tui.look.wrap import text_of
from tracker.tui.screens.form import SIGHT, FormScreen
from tracker.tui.widgets.field import FieldBox
from tracker.tui.widgets.page import Page


def _event(key: str) -> events.Key:
    """The event of a key given by its name or its character."""
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    return events.Key(key, {"space": " ", "enter": "\r", "tab": "\t"}.get(key))


class Person:
    """One running program and the person in front of it."""

    def __init__(self, app: Tracker, pilot: Pilot[None], house: House) -> None:
        self.app = app
        self.pilot = pilot
        self.house = house

    # -- doing -----------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys at once, as a slow line delivers them, and wait until the last has had its effect."""
        for key in keys:
            self.app.post_message(_event(key))
        await self.settle()

    burst = press

    async def type(self, text: str) -> None:
        """Type text letter by letter."""
        await self.press(*text)

    async def paste(self, text: str) -> None:
        """Paste text where the cursor is."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def take_in(self) -> None:
        """Look at what came in between for as long as a form asks one to."""
        await self.pilot.pause(SIGHT)

    async def settle(self) -> None:
        """Wait until nothing is left to do: no key waits, no screen is being built, every message is dealt with."""
        for _ in range(5000):
            building = getattr(self.app.screen, "opening", False) or self.app.opened is None
            if not (building or self.app._keys or self.app._busy):
                await self.pilot._wait_for_screen()
                if not (self.app._keys or self.app._busy or getattr(self.app.screen, "opening", False)):
                    self.app.screen._on_timer_update()
                    return
            await asyncio.sleep(0.001)
        raise AssertionError("the program did not come to rest")

    async def until(self, words: str) -> None:
        """Wait until the screen says *words*; a thread may have to find them first."""
        for _ in range(3000):
            if words in self.text:
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"{words!r} never came; the screen says:\n{self.text}")

    async def until_told(self, words: str) -> None:
        """Wait until a message says *words*, which a narrow screen may break or have taken back."""
        for _ in range(3000):
            if any(words in said for said in self.told):
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"{words!r} was never said; what was said: {self.told}")

    async def fill(self, **fields: str) -> None:
        """Fill in fields of the form by name: pasted text, the letter of a choice, or the beginning of an option."""
        for name, text in fields.items():
            box = self.field(name)
            box.go_in()
            await self.settle()
            if box.field.kind in ("choice", "yes"):
                await self.press(text)
            elif box.field.kind in ("pick", "many"):
                for one in text.split("|"):
                    await self.paste(one)
                    await self.press("enter")
            else:
                await self.paste(text)

    async def go(self, ref: str) -> None:
        """Jump to a reference by the palette."""
        await self.press("g")
        await self.paste(ref)
        await self.press("enter")

    # -- seeing ----------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> list[str]:
        """The lines of the screen as text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.rows)

    @property
    def page(self) -> str:
        """The whole page of the screen, also what is scrolled out of sight."""
        lines = self.screen.query_one(Page).layout_of_page.lines
        return "\n".join(text_of(line) for line in lines)

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""
        return self.app.screen

    @property
    def form(self) -> FormScreen:
        """The form on top."""
        assert isinstance(self.screen, FormScreen), f"no form is open; the screen says:\n{self.text}"
        return self.screen

    def field(self, name: str) -> FieldBox:
        """A field of the form on top."""
        return next(box for box in self.form.boxes if box.field.name == name)

    @property
    def told(self) -> list[str]:
        """What was said in passing, newest last."""
        return [message.words for message in self.app.messages]

    # -- what was recorded -----------------------------------------------------------------------------------------

    @property
    def recorded(self) -> list[Line]:
        """The entries since the house was furnished, with their texts."""
        with self.house.position() as position:
            found = lines(position, Wanted())
        return [line for line in found if line.entry.seq > self.house.size]

    @property
    def acts(self) -> list[tuple[str, str]]:
        """Act and subject of what was recorded."""
        return [(line.entry.act, line.entry.subject) for line in self.recorded]

    def only(self) -> tuple[Entry, dict[str, str]]:
        """The one entry that was recorded, and its texts."""
        (line,) = self.recorded
        return line.entry, line.texts


@asynccontextmanager
async def sitting(
    house: House, *, who: str | None = None, size: tuple[int, int] = (80, 24), via: str = "tester"
) -> AsyncIterator[Person]:
    """Run the program on the register of *house*."""
    app = Tracker(Session(house.path, who=who, via=via, clock=house.clock))
    async with app.run_test(size=size, notifications=True) as pilot:
        person = Person(app, pilot, house)
        await person.settle()
        yield person
