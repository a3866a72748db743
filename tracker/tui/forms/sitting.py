"""The form of one decision in a sitting: agreed, refused or put off, with its minute; body and meeting are known."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.desk.desk import Receipt
from tracker.model.vocabulary import DecisionKind
from tracker.register import naming, showing
from tracker.register.sitting import Sitting
from tracker.tui.forms import parts
from tracker.tui.forms.deciding import OUTCOMES, UNTIL, depending, record
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.look.wrap import Line, said
from tracker.tui.pages.parts import decision_line
from tracker.tui.seat import Seat


def decision(seat: Seat, found: Sitting, ref: str, agencies: Sequence[str] = ()) -> Form:
    """Ask what became of *ref* at the sitting; *agencies* are those that took the decision before it."""
    asked = showing.show(seat.position, ref)
    fields = [
        Field("agreed", "The body", "choice", required=True, options=OUTCOMES),
        Field("minute", "Minute", required=True, hint="where it is written down, like minute 4.2",
              offer=seat.memory.received.get("minute", "")),
        depending(Field("agencies", "Agencies", "many", required=True, options=parts.agencies(seat, found.body),
                        value=list(agencies))),
        UNTIL,
        parts.why("Reason", required=False, rows=2),
    ]  # fmt: skip
    if asked["decision_kind"] == DecisionKind.SIGN_OFF:
        fields += [
            depending(Field("advice", "Advice", hint="of the scrutineer, where every agency owns the action")),
            depending(Field("advice_on", "Advice given", "date")),
        ]

    def save(values: Values, seen: Seen) -> Receipt:
        return record(seat, ref, found.body, Values({**values, "meeting": found.meeting}), seen)

    about = _about(seat, asked)
    if asked["decision_kind"] == DecisionKind.SIGN_OFF:
        about += parts.advice(seat, asked["about"], found.body)
    return Form(f"Decision {ref}", fields, save, about, [ref, *asked["about"]],
                done=f"recorded the decision {ref}", remember=("minute",))  # fmt: skip


def _about(seat: Seat, asked: parts.Record) -> list[Line]:
    """Return what is asked and, for each thing that it is about, what it is called."""
    lines: list[Line] = [decision_line({**asked, "kind": asked["decision_kind"]})]
    called = naming.titles(seat.position, asked["about"])
    for ref in asked["about"]:
        lines.append([said(f"{ref} ", "link"), said(called.get(ref, ""))])
    return lines
