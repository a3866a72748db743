"""Recording that a body put a decision off: what was asked still stands, is wanted by a later day, and says why.

What a body decides stands in tracker.desk.deciding.
"""

from __future__ import annotations

from datetime import date

from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.desk.meetings import at_meeting, subjects_of, undecided
from tracker.ledger.entry import Draft
from tracker.model import limits
from tracker.model.dates import long
from tracker.register.position import Row


def defer(
    desk: Desk,
    ref: str,
    *,
    minute: str,
    why: str,
    meeting: str | None = None,
    until: date | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Record that what *ref* asks was put off at a meeting, or on a day, and by when it is wanted now.

    Without *until* that is the body's next meeting.  Raises Refusal when it is decided already, when *until* is not
    after the day of the deferral, or when neither a day nor a next meeting is known.
    """

    def drafting() -> list[Draft]:
        row = desk.get("decision", ref)
        undecided(row)
        held, day = at_meeting(desk, meeting, row["body"], occurred_on)
        facts = {**change(row, wanted_by=_wanted(desk, row, until, day).isoformat()), "deferred_at": held}
        texts = {
            "minute": desk.need(minute, "The minute reference", limit=limits.most("minute")),
            "why": desk.need(why, "The reason"),
        }
        about = subjects_of(desk, row["ref"])
        return [desk.draft("decision.deferred", [row["ref"], *about], facts=facts, texts=texts, occurred_on=day)]

    return desk.record(drafting, seen=seen)


def _wanted(desk: Desk, row: Row, until: date | None, day: date) -> date:
    """Return by when it is wanted now: the day given, else that of the body's next meeting."""
    if until is not None:
        if until <= day:
            raise Refusal(
                f"{row['ref']} was put off on {long(day)}, so it is wanted by a later day than {long(until)}."
            )
        return until
    coming = desk.now.value(
        "SELECT min(held_on) FROM meeting WHERE body = ? AND void = 0 AND held_on > ?", [row["body"], day.isoformat()]
    )
    if coming is None:
        raise Refusal(
            f"No meeting of {row['body']} after {long(day)} is entered; say by when {row['ref']} is wanted now: --until"
        )
    return date.fromisoformat(coming)
