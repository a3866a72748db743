"""What a busy reader meets first: outcomes that fit the decision, risks that say something, the worst turn on top."""

from __future__ import annotations

from datetime import date

import pytest

from tests.house import House
from tests.reports.scopes import BRI, SGL, Scoped, scoped
from tracker.desk import actions, deciding, delivery, meetings
from tracker.desk import measures as desk_measures
from tracker.desk.deciding import Minute
from tracker.model.vocabulary import Area, DecisionKind, Difference, Rating, RiskState
from tracker.reports.views import agenda, changes, measures
from tracker.reports.views.scope import Scope

__all__ = ["scoped"]

JULY = "2022-07-20"
ALL_AREAS = [area.value for area in Area]


def test_each_kind_of_decision_offers_the_outcomes_that_fit_it(house: House, scoped: Scoped) -> None:
    house.on(JULY)
    meetings.ask(house.at(), DecisionKind.ESCALATION, body="SGL-EXEC", about=[SGL], asked="write to the schools")
    meetings.ask(house.at(), DecisionKind.ACCEPTANCE, body="SGL-EXEC", about=["K1"], asked="carry it")
    delivery.claim_complete(house.at(), SGL, note="done", difference=Difference.DELIVERED)
    table = agenda.asked(scoped("SGL"), "SGL-EXEC")
    assert table is not None
    offered = {row[1]: row[-1].rstrip("…").strip() for row in table.rows}
    assert offered == {
        "sign-off": "agreed / returned / put off",
        "escalation": "agreed / refused / put off",
        "accept a risk or exception": "agreed / refused / put off",
    }
    assert all(row[-1].endswith(agenda.BLANK) for row in table.rows), "and room to write"


def test_a_sign_off_that_was_not_given_stands_as_returned_on_the_next_sheet(house: House, scoped: Scoped) -> None:
    held = meetings.add_meeting(house.at(), "SGL-EXEC", date(2022, 7, 20), cut_off=date(2022, 7, 6)).ref
    following = meetings.add_meeting(house.at(), "SGL-EXEC", date(2022, 10, 20), cut_off=date(2022, 10, 6)).ref
    house.on(JULY)
    delivery.claim_complete(house.at(), SGL, note="done", difference=Difference.DELIVERED)
    deciding.return_claim(house.at(), SGL, Minute("SGL-EXEC", "m", ("ICB",), meeting=held), why="show figures")
    with house.position() as position:
        row = position.row("SELECT * FROM meeting WHERE ref = ?", [following])
    assert row is not None
    _, table = agenda.before(scoped("SGL"), row)
    assert table is not None
    assert [line[3] for line in table.rows] == ["returned"]


def add_risk(house: House, agency: str | None = None, review_on: date | None = None) -> str:
    new = desk_measures.add_risk
    return new(house.at(), "A risk", areas=ALL_AREAS, serves=("R1",), agency=agency, review_on=review_on).ref


def test_risks_that_nobody_carries_are_one_sentence_and_no_rows(house: House, scoped: Scoped) -> None:
    """The review's own 22 risks have neither owner nor day in the sources."""
    found = measures.risks(scoped())
    assert found is not None
    assert found.said == "22 of 22 risks have neither an owner nor a day to be looked at again: K1 to K22."
    assert found.table is None


@pytest.mark.parametrize(
    ("agency", "review_on", "said"),
    [
        ("BCC", date(2022, 9, 1), "22 of 23 risks have neither an owner nor a day to be looked at again: K1 to K22."),
        (
            "BCC",
            None,
            "22 of 23 risks have no owner: K1 to K22; 23 of 23 risks have no day to be looked at again: K1 to K23.",
        ),
        (
            None,
            date(2022, 9, 1),
            "23 of 23 risks have no owner: K1 to K23; 22 of 23 risks have no day to be looked at again: K1 to K22.",
        ),
    ],
    ids=["both", "owner alone", "day alone"],
)
def test_a_risk_that_says_more_has_a_row(
    house: House, scoped: Scoped, agency: str | None, review_on: date | None, said: str
) -> None:
    ref = add_risk(house, agency, review_on)
    found = measures.risks(scoped())
    assert found is not None
    assert found.said == said
    assert found.table is not None
    assert [row[0] for row in found.table.rows] == [ref]


def test_a_risk_that_a_body_accepted_has_a_row_and_a_closed_one_is_not_counted(house: House, scoped: Scoped) -> None:
    desk_measures.change_risk(house.at(), "K2", RiskState.ACCEPTED, why="carried")
    desk_measures.change_risk(house.at(), "K1", RiskState.CLOSED, why="gone")
    found = measures.risks(scoped())
    assert found is not None
    assert found.said == "21 of 21 risks have neither an owner nor a day to be looked at again: K2 to K22."
    assert found.table is not None
    assert [row[0] for row in found.table.rows] == ["K2"]


def test_what_turned_red_by_its_dates_stands_before_what_is_said(house: House, scoped: Scoped) -> None:
    """BRI stands before SGL by reference; SGL's date of July passes, BRI is only reported amber, then red."""
    house.on(JULY)
    actions.reassign(house.at(), SGL, owner="a head of service", why="named")
    for ref in (BRI, SGL):
        delivery.record_progress(house.at(), ref, note="on course", rating=Rating.GREEN)
    house.on("2022-08-10")
    delivery.record_progress(house.at(), BRI, note="slower", rating=Rating.AMBER)
    assert order(scoped(None, JULY)) == [SGL, BRI]
    delivery.record_progress(house.at(), BRI, note="stuck", rating=Rating.RED)
    assert order(scoped(None, JULY)) == [SGL, BRI]


def test_a_report_that_turned_red_stands_before_one_that_turned_amber(house: House, scoped: Scoped) -> None:
    house.on("2022-07-05")
    for ref in (BRI, SGL):
        delivery.record_progress(house.at(), ref, note="on course", rating=Rating.GREEN)
    since = house.at().store.head().size
    delivery.record_progress(house.at(), BRI, note="slower", rating=Rating.AMBER)
    delivery.record_progress(house.at(), SGL, note="stuck", rating=Rating.RED)
    assert order(scoped(None, since)) == [SGL, BRI]


def order(scope: Scope) -> list[str]:
    found = changes.changes(scope)
    assert found is not None
    assert found.ratings is not None
    refs = [row[0].split(":")[0] for row in found.ratings.rows]
    return [ref for ref in refs if ref in (BRI, SGL)]
