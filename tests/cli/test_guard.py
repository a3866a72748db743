"""The guard on the command line: one clear line, ``--despite`` wherever something is recorded, what the trail says."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.running import Cli, loaded
from tracker.cli import root
from tracker.intake.recommendations import default_folder

NOTE = "Two young people from BS5 9XY spoke."
GIVEN = ("progress", "R1.BRI.2", "--rag", "green", "--note", NOTE)
WARNING = (
    "The note seems to hold a count of fewer than five children or families and a postcode. Nothing was saved: take it "
    "out, or give a reason why it must stand. The reason is given with --despite 'REASON'."
)


def test_words_that_look_like_personal_data_are_refused_in_one_line(cli: Cli) -> None:
    assert cli.refused(*GIVEN) == WARNING
    assert len(cli.json("log")) == 435


def test_a_reason_lets_them_stand_and_the_trail_says_so(cli: Cli) -> None:
    cli.ok(*GIVEN, "--despite", "The programme of the day is public")
    said = " ".join(cli.ok("log", "--newest", "--limit", "1").out.split())
    assert (
        "recorded over the guard's warning of a postcode and a count of fewer than five children or families; reason: "
        "The programme of the day is public"
    ) in said
    assert "guard postcode" not in said
    (entry,) = cli.json("log", "--newest", "--limit", "1")
    assert entry["facts"]["guard"] == ["postcode", "small_number"]
    assert entry["texts"] == {"note": NOTE, "guard_why": "The programme of the day is public"}
    assert "recorded over the guard's warning" in " ".join(cli.ok("show", "R1.BRI.2").out.split())
    (finding,) = [one for one in cli.json("check") if one["rule"] == "C21"]
    assert (finding["ref"], finding["severity"]) == ("R1.BRI.2", "low")


def test_the_reason_is_looked_at_too(cli: Cli) -> None:
    said = cli.refused(*GIVEN, "--despite", "Child J agreed")
    assert said.startswith("The reason why it must stand seems to hold a child's name or initials.")
    assert "--despite" not in said


def test_a_reason_without_a_warning_is_not_kept(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "green", "--note", "On course", "--despite", "Just in case")
    (entry,) = cli.json("log", "--newest", "--limit", "1")
    assert entry["texts"] == {"note": "On course"}


def test_a_file_read_for_a_text_and_the_name_of_evidence_are_looked_at(cli: Cli, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(NOTE, encoding="utf-8")
    assert cli.refused(*GIVEN[:4], "--note-file", str(note)) == WARNING
    file = tmp_path / "talk with child J.txt"
    file.write_text("words", encoding="utf-8")
    said = cli.refused("evidence", "add", "--title", "A talk", "--kind", "voice", "--file", str(file))
    assert said.startswith("The file name seems to hold a child's name or initials.")


def commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", found) for inner, found in commands(command))
        else:
            yield name, command


def records(command: click.Command) -> bool:
    """Whether a command opens a desk for an act."""
    assert command.callback is not None
    return ".acting(" in inspect.getsource(inspect.unwrap(command.callback))


GROUP = next(value for value in vars(root).values() if isinstance(value, click.Group))


def test_every_command_that_records_takes_a_reason_and_none_that_reads() -> None:
    found = {name: command for name, command in commands(GROUP) if records(command)}
    assert len(found) > 40
    taking = {name for name, command in commands(GROUP) if any("--despite" in p.opts for p in command.params)}
    assert set(found) - taking == set()
    assert taking & {"status", "list", "show", "log", "check", "verify", "init", "report", "people list"} == set()


@pytest.mark.parametrize("arguments", [("status",), ("log",), ("show", "R4"), ("check",)], ids=" ".join)
def test_a_reading_command_does_not_load_the_patterns(made: Path, arguments: tuple[str, ...]) -> None:
    assert "tracker.model.guard.looking" not in loaded(*arguments, db=made)


def test_files_of_ones_own_are_warned_of_and_loaded_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    shutil.copytree(default_folder(), folder)
    file = folder / "other-work.md"
    lines = file.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("Rows that serve none"))
    lines[place] = f"{lines[place]} Write to carer@example.org."
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = Cli(tmp_path / "tracker.db").run("init", "--from", str(folder))
    assert done.code == 0
    assert f"other-work.md:{place + 1}: looks like an e-mail address outside public bodies" in done.err
    assert "carer@" not in done.err
