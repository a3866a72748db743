"""What the desk raises instead of recording: refusals, each one a sentence for people.

Which rule refuses stands with the act; who shows the sentence appends how to put it right there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracker.model import limits
from tracker.model.days import long
from tracker.model.text import clean, quoted
from tracker.model.vocabulary import Area

if TYPE_CHECKING:
    from tracker.ledger.entry import Entry


class Refusal(Exception):
    """An act that may not be recorded; the message says what, which reference, and what to do."""


class Stale(Refusal):
    """The reference changed since the person last looked; ``newer`` holds the entries they have not seen."""

    def __init__(self, message: str, newer: Sequence[Entry]) -> None:
        """Keep the entries that came in between, so that a screen can show both versions."""
        super().__init__(message)
        self.newer = list(newer)


def not_yet(day: date) -> str:
    """Say that nothing can have happened on a *day* that is still to come."""
    return f"{long(day)} has not come yet; record what happens on that day, or give the day it happened."


def too_long(what: str, count: int, limit: int) -> str:
    """Say that a text of *count* characters is longer than the *limit*."""
    instead = ", or attach a file" if limit >= limits.TITLE else ""
    return f"{what} has {count:,} characters; at most {limit:,} fit. Shorten it{instead}."


def area_known(text: str) -> str:
    """Return the code of the area that was written; raises Refusal when it is none."""
    try:
        return str(Area(text.strip().upper()))
    except ValueError:
        raise Refusal(f"{quoted(text)} is not an area; write BRI, SGL, NSO or ALL for joint work.") from None


def sized(value: str, what: str, limit: int) -> str:
    """Return what was typed as it is stored; raises Refusal when that is longer than *limit* characters."""
    # What is far too long is refused as it stands: putting megabytes in order takes seconds.
    body = value if len(value) > 100 * limit else clean(value)
    if len(body) > limit:
        raise Refusal(too_long(what, len(body), limit))
    return body
