"""Noticing that another program wrote to the register, cheaply enough to ask every second.

What changed is asked by whoever shows it.
"""

from __future__ import annotations

import sqlite3

from tracker.register.position import Position


def version(position: Position) -> int | None:
    """Return a number that changes when another program wrote, or None while one is writing: then ask again later."""
    try:
        return position.store.data_version()
    except sqlite3.OperationalError:
        return None
