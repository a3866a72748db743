"""``tracker trail reviewed`` and ``tracker undo``: acts on the trail itself.  Rules stand in tracker.desk.trail."""

from __future__ import annotations

import click

from tracker.cli.context import Call, Command, Group
from tracker.cli.options import EntryNumber, happened, long_text, why


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


@click.command("undo", cls=Command, examples=("tracker undo --why 'Recorded on the wrong action'",))
@why(required=False)
@click.pass_obj
def undo_command(call: Call, why: str | None) -> None:
    """Undo your own last act by a further entry; what it said stays in the trail."""
    from tracker.desk import trail

    with call.acting() as acting:
        acting.done(trail.undo(acting.desk, why=why))
