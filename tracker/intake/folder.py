"""The files of the folder, each taken apart and known for what it is: the review, a recommendation or other work.

It knows names and kinds of files; what their sections, rows and entries hold is checked elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from tracker.intake import front_matter, markdown
from tracker.intake.codes import RECOMMENDATIONS
from tracker.intake.files import KINDS
from tracker.intake.front_matter import FrontMatter
from tracker.intake.markdown import Document
from tracker.intake.problems import Report, quoted
from tracker.model.references import OTHER
from tracker.model.text import safe

FILE_BYTES = 1024 * 1024
REVIEW = "review.md"
KIND_OF_NAME = {
    REVIEW: "review",
    "other-work.md": "other",
    **{f"{ref.lower()}.md": "recommendation" for ref in RECOMMENDATIONS},
}


@dataclass(frozen=True)
class SourceFile:
    """One file taken apart; ``owner`` is the recommendation (or X) that its rows are for, None when not known."""

    document: Document
    front: FrontMatter | None
    kind: str
    owner: str | None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.document.name


def take_apart(contents: Mapping[str, bytes], report: Report) -> list[SourceFile]:
    """Return the files of *contents* (name to bytes) that can be read, by name; the others are noted."""
    found = []
    for name, data in sorted(contents.items()):
        text = _text(name, data, report)
        if text is not None and (file := _one(name, text, report)):
            found.append(file)
    _check_names(found, contents, report)
    return found


def _text(name: str, data: bytes, report: Report) -> str | None:
    """Return the text of a file with lines parted by LF, or None when it is no text."""
    if len(data) > FILE_BYTES:
        report.add(name, 1, f"the file is larger than {FILE_BYTES:,} bytes; expected a smaller one")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        report.add(name, line, "the file is not UTF-8; expected it saved as UTF-8 text")
        return None
    lines = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    for number, words in enumerate(lines, 1):
        shown = safe(words.replace("\t", " "))
        if shown != words.replace("\t", " "):
            report.add(name, number, f"unseen or control characters in {quoted(words)}; expected plain text")
            lines[number - 1] = shown
    return "\n".join(lines) + "\n"


def _one(name: str, text: str, report: Report) -> SourceFile | None:
    """Take one file apart, or note that there should be no such file."""
    by_name = KIND_OF_NAME.get(name.lower())
    unread = Report()
    document = markdown.read(name, text, unread)
    if document.front is None and by_name is None:
        report.add(
            name,
            1,
            "not a file of the plan; expected review.md, R1.md to R9.md and other-work.md (notes belong in README.md)",
        )
        return None
    report.problems.extend(unread.problems)
    front = front_matter.read(name, document.front, report)
    kind = front.data.get("kind") if front else None
    if not isinstance(kind, str) or kind not in KINDS:
        kind = by_name or "recommendation"
    return SourceFile(document, front, kind, _owner(kind, front, name))


def _owner(kind: str, front: FrontMatter | None, name: str) -> str | None:
    """Return the recommendation whose rows a file holds, from its ``ref`` or else its name; X for other work."""
    if kind == "other":
        return OTHER
    ref = front.data.get("ref") if front else None
    stem = name.rpartition(".")[0]
    return next((str(text) for text in (ref, stem) if text in RECOMMENDATIONS), None)


def _check_names(files: list[SourceFile], contents: Mapping[str, bytes], report: Report) -> None:
    """Note files that are missing, wrongly named, or two for one recommendation."""
    refs: dict[str, str] = {}
    for file in sorted(files, key=lambda file: file.name.lower() != f"{file.owner}.md".lower()):
        ref = file.front.data.get("ref") if file.front else None
        if file.kind != "recommendation":
            _check_kind(file, report)
        elif file.front and isinstance(ref, str) and ref in RECOMMENDATIONS:
            line = file.front.line(("ref",))
            if ref in refs:
                report.add(
                    file.name,
                    line,
                    f"{ref} stands in two files (also in {refs[ref]}); expected one file for each recommendation",
                )
            elif file.name.lower() != f"{ref}.md".lower():
                report.add(file.name, line, f"{ref} stands in {file.name}; expected it in {ref}.md")
            refs.setdefault(ref, file.name)
    present = {name.lower() for name in contents}
    for ref in RECOMMENDATIONS:
        if ref not in refs and f"{ref}.md".lower() not in present:
            report.add(f"{ref}.md", 1, f"no such file; expected the file of recommendation {ref}")
    if REVIEW not in present:
        report.add(REVIEW, 1, "no such file; expected the file of the review")
    names = sorted(contents, key=lambda name: (name.lower(), name))
    for first, second in pairwise(names):
        if first.lower() == second.lower():
            report.add(second, 1, f"its name differs from {first} only in capitals; expected one of the two")


def _check_kind(file: SourceFile, report: Report) -> None:
    """Note a review or other work under another name than its own."""
    if KIND_OF_NAME.get(file.name.lower()) != file.kind and file.front:
        name = next(name for name, kind in KIND_OF_NAME.items() if kind == file.kind)
        report.add(
            file.name, file.front.line(("kind",)), f"kind: {file.kind} in {file.name}; expected it in {name} only"
        )
