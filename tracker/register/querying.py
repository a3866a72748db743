"""Queries as they stand: what each is about, its turns in order, whose turn it is, and those about a reference.

The acts stand in tracker.desk.queries; the list of all queries among tracker.register.registers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.model import references
from tracker.register.position import Position

Record = dict[str, Any]

TURNS = {"answer": "answered", "press": "asked again", "close": "closed"}
"""What a row of ``query_turn`` says was done."""


def askers(position: Position, ref: str) -> set[str]:
    """Return who raised the query or asked it again."""
    return _by(position, ref, ("query.raised", "query.pressed"))


def answerers(position: Position, ref: str) -> set[str]:
    """Return who answered the query."""
    return _by(position, ref, ("query.answered",))


def _by(position: Position, ref: str, acts: Sequence[str]) -> set[str]:
    marks = ",".join("?" * len(acts))
    rows = position.rows(
        "SELECT i.by FROM entry_index i JOIN entry_ref r ON r.seq = i.seq"
        f" WHERE r.ref = ? AND i.act IN ({marks}) AND i.undone IS NULL",
        [ref, *acts],
    )
    return {row["by"] for row in rows}


def last_day(position: Position, ref: str) -> str:
    """Return the ISO day of the query's last turn, or of its raising."""
    sql = "SELECT max(since, COALESCE((SELECT max(occurred_on) FROM query_turn t WHERE t.ref = q.ref), ''))"
    return str(position.value(f"{sql} FROM query q WHERE q.ref = ?", [ref]))


def show(position: Position, found: Record) -> Record:
    """Return the row *found* of a query with who raised it, and its turns in words, oldest first."""
    from tracker.register.showing import records

    index = position.row("SELECT by FROM entry_index WHERE seq = ?", [found["seq"]])
    turns = records(position, "query_turn", "ref = ?", (found["ref"],), "ORDER BY seq")
    return {**found, "raised_by": index["by"] if index else None, "turns": turns}


def about(position: Position, ref: str) -> list[Record]:
    """Return the queries about a reference or what stands under it: of an action its milestones, of #218 the entry."""
    from tracker.register.showing import records

    parsed = references.parse(ref)
    if parsed.kind == "entry":
        found = records(position, "query", "entry = ?", (parsed.number,), "ORDER BY sort")
    elif parsed.kind == "action":
        found = records(position, "query", "about = ? OR about GLOB ? || '.m*'", (ref, ref), "ORDER BY sort")
    else:
        found = records(position, "query", "about = ?", (ref,), "ORDER BY sort")
    return [show(position, row) for row in found]


def all_of(position: Position) -> list[Record]:
    """Return every query with its turns, in order of its number."""
    from tracker.register.showing import records

    return [show(position, row) for row in records(position, "query", order="ORDER BY sort")]
