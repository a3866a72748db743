"""The filter language of the evidence trail: ``R4.BRI.2 by:P1 area:BRI act:progress since:2022-03-01 late``.

It says which entries are wanted; the question itself is tracker.register.history's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from tracker.model import dates, references
from tracker.model.acts import ACTS
from tracker.model.days import YEAR_STARTS
from tracker.model.text import quoted
from tracker.register import filter_values, filters
from tracker.register.filters import FilterError
from tracker.register.search import match_expression
from tracker.register.wanted import GROUPS, LATE_DAYS, Wanted

FIELDS = {
    "by": "a person, like P1",
    "area": "BRI, SGL, NSO or ALL",
    "act": "an act or its group, like progress or action.revised; mapping for every decision on what an action serves",
    "-act": "an act or group that is left out",
    "since": "the day from which entries were recorded",
    "until": "the day up to which entries were recorded",
    "after": "a day: what occurred later than it, whenever it was recorded; an entry: those after it; or one of both,"
    " like 2022-06-30,#600",
    "follow": "an action, with all that it came from and went on as by split, merger and supersession",
    "of": 'the actions that a filter of tracker list finds, like of:"area:BRI overdue"',
    "text": "words of what was typed, the last one also as a beginning",
}
FLAGS = {
    "late": f"recorded more than {LATE_DAYS} days after it occurred, since the register was opened",
    "standing": "not undone, and no undoing itself",
    "changing": "replaced something of the row: a rating, a date, a state",
    "unchanging": "replaced nothing",
}
HINT = 'R4.BRI.2  by:P1  area:BRI  act:progress  since:2022-03-01  follow:R1.BRI.7  late  "words"'

_WORD = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
ACT_GROUPS = sorted({*(act.group for act in ACTS.values()), *GROUPS})
"""What ``act:`` takes beside the acts themselves."""


def parse(text: str, *, year_starts: int = YEAR_STARTS) -> Wanted:
    """Return which entries are wanted, newest first.

    Raises FilterError, which points at the word that cannot be read and says what could stand there.
    """
    wanted = Wanted(newest_first=True)
    for match in _WORD.finditer(text):
        try:
            wanted = _one(wanted, match[0], year_starts)
        except ValueError as error:
            raise FilterError(f"{quoted(match[0])}: {error}", match.start(), match.end()) from None
    return wanted


def _one(wanted: Wanted, word: str, year_starts: int) -> Wanted:
    if word.startswith('"'):
        return _words(wanted, word.strip('"'))
    name, colon, value = word.partition(":")
    name, value = name.lower(), value.strip('"')
    if not colon:
        return _alone(wanted, word)
    if name not in FIELDS:
        raise ValueError(f"there is no field '{name[:20]}'; there are: {', '.join(FIELDS)}")
    if not value:
        raise ValueError(f"'{name}' needs a value: {FIELDS[name]}")
    if name in ("since", "until"):
        day = _day(value, year_starts, first=name == "since")
        return replace(wanted, since=day) if name == "since" else replace(wanted, until=day)
    if name == "after":
        return replace(wanted, after=_after(value, year_starts))
    if name == "text":
        return _words(wanted, value)
    if name == "of":
        return replace(wanted, of=filters.parse(value, year_starts=year_starts))
    known = _known(name, value)
    if name == "by":
        return replace(wanted, by=known)
    if name == "follow":
        return replace(wanted, follow=known)
    if name == "-act":
        return replace(wanted, without=known)
    return replace(wanted, area=known) if name == "area" else replace(wanted, act=known)


def _alone(wanted: Wanted, word: str) -> Wanted:
    if word.lower() == "late":
        return replace(wanted, late=True)
    if word.lower() in ("changing", "unchanging"):
        return replace(wanted, changing=word.lower() == "changing")
    if word.lower() == "standing":
        return replace(wanted, standing=True)
    if not references.is_reference(word):
        fields = ", ".join(f"{field}:" for field in FIELDS)
        raise ValueError(f"write a reference, or one of {fields}, late, or words in quotes")
    if wanted.ref is not None:
        raise ValueError(f"{wanted.ref} is asked for already; write one reference")
    return replace(wanted, ref=references.parse(word).text)


def _words(wanted: Wanted, value: str) -> Wanted:
    if value and match_expression(value) is None:
        raise ValueError("there is no word in it to look for")
    return replace(wanted, words=" ".join(filter(None, (wanted.words, value))))


def _day(value: str, year_starts: int, *, first: bool) -> date:
    written = dates.parse(value, year_starts=year_starts)
    return written.first if first else written.day


def _after(value: str, year_starts: int) -> date | int | tuple[date, int]:
    day, sharp, entry = value.rpartition("#")
    if not sharp or not re.fullmatch("[0-9]{1,10}", entry):
        return _day(value, year_starts, first=False)
    return (_day(day.rstrip(","), year_starts, first=False), int(entry)) if day else int(entry)


def _known(name: str, value: str) -> str:
    if name == "area":
        return ",".join(filter_values.areas(value))
    if name == "by":
        if not references.is_reference(value) or references.parse(value).kind != "person":
            raise ValueError("it is not a person; write one like P1")
        return value.upper()
    if name == "follow":
        if not references.is_reference(value) or references.parse(value).action is None:
            raise ValueError("only actions go on as others; write one like R4.BRI.2")
        return references.parse(value).text
    for act in value.lower().split(","):
        if act not in ACTS and act not in ACT_GROUPS:
            raise ValueError(f"there is no such act; the groups are {', '.join(ACT_GROUPS)}")
    return value.lower()
