"""Every command that README or docs/ show is run, in the order in which a page shows it, and does what it should."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tracker.cli import main

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
REFUSED = {
    "tracker": (2, "tracker status"),
    "tracker --db example.db": (2, "tracker status"),
}
"""Commands that a test cannot do as shown, because there is no terminal: the exit status and the words instead."""


def commands(page: Path) -> list[str]:
    """The lines of code blocks that begin with the program's name."""
    found, fenced = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        fenced = fenced != line.startswith("```")
        match = re.fullmatch(r"( {4,})?(?:\$ )?(tracker(?: .*)?)", line)
        if match and (match[1] or fenced):
            found.append(match[2].split("  #")[0].strip())
    return found


SHOWN = [page for page in PAGES if commands(page)]


def test_there_are_pages_with_commands() -> None:
    assert ROOT / "README.md" in SHOWN
    assert len(commands(ROOT / "README.md")) > 12


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_commands_of_a_page_work(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "a folder"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "own" / "tracker.db"))
    (place / "audit.pdf").write_bytes(b"an audit")
    assert main(["init"]) == 0
    for command in commands(page):
        arguments = shlex.split(command)[1:]
        status, words = REFUSED.get(command, (0, ""))
        capfd.readouterr()
        code = main(arguments)
        said = capfd.readouterr().err
        assert (code, words in said) == (status, True), (command, said)
