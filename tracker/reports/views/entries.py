"""The entries made since an earlier position, told in words: what was recorded, old → new, and why.

Which entries count as new is one question: those that the position holds now and the earlier one did not.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from tracker.model.dates import days_between_words, long
from tracker.model.text import fit
from tracker.model.vocabulary import (
    Assurance,
    Basis,
    ChildGroup,
    DecisionState,
    Difference,
    EvidenceState,
    Mapping,
    RiskState,
    Status,
    Word,
    Wording,
)
from tracker.register import history, trail_filter
from tracker.register.wanted import LATE_DAYS, conditions
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, joined, left_out, numbered, plural, rated, spans, was_were

ROWS = 60

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
    "decision.deferred": "decisions put off",
    "decision.withdrawn": "requests withdrawn",
}
"""Acts that the part on decisions tells; here they are only counted."""


def since(scope: Scope) -> str:
    """Return the words of a trail query for what this report holds and the earlier one did not."""
    assert scope.compared is not None
    when, known = scope.compared.position.when, scope.compared.entries
    point = f"#{known}"
    if when.as_at is not None:
        point = when.as_at.isoformat() if known >= scope.entries else f"{when.as_at.isoformat()},#{known}"
    area = "" if scope.area is None else f" area:{','.join(scope.areas)}"
    return f"after:{point}{area}"


def new(scope: Scope) -> list[dict[str, Any]]:
    """Return the entries that count now and did not count at the earlier position, in order of recording."""
    return of(scope, since(scope))


def of(scope: Scope, words: str) -> list[dict[str, Any]]:
    """Return the entries of what the report is about that a trail query finds, in order of recording."""
    apart = "" if "-act:" in words else " -act:report"
    asked = [conditions(scope.position, trail_filter.parse(f"{words}{apart} {kept}")) for kept in scope.trail or ("",)]
    either = " OR ".join(f"({where})" for where, _ in asked)
    return scope.position.rows(
        "SELECT i.seq, i.act, i.area, substr(i.at, 1, 10) AS recorded, i.effective_on, i.occurred_on, i.batch, i.undone"
        f" FROM entry_index i WHERE i.seq <= ? AND ({either}) ORDER BY i.seq",
        [scope.entries, *(value for _, values in asked for value in values)],
    )


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


def told(scope: Scope, loud: list[int], how: str = "tracker log") -> Table | None:
    """Return the entries with these numbers one by one: what was recorded, old → new, and why."""
    if not loud:
        return None
    rows = [
        (
            f"#{line.entry.seq}",
            long(date.fromisoformat(line.entry.occurred_on)),
            _what(line),
            changed(scope, line),
            cut(line.why, 160, none="none written"),
        )
        for line in _lines(scope, loud)
    ]
    headers = ("Entry", "Occurred", "What was recorded", "Old → new", "Why, or note")
    return Table(headers, tuple(rows), left_out(len(rows), len(loud), how))


def _lines(scope: Scope, seqs: list[int]) -> list[history.Line]:
    shown = seqs[:ROWS]
    found = history.some(scope.position, shown)
    return [found[seq] for seq in shown]


def late(scope: Scope, found: list[dict[str, Any]]) -> Table | None:
    """Return those of the entries that were recorded late, with both days and how far they lie apart."""
    behind = {row["seq"]: row for row in found if is_late(row)}
    if not behind:
        return None
    rows = []
    for line in _lines(scope, list(behind)):
        occurred, recorded = (date.fromisoformat(behind[line.entry.seq][name]) for name in ("occurred_on", "recorded"))
        days = days_between_words((recorded - occurred).days)
        rows.append((f"#{line.entry.seq}", _what(line), long(occurred), long(recorded), days))
    headers = ("Entry", "What was recorded", "Occurred", "Recorded", "Apart")
    return Table(headers, tuple(rows), left_out(len(rows), len(behind), "tracker log with the query in the annex"))


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
    "groups": "whom it is about",
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


def changed(scope: Scope, line: history.Line) -> str:
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
    if line.entry.act == "reading.added":
        told.append(f"new: {facts['value']}")
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
    if name == "groups":
        return ChildGroup.said(text.split(", ")) or fit(text, 120)
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
