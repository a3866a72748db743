"""The date check: what the dates say of an action, by rule.  The only implementation is the SQL made here from data.

The reported rating is the owner's and stands beside it; the two are never mixed.  Source of the rules: the plan's
design, settings in recommendations/review.md and in ``settings.changed`` entries.
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.model.vocabulary import WORST_FIRST, Rating
from tracker.register import assuring, states


class Rule(NamedTuple):
    """One rule of the date check; ``condition`` is SQL over ``dated_action`` (a) and ``setting_now`` (s)."""

    id: str
    rating: Rating | None
    condition: str
    words: str
    exception: bool = False


_LATE = "(SELECT 1 FROM dated_milestone m WHERE m.action = a.ref AND m.achieved_on IS NULL AND m.due_now < s.today"

RULES = (
    Rule("D0", Rating.BLUE, "a.status = 'signed_off'", "signed off by a body other than the owner"),
    Rule("-", None, states.ENDED, "ended, not rated"),
    Rule("-", None, states.CONTEXT, "existing provision: context, not rated"),
    Rule(
        "D6",
        Rating.GREEN,
        "a.status = 'complete' AND julianday(s.today) - julianday(a.completed_on) <= s.sign_off_wait_days",
        "claimed complete, awaiting sign-off",
    ),
    Rule(
        "D7",
        Rating.GREEN,
        "a.status = 'complete'",
        "claimed complete, awaiting sign-off for more than {sign_off_wait_days} days",
        exception=True,
    ),
    Rule("D12", Rating.GREY, "a.status = 'paused'", "paused", exception=True),
    Rule("D11", Rating.GREY, "a.status = 'proposed' OR a.basis = 'proposed'", "proposed, not agreed", exception=True),
    Rule("D1", Rating.RED, "a.due_now < s.today", "past its agreed due date and not complete", exception=True),
    Rule(
        "D3",
        Rating.RED,
        f"EXISTS {_LATE} AND (m.critical = 1 OR julianday(s.today) - julianday(m.due_now) > s.milestone_red_days))",
        "a milestone is more than {milestone_red_days} days past its agreed date, or critical and past it",
        exception=True,
    ),
    Rule("D2", Rating.AMBER, f"EXISTS {_LATE})", "a milestone is past its agreed date"),
    Rule(
        "D4",
        Rating.AMBER,
        "julianday(a.due_now) - julianday(a.due) > s.slip_amber_days",
        "agreed due date is more than {slip_amber_days} days after the original",
    ),
    Rule(
        "D5",
        Rating.AMBER,
        "EXISTS (SELECT 1 FROM round r WHERE r.area = a.area AND a.counts_from < r.closed"
        " AND COALESCE(a.last_update, '') < r.opened)",
        "no update in the round that closed before the last meeting",
        exception=True,
    ),
    Rule(
        "D9", Rating.GREY, "a.lead IS NULL AND a.owner IS NULL AND a.owner_person IS NULL", "no owner", exception=True
    ),
    Rule("D10", Rating.GREY, "a.due_now IS NULL AND a.review_on IS NULL", "no due date and no next review date", True),
    Rule(
        "D8",
        Rating.GREY,
        "a.due_now IS NULL AND a.review_on < s.today",
        "ongoing, and its review date has passed",
        True,
    ),
    Rule("D13", Rating.GREEN, "1", "on track by its dates"),
)
"""In the order in which they are tried: the first that holds decides, which within open actions is worst first."""

BY_ID = {rule.id: rule for rule in RULES if rule.id != "-"}

LONGEST_DAYS = 3650
"""The most that a setting can be: ten years."""

DEFAULT_SETTINGS = {
    "milestone_red_days": 30,
    "slip_amber_days": 90,
    "sign_off_wait_days": 30,
    "evidence_due_days": 60,
    "evidence_late_days": 90,
}
"""Days; each is a ledger entry (``settings.changed``), so that a past position uses the settings then in force."""


def _case(column: str) -> str:
    values = {
        "rule": lambda rule: f"'{rule.id}'" if rule.rating else "NULL",
        "date_check": lambda rule: f"'{rule.rating.value}'" if rule.rating else "NULL",
    }
    arms = " ".join(f"WHEN {rule.condition} THEN {values[column](rule)}" for rule in RULES)
    return f"CASE {arms} END"


def views() -> dict[str, str]:
    """Return name → SELECT of the views that every question reads; made as temporary views on each connection."""
    rating_of_rule = " ".join(
        f"WHEN '{rule.id}' THEN '{rule.rating.value}'" for rule in RULES if rule.rating is not None
    )
    return {
        "dated_milestone": """
            SELECT m.*, COALESCE(r.due, m.due) AS due_now, COALESCE(r.precision, m.precision) AS precision_now
            FROM milestone m LEFT JOIN revision r
              ON r.seq = (SELECT max(seq) FROM revision WHERE ref = m.ref)
            WHERE m.void = 0""",
        "dated_action": """
            SELECT a.*, COALESCE(r.due, a.due) AS due_now, COALESCE(r.precision, a.precision) AS precision_now,
                   COALESCE(a.adopted_on, a.since) AS counts_from,
                   (SELECT max(occurred_on) FROM progress WHERE ref = a.ref) AS last_update
            FROM action a LEFT JOIN revision r
              ON r.seq = (SELECT max(seq) FROM revision WHERE ref = a.ref)
            WHERE a.void = 0""",
        "ruled_action": f"SELECT a.*, {_case('rule')} AS rule FROM dated_action a CROSS JOIN setting_now s",
        "rated_action": f"SELECT a.*, CASE a.rule {rating_of_rule} END AS date_check FROM ruled_action a",
        **assuring.views(),
    }


def worst_first(column: str) -> str:
    """Return SQL by which a rating sorts, the worst first and none last."""
    arms = " ".join(f"WHEN '{rating}' THEN {place}" for rating, place in WORST_FIRST.items())
    return f"CASE {column} {arms} ELSE {len(WORST_FIRST)} END"


def words(rule_id: str, settings: dict[str, int]) -> str:
    """Return the words of a rule with the settings in force filled in."""
    return BY_ID[rule_id].words.format(**settings)


_WORSE = {Rating.GREEN: (Rating.RED, Rating.AMBER), Rating.AMBER: (Rating.RED,)}
"""Reported rating → the date checks that contradict it."""

DISAGREE = " OR ".join(
    f"a.reported = '{reported}' AND a.date_check IN {states.among(checks)}" for reported, checks in _WORSE.items()
)
"""What ``disagree`` tells, in SQL over ``rated_action`` (a)."""


def disagree(reported: str | None, date_check: str | None) -> bool:
    """Tell whether the owner reports better than the dates say: green over red or amber, amber over red (check C3)."""
    return reported is not None and date_check in _WORSE.get(Rating(reported), ())
