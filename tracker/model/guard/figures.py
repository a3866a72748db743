"""Which figures count people: the figures of measures, that small numbers are looked for in.

What is done about a small number is decided by the desk when it is recorded, and by whoever writes an export.
"""

from __future__ import annotations

import re

_COUNTED = (
    r"child|young (?:people|person|men|women)|pupil|student|famil|boy|girl|victim|referral|exclusion|suspen|arrest"
)
"""What a measure of people is about, in its unit or title."""

_MORE = r"|contact|incident|case|people|person|youth|offen[cs]e|participant|patient|household|sibling|missing|harm"
"""What else may stand for a person each, where a figure is to be published."""


def counts_people(words: str, *, published: bool = False) -> bool:
    """Tell whether a unit or title says that people are counted; more widely where the figure is to be *published*."""
    return re.search(_COUNTED + (_MORE if published else ""), words, re.IGNORECASE) is not None
