"""``tracker decision …``: what is asked of a body, and what it decided.  Rules stand in tracker.desk.deciding."""

from __future__ import annotations

import click

from tracker.cli import tables
from tracker.cli.context import Call, Group, canonical
from tracker.cli.options import Words, codes, despite, happened, long_text, looking_back, minuted, seen, why
from tracker.cli.tables import said_day
from tracker.model.vocabulary import DecisionKind, DecisionState


@click.group("decision", cls=Group, examples=("tracker decision list --state asked",))
def decision_command() -> None:
    """What is asked of a body, and what it decided."""


@decision_command.command(
    "ask",
    examples=(
        "tracker decision ask --kind escalation --body BRI-EXEC --about R1.BRI.2 --asked 'Decide how to fund the gap' "
        "--wanted-by '14 June 2022'",
        "tracker decision ask --kind acceptance --body BRI-EXEC --about R4.BRI.2 --rule C6 --until '30 September 2022' "
        "--asked 'Accept that money ends before the work'",
    ),
)
@click.option("--kind", required=True, type=Words(DecisionKind), help="What sort of decision.")
@click.option("--body", required=True, metavar="CODE", help="The body, like BRI-EXEC.")
@click.option("--about", multiple=True, required=True, metavar="REF", help="What it is about; once for each.")
@long_text("asked", "What is asked.", required=True)
@click.option("--asked-by", metavar="WHO", help="The role that asks.")
@click.option("--wanted-by", metavar="DAY", help="The day by which it is wanted.")
@click.option("--rule", metavar="ID", help="For an acceptance: the rule whose finding is accepted, like C6.")
@click.option("--until", metavar="DAY", help="The last day of that acceptance; then it needs attention again.")
@happened
@click.pass_obj
def ask(
    call: Call,
    kind: DecisionKind,
    body: str,
    about: tuple[str, ...],
    asked: str,
    asked_by: str | None,
    wanted_by: str | None,
    rule: str | None,
    until: str | None,
) -> None:
    """Ask a body for a decision: an escalation, the acceptance of a risk or of an exception, or another."""
    from tracker.desk import meetings

    with call.acting() as acting:
        receipt = meetings.ask(
            acting.desk,
            kind,
            body=body,
            about=[canonical(ref) for ref in codes(about)],
            asked=asked,
            asked_by=asked_by,
            wanted_by=acting.day(wanted_by, "wanted-by"),
            rule=rule.strip().upper() if rule else None,
            until=acting.day(until, "until"),
            occurred_on=acting.on,
        )
        acting.done(receipt)


@decision_command.command(
    "make",
    examples=("tracker decision make D1 agreed --minute 'Minute 4' --agreed-by ASP --agreed-by BCC --meeting G1",),
)
@click.argument("ref")
@click.argument("outcome", type=Words((DecisionState.AGREED, DecisionState.REFUSED)))
@click.option("--body", metavar="CODE", help="The body that decided; else the one that was asked.")
@minuted
@click.option("--advice", metavar="TEXT", help="The independent scrutineer's advice, where it is needed.")
@click.option("--advice-on", metavar="DAY", help="The day of that advice.")
@why("Why; always where it was refused.", required=False)
@happened
@seen
@click.pass_obj
def make(
    call: Call,
    ref: str,
    outcome: DecisionState,
    body: str | None,
    minute: str,
    agreed_by: tuple[str, ...],
    meeting: str | None,
    advice: str | None,
    advice_on: str | None,
    why: str | None,
) -> None:
    """Record that what REF asks was agreed or refused (OUTCOME); dates and sign-offs follow from it."""
    from tracker.desk import deciding

    with call.acting() as acting:
        asked = acting.desk.get("decision", canonical(ref))
        day = acting.day(advice_on, "advice-on")
        decided = deciding.Minute(body or asked["body"], minute, codes(agreed_by), meeting, acting.on, advice, day)
        receipt = deciding.decide(
            acting.desk,
            canonical(ref),
            agreed=outcome is DecisionState.AGREED,
            minute=decided,
            why=why,
            seen=acting.seen(ref),
        )
        acting.done(receipt)


@decision_command.command(
    "defer",
    examples=("tracker decision defer D1 --minute 'Minute 5' --meeting G1 --why 'The figures come in May'",),
)
@click.argument("ref")
@click.option("--minute", required=True, metavar="TEXT", help="Where it is written down.")
@click.option("--meeting", metavar="REF", help="The meeting at which it was put off.")
@click.option("--until", metavar="DAY", help="By when it is wanted now; else the body's next meeting.")
@why()
@happened
@seen
@click.pass_obj
def defer(call: Call, ref: str, minute: str, meeting: str | None, until: str | None, why: str) -> None:
    """Record that the body put off what REF asks; it stays asked, wanted by a later day."""
    from tracker.desk import deferring

    with call.acting() as acting:
        receipt = deferring.defer(
            acting.desk,
            canonical(ref),
            minute=minute,
            why=why,
            meeting=meeting,
            until=acting.day(until, "until"),
            occurred_on=acting.on,
            seen=acting.seen(ref),
        )
        acting.done(receipt)


@decision_command.command("withdraw", examples=("tracker decision withdraw D1 --why 'Settled between the agencies'",))
@click.argument("ref")
@why()
@despite
@seen
@click.pass_obj
def withdraw(call: Call, ref: str, why: str) -> None:
    """Withdraw what REF asks before it is decided."""
    from tracker.desk import deciding

    with call.acting() as acting:
        acting.done(deciding.withdraw_request(acting.desk, canonical(ref), why=why, seen=acting.seen(ref)))


@decision_command.command("list", examples=("tracker decision list --state asked --body BRI-EXEC",))
@click.option("--state", type=Words(DecisionState), help="Decisions in this state.")
@click.option("--body", metavar="CODE", help="Decisions of this body.")
@looking_back
@click.pass_obj
def list_(call: Call, state: DecisionState | None, body: str | None) -> None:
    """List decisions, asked and made."""
    wanted = body.strip().upper() if body else None
    with call.position() as position:
        tables.put(
            call,
            position,
            "Decisions",
            tables.fetch(
                position,
                "decision",
                lambda found: wanted in (None, found["body"]) and (state is None or found["state"] == state),
            ),
            ("Ref", "State", "Body", "Wanted by", "What is asked"),
            lambda found: (
                found["ref"],
                DecisionState(found["state"]).words,
                found["body"],
                said_day(found["wanted_by"]),
                found["asked"] or DecisionKind(found["kind"]).words,
            ),
            none="No decision like that is recorded.",
        )
