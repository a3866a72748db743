"""What needs attention: rules on the plan's quality, each with a stable ID, a severity and words.

The date-check rules that are exceptions are found here too, so that there is one list for the position, the checks
and the reports.  Findings are facts with a reference; nobody is told off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.model.dates import days_between_words, long
from tracker.model.vocabulary import Area, Difference
from tracker.register import rules
from tracker.register.position import Position

SEVERITIES = ("high", "medium", "low")


@dataclass(frozen=True)
class Check:
    """One rule: ``sql`` yields rows with ``ref`` and whatever ``words`` fills in; :day is the position's day."""

    id: str
    severity: str
    title: str
    sql: str
    words: str


@dataclass(frozen=True)
class Finding:
    """One thing that needs attention; ``area`` is that of its reference."""

    rule: str
    severity: str
    ref: str
    words: str
    area: str

    def as_json(self) -> dict[str, str]:
        """The keys that scripts rely on."""
        return {"rule": self.rule, "severity": self.severity, "ref": self.ref, "words": self.words, "area": self.area}


_OPEN = "a.status IN ('planned', 'in_progress', 'paused') AND a.basis <> 'existing_provision'"
_RANK = (
    "CASE {0} WHEN 'delivered' THEN 1 WHEN 'practice' THEN 2 WHEN 'outcomes' THEN 3 WHEN 'sustained' THEN 4 ELSE 0 END"
)
_SUPPORTED = (
    "COALESCE((SELECT max(" + _RANK.format("l.shows") + ") FROM evidence_link l JOIN evidence e ON e.ref = l.ref"
    " WHERE l.target = a.ref AND e.void = 0 AND e.state = 'accepted'), 0)"
)

_SHOWN_BY_IT = "evidence_link l JOIN action a ON a.ref = l.target WHERE l.ref = e.ref"
_ONE_AREA = "(SELECT CASE count(DISTINCT {0}) WHEN 1 THEN min({0}) ELSE 'ALL' END FROM {1})"
"""The area of what may belong to several: the only one, else ALL, so that no area misses it."""

CHECKS = (
    Check(
        "C1",
        "high",
        "claimed complete without accepted evidence",
        "SELECT a.ref, a.area FROM dated_action a WHERE a.status = 'complete' AND a.assurance = 'full' AND NOT EXISTS"
        " (SELECT 1 FROM evidence_link l JOIN evidence e ON e.ref = l.ref"
        "  WHERE l.target = a.ref AND e.void = 0 AND e.state = 'accepted')",
        "is claimed complete, and no evidence for it has been accepted",
    ),
    Check(
        "C20",
        "high",
        "signed off, and evidence that it rested on no longer stands",
        "SELECT a.ref, a.area, e.ref AS evidence, e.state AS evidence_state FROM dated_action a"
        " JOIN evidence_link l ON l.target = a.ref JOIN evidence e ON e.ref = l.ref"
        " WHERE a.status = 'signed_off' AND e.void = 0 AND e.state IN ('returned', 'expired')",
        "is signed off, and {evidence} has been {evidence_state} since or was when it was signed off",
    ),
    Check(
        "C2",
        "high",
        "difference claimed is stronger than the accepted evidence",
        f"SELECT a.ref, a.area, a.difference_claimed FROM dated_action a WHERE {_RANK.format('a.difference_claimed')}"
        f" > {_SUPPORTED} AND a.status NOT IN ('superseded', 'not_accepted', 'withdrawn')",
        "claims '{difference_claimed}', more than the accepted evidence shows",
    ),
    Check(
        "C3",
        "high",
        "reported rating is better than the date check",
        "SELECT a.ref, a.area, a.reported, a.date_check, a.rule FROM rated_action a WHERE a.status IN ('planned',"
        " 'in_progress') AND (a.reported = 'green' AND a.date_check IN ('red', 'amber') OR a.reported = 'amber'"
        " AND a.date_check = 'red')",
        "is reported {reported}, and its dates say {date_check}: {rule_words}",
    ),
    Check(
        "C4",
        "medium",
        "due date moved more than once",
        "SELECT a.ref, a.area, count(*) AS n FROM dated_action a JOIN revision r ON r.ref = a.ref"
        f" WHERE {_OPEN} GROUP BY a.ref HAVING count(*) > 1",
        "has had its due date moved {n} times",
    ),
    Check(
        "C5",
        "low",
        "due within 30 days",
        "SELECT a.ref, a.area, a.due_now AS when_due FROM dated_action a WHERE a.status IN ('planned', 'in_progress')"
        " AND a.basis <> 'existing_provision' AND a.due_now BETWEEN :day AND date(:day, '+30 days')",
        "is due on {when_due}",
    ),
    Check(
        "C6",
        "medium",
        "funding ends before the due date, or has ended",
        "SELECT a.ref, a.area, max(f.ends) AS ends FROM dated_action a JOIN funding f ON f.ref = a.ref"
        f" WHERE {_OPEN} GROUP BY a.ref HAVING max(f.ends) < COALESCE(a.due_now, :day)",
        "has funding until {ends} only",
    ),
    Check(
        "C7",
        "medium",
        "relies on a document whose period has ended",
        "SELECT a.ref, a.area, e.ref AS document, e.until FROM dated_action a JOIN action_documents d ON d.ref = a.ref"
        f" JOIN evidence e ON e.ref = d.value WHERE {_OPEN} AND e.until < :day",
        "relies on {document}, whose period ended on {until}",
    ),
    Check(
        "C8",
        "medium",
        "evidence awaits review",
        f"SELECT e.ref, {_ONE_AREA.format('a.area', _SHOWN_BY_IT)}"
        " AS area, e.since AS day_added FROM evidence e WHERE e.void = 0 AND e.state = 'held'"
        " AND julianday(:day) - julianday(e.since) > (SELECT evidence_due_days FROM setting_now)",
        "has awaited review since {day_added}",
    ),
    Check(
        "C9",
        "high",
        "a decision is overdue",
        f"SELECT d.ref, {_ONE_AREA.format('b.value', 'body_areas b WHERE b.ref = d.body')} AS area,"
        " d.body, d.wanted_by FROM decision d WHERE d.void = 0 AND d.state = 'asked' AND d.wanted_by < :day",
        "was wanted of {body} by {wanted_by} and is not decided",
    ),
    Check(
        "C10",
        "medium",
        "the owner has left",
        "SELECT a.ref, a.area, p.ref AS person, p.until FROM dated_action a JOIN person p ON p.ref = a.owner_person"
        f" WHERE {_OPEN} AND p.until < :day",
        "is owned by {person}, who left on {until}",
    ),
    Check(
        "C11",
        "medium",
        "the lead agency has ended",
        "SELECT a.ref, a.area, g.ref AS agency, g.successor, g.until FROM dated_action a"
        " JOIN agency g ON g.ref = a.lead"
        f" WHERE {_OPEN} AND g.until < :day",
        "is led by {agency}, which ended on {until}; its successor is {successor}",
    ),
    Check(
        "C12",
        "medium",
        "no rating has been reported",
        f"SELECT a.ref, a.area FROM dated_action a WHERE {_OPEN} AND a.reported IS NULL",
        "has no reported rating",
    ),
    Check(
        "C13",
        "medium",
        "no expected evidence is written down",
        f"SELECT a.ref, a.area FROM dated_action a WHERE {_OPEN} AND a.basis = 'agreed' AND a.assurance = 'full'"
        " AND NOT EXISTS (SELECT 1 FROM action_expects x WHERE x.ref = a.ref)",
        "has no expected evidence written down",
    ),
    Check(
        "C14",
        "medium",
        "evidence was returned and not replaced",
        "SELECT a.ref, a.area, e.ref AS evidence FROM dated_action a JOIN evidence_link l ON l.target = a.ref"
        " JOIN evidence e ON e.ref = l.ref WHERE e.void = 0 AND e.state IN ('returned', 'expired')"
        " AND a.status NOT IN ('superseded', 'not_accepted', 'withdrawn') AND NOT EXISTS"
        " (SELECT 1 FROM evidence_link m JOIN evidence f ON f.ref = m.ref WHERE m.target = a.ref AND f.void = 0"
        "  AND f.kind = e.kind AND f.state IN ('held', 'accepted'))",
        "rests on {evidence}, which was returned or has expired",
    ),
    Check(
        "C15",
        "low",
        "the links to a recommendation are unconfirmed",
        "SELECT a.recommendation AS ref, 'ALL' AS area, count(*) AS n FROM dated_action a WHERE a.mapping ="
        " 'unconfirmed' AND a.recommendation <> 'X'"
        " AND a.status NOT IN ('superseded', 'not_accepted', 'withdrawn') GROUP BY a.recommendation",
        "has {n} rows whose link to it is ours and unconfirmed",
    ),
    Check(
        "C16",
        "high",
        "the wording of a recommendation is not held",
        "SELECT ref, 'ALL' AS area FROM recommendation WHERE void = 0 AND wording = 'not_held'",
        "is not held: neither its wording nor its subject is in the sources",
    ),
    Check(
        "C17",
        "low",
        "only a paraphrase of a recommendation is held",
        "SELECT ref, 'ALL' AS area FROM recommendation WHERE void = 0 AND wording = 'paraphrase'",
        "is held as a paraphrase; the official wording is not loaded",
    ),
    Check(
        "C18",
        "low",
        "no meeting is entered",
        f"SELECT b.ref, {_ONE_AREA.format('x.value', 'body_areas x WHERE x.ref = b.ref')} AS area"
        " FROM body b"
        " WHERE b.void = 0 AND b.kind = 'executive' AND NOT EXISTS"
        " (SELECT 1 FROM meeting m WHERE m.body = b.ref AND m.void = 0)",
        "has no meeting entered, so nobody is asked for updates by a cut-off",
    ),
    Check(
        "C19",
        "medium",
        "a risk's review date has passed",
        f"SELECT k.ref, {_ONE_AREA.format('x.value', 'risk_areas x WHERE x.ref = k.ref')} AS area,"
        " k.review_on FROM risk k WHERE k.void = 0 AND k.state <> 'closed' AND k.review_on < :day",
        "was to be looked at again by {review_on}",
    ),
)

_RULED = "SELECT ref, area, rule, due_now, completed_on FROM rated_action WHERE rule IN ({marks}) ORDER BY sort"
_RULE_SEVERITY = {"D1": "high", "D3": "high", "D7": "high"}


def findings(position: Position, area: str | None = None) -> list[Finding]:
    """Return everything that needs attention, most severe first; with an area, its own and joint findings only."""
    found = [*_by_rule(position)]
    for check in CHECKS:
        for row in position.rows(check.sql, {"day": position.when.day.isoformat()} if ":day" in check.sql else ()):
            found.append(Finding(check.id, check.severity, row["ref"], _words(position, check, row), row["area"]))
    if area:
        found = [finding for finding in found if finding.area in (area, Area.ALL.value)]
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))


def _by_rule(position: Position) -> list[Finding]:
    wanted = [rule.id for rule in rules.RULES if rule.exception]
    found = []
    for row in position.rows(_RULED.format(marks=",".join("?" * len(wanted))), wanted):
        words = rules.words(row["rule"], position.settings)
        if row["rule"] == "D1":
            late = (position.when.day - date.fromisoformat(row["due_now"])).days
            words = f"was due on {_day(row['due_now'])}, {days_between_words(late)} ago, and is not recorded complete"
        elif row["rule"] == "D7":
            words = f"{words} (since {_day(row['completed_on'])})"
        found.append(Finding(row["rule"], _RULE_SEVERITY.get(row["rule"], "medium"), row["ref"], words, row["area"]))
    return found


def _words(position: Position, check: Check, row: dict[str, Any]) -> str:
    said = dict(row)
    for name in ("when_due", "ends", "until", "day_added", "wanted_by", "review_on"):
        if said.get(name):
            said[name] = _day(said[name])
    if "difference_claimed" in said:
        said["difference_claimed"] = Difference(said["difference_claimed"]).words
    if said.get("rule"):
        said["rule_words"] = rules.words(said["rule"], position.settings)
    if "successor" in said and not said["successor"]:
        said["successor"] = "not recorded"
    return check.words.format(**said)


def _day(iso: str) -> str:
    return long(date.fromisoformat(iso))
