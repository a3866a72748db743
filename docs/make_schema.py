"""Writes docs/plan.schema.json, the form of ``tracker export plan.json``, from the register's own tables and words.

Run ``python docs/make_schema.py`` after the tables or the words changed; a test holds the file against it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tracker.model import vocabulary as words
from tracker.register.schema import CHILDREN, TABLES
from tracker.reports.data import whole_plan

FILE = Path(__file__).with_name("plan.schema.json")

DAYS = {
    "published", "begins", "until", "occurred_on", "started", "due", "due_now", "review_on", "completed_on",
    "signed_off_on", "adopted_on", "achieved_on", "ends", "starts", "target_date", "dated", "collected", "held_on",
    "cut_off", "asked_on", "wanted_by", "decided_on", "proposed_due", "advice_on", "since", "last_update", "was",
}  # fmt: skip
"""Columns that hold a day, as 2022-03-31."""

CLOSED: dict[tuple[str, str], type[words.Word]] = {
    ("action", "area"): words.Area,
    ("action", "basis"): words.Basis,
    ("action", "status"): words.Status,
    ("action", "mapping"): words.Mapping,
    ("action", "assurance"): words.Assurance,
    ("action", "reported"): words.Rating,
    ("action", "date_check"): words.Rating,
    ("action", "difference"): words.Difference,
    ("action", "difference_claimed"): words.Difference,
    ("agency", "kind"): words.AgencyKind,
    ("body", "kind"): words.BodyKind,
    ("decision", "kind"): words.DecisionKind,
    ("decision", "state"): words.DecisionState,
    ("evidence", "kind"): words.EvidenceKind,
    ("evidence", "state"): words.EvidenceState,
    ("evidence", "marking"): words.Marking,
    ("evidence_review", "outcome"): words.EvidenceState,
    ("funding", "state"): words.FundingState,
    ("measure", "direction"): words.Direction,
    ("person", "role"): words.Role,
    ("progress", "rating"): words.Rating,
    ("query", "state"): words.QueryState,
    ("recommendation", "wording"): words.Wording,
    ("response", "response"): words.ResponseKind,
    ("risk", "state"): words.RiskState,
    ("sustainment", "outcome"): words.Sustainment,
}
"""Columns that hold one word of a closed list."""

COMPUTED = {
    "due_now": "TEXT", "precision_now": "TEXT", "date_check": "TEXT", "rule": "TEXT", "because": "TEXT NOT NULL",
    "difference": "TEXT NOT NULL", "last_update": "TEXT",
}  # fmt: skip
"""What stands beside an action's columns, and may be null where it says TEXT alone."""


def declared(table: str) -> dict[str, str]:
    """Return column → its declaration."""
    parts = [part.strip() for part in re.split(r",(?![^(]*\))", TABLES[table])]
    return {part.split()[0]: part for part in parts if part and not part.startswith(("PRIMARY KEY", "CHECK"))}


def value(table: str, name: str, declaration: str) -> dict[str, Any]:
    """Return the schema of one value."""
    can_be_null = "NOT NULL" not in declaration and "PRIMARY KEY" not in declaration
    if kind := CLOSED.get((table, name)):
        found: list[str | None] = [member.value for member in kind]
        return {"enum": [*found, None] if can_be_null else found}
    plain: dict[str, Any] = {"type": "integer" if " INTEGER" in declaration else "string"}
    if name in DAYS:
        plain["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    if can_be_null:
        plain["type"] = [plain["type"], "null"]
    return plain


def row(table: str, names: list[str]) -> dict[str, Any]:
    """Return the schema of one object: exactly these keys."""
    columns = {**declared(table), **{name: f"{name} {kind}" for name, kind in COMPUTED.items()}}
    lists = {name for parent, name in CHILDREN if parent == table}
    properties = {
        name: {"type": "array", "items": {"type": "string"}} if name in lists else value(table, name, columns[name])
        for name in names
    }
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def schema() -> dict[str, Any]:
    """Return the whole schema (JSON Schema, draft 7)."""
    more = {"action": whole_plan.RATED, "milestone": whole_plan.DATED}
    objects = {name: row(name, [*whole_plan.kept(name), *more.get(name, ())]) for name in whole_plan.OBJECTS}
    events = {
        name: {**row(name, whole_plan.told(name)), "description": f"What happened to: {kind}. It is named by ref."}
        for name, kind in whole_plan.EVENTS.items()
    }
    head: dict[str, Any] = {
        "format": {"const": whole_plan.FORMAT},
        "version": {"const": whole_plan.VERSION},
        "log": {"type": "string"},
        "entries": {"type": "integer", "minimum": 1},
        "as_at": {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "position_on": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "marking": {"type": "string"},
        "illustrative": {"type": "boolean"},
        "settings": {"type": "object", "additionalProperties": {"type": "integer"}},
    }
    lists = {name: {"type": "array", "items": {"$ref": f"#/definitions/{name}"}} for name in (*objects, *events)}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "An action plan on the recommendations of a review, at one position",
        "description": "Written by 'tracker export plan.json'. Dates are ISO days; references never change.",
        "type": "object",
        "properties": {**head, **lists},
        "required": [*head, *lists],
        "additionalProperties": False,
        "definitions": {**objects, **events},
    }


def text() -> str:
    """Return the file as it is written."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")
