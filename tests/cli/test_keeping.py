"""Making, verifying and keeping a register from the command line, and the first start of the program."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.cli.running import Cli, insider
from tracker.cli import main
from tracker.desk.session import Session
from tracker.intake.recommendations import default_folder
from tracker.tui.ahead import Ahead

# --- init -------------------------------------------------------------------------------------------------------------


def test_init_makes_the_register_and_says_what_is_in_it(tmp_path: Path) -> None:
    cli = Cli(tmp_path / "a folder with spaces" / "tracker.db")
    words = " ".join(cli.ok("init", COLUMNS="160").out.split())
    assert words.startswith(
        f"Made the register at {cli.db} from the recommendation files: 9 recommendations, 141 actions"
    )
    assert words.endswith("You are P1, manager of all areas.")
    assert len(cli.json("status")["recommendations"]) == 9
    assert cli.ok("verify").code == 0


def test_init_does_not_touch_what_is_there(cli: Cli) -> None:
    before = cli.db.read_bytes()
    assert cli.refused("init").startswith(f"There is already a file at {cli.db}; choose another place with --db")
    assert cli.db.read_bytes() == before


def test_init_is_dated_by_the_clock_whatever_today_is_said_to_be(tmp_path: Path) -> None:
    cli = Cli(tmp_path / "tracker.db")
    cli.ok("init", "--today", "1 January 2022")
    (opened,) = cli.json("log", "#1")
    assert opened["occurred_on"] == opened["at"][:10]


def test_init_tells_everything_that_is_wrong_with_the_files(tmp_path: Path) -> None:
    shutil.copytree(default_folder(), tmp_path / "files")
    for name, wrong in (("R1.md", "wording: paraphrase"), ("R2.md", "wording: paraphrase")):
        file = tmp_path / "files" / name
        text = file.read_text(encoding="utf-8")
        assert wrong in text
        file.write_text(text.replace(wrong, "wording: remembered"), encoding="utf-8")
    cli = Cli(tmp_path / "tracker.db")
    done = cli.run("init", "--from", str(tmp_path / "files"))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("tracker: The recommendation files cannot be loaded; nothing was made. 2 problems:\n")
    assert [line.split(":")[0] for line in done.err.splitlines()[1:]] == ["R1.md", "R2.md"]
    assert not cli.db.exists()


def test_the_example_says_that_it_is_made_up(tmp_path: Path) -> None:
    cli = Cli(tmp_path / "tracker.db")
    assert "made up" in cli.ok("init", "--example").out
    assert cli.ok("list").out.startswith("OFFICIAL-SENSITIVE · ILLUSTRATIVE")
    assert cli.ok("verify").code == 0
    assert "leave --from out" in cli.refused("init", "--example", "--from", "x", code=2)


def test_the_register_of_the_environment_and_of_the_option(made: Path, tmp_path: Path) -> None:
    nowhere = Cli(tmp_path / "nowhere.db")
    assert nowhere.ok("--db", str(made), "list", "R4").code == 0
    assert nowhere.ok("list", "R4", "--db", str(made)).code == 0
    assert "nowhere.db" in nowhere.refused("list")


# --- the first start of the program -----------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Session]:
    """The sessions with which the terminal program was started, in place of the program."""
    sessions: list[Session] = []
    screens = ModuleType("tracker.tui.app")

    def run(session: Session, ahead: Ahead) -> int:
        sessions.append(session)
        ahead.wait(30)
        assert ahead.position is not None
        ahead.position.close()
        return 0

    screens.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tracker.tui.app", screens)
    return sessions


def test_the_first_start_makes_the_register_and_says_so(
    tmp_path: Path, started: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, terminal = tmp_path / "tracker.db", Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal("\n\n\n"))
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["--db", str(path), "--today", "31 March 2022"]) == 0
    assert f" Made the register at {path} from the recommendation files" in " ".join(terminal.getvalue().split())
    assert main(["--db", str(path), "--as", "P1"]) == 0
    assert terminal.getvalue().count("Made the register") == 1
    assert [session.path for session in started] == [path, path]
    assert [str(session.today) for session in started] == ["2022-03-31", "None"]
    assert [session.who for session in started] == [None, "P1"]


def test_without_a_terminal_nothing_is_made(tmp_path: Path, started: list[Session]) -> None:
    cli = Cli(tmp_path / "tracker.db")
    words = cli.refused(code=2)
    assert words.startswith("The terminal program needs a terminal; without one use: tracker status, or tracker report")
    assert started == []
    assert not cli.db.exists()


# --- verify -----------------------------------------------------------------------------------------------------------


def test_verify(reader: Cli) -> None:
    said = reader.json("verify")
    assert set(said) >= {"ok", "log", "entries", "root", "short_code", "problems", "against"}
    assert (said["ok"], said["entries"], said["problems"], said["against"]) == (True, 435, [], None)
    out = reader.ok("verify").out
    assert out.startswith("Verified: nothing that was recorded has been changed.\n")
    assert said["root"] in out
    assert said["short_code"] in out


def test_verify_names_an_entry_that_was_changed(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    insider(cli.db, "UPDATE entry SET line = CAST(replace(line, 'amber', 'green') AS BLOB) WHERE seq = 436")
    done = cli.run("verify")
    assert (done.code, done.err) == (3, "")
    assert done.out.startswith("NOT VERIFIED.\n")
    assert "#436" in done.out
    said = cli.run("verify", "--json")
    assert said.code == 3
    assert not said.json["ok"]
    assert 436 in [problem["seq"] for problem in said.json["problems"]]
    assert all(set(problem) >= {"kind", "seq", "words"} for problem in said.json["problems"])


def test_verify_against_a_report(cli: Cli, tmp_path: Path) -> None:
    made = cli.json("report", "assurance", "-o", str(tmp_path / "reports"))
    assert set(made) >= {"files", "issue", "entries", "root", "body_sha256"}
    assert (made["issue"], made["entries"]) == (1, 435)
    (report,) = [Path(file) for file in made["files"] if file.endswith(".md")]
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    said = cli.json("verify", "--against", str(report))
    assert (said["against"]["history"], said["against"]["text"]) == ("same", "same")
    assert "entries #1 to #435 are untouched" in " ".join(cli.ok("verify", "--against", str(report)).out.split())

    altered = tmp_path / "altered.md"
    altered.write_text(report.read_text(encoding="utf-8").replace("Bristol", "Bath"), encoding="utf-8")
    done = cli.run("verify", "--against", str(altered), "--json")
    assert (done.code, done.json["against"]["text"]) == (3, "altered")


def test_verify_against_what_is_no_report(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")
    assert "carries no checkpoint" in cli.refused("verify", "--against", str(tmp_path / "letter.txt"))
    assert "cannot be read" in cli.refused("verify", "--against", str(tmp_path / "none.txt"))


# --- backup, restore, rebuild -----------------------------------------------------------------------------------------


def test_a_backup_can_be_read_and_put_back(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "audit.txt").write_text("ten of ten", encoding="utf-8")
    cli.ok("evidence", "add", "--title", "Audit", "--kind", "audit", "--file", str(tmp_path / "audit.txt"))
    copy = Cli(tmp_path / "copies" / "a copy.db")
    assert str(copy.db) in cli.json("backup", str(copy.db))["words"]
    assert len(copy.json("log")) == 436
    assert copy.ok("verify").code == 0
    assert "There is already something at" in cli.refused("backup", str(copy.db))

    cli.db.unlink()
    assert cli.ok("restore", str(copy.db)).out.startswith(f"Restored {cli.db} from {copy.db}: 436 entries, verified.")
    assert len(cli.json("log")) == 436
    assert cli.ok("verify").code == 0


def test_restoring_gives_up_nothing_unasked(cli: Cli, tmp_path: Path) -> None:
    cli.ok("backup", str(tmp_path / "copy.db"))
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    assert "--force" in cli.refused("restore", str(tmp_path / "copy.db"))
    assert len(cli.json("log")) == 436
    cli.ok("restore", str(tmp_path / "copy.db"), "--force")
    assert [entry["act"] for entry in cli.json("log", "--newest", "--limit", "1")] == ["log.restored"]


def test_a_faulty_register_is_copied_only_as_it_is(cli: Cli, tmp_path: Path) -> None:
    insider(cli.db, "UPDATE action SET status = 'signed_off' WHERE ref = 'R1.BRI.2'")
    assert "the copy does not verify" in cli.refused("backup", str(tmp_path / "copy.db"))
    assert "does NOT verify" in cli.ok("backup", str(tmp_path / "copy.db"), "--as-it-is").out
    assert "does not verify" in cli.refused("restore", str(tmp_path / "copy.db"))


def test_where_a_register_cannot_be_written_it_can_be_read_and_copied(made: Path, tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    cli = Cli(Path(shutil.copy(made, tmp_path / "Dropbox")))
    assert len(cli.json("list")) == 141
    cli.ok("verify")
    words = cli.refused("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    assert words == (
        f"The register cannot be kept at {cli.db}: it is in the sync folder 'Dropbox', where changes can be lost. Keep "
        "it in a folder of this computer (--db), and hand out copies made with: tracker backup"
    )
    own = Cli(tmp_path / "own" / "tracker.db")
    cli.ok("backup", str(own.db))
    own.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    own.ok("backup", str(tmp_path / "Dropbox" / "copy.db"))


def test_tables_that_somebody_changed_are_made_anew(cli: Cli) -> None:
    insider(cli.db, "UPDATE action SET status = 'signed_off' WHERE ref = 'R1.BRI.2'")
    assert cli.run("verify").code == 3
    cli.ok("rebuild")
    assert cli.ok("verify").code == 0
    assert cli.json("show", "R1.BRI.2")["status"] == "planned"


# --- reports ----------------------------------------------------------------------------------------------------------


def test_reports_are_listed(reader: Cli) -> None:
    from tracker.reports import KINDS

    said = reader.ok("report").out
    for kind in KINDS:
        about = f"[{kind.about.upper()}]" if kind.optional else kind.about.upper()
        assert f"{kind.name} {about}".strip() in said.splitlines()
    assert reader.json("report") == [kind.name for kind in KINDS]


def test_a_draft_is_not_issued(cli: Cli, tmp_path: Path) -> None:
    made = cli.json("report", "assurance", "--draft", "--area", "BRI", "-o", str(tmp_path))
    assert made["issue"] is None
    assert all(Path(file).is_file() for file in made["files"])
    assert len(cli.json("log")) == 435


def test_the_charts_of_a_report_are_shown_as_text_and_nothing_is_written(cli: Cli, tmp_path: Path) -> None:
    shown = cli.ok("report", "assurance", "--charts", COLUMNS="72").out.splitlines()
    (map_,) = [place for place, line in enumerate(shown) if line.split()[:1] == ["Bristol"]]
    assert [line.split()[0] for line in shown[map_ + 1 : map_ + 4]] == ["R1", "R2", "R3"]
    assert max(map(len, shown)) <= 72
    told = cli.json("report", "assurance", "--charts")
    assert [line for chart in told for line in chart["lines"]]
    assert cli.ok("report", "agency", "ASP", "--charts").out.startswith("This report has no chart yet")
    assert len(cli.json("log")) == 435


def test_a_report_of_an_earlier_position_and_one_issued_before(cli: Cli, tmp_path: Path) -> None:
    asked = ("report", "assurance", "--as-at", "31 March 2022", "--known-at", "#435", "-o", str(tmp_path))
    first = cli.json(*asked)
    assert cli.json(*asked)["issue"] == first["issue"]
    assert cli.json("report", "assurance", "--reissue", "1", "-o", str(tmp_path))["body_sha256"] == first["body_sha256"]
    assert "reissue" in cli.refused("report", "assurance", "--reissue", "0", code=2)
    assert cli.refused("report", "assurance", "--format", "odt", "-o", str(tmp_path)).startswith(
        "There is no format 'odt'"
    )


# --- streams ----------------------------------------------------------------------------------------------------------


def test_a_reader_who_leaves_early_is_no_fault(made: Path) -> None:
    import subprocess

    environment = {**os.environ, "TRACKER_DB": str(made), "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(
        [sys.executable, "-m", "tracker", "log"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"OFFICIAL-SENSITIVE\n"
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")
