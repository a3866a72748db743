"""Where a person works: which register, who they are, and which day counts as today for the date check.

The command line and the terminal UI are handed a session and open desks and positions through it.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.desk.desk import Desk
from tracker.ledger.sqlite import Clock, utc_now
from tracker.register.position import Position, When

APP = "thematic-review-tracker"


@dataclass(frozen=True)
class Session:
    """One person at one register.

    ``who`` is a person's reference, or None when the log-in ``via`` decides.  ``today`` moves the date check only,
    never the time that is recorded; None means the clock's own day.
    """

    path: Path
    who: str | None = None
    via: str = ""
    today: date | None = None
    clock: Clock = utc_now

    @property
    def day(self) -> date:
        """The day that the date check counts from."""
        if self.today is not None:
            return self.today
        return self.clock().astimezone().date() if self.clock is utc_now else self.clock().date()

    def desk(self) -> Desk:
        """Open a desk for acting; raises StoreError when the register cannot be opened for writing."""
        return Desk(self.path, who=self.who, via=self.via, clock=self.clock)

    def position(self, *, as_at: date | None = None, known_at: int | None = None) -> Position:
        """Open a position for reading; raises StoreError when the register cannot be read."""
        return Position(self.path, When(self.day, as_at, known_at))


def default_register(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the register to use when none is named: TRACKER_DB, else tracker.db in the user's data folder."""
    if named := environment.get("TRACKER_DB"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False) / "tracker.db"


def login() -> str:
    """Return the computer log-in; an empty text where the system tells none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
