"""``tracker trail reviewed`` and ``tracker undo``: acts on the trail itself.  Rules stand in tracker.desk.trail."""

from __future__ import annotations

import click

from tracker.cli.context import Call, Command, Group
from tracker.cli.options import EntryNumber, despite, happened, long_text, looking_back, why


@click.group("trail", cls=Group, examples=("tracker trail reviewed --upto 435 --as P4",))
def trail_command() -> None:
    """Note that the evidence trail was reviewed; tracker log shows it."""


@trail_command.command("reviewed", examples=("tracker trail reviewed --upto '#435' --note 'No late entries' --as P4",))
@click.option("--upto", required=True, type=EntryNumber(), metavar="N", help="The last entry that was looked at.")
@long_text("note", "What was found.")
@happened
@click.pass_obj
def reviewed(call: Call, upto: int, note: str | None) -> None:
    """Record that you reviewed the trail up to an entry."""
    from tracker.desk import trail

    with call.acting() as acting:
        acting.done(trail.review_trail(acting.desk, upto, note=note, occurred_on=acting.on))


@trail_command.command("reviews", examples=("tracker trail reviews",))
@looking_back
@click.pass_obj
def reviews(call: Call) -> None:
    """Show up to which entry each reviewer read the trail, and how many entries came since."""
    from tracker.cli import coverage, head
    from tracker.cli.printing import Screen
    from tracker.register.coverage import reviews

    with call.position() as position:
        found, screen = reviews(position), Screen()
        if not call.json:
            head.put(screen, position, "Reviews of the trail")
            coverage.put_reviews(screen, found)
        call.show(screen, [vars(one) for one in found])


@click.command("undo", cls=Command, examples=("tracker undo --why 'Recorded on the wrong action'",))
@why(required=False)
@despite
@click.pass_obj
def undo_command(call: Call, why: str | None) -> None:
    """Undo your own last act by a further entry; what it said stays in the trail."""
    from tracker.desk import trail

    with call.acting() as acting:
        acting.done(trail.undo(acting.desk, why=why))
