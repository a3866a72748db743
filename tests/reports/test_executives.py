"""The manuals quote the specimen: each passage that they set apart stands there, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.reports.reading import read
from tracker.ledger.sqlite import SqliteStore

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "executives.md"
AUDITORS = ROOT / "docs" / "auditors.md"
SPECIMEN = ROOT / "exports" / "specimens" / "2022-12-15-assurance-issue-001.md"


def passages(page: Path = PAGE) -> list[str]:
    lines = page.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("> ").removeprefix("- ") for line in lines if line.startswith(">")]


@pytest.fixture(scope="module")
def specimen() -> list[str]:
    return [" ".join(words.split()) for words in read(SPECIMEN.read_text(encoding="utf-8")).words]


@pytest.mark.parametrize("passage", [*passages(), *passages(AUDITORS)], ids=lambda passage: passage[:30])
def test_a_passage_stands_in_the_specimen(passage: str, specimen: list[str]) -> None:
    assert any(passage in words for words in specimen), passage


def test_no_figure_stands_outside_the_passages() -> None:
    """Whatever else the page says holds for any report, so it can name no number of this one."""
    prose = [line for line in PAGE.read_text("utf-8").splitlines() if line[:1] != ">" and not line.startswith("    ")]
    bare = re.sub(r"\]\([^)]*\)", "]", "\n".join(prose))
    assert re.findall(r"\d+", bare) == []
    assert len(passages()) >= 9
    assert len(passages(AUDITORS)) == 2


def test_the_entry_that_is_named_as_the_acceptance_is_it(built: Path) -> None:
    told = " ".join(AUDITORS.read_text(encoding="utf-8").split())
    named = re.search(r"`tracker show '#(\d+)'` is the acceptance itself", told)
    assert named is not None
    store = SqliteStore(built, readonly=True)
    entry = store.entry(int(named[1]))
    store.close()
    assert entry is not None
    assert (entry.act, entry.subject) == ("evidence.reviewed", "E40")
    assert entry.facts["outcome"] == "accepted"


def test_the_readme_leads_to_it() -> None:
    assert "](docs/executives.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
