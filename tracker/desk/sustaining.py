"""Checks, some months after sign-off, of whether what was done is still in place and makes its difference.

A check never reopens an action: it lowers what is said of it (tracker.register.assuring).  Reopening is its own act.
"""

from __future__ import annotations

from datetime import date, timedelta

from tracker.desk.actions import allowed
from tracker.desk.delivery import NOT_SAID, Received
from tracker.desk.desk import Desk, Receipt, Refusal, Seen
from tracker.ledger.entry import Draft
from tracker.model.dates import long
from tracker.model.vocabulary import Role, Sustainment
from tracker.register.assuring import EARLY_DAYS, SUSTAINMENT_MONTHS
from tracker.register.position import Row


def check(
    desk: Desk,
    ref: str,
    months: int,
    outcome: Sustainment,
    *,
    note: str,
    occurred_on: date | None = None,
    received: Received = NOT_SAID,
    seen: Seen = None,
) -> Receipt:
    """Record what the check some months (3, 6 or 12) after the sign-off of an action found.

    A manager says who checked (``received``); scrutineers and auditors may have checked themselves.  Raises Refusal
    when the action is not signed off, when that check is done, more than 30 days before its time, and for a person of
    the agency that leads the action.
    """

    def drafting() -> list[Draft]:
        row = desk.get("action", ref)
        allowed("sustainment.checked", row)
        _independent(desk, row)
        _in_time(desk, row, months, occurred_on or desk.today)
        texts = {"note": desk.need(note, "What was found"), **received.texts(desk)}
        if desk.person().role is Role.MANAGER and not texts["reported_by"]:
            raise Refusal(f"Say which role checked {row['ref']} (--reported-by); it is not for the owner to say alone.")
        facts = {"months": months, "outcome": outcome.value}
        return [desk.draft("sustainment.checked", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def why_not_now(desk: Desk, row: Row) -> str | None:
    """Return why no check of a signed-off action can be recorded today, or None when one can."""
    try:
        _independent(desk, row)
    except Refusal as refusal:
        return str(refusal)
    open_checks = [due for due in _checks(desk, row["ref"]) if due["done"] is None]
    if not open_checks:
        return f"{row['ref']} has had every check after its sign-off."
    if all(_opens(due) > desk.today for due in open_checks):
        return _too_early(row["ref"], open_checks[0])
    return None


def _independent(desk: Desk, row: Row) -> None:
    agency = desk.person().agency
    if agency and row["lead"] and desk.one_agency(agency) == desk.one_agency(row["lead"]):
        raise Refusal(
            f"{desk.person().ref} is of {agency}, and {row['ref']} is led by {row['lead']}; somebody else says whether "
            "it is sustained."
        )


def _in_time(desk: Desk, row: Row, months: int, day: date) -> None:
    due = next((each for each in _checks(desk, row["ref"]) if each["months"] == months), None)
    if due is None:
        asked = ", ".join(map(str, SUSTAINMENT_MONTHS[:-1]))
        raise Refusal(f"Checks are made {asked} or {SUSTAINMENT_MONTHS[-1]} months after sign-off, not {months}.")
    if due["done"] is not None:
        raise Refusal(
            f"{row['ref']} was checked at {months} months already (#{due['done']}); undo that entry if it was wrong, "
            "or record what the next check finds."
        )
    if _opens(due) > day:
        raise Refusal(_too_early(row["ref"], due))


def _checks(desk: Desk, ref: str) -> list[Row]:
    return desk.now.rows("SELECT months, due_on, done FROM sustainment_due WHERE ref = ? ORDER BY months", [ref])


def _opens(due: Row) -> date:
    return date.fromisoformat(due["due_on"]) - timedelta(days=EARLY_DAYS)


def _too_early(ref: str, due: Row) -> str:
    falls = long(date.fromisoformat(due["due_on"]))
    return (
        f"The check of {ref} at {due['months']} months falls due on {falls}; it can be recorded from "
        f"{long(_opens(due))}."
    )
