"""Removing words and files from the command line: shown first, done only with --yes, the unreachable named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import Cli

SECRET = "Zebedee Quillfeather was seen at Yarrowby"
GROUND = "it names a child"


@pytest.fixture
def told(cli: Cli) -> str:
    """The number of an entry whose note must not be kept; P2 is a second manager."""
    cli.act("people", "add", "--post", "second manager", "--role", "manager", "--area", "BRI")
    cli.act("progress", "R1.BRI.2", "--rag", "amber", "--note", SECRET)
    return f"#{cli.json('log', '--newest', '--limit', '1')[0]['seq']}"


def dispose(told: str, *more: str) -> tuple[str, ...]:
    return ("dispose", told, "--field", "note", "--ground", GROUND, "--as", "P2", *more)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_without_yes_it_only_shows_what_would_go(cli: Cli, told: str) -> None:
    before = cli.db.read_bytes()
    done = cli.run(*dispose(told))
    assert done.code == 1
    assert done.err == "tracker: Nothing was removed. If this is what is meant, say so with --yes.\n"
    assert done.out.startswith(f"Would be removed for good: {len(SECRET)} characters\n  {told} (note of R1.BRI.2)\n")
    assert cli.db.read_bytes() == before
    said = json.loads(cli.run(*dispose(told), "--json").out)
    assert (said["removed"], said["size"]) == (False, len(SECRET))


def test_with_yes_it_goes_and_reads_so_everywhere(cli: Cli, told: str, tmp_path: Path) -> None:
    root = cli.json("verify")["root"]
    done = cli.ok(*dispose(told, "--yes"))
    assert done.out.startswith("Removed for good: ")
    assert "Backups made before now" in done.out
    gap = re.compile(rf"\[removed on \d+ \w+ \d{{4}} by P2 because {GROUND}\]")
    for command in (("show", "R1.BRI.2"), ("show", told), ("log", "R1.BRI.2"), ("log", told, "--known-at", told)):
        out = plain(cli.ok(*command).out)
        assert gap.search(out), command
        assert "Zebedee" not in out
    (entry,) = cli.json("log", told)
    assert gap.fullmatch(entry["texts"]["note"])
    assert cli.json("list", '"Zebedee"') == []
    made = cli.json("report", "assurance", "--area", "BRI", "--draft", "-o", str(tmp_path))
    assert "Zebedee" not in Path(made["files"][0]).read_text(encoding="utf-8")
    assert cli.json("verify")["root"] != root
    assert cli.json("verify")["ok"]
    assert b"Zebedee" not in cli.db.read_bytes()


def test_reports_issued_since_are_named_as_out_of_reach(cli: Cli, told: str, tmp_path: Path) -> None:
    cli.ok("report", "assurance", "--area", "BRI", "-o", str(tmp_path))
    said = cli.json(*dispose(told, "--yes"))
    assert any(re.search(r"The files of issues made since, .*: issue 1 \(assurance, ", line) for line in said["beyond"])


def test_the_same_words_go_everywhere_when_asked(cli: Cli, told: str) -> None:
    cli.act("progress", "R1.BRI.1", "--rag", "red", "--note", SECRET)
    assert "(--everywhere takes them with it)" in plain(cli.run(*dispose(told)).out)
    said = cli.json(*dispose(told, "--everywhere", "--yes"))
    assert [place["on"] for place in said["places"]] == ["R1.BRI.2", "R1.BRI.1"]
    assert b"Zebedee" not in cli.db.read_bytes()


def test_an_evidence_file_goes(cli: Cli, told: str, tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text("ILLUSTRATIVE minutes", encoding="utf-8")
    ref = cli.act(
        "evidence", "add", "--title", "Minutes", "--kind", "minutes", "--file", str(file), "--for", "R1.BRI.2"
    )
    asked = ("dispose", ref, "--file", "--ground", "the agency took back its consent", "--as", "P2")
    assert "Would be removed for good: 20 bytes" in cli.run(*asked).out
    cli.ok(*asked, "--yes")
    assert [path for path in cli.db.with_suffix(".evidence").rglob("*") if path.is_file()] == []
    out = plain(cli.ok("show", ref).out)
    assert re.search(r"File is not held \[removed on .* by P2 because the agency took back its consent\]", out)
    cli.ok("verify")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("#440", "--ground", GROUND, "--file", "--field", "note"), 2, "--file goes without --field and --everywhere"),
        (("#440",), 2, "Missing option '--ground'"),
        (("#9999", "--field", "note", "--ground", GROUND, "--yes"), 1, "There is no entry #9999"),
        (("#437", "--field", "note", "--ground", GROUND, "--as", "P1", "--yes"), 1, "was recorded by P1"),
        (("#437", "--field", "note", "--ground", "it names Zebedee", "--yes"), 1, "The ground repeats what is to be"),
        (("E1", "--file", "--ground", GROUND, "--yes"), 1, "No file is kept for E1"),
    ],
)
def test_what_is_refused(cli: Cli, told: str, arguments: tuple[str, ...], code: int, words: str) -> None:
    assert told == "#437"
    more = () if "--as" in arguments else ("--as", "P2")
    assert words in cli.refused("dispose", *arguments, *more, code=code)
    assert SECRET.encode() in cli.db.read_bytes()


def test_a_restoring_is_compared_with_a_report(cli: Cli, told: str, tmp_path: Path) -> None:
    cli.ok("backup", str(tmp_path / "copy.db"))
    cli.act("progress", "R1.BRI.2", "--rag", "red", "--note", "Later")
    made = cli.json("report", "assurance", "--area", "BRI", "-o", str(tmp_path / "reports"))
    cli.db.unlink()
    asked = ("restore", str(tmp_path / "copy.db"), "--against", made["files"][0])
    assert "the report was issued over 438 entries, and the backup holds 437: #438 to #438" in cli.refused(*asked)
    cli.ok(*asked, "--force")
    (entry,) = cli.json("log", "--newest", "--limit", "1")
    assert (entry["act"], entry["facts"]["report_entries"]) == ("log.restored", 438)
