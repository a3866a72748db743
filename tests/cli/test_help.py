"""Help: every command explains itself with an example, and the examples are true."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.running import Cli
from tracker.cli.root import COMMANDS, root

READING = {
    "status", "list", "show", "log", "check", "evidence list", "measure list", "meeting list", "meeting bodies",
    "decision list", "risk list", "people list", "people history", "agency list", "settings show",
}  # fmt: skip


def walk(command: click.Command = root, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its name as it is typed, groups before their commands."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            found = command.get_command(context, part)
            assert found
            yield from walk(found, f"{name} {part}".strip())


ALL = dict(walk())
NO_REGISTER = ("init", "prove verifier")
"""Commands that make a register, or need none."""
EXAMPLES = [
    (name, example)
    for name, command in ALL.items()
    for example in getattr(command, "examples", ())
    if not example.startswith(tuple(f"tracker {each}" for each in NO_REGISTER))
]


def test_all_commands_are_walked() -> None:
    assert len(ALL) > 60
    assert set(ALL) >= READING


@pytest.mark.parametrize("name", ALL)
def test_help_has_an_example(reader: Cli, name: str) -> None:
    out = reader.ok(*name.split(), "--help").out
    usage, _, examples = re.split(r"^(Examples?):\n", out, flags=re.MULTILINE)
    assert usage.startswith(f"Usage: tracker {name}".strip())
    assert "Options of every command:\n  --db PATH" in usage
    lines = examples.strip().splitlines()
    assert [line for line in lines if not line.strip().startswith("tracker ")] == []
    assert any(re.match(rf"tracker {name}\b", line.strip()) for line in lines)


def test_help_without_a_register_or_a_home(tmp_path: Path) -> None:
    assert Cli(tmp_path / "none.db").ok("status", "--help").out == Cli(tmp_path / "none.db").ok("status", "-h").out


@pytest.mark.parametrize("name", [name for section in COMMANDS.values() for name in section])
def test_the_first_page_lists_every_command(reader: Cli, name: str) -> None:
    assert re.search(rf"^  {name} +[A-Z]", reader.ok("--help").out, re.MULTILINE)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_example_is_written_rightly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, example: str
) -> None:
    """With no register it gets as far as that; wrong options or values would be wrong usage, which is 2."""
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(example)[1:]
    done = Cli(tmp_path / "none.db").run(*arguments)
    assert done.code == 1, done
    assert re.search(r"There is no (register|backup) at|(r4.txt'|report.md) cannot be read", done.err), done.err


SHOWING = [example for name, example in EXAMPLES if name in READING or shlex.split(example)[1] in READING]


@pytest.mark.parametrize("example", SHOWING)
def test_an_example_of_reading_works(reader: Cli, example: str) -> None:
    done = reader.run(*shlex.split(example)[1:])
    assert (done.code, done.err) == ((1, "") if "--strict" in example else (0, "")), done
    assert done.out.startswith(("OFFICIAL-SENSITIVE\n", "{", "["))


def test_the_version(reader: Cli) -> None:
    assert re.fullmatch(r"tracker [0-9]+\.[0-9]+\.[0-9]+\n", reader.ok("--version").out)
