"""``tracker progress``, ``complete`` and ``signoff``: the everyday acts.  Their rules stand in the desk."""

from __future__ import annotations

import click

from tracker.cli.context import Call, Command, canonical
from tracker.cli.options import Words, codes, happened, long_text, minuted, received, seen, several, why
from tracker.model.vocabulary import Difference, Rating

DIFFERENCE = Words(Difference)


@click.command(
    "progress",
    cls=Command,
    examples=(
        "tracker progress R1.BRI.2 --rag amber --note 'Procurement has slipped by a month' --on '3 March 2022'",
        "tracker progress R1.BRI.2 --no-change --note 'Still true: the tender is out' --reported-by 'Head of service' "
        "--received 'e-mail 3 March 2022'",
    ),
)
@several
@click.option("--rag", type=Words(Rating), help="The rating that the owner reports: red, amber or green.")
@long_text("note", "What happened, in a few words.", required=True)
@click.option("--no-change", is_flag=True, help="The last rating still holds; the note says why.")
@click.option("--difference", type=DIFFERENCE, help="The difference that the owner claims for children.")
@received
@happened
@seen
@click.pass_obj
def progress_command(
    call: Call,
    refs: tuple[str, ...],
    rag: Rating | None,
    note: str,
    no_change: bool,
    difference: Difference | None,
    reported_by: str | None,
    received: str | None,
) -> None:
    """Record what the owner reports of action REF, or of several alike: a note and a rating."""
    from tracker.desk.delivery import Received, record_progress

    with call.acting() as acting:
        acting.done(
            acting.each(
                refs,
                lambda desk, ref, seen: record_progress(
                    desk,
                    ref,
                    note=note,
                    rating=rag,
                    no_change=no_change,
                    difference=difference,
                    occurred_on=acting.on,
                    received=Received(reported_by, received),
                    seen=seen,
                ),
            )
        )


@click.command(
    "complete",
    cls=Command,
    examples=("tracker complete R1.BRI.2 --note 'Services opened on 1 April' --reported-by 'Head of service'",),
)
@click.argument("ref")
@long_text("note", "What was done.", required=True)
@click.option("--difference", type=DIFFERENCE, help="The difference that the owner claims for children.")
@click.option("--wanted-by", metavar="DAY", help="The day by which sign-off is wanted.")
@received
@happened
@seen
@click.pass_obj
def complete_command(
    call: Call,
    ref: str,
    note: str,
    difference: Difference | None,
    wanted_by: str | None,
    reported_by: str | None,
    received: str | None,
) -> None:
    """Record the owner's claim that action REF is complete, and ask the executive for sign-off."""
    from tracker.desk.delivery import Received, claim_complete

    with call.acting() as acting:
        receipt = claim_complete(
            acting.desk,
            canonical(ref),
            note=note,
            difference=difference,
            wanted_by=acting.day(wanted_by, "wanted-by"),
            occurred_on=acting.on,
            received=Received(reported_by, received),
            seen=acting.seen(ref),
        )
        acting.done(receipt)


@click.command(
    "signoff",
    cls=Command,
    examples=(
        "tracker signoff R1.BRI.2 --body BRI-EXEC --minute 'Minute 7.2' --agreed-by ASP --agreed-by BCC --meeting G1",
    ),
)
@click.argument("ref")
@click.option("--body", required=True, metavar="CODE", help="The body that decided, like BRI-EXEC.")
@minuted
@click.option(
    "--advice", metavar="TEXT", help="The independent scrutineer's advice, where every decider owns the action."
)
@click.option("--advice-on", metavar="DAY", help="The day of that advice.")
@why("Why the body was satisfied.", required=False)
@happened
@seen
@click.pass_obj
def signoff_command(
    call: Call,
    ref: str,
    body: str,
    minute: str,
    agreed_by: tuple[str, ...],
    meeting: str | None,
    advice: str | None,
    advice_on: str | None,
    why: str | None,
) -> None:
    """Record that a body signed action REF off, on accepted evidence; nobody signs off their own."""
    from tracker.desk.deciding import Minute, sign_off

    with call.acting() as acting:
        decided = Minute(body, minute, codes(agreed_by), meeting, acting.on, advice, acting.day(advice_on, "advice-on"))
        acting.done(sign_off(acting.desk, canonical(ref), decided, why=why, seen=acting.seen(ref)))
