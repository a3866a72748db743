"""A register that an earlier release made is read, verified and brought up to date; see README.md beside this file.

What is expected comes from the story in make.py, not from what a program printed.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.running import Cli
from tracker import __version__
from tracker.desk import delivery
from tracker.desk.keeping import backup, rebuild
from tracker.desk.restoring import restore
from tracker.desk.session import Session
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import Rating
from tracker.register import versions
from tracker.register.listing import page
from tracker.register.position import Position, When
from tracker.register.showing import show
from tracker.register.verification import read_report, verify

KEPT = Path(__file__).parent
RELEASES = sorted(path.stem for path in KEPT.glob("*.zip"))
EARLIER = [name for name in RELEASES if name != __version__]
REF = "R4.BRI.11"
TODAY = date(2022, 4, 2)


def unpacked(release: str, place: Path) -> Path:
    with zipfile.ZipFile(KEPT / f"{release}.zip") as archive:
        archive.extractall(place)
    return place / "tracker.db"


@pytest.fixture(params=RELEASES)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return unpacked(request.param, tmp_path)


@pytest.fixture(params=EARLIER)
def early(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return unpacked(request.param, tmp_path)


def session(path: Path) -> Session:
    return Session(path, who="P1", via="maker", clock=lambda: datetime(2022, 4, 2, 10, tzinfo=UTC))


def told(path: Path) -> None:
    """Hold that the register says what the story told."""
    with Position(path, When(TODAY)) as position:
        lines = {line.ref: line for line in page(position)}
        assert set(lines) == {"R4.ALL.1", "R4.BRI.2", "R4.BRI.10", REF, "X.BRI.1"}
        line = lines[REF]
        assert (line.title, line.reported, line.status) == (
            "ILLUSTRATIVE signs at five schools",
            "green",
            "in_progress",
        )
        assert (line.due, line.lead) == ("2022-06-30", "BCC")
        assert (line.evidence_expected, line.evidence_held, line.evidence_accepted) == (1, 1, 1)
        found = show(position, REF)
        notes = [update["note"] for update in found["updates"]]
        assert notes[0] == "ILLUSTRATIVE: all five begun"
        assert "ILLUSTRATIVE: typed by mistake" not in notes
        removed = "[removed on 4 March 2022 by P2 because it names somebody]"
        early = not position.value("SELECT count(*) FROM disposal")
        assert notes[1] == ("ILLUSTRATIVE: Quillfeather said so" if early else removed)
        assert [milestone["due"] for milestone in found["milestones"]] == ["2022-03-31"]
        assert position.value("SELECT count(*) FROM issue") == 1
    with Position(path, When(TODAY, as_at=date(2022, 3, 31))) as position:
        (line,) = [line for line in page(position) if line.ref == REF]
        assert (line.reported, line.evidence_accepted) == ("red", 1)


def test_there_is_one_of_this_release() -> None:
    assert __version__ in RELEASES


def test_the_tables_of_each_release_are_known(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        made = versions._tables(db)
        assert versions._fits(made) or versions._fingerprint(made) in versions.EARLIER, (
            "The tables have changed since this register was made. If its release is out, add this fingerprint to "
            f"EARLIER in versions.py: {versions._fingerprint(made)}; else make it again (tests/releases/README.md)."
        )


def test_it_says_what_was_told(path: Path) -> None:
    before = path.read_bytes()
    told(path)
    assert path.read_bytes() == before


def test_it_verifies_and_so_does_its_report(path: Path) -> None:
    result = verify(path, read_report(path.with_name("report.md")))
    assert result.problems == []
    assert result.against is not None
    assert (result.against.history, result.against.text) == ("same", "same")


def test_every_reading_command_reads_it(path: Path) -> None:
    cli = Cli(path, {"TRACKER_TODAY": "2022-04-02"})
    (recommendation,) = [each for each in cli.json("status")["recommendations"] if each["ref"] == "R4"]
    cell = recommendation["areas"]["BRI"]
    assert (cell["reported"], cell["actions"], cell["evidence"]["accepted"]) == ("green", 3, 1)
    assert (cell["cause"], cell["overdue"]) == ("R4.BRI.2", 1), "its lights were due by the end of March"
    assert REF in cli.ok("list", REF[:2]).out
    assert "all five begun" in cli.ok("show", REF).out
    assert cli.json("log", "--newest", "--limit", "1")[0]["act"] == "progress.recorded"
    cli.ok("verify")


def test_one_of_an_earlier_release_is_written_only_once_it_is_up_to_date(early: Path) -> None:
    with session(early).desk() as desk, pytest.raises(StoreError) as caught:
        delivery.record_progress(desk, REF, note="ILLUSTRATIVE: more", rating=Rating.AMBER)
    assert str(caught.value) == (
        f"Nothing was saved: the register {early} was made by an earlier release (0.1.0, before it was finished). It "
        "can be read as it is; to record in it, bring it up to date: tracker backup FILE, then tracker rebuild"
    )
    rebuild(session(early))
    told(early)
    with session(early).desk() as desk:
        delivery.record_progress(desk, REF, note="ILLUSTRATIVE: more", rating=Rating.AMBER)
    assert verify(early, read_report(early.with_name("report.md"))).ok


def test_a_window_that_is_open_sees_the_rebuilding(early: Path) -> None:
    with Position(early, When(TODAY)) as window:
        seen = window.store.data_version()
        rebuild(session(early))
        assert window.store.data_version() != seen
        with session(early).desk() as desk:
            delivery.record_progress(desk, REF, note="ILLUSTRATIVE: more", rating=Rating.AMBER)
        window.refresh(TODAY)
        (line,) = [line for line in page(window) if line.ref == REF]
        assert line.reported == "amber"


def test_a_backup_of_an_earlier_release_is_restored_with_the_tables_of_this_one(early: Path, tmp_path: Path) -> None:
    kept = tmp_path / "safe" / "plan.db"
    backup(session(early), kept)
    early.unlink()
    restore(session(early), kept)
    told(early)
    with session(early).desk() as desk:
        delivery.record_progress(desk, REF, note="ILLUSTRATIVE: more", rating=Rating.AMBER)


# --- the other way round ------------------------------------------------------------------------------------------


@pytest.fixture
def now(tmp_path: Path) -> Path:
    return unpacked(__version__, tmp_path)


def written_by_a_newer_program(path: Path, change: str, old: str, new: str) -> None:
    """Make the last entry one that a newer program wrote, with the index that it would have made."""
    with closing(sqlite3.connect(path)) as db, db:
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        (line,) = db.execute("SELECT line FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
        data = json.loads(line)
        assert str(data[change]) == old
        data[change] = json.loads(new)
        db.execute(
            "UPDATE entry SET line = ? WHERE seq = ?",
            [json.dumps(data, sort_keys=True, separators=(",", ":")).encode(), data["seq"]],
        )
        db.execute("UPDATE entry_index SET act = ? WHERE seq = ?", [data["act"], data["seq"]])
        for _, guard in guards:
            db.execute(guard)


@pytest.mark.parametrize(
    ("change", "old", "new", "what"),
    [
        ("act", "progress.recorded", '"weather.forecast"', "the act 'weather.forecast'"),
        ("v", "1", "2", "entries of version 2"),
    ],
)
def test_what_a_newer_program_wrote_is_refused_in_one_line(
    now: Path, change: str, old: str, new: str, what: str
) -> None:
    written_by_a_newer_program(now, change, old, new)
    before = now.read_bytes()
    words = (
        f"The register {now} was written by a newer program: it holds {what}, which this one does not know. Nothing "
        "was changed; use the newest program, here too."
    )
    cli = Cli(now)
    assert cli.refused("status") == words
    assert cli.refused("list", "--as-at", "31 March 2022") == words
    assert cli.refused("progress", REF, "--rag", "red", "--note", "ILLUSTRATIVE", "--as", "P1") == words
    assert cli.refused("rebuild").startswith("Nothing was rebuilt: ")
    assert now.read_bytes() == before


def test_an_unknown_act_is_a_fault_for_verification(now: Path) -> None:
    written_by_a_newer_program(now, "act", "progress.recorded", '"weather.forecast"')
    kinds = {problem.kind: problem.words for problem in verify(now).problems}
    assert "is an act that this program does not know, 'weather.forecast'" in kinds["act"]


def test_a_file_of_a_newer_format_is_refused(now: Path) -> None:
    with closing(sqlite3.connect(now)) as db, db:
        db.execute("PRAGMA user_version=2")
    words = f"{now} was made by a newer program (format 2); use that program."
    cli = Cli(now)
    for command in (("status",), ("progress", REF, "--rag", "red", "--note", "x", "--as", "P1")):
        assert cli.refused(*command) == words


def test_tables_that_nobody_knows_are_refused_with_the_way_out(now: Path) -> None:
    with closing(sqlite3.connect(now)) as db, db:
        db.execute("ALTER TABLE progress ADD COLUMN mood TEXT")
    words = (
        f"The tables of {now} are not as this program makes them: another version made them, or somebody altered them. "
        "The entries stand by themselves; make the tables anew: tracker rebuild"
    )
    cli = Cli(now, {"TRACKER_TODAY": "2022-04-02"})
    assert cli.refused("status") == words
    cli.ok("rebuild")
    told(now)
