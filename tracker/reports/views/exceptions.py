"""What is off track, with its cause; what else needs attention, rule by rule; and notes on the quality of the data.

The rules and their severity are the register's; here they are sorted into what an executive acts on and what is tidied.
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.model.vocabulary import Rating
from tracker.register.checks import SEVERITIES, Finding, catalogue
from tracker.register.filters import Filter, parse
from tracker.register.listing import ActionLine, page, refs
from tracker.register.rules import RULES
from tracker.reports.views.causes import cause, due_words, last_notes, with_note
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, day, is_are, joined, left_out, listed, plural, rated, spans, title

OFF_TRACK = "plan status:planned,in_progress,paused rag:red,amber"
ON_THE_PAGE = 5
NAMED = 8
NO_NOTE = "no note by the owner"
ROWS = 40

QUALITY = ("C12", "C13", "C15", "C16", "C17", "C18", "C24", "C37", "C38", "C41", "C44", "C45", "C46", "C47")
"""Rules that say how complete the record is."""

AHEAD = ("C5",)
"""Rules that the part on the next quarter answers."""


class Exceptions(NamedTuple):
    """``worst`` is a line for each of the worst few; the tables are None where there is nothing to say."""

    total: int
    worst: tuple[str, ...]
    further: str
    grey: str
    better_than_dates: str
    off_track: Table | None
    silent: str
    others: Table | None
    accepted: Table | None
    quality: Table | None


def exceptions(scope: Scope) -> Exceptions:
    """Return what is off track and what else needs attention."""
    query = scope.query(OFF_TRACK)
    total = scope.count(query)
    silent = _silent(scope)
    lines = _worst_first(scope, query)
    found = [each for each in scope.findings_by_ref if each.accepted_by is None]
    return Exceptions(
        total=total,
        worst=_worst(scope, lines[:ON_THE_PAGE]),
        further=_further(
            total - len(silent) - min(len(lines), ON_THE_PAGE), [line.ref for line in lines[ON_THE_PAGE:]]
        ),
        grey=_grey(scope),
        better_than_dates=_better_than_dates(scope),
        off_track=_table(scope, lines, total - len(silent)),
        silent=_silent_words(silent),
        others=_by_rule(scope, [each for each in found if each.rule not in (*QUALITY, *AHEAD)]),
        accepted=_accepted(scope, [each for each in scope.findings if each.accepted_by]),
        quality=_by_rule(scope, [each for each in found if each.rule in QUALITY]),
    )


def _grey(scope: Scope) -> str:
    """Say how many actions the dates cannot rate, and why: an action that nobody owns is never late."""
    query = scope.query("plan check:grey")
    total = scope.count(query)
    if not total:
        return ""
    grey = [rule.id for rule in RULES if rule.rating is Rating.GREY]
    counts = [(rule, scope.count(f"{query} rule:{rule}")) for rule in grey]
    counts.sort(key=lambda pair: -pair[1])
    causes = joined([f"{scope.rule_words(rule)} ({number})" for rule, number in counts if number])
    return f"{plural(total, 'action')} cannot be rated by dates, {rated(Rating.GREY)}: {causes}."


def _better_than_dates(scope: Scope) -> str:
    """Say which actions their owners report as better than the dates are."""
    query = scope.query("plan status:planned,in_progress disagree")
    total = scope.count(query)
    if not total:
        return ""
    chosen = parse(query)
    rows = scope.position.rows(
        f"SELECT a.ref FROM rated_action a WHERE {chosen.where} ORDER BY a.sort LIMIT {ROWS}", chosen.values
    )
    named = listed([row["ref"] for row in rows], 8)
    return f"{plural(total, 'action')} {is_are(total)} reported as better than the dates say: {named}."


SILENT = f"{OFF_TRACK} rule:D5 -reported:red,amber"
"""Amber only because nobody sent an update: named together, so that they do not hide the others."""


def _silent(scope: Scope) -> list[str]:
    query = scope.query(SILENT)
    return refs(scope.position, parse(query)) if scope.count(query) else []


def _silent_words(silent: list[str]) -> str:
    if not silent:
        return ""
    return (
        f"{len(silent)} more {is_are(len(silent))} {rated(Rating.AMBER)} only because no "
        f"update came in the round that closed before the last meeting: {spans(silent)}."
    )


def _worst_first(scope: Scope, query: str) -> list[ActionLine]:
    """The worse of the two ratings decides; among equals, the older due date comes first."""
    chosen = parse(query)
    silent = parse(SILENT)
    chosen.add(f"({silent.where}) IS NOT TRUE", *silent.values)
    found = scope.position.rows(
        f"SELECT a.ref FROM rated_action a WHERE {chosen.where} ORDER BY"
        " CASE WHEN a.date_check = 'red' THEN 0 WHEN a.reported = 'red' THEN 1 ELSE 2 END,"
        f" a.due_now IS NULL, a.due_now, a.sort LIMIT {ROWS}",
        chosen.values,
    )
    order = [row["ref"] for row in found]
    lines = page(scope.position, Filter([f"a.ref IN ({','.join('?' * len(order))})"], list(order)))
    return sorted(lines, key=lambda line: order.index(line.ref))


def _worst(scope: Scope, lines: list[ActionLine]) -> tuple[str, ...]:
    notes = last_notes(scope, [line.ref for line in lines])
    return tuple(_line(scope, line, notes.get(line.ref, NO_NOTE)) for line in lines)


def _line(scope: Scope, line: ActionLine, note: str) -> str:
    """Say what is wrong with one action: by its dates the rule, as reported what the owner wrote."""
    worst = Rating.RED if Rating.RED in (line.date_check, line.reported) else Rating.AMBER
    what = f"{line.ref}, {cut(line.title, 90)}"
    if line.date_check == worst:
        return f"{rated(worst)} by its dates: {what}: {cause(scope, line)}."
    return f"{rated(worst)} as reported: {what}: {note}; by its dates {rated(line.date_check)}, {cause(scope, line)}."


def _further(number: int, rest: list[str]) -> str:
    """Name the next few: one that its owner reports red may be among them."""
    if not number:
        return ""
    named = [*rest[:NAMED], *([f"{number - NAMED} more"] if number > NAMED else [])]
    return (
        f"{number} more {'stands' if number == 1 else 'stand'} in the part Off track and exceptions: {joined(named)}."
    )


def _table(scope: Scope, lines: list[ActionLine], total: int) -> Table | None:
    if not lines:
        return None
    notes = last_notes(scope, [line.ref for line in lines])
    rows = [
        (
            f"{line.ref}: {title(line.title)}",
            scope.agency(line.lead),
            due_words(line),
            rated(line.reported, "not reported"),
            rated(line.date_check),
            with_note(cause(scope, line), notes.get(line.ref, NO_NOTE)),
        )
        for line in lines
    ]
    headers = ("Action", "Lead agency", "Due", "Reported rating", "Date check", "Cause, and the last note")
    return Table(headers, tuple(rows), left_out(len(rows), total, "tracker list with the query in the annex"))


def _accepted(scope: Scope, found: list[Finding]) -> Table | None:
    """What a body accepted until a day that has not passed: what it is, by which decision, until when."""
    if not found:
        return None
    titles = {rule: title for rule, _, title in catalogue(scope.position.settings)}
    rows = [
        (each.ref, f"{each.rule}: {titles[each.rule]}", each.accepted_by or "", day(each.accepted_until))
        for each in found[:ROWS]
    ]
    headers = ("Reference", "What was accepted", "Decision", "Until")
    return Table(headers, tuple(rows), left_out(len(rows), len(found), "tracker check"))


def _by_rule(scope: Scope, found: list[Finding]) -> Table | None:
    if not found:
        return None
    titles = {rule: title for rule, _, title in catalogue(scope.position.settings)}
    grouped: dict[str, list[Finding]] = {}
    for each in found:
        grouped.setdefault(each.rule, []).append(each)
    order = sorted(grouped, key=lambda rule: (SEVERITIES.index(grouped[rule][0].severity), rule[0], int(rule[1:])))
    rows = [
        (
            rule,
            titles[rule],
            grouped[rule][0].severity,
            str(len(grouped[rule])),
            spans([scope.bodies.get(each.ref, each.ref) for each in grouped[rule]], 10),
        )
        for rule in order
    ]
    return Table(("Rule", "What", "Weight", "How many", "Which"), tuple(rows))
