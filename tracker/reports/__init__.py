"""Reports: view models of the plan, templates, and the issuing of what they make.  Importing this loads none of them.

What is counted and rated is the register's business; which acts may be recorded is the desk's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker.reports.kinds import KINDS

__all__ = ["FORMATS", "KINDS", "NAMES", "Result", "preview", "run"]

if TYPE_CHECKING:
    from tracker.desk.session import Session

NAMES = tuple(kind.name for kind in KINDS)
"""The reports that can be asked for."""

FORMATS = ("md", "html", "docx", "pdf")
"""The formats in which one can be written; the Markdown is the source of the others."""


class Result(NamedTuple):
    """What was printed.

    ``issue`` is the issue's number, None for a draft.  ``entries`` and ``root`` are those of the checkpoint: the log as
    it stood just before the issue was recorded, or, for a draft, as it stands.  ``body_sha256`` is the fingerprint of
    the body, ``text`` the whole file, ``words`` one line for people.
    """

    files: list[Path]
    issue: int | None
    entries: int
    root: str
    body_sha256: str
    words: str
    text: str


def run(
    session: Session,
    name: str,
    *,
    subject: str | None = None,
    area: str | None = None,
    as_at: date | None = None,
    known_at: int | None = None,
    since: str | date | None = None,
    embargo: str | date | None = None,
    draft: bool = False,
    reissue: int | None = None,
    folder: Path | None = None,
    fmt: str | Sequence[str] = "md",
) -> Result:
    """Issue a report, print an earlier issue again, or print a draft, into *folder* (``exports`` when none is given).

    *fmt* names the formats, separated by commas.  An issue gets a folder of its own, with its Markdown whatever the
    formats are; a draft is written in just those that are named.

    *subject* is the reference that a report of one thing is about, like R4.  *since* is an earlier issue ("3", "issue
    3") or a day to compare with; without it the report compares with the latest earlier issue of the same report,
    subject and area.  *embargo* is the day before which a version for publication may not be published.
    Asking for the same again prints the earlier issue, without a new entry; *reissue* prints that
    issue as it was issued.  Raises Refusal or StoreError with one line for people;
    then nothing is recorded and nothing half-written stays behind.
    """
    from tracker.reports.arguments import Ask, checked
    from tracker.reports.formats import asked_for

    ask = checked(Ask(name, area, as_at, known_at, since, subject, embargo), reissue=reissue, draft=draft)
    named = asked_for(fmt)
    place = folder or Path("exports")
    if draft:
        from tracker.reports.drafting import print_draft

        return print_draft(session, ask, place, named)
    from tracker.reports.issuing import issue, print_again

    if reissue is not None:
        return print_again(session, ask, reissue, place, named)
    return issue(session, ask, place, named)


def preview(
    session: Session,
    name: str,
    *,
    subject: str | None = None,
    area: str | None = None,
    as_at: date | None = None,
    known_at: int | None = None,
    since: str | date | None = None,
    embargo: str | date | None = None,
) -> str:
    """Return the text of a draft without writing a file; raises as run does."""
    from tracker.reports.arguments import Ask, checked
    from tracker.reports.drafting import draft_text

    return draft_text(session, checked(Ask(name, area, as_at, known_at, since, subject, embargo)))
