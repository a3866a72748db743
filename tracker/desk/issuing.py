"""The act of issuing a report: its number, the fingerprint of its body, and the body itself go into the ledger.

What a report says, and the file it lands in, is the business of tracker.reports.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.desk.desk import Desk, Receipt, Refusal
from tracker.ledger.checkpoint import body_sha256
from tracker.ledger.entry import Draft
from tracker.model.vocabulary import Area, Marking

ACT = "report.issued"


@dataclass(frozen=True)
class NewIssue:
    """A report that is ready to be issued.

    ``body`` is a pure function of what ``inputs`` is the hash of; ``entries`` is N, the last entry that it was made
    from, ``recorded`` the day by which that entry had been recorded, ``position_on`` the day that it is about.
    ``arguments`` is everything needed to make the body again.
    """

    report: str
    arguments: Mapping[str, Any]
    inputs: str
    entries: int
    position_on: date
    recorded: date
    body: str
    marking: Marking = Marking.SENSITIVE
    area: str | None = None


class AlreadyIssued(Refusal):
    """The same inputs were issued before; ``n`` is that issue's number, to be printed again."""

    def __init__(self, n: int) -> None:
        """Keep the number of the earlier issue."""
        super().__init__(f"Issue {n} was made from the same inputs; it is printed again instead.")
        self.n = n


def canonical(value: Mapping[str, Any]) -> str:
    """Return *value* as JSON that is always written the same way."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def issue_report(desk: Desk, new: NewIssue) -> Receipt:
    """Record that a report was issued, under the next number; the entry's facts hold it as ``n``.

    Two people who issue at once get different numbers, unless they ask for the very same.  Raises AlreadyIssued for
    inputs that were issued before, Refusal when the person may not issue reports.
    """

    def drafting() -> list[Draft]:
        same = desk.now.value("SELECT min(n) FROM issue WHERE inputs = ?", [new.inputs])
        if same is not None:
            raise AlreadyIssued(int(same))
        number = 1 + int(desk.now.value("SELECT COALESCE(max(n), 0) FROM issue"))
        person = desk.person()
        post = desk.now.value("SELECT post FROM person WHERE ref = ?", [person.ref])
        facts = {
            "n": number,
            "report": new.report,
            "arguments": canonical(new.arguments),
            "inputs": new.inputs,
            "entries": new.entries,
            "position_on": new.position_on.isoformat(),
            "body_sha256": body_sha256(new.body),
            "marking": new.marking.value,
            "recorded": new.recorded.isoformat(),
        }
        # The post is kept as it was, so that the issue prints the same when it is printed again in another year.
        texts = {"body": new.body, "issuer": desk.now.body(post)}
        draft = desk.draft(ACT, f"{new.report} issue {number}", facts=facts, texts=texts)
        return [replace(draft, area=Area(new.area or Area.ALL).value)]

    return desk.record(drafting)
