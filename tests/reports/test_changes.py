"""What changed: better or worse, old and new with the reason, and nothing of another area."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from tests.house import House
from tests.reports.scopes import BRI, SGL, Scoped, scoped
from tracker.desk import actions, deciding, delivery, meetings, people
from tracker.desk.deciding import Minute
from tracker.model import dates
from tracker.model.vocabulary import (
    DecisionKind,
    Rating,
    Role,
)
from tracker.register import comparing
from tracker.reports.views import (
    changes,
    entries,
)

__all__ = ["scoped"]


@pytest.mark.parametrize(
    ("reported", "check", "better"),
    [
        (("amber", "green"), ("red", "red"), 1),
        (("green", "amber"), ("red", "green"), -1),
        (("red", "red"), ("red", "grey"), 0),
        ((None, "green"), ("amber", "amber"), 0),
        (("green", "green"), ("green", "blue"), 1),
        ((None, "red"), ("amber", "green"), 0),
    ],
    ids=["better", "one worse", "paused is not better", "first report", "signed off", "first report is red"],
)
def test_ratings_get_better_or_worse(
    reported: tuple[str | None, str | None], check: tuple[str | None, str | None], better: int
) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        sql = f"SELECT {comparing.DIRECTION} FROM (SELECT ? AS reported, ? AS date_check) b,"
        then, now = zip(reported, check, strict=True)
        found = db.execute(f"{sql} (SELECT ? AS reported, ? AS date_check) a", [*then, *now]).fetchone()
    assert found[0] == better


def test_changes_are_told_old_and_new_with_their_reason(house: House, scoped: Scoped) -> None:
    house.on("2022-07-20")
    desk = house.at()
    since = desk.store.head().size
    delivery.record_progress(desk, BRI, note="two posts filled", rating=Rating.AMBER)
    delivery.record_progress(desk, BRI, note="still true", no_change=True)
    actions.reassign(desk, BRI, lead="ASP", why="moved over")
    deciding.revise(desk, BRI, dates.parse("December 2022"), Minute("BRI-EXEC", "minute 1", ("BCC",)), why="staff left")
    people.add_person(desk, "a new member", Role.MEMBER)
    house.on("2022-09-20")
    delivery.record_progress(house.at(), SGL, note="late", rating=Rating.RED, occurred_on=date(2022, 7, 25))
    found = changes.changes(scoped(since=since))
    assert found is not None
    assert found.entries is not None
    told = {row[2]: row[3:] for row in found.entries.rows}
    assert told[f"recorded progress on {BRI}"] == (
        "reported rating: none → A Amber ◆; status: planned → in progress",
        "two posts filled",
    )
    assert told[f"reassigned {BRI}"] == ("lead agency: Bristol City Council → Avon and Somerset Police", "moved over")
    assert told[f"recorded an agreed revised date for {BRI}"] == (
        "due date: 30 September 2022 → 31 December 2022",
        "staff left",
    )
    assert (
        found.quiet
        == "Only counted here: decisions asked for 1, decisions taken 1 and progress notes that changed no rating 1."
    )
    assert found.late.startswith("1 entry of these was recorded more than 30 days after what they record occurred: #")
    assert "1 date moved by agreement" in found.said


def test_an_entry_of_another_area_is_not_told(house: House, scoped: Scoped) -> None:
    desk = house.at()
    since = desk.store.head().size
    delivery.record_progress(desk, SGL, note="begun", rating=Rating.GREEN)
    meetings.ask(desk, DecisionKind.OTHER, body="SGL-EXEC", about=[SGL], asked="agree terms")
    assert entries.new(scoped("BRI", since)) == []
    assert len(entries.new(scoped("SGL", since))) == 2
