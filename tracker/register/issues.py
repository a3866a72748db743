"""The reports issued so far: what each was about, from which entries, by whom, and the checkpoint that it carries.

What a report says stands in tracker.reports; the comparison with one in tracker.register.trend.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.ledger.store import StoreError
from tracker.register.position import Position, Row, When

if TYPE_CHECKING:
    from tracker.ledger.checkpoint import Checkpoint

_ISSUES = (
    "SELECT i.*, x.at FROM main.issue i JOIN main.entry_index x ON x.seq = i.seq WHERE i.seq <= ? {} ORDER BY i.n DESC"
)


class Issue(NamedTuple):
    """One issued report.

    ``entry`` is the entry that records the issue, ``entries`` the last that the report was made from.  ``as_at`` is the
    day that was asked for when it was not that of the issue, ``since`` what it compares with, in words.  ``body`` is
    the digest of the text as it was issued.
    """

    n: int
    report: str
    subject: str | None
    area: str | None
    position_on: date
    as_at: date | None
    since: str
    entries: int
    entry: int
    by: str
    on: date
    marking: str
    audience: str
    body: str
    body_sha256: str

    def when(self) -> When:
        """Return what to ask a position for, to see the plan as the issue saw it."""
        return When(self.position_on, self.as_at, self.entries)

    @property
    def about(self) -> str:
        """The reference or the area that it is about, or nothing."""
        return " ".join(part for part in (self.subject, self.area) if part)


def issues(position: Position, *, ever: bool = False) -> list[Issue]:
    """Return the issues recorded by then, the newest first; *ever* also those after what the position knows."""
    return [_issue(row) for row in position.rows(_ISSUES.format(""), [position.size if ever else position.entries])]


def issue(position: Position, n: int, *, ever: bool = False) -> Issue | None:
    """Return issue *n*, or None when there is none; *ever* as above."""
    row = position.row(_ISSUES.format("AND i.n = ?"), [position.size if ever else position.entries, n])
    return _issue(row) if row else None


def checkpoint(position: Position, found: Issue) -> Checkpoint | None:
    """Return the checkpoint that an issue carries, of the log just before it; None when that tree is not held."""
    try:
        return checkpoint_at(position, found.entry - 1)
    except StoreError:
        return None


def checkpoint_at(position: Position, size: int) -> Checkpoint:
    """Return the checkpoint of the log's first *size* entries, at which an append ended.

    Raises StoreError when the register holds no tree of that size.
    """
    from tracker.ledger.checkpoint import Checkpoint  # here, because the opening screen asks for no checkpoint

    root = position.value("SELECT root FROM main.head WHERE size = ?", [size])
    recorded = position.value("SELECT substr(at, 1, 10) FROM main.entry_index WHERE seq = ?", [size])
    if root is None or recorded is None:
        raise StoreError(f"The register holds no tree of {size} entries; run: tracker verify")
    return Checkpoint(position.store.log, size, str(root), str(recorded))


def _issue(row: Row) -> Issue:
    asked = json.loads(row["arguments"])
    as_at, compared = asked.get("as_at"), asked.get("compared") or {}
    number, day = compared.get("issue"), compared.get("on")
    return Issue(
        n=row["n"],
        report=row["report"],
        subject=asked.get("subject"),
        area=asked.get("area"),
        position_on=date.fromisoformat(row["position_on"]),
        as_at=date.fromisoformat(as_at) if as_at else None,
        since=f"issue {number}" if number else str(day or ""),
        entries=row["entries"],
        entry=row["seq"],
        by=row["by"],
        on=date.fromisoformat(row["at"][:10]),
        marking=row["marking"],
        audience=asked["audience"],
        body=row["body"],
        body_sha256=row["body_sha256"],
    )
