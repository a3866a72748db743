"""What ``tracker show`` says of queries: the turns of one, and those about whatever else is shown.

The commands on queries themselves stand in tracker.cli.queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.cli.printing import Screen
from tracker.cli.tables import said_day
from tracker.model.vocabulary import QueryState
from tracker.register.querying import TURNS

Record = Mapping[str, Any]


def turns(screen: Screen, found: Record) -> None:
    """Add question, answers and conclusion, oldest first, each with who and when."""
    screen.heading("Question and answers")
    screen.line(f"{said_day(found['since'])}  {found['raised_by']} asked: {found['question']}", indent=2, hang=4)
    for turn in found["turns"]:
        who = f"{turn['by']}, as reported by {turn['reported_by']}," if turn["reported_by"] else turn["by"]
        came = f" ({turn['received']})" if turn["received"] else ""
        said = f"{said_day(turn['occurred_on'])}  {who} {TURNS[turn['turn']]}: {turn['words']}{came}  #{turn['seq']}"
        screen.line(said, indent=2, hang=4)


def about_it(screen: Screen, found: Record) -> None:
    """Add the queries about an object, those still open first; nothing where there is none."""
    queries = sorted(found.get("queries", ()), key=lambda query: query["state"] == QueryState.CLOSED)
    if not queries:
        return
    open_ = sum(query["state"] != QueryState.CLOSED for query in queries)
    screen.heading(f"Queries ({open_} open of {len(queries)})")
    rows = [
        (query["ref"], QueryState(query["state"]).words, said_day(query["wanted_by"], "no date"), query["question"])
        for query in queries
    ]
    screen.table(("Ref", "State", "Wanted by", "Question"), rows)
