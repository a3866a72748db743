"""Forms on evidence: attaching, linking, receiving and reviewing it."""

from __future__ import annotations

from tracker.desk import evidence
from tracker.desk.desk import Receipt, Refusal
from tracker.desk.evidence import OUTCOMES, NewEvidence, NewRevision
from tracker.model.vocabulary import Difference, EvidenceKind, EvidenceState, Marking
from tracker.tui.forms import groups, parts
from tracker.tui.forms.spec import Field, Form, Option, Seen, Values
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, said
from tracker.tui.seat import Seat

_INKS = {"accepted": "good", "returned": "bad", "expired": "warn"}


def _where() -> list[Field]:
    return [
        Field("file", "File", "file", hint="path of the file to be copied; else who holds it and where"),
        Field("custodian", "Custodian", hint="the role that holds the document"),
        Field("place", "Place", hint="where it is held"),
    ]


def add_evidence(seat: Seat, ref: str | None) -> Form:
    """Ask for a file or a reference, and what it shows."""
    fields = [
        Field("title", "Title", required=True),
        Field("kind", "Kind", "pick", required=True, options=parts.enum_options(EvidenceKind)),
        *_where(),
        Field(
            "targets", "Evidence for", value=ref or "", hint="references, like R4.BRI.2 M3", means=parts.things(seat)
        ),
        Field("shows", "It shows", "pick", options=parts.differences(), hint="what difference it shows, if any"),
        groups.field(),
        Field("dated", "Dated", "date", hint="the day of the document"),
        Field("collected", "Collected", "date", hint="when what it shows was collected"),
        Field("until", "Holds until", "date", hint="its last day, if it has one"),
        Field("received_from", "Received from", hint="the role that sent it"),
        Field("received", "Received", offer=seat.memory.received.get("received", ""), hint="e-mail 3 March 2022"),
        Field("description", "Description", "prose", rows=3),
        Field("marking", "Marking", "choice", options=parts.enum_options(Marking), value=Marking.SENSITIVE.value),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        new = NewEvidence(
            title=values.need("title"),
            kind=EvidenceKind(values.need("kind")),
            file=values.path("file"),
            custodian=values.text("custodian"),
            place=values.text("place"),
            description=values.text("description"),
            dated=values.written("dated"),
            collected=values.day("collected"),
            until=values.day("until"),
            received_from=values.text("received_from"),
            received=values.text("received"),
            marking=Marking(values.text("marking") or Marking.SENSITIVE.value),
            groups=groups.read(values),
        )
        shows = parts.same_enum(Difference, values, "shows")
        return evidence.add(seat.desk, new, targets=parts.refs(values, "targets"), shows=shows)

    about: list[Line] = [parts.title(seat, ref)] if ref else []
    return Form(f"Attach evidence to {ref}" if ref else "Attach evidence", fields, save, about)


def link(seat: Seat, ref: str) -> Form:
    """Ask what else a piece shows."""
    fields = [
        Field("targets", "Evidence for", required=True, hint="references, like R4.BRI.2 M3", means=parts.things(seat)),
        Field("shows", "It shows", "pick", options=parts.differences()),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        shows = parts.same_enum(Difference, values, "shows")
        return evidence.link(seat.desk, ref, parts.refs(values, "targets"), shows=shows, seen=seen)

    return Form(f"Link {ref}", fields, save, [parts.title(seat, ref)], [ref])


def receive(seat: Seat, ref: str) -> Form:
    """Ask how a cited document came to hand."""
    fields = [
        *_where(),
        Field("received_from", "Received from", hint="the role that sent it"),
        Field("received", "Received", hint="e-mail 3 March 2022"),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return evidence.receive(
            seat.desk,
            ref,
            file=values.path("file"),
            custodian=values.text("custodian"),
            place=values.text("place"),
            received_from=values.text("received_from"),
            received=values.text("received"),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form(f"Record {ref} as received", fields, save, [parts.title(seat, ref)], [ref])


def revise(seat: Seat, ref: str) -> Form:
    """Ask what replaces a piece: a newer file, or where it is held now."""
    found = parts.action(seat, ref)
    fields = [
        *_where(),
        Field("dated", "Dated", "date", hint="the day of the revision"),
        Field("until", "Holds until", "date", hint="its last day, if it has one"),
        Field("received_from", "Received from", hint="the role that sent it"),
        Field("received", "Received", offer=seat.memory.received.get("received", ""), hint="e-mail 3 March 2022"),
        parts.why("Why revised"),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        new = NewRevision(
            file=values.path("file"),
            custodian=values.text("custodian"),
            place=values.text("place"),
            dated=values.written("dated"),
            until=values.day("until"),
            received_from=values.text("received_from"),
            received=values.text("received"),
        )
        return evidence.revise(seat.desk, ref, new, why=values.need("why"), occurred_on=values.day("when"), seen=seen)

    where = found["file_name"] or found["place"] or ""
    dated = words.day(found["dated"], found["precision"], none="not dated")
    stands: Line = [words.evidence_state(found["state"]), (f" · {dated} · ", "soft"), said(where)]
    about: list[Line] = [parts.title(seat, ref), stands]
    return Form(f"Add a revision of {ref}", fields, save, about, [ref])


def review(seat: Seat, ref: str) -> Form:
    """Ask what the reviewer made of a piece."""
    options = [Option(state.value, state.words, state.value[0], _INKS[state.value]) for state in OUTCOMES]
    fields = [
        Field("outcome", "Outcome", "choice", required=True, options=options),
        parts.why("Why, or what is missing"),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        outcome = parts.same_enum(EvidenceState, values, "outcome")
        if outcome is None:
            raise Refusal("Choose what you made of it: accepted, returned or expired.")
        return evidence.review(
            seat.desk, ref, outcome, why=values.need("why"), occurred_on=values.day("when"), seen=seen
        )

    found = parts.action(seat, ref)
    about: list[Line] = [parts.title(seat, ref), [words.evidence_state(found["state"])]]
    for one in found["links"]:
        about.append([("for ", "soft"), *parts.title(seat, one["target"]), (" · said to show ", "soft"),
                      words.difference(one["shows"])])  # fmt: skip
    return Form(f"Review {ref}", fields, save, about, [ref])
