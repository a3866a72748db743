"""The list of queries: what awaits an answer first, then what awaits the auditor."""

from __future__ import annotations

from tracker.model.vocabulary import QueryState
from tracker.register.registers import Listed
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.pages.queries import INKS
from tracker.tui.screens.registers import RegisterScreen
from tracker.tui.screens.view import bindings

_SHORT = {QueryState.ASKED: "awaits answer", QueryState.ANSWERED: "answered", QueryState.CLOSED: "closed"}


def query_row(ref: str, item: Listed | None, _cells: int) -> Line:
    """Return a query in columns."""
    if item is None:
        return [said(ref, "soft")]
    row = item.row
    state = QueryState(row["state"])
    wanted = row["wanted_by"] if state is QueryState.ASKED else None
    ink = "warn" if row["late"] else "plain" if wanted else "soft"
    about = f"#{row['entry']}" if row["entry"] else row["about"]
    return [
        *fit([said(ref, "link")], 6),
        *fit([(_SHORT[state], INKS[state.value])], 14),
        *fit([(f"{words.day_short(wanted)}{' ▲' if item.row['late'] else ''}", ink)], 12),
        *fit([said(about, "link")], 13),
        said(row["question"] or ""),
    ]


class QueriesScreen(RegisterScreen):
    """Every query."""

    screen_name = "queries"
    lists = "query"
    crumb = "Queries"
    BINDINGS = bindings("queries")
    draw = query_row
    columns = f"{'Ref':<6}{'State':<14}{'Wanted by':<12}{'About':<13}Question"
    noun = ("query", "queries")
    none_yet = "No query was raised yet: Q raises one about whatever the cursor stands on."
