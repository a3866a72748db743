"""Where a person works: which register, who they are, and which day counts as today for the date check.

The command line and the terminal UI are handed a session and open desks and positions through it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.ledger.sqlite import Clock, utc_now
from tracker.register.marking import ILLUSTRATIVE
from tracker.register.position import Position, When

if TYPE_CHECKING:
    from tracker.desk.desk import Desk
    from tracker.desk.identity import Person

APP = "thematic-review-tracker"

EXAMPLE_NOW = datetime(2022, 12, 15, 10, tzinfo=UTC)
"""The example's clock stands still here, so that its year of made-up progress does not read as years overdue."""


def example_clock() -> datetime:
    """The clock of the example register."""
    return EXAMPLE_NOW


def is_example(path: Path) -> bool:
    """Tell whether the register at *path* is the example; a file that cannot be read is not."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT name FROM log").fetchone()
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    return row is not None and str(row[0]).startswith(ILLUSTRATIVE)


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
        return self.today or self.clock_day

    @property
    def clock_day(self) -> date:
        """Today by the clock by which acts are recorded, wherever the date check was moved to."""
        clock = self.now
        return clock().astimezone().date() if clock is utc_now else clock().date()

    @property
    def now(self) -> Clock:
        """The clock by which acts are recorded: the one given, but the example's own in the example."""
        return example_clock if self.clock is utc_now and self._is_example else self.clock

    @property
    def _is_example(self) -> bool:
        """Whether this is the example; a register never becomes another, so its file is asked once it is there."""
        known: dict[str, bool] = self.__dict__
        if "example" not in known and self.path.exists():
            known["example"] = is_example(self.path)
        return known.get("example", False)

    @property
    def _made_up_manager(self) -> str | None:
        """In the example anybody may try things out, as its made-up manager of all areas."""
        return "P1" if self._is_example else None

    def person(self, position: Position) -> Person:
        """Return who would act at a desk opened from here, asked of a position that is open already.

        Raises Refusal when nobody of the register is meant, or somebody who has left.
        """
        from tracker.desk.identity import person_of

        # By the clock, because a date check that was moved brings nobody back into post.
        return person_of(position, self.who or self._made_up_manager, self.via, self.clock_day)

    def desk(self) -> Desk:
        """Open a desk for acting; raises StoreError when the register cannot be opened for writing."""
        from tracker.desk.desk import Desk

        return Desk(self.path, who=self.who or self._made_up_manager, via=self.via, clock=self.now)

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
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
