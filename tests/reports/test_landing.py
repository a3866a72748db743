"""Where files land: a folder for each issue, whole or not at all and never over another; drafts; the list of issues."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from tests.reports.reading import read
from tracker import reports
from tracker.desk import delivery
from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.model.vocabulary import Rating
from tracker.reports.files import Landing, draft_name, issue_name

FILES = {"one.md": b"first", "one.html": b"second"}
NAME = "2022-12-15-assurance-issue-001"


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- landing ----------------------------------------------------------------------------------------------------------


def test_names_sort_by_day_then_report_then_number() -> None:
    day = date(2022, 3, 31)
    assert issue_name("assurance", "BRI", day, 3) == "2022-03-31-assurance-BRI-issue-003"
    assert issue_name("recommendation", None, day, 12, "R4") == "2022-03-31-recommendation-R4-issue-012"
    assert draft_name("assurance", None, day) == "2022-03-31-assurance-DRAFT"


def test_an_issue_lands_as_a_folder(tmp_path: Path) -> None:
    with Landing(tmp_path / "deep" / "out") as landing:
        made = landing.land_issue("one", FILES)
    assert made == [tmp_path / "deep" / "out" / "one" / name for name in FILES]
    assert everything(tmp_path / "deep" / "out") == {"one/one.md": b"first", "one/one.html": b"second"}


@pytest.mark.parametrize("failing", range(1, 4), ids="write {} fails".format)
def test_a_disk_that_fills_leaves_no_half_written_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Two files, and the folder that holds them while they are written: three that must be on the disk first."""
    calls, real = [], os.fsync

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr("tracker.reports.files.os.fsync", full)
    with (
        pytest.raises(Refusal, match=r"cannot be written to .*: No space left on device\. Choose a folder"),
        Landing(tmp_path / "out") as landing,
    ):
        landing.land_issue("one", FILES)
    assert len(calls) == failing
    assert not (tmp_path / "out").exists()


def test_an_issue_that_stands_gets_what_it_lacks_and_keeps_what_it_has(tmp_path: Path) -> None:
    with Landing(tmp_path) as landing:
        landing.land_issue("one", {"one.md": b"first"})
        before = (tmp_path / "one" / "one.md").stat().st_mtime_ns
        assert landing.land_issue("one", FILES) == [tmp_path / "one" / name for name in FILES]
    assert (tmp_path / "one" / "one.md").stat().st_mtime_ns == before
    assert everything(tmp_path) == {"one/one.md": b"first", "one/one.html": b"second"}


@pytest.mark.parametrize("there", ["another issue", "a file"])
def test_something_else_in_its_place_is_never_written_over(tmp_path: Path, there: str) -> None:
    if there == "a file":
        (tmp_path / "one").write_bytes(b"mine")
    else:
        (tmp_path / "one").mkdir()
        (tmp_path / "one" / "one.html").write_bytes(b"mine")
    before = everything(tmp_path)
    with (
        pytest.raises(Refusal, match=r"There is already another one(\.html)? in .*, which is not overwritten"),
        Landing(tmp_path) as landing,
    ):
        landing.land_issue("one", FILES)
    assert everything(tmp_path) == before


def test_who_is_quicker_with_the_very_same_issue_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.rename

    def slower(self: Path, target: Path) -> Path:
        if target.name == "one" and not target.exists():
            target.mkdir()
            (target / "one.md").write_bytes(b"first")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", slower)
    with Landing(tmp_path) as landing:
        landing.land_issue("one", FILES)
    assert everything(tmp_path) == {"one/one.md": b"first", "one/one.html": b"second"}


def test_drafts_replace_what_they_wrote_before_and_nothing_else(tmp_path: Path) -> None:
    with Landing(tmp_path) as landing:
        landing.land_over(FILES)
        landing.land_over({"one.md": b"changed"})
    assert everything(tmp_path) == {"one.md": b"changed", "one.html": b"second"}


# --- issues in folders ------------------------------------------------------------------------------------------------


def test_a_format_can_be_added_to_an_issue_later_without_a_new_entry(own_example: Session, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = reports.run(own_example, "assurance", folder=out)
    with own_example.position() as position:
        entries = position.size
    added = reports.run(own_example, "assurance", reissue=1, folder=out, fmt="html")
    assert [path.relative_to(out).as_posix() for path in added.files] == [f"{NAME}/{NAME}.md", f"{NAME}/{NAME}.html"]
    assert added.files[0].read_text(encoding="utf-8") == first.text
    with own_example.position() as position:
        assert position.size == entries


def test_a_draft_is_written_in_just_the_formats_that_are_named(own_example: Session, tmp_path: Path) -> None:
    made = reports.run(own_example, "assurance", draft=True, folder=tmp_path / "out", fmt="html")
    assert [path.name for path in made.files] == ["2022-12-15-assurance-DRAFT.html"]
    assert list((tmp_path / "out").iterdir()) == made.files
    assert "DRAFT, not issued" in made.files[0].read_text(encoding="utf-8")


def test_the_list_of_issues_is_made_anew_and_says_what_is_here(own_example: Session, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "2021-06-30-assurance-issue-009").mkdir(parents=True)
    first = reports.run(own_example, "assurance", folder=out)
    with own_example.desk() as desk:
        delivery.record_progress(desk, "R5.BRI.2", note="ILLUSTRATIVE: recruitment begun", rating=Rating.AMBER)
    second = reports.run(own_example, "assurance", area="BRI", folder=tmp_path / "elsewhere")
    third = reports.run(own_example, "assurance", area="SGL", folder=out, fmt="html")
    text = (out / "index.md").read_text(encoding="utf-8")
    assert text.splitlines()[2].startswith("OFFICIAL-SENSITIVE · ILLUSTRATIVE")
    listed = [line for line in text.splitlines() if re.match(r"\| [0-9]", line)]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in listed]
    assert [row[0] for row in cells] == ["3", "2", "1"]
    assert [row[1] for row in cells] == ["assurance SGL", "assurance BRI", "assurance"]
    bristol = "2022-12-15-assurance-SGL-issue-003"
    assert [row[6] for row in cells] == [
        f"[md]({bristol}/{bristol}.md), [html]({bristol}/{bristol}.html)",
        "not here",
        f"[md]({NAME}/{NAME}.md)",
    ]
    for row, issue in zip(reversed(cells), (first, second, third), strict=True):
        assert f"Short code: {row[5]}" in issue.text
    assert text.rstrip().endswith("Folders here that this register did not issue: 2021-06-30-assurance-issue-009.")
    assert read(text).tables[0][1][0][0] == "Issue"


def test_a_list_that_cannot_be_written_is_said_and_costs_no_issue(own_example: Session, tmp_path: Path) -> None:
    (tmp_path / "out" / "index.md").mkdir(parents=True)
    made = reports.run(own_example, "assurance", folder=tmp_path / "out")
    assert made.words.startswith("Issue 1 is recorded and written. The list index.md is not made anew: ")
    assert made.files[0].is_file()
