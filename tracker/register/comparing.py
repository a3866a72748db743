"""What became of each action since an earlier position: added, closed, better, worse, each defined once, in SQL.

The filter language asks for it (``change:worse since:2022-06-30``), and the reports count with the same words; the
earlier position is replayed once for a connection and kept in a temporary table.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.model import dates
from tracker.model.days import YEAR_STARTS
from tracker.model.vocabulary import Rating
from tracker.register import states, trend
from tracker.register.states import CURRENT, IN_PLAN

if TYPE_CHECKING:
    from tracker.register.position import Position


class Since(NamedTuple):
    """An earlier position: what had occurred by the end of ``day``, from entries up to ``known_at``, None for all."""

    day: date
    known_at: int | None = None


_OPEN_NOW = f"{IN_PLAN} AND {states.OPEN}"
_JOINED = "(b.ref IS NULL OR b.basis = 'existing_provision')"
_THROUGH = f"{_JOINED} AND {IN_PLAN} AND NOT {states.OPEN}"
"""Joined the plan and was closed since then: open at neither end, so it counts as added and as closed."""

_ADDED = f"{_OPEN_NOW} AND COALESCE(b.was_open, 0) = 0 OR {_THROUGH}"
_CLOSED = f"COALESCE(b.was_open, 0) AND NOT ({_OPEN_NOW}) OR {_THROUGH}"


def _step(name: str) -> str:
    """SQL for whether a rating is better now (1), worse (-1), or neither, as tracker.register.trend has it."""
    pairs = [(was.value, now.value) for was in Rating for now in Rating]
    arms = " ".join(f"WHEN '{was} {now}' THEN {trend.step(was, now)}" for was, now in pairs)
    return f"(CASE b.{name} || ' ' || a.{name} {arms} ELSE 0 END)"


_WORSE = f"({_step('reported')} < 0 OR {_step('date_check')} < 0)"
_DOUBTED = f"b.reported IS NULL AND COALESCE(a.reported, '') IN {states.among(trend.DOUBTFUL)}"

_BETTER = f"NOT {_WORSE} AND NOT ({_DOUBTED}) AND ({_step('reported')} > 0 OR {_step('date_check')} > 0)"
RERATED = (
    f"b.ref IS NOT NULL AND b.current AND {CURRENT}"
    " AND (a.reported IS NOT b.reported OR a.date_check IS NOT b.date_check)"
)
"""In the plan then and now, and the reported rating or the date check is another."""

CHANGES: dict[str, tuple[str, str]] = {
    "added": ("open now and not then, or joined the plan since and closed already", _ADDED),
    "new": ("added: it was not recorded then", f"({_ADDED}) AND b.ref IS NULL"),
    "adopted": ("added: it was existing provision then", f"({_ADDED}) AND b.basis = 'existing_provision'"),
    "reopened": (
        "added: it was closed then",
        f"({_ADDED}) AND b.ref IS NOT NULL AND b.basis <> 'existing_provision'",
    ),
    "closed": ("open then and not now, or joined the plan since and closed already", _CLOSED),
    "was_open": ("open then, whatever became of it", "b.was_open"),
    "worse": ("the reported rating or the date check got worse", f"{RERATED} AND {_WORSE}"),
    "better": ("something got better, nothing worse, and no first report is red or amber", f"{RERATED} AND {_BETTER}"),
    "rerated": (
        "a rating was given or lost, or is grey then or now; nothing else got better or worse",
        f"{RERATED} AND NOT {_WORSE} AND NOT ({_BETTER})",
    ),
}
"""Word of ``change:`` → what it means, and its SQL over ``rated_action`` (a) and the earlier row (b)."""

DIRECTION = f"CASE WHEN {_WORSE} THEN -1 WHEN {_BETTER} THEN 1 ELSE 0 END"
"""-1 worse, 1 better, 0 neither, over the same two rows."""


def clause(words: list[str]) -> str:
    """Return the condition on ``rated_action`` (a) for what became of it, any of *words*."""
    wanted = " OR ".join(f"({CHANGES[word][1]})" for word in words)
    return f"EXISTS (SELECT 1 FROM (SELECT 1) LEFT JOIN earlier_action b ON b.ref = a.ref WHERE {wanted})"


def was(marks: int) -> str:
    """Return the condition on ``rated_action`` (a) for its date check at the earlier position, one of *marks* ratings.

    What was existing provision or had ended then was not rated.
    """
    wanted = ",".join("?" * marks)
    return f"EXISTS (SELECT 1 FROM earlier_action b WHERE b.ref = a.ref AND b.current AND b.date_check IN ({wanted}))"


def since(text: str, year_starts: int = YEAR_STARTS) -> Since:
    """Return the earlier position written as a day, or a day and an entry: ``2022-06-30``, ``2022-06-30,#600``.

    Raises ValueError when it is written otherwise.
    """
    said, comma, entry = text.partition(",#")
    if comma and not re.fullmatch("[1-9][0-9]{0,9}", entry):
        raise ValueError("after the day write an entry, like 2022-06-30,#600")
    return Since(dates.parse(said, year_starts=year_starts).day, int(entry) if comma else None)


def ready(position: Position, earlier: Since | None) -> None:
    """Keep the ratings of the *earlier* position for the connection of *position*, unless they are there already.

    Raises PositionError when nothing had occurred by then, or the entry does not exist.
    """
    if earlier is None or _kept(position) == _key(position, earlier):
        return
    from tracker.register.position import Position, When

    known = earlier.known_at or position.entries
    with Position(position.store.path, When(earlier.day, earlier.day, known)) as before:
        keep(position, earlier, before)


def keep(position: Position, earlier: Since, before: Position) -> None:
    """Keep the ratings that the position *before* shows, under the name of *earlier*."""
    rows = before.rows(
        "SELECT a.ref, a.basis, a.status, a.reported, a.date_check,"
        f" ({_OPEN_NOW}) AS was_open, ({CURRENT}) AS current"
        " FROM rated_action a"
    )
    db = position.db
    db.execute("DROP TABLE IF EXISTS temp.earlier_action")
    db.execute("DROP TABLE IF EXISTS temp.earlier_key")
    db.execute(
        "CREATE TEMP TABLE earlier_action(ref TEXT PRIMARY KEY, basis TEXT, status TEXT, reported TEXT,"
        " date_check TEXT, was_open INTEGER, current INTEGER)"
    )
    cursor = db.execute("SELECT 1")
    cursor.executemany("INSERT INTO earlier_action VALUES (?, ?, ?, ?, ?, ?, ?)", [tuple(row.values()) for row in rows])
    db.execute("CREATE TEMP TABLE earlier_key(key TEXT)")
    db.execute("INSERT INTO earlier_key VALUES (?)", [_key(position, earlier)])


def _key(position: Position, earlier: Since) -> str:
    return f"{earlier.day.isoformat()} {earlier.known_at or position.entries}"


def _kept(position: Position) -> str | None:
    there = position.value("SELECT count(*) FROM sqlite_temp_master WHERE name = 'earlier_key'")
    found: str | None = position.value("SELECT key FROM temp.earlier_key") if there else None
    return found
