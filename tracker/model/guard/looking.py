"""Looks at a text with every rule; the rules stand by subject beside this module."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tracker.model.guard import children, contacts, counts, identifiers, incidents
from tracker.model.guard.kinds import Kind, Match, Rule, Span
from tracker.model.guard.levelling import Levelled

_RULES = (*identifiers.RULES, *contacts.RULES, *children.RULES, *counts.RULES)


@cache
def _rules(domains: frozenset[str]) -> tuple[Rule, ...]:
    return (*_RULES, contacts.email_rule(domains))


def matches(text: str, domains: frozenset[str]) -> list[Match]:
    """Return where *text* looks like personal data, in order; see `tracker.model.guard.look`."""
    levelled = Levelled(text)
    apart = _apart(_found(levelled.text, domains))
    return sorted(Match(*levelled.span(start, end), kind) for kind, (start, end) in apart)


def _found(text: str, domains: frozenset[str]) -> Iterator[tuple[Kind, Span]]:
    lowered = text.lower()
    for rule in _rules(domains):
        for span in rule.find(text, lowered):
            yield rule.kind, span
    for span in incidents.spans(text, lowered):
        yield Kind.SCHOOL_INCIDENT, span


def _apart(found: Iterator[tuple[Kind, Span]]) -> Iterator[tuple[Kind, Span]]:
    """Join matches of one kind that overlap, as two rules may find the same words."""
    by_kind: dict[Kind, list[Span]] = {}
    for kind, span in found:
        by_kind.setdefault(kind, []).append(span)
    for kind, spans in by_kind.items():
        spans.sort()
        start, end = spans[0]
        for next_start, next_end in spans[1:]:
            if next_start >= end:
                yield kind, (start, end)
                start = next_start
            end = max(end, next_end)
        yield kind, (start, end)
