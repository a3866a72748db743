"""``tracker measure …``: what is counted, and its readings.  Rules stand in tracker.desk.measures."""

from __future__ import annotations

from datetime import date

import click

from tracker.cli import faults, tables
from tracker.cli.context import Acting, Call, Group, canonical
from tracker.cli.options import Words, area_option, codes, groups_option, happened, long_text, looking_back, seen, why
from tracker.model.vocabulary import Area, ChildGroup, Direction


@click.group("measure", cls=Group, examples=("tracker measure list",))
def measure_command() -> None:
    """What is counted, and its readings."""


@measure_command.command(
    "add",
    examples=(
        "tracker measure add --title 'Permanent exclusions' --unit pupils --direction lower --for R4 --in-area BRI",
    ),
)
@click.option("--title", required=True, metavar="TEXT", help="What is counted, in one line.")
@click.option("--unit", required=True, metavar="TEXT", help="Of what it is a number.")
@click.option("--direction", required=True, type=Words(Direction), help="Which way is better.")
@click.option("--for", "serves", multiple=True, metavar="REC", help="A recommendation that it bears on; once for each.")
@click.option("--in-area", "areas", multiple=True, metavar="AREA", help="An area that it covers; all unless given.")
@long_text("definition", "How it is counted.")
@click.option("--baseline", metavar="NUMBER", help="Where it began.")
@click.option("--target", metavar="NUMBER", help="Where it should get to.")
@click.option("--target-date", metavar="DAY", help="By when.")
@click.option("--source", metavar="TEXT", help="Where it comes from, with paragraph.")
@groups_option("A group of children that it is about; once for each.")
@happened
@click.pass_obj
def add(
    call: Call,
    title: str,
    unit: str,
    direction: Direction,
    serves: tuple[str, ...],
    areas: tuple[str, ...],
    definition: str | None,
    baseline: str | None,
    target: str | None,
    target_date: str | None,
    source: str | None,
    groups: tuple[ChildGroup, ...] | None,
) -> None:
    """Add a measure."""
    from tracker.desk import measures

    with call.acting() as acting:
        new = measures.NewMeasure(
            title=title,
            unit=unit,
            direction=direction,
            serves=tuple(map(canonical, codes(serves))),
            areas=codes(areas) or (Area.ALL.value,),
            definition=definition,
            baseline=baseline,
            target=target,
            target_date=acting.day(target_date, "target-date"),
            source=source,
            groups=groups or (),
        )
        acting.done(measures.add_measure(acting.desk, new, occurred_on=acting.on))


@measure_command.command(
    "edit", examples=("tracker measure edit M7 --group send --why 'It counts pupils with a plan only'",)
)
@click.argument("ref")
@groups_option("All groups of children that it is about; once for each, or none.", required=True)
@why("How that is known.")
@happened
@seen
@click.pass_obj
def edit(call: Call, ref: str, groups: tuple[ChildGroup, ...], why: str) -> None:
    """Say which groups of children measure REF is about."""
    from tracker.desk.groups import mark_measure

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        acting.done(mark_measure(acting.desk, canonical(ref), groups, why=why, occurred_on=on, seen=before))


@measure_command.command(
    "reading",
    examples=(
        "tracker measure reading M7 31 --period 'Q4 2021/22' --source 'Education data return'",
        "tracker measure reading M8 91 --from '1 September 2020' --to '31 August 2021' --numerator 31 --denominator 34",
    ),
)
@click.argument("ref")
@click.argument("value")
@click.option("--period", metavar="TIME", help="The month, quarter or year that it is for.")
@click.option("--from", "starts", metavar="DAY", help="The first day, where there is no --period.")
@click.option("--to", "ends", metavar="DAY", help="The last day, where there is no --period.")
@click.option("--numerator", type=int, metavar="N", help="For a share: how many.")
@click.option("--denominator", type=int, metavar="N", help="For a share: of how many.")
@click.option("--source", metavar="TEXT", help="Where it comes from.")
@long_text("caveat", "What to know before using it.")
@happened
@click.pass_obj
def reading(
    call: Call,
    ref: str,
    value: str,
    period: str | None,
    starts: str | None,
    ends: str | None,
    numerator: int | None,
    denominator: int | None,
    source: str | None,
    caveat: str | None,
) -> None:
    """Record that measure REF was VALUE (a plain number) over a period."""
    from tracker.desk import measures

    with call.acting() as acting:
        first, last = _period(acting, period, starts, ends)
        receipt = measures.add_reading(
            acting.desk,
            canonical(ref),
            value,
            first,
            last,
            numerator=numerator,
            denominator=denominator,
            source=source,
            caveat=caveat,
            occurred_on=acting.on,
        )
        acting.done(receipt)


def _period(acting: Acting, period: str | None, starts: str | None, ends: str | None) -> tuple[date, date]:
    if period and not (starts or ends) and (written := acting.written(period, "period")):
        return written.first, written.day
    first, last = acting.written(starts, "from"), acting.written(ends, "to")
    if period or first is None or last is None:
        raise faults.Misused("Give --period, or --from and --to.", click.get_current_context())
    return first.first, last.day


@measure_command.command(
    "list", examples=("tracker measure list --area BRI", "tracker measure list 'group:ethnicity,sex' --json")
)
@click.argument("query", nargs=-1)
@area_option("Measures that cover this area, or all areas.")
@looking_back
@click.pass_obj
def list_(call: Call, query: tuple[str, ...], area: Area | None) -> None:
    """List measures, or those which QUERY finds: group: or words; show M7 has the readings of M7."""
    from tracker.register import registers

    with call.position() as position:
        there = set(registers.measures(position, area.value if area else None, " ".join(query)))
        tables.put(
            call,
            position,
            "Measures",
            tables.fetch(position, "measure", lambda measure: measure["ref"] in there),
            ("Ref", "Title", "Areas", "Serves", "Direction"),
            lambda measure: (
                measure["ref"],
                measure["title"],
                ", ".join(measure["areas"]),
                ", ".join(measure["serves"]) or "none",
                Direction(measure["direction"]).words,
            ),
            none="No measure like that is recorded.",
        )
