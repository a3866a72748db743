"""``tracker list``: actions, filtered and sorted.  The filter language stands in tracker.register.filters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import head, printing
from tracker.cli.context import Call, Command, year_starts
from tracker.cli.options import ParamType, area_option, looking_back
from tracker.cli.printing import Rated, Screen
from tracker.model import dates
from tracker.model.vocabulary import Area, Basis, Precision, Status, areas_shown

if TYPE_CHECKING:
    from tracker.register.listing import ActionLine
    from tracker.register.position import Position

ROOMY = 118
"""From this width on, a list shows who leads an action and where it stands, too."""


class Sort(ParamType):
    """The name of an order, as the register knows it."""

    name = "order"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show every order."""
        from tracker.register.filters import SORTS

        return f"[{'|'.join(SORTS)}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the order; click reports anything else as wrong usage."""
        from tracker.register.filters import SORTS

        wanted = value.strip().lower()
        if wanted not in SORTS:
            self.fail(f"{value!r} is none of: {', '.join(SORTS)}.", param, ctx)
        return wanted


def _words() -> str:
    """The words of the filter language, for the help."""
    from tracker.register.filters import DATE_FIELDS, FIELDS, FLAGS

    fields = [f"{name}:  {words}" for name, (words, _) in FIELDS.items()]
    days = [f"{name}< > :  {words}" for name, (words, _) in DATE_FIELDS.items()]
    flags = [f"{name}  {words}" for name, (words, _) in FLAGS.items()]
    return "\b\n" + "\n".join([*fields, *days, *flags, '"free text"  words of the title, description, owner or notes'])


class ListCommand(Command):
    """The list, whose help explains the filter language from its own tables."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help and the words that a query is made of."""
        super().format_help_text(ctx, formatter)
        with formatter.section("Words of a query (all must hold; commas in a value mean or)"):
            formatter.write_text(_words())


@click.command(
    "list",
    cls=ListCommand,
    examples=(
        "tracker list 'area:BRI overdue'",
        "tracker list 'rec:R1 basis:planned_step due<2023-06-30' --sort due --limit 10",
        "tracker list --area BRI plan",
    ),
)
@click.argument("query", nargs=-1)
@click.option("--sort", type=Sort(), default="ref", show_default=True, help="The order.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most this many actions.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Leave out the first ones.")
@click.option("--count", "only_count", is_flag=True, help="Print only how many match; with --area in that area alone.")
@area_option()
@looking_back
@click.pass_obj
def list_command(
    call: Call,
    query: tuple[str, ...],
    sort: str,
    limit: int | None,
    offset: int,
    only_count: bool,
    area: Area | None,
) -> None:
    """List actions; without a query all of them."""
    from tracker.register import filters, listing

    with call.position() as position:
        if only_count:
            _put_count(call, position, [*([f"area:{area.value}"] if area else []), *query])
            return
        screen = Screen()
        if not call.json:
            head.put(screen, position, "Actions" + (f": {' '.join(query)}" if query else ""))
        found: list[ActionLine] = []
        for place in _areas(area):
            words = [*([f"area:{place.value}"] if place else []), *query]
            chosen = filters.parse(" ".join(words), year_starts=year_starts(position) if query else 4)
            lines = listing.page(position, chosen, sort=sort, limit=limit, offset=offset)
            found += lines
            if not call.json:
                apart = " (apart)" if place is Area.ALL and area is not Area.ALL else ""
                if place:
                    screen.heading(f"{place.words}{apart}")
                _put(screen, lines, listing.count(position, chosen))
        if slip := filters.slips(chosen):
            printing.complain(slip)
        if len({line.area for line in found}) > 1:
            screen.line("Counts do not compare areas; joint work (ALL) is added to none.")
        call.show(screen, [as_json(line) for line in found])


def _put_count(call: Call, position: Position, words: list[str]) -> None:
    from tracker.register import filters, listing

    chosen = filters.parse(" ".join(words), year_starts=year_starts(position))
    number = listing.count(position, chosen)
    if slip := filters.slips(chosen):
        printing.complain(slip)
    screen = Screen()
    screen.line(str(number))
    call.show(screen, {"count": number})


def _areas(area: Area | None) -> list[Area | None]:
    return [Area(code) for code in areas_shown(area)] if area else [None]


KEYS = (
    "ref", "recommendation", "area", "title", "basis", "owner", "due_original", "due", "status", "reported",
    "date_check", "because", "next_milestone", "evidence_held", "evidence_accepted", "last_update",
)  # fmt: skip


def as_json(line: ActionLine) -> dict[str, Any]:
    """Return the keys that scripts rely on, then everything else that a line holds."""
    held = line._asdict()
    return {**{key: held[key] for key in KEYS}, **held}


def _put(screen: Screen, lines: list[ActionLine], total: int) -> None:
    if not lines:
        screen.line("No action matches." if not total else f"Nothing beyond the {total} that match.")
        return
    roomy = screen.look.width >= ROOMY
    heads = ["Ref", "Title", "Reported", "Date check", "Due", *(("Lead", "Status") if roomy else ())]
    rows = []
    for line in lines:
        row: list[printing.Cell] = [line.ref, line.title, _reported(line), _check(line), due(line)]
        rows.append([*row, line.lead or "not named", Status(line.status).words] if roomy else row)
    screen.table(heads, rows, cut=1)
    existing = sum(line.basis == Basis.EXISTING_PROVISION for line in lines)
    shown = f"{len(lines)} of {total}" if len(lines) < total else str(total)
    screen.line(f"{shown} action{'s' if total != 1 else ''}, {existing} of them existing provision.")


def _reported(line: ActionLine) -> Rated:
    return Rated(line.reported, none="existing" if line.basis == Basis.EXISTING_PROVISION else "not reported")


def _check(line: ActionLine) -> Rated:
    return Rated(line.date_check, none="not rated")


def due(line: ActionLine) -> str:
    """Return the agreed due date in few words: 31 Mar 22, Mar 2022, Q4 2021/22, 2022; else the review date."""
    if line.due is None:
        return f"rev. {dates.short(date.fromisoformat(line.review_on))}" if line.review_on else "no date"
    day = date.fromisoformat(line.due)
    exact = Precision(line.precision or "day")
    if exact is Precision.DAY:
        return dates.short(day)
    if exact is Precision.MONTH:
        return dates.short(day).split(" ", 1)[1]
    return dates.quarter_of(day)[0] if exact is Precision.QUARTER else dates.long(day, exact)
