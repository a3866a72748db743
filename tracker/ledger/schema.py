"""The ledger's own tables in SQLite and the triggers that keep entries as they were written.

The register's tables, which are recreated at will, stand in tracker.register.schema.
"""

from __future__ import annotations

APPLICATION_ID = 0x43425250
"""Marks the file as a register of this program ('CBRP'); kept in SQLite's header."""

USER_VERSION = 1
"""Format of the file; a program refuses a file whose number is larger than its own."""

ENTRY_VERSION = 1
"""Format of an entry's line; stored lines stay as they are, and an older one is upcast when it is read."""

LEDGER_DDL = (
    "CREATE TABLE log(id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL) STRICT",
    "CREATE TABLE entry(seq INTEGER PRIMARY KEY, line BLOB NOT NULL, leaf BLOB NOT NULL) STRICT",
    "CREATE TABLE head(size INTEGER PRIMARY KEY, root TEXT NOT NULL, frontier TEXT NOT NULL) STRICT",
    "CREATE TABLE text(digest TEXT PRIMARY KEY, salt BLOB, body TEXT, CHECK ((salt IS NULL) = (body IS NULL))) STRICT",
)

_STAYS = "an entry stays as it was written"
_TEXT_STAYS = "a text can only be disposed of"


def _trigger(name: str, event: str, condition: str, words: str) -> str:
    when = f" WHEN {condition}" if condition else ""
    return f"CREATE TRIGGER {name} BEFORE {event}{when} BEGIN SELECT RAISE(ABORT, '{words}'); END"


TRIGGERS = {
    "entry_no_update": _trigger("entry_no_update", "UPDATE ON entry", "", _STAYS),
    "entry_no_delete": _trigger("entry_no_delete", "DELETE ON entry", "", _STAYS),
    "entry_no_replace": _trigger(
        "entry_no_replace", "INSERT ON entry", "EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq)", _STAYS
    ),
    "head_no_update": _trigger("head_no_update", "UPDATE ON head", "", _STAYS),
    "head_no_delete": _trigger("head_no_delete", "DELETE ON head", "", _STAYS),
    "head_no_replace": _trigger(
        "head_no_replace", "INSERT ON head", "EXISTS (SELECT 1 FROM head WHERE size = NEW.size)", _STAYS
    ),
    "log_no_update": _trigger("log_no_update", "UPDATE ON log", "", _STAYS),
    "log_no_delete": _trigger("log_no_delete", "DELETE ON log", "", _STAYS),
    "log_no_replace": _trigger("log_no_replace", "INSERT ON log", "EXISTS (SELECT 1 FROM log)", _STAYS),
    "text_no_update": _trigger(
        "text_no_update",
        "UPDATE ON text",
        "NEW.digest <> OLD.digest OR NEW.body IS NOT NULL OR NEW.salt IS NOT NULL",
        _TEXT_STAYS,
    ),
    "text_no_delete": _trigger("text_no_delete", "DELETE ON text", "", _TEXT_STAYS),
    "text_no_replace": _trigger(
        "text_no_replace", "INSERT ON text", "EXISTS (SELECT 1 FROM text WHERE digest = NEW.digest)", _TEXT_STAYS
    ),
}
"""Refuse UPDATE, DELETE and INSERT-over on what was recorded; their wording is checked whenever the file is opened."""
