"""What a neighbour records and an area does not, how far a measure is from its target, and which way a rating went."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.house import House
from tracker.desk import actions, delivery
from tracker.desk.actions import NewAction
from tracker.desk.session import Session
from tracker.model import dates
from tracker.model.vocabulary import Rating
from tracker.register import issues, neighbours, showing, status, trend
from tracker.reports import run


def test_an_area_without_any_row_is_shown_what_its_neighbours_have(house: House) -> None:
    actions.add(house.at(), "R7", "SGL", NewAction(title="Only here", lead="ASP", due=dates.parse("2023")))
    with house.position() as position:
        found = neighbours.not_recorded(showing.show(position, "R7")["actions"])
        nowhere = neighbours.not_recorded(showing.show(position, "R8")["actions"])
    said = [
        (area, code, row["title"]) for area, having in found.items() for code, rows in having.items() for row in rows
    ]
    assert said == [("BRI", "SGL", "Only here"), ("NSO", "SGL", "Only here")]
    assert nowhere == {}


def test_existing_provision_counts_as_recorded_and_joint_work_as_nobodys() -> None:
    rows = [{"area": "BRI", "basis": "existing_provision"}, {"area": "ALL", "basis": "agreed"}]
    assert neighbours.not_recorded(rows) == {"SGL": {"BRI": rows[:1]}, "NSO": {"BRI": rows[:1]}}
    assert neighbours.not_recorded(rows[1:]) == {}


@pytest.mark.parametrize(
    ("direction", "target", "reading", "short"),
    [("lower", "40", "52", "12"), ("lower", "40", "39.5", "-0.5"), ("higher", "40", "52", "-12"),
     ("higher", "40", "40", "0"), ("lower", None, "1", None), ("lower", "1", None, None), ("lower", "few", "1", None)],
)  # fmt: skip
def test_how_far_a_reading_is_from_its_target(
    direction: str, target: str | None, reading: str | None, short: str | None
) -> None:
    found = neighbours.short_of_target(direction, target, reading)
    assert found == (Decimal(short) if short is not None else None)


def test_which_way_a_rating_went_and_that_grey_is_no_step() -> None:
    for better, worse in (("green", "amber"), ("green", "red"), ("amber", "red"), ("blue", "green"), ("blue", "red")):
        assert (trend.step(worse, better), trend.step(better, worse)) == (1, -1)
    for was, now in (("grey", "green"), ("red", "grey"), ("red", "red"), (None, "red"), ("red", None), (None, None)):
        assert trend.step(was, now) == 0


def test_the_matrix_is_compared_with_what_the_last_issue_saw(house: House) -> None:
    delivery.record_progress(house.at(), "R4.BRI.7", note="Well.", rating=Rating.GREEN)
    session = Session(house.path, who="P1", via="tester", clock=house.clock)
    run(session, "assurance", folder=house.path.parent / "out")
    with house.position() as position:
        then = status.matrix(position)
    house.on("2022-10-15")  # past the due date of 30 September
    delivery.record_progress(house.at(), "R4.BRI.7", note="Late.", rating=Rating.AMBER)
    with house.position() as position:
        since = trend.last(position)
        assert since is not None
        assert (since.n, since.report) == (1, "assurance")
        before, now = trend.matrix_of(position, since), status.matrix(position)
        assert before == then
        was, is_ = trend.cell(before, "R4", "BRI"), trend.cell(now, "R4", "BRI")
        assert was is not None
        assert is_ is not None
        assert (was.reported, is_.reported, was.date_check, is_.date_check) == ("green", "amber", "green", "red")
        assert trend.direction(was, is_) == -1
        assert [found.n for found in issues.issues(position)] == [1]
