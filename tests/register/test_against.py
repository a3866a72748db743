"""An issued report against a register, however it travelled; what an insider did to either stands in the matrix."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house import House
from tests.register import tampering
from tests.register.tampering import BODY, REF, Lived, edit, insider, issue
from tracker.desk import delivery
from tracker.ledger.checkpoint import BODY_BEGIN, BODY_END, Checkpoint, wrap_body
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import Rating
from tracker.register.against import Against
from tracker.register.verification import read_report, verify


@dataclass(frozen=True)
class Issued:
    """A register from which a report was issued, and the report as somebody else keeps it."""

    it: Lived
    entries: int
    report: str
    before: Path


@pytest.fixture
def issued(house: House, tmp_path: Path) -> Issued:
    it = tampering.live(house, tmp_path)
    before = tmp_path / "before.db"
    shutil.copy(it.path, before)
    shutil.copytree(tmp_path / "tracker.evidence", tmp_path / "before.evidence")
    report = issue(house)
    delivery.record_progress(house.at(), REF, note="After the report", rating=Rating.AMBER)
    return Issued(it, it.green, report, before)


def compared(path: Path, report: str) -> Against:
    found = verify(path, report).against
    assert found is not None
    return found


SAME = (
    "The history is the same as when the report was issued: entries #1 to #{entries} are untouched; {more} added since."
)


def test_a_sound_register_and_an_unaltered_report(issued: Issued) -> None:
    result = verify(issued.it.path, issued.report)
    assert (result.ok, result.problems) == (True, [])
    assert result.against == Against(
        "same",
        None,
        "same",
        f"{SAME.format(entries=issued.entries, more='2 were')} The text is the one that was issued as issue 1.",
    )


def test_as_json_both_answers_have_the_keys_that_others_rely_on(issued: Issued) -> None:
    found = verify(issued.it.path, issued.report).as_json()["against"]
    assert {key: found[key] for key in ("history", "at_or_before", "text")} == {
        "history": "same",
        "at_or_before": None,
        "text": "same",
    }


def test_a_fault_after_the_report_does_not_hide_that_the_history_before_it_was_changed(issued: Issued) -> None:
    tampering.rewrite_everything(issued.it)
    with insider(issued.it.path) as db:
        edit(db, issued.entries + 2, '"amber"', '"green"')
    found = compared(issued.it.path, issued.report)
    assert (found.history, found.at_or_before) == ("changed", issued.entries)


def test_a_register_that_ends_before_the_report_was_recorded_is_an_older_copy_or_cut_off(issued: Issued) -> None:
    result = verify(issued.before, issued.report)
    assert (result.ok, result.problems) == (False, [])
    assert result.against == Against(
        "same",
        None,
        "not_here",
        f"The history is the same as when the report was issued: entries #1 to #{issued.entries} are untouched. "
        f"But the entry that recorded this report is not here: the register ends at #{issued.entries}. What came after "
        "it was cut off, or this is an older copy; find the newer one.",
    )


def test_a_report_that_nobody_issued_does_not_pass_with_a_true_checkpoint(issued: Issued, house: House) -> None:
    with house.position() as now:
        head, log = now.store.head(), now.store.log
    delivery.record_progress(house.at(), REF, note="No report", rating=Rating.AMBER)
    made_up = wrap_body("# All is well") + "\n".join(Checkpoint(log, head.size, head.root, "2022-07-04").lines())
    result = verify(issued.it.path, made_up)
    assert result.against is not None
    assert (result.ok, result.problems, result.against.text) == (False, [], "not_issued")
    assert result.against.words.endswith(
        f"a report is recorded right after its checkpoint, and #{head.size + 1} is something else. Somebody made the "
        f"text up, or rewrote what came after #{head.size}."
    )


def test_each_of_two_reports_is_compared_with_its_own_issue(issued: Issued, house: House) -> None:
    later = issue(house, BODY.replace("green", "amber"))
    for number, report in ((1, issued.report), (2, later)):
        found = compared(issued.it.path, report)
        assert found.text == "same"
        assert found.words.endswith(f"The text is the one that was issued as issue {number}.")
    mixed = later.replace("amber", "green")
    assert compared(issued.it.path, mixed).words.split(". ")[-2].endswith("recorded as issue 2")
    assert compared(issued.it.path, mixed).text == "altered"


def test_a_text_under_another_checkpoint_of_the_same_log_is_found_by_what_it_says(issued: Issued, house: House) -> None:
    with house.position() as now:
        head, log = now.store.head(), now.store.log
    newer = "\n".join(Checkpoint(log, head.size, head.root, "2022-07-04").lines())
    found = compared(issued.it.path, wrap_body(BODY) + newer)
    assert (found.history, found.text) == ("same", "same")
    assert found.words.endswith("The text is the one that was issued as issue 1.")


def wrapped(text: str, width: int) -> str:
    """Lines broken at spaces, as mail does; those of the checkpoint are left whole."""
    body, rest = text.split(BODY_END)
    lines = (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in body.split("\n"))
    return "\n".join("\n".join(line or [""]) for line in lines) + BODY_END + rest


@pytest.mark.parametrize("travel", ["> {}", "{}"])
def test_a_word_changed_in_a_mail_is_found(issued: Issued, travel: str) -> None:
    text = "".join(travel.format(line) + "\n" for line in wrapped(issued.report, 30).splitlines())
    edited = text.replace("one action", "no action")
    assert edited != text
    result = verify(issued.it.path, edited)
    assert result.against is not None
    assert (result.ok, result.against.text) == (False, "altered")


def test_without_the_recorded_text_another_line_break_cannot_be_told_from_another_word(issued: Issued) -> None:
    with insider(issued.it.path) as db:
        db.execute("UPDATE text SET body = NULL, salt = NULL WHERE digest = (SELECT body FROM issue)")
    assert compared(issued.it.path, issued.report).text == "same"
    found = compared(issued.it.path, wrapped(issued.report, 30))
    assert found.text == "altered"
    assert found.words.endswith(
        "The text is not, byte for byte, the one that was recorded as issue 1; that was removed from the register, so "
        "nobody can tell whether words differ, or only line breaks. Ask for the Markdown file."
    )


WAYS: dict[str, tuple[Callable[[str], str], str]] = {
    "line ends of Windows": (lambda text: text.replace("\n", "\r\n"), "same"),
    "a byte-order mark": (lambda text: "\ufeff" + text, "same"),
    "quoted in a mail": (lambda text: "".join(f"> {line}\n" for line in text.splitlines()), "same"),
    "quoted twice": (lambda text: "".join(f">> {line}\n" for line in text.splitlines()), "same"),
    "wrapped by mail": (lambda text: wrapped(text, 30), "same_words"),
    "wrapped, then quoted": (
        lambda text: "".join(f"> {line}\n" for line in wrapped(text, 30).splitlines()),
        "same_words",
    ),
    "pasted from Word": (
        lambda text: text.replace(BODY_BEGIN, "").replace(BODY_END, "").replace(" ", "\u00a0").replace("-", "\u2011"),
        "not_checkable",
    ),
    "only the checkpoint": (lambda text: text[text.index("- Log:") :], "not_checkable"),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_history_is_told_however_the_report_travelled(issued: Issued, name: str) -> None:
    travel, text = WAYS[name]
    result = verify(issued.it.path, travel(issued.report))
    assert result.ok
    assert result.against is not None
    assert (result.against.history, result.against.text) == ("same", text)
    if text == "not_checkable":
        assert result.against.words.endswith(
            "The text is not checkable from this copy: the two lines that mark where the report begins and ends are "
            "not both there, as after Word or PDF. Ask for the Markdown file."
        )


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("Dear all,\nall is well.", "This text carries no checkpoint .*; a draft has none"),
        ("Log: plan-1\nEntries: 12\nShort code: ABCD-EFGH", "The checkpoint in this text is incomplete: Root"),
        (
            f"Log: plan-1\nEntries: 12\nRoot: {'0' * 64}\nShort code: ABCD-EFGH\nRecorded: 2022-07-04",
            "The checkpoint in this text is damaged",
        ),
    ],
)
def test_a_report_without_a_usable_checkpoint_is_refused(issued: Issued, report: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        verify(issued.it.path, report)


# --- reading the file -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_report_is_read_in_the_encodings_of_text_editors(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(wrap_body("Café – “quoted”").encode(encoding))
    assert read_report(file) == wrap_body("Café – “quoted”")


COPY = "open it, copy all of its text into a plain text file, and give that file."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n", f"is a PDF file, and verify reads text: {COPY}"),
        (b"PK\x03\x04....", f"is a Word or other office file, and verify reads text: {COPY}"),
        (b"\xd0\xcf\x11\xe0....", f"is an old Word or other office file, and verify reads text: {COPY}"),
        (b"{\\rtf1 ...}", f"is a rich-text file, and verify reads text: {COPY}"),
        (b"SQLite format 3\0...", f"is a register, and verify reads text: {COPY}"),
        (b"\x89PNG\r\n\0\0\0", f"is not text: {COPY}"),
        (b"\xff\xfe\x00", f"is not text: {COPY}"),
    ],
)
def test_a_file_that_is_not_text_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "report"
    file.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        read_report(file)
    assert str(caught.value) == f"{file} {words}"


def test_a_report_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^The report .*none.md cannot be read: No such file or directory\.$"):
        read_report(tmp_path / "none.md")
    with pytest.raises(StoreError, match="is a folder; give the report's file"):
        read_report(tmp_path)
