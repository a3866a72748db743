"""The whole file of an issue: its body between marker lines, with issue number, issuer, time and checkpoint outside.

Made from the ledger alone, so that an issue prints the same whenever it is printed again.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tracker.ledger.checkpoint import Checkpoint, body_sha256, wrap_body
from tracker.ledger.store import StoreError
from tracker.model.dates import long
from tracker.model.vocabulary import Marking
from tracker.register.gaps import MISSING
from tracker.register.issues import checkpoint_at, issue
from tracker.register.marking import marking
from tracker.register.position import Position
from tracker.reports.files import issue_name
from tracker.reports.kinds import PUBLICATION
from tracker.reports.rendering import rendered


class Printed(NamedTuple):
    """An issue as it is written: ``name`` is that of its folder, and of its files but for their endings.

    ``checkpoint`` is of the log just before the issue was recorded.
    """

    n: int
    report: str
    name: str
    text: str
    body_sha256: str
    checkpoint: Checkpoint


class _Outside(NamedTuple):
    """What stands outside the body, for the template."""

    n: int
    marking: str
    entry: int
    issuer: str
    login: str
    time: str
    body_sha256: str
    checkpoint: list[str]


def printed(position: Position, n: int) -> Printed | None:
    """Return issue *n* as it was issued, or None when there is no such issue.

    Raises StoreError when its body is not held any more, or is not what was recorded.
    """
    found = issue(position, n, ever=True)
    if found is None:
        return None
    held = position.store.texts([found.body]).get(found.body)
    if held is None or held.body is None:
        why = position.texts([found.body]).get(found.body, MISSING).strip("[]")
        raise StoreError(f"The text of issue {n} is not held any more, so it cannot be printed again: {why}.")
    if body_sha256(held.body) != found.body_sha256:
        raise StoreError(f"The kept text of issue {n} is not the one that was issued; run: tracker verify")
    checkpoint = checkpoint_at(position, found.entry - 1)
    entry = position.entry(found.entry)
    assert entry is not None
    texts = position.texts([entry.texts.get("issuer")])
    post = next(iter(texts.values()), "")
    outside = _Outside(
        n=n,
        marking=marking(position, Marking(found.marking)),
        entry=entry.seq,
        issuer=f"{entry.by} ({post})" if post else entry.by,
        login="" if found.audience == PUBLICATION else entry.via,  # a log-in is a person's name
        time=said_time(entry.at),
        body_sha256=found.body_sha256,
        checkpoint=checkpoint.lines(),
    )
    head, tail = rendered("issue.md.j2", out=outside).split("\n===\n")
    text = f"{head.strip()}\n\n{wrap_body(held.body)}\n{tail.strip()}\n"
    name = issue_name(found.report, found.area, found.position_on, n, found.subject)
    return Printed(n, found.report, name, text, found.body_sha256, checkpoint)


def said_time(at: str) -> str:
    """Return the time of an entry in words, like 12 April 2022 at 09:14 UTC."""
    when = datetime.fromisoformat(at)
    return f"{long(when.date())} at {when:%H:%M} UTC"
