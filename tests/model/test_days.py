"""Days said and counted: words for dates, quarters of any reporting year, and the working days of England."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tracker.model import days
from tracker.model.vocabulary import Precision

END_OF_MARCH = date(2022, 3, 31)
MONTH, QUARTER, YEAR = Precision.MONTH, Precision.QUARTER, Precision.YEAR


def test_dates_are_printed_in_full() -> None:
    assert days.long(date(2022, 3, 1)) == "1 March 2022"
    assert days.long(END_OF_MARCH, MONTH) == "March 2022"
    assert days.long(END_OF_MARCH, QUARTER) == "January to March 2022 (Q4 2021/22)"
    assert days.long(END_OF_MARCH, QUARTER, year_starts=1) == "January to March 2022 (Q1 2022)"
    assert days.long(END_OF_MARCH, QUARTER, year_starts=9) == "January to March 2022"
    assert days.long(date(2022, 2, 28), QUARTER, year_starts=9) == "December 2021 to February 2022 (Q2 2021/22)"
    assert days.long(END_OF_MARCH, YEAR) == "2021/22"
    assert days.long(date(2022, 12, 31), YEAR) == "2022"
    assert days.long(date(2022, 12, 31), YEAR, year_starts=1) == "2022"


def test_dates_are_printed_short() -> None:
    assert days.short(END_OF_MARCH) == "31 Mar 22"
    assert days.short(date(2005, 9, 1)) == "1 Sep 05"


@pytest.mark.parametrize(("count", "words"), [(0, "0 days"), (1, "1 day"), (12, "12 days"), (-1, "-1 day")])
def test_days_are_counted_in_words(count: int, words: str) -> None:
    assert days.days_between_words(count) == words


# --- quarters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "year_starts", "quarter"),
    [
        (date(2022, 2, 14), 4, ("Q4 2021/22", date(2022, 1, 1), END_OF_MARCH)),
        (date(2022, 4, 1), 4, ("Q1 2022/23", date(2022, 4, 1), date(2022, 6, 30))),
        (date(2022, 2, 14), 1, ("Q1 2022", date(2022, 1, 1), END_OF_MARCH)),
        (date(2024, 1, 31), 9, ("Q2 2023/24", date(2023, 12, 1), date(2024, 2, 29))),
        (date(1999, 12, 31), 4, ("Q3 1999/00", date(1999, 10, 1), date(1999, 12, 31))),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, year_starts: int, quarter: tuple[str, date, date]) -> None:
    assert days.quarter_of(day, year_starts) == quarter


@pytest.mark.parametrize("year_starts", range(1, 13))
def test_quarters_cover_every_day_once(year_starts: int) -> None:
    day, seen = date(2019, year_starts, 1), []
    while day.year < 2025:
        label, first, last = days.quarter_of(day, year_starts)
        assert first == day, "each quarter begins the day after the one before it"
        inside = [first + timedelta(days=place) for place in range((last - first).days + 1)]
        assert {days.quarter_of(each, year_starts) for each in inside} == {(label, first, last)}
        seen.append(label)
        day = last + timedelta(days=1)
    assert [label[:2] for label in seen[:5]] == ["Q1", "Q2", "Q3", "Q4", "Q1"]
    assert len(set(seen)) == len(seen)


# --- working days ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "holidays"),
    [
        # As published for England and Wales; in 1999, 2002, 2011, 2012, 2020, 2022 and 2023 days were moved or added.
        (1999, "1-1 4-2 4-5 5-3 5-31 8-30 12-27 12-28 12-31"),
        (2002, "1-1 3-29 4-1 5-6 6-3 6-4 8-26 12-25 12-26"),
        (2010, "1-1 4-2 4-5 5-3 5-31 8-30 12-27 12-28"),
        (2011, "1-3 4-22 4-25 4-29 5-2 5-30 8-29 12-26 12-27"),
        (2012, "1-2 4-6 4-9 5-7 6-4 6-5 8-27 12-25 12-26"),
        (2020, "1-1 4-10 4-13 5-8 5-25 8-31 12-25 12-28"),
        (2021, "1-1 4-2 4-5 5-3 5-31 8-30 12-27 12-28"),
        (2022, "1-3 4-15 4-18 5-2 6-2 6-3 8-29 9-19 12-26 12-27"),
        (2023, "1-2 4-7 4-10 5-1 5-8 5-29 8-28 12-25 12-26"),
        (2026, "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-28"),
    ],
)
def test_bank_holidays_are_those_published(year: int, holidays: str) -> None:
    expected = [date(year, *map(int, pair.split("-"))) for pair in holidays.split()]
    assert sorted(days.bank_holidays(year)) == expected
    assert not any(days.is_working_day(day) for day in expected)


def test_weekends_and_holidays_are_no_working_days() -> None:
    assert days.is_working_day(date(2022, 5, 30)), "the May holiday of 2022 moved to June"
    assert days.is_working_day(END_OF_MARCH)
    assert not days.is_working_day(date(2022, 4, 2))
    assert not days.is_working_day(date(2022, 4, 3))


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2022, 3, 31), 1, date(2022, 3, 30)),
        (date(2022, 4, 4), 5, date(2022, 3, 28)),
        (date(2022, 4, 19), 1, date(2022, 4, 14)),
        (date(2022, 6, 6), 2, date(2022, 5, 31)),
        (date(2023, 1, 3), 3, date(2022, 12, 28)),
        (date(2022, 4, 3), 0, date(2022, 4, 3)),
    ],
)
def test_working_days_are_counted_back_over_holidays(day: date, count: int, before: date) -> None:
    assert days.working_days_before(day, count) == before


def test_working_days_are_not_counted_forwards() -> None:
    with pytest.raises(ValueError, match="-1 working days cannot be counted back from a date; write 0 or more"):
        days.working_days_before(END_OF_MARCH, -1)
