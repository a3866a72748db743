"""The chronology for auditors: every entry since the register was opened, in order of recording, and the open queries.

Entries in words are the register's (tracker.register.history); here they become rows of a table.
"""

from __future__ import annotations

from datetime import date

from tracker.model.dates import long
from tracker.model.vocabulary import QueryState
from tracker.register import history, querying, registers, trail_filter
from tracker.register.showing import Record
from tracker.register.wanted import LATE_DAYS, OPENING
from tracker.reports.views import entries
from tracker.reports.views.entries import changed, is_late
from tracker.reports.views.other_counts import Counted
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, day, is_are, left_out, listed, numbered, plural, spans

ROWS = 2000
"""Entries that are told one by one before it says how many more there are."""

NOTHING = "nothing replaced"
"""What an entry that replaced nothing says; in a chronology it is simply new."""


def _area(scope: Scope) -> str:
    return "" if scope.area is None else f"area:{','.join(scope.areas)}"


def opening(scope: Scope) -> str:
    """Say which entries made the register; they record what papers say, and stand in the log one by one."""
    seqs = [row["seq"] for row in entries.of(scope, _area(scope)) if row["batch"] == OPENING]
    if not seqs:
        return "The register was opened without a plan."
    told = f"{plural(len(seqs), 'entry', 'entries')} of the opening, {spans(numbered(seqs), 4)}"
    return f"{told}, record what the papers say."


def later(scope: Scope) -> list[int]:
    """Return the numbers of the entries since the opening that belong to the areas of the report."""
    return [row["seq"] for row in entries.of(scope, _area(scope)) if row["batch"] != OPENING]


def told(scope: Scope, seqs: list[int]) -> Table | None:
    """Return these entries as a table, in order of recording."""
    lines = history.some(scope.position, seqs[:ROWS])
    rows = [_row(scope, lines[seq]) for seq in seqs[:ROWS] if seq in lines]
    headers = ("Entry", "Recorded; occurred", "By", "What was recorded", "Before → after", "Why, or note")
    more = left_out(len(rows), len(seqs), "tracker log")
    return Table(headers, tuple(rows), more) if rows else None


def _row(scope: Scope, line: history.Line) -> tuple[str, ...]:
    entry = line.entry
    recorded, occurred = entry.at[:10], entry.occurred_on
    when = long(date.fromisoformat(recorded))
    if occurred != recorded:
        when += f"; occurred {long(date.fromisoformat(occurred))}"
    said = cut(line.words, 160) + (f" (undone by #{line.undone})" if line.undone else "")
    said += f" (corrects #{entry.corrects})" if entry.corrects else ""
    why = cut(line.why, 200, none="none written")
    return (
        f"#{entry.seq}",
        when,
        entry.by,
        said,
        changed(scope, line).replace(NOTHING, "new"),
        f"{why} ({line.warned})" if line.warned else why,
    )


def counts(scope: Scope, seqs: list[int]) -> list[tuple[str, int]]:
    """Return the counts of entries that the report prints, each with the query of ``tracker log`` that finds it."""
    area = f" {_area(scope)}".rstrip()
    last = scope.position.value("SELECT max(seq) FROM entry_index WHERE batch = ?", [OPENING]) or 0
    late = sum(is_late(row) for row in entries.of(scope, _area(scope)) if row["batch"] != OPENING)
    asked = ((f"after:#{last}{area} -act:report", len(seqs)), (f"late{area} -act:report", late))
    return [
        (words, number)
        for words, number in asked
        if number and history.count(scope.position, trail_filter.parse(words)) == number
    ]


def sound(scope: Scope, seqs: list[int]) -> list[str]:
    """Return what an auditor asks of a trail first: what came late, what was undone, how far it was read."""
    rows = [row for row in entries.of(scope, _area(scope)) if row["batch"] != OPENING]
    late = numbered([row["seq"] for row in rows if is_late(row)])
    undone = numbered([row["seq"] for row in rows if row["undone"]])
    warned = numbered(
        [r["seq"] for r in scope.position.rows("SELECT seq FROM warned ORDER BY seq") if r["seq"] in seqs]
    )
    review = scope.position.row("SELECT seq, upto, occurred_on FROM trail_review ORDER BY upto DESC, seq DESC")
    said = [
        f"Recorded more than {LATE_DAYS} days after it occurred: {listed(late, 40) or 'no entry'}.",
        f"Undone by a later entry: {listed(undone, 40) or 'no entry'}.",
        f"Recorded over the guard's warning of personal data: {listed(warned, 40) or 'no entry'}.",
    ]
    if review is None:
        return [*said, "Nobody has yet recorded a review of the evidence trail."]
    return [*said, f"Last read up to #{review['upto']}, on {day(review['occurred_on'])} (#{review['seq']})."]


def queries(scope: Scope) -> tuple[str, Table | None]:
    """Return how many queries are open, in words, and a table of them; a closed one stands in the chronology."""
    mine = _mine(scope)
    open_ = [row for row in mine if row["state"] != QueryState.CLOSED]
    said = "No query was ever raised."
    if mine:
        said = f"{len(open_)} of {plural(len(mine), 'query', 'queries')} {is_are(len(open_))} open."
    rows = [
        (
            row["ref"],
            f"#{row['entry']} ({row['about']})" if row["entry"] else row["about"],
            cut(row["question"], 300),
            f"{row['raised_by'] or 'not recorded'}, {day(row['since'])}",
            _turn(row),
            day(row["wanted_by"], none="no day given") + (" (overdue)" if _overdue(scope, row) else ""),
        )
        for row in open_
    ]
    headers = ("Query", "About", "Question", "Asked by", "Whose turn", "Answer wanted by")
    return said, Table(headers, tuple(rows)) if rows else None


def _mine(scope: Scope) -> list[Record]:
    there = set(registers.queries(scope.position, scope.area))
    return [
        row
        for row in querying.all_of(scope.position)
        if (scope.about(row["about"]) if scope.only else row["ref"] in there)
    ]


def counted(scope: Scope) -> list[Counted]:
    """Return the counts of queries that the report prints."""
    mine = _mine(scope)
    open_ = sum(row["state"] != QueryState.CLOSED for row in mine)
    return [("query list", len(mine)), ("query list --open", open_)]


def _overdue(scope: Scope, row: Record) -> bool:
    return row["state"] == QueryState.ASKED and bool(row["wanted_by"]) and row["wanted_by"] < scope.day.isoformat()


def _turn(row: Record) -> str:
    said = QueryState(row["state"]).words
    last = row["turns"][-1] if row["turns"] else None
    return f"{said}; last: {cut(last['words'], 160)}" if last and last["words"] else said
