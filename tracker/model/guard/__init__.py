"""The guard: finds what looks like personal data of a child in a text, before it is recorded and before it leaves.

What is done about a match is decided by the desk and by whoever writes an export; nothing here keeps, prints or logs
what was matched.  The patterns are loaded with the first look, so that reading never waits for them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from tracker.model.guard.kinds import FACT as FACT
from tracker.model.guard.kinds import WHY as WHY
from tracker.model.guard.kinds import Kind as Kind
from tracker.model.guard.kinds import Match as Match
from tracker.model.guard.kinds import listed as listed


def look(text: str, *, domains: frozenset[str] = frozenset()) -> list[Match]:
    """Return where *text* looks like personal data of a child or a family, in order; empty when it does not.

    *domains* are those of agencies, beside the public bodies', whose e-mail addresses may stand.  Full-width and other
    digits, unseen characters, kinds of spaces and dashes and Markdown's backslashes make no difference; start and end
    are places in *text* as it was given.  The time taken is proportional to its length.
    """
    from tracker.model.guard.looking import matches

    return matches(text, domains)


APART = ";\n\n" + "~" * 64 + "\n\n~\n\n"
"""What parts texts that have nothing to do with each other: an end, more than 60 characters, two empty sentences."""


def look_at_each(texts: Sequence[str]) -> dict[int, list[str]]:
    """Return place of a text → the values of the kinds that it looks like, as if each stood alone.

    They are looked at together, which is several times faster, parted by more than any rule looks across.
    """
    starts = list(accumulate((len(text) + len(APART) for text in texts), initial=0))
    found: dict[int, list[str]] = {}
    for match in look(APART.join(texts)):
        found.setdefault(bisect_right(starts, match.start) - 1, []).append(match.kind.value)
    return found
