"""Forms that say which groups of children a measure or a piece of evidence is about.

An action is marked in the form that edits it, and each of them where it is added.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tracker.desk.desk import Receipt
from tracker.desk.groups import mark_evidence, mark_measure
from tracker.model.vocabulary import ChildGroup
from tracker.tui.forms import parts
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.seat import Seat

GROUPS = "groups"


def field(value: Sequence[str] = ()) -> Field:
    """Return the pick list of groups, with those that are marked already."""
    return Field(GROUPS, "About", "many", options=parts.enum_options(ChildGroup), value=list(value))


def read(values: Values) -> tuple[ChildGroup, ...]:
    """Return the groups that were picked."""
    return parts.chosen(ChildGroup, values.several(GROUPS))


def measure(seat: Seat, ref: str) -> Form:
    """Ask whom a measure is about."""

    def save(values: Values, seen: Seen) -> Receipt:
        return mark_measure(seat.desk, ref, read(values), why=values.need("why"), seen=seen)

    return _form(seat, ref, save)


def evidence(seat: Seat, ref: str) -> Form:
    """Ask whom a piece of evidence is about."""

    def save(values: Values, seen: Seen) -> Receipt:
        return mark_evidence(seat.desk, ref, read(values), why=values.need("why"), seen=seen)

    return _form(seat, ref, save)


def _form(seat: Seat, ref: str, save: Callable[[Values, Seen], Receipt]) -> Form:
    found = parts.action(seat, ref)
    fields = [field(found[GROUPS]), parts.why("How that is known")]
    return Form(f"Say whom {ref} is about", fields, save, [parts.title(seat, ref)], [ref])
