"""The rules on plan quality that were asked before a report: what each found and where, and which found nothing.

Every rule is named, so that silence is known to be an answer; the rules are the register's (tracker.register.checks).
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.register.checks import Finding, catalogue
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, listed, plural, spans

REFS = 60
"""How many references stand in a cell before it says how many more there are."""


class Checked(NamedTuple):
    """``said`` is the sentence with the totals; ``found`` a row for each rule that finds something; ``quiet`` the rest.

    All three are words or tables that are printed as they stand.
    """

    said: str
    found: Table | None
    quiet: str


def checked(scope: Scope) -> Checked:
    """Return what every rule finds in the areas of the report, what a body has accepted included."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in scope.findings_by_ref:
        by_rule.setdefault(finding.rule, []).append(finding)
    rules = catalogue(scope.position.settings)
    rows = [
        (rule, title, severity, _count(by_rule[rule]), spans([_name(scope, one) for one in by_rule[rule]], REFS))
        for rule, severity, title in rules
        if rule in by_rule
    ]
    total = sum(len(found) for found in by_rule.values())
    said = f"{plural(len(rules), 'rule')} were asked; {len(rows)} of them found {plural(total, 'thing')} in all."
    quiet = listed([f"{rule} ({title})" for rule, _, title in rules if rule not in by_rule], len(rules))
    return Checked(said, Table(("Rule", "What", "Weight", "How many", "Which"), tuple(rows)) if rows else None, quiet)


def _count(found: list[Finding]) -> str:
    accepted = sum(one.accepted_by is not None for one in found)
    return f"{len(found)}, of which {accepted} accepted" if accepted else str(len(found))


def _name(scope: Scope, finding: Finding) -> str:
    return scope.bodies.get(finding.ref, finding.ref)
