"""Rules on evidence: what a claim or a sign-off rests on, whether it was there in time, and whether the work lasted.

What counts as evidence, and how far a check lowers what may be said, stands in tracker.register.assuring.
"""

from __future__ import annotations

from tracker.register.assuring import ACCEPTED, IN_HAND, LINKED, with_evidence
from tracker.register.check import ONE_AREA, SHOWN_BY_IT, SOON_DAYS, Check, first_day
from tracker.register.gaps import FILE_ACTS
from tracker.register.states import CURRENT, GOES_ON, NOT_ENDED, listed

_DATED_FROM = first_day("e.dated", "e.precision")
_BEGUN = f"COALESCE({first_day('a.started', 'a.started_precision')}, a.since)"
_AREA_OF_IT = ONE_AREA.format("a.area", SHOWN_BY_IT)
_BROUGHT = (
    "(SELECT max(substr(i.at, 1, 10)) FROM entry_ref r JOIN entry_index i ON i.seq = r.seq WHERE r.ref = e.ref"
    f" AND i.act IN {listed(FILE_ACTS)} AND i.undone IS NULL)"
)
"""The day on which the present revision of a piece was recorded."""

EVIDENCE = (
    Check(
        "C1",
        "high",
        "claimed complete without accepted evidence",
        "SELECT a.ref, a.area FROM dated_action a WHERE a.status = 'complete' AND a.assurance = 'full'"
        f" AND NOT {with_evidence(ACCEPTED)}",
        "is claimed complete, and no evidence for it has been accepted",
        acceptable=False,
    ),
    Check(
        "C20",
        "high",
        "signed off, and evidence that it rested on no longer stands",
        "SELECT a.ref, a.area, e.ref AS evidence, e.state AS evidence_state FROM action a"
        f" CROSS JOIN {LINKED} AND l.target = a.ref"
        " WHERE a.void = 0 AND a.status = 'signed_off' AND e.state IN ('returned', 'expired')",
        "is signed off, and {evidence} has been {evidence_state} since or was when it was signed off",
        acceptable=False,
    ),
    Check(
        "C2",
        "high",
        "difference claimed is stronger than the accepted evidence",
        "SELECT a.ref, a.area, a.claimed AS difference_claimed FROM difference_now a WHERE a.claimed > a.evidenced"
        f" AND {NOT_ENDED}",
        "claims '{difference_claimed}', more than the accepted evidence shows",
        acceptable=False,
    ),
    Check(
        "C7",
        "medium",
        "relies on a document whose period has ended",
        "SELECT a.ref, a.area, e.ref AS document, e.until FROM dated_action a JOIN action_documents d ON d.ref = a.ref"
        f" JOIN evidence e ON e.ref = d.value WHERE {GOES_ON} AND e.until < :day",
        "relies on {document}, whose period ended on {until}",
    ),
    Check(
        "C8",
        "medium",
        "evidence awaits review",
        f"SELECT e.ref, {_AREA_OF_IT} AS area, COALESCE((SELECT max(v.occurred_on) FROM evidence_revision v"
        " WHERE v.ref = e.ref), e.since) AS day_added FROM evidence_now e WHERE e.void = 0 AND e.state = 'held'"
        " AND julianday(:day) - julianday(COALESCE((SELECT max(v.occurred_on) FROM evidence_revision v"
        " WHERE v.ref = e.ref), e.since)) > (SELECT evidence_due_days FROM setting_now)",
        "has awaited review since {day_added}",
    ),
    Check(
        "C13",
        "medium",
        "no expected evidence is written down",
        f"SELECT a.ref, a.area FROM dated_action a WHERE {GOES_ON} AND a.basis = 'agreed' AND a.assurance = 'full'"
        " AND NOT EXISTS (SELECT 1 FROM action_expects x WHERE x.ref = a.ref)",
        "has no expected evidence written down",
    ),
    Check(
        "C14",
        "medium",
        "evidence was returned or has expired, and was not replaced",
        "SELECT a.ref, a.area, e.ref AS evidence FROM dated_action a JOIN evidence_link l ON l.target = a.ref"
        " JOIN evidence_now e ON e.ref = l.ref WHERE e.void = 0 AND e.state IN ('returned', 'expired')"
        f" AND {NOT_ENDED} AND NOT EXISTS"
        " (SELECT 1 FROM evidence_link m JOIN evidence_now f ON f.ref = m.ref WHERE m.target = a.ref AND f.void = 0"
        f"  AND f.kind = e.kind AND f.state IN {IN_HAND})",
        "rests on {evidence}, which was returned or has expired",
    ),
    Check(
        "C22",
        "medium",
        "evidence is dated after the sign-off that it is to support",
        "SELECT a.ref, a.area, e.ref AS evidence, e.dated AS day_dated, e.precision, a.signed_off_on AS day_signed"
        f" FROM action a CROSS JOIN {LINKED} AND l.target = a.ref WHERE a.void = 0 AND a.status = 'signed_off'"
        f" AND e.state IN {IN_HAND} AND COALESCE(l.shows, '') <> 'sustained' AND {_DATED_FROM} > a.signed_off_on",
        "was signed off on {day_signed}, and {evidence} is dated {day_dated}, after that",
    ),
    Check(
        "C23",
        "medium",
        "evidence is dated before the work began",
        f"SELECT a.ref, a.area, e.ref AS evidence, e.dated AS day_dated, e.precision, {_BEGUN} AS day_begun"
        f" FROM action a JOIN {LINKED} AND l.target = a.ref WHERE a.void = 0 AND {CURRENT}"
        f" AND l.shows IS NOT NULL AND e.state IN {IN_HAND} AND e.dated < {_BEGUN}",
        "began on {day_begun}, and {evidence} is dated {day_dated}, before that: it cannot show what the work did",
    ),
    Check(
        "C24",
        "low",
        "evidence was recorded long after its date",
        f"SELECT e.ref, {_AREA_OF_IT} AS area, COALESCE(e.collected, e.dated) AS day_dated,"
        f" CASE WHEN e.collected IS NULL THEN e.precision END AS precision, {_BROUGHT} AS day_added"
        f" FROM evidence_now e WHERE e.void = 0 AND e.state IN {IN_HAND} AND e.kind <> 'policy'"
        f" AND julianday({_BROUGHT}) - julianday(COALESCE(e.collected, e.dated))"
        " > (SELECT evidence_late_days FROM setting_now)",
        "is of {day_dated} and was recorded on {day_added}, long after",
    ),
    Check(
        "C25",
        "medium",
        "evidence was accepted by somebody of the agency that leads the work",
        "SELECT a.ref, a.area, e.ref AS evidence, v.by AS person, a.lead AS agency FROM action a"
        f" JOIN {LINKED} AND l.target = a.ref JOIN evidence_review v ON v.seq ="
        " (SELECT max(w.seq) FROM evidence_review w WHERE w.ref = e.ref) JOIN person p ON p.ref = v.by"
        " LEFT JOIN one_agency x ON x.ref = p.agency LEFT JOIN one_agency y ON y.ref = a.lead"
        f" WHERE a.void = 0 AND {NOT_ENDED} AND e.state = 'accepted' AND (p.ref = a.owner_person OR x.body = y.body)",
        "rests on {evidence}, accepted by {person}, who owns the action or is of the agency that leads it, {agency}",
        acceptable=False,
    ),
    Check(
        "C26",
        "medium",
        "a check that signed-off work is sustained is due",
        "SELECT d.ref, d.area, max(d.months) AS months, max(d.due_on) AS when_due FROM sustainment_due d"
        " WHERE d.due_on <= :day AND NOT EXISTS (SELECT 1 FROM sustainment_due e WHERE e.ref = d.ref"
        " AND e.months >= d.months AND e.done IS NOT NULL) GROUP BY d.ref",
        "was to be checked {months} months after its sign-off, on {when_due}, and is not yet",
    ),
    Check(
        "C27",
        "high",
        "the last check found that signed-off work is not sustained",
        "SELECT n.ref, a.area, n.months, n.occurred_on AS day_checked FROM sustainment_now n"
        " JOIN action a ON a.ref = n.ref WHERE n.outcome = 'lapsed'",
        "is signed off, and the check at {months} months, on {day_checked}, found it not sustained",
        acceptable=False,
    ),
    Check(
        "C28",
        "low",
        "the last check found signed-off work partly sustained",
        "SELECT n.ref, a.area, n.months, n.occurred_on AS day_checked FROM sustainment_now n"
        " JOIN action a ON a.ref = n.ref WHERE n.outcome = 'partly'",
        "is signed off, and the check at {months} months, on {day_checked}, found it sustained in part",
    ),
    Check(
        "C29",
        "medium",
        "signed off, and evidence was revised since and awaits review",
        "SELECT a.ref, a.area, e.ref AS evidence, max(v.occurred_on) AS day_added FROM action a"
        f" CROSS JOIN {LINKED} AND l.target = a.ref JOIN evidence_revision v ON v.ref = e.ref"
        " WHERE a.void = 0 AND a.status = 'signed_off' AND e.state = 'held' AND v.occurred_on >= a.signed_off_on"
        " GROUP BY +a.ref, e.ref",
        "is signed off, and {evidence} was revised on {day_added}; nobody has reviewed what it says now",
    ),
    Check(
        "C41",
        "low",
        "evidence is linked to nothing",
        f"SELECT e.ref, 'ALL' AS area FROM evidence_now e WHERE e.void = 0 AND e.state IN {IN_HAND}"
        " AND NOT EXISTS (SELECT 1 FROM evidence_link l WHERE l.ref = e.ref)",
        "is held, and linked to nothing that it is evidence for",
    ),
    Check(
        "C42",
        "medium",
        f"due within {SOON_DAYS} days, and nothing of the evidence expected is in hand",
        f"SELECT a.ref, a.area, a.due_now AS when_due FROM dated_action a WHERE {GOES_ON}"
        f" AND a.due_now BETWEEN :day AND date(:day, '+{SOON_DAYS} days')"
        " AND EXISTS (SELECT 1 FROM action_expects x WHERE x.ref = a.ref) AND NOT EXISTS"
        f" (SELECT 1 FROM action_expects x JOIN {LINKED} AND e.kind = x.value WHERE x.ref = a.ref AND l.target = a.ref"
        f"  AND e.state IN {IN_HAND})",
        "is due on {when_due}, and nothing of the evidence that it is to show is in hand",
    ),
)
