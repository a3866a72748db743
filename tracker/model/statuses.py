"""Which acts an action allows in which status: the life of an action as one table.

What a status means for a rating stands in tracker.register.rules.
"""

from __future__ import annotations

from tracker.model.acts import ACTS
from tracker.model.vocabulary import ENDED_STATUSES, OPEN_STATUSES, WORKING_STATUSES, Status

_NOT_CLAIMED = tuple(status for status in OPEN_STATUSES if status is not Status.COMPLETE)

ALLOWED: dict[str, tuple[Status, ...]] = {
    "action.edited": OPEN_STATUSES,
    "action.adopted": _NOT_CLAIMED,
    "action.declined": (Status.PROPOSED,),
    "action.mapped": OPEN_STATUSES,
    "action.reassigned": OPEN_STATUSES,
    "action.paused": WORKING_STATUSES,
    "action.resumed": (Status.PAUSED,),
    "action.superseded": _NOT_CLAIMED,
    "action.split": _NOT_CLAIMED,
    "action.merged": _NOT_CLAIMED,
    "action.withdrawn": _NOT_CLAIMED,
    "action.completed": WORKING_STATUSES,
    "action.signed_off": (Status.COMPLETE,),
    "action.returned": (Status.COMPLETE,),
    "action.reopened": (Status.COMPLETE, Status.SIGNED_OFF, *ENDED_STATUSES),
    "action.revised": _NOT_CLAIMED,
    "milestone.added": _NOT_CLAIMED,
    "milestone.achieved": OPEN_STATUSES,
    "milestone.revised": _NOT_CLAIMED,
    "sustainment.checked": (Status.SIGNED_OFF,),
    "progress.recorded": (*WORKING_STATUSES, Status.PAUSED, Status.COMPLETE),
}


def why_not(act: str, ref: str, status: str) -> str | None:
    """Return why *act* cannot be recorded on *ref* in this *status*, or None when it can."""
    allowed = ALLOWED.get(act)
    if allowed is None or Status(status) in allowed:
        return None
    wanted = " or ".join(member.words for member in allowed)
    return f"{ref} is {Status(status).words}; to {ACTS[act].verb} it must be {wanted}."
