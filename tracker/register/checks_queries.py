"""Rules on queries: questions that wait too long for an answer, and answers that wait too long for the auditor.

The words of a query stand in tracker.register.querying; tracker.register.checks asks these rules with the others.
"""

from __future__ import annotations

from tracker.register.check import Check

WAITING_DAYS = 30
"""A question or an answer that has waited longer than this needs attention."""

_ABOUT = "COALESCE('#' || q.entry, q.about) AS about"
_ASKED_ON = "COALESCE((SELECT max(t.occurred_on) FROM query_turn t WHERE t.ref = q.ref AND t.turn = 'press'), q.since)"
_ANSWERED_ON = "(SELECT max(t.occurred_on) FROM query_turn t WHERE t.ref = q.ref AND t.turn = 'answer')"
_FILED = "JOIN entry_index i ON i.seq = q.seq"
"""The area of a query is the one under which it was filed: that of what it is about."""


def _waiting(state: str, since: str) -> str:
    return (
        f"SELECT q.ref, i.area, {_ABOUT}, {since} AS day_asked FROM query q {_FILED} WHERE q.void = 0"
        f" AND q.state = '{state}' AND julianday(:day) - julianday({since}) > {WAITING_DAYS}"
    )


QUERIES = (
    Check(
        "C30",
        "high",
        "a query awaits an answer past the day it was wanted by",
        f"SELECT q.ref, i.area, {_ABOUT}, q.wanted_by FROM query q {_FILED}"
        " WHERE q.void = 0 AND q.state = 'asked' AND q.wanted_by < :day",
        "asks about {about}; the answer was wanted by {wanted_by} and is not given",
        acceptable=False,
    ),
    Check(
        "C31",
        "medium",
        f"a query is unanswered for more than {WAITING_DAYS} days",
        f"{_waiting('asked', _ASKED_ON)} AND (q.wanted_by IS NULL OR q.wanted_by >= :day)",
        "asks about {about}; it has awaited an answer since {day_asked}",
        acceptable=False,
    ),
    Check(
        "C32",
        "low",
        f"an answered query awaits the auditor for more than {WAITING_DAYS} days",
        _waiting("answered", _ANSWERED_ON),
        "about {about} was answered on {day_asked} and awaits the auditor, who closes it or asks again",
        acceptable=False,
    ),
)
