"""Several days from one replay: each position is the very one that a replay of its own makes, table by table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.house import House
from tracker.desk import actions, delivery, meetings, plan, trail
from tracker.desk.actions import NewAction
from tracker.example import build
from tracker.model import dates
from tracker.model.vocabulary import Rating
from tracker.register.looking_back import Walk
from tracker.register.position import Position, PositionError, When
from tracker.register.schema import TABLES

ASKED = ("rated_action", "dated_milestone", "evidence_now", "setting_now", "round")
"""What the rules read, made from the tables for the day: views, the settings in force, the rounds of meetings."""


def held(position: Position) -> dict[str, list[str]]:
    """Everything that can be asked of a position, whatever the order of its rows."""
    return {
        name: sorted(repr(sorted(row.items())) for row in position.rows(f"SELECT * FROM {name}"))
        for name in (*TABLES, *ASKED)
    }


def alone(path: Path, day: date, known: int) -> dict[str, list[str]] | None:
    """The same from a replay of its own; None where nothing had occurred."""
    try:
        with Position(path, When(day, day, known)) as position:
            return held(position)
    except PositionError:
        return None


def walked(path: Path, days: list[date], known: int) -> dict[date, dict[str, list[str]] | None]:
    with Walk(path, days, known) as walk:
        return {day: held(before) if before else None for day, before in walk.each()}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "tracker.db"
    build(path)
    return path


def test_a_year_of_the_example_is_as_each_day_by_itself(example: Path) -> None:
    days = [date(2022, 9, 30), date(2022, 3, 31), date(2022, 12, 31), date(2022, 7, 20)]
    with Position(example, When(date(2023, 1, 1))) as position:
        late = position.value(
            "SELECT count(*) FROM entry_index e WHERE EXISTS (SELECT 1 FROM entry_index o WHERE o.seq < e.seq"
            " AND o.effective_on > e.effective_on)"
        )
        size = position.size
    assert late > 20, "the example records much after it happened, or this test proves little"
    for known in (size, size * 2 // 3):
        found = walked(example, days, known)
        assert list(found) == sorted(days)
        assert found == {day: alone(example, day, known) for day in days}


def test_what_is_recorded_late_corrected_or_undone_counts_on_its_own_day(house: House) -> None:
    ref = "R4.BRI.7"
    house.on("2022-08-20")
    desk = house.at()
    delivery.record_progress(desk, ref, note="in August", rating=Rating.GREEN, occurred_on=date(2022, 8, 20))
    other = actions.add(desk, "R5", "NSO", NewAction(title="dropped", lead="ASP", due=dates.parse("May 2023"))).ref
    house.on("2022-10-05")
    desk = house.at()
    # Recorded after the entries of August, and it occurred before them.
    delivery.record_progress(desk, "R4.SGL.1", note="in July", rating=Rating.RED, occurred_on=date(2022, 7, 30))
    actions.withdraw(desk, other, why="not needed")
    trail.undo(desk)
    delivery.correct_date(desk, ref, right=dates.parse("31 October 2022"), why="typed wrongly")
    plan.change_settings(desk, {"slip_amber_days": 5}, why="agreed")
    meetings.add_meeting(desk, "NSO-EXEC", date(2022, 9, 20), cut_off=date(2022, 9, 10))
    house.on("2022-11-05")
    delivery.record_progress(house.at(), ref, note="in November", rating=Rating.AMBER)
    days = [date(2022, 6, 30), date(2022, 7, 31), date(2022, 8, 31), date(2022, 10, 31), date(2022, 12, 31)]
    with house.position() as position:
        size = position.size
    found = walked(house.path, days, size)
    assert found == {day: alone(house.path, day, size) for day in days}
    reported = {}
    for day in days[1:]:
        rows = found[day]
        assert rows is not None
        reported[day.month] = [row.count("'red'") + row.count("'amber'") for row in rows["progress"]]
    assert [len(rows) for rows in reported.values()] == [1, 2, 2, 3], "each note counts from the day it is about"


def test_there_is_no_position_before_anything_occurred_nor_after_the_last_entry(house: House) -> None:
    found = walked(house.path, [date(1990, 1, 1), date(2022, 7, 31)], house.size)
    assert found[date(1990, 1, 1)] is None
    assert found[date(2022, 7, 31)] == alone(house.path, date(2022, 7, 31), house.size)
    with pytest.raises(PositionError, match=f"There is no entry #{house.size + 1}; the register has {house.size}"):
        Walk(house.path, [date(2022, 7, 31)], house.size + 1)
