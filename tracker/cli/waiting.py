"""``tracker waiting``: what waits for the person who asks.  What that is stands in tracker.desk.waiting."""

from __future__ import annotations

import click

from tracker.cli import head, printing
from tracker.cli.context import Call, Command
from tracker.cli.tables import said_day


@click.command("waiting", cls=Command, examples=("tracker waiting", "tracker waiting --json"))
@click.pass_obj
def waiting_command(call: Call) -> None:
    """Show what waits for you: sign-offs asked of your body, queries, updates due, evidence to review."""
    from tracker.desk.waiting import KINDS, waiting

    with call.position() as position, call.session().desk() as desk:
        person = desk.person()
        found = waiting(desk, position)
        screen = printing.Screen()
        if not call.json:
            head.put(screen, position, f"Waiting for {person.ref}, {person.role.words}")
            if found:
                rows: list[list[printing.Cell]] = [
                    [KINDS[one.kind], one.ref or "–", said_day(one.by), one.words] for one in found
                ]
                screen.table(["What", "Ref", "By", "About"], rows)
            else:
                screen.line("Nothing waits for you.")
        call.show(screen, [one.as_json() for one in found])
