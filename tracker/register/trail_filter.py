"""The filter language of the evidence trail: ``R4.BRI.2 by:P1 area:BRI act:progress since:2022-03-01``.

It says which entries are wanted; the question itself is tracker.register.history's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from tracker.model import dates, references
from tracker.model.acts import ACTS
from tracker.model.text import quoted
from tracker.model.vocabulary import Area
from tracker.register.filters import FilterError
from tracker.register.history import Wanted

FIELDS = {
    "by": "a person, like P1",
    "area": "BRI, SGL, NSO or ALL",
    "act": "an act or its group, like progress or action.revised",
    "since": "the day from which entries were recorded",
    "until": "the day up to which entries were recorded",
}
HINT = "R4.BRI.2  by:P1  area:BRI  act:progress  since:2022-03-01  until:2022-06-30"

_WORD = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_GROUPS = {act.group for act in ACTS.values()}


def parse(text: str, *, year_starts: int = 4) -> Wanted:
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
    name, colon, value = word.partition(":")
    name, value = name.lower(), value.strip('"')
    if not colon:
        if not references.is_reference(word):
            raise ValueError(f"write a reference, or one of {', '.join(f'{field}:' for field in FIELDS)}")
        if wanted.ref is not None:
            raise ValueError(f"{wanted.ref} is asked for already; write one reference")
        return replace(wanted, ref=references.parse(word).text)
    if name not in FIELDS:
        raise ValueError(f"there is no field '{name[:20]}'; there are: {', '.join(FIELDS)}")
    if not value:
        raise ValueError(f"'{name}' needs a value: {FIELDS[name]}")
    if name in ("since", "until"):
        day = _day(value, year_starts, first=name == "since")
        return replace(wanted, since=day) if name == "since" else replace(wanted, until=day)
    known = _known(name, value)
    if name == "by":
        return replace(wanted, by=known)
    return replace(wanted, area=known) if name == "area" else replace(wanted, act=known)


def _day(value: str, year_starts: int, *, first: bool) -> date:
    written = dates.parse(value, year_starts=year_starts)
    return written.first if first else written.day


def _known(name: str, value: str) -> str:
    if name == "area":
        code = value.upper()
        if code not in [area.value for area in Area]:
            raise ValueError("it is not an area: BRI, SGL, NSO or ALL")
        return code
    if name == "by":
        if not references.is_reference(value) or references.parse(value).kind != "person":
            raise ValueError("it is not a person; write one like P1")
        return value.upper()
    act = value.lower()
    if act not in ACTS and act not in _GROUPS:
        raise ValueError(f"there is no such act; the groups are {', '.join(sorted(_GROUPS))}")
    return act
