"""What a plan still lacks at its very beginning, before anything else can be asked of it.

How one does it is said by whoever shows it.
"""

from __future__ import annotations

from tracker.model.vocabulary import Basis
from tracker.register.position import Position

NOTHING, NO_ACTION, NO_MEETING = "nothing", "no action", "no meeting"


def lacks(position: Position) -> str | None:
    """Return what comes first: something to answer, an action that a partner agreed, a meeting; None once all is there.

    It is one of NOTHING, NO_ACTION and NO_MEETING.
    """
    if position.value("SELECT 1 FROM recommendation WHERE void = 0 LIMIT 1") is None:
        return NOTHING
    agreed = "SELECT 1 FROM action WHERE void = 0 AND basis = ? LIMIT 1"
    if position.value(agreed, [Basis.AGREED.value]) is None:
        return NO_ACTION
    if position.value("SELECT 1 FROM meeting WHERE void = 0 LIMIT 1") is None:
        return NO_MEETING
    return None
