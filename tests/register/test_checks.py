"""Every rule on the plan's quality, twice: a story in which it finds something, and one beside it where it is quiet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from tests.house import House
from tracker.desk import actions, deciding, delivery, evidence, measures, meetings, people, plan, succession, sustaining
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.delivery import Received
from tracker.desk.evidence import NewEvidence, NewRevision
from tracker.desk.measures import NewMeasure
from tracker.model import dates
from tracker.model.vocabulary import (
    Assurance,
    Basis,
    DecisionKind,
    Difference,
    Direction,
    EvidenceKind,
    EvidenceState,
    FundingState,
    Rating,
    Role,
    Sustainment,
)
from tracker.register import checks, rules

REF = "R4.BRI.7"  # led by BCC, due 30 September 2022, expects an audit, entered on 4 July 2022
MINUTE = Minute("BRI-EXEC", "minute 4", ("ASP", "ICB"))
ELSEWHERE = {"C21", "C30", "C31", "C32", "C33", "C34"}
"""Rules on warnings and queries, which are tested with those."""


def add(h: House, **new: object) -> str:
    return actions.add(h.at(), "R4", "BRI", NewAction("another", **{"lead": "BCC", **new})).ref  # type: ignore[arg-type]


def attach(h: House, ref: str | None = REF, shows: Difference | None = None, **new: object) -> str:
    piece = NewEvidence("Found", EvidenceKind.AUDIT, custodian="a council", place="a folder", **new)  # type: ignore[arg-type]
    return evidence.add(h.at(), piece, targets=[ref] if ref else [], shows=shows).ref


def judge(h: House, piece: str, outcome: EvidenceState = EvidenceState.ACCEPTED, by: str = "P6") -> None:
    evidence.review(h.at(by), piece, outcome, why="looked at")


def signed(h: House, **new: object) -> str:
    """Sign REF off today on one accepted audit, and return the audit's reference."""
    piece = attach(h, **new)  # type: ignore[arg-type]
    judge(h, piece)
    delivery.claim_complete(h.at(), REF, note="done")
    deciding.sign_off(h.at(), REF, MINUTE)
    return piece


def checked(h: House, outcome: Sustainment) -> str:
    signed(h)
    h.on("2022-10-04")
    sustaining.check(h.at(), REF, 3, outcome, note="x", received=Received("internal audit"))
    return REF


def moved(h: House, times: int) -> str:
    for month in range(times):
        deciding.revise(h.at(), REF, dates.parse(f"1 {('October', 'November')[month]} 2022"), MINUTE, why="x")
    return REF


def milestone(h: House, due: str) -> str:
    return delivery.add_milestone(h.at(), REF, "a step", dates.parse(due)).ref


def fund(h: House, ends: date) -> str:
    delivery.add_funding(h.at(), REF, funder="a trust", state=FundingState.SECURED, ends=ends)
    return REF


def report(h: House, rating: Rating) -> str:
    delivery.record_progress(h.at(), REF, note="x", rating=rating)
    return REF


def led_by(h: House, agency: str, occurred_on: date | None = None) -> str:
    return actions.add(h.at(), "R4", "BRI", NewAction("x", lead=agency), occurred_on=occurred_on).ref


def owned_until(h: House, day: date) -> str:
    actions.reassign(h.at(), REF, person="P3", why="x")
    people.change_person(h.at(), "P3", until=day)
    return REF


def adopted(h: House) -> str:
    """X.NSO.1 relies on E35, whose period ends on 31 December 2022 by the recommendation files."""
    actions.adopt(h.at(), "X.NSO.1", lead="NSC", why="agreed")
    return "X.NSO.1"


def asked(h: House, wanted_by: date) -> str:
    return meetings.ask(h.at(), DecisionKind.OTHER, body="BRI-EXEC", about=[REF], asked="x", wanted_by=wanted_by).ref


def decided(h: House, meeting: str | None) -> str:
    ref = asked(h, date(2022, 9, 30))
    h.on("2022-10-01")
    deciding.decide(h.at(), ref, agreed=True, minute=Minute("BRI-EXEC", "m", ("ASP",), meeting=meeting))
    return ref


def returned(h: House, *, replaced: bool) -> str:
    judge(h, attach(h), EvidenceState.RETURNED)
    if replaced:
        attach(h)
    return REF


def claimed(h: House, *, accepted: bool) -> str:
    delivery.claim_complete(h.at(), REF, note="done")
    if accepted:
        judge(h, attach(h))
    return REF


def difference(h: House, claims: Difference) -> str:
    judge(h, attach(h, shows=Difference.DELIVERED))
    delivery.record_progress(h.at(), REF, note="x", rating=Rating.GREEN, difference=claims)
    return REF


def accepted_by(h: House, agency: str) -> str:
    person = people.add_person(h.at(), "a reviewer", Role.MEMBER, agency=agency).ref
    judge(h, attach(h), by=person)
    return REF


def worded(h: House, ref: str, *, loaded: bool) -> str:
    if loaded:
        plan.load_wording(h.at(), ref, "Do the thing.", source="the review")
    return ref


def revised(h: House, *, accepted: bool) -> str:
    piece = signed(h)
    evidence.revise(h.at(), piece, NewRevision(place="another folder"), why="moved")
    if accepted:
        judge(h, piece)
    return REF


def waiting(h: House, due: str) -> str:
    other = add(h, due=dates.parse(due))
    return add(h, depends=(other,))


def merged(h: House, *, given_up: bool) -> str:
    heir = add(h)
    succession.merge(h.at(), [REF], into=heir, why="one piece of work")
    if given_up:
        actions.withdraw(h.at(), heir, why="no money")
    return REF


def joint(h: House, lead: str | None) -> str:
    return actions.add(h.at(), "R4", "ALL", NewAction("joint", lead=lead)).ref


def measure(h: House, target: str | None = "1") -> str:
    new = NewMeasure("Exclusions", "pupils", Direction.LOWER, areas=("BRI",), baseline="20", target=target)
    return measures.add_measure(h.at(), new).ref


def read(h: House, ends: date) -> str:
    ref = measure(h)
    h.on("2022-08-01")
    measures.add_reading(h.at(), ref, "20", date(2022, 7, 1), ends)
    return ref


def with_step(h: House, *, achieved: bool) -> str:
    step = milestone(h, "31 August 2022")
    if achieved:
        delivery.achieve_milestone(h.at(), step)
    signed(h)
    return step


def risk(h: House) -> str:
    return measures.add_risk(h.at(), "x", areas=["BRI"], review_on=date(2022, 7, 5)).ref


def linked(h: House, ref: str | None) -> str:
    return attach(h, ref)


def agreed(h: House, *kinds: EvidenceKind) -> str:
    return add(h, expects=kinds)


def in_hand(h: House) -> str:
    attach(h)
    return REF


def expired(h: House, until: date) -> str:
    return signed(h, until=until) and REF


@dataclass(frozen=True)
class Case:
    """A rule, a story that makes what it may find, the day on which it is asked, and whether it finds it."""

    rule: str
    story: Callable[[House], str]
    day: str
    finds: bool


def pair(
    rule: str, finds: Callable[[House], str], not_: Callable[[House], str], day: str = "2022-07-04", quiet: str = ""
) -> list[Case]:
    return [Case(rule, finds, day, True), Case(rule, not_, quiet or day, False)]


CASES = [
    *pair("C1", lambda h: claimed(h, accepted=False), lambda h: claimed(h, accepted=True)),
    *pair("C2", lambda h: difference(h, Difference.PRACTICE), lambda h: difference(h, Difference.DELIVERED)),
    *pair("C3", lambda h: report(h, Rating.GREEN), lambda h: report(h, Rating.RED), "2022-10-01"),
    *pair("C4", lambda h: moved(h, 2), lambda h: moved(h, 1)),
    *pair("C5", lambda h: REF, lambda h: REF, "2022-08-31", "2022-08-30"),
    *pair("C6", lambda h: fund(h, date(2022, 9, 29)), lambda h: fund(h, date(2022, 9, 30))),
    *pair("C7", adopted, adopted, "2023-01-01", "2022-12-31"),
    *pair("C8", attach, attach, "2022-09-03", "2022-09-02"),  # 61 and 60 days after 4 July
    *pair("C9", lambda h: asked(h, date(2022, 7, 5)), lambda h: asked(h, date(2022, 7, 6)), "2022-07-06"),
    *pair("C10", lambda h: owned_until(h, date(2022, 7, 5)), lambda h: owned_until(h, date(2022, 7, 6)), "2022-07-06"),
    *pair("C11", lambda h: led_by(h, "CCG", date(2022, 6, 20)), lambda h: led_by(h, "ICB")),
    *pair("C12", lambda h: REF, lambda h: report(h, Rating.RED)),
    *pair("C13", agreed, lambda h: agreed(h, EvidenceKind.SURVEY)),
    *pair("C14", lambda h: returned(h, replaced=False), lambda h: returned(h, replaced=True)),
    *pair("C15", lambda h: "R4", lambda h: "R9"),  # no row of the files serves R9
    *pair("C16", lambda h: worded(h, "R7", loaded=False), lambda h: worded(h, "R7", loaded=True)),
    *pair("C17", lambda h: worded(h, "R4", loaded=False), lambda h: worded(h, "R4", loaded=True)),
    *pair("C18", lambda h: "SGL-EXEC", lambda h: "BRI-EXEC"),
    *pair("C19", risk, risk, "2022-07-06", "2022-07-05"),
    *pair("C20", lambda h: expired(h, date(2022, 7, 4)), lambda h: expired(h, date(2022, 7, 5)), "2022-07-05"),
    *pair(
        "C22",
        lambda h: signed(h, dated=dates.parse("5 July 2022")) and REF,
        lambda h: signed(h, dated=dates.parse("July 2022")) and REF,  # from 1 July on, so perhaps before 4 July
    ),
    *pair(
        "C23",
        lambda h: attach(h, shows=Difference.DELIVERED, dated=dates.parse("June 2022")) and REF,
        lambda h: attach(h, shows=Difference.DELIVERED, dated=dates.parse("July 2022")) and REF,
    ),
    *pair(  # 91 and 90 days before 4 July
        "C24",
        lambda h: attach(h, dated=dates.parse("4 April 2022")),
        lambda h: attach(h, dated=dates.parse("5 April 2022")),
    ),
    *pair("C25", lambda h: accepted_by(h, "SAFER-OPTIONS"), lambda h: accepted_by(h, "ICB")),  # a unit of BCC
    *pair("C26", lambda h: signed(h) and REF, lambda h: signed(h) and REF, "2022-10-04", "2022-10-03"),
    *pair(
        "C27",
        lambda h: checked(h, Sustainment.LAPSED),
        lambda h: checked(h, Sustainment.PARTLY),
        "2022-10-04",
    ),
    *pair("C28", lambda h: checked(h, Sustainment.PARTLY), lambda h: checked(h, Sustainment.SUSTAINED), "2022-10-04"),
    *pair("C29", lambda h: revised(h, accepted=False), lambda h: revised(h, accepted=True)),
    *pair("C35", lambda h: milestone(h, "1 October 2022"), lambda h: milestone(h, "30 September 2022")),
    *pair("C36", lambda h: with_step(h, achieved=False), lambda h: with_step(h, achieved=True)),
    *pair(
        "C37",
        lambda h: add(h, due=dates.parse("5 January 2023")),
        lambda h: add(h, due=dates.parse("4 January 2023")),
    ),
    *pair("C38", lambda h: add(h, due=dates.parse("3 July 2022")), lambda h: add(h, due=dates.parse("4 July 2022"))),
    *pair("C39", lambda h: waiting(h, "10 July 2022"), lambda h: waiting(h, "11 July 2022"), "2022-07-11"),
    *pair("C40", lambda h: merged(h, given_up=True), lambda h: merged(h, given_up=False)),
    *pair("C41", lambda h: linked(h, None), lambda h: linked(h, "R4")),
    *pair("C42", lambda h: REF, in_hand, "2022-08-31"),
    *pair("C43", lambda h: joint(h, None), lambda h: joint(h, "ASP")),
    *pair("C44", lambda h: decided(h, None), lambda h: decided(h, "G2"), "2022-10-01"),
    *pair("C46", lambda h: measure(h, None), measure),
    *pair("C47", lambda h: read(h, date(2022, 7, 4)), lambda h: read(h, date(2022, 7, 5)), "2023-07-05"),
]


def findings(house: House, rule: str) -> dict[str, str]:
    with house.position() as position:
        return {one.ref: one.words for one in checks.everything(position) if one.rule == rule}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {'finds' if case.finds else 'does not'}")
def test_a_rule_finds_what_it_is_for_and_nothing_beside_it(case: Case, house: House) -> None:
    ref = case.story(house)
    house.on(case.day)
    assert (ref in findings(house, case.rule)) is case.finds


def test_every_rule_is_tested_on_both_sides() -> None:
    named = {check.id for check in checks.CHECKS} - ELSEWHERE - {"C45"}
    assert {case.rule for case in CASES if case.finds} == named
    assert {case.rule for case in CASES if not case.finds} == named


def test_an_area_that_nobody_answered_for_is_named(house: House) -> None:
    """All nine were accepted jointly, so the rule is asked of a position from before that was known."""
    assert findings(house, "C45") == {}
    with house.position() as position:
        answered = position.value("SELECT min(seq) FROM response")
    with house.position(known_at=answered - 1) as before:
        refs = {one.ref for one in checks.of_rule(before, "C45")}
    assert {"R1.BRI", "R1.SGL", "R1.NSO"} <= refs
    with house.position(known_at=answered) as after:
        (subject,) = after.rows("SELECT recommendation FROM response")
        refs = {one.ref for one in checks.of_rule(after, "C45")}
    assert f"{subject['recommendation']}.BRI" not in refs


def test_the_words_of_findings_name_days_and_references(house: House) -> None:
    piece = signed(house, dated=dates.parse("August 2022"))
    assert findings(house, "C22") == {
        REF: f"was signed off on 4 July 2022, and {piece} is dated August 2022, after that"
    }
    house.on("2022-10-04")
    assert findings(house, "C26") == {
        REF: "was to be checked 3 months after its sign-off, on 4 October 2022, and is not yet"
    }
    waits = waiting(house, "3 October 2022")
    house.on("2022-10-05")
    (words,) = findings(house, "C39").values()
    assert words == f"waits for {waits.replace('.9', '.8')}: past its agreed due date and not complete"


def test_rules_have_stable_numbers_severities_and_titles_of_their_own() -> None:
    listed = checks.catalogue(rules.DEFAULT_SETTINGS)
    for place in (0, 2):
        assert len({row[place] for row in listed}) == len(listed)
    assert {severity for _, severity, _ in listed} == set(checks.SEVERITIES)


# -- exceptions that a body accepts until a day ----------------------------------------------------------------------


def excepted(house: House, *, until: date = date(2022, 9, 30), agreed: bool = True) -> str:
    fund(house, date(2022, 9, 1))
    asked = meetings.ask(
        house.at(), DecisionKind.ACCEPTANCE, body="BRI-EXEC", about=[REF], asked="x", rule="C6", until=until
    )
    if agreed:
        deciding.decide(house.at(), asked.ref, agreed=True, minute=MINUTE)
    return asked.ref


def c6(house: House) -> list[checks.Finding]:
    with house.position() as position:
        return [one for one in checks.findings(position) if one.rule == "C6"]


def test_an_accepted_exception_is_set_aside_and_comes_back_after_its_day(house: House) -> None:
    decision = excepted(house)
    house.on("2022-09-30")
    assert c6(house) == []
    with house.position() as position:
        (one,) = checks.of_rule(position, "C6")
        (marked,) = [each for each in checks.everything(position) if each.rule == "C6"]
    assert one.accepted_by is None
    assert (marked.accepted_by, marked.accepted_until) == (decision, "2022-09-30")
    assert marked.words == f"has funding until 1 September 2022 only; accepted until 30 September 2022 by {decision}"
    house.on("2022-10-01")
    (back,) = c6(house)
    assert back.words.endswith(f"; its acceptance by {decision} ended on 30 September 2022")
    with house.position(as_at=date(2022, 9, 30)) as then:
        assert [each for each in checks.findings(then) if each.rule == "C6"] == []


def test_what_is_only_asked_for_is_not_accepted(house: House) -> None:
    excepted(house, agreed=False)
    assert [one.ref for one in c6(house)] == [REF]


def test_an_acceptance_is_of_one_rule_about_one_reference(house: House) -> None:
    excepted(house)
    with house.position() as position:
        others = {one.rule for one in checks.findings(position) if one.ref == REF}
    assert "C12" in others


def test_an_acceptance_changes_no_rating(house: House) -> None:
    ref = add(house, due=dates.parse("5 July 2022"), basis=Basis.AGREED, assurance=Assurance.LIGHT)
    house.on("2022-07-06")
    about = meetings.ask(
        house.at(), DecisionKind.ACCEPTANCE, body="BRI-EXEC", about=[ref], asked="x", rule="D1", until=date(2022, 8, 1)
    )
    deciding.decide(house.at(), about.ref, agreed=True, minute=MINUTE)
    with house.position() as position:
        assert position.value("SELECT date_check FROM rated_action WHERE ref = ?", [ref]) == "red"
        assert ref not in {one.ref for one in checks.findings(position) if one.rule == "D1"}
