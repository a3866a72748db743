"""The ledger in SQLite: what is appended stays, all of it or none, whoever tries to change it and whatever fails."""

from __future__ import annotations

import re
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlite_utils import Database

from tracker.ledger import sqlite
from tracker.ledger.entry import Draft, Entry, EntryError
from tracker.ledger.schema import TRIGGERS
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import Conflict, Head, StoreError

START = datetime(2022, 4, 1, 9, 30, tzinfo=UTC)


class Clock:
    """A clock that stands where the test puts it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def draft(note: str = "A note", **more: object) -> Draft:
    return Draft("progress.recorded", ("R1.BRI.1",), "BRI", "P1", "tester", "2022-04-01", more, {"note": note})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "tracker.db"
    SqliteStore.create(place, "plan-1")
    return place


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[SqliteStore]:
    with closing(SqliteStore(path, clock=clock)) as opened:
        yield opened


def lines(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute("SELECT line FROM entry ORDER BY seq")]


def test_what_is_appended_is_read_back(store: SqliteStore) -> None:
    made = store.append([draft("First"), draft("Second", rating="amber")], 0)
    assert [entry.seq for entry in made] == [1, 2]
    assert list(store.entries()) == made
    assert made[1].facts == {"rating": "amber"}
    assert made[0].at == "2022-04-01T09:30:00.000000Z"
    held = store.texts(entry.texts["note"] for entry in made)
    assert [held[entry.texts["note"]].body for entry in made] == ["First", "Second"]
    assert store.entry(2) == made[1]
    assert store.entry(3) is None


def test_the_root_is_that_of_the_stored_lines(store: SqliteStore, path: Path) -> None:
    store.append([draft("First")], 0)
    store.append([draft("Second")], 1)
    first, second = (sha256(b"\0" + line).digest() for line in lines(path))
    assert store.head() == Head(2, sha256(b"\1" + first + second).hexdigest())


def test_a_text_is_not_in_the_line_and_cannot_be_guessed_from_it(store: SqliteStore, path: Path) -> None:
    one, other = store.append([draft("yes"), draft("yes")], 0)
    assert one.texts["note"] != other.texts["note"]
    assert b"yes" not in b"".join(lines(path))
    assert sha256(b"yes").hexdigest() not in one.texts["note"]


def test_who_appends_second_is_told_and_nothing_is_saved(path: Path, store: SqliteStore) -> None:
    with closing(SqliteStore(path, clock=store.clock)) as other:
        other.append([draft("Theirs")], 0)
    with pytest.raises(Conflict, match="The register grew from 0 to 1 entries meanwhile"):
        store.append([draft("Mine")], 0)
    assert len(lines(path)) == 1


@pytest.mark.parametrize(
    ("drafts", "error"),
    [
        ([draft("One"), draft("Two", amount=1.5)], EntryError),
        ([draft("One"), draft("Two", amount={1, 2})], TypeError),
    ],
)
def test_all_of_an_append_is_saved_or_nothing(
    store: SqliteStore, path: Path, drafts: list[Draft], error: type[Exception]
) -> None:
    with pytest.raises(error):
        store.append(drafts, 0)
    assert lines(path) == []
    assert store.head().size == 0
    store.append([draft("After")], 0)
    assert len(lines(path)) == 1


def test_a_projection_that_fails_leaves_nothing(path: Path) -> None:
    def fail(db: object, entries: Sequence[Entry]) -> None:
        raise sqlite3.IntegrityError("no such agency")

    with (
        closing(SqliteStore(path, project=fail)) as store,
        pytest.raises(StoreError, match=r"^Nothing was saved: the register refused the change \(no such agency\)\.$"),
    ):
        store.append([draft()], 0)
    assert lines(path) == []


# --- nobody changes what was recorded ---------------------------------------------------------------------------------

FORBIDDEN = [
    "UPDATE entry SET line = x'7b7d' WHERE seq = 1",
    "UPDATE entry SET leaf = x'00'",
    "DELETE FROM entry WHERE seq = 1",
    "INSERT OR REPLACE INTO entry(seq, line, leaf) VALUES (1, x'7b7d', x'00')",
    "INSERT INTO entry(seq, line, leaf) VALUES (1, x'7b7d', x'00') ON CONFLICT(seq) DO UPDATE SET line = x'7b7d'",
    "UPDATE head SET root = 'x'",
    "DELETE FROM head",
    "INSERT OR REPLACE INTO head(size, root, frontier) VALUES (1, 'x', 'x')",
    "UPDATE log SET name = 'another'",
    "DELETE FROM log",
    "INSERT OR REPLACE INTO log(id, name) VALUES (1, 'another')",
    "UPDATE text SET body = 'another'",
    "UPDATE text SET salt = x'00', body = 'another'",
    "UPDATE text SET body = NULL",
    "UPDATE text SET digest = 'x', salt = NULL, body = NULL",
    "DELETE FROM text",
    "INSERT OR REPLACE INTO text(digest, salt, body) SELECT digest, x'00', 'another' FROM text",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_guards_refuse(store: SqliteStore, path: Path, statement: str) -> None:
    store.append([draft()], 0)
    with closing(sqlite3.connect(path)) as db:
        before = list(db.iterdump())
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(statement)
        db.rollback()
        assert list(db.iterdump()) == before


def test_a_text_can_be_disposed_of_whole(store: SqliteStore, path: Path) -> None:
    (entry,) = store.append([draft("Private")], 0)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE text SET salt = NULL, body = NULL")
    held = store.texts([entry.texts["note"]])[entry.texts["note"]]
    assert (held.salt, held.body) == (None, None)


def test_a_tool_that_drops_the_guards_is_noticed_on_opening(store: SqliteStore, path: Path) -> None:
    store.append([draft()], 0)
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        tool = Database(connection)
        tool["entry"].transform(types={"leaf": bytes})  # type: ignore[union-attr]
        connection.commit()
    with pytest.raises(StoreError, match=r"lacks its guard 'entry_no_update'.*restore from a backup"):
        SqliteStore(path)


@pytest.mark.parametrize("name", TRIGGERS)
def test_each_guard_is_looked_for_on_opening(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"DROP TRIGGER {name}")
        db.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON entry BEGIN SELECT 1; END")
    with pytest.raises(StoreError, match=f"lacks its guard '{name}'"):
        SqliteStore(path, readonly=True)


# --- time -------------------------------------------------------------------------------------------------------------


def test_a_clock_that_steps_back_a_little_is_held_at_the_last_entry(store: SqliteStore, clock: Clock) -> None:
    store.append([draft()], 0)
    clock.now = START - timedelta(minutes=10)
    (entry,) = store.append([draft()], 1)
    assert entry.at == "2022-04-01T09:30:00.000000Z"


def test_a_clock_that_steps_back_a_lot_is_refused(store: SqliteStore, clock: Clock, path: Path) -> None:
    store.append([draft()], 0)
    clock.now = START - timedelta(minutes=10, seconds=1)
    with pytest.raises(
        StoreError,
        match=r"^Nothing was saved: this computer's clock says 01 April 2022 09:19 UTC, but entry #1 was recorded at "
        r"01 April 2022 09:30 UTC\. Put the clock right and try again\.$",
    ):
        store.append([draft()], 1)
    assert len(lines(path)) == 1


def test_time_is_recorded_in_utc_wherever_the_clock_stands(store: SqliteStore, clock: Clock) -> None:
    clock.now = datetime.fromisoformat("2022-04-01T11:30:00+02:00")
    assert store.append([draft()], 0)[0].at == "2022-04-01T09:30:00.000000Z"


# --- the file ---------------------------------------------------------------------------------------------------------


def test_the_file_is_readable_by_its_owner_only(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_settings_that_durability_rests_on(store: SqliteStore) -> None:
    asked = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
    assert [store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == ["delete", 2, 1, 1]


def test_a_register_is_never_made_over_another_file(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"There is already a file at .*tracker.db"):
        SqliteStore.create(path, "plan-2")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_an_act_in_another_window_is_noticed(path: Path, store: SqliteStore) -> None:
    before = store.data_version()
    assert store.data_version() == before
    with closing(SqliteStore(path)) as other:
        other.append([draft()], 0)
    assert store.data_version() != before


def make_text(path: Path) -> None:
    path.write_text("Dear all", encoding="utf-8")


def make_other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE entry(seq)")


def make_newer(path: Path) -> None:
    SqliteStore.create(path, "plan-1")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 2")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "There is no register at {path}; make one with: tracker init"),
        (make_text, "The register {path} cannot be read: file is not a database."),
        (make_other_database, "{path} is not a register of this program; choose another with --db."),
        (make_newer, "{path} was made by a newer program (format 2); use that program."),
    ],
)
@pytest.mark.parametrize("readonly", [True, False])
def test_what_is_no_register_is_not_opened(
    tmp_path: Path, make: Callable[[Path], None], words: str, readonly: bool
) -> None:
    path = tmp_path / "other.db"
    make(path)
    with pytest.raises(StoreError, match=f"^{re.escape(words.format(path=path))}$"):
        SqliteStore(path, readonly=readonly)


def test_where_the_file_can_only_be_read_nothing_is_saved(path: Path) -> None:
    with closing(SqliteStore(path, readonly=True)) as store:
        assert store.head().size == 0
        with pytest.raises(StoreError, match=r"can only be read here. Copy it to a folder of your own"):
            store.append([draft()], 0)


def test_a_register_that_is_kept_busy_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "TIMEOUT_SECONDS", 0.01)
    with closing(sqlite3.connect(path)) as other, closing(SqliteStore(path)) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"Nothing was saved: another program has kept the register .* busy"):
            store.append([draft()], 0)
    assert lines(path) == []


def test_a_full_disk_is_named_and_nothing_is_saved(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        pages = store.db.execute("PRAGMA page_count").fetchone()[0]
        store.db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match=r"Nothing was saved: the disk that holds .* is full. Make room"):
            store.append([draft("x" * 20_000)], 0)
    assert lines(path) == []
