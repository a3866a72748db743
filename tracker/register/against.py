"""What a report held by somebody else says of a register: whether the history and the text are still the same.

The report is read as text, however it travelled; the register's own checks stand in tracker.register.verification.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.ledger.checkpoint import BODY_BEGIN, Checkpoint, CheckpointError, body_between, body_sha256, parse
from tracker.ledger.store import StoreError
from tracker.model.text import safe

ISSUED = "report.issued"
LARGEST = 32 * 1024 * 1024
_SIGNATURES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a Word or other office file",
    b"\xd0\xcf\x11\xe0": "an old Word or other office file",
    b"{\\rtf": "a rich-text file",
    b"SQLite format 3\0": "a register",
}
_COPY_TEXT = "open it, copy all of its text into a plain text file, and give that file"


@dataclass(frozen=True)
class Issue:
    """A report that this copy of the register says was issued: its number, the SHA-256 of its body, and the body.

    ``body`` is None where its text was removed.
    """

    n: int
    body_sha256: str
    body: str | None = None


@dataclass(frozen=True)
class Recorded:
    """What the register holds of the report: the issue recorded right after its checkpoint, or one with its very body.

    ``after`` is the act of the entry right after the checkpoint; None when the register ends at the checkpoint, empty
    when the entry cannot be read.
    """

    issue: Issue | None
    after: str | None


@dataclass(frozen=True)
class Against:
    """The two answers, apart from each other.

    ``history`` is same, changed, shorter or other_log; ``at_or_before`` is the entry by which a changed history had
    changed.  ``text`` is same; same_words, when only spaces, line breaks and quotation marks of mail differ; altered;
    not_issued, when something else was recorded in its place; not_here, when the register ends before it was recorded;
    or not_checkable.
    """

    history: str
    at_or_before: int | None
    text: str
    words: str

    @property
    def ok(self) -> bool:
        """Tell whether nothing speaks against the register or the report."""
        return self.history == "same" and self.text in ("same", "same_words", "not_checkable")


def read_report(path: Path) -> str:
    """Return the text of a report file.

    Raises StoreError when there is none, or when it is not text: then its text must be copied out first.
    """
    name = safe(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except IsADirectoryError:
        raise StoreError(f"{name} is a folder; give the report's file.") from None
    except (OSError, ValueError) as error:  # a name that no file can have
        why = getattr(error, "strerror", None) or error
        raise StoreError(f"The report {name} cannot be read: {why}.") from None
    if len(data) > LARGEST:
        raise StoreError(f"{name} has more than {LARGEST:,} bytes, which no report has; give the report's file.")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise StoreError(f"{name} is {kind}, and verify reads text: {_COPY_TEXT}.")
    text = _decoded(data)
    if text is None:
        raise StoreError(f"{name} is not text: {_COPY_TEXT}.")
    return text


def _decoded(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = [] if b"\0" in data else ["utf-8-sig", "cp1252"]  # the second is what Windows calls ANSI
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def checkpoint_of(text: str) -> Checkpoint:
    """Return the checkpoint that *text* carries; raises StoreError when there is none or it is damaged."""
    try:
        found = parse(text)
    except CheckpointError as error:
        raise StoreError(str(error)) from None
    if found is None:
        raise StoreError(
            "This text carries no checkpoint (lines that begin Log:, Entries:, Root:). Give the whole of an issued "
            "report; a draft has none."
        )
    return found


def compare_history(report: Checkpoint, log: str, size: int, root_there: str | None, fault: int | None) -> Against:
    """Compare the report's checkpoint with a register of *size* entries; the text is not looked at yet.

    *root_there* is the register's root at the report's size, *fault* the first entry that the register's own hashes
    show to be changed.
    """
    if report.log != log:
        words = (
            f"The report is of another log: it names '{report.log}', and this register is '{safe(log)}'. "
            "Choose the register that it was issued from with --db."
        )
        return Against("other_log", None, "not_checkable", words)
    if size < report.entries:
        words = (
            f"This register is shorter than the report: the report was issued over {report.entries} entries, and only "
            f"{size} are here. What came after #{size} was cut off, or this is an older copy; find the newer one."
        )
        return Against("shorter", None, "not_checkable", words)
    if root_there == report.root:
        later = size - report.entries
        since = f"; {later} {'was' if later == 1 else 'were'} added since" if later else ""
        words = (
            "The history is the same as when the report was issued: "
            f"entries #1 to #{report.entries} are untouched{since}."
        )
        return Against("same", None, "not_checkable", words)
    at = min(fault or report.entries, report.entries)
    words = (
        f"The history was changed at or before #{at}: entries #1 to #{report.entries} no longer lead to the root that "
        "the report carries. Somebody rewrote what had been reported; compare with a backup from before."
    )
    return Against("changed", at, "not_checkable", words)


def body_of(text: str) -> str | None:
    """Return the report's body, as it was issued or as mail quotes it; None when a marker line is not there."""
    return body_between(text) or body_between(_unquoted(text))


def _unquoted(text: str) -> str:
    """Take as many marks of quotation from each line as stand before the opening marker line."""
    found = re.search(rf"^[ \t]*((?:>[ \t]?)+){re.escape(BODY_BEGIN)}[ \t]*\r?$", text, re.MULTILINE)
    deep = found[1].count(">") if found else 0
    return re.sub(rf"^[ \t]*(?:>[ \t]?){{1,{deep}}}", "", text, flags=re.MULTILINE) if deep else text


def compare_text(found: Against, text: str, recorded: Recorded, checkpoint: int) -> Against:
    """Add to *found* what became of the report's text; its *checkpoint* is of so many entries."""
    answer, words = _of_text(found.history, body_of(text), recorded, checkpoint)
    return replace(found, text=answer, words=f"{found.words} {words}")


def _of_text(history: str, body: str | None, recorded: Recorded, last: int) -> tuple[str, str]:
    cannot = "The text is not checkable from this copy"
    if body is None:
        return "not_checkable", (
            f"{cannot}: the two lines that mark where the report begins and ends are not both there, as after Word or "
            "PDF. Ask for the Markdown file."
        )
    issue = recorded.issue
    if history == "same" and issue is None and recorded.after is None:
        return "not_here", (
            f"But the entry that recorded this report is not here: the register ends at #{last}. What came after it "
            "was cut off, or this is an older copy; find the newer one."
        )
    if history == "same" and issue is None and recorded.after not in ("", ISSUED):
        return "not_issued", (
            f"But this register did not issue this report: a report is recorded right after its checkpoint, and "
            f"#{last + 1} is something else. Somebody made the text up, or rewrote what came after #{last}."
        )
    if history == "other_log" or issue is None:
        return "not_checkable", f"{cannot}: the issue is not in this register."
    if issue.body_sha256 == body_sha256(body):
        return "same", f"The text is the one that was issued as issue {issue.n}."
    if issue.body is None:
        return "altered", (
            f"The text is not, byte for byte, the one that was recorded as issue {issue.n}; that was removed from the "
            "register, so nobody can tell whether words differ, or only line breaks. Ask for the Markdown file."
        )
    if issue.body.split() == body.split():
        return "same_words", (
            f"The words and figures are those of issue {issue.n}; only spaces, line breaks or marks of quotation "
            "differ, as after mail."
        )
    return "altered", (
        f"The text was altered: it is not the one that was recorded as issue {issue.n}. "
        f"Print what was issued: tracker report NAME --reissue {issue.n}"
    )
