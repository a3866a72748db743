"""The filter language of the evidence register: ``R4.BRI.2 state:held kind:audit by:P1 since:2022-03-01 minutes``.

It says which pieces are wanted, as conditions on the register's rows; the list itself is tracker.register.registers'.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

from tracker.model import dates, references
from tracker.model.acts import ACTS
from tracker.model.days import YEAR_STARTS
from tracker.model.text import quoted
from tracker.model.vocabulary import EvidenceKind, EvidenceState, Marking
from tracker.register.filter_values import GROUPS, areas, groups
from tracker.register.filters import FilterError

Condition = tuple[str, list[object]]
"""SQL over ``evidence_now t``, and its values."""

FIELDS = {
    "state": "where it stands: " + ", ".join(state.value for state in EvidenceState),
    "kind": "what sort of document: " + ", ".join(kind.value for kind in EvidenceKind),
    "area": "BRI, SGL, NSO or ALL: what is linked there",
    "marking": "how it is to be handled: OFFICIAL or OFFICIAL-SENSITIVE",
    "group": GROUPS,
    "by": "a person who recorded anything on it, like P1",
    "act": "an act recorded on it, like evidence.reviewed or reviewed",
    "since": "the day from which it was recorded",
    "until": "the day up to which it was recorded",
}
UNLINKED = "unlinked"
HINT = "R4.BRI.2  state:held  kind:audit  by:P1  act:reviewed  since:2022-03-01  unlinked  words"

_WORD = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_LINKED = (
    "EXISTS (SELECT 1 FROM evidence_link l LEFT JOIN milestone m ON m.ref = l.target"
    " LEFT JOIN action a ON a.ref = COALESCE(m.action, l.target) WHERE l.ref = t.ref AND {})"
)
_TOUCHED = (
    "EXISTS (SELECT 1 FROM entry_ref r JOIN entry_index i ON i.seq = r.seq"
    " WHERE r.ref = t.ref AND i.undone IS NULL AND {})"
)


def parse(text: str, *, year_starts: int = YEAR_STARTS) -> tuple[list[Condition], str]:
    """Return the conditions that a filter means, and the words that are to be found in title or description.

    Raises FilterError, which points at the word that cannot be read and says what could stand there.
    """
    conditions: list[Condition] = []
    words: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        name, colon, value = word.partition(":")
        try:
            if colon and not word.startswith('"'):
                conditions.append(_field(name.lower(), value.strip('"'), year_starts))
            elif word.lower() == UNLINKED:
                conditions.append(("NOT EXISTS (SELECT 1 FROM evidence_link l WHERE l.ref = t.ref)", []))
            elif references.is_reference(word):
                conditions.append(_about(references.parse(word)))
            else:
                words.append(word)
        except ValueError as error:
            raise FilterError(f"{quoted(word)}: {error}", match.start(), match.end()) from None
    return conditions, " ".join(words)


def _field(name: str, value: str, year_starts: int) -> Condition:
    if name not in FIELDS:
        raise ValueError(f"there is no field '{name[:20]}'; there are: {', '.join(FIELDS)}")
    if not value:
        raise ValueError(f"'{name}' needs a value: {FIELDS[name]}")
    return _FIELDS[name](value, year_starts)


def _one_of(column: str, kind: type[Enum]) -> Callable[[str, int], Condition]:
    def read(value: str, _: int) -> Condition:
        known = [str(member.value) for member in kind]
        spelling = {word.lower(): word for word in known}
        wanted = [spelling.get(word, word) for word in value.lower().split(",")]
        if not set(wanted) <= set(known):
            raise ValueError(f"there are: {', '.join(known)}")
        return f"{column} IN ({','.join('?' * len(wanted))})", list(wanted)

    return read


def _area(value: str, _: int) -> Condition:
    wanted = areas(value)
    return _LINKED.format(f"a.area IN ({','.join('?' * len(wanted))})"), [*wanted]


def _by(value: str, _: int) -> Condition:
    if not references.is_reference(value) or references.parse(value).kind != "person":
        raise ValueError("it is not a person, like P1")
    return _TOUCHED.format("i.by = ?"), [references.parse(value).text]


def _act(value: str, _: int) -> Condition:
    wanted = value.lower() if "." in value else f"evidence.{value.lower()}"
    known = [act for act in ACTS if act.startswith("evidence.")]
    if wanted not in known:
        raise ValueError(f"there are: {', '.join(act.partition('.')[2] for act in known)}")
    return _TOUCHED.format("i.act = ?"), [wanted]


def _since(value: str, year_starts: int) -> Condition:
    day = dates.parse(value, year_starts=year_starts).first
    return "(SELECT substr(i.at, 1, 10) FROM entry_index i WHERE i.seq = t.seq) >= ?", [day.isoformat()]


def _until(value: str, year_starts: int) -> Condition:
    day = dates.parse(value, year_starts=year_starts).day
    return "(SELECT substr(i.at, 1, 10) FROM entry_index i WHERE i.seq = t.seq) <= ?", [day.isoformat()]


_FIELDS: dict[str, Callable[[str, int], Condition]] = {
    "state": _one_of("t.state", EvidenceState),
    "kind": _one_of("t.kind", EvidenceKind),
    "area": _area,
    "marking": _one_of("t.marking", Marking),
    "group": lambda value, _: groups(value, "t.ref", "evidence_groups"),
    "by": _by,
    "act": _act,
    "since": _since,
    "until": _until,
}


def _about(ref: references.Reference) -> Condition:
    """A reference: the piece itself, or what is linked to it or to anything that stands under it."""
    if ref.kind == "evidence":
        return "t.ref = ?", [ref.text]
    if ref.kind == "recommendation":
        return _LINKED.format("(l.target = ? OR a.recommendation = ?)"), [ref.text, ref.text]
    if ref.kind == "response":
        return _LINKED.format("(a.recommendation = ? AND a.area = ?)"), [str(ref.recommendation), str(ref.area)]
    if ref.kind == "action":
        return _LINKED.format("(l.target = ? OR m.action = ?)"), [ref.text, ref.text]
    return _LINKED.format("l.target = ?"), [ref.text]
