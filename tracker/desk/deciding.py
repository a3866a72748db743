"""Decisions with consequences: sign-off and return of a claim, agreed revised dates, and the other decisions of a body.

Completion is the owner's claim; sign-off is a body's decision.  Independence is tested on the agencies that decided,
not on who typed it.
"""

from __future__ import annotations

from datetime import date

from tracker.desk.actions import allowed
from tracker.desk.delivery import revised
from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.desk.independence import Minute as Minute
from tracker.desk.independence import decides, evidenced, independent
from tracker.desk.meetings import (
    agreed_agencies,
    asking,
    asking_sign_off,
    at_meeting,
    executive_of,
    open_requests,
    outcome,
    subjects_of,
    undecided,
)
from tracker.ledger.entry import Draft
from tracker.model import references
from tracker.model.dates import WrittenDate
from tracker.model.vocabulary import (
    DecisionKind,
    DecisionState,
    Precision,
    Status,
)
from tracker.register.position import Row


def sign_off(desk: Desk, ref: str, minute: Minute, *, why: str | None = None, seen: Seen = None) -> Receipt:
    """Record that a body signed an action off, on accepted evidence.

    Raises Refusal when the action is not claimed complete, when no agency other than the lead agreed, when every
    member of the body owns the action and the independent scrutineer's advice is missing, or when evidence of a kind
    that was expected is not accepted.
    """

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.signed_off", row)
        body = desk.body(minute.body)
        meeting, day = at_meeting(desk, minute.meeting, body["ref"], minute.occurred_on)
        agencies = agreed_agencies(desk, body, minute.agencies, day)
        independent(desk, row, body, agencies, minute, day)
        evidenced(desk, row, day)
        facts = change(row, status=Status.SIGNED_OFF.value, signed_off_on=day.isoformat())
        decision, drafts = _decision(desk, row, minute, day)
        facts["decision"] = decision["ref"]
        reason = desk.text(why, "The reason")
        drafts.append(
            outcome(
                desk,
                decision,
                DecisionState.AGREED,
                agencies=agencies,
                minute=minute.minute,
                meeting=meeting,
                why=reason,
                advice=minute.advice,
                advice_on=minute.advice_on,
                about=[row["ref"]],
                occurred_on=day,
            )
        )
        drafts.append(desk.draft("action.signed_off", row["ref"], facts=facts, texts={"why": reason}, occurred_on=day))
        return drafts

    return desk.record(drafting, seen=seen, ref=ref.upper())


def return_claim(desk: Desk, ref: str, minute: Minute, *, why: str, seen: Seen = None) -> Receipt:
    """Record that a body returned a claim with what is missing; the action is in progress again."""

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("action.returned", row)
        body = desk.body(minute.body)
        meeting, day = at_meeting(desk, minute.meeting, body["ref"], minute.occurred_on)
        agencies = agreed_agencies(desk, body, minute.agencies, day)
        decides(desk, body, row["ref"])
        decision, drafts = _decision(desk, row, minute, day)
        missing = desk.need(why, "What is missing")
        drafts.append(
            outcome(
                desk,
                decision,
                DecisionState.REFUSED,
                agencies=agencies,
                minute=minute.minute,
                meeting=meeting,
                why=missing,
                about=[row["ref"]],
                occurred_on=day,
            )
        )
        facts = {**change(row, status=Status.IN_PROGRESS.value, completed_on=None), "decision": decision["ref"]}
        drafts.append(desk.draft("action.returned", row["ref"], facts=facts, texts={"why": missing}, occurred_on=day))
        return drafts

    return desk.record(drafting, seen=seen, ref=ref.upper())


def _decision(desk: Desk, row: Row, minute: Minute, day: date) -> tuple[Row, list[Draft]]:
    """The sign-off that was asked of this body; when it was asked of none, it is asked in the same breath."""
    body = desk.body(minute.body)["ref"]
    for found in open_requests(desk, row["ref"], DecisionKind.SIGN_OFF)[:1]:
        if found["body"] == body:
            return found, []
        raise Refusal(
            f"Sign-off of {row['ref']} is asked of {found['body']} ({found['ref']}), not of {body}; "
            f"withdraw that request first: tracker decision withdraw {found['ref']}"
        )
    ref = desk.next_ref("D")
    draft = asking_sign_off(desk, ref, row["ref"], body, occurred_on=day)
    return {"ref": ref, "state": DecisionState.ASKED.value, "body": body}, [draft]


def withdraw_request(desk: Desk, ref: str, *, why: str, seen: Seen = None) -> Receipt:
    """Withdraw what was asked of a body before it decided."""

    def drafting() -> list[Draft]:
        row = desk.get("decision", ref)
        undecided(row)
        facts = change(row, state=DecisionState.WITHDRAWN.value)
        return [desk.draft("decision.withdrawn", row["ref"], facts=facts, texts={"note": desk.need(why, "The reason")})]

    return desk.record(drafting, seen=seen)


def request_revision(
    desk: Desk,
    ref: str,
    due: WrittenDate,
    *,
    why: str,
    asked_by: str | None = None,
    body: str | None = None,
    wanted_by: date | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Ask a body (the area's executive unless another is named) to agree a revised date; it moves only when agreed."""

    def drafting() -> list[Draft]:
        parsed = references.parse(ref) if references.is_reference(ref) else None
        row = desk.get("milestone" if parsed and parsed.kind == "milestone" else "action", ref)
        area = references.parse(row["ref"]).area or "ALL"
        _not_asked_yet(desk, row["ref"])
        # Drafted only for its checks: the request must be one that the body could grant.
        revised(desk, row["ref"], due, decision=None, agreed_by="", asked_by=None, why=why, occurred_on=occurred_on)
        return [
            asking(
                desk,
                desk.next_ref("D"),
                DecisionKind.EXTENSION,
                body=body or executive_of(desk, area),
                about=[row["ref"]],
                asked=why,
                asked_by=asked_by,
                wanted_by=wanted_by,
                proposed=(due.day.isoformat(), due.precision.value),
                occurred_on=occurred_on,
            )
        ]

    return desk.record(drafting, seen=seen)


def _not_asked_yet(desk: Desk, ref: str) -> None:
    """Refuse a second request for a revised date while the first is open: a body agrees one date, not either of two."""
    for asked in open_requests(desk, ref, DecisionKind.EXTENSION):
        raise Refusal(
            f"A revised date of {ref} is asked of {asked['body']} already ({asked['ref']}); wait for that decision, or "
            f"withdraw it: tracker decision withdraw {asked['ref']}"
        )


def revise(
    desk: Desk,
    ref: str,
    due: WrittenDate,
    minute: Minute,
    *,
    why: str,
    asked_by: str | None = None,
    seen: Seen = None,
) -> Receipt:
    """Record a revised date that a body agreed, asked and decided in one; the original date stays for ever."""

    def drafting() -> list[Draft]:
        parsed = references.parse(ref) if references.is_reference(ref) else None
        row = desk.get("milestone" if parsed and parsed.kind == "milestone" else "action", ref)
        body = desk.body(minute.body)
        meeting, day = at_meeting(desk, minute.meeting, body["ref"], minute.occurred_on)
        decision = desk.next_ref("D")
        ask = asking(
            desk,
            decision,
            DecisionKind.EXTENSION,
            body=body["ref"],
            about=[row["ref"]],
            asked=why,
            asked_by=asked_by,
            proposed=(due.day.isoformat(), due.precision.value),
            occurred_on=day,
        )
        made = {"ref": decision, "state": DecisionState.ASKED.value}
        return [ask, *_agree_date(desk, made, row["ref"], due, body, minute, meeting, day, why, asked_by)]

    return desk.record(drafting, seen=seen, ref=ref)


def _agree_date(
    desk: Desk,
    decision: Row,
    ref: str,
    due: WrittenDate,
    body: Row,
    minute: Minute,
    meeting: str | None,
    day: date,
    why: str | None,
    asked_by: str | None,
) -> list[Draft]:
    agencies = agreed_agencies(desk, body, minute.agencies, day)
    made = outcome(
        desk,
        decision,
        DecisionState.AGREED,
        agencies=agencies,
        minute=minute.minute,
        meeting=meeting,
        why=why,
        about=[ref],
        occurred_on=day,
    )
    decides(desk, body, ref)
    reason = why or f"Agreed as asked in {decision['ref']}."
    return [
        made,
        revised(
            desk,
            ref,
            due,
            decision=decision["ref"],
            agreed_by=body["ref"],
            asked_by=asked_by,
            why=reason,
            occurred_on=day,
        ),
    ]


def decide(desk: Desk, ref: str, *, agreed: bool, minute: Minute, why: str | None = None, seen: Seen = None) -> Receipt:
    """Record what a body decided on something asked of it, with its consequences.

    An agreed revised date moves the date, an agreed sign-off signs the action off, a refused sign-off returns it.
    Raises Refusal when it was decided already, or asked of another body.
    """
    decision = desk.get("decision", ref)
    undecided(decision)
    if decision["body"] != desk.body(minute.body)["ref"]:
        raise Refusal(f"{decision['ref']} is asked of {decision['body']}, not of {minute.body}.")
    about = subjects_of(desk, decision["ref"])
    if decision["kind"] == DecisionKind.SIGN_OFF:
        if agreed:
            return sign_off(desk, about[0], minute, why=why, seen=seen)
        return return_claim(desk, about[0], minute, why=why or "", seen=seen)

    def drafting() -> list[Draft]:
        row = desk.get("decision", ref)
        undecided(row)
        body = desk.body(row["body"])
        meeting, day = at_meeting(desk, minute.meeting, body["ref"], minute.occurred_on)
        if agreed and row["kind"] == DecisionKind.EXTENSION:
            due = WrittenDate(
                date.fromisoformat(row["proposed_due"]), Precision(row["proposed_precision"]), row["proposed_due"], None
            )
            asked_by = desk.now.body(row["asked_by"])
            reason = why or desk.now.body(row["asked"])
            return _agree_date(desk, row, about[0], due, body, minute, meeting, day, reason, asked_by)
        if not agreed:
            desk.need(why, "The reason")
        return [
            outcome(
                desk,
                row,
                DecisionState.AGREED if agreed else DecisionState.REFUSED,
                agencies=agreed_agencies(desk, body, minute.agencies, day),
                minute=minute.minute,
                meeting=meeting,
                why=why,
                advice=minute.advice,
                advice_on=minute.advice_on,
                about=about,
                occurred_on=day,
            )
        ]

    return desk.record(drafting, seen=seen, ref=decision["ref"])
