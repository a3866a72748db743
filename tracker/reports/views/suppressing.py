"""Small numbers that a version for publication does not show, and those that would give one of them away.

A figure is small when it counts one to four people, leaves one to four of its denominator, or differs by as many from
one that was published.  A percentage of nobody knows how many is not shown where a count beside it could be that
denominator.  Here is arithmetic only; which figures count people is said by tracker.model.guard.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations, pairwise
from typing import NamedTuple

from tracker.reports.views import small_changes as changes

SMALLEST, LARGEST = 1, 4
"""The counts of people that are not shown."""

MOST = 12
"""The most figures that are tried as parts of a total; of a larger family none is shown once one is small."""


Sum = tuple[int, tuple[int, ...]]
"""A total and its parts, by their places."""

STEPS = (0, 1, -1, 2, -2, 3, -3)
"""How far another solution may lie from the true one, in the order in which they are tried."""

TRIES = 20_000
"""How many steps the search for another solution may take; then there is taken to be none."""


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


class Published(NamedTuple):
    """A figure of an earlier version for publication, as it was then; whether it was shown, and in which issue."""

    figure: Figure
    shown: bool
    issue: int = 1


@dataclass
class _Case:
    """What is decided on: the new figures, then those that only earlier versions have.

    ``fixed`` are the places of what everybody can read already, which leaving out would not take back; ``closed`` those
    of what an earlier version left out, which would tell what that one protects; ``near`` holds, for a figure that
    would tell of a small change, the numbers that it lies so near to.
    """

    figures: list[Figure]
    new: int
    fixed: set[int]
    closed: set[int]
    near: dict[int, list[int]]
    out: set[int]
    replaced: dict[int, set[int]]
    """The places of figures that this version gives otherwise, and the issues that had them so."""
    issues: list[set[int]]

    def of_one_time(self, one: Sum) -> bool:
        """Tell whether a total and its parts stood together: what was replaced is no part of what replaced it."""
        places = (one[0], *one[1])
        old = [self.replaced[place] for place in places if place in self.replaced]
        return not old or bool(set.intersection(*old, *(self.issues[place] for place in places)))

    def guarded(self, place: int) -> bool:
        """Tell whether a figure that is left out must not follow from what is shown."""
        count = self.figures[place].count
        return count is not None and (0 < count <= LARGEST or place in self.near or place in self.closed)


def hidden(figures: Sequence[Figure], earlier: Sequence[Published] = ()) -> set[int]:
    """Return the places of the figures that are not shown: the small ones, and as many more as keep them unknown.

    Totals and their parts are known by their sums, within one measure's period or within one unit and period.  Of each
    small figure that is left out, what is shown must allow at least two values, all sums taken together.  What
    *earlier* versions showed is known as well: a figure that differs from one of them by one to four people is small
    too, and what one of them left out stays out.
    """
    case = _case(figures, earlier)
    if not case.out:
        return set()
    sums: list[Sum] = []
    for family, in_time in _families(case.figures):
        if len(family) > MOST:
            case.out |= set(family) if case.out & set(family) else set()
        else:
            sums += filter(case.of_one_time, _sums(case.figures, family, in_time=in_time))
    beyond_help: set[int] = set()
    while (told := _told(case, sums, beyond_help)) is not None:
        further = _further(case, sums, told)
        if further is None:
            # Earlier versions tell it already, but for what stands here: nothing of these sums is shown again.
            beyond_help.add(told)
            case.out |= {place for total, parts in _tied(case.out, sums, told) for place in (total, *parts)}
        else:
            case.out.add(further)
    return {place for place in case.out if place < case.new}


def _case(figures: Sequence[Figure], earlier: Sequence[Published]) -> _Case:
    places = {figure: place for place, figure in enumerate(figures)}
    shown = {one.figure for one in earlier if one.shown}
    kept_back = {one.figure for one in earlier if not one.shown} - shown
    further = [one for one in dict.fromkeys([*shown, *kept_back]) if one not in places and _bears_on(one, figures)]
    everything = [*figures, *sorted(further, key=lambda one: (one.measure, one.starts, one.ends, one.value))]
    fixed = {place for place, figure in enumerate(everything) if figure in shown}
    near = changes.near(everything, len(figures), shown, LARGEST)
    closed = {place for place, one in enumerate(everything) if one in kept_back}
    out = closed | near.keys()
    known = [figure for place, figure in enumerate(everything) if place < len(figures) or place in fixed]
    for place, figure in enumerate(figures):
        if figure.small or _discloses(figure, known) or (place not in fixed and _told_by_share(figure, shown)):
            out.add(place)
    issues = [{of.issue for of in earlier if of.figure == one} for one in everything]
    periods = {(new.measure, new.starts, new.ends) for new in figures}
    replaced = {
        place: issues[place]
        for place, one in enumerate(everything)
        if place >= len(figures) and (one.measure, one.starts, one.ends) in periods
    }
    return _Case(everything, len(figures), fixed, closed, near, out, replaced, issues)


def _bears_on(one: Figure, figures: Sequence[Figure]) -> bool:
    """Tell whether a figure of an earlier version may stand in a sum with new ones, or with what they were before."""
    return any(
        (one.measure == new.measure and one.starts <= new.ends and new.starts <= one.ends)
        or (one.unit.strip().lower(), one.starts, one.ends) == (new.unit.strip().lower(), new.starts, new.ends)
        for new in figures
    )


def _told_by_share(count: Figure, shown: set[Figure]) -> bool:
    """Tell whether a percentage that was published gives a small number away together with this count."""
    return count.count is not None and any(_discloses(share, [count]) for share in shown)


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


def _families(figures: Sequence[Figure]) -> Iterator[tuple[list[int], bool]]:
    """Figures of which some may be parts of another: those of one measure (in time), and of one unit and period."""
    by_measure: dict[object, list[int]] = defaultdict(list)
    by_period: dict[object, list[int]] = defaultdict(list)
    for place, figure in enumerate(figures):
        if figure.people and figure.count is not None:
            by_measure[figure.measure].append(place)
            by_period[figure.unit.strip().lower(), figure.starts, figure.ends].append(place)
    yield from ((family, True) for family in by_measure.values() if len(family) > 2)
    yield from ((family, False) for family in by_period.values() if len(family) > 2)


def _sums(figures: Sequence[Figure], family: Sequence[int], *, in_time: bool) -> Iterator[Sum]:
    """Every total with parts that add up to it; of one measure, only where their periods make up the total's.

    A total may have one part, where the others are nought: these matter only for the periods.
    """
    counts = {place: figures[place].count or 0 for place in family}
    for total in family:
        least = 0 if in_time else 1
        others = [place for place in family if place != total and least <= counts[place] <= counts[total]]
        for size in range(2 if in_time else 1, len(others) + 1):
            for parts in combinations(others, size):
                adds_up = sum(counts[place] for place in parts) == counts[total]
                if adds_up and (not in_time or _tile([figures[place] for place in parts], figures[total])):
                    yield total, parts


def _tile(parts: Sequence[Figure], total: Figure) -> bool:
    """Tell whether periods follow each other from the first day of the total's to its last."""
    inside = sorted(parts, key=lambda figure: figure.starts)
    apart = all(one.ends < other.starts for one, other in pairwise(inside))
    return apart and inside[0].starts == total.starts and inside[-1].ends == total.ends


# --- what follows from what is shown ----------------------------------------------------------------------------------


def _told(case: _Case, sums: Sequence[Sum], but: set[int]) -> int | None:
    """Return a small figure that follows from what is shown, or None.

    Who reads it is taken to know which figures are left out for being small, that the others are not, and every sum.
    """
    for place in sorted(case.out - but):
        if case.guarded(place):
            tied = _tied(case.out, sums, place)
            if tied and not any(_other(case, tied, place, by) for by in STEPS if by):
                return place
    return None


def _tied(out: set[int], sums: Sequence[Sum], start: int) -> list[Sum]:
    """Return the sums that bear on a figure: those that it is in, and those that share what is left out with them."""
    reached, tied = {start}, []
    waiting = list(sums)
    while more := [one for one in waiting if reached & {one[0], *one[1]}]:
        tied += more
        waiting = [one for one in waiting if one not in more]
        reached |= {place for total, parts in more for place in (total, *parts) if place in out}
    return tied


def _other(case: _Case, tied: Sequence[Sum], place: int, by: int) -> bool:
    """Tell whether all sums may hold with the figure at *place* larger *by* that much: the search gives up as no."""
    out = case.out
    order = list(dict.fromkeys([place, *(p for total, parts in tied for p in (total, *parts) if p in out)]))
    ready = [[one for one in tied if _last(order, out, one) == number] for number in range(len(order))]
    steps: dict[int, int] = {}
    tries = 0

    def holds(one: Sum) -> bool:
        return steps.get(one[0], 0) == sum(steps.get(part, 0) for part in one[1])

    def search(number: int) -> bool:
        nonlocal tries
        if number == len(order):
            return True
        here = order[number]
        for step in (by,) if here == place else STEPS:
            tries += 1
            if tries > TRIES:
                return False
            if not _may_be(case, here, (case.figures[here].count or 0) + step):
                continue
            steps[here] = step
            if all(map(holds, ready[number])) and search(number + 1):
                return True
        steps.pop(here, None)
        return False

    return search(0)


def _last(order: Sequence[int], out: set[int], one: Sum) -> int:
    """The number of the step after which everything in a sum is settled."""
    return max(order.index(place) for place in (one[0], *one[1]) if place in out)


def _may_be(case: _Case, place: int, value: int) -> bool:
    """Tell whether a figure that is left out may have this value, to somebody who knows why it is left out."""
    figure = case.figures[place]
    if 0 < (figure.count or 0) <= LARGEST:
        return SMALLEST <= value <= LARGEST
    if place in case.near and not any(SMALLEST <= abs(value - published) <= LARGEST for published in case.near[place]):
        return False
    return value == 0 or value > LARGEST or (figure.small and value > 0)


def _further(case: _Case, sums: Sequence[Sum], told: int) -> int | None:
    """Return what to leave out next: the smallest part beside what is told, else a total; None if nothing is left."""
    tied = _tied(case.out, sums, told)
    beside = [one for one in tied if told in (one[0], *one[1])]
    kept = {place for place in range(case.new) if place not in case.out and place not in case.fixed}
    for near in (beside, tied):
        parts = [place for _, places in near for place in places if place in kept]
        totals = [total for total, _ in near if total in kept]
        if found := parts or totals:
            return min(found, key=lambda place: (case.figures[place].count or 0, place))
    return None
