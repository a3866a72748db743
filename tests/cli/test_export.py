"""``tracker export``, ``calendar`` and ``remind`` as they are typed: files by their names, refusals in one line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.running import Cli


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("name", "start"), [("plan.xlsx", b"PK"), ("PLAN.CSV", b"\xef\xbb\xbfref,"), ("p.json", b"{")])
def test_the_files_name_says_what_is_written(name: str, start: bytes, reader: Cli, tmp_path: Path) -> None:
    done = reader.run("export", str(tmp_path / name))
    assert done.code == 0
    assert (tmp_path / name).read_bytes().startswith(start)
    assert str(tmp_path / name) in done.out.replace("\n", "").replace("  ", "") or name in done.out


def test_a_query_and_an_area_choose_the_actions(reader: Cli, tmp_path: Path) -> None:
    """The same actions as the list finds; an area brings joint work with it."""
    listed = [row["ref"] for row in reader.json("list", "rec:R4", "area:BRI,ALL")]
    told = reader.json("export", str(tmp_path / "a.csv"), "rec:R4", "--area", "BRI")
    assert [row["ref"] for row in rows(tmp_path / "a.csv")] == listed
    assert (told["form"], told["actions"]) == ("CSV", len(listed))


def test_json_is_the_whole_plan(reader: Cli, tmp_path: Path) -> None:
    assert reader.run("export", str(tmp_path / "a.json"), "area:BRI").err == (
        "tracker: JSON holds the whole plan; leave the query and --area out, or write .xlsx or .csv.\n"
    )
    assert reader.run("export", str(tmp_path / "a.json")).code == 0
    plan = json.loads((tmp_path / "a.json").read_text(encoding="ascii"))
    assert [action["ref"] for action in plan["action"]] == [row["ref"] for row in reader.json("list")]


def test_a_file_that_cannot_be_written_is_refused_in_one_line(reader: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"mine")
    for name, words in (
        ("a.csv", "is not overwritten; name another one."),
        ("a.doc", "should end in .xlsx or .csv or .json, which says what is written."),
        ("plan", "should end in .xlsx or .csv or .json"),
        ("no/such/folder/a.csv", "cannot be written: No such file or directory."),
    ):
        done = reader.run("export", str(tmp_path / name))
        assert (done.code, done.err.count("\n"), words in done.err) == (1, 1, True), done
    wrong = reader.run("export", str(tmp_path / "b.csv"), "colour:blue")
    assert (wrong.code, "colour" in wrong.err, (tmp_path / "b.csv").exists()) == (1, True, False)
    assert (tmp_path / "a.csv").read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_calendar_is_written_once(reader: Cli, tmp_path: Path) -> None:
    told = reader.json("calendar", "-o", str(tmp_path / "plan.ics"), "--area", "BRI")
    text = (tmp_path / "plan.ics").read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == told["events"]
    again = reader.run("calendar", "-o", str(tmp_path / "plan.ics"))
    assert (again.code, "is not overwritten" in again.err) == (1, True)


def test_reminders_land_in_a_new_folder_or_are_not_needed(reader: Cli, tmp_path: Path) -> None:
    told = reader.json("remind", "-o", str(tmp_path / "mail"))
    written = sorted(str(path) for path in (tmp_path / "mail").glob("*.eml")) if told["files"] else []
    assert sorted(told["files"]) == written
    assert (tmp_path / "mail").exists() is bool(written)


def test_what_looks_like_personal_data_is_said_before_a_file_goes_out(cli: Cli, tmp_path: Path) -> None:
    title = "Mentoring for two young people"
    ref = cli.act(
        "action", "add", "R4", "BRI", "--title", title, "--lead", "BCC", "--due", "today", "--despite", "named so"
    )
    for command in (("export", "a.csv", ref), ("calendar", "-o", "a.ics"), ("remind", "-o", "mail")):
        done = cli.run(*(str(tmp_path / word) if "a." in word or word == "mail" else word for word in command))
        assert done.code == 0
        said = f"tracker: 1 thing in it holds what looks like personal data: {ref}. Look at that before the file goes"
        assert done.err.startswith(said), (command, done)
        assert title not in done.err
    told = cli.run("export", str(tmp_path / "b.csv"), "rec:R4", "--json")
    assert json.loads(told.out)["warned"] == [ref]


def test_the_plan_as_json_names_the_sources_own_small_numbers(reader: Cli, tmp_path: Path) -> None:
    """M8 and its caveat say that 91 per cent of 34 discloses three children."""
    done = reader.run("export", str(tmp_path / "a.json"), "--json")
    assert "M8" in json.loads(done.out)["warned"]
    assert "M8" in done.err
    assert "three" not in done.err
