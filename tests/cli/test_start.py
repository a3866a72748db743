"""What reading commands load: nothing that a list does not need, because loading is most of the time that it takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.running import loaded
from tracker.cli.root import root

NEEDLESS = {
    "pydantic", "textual", "jinja2", "markdown_it", "yaml", "dateutil", "sqlite_utils", "tracker.intake",
    "tracker.reports", "tracker.tui", "tracker.example",
}  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("list",),
        ("show", "R4"),
        ("log", "--limit", "9"),
        ("check",),
        ("people", "list"),
        ("list", "--json"),
    ],
    ids=" ".join,
)
def test_a_reading_command_loads_only_what_it_needs(made: Path, arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments, db=made) & NEEDLESS == set()


def test_help_loads_no_register(made: Path) -> None:
    assert {
        name for name in loaded("--help", db=made) if name.startswith(("tracker.register", "tracker.desk"))
    } == set()


def test_what_is_loaded_is_seen(made: Path) -> None:
    assert {"dateutil", "tracker.register"} <= loaded("list", "due<2023-01-01", db=made)


def test_the_first_reading_command_makes_ones_own_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As README shows it: python3 run.py status on a computer where nothing was there before."""
    monkeypatch.delenv("TRACKER_DB", raising=False)
    own = tmp_path / "own" / "tracker.db"
    monkeypatch.setattr("tracker.desk.session.default_register", lambda *_: own)
    runner = CliRunner()
    first = runner.invoke(root, ["status"])
    assert first.exit_code == 0, first.output
    assert "Made the register at" in first.stderr
    assert "R9" in first.stdout
    again = runner.invoke(root, ["status"])
    assert again.stderr == ""
    named = runner.invoke(root, ["status", "--db", str(tmp_path / "other.db")], standalone_mode=False)
    assert "There is no register at" in str(named.exception)
