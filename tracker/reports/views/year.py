"""A year of the plan for the partnerships' yearly report: little or no progress, and what was done about the review.

What difference was made and what children and families told are views of their own, which the assurance report shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.model.dates import long
from tracker.model.days import months_on
from tracker.model.references import sort_key
from tracker.model.vocabulary import Area, DecisionKind, ResponseKind, Status, Wording
from tracker.register import history, status, trail_filter
from tracker.register.filters import parse
from tracker.register.listing import ActionLine, page
from tracker.register.showing import Record, records
from tracker.reports.views import responses
from tracker.reports.views.causes import cause, last_notes
from tracker.reports.views.decisions import outcome
from tracker.reports.views.other_counts import EVERYWHERE, Counted, evidence
from tracker.reports.views.scope import Scope
from tracker.reports.views.standing import ENDED
from tracker.reports.views.words import (
    NOTHING_NAMED,
    Table,
    cut,
    day,
    joined,
    left_out,
    listed,
    plural,
    spans,
    title,
)

ROWS = 500
LATE_ENTRIES = "late -act:report"
MONTHS = 12
"""A yearly report is due at least every so many months."""


@dataclass(frozen=True)
class Period:
    """The year that the extract is about: from the day after ``after`` to ``until``."""

    after: date
    until: date

    def holds(self, iso: str | None) -> bool:
        """Tell whether an ISO day lies in the period."""
        return iso is not None and self.after.isoformat() < iso <= self.until.isoformat()

    @property
    def words(self) -> str:
        """How the extract names it."""
        return f"from {long(date.fromordinal(self.after.toordinal() + 1))} to {long(self.until)}"


def period(scope: Scope) -> Period:
    """Return the year that ends on the day of the position, or what has passed since the day compared with."""
    return Period(scope.compared.on if scope.compared else months_on(scope.day, -MONTHS), scope.day)


# --- little or no progress --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Little:
    """``said`` has the totals, ``table`` the actions with the reason, ``nothing`` a sentence for each empty place."""

    said: str
    table: Table | None
    nothing: tuple[str, ...]


def little(scope: Scope, year: Period) -> Little:
    """Return where there was little or no progress: late, reported red, standing still, or nothing recorded."""
    lines = page(scope.position, parse(scope.query("plan open")), sort="check")
    found = [(line, why) for line in lines if (why := _why(scope, line, year))]
    notes = last_notes(scope, [line.ref for line, _ in found[:ROWS]])
    rows = [
        (line.ref, title(line.title), scope.agency(line.lead), why, notes.get(line.ref, "no note recorded"))
        for line, why in found[:ROWS]
    ]
    headers = ("Reference", "Action", "Lead agency", "Why it stands here", "Last note")
    more = left_out(len(rows), len(found), "tracker list 'plan open'")
    return Little(_counts(scope, year), Table(headers, tuple(rows), more) if rows else None, _empty(scope))


def _counts(scope: Scope, year: Period) -> str:
    """Say how many open actions stand still, one reason after the other; an action may have several."""
    total = scope.count(scope.query("plan open"))
    if not total:
        return "No action is open in the plan."
    begun = date.fromordinal(year.after.toordinal() + 1)
    reasons = (
        ("red by their dates", "check:red"),
        ("reported red", "reported:red"),
        ("paused", "status:paused"),
        ("proposed and not agreed", "status:proposed"),
        ("with no update at all", "updated:none"),
        (f"with no update since {long(begun)}", f"updated<{begun.isoformat()}"),
    )
    told = [
        f"{number} {words}" for words, query in reasons if (number := scope.count(scope.query(f"plan open {query}")))
    ]
    if not told:
        return f"None of {plural(total, 'open action')} is late, reported red, paused, not agreed or without an update."
    return f"Of {plural(total, 'open action')}: {', '.join(told)}. An action may be counted under several of these."


def _why(scope: Scope, line: ActionLine, year: Period) -> str:
    said = []
    if line.date_check == "red":
        said.append(cause(scope, line))
    if line.reported == "red":
        said.append("reported red")
    if line.status in (Status.PAUSED, Status.PROPOSED):
        said.append("paused" if line.status == Status.PAUSED else "proposed, not agreed")
    elif not year.holds(line.last_update):
        said.append("no update in the year")
    return "; ".join(said)


def _empty(scope: Scope) -> tuple[str, ...]:
    """Say, recommendation by recommendation, in which areas nothing is in the plan."""
    said = []
    for line in status.matrix(scope.position):
        if line.ref == "X":
            continue
        none = [code for code in scope.locals if not line.areas[code].actions]
        if none:
            unnamed = [code for code in none if scope.nothing(f"{line.ref}.{code}")]
            for codes, why in ((unnamed, f" ({NOTHING_NAMED})"), ([code for code in none if code not in unnamed], "")):
                if codes:
                    names = joined([scope.area_names[code] for code in codes])
                    said.append(f"{line.ref}: nothing is in the plan of {names}{why}.")
    return tuple(said)


# --- decisions and actions on the recommendations ---------------------------------------------------------------------


def recommendations(scope: Scope) -> Table | None:
    """Return recommendation by recommendation what was answered, and how far each area is; areas are never added."""
    held = {row["ref"] for row in records(scope.position, "recommendation")}
    rows = [
        (
            f"{line.spoken if line.ref in held else 'X'}: {title(line.title)}",
            _responses(scope, line.ref) if line.ref in held else "serves none that is held",
            *(_far(scope, f"{line.ref}.{code}") for code in scope.areas),
        )
        for line in status.matrix(scope.position)
    ]
    named = ["Joint work" if code == Area.ALL else scope.area_names[code] for code in scope.areas]
    return Table(("Recommendation", "Response", *named), tuple(rows)) if rows else None


def _far(scope: Scope, cell: str) -> str:
    """Say how many actions of one area are open, late, signed off and ended."""
    counts = (
        ("open", "plan open"),
        ("late", "plan overdue"),
        ("signed off", "plan status:signed_off"),
        ("ended", f"plan status:{ENDED}"),
    )
    told = [f"{number} {words}" for words, query in counts if (number := scope.count(f"{cell} {query}"))]
    return ", ".join(told) or (NOTHING_NAMED if scope.nothing(cell) else "none in the plan")


def _responses(scope: Scope, ref: str) -> str:
    told = [
        f"{ResponseKind(row['response']).words} ({scope.area_names[code]})"
        for code, row in responses.newest(scope, ref).items()
    ]
    return "; ".join(told) or responses.NONE


def wording(scope: Scope) -> str:
    """Say of which recommendations the official wording is not held."""
    rows = records(scope.position, "recommendation")
    missing = sorted((row["ref"] for row in rows if row["wording"] != Wording.VERBATIM), key=sort_key)
    return f"The official wording of {spans(missing)} is not held." if missing else ""


def closed(scope: Scope, year: Period) -> Table | None:
    """Return the actions that were signed off in the year."""
    lines = page(scope.position, parse(scope.query("plan status:signed_off")))
    days = {row["ref"]: row["signed_off_on"] for row in scope.position.rows("SELECT ref, signed_off_on FROM action")}
    rows = [
        (line.ref, title(line.title), scope.agency(line.lead), day(days[line.ref]))
        for line in lines
        if year.holds(days[line.ref])
    ]
    return Table(("Reference", "Action", "Lead agency", "Signed off"), tuple(rows)) if rows else None


def decided(scope: Scope, year: Period) -> Table | None:
    """Return what bodies decided in the year."""
    found = [row for row in records(scope.position, "decision", order="ORDER BY decided_on, sort") if _mine(scope, row)]
    taken = [row for row in found if year.holds(row["decided_on"])]
    rows = [
        (
            row["ref"],
            DecisionKind(row["kind"]).words,
            listed(row["about"], 6) or "not recorded",
            scope.body(row["body"]),
            outcome(row),
            day(row["decided_on"]),
            cut(row["minute"], 100, none="minute not recorded"),
        )
        for row in taken[:ROWS]
    ]
    headers = ("Decision", "Kind", "About", "Body", "Outcome", "When", "Minute")
    more = left_out(len(rows), len(taken), "tracker decision list")
    return Table(headers, tuple(rows), more) if rows else None


def _mine(scope: Scope, row: Record) -> bool:
    return scope.area is None or bool(set(scope.body_areas(row["body"])) & set(scope.areas))


def counted(scope: Scope) -> list[Counted]:
    """Return the counts of other things that the extract prints, with their commands."""
    told, cited = "kind:voice state:accepted", "state:not_in_hand"
    return [
        (f"evidence list '{told}'", len(evidence(scope, told))),
        (f"{EVERYWHERE}evidence list '{cited}'", len(evidence(scope, cited, everywhere=True))),
    ]


def entry_counts(scope: Scope) -> list[tuple[str, int]]:
    """Return the count of entries that were recorded late, with its query of ``tracker log``."""
    number = history.count(scope.position, trail_filter.parse(LATE_ENTRIES))
    return [(LATE_ENTRIES, number)] if number else []
