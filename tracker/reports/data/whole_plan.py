"""The whole plan as JSON, in the form that docs/plan.schema.json describes: everything of a position but names.

Ratings are those of the position's day; the trail of entries is another file (tracker log --format jsonl).
"""

from __future__ import annotations

import json
from typing import Any

from tracker.model import references
from tracker.register import listing
from tracker.register.marking import is_illustrative, marking
from tracker.register.position import Position
from tracker.register.schema import CHILDREN, columns
from tracker.register.showing import Record, records
from tracker.register.status import difference_of

FORMAT = "thematic-review-plan"
VERSION = 1
"""What a reader can rely on; a change that breaks one raises it."""

OBJECTS = (
    "review", "area", "body", "agency", "source", "person", "recommendation", "action", "milestone", "measure",
    "evidence", "meeting", "decision", "risk", "query",
)  # fmt: skip
"""What has a reference of its own."""

EVENTS = {
    "response": "recommendation",
    "revision": "action or milestone",
    "progress": "action",
    "funding": "action",
    "claim": "action",
    "reading": "measure",
    "evidence_link": "evidence",
    "evidence_review": "evidence",
    "evidence_revision": "evidence",
    "sustainment": "action",
    "query_turn": "query",
}
"""What happened to an object, and to which kind; ``ref`` names it."""

LEFT_OUT = {"sort", "void", "n"}
"""Columns that only the tables need."""

PRIVATE = {"person": {"name", "login"}}
"""Columns that never leave in this form."""

RATED = ("due_now", "precision_now", "date_check", "rule", "because", "difference", "last_update")
"""What an action has here beside its columns: the agreed date, the date check with its reason, the difference shown."""

DATED = ("due_now", "precision_now")
"""What a milestone has beside its columns."""


def as_json(position: Position) -> bytes:
    """Return the plan at *position*; the same position gives the same bytes, in ASCII."""
    return written(plan(position))


def written(held: dict[str, Any]) -> bytes:
    """Return a plan as it stands in the file."""
    return (json.dumps(held, indent=1) + "\n").encode("ascii")


def plan(position: Position) -> dict[str, Any]:
    """Return the plan at *position* as it is written."""
    when = position.when
    return {
        "format": FORMAT,
        "version": VERSION,
        "log": position.store.log,
        "entries": position.entries,
        "as_at": when.as_at.isoformat() if when.as_at else None,
        "position_on": when.day.isoformat(),
        "marking": marking(position),
        "illustrative": is_illustrative(position),
        "settings": dict(sorted(position.settings.items())),
        **{table: _objects(position, table) for table in OBJECTS},
        **{table: [_event(table, row) for row in records(position, table, order="ORDER BY seq")] for table in EVENTS},
    }


def kept(table: str) -> list[str]:
    """Return the columns of *table* that stand in the file, its lists last."""
    own = [name for name in columns(table) if name not in LEFT_OUT | PRIVATE.get(table, set())]
    return own + [name for parent, name in CHILDREN if parent == table and name not in own]


def _objects(position: Position, table: str) -> list[Record]:
    rows = sorted(records(position, table), key=lambda row: references.sort_key(row["ref"]))
    found = [{name: row[name] for name in kept(table)} for row in rows]
    if table == "action":
        lines = {line.ref: line for line in listing.page(position)}
        for action, row in zip(found, rows, strict=True):
            line = lines[action["ref"]]
            action |= {name: row[name] for name in DATED}
            action |= {"date_check": line.date_check, "rule": line.rule, "because": line.because}
            action |= {"difference": str(difference_of(position, line.ref).said), "last_update": line.last_update}
    if table == "milestone":
        for milestone, row in zip(found, rows, strict=True):
            milestone |= {name: row[name] for name in DATED}
    return found


def told(table: str) -> list[str]:
    """Return the columns of an event that stand in the file."""
    return [name for name in columns(table) if name != "n" or table == "evidence_revision"]


def _event(table: str, row: Record) -> Record:
    return {name: row[name] for name in told(table)}
