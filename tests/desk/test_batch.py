"""One act on many references: planned for each, recorded as one batch or not at all, undone as one."""

from __future__ import annotations

from datetime import date

import pytest

from tests.house import House
from tracker.desk import actions, deciding, delivery, trail
from tracker.desk.actions import NewAction
from tracker.desk.batch import MOST, batch, entries, plan
from tracker.desk.deciding import Minute
from tracker.desk.desk import Desk, Refusal, Stale
from tracker.desk.guarding import Sensitive
from tracker.ledger.entry import Entry
from tracker.model import dates
from tracker.model.vocabulary import Rating

BOTH = ["R4.BRI.7", "R4.SGL.1"]
EXISTING = "R4.BRI.4"
"""Existing provision: context, which nobody rates or reassigns a date of."""


def note(desk: Desk, ref: str) -> object:
    return delivery.record_progress(desk, ref, note="Schools were asked.", rating=Rating.AMBER)


def recorded(house: House) -> list[Entry]:
    with house.position() as position:
        return [entry for seq in range(house.size + 1, position.size + 1) if (entry := position.entry(seq))]


def test_a_batch_is_one_append_with_one_number_for_all_its_entries(house: House) -> None:
    receipt = batch(house.at(), BOTH, note)
    made = recorded(house)
    assert [(entry.act, entry.subject, entry.facts["rating"]) for entry in made] == [
        ("progress.recorded", ref, "amber") for ref in BOTH
    ]
    assert {entry.batch for entry in made} == {str(house.size + 1)}
    assert len({entry.at for entry in made}) == 1
    assert [entry.seq for entry in receipt.entries] == [entry.seq for entry in made]


def test_each_reference_counts_once_and_in_the_order_in_which_it_was_given(house: House) -> None:
    batch(house.at(), [*reversed(BOTH), *BOTH], note)
    assert [entry.subject for entry in recorded(house)] == list(reversed(BOTH))


def test_the_plan_says_for_each_what_would_be_recorded_or_why_not_and_saves_nothing(house: House) -> None:
    desk = house.at()
    good, bad, none = plan(desk, ["R4.BRI.7", EXISTING, "R4.BRI.99"], note)
    (line,) = entries(desk, good)
    assert line.words == "recorded progress on R4.BRI.7"
    assert ("reported", "none", "amber") in line.changes
    assert line.texts["note"] == "Schools were asked."
    assert (bad.drafts, none.drafts) == ((), ())
    assert bad.refusal
    assert "existing provision" in bad.refusal
    assert none.refusal == "There is no action R4.BRI.99 in this plan."
    assert recorded(house) == []


def test_when_one_is_refused_nothing_is_saved(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        batch(house.at(), [*BOTH, EXISTING, "R4.BRI.99"], note)
    assert str(refused.value).startswith(f"Nothing was saved. {EXISTING}: {EXISTING} is existing provision")
    assert str(refused.value).endswith("(1 more refused)")
    assert recorded(house) == []


def test_when_one_changed_since_it_was_looked_at_nothing_is_saved(house: House) -> None:
    desk = house.at()
    seen = {ref: desk.last_seen(ref) for ref in BOTH}
    delivery.record_progress(house.at(), "R4.SGL.1", note="Meanwhile.")
    with pytest.raises(Stale, match=r"R4\.SGL\.1 changed since you looked"):
        batch(desk, BOTH, note, seen=seen)
    assert [entry.subject for entry in recorded(house)] == ["R4.SGL.1"]


def test_a_manager_of_one_area_is_refused_the_others_actions(house: House) -> None:
    desk = house.at("P2")
    other, own = plan(desk, BOTH, note)
    assert own.refusal is None
    assert other.refusal
    assert "R4.BRI.7" in other.refusal


def test_each_request_of_a_batch_has_a_reference_of_its_own(house: House) -> None:
    day = dates.parse("31 March 2023")
    batch(house.at(), BOTH, lambda desk, ref: deciding.request_revision(desk, ref, day, why="Schools answer late."))
    made = recorded(house)
    assert [(entry.act, entry.on) for entry in made] == [
        ("decision.asked", ("D1", "R4.BRI.7")),
        ("decision.asked", ("D2", "R4.SGL.1")),
    ]
    assert [entry.facts["body"] for entry in made] == ["BRI-EXEC", "SGL-EXEC"], "each area's own executive"


def test_agreed_dates_of_a_batch_rest_on_a_decision_each(house: House) -> None:
    house.on("2022-10-03")
    more = NewAction(title="A third", lead="BCC", owner="head of service", due=dates.parse("30 September 2022"))
    third = actions.add(house.at(), "R4", "BRI", more).ref
    start = len(recorded(house))
    minute = Minute(body="BRI-EXEC", minute="minute 4.2", agencies=("BCC", "ICB", "ASP"), meeting=None)
    day = dates.parse("31 March 2023")
    batch(house.at(), ["R4.BRI.7", third], lambda desk, ref: deciding.revise(desk, ref, day, minute, why="Agreed."))
    made = recorded(house)[start:]
    assert [entry.act for entry in made] == ["decision.asked", "decision.made", "action.revised"] * 2
    assert [entry.facts["decision"] for entry in made if entry.act == "action.revised"] == ["D1", "D2"]
    assert {entry.batch for entry in made} == {str(made[0].seq)}


def test_a_batch_is_undone_as_a_whole(house: House) -> None:
    desk = house.at()

    def lead(at: Desk, ref: str) -> object:
        return actions.reassign(at, ref, lead="ICB", why="New structure.")

    batch(desk, BOTH, lead)
    with house.position() as position:
        led = {row["ref"]: row["lead"] for row in position.rows("SELECT ref, lead FROM action")}
    assert (led["R4.BRI.7"], led["R4.SGL.1"]) == ("ICB", "ICB")
    trail.undo(desk)
    with house.position() as position:
        led = {row["ref"]: row["lead"] for row in position.rows("SELECT ref, lead FROM action")}
    assert (led["R4.BRI.7"], led["R4.SGL.1"]) == ("BCC", "ASP")


def test_a_batch_is_not_undone_once_somebody_touched_one_of_it(house: House) -> None:
    desk = house.at()
    batch(desk, BOTH, note)
    house.on("2022-07-05")
    delivery.record_progress(house.at("P3"), "R4.SGL.1", note="Since.")
    with pytest.raises(Refusal, match=r"R4\.SGL\.1 was changed since"):
        trail.undo(desk)


def test_the_guard_warns_of_a_batch_before_it_is_planned_and_a_reason_lets_it_through(house: House) -> None:
    desk = house.at()

    def told(at: Desk, ref: str) -> object:
        return delivery.record_progress(at, ref, note="Write to someone@example.org about it.")

    with pytest.raises(Sensitive):
        plan(desk, BOTH, told)
    with desk.despite("It is a public address."):
        batch(desk, BOTH, told)
    assert [entry.facts["guard"] for entry in recorded(house)] == [["email"], ["email"]]


def test_nothing_and_too_much_are_refused(house: House) -> None:
    desk = house.at()
    with pytest.raises(Refusal, match="Nothing is marked"):
        plan(desk, [], note)
    with pytest.raises(Refusal, match=f"mark {MOST} at most"):
        plan(desk, [f"R4.BRI.{n}" for n in range(MOST + 1)], note)


def test_what_began_later_than_the_day_is_refused_by_itself(house: House) -> None:
    desk = house.at()
    early = date(2022, 1, 1)
    (one,) = plan(desk, ["R4.BRI.7"], lambda at, ref: delivery.record_progress(at, ref, note="x", occurred_on=early))
    assert one.refusal
    assert "began on" in one.refusal
