"""Forms on due dates: asking for another one, recording one that a body agreed, putting a typing error right."""

from __future__ import annotations

from tracker.desk import deciding, delivery
from tracker.desk.desk import Receipt, Refusal
from tracker.desk.meetings import executive_of
from tracker.model import references
from tracker.tui.forms import parts
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.seat import Seat

EXAMPLES = "31 March 2022, March 2022, Q4 2021/22"


def usual_body(seat: Seat, ref: str) -> str | None:
    """Return the executive that decides on a reference, as the desk would choose it; None where there is none."""
    try:
        return executive_of(seat.desk, references.parse(ref).area or "ALL")
    except Refusal:
        return None


def request_date(seat: Seat, ref: str) -> Form:
    """Ask which date is wanted, and why."""
    fields = [
        Field("due", "New date", "date", required=True, hint=EXAMPLES),
        parts.why(),
        Field("asked_by", "Asked by", hint="the role that asks"),
        Field("body", "Body", "pick", options=parts.bodies(seat), value=usual_body(seat, ref)),
        Field("wanted_by", "Wanted by", "date", hint="the next meeting"),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return deciding.request_revision(
            seat.desk,
            ref,
            values.must("due"),
            why=values.need("why"),
            asked_by=values.text("asked_by"),
            body=values.text("body"),
            wanted_by=values.day("wanted_by"),
            seen=seen,
        )

    return Form(f"Ask for a revised date of {ref}", fields, save, parts.dated(seat, ref), [ref],
                done=f"asked for a revised date of {ref}; nothing moves until it is agreed")  # fmt: skip


def agree_date(seat: Seat, ref: str) -> Form:
    """Ask for the agreed date and how it was agreed."""
    fields = [
        Field("due", "Agreed date", "date", required=True, hint=EXAMPLES),
        parts.why("Reason"),
        *parts.minute(seat, body=usual_body(seat, ref)),
        Field("asked_by", "Asked by", hint="the role that asked"),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return deciding.revise(
            seat.desk,
            ref,
            values.must("due"),
            parts.read_minute(values),
            why=values.need("why"),
            asked_by=values.text("asked_by"),
            seen=seen,
        )

    return Form(f"Record the agreed date of {ref}", fields, save, parts.dated(seat, ref), [ref],
                done=f"recorded the agreed date of {ref}")  # fmt: skip


def correct_date(seat: Seat, ref: str) -> Form:
    """Ask for the right date."""
    fields = [Field("due", "Right date", "date", required=True, hint=EXAMPLES), parts.why("What was wrong")]

    def save(values: Values, seen: Seen) -> Receipt:
        return delivery.correct_date(seat.desk, ref, right=values.must("due"), why=values.need("why"), seen=seen)

    return Form(f"Correct a mistyped date of {ref}", fields, save, parts.dated(seat, ref), [ref])
