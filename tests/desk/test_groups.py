"""Whom actions, measures and evidence are about: marked by acts, found by filters, taken back by an undo."""

from __future__ import annotations

import pytest

from tests.house import House
from tracker.desk import actions, evidence, succession, trail
from tracker.desk import measures as measuring
from tracker.desk.actions import NewAction
from tracker.desk.desk import Refusal
from tracker.desk.evidence import NewEvidence
from tracker.desk.groups import mark_evidence, mark_measure
from tracker.desk.measures import NewMeasure
from tracker.model.vocabulary import ChildGroup, Direction, EvidenceKind, EvidenceState
from tracker.register import filters, listing, registers
from tracker.register.showing import show

BRI = "R4.BRI.7"
SCRUTINEER = "P5"
ACT_2010 = (
    "age", "disability", "gender reassignment", "marriage and civil partnership", "pregnancy and maternity", "race",
    "religion or belief", "sex", "sexual orientation",
)  # fmt: skip
"""The protected characteristics, as section 4 of the Equality Act 2010 lists them."""


def about(house: House, ref: str) -> list[str]:
    with house.position() as position:
        return list(show(position, ref)["groups"])


def piece(house: House, *groups: ChildGroup) -> str:
    new = NewEvidence("a survey", EvidenceKind.SURVEY, custodian="the unit", place="a safe", groups=groups)
    return evidence.add(house.at(), new, targets=[BRI]).ref


def test_every_protected_characteristic_is_a_group_in_the_order_of_the_act() -> None:
    words = [group.words for group in ChildGroup]
    assert len(words) == len(ACT_2010) + 4
    assert all(said.startswith(named) for said, named in zip(words, ACT_2010, strict=False))


def test_groups_are_marked_when_something_is_added(house: House) -> None:
    new = NewAction(title="a club", groups=(ChildGroup.SEX, ChildGroup.AGE, ChildGroup.SEX))
    action = actions.add(house.at(), "R4", "BRI", new).ref
    girls = NewMeasure("girls seen", "girls", Direction.HIGHER, groups=(ChildGroup.SEX,))
    measure = measuring.add_measure(house.at(), girls).ref
    assert about(house, action) == ["age", "sex"]
    assert about(house, measure) == ["sex"]
    assert about(house, piece(house, ChildGroup.CARE)) == ["care"]
    assert about(house, piece(house)) == []


def test_an_action_is_marked_and_the_mark_taken_away(house: House) -> None:
    actions.edit(house.at(), BRI, groups=[ChildGroup.ETHNICITY, ChildGroup.DISABILITY])
    assert about(house, BRI) == ["disability", "ethnicity"]
    with pytest.raises(Refusal, match=f"{BRI} already reads like that; nothing was changed"):
        actions.edit(house.at(), BRI, groups=[ChildGroup.DISABILITY, ChildGroup.ETHNICITY])
    actions.edit(house.at(), BRI, texts={"title": "Another title"})
    assert about(house, BRI) == ["disability", "ethnicity"], "what is not named stays"
    actions.edit(house.at(), BRI, groups=[])
    assert about(house, BRI) == []


def test_what_an_action_is_split_into_is_about_the_same(house: House) -> None:
    actions.edit(house.at(), BRI, groups=[ChildGroup.CARE])
    succession.split(house.at(), BRI, ["one", "another"], why="two owners")
    assert [about(house, ref) for ref in ("R4.BRI.8", "R4.BRI.9")] == [["care"], ["care"]]


def test_a_measure_is_marked_and_an_undo_takes_it_back(house: House) -> None:
    with pytest.raises(Refusal, match="The reason"):
        mark_measure(house.at(), "M1", [ChildGroup.SEX], why=" ")
    mark_measure(house.at(), "M1", [ChildGroup.SEX], why="it counts girls")
    mark_measure(house.at(), "M1", [ChildGroup.SEX, ChildGroup.AGE], why="of one age")
    trail.undo(house.at())
    assert about(house, "M1") == ["sex"]
    with pytest.raises(Refusal, match="M1 is marked like that already"):
        mark_measure(house.at(), "M1", [ChildGroup.SEX], why="again")
    with pytest.raises(Refusal, match="is an action, not a measure"):
        mark_measure(house.at(), BRI, [ChildGroup.SEX], why="no measure")


def test_who_brought_accepted_evidence_does_not_say_whom_it_is_about(house: House) -> None:
    ref = piece(house)
    mark_evidence(house.at(), ref, [ChildGroup.SEX], why="before it was read")
    evidence.review(house.at(SCRUTINEER), ref, EvidenceState.ACCEPTED, why="sound")
    with pytest.raises(Refusal, match=f"{ref} was recorded by P1; somebody else must review it"):
        mark_evidence(house.at(), ref, [ChildGroup.AGE], why="afterwards")
    mark_evidence(house.at(SCRUTINEER), ref, [ChildGroup.AGE], why="its second table")
    assert about(house, ref) == ["age"]


def test_filters_find_whom_something_is_about(house: House) -> None:
    actions.edit(house.at(), BRI, groups=[ChildGroup.CARE, ChildGroup.AGE])
    mark_measure(house.at(), "M1", [ChildGroup.SEX], why="it counts girls")
    ref = piece(house, ChildGroup.SEND)

    def found(query: str) -> list[str]:
        return [line.ref for line in listing.page(position, filters.parse(query))]

    with house.position() as position:
        everything = len(found(""))
        assert found("group:care") == found("group:sex,age") == found("group:any") == [BRI]
        assert found("group:sex") == []
        assert len(found("-group:any")) == everything - 1
        assert (
            registers.measures(position, None, "group:sex") == registers.measures(position, None, "group:any") == ["M1"]
        )
        assert registers.measures(position, None, "group:age") == []
        assert registers.evidence(position, None, "group:send,age") == [ref]
        assert registers.evidence(position, None, "group:any state:accepted") == []
        for ask in (found, lambda words: registers.measures(position, None, words)):
            with pytest.raises(filters.FilterError, match="'noise' is none of: age, disability, "):
                ask("group:noise")
