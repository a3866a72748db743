"""Every act refused in every way, with the words that a person sees; nothing is saved by any of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.house import Act, House
from tracker.desk import actions, deciding, delivery, evidence, measures, meetings, people, plan, succession, trail
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.desk import Refusal
from tracker.desk.evidence import NewEvidence
from tracker.desk.measures import NewMeasure
from tracker.ledger.store import StoreError
from tracker.model import dates
from tracker.model.vocabulary import (
    AgencyKind,
    DecisionKind,
    Difference,
    Direction,
    EvidenceKind,
    EvidenceState,
    Rating,
    ResponseKind,
    RiskState,
    Role,
)

DUE = dates.parse("31 March 2023")
TODAY = date(2022, 7, 4)
EXEC = Minute("BRI-EXEC", "minute 1", ("ASP", "ICB"))


def claimed(house: House) -> object:
    return delivery.claim_complete(house.at(), "R4.BRI.7", note="done")


def evidenced(house: House, kind: EvidenceKind = EvidenceKind.AUDIT) -> str:
    found = evidence.add(
        house.at(), NewEvidence("An audit", kind, custodian="the council", place="a folder"), targets=["R4.BRI.7"]
    )
    return found.ref


def empty(house: House) -> Path:
    file = house.path.with_name("empty.pdf")
    file.touch()
    return file


def accepted(house: House) -> object:
    return evidence.review(house.at("P6"), evidenced(house), EvidenceState.ACCEPTED, why="sound")


REFUSALS: dict[str, tuple[Act, str]] = {
    # who may
    "a person who is not there": (
        lambda h: actions.withdraw(h.at("P99"), "R4.BRI.7", why="x"),
        "There is no person 'P99' in this register; see: tracker people list",
    ),
    "an auditor changes delivery": (
        lambda h: delivery.record_progress(h.at("P6"), "R4.BRI.7", note="x", rating=Rating.GREEN),
        "P6 is an auditor and may not record progress; that is for: contributor (own actions), partnership "
        "business manager.",
    ),
    "a manager of another area": (
        lambda h: delivery.record_progress(h.at("P2"), "R4.BRI.7", note="x", rating=Rating.GREEN),
        "R4.BRI.7 belongs to BRI; P2 manages SGL.",
    ),
    "a manager of another area adds an action": (
        lambda h: actions.add(h.at("P2"), "R4", "BRI", NewAction("x")),
        "R4.BRI.8 belongs to BRI; P2 manages SGL.",
    ),
    "a manager asks a body about another area's action": (
        lambda h: meetings.ask(h.at("P2"), DecisionKind.OTHER, body="BRI-EXEC", about=["R4.BRI.7"], asked="x"),
        "R4.BRI.7 belongs to BRI; P2 manages SGL.",
    ),
    "a contributor and another agency's action": (
        lambda h: delivery.record_progress(h.at("P3"), "R4.BRI.7", note="x", rating=Rating.GREEN),
        "R4.BRI.7 is not an action of P3 or their agency; ask its owner or a manager.",
    ),
    "a contributor links evidence to another agency's action": (
        lambda h: evidence.link(h.at("P3"), "E1", ["R4.BRI.7"]),
        "R4.BRI.7 is not an action of P3 or their agency; ask its owner or a manager.",
    ),
    "a manager reviews the trail": (
        lambda h: trail.review_trail(h.at(), 1),
        "P1 is a partnership business manager and may not note a review of the trail; that is for: auditor, "
        "independent scrutineer.",
    ),
    # references
    "no reference at all": (
        lambda h: delivery.record_progress(h.at(), "the fourth", note="x"),
        "'the fourth' is not a reference; write one like R4, R4.BRI.2, R4.BRI.2.m1, E17 or #218.",
    ),
    "a reference of another kind": (
        lambda h: delivery.record_progress(h.at(), "E1", note="x"),
        "E1 is a piece of evidence, not an action.",
    ),
    "an action that is not there": (
        lambda h: delivery.record_progress(h.at(), "R4.BRI.99", note="x"),
        "There is no action R4.BRI.99 in this plan.",
    ),
    # actions
    "a title left out": (
        lambda h: actions.add(h.at(), "R4", "BRI", NewAction("  ")),
        "The title is missing; write at least a few words.",
    ),
    "a title too long": (
        lambda h: actions.add(h.at(), "R4", "BRI", NewAction("x" * 301)),
        "The title has 301 characters; at most 300 fit. Shorten it, or attach a file.",
    ),
    "an area that is not there": (
        lambda h: actions.add(h.at(), "R4", "BATH", NewAction("x")),
        "'BATH' is not an area; write BRI, SGL, NSO or ALL for joint work.",
    ),
    "a recommendation that is not there": (
        lambda h: actions.add(h.at(), "R10", "BRI", NewAction("x")),
        "There is no recommendation R10 in this plan.",
    ),
    "an agency that is not there": (
        lambda h: actions.add(h.at(), "R4", "BRI", NewAction("x", lead="NASA")),
        "There is no agency 'NASA' in this plan; see: tracker agency list",
    ),
    "an agency that has ended": (
        lambda h: actions.add(h.at(), "R4", "BRI", NewAction("x", lead="CCG")),
        "CCG ended on 30 June 2022; its successor is ICB.",
    ),
    "an edit that changes nothing": (
        lambda h: actions.edit(h.at(), "R4.BRI.7", texts={"title": "An agreed action"}),
        "R4.BRI.7 already reads like that; nothing was changed.",
    ),
    "an edit of what cannot be edited": (
        lambda h: actions.edit(h.at(), "R4.BRI.7", texts={"due": "tomorrow"}),
        "'due' of R4.BRI.7 cannot be edited; write one of title, description, locality, difference_wanted.",
    ),
    "adopting what is agreed": (
        lambda h: actions.adopt(h.at(), "R4.BRI.7", why="x"),
        "R4.BRI.7 is an agreed action already; nothing to adopt.",
    ),
    "adopting without a lead": (
        lambda h: actions.adopt(h.at(), "R1.BRI.2", why="x"),
        "R1.BRI.2 has no lead agency; name the accountable body with --lead.",
    ),
    "adopting with another date": (
        lambda h: actions.adopt(h.at(), "R1.BRI.2", lead="BCC", due=DUE, why="x"),
        "R1.BRI.2 has a due date already; revise it by agreement: tracker action revise R1.BRI.2",
    ),
    "declining what is not proposed": (
        lambda h: actions.decline(h.at(), "R4.BRI.7", why="x"),
        "R4.BRI.7 is planned; to record an action as not accepted it must be proposed.",
    ),
    "withdrawing without a reason": (
        lambda h: actions.withdraw(h.at(), "R4.BRI.7", why=" "),
        "The reason is missing; write at least a few words.",
    ),
    "mapping to X": (
        lambda h: actions.confirm_mapping(h.at(), "X.BRI.1", why="x"),
        "X.BRI.1 stands under X; name the recommendation that it serves with --to R4.",
    ),
    "mapping what is confirmed": (
        lambda h: actions.confirm_mapping(h.at(), "R4.BRI.7", why="x"),
        "R4.BRI.7 is confirmed as serving R4 already.",
    ),
    "reassigning to the same": (
        lambda h: actions.reassign(h.at(), "R4.BRI.7", lead="BCC", why="x"),
        "R4.BRI.7 is assigned like that already; name another lead, owner or person.",
    ),
    "resuming what is not paused": (
        lambda h: actions.resume(h.at(), "R4.BRI.7", why="x"),
        "R4.BRI.7 is planned; to resume an action it must be paused.",
    ),
    "superseding by itself": (
        lambda h: succession.supersede(h.at(), "R4.BRI.7", by="R4.BRI.7", why="x"),
        "R4.BRI.7 cannot go to itself; name another action.",
    ),
    "merging nothing": (
        lambda h: succession.merge(h.at(), [], into="R4.BRI.7", why="x"),
        "Name at least one action that ends.",
    ),
    "splitting into one": (
        lambda h: succession.split(h.at(), "R4.BRI.7", ["one"], why="x"),
        "R4.BRI.7 can only be split into two or more; give --into twice or more.",
    ),
    # delivery
    "progress without a note": (
        lambda h: delivery.record_progress(h.at(), "R4.BRI.7", note="", rating=Rating.GREEN),
        "The note is missing; write at least a few words.",
    ),
    "a blue rating": (
        lambda h: delivery.record_progress(h.at(), "R4.BRI.7", note="x", rating=Rating.BLUE),
        "R4.BRI.7: a reported rating is red, amber or green; blue comes with sign-off, grey by date.",
    ),
    "rating existing provision": (
        lambda h: delivery.record_progress(h.at(), "X.BRI.1", note="x", rating=Rating.GREEN),
        "X.BRI.1 is existing provision: context, not part of the plan. Adopt it first: tracker action adopt X.BRI.1",
    ),
    "no change of nothing": (
        lambda h: delivery.record_progress(h.at(), "R4.BRI.7", note="x", no_change=True),
        "R4.BRI.7 has no reported rating yet, so 'no change' says nothing; choose a rating.",
    ),
    "something in the future": (
        lambda h: delivery.record_progress(h.at(), "R4.BRI.7", note="x", occurred_on=date(2022, 7, 5)),
        "5 July 2022 has not come yet; record what happens on that day, or give the day it happened.",
    ),
    "something before the action began": (
        lambda h: delivery.record_progress(h.at(), "R4.BRI.7", note="x", occurred_on=date(2022, 7, 3)),
        "R4.BRI.7 began on 4 July 2022; nothing can have happened to it on 3 July 2022.",
    ),
    "a revised date that is the same": (
        lambda h: deciding.request_revision(h.at(), "R4.BRI.7", dates.parse("30/9/22"), why="x"),
        "R4.BRI.7 is due on that day already.",
    ),
    "a correction that corrects nothing": (
        lambda h: delivery.correct_date(h.at(), "R4.BRI.7", right=dates.parse("30/9/22"), why="x"),
        "R4.BRI.7 has that date already; nothing to correct.",
    ),
    "a correction of another entry": (
        lambda h: delivery.correct_date(h.at(), "R4.BRI.7", right=DUE, why="x", entry=1),
        "#1 gave R4.BRI.7 no date; see: tracker log R4.BRI.7",
    ),
    "correcting a date that is not there": (
        lambda h: delivery.correct_date(h.at(), "R1.BRI.1", right=DUE, why="x"),
        "R1.BRI.1 has no due date to correct; revise it: tracker action revise R1.BRI.1",
    ),
    "reopening what is open": (
        lambda h: delivery.reopen(h.at(), "R4.BRI.7", why="x"),
        "R4.BRI.7 is planned; to reopen an action it must be complete, awaiting sign-off or signed off or"
        " superseded or not accepted or withdrawn.",
    ),
    "claiming existing provision complete": (
        lambda h: delivery.claim_complete(h.at(), "X.BRI.1", note="x"),
        "X.BRI.1 is existing provision: context, not part of the plan. Adopt it first: tracker action adopt X.BRI.1",
    ),
    # sign-off
    "sign-off of what is not claimed": (
        lambda h: deciding.sign_off(h.at(), "R4.BRI.7", EXEC),
        "R4.BRI.7 is planned; to record a sign-off it must be complete, awaiting sign-off.",
    ),
    "sign-off by the lead alone": (
        lambda h: (claimed(h), deciding.sign_off(h.at(), "R4.BRI.7", Minute("BRI-EXEC", "minute 1", ("BCC",)))),
        "R4.BRI.7 is led by BCC, which cannot sign off its own action; at least one other agency must agree "
        "(--agreed-by).",
    ),
    "sign-off by nobody": (
        lambda h: (claimed(h), deciding.sign_off(h.at(), "R4.BRI.7", Minute("BRI-EXEC", "minute 1", ()))),
        "Name the agencies that agreed: --agreed-by, at least one.",
    ),
    "sign-off by an agency that does not sit there": (
        lambda h: (claimed(h), deciding.sign_off(h.at(), "R4.BRI.7", Minute("BRI-EXEC", "minute 1", ("SGC",)))),
        "SGC does not sit on BRI-EXEC, whose members are ASP, BCC, CCG, ICB.",
    ),
    "sign-off without a minute": (
        lambda h: (claimed(h), accepted(h), deciding.sign_off(h.at(), "R4.BRI.7", Minute("BRI-EXEC", "", ("ASP",)))),
        "The minute reference is missing; write at least a few words.",
    ),
    "sign-off without the evidence expected": (
        lambda h: (claimed(h), deciding.sign_off(h.at(), "R4.BRI.7", EXEC)),
        "R4.BRI.7 was to show audit; no accepted evidence of that kind is linked to it.",
    ),
    "sign-off on evidence that nobody accepted": (
        lambda h: (claimed(h), evidenced(h), deciding.sign_off(h.at(), "R4.BRI.7", EXEC)),
        "R4.BRI.7 was to show audit; no accepted evidence of that kind is linked to it.",
    ),
    "sign-off by an adviser": (
        lambda h: (claimed(h), deciding.sign_off(h.at(), "R4.BRI.7", Minute("BRI-SCRUT", "minute 1", ("ASP",)))),
        "BRI-SCRUT advises and does not decide; name the partnership executive or a group.",
    ),
    "sign-off by a body that was not asked": (
        lambda h: (claimed(h), accepted(h), deciding.sign_off(h.at(), "R4.BRI.7", Minute("JOINT-EXEC", "m", ("ASP",)))),
        "Sign-off of R4.BRI.7 is asked of BRI-EXEC (D1), not of JOINT-EXEC; withdraw that request first: "
        "tracker decision withdraw D1",
    ),
    "sign-off at a meeting of another body": (
        lambda h: (
            claimed(h),
            deciding.sign_off(h.at(), "R4.BRI.7", Minute("SGL-EXEC", "minute 1", ("ASP",), meeting="G1")),
        ),
        "G1 is a meeting of BRI-EXEC, not of SGL-EXEC.",
    ),
    "sign-off at a meeting to come": (
        lambda h: (
            claimed(h),
            deciding.sign_off(h.at(), "R4.BRI.7", Minute("BRI-EXEC", "minute 1", ("ASP",), meeting="G2")),
        ),
        "G2 is on 1 October 2022, which has not come yet; record its decisions afterwards.",
    ),
    "sign-off before the claim": (
        lambda h: (
            h.on("2022-07-20"),
            claimed(h),
            accepted(h),
            deciding.sign_off(h.at(), "R4.BRI.7", Minute("BRI-EXEC", "m", ("ASP",), occurred_on=date(2022, 7, 10))),
        ),
        "D1 began on 20 July 2022; nothing can have happened to it on 10 July 2022.",
    ),
    "a body that is not there": (
        lambda h: (claimed(h), deciding.sign_off(h.at(), "R4.BRI.7", Minute("THE-BOARD", "m", ("ASP",)))),
        "There is no body 'THE-BOARD' in this plan; it has: BRI-EXEC, BRI-SCRUT, JOINT-EXEC, NSO-EXEC, NSO-SCRUT, "
        "SGL-EXEC, SGL-SCRUT.",
    ),
    # bodies
    "asking for sign-off as another decision": (
        lambda h: meetings.ask(h.at(), DecisionKind.SIGN_OFF, body="BRI-EXEC", about=["R4.BRI.7"], asked="x"),
        "A decision of kind 'sign_off' is asked for with: tracker complete REF",
    ),
    "asking about nothing": (
        lambda h: meetings.ask(h.at(), DecisionKind.OTHER, body="BRI-EXEC", about=[], asked="x"),
        "Say what the decision is about: at least one reference.",
    ),
    "asking about an entry": (
        lambda h: meetings.ask(h.at(), DecisionKind.OTHER, body="BRI-EXEC", about=["#3"], asked="x"),
        "#3 is an entry; name the action, risk or recommendation that it is about.",
    ),
    "a cut-off after the meeting": (
        lambda h: meetings.add_meeting(h.at(), "BRI-EXEC", date(2022, 8, 1), cut_off=date(2022, 8, 2)),
        "The cut-off 2 August 2022 is after the meeting on 1 August 2022; give an earlier day.",
    ),
    "a meeting moved before its cut-off": (
        lambda h: meetings.change_meeting(h.at(), "G2", held_on=date(2022, 9, 1), why="x"),
        "The cut-off of G2 would be after the meeting; give both days.",
    ),
    "a meeting that does not move": (
        lambda h: meetings.change_meeting(h.at(), "G2", held_on=date(2022, 10, 1), why="x"),
        "G2 stands like that already; nothing was changed.",
    ),
    "two meetings on a day": (
        lambda h: meetings.add_meeting(h.at(), "BRI-EXEC", date(2022, 7, 1), cut_off=date(2022, 6, 1)),
        "BRI-EXEC meets on 1 July 2022 already: G1.",
    ),
    # evidence
    "evidence of nothing": (
        lambda h: evidence.add(h.at(), NewEvidence("An audit", EvidenceKind.AUDIT)),
        "Evidence 'An audit' has neither a file nor a custodian and place; give --file, or --custodian and --place "
        "where it is held.",
    ),
    "evidence that is a folder": (
        lambda h: evidence.add(h.at(), NewEvidence("An audit", EvidenceKind.AUDIT, file=h.path.parent)),
        "is not a regular file; give one file, not a folder or device.",
    ),
    "evidence that holds nothing": (
        lambda h: evidence.add(h.at(), NewEvidence("An audit", EvidenceKind.AUDIT, file=empty(h))),
        "Evidence file 'empty.pdf' is empty; give the file that was meant.",
    ),
    "evidence that is not there": (
        lambda h: evidence.add(h.at(), NewEvidence("An audit", EvidenceKind.AUDIT, file=Path("nowhere.pdf"))),
        "Evidence file 'nowhere.pdf' cannot be read: No such file or directory.",
    ),
    "evidence for a meeting": (
        lambda h: evidence.link(h.at(), "E1", ["G1"]),
        "Evidence is linked to an action, milestone, measure or recommendation; G1 is a meeting.",
    ),
    "evidence that shows nothing": (
        lambda h: evidence.link(h.at(), "E1", ["R4.BRI.7"], shows=Difference.NOT_SHOWN),
        "Say what the evidence shows: delivered, practice, outcomes or sustained.",
    ),
    "evidence linked twice": (
        lambda h: (evidenced(h), evidence.link(h.at(), "E36", ["R4.BRI.7"])),
        "E36 is linked to R4.BRI.7 already.",
    ),
    "reviewing what is not in hand": (
        lambda h: evidence.review(h.at("P6"), "E1", EvidenceState.ACCEPTED, why="x"),
        "E1 is cited, not in hand; record it as received first: tracker evidence receive E1",
    ),
    "reviewing one's own evidence": (
        lambda h: (evidenced(h), evidence.review(h.at(), "E36", EvidenceState.ACCEPTED, why="x")),
        "E36 was recorded by P1; somebody else must review it. They open the register as themselves;",
    ),
    "a review that decides nothing": (
        lambda h: evidence.review(h.at("P6"), "E1", EvidenceState.HELD, why="x"),
        "The outcome of a review is accepted, returned or expired.",
    ),
    "receiving what is in hand": (
        lambda h: (evidenced(h), evidence.receive(h.at(), "E36", custodian="x", place="y")),
        "E36 is held, awaiting review already; if another version came, record it with: tracker evidence revise E36",
    ),
    # measures and risks
    "a number with commas": (
        lambda h: measures.add_measure(h.at(), NewMeasure("A measure", "children", Direction.LOWER, baseline="1,000")),
        "The baseline '1,000' is not a plain number; write 968 or 12.5, without commas or %.",
    ),
    "a reading without a value": (
        lambda h: measures.add_reading(h.at(), "M1", " ", TODAY, TODAY),
        "The value of M1 is missing; write a plain number.",
    ),
    "a period that ends first": (
        lambda h: measures.add_reading(h.at(), "M1", "1", date(2022, 7, 2), date(2022, 7, 1)),
        "The period of M1 ends on 1 July 2022 before it starts on 2 July 2022.",
    ),
    "a period that has not ended": (
        lambda h: measures.add_reading(h.at(), "M1", "1", TODAY, TODAY + timedelta(1)),
        "The period of M1 ends on 5 July 2022, which has not come yet; read it then.",
    ),
    "a percentage that is not its share": (
        lambda h: measures.add_reading(h.at(), "M8", "62", TODAY, TODAY, numerator=31, denominator=40),
        "M8: 31 of 40 is 77.5 per cent, not 62; correct one of them.",
    ),
    "half a share": (
        lambda h: measures.add_reading(h.at(), "M1", "1", TODAY, TODAY, numerator=1),
        "M1: give numerator and denominator together, or neither.",
    ),
    "a share of nothing": (
        lambda h: measures.add_reading(h.at(), "M1", "1", TODAY, TODAY, numerator=1, denominator=0),
        "M1: a denominator is larger than nought.",
    ),
    "a risk that is open already": (
        lambda h: measures.change_risk(h.at(), "K1", RiskState.OPEN, why="x"),
        "K1 is open already.",
    ),
    # people, agencies, the plan itself
    "one log-in for two people": (
        lambda h: people.add_person(h.at(), "x", Role.MANAGER, login="tester"),
        "The log-in tester is that of P1; one log-in is one person.",
    ),
    "the last manager leaves": (
        lambda h: (
            people.change_person(h.at(), "P7", until=TODAY),
            people.change_person(h.at(), "P2", until=TODAY),
            people.change_person(h.at(), "P1", until=TODAY),
        ),
        "P1 is the last manager; enter another manager before this one leaves.",
    ),
    "a manager widens their own areas": (
        lambda h: people.change_person(h.at("P2"), "P2", areas=["SGL", "BRI"]),
        "P2 cannot change their own role or areas; ask another manager or administrator.",
    ),
    "somebody who has left acts": (
        lambda h: (
            people.change_person(h.at(), "P2", until=date(2022, 7, 4)),
            actions.withdraw(h.on("2022-07-06").at("P2"), "R4.SGL.1", why="x"),
        ),
        "P2 left on 4 July 2022; act as somebody who is in post (--as).",
    ),
    "an agency code that is none": (
        lambda h: people.add_agency(h.at(), "a b", "x", AgencyKind.HEALTH),
        "'a b' is not an agency code; write 2 to 16 capital letters, digits or hyphens.",
    ),
    "an agency entered twice": (
        lambda h: people.add_agency(h.at(), "BCC", "x", AgencyKind.COUNCIL),
        "There is an agency BCC already; codes are never used again.",
    ),
    "an agency that succeeds itself": (
        lambda h: people.change_agency(h.at(), "ICB", successor="ICB", why="x"),
        "ICB cannot come to succeed itself; name another agency.",
    ),
    "a refusal without a reason": (
        lambda h: plan.record_response(h.at(), "R4", ResponseKind.NOT_ACCEPTED),
        "The reason is missing; write at least a few words.",
    ),
    "an official number that is none": (
        lambda h: plan.bind_numbers(h.at(), "R4", ["4b"], source="x"),
        "The official number of R4 is a whole number from 1 to 99; give one or more.",
    ),
    "one official number for two": (
        lambda h: (
            plan.bind_numbers(h.at(), "R4", ["7"], source="the review"),
            plan.bind_numbers(h.at(), "R5", ["7"], source="the review"),
        ),
        "7 is bound to R4; if two working numbers were merged in the official one, say so with --why.",
    ),
    "a setting that is not there": (
        lambda h: plan.change_settings(h.at(), {"colour": 1}, why="x"),
        "There is no setting 'colour'; there are: milestone_red_days, slip_amber_days, sign_off_wait_days, "
        "evidence_due_days, evidence_late_days.",
    ),
    "a setting out of range": (
        lambda h: plan.change_settings(h.at(), {"slip_amber_days": -1}, why="x"),
        "The setting slip_amber_days is a number of days from 0 to 3650, not -1.",
    ),
    # the trail
    "a trail reviewed beyond its end": (
        lambda h: trail.review_trail(h.at("P6"), 99999),
        "There is no entry #99999; the register has",
    ),
    "nothing to undo": (
        lambda h: trail.undo(h.at("P6")),
        "You have recorded nothing that could be undone.",
    ),
}


_CLAIMED = ["action.completed", "decision.asked"]
_EVIDENCED = ["evidence.added", "evidence.linked"]

BEFORE = {
    "sign-off by the lead alone": _CLAIMED,
    "sign-off by nobody": _CLAIMED,
    "sign-off by an agency that does not sit there": _CLAIMED,
    "sign-off without a minute": [*_CLAIMED, *_EVIDENCED, "evidence.reviewed"],
    "sign-off without the evidence expected": _CLAIMED,
    "sign-off on evidence that nobody accepted": [*_CLAIMED, *_EVIDENCED],
    "sign-off by an adviser": _CLAIMED,
    "sign-off at a meeting of another body": _CLAIMED,
    "sign-off at a meeting to come": _CLAIMED,
    "sign-off by a body that was not asked": [*_CLAIMED, *_EVIDENCED, "evidence.reviewed"],
    "sign-off before the claim": [*_CLAIMED, *_EVIDENCED, "evidence.reviewed"],
    "a body that is not there": _CLAIMED,
    "evidence linked twice": _EVIDENCED,
    "reviewing one's own evidence": _EVIDENCED,
    "receiving what is in hand": _EVIDENCED,
    "the last manager leaves": ["person.changed", "person.changed"],
    "somebody who has left acts": ["person.changed"],
    "one official number for two": ["recommendation.numbered"],
}
"""What the story of a refusal records before it comes to the refusal."""


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refused_act_says_why_in_one_line_and_saves_nothing(name: str, house: House) -> None:
    act, words = REFUSALS[name]
    with pytest.raises((Refusal, StoreError)) as caught:
        act(house)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    with house.position() as position:
        # Only what the story did before the refusal stands in the trail.
        acts = [row["act"] for row in position.rows("SELECT act FROM entry_index WHERE seq > ?", [house.size])]
    assert acts == BEFORE.get(name, [])


def test_the_same_words_whoever_asks_first(house: House) -> None:
    assert house.at("P6").may("progress.recorded", "R4.BRI.7") is not None
    assert house.at("P1").may("progress.recorded", "R4.BRI.7") is None
    with pytest.raises(Refusal) as caught:
        delivery.record_progress(house.at("P6"), "R4.BRI.7", note="x", rating=Rating.RED)
    assert str(caught.value) == house.at("P6").may("progress.recorded", "R4.BRI.7")
