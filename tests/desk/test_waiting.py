"""What waits for whom: each role is shown what only it can do next, the soonest wanted first, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.house import House
from tracker.cli import main
from tracker.desk import actions, deciding, delivery, evidence, meetings, queries
from tracker.desk.actions import NewAction
from tracker.desk.desk import Desk, Refusal
from tracker.desk.evidence import NewEvidence
from tracker.desk.independence import Minute
from tracker.desk.waiting import Waiting, waiting
from tracker.model import dates
from tracker.model.vocabulary import Assurance, EvidenceKind, EvidenceState, Rating


def waits(house: House, who: str) -> list[Waiting]:
    with house.position() as position:
        return waiting(house.at(who), position)


def of(house: House, who: str, kind: str) -> list[str]:
    return [one.ref for one in waits(house, who) if one.kind == kind]


def test_a_manager_sees_a_round_for_each_of_their_areas_and_a_contributor_their_own_actions(house: House) -> None:
    rounds = [one for one in waits(house, "P1") if one.kind == "round"]
    assert [one.ref for one in rounds] == ["BRI"]  # G2 is the only meeting to come
    assert rounds[0].by == "2022-09-17"
    assert of(house, "P2", "round") == []  # no meeting of South Gloucestershire is entered
    assert of(house, "P3", "update") == []
    meetings.add_meeting(house.at(), "SGL-EXEC", date(2022, 10, 1), cut_off=date(2022, 9, 17))
    assert of(house, "P2", "round") == ["SGL"]
    assert of(house, "P3", "update") == ["R4.SGL.1"]  # the only action that the police lead
    delivery.record_progress(house.at(), "R4.BRI.7", note="Under way.", rating=Rating.GREEN)
    before, after = rounds[0].words, next(one.words for one in waits(house, "P1") if one.kind == "round")
    counted = [int(words.split(": ")[1].split(" of ")[0]) for words in (before, after)]
    assert counted[1] == counted[0] - 1


def test_what_a_body_is_asked_waits_for_its_member_and_once_it_has_met_for_who_records_it(house: House) -> None:
    ask = deciding.request_revision(house.at(), "R4.BRI.7", dates.parse("31 March 2023"), why="Schools answer late.",
                                    wanted_by=date(2022, 10, 1)).ref  # fmt: skip
    assert of(house, "P4", "decide") == [ask]  # health sits on the executive of each area
    assert of(house, "P1", "record") == []
    house.on("2022-10-03")  # G2 was held on 1 October
    assert of(house, "P1", "record") == [ask]
    assert of(house, "P2", "record") == []  # she manages South Gloucestershire
    deciding.withdraw_request(house.at(), ask, why="Not needed.")
    assert of(house, "P4", "decide") == of(house, "P1", "record") == []


def test_where_every_agency_of_the_body_owns_the_action_the_scrutineers_advice_comes_first(house: House) -> None:
    desk = house.at()
    for partners in (("ASP",), ("ASP", "ICB")):  # the council leads; with health nobody else is on the executive
        new = NewAction(title="Shared", lead="BCC", partners=partners, due=dates.parse("July 2022"),
                        assurance=Assurance.LIGHT)  # fmt: skip
        delivery.claim_complete(desk, actions.add(desk, "R4", "BRI", new).ref, note="Done.")  # asks D1, then D2
    assert of(house, "P5", "advise") == ["D2"]
    assert of(house, "P6", "advise") == of(house, "P2", "advice") == []
    assert of(house, "P1", "advice") == ["D2"]
    assert of(house, "P4", "decide") == ["D1", "D2"]
    (told,) = [one.words for one in waits(house, "P1") if one.kind == "advice"]
    assert told.startswith("R4.BRI.9 Shared: waits for the independent scrutineer's advice")
    house.on("2022-10-03")  # G2 was held on 1 October
    desk = house.at()
    assert of(house, "P1", "record") == ["D1", "D2"]
    assert of(house, "P1", "advice") == []
    record = {one.ref: one.words for one in waits(house, "P1") if one.kind == "record"}
    assert ["independent scrutineer's advice" in record[ref] for ref in ("D1", "D2")] == [False, True]
    minute = Minute("BRI-EXEC", "minute 4", ("ASP", "ICB"), "G2")
    with pytest.raises(Refusal, match="give the independent scrutineer's advice"):  # what the list said beforehand
        deciding.sign_off(desk, "R4.BRI.9", minute)
    deciding.sign_off(desk, "R4.BRI.9", replace(minute, advice="It lasts.", advice_on=date(2022, 9, 30)))
    assert of(house, "P5", "advise") == []
    deciding.sign_off(desk, "R4.BRI.8", minute)  # health is independent of it
    assert of(house, "P1", "record") == []


def test_a_query_waits_for_the_owners_side_and_its_answer_for_the_asker_alone(house: House) -> None:
    asked = queries.raise_query(house.at("P6"), "R4.BRI.7", question="On what?", wanted_by=date(2022, 7, 20)).ref
    assert of(house, "P1", "answer") == [asked]
    assert waits(house, "P1")[0].ref == asked  # wanted before the cut-off of 17 September
    assert of(house, "P2", "answer") == of(house, "P6", "close") == []
    queries.answer(house.at(), asked, "On the audit.")
    assert (of(house, "P1", "answer"), of(house, "P6", "close"), of(house, "P5", "close")) == ([], [asked], [])


def test_evidence_waits_for_somebody_else_than_who_brought_it(house: House) -> None:
    new = NewEvidence(title="Audit", kind=EvidenceKind.AUDIT, custodian="auditor", place="council")
    piece = evidence.add(house.at("P6"), new, targets=["R4.BRI.7"]).ref
    assert (of(house, "P6", "review"), of(house, "P5", "review"), of(house, "P1", "review")) == ([], [piece], [piece])
    evidence.review(house.at("P5"), piece, EvidenceState.ACCEPTED, why="Good.")
    assert of(house, "P1", "review") == []


def test_the_trail_waits_for_those_who_read_it_and_nothing_for_a_stranger(house: House) -> None:
    assert [one.kind for one in waits(house, "P5")] == [one.kind for one in waits(house, "P6")] == ["trail"]
    assert of(house, "P1", "trail") == []
    with house.position() as position:
        stranger = Desk(house.path, via="nobody known", clock=house.clock)
        house.open.append(stranger)
        assert waiting(stranger, position) == []


def test_the_command_line_says_it_too(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    asked = queries.raise_query(house.at("P6"), "R4.BRI.7", question="On what?", wanted_by=date(2022, 7, 20)).ref
    common = ["--db", str(house.path), "--today", "4 July 2022", "--as", "P1"]
    assert main([*common, "waiting", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)[0] == {
        "kind": "answer", "ref": asked, "words": "R4.BRI.7: On what?", "by": "2022-07-20"
    }  # fmt: skip
    assert main([*common, "waiting"]) == 0
    said = capfd.readouterr().out
    assert "Waiting for P1, partnership business manager" in said
    assert f"answer  {asked}" in said
