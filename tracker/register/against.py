"""What a report held by somebody else says of a register: whether the history and the text are still the same.

The report is read as text, however it travelled; the register's own checks stand in tracker.register.verification.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tracker.ledger.checkpoint import Checkpoint, CheckpointError, body_between, body_sha256, parse
from tracker.ledger.store import StoreError
from tracker.model.text import safe

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
    """A report that this copy of the register says was issued: its number and the SHA-256 of its body."""

    n: int
    body_sha256: str


@dataclass(frozen=True)
class Against:
    """The two answers, apart from each other.

    ``history`` is same, changed, shorter or other_log; ``at_or_before`` is the entry by which a changed history had
    changed.  ``text`` is same, altered or not_checkable.
    """

    history: str
    at_or_before: int | None
    text: str
    words: str

    @property
    def ok(self) -> bool:
        """Tell whether nothing speaks against the register or the report."""
        return self.history == "same" and self.text != "altered"


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


def compare_text(found: Against, text: str, at_place: Issue | None, alike: Issue | None) -> Against:
    """Add to *found* what became of the report's text.

    *at_place* is the issue that was recorded right after the report's checkpoint, *alike* one with this very body.
    """
    answer, words = _of_text(found.history, body_between(text), at_place, alike)
    return replace(found, text=answer, words=f"{found.words} {words}")


def _of_text(history: str, body: str | None, at_place: Issue | None, alike: Issue | None) -> tuple[str, str]:
    cannot = "The text is not checkable from this copy"
    if body is None:
        return "not_checkable", (
            f"{cannot}: the two lines that mark where the report begins and ends are not both there, as after Word or "
            "PDF. Ask for the Markdown file."
        )
    issue = at_place or alike
    if history == "other_log" or issue is None:
        return "not_checkable", f"{cannot}: the issue is not in this register."
    if issue.body_sha256 == body_sha256(body):
        return "same", f"The text is the one that was issued as issue {issue.n}."
    return "altered", (
        f"The text was altered: it is not the one that was recorded as issue {issue.n}. "
        f"Print what was issued: tracker report NAME --reissue {issue.n}"
    )
