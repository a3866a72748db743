"""``tracker sustain``: what a check some months after sign-off found.  Its rules stand in tracker.desk.sustaining."""

from __future__ import annotations

import click

from tracker.cli.context import Call, Command, canonical
from tracker.cli.options import Words, happened, long_text, received, seen
from tracker.model.vocabulary import Sustainment


@click.command(
    "sustain",
    cls=Command,
    examples=(
        "tracker sustain R1.BRI.2 --months 6 --outcome partly --note 'Two of three services still run' "
        "--reported-by 'Internal audit'",
    ),
)
@click.argument("ref")
@click.option("--months", required=True, type=int, metavar="N", help="Which check after sign-off: 3, 6 or 12 months.")
@click.option("--outcome", required=True, type=Words(Sustainment), help="What was found.")
@long_text("note", "What was found, in a few words.", required=True)
@received
@happened
@seen
@click.pass_obj
def sustain_command(
    call: Call,
    ref: str,
    months: int,
    outcome: Sustainment,
    note: str,
    reported_by: str | None,
    received: str | None,
) -> None:
    """Record whether what was done in the signed-off action REF is still in place; the action stays signed off."""
    from tracker.desk import sustaining
    from tracker.desk.delivery import Received

    with call.acting() as acting:
        receipt = sustaining.check(
            acting.desk,
            canonical(ref),
            months,
            outcome,
            note=note,
            occurred_on=acting.on,
            received=Received(reported_by, received),
            seen=acting.seen(ref),
        )
        acting.done(receipt)
