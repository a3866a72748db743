"""Acts on delivery: milestones, progress, the owner's claim that an action is complete, and reopening.

What bodies decide on claims and dates stands in tracker.desk.deciding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.desk.actions import allowed, rated
from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.desk.measures import decimal_text
from tracker.desk.meetings import asking_sign_off, executive_of, open_requests
from tracker.ledger.entry import Draft
from tracker.model import limits, references
from tracker.model.dates import WrittenDate
from tracker.model.statuses import why_not
from tracker.model.vocabulary import (
    REPORTED_RATINGS,
    Basis,
    DecisionKind,
    DecisionState,
    Difference,
    FundingState,
    Precision,
    Rating,
    Status,
)


@dataclass(frozen=True)
class Received:
    """Who reported something and how that reached the person who records it ("e-mail 3 March 2022")."""

    reported_by: str | None = None
    received: str | None = None

    def texts(self, desk: Desk) -> dict[str, str | None]:
        """Return both as texts of an entry; raises Refusal when one is too long."""
        return {
            "reported_by": desk.text(self.reported_by, "Who reported it", limit=limits.most("reported_by")),
            "received": desk.text(self.received, "How it was received", limit=limits.most("received")),
        }


NOT_SAID = Received()


def add_milestone(
    desk: Desk,
    action: str,
    title: str,
    due: WrittenDate,
    *,
    critical: bool = False,
    source: str | None = None,
    occurred_on: date | None = None,
) -> Receipt:
    """Add a dated step to an action and return its reference; a critical one turns the action red once it is late."""

    def drafting() -> list[Draft]:
        row = desk.get("action", action)
        allowed("milestone.added", row)
        desk.began(row["ref"], occurred_on)
        last = desk.now.value(
            "SELECT max(CAST(substr(ref, instr(ref, '.m') + 2) AS INTEGER)) FROM milestone WHERE action = ?",
            [row["ref"]],
        )
        facts = {
            "action": row["ref"],
            "due": due.day.isoformat(),
            "precision": due.precision.value,
            "critical": int(critical),
        }
        texts = {
            "title": desk.need(title, "The milestone's title", limit=limits.most("title")),
            "source": desk.text(source, "The source", limit=limits.most("source")),
        }
        ref = f"{row['ref']}.m{(last or 0) + 1}"
        return [desk.draft("milestone.added", ref, facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting)


def achieve_milestone(
    desk: Desk,
    ref: str,
    *,
    note: str | None = None,
    occurred_on: date | None = None,
    received: Received = NOT_SAID,
    seen: Seen = None,
) -> Receipt:
    """Record that a milestone was achieved on the day it occurred."""

    def drafting() -> list[Draft]:
        row = desk.get("milestone", ref)
        allowed("milestone.achieved", desk.get("action", row["action"]))
        if row["achieved_on"]:
            raise Refusal(f"{row['ref']} was achieved on {row['achieved_on']} already.")
        facts = change(row, achieved_on=(occurred_on or desk.today).isoformat())
        texts = {"note": desk.text(note, "The note"), **received.texts(desk)}
        return [desk.draft("milestone.achieved", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def record_progress(
    desk: Desk,
    ref: str,
    *,
    note: str,
    rating: Rating | None = None,
    no_change: bool = False,
    difference: Difference | None = None,
    occurred_on: date | None = None,
    received: Received = NOT_SAID,
    seen: Seen = None,
) -> Receipt:
    """Record what the owner reports of an action: a note and, when it is rated, red, amber or green.

    ``no_change`` keeps the last rating and says why it is still true.  ``difference`` is what the owner claims it has
    made for children.  Raises Refusal for blue or grey, for existing provision, and when there is no rating to keep.
    """

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("progress.recorded", row)
        if rating is not None or difference is not None:
            rated(row)
        if rating is not None and rating not in REPORTED_RATINGS:
            raise Refusal(
                f"{row['ref']}: a reported rating is red, amber or green; blue comes with sign-off, grey by date."
            )
        if no_change and row["reported"] is None:
            raise Refusal(f"{row['ref']} has no reported rating yet, so 'no change' says nothing; choose a rating.")
        if no_change and rating is not None and rating != row["reported"]:
            raise Refusal(f"{row['ref']} is reported {row['reported']}; 'no change' and {rating.value} contradict.")
        new: dict[str, Any] = {}
        if rating is not None:
            new["reported"] = rating.value
        if difference is not None:
            new["difference_claimed"] = difference.value
        if row["status"] == Status.PLANNED:
            new["status"] = Status.IN_PROGRESS.value
        facts: dict[str, Any] = {
            **change(row, **new),
            # A rating left empty stays empty: nobody reported one.  "No change" repeats the last one on purpose.
            "rating": rating.value if rating else row["reported"] if no_change else None,
            "no_change": int(no_change),
        }
        texts = {"note": desk.need(note, "The note"), **received.texts(desk)}
        return [desk.draft("progress.recorded", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def add_funding(
    desk: Desk,
    ref: str,
    *,
    funder: str,
    state: FundingState,
    amount: str | None = None,
    period: str | None = None,
    ends: date | None = None,
    occurred_on: date | None = None,
) -> Receipt:
    """Record money for an action: who gives it, how much (a decimal text in pounds), until when, how certain.

    Raises Refusal when the amount is no plain number.
    """

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        money = decimal_text(amount, "The amount")
        if money and money.startswith("-"):
            raise Refusal(f"The amount for {row['ref']} cannot be less than nought; an end of money is --state ended.")
        facts = {"state": state.value, "amount": money, "ends": ends.isoformat() if ends else None}
        texts = {
            "funder": desk.need(funder, "The funder", limit=limits.most("funder")),
            "period": desk.text(period, "The period", limit=limits.most("period")),
        }
        return [desk.draft("funding.added", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting)


def claim_complete(
    desk: Desk,
    ref: str,
    *,
    note: str,
    difference: Difference | None = None,
    wanted_by: date | None = None,
    occurred_on: date | None = None,
    received: Received = NOT_SAID,
    seen: Seen = None,
) -> Receipt:
    """Record the owner's claim that an action is complete, and ask the area's executive for sign-off.

    The claim stops the date check's clock; only a body other than the owner can sign it off.
    """

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.completed", row)
        rated(row)
        day = occurred_on or desk.today
        new = {"status": Status.COMPLETE.value, "completed_on": day.isoformat()}
        if difference is not None:
            new["difference_claimed"] = difference.value
        decision = desk.next_ref("D")
        facts: dict[str, Any] = {**change(row, **new), "decision": decision}
        if difference is not None:
            facts["difference"] = difference.value
        texts = {"note": desk.need(note, "What was done"), **received.texts(desk)}
        claim = desk.draft("action.completed", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)
        ask = asking_sign_off(
            desk,
            decision,
            row["ref"],
            executive_of(desk, row["area"]),
            asked_by=received.reported_by,
            wanted_by=wanted_by,
            occurred_on=occurred_on,
        )
        return [claim, ask]

    return desk.record(drafting, seen=seen, ref=ref.upper())


def reopen(desk: Desk, ref: str, *, why: str, occurred_on: date | None = None, seen: Seen = None) -> Receipt:
    """Reopen an action that was claimed complete, signed off or ended; earlier claims stay in its history."""

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.reopened", row)
        # A proposal that was never agreed is a proposal again.
        status = Status.PROPOSED if row["basis"] == Basis.PROPOSED else Status.IN_PROGRESS
        facts = change(row, status=status.value, completed_on=None, signed_off_on=None, goes_to=None)
        texts = {"why": desk.need(why, "The reason")}
        drafts = [desk.draft("action.reopened", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]
        for ask in open_requests(desk, row["ref"], DecisionKind.SIGN_OFF):
            drafts.append(
                desk.draft(
                    "decision.withdrawn",
                    ask["ref"],
                    facts=change(ask, state=DecisionState.WITHDRAWN.value),
                    texts={"note": f"{row['ref']} was reopened."},
                    occurred_on=occurred_on,
                )
            )
        return drafts

    return desk.record(drafting, seen=seen)


def correct_date(
    desk: Desk, ref: str, *, right: WrittenDate, why: str, entry: int | None = None, seen: Seen = None
) -> Receipt:
    """Correct a due date that was typed wrongly: the wrong and the right one both stay visible.

    Without *entry* the newest date is corrected: that of the last agreed revision, else the original.  This is for
    typing errors; a date that really moved is revised by agreement.  Raises Refusal when there is nothing to correct.
    """

    def drafting() -> list[Draft]:
        parsed = references.parse(ref) if references.is_reference(ref) else None
        kind = "milestone" if parsed and parsed.kind == "milestone" else "action"
        row = desk.get(kind, ref)
        if entry is not None and not 0 < entry <= desk.now.store.head().size:
            raise Refusal(f"There is no entry #{entry}; see: tracker log {row['ref']}")
        revision = desk.now.row(
            "SELECT * FROM revision WHERE ref = ? AND (? IS NULL OR seq = ?) ORDER BY seq DESC",
            [row["ref"], entry, entry],
        )
        if entry is not None and revision is None and entry != row["seq"]:
            raise Refusal(f"#{entry} gave {row['ref']} no date; see: tracker log {row['ref']}")
        subject = revision if revision and entry != row["seq"] else row
        new = {"due": right.day.isoformat(), "precision": right.precision.value}
        if kind == "action" and subject is row and row["due"] is None:
            raise Refusal(f"{row['ref']} has no due date to correct; revise it: tracker action revise {row['ref']}")
        facts: dict[str, Any] = change(subject, **new)
        if not facts:
            raise Refusal(f"{row['ref']} has that date already; nothing to correct.")
        facts["of"] = "original" if subject is row else "revision"
        if subject is not row:
            facts["revision"] = subject["seq"]
        texts = {"why": desk.need(why, "The reason")}
        return [desk.draft("date.corrected", row["ref"], facts=facts, texts=texts, corrects=subject["seq"])]

    return desk.record(drafting, seen=seen)


def revised(
    desk: Desk,
    ref: str,
    due: WrittenDate,
    *,
    decision: str | None,
    agreed_by: str,
    asked_by: str | None,
    why: str,
    occurred_on: date | None,
) -> Draft:
    """Draft the agreed revised date of an action or milestone; raises Refusal when its status does not allow it."""
    parsed = references.parse(ref)
    kind = "milestone" if parsed.kind == "milestone" else "action"
    row = desk.get(kind, ref)
    act = f"{kind}.revised"
    action = row if kind == "action" else desk.get("action", row["action"])
    if words := why_not(act, action["ref"], action["status"]):
        raise Refusal(words)
    if kind == "milestone" and row["achieved_on"]:
        raise Refusal(f"{row['ref']} is achieved; its date no longer moves.")
    now = desk.now.row(f"SELECT due_now FROM dated_{kind} WHERE ref = ?", [row["ref"]])
    was = now["due_now"] if now else None
    if was == due.day.isoformat():
        raise Refusal(f"{row['ref']} is due on that day already.")
    facts = {
        "was": was,
        "due": due.day.isoformat(),
        "precision": Precision(due.precision).value,
        "decision": decision,
        "agreed_by": agreed_by,
    }
    texts = {
        "why": desk.need(why, "The reason"),
        "asked_by": desk.text(asked_by, "Who asked", limit=limits.most("asked_by")),
    }
    return desk.draft(act, row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)
