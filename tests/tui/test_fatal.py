"""A fault of the program ends it with one line, without anybody's words; without a terminal it says what to use."""

from __future__ import annotations

import asyncio
import os
import re
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import work

from tests.cli.running import ROOT, program
from tests.house import House
from tracker.desk.session import Session
from tracker.ledger.store import StoreError
from tracker.tui import app as program_app
from tracker.tui.app import Tracker, fault_words
from tracker.tui.screens.position import PositionScreen
from tracker.tui.screens.view import View
from tracker.tui.widgets.head import Head

SECRET = "the child of the family in Example Road"
TOLD = re.compile(
    r"\AThe program had to stop because of a fault \((?P<kind>\w+)(?P<place>[^)]*)\)\. Everything that was confirmed "
    r"as recorded is saved\. Start it again; if it happens again, report this line\.\Z"
)


def fail(*_: object) -> None:
    """Fail with personal text in a local variable and in the message."""
    note = f"A note about {SECRET}"
    raise ValueError(note)


@work(thread=True)
def fail_in_a_thread(self: View) -> None:
    fail(self)


def fail_with_a_cause(*_: object) -> None:
    try:
        fail()
    except ValueError as error:
        raise RuntimeError(f"while reading {SECRET}") from error


async def ended(house: House, capsys: pytest.CaptureFixture[str], *keys: str) -> tuple[int, str]:
    """Run the program without a screen until it ends; return its exit code and what it printed at the end."""
    app = Tracker(Session(house.path, via="tester", clock=house.clock))

    async def press() -> None:
        while app.opened is None:
            await asyncio.sleep(0.01)
        for key in keys:
            app.simulate_key(key)

    pressing = asyncio.create_task(press())
    await asyncio.wait_for(app.run_async(headless=True), 10)
    pressing.cancel()
    app._print_error_renderables()
    return app.return_code or 0, "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("where", "name", "fault", "keys"),
    [
        (View, "do_copy", fail, ["y"]),
        (View, "do_copy", fail_in_a_thread, ["y"]),
        (View, "do_copy", fail_with_a_cause, ["y"]),
        (PositionScreen, "fill", fail, []),
        (Head, "render_line", fail, []),
        (Tracker, "look", fail, []),
        (Tracker, "do_help", fail, ["question_mark"]),
    ],
    ids=["a key", "a thread", "a cause", "reading", "drawing", "a timer", "a command of the program"],
)
async def test_a_fault_ends_in_one_line_without_the_text_it_was_about(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    where: type,
    name: str,
    fault: Callable[..., None],
    keys: list[str],
) -> None:
    monkeypatch.setattr(where, name, fault)
    code, printed = await ended(house, capsys, *keys)
    assert code != 0
    assert SECRET not in printed
    found = TOLD.match(" ".join(printed.split()))
    assert found, printed
    assert found["kind"] == "ValueError"


def test_the_line_names_the_place_in_the_program_and_not_the_folder_it_stands_in() -> None:
    try:
        program_app.Tracker.seat.fget(object.__new__(Tracker))  # type: ignore[attr-defined]
    except Exception as error:
        words = fault_words(error)
    found = TOLD.match(words)
    assert found, words
    assert re.fullmatch(r" in tracker/tui/app\.py, line \d+", found["place"])


def test_errors_that_carry_words_as_their_error_are_told_too() -> None:
    odd = ValueError(SECRET)
    odd.error = SECRET  # type: ignore[attr-defined]
    found = TOLD.match(fault_words(odd))
    assert found
    assert found["kind"] == "ValueError"


PROGRAM = f"""
import sys
from tracker.cli import main
from tracker.tui.screens.view import View

def fail(self):
    note = "A note about {SECRET}"
    raise ValueError(note)

View.do_copy = fail
sys.exit(main([]))
"""

if sys.platform != "win32":  # no pseudo-terminals there
    import fcntl
    import pty
    import struct
    import termios

    def test_on_a_real_terminal_the_line_is_the_last_thing_said(house: House) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        given = {**os.environ, "PYTHONPATH": str(ROOT), "TRACKER_DB": str(house.path), "TERM": "xterm-256color"}
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], env=given, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
        )
        os.close(theirs)
        printed = until(ours, "Needs attention")
        os.write(ours, b"y")
        printed += until(ours, None)
        assert process.wait(10) != 0
        os.close(ours)
        words = " ".join(re.sub(r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|[=>78]|\][^\x07]*\x07)", "", printed).split())
        assert "The program had to stop because of a fault (ValueError" in words
        assert words.endswith("if it happens again, report this line.")
        assert "Traceback" not in words
        assert SECRET not in printed

    def until(terminal: int, words: str | None) -> str:
        """Read a terminal until *words* came, or until its program ended."""
        seen = b""
        while words is None or words.encode() not in seen:
            ready, _, _ = select.select([terminal], [], [], 20)
            try:
                more = os.read(terminal, 65536) if ready else b""
            except OSError:  # how Linux says that nobody is left at the other end
                more = b""
            if not more:
                break
            seen += more
        return seen.decode(errors="replace")


def test_a_register_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tracker, "run", lambda app: asyncio.run(app.run_async(headless=True)))
    path = tmp_path / "tracker.db"
    path.write_bytes(b"no register at all" * 100)
    with pytest.raises(StoreError) as refused:
        program_app.run(Session(path, via="tester"))
    assert str(refused.value) == f"The register {path} cannot be read: file is not a database."


@pytest.mark.parametrize("stdin", ["", "q\n"], ids=["nothing", "keys"])
def test_without_a_terminal_the_program_says_what_to_use(house: House, stdin: str) -> None:
    done = program(db=house.path, stdin=stdin)
    assert done.code == 2
    assert done.out == ""
    assert done.err == (
        "tracker: The terminal program needs a terminal; without one use: tracker status, or tracker report assurance. "
        "See: tracker --help\n"
    )
