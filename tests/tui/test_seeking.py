"""The list of actions of a large register: found in a thread, the first rows before the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
import pytest_asyncio

from tests.house import House
from tests.tui.driving import sitting
from tracker.ledger.store import StoreError
from tracker.register import filters, listing
from tracker.tui import seeking
from tracker.tui.screens import actions
from tracker.tui.screens.actions import ActionsScreen
from tracker.tui.seeking import Answer
from tracker.tui.widgets.lines import Lines


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every register count as large, and three rows as many."""
    monkeypatch.setattr(actions, "SMALL", 0)
    monkeypatch.setattr(seeking, "FIRST", 3)


@pytest_asyncio.fixture
async def answers(monkeypatch: pytest.MonkeyPatch) -> list[Answer]:
    """Every answer that came to a screen."""
    came: list[Answer] = []
    show = ActionsScreen._answered

    def note(self: ActionsScreen, answer: Answer) -> None:
        came.append(answer)
        show(self, answer)

    monkeypatch.setattr(ActionsScreen, "_answered", note)
    return came


async def _until(true: Callable[[], bool]) -> None:
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came")


@pytest.mark.usefixtures("large")
async def test_the_first_rows_come_before_the_rest_and_the_cursor_stays(house: House, answers: list[Answer]) -> None:
    with house.position() as position:
        every = listing.refs(position)
        bristol = listing.refs(position, filters.parse("area:BRI"))
    async with sitting(house) as person:
        person.app.seat.memory.cursors["actions"] = every[40]
        await person.press("2")
        await _until(lambda: bool(answers) and answers[-1].complete)
        assert [(answer.refs, answer.more) for answer in answers] == [(every[:3], False), (every, True)]
        lines = person.screen.query_one(Lines)
        assert (lines.key, len(lines.source)) == (every[40], len(every))
        await person.press("slash")
        await person.paste("area:BRI")
        await person.until(f"{len(bristol)} actions pass 'area:BRI'")
        assert person.app.screen.refs == bristol  # type: ignore[attr-defined]
        assert answers[-1].refs == bristol
        assert lines.key == every[40]


@pytest.mark.usefixtures("large")
async def test_what_is_not_counted_yet_cannot_all_be_marked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ActionsScreen, "_answered", lambda self, answer: self._show(answer.refs[:3], complete=False))
    async with sitting(house) as person:
        await person.press("2")
        await person.until("3 actions and more, counting…")
        screen = person.app.screen
        assert isinstance(screen, ActionsScreen)
        screen.do_mark_all()
        assert screen.marked == set()
        assert person.told[-1] == "The actions are still being counted; mark them all when their number shows."


@pytest.mark.usefixtures("large")
async def test_a_register_that_cannot_be_read_is_said_and_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = listing.stages

    def fail(*_: object, **__: object) -> None:
        raise StoreError("The register cannot be read.")

    async with sitting(house) as person:
        monkeypatch.setattr(listing, "stages", fail)
        await person.press("2")
        await person.until_told("The register cannot be read.")
        monkeypatch.setattr(listing, "stages", found)
        await person.press("slash")
        await person.paste("R4.BRI.7")
        await person.until("1 action passes 'R4.BRI.7'")


@pytest.mark.usefixtures("large")
async def test_a_fault_in_the_thread_ends_the_program_with_one_line_and_nobodys_words(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "the child of the family in Example Road"

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"A note about {secret}")

    monkeypatch.setattr(listing, "stages", fail)

    async def sit() -> None:
        async with sitting(house) as person:
            await person.press("2")
            await _until(lambda: not person.app.is_running)

    with pytest.raises(ValueError, match="A note about"):  # so the harness hands on what ended the program
        await sit()
    said = " ".join(capsys.readouterr().err.split())
    assert said.startswith("The program had to stop because of a fault (ValueError in tracker/tui/seeking.py, line ")
    assert secret not in said
