"""A fault in the program ends it with one clear line that holds nobody's words; a missing register is said so."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from tests.house import House
from tests.tui.driving import sitting
from tracker.desk.session import Session
from tracker.ledger.store import StoreError
from tracker.tui.app import Tracker, fault_words, run
from tracker.tui.screens.reading import ActionScreen

SECRET = "the child lives in a secret place"


async def faulty(app: Tracker) -> str:
    """Run the program, let it fail with people's words in sight, and return what it leaves on the terminal."""
    said = io.StringIO()
    app.error_console = Console(file=said, width=200)

    async def go_there() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            while app.opened is None:
                await pilot.pause()
            app.open("R4.BRI.7")
            await pilot.pause(0.2)

    with pytest.raises(ValueError, match="secret"):
        await go_there()
    return said.getvalue()


async def test_a_fault_prints_no_local_variable_and_no_message(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def blocks(self: ActionScreen) -> list[object]:
        words = SECRET
        raise ValueError(words + " is no number")

    monkeypatch.setattr(ActionScreen, "blocks", blocks)
    app = Tracker(Session(house.path, via="tester", clock=house.clock))
    said = await faulty(app)
    assert "secret" not in said
    assert "Traceback" not in said
    assert said.count("The program had to stop because of a fault (ValueError in tracker/tui/screens/reading.py") == 1
    assert "Everything that was confirmed as recorded is saved" in said
    assert app.return_code == 1


async def test_a_fault_in_a_thread_prints_no_words_either(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.register import verification

    def verify(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(verification, "verify", verify)
    said = io.StringIO()

    async def go_there() -> None:
        async with sitting(house) as person:
            person.app.error_console = Console(file=said, width=200)
            await person.press("9")
            await person.pilot.pause(0.3)

    with pytest.raises(Exception, match="secret"):
        await go_there()
    assert "secret" not in said.getvalue()
    assert "The program had to stop because of a fault (ValueError" in said.getvalue()


def test_the_words_name_the_kind_and_place_of_a_fault_only() -> None:
    try:
        Path("no such folder/x").read_text(encoding="utf-8")
    except OSError as error:
        words = fault_words(error)
    assert words.startswith("The program had to stop because of a fault (FileNotFoundError). ")
    assert "folder" not in words


def test_a_register_that_is_not_there_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tracker, "run", lambda self: self.run_async_for_test())
    monkeypatch.setattr(Tracker, "run_async_for_test", _headless, raising=False)
    with pytest.raises(StoreError, match="There is no register at"):
        run(Session(tmp_path / "none.db", via="tester"))


def _headless(app: Tracker) -> None:
    import asyncio

    asyncio.run(app.run_async(headless=True, size=(80, 24)))


def test_leaving_returns_zero(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tracker, "run", _headless)
    monkeypatch.setattr(Tracker, "open_desk", Tracker.do_quit)
    assert run(Session(house.path, via="tester", clock=house.clock)) == 0
