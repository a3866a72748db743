"""Dates as people write them: what is read, what is refused and in which words, and how days are counted."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.model import dates
from tracker.model.dates import DateError, parse
from tracker.model.text import safe
from tracker.model.vocabulary import Precision

ROOT = Path(__file__).parents[2]
WEDNESDAY = date(2022, 3, 2)
DAY, MONTH, QUARTER, YEAR = Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR
END_OF_MARCH = date(2022, 3, 31)
IN_RANGE = st.dates(date(1990, 1, 1), date(2100, 12, 31))
QUICK = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    "text",
    [
        "2022-03-31",
        "2022/3/31",
        "2022-03-31 00:00:00",
        "2022-03-31T00:00:00",
        "31/3/22",
        "31/03/2022",
        "31 / 3 / 2022",
        "31.3.2022",
        "31-3-2022",
        "31 March 2022",
        "  31  MARCH  2022. ",
        "31st March 2022",
        "31st of March 2022",
        "the 31st of March, 2022",
        "Thursday 31 March 2022",
        "Thurs, 31 Mar 2022",
        "Thu 31/3/22",
        "31 Mar 22",
        "31-Mar-22",
        "31Mar2022",
        "March 31 2022",
        "March 31st, 2022",
        "by 31 March 2022",
        "By 31/3/2022",
        "due on 31 March 2022",
        "no later than 31 March 2022",
        "31\u00a0March\u202f2022",
        "31\u20133\u20132022",
        "\u0663\u0661/\u0660\u0663/\u0662\u0660\u0662\u0662",
        "\uff13\uff11 March \uff12\uff10\uff12\uff12",
    ],
)
def test_days_are_read_in_uk_order(text: str) -> None:
    written = parse(text)
    assert (written.day, written.first, written.precision) == (END_OF_MARCH, END_OF_MARCH, DAY)
    assert (written.raw, written.assumption) == (text, None)


@pytest.mark.parametrize(
    ("text", "first", "day", "precision"),
    [
        ("March 2022", date(2022, 3, 1), END_OF_MARCH, MONTH),
        ("Feb 2024", date(2024, 2, 1), date(2024, 2, 29), MONTH),
        ("Sept. 2022", date(2022, 9, 1), date(2022, 9, 30), MONTH),
        ("03/2022", date(2022, 3, 1), END_OF_MARCH, MONTH),
        ("2022-03", date(2022, 3, 1), END_OF_MARCH, MONTH),
        ("Q4 2021/22", date(2022, 1, 1), END_OF_MARCH, QUARTER),
        ("q1 2021-22", date(2021, 4, 1), date(2021, 6, 30), QUARTER),
        ("Quarter 2, 2021/2022", date(2021, 7, 1), date(2021, 9, 30), QUARTER),
        ("Q3 21/22", date(2021, 10, 1), date(2021, 12, 31), QUARTER),
        ("2021/22 Q4", date(2022, 1, 1), END_OF_MARCH, QUARTER),
        ("Q4 1999/00", date(2000, 1, 1), date(2000, 3, 31), QUARTER),
        ("January to March 2022", date(2022, 1, 1), END_OF_MARCH, QUARTER),
        ("Jan-Mar 2022", date(2022, 1, 1), END_OF_MARCH, QUARTER),
        ("January \u2013 March 2022", date(2022, 1, 1), END_OF_MARCH, QUARTER),
        ("February to April 2022", date(2022, 2, 1), date(2022, 4, 30), QUARTER),
        ("November 2021 to January 2022", date(2021, 11, 1), date(2022, 1, 31), QUARTER),
        ("January to March 2022 (Q4 2021/22)", date(2022, 1, 1), END_OF_MARCH, QUARTER),
        ("March to March 2022", date(2022, 3, 1), END_OF_MARCH, MONTH),
        ("2022", date(2022, 1, 1), date(2022, 12, 31), YEAR),
        ("2021/22", date(2021, 4, 1), END_OF_MARCH, YEAR),
        ("2021-22", date(2021, 4, 1), END_OF_MARCH, YEAR),
        ("2011/12", date(2011, 4, 1), date(2012, 3, 31), YEAR),
        ("financial year 2021/22", date(2021, 4, 1), END_OF_MARCH, YEAR),
    ],
)
def test_longer_periods_fall_due_on_their_last_day(text: str, first: date, day: date, precision: Precision) -> None:
    written = parse(text)
    assert (written.first, written.day, written.precision, written.assumption) == (first, day, precision, None)


@pytest.mark.parametrize(
    ("text", "year_starts", "first", "day"),
    [
        ("Q1 2022", 1, date(2022, 1, 1), END_OF_MARCH),
        ("Quarter 4 of 2022", 1, date(2022, 10, 1), date(2022, 12, 31)),
        ("Q1 2021/22", 9, date(2021, 9, 1), date(2021, 11, 30)),
        ("Q2 2023/24", 9, date(2023, 12, 1), date(2024, 2, 29)),
    ],
)
def test_quarters_follow_the_start_of_the_reporting_year(text: str, year_starts: int, first: date, day: date) -> None:
    written = parse(text, year_starts=year_starts)
    assert (written.first, written.day, written.precision) == (first, day, QUARTER)


def test_a_reporting_year_may_begin_in_march_and_end_on_a_leap_day() -> None:
    written = parse("2023/24", year_starts=3)
    assert (written.first, written.day) == (date(2023, 3, 1), date(2024, 2, 29))
    assert parse("2024/25", year_starts=3).first == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("text", "day", "precision", "assumption"),
    [
        ("Mar-22", END_OF_MARCH, MONTH, "'Mar-22' is read as March 2022, not as a day of March"),
        ("Mar 22", END_OF_MARCH, MONTH, "'Mar 22' is read as March 2022, not as a day of March"),
        ("March '22", END_OF_MARCH, MONTH, "'March '22' is read as March 2022, not as a day of March"),
        ("by March 2022", END_OF_MARCH, MONTH, "'by March 2022' is read as by 31 March 2022"),
        ("October 2021 to March 2022", END_OF_MARCH, MONTH, "'October 2021 to March 2022' is read as by 31 March 2022"),
        ("end of March 2022", END_OF_MARCH, DAY, "'end of March 2022' is read as 31 March 2022"),
        ("by end March 2022", END_OF_MARCH, DAY, "'by end March 2022' is read as 31 March 2022"),
        ("By the end of Q4 2021/22", END_OF_MARCH, DAY, "'By the end of Q4 2021/22' is read as 31 March 2022"),
        ("end of 2021", date(2021, 12, 31), DAY, "'end of 2021' is read as 31 December 2021"),
        ("31/3/99", date(2099, 3, 31), DAY, "'31/3/99' is read as in the year 2099"),
    ],
)
def test_what_is_taken_for_granted_is_said(text: str, day: date, precision: Precision, assumption: str) -> None:
    written = parse(text)
    assert (written.day, written.precision, written.assumption) == (day, precision, assumption)


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("today", WEDNESDAY, "2 March 2022"),
        ("Yesterday", date(2022, 3, 1), "1 March 2022"),
        ("tomorrow", date(2022, 3, 3), "3 March 2022"),
        ("last Friday", date(2022, 2, 25), "25 February 2022, the last Friday before 2 March 2022"),
        ("friday", date(2022, 2, 25), "25 February 2022, the last Friday before 2 March 2022"),
        ("Tue", date(2022, 3, 1), "1 March 2022, the last Tuesday before 2 March 2022"),
        ("wednesday", date(2022, 2, 23), "23 February 2022, the last Wednesday before 2 March 2022"),
        ("in 2 weeks", date(2022, 3, 16), "16 March 2022, counted from 2 March 2022"),
        ("in a month's time", date(2022, 4, 2), "2 April 2022, counted from 2 March 2022"),
        ("+3m", date(2022, 6, 2), "2 June 2022, counted from 2 March 2022"),
        ("+10 days", date(2022, 3, 12), "12 March 2022, counted from 2 March 2022"),
        ("+1y", date(2023, 3, 2), "2 March 2023, counted from 2 March 2022"),
        ("3 days ago", date(2022, 2, 27), "27 February 2022, counted from 2 March 2022"),
        ("by tomorrow", date(2022, 3, 3), "3 March 2022"),
    ],
)
def test_words_that_count_from_today_say_what_they_came_to(text: str, day: date, said: str) -> None:
    written = parse(text, today=WEDNESDAY)
    assert (written.day, written.precision) == (day, DAY)
    assert written.assumption == f"'{text}' is read as {said}"
    with pytest.raises(DateError, match="counts from today, which is not known here; write the day"):
        parse(text)


def test_a_month_after_a_long_month_ends_with_the_short_one() -> None:
    assert parse("+1m", today=date(2022, 1, 31)).day == date(2022, 2, 28)


LIKE = "like 31 March 2022, 31/3/22, March 2022 or Q4 2021/22"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31 September 2022", "September has 30 days; write a day from 1 to 30"),
        ("31/9/22", "September has 30 days; write a day from 1 to 30"),
        ("31 September", "September has 30 days; write a day from 1 to 30"),
        ("Thursday 31 September 2022", "September has 30 days; write a day from 1 to 30"),
        ("29 February 2022", "February 2022 has 28 days; write a day from 1 to 28"),
        ("2024-02-30", "February 2024 has 29 days; write a day from 1 to 29"),
        ("30 February", "February has 29 days; write a day from 1 to 29"),
        ("0 March 2022", "March has 31 days; write a day from 1 to 31"),
        (
            "Friday 31 March 2022",
            "31 March 2022 is a Thursday; write Thursday 31 March 2022, or the day meant",
        ),
        ("Thursday March 2022", "it names a weekday but no day; write it like Thursday 31 March 2022"),
        (
            "3/31/22",
            "there is no month 31; the order is day/month/year, as in the UK, so write 31/3/22 if meant",
        ),
        ("2/31/2022", "there is no month 31; write a month from 1 to 12, in the order day/month/year"),
        ("13/13/2022", "there is no month 13; write a month from 1 to 12, in the order day/month/year"),
        ("0/2022", "there is no month 0; write a month from 1 to 12, in the order day/month/year"),
        ("31 March", "it has no year; write one too, like 31 March 2022"),
        ("March 31st", "it has no year; write one too, like 31 March 2022"),
        ("March", "it has no year; write one too, like March 2022"),
        ("Quarter 4", "it has no year; write it like Q4 2021/22"),
        (
            "Q1 2022",
            "it may be read in two ways; write Q1 2022/23 for April to June 2022, or January to March 2022",
        ),
        ("Q5 2021/22", "there is no quarter 5; write a quarter from 1 to 4"),
        ("Q4 2021/23", "a reporting year is two years in a row; write it like 2021/22"),
        ("2021/2023", "a reporting year is two years in a row; write it like 2021/22"),
        (
            "2011-12",
            "it may be a month or a year; write December 2011, or 2011/12 for the reporting year",
        ),
        (
            "2022/03",
            "it may be a month or a year; write March 2022, or 2022/23 for the reporting year",
        ),
        ("21/22", "it may be a month, a year or a day; write it like March 2022, 2021/22 or 31 March 2022"),
        (
            "June/July 2012",
            "it names two months; write one, like July 2012, or the stretch, like June to July 2012",
        ),
        (
            "November to January 2022",
            "it ends before it begins; write both years in order, like November 2021 to January 2022",
        ),
        (
            "January to March 2022 (Q3 2021/22)",
            "its months are not the quarter in the brackets; write one of the two",
        ),
        ("spring 2022", "a season has no agreed last day; write the months, like March to May 2022"),
        ("Late Summer", "a season has no agreed last day; write the months, like March to May 2022"),
        ("autumn term 2021", "a season has no agreed last day; write the months, like March to May 2022"),
        ("mid-March 2022", "it names no day; write one, like 15 March 2022"),
        ("early 2022", "it names no day; write one, like 15 March 2022"),
        ("end of 31 March 2022", "a day has no end to wait for; write 31 March 2022"),
        ("Ongoing", "it has no end; write the next review date, like 31 March 2022"),
        ("TBC", f"no day is named; leave it empty until one is known, then write it {LIKE}"),
        ("To be confirmed in June", f"no day is named; leave it empty until one is known, then write it {LIKE}"),
        ("ASAP", "it names no day; write one, like 31 March 2022"),
        ("next Friday", "it may be read in two ways; write the day, like 31 March 2022"),
        ("31 December 1989", "its year is out of range; write a year from 1990 to 2100"),
        ("1/1/2101", "its year is out of range; write a year from 1990 to 2100"),
        ("2100/01", "its year is out of range; write a year from 1990 to 2100"),
        ("0000-01-01", "its year is out of range; write a year from 1990 to 2100"),
        ("As above", f"it cannot be read; write it {LIKE}"),
        ("31 March 2022 and 30 June 2022", f"it cannot be read; write it {LIKE}"),
        ("1\u00b2 March 2022", f"it cannot be read; write it {LIKE}"),
        ("31/3-22", f"it cannot be read; write it {LIKE}"),
    ],
)
def test_a_refusal_is_one_sentence_that_says_what_to_write(text: str, why: str) -> None:
    with pytest.raises(DateError) as refused:
        parse(text, today=WEDNESDAY)
    assert str(refused.value) == f"'{text}' is not a date: {why}"


def test_a_reporting_year_needs_one_number_where_it_is_the_calendar_year() -> None:
    for text in ("2021/22", "Q4 2021/22"):
        with pytest.raises(DateError, match="the reporting year here is the calendar year; write one year, like 2021"):
            parse(text, year_starts=1)
    assert parse("2011-12", year_starts=1).day == date(2011, 12, 31)


@pytest.mark.parametrize("text", ["", "   ", "\u00a0\n", " . "])
def test_nothing_is_no_date(text: str) -> None:
    with pytest.raises(DateError) as refused:
        parse(text)
    assert str(refused.value) == f"there is no date here; write one {LIKE}"


def test_a_long_text_is_refused_before_it_is_read() -> None:
    assert parse("31 March 2022".rjust(200)).day == END_OF_MARCH
    with pytest.raises(DateError, match=r"^'by by .*…' is not a date: it is longer than 60 characters; write one date"):
        parse("by " * 20 + "31 March 2022")


def test_a_refusal_shows_hidden_characters() -> None:
    with pytest.raises(DateError, match=r"^'31⟨U\+200B⟩ March 2022' is not a date: it cannot be read"):
        parse("31\u200b March 2022")


def test_far_counts_are_out_of_range_and_not_an_error() -> None:
    with pytest.raises(DateError, match="its year is out of range; write a year from 1990 to 2100"):
        parse("+999y", today=WEDNESDAY)


@given(st.text() | st.from_regex(r"[0-9QqJanMrch/ -]{1,20}", fullmatch=True), st.integers(1, 12))
@QUICK
def test_any_text_is_a_date_or_refused_in_words(text: str, year_starts: int) -> None:
    try:
        written = parse(text, year_starts=year_starts, today=WEDNESDAY)
    except DateError as error:
        said = str(error)
    else:
        said = written.assumption or "write"
        assert date(1990, 1, 1) <= written.first <= written.day <= date(2100, 12, 31)
    assert safe(said) == said, "what is said is one line with nothing hidden"
    assert "write" in said or "is read as" in said


# --- round trips ----------------------------------------------------------------------------------------------------


@given(IN_RANGE)
@QUICK
def test_every_day_survives_being_written_and_read(day: date) -> None:
    for text in (dates.long(day), day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        written = parse(text)
        assert (written.day, written.precision, written.assumption) == (day, DAY, None)
    assert parse(dates.short(day)).day.strftime("%d%m%y") == day.strftime("%d%m%y")


@given(st.dates(date(1992, 1, 1), date(2098, 12, 31)), st.integers(1, 12))
@QUICK
def test_every_month_quarter_and_year_survives_being_written_and_read(day: date, year_starts: int) -> None:
    month_end = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    quarter_end = dates.quarter_of(day, year_starts)[2]
    year_end = date(day.year + 1, year_starts, 1) - timedelta(days=1)
    calendar_end = date(day.year, 12, 31)
    for last, precision in (
        (month_end, MONTH),
        (month_end, QUARTER),
        (quarter_end, QUARTER),
        (year_end, YEAR),
        (calendar_end, YEAR),
    ):
        written = parse(dates.long(last, precision, year_starts=year_starts), year_starts=year_starts)
        assert (written.day, written.precision, written.assumption) == (last, precision, None)


def test_importing_loads_no_date_library() -> None:
    code = "import sys, tracker.model.dates; print(*(name for name in sys.modules if name.startswith('dateutil')))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert ran.stdout.strip() == ""
