"""Proofs and packages on the command line: what is written, what is printed, and what is refused in which words."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Cli, insider, program
from tests.reports.bagging import checked
from tracker.reports import package

LOG = r"[a-z0-9-]+"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "verify.py"
    path.write_text(package.verifier(), encoding="utf-8")
    return path


def issue(cli: Cli, folder: Path, *more: str) -> Path:
    return Path(cli.json("report", "assurance", "-o", str(folder), *more)["files"][0])


def tamper(cli: Cli, seq: int) -> None:
    """Change an entry and nothing else."""
    insider(cli.db, "UPDATE entry SET line = CAST(replace(line, '\"v\":1', '\"v\": 1') AS BLOB) WHERE seq = ?", seq)


# --- prove ------------------------------------------------------------------------------------------------------------


def test_an_entry_is_proved_to_whoever_holds_a_report(cli: Cli, script: Path, tmp_path: Path) -> None:
    report = issue(cli, tmp_path)
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    proof = tmp_path / "proof.txt"
    done = cli.ok("prove", "entry", "#12", "--in", "1", "-o", str(proof))
    assert re.fullmatch(r"Entry #12 stands in the log of 435 entries, short code \S{9}\.\n  .*/proof.txt\n", done.out)
    found = checked(script, proof, "--against", report)
    assert found.ok, found
    assert re.search(rf"the log {LOG} of 435 entries, \S{{9}}, holds entry #12\n", found.out)
    assert cli.ok("verify", "--against", str(proof)).out.count("The history is the same as when the report") == 1


def test_an_entry_of_today_is_not_proved_by_an_older_report(cli: Cli, script: Path, tmp_path: Path) -> None:
    report, proof = issue(cli, tmp_path), tmp_path / "proof.txt"
    cli.ok("prove", "entry", "12", "-o", str(proof))
    found = checked(script, proof, "--against", report)
    assert found.wrong == [f"proof.txt: it is not about the checkpoint in {report.name}"]


def test_without_a_file_a_proof_is_printed_to_the_byte(cli: Cli, script: Path, tmp_path: Path) -> None:
    cli.ok("prove", "entry", "12", "-o", str(tmp_path / "written.txt"))
    done = program("prove", "entry", "12", db=cli.db)
    assert (done.code, done.err) == (0, "")
    assert done.out == (tmp_path / "written.txt").read_text(encoding="utf-8")
    (tmp_path / "printed.txt").write_text(done.out, encoding="utf-8")
    assert checked(script, tmp_path / "printed.txt").ok


def test_an_entry_is_proved_without_showing_it(cli: Cli, script: Path, tmp_path: Path) -> None:
    out = cli.ok("prove", "entry", "12", "--without-line").out
    assert "Line:" not in out
    (tmp_path / "proof.txt").write_text(out, encoding="utf-8")
    assert checked(script, tmp_path / "proof.txt").ok


def test_one_report_extends_another(cli: Cli, script: Path, tmp_path: Path) -> None:
    first = issue(cli, tmp_path)
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    second = issue(cli, tmp_path / "later")
    by_number = cli.ok("prove", "extends", "1", "2").out
    assert cli.ok("prove", "extends", str(first), str(second)).out == by_number
    (tmp_path / "proof.txt").write_text(by_number, encoding="utf-8")
    found = checked(script, tmp_path / "proof.txt", "--against", first, "--against", second)
    assert found.ok, found
    assert re.search(rf"the log {LOG} of 437 entries, \S{{9}}, begins with the one of 435 entries", found.out)


def test_without_a_later_report_the_register_of_today_extends_it(cli: Cli, tmp_path: Path) -> None:
    issue(cli, tmp_path)
    said = cli.json("prove", "extends", "1")
    assert (said["proof"], said["earlier"]["entries"], said["entries"]) == ("extension", 435, 436)
    assert said["text"].startswith("Proof that a log was only added to\n")
    assert said["file"] is None


def test_the_script_is_handed_out(cli: Cli, tmp_path: Path) -> None:
    cli.ok("prove", "verifier", "-o", str(tmp_path / "verify.py"))
    assert (tmp_path / "verify.py").read_text(encoding="utf-8") == package.verifier()
    assert cli.ok("prove", "verifier").out == package.verifier()


def test_what_cannot_be_proved(cli: Cli, tmp_path: Path) -> None:
    issue(cli, tmp_path)
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    issue(cli, tmp_path / "later")
    refused = cli.refused
    assert refused("prove", "entry", "900") == "There is no entry #900; the register has 438 entries."
    assert refused("prove", "entry", "0") == "There is no entry #0; the register has 438 entries."
    assert refused("prove", "entry", "12", "--in", "3") == (
        "There is no issue 3 in this register; the issues are 1 to 2."
    )
    assert refused("prove", "entry", "437", "--in", "1") == (
        "Entry #437 was recorded after issue 1, which is of the first 435 entries; give a later one, or leave --in out."
    )
    assert refused("prove", "extends", "2", "1") == (
        "Issue 2 is of 437 entries and issue 1 of 435: give the earlier one first."
    )
    assert refused("prove", "extends", "1", "nowhere.md").startswith("The report nowhere.md cannot be read: ")
    assert refused("prove", "extends", str(cli.db)).startswith(f"{cli.db} is a register, and verify reads text")


def test_a_report_of_another_log_proves_nothing_here(cli: Cli, tmp_path: Path) -> None:
    other = Cli(tmp_path / "other.db")
    other.ok("init")
    report = issue(other, tmp_path)
    words = cli.refused("prove", "extends", str(report))
    assert words.startswith(f"'{report.name}' is of another log: it names '")
    assert words.endswith("Choose the register that it was issued from with --db.")


def test_a_report_that_is_newer_than_this_copy_proves_nothing_here(cli: Cli, tmp_path: Path) -> None:
    copy = Cli(tmp_path / "copy.db")
    shutil.copy(cli.db, copy.db)
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    report = issue(cli, tmp_path)
    assert copy.refused("prove", "entry", "12", "--in", str(report)) == (
        f"'{report.name}' is of 436 entries, and this register has only 435: it is an older copy, or was cut off."
    )


def test_a_register_that_was_tampered_with_proves_nothing(cli: Cli, tmp_path: Path) -> None:
    report = issue(cli, tmp_path)
    tamper(cli, 12)
    words = "The entries do not lead to the root that was kept after #436. This register does not verify; run: "
    assert cli.refused("prove", "entry", "13") == f"{words}tracker verify"
    assert cli.refused("prove", "extends", "1").startswith("The entries do not lead to the root that was kept after #4")
    assert cli.refused("prove", "extends", str(report)).startswith(
        f"'{report.name}' carries another root than this register had after #435, so nothing can be proved"
    )


def test_a_proof_is_written_to_a_new_file_or_not_at_all(cli: Cli, tmp_path: Path) -> None:
    there = tmp_path / "there.txt"
    there.write_text("mine", encoding="utf-8")
    words = cli.refused("prove", "entry", "12", "-o", str(there))
    assert words == f"There is already {there}, which is not overwritten; give another name with -o."
    assert there.read_text(encoding="utf-8") == "mine"
    assert "cannot be written" in cli.refused("prove", "entry", "12", "-o", str(there / "x.txt"))
    assert "is not overwritten" in cli.refused("prove", "entry", "12", "-o", str(tmp_path))


def test_what_a_terminal_would_show_otherwise_goes_into_a_file(cli: Cli, script: Path, tmp_path: Path) -> None:
    """A log-in may hold anything; here it turns the line around on the screen."""
    from tracker.desk.session import Session
    from tracker.model.vocabulary import Role

    with Session(cli.db, who="P1", via="abc\u202efdp").desk() as desk:
        from tracker.desk import people

        seq = people.add_person(desk, "Second manager", Role.MANAGER).seq
    assert cli.refused("prove", "entry", str(seq)) == (
        "It holds characters that cannot be printed here as they are; write it to a file: -o FILE"
    )
    cli.ok("prove", "entry", str(seq), "-o", str(tmp_path / "proof.txt"))
    found = checked(script, tmp_path / "proof.txt")
    assert found.ok, found
    assert "\u202e" not in cli.ok("prove", "entry", str(seq), "--json").out


# --- package ----------------------------------------------------------------------------------------------------------


def test_a_package_is_written_recorded_and_told(cli: Cli, tmp_path: Path) -> None:
    place = tmp_path / "handed over" / "package"
    done = cli.ok("package", "-o", str(place), "--recipient", "Internal audit", "--rec", "r4,R5", "--area", "Bristol")
    words, folder, *counts = done.out.splitlines()
    assert re.fullmatch(r"Package 1 is written, with \d+ of 435 entries, and recorded as entry #436\.", words)
    assert folder == f"  {place}"
    assert [line.split("  ")[1] for line in counts[:2]] == ["Texts", "Short code"]
    assert checked(place / "verify.py").ok
    (entry,) = cli.json("log", "--act", "report.packaged")
    assert entry["texts"] == {"recipient": "Internal audit"}
    assert json.loads(entry["facts"]["selection"])["recommendations"] == ["R4", "R5"]
    assert json.loads(entry["facts"]["selection"])["areas"] == ["BRI"]
    assert "made the audit package 1" in cli.ok("log", "#436").out
    assert cli.run("verify").code == 0


def test_a_package_as_json(cli: Cli, tmp_path: Path) -> None:
    said = cli.json("package", "-o", str(tmp_path / "package"), "--no-texts", "--no-evidence", "--marking", "official")
    assert (said["package"], said["entry"], said["shown"], said["ref"]) == (1, 436, 435, "package 1")
    assert set(said["texts"]) == {"withheld"}
    assert re.fullmatch("[0-9a-f]{64}", said["root"])
    assert said["folder"] == str(tmp_path / "package")
    assert said["short_code"] in (tmp_path / "package" / "checkpoint.txt").read_text(encoding="utf-8")


def test_what_a_package_cannot_be_made_of(cli: Cli, tmp_path: Path) -> None:
    place = ("package", "-o", str(tmp_path / "package"))
    assert cli.refused(*place, "--rec", "R12").startswith(
        "There is no recommendation 'R12' in this plan; it has R1, R2"
    )
    assert cli.refused(*place, "--since", "31 September 2022").startswith("--since: ")
    assert cli.refused(*place, "--until", "2001").startswith("Nothing was made: there are no entries recorded up to")
    assert cli.refused("package", code=2).startswith("Missing option '-o'")
    assert cli.refused(*place, "--area", "LEEDS", code=2)
    cli.db.with_name("there").mkdir()
    assert "is not overwritten" in cli.refused("package", "-o", str(cli.db.with_name("there")))
    assert not (tmp_path / "package").exists()
    assert cli.json("log", "--act", "report.packaged") == []


def test_whom_a_package_is_for_is_guarded_like_every_text(cli: Cli, tmp_path: Path) -> None:
    place = ("package", "-o", str(tmp_path / "package"), "--recipient", "pat@example.org")
    assert "The recipient seems to hold an e-mail address" in cli.refused(*place)
    assert not (tmp_path / "package").exists()
    cli.ok(*place, "--despite", "Their own address at work")


def test_what_the_guard_warned_of_is_said_when_it_is_handed_out(cli: Cli, tmp_path: Path) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Write to pat@example.org", "--despite", "Agreed")
    said = "Recorded although the guard warned of personal data, and shown in it: #436.\n"
    assert said in cli.ok("package", "-o", str(tmp_path / "a")).out
    assert said not in cli.ok("package", "-o", str(tmp_path / "b"), "--no-texts").out
    assert said not in cli.ok("package", "-o", str(tmp_path / "c"), "--rec", "R9").out
