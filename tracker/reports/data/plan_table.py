"""The plan as the one table that people know: a row for each action, a column for each thing that is asked of it.

How the table is written is said by the modules for workbooks and CSV; what an action is stands in the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.model.vocabulary import Area, Basis, ChildGroup, Difference, Precision, Status
from tracker.register.filters import Filter
from tracker.register.listing import ActionLine, page
from tracker.register.position import Position
from tracker.reports.views.causes import last_notes, owners
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import rated

CHUNK = 500
"""Actions that are asked about at once."""


@dataclass(frozen=True)
class Day:
    """A date with how exact it is, so that March 2022 does not become 31 March 2022."""

    on: date
    precision: Precision = Precision.DAY


Value = str | int | Day | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, the name that scripts use, its width in characters, and how it may be filled in.

    ``fixed`` columns are kept from typing in a workbook; ``choices`` are offered as a list.
    """

    name: str
    heading: str
    width: int
    fixed: bool = False
    choices: tuple[str, ...] = ()


REPORTED = tuple(rated(value) for value in ("red", "amber", "green"))
STATUSES = tuple(status.words for status in Status)

COLUMNS = (
    Column("ref", "Reference", 12, fixed=True),
    Column("recommendation", "Recommendation", 18, fixed=True),
    Column("area", "Area", 22, fixed=True),
    Column("title", "Action", 44),
    Column("difference_wanted", "What will be different for children", 36),
    Column("about", "Children it is about, who differ by", 24),
    Column("basis", "Basis", 17, fixed=True),
    Column("lead", "Lead agency", 24),
    Column("owner", "Owner (role)", 24),
    Column("status", "Status", 15, choices=STATUSES),
    Column("reported", "Reported rating", 13, choices=REPORTED),
    Column("date_check", "Date check", 13, fixed=True),
    Column("because", "Why", 32, fixed=True),
    Column("due_original", "Original due date", 19, fixed=True),
    Column("due", "Agreed due date", 19, fixed=True),
    Column("review_on", "Next review", 19),
    Column("evidence_expected", "Kinds of evidence expected", 12, fixed=True),
    Column("evidence_held", "Evidence held", 12, fixed=True),
    Column("evidence_accepted", "Evidence accepted", 12, fixed=True),
    Column("difference", "Difference claimed", 20, choices=tuple(step.words for step in Difference)),
    Column("last_update", "Last update", 19, fixed=True),
    Column("last_note", "Last note", 50),
)
"""The columns in their order; owners are roles or posts, never names."""


def plain_scope(position: Position, area: str | None = None) -> Scope:
    """Return a scope of no report for what is asked about people, agencies and areas at *position*."""
    return Scope(position, area, position.entries, position.when.day)


def rows(position: Position, chosen: Filter) -> list[dict[str, Value]]:
    """Return the actions that *chosen* lets through, in natural order: column name → value."""
    scope = plain_scope(position)
    lines = page(position, chosen)
    found: list[dict[str, Value]] = []
    for start in range(0, len(lines), CHUNK):
        part = lines[start : start + CHUNK]
        refs = [line.ref for line in part]
        people, notes, wanted = owners(scope, refs), last_notes(scope, refs), _wanted(position, refs)
        about = _about(position, refs)
        found += [
            {**_row(scope, line, people[line.ref], notes.get(line.ref), wanted.get(line.ref)), "about": about[line.ref]}
            for line in part
        ]
    return found


def _wanted(position: Position, refs: list[str]) -> dict[str, str]:
    marks = ",".join("?" * len(refs))
    held = position.rows(
        f"SELECT ref, difference_wanted AS d FROM action WHERE ref IN ({marks}) AND difference_wanted IS NOT NULL", refs
    )
    texts = position.texts(row["d"] for row in held)
    return {row["ref"]: texts[row["d"]] for row in held}


def _about(position: Position, refs: list[str]) -> dict[str, str | None]:
    marks = ",".join("?" * len(refs))
    found: dict[str, list[str]] = {}
    for row in position.rows(f"SELECT ref, value FROM action_groups WHERE ref IN ({marks})", refs):
        found.setdefault(row["ref"], []).append(row["value"])
    return {ref: ChildGroup.said(found.get(ref, ())) or None for ref in refs}


def _row(scope: Scope, line: ActionLine, owner: str, note: str | None, wanted: str | None) -> dict[str, Value]:
    return {
        "ref": line.ref,
        "recommendation": line.recommendation,
        "area": "Joint work" if line.area == Area.ALL else scope.area_names[line.area],
        "title": line.title,
        "difference_wanted": wanted,
        "basis": Basis(line.basis).words,
        "lead": scope.agency(line.lead, "") or None,
        "owner": owner,
        "status": Status(line.status).words,
        "reported": rated(line.reported) if line.reported else None,
        "date_check": rated(line.date_check) if line.date_check else None,
        "because": line.because,
        "due_original": _day(line.due_original),
        "due": _day(line.due, line.precision),
        "review_on": _day(line.review_on),
        "evidence_expected": line.evidence_expected,
        "evidence_held": line.evidence_held,
        "evidence_accepted": line.evidence_accepted,
        "difference": Difference(line.difference_claimed).words if line.difference_claimed else None,
        "last_update": _day(line.last_update),
        "last_note": note,
    }


def _day(iso: str | None, precision: str | None = None) -> Day | None:
    return Day(date.fromisoformat(iso), Precision(precision or "day")) if iso else None


MILESTONES = (
    Column("ref", "Reference", 14, fixed=True),
    Column("action", "Action", 12, fixed=True),
    Column("title", "Milestone", 60),
    Column("critical", "Critical", 12, fixed=True),
    Column("due_original", "Original date", 19, fixed=True),
    Column("due", "Agreed date", 19, fixed=True),
    Column("achieved_on", "Achieved", 19, fixed=True),
)


def milestones(position: Position, refs: set[str]) -> list[dict[str, Value]]:
    """Return the milestones of some actions, in natural order."""
    found = position.rows("SELECT * FROM dated_milestone WHERE void = 0 ORDER BY sort")
    mine = [row for row in found if row["action"] in refs]
    texts = position.texts(row["title"] for row in mine)
    return [
        {
            "ref": row["ref"],
            "action": row["action"],
            "title": texts[row["title"]],
            "critical": "critical" if row["critical"] else None,
            "due_original": _day(row["due"], row["precision"]),
            "due": _day(row["due_now"], row["precision_now"]),
            "achieved_on": _day(row["achieved_on"]),
        }
        for row in mine
    ]
