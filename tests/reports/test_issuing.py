"""Issuing: numbers, the same bytes for the same inputs, printing again, drafts, and what is refused in which words."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.reports.reading import read
from tracker import reports
from tracker.desk import delivery, people
from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.ledger import checkpoint
from tracker.ledger.entry import Entry
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import Rating
from tracker.register.position import PositionError

ROOT = Path(__file__).resolve().parents[2]


def progress(session: Session, ref: str = "R5.BRI.2") -> None:
    with session.desk() as desk:
        delivery.record_progress(desk, ref, note="ILLUSTRATIVE: recruitment begun", rating=Rating.AMBER)


def size(session: Session) -> int:
    with session.position() as position:
        return position.size


def last(session: Session) -> Entry:
    with session.position() as position:
        found = position.entry(position.size)
    assert found is not None
    return found


# --- what an issue is -------------------------------------------------------------------------------------------------


def test_an_issue_is_recorded_and_lands_in_the_folder(own_example: Session, tmp_path: Path) -> None:
    before = size(own_example)
    with own_example.position() as position:
        root = position.store.head().root
    made = reports.run(own_example, "assurance", area="BRI", folder=tmp_path / "out")
    name = "2022-12-15-assurance-BRI-issue-001"
    assert made.files == [tmp_path / "out" / name / f"{name}.md"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [name, "index.md"]
    assert made.files[0].read_bytes() == made.text.encode("utf-8")
    assert (made.issue, made.entries, made.root) == (1, before, root)
    assert made.words == "Issue 1 is recorded and written."
    entry = last(own_example)
    assert (entry.seq, entry.act, entry.area, entry.on) == (before + 1, "report.issued", "BRI", ("assurance issue 1",))
    assert entry.facts["entries"] == before
    assert entry.facts["body_sha256"] == made.body_sha256
    assert entry.facts["position_on"] == "2022-12-15"
    assert entry.facts["marking"] == "OFFICIAL-SENSITIVE"


def test_the_body_between_the_marker_lines_is_the_one_that_was_recorded(own_example: Session, tmp_path: Path) -> None:
    made = reports.run(own_example, "assurance", folder=tmp_path)
    body = checkpoint.body_between(made.files[0].read_text(encoding="utf-8"))
    assert body is not None
    assert checkpoint.body_sha256(body) == made.body_sha256
    with own_example.position() as position:
        row = position.row("SELECT body FROM issue WHERE n = 1")
        assert row is not None
        assert position.texts([row["body"]])[row["body"]] == body
    for word in ("issue 1", "Issue 1", "issued on", "P1 (", made.root[:8], "Short code"):
        assert word not in body


def test_the_checkpoint_is_of_the_log_before_the_issue(own_example: Session, tmp_path: Path) -> None:
    made = reports.run(own_example, "assurance", folder=tmp_path)
    found = checkpoint.parse(made.text)
    assert found is not None
    assert (found.entries, found.root) == (made.entries, made.root)
    with own_example.position() as position:
        last = position.store.entry(made.entries)
    assert last is not None
    assert found.recorded == last.at[:10]
    assert found.log.startswith("ILLUSTRATIVE-")
    assert f"Short code: {found.short_code}" in made.text


def test_a_whole_issue_is_sound_markdown(own_example: Session, tmp_path: Path) -> None:
    made = reports.run(own_example, "assurance", folder=tmp_path)
    assert read(made.text).faults == []
    assert "`tracker verify --against FILE`" in made.text
    assert "by P1 (ILLUSTRATIVE: partnership business manager of the three areas)" in made.text
    assert made.text.startswith("OFFICIAL-SENSITIVE")


# --- the same again ---------------------------------------------------------------------------------------------------


def test_the_same_inputs_print_the_earlier_issue_without_a_new_entry(own_example: Session, tmp_path: Path) -> None:
    first = reports.run(own_example, "assurance", folder=tmp_path / "a")
    entries = size(own_example)
    again = reports.run(own_example, "assurance", folder=tmp_path / "b")
    assert again.text == first.text
    assert again.issue == 1
    assert again.words == "Issue 1 is printed again: nothing that it is made from has changed."
    assert size(own_example) == entries
    assert reports.run(own_example, "assurance", folder=tmp_path / "a").files == first.files  # the file may stand there


def test_another_report_in_between_does_not_make_a_new_issue(own_example: Session, tmp_path: Path) -> None:
    first = reports.run(own_example, "assurance", folder=tmp_path)
    assert reports.run(own_example, "assurance", as_at=date(2022, 3, 31), folder=tmp_path).issue == 2
    assert reports.run(own_example, "assurance", area="SGL", folder=tmp_path).issue == 3
    assert reports.run(own_example, "assurance", folder=tmp_path).text == first.text


def test_a_change_makes_a_new_issue_that_compares_with_the_last(own_example: Session, tmp_path: Path) -> None:
    first = reports.run(own_example, "assurance", folder=tmp_path)
    progress(own_example)
    second = reports.run(own_example, "assurance", folder=tmp_path)
    assert second.issue == 2
    assert f"Compared with issue 1: position at 15 December 2022, from entries up to \\#{first.entries}." in second.text
    (row,) = read(second.text).rows("Action", "Reported rating: before → now", "Date check: before → now", "Cause")
    assert row[0].startswith("R5.BRI.2: ")
    assert row[1] == "R Red ▲ → A Amber ◆"


def test_a_report_as_at_a_day_compares_with_an_earlier_issue_only(own_example: Session, tmp_path: Path) -> None:
    reports.run(own_example, "assurance", folder=tmp_path)
    past = reports.run(own_example, "assurance", as_at=date(2022, 3, 31), folder=tmp_path)
    assert "There is no earlier issue of this report to compare with." in past.text
    assert "# Assurance report AS AT 31 March 2022: " in past.text


def test_an_issue_is_printed_again_as_it_was_issued(own_example: Session, tmp_path: Path) -> None:
    first = reports.run(own_example, "assurance", folder=tmp_path / "a")
    progress(own_example)
    reports.run(own_example, "assurance", folder=tmp_path / "a")
    entries = size(own_example)
    again = reports.run(own_example, "assurance", reissue=1, folder=tmp_path / "b")
    assert again.text == first.text
    assert again.files[0].name == first.files[0].name
    assert again.words == "Issue 1 is printed again, as it was issued."
    assert size(own_example) == entries


PRINT = """
import sys
from datetime import date
from pathlib import Path
from tracker import reports
from tracker.desk.session import Session
text = reports.preview(Session(Path(sys.argv[1]), who="P1"), "assurance", since="31 March 2022")
sys.stdout.buffer.write(text.encode("utf-8"))
"""


@pytest.mark.parametrize(("seed", "zone"), [("0", "UTC"), ("1", "Pacific/Auckland")])
def test_another_process_makes_the_same_bytes(example: Session, seed: str, zone: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", PRINT, str(example.path)], capture_output=True, env=environment, check=False
    )
    assert done.stderr == b""
    assert done.stdout == reports.preview(example, "assurance", since="31 March 2022").encode("utf-8")


def test_later_entries_change_nothing_in_a_report_of_what_was_known(own_example: Session) -> None:
    asked = {"as_at": date(2022, 12, 15), "known_at": size(own_example)}
    before = reports.preview(own_example, "assurance", **asked)  # type: ignore[arg-type]
    progress(own_example)
    with own_example.desk() as desk:
        people.change_agency(desk, "BCC", name="Another name", why="renamed")
    assert reports.preview(own_example, "assurance", **asked) == before  # type: ignore[arg-type]


def test_issues_are_not_part_of_what_a_report_is_made_from(own_example: Session, tmp_path: Path) -> None:
    before = reports.preview(own_example, "assurance", since="31 March 2022")
    reports.run(own_example, "assurance", since="31 March 2022", folder=tmp_path)
    assert reports.preview(own_example, "assurance", since="31 March 2022") == before


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_records_nothing_and_may_be_written_over(own_example: Session, tmp_path: Path) -> None:
    entries = size(own_example)
    made = reports.run(own_example, "assurance", draft=True, folder=tmp_path)
    assert (made.issue, made.entries, size(own_example)) == (None, entries, entries)
    assert made.files == [tmp_path / "2022-12-15-assurance-DRAFT.md"]
    assert read(made.text).headings[0][1].startswith("DRAFT assurance report: ")
    assert checkpoint.body_between(made.text) is None
    assert checkpoint.parse(made.text) is None
    progress(own_example)
    assert reports.run(own_example, "assurance", draft=True, folder=tmp_path).text != made.text
    assert list(tmp_path.glob("*.md")) == made.files


def test_who_may_not_issue_may_draft_and_print_again(own_example: Session, tmp_path: Path) -> None:
    member = replace(own_example, who="P5")
    with pytest.raises(Refusal, match=r"P5 is a partnership executive member and may not issue a report; .*--draft"):
        reports.run(member, "assurance", folder=tmp_path / "x")
    assert not (tmp_path / "x").exists()
    reports.run(member, "assurance", draft=True, folder=tmp_path)
    made = reports.run(own_example, "assurance", folder=tmp_path)
    assert reports.run(member, "assurance", folder=tmp_path).text == made.text
    assert reports.run(member, "assurance", reissue=1, folder=tmp_path).text == made.text


# --- at once ----------------------------------------------------------------------------------------------------------


def at_once(session: Session, folder: Path, areas: list[str | None]) -> list[int | None]:
    found: list[int | None] = []
    start = threading.Barrier(len(areas))

    def work(area: str | None) -> None:
        start.wait()
        found.append(reports.run(session, "assurance", area=area, folder=folder).issue)

    threads = [threading.Thread(target=work, args=(area,)) for area in areas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_issuers_at_once_get_different_numbers(own_example: Session, tmp_path: Path) -> None:
    found = at_once(own_example, tmp_path, ["BRI", "SGL", "NSO", None])
    assert sorted(found, key=str) == [1, 2, 3, 4]
    assert len(list(tmp_path.glob("*issue-*/*issue-*.md"))) == 4


def test_two_who_ask_the_same_at_once_get_the_same_issue(own_example: Session, tmp_path: Path) -> None:
    entries = size(own_example)
    assert at_once(own_example, tmp_path, [None, None]) == [1, 1]
    assert size(own_example) == entries + 1


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"name": "balance"}, f"There is no report 'balance'; there is: {', '.join(reports.NAMES)}."),
        ({"area": "Bath"}, "'Bath' is not an area; write BRI, SGL, NSO or ALL for joint work."),
        ({"fmt": "md,odt"}, "There is no format 'odt'; there is: md, html, docx, pdf."),
        ({"since": "9"}, "There is no issue 9 in this register; none has been issued yet."),
        ({"since": "the moon"}, "--since takes an issue's number, like 3, or a day: 'the moon' is not a date"),
        (
            {"since": "1 January 2023"},
            "1 January 2023 is after the position at 15 December 2022; give an earlier day",
        ),
        ({"since": "1 January 2010"}, "Nothing had occurred by 1 January 2010; the first thing recorded occurred on"),
        ({"reissue": 4}, "There is no issue 4 in this register; none has been issued yet."),
        ({"reissue": 4, "draft": True}, "Issue 4 is printed as it was issued and cannot be a draft"),
        ({"as_at": date(2010, 1, 1)}, "Nothing had occurred by 1 January 2010; the first thing recorded occurred on"),
        ({"as_at": date(2023, 1, 1)}, "1 January 2023 has not come yet; a report shows what has occurred"),
        ({"known_at": 100000}, "There is no entry #100000; the register has "),
    ],
    ids=lambda asked: " ".join(asked) if isinstance(asked, dict) else "",
)
def test_bad_input_is_refused_in_one_line_and_leaves_nothing(
    example: Session, tmp_path: Path, asked: dict[str, object], words: str
) -> None:
    before = size(example)
    wanted = {"name": "assurance", "folder": tmp_path / "out", **asked}
    with pytest.raises((Refusal, PositionError)) as caught:
        reports.run(example, wanted.pop("name"), **wanted)  # type: ignore[arg-type]
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)
    assert size(example) == before
    assert list(tmp_path.iterdir()) == []


def test_a_later_issue_is_nothing_to_compare_with(own_example: Session, tmp_path: Path) -> None:
    reports.run(own_example, "assurance", folder=tmp_path)
    with pytest.raises(Refusal, match=r"Issue 1 is about 15 December 2022 and entries up to #[0-9]+, which is later"):
        reports.run(own_example, "assurance", as_at=date(2022, 6, 30), since="issue 1", folder=tmp_path)


def test_a_file_in_the_place_of_the_folder_is_refused(own_example: Session, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    before = size(own_example)
    with pytest.raises(Refusal, match="is a file, not a folder; give a folder with -o"):
        reports.run(own_example, "assurance", folder=tmp_path / "out")
    assert size(own_example) == before


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_recorded(
    own_example: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = size(own_example)
    monkeypatch.setattr("tracker.reports.files.os.fsync", full)
    with pytest.raises(Refusal, match=r"cannot be written to .*: No space left on device\. Choose a folder with -o\."):
        reports.run(own_example, "assurance", folder=tmp_path / "out" / "deep")
    assert size(own_example) == before
    assert not (tmp_path / "out").exists()


def test_another_issue_is_never_written_over(own_example: Session, tmp_path: Path) -> None:
    other = tmp_path / "2022-12-15-assurance-issue-001" / "2022-12-15-assurance-issue-001.md"
    other.parent.mkdir()
    other.write_text("of another register", encoding="utf-8")
    before = size(own_example)
    with pytest.raises(Refusal, match=r"There is already another 2022-12-15-assurance-issue-001 in .*, which"):
        reports.run(own_example, "assurance", folder=tmp_path)
    assert size(own_example) == before
    assert other.read_text(encoding="utf-8") == "of another register"
    assert list(tmp_path.glob(".part*")) == []


def test_a_file_that_fails_after_recording_says_how_to_get_it(
    own_example: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.reports.files import Landing

    def fail(*_: object, **__: object) -> Path:
        raise Refusal("The disk went away.")

    with monkeypatch.context() as patch:
        patch.setattr(Landing, "land_issue", fail)
        with pytest.raises(
            Refusal, match=r"Issue 1 is recorded, but its files are not written: The disk went away\. Then: "
        ):
            reports.run(own_example, "assurance", folder=tmp_path)
    assert reports.run(own_example, "assurance", reissue=1, folder=tmp_path).issue == 1


def test_a_text_that_was_altered_in_the_register_is_not_printed(own_example: Session, tmp_path: Path) -> None:
    import sqlite3

    reports.run(own_example, "assurance", folder=tmp_path)
    db = sqlite3.connect(own_example.path)
    trigger = db.execute("SELECT sql FROM sqlite_master WHERE name = 'text_no_update'").fetchone()[0]
    db.execute("DROP TRIGGER text_no_update")
    db.execute("UPDATE text SET body = replace(body, 'Red', 'Green') WHERE digest = (SELECT body FROM issue)")
    db.execute(trigger)
    db.commit()
    db.close()
    with pytest.raises(
        StoreError, match=r"The kept text of issue 1 is not the one that was issued; run: tracker verify"
    ):
        reports.run(own_example, "assurance", reissue=1, folder=tmp_path / "b")


def test_importing_reports_loads_neither_templates_nor_markdown() -> None:
    code = "import sys, tracker.reports; print(sorted({'jinja2', 'markdown_it', 'sqlite3'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.stdout == "[]\n"


def test_nothing_is_issued_from_tables_that_are_not_those_of_the_entries(own_example: Session, tmp_path: Path) -> None:
    """Somebody changed a date in the file itself: the report would print it as if it had been agreed."""
    with closing(sqlite3.connect(own_example.path)) as connection, connection:
        connection.execute("UPDATE action SET due = '2030-01-01' WHERE ref = 'R2.BRI.2'")
    entries = size(own_example)
    words = r"Nothing was issued: this register does not verify\..*R2\.BRI\.2.*tracker verify"
    with pytest.raises(Refusal, match=words):
        reports.run(own_example, "assurance", folder=tmp_path / "out")
    assert size(own_example) == entries
    assert not (tmp_path / "out").exists()
