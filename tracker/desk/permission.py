"""Who may act on what: the act × role table, the areas that a manager manages, what a contributor may call their own.

The table itself stands in tracker.model.acts; the desk asks here before anything is recorded, and raises the refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tracker.desk.identity import Person
from tracker.model import references
from tracker.model.acts import ACTS
from tracker.model.vocabulary import LOCAL_AREAS, Area, Role
from tracker.register.position import Position

_LISTED = ("risk", "measure")
"""Kinds whose areas are a list of their own."""

_LEADS_TO = {
    "evidence": "SELECT target AS value FROM evidence_link WHERE ref = ?",
    "decision": "SELECT value FROM decision_about WHERE ref = ?",
}
"""Kind → the question for what it is about, where a contributor may answer for it because an action is theirs."""

_NOWHERE = "SELECT ? AS value WHERE 0"


def why_not_permitted(position: Position, person: Person, act: str, ref: str, areas: frozenset[str]) -> str | None:
    """Return why *person* may not do *act* on *ref*, which belongs to *areas*, or None when they may.

    An empty *ref* asks whether they may do the act at all.
    """
    spec = ACTS[act]
    if person.role not in spec.roles:
        allowed = ", ".join(sorted(role.words for role in spec.roles))
        return f"{person.ref} is {a_or_an(person.role.words)} and may not {spec.verb}; that is for: {allowed}."
    if person.role is Role.MANAGER and areas and person.areas.isdisjoint(areas):
        return f"{ref} belongs to {', '.join(sorted(areas))}; {person.ref} manages {', '.join(sorted(person.areas))}."
    if person.role is Role.CONTRIBUTOR and ref and not _is_own(position, person, act, ref):
        if act == "query.answered":
            return f"{ref} is about no action of {person.ref} or their agency; its owner or a manager answers it."
        return f"{ref} is not an action of {person.ref} or their agency; ask its owner or a manager."
    return None


def _is_own(position: Position, person: Person, act: str, ref: str) -> bool:
    try:
        parsed = references.parse(ref)
    except ValueError:
        return False
    if parsed.kind == "query":
        about = position.value("SELECT about FROM query WHERE ref = ?", [parsed.text])
        return about is not None and _is_own(position, person, act, about)
    if parsed.action is not None:
        action = position.row("SELECT lead, owner_person FROM action WHERE ref = ?", [parsed.action])
        return action is not None and (
            action["owner_person"] == person.ref or (action["lead"] is not None and action["lead"] == person.agency)
        )
    if act == "risk.changed" or (act == "query.answered" and parsed.kind == "risk"):
        agency = position.value("SELECT agency FROM risk WHERE ref = ?", [parsed.text])
        return agency is not None and agency == person.agency
    if act == "decision.withdrawn":
        about = position.rows("SELECT value FROM decision_about WHERE ref = ?", [parsed.text])
        return all(_is_own(position, person, act, row["value"]) for row in about)
    if act == "query.answered":
        # What shows or decides on an action of theirs is theirs to answer for; the rest is the manager's.
        about = position.rows(_LEADS_TO.get(parsed.kind, _NOWHERE), [parsed.text])
        return any(_is_own(position, person, act, row["value"]) for row in about)
    return parsed.kind in ("evidence", "measure", "risk", "decision")


def areas_of(position: Position, ref: str) -> frozenset[str]:
    """The areas whose managers may act on *ref*: its own; for joint work, each that takes part, and joint work itself.

    A decision or query belongs where the things belong that it is about.  Empty for what belongs to no area.
    """
    try:
        parsed = references.parse(ref)
    except ValueError:
        return frozenset()
    if parsed.kind == "decision":
        about = position.rows("SELECT value FROM decision_about WHERE ref = ?", [parsed.text])
        return frozenset().union(*(areas_of(position, row["value"]) for row in about))
    if parsed.kind == "query":
        subject = position.value("SELECT about FROM query WHERE ref = ?", [parsed.text])
        return areas_of(position, subject) if subject else frozenset()
    if parsed.kind in _LISTED:
        return together(_values(position, f"{parsed.kind}_areas", parsed.text))
    if parsed.area is None:
        return frozenset()
    if parsed.area != Area.ALL:
        return frozenset({parsed.area})
    members = _values(position, "action_areas", parsed.action) if parsed.action else []
    return together([Area.ALL.value, *members])


def areas_of_new(ref: str, facts: Mapping[str, Any]) -> frozenset[str]:
    """The areas of what an entry with these *facts* is about to make under *ref*; empty when the facts name none."""
    if not facts.get("areas") or not references.is_reference(ref):
        return frozenset()
    parsed = references.parse(ref)
    if parsed.kind in _LISTED:
        return together(facts["areas"])
    return together([Area.ALL.value, *facts["areas"]]) if parsed.area == Area.ALL else frozenset()


def together(areas: Iterable[str]) -> frozenset[str]:
    """Return *areas*, where ALL alone stands for joint work in which each of the three takes part."""
    named = frozenset(areas)
    return named | {area.value for area in LOCAL_AREAS} if named == {Area.ALL.value} else named


def _values(position: Position, table: str, ref: str | None) -> list[str]:
    return [row["value"] for row in position.rows(f"SELECT value FROM {table} WHERE ref = ?", [ref])]


def a_or_an(words: str) -> str:
    """Return *words* with the article that they take."""
    if words == "evidence":
        return "a piece of evidence"
    return f"an {words}" if words[:1].lower() in "aeiou" else f"a {words}"
