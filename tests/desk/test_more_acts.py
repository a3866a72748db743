"""Acts at their edges: numbers that stay, who may touch what, what a sign-off rests on, what an undo may take back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.house import House
from tracker.desk import actions, deciding, delivery, evidence, measures, meetings, people, succession, trail
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.desk import Desk, Receipt, Refusal
from tracker.desk.evidence import NewEvidence
from tracker.model import dates
from tracker.model.vocabulary import (
    AgencyKind,
    Assurance,
    Basis,
    EvidenceKind,
    EvidenceState,
    Rating,
    RiskState,
    Role,
)
from tracker.register import history, naming
from tracker.register.showing import show
from tracker.reports.views.scope import Scope

REF = "R4.BRI.7"
LATER = dates.parse("31 March 2023")
HELD = NewEvidence("Found", EvidenceKind.AUDIT, custodian="a council", place="a folder")


def shown(house: House, ref: str = REF) -> dict[str, object]:
    with house.position() as position:
        return show(position, ref)


def second_manager(house: House) -> str:
    return people.add_person(house.at(), "manager, Bristol", Role.MANAGER, areas=["BRI"]).ref


def accepted(house: House, *targets: str) -> str:
    ref = evidence.add(house.at(), HELD, targets=targets).ref
    evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="sound")
    return ref


def claimed(house: House, occurred_on: date | None = None) -> Receipt:
    return delivery.claim_complete(house.at(), REF, note="done", occurred_on=occurred_on)


# -- references ------------------------------------------------------------------------------------------------------


def test_the_number_of_an_action_that_was_mapped_elsewhere_is_not_given_again(house: House) -> None:
    last = actions.add(house.at(), "X", "BRI", NewAction("the newest of its kind")).ref
    actions.confirm_mapping(house.at(), last, recommendation="R5", why="agreed")
    number = int(last.rsplit(".", 1)[1])
    assert actions.add(house.at(), "X", "BRI", NewAction("the next")).ref == f"X.BRI.{number + 1}"
    with house.position() as position:
        own = position.rows("SELECT n FROM action WHERE ref LIKE 'R5.BRI.%'")
    expected = f"R5.BRI.{max(row['n'] for row in own) + 1}"
    assert actions.add(house.at(), "R5", "BRI", NewAction("not after X")).ref == expected


def test_numbers_go_on_after_nine(house: House) -> None:
    made = [actions.add(house.at(), "R9", "NSO", NewAction(f"number {n}")).ref for n in range(1, 12)]
    assert made[-1] == "R9.NSO.11"


def test_references_are_kept_as_they_are_written_in_the_plan(house: House) -> None:
    new = NewAction("small letters", serves=("r5",), depends=("r4.bri.7",), owner_person="p3")
    ref = actions.add(house.at(), "R4", "BRI", new).ref
    actions.edit(house.at(), REF, serves=["r6"])
    found = shown(house, ref)
    assert (found["serves"], found["depends"], found["owner_person"]) == (["R5"], [REF], "P3")
    assert shown(house)["serves"] == ["R6"]


def test_what_is_named_twice_is_recorded_once(house: House) -> None:
    made = evidence.add(house.at(), HELD, targets=[REF, REF.lower()])
    assert [entry.act for entry in made.entries] == ["evidence.added", "evidence.linked"]
    assert len(evidence.link(house.at(), made.ref, ["R4", "r4"]).entries) == 1
    other = actions.add(house.at(), "R4", "BRI", NewAction("other")).ref
    assert len(succession.merge(house.at(), [other, other.lower()], into=REF, why="one piece of work").entries) == 1


# -- order of occurrence ---------------------------------------------------------------------------------------------


def test_an_undone_act_does_not_stand_in_the_way_of_the_right_day(house: House) -> None:
    house.on("2022-08-20")
    delivery.record_progress(house.at(), REF, note="x", rating=Rating.RED, occurred_on=date(2022, 8, 19))
    trail.undo(house.at(), why="it was the ninth")
    delivery.record_progress(house.at(), REF, note="x", rating=Rating.RED, occurred_on=date(2022, 8, 9))
    assert shown(house)["last_update"] == "2022-08-09"


def test_agencies_are_those_of_the_day(house: House) -> None:
    """The ICB took over from the CCG on 1 July 2022; what was agreed in June was agreed with the CCG."""
    june = date(2022, 6, 20)
    ref = actions.add(house.at(), "R4", "BRI", NewAction("agreed in June", lead="CCG"), occurred_on=june).ref
    assert shown(house, ref)["lead"] == "CCG"
    with pytest.raises(Refusal, match="ICB began on 1 July 2022; name the agency of the day"):
        actions.add(house.at(), "R4", "BRI", NewAction("too early", lead="ICB"), occurred_on=june)


def test_an_agency_goes_by_its_heir_once_it_has_ended(house: House) -> None:
    """The heir began on 1 July, long before; screens and reports say it from the same day on."""
    people.change_agency(house.at(), "OPCC", until=date(2022, 9, 30), successor="ICB", why="its duties pass on")
    for day, follows in (("2022-09-30", False), ("2022-10-01", True)):
        with house.on(day).position() as position:
            scope = Scope(position, None, position.entries, position.when.day)
            named = (naming.agencies(position)["OPCC"], scope.agencies["OPCC"])
        assert [name.endswith(" (now ICB)") for name in named] == [follows, follows], day


def test_a_meeting_is_there_on_the_day_that_it_was_held(house: House) -> None:
    house.on("2022-10-20")
    held = date(2022, 9, 1)
    made = meetings.add_meeting(house.at(), "BRI-EXEC", held, cut_off=held, occurred_on=date(2022, 10, 19)).ref
    deciding.revise(house.at(), REF, LATER, Minute("BRI-EXEC", "m", ("ASP",), meeting=made), why="late")
    with house.position(as_at=held) as position:
        assert [row["ref"] for row in show(position, made)["decisions"]] == ["D1"]


def test_without_a_cut_off_updates_are_due_as_long_before_as_the_calendar_says(house: House) -> None:
    made = meetings.add_meeting(house.at(), "BRI-EXEC", date(2022, 12, 15)).ref  # the review says 14 days
    assert shown(house, made)["cut_off"] == "2022-12-01"


# -- undoing ---------------------------------------------------------------------------------------------------------


def test_undoing_a_review_that_a_sign_off_rests_on_is_refused(house: House) -> None:
    claimed(house)
    accepted(house, REF)
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",)))
    with pytest.raises(Refusal, match=f"cannot be undone: {REF} was signed off since by #"):
        trail.undo(house.at("P6"))


@pytest.mark.parametrize("what", ["agency", "meeting", "person", "action"])
def test_undoing_what_others_name_by_now_is_refused(what: str, house: House) -> None:
    other = second_manager(house)
    if what == "agency":
        made = people.add_agency(house.at(), "NEWCO", "A new agency", AgencyKind.PROVIDER).ref
        actions.reassign(house.at(other), REF, lead=made, why="moved")
    elif what == "meeting":
        made = meetings.add_meeting(house.at(), "BRI-EXEC", date(2022, 7, 4), cut_off=date(2022, 7, 1)).ref
        deciding.revise(house.at(other), REF, LATER, Minute("BRI-EXEC", "m", ("ASP",), meeting=made), why="late")
    elif what == "person":
        made = people.add_person(house.at(), "a third manager", Role.MANAGER, areas=["BRI"]).ref
        delivery.record_progress(house.at(made), REF, note="x", rating=Rating.RED)
    else:
        made = actions.add(house.at(), "R4", "BRI", NewAction("first")).ref
        actions.add(house.at(other), "R4", "BRI", NewAction("second", depends=(made,)))
    with pytest.raises(Refusal, match=f"cannot be undone: {made} is named by #"):
        trail.undo(house.at())


def test_what_named_it_and_was_undone_is_no_hindrance(house: House) -> None:
    other = second_manager(house)
    made = people.add_agency(house.at(), "NEWCO", "A new agency", AgencyKind.PROVIDER).ref
    actions.reassign(house.at(other), REF, lead=made, why="moved")
    trail.undo(house.at(other))
    trail.undo(house.at())
    with pytest.raises(Refusal, match="There is no agency 'NEWCO'"):
        house.at().agency("NEWCO")


def test_an_undone_change_of_a_reason_shows_what_came_back(house: House) -> None:
    measures.change_risk(house.at(), "K1", RiskState.ACCEPTED, why="the first reason")
    measures.change_risk(house.at(), "K1", RiskState.CLOSED, why="the second reason")
    trail.undo(house.at(), why="the reason of the undoing")
    with house.position() as position:
        line = history.lines(position, history.Wanted(ref="K1"))[-1]
        assert ("why", "the second reason", "the first reason") in line.changes
        assert line.why == "the reason of the undoing"


# -- who may ---------------------------------------------------------------------------------------------------------


def test_a_manager_of_joint_work_acts_on_joint_work(house: House) -> None:
    joint = people.add_person(house.at(), "manager of joint work", Role.MANAGER).ref
    ref = actions.add(house.at(joint), "R4", "ALL", NewAction("joint", lead="ASP")).ref
    delivery.record_progress(house.at(joint), ref, note="begun", rating=Rating.GREEN)
    assert house.at(joint).may("progress.recorded", REF) == f"{REF} belongs to BRI; {joint} manages ALL."


def test_joint_work_of_some_areas_is_theirs(house: House) -> None:
    with pytest.raises(Refusal, match="belongs to ALL, BRI, NSO; P2 manages SGL"):
        actions.add(house.at("P2"), "R4", "ALL", NewAction("of two", areas=("BRI", "NSO")))


def test_a_contributor_may_do_without_a_reference_what_they_may_do_somewhere(house: House) -> None:
    assert house.at("P3").may("evidence.added") is None
    assert house.at("P3").may("action.added") is not None


def test_risks_and_measures_are_filed_under_their_area(house: House) -> None:
    made = measures.add_risk(house.at(), "a risk of Bristol", areas=["BRI"])
    assert made.entries[0].area == "BRI"
    assert measures.change_risk(house.at(), made.ref, RiskState.CLOSED, why="gone").entries[0].area == "BRI"
    assert measures.add_reading(house.at(), "M1", "5", date(2022, 1, 1), date(2022, 2, 1)).entries[0].area == "BRI"
    assert measures.add_risk(house.at(), "of two", areas=["BRI", "SGL"]).entries[0].area == "ALL"


def test_an_entry_is_filed_under_the_area_of_what_it_is_about(house: House) -> None:
    claimed(house)
    accepted(house, REF)
    receipt = deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",)))
    assert [(entry.act, entry.area) for entry in receipt.entries] == [
        ("decision.made", "BRI"),
        ("action.signed_off", "BRI"),
    ]


def file_of(house: House) -> NewEvidence:
    path = house.path.parent / "found.txt"
    path.write_text("what was found", encoding="utf-8")
    return NewEvidence("Found", EvidenceKind.AUDIT, file=path)


def test_a_file_is_not_kept_for_somebody_who_may_not_add_it(house: House, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="P4 is a partnership executive member and may not add evidence"):
        evidence.add(house.at("P4"), file_of(house))
    with pytest.raises(Refusal, match=f"{REF} is not an action of P3"):
        evidence.add(house.at("P3"), file_of(house), targets=[REF])
    assert not [path for path in (tmp_path / "tracker.evidence").rglob("*") if path.is_file()]


# -- what is written ------------------------------------------------------------------------------------------------


def test_what_was_written_can_be_taken_out_and_brought_back(house: House) -> None:
    actions.edit(house.at(), REF, texts={"locality": "Lockleaze"})
    actions.edit(house.at(), REF, texts={"locality": " "}, why="the whole city")
    assert shown(house)["locality"] is None
    with house.position() as position:
        assert history.lines(position, history.Wanted(ref=REF))[-1].changes == [("locality", "Lockleaze", "none")]
    trail.undo(house.at())
    assert shown(house)["locality"] == "Lockleaze"
    with pytest.raises(Refusal, match="The title is missing"):
        actions.edit(house.at(), REF, texts={"title": " "})


def test_an_undone_receipt_of_a_file_shows_its_hash_and_no_missing_text(house: House) -> None:
    path = house.path.parent / "found.txt"
    path.write_text("what was found", encoding="utf-8")
    evidence.receive(house.at(), "E2", file=path)
    digest = shown(house, "E2")["sha256"]
    trail.undo(house.at())
    with house.position() as position:
        changes = history.lines(position, history.Wanted(ref="E2"))[-1].changes
    assert ("sha256", digest, "none") in changes
    assert ("file_name", "found.txt", "none") in changes
    assert shown(house, "E2")["state"] == "not_in_hand"


# -- what follows ----------------------------------------------------------------------------------------------------


def test_a_proposal_that_was_never_agreed_is_reopened_as_a_proposal(house: House) -> None:
    ref = actions.add(house.at(), "R4", "BRI", NewAction("a thought", basis=Basis.PROPOSED, lead="BCC")).ref
    actions.decline(house.at(), ref, why="no money")
    delivery.reopen(house.at(), ref, why="money was found")
    assert shown(house, ref)["status"] == "proposed"
    with pytest.raises(Refusal, match=f"{ref} is proposed; to claim that an action is complete it must be planned"):
        delivery.claim_complete(house.at(), ref, note="done")


def test_evidence_that_was_returned_and_accepted_again_counts_from_the_second_time(house: House) -> None:
    claimed(house)
    ref = accepted(house, REF)
    house.on("2022-07-10")
    evidence.review(house.at("P6"), ref, EvidenceState.RETURNED, why="a page is missing")
    house.on("2022-07-20")
    evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="complete now")
    with pytest.raises(Refusal, match=f"{ref} was accepted on 20 July 2022, after the decision of 12 July 2022"):
        deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",), occurred_on=date(2022, 7, 12)))
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",), occurred_on=date(2022, 7, 20)))
    assert shown(house)["status"] == "signed_off"


def test_broken_bytes_in_a_log_in_or_a_reason_are_kept_as_a_mark(house: House) -> None:
    actions.edit(house.at(), REF, assurance=Assurance.LIGHT)
    claimed(house)
    with Desk(house.path, who="P1", via="te\udcffster", clock=house.clock) as desk:
        made = deciding.sign_off(desk, REF, Minute("BRI-EXEC", "m", ("ASP",)), why=" so\udcff\0 ")
    assert made.entries[0].via == "te\ufffdster"
    with house.position() as position:
        assert history.lines(position, history.Wanted(ref=REF))[-1].why == "so\ufffd\ufffd"
