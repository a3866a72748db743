"""Ratings as they print in a report, found again in its text, so that a format may tint them.

The tint is never the only sign: letter, word and symbol stand in the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.model.vocabulary import Rating

_BY_WORDS = {f"{rating.letter} {rating.words} {rating.symbol}": rating for rating in Rating}
_FOUND = re.compile("(" + "|".join(map(re.escape, _BY_WORDS)) + ")")


def pieces(text: str) -> Iterator[tuple[str, Rating | None]]:
    """Cut *text* into ratings and what stands between them."""
    for piece in _FOUND.split(text):
        if piece:
            yield piece, _BY_WORDS.get(piece)
