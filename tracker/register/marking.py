"""The handling marking that stands on every page and screen, with a plain word when the progress shown is made up.

What may be published, and who clears it, is the business of tracker.reports.publication.
"""

from __future__ import annotations

from tracker.model.vocabulary import Marking
from tracker.register.position import Position

ILLUSTRATIVE = "ILLUSTRATIVE"


def is_illustrative(position: Position) -> bool:
    """Tell whether this register is the example, whose log name begins so."""
    return position.store.log.startswith(ILLUSTRATIVE)


def marking(position: Position, of: Marking = Marking.SENSITIVE) -> str:
    """Return the marking line: what works with the plan is OFFICIAL-SENSITIVE; the example says that it is made up."""
    if is_illustrative(position):
        return f"{of.value} · {ILLUSTRATIVE}: progress, owners and dates here are made up"
    return str(of.value)
