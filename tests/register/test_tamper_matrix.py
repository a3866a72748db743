"""The tamper matrix: whatever is done to a register, its files or a report, verification says so in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Cli
from tests.house import House, furnish
from tests.register import tampering
from tests.register.tamper_cases import MATRIX, numbers
from tests.register.tampering import Copy

FOLLOWS = {"table", "stray text", "replay"}
"""What the tables and texts still hold of an entry that was changed or deleted."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A register with a report issued from it, and one act after the report; only to be copied."""
    folder = tmp_path_factory.mktemp("lived")
    house = House(folder / "tracker.db")
    furnish(house.path)
    it = tampering.live(house, folder)
    report = tampering.issue(house)
    tampering.after(house)
    return Copy(it.path, it.amber, it.evidence, it.undone, it.green, report)


@pytest.mark.parametrize("name", MATRIX)
def test_tampering_is_named(lived: Copy, tmp_path: Path, name: str) -> None:
    case, it = MATRIX[name], tampering.copied(lived, tmp_path, lived.report)
    case.deed(it)
    (tmp_path / "report.md").write_text(it.report, encoding="utf-8", newline="\n")
    done = Cli(it.path).run("verify", "--against", str(tmp_path / "report.md"), "--json")
    known = numbers(it)
    problems, against = done.json["problems"], done.json["against"]

    sound = not case.words and (case.history, case.text) in (
        ("same", "same"),
        ("same", "same_words"),
        ("same", "not_checkable"),
    )
    assert (done.code, done.json["ok"]) == ((0, True) if sound else (3, False))
    assert {problem["kind"] for problem in problems} - FOLLOWS - case.also <= {case.kind}, "nothing else is accused"
    assert case.also <= {problem["kind"] for problem in problems}
    if case.words:
        found = next(problem for problem in problems if problem["kind"] == case.kind)
        assert found["words"].startswith(case.words.format(**known))
        if case.seq != "any":
            assert found["seq"] == (known.get(case.seq, int(case.seq) if case.seq.isdigit() else None))
    else:
        assert problems == []

    if case.kind in ("file",):
        return
    assert (against["history"], against["text"]) == (case.history, case.text)
    assert against["at_or_before"] == (known[case.at] if case.at else None)
    assert against["words"].startswith(case.told.format(**known))
