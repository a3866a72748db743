"""The program in a real terminal: a sitting from start to end, another size, terminals that vanish."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.cli.running import program
from tests.house import House
from tests.terminal import Screen, Terminal
from tests.tui.test_hostile import register
from tracker.register.history import Wanted, lines

__all__ = ["register"]

NOTE = "Two of the three places are filled."


def recorded(house: House) -> list[tuple[str, str, str | None]]:
    """Act, subject and note of what was recorded since the house was furnished."""
    with house.position() as position:
        return [(line.entry.act, line.entry.subject, line.texts.get("note")) for line in lines(position, Wanted())
                if line.entry.seq > house.size]  # fmt: skip


def at_the_edge(screen: Screen, width: int) -> bool:
    """Whether the day stands at the right of a line of *width*."""
    head = screen.rows[0].rstrip()
    return head.endswith("Position at 4 July 2022") and len(head) >= width - 2


def test_a_sitting_from_start_to_verification(house: House) -> None:
    with Terminal(house.path, more={"TRACKER_TODAY": "2022-07-04"}) as terminal:
        terminal.until("Needs attention", "Position at 4 July 2022")
        terminal.press("2")
        terminal.until("actions in all")
        terminal.press("/")
        terminal.press("owner:police basis:agreed\r")
        terminal.until("1 action passes 'owner:police basis:agreed'", "R4.SGL.1")
        terminal.press("\r")
        terminal.until("R4.SGL.1 Another agreed action")
        terminal.resize(120, 40)
        terminal.until_so(lambda screen: at_the_edge(screen, 120), "a head that goes to the new edge")
        terminal.until("R4.SGL.1 Another agreed action")
        terminal.resize(60, 20)
        terminal.until("R4.SGL.1 Another agreed action", "? help")
        terminal.press("u")
        terminal.until("Record progress")
        terminal.press(NOTE)
        terminal.until(NOTE[-6:])
        terminal.press("\t")
        terminal.press("a")
        terminal.press("\x13")
        terminal.until(f"{house.size + 1} entries", "A◆ Amber")
        terminal.press("q")
        assert terminal.ended() == 0
    assert recorded(house) == [("progress.recorded", "R4.SGL.1", NOTE)]
    verified = program("verify", db=house.path)
    assert verified.code == 0, verified.out + verified.err
    assert f"{house.size + 1}" in verified.out


@pytest.mark.parametrize("session", [True, False], ids=["with a word", "without a word"])
def test_a_terminal_that_vanishes_ends_the_program_and_keeps_what_was_typed(
    house: House, tmp_path: Path, session: bool
) -> None:
    own = {"TRACKER_OWN": str(tmp_path / "own")}
    with Terminal(house.path, session=session, more=own) as terminal:
        terminal.until("Needs attention")
        terminal.press("2")
        terminal.until("actions in all")
        terminal.press("/R4.SGL.1\r\ru")
        terminal.until("Record progress")
        terminal.press(NOTE)
        terminal.until(NOTE[-6:])
        terminal.vanish()
        assert terminal.process.wait(10) == 129, "128 and the number of SIGHUP"
    assert recorded(house) == []
    assert program("verify", db=house.path).code == 0
    with Terminal(house.path, more=own) as terminal:
        terminal.until("Typed and not recorded: Record progress R4.SGL.1")


def test_a_program_that_is_told_to_end_gives_the_terminal_back(house: House) -> None:
    with Terminal(house.path) as terminal:
        terminal.until("Needs attention")
        terminal.process.terminate()
        assert terminal.ended() == 143, "128 and the number of SIGTERM"
        modes = dict(re.findall(r"\x1b\[\?([0-9]+)([hl])", terminal.raw))  # each as it was set last
        assert modes.pop("25") == "h", "the cursor shows"
        assert modes.pop("7") == "h", "long lines are broken"
        assert modes.keys() >= {"1049", "1000", "2004"}, "the second screen, the mouse and marked pasting were in use"
        assert set(modes.values()) == {"l"}, modes


def test_bytes_that_are_no_text_do_not_make_it_deaf(house: House) -> None:
    with Terminal(house.path) as terminal:
        terminal.until("Needs attention")
        terminal.press(b"\xff\xfe\xe9")  # as a terminal in Latin-1 sends letters with accents
        time.sleep(0.3)
        terminal.press("2")
        terminal.until("actions in all")
        terminal.press("/")
        terminal.press("R4\xe4".encode("latin-1") + b"\r")
        terminal.until("No action passes this filter")


def test_without_colours_the_cursor_still_shows_and_no_colour_is_asked_for(house: House) -> None:
    with Terminal(house.path, more={"NO_COLOR": "1"}) as terminal:

        def row_of(words: str) -> int:
            return next(place for place, row in enumerate(terminal.screen.rows) if words in row)

        terminal.until("Needs attention", "▸")
        terminal.press("2")
        terminal.until("actions in all", "▸ R1.BRI.1")
        terminal.rest()
        assert terminal.screen.turned >= {(row_of("▸ R1.BRI.1"), place) for place in range(40)}
        terminal.press("/R4.SGL.1")
        terminal.until("1 action passes 'R4.SGL.1'")
        terminal.rest()
        typed = row_of("Filter R4.SGL.1")
        assert (typed, terminal.screen.rows[typed].index("R4.SGL.1") + 8) in terminal.screen.turned, "where one types"
        terminal.press("\rU")
        terminal.until("brought up to date")
        terminal.press("\r")
        terminal.until("Owner's rating", "( ) r ▲ Red")
        terminal.rest()
        place = terminal.screen.rows[row_of("( ) r ▲ Red")].index("( ) r")
        assert terminal.screen.turned >= {(row_of("( ) r ▲ Red"), place + n) for n in range(8)}, (
            "the field with the keys"
        )
        terminal.press("r")
        terminal.until("(•) r")
        terminal.rest()
        assert (row_of("Note *"), place) in terminal.screen.turned, "then the note has them"
        assert not terminal.screen.coloured


def test_hostile_text_sends_the_terminal_no_code_and_no_link(register: House) -> None:
    with Terminal(register.path, more={"TRACKER_TODAY": "2022-04-02"}) as terminal:
        terminal.until("Needs attention")
        for key, comes in {"2": "actions in all", "4": "pieces of evidence", "6": "Risks", "7": "Measures"}.items():
            terminal.press(key)
            terminal.until(comes)
            terminal.press("\x1b[F")  # the end of the list
            terminal.rest()
        for ref in ("R1.BRI.900", "E900", "P900"):
            terminal.press("g")
            terminal.until("Go to or do")
            terminal.press(f"{ref}\r")
            terminal.until(f"› {ref}")
            terminal.press(" ")
            terminal.rest()
    # The screen has refused every code that no program of ours sends; here stands what the text would have sent.
    for code in ("\x1b]8;", "\x1b]0;", "\x1b]52;", "\x1b[31m", "\x1bP", "\x1b_", "\x9b", "\x1bc"):
        assert code not in terminal.raw, ascii(code)
    assert "⟨U+001B⟩[31m" in terminal.raw, "it was shown as text"
