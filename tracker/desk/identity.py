"""Who is acting: a person of the register, named or found by their computer log-in.

What that person may do stands in tracker.desk.permission.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.desk.refusal import Refusal
from tracker.model import limits
from tracker.model.days import long
from tracker.model.text import clean, quoted, safe
from tracker.model.vocabulary import Role
from tracker.register.position import Position


class Person(NamedTuple):
    """Who is acting, as the register knows them."""

    ref: str
    role: Role
    areas: frozenset[str]
    agency: str | None


def person_of(position: Position, who: str | None, via: str, today: date) -> Person:
    """Return the person *who*, or the one whose log-in is *via* and who is in post on *today*.

    Raises Refusal when neither names a person of the register, or when that person has left.
    """
    if who:
        wanted = clean(who).upper()
        row = position.row("SELECT * FROM person WHERE ref = ? AND void = 0", [wanted])
        if row is None:
            raise Refusal(f"There is no person {quoted(who)} in this register; see: tracker people list")
    else:
        row = position.row(
            "SELECT p.* FROM person p WHERE login = ? AND void = 0 AND (until IS NULL OR until >= ?) ORDER BY seq",
            [clean(via)[: limits.LINE], today.isoformat()],
        )
        if row is None:
            raise Refusal(
                f"The log-in '{safe(via)}' is not a person of this register; say who you are with --as P1 "
                "(tracker people list), or ask a manager to add you: tracker people add"
            )
    if row["until"] and row["until"] < today.isoformat():
        raise Refusal(
            f"{row['ref']} left on {long(date.fromisoformat(row['until']))}; act as somebody who is in post (--as)."
        )
    areas = {r["value"] for r in position.rows("SELECT value FROM person_areas WHERE ref = ?", [row["ref"]])}
    return Person(row["ref"], Role(row["role"]), frozenset(areas), row["agency"])
