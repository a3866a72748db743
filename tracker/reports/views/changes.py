"""What changed since an earlier issue or day: ratings old → new with the cause, and the entries that were made, in words.

Which entries count as new is one question: those that the position holds now and the earlier one did not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.model import references
from tracker.model.dates import long
from tracker.model.text import fit
from tracker.model.vocabulary import (
    Assurance,
    Basis,
    DecisionState,
    Difference,
    EvidenceKind,
    EvidenceState,
    Mapping,
    Rating,
    RiskState,
    Status,
    Wording,
)
from tracker.register import history
from tracker.register.filters import Filter
from tracker.register.listing import page
from tracker.register.position import Position
from tracker.reports.views.causes import cause
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, joined, left_out, numbered, plural, rated, spans

ROWS = 60
LATE_DAYS = 30
"""An entry recorded more than so many days after what it records occurred is said to be recorded late."""

QUIET = {
    "progress.recorded": "progress notes that changed no rating",
    "evidence.linked": "links of evidence",
    "trail.reviewed": "reviews of the trail",
    "reading.added": "readings of measures",
    "funding.added": "records of funding",
    "meeting.added": "meetings entered",
}
"""Acts that are only counted, unless they changed something of the row they are about; and how they are counted."""

ELSEWHERE = {
    "decision.asked": "decisions asked for",
    "decision.made": "decisions taken",
    "decision.withdrawn": "requests withdrawn",
}
"""Acts that the part on decisions tells; here they are only counted."""

_ORDER = {rating.value: place for place, rating in enumerate(Rating)}


@dataclass(frozen=True)
class Changes:
    """``said`` is the sentence for the summary; ``ratings`` and ``entries`` the tables; ``quiet`` counts the rest."""

    said: str
    ratings: Table | None
    entries: Table | None
    quiet: str
    late: str


def changes(scope: Scope) -> Changes | None:
    """Return what changed, or None when the report compares with nothing."""
    if scope.compared is None:
        return None
    moved = _rating_changes(scope)
    new = _new_entries(scope)
    loud, quiet = _sorted(scope, new)
    return Changes(_said(scope, moved, new), _ratings(scope, moved), _entries(scope, loud), _quiet(quiet), _late(new))


# --- ratings ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """One action whose reported rating or date check changed; each pair is before and now."""

    ref: str
    reported: tuple[str | None, str | None]
    check: tuple[str | None, str | None]

    @property
    def better(self) -> int:
        """1 when nothing got worse and something better, -1 when something got worse, 0 when it cannot be said.

        Grey is no step between amber and green: pausing a late action makes it no better.
        """
        steps = [
            _ORDER[now] - _ORDER[was]
            for was, now in (self.reported, self.check)
            if was and now and Rating.GREY not in (was, now)
        ]
        return -1 if any(step < 0 for step in steps) else int(any(step > 0 for step in steps))


def _ratings_of(position: Position, scope: Scope) -> dict[str, tuple[str | None, str | None]]:
    chosen = scope.in_areas("a.basis <> 'existing_provision' AND a.status NOT IN ('superseded', 'not_accepted', 'withdrawn')")
    rows = position.rows(
        f"SELECT a.ref, a.reported, a.date_check FROM rated_action a WHERE {chosen.where} ORDER BY a.sort", chosen.values
    )
    return {row["ref"]: (row["reported"], row["date_check"]) for row in rows}


def _rating_changes(scope: Scope) -> list[Moved]:
    assert scope.compared is not None
    before, now = _ratings_of(scope.compared.position, scope), _ratings_of(scope.position, scope)
    return [
        Moved(ref, (before[ref][0], reported), (before[ref][1], check))
        for ref, (reported, check) in now.items()
        if ref in before and before[ref] != (reported, check)
    ]


def _ratings(scope: Scope, moved: list[Moved]) -> Table | None:
    if not moved:
        return None
    shown = sorted(moved, key=lambda each: each.better)[:ROWS]
    order = [each.ref for each in shown]
    lines = {
        line.ref: line
        for line in page(scope.position, Filter([f"a.ref IN ({','.join('?' * len(order))})"], list(order)))
    }
    rows = [
        (
            f"{each.ref}: {cut(lines[each.ref].title, 120, none='no title')}",
            _pair(each.reported, "not reported"),
            _pair(each.check, "no rating"),
            cause(scope, lines[each.ref]),
        )
        for each in shown
    ]
    headers = ("Action", "Reported rating: before → now", "Date check: before → now", "Cause now")
    return Table(headers, tuple(rows), left_out(len(rows), len(moved), "tracker log"))


def _pair(pair: tuple[str | None, str | None], none: str) -> str:
    was, now = pair
    return f"{rated(was, none)} → {rated(now, none)}" if was != now else f"{rated(now, none)}, unchanged"


# --- entries ----------------------------------------------------------------------------------------------------------


def _new_entries(scope: Scope) -> list[dict[str, Any]]:
    """Entries that count now and did not count at the earlier position, in order of recording."""
    assert scope.compared is not None
    sql = (
        "SELECT seq, act, area, substr(at, 1, 10) AS recorded, effective_on, occurred_on, batch, undone"
        " FROM entry_index WHERE seq <= ? AND act NOT LIKE 'report.%' ORDER BY seq"
    )
    known = {row["seq"] for row in scope.compared.position.rows(sql, [scope.compared.entries])}
    rows = [row for row in scope.position.rows(sql, [scope.entries]) if row["seq"] not in known]
    return rows if scope.area is None else [row for row in rows if scope.covers(_areas_of(scope, row))]


def _areas_of(scope: Scope, row: dict[str, Any]) -> list[str]:
    """The areas of what an entry is about; an entry on nothing local is joint."""
    refs = scope.position.rows("SELECT ref FROM entry_ref WHERE seq = ?", [row["seq"]])
    found = [references.parse(each["ref"]).area for each in refs if references.is_reference(each["ref"])]
    return [area for area in found if area] or [row["area"]]


def _sorted(scope: Scope, new: list[dict[str, Any]]) -> tuple[list[int], Counter[str]]:
    """Return the numbers of the entries that are told one by one, and the acts of the others, counted."""
    quiet: Counter[str] = Counter()
    loud: list[int] = []
    for row in new:
        if row["act"] in ELSEWHERE or (row["act"] in QUIET and not _changes_something(scope, row["seq"])):
            quiet[row["act"]] += 1
        else:
            loud.append(row["seq"])
    return loud, quiet


def _changes_something(scope: Scope, seq: int) -> bool:
    entry = scope.position.entry(seq)
    return entry is not None and any(isinstance(value, dict) for value in entry.facts.values())


def _entries(scope: Scope, loud: list[int]) -> Table | None:
    if not loud:
        return None
    told = [history.lines(scope.position, history.Wanted(ref=f"#{seq}"))[0] for seq in loud[:ROWS]]
    rows = [
        (
            f"#{line.entry.seq}",
            long(date.fromisoformat(line.entry.occurred_on)),
            _what(line),
            _changed(scope, line),
            cut(line.why, 160, none="none written"),
        )
        for line in told
    ]
    headers = ("Entry", "Occurred", "What was recorded", "Old → new", "Why, or note")
    return Table(headers, tuple(rows), left_out(len(rows), len(loud), "tracker log"))


def _what(line: history.Line) -> str:
    said = cut(line.words, 160)
    return f"{said} (undone by #{line.undone})" if line.undone else said


_SAID = {
    "title": "title",
    "description": "description",
    "owner": "owner",
    "owner_person": "owner",
    "lead": "lead agency",
    "status": "status",
    "reported": "reported rating",
    "due": "due date",
    "was": "due date",
    "achieved_on": "achieved",
    "completed_on": "claimed complete",
    "signed_off_on": "signed off",
    "difference_claimed": "difference claimed",
    "recommendation": "recommendation",
    "mapping": "link to the recommendation",
    "basis": "basis",
    "review_on": "next review",
    "adopted_on": "adopted",
    "expects": "expected evidence",
    "goes_to": "goes to",
    "state": "state",
    "decided_on": "decided",
    "official_wording": "official wording",
    "official_number": "official number",
    "wording": "wording held",
    "until": "until",
    "successor": "successor",
}
"""Fields as people say them; a field that is not here goes by its own name with spaces."""

_HIDDEN = ("precision", "started_precision", "agencies", "advice_on", "minute", "why", "meeting", "decision")
"""Fields that say nothing beside the others of the same entry."""

_WORDS = (
    Rating, Status, Difference, DecisionState, EvidenceState, EvidenceKind, Basis, Mapping, RiskState, Wording, Assurance,
)  # fmt: skip


def _changed(scope: Scope, line: history.Line) -> str:
    """Return what the entry changed, field by field, before → after."""
    told = [
        f"{_SAID.get(name, name.replace('_', ' '))}: {_value(scope, name, before)} → {_value(scope, name, after)}"
        for name, before, after in line.changes
        if name not in _HIDDEN
    ]
    facts = line.entry.facts
    if line.entry.act.endswith(".revised"):
        told.append(f"due date: {_value(scope, 'due', facts.get('was'))} → {_value(scope, 'due', facts['due'])}")
    for name in ("title", "asked"):
        if name in line.texts and not line.changes:
            told.append(f"new: {cut(line.texts[name], 120)}")
    if line.entry.act == "response.recorded":
        told.append(f"response: {str(facts['response']).replace('_', ' ')}")
    return "; ".join(told) or "nothing replaced"


def _value(scope: Scope, name: str, value: object) -> str:
    """Return a value of an entry in words: a date in full, an agency's name, a closed word as people read it."""
    if value is None or value == "none":
        return "none"
    text = str(value)
    if len(text) == 10 and text[4:5] == "-":
        try:
            return long(date.fromisoformat(text))
        except ValueError:
            return text
    if name in ("lead", "successor"):
        return scope.agency(text)
    if name == "reported":
        return rated(text)
    for words in _WORDS:
        if name in ("status", "state", "basis", "mapping", "wording", "difference_claimed", "assurance") and text in list(
            words
        ):
            return words(text).words
    return fit(text, 120)


def _quiet(counted: Counter[str]) -> str:
    if not counted:
        return ""
    told = [f"{(QUIET | ELSEWHERE)[act]} {number}" for act, number in sorted(counted.items())]
    return f"Only counted here: {joined(told)}."


# --- in a sentence ----------------------------------------------------------------------------------------------------


def _said(scope: Scope, moved: list[Moved], new: list[dict[str, Any]]) -> str:
    assert scope.compared is not None
    better = sum(each.better > 0 for each in moved)
    worse = sum(each.better < 0 for each in moved)
    other = len(moved) - better - worse
    dates_moved = sum(row["act"] in ("action.revised", "milestone.revised") and not row["undone"] for row in new)
    corrected = sum(row["act"] in ("date.corrected", "entry.undone") for row in new)
    return (
        f"Since {scope.compared.words}, ratings got worse for {plural(worse, 'action')}, better for {better}, and were "
        f"given or lost for {other}. {plural(dates_moved, 'date')} moved by agreement, {plural(corrected, 'correction')}, "
        f"{plural(len(new), 'entry', 'entries')} in all."
    )


def is_late(row: dict[str, Any]) -> bool:
    """Tell whether an entry was recorded more than LATE_DAYS days after what it records occurred."""
    recorded, occurred = date.fromisoformat(row["recorded"]), date.fromisoformat(row["occurred_on"])
    return (recorded - occurred).days > LATE_DAYS


def _late(new: list[dict[str, Any]]) -> str:
    late = [row["seq"] for row in new if is_late(row)]
    if not late:
        return ""
    told = f"{plural(len(late), 'entry', 'entries')} of these {'was' if len(late) == 1 else 'were'} recorded more than"
    return f"{told} {LATE_DAYS} days after what they record occurred: {spans(numbered(late))}."
