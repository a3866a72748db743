"""Forms on people and agencies: entering them, and recording what changed without rewriting who they were.

What stays as it is is left empty; the register keeps the earlier state.
"""

from __future__ import annotations

from tracker.desk import people
from tracker.desk.desk import Receipt
from tracker.model import references
from tracker.model.vocabulary import AgencyKind, Area, Role
from tracker.register import showing
from tracker.tui.forms import parts
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.look.wrap import Line, said
from tracker.tui.seat import Seat

STAYS = "left empty, it stays as it is"


def add_person(seat: Seat, _ref: str | None) -> Form:
    """Ask for a person by post; the name may stay out."""
    fields = [
        Field("post", "Post", required=True, hint="business manager, head of inclusion"),
        Field("role", "Role", "choice", required=True, options=parts.enum_options(Role)),
        Field("areas", "Areas", "many", options=parts.enum_options(Area)),
        Field("agency", "Agency", "pick", options=parts.agencies(seat)),
        Field("login", "Computer log-in", hint="who acts is known by it; one log-in is one person"),
        Field("name", "Name", hint="may stay out"),
        parts.when(),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        return people.add_person(
            seat.desk,
            values.need("post"),
            Role(values.need("role")),
            name=values.text("name"),
            agency=values.text("agency"),
            areas=values.several("areas"),
            login=values.text("login"),
            occurred_on=values.day("when"),
        )

    return Form("Add a person", fields, save)


def change_person(seat: Seat, ref: str | None) -> Form:
    """Ask what changed about a person: role, areas, agency or log-in, or the day they left."""
    known = ref if ref and references.parse(ref).kind == "person" else None
    fields = [
        Field("person", "Person", "pick", required=True, options=parts.people(seat), value=known),
        Field("role", "Role now", "choice", options=parts.enum_options(Role)),
        Field("areas", "Areas now", "many", options=parts.enum_options(Area)),
        Field("agency", "Agency now", "pick", options=parts.agencies(seat), hint=STAYS),
        Field("login", "Log-in now", hint=STAYS),
        Field("until", "Left on", "date", hint="only for who has left"),
        parts.why(required=False, rows=2),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return people.change_person(
            seat.desk,
            values.need("person"),
            role=parts.same_enum(Role, values, "role"),
            areas=values.several("areas") or None,
            agency=values.text("agency"),
            login=values.text("login"),
            until=values.day("until"),
            why=values.text("why"),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form("Change a person", fields, save, _person(seat, known) if known else [], [known] if known else [])


def _person(seat: Seat, ref: str) -> list[Line]:
    """Return a person as they stand now."""
    found = showing.record(seat.position, "person", ref)
    now = [Role(found["role"]).words, ", ".join(found["areas"]), found["agency"] or "no agency"]
    now.append(f"log-in {found['login']}" if found["login"] else "no log-in")
    return [parts.title(seat, ref), [("Now: ", "soft"), said(" · ".join(now))]]


def add_agency(seat: Seat, _ref: str | None) -> Form:
    """Ask for an agency under a short code."""
    fields = [
        Field(
            "code",
            "Code",
            required=True,
            text="agency_code",
            hint="2 to 16 capital letters, digits or hyphens; never used again",
        ),
        Field("name", "Name", required=True, text="agency_name"),
        Field("kind", "Kind", "pick", required=True, options=parts.enum_options(AgencyKind)),
        Field("areas", "Areas", "many", options=parts.enum_options(Area), value=[Area.ALL.value]),
        Field("begins", "Began on", "date"),
        parts.when(),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        return people.add_agency(
            seat.desk,
            values.need("code"),
            values.need("name"),
            AgencyKind(values.need("kind")),
            areas=values.several("areas"),
            begins=values.day("begins"),
            occurred_on=values.day("when"),
        )

    return Form("Add an agency", fields, save)


def change_agency(seat: Seat, _ref: str | None) -> Form:
    """Ask whether an agency was renamed, or ended, and who succeeds it."""
    fields = [
        Field("agency", "Agency", "pick", required=True, options=parts.agencies(seat)),
        Field("name", "New name", hint=STAYS, text="agency_name"),
        Field("until", "Ended on", "date", hint="only for one that has ended"),
        Field(
            "successor", "Successor", "pick", options=parts.agencies(seat), hint="who carries its work on, if anybody"
        ),
        parts.why(),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return people.change_agency(
            seat.desk,
            values.need("agency"),
            name=values.text("name"),
            until=values.day("until"),
            successor=values.text("successor"),
            why=values.need("why"),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form("Change an agency", fields, save)
