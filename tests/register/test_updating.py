"""The round under way: for which meeting, who is asked, and when evidence and difference are asked for again."""

from __future__ import annotations

from datetime import date

from tests.house import House
from tracker.desk import actions, delivery, evidence, meetings
from tracker.desk.actions import NewAction
from tracker.desk.evidence import NewEvidence
from tracker.model import dates
from tracker.model.vocabulary import Basis, Difference, EvidenceKind, Rating
from tracker.register.rules import BY_ID
from tracker.register.showing import show
from tracker.register.updating import areas_to_update, last_shown, recorded, to_be_asked, under_way

REF = "R4.BRI.7"  # the executive met on 1 July 2022 (cut-off 17 June) and meets on 1 October (cut-off 17 September)


def asked(house: House, area: str = "BRI") -> tuple[str, ...]:
    with house.position() as position:
        return under_way(position, area).asked


def update(house: House, ref: str = REF) -> None:
    delivery.record_progress(house.at(), ref, note="On course.", rating=Rating.GREEN)


def test_the_round_is_for_the_next_meeting_and_opened_at_the_cut_off_before(house: House) -> None:
    with house.position() as position:
        found = under_way(position, "BRI")
    assert (found.meeting, found.held_on, found.cut_off) == ("G2", date(2022, 10, 1), date(2022, 9, 17))
    assert found.opened == "2022-06-17"
    assert REF in found.asked
    assert found.done == ()


def test_on_the_day_of_the_meeting_the_round_is_still_for_it_and_a_day_later_for_the_next(house: House) -> None:
    update(house)
    with house.on("2022-10-01").position() as position:
        assert REF in under_way(position, "BRI").done
    with house.on("2022-10-02").position() as position:
        found = under_way(position, "BRI")
    assert (found.meeting, found.opened) == (None, "2022-09-17")
    assert REF in found.asked


def test_an_update_takes_an_action_off_the_list_and_its_undoing_puts_it_back(house: House) -> None:
    from tracker.desk.trail import undo

    update(house)
    assert REF not in asked(house)
    undo(house.at())
    assert REF in asked(house)


def test_without_any_meeting_one_update_ever_is_enough(house: House) -> None:
    with house.position() as position:
        found = under_way(position, "SGL")
    assert (found.meeting, found.cut_off) == (None, None)
    ref = next(ref for ref in found.asked if ref.startswith("R4.SGL"))
    update(house, ref)
    assert ref not in asked(house, "SGL")


def test_paused_proposed_claimed_ended_and_existing_rows_are_not_asked(house: House) -> None:
    desk = house.at()
    proposed = actions.add(desk, "R4", "BRI", NewAction("a proposal", basis=Basis.PROPOSED)).ref
    claimed = actions.add(desk, "R4", "BRI", NewAction("done", lead="BCC")).ref
    delivery.claim_complete(desk, claimed, note="It is done.")
    ended = actions.add(desk, "R4", "BRI", NewAction("ended", lead="BCC")).ref
    actions.withdraw(desk, ended, why="No longer needed.")
    actions.pause(desk, REF, why="Waits for a post.", review_on=date(2022, 12, 1))
    found = asked(house)
    assert not {proposed, claimed, ended, REF, "X.BRI.1"} & set(found)


def test_who_is_asked_in_a_round_is_who_the_rule_on_updates_judges_when_it_has_closed(house: House) -> None:
    """D5 and the round must never disagree: what was asked and not answered is what D5 names after the meeting."""
    ref = actions.add(house.at(), "R4", "BRI", NewAction("no update", lead="BCC", due=dates.parse("2023-03-31"))).ref
    meetings.add_meeting(house.at(), "BRI-EXEC", date(2023, 1, 10), cut_off=date(2022, 12, 20))
    house.on("2022-12-01")  # the round for the meeting on 10 January, opened on 17 September
    update(house)
    with house.position() as position:
        found = under_way(position, "BRI")
        assert ref in found.asked
        assert REF in found.done
    house.on("2023-01-11")
    with house.position() as position:
        assert show(position, ref)["rule"] == "D5"
        assert show(position, REF)["rule"] != "D5"
    assert BY_ID["D5"].words == "no update in the round that closed before the last meeting"


def test_areas_are_those_one_manages_and_joint_work_when_it_is_asked_for(house: House) -> None:
    with house.position() as position:
        assert areas_to_update(position, ["BRI"])[0] == "BRI"
        assert "SGL" not in areas_to_update(position, ["BRI"])
        assert set(areas_to_update(position, [])) >= {"BRI", "SGL"}


def test_evidence_and_difference_are_asked_for_again_half_a_year_after_they_were_last_shown(house: House) -> None:
    with house.position() as position:
        assert (last_shown(position, REF), to_be_asked(position, REF)) == (None, None)
    with house.on("2023-01-03").position() as position:
        assert to_be_asked(position, REF) is None
    with house.on("2023-01-04").position() as position:
        assert to_be_asked(position, REF) == date(2022, 7, 4)
    note = "Practice has changed."
    delivery.record_progress(house.at(), REF, note=note, rating=Rating.GREEN, difference=Difference.PRACTICE)
    with house.position() as position:
        assert (last_shown(position, REF), to_be_asked(position, REF)) == (date(2023, 1, 4), None)
    house.on("2023-03-01")
    piece = NewEvidence("Audit of files", EvidenceKind.AUDIT, custodian="quality team", place="shared folder")
    evidence.add(house.at(), piece, targets=[REF])
    with house.on("2023-08-31").position() as position:
        assert (last_shown(position, REF), to_be_asked(position, REF)) == (date(2023, 3, 1), None)
    with house.on("2023-09-01").position() as position:
        assert to_be_asked(position, REF) == date(2023, 3, 1)


def test_what_a_round_recorded_is_compared_with_what_was_reported_before_it(house: House) -> None:
    def report(ref: str, rating: Rating | None = None) -> None:
        delivery.record_progress(house.at(), ref, note="x", rating=rating, no_change=rating is None)

    others = [actions.add(house.at(), "R4", "BRI", NewAction(f"action {n}", lead="BCC")).ref for n in range(3)]
    refs = [REF, *others]
    for ref, rating in zip(refs[:3], (Rating.GREEN, Rating.RED, Rating.AMBER), strict=True):
        report(ref, rating)
    house.on("2022-11-01")  # the round opened on 17 September
    report(refs[0], Rating.RED)
    report(refs[1], Rating.RED)
    report(refs[1], Rating.GREEN)
    report(refs[2])
    report(refs[3], Rating.GREEN)
    with house.position() as position:
        found = recorded(position, under_way(position, "BRI"))
    assert [(found[ref].before, found[ref].after, found[ref].moved) for ref in refs] == [
        ("green", "red", "worse"),
        ("red", "green", "better"),
        ("amber", "amber", "same"),
        (None, "green", "first"),
    ]
    assert [found[ref].no_change for ref in refs] == [False, False, True, False]
