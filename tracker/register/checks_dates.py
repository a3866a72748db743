"""Rules on dates and on how the plan hangs together: milestones, slips, funding, dependencies, what became of actions.

What the dates themselves say of an action is the date check, in tracker.register.rules.
"""

from __future__ import annotations

from tracker.model.vocabulary import ENDED_STATUSES, Status
from tracker.register.check import SOON_DAYS, Check
from tracker.register.rules import DISAGREE
from tracker.register.states import GOES_ON, IN_PLAN, WORKING, among

DATES = (
    Check(
        "C3",
        "high",
        "reported rating is better than the date check",
        f"SELECT a.ref, a.area, a.reported, a.date_check, a.rule FROM rated_action a WHERE {WORKING} AND ({DISAGREE})",
        "is reported {reported}, and its dates say {date_check}: {rule_words}",
    ),
    Check(
        "C4",
        "medium",
        "due date moved more than once",
        # Here and for the funding, what few actions have comes first: SQLite would go through all of them instead.
        "SELECT a.ref, a.area, r.n FROM (SELECT ref, count(*) AS n FROM revision GROUP BY ref HAVING count(*) > 1) r"
        f" CROSS JOIN dated_action a ON a.ref = r.ref WHERE {GOES_ON}",
        "has had its due date moved {n} times",
    ),
    Check(
        "C5",
        "low",
        f"due within {SOON_DAYS} days",
        f"SELECT a.ref, a.area, a.due_now AS when_due FROM dated_action a WHERE {WORKING} AND {IN_PLAN}"
        f" AND a.due_now BETWEEN :day AND date(:day, '+{SOON_DAYS} days')",
        "is due on {when_due}",
    ),
    Check(
        "C6",
        "medium",
        "funding ends before the due date, or has ended",
        "SELECT a.ref, a.area, f.ends FROM (SELECT ref, max(ends) AS ends FROM funding GROUP BY ref) f"
        f" CROSS JOIN dated_action a ON a.ref = f.ref WHERE {GOES_ON} AND f.ends < COALESCE(a.due_now, :day)",
        "has funding until {ends} only",
    ),
    Check(
        "C35",
        "medium",
        "a milestone is due after its action",
        "SELECT m.ref, a.area, m.due_now AS when_due, a.ref AS action, a.due_now AS ends FROM dated_action a"
        f" JOIN dated_milestone m ON m.action = a.ref WHERE {GOES_ON} AND m.achieved_on IS NULL"
        " AND m.due_now > a.due_now",
        "is due on {when_due}, after its action {action}, which is due on {ends}",
    ),
    Check(
        "C36",
        "medium",
        "signed off before a milestone was achieved",
        "SELECT m.ref, a.area, a.ref AS action, a.signed_off_on AS day_signed FROM milestone m"
        " JOIN action a ON a.ref = m.action WHERE m.void = 0 AND a.void = 0 AND a.status = 'signed_off'"
        " AND (m.achieved_on IS NULL OR m.achieved_on > a.signed_off_on)",
        "was not recorded as achieved when {action} was signed off on {day_signed}",
    ),
    Check(
        "C37",
        "low",
        "no milestone, and due more than six months from now",
        f"SELECT a.ref, a.area, a.due_now AS when_due FROM dated_action a WHERE {GOES_ON}"
        " AND a.due_now > date(:day, '+6 months') AND NOT EXISTS"
        " (SELECT 1 FROM milestone m WHERE m.action = a.ref AND m.void = 0)",
        "is due on {when_due}, more than six months from now, and has no milestone",
    ),
    Check(
        "C38",
        "low",
        "was already past its due date when it was added",
        f"SELECT a.ref, a.area, a.due AS when_due, a.since AS day_added FROM dated_action a WHERE {GOES_ON}"
        " AND a.due < a.since",
        "was added on {day_added}, when its due date of {when_due} had passed already",
    ),
    Check(
        "C39",
        "medium",
        "waits for an action that is late or has ended",
        "SELECT a.ref, a.area, b.ref AS waits_for, b.status AS other_status, b.rule AS other_rule FROM action_depends x"
        " JOIN dated_action a ON a.ref = x.ref JOIN rated_action b ON b.ref = x.value"
        f" WHERE {GOES_ON} AND (b.date_check = 'red' OR b.status IN {among(ENDED_STATUSES)})",
        "waits for {waits_for}: {other}",
    ),
    Check(
        "C40",
        "medium",
        "is carried on by an action that was given up",
        "SELECT a.ref, a.area, b.ref AS waits_for, b.status AS other_status FROM action a JOIN action b"
        " ON b.ref = a.goes_to WHERE a.void = 0 AND a.status = 'superseded'"
        f" AND b.status IN {among((Status.WITHDRAWN, Status.NOT_ACCEPTED))}",
        "ended because {waits_for} was to carry it on: {other}, so nobody does",
    ),
)
