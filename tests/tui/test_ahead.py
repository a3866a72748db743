"""The opening screen: read ahead while the rest is loaded, complete at once or part by part, and loading little."""

from __future__ import annotations

import subprocess
import sys
from threading import Event

import pytest

from tests.house import House
from tests.tui.driving import sitting
from tests.tui.test_fatal import SECRET, TOLD, ended, fail
from tracker.desk.session import Session
from tracker.ledger.store import StoreError
from tracker.register import checks, status
from tracker.tui import ahead as reading
from tracker.tui.ahead import Ahead
from tracker.tui.screens.position import PositionScreen

LONG = 20.0


def session(house: House) -> Session:
    return Session(house.path, via="tester", clock=house.clock)


def test_a_small_register_is_handed_over_complete(house: House) -> None:
    ahead = Ahead(session(house))
    ahead.wait(LONG)
    assert ahead.position is not None
    with house.position() as position:
        assert ahead.matrix == status.matrix(position)
        assert ahead.findings == checks.findings(position)
    ahead.position.close()


def test_a_large_register_is_open_before_it_is_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SMALL", 0)
    go_on, matrix = Event(), status.matrix

    def slowly(position: object) -> object:
        assert go_on.wait(LONG)
        return matrix(position)  # type: ignore[arg-type]

    monkeypatch.setattr(status, "matrix", slowly)
    ahead = Ahead(session(house))
    ahead.wait(LONG)
    assert ahead.position is not None
    assert (ahead.matrix, ahead.findings) == (None, None)
    ahead.go_on()
    told = Event()
    ahead.tell(lambda: told.set() if ahead.findings is not None else None)
    go_on.set()
    assert told.wait(LONG)
    assert ahead.matrix is not None
    ahead.position.close()


async def test_a_large_register_fills_its_screen_part_by_part(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SMALL", 0)
    async with sitting(house) as person:
        assert f"{house.size} entries" in person.text
        await person.until("R1 Bristol: reported")
        await person.until("high · all areas")
        screen = person.screen
        assert isinstance(screen, PositionScreen)
        with house.position() as position:
            assert screen.found == checks.findings(position)


def test_why_a_register_cannot_be_opened_waits_for_whoever_asks(house: House) -> None:
    ahead = Ahead(Session(house.path.with_name("none.db"), via="tester"))
    ahead.wait(LONG)
    assert ahead.position is None
    assert isinstance(ahead.fault, StoreError)


async def test_a_fault_while_reading_ahead_ends_in_one_line_without_the_text_it_was_about(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(status, "matrix", fail)
    code, printed = await ended(house, capsys)
    assert code != 0
    assert SECRET not in printed
    assert TOLD.match(" ".join(printed.split())), printed


def test_opening_the_program_loads_neither_the_commands_nor_what_only_acts_need() -> None:
    code = "import tracker.cli.program, tracker.tui.app, tracker.tui.screens.position, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.split())
    needless = {
        "click",
        "pydantic",
        "sqlite_utils",
        "jinja2",
        "yaml",
        "dateutil",
        "tracker.desk.desk",
        "tracker.ledger.entry",
    }
    assert {name for name in loaded if name in needless} == set()
    assert "tracker.tui.screens.position" in loaded
