"""What one rule on the plan's quality is made of, and the pieces of SQL that several rules share.

The rules themselves stand by subject in the modules checks_dates, checks_evidence, checks_people, checks_decisions,
checks_queries and checks_record; tracker.register.checks asks them.
"""

from __future__ import annotations

from typing import NamedTuple


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


SOON_DAYS = 30
"""What falls due within so many days is named though nothing is late."""

ONE_AREA = "(SELECT CASE count(DISTINCT {0}) WHEN 1 THEN min({0}) ELSE 'ALL' END FROM {1})"
"""The area of what may belong to several: the only one, else ALL, so that no area misses it."""

SHOWN_BY_IT = "evidence_link l JOIN action a ON a.ref = l.target WHERE l.ref = e.ref"


def first_day(day: str, precision: str) -> str:
    """Return SQL for the first day of a written date, of which only the last day is kept."""
    months = {"month": 0, "quarter": 2, "year": 11}
    arms = " ".join(f"WHEN '{name}' THEN date({day}, 'start of month', '-{n} months')" for name, n in months.items())
    return f"CASE {precision} {arms} ELSE {day} END"
