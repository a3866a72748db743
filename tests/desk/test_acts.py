"""What the acts do when they are allowed: the life of an action, independence, two clocks, staleness, undoing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.house import House
from tracker.desk import actions, deciding, delivery, evidence, meetings, people, plan, succession, trail
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.delivery import Received
from tracker.desk.desk import Refusal, Stale
from tracker.desk.evidence import NewEvidence
from tracker.model import dates
from tracker.model.acts import ACTS
from tracker.model.vocabulary import (
    Assurance,
    DecisionKind,
    Difference,
    EvidenceKind,
    EvidenceState,
    FundingState,
    Rating,
    ResponseKind,
    Role,
)
from tracker.register.projection import CHANGES, CREATES, EVENTS
from tracker.register.showing import show

REF = "R4.BRI.7"


def shown(house: House, ref: str = REF) -> dict[str, object]:
    with house.position() as position:
        return show(position, ref)


def accept(house: House, kind: EvidenceKind = EvidenceKind.AUDIT, shows: Difference | None = None) -> str:
    made = evidence.add(
        house.at(), NewEvidence("Found", kind, custodian="a council", place="a folder"), targets=[REF], shows=shows
    )
    evidence.review(house.at("P6"), made.ref, EvidenceState.ACCEPTED, why="sound")
    return made.ref


def test_first_progress_starts_the_work_and_keeps_who_said_it(house: House) -> None:
    delivery.record_progress(
        house.at(), REF, note="begun", rating=Rating.AMBER, received=Received("head of service", "e-mail 3 July 2022")
    )
    action = shown(house)
    assert (action["status"], action["reported"]) == ("in_progress", "amber")
    update = action["updates"][0]  # type: ignore[index]
    assert update["reported_by"] == "head of service"
    assert update["received"] == "e-mail 3 July 2022"
    assert update["by"] == "P1"


def test_no_change_keeps_the_rating_and_says_why(house: House) -> None:
    delivery.record_progress(house.at(), REF, note="begun", rating=Rating.AMBER)
    delivery.record_progress(house.at(), REF, note="still one post vacant", no_change=True)
    update = shown(house)["updates"][0]  # type: ignore[index]
    assert (update["rating"], update["no_change"], update["note"]) == ("amber", 1, "still one post vacant")


def test_a_claim_asks_the_executive_and_sign_off_decides_what_was_asked(house: House) -> None:
    delivery.claim_complete(house.at(), REF, note="all done")
    assert shown(house)["decisions"][0]["state"] == "asked"  # type: ignore[index]
    accept(house)
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "minute 4", ("ASP", "BCC")))
    action = shown(house)
    assert (action["status"], action["date_check"], action["signed_off_on"]) == ("signed_off", "blue", "2022-07-04")
    decision = action["decisions"][0]  # type: ignore[index]
    assert (decision["ref"], decision["state"], decision["minute"]) == ("D1", "agreed", "minute 4")
    assert decision["agencies"] == ["ASP", "BCC"]


def test_a_returned_claim_goes_on_and_says_what_is_missing(house: House) -> None:
    delivery.claim_complete(house.at(), REF, note="all done")
    deciding.return_claim(house.at(), REF, Minute("BRI-EXEC", "minute 4", ("ASP",)), why="no audit yet")
    action = shown(house)
    assert (action["status"], action["completed_on"]) == ("in_progress", None)
    assert action["decisions"][0]["why"] == "no audit yet"  # type: ignore[index]


def test_light_assurance_is_signed_off_on_a_minute(house: House) -> None:
    actions.edit(house.at(), REF, assurance=Assurance.LIGHT, why="small")
    delivery.claim_complete(house.at(), REF, note="done")
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "minute 4", ("ASP",)))
    assert shown(house)["status"] == "signed_off"


def test_predecessor_and_successor_are_one_agency(house: House) -> None:
    """The CCG became the ICB: an action led by the one cannot be signed off by the other."""
    actions.reassign(house.at(), REF, lead="ICB", why="moved to health")
    delivery.claim_complete(house.at(), REF, note="done")
    accept(house)
    with pytest.raises(Refusal, match="CCG ended on 30 June 2022"):
        deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("CCG",)))
    desk = house.at()
    assert desk.one_agency("CCG") == "ICB" == desk.one_agency("ICB")
    with pytest.raises(Refusal, match="is led by ICB, which cannot sign off its own action"):
        deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ICB",)))


def test_where_all_deciders_own_the_action_the_scrutineer_advises_first(house: House) -> None:
    new = NewAction("Joint", lead="ASP", partners=("BCC", "ICB"), assurance=Assurance.LIGHT)
    ref = actions.add(house.at(), "R6", "BRI", new).ref
    delivery.claim_complete(house.at(), ref, note="done")
    with pytest.raises(Refusal, match="give the independent scrutineer's advice and its date"):
        deciding.sign_off(house.at(), ref, Minute("BRI-EXEC", "m", ("ASP", "BCC")))
    late = Minute("BRI-EXEC", "m", ("ASP", "BCC"), advice="agree", advice_on=date(2022, 7, 5))
    with pytest.raises(Refusal, match="The advice of 5 July 2022 came after the decision of 4 July 2022"):
        deciding.sign_off(house.at(), ref, late)
    deciding.sign_off(
        house.at(), ref, Minute("BRI-EXEC", "m", ("ASP", "BCC"), advice="agree", advice_on=date(2022, 7, 1))
    )
    assert shown(house, ref)["status"] == "signed_off"


def test_a_revised_date_stands_beside_the_original(house: House) -> None:
    deciding.request_revision(house.at(), REF, dates.parse("March 2023"), why="a post is late", asked_by="head")
    assert shown(house)["due"] == "2022-09-30"
    deciding.decide(house.at(), "D1", agreed=True, minute=Minute("BRI-EXEC", "minute 5", ("ASP",)))
    action = shown(house)
    assert (action["due_original"], action["due"], action["precision_now"]) == ("2022-09-30", "2023-03-31", "month")
    revision = action["revisions"][0]  # type: ignore[index]
    assert (revision["was"], revision["why"], revision["asked_by"]) == ("2022-09-30", "a post is late", "head")
    assert (revision["agreed_by"], revision["decision"]) == ("BRI-EXEC", "D1")


def test_a_revised_date_can_be_asked_for_again_once_the_first_request_is_settled(house: House) -> None:
    deciding.request_revision(house.at(), REF, dates.parse("March 2023"), why="a post is late")
    deciding.withdraw_request(house.at(), "D1", why="the wrong month")
    deciding.request_revision(house.at(), REF, dates.parse("April 2023"), why="a post is late")
    deciding.decide(house.at(), "D2", agreed=False, minute=Minute("BRI-EXEC", "m", ("ASP",)), why="no")
    assert deciding.request_revision(house.at(), REF, dates.parse("February 2023"), why="less late").ref == "D3"


def test_a_refused_revision_moves_nothing(house: House) -> None:
    deciding.request_revision(house.at(), REF, dates.parse("March 2023"), why="a post is late")
    with pytest.raises(Refusal, match="The reason is missing"):
        deciding.decide(house.at(), "D1", agreed=False, minute=Minute("BRI-EXEC", "m", ("ASP",)))
    deciding.decide(house.at(), "D1", agreed=False, minute=Minute("BRI-EXEC", "m", ("ASP",)), why="no")
    assert shown(house)["due"] == "2022-09-30"
    with pytest.raises(Refusal, match="D1 is refused already"):
        deciding.decide(house.at(), "D1", agreed=True, minute=Minute("BRI-EXEC", "m", ("ASP",)))


def test_a_corrected_date_counts_from_what_it_corrects_and_both_stay_visible(house: House) -> None:
    house.on("2022-08-01")
    delivery.correct_date(house.at(), REF, right=dates.parse("31 October 2022"), why="typed wrongly")
    deciding.revise(house.at(), REF, dates.parse("30 November 2022"), Minute("BRI-EXEC", "m", ("ASP",)), why="later")
    house.on("2022-09-01")
    delivery.correct_date(house.at(), REF, right=dates.parse("1 December 2022"), why="the minute says 1 December")
    action = shown(house)
    assert (action["due_original"], action["due"]) == ("2022-10-31", "2022-12-01")
    with house.position(as_at=date(2022, 7, 10)) as before:
        assert show(before, REF)["due"] == "2022-10-31"
    with house.position(as_at=date(2022, 8, 2)) as between:
        assert show(between, REF)["due"] == "2022-12-01"
    with house.position(known_at=house.size) as known:
        assert show(known, REF)["due"] == "2022-09-30"
    changes = [entry["facts"] for entry in action["history"] if entry["act"] == "date.corrected"]  # type: ignore[attr-defined]
    assert [change["due"] for change in changes] == [
        {"from": "2022-09-30", "to": "2022-10-31"},
        {"from": "2022-11-30", "to": "2022-12-01"},
    ]


def test_acts_are_recorded_in_order_of_occurrence(house: House) -> None:
    house.on("2022-08-20")
    delivery.record_progress(house.at(), REF, note="b", rating=Rating.RED, occurred_on=date(2022, 8, 10))
    with pytest.raises(Refusal, match=f"{REF} already has a change of 10 August 2022"):
        delivery.record_progress(house.at(), REF, note="a", rating=Rating.GREEN, occurred_on=date(2022, 8, 9))
    delivery.add_funding(house.at(), REF, funder="x", state=FundingState.SECURED, occurred_on=date(2022, 8, 1))


def test_a_late_record_shows_in_the_past_but_was_not_known_then(house: House) -> None:
    house.on("2022-09-01")
    delivery.record_progress(house.at(), REF, note="in July", rating=Rating.RED, occurred_on=date(2022, 7, 20))
    with house.position(as_at=date(2022, 7, 31)) as then:
        assert show(then, REF)["reported"] == "red"
    with house.position(as_at=date(2022, 7, 31), known_at=house.size) as known_then:
        assert show(known_then, REF)["reported"] is None


def test_a_stale_write_is_refused_and_shows_what_came_between(house: House) -> None:
    desk = house.at()
    seen = {REF: desk.last_seen(REF)}
    delivery.record_progress(house.at(), REF, note="first", rating=Rating.RED)
    with pytest.raises(Stale, match=f"{REF} changed since you looked: #") as caught:
        delivery.record_progress(desk, REF, note="second", rating=Rating.GREEN, seen=seen)
    assert [entry.act for entry in caught.value.newer] == ["progress.recorded"]
    assert shown(house)["reported"] == "red"


def test_undo_takes_back_ones_own_last_act_and_leaves_a_trace(house: House) -> None:
    delivery.record_progress(house.at(), REF, note="first", rating=Rating.RED)
    delivery.claim_complete(house.at(), REF, note="wrong action")
    trail.undo(house.at(), why="wrong action")
    action = shown(house)
    assert (action["status"], action["completed_on"], action["decisions"]) == ("in_progress", None, [])
    trail.undo(house.at())
    assert (shown(house)["reported"], shown(house)["updates"]) == (None, [])
    acts = [entry["act"] for entry in shown(house)["history"]]  # type: ignore[attr-defined]
    assert acts[-2:] == ["entry.undone", "entry.undone"]


def test_undo_of_an_edit_brings_the_old_text_back(house: House) -> None:
    actions.edit(house.at(), REF, texts={"title": "Another title"}, expects=[EvidenceKind.SURVEY])
    trail.undo(house.at())
    assert (shown(house)["title"], shown(house)["expects"]) == ("An agreed action", ["audit"])


def test_undo_is_refused_where_somebody_touched_the_same_since(house: House) -> None:
    delivery.record_progress(house.at(), REF, note="first", rating=Rating.RED)
    evidence.link(house.at("P6"), "E1", [REF])
    with pytest.raises(Refusal, match=f"cannot be undone: {REF} was changed since by #"):
        trail.undo(house.at())


def test_a_sign_off_cannot_be_undone(house: House) -> None:
    actions.edit(house.at(), REF, assurance=Assurance.LIGHT)
    delivery.claim_complete(house.at(), REF, note="done")
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",)))
    with pytest.raises(Refusal, match="stands; it cannot be undone"):
        trail.undo(house.at())


def test_an_undone_reference_is_never_used_again(house: House) -> None:
    first = actions.add(house.at(), "R4", "BRI", NewAction("typed twice")).ref
    trail.undo(house.at())
    assert actions.add(house.at(), "R4", "BRI", NewAction("the right one")).ref != first
    with house.position() as position, pytest.raises(Exception, match=f"There is no action {first}"):
        show(position, first)


def test_a_split_action_says_where_it_went_and_its_parts_where_they_came_from(house: House) -> None:
    succession.split(house.at(), REF, ["one", "two"], why="two owners")
    action = shown(house)
    assert (action["status"], action["goes_to"]) == ("superseded", "R4.BRI.8, R4.BRI.9")
    part = shown(house, "R4.BRI.8")
    assert (part["comes_from"], part["lead"], part["due"], part["expects"]) == ([REF], "BCC", "2022-09-30", ["audit"])


def test_a_merged_action_keeps_its_reference(house: House) -> None:
    other = actions.add(house.at(), "R4", "BRI", NewAction("other", lead="BCC")).ref
    succession.merge(house.at(), [other], into=REF, why="one piece of work")
    assert (shown(house, other)["status"], shown(house, other)["goes_to"]) == ("superseded", REF)


def test_a_reopened_action_withdraws_what_was_asked(house: House) -> None:
    delivery.claim_complete(house.at(), REF, note="done")
    delivery.reopen(house.at(), REF, why="not done after all")
    action = shown(house)
    assert (action["status"], action["decisions"][0]["state"]) == ("in_progress", "withdrawn")  # type: ignore[index]


def test_existing_provision_is_adopted_with_a_lead_and_then_rated(house: House) -> None:
    assert shown(house, "R4.BRI.4")["date_check"] is None
    actions.adopt(house.at(), "R4.BRI.4", lead="BCC", due=dates.parse("31 March 2023"), why="agreed")
    action = shown(house, "R4.BRI.4")
    assert (action["basis"], action["date_check"], action["due"]) == ("agreed", "green", "2023-03-31")
    assert action["mapping"] == "unconfirmed"


def test_a_row_under_x_is_mapped_and_keeps_its_reference(house: House) -> None:
    actions.confirm_mapping(house.at(), "X.BRI.1", recommendation="R5", why="the executive agreed")
    action = shown(house, "X.BRI.1")
    assert (action["recommendation"], action["mapping"]) == ("R5", "confirmed")


def test_a_milestone_is_added_revised_and_achieved(house: House) -> None:
    ref = delivery.add_milestone(house.at(), REF, "first step", dates.parse("31 July 2022"), critical=True).ref
    assert ref == f"{REF}.m1"
    deciding.revise(house.at(), ref, dates.parse("15 August 2022"), Minute("BRI-EXEC", "m", ("ASP",)), why="leave")
    house.on("2022-08-20")
    delivery.achieve_milestone(house.at(), ref, occurred_on=date(2022, 8, 14))
    step = shown(house, ref)
    assert (step["due"], step["due_now"], step["achieved_on"]) == ("2022-07-31", "2022-08-15", "2022-08-14")
    with pytest.raises(Refusal, match="was achieved on"):
        delivery.achieve_milestone(house.at(), ref)


def test_a_file_is_kept_under_its_hash_and_stored_once(house: House, tmp_path: Path) -> None:
    found = tmp_path / "An audit.txt"
    found.write_bytes(b"what was found")
    for _ in range(2):
        evidence.add(house.at(), NewEvidence("An audit", EvidenceKind.AUDIT, file=found), targets=[REF])
    piece = shown(house, "E36")
    assert (piece["file_name"], piece["bytes"]) == ("An audit.txt", 14)
    kept = [path for path in (tmp_path / "tracker.evidence").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [piece["sha256"]]
    assert kept[0].read_bytes() == b"what was found"


def test_a_cited_document_is_received_before_it_is_reviewed(house: House) -> None:
    evidence.receive(house.at(), "E2", custodian="Bristol business unit", place="shared folder")
    evidence.review(house.at("P6"), "E2", EvidenceState.RETURNED, why="page 3 is missing")
    piece = shown(house, "E2")
    assert (piece["state"], piece["reviews"][0]["why"]) == ("returned", "page 3 is missing")  # type: ignore[index]


def test_a_difference_is_shown_no_stronger_than_accepted_evidence(house: House) -> None:
    delivery.record_progress(house.at(), REF, note="x", rating=Rating.GREEN, difference=Difference.OUTCOMES)
    assert shown(house)["difference"] == "not_shown"
    accept(house, shows=Difference.PRACTICE)
    assert (shown(house)["difference"], shown(house)["difference_supported"]) == ("practice", "practice")
    accept(house, shows=Difference.SUSTAINED)
    assert shown(house)["difference"] == "practice", "nothing is seen to last before it is signed off"
    accept(house, shows=Difference.OUTCOMES)
    assert shown(house)["difference"] == "outcomes"


def test_an_official_number_is_bound_and_wording_loaded(house: House) -> None:
    plan.bind_numbers(house.at(), "R4", ["7"], source="the review, page 30")
    plan.bind_numbers(house.at(), "R5", ["7", "8"], source="the review, page 31", why="merged and split")
    plan.load_wording(house.at(), "R7", "Do the thing.\n\nAnd then the other.", source="the review", title="The thing")
    found = shown(house, "R7")
    assert (found["wording"], found["official_wording"]) == ("verbatim", "Do the thing.\n\nAnd then the other.")
    assert shown(house, "R5")["official_number"] == ["7", "8"]


def test_a_response_of_one_area_stands_beside_the_joint_one(house: House) -> None:
    plan.record_response(house.at(), "R4", ResponseKind.PARTLY, area="NSO", body="NSO-EXEC", why="money")
    areas = {(r["area"], r["response"]) for r in shown(house, "R4")["responses"]}  # type: ignore[attr-defined]
    assert areas == {("ALL", "accepted"), ("NSO", "partly")}


def test_settings_change_the_rules_from_that_day_on(house: House) -> None:
    house.on("2022-10-15")
    assert shown(house)["rule"] == "D1"
    plan.change_settings(house.at(), {"slip_amber_days": 10}, why="agreed by the executive")
    deciding.revise(house.at(), REF, dates.parse("31 December 2022"), Minute("BRI-EXEC", "m", ("ASP",)), why="later")
    assert shown(house)["rule"] == "D4"
    with house.position(as_at=date(2022, 10, 14)) as before:
        assert before.settings["slip_amber_days"] == 90


def test_a_contributor_acts_on_what_their_agency_leads(house: House) -> None:
    delivery.record_progress(house.at("P3"), "R4.SGL.1", note="x", rating=Rating.GREEN)
    assert shown(house, "R4.SGL.1")["reported"] == "green"


def test_a_log_in_is_a_person_until_they_leave(house: House) -> None:
    people.add_person(house.at(), "another manager", Role.MANAGER, areas=["NSO"], login="somebody")
    desk = house.at()
    desk._who, desk.via = None, "somebody"
    assert desk.person().ref == "P8"
    desk.via = "nobody"
    with pytest.raises(Refusal, match="The log-in 'nobody' is not a person of this register"):
        desk.person()


def test_asking_a_body_names_what_it_is_about(house: House) -> None:
    made = meetings.ask(
        house.at(), DecisionKind.ESCALATION, body="BRI-EXEC", about=[REF, "K1", "R4"], asked="unblock the post"
    )
    assert shown(house, made.ref)["about"] == ["K1", "R4", REF]
    deciding.withdraw_request(house.at(), made.ref, why="solved")
    assert shown(house, made.ref)["state"] == "withdrawn"


def test_what_was_recorded_of_an_act_is_what_was_typed(house: House) -> None:
    note = "  Zoë’s note | with *signs* [/b] \u202e and \x1b[31m escapes\r\nand a second line  "
    delivery.record_progress(house.at(), REF, note=note, rating=Rating.GREEN)
    assert shown(house)["updates"][0]["note"] == note.replace("\r\n", "\n").strip()  # type: ignore[index]


def test_every_kind_of_act_is_known_to_the_projection() -> None:
    special = {"register.opened", "settings.changed", "date.corrected", "entry.undone", "log.restored"}
    for name in ACTS:
        assert name in special or name in CREATES or name in EVENTS or name.split(".")[0] in CHANGES, name


def test_a_unit_is_not_independent_of_the_agency_that_it_is_part_of(house: House) -> None:
    desk = house.at()
    assert desk.one_agency("SAFER-OPTIONS") == "BCC"
    actions.reassign(desk, REF, lead="SAFER-OPTIONS", why="its unit leads")
    delivery.claim_complete(house.at(), REF, note="done")
    accept(house)
    with pytest.raises(Refusal, match="is led by SAFER-OPTIONS, which cannot sign off its own action"):
        deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("BCC",)))


def test_a_cancelled_meeting_closes_no_round(house: House) -> None:
    house.on("2022-08-01")
    new = NewAction("No update yet", lead="BCC", due=dates.parse("March 2023"))
    ref = actions.add(house.at(), "R4", "BRI", new).ref
    house.on("2022-10-02")
    assert shown(house, ref)["rule"] == "D5"
    meetings.change_meeting(house.at(), "G2", cancelled=True, why="not quorate", occurred_on=date(2022, 10, 1))
    assert shown(house, ref)["rule"] == "D13"
    trail.undo(house.at())
    meetings.change_meeting(
        house.at(),
        "G2",
        held_on=date(2022, 10, 20),
        cut_off=date(2022, 10, 6),
        why="moved",
        occurred_on=date(2022, 10, 1),
    )
    assert shown(house, ref)["rule"] == "D13"
    assert shown(house, "G2")["held_on"] == "2022-10-20"


def test_a_meeting_at_which_something_was_decided_stays(house: House) -> None:
    actions.edit(house.at(), REF, assurance=Assurance.LIGHT)
    house.on("2022-09-30")
    delivery.claim_complete(house.at(), REF, note="done")
    house.on("2022-10-02")
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",), meeting="G2"))
    with pytest.raises(Refusal, match="G2 was held: D1 was decided there"):
        meetings.change_meeting(house.at(), "G2", cancelled=True, why="x")
