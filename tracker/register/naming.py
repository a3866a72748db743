"""What references are called: titles for lists, and the references that somebody who types a few letters may mean.

Whole objects are shown by tracker.register.showing; lists of actions by tracker.register.listing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.model import references
from tracker.model.days import YEAR_STARTS, long
from tracker.register.position import Position

_TITLED = {
    "recommendation": "title",
    "action": "title",
    "milestone": "title",
    "evidence": "title",
    "decision": "asked",
    "risk": "title",
    "measure": "title",
    "person": "post",
    "query": "question",
}
"""Kind of reference → the column of its table that holds the hash of what it is called."""

_SORTED = ("action", "milestone", "evidence", "decision", "risk", "measure", "query")
_CHUNK = 500
ENDED = " (ended)"
CUT_OFF_DAYS = 14
"""Days before a meeting by which updates for it are due, where the review says no other number."""


class Named(NamedTuple):
    """A reference with its kind and what it is called."""

    ref: str
    kind: str
    title: str


class Review(NamedTuple):
    """What the review is called, the month in which its reporting year begins, days from a cut-off to its meeting."""

    title: str
    year_starts: int
    cut_off_days: int


def review(position: Position) -> Review | None:
    """Return the review that the plan answers, or None where none is entered."""
    row = position.row("SELECT title, year_starts, cut_off_days FROM review WHERE void = 0 ORDER BY seq")
    if row is None:
        return None
    title = position.texts([row["title"]]).get(row["title"] or "", "")
    days = row["cut_off_days"]
    return Review(title, int(row["year_starts"] or YEAR_STARTS), CUT_OFF_DAYS if days is None else int(days))


def year_starts(position: Position) -> int:
    """Return the month in which the plan's reporting year begins; April where no review says otherwise."""
    found = review(position)
    return found.year_starts if found else YEAR_STARTS


def titles(position: Position, refs: Iterable[str]) -> dict[str, str]:
    """Return reference → what it is called; references that are not in the plan are left out."""
    by_kind: dict[str, list[str]] = {}
    for ref in dict.fromkeys(refs):
        if references.is_reference(ref):
            by_kind.setdefault(references.parse(ref).kind, []).append(ref)
    found: dict[str, str] = {}
    for kind, wanted in by_kind.items():
        for place in range(0, len(wanted), _CHUNK):
            found.update(_titles(position, kind, wanted[place : place + _CHUNK]))
    return found


def _titles(position: Position, kind: str, refs: list[str]) -> dict[str, str]:
    if kind == "meeting":
        marks = ",".join("?" * len(refs))
        rows = position.rows(f"SELECT ref, body, held_on FROM meeting WHERE ref IN ({marks})", refs)
        return {row["ref"]: _meeting(row) for row in rows}
    if kind not in _TITLED:
        return {}
    marks = ",".join("?" * len(refs))
    rows = position.rows(f"SELECT ref, {_TITLED[kind]} AS digest FROM {kind} WHERE ref IN ({marks})", refs)
    texts = position.texts(row["digest"] for row in rows)
    return {row["ref"]: texts.get(row["digest"] or "", "") for row in rows}


def _meeting(row: dict[str, str]) -> str:
    return f"{row['body']}, {long(date.fromisoformat(row['held_on']))}"


def matching(position: Position, typed: str, *, limit: int = 50) -> list[Named]:
    """Return the references that *typed* may mean: those that begin with it, then those whose title has its words.

    Case does not matter; an entry is meant by ``#218`` only when it exists.
    """
    wanted = typed.strip()
    found: dict[str, Named] = {}
    for named in _beginning(position, wanted.upper(), limit):
        found.setdefault(named.ref, named)
    if len(found) < limit:
        for named in _worded(position, wanted, limit - len(found)):
            found.setdefault(named.ref, named)
    return list(found.values())[:limit]


def _beginning(position: Position, start: str, limit: int) -> list[Named]:
    if start.startswith("#") and start[1:].isdigit() and 1 <= int(start[1:]) <= position.entries:
        return [Named(f"#{int(start[1:])}", "entry", "entry of the ledger")]
    if start in ("", "#") or not start.replace(".", "").isalnum():
        return []
    found: list[Named] = []
    for kind in (*_TITLED, "meeting"):
        order = "sort" if kind in _SORTED or kind == "meeting" else "seq"
        first = (
            re.sub(r"\.M(?=[0-9]*$)", ".m", start) if kind == "milestone" else start
        )  # the one small letter there is
        rows = position.rows(
            f"SELECT ref FROM {kind} WHERE void = 0 AND ref >= ? AND ref < ? ORDER BY +{order} LIMIT ?",
            [first, first + "\U0010ffff", limit - len(found)],
        )
        refs = [row["ref"] for row in rows]
        called = titles(position, refs)
        found += [Named(ref, kind, called.get(ref, "")) for ref in refs]
        if len(found) >= limit:
            break
    exact = [named for named in found if named.ref.upper() == start]
    return exact + [named for named in found if named.ref.upper() != start]


def _worded(position: Position, words: str, limit: int) -> list[Named]:
    from tracker.register.search import in_column, match_expression

    expression = match_expression(words)
    if expression is None or limit <= 0:
        return []
    found: list[Named] = []
    for kind, column in _TITLED.items():
        rows = position.rows(  # in the order in which they were made, which rows are kept in
            f"SELECT k.ref FROM {kind} k WHERE k.void = 0 AND {in_column(f'k.{column}')} ORDER BY k.rowid LIMIT ?",
            [*([expression] * 3), limit - len(found)],
        )
        refs = [row["ref"] for row in rows]
        called = titles(position, refs)
        found += [Named(ref, kind, called.get(ref, "")) for ref in refs]
        if len(found) >= limit:
            break
    return found


def agencies(position: Position) -> dict[str, str]:
    """Return agency code → its name of the time, with its successor where it has ended: "… (now ICB)"."""
    rows = position.rows("SELECT ref, name, until FROM agency WHERE void = 0 ORDER BY seq")
    texts = position.texts(row["name"] for row in rows)
    today, follows = position.when.day.isoformat(), heirs(position)
    found = {}
    for row in rows:
        ended = row["until"] is not None and row["until"] < today
        heir = follows.get(row["ref"])
        found[row["ref"]] = texts.get(row["name"] or "", "") + (now(heir) if heir else ENDED if ended else "")
    return found


def heirs(position: Position) -> dict[str, str]:
    """Return agency code → the code of the agency that followed it, once the one has ended and the other begun.

    Of two days that are not both recorded the one that is counts; without either, nobody can tell yet.
    """
    rows = position.rows(
        "SELECT a.ref, a.successor FROM agency a JOIN agency s ON s.ref = a.successor AND s.void = 0"
        " WHERE a.void = 0 AND COALESCE(a.until < :day, 1) AND COALESCE(s.begins <= :day, 1)"
        " AND COALESCE(a.until, s.begins) IS NOT NULL",
        {"day": position.when.day.isoformat()},
    )
    return {row["ref"]: row["successor"] for row in rows}


def now(heir: str) -> str:
    """Return what stands after the name of an agency that another followed."""
    return f" (now {heir})"


def ended(name: str) -> bool:
    """Tell from an agency's name, as ``agencies`` gives it, whether the agency has ended."""
    return name.endswith(ENDED) or (name.endswith(")") and " (now " in name)


def bodies(position: Position) -> dict[str, str]:
    """Return body code → its name."""
    rows = position.rows("SELECT ref, name FROM body WHERE void = 0 ORDER BY seq")
    texts = position.texts(row["name"] for row in rows)
    return {row["ref"]: texts.get(row["name"] or "", "") for row in rows}


def members(position: Position, body: str) -> list[str]:
    """Return the codes of the agencies that sit on a body; none where that is not known."""
    return [
        row["value"] for row in position.rows("SELECT value FROM body_agencies WHERE ref = ? ORDER BY value", [body])
    ]


def meetings(position: Position, body: str | None) -> dict[str, str]:
    """Return meeting → what it is called, those of *body* first: those held by the day, newest first, then the next."""
    rows = position.rows("SELECT ref, body, held_on FROM meeting WHERE void = 0 ORDER BY held_on DESC, sort DESC")
    today = position.when.day.isoformat()
    held = [row for row in rows if row["held_on"] <= today]
    found = [*held, *(row for row in reversed(rows) if row["held_on"] > today)]
    found.sort(key=lambda row: row["body"] != body)
    return {row["ref"]: _meeting(row) for row in found}


def people(position: Position) -> dict[str, str]:
    """Return person reference → post, for those in post at the position's day."""
    rows = position.rows(
        "SELECT ref, post FROM person WHERE void = 0 AND (until IS NULL OR until >= ?) ORDER BY seq",
        [position.when.day.isoformat()],
    )
    texts = position.texts(row["post"] for row in rows)
    return {row["ref"]: texts.get(row["post"] or "", "") for row in rows}


def recommendations(position: Position) -> dict[str, str]:
    """Return recommendation → its title, in order."""
    rows = position.rows("SELECT ref, title FROM recommendation WHERE void = 0")
    texts = position.texts(row["title"] for row in rows)
    rows.sort(key=lambda row: references.sort_key(row["ref"]))
    return {row["ref"]: texts.get(row["title"] or "", "") for row in rows}
