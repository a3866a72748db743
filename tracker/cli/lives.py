"""What people, agencies and settings were over time, on the command line.  How it is found: tracker.register.lives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.cli import faults, head
from tracker.cli.context import Call
from tracker.cli.printing import Screen
from tracker.cli.tables import said_day
from tracker.model import dates
from tracker.model.vocabulary import AgencyKind, Role

if TYPE_CHECKING:
    from tracker.register.lives import Setting, Term

_TITLES = {"person": "People over time", "agency": "Agencies over time"}
_SHOWN = {
    "person": ("post", "name", "role", "areas", "agency", "login", "until"),
    "agency": ("name", "kind", "areas", "begins", "until", "successor", "part_of"),
}
"""Which fields of a term are shown, in order."""

_WORDS = {"role": Role, "kind": AgencyKind}


def put(call: Call, kind: str, ref: str | None) -> None:
    """Print the terms of all people or agencies, or of one; raises Refused when there is no such one."""
    from tracker.register import lives

    with call.position() as position:
        found = lives.terms(position, kind, ref)
        if ref and not found:
            raise faults.Refused(f"There is no {kind} {ref} in this plan; see: tracker {_COMMANDS[kind]} list")
        screen = Screen()
        if not call.json:
            head.put(screen, position, _TITLES[kind])
            _put_terms(screen, kind, found)
        call.show(screen, [term.as_json() for term in found])


_COMMANDS = {"person": "people", "agency": "agency"}


def _put_terms(screen: Screen, kind: str, found: list[Term]) -> None:
    last = None
    for term in found:
        if term.ref != last:
            screen.heading(term.ref)
            last = term.ref
        until = f" to {said_day(term.to)}" if term.to else ", and since"
        screen.line(f"From {said_day(term.begins)}{until}", indent=2, style="strong")
        for name in _SHOWN[kind]:
            if term.held.get(name):
                screen.field(name.replace("_", " "), _value(name, term.held[name]), indent=4, labels=12)
        for name, before, after in term.changes:
            screen.line(f"changed: {name.replace('_', ' ')}: {before} → {after}", indent=4, hang=6)
        screen.line(_entry(term), indent=4, hang=6)
    if not found:
        screen.line("Nobody is entered." if kind == "person" else "No agency is entered.")


def _value(name: str, text: str) -> str:
    if name in _WORDS:
        return _WORDS[name](text).words
    return said_day(text) if name in ("until", "begins") else text


def _entry(one: Term | Setting) -> str:
    """Return which entry it was, by whom, when it was recorded, and why."""
    recorded = dates.long(date.fromisoformat(one.recorded[:10]))
    return f"#{one.entry} by {one.by}, {one.who}, recorded {recorded}" + (f": {one.why}" if one.why else "")


def put_settings(call: Call) -> None:
    """Print every change of a rule setting."""
    from tracker.register import lives

    with call.position() as position:
        found = lives.settings(position)
        screen = Screen()
        if not call.json:
            head.put(screen, position, "Changes of the settings, in days")
            if not found:
                screen.line("No setting was changed; see: tracker settings show")
            for one in found:
                undone = f"  [undone by #{one.undone}]" if one.undone else ""
                screen.line(f"{one.setting}: {one.before} → {one.after}{undone}", indent=2, style="strong")
                screen.line(f"in force from {said_day(one.in_force_from)}", indent=4)
                screen.line(_entry(one), indent=4, hang=6)
        call.show(screen, [one.as_json() for one in found])
