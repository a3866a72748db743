"""Forms on what bodies are asked and decide: sign-off, return, other decisions, meetings."""

from __future__ import annotations

from dataclasses import replace

from tracker.desk import deciding, deferring, meetings
from tracker.desk.desk import Receipt, Refusal
from tracker.model.vocabulary import DecisionKind
from tracker.register import showing
from tracker.tui.forms import parts
from tracker.tui.forms.dates import usual_body
from tracker.tui.forms.spec import Field, Form, Option, Seen, Values
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, said
from tracker.tui.pages.parts import decision_line
from tracker.tui.seat import Seat


def _asked_of(found: parts.Record) -> str | None:
    """Return the body that is asked to sign an action off."""
    asked = [row for row in found["decisions"] if row["state"] == "asked" and row["kind"] == "sign_off"]
    return str(asked[-1]["body"]) if asked else None


def _evidence(found: parts.Record) -> Line:
    accepted = sum(piece["state"] == "accepted" for piece in found["evidence"])
    expected = ", ".join(found["expects"]) or "none written down"
    return [("Evidence expected: ", "soft"), (expected, "plain"), (f"; accepted {accepted} of {len(found['evidence'])}",
            "soft"), (f"; led by {found['lead'] or 'nobody'}", "soft")]  # fmt: skip


def sign_off(seat: Seat, ref: str) -> Form:
    """Ask how a body signed an action off."""
    found = parts.action(seat, ref)
    body = _asked_of(found) or usual_body(seat, ref)
    fields = [*parts.minute(seat, body=body, advice=True), parts.why("Remark", required=False, rows=2)]

    def save(values: Values, seen: Seen) -> Receipt:
        return deciding.sign_off(seat.desk, ref, parts.read_minute(values), why=values.text("why"), seen=seen)

    about = [*parts.action_about(found), _evidence(found), *parts.advice(seat, [ref], body)]
    return Form(f"Record the sign-off of {ref}", fields, save, about, [ref],
                done=f"recorded the sign-off of {ref}")  # fmt: skip


def return_claim(seat: Seat, ref: str) -> Form:
    """Ask how a body returned a claim, and what is missing."""
    found = parts.action(seat, ref)
    body = _asked_of(found) or usual_body(seat, ref)
    fields = [parts.why("What is missing"), *parts.minute(seat, body=body)]

    def save(values: Values, seen: Seen) -> Receipt:
        return deciding.return_claim(seat.desk, ref, parts.read_minute(values), why=values.need("why"), seen=seen)

    about = [*parts.action_about(found), _evidence(found)]
    return Form(f"Record the return of {ref}", fields, save, about, [ref], done=f"recorded the return of {ref}")


def _stands(found: parts.Record) -> Line:
    """Return what is asked and where it stands, of a decision as ``showing.show`` gives it."""
    return decision_line({**found, "kind": found["decision_kind"]})


PUT_OFF = "off"
OUTCOMES = (
    Option("yes", "agreed", "a", "good"),
    Option("no", "refused", "r", "bad"),
    Option(PUT_OFF, "put off", "p", "warn"),
)
UNTIL = Field("until", "Wanted by now", "date", hint="its next meeting, if left empty", only=("agreed", (PUT_OFF,)))
_ONLY: dict[str, tuple[str | None, ...]] = {"agencies": (None, "yes", "no"), "advice": ("yes",), "advice_on": ("yes",)}


def depending(field: Field) -> Field:
    """Return a field of a decision's minute, asked only where what became of the decision needs it."""
    return replace(field, only=("agreed", _ONLY[field.name])) if field.name in _ONLY else field


def record(seat: Seat, ref: str, body: str, values: Values, seen: Seen) -> Receipt:
    """Record what became of a decision: agreed, refused, or put off until a later day."""
    if values.text("agreed") == PUT_OFF:
        return deferring.defer(
            seat.desk,
            ref,
            minute=values.need("minute"),
            why=values.text("why") or "",
            meeting=values.text("meeting"),
            until=values.day("until"),
            occurred_on=values.day("when"),
            seen=seen,
        )
    return deciding.decide(
        seat.desk,
        ref,
        agreed=values.text("agreed") == "yes",
        minute=parts.read_minute(values, body),
        why=values.text("why"),
        seen=seen,
    )


def decide(seat: Seat, ref: str) -> Form:
    """Ask what a body decided on something asked of it."""
    found = showing.show(seat.position, ref)
    minute = [depending(field) for field in parts.minute(seat, body=found["body"], advice=True) if field.name != "body"]
    fields = [
        Field("agreed", "The body", "choice", required=True, options=OUTCOMES),
        *minute,
        UNTIL,
        parts.why("Reason", required=False, rows=2),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return record(seat, ref, found["body"], values, seen)

    about: list[Line] = [_stands(found), [("About ", "soft"), said(", ".join(found["about"]), "link")]]
    if found["decision_kind"] == DecisionKind.SIGN_OFF:
        about += parts.advice(seat, found["about"], found["body"])
    return Form(f"Record the decision {ref}", fields, save, about, [ref, *found["about"]],
                done=f"recorded the decision {ref}")  # fmt: skip


def withdraw_request(seat: Seat, ref: str) -> Form:
    """Ask why a request is withdrawn."""

    def save(values: Values, seen: Seen) -> Receipt:
        return deciding.withdraw_request(seat.desk, ref, why=values.need("why"), seen=seen)

    found = showing.show(seat.position, ref)
    return Form(f"Withdraw the request {ref}", [parts.why()], save, [_stands(found)], [ref])


def ask(seat: Seat, ref: str | None) -> Form:
    """Ask a body for a decision that is neither sign-off nor a revised date."""
    kinds = (DecisionKind.ESCALATION, DecisionKind.ACCEPTANCE, DecisionKind.OTHER)
    fields = [
        Field("kind", "Kind", "choice", required=True, options=parts.enum_options(kinds, keys=True)),
        Field("body", "Body", "pick", required=True, options=parts.bodies(seat)),
        Field(
            "about",
            "About",
            required=True,
            value=ref or "",
            hint="references, like R4.BRI.2 K3",
            means=parts.things(seat),
        ),
        Field("asked", "What is asked", "prose", required=True, rows=3),
        Field("asked_by", "Asked by", hint="the role that asks"),
        Field("wanted_by", "Wanted by", "date", hint="the next meeting"),
        Field("rule", "Accepts rule", hint="an exception that is accepted for now, like C6", means=parts.rule(seat)),
        Field("until", "Accepts until", "date", hint="its last day; then it needs attention again"),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        kind = parts.same_enum(DecisionKind, values, "kind")
        if kind is None:
            raise Refusal("Choose what is asked: an escalation, an acceptance or another decision.")
        return meetings.ask(
            seat.desk,
            kind,
            body=values.need("body"),
            about=parts.refs(values, "about"),
            asked=values.need("asked"),
            asked_by=values.text("asked_by"),
            wanted_by=values.day("wanted_by"),
            rule=(values.text("rule") or "").strip().upper() or None,
            until=values.day("until"),
        )

    return Form("Ask a body", fields, save)


def change_meeting(seat: Seat, ref: str) -> Form:
    """Ask to which day a meeting moves, or whether it is cancelled."""
    found = showing.show(seat.position, ref)
    fields = [
        Field("held_on", "Held on now", "date", hint=f"{parts.A_DAY}; left empty, the day stays"),
        Field("cut_off", "Updates due by", "date", hint=f"{parts.A_DAY}; left empty, it stays"),
        Field("cancelled", "Cancelled", "yes"),
        parts.why(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return meetings.change_meeting(
            seat.desk,
            ref,
            held_on=values.day("held_on"),
            cut_off=values.day("cut_off"),
            cancelled=values.text("cancelled") == "yes",
            why=values.need("why"),
            seen=seen,
        )

    days = f"Held on {words.day(found['held_on'])}, updates due by {words.day(found['cut_off'])}"
    about: list[Line] = [parts.title(seat, ref), [(days, "soft")]]
    return Form(f"Move or cancel the meeting {ref}", fields, save, about, [ref])


def add_meeting(seat: Seat, _ref: str | None) -> Form:
    """Ask for a meeting and its cut-off."""
    fields = [
        Field("body", "Body", "pick", required=True, options=parts.bodies(seat)),
        Field("held_on", "Held on", "date", required=True, hint=parts.A_DAY),
        Field("cut_off", "Updates due by", "date", hint=f"{parts.A_DAY}; left empty, by the calendar"),
        Field("title", "Title"),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        return meetings.add_meeting(
            seat.desk,
            values.need("body"),
            values.must("held_on").day,
            cut_off=values.day("cut_off"),
            title=values.text("title"),
        )

    return Form("Enter a meeting", fields, save)
