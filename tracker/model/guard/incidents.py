"""An incident at a school on a day: three things that are harmless apart and tell of a child when they stand together.

They count in one sentence or two that follow each other; a month is no day.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from tracker.model.guard.children import NAME
from tracker.model.guard.days import DAY_AND_MONTH
from tracker.model.guard.kinds import Span

_WORDS = ("school", "academy", "college", "sixth form", "pru")

_NAMED_SCHOOL = (
    rf"\b(?:(?:{NAME}(?:'s)?|St\.?)\s{{1,2}}){{1,4}}"
    r"(?:(?:Primary|High|Secondary|Junior|Infant|Grammar|Special|Community|Church)\s{1,2}){0,3}"
    r"(?:School|Academy|College|Sixth\s{1,2}Form|PRU)\b"
)
_ONE_SCHOOL = (
    r"\b(?:[Aa]|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Tt]his|[Tt]hat|same|local)\s{1,2}"
    r"(?:(?:primary|secondary|special|local|high|boarding|independent)\s{1,2})?"
    r"(?:school|academy|college|sixth\s{1,2}form)\b"
    r"(?![ -](?:year|term|based|day|staff|uniform|meal|governor|nurs|census|improve))"
)
_SCHOOL = f"{_NAMED_SCHOOL}|{_ONE_SCHOOL}"
_INCIDENT = (
    r"\b(?:stabb(?:ed|ing)|knifed|slashed|assault(?:ed|ing)?|attack(?:ed|ing)?|beaten|punch(?:ed|ing)|raped?"
    r"|fight(?:ing)?|fought|robb(?:ed|ery|ing)|injur(?:ed|y|ing)|threaten(?:ed|ing)|incident|arrest(?:ed)?"
    r"|overdos(?:e|ed)|went\s{1,2}missing|died|death"
    r"|(?:brought|carried|carrying|found\s{1,2}with|had)\s{1,2}a\s{1,2}(?:knife|blade|weapon|machete)"
    r"|(?:knife|blade|weapon|machete)\s{1,2}(?:(?:was|were)\s{1,2})?(?:found|seen|carried|brought|recovered|used|drawn)"
    r"|(?:pupil|boy|girl|child|student)s?\s{1,2}(?:(?:was|were)\s{1,2})?(?:excluded|suspended)"
    r"|permanently\s{1,2}excluded|excluded\s{1,2}(?:him|her|them|the\s{1,2}(?:boy|girl|pupil|child))"
    r"|was\s{1,2}(?:excluded|suspended|hospitalised))\b"
)
_WHEN = (
    rf"{DAY_AND_MONTH}|\b(?:on|last|this|yesterday)\s{{1,2}}(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\byesterday\b"
)
_SENTENCE = r"[.!?][\"')]?\s{1,3}(?=[A-Z\"'(])|\n\s{0,3}\n|\n(?=\s{0,3}[-*|])"


def spans(text: str, lowered: str) -> Iterator[Span]:
    """Yield every school of *text* that is named with an incident and a day; *lowered* is it in small letters."""
    if not any(word in lowered for word in _WORDS):
        return
    ends = [found.start() for found in re.finditer(_SENTENCE, text)]
    told = _sentences(_INCIDENT, text, ends)
    dated = _sentences(_WHEN, text, ends) if told else set()
    if not dated:
        return
    for school in re.finditer(_SCHOOL, text):
        here = bisect_right(ends, school.start())
        if any(pair & told and pair & dated for pair in ({here - 1, here}, {here, here + 1})):
            yield school.span()


def _sentences(pattern: str, text: str, ends: list[int]) -> set[int]:
    """The numbers of the sentences in which *pattern* is found."""
    return {bisect_right(ends, found.start()) for found in re.finditer(pattern, text, re.IGNORECASE)}
