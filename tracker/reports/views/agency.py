"""One agency: under which codes it is recorded, its commitments, each once, and what is asked of it by which body.

What is asked follows from decisions, queries and the rules on plan quality; nothing is asked here that they do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tracker.model import references
from tracker.model.references import sort_key
from tracker.model.vocabulary import AgencyKind, BodyKind, DecisionState, QueryState
from tracker.register import querying
from tracker.register.filters import parse
from tracker.register.listing import ActionLine, page, refs
from tracker.register.position import Position
from tracker.register.showing import records
from tracker.reports.views import standing
from tracker.reports.views.causes import due_words
from tracker.reports.views.decisions import asked_words, by_when
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, day, joined, left_out, plural, rated, spans, title

COMMITMENTS = 6
ASKED = 10
"""Rows that fit on the one page."""

WANTED = {
    "D1": "finish what is past its date, or ask for a revised date",
    "D3": "achieve a milestone that is past its date, or ask for a revised one",
    "D5": "send the update that did not come in the last round",
    "D8": "set the next review date",
    "D9": "name an owner",
    "D10": "set a due date or a next review date",
    "C2": "claim no more difference than accepted evidence shows, or bring the evidence",
    "C10": "name an owner in place of one who has left",
    "C13": "write down the evidence that is to show the work",
    "C14": "replace evidence that was returned or has expired",
    "C26": "check whether signed-off work is sustained",
    "C27": "say what follows from signed-off work that was not sustained",
    "C42": "put evidence in hand for what falls due",
}
"""Rule → what it asks of the agency that leads the action."""


class Asked(NamedTuple):
    """One thing that is asked: what, by whom, by when, and of which references; ``order`` sorts what is due first."""

    order: str
    what: str
    whom: str
    when: str
    about: str


@dataclass(frozen=True)
class Agency:
    """One agency: ``said`` is what it is, ``counted`` how many commitments it has, ``asked`` a line for each thing."""

    name: str
    said: str
    counted: str
    commitments: Table | None
    asked: tuple[str, ...]
    areas: Table | None


def family(position: Position, code: str) -> list[str]:
    """Return the codes under which an agency is recorded: its own, of those before and after it, and of its parts.

    Empty when there is no such agency at this position.
    """
    rows = position.rows("SELECT ref, successor, part_of FROM agency WHERE void = 0")
    found = {code} & {row["ref"] for row in rows}
    while found:
        more = {row["ref"] for row in rows if row["successor"] in found or row["part_of"] in found}
        more |= {row["successor"] for row in rows if row["ref"] in found and row["successor"]}
        if more <= found:
            break
        found |= more
    return [code, *sorted(found - {code})] if found else []


def agency(scope: Scope, codes: list[str]) -> Agency:
    """Return the sheet of the agency that is recorded under *codes*, its own first."""
    return Agency(
        name=scope.agency(codes[0]),
        said=_said(scope, codes),
        counted=_counted(scope, codes),
        commitments=_commitments(scope, codes),
        asked=_asked(scope, codes),
        areas=_areas(scope),
    )


def _areas(scope: Scope) -> Table | None:
    """Area by date check, only where it has a commitment."""
    found = {area: here for area, here in standing.by_area(scope).items() if here.plan}
    return standing.by_dates(scope, found) if found else None


def _said(scope: Scope, codes: list[str]) -> str:
    row = records(scope.position, "agency", "ref = ?", (codes[0],))[0]
    areas = joined([scope.area_names[area] for area in row["areas"]]) or "no area recorded"
    said = f"{AgencyKind(row['kind']).words.capitalize()}; works in {areas}."
    others = [f"{scope.agency(code)} ({code})" for code in codes[1:]]
    return f"{said} Counted with it, as one agency: {joined(others)}." if others else said


def _counted(scope: Scope, codes: list[str]) -> str:
    """Each commitment once: an action of three areas, or one that an agency leads and helps with, is one action."""
    total, leads = scope.count(scope.query("plan current")), scope.count(scope.query(f"{_led(codes)} plan current"))
    if not total:
        said = "No action in the plan names it, as lead agency or as delivery partner."
    else:
        said = (
            f"{plural(total, 'commitment')} in the plan, each counted once: it leads {leads} and is a delivery partner "
            f"in {total - leads} more."
        )
    existing = scope.count(scope.query("basis:existing_provision"))
    if existing:
        said += f" Existing provision in which it is named, as context: {plural(existing, 'row')}."
    return said


def _led(codes: list[str]) -> str:
    return f"lead:{','.join(codes)}"


def _commitments(scope: Scope, codes: list[str]) -> Table | None:
    query = scope.query("plan current")
    total = scope.count(query)
    if not total:
        return None
    led = _leads(scope, codes)
    lines = page(scope.position, parse(query), sort="check", limit=COMMITMENTS)
    rows = [
        (
            f"{line.ref}: {title(cut(line.title, 60))}",
            "leads" if line.ref in led else _partner(line),
            due_words(line),
            rated(line.reported, "not reported"),
            f"{rated(line.date_check)}: {line.because}",
        )
        for line in lines
    ]
    headers = ("Commitment", "Its part", "Due", "Reported rating", "Date check")
    return Table(headers, tuple(rows), left_out(len(rows), total, f"tracker list '{query}'"))


def _partner(line: ActionLine) -> str:
    return f"partner of {line.lead}" if line.lead else "partner; nobody leads"


def _leads(scope: Scope, codes: list[str]) -> set[str]:
    return set(refs(scope.position, parse(scope.query(_led(codes)))))


# --- what is asked of it ----------------------------------------------------------------------------------------------


def _asked(scope: Scope, codes: list[str]) -> tuple[str, ...]:
    """A line for each body and day, what is due first in front; full lines take half the room of a table."""
    found = sorted([*_decisions(scope, codes), *_queries(scope), *_rules(scope, codes)])
    grouped: dict[tuple[str, str], list[str]] = {}
    for each in found[:ASKED]:
        grouped.setdefault((each.whom, each.when), []).append(f"{each.what}: {each.about}")
    shown = tuple(f"{whom}, {when}: {'; '.join(asked)}" for (whom, when), asked in grouped.items())
    return (*shown, *filter(None, [left_out(min(ASKED, len(found)), len(found), "tracker check")]))


def _decisions(scope: Scope, codes: list[str]) -> list[Asked]:
    """Decisions that bodies are asked for, where it sits on the body or the decision is about its commitment."""
    found = []
    for row in records(scope.position, "decision", "state = ?", (DecisionState.ASKED.value,), "ORDER BY sort"):
        members = scope.position.rows("SELECT value FROM body_agencies WHERE ref = ?", [row["body"]])
        sits = any(member["value"] in codes for member in members)
        own = any(scope.about(ref) for ref in row["about"])
        if sits or own:
            part = "bring what the body needs for its decision" if own else "take part in the decision"
            when = by_when(scope, row)
            about = f"{row['ref']}: {asked_words(row, 90)}"
            found.append(Asked(row["wanted_by"] or "9998", part, scope.body(row["body"]), when, about))
    return found


def _queries(scope: Scope) -> list[Asked]:
    found = []
    for row in querying.all_of(scope.position):
        if row["state"] == QueryState.ASKED and scope.about(row["about"]):
            when = day(row["wanted_by"], none="no day given")
            if row["wanted_by"] and row["wanted_by"] < scope.day.isoformat():
                when += " (overdue)"
            about = f"{row['ref']} on {row['about']}: {cut(row['question'], 90)}"
            found.append(Asked(row["wanted_by"] or "9998", "answer a query", "auditor or scrutineer", when, about))
    return found


def _rules(scope: Scope, codes: list[str]) -> list[Asked]:
    """What the rules find on actions that it leads, by the executive of the action's area; that of its next meeting."""
    led = _leads(scope, codes)
    grouped: dict[tuple[str, str], list[str]] = {}
    for finding in scope.findings:
        action = references.parse(finding.ref).action if references.is_reference(finding.ref) else None
        if finding.rule in WANTED and finding.accepted_by is None and action in led:
            grouped.setdefault((finding.rule, finding.area), []).append(finding.ref)
    found = []
    for (rule, area), about in grouped.items():
        body, meeting = _executive(scope, area)
        named = spans(sorted(about, key=sort_key))
        found.append(Asked("9999" + sort_key(rule), f"{WANTED[rule]} ({rule})", body, meeting, named))
    return found


def _executive(scope: Scope, area: str) -> tuple[str, str]:
    """The executive that an area's actions answer to, and its next meeting with the day by which updates are due."""
    row = scope.position.row(
        "SELECT b.ref FROM body b JOIN body_areas x ON x.ref = b.ref WHERE b.void = 0 AND b.kind = ? AND x.value = ?"
        " ORDER BY b.ref",
        [BodyKind.EXECUTIVE.value, area],
    )
    if row is None:
        return "no executive recorded", "no meeting entered"
    meeting = scope.position.row(
        "SELECT ref, held_on, cut_off FROM meeting WHERE body = ? AND held_on >= ? AND void = 0 ORDER BY held_on, sort",
        [row["ref"], scope.day.isoformat()],
    )
    if meeting is None:
        return scope.body(row["ref"]), "no meeting entered"
    passed = meeting["cut_off"] < scope.day.isoformat()
    due = "now" if passed else day(meeting["cut_off"])
    return scope.body(row["ref"]), f"{due}, for {meeting['ref']} on {day(meeting['held_on'])}"
