"""The example: the same on every machine, complete in what it shows, and never to be taken for fact."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.example import build
from tracker.example.teller import FIRST_DAY
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import (
    REPORTED_RATINGS,
    DecisionKind,
    DecisionState,
    Difference,
    EvidenceKind,
    EvidenceState,
    QueryState,
    Rating,
    ResponseKind,
    Role,
    Status,
    Sustainment,
)
from tracker.register import checks
from tracker.register.marking import ILLUSTRATIVE, marking
from tracker.register.position import Position, When
from tracker.register.querying import TURNS


@pytest.fixture
def example(built: Path) -> Path:
    return built


@pytest.fixture
def position(example: Path) -> Position:
    from tracker.desk.session import EXAMPLE_NOW

    return Position(example, When(EXAMPLE_NOW.date()))


def test_it_comes_out_the_same_every_time(example: Path, tmp_path: Path) -> None:
    build(tmp_path / "again.db")
    first, second = SqliteStore(example, readonly=True), SqliteStore(tmp_path / "again.db", readonly=True)
    assert first.head() == second.head()
    assert [row.line for row in first.rows()] == [row.line for row in second.rows()]
    first.close()
    second.close()


def test_it_is_never_built_over_a_register(example: Path) -> None:
    with pytest.raises(StoreError, match="There is already a file at"):
        build(example)


def values(position: Position, sql: str) -> set[str]:
    return {row["value"] for row in position.rows(sql)}


@pytest.mark.parametrize(
    ("wanted", "sql"),
    [
        (set(Status), "SELECT DISTINCT status AS value FROM action"),
        (set(REPORTED_RATINGS), "SELECT DISTINCT rating AS value FROM progress WHERE rating IS NOT NULL"),
        (set(Rating), "SELECT DISTINCT date_check AS value FROM rated_action WHERE date_check IS NOT NULL"),
        (set(DecisionKind), "SELECT DISTINCT kind AS value FROM decision"),
        (set(DecisionState), "SELECT DISTINCT state AS value FROM decision"),
        (set(EvidenceKind), "SELECT DISTINCT kind AS value FROM evidence"),
        (set(EvidenceState), "SELECT DISTINCT state AS value FROM evidence"),
        (
            set(Difference) - {Difference.NOT_SHOWN},
            "SELECT DISTINCT shows AS value FROM evidence_link WHERE shows IS NOT NULL",
        ),
        (set(Sustainment), "SELECT DISTINCT outcome AS value FROM sustainment"),
        (set(ResponseKind), "SELECT DISTINCT response AS value FROM response"),
        (set(QueryState), "SELECT DISTINCT state AS value FROM query"),
        (set(TURNS), "SELECT DISTINCT turn AS value FROM query_turn"),
        (set(Role) - {Role.ADMINISTRATOR}, "SELECT DISTINCT role AS value FROM person"),
    ],
    ids=[
        "statuses",
        "reported ratings",
        "date checks",
        "decisions",
        "states of decisions",
        "kinds of evidence",
        "states of evidence",
        "differences",
        "checks after sign-off",
        "responses",
        "states of queries",
        "turns of queries",
        "roles",
    ],
)
def test_it_shows_everything_that_the_product_knows(wanted: set[str], sql: str, position: Position) -> None:
    assert {str(word) for word in wanted} <= values(position, sql)
    position.close()


def test_evidence_was_revised_and_some_of_it_ran_out(position: Position) -> None:
    revised = position.rows("SELECT sha256 FROM evidence WHERE ref IN (SELECT ref FROM evidence_revision)")
    earlier = position.rows("SELECT sha256 FROM evidence_revision")
    assert [row["sha256"] is not None for row in (*revised, *earlier)] == [True, True]
    assert revised[0]["sha256"] != earlier[0]["sha256"]
    ran_out = position.rows("SELECT ref FROM evidence_now WHERE state = 'expired' AND state_recorded = 'accepted'")
    assert len(ran_out) == 1
    position.close()


def test_an_exception_was_accepted_and_came_back(example: Path, position: Position) -> None:
    (found,) = [one for one in checks.findings(position) if "its acceptance by" in one.words]
    with Position(example, When(position.when.today, as_at=date(2022, 10, 1))) as before:
        (accepted,) = [one for one in checks.everything(before) if one.accepted_by]
    assert (accepted.rule, accepted.ref, accepted.accepted_until) == (found.rule, found.ref, "2022-11-30")
    position.close()


def test_some_of_it_was_recorded_late(position: Position) -> None:
    late = position.value(
        "SELECT count(*) FROM entry_index WHERE at > ? AND julianday(substr(at, 1, 10)) - julianday(occurred_on) > 60",
        ["2022-01-01"],
    )
    assert late >= 3
    position.close()


def test_every_word_that_is_made_up_says_so(example: Path, position: Position) -> None:
    """Whatever was typed after the opening says ILLUSTRATIVE; the opening itself is the real recommendation files."""
    opening = {entry.seq for entry in position.store.entries() if entry.batch == "1"}
    assert len(opening) > 400
    said = 0
    for entry in position.store.entries():
        if entry.seq in opening or not entry.texts:
            continue
        texts = position.texts(entry.texts.values())
        for name, digest in entry.texts.items():
            body = texts[digest]
            plain = name in ("unit", "file_name") or entry.act.startswith("agency.") or body.startswith("Sign off ")
            assert plain or body.startswith(ILLUSTRATIVE) or body.endswith("was reopened."), (entry.act, name, body)
            said += 1
    assert said > 150
    assert ILLUSTRATIVE in marking(position)
    assert position.store.log.startswith(ILLUSTRATIVE)
    position.close()


def test_it_is_about_the_months_that_it_says(position: Position) -> None:
    first = position.value("SELECT min(at) FROM entry_index")
    last = position.value("SELECT max(at) FROM entry_index")
    assert first.startswith(FIRST_DAY.isoformat())
    assert last.startswith("2022-12")
    position.close()
