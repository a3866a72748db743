"""Registers that the tests of reports read: the real one just opened, the example, and copies to write to."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.desk.opening import open_register
from tracker.desk.session import Session
from tracker.intake.loading import drafts
from tracker.intake.recommendations import default_folder, load

OPENED = date(2022, 1, 31)


@pytest.fixture(scope="session")
def example(built: Path) -> Session:
    """The example, to be read."""
    return Session(built, who="P1", via="example")


@pytest.fixture
def own_example(example: Session, tmp_path: Path) -> Session:
    """The example, to be written to."""
    shutil.copy(example.path, tmp_path / "tracker.db")
    return Session(tmp_path / "tracker.db", who="P1", via="example")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The real recommendation files, just loaded."""
    path = tmp_path_factory.mktemp("real") / "tracker.db"
    plan = load(default_folder())
    open_register(
        path,
        lambda make: drafts(plan, make, today=OPENED),
        title=plan.review.title,
        via="tester",
        begins=date(2021, 11, 1),
        clock=lambda: datetime(2022, 1, 31, 9, tzinfo=UTC),
    )
    return Session(path, via="tester", clock=lambda: datetime(2022, 1, 31, 12, tzinfo=UTC))


@pytest.fixture
def bare(tmp_path: Path) -> Session:
    """A register in which nothing is entered at all."""

    def clock() -> datetime:
        return datetime(2022, 6, 20, 9, tzinfo=UTC)

    open_register(
        tmp_path / "bare.db", lambda make: [], title="Bare", via="tester", begins=date(2022, 6, 20), clock=clock
    )
    return Session(tmp_path / "bare.db", via="tester", clock=clock)
