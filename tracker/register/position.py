"""The plan at a day, from what was known up to an entry: one connection on which every question can be asked.

The live position reads the tables of the register; a past one replays the entries that count into temporary tables of
the same names, which shadow them for this connection only.  So there is one set of questions, whatever the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import StoreError
from tracker.model.days import YEAR_STARTS, long
from tracker.register import gaps, rules, versions

if TYPE_CHECKING:
    from tracker.ledger.entry import Entry

Row = dict[str, Any]


class PositionError(StoreError):
    """The position asked for does not exist; the message says what to ask instead."""


class When(NamedTuple):
    """What a question is about: ``today`` for the date check, ``as_at`` and ``known_at`` to look back."""

    today: date
    as_at: date | None = None
    known_at: int | None = None

    @property
    def day(self) -> date:
        """The day that the rules count from."""
        return self.as_at or self.today


class Position:
    """The plan at one moment, to be asked; closes its connection when it is left."""

    def __init__(self, path: Path, when: When) -> None:
        """Open the register at *path* as it was or is.

        Raises PositionError when nothing had occurred or been recorded by then, StoreError when it cannot be read.
        """
        self.store = SqliteStore(path, readonly=True)
        self.when = when
        try:
            self._settle()
            self.size = self.store.head().size
            self.entries = self.size
            if when.as_at is not None or when.known_at is not None:
                self._replay(when)
            self._prepare(when.day)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Return the position."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self.store.close()

    def _settle(self) -> None:
        """Ask the file itself, or where an earlier release made its tables, a copy with tables of this one."""
        if not versions.check(self.store):
            from tracker.register.rebuilding import rebuild

            self.store.into_memory()
            rebuild(self.store)
        self.db = self.store.db

    def known(self, when: When) -> int:
        """Return the last entry that counts; raises PositionError when the register has no such entry."""
        if when.known_at is None:
            return self.size
        if not 1 <= when.known_at <= self.size:
            raise PositionError(f"There is no entry #{when.known_at}; the register has {self.size} entries.")
        return when.known_at

    def _replay(self, when: When) -> None:
        self.entries = self.known(when)
        self.db.execute("PRAGMA foreign_keys=OFF")
        self.db.execute("BEGIN")
        replay(self.store, self.entries, as_at=when.as_at)
        self.db.execute("COMMIT")
        if when.as_at is not None and not self.value("SELECT count(*) FROM entry_index WHERE act <> 'register.opened'"):
            first = self.value("SELECT min(effective_on) FROM main.entry_index")
            said = long(date.fromisoformat(first)) if first else "never"
            raise PositionError(
                f"Nothing had occurred by {long(when.as_at)}; the first thing recorded occurred on {said}."
            )

    def _prepare(self, today: date) -> None:
        """Make the settings, the meeting rounds and the views that the rules read, for this connection."""
        settings = {**rules.DEFAULT_SETTINGS, **{r["name"]: r["value"] for r in self.rows("SELECT * FROM setting")}}
        self.settings: dict[str, int] = settings
        names = [name for name in settings if re.fullmatch(r"[a-z_]+", name)]
        self.db.execute("DROP TABLE IF EXISTS temp.setting_now")
        self.db.execute(f"CREATE TEMP TABLE setting_now(today TEXT, {','.join(f'{name} INTEGER' for name in names)})")
        marks = ",".join("?" * (len(names) + 1))
        self.db.execute(f"INSERT INTO setting_now VALUES ({marks})", [today.isoformat(), *(settings[n] for n in names)])
        self.db.execute("DROP TABLE IF EXISTS temp.round")
        self.db.execute("CREATE TEMP TABLE round(area TEXT PRIMARY KEY, opened TEXT, closed TEXT)")
        for row in self._rounds(today):
            self.db.execute("INSERT INTO round VALUES (?, ?, ?)", row)
        for name, select in rules.views().items():
            self.db.execute(f"CREATE TEMP VIEW IF NOT EXISTS {name} AS {select}")

    def _rounds(self, today: date) -> list[tuple[str, str, str]]:
        """Per area: when the round of the last meeting opened (the cut-off before it) and closed (its own cut-off)."""
        met: dict[str, list[str]] = {}
        for row in self.rows(
            "SELECT a.value AS area, m.cut_off FROM meeting m JOIN body_areas a ON a.ref = m.body"
            " WHERE m.void = 0 AND m.held_on <= ? ORDER BY m.held_on DESC, m.ref",
            [today.isoformat()],
        ):
            met.setdefault(row["area"], []).append(row["cut_off"])
        return [(area, (cuts[1] if len(cuts) > 1 else "0001-01-01"), cuts[0]) for area, cuts in met.items()]

    def refresh(self, today: date) -> None:
        """Read settings and meetings again after a change, and count from *today*; only for a live position."""
        self.when = When(today)
        if self.store.back_to_file():
            self._settle()
        self.size = self.entries = self.store.head().size
        self._prepare(today)

    def rows(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[Row]:
        """Return all rows of a question, each as column → value."""
        cursor = self.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Row | None:
        """Return the first row of a question, or None."""
        return next(iter(self.rows(sql, values)), None)

    def value(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Any:
        """Return the first column of the first row, or None."""
        row = self.db.execute(sql, values).fetchone()
        return row[0] if row else None

    def texts(self, digests: Iterable[str | None]) -> dict[str, str]:
        """Return digest → body; for what was disposed of or is missing, a Gap that says so."""
        wanted = [digest for digest in digests if digest]
        held = self.store.texts(wanted)
        said = {digest: text.body for digest, text in held.items() if text.body is not None}
        if len(said) == len(held):
            return {digest: said.get(digest, gaps.MISSING) for digest in wanted}
        said.update(gaps.texts(self.store, held.keys() - said.keys()))
        return {digest: said.get(digest, gaps.MISSING) for digest in wanted}

    def body(self, digest: str | None) -> str | None:
        """Return the body of one text, or None when it is not held: what is to be recorded anew must be whole."""
        held = self.store.texts([digest]).get(digest) if digest else None
        return held.body if held else None

    def entry(self, seq: int) -> Entry | None:
        """Return entry *seq* of the whole log."""
        return self.store.entry(seq)


def replay(store: SqliteStore, upto: int, *, as_at: date | None = None) -> None:
    """Fill temporary tables on the connection of *store* with entries 1 to *upto* that count by the end of *as_at*."""
    from tracker.register.projection import apply  # here, because most positions are live
    from tracker.register.schema import TABLES, ddl

    tables, indexes = ddl(temporary=True)[: len(TABLES)], ddl(temporary=True)[len(TABLES) :]
    for statement in tables:
        store.db.execute(statement)
    apply(store.db, _counted(store, upto, as_at))
    for statement in indexes:  # after the rows, which is several times faster than with each row
        store.db.execute(statement)


def _counted(store: SqliteStore, upto: int, as_at: date | None) -> Iterable[Entry]:
    if as_at is None:
        yield from store.entries(1, upto)
        return
    last = as_at.isoformat()
    effective: dict[int, str] = {}
    for entry in store.entries(1, upto):
        day = effective.get(entry.corrects, entry.occurred_on) if entry.corrects else entry.occurred_on
        effective[entry.seq] = day
        if day <= last:
            yield entry


def known_at(store: SqliteStore, text: str, year_starts: int = YEAR_STARTS) -> int:
    """Return the entry number meant by ``#412`` or by a day (the last entry recorded by the end of that day, UTC).

    Raises PositionError when it is neither, or when nothing had been recorded by then.
    """
    if re.fullmatch(r"#?[0-9]{1,12}", text.strip()):
        return int(text.strip().lstrip("#"))
    from tracker.model import dates

    try:
        day = dates.parse(text, year_starts=year_starts).day
    except dates.DateError as error:
        raise PositionError(f"--known-at takes a day or an entry number like #412: {error}") from None
    row = store.db.execute("SELECT max(seq) FROM main.entry_index WHERE substr(at, 1, 10) <= ?", [day.isoformat()])
    found = row.fetchone()[0]
    if found is None:
        raise PositionError(f"Nothing had been recorded by {long(day)}.")
    return int(found)
