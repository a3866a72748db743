"""``tracker query …``: a question on anything with a reference, its answers, and its closing.

Rules stand in tracker.desk.queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from tracker.cli import tables
from tracker.cli.context import Call, Group, canonical
from tracker.cli.options import Words, area_option, happened, long_text, looking_back, received, seen
from tracker.cli.tables import said_day
from tracker.model.vocabulary import Area, QueryState

Record = dict[str, Any]


@click.group("query", cls=Group, examples=("tracker query list",))
def query_command() -> None:
    """Questions on anything of the plan, answered by the owner's side and closed by the auditor's."""


@query_command.command(
    "raise",
    examples=(
        "tracker query raise R4.BRI.2 --question 'On what is green based?' --wanted-by '30 June 2022' --as P4",
        "tracker query raise '#218' --question 'Why was this recorded so late?' --as P4",
    ),
)
@click.argument("ref")
@long_text("question", "What is asked.", required=True)
@click.option("--wanted-by", metavar="DAY", help="By when an answer is wanted.")
@happened
@click.pass_obj
def raise_(call: Call, ref: str, question: str, wanted_by: str | None) -> None:
    """Ask about REF: an action, a recommendation, evidence, a decision, an entry like '#218'."""
    from tracker.desk import queries

    with call.acting() as acting:
        acting.done(
            queries.raise_query(
                acting.desk,
                canonical(ref),
                question,
                wanted_by=acting.day(wanted_by, "wanted-by"),
                occurred_on=acting.on,
            )
        )


@query_command.command("answer", examples=("tracker query answer Q1 --answer 'On the audit of March, E40'",))
@click.argument("ref")
@long_text("answer", "The answer.", required=True)
@received
@happened
@seen
@click.pass_obj
def answer(call: Call, ref: str, answer: str, reported_by: str | None, received: str | None) -> None:
    """Answer query REF, for the manager or for a contributor whose own action it is about."""
    from tracker.desk import queries
    from tracker.desk.delivery import Received

    with call.acting() as acting:
        acting.done(
            queries.answer(
                acting.desk,
                canonical(ref),
                answer,
                received=Received(reported_by, received),
                occurred_on=acting.on,
                seen=acting.seen(ref),
            )
        )


@query_command.command("press", examples=("tracker query press Q1 --why 'E40 is of another team' --as P4",))
@click.argument("ref")
@long_text("why", "Why the answer does not satisfy, and what is asked again.", required=True)
@click.option("--wanted-by", metavar="DAY", help="By when another answer is wanted.")
@happened
@seen
@click.pass_obj
def press(call: Call, ref: str, why: str, wanted_by: str | None) -> None:
    """Ask query REF again, because its answer does not satisfy."""
    from tracker.desk import queries

    with call.acting() as acting:
        acting.done(
            queries.press(
                acting.desk,
                canonical(ref),
                why,
                wanted_by=acting.day(wanted_by, "wanted-by"),
                occurred_on=acting.on,
                seen=acting.seen(ref),
            )
        )


@query_command.command("close", examples=("tracker query close Q1 --concluded 'The audit bears it out' --as P4",))
@click.argument("ref")
@long_text("concluded", "What was concluded.", required=True)
@happened
@seen
@click.pass_obj
def close(call: Call, ref: str, concluded: str) -> None:
    """Close query REF with what was concluded; never by whoever answered it."""
    from tracker.desk import queries

    with call.acting() as acting:
        acting.done(queries.close(acting.desk, canonical(ref), concluded, occurred_on=acting.on, seen=acting.seen(ref)))


@query_command.command(
    "list",
    examples=("tracker query list --open", "tracker query list --about R4.BRI.4 --json"),
)
@area_option("Queries about this area and about joint work.")
@click.option("--state", type=Words(QueryState), help="Queries in this state.")
@click.option("--open", "still_open", is_flag=True, help="Queries that are not closed.")
@click.option("--about", metavar="REF", help="Queries about this reference and what stands under it.")
@looking_back
@click.pass_obj
def list_(call: Call, area: Area | None, state: QueryState | None, still_open: bool, about: str | None) -> None:
    """List queries: what awaits an answer first, then what awaits the auditor."""
    from tracker.register import querying, registers

    def wanted(query: Record) -> bool:
        return (state is None or query["state"] == state) and not (still_open and query["state"] == QueryState.CLOSED)

    with call.position() as position:
        refs = registers.queries(position, area.value if area else None)
        there = {query["ref"] for query in querying.about(position, canonical(about))} if about else set(refs)
        rows = {query["ref"]: query for query in querying.all_of(position)}
        found = [rows[ref] for ref in refs if ref in there and wanted(rows[ref])]
        heads = ("Ref", "About", "State", "Wanted by", "Question")
        tables.put(call, position, "Queries", found, heads, _row, none="No query is recorded.")


def _row(query: Record) -> Sequence[str]:
    state = QueryState(query["state"]).words
    return query["ref"], said_about(query), state, said_day(query["wanted_by"], "no date"), query["question"]


def said_about(query: Record) -> str:
    """Return what a query is about: a reference, or an entry with what the entry was about."""
    return f"#{query['entry']} ({query['about']})" if query["entry"] else str(query["about"])
