"""References: the short names spoken in meetings (R4, R4.BRI.2, R4.BRI.2.m1, E17, #218) and their natural order.

A reference never changes and is never reused.  This module only reads and orders them; the desk hands out new ones.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tracker.model.text import quoted
from tracker.model.vocabulary import Area

OTHER = "X"
OTHER_TITLE = "Other work named in the sources"
"""Where rows stand that serve none of the recommendations held, until a manager maps them; and what it is called."""

_AREAS = "|".join(area.value for area in Area)
_PATTERN = re.compile(
    rf"""
    (?P<rec>R[1-9][0-9]{{0,2}}|{OTHER})
        (?:\.(?P<area>{_AREAS})
            (?:\.(?P<action>[1-9][0-9]{{0,5}})
                (?:\.m(?P<milestone>[1-9][0-9]{{0,3}}))?
            )?
        )?
    | (?P<kind>[EGDKMPQ])(?P<number>[1-9][0-9]{{0,6}})
    | \#(?P<entry>[1-9][0-9]{{0,9}})
    """,
    re.VERBOSE,
)

_NUMBER = re.compile("[0-9]+")

_AREA_ORDER = {area.value: str(place) for place, area in enumerate(Area)}

KINDS = {
    "E": "evidence",
    "G": "meeting",
    "D": "decision",
    "K": "risk",
    "M": "measure",
    "P": "person",
    "Q": "query",
}


class Reference(NamedTuple):
    """A reference taken apart.

    ``kind`` is one of recommendation, response, action, milestone, evidence, meeting, decision, risk, measure,
    person, query, entry; ``text`` is the reference as it is written.
    """

    text: str
    kind: str
    recommendation: str | None = None
    area: str | None = None
    number: int | None = None
    milestone: int | None = None

    @property
    def action(self) -> str | None:
        """The action that this action or milestone reference belongs to."""
        if self.kind not in ("action", "milestone"):
            return None
        return f"{self.recommendation}.{self.area}.{self.number}"


@lru_cache(maxsize=8192)
def parse(text: str) -> Reference:
    """Return the reference written as *text*, whatever the case of its letters.

    Raises ValueError with a sentence for people when it is no reference.
    """
    raw = text.strip()
    wanted = raw.upper()
    wanted = re.sub(r"\.M(?=[0-9])", ".m", wanted)
    match = _PATTERN.fullmatch(wanted)
    if match is None:
        raise ValueError(f"{quoted(raw)} is not a reference; write one like R4, R4.BRI.2, R4.BRI.2.m1, E17 or #218")
    if match["entry"]:
        return Reference(wanted, "entry", number=int(match["entry"]))
    if match["kind"]:
        return Reference(wanted, KINDS[match["kind"]], number=int(match["number"]))
    kind = "recommendation"
    if match["milestone"]:
        kind = "milestone"
    elif match["action"]:
        kind = "action"
    elif match["area"]:
        kind = "response"
    return Reference(
        wanted,
        kind,
        recommendation=match["rec"],
        area=match["area"],
        number=int(match["action"]) if match["action"] else None,
        milestone=int(match["milestone"]) if match["milestone"] else None,
    )


def is_reference(text: str) -> bool:
    """Tell whether *text* is written as a reference."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=8192)
def sort_key(text: str) -> str:
    """Return a string that sorts references naturally: R4.BRI.9 before R4.BRI.10, areas in the plan's order.

    The same key orders rows in SQL (binary collation) and in Python, and orders the numbers of imported plans too.
    """
    return ".".join(_AREA_ORDER.get(part) or _padded(part) for part in text.split("."))


def _padded(part: str) -> str:
    """Fill up every number in *part* to the ten digits of the longest reference, so that it sorts by size."""
    return _NUMBER.sub(_filled_up, part)


def _filled_up(digits: re.Match[str]) -> str:
    return digits[0].zfill(10)
