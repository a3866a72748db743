"""Whatever is typed: an exit status, a line of stderr at most, and never a traceback or a raw control character."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.running import Cli
from tests.model.hostile import HOSTILE

MANY = settings(max_examples=40)
SHORT = [text for text in HOSTILE if len(text) < 200]
WORDS = [
    "R4", "R4.BRI.2", "r1.bri.2", "X", "E1", "#12", "#0", "G1", "P1", "BRI", "ALL", "LEEDS", "ASP", "amber", "overdue",
    "area:BRI", 'due<"March 2022"', "due<Q9", "rag:", ":", "-", "--", "--note", "--json", "--area", "--as", "--as-at",
    "--known-at", "--today", "--limit", "-1", "0", "31 September 2022", "yesterday", "2022-03-31", "9" * 30, "1e9",
    "--sort", "--why", "--on", "--title", "--due", "--lead", "--body", "--agreed-by", "--minute", "--rag", "--seen", "",
]  # fmt: skip
arguments = st.lists(
    st.sampled_from(WORDS) | st.sampled_from(SHORT) | st.text(st.characters(codec=None), max_size=12), max_size=7
)
COMMANDS = [
    ("status",), ("list",), ("show",), ("log",), ("check",), ("progress",), ("complete",), ("signoff",), ("undo",),
    ("action", "add"), ("action", "edit"), ("action", "revise"), ("action", "split"), ("milestone", "add"),
    ("evidence", "add"), ("evidence", "list"), ("measure", "reading"), ("meeting", "add"), ("decision", "make"),
    ("risk", "add"), ("people", "add"), ("agency", "add"), ("recommendation", "number"), ("settings", "change"),
    ("trail", "reviewed"), ("prove", "entry"), ("prove", "extends"), ("bogus",), (),
]  # fmt: skip


@pytest.fixture(scope="module")
def scratch(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Cli:
    path = tmp_path_factory.mktemp("scratch") / "tracker.db"
    shutil.copy(made, path)
    return Cli(path)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "none")
def test_no_arguments_bring_the_program_down(scratch: Cli, command: tuple[str, ...]) -> None:
    @MANY
    @given(rest=arguments)
    def holds(rest: list[str]) -> None:
        given = [argument for argument in rest if argument != "--db" and not argument.startswith("--db=")]
        done = scratch.run(*command, *given, stdin="a note\n")
        assert done.code in (0, 1, 2), done
        assert "Traceback" not in done.err
        assert "fault of the program" not in done.err, done.err
        assert (done.code == 0) == (done.err == ""), done
        assert done.err == "" or done.err.startswith(("tracker: ", "Usage: ")), done.err
        shown = done.out + done.err
        assert not set(shown) & set("\x1b\x07\x9b\x00\u202e\u200b\u2066\ufeff"), shown

    holds()


def test_the_register_is_whole_afterwards(scratch: Cli) -> None:
    assert scratch.run("verify").code == 0
