"""UK dates as people write them, read with how exact they are and with what was taken for granted.

Nothing here knows the plan or what day it is: today and the start of the reporting year are passed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple, NoReturn
from unicodedata import decimal

from tracker.model.days import (
    MONTHS,
    WEEKDAYS,
    YEAR_STARTS,
    bank_holidays,
    days_between_words,
    is_working_day,
    long,
    month_end,
    months_on,
    quarter_of,
    quarter_start,
    reporting_label,
    short,
    three_months,
    working_days_before,
)
from tracker.model.text import quoted
from tracker.model.vocabulary import Precision

__all__ = [
    "YEAR_STARTS",
    "DateError",
    "WrittenDate",
    "bank_holidays",
    "days_between_words",
    "is_working_day",
    "long",
    "parse",
    "quarter_of",
    "short",
    "working_days_before",
]

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = 60
_LIKE = "like 31 March 2022, 31/3/22, March 2022 or Q4 2021/22"


class DateError(ValueError):
    """A text is not a date; the message is one sentence that says why and what to write."""


class WrittenDate(NamedTuple):
    """A date as somebody wrote it.

    ``day`` is when it falls due: the last day of a month, quarter or year.  ``raw`` is the text as given, and
    ``assumption`` says in words what was taken for granted in reading it, if anything was.
    """

    day: date
    precision: Precision
    raw: str
    assumption: str | None = None

    @property
    def first(self) -> date:
        """The first day of the day, month, quarter or year."""
        if self.precision is Precision.DAY:
            return self.day
        months = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}[self.precision]
        return months_on(self.day.replace(day=1), 1 - months)


def parse(text: str, *, year_starts: int = YEAR_STARTS, today: date | None = None) -> WrittenDate:
    """Return the date written as *text*, in UK order (day, month, year).

    *year_starts* is the month (1 to 12) in which the reporting year begins, for Q4 2021/22 and 2021/22.  Words that
    count from today, such as tomorrow or in 2 weeks, are read only when *today* is given.  Raises DateError.
    """
    asked = _Asked(text, year_starts, today)
    if len(text.strip()) > LONGEST:
        asked.refuse(f"it is longer than {LONGEST} characters; write one date only, {_LIKE}")
    words = _plain(text)
    if not words:
        raise DateError(f"there is no date here; write one {_LIKE}")
    found = asked.read(words)
    if found.first.year < FIRST_YEAR or found.day.year > LAST_YEAR:
        asked.refuse_year()
    return found


def _plain(text: str) -> str:
    """Return *text* in lower case with plain digits, dashes, quotes and single spaces, and no time of midnight."""
    digits = "".join(str(decimal(char)) if char.isdecimal() else char for char in text)
    dashes = re.sub("[\u2010-\u2015\u2212]", "-", digits).replace("\u2019", "'").replace("\u2018", "'")
    words = " ".join(dashes.split()).casefold().rstrip(" .,;")
    return re.sub("(?<=[0-9])[t ]00:00(:00)?$", "", words)


class _Asked(NamedTuple):
    """One question: the text as given, what its reading depends on, and the ways to answer."""

    raw: str
    year_starts: int
    today: date | None

    def read(self, words: str) -> WrittenDate:
        """Read plain words by the first rung of the ladder that fits all of them."""
        for pattern, rung in _ladder():
            found = re.fullmatch(pattern, words)
            if found:
                return rung(self, found)
        self.refuse(f"it cannot be read; write it {_LIKE}")

    def made(self, day: date, precision: Precision = Precision.DAY, assumption: str | None = None) -> WrittenDate:
        return WrittenDate(day, precision, self.raw, assumption)

    def read_as(self, meaning: str) -> str:
        return f"{quoted(self.raw)} is read as {meaning}"

    def refuse(self, why: str) -> NoReturn:
        raise DateError(f"{quoted(self.raw)} is not a date: {why}")

    def refuse_year(self) -> NoReturn:
        self.refuse(f"its year is out of range; write a year from {FIRST_YEAR} to {LAST_YEAR}")

    def now(self) -> date:
        if self.today is None:
            self.refuse("it counts from today, which is not known here; write the day, like 31 March 2022")
        return self.today


# --- the ladder: each rung is a pattern and what it means; the first that fits the whole text is taken ----------------

_Rung = Callable[[_Asked, "re.Match[str]"], WrittenDate]

_M = (
    "((?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?)"
)
_D = "([0-9]{1,2})(?:st|nd|rd|th)?"
_Y = "'?([0-9]{4}|[0-9]{2})"
_Y_Y = "([0-9]{4}|[0-9]{2}) ?[/-] ?([0-9]{4}|[0-9]{2})"
_Q = "(?:q|qtr|quarter) ?([0-9])"
_WEEKDAY = "((?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)"
_COUNT = "([0-9]{1,3}|an?|one)"
_UNIT = "(days?|weeks?|months?|years?)"


@cache
def _ladder() -> tuple[tuple[str, _Rung], ...]:
    """List the rungs; re compiles a pattern when it is first tried, so that the usual dates, high up, cost least."""
    rungs: tuple[tuple[str, _Rung], ...] = (
        (r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", lambda a, g: _day(a, g[4], g[3], g[1])),
        (rf"([0-9]{{1,2}}) ?([-/.]) ?([0-9]{{1,2}}) ?\2 ?{_Y}", _numbers),
        (rf"(?:the )?{_D}(?: of)?[ ./-]*{_M}[ ,./-]*{_Y}", lambda a, g: _day(a, g[1], g[2], g[3])),
        (rf"{_M}[ ./-]*{_D}[ ,-]+{_Y}", lambda a, g: _day(a, g[2], g[1], g[3])),
        (rf"{_M}[ ,./-]*{_Y}", lambda a, g: _month(a, g[1], g[2])),
        ("([0-9]{1,2}) ?[/.-] ?([0-9]{4})", lambda a, g: _month(a, g[1], g[2])),
        (_Y_Y, _year_or_month),
        (f"(?:fy|financial year|reporting year) ?{_Y_Y}", lambda a, g: _reporting_year(a, g[1], g[2])),
        ("([0-9]{4})", lambda a, g: a.made(date(_year(a, g[1]), 12, 31), Precision.YEAR)),
        (f"{_Q}[ ,]+(?:of )?{_Y_Y}", lambda a, g: _quarter(a, g[1], _year_start(a, g[2], g[3]))),
        (f"{_Y_Y}[ ,]+{_Q}", lambda a, g: _quarter(a, g[3], _year_start(a, g[1], g[2]))),
        (f"{_Q}[ ,]+(?:of )?{_Y}", _bare_quarter),
        (rf"{_M}(?: ?{_Y})? ?(?:-|to\b|until\b) ?{_M} ?{_Y}(?: \((q.+)\))?", _months),
        ("today|yesterday|tomorrow", _near_today),
        (f"(?:last )?{_WEEKDAY}", _past_weekday),
        (f"in {_COUNT} {_UNIT}(?:'?s? time)?", lambda a, g: _counted(a, g[1], g[2], 1)),
        (rf"\+ ?([0-9]{{1,3}}) ?(d|w|m|y|{_UNIT})", lambda a, g: _counted(a, g[1], g[2], 1)),
        (f"{_COUNT} {_UNIT} ago", lambda a, g: _counted(a, g[1], g[2], -1)),
        (f"{_WEEKDAY},? (.+)", _on_weekday),
        ("(?:(?:due )?(?:by|on)|due|no later than) (?:the )?(.+)", _by),
        ("(?:the )?end (?:of )?(?:the )?(.+)", _end_of),
        (rf"(?:the )?{_D}(?: of)?[ ./-]*{_M}", lambda a, g: _no_year(a, g[1], g[2])),
        (f"{_M} ?{_D}", lambda a, g: _no_year(a, g[2], g[1])),
    )
    return rungs + tuple((pattern, _refuser(why)) for pattern, why in _REFUSED)


# What people write in place of a date, each with what to write instead.
_REFUSED = (
    (_M, "it has no year; write one too, like March 2022"),
    (_Q, "it has no year; write it like Q4 2021/22"),
    (
        f"{_M}(?: ?[/&,] ?| and | or ){_M}.*",
        "it names two months; write one, like July 2012, or the stretch, like June to July 2012",
    ),
    (
        r"(?:in )?(?:the )?(?:early |mid[ -]?|late )?(?:spring|summer|autumn|winter)\b.*",
        "a season has no agreed last day; write the months, like March to May 2022",
    ),
    (r"(?:the )?(?:mid|middle|early|late|start|beginning)\b.*", "it names no day; write one, like 15 March 2022"),
    (
        r"(?:ongoing|on-going|continuous|continuing|rolling)\b.*",
        "it has no end; write the next review date, like 31 March 2022",
    ),
    (
        r"tb[acd]\b.*|to be (?:confirmed|agreed|decided|determined)\b.*|unknown|not known|n/?a|none|-|\?+",
        f"no day is named; leave it empty until one is known, then write it {_LIKE}",
    ),
    ("asap|as soon as possible|immediate(?:ly)?|urgent(?:ly)?", "it names no day; write one, like 31 March 2022"),
    ("(?:next|this) .+", "it may be read in two ways; write the day, like 31 March 2022"),
)


def _refuser(why: str) -> _Rung:
    def refuse(asked: _Asked, _found: re.Match[str]) -> WrittenDate:
        asked.refuse(why)

    return refuse


# --- days -----------------------------------------------------------------------------------------------------------


def _day(asked: _Asked, day: str, month: str, year: str) -> WrittenDate:
    """Build a day from the texts of its parts; *month* is a number or a name."""
    in_year, in_month = _year(asked, year), _month_number(asked, month)
    _check_day(asked, int(day), in_month, in_year)
    other_century = len(year) == 2 and int(year) >= 50  # where 19xx is as likely to be meant
    assumption = asked.read_as(f"in the year {in_year}") if other_century else None
    return asked.made(date(in_year, in_month, int(day)), assumption=assumption)


def _check_day(asked: _Asked, day: int, month: int, year: int | None) -> None:
    last = month_end(year or 2024, month).day  # a leap year, where none is written
    if not 1 <= day <= last:
        where = f"February {year}" if month == 2 and year else MONTHS[month - 1]
        asked.refuse(f"{where} has {last} days; write a day from 1 to {last}")


def _numbers(asked: _Asked, found: re.Match[str]) -> WrittenDate:
    day, month = int(found[1]), int(found[3])
    if month > 12 and 1 <= day <= 12 and month <= month_end(_year(asked, found[4]), day).day:
        uk = f"{month}/{day}/{found[4]}"
        asked.refuse(f"there is no month {month}; the order is day/month/year, as in the UK, so write {uk} if meant")
    return _day(asked, found[1], found[3], found[4])


def _year(asked: _Asked, text: str) -> int:
    year = int(text) + (2000 if len(text) == 2 else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        asked.refuse_year()
    return year


def _month_number(asked: _Asked, text: str) -> int:
    if not text.isdigit():
        return _place(MONTHS, text)
    if not 1 <= int(text) <= 12:
        asked.refuse(f"there is no month {int(text)}; write a month from 1 to 12, in the order day/month/year")
    return int(text)


def _place(names: tuple[str, ...], text: str) -> int:
    """Return the place, from 1, of the name that begins with the three letters that *text* begins with."""
    return next(place for place, name in enumerate(names, 1) if name[:3].casefold() == text[:3])


def _no_year(asked: _Asked, day: str, month: str) -> NoReturn:
    _check_day(asked, int(day), _month_number(asked, month), None)
    asked.refuse("it has no year; write one too, like 31 March 2022")


def _on_weekday(asked: _Asked, found: re.Match[str]) -> WrittenDate:
    written = asked.read(found[2])
    if written.precision is not Precision.DAY:
        asked.refuse("it names a weekday but no day; write it like Thursday 31 March 2022")
    weekday = WEEKDAYS[written.day.weekday()]
    if weekday[:3].casefold() != found[1][:3]:
        asked.refuse(f"{long(written.day)} is a {weekday}; write {weekday} {long(written.day)}, or the day meant")
    return written


def _by(asked: _Asked, found: re.Match[str]) -> WrittenDate:
    written = asked.read(found[1])
    if written.precision is Precision.DAY or written.assumption:
        return written
    return asked.made(written.day, written.precision, asked.read_as(f"by {long(written.day)}"))


def _end_of(asked: _Asked, found: re.Match[str]) -> WrittenDate:
    written = asked.read(found[1])
    if written.precision is Precision.DAY:
        asked.refuse(f"a day has no end to wait for; write {long(written.day)}")
    return asked.made(written.day, assumption=asked.read_as(long(written.day)))


def _near_today(asked: _Asked, found: re.Match[str]) -> WrittenDate:
    day = asked.now() + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[found[0]])
    return asked.made(day, assumption=asked.read_as(long(day)))


def _past_weekday(asked: _Asked, found: re.Match[str]) -> WrittenDate:
    today, wanted = asked.now(), _place(WEEKDAYS, found[1]) - 1
    day = today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    return asked.made(day, assumption=asked.read_as(f"{long(day)}, the last {WEEKDAYS[wanted]} before {long(today)}"))


def _counted(asked: _Asked, count: str, unit: str, sign: int) -> WrittenDate:
    today, number = asked.now(), sign * (int(count) if count.isdigit() else 1)
    if unit[0] in "dw":
        day = today + timedelta(days=number * (7 if unit[0] == "w" else 1))
    else:
        day = months_on(today, number * (12 if unit[0] == "y" else 1))
    return asked.made(day, assumption=asked.read_as(f"{long(day)}, counted from {long(today)}"))


# --- months, quarters and years ---------------------------------------------------------------------------------------


def _month(asked: _Asked, month: str, year: str) -> WrittenDate:
    day = month_end(_year(asked, year), _month_number(asked, month))
    as_month = asked.read_as(f"{long(day, Precision.MONTH)}, not as a day of {MONTHS[day.month - 1]}")
    return asked.made(day, Precision.MONTH, as_month if len(year) == 2 else None)


def _months(asked: _Asked, found: re.Match[str]) -> WrittenDate:
    """Read January to March 2022: a quarter if it is three months, else due at the end of its last month."""
    first, last, year = _month_number(asked, found[1]), _month_number(asked, found[3]), _year(asked, found[4])
    months = (year - (_year(asked, found[2]) if found[2] else year)) * 12 + last - first + 1
    if months < 1:
        both = f"{MONTHS[first - 1]} {year - 1} to {MONTHS[last - 1]} {year}"
        asked.refuse(f"it ends before it begins; write both years in order, like {both}")
    day = month_end(year, last)
    if found[5] and (months != 3 or asked.read(found[5]).day != day):
        asked.refuse("its months are not the quarter in the brackets; write one of the two")
    if months == 3:
        return asked.made(day, Precision.QUARTER)
    return asked.made(day, Precision.MONTH, asked.read_as(f"by {long(day)}") if months > 1 else None)


def _year_or_month(asked: _Asked, found: re.Match[str]) -> WrittenDate:
    """Tell 2021/22, a reporting year, from 2022-03, a month; 2011-12 may be either."""
    if len(found[1]) == 2:
        asked.refuse("it may be a month, a year or a day; write it like March 2022, 2021/22 or 31 March 2022")
    year, second = int(found[1]), int(found[2])
    follows, dash = second == (year + 1) % 100, "-" in found[0]
    if len(found[2]) == 4 or not 1 <= second <= 12 or (follows and not dash):
        return _reporting_year(asked, found[1], found[2])
    if not dash or (follows and asked.year_starts != 1):
        month = f"{MONTHS[second - 1]} {year}"
        asked.refuse(f"it may be a month or a year; write {month}, or {reporting_label(year)} for the reporting year")
    return _month(asked, found[2], found[1])


def _year_start(asked: _Asked, first: str, second: str) -> int:
    """Return the calendar year in which the reporting year written as two years begins."""
    year = _year(asked, first)
    if int(second) != (year + 1 if len(second) == 4 else (year + 1) % 100):
        asked.refuse(f"a reporting year is two years in a row; write it like {reporting_label(year)}")
    if asked.year_starts == 1:
        asked.refuse(f"the reporting year here is the calendar year; write one year, like {year}")
    return year


def _reporting_year(asked: _Asked, first: str, second: str) -> WrittenDate:
    begins = date(_year_start(asked, first, second), asked.year_starts, 1)
    return asked.made(months_on(begins, 12) - timedelta(days=1), Precision.YEAR)


def _quarter(asked: _Asked, number: str, year: int) -> WrittenDate:
    if number not in "1234":
        asked.refuse(f"there is no quarter {number}; write a quarter from 1 to 4")
    first = quarter_start(year, int(number), asked.year_starts)
    return asked.made(months_on(first, 3) - timedelta(days=1), Precision.QUARTER)


def _bare_quarter(asked: _Asked, found: re.Match[str]) -> WrittenDate:
    """Read Q1 2022, which has one meaning only where the reporting year is the calendar year."""
    year = _year(asked, found[2])
    written = _quarter(asked, found[1], year)
    if asked.year_starts == 1:
        return written
    label, months = f"Q{found[1]} {reporting_label(year)}", three_months(written.day)
    calendar = three_months(date(year, 3 * int(found[1]), 1))
    asked.refuse(f"it may be read in two ways; write {label} for {months}, or {calendar}")
