"""What one rule on the plan's quality is made of, and the pieces of SQL that several rules share.

The rules themselves stand by subject in the modules checks_dates, checks_evidence, checks_people, checks_decisions,
checks_queries and checks_record; tracker.register.checks asks them.
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.model.vocabulary import ENDED_STATUSES


class Check(NamedTuple):
    """One rule: ``sql`` yields rows with ``ref``, ``area`` and whatever ``words`` fills in; :day is the position's day.

    ``acceptable`` says that a body may accept what it finds until a date; what would make a report say more than is
    evidenced, or leave a sign-off without independence, nobody can accept.
    """

    id: str
    severity: str
    title: str
    sql: str
    words: str
    acceptable: bool = True


OPEN = "a.status IN ('planned', 'in_progress', 'paused') AND a.basis <> 'existing_provision'"
"""Work of the plan that goes on (alias a)."""

ENDED = f"({', '.join(repr(status.value) for status in ENDED_STATUSES)})"
NOT_ENDED = f"a.status NOT IN {ENDED}"

LINKED = "evidence_link l JOIN evidence_now e ON e.ref = l.ref AND e.void = 0"
"""Evidence (e) with what it is linked to (l.target), as it stands on the position's day.

Where few actions are meant, CROSS JOIN before it lets SQLite look at those first.
"""

ONE_AREA = "(SELECT CASE count(DISTINCT {0}) WHEN 1 THEN min({0}) ELSE 'ALL' END FROM {1})"
"""The area of what may belong to several: the only one, else ALL, so that no area misses it."""

SHOWN_BY_IT = "evidence_link l JOIN action a ON a.ref = l.target WHERE l.ref = e.ref"


def first_day(day: str, precision: str) -> str:
    """Return SQL for the first day of a written date, of which only the last day is kept."""
    months = {"month": 0, "quarter": 2, "year": 11}
    arms = " ".join(f"WHEN '{name}' THEN date({day}, 'start of month', '-{n} months')" for name, n in months.items())
    return f"CASE {precision} {arms} ELSE {day} END"
