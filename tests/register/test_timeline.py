"""What falls due when: original and agreed days apart, lateness counted from the agreed one."""

from __future__ import annotations

from datetime import date

from tests.house import House
from tracker.desk import actions, deciding, delivery
from tracker.desk.deciding import Minute
from tracker.model import dates
from tracker.register.timeline import Point, points

REF = "R4.BRI.7"  # due 30 September 2022


def found(house: House, ref: str, area: str | None = None) -> Point | None:
    with house.position() as position:
        return next((point for point in points(position, area) if point.ref == ref), None)


def test_a_moved_date_keeps_the_original_beside_the_agreed_one(house: House) -> None:
    deciding.revise(
        house.at(), REF, dates.parse("31 January 2023"), Minute("BRI-EXEC", "4.2", ("ASP",)), why="Vacancies."
    )
    point = found(house, REF)
    assert point is not None
    assert (point.original, point.agreed, point.moved) == (date(2022, 9, 30), date(2023, 1, 31), True)


def test_late_counts_from_the_day_after_the_agreed_one_and_ends_when_it_is_done(house: House) -> None:
    ref = delivery.add_milestone(house.at(), REF, "a step", dates.parse("July 2022")).ref
    for day, late in (("2022-07-31", 0), ("2022-08-01", 1), ("2022-08-31", 31)):
        point = found(house.on(day), ref)
        assert point is not None
        assert point.late == late
    delivery.achieve_milestone(house.at(), ref)
    point = found(house, ref)
    assert point is not None
    assert (point.done, point.late) == (date(2022, 8, 31), 0)


def test_they_stand_in_the_order_of_their_agreed_days(house: House) -> None:
    with house.position() as position:
        days = [point.agreed for point in points(position)]
    assert days == sorted(days)
    assert len(days) > 2


def test_ended_actions_and_existing_provision_have_nothing_due(house: House) -> None:
    ref = delivery.add_milestone(house.at(), REF, "a step", dates.parse("July 2022")).ref
    actions.withdraw(house.at(), REF, why="No longer needed.")
    assert (found(house, REF), found(house, ref)) == (None, None)


def test_an_area_shows_its_own_and_joint_work_only(house: House) -> None:
    with house.position() as position:
        assert {point.area for point in points(position, "SGL")} <= {"SGL", "ALL"}
        assert {point.area for point in points(position, "ALL")} <= {"ALL"}
    assert found(house, REF, "SGL") is None
    assert found(house, REF, "BRI") is not None
