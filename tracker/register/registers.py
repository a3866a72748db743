"""The lists beside the actions: evidence, what is asked of bodies and decided, risks, measures, queries.

Each question returns references first and reads the rows that show afterwards, as the list of actions does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.model.text import quoted
from tracker.model.vocabulary import Area
from tracker.register import evidence_filter
from tracker.register.filter_values import FilterError, groups
from tracker.register.position import Position, Row
from tracker.register.search import match_expression

_HIT = "(SELECT digest FROM text WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH ?))"


class Listed(NamedTuple):
    """One row of a register: ``row`` is its columns with texts filled in, ``more`` what belongs to it."""

    ref: str
    row: Mapping[str, Any]
    more: tuple[str, ...] = ()


def _area(sql: str, area: str | None) -> tuple[str, list[object]]:
    """Return the condition that something lies in an area or is joint work; everything passes without an area."""
    if area is None:
        return "1", []
    codes = [area] if area == Area.ALL else [area, Area.ALL.value]
    return sql.format(marks=",".join("?" * len(codes))), list(codes)


def _words(columns: Sequence[str], words: str) -> tuple[str, list[object]]:
    expression = match_expression(words)
    if expression is None:
        return "1", []
    return " OR ".join(f"{column} IN {_HIT}" for column in columns), [expression] * len(columns)


def _refs(position: Position, table: str, order: str, *conditions: tuple[str, list[object]]) -> list[str]:
    where = " AND ".join(f"({clause})" for clause, _ in conditions)
    values = [value for _, some in conditions for value in some]
    sql = f"SELECT t.ref FROM {table} t WHERE t.void = 0 AND {where} ORDER BY {order}"
    return [row["ref"] for row in position.rows(sql, values)]


def _rows(position: Position, table: str, refs: Sequence[str], texts: Sequence[str]) -> dict[str, Row]:
    marks = ",".join("?" * len(refs))
    rows = position.rows(f"SELECT * FROM {table} WHERE ref IN ({marks})", list(refs))
    bodies = position.texts(row[name] for row in rows for name in texts)
    for row in rows:
        for name in texts:
            row[name] = bodies.get(row[name]) if row[name] else None
    return {row["ref"]: row for row in rows}


def _members(position: Position, table: str, refs: Sequence[str], column: str = "value") -> dict[str, tuple[str, ...]]:
    marks = ",".join("?" * len(refs))
    found: dict[str, list[str]] = {}
    for row in position.rows(f"SELECT ref, {column} AS value FROM {table} WHERE ref IN ({marks})", list(refs)):
        found.setdefault(row["ref"], []).append(row["value"])
    return {ref: tuple(values) for ref, values in found.items()}


def _late(position: Position, rows: dict[str, Row], column: str) -> dict[str, Row]:
    """Mark as ``late`` what still waits though its day has passed: asked, open or accepted, not settled."""
    day = position.when.day.isoformat()
    for row in rows.values():
        row["late"] = bool(row[column]) and row[column] < day and row["state"] in ("asked", "open", "accepted")
    return rows


# --- evidence -------------------------------------------------------------------------------------------------------


def evidence(position: Position, area: str | None = None, words: str = "") -> list[str]:
    """Return evidence: what awaits review first, then in order of its number; with an area, what is linked there.

    *words* is a filter of tracker.register.evidence_filter; raises FilterError where it cannot be read.
    """
    chosen, searched = evidence_filter.parse(words)
    linked = (
        "EXISTS (SELECT 1 FROM evidence_link l LEFT JOIN milestone m ON m.ref = l.target"
        " JOIN action a ON a.ref = COALESCE(m.action, l.target) WHERE l.ref = t.ref AND a.area IN ({marks}))"
    )
    order = "CASE t.state WHEN 'held' THEN 0 ELSE 1 END, t.sort"
    said = _words(("t.title", "t.description"), searched)
    return _refs(position, "evidence_now", order, _area(linked, area), said, *chosen)


def evidence_lines(position: Position, refs: Sequence[str]) -> dict[str, Listed]:
    """Return evidence with what it is linked to."""
    rows = _rows(position, "evidence_now", refs, ("title", "custodian"))
    links = _members(position, "evidence_link", refs, "target")
    return {ref: Listed(ref, row, links.get(ref, ())) for ref, row in rows.items()}


# --- meetings and decisions -----------------------------------------------------------------------------------------


def meetings(position: Position, area: str | None = None, words: str = "") -> list[str]:
    """Return what is asked, then each meeting, newest first, with what was decided there, then other decisions."""
    bodies = _area("t.body IN (SELECT ref FROM body_areas WHERE value IN ({marks}))", area)
    said = _words(("t.asked", "t.minute", "t.why"), words)
    soonest = "t.wanted_by IS NULL, t.wanted_by, t.sort"
    asked = _refs(position, "decision", soonest, bodies, said, ("t.state = 'asked'", []))
    decided = _refs(position, "decision", "t.sort", bodies, said, ("t.state <> 'asked'", []))
    held = _refs(position, "meeting", "t.held_on DESC, t.sort DESC", bodies, _words(("t.title",), words))
    at: dict[str | None, list[str]] = {}
    for row in position.rows("SELECT ref, meeting FROM decision WHERE void = 0 AND state <> 'asked'"):
        at.setdefault(row["meeting"], []).append(row["ref"])
    chosen, found = set(decided), list(asked)
    for meeting in held:
        found += [meeting, *(ref for ref in at.get(meeting, ()) if ref in chosen)]
    shown = set(found)
    return found + [ref for ref in decided if ref not in shown]


def meeting_lines(position: Position, refs: Sequence[str]) -> dict[str, Listed]:
    """Return meetings (their reference begins with G) and decisions with what they are about."""
    decided = [ref for ref in refs if ref.startswith("D")]
    held = [ref for ref in refs if ref.startswith("G")]
    about = _members(position, "decision_about", decided)
    rows = _late(position, _rows(position, "decision", decided, ("asked", "minute", "asked_by", "why")), "wanted_by")
    found = {ref: Listed(ref, row, about.get(ref, ())) for ref, row in rows.items()}
    found |= {ref: Listed(ref, row) for ref, row in _rows(position, "meeting", held, ("title",)).items()}
    return found


# --- risks and measures ---------------------------------------------------------------------------------------------


def risks(position: Position, area: str | None = None, words: str = "") -> list[str]:
    """Return risks, those still carried first."""
    there = _area("EXISTS (SELECT 1 FROM risk_areas x WHERE x.ref = t.ref AND x.value IN ({marks}))", area)
    order = "CASE t.state WHEN 'closed' THEN 1 ELSE 0 END, t.sort"
    return _refs(position, "risk", order, there, _words(("t.title", "t.description"), words))


def risk_lines(position: Position, refs: Sequence[str]) -> dict[str, Listed]:
    """Return risks with their areas."""
    areas = _members(position, "risk_areas", refs)
    rows = _late(position, _rows(position, "risk", refs, ("title",)), "review_on")
    return {ref: Listed(ref, row, areas.get(ref, ())) for ref, row in rows.items()}


def measures(position: Position, area: str | None = None, words: str = "") -> list[str]:
    """Return measures in order of their number.

    *words* may hold ``group:ethnicity``, whom a measure is about; raises FilterError for a group that there is not.
    """
    there = _area("EXISTS (SELECT 1 FROM measure_areas x WHERE x.ref = t.ref AND x.value IN ({marks}))", area)
    about, searched = _groups(words)
    return _refs(position, "measure", "t.sort", there, *about, _words(("t.title", "t.definition"), searched))


def _groups(words: str) -> tuple[list[tuple[str, list[object]]], str]:
    """Part what says whom something is about from the words that are searched for."""
    found, rest = [], []
    for match in re.finditer(r"\S+", words):
        name, colon, value = match[0].partition(":")
        if not colon or name.lower() != "group":
            rest.append(match[0])
            continue
        try:
            found.append(groups(value, "t.ref", "measure_groups"))
        except ValueError as error:
            raise FilterError(f"{quoted(match[0])}: {error}", match.start(), match.end()) from None
    return found, " ".join(rest)


def measure_lines(position: Position, refs: Sequence[str]) -> dict[str, Listed]:
    """Return measures; ``more`` is their readings as numbers, oldest first."""
    readings: dict[str, list[str]] = {}
    marks = ",".join("?" * len(refs))
    sql = f"SELECT ref, value FROM reading WHERE ref IN ({marks}) ORDER BY ref, ends, seq"
    for row in position.rows(sql, list(refs)):
        readings.setdefault(row["ref"], []).append(row["value"])
    rows = _rows(position, "measure", refs, ("title", "unit"))
    return {ref: Listed(ref, row, tuple(readings.get(ref, ()))) for ref, row in rows.items()}


# --- queries --------------------------------------------------------------------------------------------------------


def queries(position: Position, area: str | None = None, words: str = "") -> list[str]:
    """Return queries: those that await an answer, soonest wanted first, then those to be closed, then the rest.

    With an area, those whose entries are filed there or under joint work.
    """
    order = (
        "CASE t.state WHEN 'asked' THEN 0 WHEN 'answered' THEN 1 ELSE 2 END,"
        " CASE t.state WHEN 'asked' THEN COALESCE(t.wanted_by, '9999') END, t.sort"
    )
    there = _area("(SELECT i.area FROM entry_index i WHERE i.seq = t.seq) IN ({marks})", area)
    return _refs(position, "query", order, there, _words(("t.question",), words))


def query_lines(position: Position, refs: Sequence[str]) -> dict[str, Listed]:
    """Return queries; ``more`` are the days of their turns after the question."""
    rows = _late(position, _rows(position, "query", refs, ("question",)), "wanted_by")
    turns = _members(position, "query_turn", refs, "occurred_on")
    return {ref: Listed(ref, row, turns.get(ref, ())) for ref, row in rows.items()}


class Register(NamedTuple):
    """A register: the question for its references and the one for some of its rows."""

    find: Callable[[Position, str | None, str], list[str]]
    read: Callable[[Position, Sequence[str]], dict[str, Listed]]


REGISTERS = {
    "evidence": Register(evidence, evidence_lines),
    "meetings": Register(meetings, meeting_lines),
    "risks": Register(risks, risk_lines),
    "measures": Register(measures, measure_lines),
    "queries": Register(queries, query_lines),
}
"""Name → register, for whatever lists them."""
