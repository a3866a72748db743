"""The entries made since an earlier position, told in words: what was recorded, old → new, and why.

Which entries count as new is one question: those that the position holds now and the earlier one did not.
"""

from __future__ import annotations

from collections import Counter
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
    EvidenceState,
    Mapping,
    RiskState,
    Status,
    Word,
    Wording,
)
from tracker.register import history
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, joined, left_out, numbered, plural, rated, spans, was_were

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


def new(scope: Scope) -> list[dict[str, Any]]:
    """Return the entries that count now and did not count at the earlier position, in order of recording."""
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


def parted(scope: Scope, found: list[dict[str, Any]]) -> tuple[list[int], Counter[str]]:
    """Return the numbers of the entries that are told one by one, and the acts of the others, counted."""
    quiet: Counter[str] = Counter()
    loud: list[int] = []
    for row in found:
        if row["act"] in ELSEWHERE or (row["act"] in QUIET and not _changes_something(scope, row["seq"])):
            quiet[row["act"]] += 1
        else:
            loud.append(row["seq"])
    return loud, quiet


def _changes_something(scope: Scope, seq: int) -> bool:
    entry = scope.position.entry(seq)
    return entry is not None and any(isinstance(value, dict) for value in entry.facts.values())


def told(scope: Scope, loud: list[int]) -> Table | None:
    """Return the entries with these numbers one by one: what was recorded, old → new, and why."""
    if not loud:
        return None
    lines = [history.lines(scope.position, history.Wanted(ref=f"#{seq}"))[0] for seq in loud[:ROWS]]
    rows = [
        (
            f"#{line.entry.seq}",
            long(date.fromisoformat(line.entry.occurred_on)),
            _what(line),
            _changed(scope, line),
            cut(line.why, 160, none="none written"),
        )
        for line in lines
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

_CLOSED: dict[str, tuple[type[Word], ...]] = {
    "status": (Status,),
    "state": (DecisionState, EvidenceState, RiskState),
    "basis": (Basis,),
    "mapping": (Mapping,),
    "wording": (Wording,),
    "difference_claimed": (Difference,),
    "assurance": (Assurance,),
}
"""Fields whose values are closed words, and the lists that they may come from."""


def _changed(scope: Scope, line: history.Line) -> str:
    """Return what the entry changed, field by field, before → after."""
    told = [
        f"{_SAID.get(name, name.replace('_', ' '))}: {_value(scope, name, before)} → {_value(scope, name, after)}"
        for name, before, after in line.changes
        if name not in _HIDDEN
    ]
    facts = line.entry.facts
    if line.entry.act in ("action.revised", "milestone.revised"):
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
    for words in _CLOSED.get(name, ()):
        if text in list(words):
            return words(text).words
    return fit(text, 120)


def counted(acts: Counter[str]) -> str:
    """Return in a sentence how many entries are not told one by one."""
    if not acts:
        return ""
    told = [f"{(QUIET | ELSEWHERE)[act]} {number}" for act, number in sorted(acts.items())]
    return f"Only counted here: {joined(told)}."


def is_late(row: dict[str, Any]) -> bool:
    """Tell whether an entry was recorded more than LATE_DAYS days after what it records occurred."""
    recorded, occurred = date.fromisoformat(row["recorded"]), date.fromisoformat(row["occurred_on"])
    return (recorded - occurred).days > LATE_DAYS


def late_words(found: list[dict[str, Any]]) -> str:
    """Return in a sentence which of the entries were recorded late."""
    late = [row["seq"] for row in found if is_late(row)]
    if not late:
        return ""
    told = f"{plural(len(late), 'entry', 'entries')} of these {was_were(len(late))} recorded more than"
    return f"{told} {LATE_DAYS} days after what they record occurred: {spans(numbered(late))}."
