"""Narrowing what needs attention to one rule or one severity, and how much each rule found.

The rules stand in tracker.register.checks; the command line and the screens ask the same question here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.register.checks import SEVERITIES, Finding, catalogue


class Asked(NamedTuple):
    """What is asked for of all that needs attention: one rule, one severity, or all without either."""

    rule: str | None = None
    severity: str | None = None

    def asks(self, rule: str, severity: str) -> bool:
        """Tell whether a rule of a severity is asked for."""
        return self.rule in (None, rule) and self.severity in (None, severity)


class Occurring(NamedTuple):
    """A rule that found something: its severity, its title, and how much it found."""

    rule: str
    severity: str
    title: str
    number: int


def narrowed(found: Sequence[Finding], asked: Asked) -> list[Finding]:
    """Return those of *found* that are asked for, in their order."""
    return [finding for finding in found if asked.asks(finding.rule, finding.severity)]


def rules(settings: dict[str, int], asked: Asked) -> dict[str, str]:
    """Return the rules that are asked for, ID → title, in order; none where there is no such rule."""
    return {rule: title for rule, severity, title in catalogue(settings) if asked.asks(rule, severity)}


def occurring(found: Sequence[Finding], settings: dict[str, int]) -> list[Occurring]:
    """Return the rules that found something of *found*, the most severe first, else in their own order."""
    counts = Counter(finding.rule for finding in found)
    every = [Occurring(rule, severity, title, counts[rule]) for rule, severity, title in catalogue(settings)]
    return sorted((one for one in every if one.number), key=lambda one: SEVERITIES.index(one.severity))


def by_severity(found: Sequence[Finding]) -> Mapping[str, int]:
    """Return severity → how much of *found* is of it, the most severe first; without those that do not occur."""
    counts = Counter(finding.severity for finding in found)
    return {severity: counts[severity] for severity in SEVERITIES if counts[severity]}
