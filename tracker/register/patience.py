"""Stopping a question that nobody waits for any more, so that the next one is answered at once.

Who waits, and for how long, is known to whoever asks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tracker.register.position import Position

STEPS = 20_000
"""Steps of the engine between two looks at whether to go on: about a millisecond of its work."""


class Stopped(Exception):
    """The question was stopped before it was answered."""


@contextmanager
def stopping(position: Position, when: Callable[[], bool]) -> Iterator[None]:
    """Stop what is asked of *position* in this block once *when* says so; raises Stopped then.

    Only for questions: what writes, into a temporary table too, would be left half done.
    """
    db = position.db
    assert isinstance(db, sqlite3.Connection)
    db.set_progress_handler(when, STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise Stopped from None
    finally:
        db.set_progress_handler(None, 0)
