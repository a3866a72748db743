"""Small numbers that a version for publication does not show, and those that would give one of them away.

A figure is small when it counts one to four people, or leaves one to four of its denominator.  A percentage of nobody
knows how many is not shown where a count beside it could be that denominator.  Here is arithmetic only;
which figures count people is said by tracker.model.guard.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations, product

SMALLEST, LARGEST = 1, 4
"""The counts of people that are not shown."""

MOST = 12
"""The most figures that are tried as parts of a total; of a larger family none is shown once one is small."""


@dataclass(frozen=True)
class Figure:
    """One figure that is about to be printed.

    ``measure`` and ``unit`` say what it counts, ``starts`` and ``ends`` (ISO days) its period, ``people`` whether it
    counts people.  ``part`` and ``whole`` are its numerator and denominator where it is a share.
    """

    measure: str
    unit: str
    starts: str
    ends: str
    value: str
    people: bool
    part: int | None = None
    whole: int | None = None

    @property
    def percentage(self) -> Decimal | None:
        """The share in hundredths, where nobody says of how many."""
        if self.part is not None or not re.search(r"per ?cent|%", self.unit, re.IGNORECASE):
            return None
        return _number(self.value)

    @property
    def count(self) -> int | None:
        """The people counted, where that is a whole number."""
        if self.part is not None:
            return self.part
        if self.percentage is not None:
            return None
        number = _number(self.value)
        return int(number) if number is not None and number == int(number) else None

    @property
    def small(self) -> bool:
        """Whether it counts, or leaves, one to four people; an average below five counts as small too."""
        if not self.people:
            return False
        if self.part is not None and self.whole is not None:
            return 0 < self.part <= LARGEST or 0 < self.whole - self.part <= LARGEST
        if self.percentage is not None:
            return False
        number = _number(self.value)
        return number is not None and 0 < number < LARGEST + 1


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def hidden(figures: Sequence[Figure]) -> set[int]:
    """Return the places of the figures that are not shown: the small ones, and as many more as keep them unknown.

    A total and its parts, known by their sum within one measure's period or within one unit and period, are shown
    together only where no small number follows from the rest.
    """
    out = {place for place, figure in enumerate(figures) if figure.small or _discloses(figure, figures)}
    if not out:
        return out
    sums = []
    for family in _families(figures):
        if len(family) > MOST:
            out |= set(family) if out & set(family) else set()
        else:
            sums += list(_sums(figures, family))
    again = True
    while again:
        again = False
        for total, parts in sums:
            while _told(figures, out, total, parts):
                open_ = [place for place in parts if place not in out] or [total]
                out.add(min(open_, key=lambda place: (figures[place].count or 0, place)))
                again = True
    return out


def _discloses(share: Figure, figures: Sequence[Figure]) -> bool:
    """Tell whether a percentage gives a small number away together with a count of people in the same period."""
    percentage = share.percentage
    if percentage is None or not share.people:
        return False
    for other in figures:
        if other.people and other.count and (other.starts, other.ends) == (share.starts, share.ends):
            part = round(percentage * other.count / 100)
            if 0 < part <= LARGEST or 0 < other.count - part <= LARGEST:
                return True
    return False


def _families(figures: Sequence[Figure]) -> Iterator[list[int]]:
    """Figures of which some may be parts of another: those of one measure, and those of one unit and period."""
    by_measure: dict[object, list[int]] = defaultdict(list)
    by_period: dict[object, list[int]] = defaultdict(list)
    for place, figure in enumerate(figures):
        if figure.people and figure.count is not None:
            by_measure[figure.measure].append(place)
            by_period[figure.unit.strip().lower(), figure.starts, figure.ends].append(place)
    yield from (family for family in (*by_measure.values(), *by_period.values()) if len(family) > 2)


def _sums(figures: Sequence[Figure], family: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Every total with parts that add up to it."""
    counts = {place: figures[place].count or 0 for place in family}
    for total in family:
        others = [place for place in family if place != total and 0 < counts[place] < counts[total]]
        for size in range(2, len(others) + 1):
            for parts in combinations(others, size):
                if sum(counts[place] for place in parts) == counts[total]:
                    yield total, parts


def _told(figures: Sequence[Figure], out: set[int], total: int, parts: Sequence[int]) -> bool:
    """Tell whether a small part follows from what is shown of a total and its parts.

    Who reads it is taken to know which figures are left out for being small, and that the others are not small.
    """
    if total in out:
        return False
    small = [place for place in parts if place in out and figures[place].small]
    others = sum(place in out and not figures[place].small for place in parts)
    if not small:
        return False
    rest = (figures[total].count or 0) - sum(figures[place].count or 0 for place in parts if place not in out)
    found: list[set[int]] = [set() for _ in small]
    for guess in product(range(SMALLEST, LARGEST + 1), repeat=len(small)):
        left = rest - sum(guess)
        if (left == 0 and not others) or (others and left >= others * (LARGEST + 1)):
            for values, value in zip(found, guess, strict=True):
                values.add(value)
    return any(len(values) < 2 for values in found)
