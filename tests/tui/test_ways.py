"""Refusals name what to do on the screens: no option and no command of the command line that a screen can do itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House
from tests.tui.driving import sitting
from tracker.cli.root import root
from tracker.tui.registry import BY_ID, COMMANDS
from tracker.tui.ways import COMMANDS as WAYS
from tracker.tui.ways import FIELDS, here

PACKAGE = Path(__file__).resolve().parents[2] / "tracker"
KEEPING = ("rebuild", "restore", "backup", "init", "dispose")
"""What the command line alone does: keeping the register, which no screen does under somebody's hands."""

ITS_MODULES = ("keeping", "restoring", "disposal", "opening")


def advice() -> Iterator[str]:
    """Every text of the desk's acts that names a command or an option, with a reference where words are filled in."""
    for path in sorted((PACKAGE / "desk").glob("*.py")):
        if path.stem in ITS_MODULES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for raised in ast.walk(node) if isinstance(node, ast.Call) and _name(node) == "Refusal" else ():
                if isinstance(raised, ast.JoinedStr):
                    text = "".join(str(v.value) if isinstance(v, ast.Constant) else "E17" for v in raised.values)
                elif isinstance(raised, ast.Constant) and isinstance(raised.value, str):
                    text = raised.value
                else:
                    continue
                if re.search(r"\btracker [a-z]|--[a-z]", text):
                    yield text


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).split(".")[-1]


def test_there_is_advice_to_be_said_otherwise() -> None:
    assert len(set(advice())) > 20


@pytest.mark.parametrize("text", sorted(set(advice())))
def test_no_refusal_sends_a_person_at_the_screens_to_the_command_line_for_what_they_can_do_here(text: str) -> None:
    words = here(text)
    left = re.findall(r"\btracker ([a-z]+)", words)
    assert set(left) <= {*KEEPING, "people", "agency"}, words
    # What is said to belong to the command line may stand; all else is asked in a field.
    assert "--" not in re.sub(r"--[a-z-]+(?: [A-Z0-9]+)? on the command line", "", words), words


def test_the_words_name_the_command_its_key_and_the_field() -> None:
    assert here("Adopt it first: tracker action adopt R4.BRI.1") == "Adopt it first: 'Adopt into the plan' (t)"
    assert here("Reopen it first: tracker action reopen R4.BRI.1.") == "Reopen it first: 'Reopen' (m or g)."
    assert here("name the accountable body with --lead.") == "name the accountable body with 'Lead agency'."
    assert here("link some: tracker evidence link, tracker evidence review") == (
        "link some: 'Link evidence' (l), 'Review evidence' (v)"
    )
    assert here("make it anew: tracker rebuild") == "make it anew: tracker rebuild (on the command line)"
    assert here("R4.BRI.1 is signed off.") == "R4.BRI.1 is signed off."


def test_every_way_is_a_command_on_both_sides() -> None:
    assert set(WAYS.values()) <= {command.id for command in COMMANDS}
    for words in WAYS:
        group, _, name = words.partition(" ")
        found = root.get_command(None, group)  # type: ignore[arg-type]
        assert found is not None, words
        assert not name or name in found.list_commands(None), words  # type: ignore[attr-defined]


def test_every_field_that_is_named_is_asked_by_some_form() -> None:
    forms = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "tui" / "forms").glob("*.py"))
    for label in FIELDS.values():
        assert f'"{label}' in forms, label


async def test_a_form_that_is_refused_says_what_to_do_on_the_screen(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.1")
        await person.press("c")
        assert "Adopt it first: 'Adopt into the plan' (t)" in person.told[-1]
        assert "tracker" not in person.told[-1]


async def test_the_list_of_acts_says_it_too(house: House) -> None:
    async with sitting(house) as person:
        for command in COMMANDS:
            why = person.app.seat.why_not(command, person.app.seat.subject(command, "X.BRI.1"))
            assert "tracker " not in (why or ""), (command.id, why)
        assert "'Adopt into the plan' (t)" in (person.app.seat.why_not(BY_ID["claim"], "X.BRI.1") or "")
