"""What people, agencies and rule settings were over time: each change with its entry, before and after.

The entries themselves are tracker.register.history's business.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from tracker.model import references
from tracker.register import history
from tracker.register.history import Line
from tracker.register.position import Position

NONE = "none"


@dataclass(frozen=True)
class Term:
    """What somebody or something was from one day to the next change: ``held`` is field → value in words.

    ``to`` is the day of the next change, None while nothing changed since.
    """

    ref: str
    begins: str
    to: str | None
    held: dict[str, str]
    changes: list[tuple[str, str, str]]
    why: str | None
    by: str
    who: str
    recorded: str
    act: str
    entry: int

    def as_json(self) -> dict[str, Any]:
        """The keys that scripts rely on."""
        return {**asdict(self), "changes": _said(self.changes)}


@dataclass(frozen=True)
class Setting:
    """One change of one rule setting: before and after in days, and the day from which it is in force."""

    setting: str
    before: str
    after: str
    in_force_from: str
    by: str
    who: str
    why: str | None
    recorded: str
    entry: int
    undone: int | None = field(default=None)

    def as_json(self) -> dict[str, Any]:
        """The keys that scripts rely on."""
        return asdict(self)


def _said(changes: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"field": name, "before": before, "after": after} for name, before, after in changes]


def terms(position: Position, kind: str, ref: str | None = None) -> list[Term]:
    """Return the terms of all people (*kind* person) or agencies, or of one, in order; what was undone is left out."""
    found = [line for line in history.lines(position, history.Wanted(act=kind, ref=ref)) if line.undone is None]
    by_ref: dict[str, list[Line]] = {}
    for line in found:
        by_ref.setdefault(line.entry.subject, []).append(line)
    return [term for one in sorted(by_ref, key=references.sort_key) for term in _of_one(one, by_ref[one])]


def _of_one(ref: str, lines: list[Line]) -> list[Term]:
    held: dict[str, str] = {}
    made: list[Term] = []
    for place, line in enumerate(lines):
        held = {**held, **_new(line), **{name: after for name, _, after in line.changes}}
        held = {name: value for name, value in held.items() if value != NONE}
        entry = line.entry
        to = lines[place + 1].entry.occurred_on if place + 1 < len(lines) else None
        made.append(
            Term(
                ref=ref,
                begins=entry.occurred_on,
                to=to,
                held=held,
                changes=line.changes,
                why=line.why,
                by=entry.by,
                who=line.who,
                recorded=entry.at,
                act=entry.act,
                entry=entry.seq,
            )
        )
    return made


def _new(line: Line) -> dict[str, str]:
    """Facts and texts that an entry gives without a before."""
    changed = {name for name, _, _ in line.changes}
    facts = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in line.entry.facts.items()
        if name not in changed and value is not None
    }
    return facts | {name: text for name, text in line.texts.items() if name not in changed and name != "why"}


def settings(position: Position) -> list[Setting]:
    """Return every change of a rule setting, in order of recording; one that was undone says by which entry."""
    found = []
    for line in history.lines(position, history.Wanted(act="settings.changed")):
        entry = line.entry
        for name, before, after in line.changes:
            day, undone = entry.occurred_on, line.undone
            found.append(Setting(name, before, after, day, entry.by, line.who, line.why, entry.at, entry.seq, undone))
    return found
