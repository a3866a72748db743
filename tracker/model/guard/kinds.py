"""The kinds of personal data that the guard knows, a match, and a rule that finds matches.

The rules themselves stand beside this module, by subject; here is only what they share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tracker.model.saying import joined
from tracker.model.vocabulary import Word

FACT, WHY = "guard", "guard_why"
"""Where an entry recorded over a warning keeps the kinds (a fact) and the reason (a text)."""


class Kind(Word):
    """What a stretch of text looks like; ``words`` follow "looks like"."""

    NHS_NUMBER = "nhs_number", "an NHS number"
    UPN = "upn", "a unique pupil number"
    NATIONAL_INSURANCE = "national_insurance", "a National Insurance number"
    DATE_OF_BIRTH = "date_of_birth", "a date of birth"
    POSTCODE = "postcode", "a postcode"
    PHONE = "phone", "a telephone number"
    EMAIL = "email", "an e-mail address outside public bodies"
    CHILD_NAMED = "child_named", "a child's name or initials"
    SCHOOL_INCIDENT = "school_incident", "an incident at a school with its date"
    SMALL_NUMBER = "small_number", "a count of fewer than five children or families"
    DISCLOSING_PERCENTAGE = "disclosing_percentage", "a percentage that gives away a count of fewer than five"


@dataclass(frozen=True, order=True)
class Match:
    """Where a text looks like personal data: *start* to *end* in characters of the text that was looked at."""

    start: int
    end: int
    kind: Kind

    @property
    def words(self) -> str:
        """What it looks like, in words that do not repeat it."""
        return self.kind.words


def listed(kinds: Iterable[str]) -> str:
    """Return the words of *kinds*, given by value, as a list in a sentence; a value of a newer program stays itself."""
    return joined([Kind(kind).words if kind in Kind._value2member_map_ else str(kind) for kind in kinds])


Span = tuple[int, int]
Judge = Callable[[re.Match[str]], Span | None]
"""Says which part of what a pattern found is the match, or None when it is none after all."""


def whole(found: re.Match[str]) -> Span:
    """Everything that the pattern found."""
    return found.span()


def first_group(found: re.Match[str]) -> Span:
    """The first group of the pattern."""
    return found.span(1)


@dataclass(frozen=True)
class Rule:
    """One pattern of one kind, and what decides about each thing it finds.

    ``hint`` is a character or word, in small letters, without which the pattern cannot match; texts without it are
    not searched.  Patterns take time in proportion to the text: every repetition is bounded or cannot be begun again.
    """

    kind: Kind
    pattern: str
    judge: Judge = whole
    hints: tuple[str, ...] = ()
    any_case: bool = False

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first needed."""
        return re.compile(self.pattern, re.IGNORECASE if self.any_case else 0)

    def find(self, text: str, lowered: str) -> Iterator[Span]:
        """Yield where *text* matches; *lowered* is the same text in small letters."""
        if self.hints and not any(hint in lowered for hint in self.hints):
            return
        for found in self.compiled.finditer(text):
            if span := self.judge(found):
                yield span


def before(found: re.Match[str], size: int, start: int | None = None) -> str:
    """Return up to *size* characters that stand before what was found, in small letters."""
    end = found.start() if start is None else start
    return found.string[max(0, end - size) : end].lower()


def after(found: re.Match[str], size: int) -> str:
    """Return up to *size* characters that follow what was found, in small letters."""
    return found.string[found.end() : found.end() + size].lower()
