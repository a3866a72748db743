"""The kinds of value that stand in the recommendation files, each with its own check and its own words.

Every type here reads a text and raises ValueError with one sentence for people, or one of two marked errors (``empty``,
``shape``) that the translation words; which keys carry which type is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, InstanceOf, ValidationInfo
from pydantic_core import PydanticCustomError

from tracker.intake.problems import quoted, unknown
from tracker.model import dates, limits
from tracker.model.dates import YEAR_STARTS, WrittenDate
from tracker.model.vocabulary import Direction, Word

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_MONEY = re.compile(r"£?(?P<pounds>[0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,12})(?P<pence>\.[0-9]{2})?")
_W = TypeVar("_W", bound=Word)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Key:
    """What a key of a row or of the front matter holds, in words, and whether it may stand more than once."""

    expected: str
    repeatable: bool = False


@dataclass(frozen=True)
class Known:
    """The codes and references that all files together define; None where their list cannot be read."""

    agencies: frozenset[str] | None = None
    sources: frozenset[str] | None = None
    actions: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    year_starts: int = YEAR_STARTS


def known(info: ValidationInfo) -> Known:
    """Return what the files define, as the validation was given it."""
    return info.context if isinstance(info.context, Known) else Known()


def scalar(value: object) -> str:
    """Return *value* as one line of text."""
    if not isinstance(value, str):
        raise PydanticCustomError("shape", "not a text")
    text = " ".join(value.split())
    if not text:
        raise PydanticCustomError("empty", "no text")
    return text


def block(value: object) -> str:
    """Return *value* with its line breaks, less the empty space around it."""
    scalar(value)
    return str(value).strip()


def at_most(limit: int) -> Callable[[str], str]:
    """Return a check that a text holds at most *limit* characters."""

    def check(text: str) -> str:
        if len(text) > limit:
            raise ValueError(f"{len(text):,} characters; expected at most {limit:,}")
        return text

    return check


def word(words: type[_W], what: str, only: tuple[_W, ...] = ()) -> Callable[[object], _W]:
    """Return a reader of the closed list *words*, called *what* in messages; *only* some members may be allowed.

    A member is written as its ledger value with spaces or underscores.
    """
    members = {member.value.replace("_", " "): member for member in (only or tuple(words))}
    if words is Direction:
        members = {member.words: member for member in members.values()}

    def read(value: object) -> _W:
        text = scalar(value)
        if text.replace("_", " ") not in members:
            raise ValueError(unknown(what, text, members))
        return members[text.replace("_", " ")]

    return read


def yes_or_no(value: object) -> bool:
    """Return True for yes and False for no."""
    text = scalar(value)
    if text not in ("yes", "no"):
        raise ValueError(f"{quoted(text)} is neither yes nor no; expected yes or no")
    return text == "yes"


def decimal(value: object) -> Decimal:
    """Return a plain decimal number."""
    text = scalar(value)
    if not _NUMBER.fullmatch(text):
        raise ValueError(
            f"{quoted(text)} is not a plain number; expected digits with a point at most (no commas, no %, no unit)"
        )
    return Decimal(text)


def money(value: object) -> Decimal:
    """Return an amount in pounds."""
    text = scalar(value)
    match = _MONEY.fullmatch(text)
    if match is None:
        raise ValueError(f"{quoted(text)} is not an amount; expected pounds like 25000 or £25,000.00, or -")
    return Decimal(match["pounds"].replace(",", "") + (match["pence"] or ""))


def whole(lowest: int, highest: int) -> Callable[[object], int]:
    """Return a reader of whole numbers from *lowest* to *highest*."""

    def read(value: object) -> int:
        text = scalar(value)
        if not re.fullmatch(r"[0-9]{1,9}", text) or not lowest <= int(text) <= highest:
            raise ValueError(f"{quoted(text)} is out of range; expected a whole number from {lowest:,} to {highest:,}")
        return int(text)

    return read


def date(value: object, info: ValidationInfo) -> WrittenDate:
    """Return the date that is written, by the plan's reporting year."""
    return dates.parse(scalar(value), year_starts=known(info).year_starts)


def later(end: WrittenDate | None, start: object, what: str, than: str) -> WrittenDate | None:
    """Return *end*, or raise ValueError when it lies before every day that *start* can mean."""
    if end is not None and isinstance(start, WrittenDate) and end.day < start.first:
        raise ValueError(f"{what} ({end.raw}) is before {than} ({start.raw}); expected the later date there")
    return end


def in_commas(value: object) -> list[str]:
    """Return the parts of a text that commas separate."""
    parts = [part.strip() for part in scalar(value).split(",")]
    if not all(parts):
        raise ValueError(
            f"{quoted(str(value))} has nothing between two commas; expected codes separated by one comma each"
        )
    return parts


def in_semicolons(value: object, names: tuple[str, ...], required: int, pattern: str) -> dict[str, str]:
    """Return the parts of a text that semicolons separate, under *names*, of which the first *required* must be there.

    The last part keeps its own semicolons; a part ``-`` is left out.
    """
    parts = [part.strip() for part in scalar(value).split(";", len(names) - 1)]
    if len(parts) < required:
        count = f"{len(parts)} part{'s' * (len(parts) != 1)}"
        raise ValueError(f"{quoted(str(value))} has {count}; expected '{pattern}'")
    return {name: part for name, part in zip(names, parts, strict=False) if part != "-"}


def no_repeats(values: tuple[_T, ...]) -> tuple[_T, ...]:
    """Refuse a list that names one thing twice."""
    for place, value in enumerate(values):
        if value in values[:place]:
            raise ValueError(f"{value} is named twice; expected it once")
    return values


Text = Annotated[str, BeforeValidator(scalar), AfterValidator(at_most(limits.DESCRIPTION))]
Title = Annotated[str, BeforeValidator(scalar), AfterValidator(at_most(limits.TITLE))]
Number = Annotated[Decimal, BeforeValidator(decimal)]
Money = Annotated[Decimal, BeforeValidator(money)]
Count = Annotated[int, BeforeValidator(whole(0, 999_999_999))]
YesNo = Annotated[bool, BeforeValidator(yes_or_no)]
Date = Annotated[InstanceOf[WrittenDate], BeforeValidator(date)]
Verbatim = Annotated[str, BeforeValidator(block), AfterValidator(at_most(limits.WORDING))]
