"""Reports: view models of the plan, templates, and the issuing of what they make.  Importing this loads none of them.

What is counted and rated is the register's business; which acts may be recorded is the desk's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.reports.kinds import KINDS

__all__ = ["FORMATS", "KINDS", "NAMES", "Result", "preview", "run"]

if TYPE_CHECKING:
    from tracker.desk.session import Session

NAMES = tuple(kind.name for kind in KINDS)
"""The reports that can be asked for."""

FORMATS = ("md",)


@dataclass(frozen=True)
class Result:
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
    draft: bool = False,
    reissue: int | None = None,
    folder: Path | None = None,
    fmt: str = "md",
) -> Result:
    """Issue a report, print an earlier issue again, or print a draft, into *folder* (``exports`` when none is given).

    *subject* is the reference that a report of one thing is about, like R4.  *since* is an earlier issue ("3", "issue
    3") or a day to compare with; without it the report compares with the latest earlier issue of the same report,
    subject and area.  Asking for the same again prints the earlier issue, without a new entry; *reissue* prints that
    issue as it was issued.  Raises Refusal or StoreError with one line for people;
    then nothing is recorded and nothing half-written stays behind.
    """
    from tracker.reports.arguments import Ask, checked
    from tracker.reports.issuing import issue, print_again, print_draft

    ask = checked(Ask(name, area, as_at, known_at, since, subject), fmt=fmt, reissue=reissue, draft=draft)
    place = folder or Path("exports")
    if reissue is not None:
        return print_again(session, ask, reissue, place)
    return print_draft(session, ask, place) if draft else issue(session, ask, place)


def preview(
    session: Session,
    name: str,
    *,
    subject: str | None = None,
    area: str | None = None,
    as_at: date | None = None,
    known_at: int | None = None,
    since: str | date | None = None,
) -> str:
    """Return the text of a draft without writing a file; raises as run does."""
    from tracker.reports.arguments import Ask, checked
    from tracker.reports.issuing import draft_text

    return draft_text(session, checked(Ask(name, area, as_at, known_at, since, subject)))
