"""Small numbers in a version for publication: not shown, and not to be worked out from what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.model.guard.figures import counts_people
from tracker.reports.views.suppressing import Figure, hidden


def figure(value: object, measure: str = "M1", *, people: bool = True, share: tuple[int, int] | None = None) -> Figure:
    part, whole = share or (None, None)
    return Figure(measure, "children", "2022-01-01", "2022-03-31", str(value), people, part, whole)


@pytest.mark.parametrize(
    ("shown", "is_hidden"),
    [
        (figure(0), False),
        (figure(1), True),
        (figure(4), True),
        (figure(5), False),
        (figure("4.5"), True),
        (figure("0.0"), False),
        (figure(3, people=False), False),
        (figure(91, share=(31, 34)), True),  # three are left
        (figure(100, share=(34, 34)), False),
        (figure(9, share=(3, 34)), True),
        (figure(50, share=(17, 34)), False),
        (figure(0, share=(0, 34)), False),
        (figure("not a number"), False),
    ],
)
def test_one_to_four_people_or_as_many_left_are_small(shown: Figure, is_hidden: bool) -> None:
    assert (hidden([shown]) == {0}) is is_hidden


def test_the_last_part_of_a_total_is_not_left_alone() -> None:
    """25 = 3 + 10 + 12: with only the 3 left out, 25 - 10 - 12 gives it back."""
    figures = [figure(25, "M1"), figure(3, "M2"), figure(10, "M3"), figure(12, "M4")]
    assert hidden(figures) == {1, 2}


def test_two_small_parts_that_their_total_fixes_take_it_with_them() -> None:
    """2 = 1 + 1 is itself small; 8 = 4 + 4 is not, and lets both be known, as neither may be more than 4."""
    assert hidden([figure(8, "M1"), figure(4, "M2"), figure(4, "M3")]) == {0, 1, 2}
    assert hidden([figure(5, "M1"), figure(2, "M2"), figure(3, "M3")]) == {1, 2}  # 1+4, 2+3, 3+2 or 4+1


def test_a_share_that_is_not_small_itself_counts_by_its_part() -> None:
    figures = [figure(60, "M1", share=(30, 50)), figure(3, "M2"), figure(27, "M3")]
    assert hidden(figures) == {1, 2}


def test_a_percentage_goes_where_a_count_beside_it_could_be_its_denominator() -> None:
    """91 per cent of 34 referrals is 31: three are left.  Of 300 it leaves 27, and no count is of another period."""
    share = Figure("M8", "per cent", "2022-01-01", "2022-03-31", "91", True)
    assert hidden([share]) == set()
    assert hidden([share, figure(34, "M7")]) == {0}
    assert hidden([share, figure(300, "M7")]) == set()
    assert hidden([share, Figure("M7", "referrals", "2021-01-01", "2021-03-31", "34", True)]) == set()
    assert hidden([Figure("M8", "per cent", "2022-01-01", "2022-03-31", "3", True)]) == set(), "3 % are not 3 people"


def test_parts_of_another_period_or_unit_are_no_parts() -> None:
    other = Figure("M5", "children", "2022-04-01", "2022-06-30", "25", True)
    visits = Figure("M6", "visits to families", "2022-01-01", "2022-03-31", "25", True)
    assert hidden([other, visits, figure(3, "M2"), figure(10, "M3"), figure(12, "M4")]) == {2}


def test_quarters_of_one_measure_are_parts_of_its_year() -> None:
    days = ("2022-04-01", "2022-06-30"), ("2022-07-01", "2022-09-30"), ("2022-10-01", "2022-12-31")
    quarters = [Figure("M1", "pupils", *day, value, True) for day, value in zip(days, ("2", "9", "7"), strict=True)]
    year = Figure("M1", "pupils", "2022-04-01", "2022-12-31", "18", True)
    assert hidden([*quarters, year]) == {0, 2}


def test_of_a_family_too_large_to_be_tried_none_is_shown_once_one_is_small() -> None:
    many = [figure(10 + number, f"M{number}") for number in range(20)]
    assert hidden(many) == set()
    assert hidden([*many, figure(2, "M99")]) == set(range(21))


def possible(parts: Sequence[int], total: int, out: set[int]) -> list[set[int]]:
    """What each part that is left out may be, to somebody who knows which of them are small: tried one by one."""
    choices = [
        [value] if place not in out else range(1, 5) if 0 < value < 5 else [0, *range(5, total + 1)]
        for place, value in enumerate(parts)
    ]
    found: list[set[int]] = [set() for _ in parts]
    for guess in product(*choices):
        if sum(guess) == total:
            for values, value in zip(found, guess, strict=True):
                values.add(value)
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 16), min_size=2, max_size=4))
def test_nobody_can_work_a_small_number_out_from_its_total(parts: list[int]) -> None:
    total = sum(parts)
    out = hidden([*(figure(value, f"M{place}") for place, value in enumerate(parts)), figure(total, "M9")])
    assert {place for place, value in enumerate(parts) if 0 < value < 5} <= out
    if len(parts) in out or sum(value > 0 for value in parts) < 2:
        return  # the total is left out too, or is the same as its one part
    may_be = possible(parts, total, out)
    assert all(len(may_be[place]) > 1 for place, value in enumerate(parts) if 0 < value < 5), (parts, out)


@pytest.mark.parametrize(
    ("unit", "is_people"),
    [
        ("children", True),
        ("contacts", True),
        ("incidents", True),
        ("hours", False),
        ("schools", False),
        ("pounds", False),
    ],
)
def test_more_units_count_as_people_where_figures_are_published(unit: str, is_people: bool) -> None:
    assert counts_people(unit, published=True) is is_people


# --- two ways at once: areas across, quarters down --------------------------------------------------------------------

PERIODS = {"Q1": ("2022-01-01", "2022-03-31"), "Q2": ("2022-04-01", "2022-06-30"), "H1": ("2022-01-01", "2022-06-30")}


def table(inner: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Two areas in two quarters, with the total of each quarter, of each area, and of all."""
    whole = dict(inner)
    for quarter in ("Q1", "Q2"):
        whole["all", quarter] = whole["BRI", quarter] + whole["SGL", quarter]
    for area in ("BRI", "SGL", "all"):
        whole[area, "H1"] = whole[area, "Q1"] + whole[area, "Q2"]
    return whole


@pytest.mark.parametrize("seed", range(30))
def test_nobody_can_work_a_small_number_out_of_a_table_with_totals_both_ways(seed: int) -> None:
    """Every table that agrees with what is shown is tried: each small number has at least two values among them."""
    chance = Random(seed)
    cells = [(area, quarter) for area in ("BRI", "SGL") for quarter in ("Q1", "Q2")]
    whole = table({cell: chance.randint(0, 10) for cell in cells})
    figures = [Figure(area, "children", *PERIODS[period], str(n), True) for (area, period), n in whole.items()]
    kept_back = hidden(figures)
    out = {cell for place, cell in enumerate(whole) if place in kept_back}
    small = {cell for cell, number in whole.items() if 0 < number < 5}
    assert small <= out

    def choices(cell: tuple[str, str]) -> list[int]:
        if cell not in out:
            return [whole[cell]]
        return [1, 2, 3, 4] if cell in small else [0, *range(5, 15)]

    may_be: dict[tuple[str, str], set[int]] = {cell: set() for cell in small}
    for guess in product(*map(choices, cells)):
        other = table(dict(zip(cells, guess, strict=True)))
        if all(number in choices(cell) or (cell in out - small and number > 14) for cell, number in other.items()):
            for cell in small:
                may_be[cell].add(other[cell])
    assert [cell for cell, values in may_be.items() if len(values) < 2] == [], (whole, out)
