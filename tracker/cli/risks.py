"""``tracker risk …``: what could go wrong.  Rules stand in tracker.desk.measures."""

from __future__ import annotations

import click

from tracker.cli import tables
from tracker.cli.context import Call, Group, canonical
from tracker.cli.options import Words, area_option, codes, happened, long_text, looking_back, seen, why
from tracker.cli.tables import said_day
from tracker.model.vocabulary import Area, RiskState


@click.group("risk", cls=Group, examples=("tracker risk list",))
def risk_command() -> None:
    """What could go wrong."""


@risk_command.command(
    "add", examples=("tracker risk add --title 'The grant ends in March 2023' --for R1 --in-area BRI --agency BCC",)
)
@click.option("--title", required=True, metavar="TEXT", help="What could happen, in one line.")
@long_text("description", "More about it.")
@click.option("--in-area", "areas", multiple=True, metavar="AREA", help="An area that it touches; all unless given.")
@click.option("--for", "serves", multiple=True, metavar="REC", help="A recommendation that it bears on; once for each.")
@click.option("--agency", metavar="AGENCY", help="The agency that carries it.")
@click.option("--review", metavar="DAY", help="When it is looked at again.")
@happened
@click.pass_obj
def add(
    call: Call,
    title: str,
    description: str | None,
    areas: tuple[str, ...],
    serves: tuple[str, ...],
    agency: str | None,
    review: str | None,
) -> None:
    """Add a risk."""
    from tracker.desk import measures

    with call.acting() as acting:
        receipt = measures.add_risk(
            acting.desk,
            title,
            description=description,
            areas=codes(areas) or (Area.ALL.value,),
            serves=[canonical(code) for code in codes(serves)],
            agency=agency,
            review_on=acting.day(review, "review"),
            occurred_on=acting.on,
        )
        acting.done(receipt)


@risk_command.command("change", examples=("tracker risk change K1 accepted --why 'The executive carries it'",))
@click.argument("ref")
@click.argument("state", type=Words(RiskState))
@why()
@happened
@seen
@click.pass_obj
def change(call: Call, ref: str, state: RiskState, why: str) -> None:
    """Record that risk REF is open, accepted or closed (STATE)."""
    from tracker.desk import measures

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        acting.done(measures.change_risk(acting.desk, canonical(ref), state, why=why, occurred_on=on, seen=before))


@risk_command.command("list", examples=("tracker risk list --area BRI", "tracker risk list --state open --json"))
@area_option("Risks that touch this area, or all areas.")
@click.option("--state", type=Words(RiskState), help="Risks in this state.")
@looking_back
@click.pass_obj
def list_(call: Call, area: Area | None, state: RiskState | None) -> None:
    """List risks."""
    from tracker.register import registers

    with call.position() as position:
        there = set(registers.risks(position, area.value if area else None))
        tables.put(
            call,
            position,
            "Risks",
            tables.fetch(
                position,
                "risk",
                lambda risk: risk["ref"] in there and (state is None or risk["state"] == state),
            ),
            ("Ref", "Title", "State", "Areas", "Review on"),
            lambda risk: (
                risk["ref"],
                risk["title"],
                RiskState(risk["state"]).words,
                ", ".join(risk["areas"]),
                said_day(risk["review_on"], "no date"),
            ),
            none="No risk is recorded.",
        )
