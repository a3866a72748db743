"""The plan at the end of several days, one after another, from a single replay of the entries.

What one position is stands in tracker.register.position; a test holds that each position here is the one made there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.register.position import Position, When

if TYPE_CHECKING:
    from tracker.ledger.entry import Entry


class Walk(Position):
    """Positions at the end of several days, from what was known up to one entry; to be gone through with ``each``."""

    def __init__(self, path: Path, days: Sequence[date], known_at: int) -> None:
        """Open the register at *path*; raises PositionError when there is no entry *known_at*, StoreError as ever."""
        self.days = sorted(days)
        super().__init__(path, When(self.days[-1], self.days[-1], known_at))

    def _replay(self, when: When) -> None:
        """Make empty tables; they are filled step by step."""
        from tracker.register.schema import TABLES, ddl

        self.entries = self.known(when)
        for statement in ddl(temporary=True)[: len(TABLES)]:
            self.db.execute(statement)

    def _prepare(self, today: date) -> None:
        """Nothing can be asked before the first step."""

    def each(self) -> Iterator[tuple[date, Position | None]]:
        """Yield each day, earliest first, with the position at its end, or None when nothing had occurred by then.

        A position may be asked only until the next one is wanted.

        Entries that count are applied in the order in which they were recorded, as in every replay.  So all days share
        the entries up to the first that counts on a later day only; those after it are applied for this day alone, and
        taken back.
        """
        from tracker.register.projection import apply

        self.db.execute("PRAGMA foreign_keys=OFF")
        self.db.execute("BEGIN")
        done = 0
        for day in self.days:
            shared = self._first_after(day) - 1
            apply(self.db, self._counted(done + 1, shared, day))
            done = max(done, shared)
            self.db.execute("SAVEPOINT one_day")
            apply(self.db, self._counted(done + 1, self.entries, day))
            yield day, self._at(day)
            self.db.execute("ROLLBACK TO one_day")
            self.db.execute("RELEASE one_day")

    def _at(self, day: date) -> Position | None:
        """Make the position that stands in the tables ready to be asked."""
        from tracker.register.schema import TABLES, ddl

        if not self.value("SELECT count(*) FROM entry_index WHERE act <> 'register.opened'"):
            return None
        for statement in ddl(temporary=True)[len(TABLES) :]:
            self.db.execute(statement)
        self.when = When(day, day, self.entries)
        super()._prepare(day)
        return self

    def _first_after(self, day: date) -> int:
        """Return the first entry that counts on a later one of the days, but not on *day*."""
        first = self.value(
            "SELECT min(seq) FROM main.entry_index WHERE seq <= ? AND effective_on > ? AND effective_on <= ?",
            [self.entries, day.isoformat(), self.days[-1].isoformat()],
        )
        return int(first) if first else self.entries + 1

    def _counted(self, start: int, stop: int, day: date) -> Iterable[Entry]:
        """Yield the entries from *start* to *stop* that count by the end of *day*."""
        from tracker.ledger.entry import read

        rows = self.db.execute(
            "SELECT seq FROM main.entry_index WHERE seq BETWEEN ? AND ? AND effective_on <= ?",
            [start, stop, day.isoformat()],
        )
        wanted = {seq for (seq,) in rows}
        if wanted:
            yield from (read(row.line) for row in self.store.rows(start, stop) if row.seq in wanted)
