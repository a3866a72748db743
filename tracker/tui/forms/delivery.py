"""Forms on delivery: progress, no change, the claim of completion, milestones, funding."""

from __future__ import annotations

from tracker.desk import delivery
from tracker.desk.delivery import Received
from tracker.desk.desk import Receipt, Refusal
from tracker.model.vocabulary import Basis, Difference, FundingState, Rating
from tracker.tui.forms import parts
from tracker.tui.forms.spec import Field, Form, Option, Seen, Values
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, said
from tracker.tui.seat import Seat

DIFFERENCE = "Difference made"


def _received(values: Values) -> Received:
    return Received(values.text("reported_by"), values.text("received"))


def _reporter(found: parts.Record) -> str:
    """Who reported last, else the owner's role: offered, not filled in."""
    last = found["updates"][0]["reported_by"] if found["updates"] else None
    return str(last or found["owner"] or "")


def progress(seat: Seat, ref: str) -> Form:
    """Ask for a note and a rating."""
    found = parts.action(seat, ref)
    existing = found["basis"] == Basis.EXISTING_PROVISION
    fields = [Field("note", "What happened", "prose", required=True, rows=5)]
    if not existing:
        fields.append(Field("rating", "Owner's rating", "choice", options=parts.rating_options()))
    fields += [*parts.received(seat, _reporter(found)), parts.when()]
    if not existing:
        fields.append(Field("difference", DIFFERENCE, "pick", options=parts.differences(),
                            hint="only when the owner claims one"))  # fmt: skip

    def save(values: Values, seen: Seen) -> Receipt:
        return delivery.record_progress(
            seat.desk,
            ref,
            note=values.need("note"),
            rating=parts.same_enum(Rating, values, "rating"),
            difference=parts.same_enum(Difference, values, "difference"),
            occurred_on=values.day("when"),
            received=_received(values),
            seen=seen,
        )

    return Form(f"Record progress on {ref}", fields, save, parts.action_about(found), [ref])


UNCHANGED = Option("unchanged", "no change, still true", "n")
"""The fourth answer of an update round, where there is a rating that can still be true."""


def update(seat: Seat, ref: str) -> Form:
    """Ask what a round asks: the rating or that nothing changed, a note, who reported it, and the difference made."""
    found = parts.action(seat, ref)
    options = parts.rating_options()
    if found["reported"]:
        options.append(UNCHANGED)
    fields = [
        Field("rating", "Owner's rating", "choice", required=True, options=options),
        Field("note", "Note", "prose", required=True, rows=4),
        *parts.received(seat, _reporter(found)),
        parts.when(),
        Field("difference", DIFFERENCE, "pick", options=parts.differences(), hint="only when the owner claims one"),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        unchanged = values.text("rating") == UNCHANGED.value
        return delivery.record_progress(
            seat.desk,
            ref,
            note=values.need("note"),
            rating=None if unchanged else parts.same_enum(Rating, values, "rating"),
            no_change=unchanged,
            difference=parts.same_enum(Difference, values, "difference"),
            occurred_on=values.day("when"),
            received=_received(values),
            seen=seen,
        )

    return Form(f"Update {ref}", fields, save, [*parts.action_about(found), *_milestones(seat, found)], [ref])


def _milestones(seat: Seat, found: parts.Record) -> list[Line]:
    """Return the next two milestones that are not achieved, late ones said to be so."""
    waiting = sorted((m for m in found["milestones"] if not m["achieved_on"]), key=lambda m: str(m["due_now"]))
    today = seat.position.when.day.isoformat()
    lines: list[Line] = []
    for milestone in waiting[:2]:
        late = milestone["due_now"] < today
        day = words.day(milestone["due_now"], milestone["precision_now"])
        label = milestone["ref"].rpartition(".")[2]
        lines.append([(f"Milestone {label}: ", "soft"), said(milestone["title"]),
                      (f"; {'was ' if late else ''}due {day}", "warn" if late else "soft")])  # fmt: skip
    return lines


def no_change(seat: Seat, ref: str) -> Form:
    """Ask why the last rating is still true."""
    found = parts.action(seat, ref)
    fields = [
        Field("note", "Still true because", "prose", required=True, rows=4),
        *parts.received(seat, _reporter(found)),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return delivery.record_progress(
            seat.desk,
            ref,
            note=values.need("note"),
            no_change=True,
            occurred_on=values.day("when"),
            received=_received(values),
            seen=seen,
        )

    return Form(f"No change on {ref}", fields, save, parts.action_about(found), [ref])


def claim(seat: Seat, ref: str) -> Form:
    """Ask what was done, and by when sign-off is wanted."""
    found = parts.action(seat, ref)
    fields = [
        Field("note", "What was done", "prose", required=True, rows=4),
        Field("difference", DIFFERENCE, "pick", options=parts.differences(), hint="no more than evidence will show"),
        *parts.received(seat, _reporter(found)),
        parts.when(),
        Field("wanted_by", "Wanted by", "date", hint="the next meeting"),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return delivery.claim_complete(
            seat.desk,
            ref,
            note=values.need("note"),
            difference=parts.same_enum(Difference, values, "difference"),
            wanted_by=values.day("wanted_by"),
            occurred_on=values.day("when"),
            received=_received(values),
            seen=seen,
        )

    about: list[Line] = parts.action_about(found)
    expected = ", ".join(found["expects"]) or "none written down"
    accepted = sum(piece["state"] == "accepted" for piece in found["evidence"])
    about.append([("Evidence expected: ", "soft"), (expected, "plain"), (f"; accepted {accepted}. ", "soft"),
                  ("Only a body can sign this off; that is asked for at once.", "soft")])  # fmt: skip
    return Form(f"Claim that {ref} is complete", fields, save, about, [ref])


def reopen(seat: Seat, ref: str) -> Form:
    """Ask why an action is taken up again."""

    def save(values: Values, seen: Seen) -> Receipt:
        return delivery.reopen(seat.desk, ref, why=values.need("why"), occurred_on=values.day("when"), seen=seen)

    return Form(f"Reopen {ref}", [parts.why(), parts.when()], save, parts.action_about(parts.action(seat, ref)), [ref])


def add_milestone(seat: Seat, ref: str) -> Form:
    """Ask for a dated step."""
    fields = [
        Field("title", "Milestone", required=True),
        Field("due", "Due", "date", required=True, hint="31 March 2022, March 2022, Q4 2021/22"),
        Field("critical", "Critical", "yes"),
        Field("source", "Source"),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        return delivery.add_milestone(
            seat.desk,
            ref,
            values.need("title"),
            values.must("due"),
            critical=values.text("critical") == "yes",
            source=values.text("source"),
        )

    return Form(f"Add a milestone to {ref}", fields, save, [parts.title(seat, ref)])


def achieve(seat: Seat, ref: str) -> Form:
    """Ask when a milestone was achieved."""
    fields = [parts.when(), Field("note", "Note", "prose", rows=3), *parts.received(seat)]

    def save(values: Values, seen: Seen) -> Receipt:
        return delivery.achieve_milestone(
            seat.desk,
            ref,
            note=values.text("note"),
            occurred_on=values.day("when"),
            received=_received(values),
            seen=seen,
        )

    return Form(f"Record {ref} as achieved", fields, save, parts.dated(seat, ref), [ref])


def add_funding(seat: Seat, ref: str) -> Form:
    """Ask for money and how certain it is."""
    fields = [
        Field("funder", "Funder", required=True),
        Field("state", "How certain", "choice", required=True, options=parts.enum_options(FundingState, keys=True)),
        Field("amount", "Amount in pounds", hint="280000, without commas", means=parts.number),
        Field("period", "Period", hint="like 2022/23"),
        Field("ends", "Until", "date"),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        state = parts.same_enum(FundingState, values, "state")
        if state is None:
            raise Refusal("Say how certain the money is.")
        return delivery.add_funding(
            seat.desk,
            ref,
            funder=values.need("funder"),
            state=state,
            amount=values.text("amount"),
            period=values.text("period"),
            ends=values.day("ends"),
        )

    return Form(f"Add funding to {ref}", fields, save, [parts.title(seat, ref)])
