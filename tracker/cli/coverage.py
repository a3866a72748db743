"""``tracker coverage``: what is written down, evidenced, asked and read, by recommendation and area.

How it is counted stands in tracker.register.coverage.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from tracker.cli import head
from tracker.cli.context import Call, Command
from tracker.cli.options import area_option, looking_back
from tracker.cli.printing import Screen
from tracker.cli.tables import said_day
from tracker.model import dates
from tracker.model.saying import entries
from tracker.model.vocabulary import Area

if TYPE_CHECKING:
    from tracker.register.coverage import Covered, Reviewed

LEGEND = (
    "Act: actions of the plan that have not ended (existing provision apart). Of these: Exp have the evidence that "
    "they are to show written down, Held have evidence in hand, Acc accepted evidence, None nothing in hand. "
    "Qry: open queries. Entr: entries on actions, milestones and response; New: of these, later than the last entry "
    "that the trail was reviewed up to."
)


@click.command("coverage", cls=Command, examples=("tracker coverage", "tracker coverage --area BRI --json"))
@area_option()
@looking_back
@click.pass_obj
def coverage_command(call: Call, area: Area | None) -> None:
    """Show how far evidence, queries and reviews of the trail reach, by recommendation and area."""
    from tracker.register import coverage

    with call.position() as position:
        found = coverage.coverage(position, area.value if area else None)
        read = coverage.reviews(position)
        screen = Screen()
        if not call.json:
            head.put(screen, position, "Coverage by recommendation and area")
            _put(screen, found)
            screen.heading("Reviews of the trail")
            put_reviews(screen, read)
        call.show(screen, {"coverage": [cell.as_json() for cell in found], "reviews": [vars(one) for one in read]})


def _put(screen: Screen, found: list[Covered]) -> None:
    heads = ("Where", "Act", "Exp", "Held", "Acc", "None", "Qry", "Updated", "Entr", "New")
    rows = []
    for cell in found:
        updated = dates.short(date.fromisoformat(cell.last_update)) if cell.last_update else "never"
        numbers = (cell.actions, cell.expected, cell.held, cell.accepted, cell.none, cell.queries)
        where = f"{cell.recommendation}.{cell.area}"
        rows.append((where, *map(str, numbers), updated, str(cell.entries), str(cell.since)))
    screen.table(heads, rows)
    screen.line()
    screen.line(LEGEND)
    screen.line("Counts do not compare areas; joint work (ALL) is added to none.")


def put_reviews(screen: Screen, found: list[Reviewed]) -> None:
    """Add who reviewed the trail up to which entry, and how many entries came since."""
    for one in found:
        since = f"{entries(one.since)} since"
        said = f"{one.by}, {one.post}: reviewed up to #{one.upto} on {said_day(one.on)} (#{one.entry}); {since}"
        screen.line(said, indent=2, hang=4)
        if one.note:
            screen.line(one.note, indent=4, hang=4)
    if not found:
        screen.line("Nobody has noted a review of the trail.", indent=2)
