"""Rules on bodies and what they carry: decisions that are late or were taken at no meeting, meetings, risks.

Whether a decision is independent is tested when it is recorded, in tracker.desk.independence.
"""

from __future__ import annotations

from tracker.register.check import ONE_AREA, Check

_OF_BODY = ONE_AREA.format("b.value", "body_areas b WHERE b.ref = d.body")

DECISIONS = (
    Check(
        "C9",
        "high",
        "a decision is overdue",
        f"SELECT d.ref, {_OF_BODY} AS area,"
        " d.body, d.wanted_by FROM decision d WHERE d.void = 0 AND d.state = 'asked' AND d.wanted_by < :day",
        "was wanted of {body} by {wanted_by} and is not decided",
    ),
    Check(
        "C18",
        "low",
        "no meeting is entered",
        f"SELECT b.ref, {ONE_AREA.format('x.value', 'body_areas x WHERE x.ref = b.ref')} AS area"
        " FROM body b"
        " WHERE b.void = 0 AND b.kind = 'executive' AND NOT EXISTS"
        " (SELECT 1 FROM meeting m WHERE m.body = b.ref AND m.void = 0)",
        "has no meeting entered, so nobody is asked for updates by a cut-off",
    ),
    Check(
        "C19",
        "medium",
        "a risk's review date has passed",
        f"SELECT k.ref, {ONE_AREA.format('x.value', 'risk_areas x WHERE x.ref = k.ref')} AS area,"
        " k.review_on FROM risk k WHERE k.void = 0 AND k.state <> 'closed' AND k.review_on < :day",
        "was to be looked at again by {review_on}",
    ),
    Check(
        "C44",
        "low",
        "a decision was taken at no meeting that is entered",
        f"SELECT d.ref, {_OF_BODY} AS area, d.body, d.decided_on AS day_decided FROM decision d WHERE d.void = 0"
        " AND d.state = 'agreed' AND d.meeting IS NULL",
        "was agreed by {body} on {day_decided}, at no meeting that is entered here",
    ),
)
