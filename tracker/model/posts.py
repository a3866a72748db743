"""Whether what was typed as a post looks like the name of a person: a doubt that is put to who typed it, no rule.

What looks like personal data in any text is told by tracker.model.guard.
"""

from __future__ import annotations

import re

_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’-]*")

_WORDS = """
    administrator adviser advisor analyst assistant associate auditor board business chair chief children clerk
    commissioner commissioning committee consultant contributor coordinator co-ordinator council councillor deputy
    designated development director doctor education executive governance head health improvement independent inspector
    inspection lead leader learning manager member nurse officer partner partnership performance planning police policy
    practice practitioner principal programme project quality registrar representative safeguarding scrutineer scrutiny
    secretary senior sergeant service services social specialist strategic superintendent supervisor support teacher
    team treasurer vice worker
"""
OF_POSTS = frozenset(_WORDS.split())
"""Words of which a post has one; whoever has none of them in a post is asked once more, and believed."""


def like_a_name(text: str) -> bool:
    """Tell whether *text* is two or three capitalised words, none of them a word of a post."""
    words = text.split()
    return (
        2 <= len(words) <= 3
        and all(_CAPITALISED.fullmatch(word) for word in words)
        and not any(word.lower() in OF_POSTS for word in words)
    )
