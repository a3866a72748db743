"""``tracker milestone …``: the dated steps of an action.  Their rules stand in tracker.desk.delivery."""

from __future__ import annotations

import click

from tracker.cli import dating
from tracker.cli.context import Call, Group, canonical
from tracker.cli.options import happened, long_text, received, seen


@click.group(
    "milestone", cls=Group, examples=("tracker milestone add R1.BRI.4 --title 'Design agreed' --due 'Q1 2022/23'",)
)
def milestone_command() -> None:
    """The dated steps of an action."""


@milestone_command.command(
    "add", examples=("tracker milestone add R1.BRI.4 --title 'Design agreed' --due 'Q1 2022/23' --critical",)
)
@click.argument("action")
@click.option("--title", required=True, metavar="TEXT", help="What is reached, in one line.")
@click.option("--due", required=True, metavar="DAY", help="By when; a month or quarter falls due on its last day.")
@click.option("--critical", is_flag=True, help="The action turns red as soon as this is late.")
@click.option("--source", metavar="TEXT", help="Where it is written, with paragraph.")
@happened
@click.pass_obj
def add(call: Call, action: str, title: str, due: str, critical: bool, source: str | None) -> None:
    """Add a dated step to ACTION."""
    from tracker.desk.delivery import add_milestone

    with call.acting() as acting:
        by = acting.written(due, "due")
        assert by is not None
        receipt = add_milestone(
            acting.desk, canonical(action), title, by, critical=critical, source=source, occurred_on=acting.on
        )
        acting.done(receipt)


@milestone_command.command(
    "achieve",
    examples=("tracker milestone achieve R1.BRI.4.m1 --on '3 March 2022' --note 'Agreed by the steering group'",),
)
@click.argument("ref")
@long_text("note", "How it is known.")
@received
@happened
@seen
@click.pass_obj
def achieve(call: Call, ref: str, note: str | None, reported_by: str | None, received: str | None) -> None:
    """Record that milestone REF was achieved, on the day it happened."""
    from tracker.desk.delivery import Received, achieve_milestone

    with call.acting() as acting:
        receipt = achieve_milestone(
            acting.desk,
            canonical(ref),
            note=note,
            occurred_on=acting.on,
            received=Received(reported_by, received),
            seen=acting.seen(ref),
        )
        acting.done(receipt)


for command in dating.commands("milestone", "R1.BRI.4.m1"):
    milestone_command.add_command(command)
