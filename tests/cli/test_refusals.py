"""What is refused, in words and by exit status: one line, nothing half-written, never a traceback."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.running import Cli, insider, program

REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "a day that there is not": (
        ("milestone", "add", "R1.BRI.2", "--title", "x", "--due", "31 September 2022"),
        "--due: '31 September 2022' is not a date: September has 30 days; write a day from 1 to 30.",
    ),
    "a day to come": (
        ("progress", "R1.BRI.2", "--rag", "red", "--note", "x", "--on", "31 March 2099"),
        "31 March 2099 has not come yet; record what happens on that day, or give the day it happened.",
    ),
    "a rating that is not the owner's to give": (
        ("progress", "R1.BRI.2", "--rag", "blue", "--note", "x"),
        "R1.BRI.2: a reported rating is red, amber or green; blue comes with sign-off, grey by date.",
    ),
    "a position to come": (
        ("status", "--as-at", "31 March 2099"),
        "31 March 2099 has not come yet, so there is no position to show; --today moves the date check.",
    ),
    "a position before everything": (
        ("status", "--as-at", "1 January 1995"),
        "Nothing had occurred by 1 January 1995;",
    ),
    "an entry to come": (("status", "--known-at", "#9999"), "There is no entry #9999; the register has 435 entries."),
    "a day before the register": (("list", "--known-at", "1 Jan 2001"), "Nothing had been recorded by 1 January 2001."),
    "no reference": (("show", "R4.LEEDS"), "'R4.LEEDS' is not a reference; write one like R4,"),
    "a reference that is not there": (("show", "R4.BRI.999"), "There is no action R4.BRI.999 in this plan"),
    "no trail": (("log", "R4.BRI.999"), "Nothing is recorded under 'R4.BRI.999' at this position;"),
    "an unknown area in a query": (
        ("list", "area:LEEDS"),
        "'area:LEEDS': 'LEEDS' is not an area: BRI Bristol, SGL South Gloucestershire,",
    ),
    "an unknown word in a query": (
        ("list", "colour:red"),
        "'colour:red': there is no field 'colour'; there are: area,",
    ),
    "an unknown area of an action": (
        ("action", "add", "R4", "LEEDS", "--title", "x"),
        "'LEEDS' is not an area; write BRI, SGL, NSO or ALL for joint work.",
    ),
    "an unknown area that takes part": (
        ("action", "add", "R4", "ALL", "--title", "x", "--in-area", "LEEDS"),
        "'LEEDS' is not an area; write BRI, SGL, NSO or ALL for joint work.",
    ),
    "an amount that is no number": (
        ("action", "fund", "R1.BRI.2", "--funder", "x", "--state", "secured", "--amount", "£1,000"),
        "The amount '£1,000' is not a plain number; write 968 or 12.5, without commas or %.",
    ),
    "somebody unknown": (
        ("--as", "P99", "undo"),
        "There is no person 'P99' in this register; see: tracker people list",
    ),
    "nothing to undo": (("undo",), "#1 "),
    "an unknown report": (("report", "poem"), "There is no report 'poem'; there is: assurance, "),
    "an unknown setting": (
        ("settings", "change", "colour=3", "--why", "x"),
        "There is no setting 'colour'; there are: milestone_red_days,",
    ),
    "a text file that is not there": (
        ("progress", "R1.BRI.2", "--note-file", "nowhere.txt"),
        "The text file 'nowhere.txt' cannot be read: No such file or directory.",
    ),
    "a stale act": (
        ("progress", "R1.BRI.2", "--rag", "red", "--note", "x", "--seen", "#3"),
        "R1.BRI.2 changed since you looked: #116 (P1 added the action R1.BRI.2). Nothing was saved; look again,",
    ),
    "a wrong today": (("status", "--today", "never"), "--today: 'never' is not a date:"),
    "a wrong since": (("log", "--since", "2022-02-30"), "--since: '2022-02-30' is not a date:"),
}
MISUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "no such command": (("statsu",), "There is no command 'statsu'; did you mean tracker status?"),
    "no such act": (("action", "paint"), "No such command 'paint'."),
    "no such option": (("status", "--colour"), "No such option"),
    "an option with a slip": (
        ("query", "close", "Q1", "--note", "x"),
        "No such option '--note'. Did you mean '--on'? See: tracker query close --help",
    ),
    "no terminal": ((), "The terminal program needs a terminal; without one use: tracker status, or tracker report"),
    "an unknown area": (("status", "--area", "LEEDS"), "'LEEDS' is none of: BRI, SGL, NSO, ALL"),
    "an unknown rating": (("progress", "R4", "--rag", "pink"), "'pink' is none of: red, amber, grey, green, blue"),
    "an unknown order": (("list", "--sort", "luck"), "'luck' is none of: ref, due,"),
    "an unknown kind of act": (("log", "--act", "dance"), "'dance' is no act; the groups of acts are: action, added,"),
    "no reason": (("action", "withdraw", "R1.BRI.2"), "Missing option '--why' (or '--why-file')"),
    "two reasons": (("undo", "--why", "x", "--why-file", "y"), "Give --why or --why-file, not both"),
    "an empty option": (("--db", "", "status"), "it is empty; leave it out or give a value"),
    "an entry that is no number": (("trail", "reviewed", "--upto", "all"), "'all' is not an entry number; write one"),
    "a setting without a value": (("settings", "change", "x", "--why", "y"), "'x' is no setting; write it like"),
    "a reading without a period": (("measure", "reading", "M7", "3"), "Give --period, or --from and --to"),
    "JSON of a program for people": (("--json",), "--json belongs to a command, like: tracker status --json"),
}


@pytest.mark.parametrize(("arguments", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(reader: Cli, arguments: tuple[str, ...], words: str) -> None:
    assert reader.refused(*arguments).startswith(words)
    assert len(reader.json("log")) == 435


@pytest.mark.parametrize(("arguments", "words"), MISUSED.values(), ids=MISUSED)
def test_misused(reader: Cli, arguments: tuple[str, ...], words: str) -> None:
    said = reader.refused(*arguments, code=2)
    assert words in said
    assert re_help(said)


def re_help(words: str) -> bool:
    """Tell whether a line on wrong usage ends with where the help is."""
    return words.endswith("--help") and ("? See: tracker" in words or ". See: tracker" in words)


def test_a_group_without_an_act_shows_its_help(reader: Cli) -> None:
    done = reader.run("action")
    assert (done.code, done.out) == (2, "")
    assert "adopt" in done.err


def test_a_text_that_is_not_utf_8(reader: Cli, tmp_path: Path) -> None:
    (tmp_path / "ansi.txt").write_bytes("café".encode("cp1252"))
    words = reader.refused("progress", "R1.BRI.2", "--note-file", str(tmp_path / "ansi.txt"))
    assert words.endswith("is not UTF-8 text; save it as UTF-8, or give the text itself.")
    words = reader.refused("progress", "R1.BRI.2", "--note", "-", stdin="café".encode("cp1252"))
    assert words.startswith("Standard input is not UTF-8 text;")


def test_a_text_that_is_far_too_long(reader: Cli) -> None:
    words = reader.refused("progress", "R1.BRI.2", "--note", "-", stdin="x" * 300_000)
    assert words.startswith("Standard input is longer than 262,144 bytes; shorten it,")


# --- registers that cannot be used ------------------------------------------------------------------------------------


READING = [("status",), ("list",), ("show", "R4"), ("log",), ("check",), ("people", "list"), ("report", "assurance")]
NO_REGISTER = [
    *READING,
    ("undo",),
    ("verify",),
    ("backup", "copy.db"),
    ("rebuild",),
    ("progress", "R1.BRI.2", "--note", "x"),
]


@pytest.mark.parametrize("arguments", NO_REGISTER, ids=" ".join)
def test_no_register(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = tmp_path / "no such folder" / "tracker.db"
    words = f"There is no register at {path}; make one with: tracker init"
    assert Cli(path).refused(*arguments) == words
    assert not path.parent.exists()


@pytest.mark.parametrize("arguments", [*READING, ("undo",)], ids=" ".join)
@pytest.mark.parametrize(
    "data", [b"", b"not a register at all", bytes(range(256)) * 64], ids=["empty", "text", "noise"]
)
def test_a_file_that_is_no_register(tmp_path: Path, data: bytes, arguments: tuple[str, ...]) -> None:
    path = tmp_path / "tracker.db"
    path.write_bytes(data)
    words = Cli(path).refused(*arguments)
    assert str(path) in words
    assert "is not a register of this program" in words or "cannot be read" in words
    assert path.read_bytes() == data


def test_a_register_with_an_entry_that_cannot_be_read(cli: Cli) -> None:
    insider(cli.db, "UPDATE entry SET line = ? WHERE seq = 200", b"{")
    words = cli.refused("log")
    assert words.startswith("The register cannot be read any further (the line is not JSON")
    assert "Run: tracker verify" in words
    assert cli.run("verify").code == 3


def test_a_register_that_is_damaged(cli: Cli) -> None:
    """Most pages are overwritten, as a failing disk would."""
    with cli.db.open("r+b") as file:
        file.seek(64 * 4096)
        file.write(b"\xff" * (cli.db.stat().st_size - 64 * 4096))
    assert "cannot be read" in cli.refused("log")
    assert cli.run("verify").code == 3


def test_another_database(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t(x)")
    assert Cli(path).refused("status") == f"{path} is not a register of this program; choose another with --db."


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Be somebody whom file permissions hold, also where the tests are run by the superuser."""
    superuser = hasattr(os, "geteuid") and os.geteuid() == 0
    if superuser:
        os.seteuid(65534)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)


def test_a_register_that_may_only_be_read(made: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cli = Cli(folder / "tracker.db")
        shutil.copy(made, cli.db)
        cli.db.chmod(0o444)
        folder.chmod(0o555)
        try:
            with ordinary_user():
                assert cli.run("list", "R4").code == 0
                words = cli.refused("progress", "R1.BRI.2", "--rag", "red", "--note", "x", "--as", "P1")
        finally:
            folder.chmod(0o755)
    assert words.startswith(f"Nothing was saved: the register {cli.db} can only be read here.")


def test_a_fault_of_the_program_is_one_line_and_can_be_looked_into(
    reader: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("made to fail")

    monkeypatch.setattr("tracker.register.status.matrix", broken)
    words = reader.refused("status")
    assert words.startswith("This is a fault of the program (KeyError: 'made to fail').")
    assert "TRACKER_DEBUG=1" in words
    assert "Traceback" in reader.run("status", TRACKER_DEBUG="1").err


def test_being_stopped(reader: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.register.status.matrix", stopped)
    done = reader.run("status")
    assert done.code == 130
    assert done.err.strip().endswith("stopped. What was answered with a reference is saved; nothing else is.")


def test_a_process_of_its_own_ends_the_same_way(made: Path, tmp_path: Path) -> None:
    done = program("list", "area:LEEDS", db=made)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert program("status", db=tmp_path / "none.db").code == 1
    assert program(db=made).code == 2
    assert program("--version", db=made).out.startswith("tracker ")


def test_a_register_cut_short_says_what_to_do_next(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "short.db"
    path.write_bytes(made.read_bytes()[: made.stat().st_size // 3])
    said = Cli(path).refused("status")
    assert said.startswith(f"The register {path} cannot be read: ")
    assert said.endswith(". Run: tracker verify. It names what is damaged; then restore a backup: tracker restore FILE")
