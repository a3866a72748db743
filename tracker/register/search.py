"""Free-text search over what was typed: an FTS5 index beside the texts, a cache that verification leaves out.

It is filled in the transaction of the append and can be made anew at any time.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tracker.ledger.entry import Entry
from tracker.ledger.sqlite import IN_CACHE
from tracker.model.text import clean
from tracker.register.projection import apply

if TYPE_CHECKING:
    from tracker.ledger.sqlite import Engine

DDL = (
    "CREATE VIRTUAL TABLE search USING fts5(body, content='text', content_rowid='rowid',"
    " tokenize='unicode61 remove_diacritics 2')",
)


def project(db: Engine, entries: Sequence[Entry]) -> None:
    """Apply *entries* to the tables and their texts to the index; what a live register does with every append."""
    apply(db, entries)
    if any(entry.act == "disposal.made" for entry in entries):
        rebuild(db)  # the words of a text that was disposed of stand in the index, too, and cannot be picked out of it
    else:
        add(db, (digest for entry in entries for digest in entry.texts.values()))


def add(db: Engine, digests: Iterable[str]) -> None:
    """Put the texts with these digests into the index."""
    try:
        for digest in digests:
            db.execute("INSERT INTO search(rowid, body) SELECT rowid, body FROM text WHERE digest = ?", [digest])
    except sqlite3.DatabaseError as error:
        error.add_note(IN_CACHE)
        raise


def rebuild(db: Engine) -> None:
    """Make the index anew from the texts that are held."""
    db.execute("INSERT INTO search(search) VALUES ('rebuild')")


def match_expression(words: str) -> str | None:
    """Return an FTS5 expression that finds texts with all *words*, the last one also as a beginning; None for none.

    Every word is quoted, so that nothing typed is read as FTS5's own syntax.
    """
    found = re.findall(r"\w+", clean(words))
    if not found:
        return None
    return " ".join(f'"{word}"' for word in found) + "*"
