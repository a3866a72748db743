"""Forms for many actions at once: a note or a rating, another lead, a revised date asked for or agreed.

What is left empty stays as it is with each action; what is recorded on each is planned and recorded by the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.desk import actions, batch, deciding, delivery
from tracker.desk.batch import Act, Planned
from tracker.desk.delivery import Received
from tracker.desk.desk import Receipt
from tracker.model.vocabulary import Rating
from tracker.tui.forms import parts
from tracker.tui.forms.dates import EXAMPLES, usual_body
from tracker.tui.forms.spec import Field, Form, Values
from tracker.tui.look.wrap import Line, said
from tracker.tui.seat import Seat

NAMED = 8
"""So many references stand above the fields; the rest are counted."""


@dataclass(frozen=True)
class Asked:
    """A form for many: its title, its fields, and the act that what was filled in makes."""

    title: str
    done: str
    fields: Sequence[Field]
    act: Callable[[Values], Act]


def form(
    seat: Seat, command: str, refs: Sequence[str]
) -> tuple[Form, Callable[[Values, Sequence[str]], list[Planned]]]:
    """Return the form of a command about many actions, and what plans it for some of them."""
    asked = BATCH[command](seat, refs)
    many = f"{len(refs)} actions"
    named: Line = [said(" ".join(refs[:NAMED]), "link")]
    if len(refs) > NAMED:
        named.append((f" and {len(refs) - NAMED} more", "soft"))
    about: list[Line] = [named, [("F2 shows what would be recorded on each; nothing is recorded before that.", "soft")]]

    def plan(values: Values, some: Sequence[str]) -> list[Planned]:
        return batch.plan(seat.desk, some, asked.act(values))

    def save(values: Values, seen: dict[str, int]) -> Receipt:
        return batch.batch(seat.desk, list(seen), asked.act(values), seen=seen)

    return Form(asked.title.format(many), asked.fields, save, about, list(refs), done=asked.done.format(many)), plan


def _received(values: Values) -> Received:
    return Received(values.text("reported_by"), values.text("received"))


def _progress(seat: Seat, _refs: Sequence[str]) -> Asked:
    fields = [
        Field("note", "What happened", "prose", required=True, rows=4),
        Field(
            "rating", "Owner's rating", "choice", options=parts.rating_options(), hint="empty where none was reported"
        ),
        *parts.received(seat),
        parts.when(),
    ]

    def act(values: Values) -> Act:
        return lambda desk, ref: delivery.record_progress(
            desk, ref, note=values.need("note"), rating=parts.same_enum(Rating, values, "rating"),
            occurred_on=values.day("when"), received=_received(values),
        )  # fmt: skip

    return Asked("Record progress on {}", "recorded progress on {}", fields, act)


def _no_change(seat: Seat, _refs: Sequence[str]) -> Asked:
    fields = [Field("note", "Still true because", "prose", required=True, rows=4), *parts.received(seat), parts.when()]

    def act(values: Values) -> Act:
        return lambda desk, ref: delivery.record_progress(
            desk, ref, note=values.need("note"), no_change=True, occurred_on=values.day("when"),
            received=_received(values),
        )  # fmt: skip

    return Asked("No change on {}", "recorded no change on {}", fields, act)


def _reassign(seat: Seat, _refs: Sequence[str]) -> Asked:
    fields = [
        Field("lead", "Lead agency", "pick", options=parts.agencies(seat), hint="as it is, if left empty"),
        Field("owner", "Owner", hint="the accountable role; as it is, if left empty"),
        Field("person", "Person", "pick", options=parts.people(seat), hint="as it is, if left empty"),
        parts.why(),
        parts.when(),
    ]

    def act(values: Values) -> Act:
        return lambda desk, ref: actions.reassign(
            desk, ref, lead=values.text("lead"), owner=values.text("owner"), person=values.text("person"),
            why=values.need("why"), occurred_on=values.day("when"),
        )  # fmt: skip

    return Asked("Reassign {}", "reassigned {}", fields, act)


def _request_date(seat: Seat, _refs: Sequence[str]) -> Asked:
    fields = [
        Field("due", "New date", "date", required=True, hint=EXAMPLES),
        parts.why(),
        Field("asked_by", "Asked by", hint="the role that asks"),
        Field("body", "Body", "pick", options=parts.bodies(seat), hint="each area's executive, if left empty"),
        Field("wanted_by", "Wanted by", "date", hint="the next meeting"),
    ]

    def act(values: Values) -> Act:
        return lambda desk, ref: deciding.request_revision(
            desk, ref, values.must("due"), why=values.need("why"), asked_by=values.text("asked_by"),
            body=values.text("body"), wanted_by=values.day("wanted_by"),
        )  # fmt: skip

    done = "asked for a revised date of {}; nothing moves until it is agreed"
    return Asked("Ask for a revised date of {}", done, fields, act)


def _agree_date(seat: Seat, refs: Sequence[str]) -> Asked:
    bodies = {usual_body(seat, ref) for ref in refs}
    fields = [
        Field("due", "Agreed date", "date", required=True, hint=EXAMPLES),
        parts.why("Reason"),
        *parts.minute(seat, body=bodies.pop() if len(bodies) == 1 else None),
        Field("asked_by", "Asked by", hint="the role that asked"),
    ]

    def act(values: Values) -> Act:
        return lambda desk, ref: deciding.revise(
            desk, ref, values.must("due"), parts.read_minute(values), why=values.need("why"),
            asked_by=values.text("asked_by"),
        )  # fmt: skip

    return Asked("Record the agreed date of {}", "recorded the agreed date of {}", fields, act)


BATCH: dict[str, Callable[[Seat, Sequence[str]], Asked]] = {
    "progress": _progress,
    "no_change": _no_change,
    "reassign": _reassign,
    "request_date": _request_date,
    "agree_date": _agree_date,
}
"""Commands of the registry that can be done on many actions at once."""
