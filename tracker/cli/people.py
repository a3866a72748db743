"""``tracker people …`` and ``tracker agency …``: who may act, and for whom, over time.  Rules: tracker.desk.people."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli import lives, tables
from tracker.cli.context import Call, Group, canonical
from tracker.cli.options import Words, changed_codes, codes, happened, looking_back, seen, why
from tracker.cli.tables import said_day
from tracker.model.vocabulary import AgencyKind, Area, Role


@click.group("people", cls=Group, examples=("tracker people list",))
def people_command() -> None:
    """Who may act, by post; names may stay out."""


@people_command.command(
    "add",
    examples=("tracker people add --post 'Independent scrutineer' --role scrutineer --area BRI --login jscrutineer",),
)
@click.option("--post", required=True, metavar="TEXT", help="The post, like 'Head of inclusion'.")
@click.option("--role", required=True, type=Words(Role), help="What the person may do.")
@click.option("--name", metavar="TEXT", help="The name, if it must be held.")
@click.option("--agency", metavar="AGENCY", help="The agency's code.")
@click.option("--area", "areas", multiple=True, metavar="AREA", help="An area; once for each, joint work unless given.")
@click.option("--login", metavar="NAME", help="The computer log-in that tells who is acting.")
@happened
@click.pass_obj
def add(
    call: Call,
    post: str,
    role: Role,
    name: str | None,
    agency: str | None,
    areas: tuple[str, ...],
    login: str | None,
) -> None:
    """Enter a person by post."""
    from tracker.desk import people

    with call.acting() as acting:
        receipt = people.add_person(
            acting.desk,
            post,
            role,
            name=name,
            agency=agency,
            areas=codes(areas),
            login=login,
            occurred_on=acting.on,
        )
        acting.done(receipt)


@people_command.command("change", examples=("tracker people change P3 --until '31 March 2022' --why 'Left the post'",))
@click.argument("ref")
@click.option("--role", type=Words(Role), help="The new role.")
@click.option("--area", "areas", multiple=True, metavar="AREA", help="All areas from now on; once for each.")
@click.option("--agency", metavar="AGENCY", help="The new agency.")
@click.option("--login", metavar="NAME", help="The new computer log-in.")
@click.option("--until", metavar="DAY", help="The last day in post.")
@why(required=False)
@happened
@seen
@click.pass_obj
def change(
    call: Call,
    ref: str,
    role: Role | None,
    areas: tuple[str, ...],
    agency: str | None,
    login: str | None,
    until: str | None,
    why: str | None,
) -> None:
    """Change the role, areas, agency or log-in of person REF, or record the day they left."""
    from tracker.desk import people

    with call.acting() as acting:
        receipt = people.change_person(
            acting.desk,
            canonical(ref),
            role=role,
            areas=changed_codes(areas),
            agency=agency,
            login=login,
            until=acting.day(until, "until"),
            why=why,
            occurred_on=acting.on,
            seen=acting.seen(ref),
        )
        acting.done(receipt)


@people_command.command("list", examples=("tracker people list", "tracker people list --as-at '31 March 2022'"))
@looking_back
@click.pass_obj
def list_(call: Call) -> None:
    """List people: post, role, agency, areas, and who has left."""

    def row(person: dict[str, Any]) -> tuple[str, ...]:
        areas = ", ".join(person["areas"])
        left = said_day(person["until"], "in post")
        return person["ref"], person["post"] or "–", Role(person["role"]).words, person["agency"] or "–", areas, left

    heads = ("Ref", "Post", "Role", "Agency", "Areas", "Until")
    with call.position() as position:
        found = tables.fetch(position, "person")
        tables.put(call, position, "People", found, heads, row, none="Nobody is entered.")


@people_command.command("history", examples=("tracker people history", "tracker people history P1 --json"))
@click.argument("ref", required=False)
@looking_back
@click.pass_obj
def history(call: Call, ref: str | None) -> None:
    """Show what people were over time, or one person: post, role, areas, agency, with the entries."""
    lives.put(call, "person", canonical(ref) if ref else None)


# --- agencies ---------------------------------------------------------------------------------------------------------


@click.group("agency", cls=Group, examples=("tracker agency list",))
def agency_command() -> None:
    """Agencies, the areas they sit in, and who succeeded whom."""


@agency_command.command(
    "add", examples=("tracker agency add HOUSING 'A housing association' --kind provider --in-area BRI",)
)
@click.argument("code")
@click.argument("name")
@click.option("--kind", required=True, type=Words(AgencyKind), help="What sort of body it is.")
@click.option("--in-area", "areas", multiple=True, metavar="AREA", help="An area it sits in; all unless given.")
@click.option("--begins", metavar="DAY", help="Its first day.")
@happened
@click.pass_obj
def add_agency(call: Call, code: str, name: str, kind: AgencyKind, areas: tuple[str, ...], begins: str | None) -> None:
    """Enter an agency with a short CODE and its NAME; once for all areas."""
    from tracker.desk import people

    with call.acting() as acting:
        receipt = people.add_agency(
            acting.desk,
            code,
            name,
            kind,
            areas=codes(areas) or (Area.ALL.value,),
            begins=acting.day(begins, "begins"),
            occurred_on=acting.on,
        )
        acting.done(receipt)


@agency_command.command(
    "change", examples=("tracker agency change VRU --name 'Violence Reduction Partnership' --why 'Renamed'",)
)
@click.argument("code")
@click.option("--name", metavar="TEXT", help="The new name.")
@click.option("--until", metavar="DAY", help="Its last day.")
@click.option("--successor", metavar="AGENCY", help="The agency that succeeds it; the two count as one.")
@why()
@happened
@seen
@click.pass_obj
def change_agency(call: Call, code: str, name: str | None, until: str | None, successor: str | None, why: str) -> None:
    """Record that agency CODE was renamed, or ended and who succeeds it."""
    from tracker.desk import people

    with call.acting() as acting:
        receipt = people.change_agency(
            acting.desk,
            code,
            name=name,
            until=acting.day(until, "until"),
            successor=successor,
            why=why,
            occurred_on=acting.on,
            seen=acting.seen(code),
        )
        acting.done(receipt)


@agency_command.command("history", examples=("tracker agency history CCG",))
@click.argument("code", required=False)
@looking_back
@click.pass_obj
def agency_history(call: Call, code: str | None) -> None:
    """Show what agencies were over time, or one of them: name, areas, successor, with the entries."""
    lives.put(call, "agency", code.strip().upper() if code else None)


@agency_command.command("list", examples=("tracker agency list --json",))
@looking_back
@click.pass_obj
def list_agencies(call: Call) -> None:
    """List agencies; one that ended says who succeeds it."""

    def row(agency: dict[str, Any]) -> tuple[str, ...]:
        ended = f"ended {said_day(agency['until'])}" if agency["until"] else "–"
        now = f"{ended}, now {agency['successor']}" if agency["successor"] else ended
        areas = ", ".join(agency["areas"])
        return agency["ref"], agency["name"] or "–", AgencyKind(agency["kind"]).words, areas, now

    with call.position() as position:
        heads = ("Code", "Name", "Kind", "Areas", "Ended")
        found = tables.fetch(position, "agency")
        tables.put(call, position, "Agencies", found, heads, row, none="No agency is entered.")
