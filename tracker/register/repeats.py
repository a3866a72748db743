"""Where else the words of a text stand in the register: the very same text typed again, and texts that quote it.

A disposal takes one text; here is told what it leaves behind.  What is removed is decided in tracker.desk.disposal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.register.position import Position

RUN = 6
"""So many words in a row are a quotation; of a shorter text, all of it."""

_PHRASES = 80
"""At most so many phrases of a long text are searched for, spread over all of it."""

_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by for from had has have he her his i in is it its no not of on or our she so"
        " that the their them they this to us was we were who will with you your"
        " child children families family people person young",
    )
)
"""Words that tell nothing by themselves; the last are in the name of most reviews, and in many a ground."""


@dataclass(frozen=True)
class Place:
    """A text in the trail: the entry that holds it, the field, and what the entry is about."""

    seq: int
    field: str
    digest: str
    subject: str
    act: str
    by: str

    @property
    def words(self) -> str:
        """How people are told: #218 (note of R4.BRI.7)."""
        return f"#{self.seq} ({self.field} of {self.subject})"


def same(position: Position, body: str) -> list[Place]:
    """Return every place where exactly *body* is held, in order."""
    return places(position, (row["digest"] for row in position.rows("SELECT digest FROM text WHERE body = ?", [body])))


def quoting(position: Position, body: str) -> list[Place]:
    """Return every place whose text has a run of words of *body*, apart from those that are the very same."""
    expression = " OR ".join(f'"{phrase}"' for phrase in _phrases(body))
    if not expression:
        return []
    rows = position.rows(
        "SELECT digest FROM text WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH ?) AND body <> ?",
        [expression, body],
    )
    return places(position, (row["digest"] for row in rows))


def _phrases(body: str) -> list[str]:
    words = _words(body)
    if len(words) <= RUN:
        return [" ".join(words)] if words else []
    starts = range(len(words) - RUN + 1)
    step = max(1, -(-len(starts) // _PHRASES))
    return [" ".join(words[at : at + RUN]) for at in starts[::step]]


def places(position: Position, digests: Iterable[str]) -> list[Place]:
    """Return where texts with these digests were recorded, in order; one reading of the whole ledger."""
    wanted = set(digests)
    if not wanted:
        return []
    return [
        Place(entry.seq, field, digest, entry.subject, entry.act, entry.by)
        for entry in position.store.entries()
        for field, digest in entry.texts.items()
        if digest in wanted
    ]


def given_away(body: str, ground: str) -> list[str]:
    """Return the words of *body* that *ground* repeats and that tell something: names, numbers, three in a row.

    Of a text of one or two words, each word tells something.  A word that the text also has in small letters is no
    name.
    """
    inside, said = _words(body), [word.casefold() for word in _words(ground)]
    telling = {word.casefold() for word in inside if _tells(word)} - {word for word in inside if word.islower()}
    telling = (telling if len(inside) > 2 else {word.casefold() for word in inside}) - _COMMON
    found = [word for word in dict.fromkeys(said) if word in telling]
    lower = [word.casefold() for word in inside]
    threes = {tuple(lower[at : at + 3]) for at in range(len(lower) - 2)}
    found += [" ".join(three) for three in zip(said, said[1:], said[2:], strict=False) if three in threes]
    return found


def _tells(word: str) -> bool:
    return word[:1].isupper() or any(character.isdigit() for character in word)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)
