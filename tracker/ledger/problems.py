"""What a verification finds: one problem, a sentence for people about it, and a list that stays readable.

What counts as a problem is decided where it is looked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

SHOWN = 50
"""How many problems of one kind are listed; the rest is only counted, so that a ruined file fills no screen."""


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was recorded.

    ``kind`` is a short word for programs, ``seq`` the entry it concerns where there is one, ``words`` what people read.
    """

    kind: str
    seq: int | None
    words: str


class Problems:
    """Problems in the order in which they were found."""

    def __init__(self) -> None:
        """Begin with none."""
        self._listed: list[Problem] = []
        self._counted: Counter[str] = Counter()

    def add(self, kind: str, seq: int | None, words: str) -> None:
        """Add a problem; beyond the first SHOWN of its kind it is only counted."""
        self._counted[kind] += 1
        if self._counted[kind] <= SHOWN:
            self._listed.append(Problem(kind, seq, words))

    def take(self, listed: Iterable[Problem], advice: Mapping[str, str]) -> None:
        """Add what another check listed, with the *advice* for each kind behind its words."""
        for problem in listed:
            self._counted[problem.kind] = min(self._counted[problem.kind] + 1, SHOWN)
            self._listed.append(replace(problem, words=f"{problem.words} {advice[problem.kind]}"))

    def __bool__(self) -> bool:
        """Tell whether anything was found."""
        return bool(self._listed)

    def __contains__(self, kind: object) -> bool:
        """Tell whether a problem of this kind was found."""
        return self._counted[str(kind)] > 0

    def first(self, *kinds: str) -> int | None:
        """Return the smallest entry number among the problems of these kinds that name an entry."""
        return min((p.seq for p in self._listed if p.kind in kinds and p.seq is not None), default=None)

    def listed(self) -> list[Problem]:
        """Return the problems, with a last one for each kind of which there are too many to list."""
        more = [
            Problem(kind, None, f"There are {count - SHOWN:,} more problems of the kind '{kind}'.")
            for kind, count in self._counted.items()
            if count > SHOWN
        ]
        return self._listed + more
