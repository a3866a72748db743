"""Two versions for publication read side by side: no small number and no small change follows from both together."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from tracker.reports.views.suppressing import Figure, Published, hidden

Q1, Q2, H1 = ("2022-04-01", "2022-06-30"), ("2022-07-01", "2022-09-30"), ("2022-04-01", "2022-09-30")
TO_OCTOBER = ("2022-04-01", "2022-10-31")


def count(
    value: object, measure: str = "M1", period: tuple[str, str] = Q1, share: tuple[int, int] | None = None
) -> Figure:
    part, whole = share or (None, None)
    return Figure(measure, "children", *period, str(value), True, part, whole)


def shown(*figures: Figure) -> list[Published]:
    return [Published(figure, True) for figure in figures]


@pytest.mark.parametrize(
    ("before", "now", "is_hidden"),
    [
        (count(25), count(25), False),
        (count(25), count(26), True),
        (count(25), count(21), True),
        (count(25), count(30), False),
        (count(25, "M2"), count(26), False),
        (count(25, period=Q1), count(26, period=Q2), False),  # the next quarter, not the same one again
        (count(25, period=H1), count(27, period=TO_OCTOBER), True),  # two in October
        (count(25, period=H1), count(30, period=TO_OCTOBER), False),
        (count(9, period=Q2), count(12, period=H1), True),  # three from April to June
        (count(60, share=(30, 50)), count(58, share=(30, 52)), True),  # two more of whom it is a share
        (count(60, share=(30, 50)), count(60, share=(36, 60)), False),
    ],
)
def test_a_figure_that_tells_of_a_small_change_is_not_shown(before: Figure, now: Figure, is_hidden: bool) -> None:
    assert (hidden([now], shown(before)) == {0}) is is_hidden
    stays = {0} if now == before else set()
    assert hidden([now], [Published(before, False)]) == stays, "what was not shown tells of no change"


def test_the_same_holds_between_two_figures_of_one_version() -> None:
    assert hidden([count(25, period=H1), count(27, period=TO_OCTOBER)]) == {1}
    assert hidden([count(25), count(26)]) == {1}, "corrected"
    assert hidden([count(16, period=Q1), count(9, period=Q2), count(25, period=H1)]) == set(), "seen as a sum"


def test_what_one_left_out_stays_out_and_what_it_showed_protects_nothing() -> None:
    """25 = 3 + 10 + 12 showed the 12.  When the 10 is put right to 20, leaving out the 12 would hide nothing."""
    first = [count(25, "M1"), count(3, "M2"), count(10, "M3"), count(12, "M4")]
    out = hidden(first)
    assert out == {1, 2}
    earlier = [Published(figure, place not in out) for place, figure in enumerate(first)]
    assert hidden(first, earlier) == out, "the same again shows the same"
    assert hidden([first[1], first[2], first[3]], earlier) == {0, 1}, "without the total, too"
    assert hidden([count(35, "M1"), first[1], count(20, "M3"), first[3]], earlier) == {1, 2}


def test_a_count_is_left_out_that_would_be_the_denominator_of_a_published_percentage() -> None:
    share = Figure("M8", "per cent", *Q1, "91", True)
    assert hidden([count(34)], shown(share)) == {0}, "three of 34 are left"
    assert hidden([count(300)], shown(share)) == set()
    assert hidden([count(34, period=Q2)], shown(share)) == set()


NAMES = ("M1", "M2", "M3", "M9")


def figures(parts: tuple[int, ...]) -> list[Figure]:
    return [count(value, name) for value, name in zip((*parts, sum(parts)), NAMES, strict=True)]


def guesses(true: tuple[int, ...], out: set[int], before: list[int | None]) -> list[list[int]]:
    """What each part and the total may be to somebody who knows why it is left out."""
    found = []
    for place, value in enumerate((*true, sum(true))):
        published = before[place]
        if place not in out:
            choices = [value]
        elif 0 < value < 5:
            choices = [1, 2, 3, 4]
        elif published is not None and 0 < abs(value - published) < 5:
            choices = [n for n in (0, *range(5, 70)) if 0 < abs(n - published) < 5]
        else:
            choices = [0, *range(5, 70 if place == 3 else 24)]
        found.append(choices)
    return found


def tables(choices: list[list[int]]) -> set[tuple[int, ...]]:
    totals = set(choices[-1])
    return {parts for parts in product(*choices[:-1]) if sum(parts) in totals}


@pytest.mark.parametrize("seed", range(60))
def test_nobody_can_work_a_small_number_or_a_small_change_out_of_two_versions(seed: int) -> None:
    """Every pair of tables is tried that agrees with what both show, for a reader who knows what was not put right."""
    chance = Random(seed)
    first = tuple(chance.randint(0, 14) for _ in range(3))
    corrected = [place for place in range(3) if chance.random() < 0.5]
    second = tuple(
        max(0, value + chance.randint(-6, 6)) if place in corrected else value for place, value in enumerate(first)
    )
    out = hidden(figures(first))
    earlier = [Published(figure, place not in out) for place, figure in enumerate(figures(first))]
    out_now = hidden(figures(second), earlier)
    published = [None if place in out else value for place, value in enumerate((*first, sum(first)))]
    if min(sum(value > 0 for value in table) for table in (first, second)) < 2:
        return  # a total of one part alone is that part
    then = tables(guesses(first, out, [None] * 4))
    now = tables(guesses(second, out_now, published))
    together = [
        (one, other)
        for one, other in product(then, now)
        if all(one[place] == other[place] for place in range(3) if place not in corrected)
    ]
    assert (first, second) in together
    for place, name in enumerate(NAMES):
        for number, (table, left_out) in enumerate(((first, out), (second, out_now))):
            value = (*table, sum(table))[place]
            before = published[place]
            changed = number == 1 and before is not None and 0 < abs(value - before) < 5
            if place in left_out and (0 < value < 5 or changed):
                may_be = {(*pair[number], sum(pair[number]))[place] for pair in together}
                nothing_is_left = len(out_now) == len(NAMES)
                assert len(may_be) > 1 or nothing_is_left, (name, first, second, out, out_now)
            assert place in left_out or not (0 < value < 5 or changed)
