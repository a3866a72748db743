"""Whether every table, index and guard of a register's file is made as this program makes it, to the letter.

Guards by themselves are checked in tracker.ledger.verify, and rows in tracker.register.replaying.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any

from tracker.ledger.problems import Problems
from tracker.ledger.schema import LEDGER_DDL, TRIGGERS
from tracker.model.text import safe
from tracker.register.schema import TABLES, ddl
from tracker.register.search import DDL as SEARCH_DDL

_ASK = "SELECT name, type, tbl_name, sql FROM main.sqlite_master"
_LEDGER = ("log", "entry", "head", "text")

Made = tuple[Any, Any, Any]
"""Type, table and statement of a table, index or trigger."""


def compare_structure(db: sqlite3.Connection, problems: Problems, rebuild: str, restore: str) -> None:
    """Name every table and index in *db* that is missing or made otherwise; *rebuild* and *restore* say what to do.

    What is wrong with the statement of a guard, or of a table whose rows are compared as well, is said elsewhere, and
    a table that is missing takes its indexes along.  The inside of the search index is SQLite's own business.
    """
    found = {row[0]: row[1:] for row in db.execute(_ASK)}
    for name, made in _made().items():
        there = found.get(name)
        if there == made or (made[0] == "index" and made[1] not in found) or _said_elsewhere(name, made, there):
            continue
        kind, table, _ = made
        what = f"The {kind} '{safe(name)}'" if kind == "table" else f"The {kind} '{safe(name)}' of the table '{table}'"
        state = "is not made as this program makes it" if there else "is missing"
        advice = restore if table in _LEDGER else rebuild
        problems.add("table", None, f"{what} {state}. {advice}")


def _made() -> dict[str, Made]:
    """What stands in a file that was just made, less the tables inside the search index."""
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in (*LEDGER_DDL, *TRIGGERS.values(), *ddl(), *SEARCH_DDL):
            db.execute(statement)
        return {row[0]: row[1:] for row in db.execute(_ASK) if not row[0].startswith("search_")}


def _said_elsewhere(name: str, made: Made, there: Made | None) -> bool:
    if made[0] == "trigger":
        return there is None or there[2] != made[2]
    return name in TABLES and (there is None or _squeezed(there[2]) != _squeezed(made[2]))


def _squeezed(statement: object) -> str:
    return re.sub(r"\s", "", str(statement))
