"""How actions pause, end and come back: decline, withdraw, pause, resume, supersede, merge, split, reopen, return.

They are commands of ``tracker action``; their rules stand in tracker.desk.
"""

from __future__ import annotations

import click

from tracker.cli.context import Call, Command, canonical
from tracker.cli.options import codes, happened, minuted, seen, why


@click.command("decline", cls=Command, examples=("tracker action decline X.BRI.88 --why 'No money for it'",))
@click.argument("ref")
@why()
@happened
@seen
@click.pass_obj
def decline(call: Call, ref: str, why: str) -> None:
    """Record that the proposed action REF was not accepted."""
    from tracker.desk import actions

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        acting.done(actions.decline(acting.desk, canonical(ref), why=why, occurred_on=on, seen=before))


@click.command("withdraw", cls=Command, examples=("tracker action withdraw R1.BRI.5 --why 'No longer needed'",))
@click.argument("ref")
@why()
@happened
@seen
@click.pass_obj
def withdraw(call: Call, ref: str, why: str) -> None:
    """Record that action REF is no longer pursued."""
    from tracker.desk import actions

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        acting.done(actions.withdraw(acting.desk, canonical(ref), why=why, occurred_on=on, seen=before))


@click.command(
    "pause",
    cls=Command,
    examples=("tracker action pause R1.BRI.5 --review '30 June 2022' --why 'Waits for the grant'",),
)
@click.argument("ref")
@click.option("--review", required=True, metavar="DAY", help="When it is looked at again.")
@why()
@happened
@seen
@click.pass_obj
def pause(call: Call, ref: str, review: str, why: str) -> None:
    """Pause action REF until a review date; it reads grey, as an exception, until it is resumed."""
    from tracker.desk import actions

    with call.acting() as acting:
        day = acting.day(review, "review")
        assert day is not None
        on, before = acting.on, acting.seen(ref)
        acting.done(actions.pause(acting.desk, canonical(ref), why=why, review_on=day, occurred_on=on, seen=before))


@click.command("resume", cls=Command, examples=("tracker action resume R1.BRI.5 --why 'The grant has come'",))
@click.argument("ref")
@why()
@happened
@seen
@click.pass_obj
def resume(call: Call, ref: str, why: str) -> None:
    """Take up the paused action REF again."""
    from tracker.desk import actions

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        acting.done(actions.resume(acting.desk, canonical(ref), why=why, occurred_on=on, seen=before))


@click.command(
    "supersede",
    cls=Command,
    examples=("tracker action supersede R1.BRI.5 --by R1.BRI.4 --why 'Part of the design now'",),
)
@click.argument("ref")
@click.option("--by", "heir", required=True, metavar="REF", help="The action that replaces it.")
@why()
@happened
@seen
@click.pass_obj
def supersede(call: Call, ref: str, heir: str, why: str) -> None:
    """End action REF because another one replaced it; it keeps its reference and says where it went."""
    from tracker.desk import succession

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        receipt = succession.supersede(
            acting.desk, canonical(ref), by=canonical(heir), why=why, occurred_on=on, seen=before
        )
        acting.done(receipt)


@click.command(
    "merge", cls=Command, examples=("tracker action merge R1.BRI.5 R1.BRI.6 --into R1.BRI.4 --why 'One piece of work'",)
)
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option("--into", required=True, metavar="REF", help="The action that carries them on.")
@why()
@happened
@click.pass_obj
def merge(call: Call, refs: tuple[str, ...], into: str, why: str) -> None:
    """End several actions because one carries them on; each keeps its reference."""
    from tracker.desk import succession

    with call.acting() as acting:
        ended = [canonical(ref) for ref in codes(refs)]
        acting.done(succession.merge(acting.desk, ended, into=canonical(into), why=why, occurred_on=acting.on))


@click.command(
    "split",
    cls=Command,
    examples=("tracker action split R1.BRI.4 --into 'Design' --into 'Evaluation' --why 'Two teams lead it'",),
)
@click.argument("ref")
@click.option("--into", "titles", multiple=True, required=True, metavar="TITLE", help="A new action; twice or more.")
@why()
@happened
@seen
@click.pass_obj
def split(call: Call, ref: str, titles: tuple[str, ...], why: str) -> None:
    """Split action REF into new ones, which inherit its owner, dates and expected evidence."""
    from tracker.desk import succession

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        acting.done(succession.split(acting.desk, canonical(ref), titles, why=why, occurred_on=on, seen=before))


@click.command("reopen", cls=Command, examples=("tracker action reopen R1.BRI.2 --why 'A re-test failed'",))
@click.argument("ref")
@why()
@happened
@seen
@click.pass_obj
def reopen(call: Call, ref: str, why: str) -> None:
    """Reopen action REF after a claim, a sign-off or an end; earlier claims stay in its history."""
    from tracker.desk import delivery

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        acting.done(delivery.reopen(acting.desk, canonical(ref), why=why, occurred_on=on, seen=before))


@click.command(
    "return",
    cls=Command,
    examples=(
        "tracker action return R1.BRI.2 --body BRI-EXEC --minute 'Minute 7.3' --agreed-by ASP --why 'No audit yet'",
    ),
)
@click.argument("ref")
@click.option("--body", required=True, metavar="CODE", help="The body that decided, like BRI-EXEC.")
@minuted
@why("What is missing.")
@happened
@seen
@click.pass_obj
def return_(
    call: Call, ref: str, body: str, minute: str, agreed_by: tuple[str, ...], meeting: str | None, why: str
) -> None:
    """Record that a body returned the claim that REF is complete; the action is in progress again."""
    from tracker.desk.deciding import Minute, return_claim

    with call.acting() as acting:
        decided = Minute(body, minute, codes(agreed_by), meeting, acting.on)
        acting.done(return_claim(acting.desk, canonical(ref), decided, why=why, seen=acting.seen(ref)))


COMMANDS = (decline, withdraw, pause, resume, supersede, merge, split, reopen, return_)
