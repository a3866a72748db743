"""What several questions say of an action in SQL: in the plan, ended, open, at work; each written once.

The alias of the action is always ``a``.  What the dates say of it stands in tracker.register.rules.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.model.vocabulary import ENDED_STATUSES, OPEN_STATUSES, WORKING_STATUSES, Basis, Status, Word


def listed(values: Iterable[str]) -> str:
    """Return words of ours, never of anybody's typing, as what stands after IN: ``('planned', 'paused')``."""
    return f"({', '.join(repr(value) for value in values)})"


def among(words: Iterable[Word]) -> str:
    """Return members of a closed list in the same way, by what stands for them in the tables."""
    return listed(str(word.value) for word in words)


CONTEXT = f"a.basis = '{Basis.EXISTING_PROVISION}'"
IN_PLAN = f"a.basis <> '{Basis.EXISTING_PROVISION}'"
"""Existing provision is context: neither rated nor counted until a partner adopts it."""

ENDED = f"a.status IN {among(ENDED_STATUSES)}"
NOT_ENDED = f"a.status NOT IN {among(ENDED_STATUSES)}"
OPEN = f"a.status IN {among(OPEN_STATUSES)}"
"""Not ended and not signed off: proposals and claims among them."""

CURRENT = f"{IN_PLAN} AND {NOT_ENDED}"
"""In the plan, and open or signed off: what is rated."""

WORKING = f"a.status IN {among(WORKING_STATUSES)}"
GOES_ON = f"a.status IN {among((*WORKING_STATUSES, Status.PAUSED))} AND {IN_PLAN}"
"""Work of the plan that is agreed and not claimed complete, paused or not."""
