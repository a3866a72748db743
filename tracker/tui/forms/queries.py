"""Forms on queries: raising one about whatever the cursor stands on, answering, asking again, closing."""

from __future__ import annotations

from tracker.desk import queries
from tracker.desk.delivery import Received
from tracker.desk.desk import Receipt
from tracker.model import references
from tracker.register import history, naming, showing
from tracker.tui.forms import parts
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, said
from tracker.tui.seat import Seat


def raise_query(seat: Seat, ref: str) -> Form:
    """Ask the question, and by when an answer is wanted."""
    fields = [
        Field("question", "Question", "prose", required=True, rows=5),
        Field("wanted_by", "Answer wanted by", "date"),
        parts.when("when it was asked; today, if left empty"),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        return queries.raise_query(
            seat.desk,
            ref,
            values.need("question"),
            wanted_by=values.day("wanted_by"),
            occurred_on=values.day("when"),
        )

    return Form(f"Raise a query about {ref}", fields, save, [_about(seat, ref)])


def answer(seat: Seat, ref: str) -> Form:
    """Ask for the answer, whose it is and how it came."""
    fields = [Field("answer", "Answer", "prose", required=True, rows=6), *parts.received(seat), parts.when()]

    def save(values: Values, seen: Seen) -> Receipt:
        return queries.answer(
            seat.desk,
            ref,
            values.need("answer"),
            received=Received(values.text("reported_by"), values.text("received")),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form(f"Answer the query {ref}", fields, save, _so_far(seat, ref), [ref])


def press(seat: Seat, ref: str) -> Form:
    """Ask why the answer does not satisfy."""
    fields = [
        Field("why", "Why, and what is asked", "prose", required=True, rows=5),
        Field("wanted_by", "Answer wanted by", "date"),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        wanted_by, when = values.day("wanted_by"), values.day("when")
        return queries.press(seat.desk, ref, values.need("why"), wanted_by=wanted_by, occurred_on=when, seen=seen)

    return Form(f"Ask the query {ref} again", fields, save, _so_far(seat, ref), [ref])


def close(seat: Seat, ref: str) -> Form:
    """Ask what was concluded."""
    fields = [Field("concluded", "Concluded", "prose", required=True, rows=5), parts.when()]

    def save(values: Values, seen: Seen) -> Receipt:
        return queries.close(seat.desk, ref, values.need("concluded"), occurred_on=values.day("when"), seen=seen)

    return Form(f"Close the query {ref}", fields, save, _so_far(seat, ref), [ref])


def _about(seat: Seat, ref: str) -> Line:
    if references.parse(ref).kind == "entry":
        found = history.lines(seat.position, history.Wanted(ref=ref))
        return [said(f"{ref} ", "link"), said(f"{found[0].entry.by} {found[0].words}" if found else "", "strong")]
    return [said(f"{ref} ", "link"), said(naming.titles(seat.position, [ref]).get(ref, ""), "strong")]


def _so_far(seat: Seat, ref: str) -> list[Line]:
    """Return what the query is about, the question and the last turn."""
    found = showing.show(seat.position, ref)
    about = f"#{found['entry']}" if found["entry"] else found["about"]
    lines: list[Line] = [[said(f"{ref} ", "link"), ("about ", "soft"), said(about, "link")]]
    lines.append([("Asked: ", "soft"), said(words.clipped(found["question"], 300))])
    if found["turns"]:
        last = found["turns"][-1]
        said_then = f"{words.day(last['occurred_on'])}, {last['by']}: "
        lines.append([said(said_then, "soft"), said(words.clipped(last["words"], 300))])
    return lines
