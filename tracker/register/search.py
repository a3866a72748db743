"""Free-text search over what was typed: an FTS5 index beside the texts, a cache that verification leaves out.

It is filled in the transaction of the append and can be made anew at any time.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tracker.ledger.sqlite import IN_CACHE
from tracker.model.text import clean

if TYPE_CHECKING:
    from tracker.ledger.entry import Entry
    from tracker.ledger.sqlite import Engine

DDL = (
    "CREATE VIRTUAL TABLE search USING fts5(body, content='text', content_rowid='rowid',"
    " tokenize='unicode61 remove_diacritics 2')",
)


def project(db: Engine, entries: Sequence[Entry]) -> None:
    """Apply *entries* to the tables and their texts to the index; what a live register does with every append."""
    from tracker.register.projection import apply  # here, because whoever searches projects nothing

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


MANY = 2_000
"""Texts with the words from which on an action's own texts are looked up, rather than all that was found."""

_SAID = (
    "(SELECT a.title AS digest UNION ALL SELECT a.owner UNION ALL SELECT a.description UNION ALL SELECT a.locality"
    " UNION ALL SELECT p.note FROM progress p WHERE p.ref = a.ref LIMIT -1)"
)
"""What is said of an action (alias a).  The limit, which is none, keeps SQLite from asking the index for each arm."""

_FOUND = "SELECT rowid FROM search WHERE search MATCH ?"

IN_ACTION = f"""CASE WHEN (SELECT count(*) FROM ({_FOUND} LIMIT {MANY})) < {MANY}
 THEN EXISTS (SELECT 1 FROM {_SAID} WHERE digest IN (SELECT digest FROM text WHERE rowid IN ({_FOUND})))
 ELSE EXISTS (SELECT 1 FROM {_SAID} s CROSS JOIN text t ON t.digest = s.digest WHERE t.rowid IN ({_FOUND})) END"""
"""SQL that holds where an action (alias a) or a note on it has the words of an expression, which it takes three times.

Both ways find the same.  Rare words give a short list of hashes, against which every action is held; frequent ones
would give a long one, but then the first page is full after few actions.
"""


def in_column(column: str) -> str:
    """Return SQL that holds where the text of a column has the words of an expression, which it takes three times."""
    return f"""CASE WHEN (SELECT count(*) FROM ({_FOUND} LIMIT {MANY})) < {MANY}
 THEN {column} IN (SELECT digest FROM text WHERE rowid IN ({_FOUND}))
 ELSE EXISTS (SELECT 1 FROM text t WHERE t.digest = {column} AND t.rowid IN ({_FOUND})) END"""


def match_expression(words: str) -> str | None:
    """Return an FTS5 expression that finds texts with all *words*, the last one also as a beginning; None for none.

    Every word is quoted, so that nothing typed is read as FTS5's own syntax.
    """
    found = re.findall(r"\w+", clean(words))
    if not found:
        return None
    return " ".join(f'"{word}"' for word in found) + "*"
