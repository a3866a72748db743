"""What the desk raises instead of recording: refusals, each one a sentence for people.

Which rule refuses stands with the act; who shows the sentence appends how to put it right there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
