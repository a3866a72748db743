"""``tracker round``: who is still to be asked for an update before an area's next meeting, and what came in so far.

Which actions are asked, and since when an update counts, stands in tracker.register.updating.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import head, printing
from tracker.cli.context import Call, Command
from tracker.cli.options import area_option
from tracker.cli.printing import Rated
from tracker.model.dates import long
from tracker.model.vocabulary import LOCAL_AREAS, Area

if TYPE_CHECKING:
    from tracker.register.position import Position
    from tracker.register.updating import Recorded, Round


@click.command("round", cls=Command, examples=("tracker round --area BRI", "tracker round --json"))
@area_option()
@click.pass_obj
def round_command(call: Call, area: Area | None) -> None:
    """Show the update round under way: for which meeting, by when, and which actions still wait for an update."""
    from tracker.register import updating

    with call.position() as position:
        areas = [area] if area else [*LOCAL_AREAS, Area.ALL]
        rounds = [updating.under_way(position, place.value) for place in areas]
        screen = printing.Screen()
        if not call.json:
            head.put(screen, position, "Update round")
            for found in rounds:
                _put(screen, position, found, updating.recorded(position, found))
        call.show(screen, [_as_json(found, updating.recorded(position, found)) for found in rounds])


def _put(screen: printing.Screen, position: Position, found: Round, made: dict[str, Recorded]) -> None:
    from tracker.register import listing

    screen.heading(Area(found.area).words)
    if found.cut_off is None or found.held_on is None:
        screen.line("No meeting to come is entered, so there is no cut-off: tracker meeting add")
    else:
        meeting = f"For {found.meeting}, {found.body}, {long(found.held_on)}; updates by {long(found.cut_off)}."
        screen.line(meeting)
    if not found.size:
        screen.line("No action of this area is asked for an update.")
        return
    screen.line(f"{len(found.done)} of {found.size} brought up to date.")
    lines = listing.lines(position, [*found.asked, *found.done])
    rows: list[list[printing.Cell]] = []
    for ref in (*found.asked, *found.done):
        line = lines[ref]
        state = "to be asked" if ref not in made else "no change" if made[ref].no_change else made[ref].moved
        rows.append([ref, line.title, Rated(line.reported, none="not reported"), line.last_update or "never", state])
    screen.table(["Ref", "Title", "Reported", "Last update", "This round"], rows, cut=1)


def _as_json(found: Round, made: dict[str, Recorded]) -> dict[str, Any]:
    return {
        "area": found.area,
        "meeting": found.meeting,
        "body": found.body,
        "held_on": found.held_on.isoformat() if found.held_on else None,
        "cut_off": found.cut_off.isoformat() if found.cut_off else None,
        "opened": found.opened,
        "asked": list(found.asked),
        "done": [
            {"ref": item.ref, "before": item.before, "after": item.after, "no_change": item.no_change,
             "moved": item.moved, "on": item.on.isoformat(), "seq": item.seq}
            for item in made.values()
        ],
    }  # fmt: skip
