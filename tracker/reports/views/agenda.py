"""What a meeting of a body needs on its table: what it is asked, its actions with the worst first, a place to write.

Legible in black and white: ratings print as letter, word and symbol.  What a body decides is recorded afterwards.
"""

from __future__ import annotations

from tracker.model.vocabulary import LOCAL_AREAS, WORST_FIRST, Area, DecisionKind, DecisionState
from tracker.register.filters import parse
from tracker.register.listing import ActionLine, page
from tracker.register.showing import Record, records
from tracker.reports.views.causes import NO_OWNER, due_words, last_notes, owners
from tracker.reports.views.decisions import RETURNED, outcome
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, day, left_out, listed, rated, title

ROWS = 200
"""Actions of an area that one sheet lists."""

BLANK = "…" * 24
"""Where somebody writes with a pen."""

NOT_AGREED = {DecisionKind.SIGN_OFF: RETURNED}
"""What a body that does not agree does: a sign-off that is not given goes back to the owner, the rest is refused."""


def choice(kind: str) -> str:
    """Return the outcomes that fit a kind of decision, one to be ringed, and room to write."""
    return f"agreed / {NOT_AGREED.get(DecisionKind(kind), DecisionState.REFUSED.words)} / put off {BLANK}"


def covered(scope: Scope, body: str) -> list[str]:
    """Return the areas that the body sits for, the local ones first; one that sits for none covers all."""
    sits = scope.body_areas(body) or list(Area)
    return [area.value for area in (*LOCAL_AREAS, Area.ALL) if area.value in sits]


def asked(scope: Scope, body: str) -> Table | None:
    """Return what the body is asked to decide and has not decided yet, the earliest wish first."""
    found = records(
        scope.position, "decision", "body = ? AND state = ?", (body, DecisionState.ASKED.value), "ORDER BY sort"
    )
    found.sort(key=lambda row: (row["wanted_by"] or "9999", row["sort"]))
    rows = [
        (
            row["ref"],
            DecisionKind(row["kind"]).words,
            listed(row["about"], 6) or "not recorded",
            _asked(row),
            day(row["wanted_by"], none="no day given"),
            choice(row["kind"]),
        )
        for row in found
    ]
    return Table(("Decision", "Kind", "About", "What is asked", "Wanted by", "Decided"), tuple(rows)) if rows else None


def _asked(row: Record) -> str:
    said = cut(row["asked"], 300)
    if row["kind"] == DecisionKind.EXTENSION and row["proposed_due"]:
        return f"New date {day(row['proposed_due'], row['proposed_precision'])}: {said}"
    return said


def before(scope: Scope, meeting: Record) -> tuple[str, Table | None]:
    """Return when the body met before, in words, and what it decided there."""
    last = scope.position.row(
        "SELECT ref, held_on FROM meeting WHERE body = ? AND void = 0 AND (held_on, sort) < (?, ?)"
        " ORDER BY held_on DESC, sort DESC",
        [meeting["body"], meeting["held_on"], meeting["sort"]],
    )
    if last is None:
        return "No meeting of this body before this one is recorded.", None
    found = records(scope.position, "decision", "meeting = ?", (last["ref"],), "ORDER BY sort")
    said = f"The meeting before was {last['ref']} on {day(last['held_on'])}."
    if not found:
        return f"{said} No decision of that meeting is recorded.", None
    rows = [
        (
            row["ref"],
            DecisionKind(row["kind"]).words,
            listed(row["about"], 6),
            outcome(row),
            cut(row["minute"], 120, none="minute not recorded"),
        )
        for row in found
    ]
    return said, Table(("Decision", "Kind", "About", "Outcome", "Minute"), tuple(rows))


def actions(scope: Scope, area: str) -> Table | None:
    """Return the open actions of an area, the worst first, with a place for what the meeting decides."""
    query = f"area:{area} plan open"
    total = scope.count(query)
    if not total:
        return None
    lines = sorted(page(scope.position, parse(query), sort="check", limit=ROWS), key=_badness)
    refs = [line.ref for line in lines]
    notes, people = last_notes(scope, refs), owners(scope, refs)
    rows = [
        (
            line.ref,
            title(line.title),
            _owner(scope, line, people[line.ref]),
            due_words(line),
            _rating(line),
            notes.get(line.ref, "no note recorded"),
            BLANK,
        )
        for line in lines
    ]
    headers = ("Reference", "Action", "Owner", "Due", "Rating", "Last note", "Decision")
    return Table(headers, tuple(rows), left_out(len(rows), total, f"tracker list '{query}'"))


def _badness(line: ActionLine) -> int:
    """Return how bad the worse of the two ratings is: 0 for red; a list that was in order stays so within one."""
    return min(WORST_FIRST[value] if value else len(WORST_FIRST) for value in (line.reported, line.date_check))


def _owner(scope: Scope, line: ActionLine, owner: str) -> str:
    if not line.lead and owner == NO_OWNER:
        return "neither lead agency nor owner named"
    return f"{scope.agency(line.lead)}; {owner}"


def _rating(line: ActionLine) -> str:
    return f"reported {rated(line.reported, 'none')}; by dates {rated(line.date_check, 'not rated')}"
