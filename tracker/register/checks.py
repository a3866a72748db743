"""What needs attention: rules on the plan's quality, each with a stable ID, a severity and words.

The date-check rules that are exceptions are found here too, so that there is one list for the position, the checks
and the reports.  Findings are facts with a reference; nobody is told off.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from tracker.model.days import days_between_words, long
from tracker.model.vocabulary import ENDED_STATUSES, Area, EvidenceState, Precision, Status
from tracker.register import assuring, rules
from tracker.register.check import Check as Check
from tracker.register.checks_dates import DATES
from tracker.register.checks_decisions import DECISIONS
from tracker.register.checks_evidence import EVIDENCE
from tracker.register.checks_people import PEOPLE
from tracker.register.checks_queries import QUERIES
from tracker.register.checks_record import RECORD
from tracker.register.position import Position

SEVERITIES = ("high", "medium", "low")


class Finding(NamedTuple):
    """One thing that needs attention; ``area`` is that of its reference.

    ``accepted_by`` is the decision by which a body accepted it until a day that has not passed; it then asks nothing of
    anybody.  ``accepted_until`` is that day, ISO.
    """

    rule: str
    severity: str
    ref: str
    words: str
    area: str
    accepted_by: str | None = None
    accepted_until: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """The keys that scripts rely on."""
        return self._asdict()


CHECKS = tuple(
    sorted(
        (*DATES, *EVIDENCE, *PEOPLE, *DECISIONS, *QUERIES, *RECORD), key=lambda check: int(check.id.removeprefix("C"))
    )
)
"""Every rule, in the order of its number."""

_DATED = tuple(rule for rule in rules.RULES if rule.exception)
ACCEPTABLE = frozenset(rule.id for rule in _DATED) | {check.id for check in CHECKS if check.acceptable}
"""Rules whose findings a body can accept until a date."""

_RULED = "SELECT ref, area, rule, due_now, completed_on FROM rated_action WHERE rule IN ({marks}) ORDER BY +sort"
_RULE_SEVERITY = {"D1": "high", "D3": "high", "D7": "high"}


def catalogue(settings: dict[str, int]) -> list[tuple[str, str, str]]:
    """Return every rule that is asked, as its ID, severity and title, in order."""
    dated = sorted(_DATED, key=lambda rule: int(rule.id.removeprefix("D")))
    found = [(rule.id, _severity(rule.id), rules.words(rule.id, settings)) for rule in dated]
    return found + [(check.id, check.severity, check.title) for check in CHECKS]


def findings(position: Position, area: str | None = None) -> list[Finding]:
    """Return everything that needs attention, most severe first; with an area, its own and joint findings only."""
    return [finding for finding in everything(position, area) if finding.accepted_by is None]


def everything(position: Position, area: str | None = None) -> list[Finding]:
    """Return what ``findings`` does, and what a body has accepted until a day that has not passed."""
    found = [*_by_rule(position)]
    for check in CHECKS:
        found += _by_check(position, check)
    if area:
        found = [finding for finding in found if finding.area in (area, Area.ALL.value)]
    return sorted(_marked(position, found), key=lambda finding: SEVERITIES.index(finding.severity))


def of_rule(position: Position, rule: str) -> list[Finding]:
    """Return what one rule finds, whether it is accepted or not; nothing for a rule that does not exist."""
    found = [finding for finding in _by_rule(position) if finding.rule == rule]
    for check in CHECKS:
        if check.id == rule:
            found += _by_check(position, check)
    return found


def _marked(position: Position, found: list[Finding]) -> list[Finding]:
    """Say of each finding whether a body accepted it, and until when; one whose day has passed asks again."""
    accepted = {
        (row["rule"], row["about"]): (row["ref"], row["until"])
        for row in position.rows(
            "SELECT d.ref, d.rule, d.until, x.value AS about FROM decision d JOIN decision_about x ON x.ref = d.ref"
            " WHERE d.void = 0 AND d.kind = 'acceptance' AND d.state = 'agreed' AND d.rule IS NOT NULL ORDER BY d.until"
        )
        if row["rule"] in ACCEPTABLE
    }
    return [_accepted(finding, accepted, position.when.day) for finding in found] if accepted else found


def _accepted(finding: Finding, accepted: dict[tuple[str, str], tuple[str, str]], day: date) -> Finding:
    if (finding.rule, finding.ref) not in accepted:
        return finding
    decision, until = accepted[finding.rule, finding.ref]
    if until < day.isoformat():
        return finding._replace(words=f"{finding.words}; its acceptance by {decision} ended on {_day(until)}")
    words = f"{finding.words}; accepted until {_day(until)} by {decision}"
    return finding._replace(words=words, accepted_by=decision, accepted_until=until)


def _severity(rule: str) -> str:
    return _RULE_SEVERITY.get(rule, "medium")


def _by_rule(position: Position) -> list[Finding]:
    wanted = [rule.id for rule in _DATED]
    found = []
    for row in position.rows(_RULED.format(marks=",".join("?" * len(wanted))), wanted):
        words = rules.words(row["rule"], position.settings)
        if row["rule"] == "D1":
            words = _late(row["due_now"], position.when.day)
        elif row["rule"] == "D7":
            words = f"{words} (since {_day(row['completed_on'])})"
        found.append(Finding(row["rule"], _severity(row["rule"]), row["ref"], words, row["area"]))
    return found


@lru_cache(maxsize=4096)
def _late(due: str, today: date) -> str:
    """Return the words for what was due on a day; thousands of actions of a large plan share one."""
    days = days_between_words((today - date.fromisoformat(due)).days)
    return f"was due on {_day(due)}, {days} ago, and is not recorded complete"


def _by_check(position: Position, check: Check) -> list[Finding]:
    values: dict[str, object] = {"day": position.when.day.isoformat()} if ":day" in check.sql else {}
    rows = position.rows(check.sql, values)
    return [Finding(check.id, check.severity, row["ref"], _words(position, check, row), row["area"]) for row in rows]


_DAYS = ("when_due", "ends", "until", "wanted_by", "review_on", "last_read")


def _words(position: Position, check: Check, row: dict[str, Any]) -> str:
    if "{" not in check.words:
        return check.words
    said = dict(row)
    for name, value in row.items():
        if value and (name in _DAYS or name.startswith("day_")):
            exact = Precision(row.get("precision") or "day") if name == "day_dated" else Precision.DAY
            said[name] = long(date.fromisoformat(value), exact)
    if "difference_claimed" in said:
        said["difference_claimed"] = assuring.difference(said["difference_claimed"]).words
    if "evidence_state" in said:
        said["evidence_state"] = EvidenceState(said["evidence_state"]).words
    if "other_status" in said:
        status = Status(said["other_status"])
        ended = status in ENDED_STATUSES
        said["other"] = f"it is {status.words}" if ended else rules.words(said["other_rule"], position.settings)
    if "warned_of" in said:
        from tracker.model import guard  # here, because its kinds are loaded for this one rule

        said["warned"] = guard.listed(said["warned_of"].split(","))
    if said.get("rule"):
        said["rule_words"] = rules.words(said["rule"], position.settings)
    if "successor" in said and not said["successor"]:
        said["successor"] = "not recorded"
    if "last_read" in said:
        said["last"] = f"; the last is to {said['last_read']}" if said["last_read"] else ", and none before"
    return check.words.format(**said)


def _day(iso: str) -> str:
    return long(date.fromisoformat(iso))
