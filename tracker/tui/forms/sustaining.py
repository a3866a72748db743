"""The form on signed-off work: what a check some months later found."""

from __future__ import annotations

from tracker.desk import sustaining
from tracker.desk.delivery import Received
from tracker.desk.desk import Receipt, Refusal
from tracker.model.vocabulary import Sustainment
from tracker.tui.forms import parts
from tracker.tui.forms.spec import Field, Form, Option, Seen, Values
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, said
from tracker.tui.seat import Seat

_INKS = {"sustained": "good", "partly": "warn", "lapsed": "bad"}


def check(seat: Seat, ref: str) -> Form:
    """Ask which check it was, what it found and who made it."""
    found = parts.action(seat, ref)
    due = found["sustainment_due"]
    months = [
        Option(str(one["months"]), f"{one['months']} months, due {words.day(one['due_on'])}", str(place))
        for place, one in enumerate(due, 1)
    ]
    outcomes = [Option(one.value, one.words, one.value[0], _INKS[one.value]) for one in Sustainment]
    fields = [
        Field(
            "months", "Check after", "pick", required=True, options=months, value=months[0].value if months else None
        ),
        Field("outcome", "Found", "choice", required=True, options=outcomes),
        Field("note", "What was found", "prose", required=True, rows=3),
        *parts.received(seat),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        outcome = parts.same_enum(Sustainment, values, "outcome")
        if outcome is None:
            raise Refusal("Choose what was found: sustained, partly or not sustained.")
        return sustaining.check(
            seat.desk,
            ref,
            int(values.need("months")),
            outcome,
            note=values.need("note"),
            occurred_on=values.day("when"),
            received=Received(values.text("reported_by"), values.text("received")),
            seen=seen,
        )

    about: list[Line] = [parts.title(seat, ref), [("Signed off ", "soft"), said(words.day(found["signed_off_on"]))]]
    about += [[(f"After {one['months']} months: ", "soft"), said(Sustainment(one["outcome"]).words)]
              for one in found["sustainment"]]  # fmt: skip
    return Form(f"Record a check of {ref} after sign-off", fields, save, about, [ref])
