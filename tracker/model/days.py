"""Days counted and said: dates in words whatever the computer's language, quarters, and the working days of England.

Reading what people write is not here but in dates, which passes these functions on.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from tracker.model.vocabulary import Precision

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
YEAR_STARTS = 4
"""The month in which a reporting year begins where nobody says otherwise: April, as most councils' do."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def months_on(day: date, months: int) -> date:
    """Return the same day *months* later (earlier if negative), or the last day of that month where it is shorter."""
    from dateutil.relativedelta import relativedelta  # here, because most runs of the program move no date

    return day + relativedelta(months=months)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return months_on(date(year, month, 1), 1) - timedelta(days=1)


# --- words ----------------------------------------------------------------------------------------------------------


def long(day: date, precision: Precision = Precision.DAY, *, year_starts: int = YEAR_STARTS) -> str:
    """Return a due date in full: 31 March 2022, March 2022, January to March 2022 (Q4 2021/22), 2022 or 2021/22.

    *day* is the last day of its period.  A quarter is named by its number only where it is one of the reporting year
    that begins in the month *year_starts*.
    """
    if precision is Precision.MONTH:
        return f"{MONTHS[day.month - 1]} {day.year}"
    if precision is Precision.QUARTER:
        label, first, _last = quarter_of(day, year_starts)
        numbered = first == months_on(day.replace(day=1), -2)
        return f"{three_months(day)} ({label})" if numbered else three_months(day)
    if precision is Precision.YEAR:
        in_two_years = year_starts != 1 and day.month == year_starts - 1
        return reporting_label(day.year - 1) if in_two_years else str(day.year)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short(day: date) -> str:
    """Return a date for narrow columns, like 31 Mar 22."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year % 100:02d}"


def three_months(day: date) -> str:
    """Return the three months that end with the month of *day*, like January to March 2022."""
    first = months_on(day.replace(day=1), -2)
    begins = MONTHS[first.month - 1] + (f" {first.year}" if first.year != day.year else "")
    return f"{begins} to {MONTHS[day.month - 1]} {day.year}"


def days_between_words(days: int) -> str:
    """Return a number of days in words: 1 day, 12 days."""
    return f"{days} day{'' if abs(days) == 1 else 's'}"


# --- quarters of the reporting year -----------------------------------------------------------------------------------


def reporting_label(year: int) -> str:
    """Return the name of the reporting year that begins in *year*, like 2021/22."""
    return f"{year}/{(year + 1) % 100:02d}"


def quarter_start(year: int, quarter: int, year_starts: int) -> date:
    """Return the first day of a quarter (1 to 4) of the reporting year that begins in month *year_starts* of *year*."""
    return months_on(date(year, year_starts, 1), 3 * (quarter - 1))


def quarter_of(day: date, year_starts: int = YEAR_STARTS) -> tuple[str, date, date]:
    """Return the quarter that holds *day*: its name (Q4 2021/22, or Q1 2022 for calendar years), first and last day."""
    year = day.year - (day.month < year_starts)
    quarter = (day.month - year_starts) % 12 // 3 + 1
    first = quarter_start(year, quarter, year_starts)
    label = f"Q{quarter} {year if year_starts == 1 else reporting_label(year)}"
    return label, first, months_on(first, 3) - timedelta(days=1)


# --- working days of England ------------------------------------------------------------------------------------------

# Bank holidays follow the Banking and Financial Dealings Act 1971; a royal proclamation moved or added these.
_EARLY_MAY_MOVED = {1995: date(1995, 5, 8), 2020: date(2020, 5, 8)}
_SPRING_MOVED = {2002: date(2002, 6, 4), 2012: date(2012, 6, 4), 2022: date(2022, 6, 2)}
_ONCE = (
    date(1999, 12, 31),
    date(2002, 6, 3),
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the weekdays of *year* (1990 on) that are bank holidays in England, substitute days included."""
    from dateutil.easter import easter

    may = date(year, 5, 1)
    days = {
        easter(year) - timedelta(days=2),
        easter(year) + timedelta(days=1),
        _EARLY_MAY_MOVED.get(year, may + timedelta(days=-may.weekday() % 7)),
        _SPRING_MOVED.get(year, _monday_by(date(year, 5, 31))),
        _monday_by(date(year, 8, 31)),
        *(day for day in _ONCE if day.year == year),
    }
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() >= 5 or day in days:
            day += timedelta(days=1)
        days.add(day)
    return frozenset(days)


def _monday_by(day: date) -> date:
    return day - timedelta(days=day.weekday())


def is_working_day(day: date) -> bool:
    """Tell whether *day* is a Monday to Friday that is no bank holiday in England."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_days_before(day: date, count: int) -> date:
    """Return the working day that lies *count* working days before *day*; for 0, *day* itself.

    Raises ValueError if *count* is negative.
    """
    if count < 0:
        raise ValueError(f"{count} working days cannot be counted back from a date; write 0 or more")
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day
