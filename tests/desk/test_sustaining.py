"""Checks after sign-off: when they fall due, who may record them, and how they lower what is said without reopening."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.house import House
from tracker.desk import actions, deciding, delivery, evidence, people, possible, sustaining, trail
from tracker.desk.deciding import Minute
from tracker.desk.delivery import Received
from tracker.desk.desk import Refusal
from tracker.desk.evidence import NewEvidence
from tracker.model import dates
from tracker.model.vocabulary import Difference, EvidenceKind, EvidenceState, Rating, Role, Sustainment
from tracker.register import checks, status
from tracker.register.showing import show

REF = "R4.BRI.7"  # led by BCC
SAID = Received("internal audit", "report 7")


def shown(house: House, ref: str = REF) -> dict[str, Any]:
    with house.position() as position:
        return show(position, ref)


def signed(house: House, shows: Difference = Difference.OUTCOMES, day: str = "2022-07-04") -> None:
    house.on(day)
    piece = NewEvidence("An audit", EvidenceKind.AUDIT, custodian="a council", place="a folder")
    ref = evidence.add(house.at(), piece, targets=[REF], shows=shows).ref
    evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="sound")
    delivery.claim_complete(house.at(), REF, note="done", difference=shows)
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",)))


def check(house: House, months: int, outcome: Sustainment, who: str = "P1", **more: Any) -> None:
    sustaining.check(house.at(who), REF, months, outcome, note="looked at", received=SAID, **more)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2022-07-04", ["2022-10-04", "2023-01-04", "2023-07-04"]),
        ("2022-08-31", ["2022-11-30", "2023-02-28", "2023-08-31"]),
    ],
)
def test_checks_fall_due_three_six_and_twelve_months_after_sign_off(day: str, due: list[str], house: House) -> None:
    signed(house, day=day)
    found = shown(house)["sustainment_due"]
    assert [(row["months"], row["due_on"]) for row in found] == list(zip((3, 6, 12), due, strict=True))


def test_a_check_says_what_was_found_and_leaves_the_action_signed_off(house: House) -> None:
    signed(house)
    house.on("2022-10-04")
    check(house, 3, Sustainment.LAPSED)
    found = shown(house)
    assert (found["status"], found["date_check"], found["signed_off_on"]) == ("signed_off", "blue", "2022-07-04")
    (row,) = found["sustainment"]
    assert (row["months"], row["outcome"], row["note"]) == (3, "lapsed", "looked at")
    assert (row["by"], row["reported_by"], row["received"]) == ("P1", "internal audit", "report 7")
    assert [due["months"] for due in found["sustainment_due"]] == [6, 12]


@pytest.mark.parametrize(
    ("shows", "outcome", "said"),
    [
        (Difference.OUTCOMES, Sustainment.SUSTAINED, "outcomes"),
        (Difference.OUTCOMES, Sustainment.PARTLY, "practice"),
        (Difference.DELIVERED, Sustainment.SUSTAINED, "delivered"),
        (Difference.DELIVERED, Sustainment.PARTLY, "delivered"),
        (Difference.OUTCOMES, Sustainment.LAPSED, "delivered"),
    ],
)
def test_a_check_lowers_what_is_said_and_never_raises_it(
    shows: Difference, outcome: Sustainment, said: str, house: House
) -> None:
    signed(house, shows)
    assert shown(house)["difference"] == shows.value
    house.on("2022-10-04")
    check(house, 3, outcome)
    found = shown(house)
    assert (found["difference"], found["difference_supported"]) == (said, shows.value)
    assert found["difference_lowered"] is (said != shows.value)
    with house.position() as position:
        line = next(line for line in status.matrix(position) if line.ref == "R4")
    assert line.areas["BRI"].difference == said


def test_the_last_check_counts(house: House) -> None:
    signed(house)
    house.on("2023-02-01")
    check(house, 6, Sustainment.SUSTAINED)
    check(house, 3, Sustainment.LAPSED, occurred_on=date(2022, 10, 4))
    assert shown(house)["difference"] == "outcomes", "the check at three months was recorded late and is the older one"
    with house.position(as_at=date(2022, 12, 31)) as then:
        assert show(then, REF)["difference"] == "delivered"


def test_a_check_of_an_earlier_sign_off_counts_no_more(house: House) -> None:
    signed(house)
    house.on("2022-10-04")
    check(house, 3, Sustainment.LAPSED)
    delivery.reopen(house.at(), REF, why="to be done again")
    assert shown(house)["difference"] == "outcomes", "open work is judged by its evidence"
    assert shown(house)["sustainment_due"] == []
    delivery.claim_complete(house.at(), REF, note="done again")
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",)))
    found = shown(house)
    assert found["difference"] == "outcomes"
    assert [due["due_on"] for due in found["sustainment_due"]] == ["2023-01-04", "2023-04-04", "2023-10-04"]
    assert len(found["sustainment"]) == 1, "it stays in the record"


def test_a_check_can_be_undone_and_recorded_again(house: House) -> None:
    signed(house)
    house.on("2022-10-04")
    check(house, 3, Sustainment.LAPSED)
    trail.undo(house.at(), why="another action was meant")
    assert (shown(house)["difference"], shown(house)["sustainment"]) == ("outcomes", [])
    check(house, 3, Sustainment.SUSTAINED)


def lasting(house: House, dated: str | None = None) -> None:
    """An accepted piece that is to show that the work lasts."""
    day = dates.parse(dated) if dated else None
    piece = NewEvidence("A visit", EvidenceKind.PRACTICE, custodian="a council", place="a folder", dated=day)
    ref = evidence.add(house.at(), piece, targets=[REF], shows=Difference.SUSTAINED).ref
    evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="sound")


def said_and_doubted(house: House) -> tuple[str, bool]:
    """What is said of the difference, and whether rule C2 finds that more is claimed than is evidenced."""
    with house.position() as position:
        found = {one.ref for one in checks.everything(position) if one.rule == "C2"}
    return shown(house)["difference"], REF in found


def test_open_work_is_not_said_to_be_sustained(house: House) -> None:
    lasting(house)
    delivery.record_progress(house.at(), REF, note="x", rating=Rating.GREEN, difference=Difference.SUSTAINED)
    assert said_and_doubted(house) == ("delivered", True)
    signed_with(house, Difference.PRACTICE)
    assert said_and_doubted(house) == ("practice", True), "other pieces say what more it made"


@pytest.mark.parametrize(
    ("dated", "said", "doubted"),
    [("4 July 2022", "outcomes", True), ("5 July 2022", "sustained", False), ("July 2022", "outcomes", True)],
)
def test_a_piece_of_after_the_sign_off_shows_that_work_lasts(
    dated: str, said: str, doubted: bool, house: House
) -> None:
    signed_with(house, Difference.OUTCOMES)
    house.on("2022-08-01")
    lasting(house, dated)
    assert said_and_doubted(house) == (said, doubted)


@pytest.mark.parametrize(
    ("outcome", "said", "doubted"),
    [
        (Sustainment.SUSTAINED, "sustained", False),
        (Sustainment.PARTLY, "practice", True),
        (Sustainment.LAPSED, "delivered", True),
    ],
)
def test_a_piece_without_a_day_needs_the_check_that_found_it_so(
    outcome: Sustainment, said: str, doubted: bool, house: House
) -> None:
    lasting(house)
    signed_with(house, Difference.OUTCOMES)
    assert said_and_doubted(house) == ("outcomes", True)
    house.on("2022-10-04")
    check(house, 3, outcome)
    assert said_and_doubted(house) == (said, doubted)


def signed_with(house: House, shows: Difference) -> None:
    """Sign off on a piece that shows so much, where the owner claims that it is sustained."""
    piece = NewEvidence("An audit", EvidenceKind.AUDIT, custodian="a council", place="a folder")
    ref = evidence.add(house.at(), piece, targets=[REF], shows=shows).ref
    evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="sound")
    delivery.claim_complete(house.at(), REF, note="done", difference=Difference.SUSTAINED)
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",)))


def test_a_scrutineer_or_auditor_may_have_checked_themselves(house: House) -> None:
    signed(house)
    house.on("2022-10-04")
    with pytest.raises(Refusal, match=r"Say which role checked R4.BRI.7 \(--reported-by\)"):
        sustaining.check(house.at(), REF, 3, Sustainment.SUSTAINED, note="x")
    sustaining.check(house.at("P5"), REF, 3, Sustainment.SUSTAINED, note="x")


def test_nobody_of_the_agency_that_leads_says_that_it_lasted(house: House) -> None:
    """SAFER-OPTIONS is a unit of BCC, which leads the action: neither is independent of the other."""
    person = people.add_person(house.at(), "auditor of the council", Role.AUDITOR, agency="SAFER-OPTIONS").ref
    signed(house)
    house.on("2022-10-04")
    with pytest.raises(Refusal, match=f"{person} is of SAFER-OPTIONS, and {REF} is led by BCC; somebody else says"):
        check(house, 3, Sustainment.SUSTAINED, who=person)


@pytest.mark.parametrize(
    ("day", "months", "words"),
    [
        (
            "2022-09-03",
            3,
            "The check of R4.BRI.7 at 3 months falls due on 4 October 2022; it can be recorded from 4 Sep",
        ),
        (
            "2022-10-04",
            6,
            "The check of R4.BRI.7 at 6 months falls due on 4 January 2023; it can be recorded from 5 Dec",
        ),
        ("2022-10-04", 4, "Checks are made 3, 6 or 12 months after sign-off, not 4."),
    ],
)
def test_a_check_before_its_time_is_refused(day: str, months: int, words: str, house: House) -> None:
    signed(house)
    house.on(day)
    with pytest.raises(Refusal) as caught:
        check(house, months, Sustainment.SUSTAINED)
    assert words in str(caught.value)


def test_a_check_is_recorded_up_to_thirty_days_early(house: House) -> None:
    signed(house)
    house.on("2022-09-04")
    check(house, 3, Sustainment.SUSTAINED)
    assert [row["occurred_on"] for row in shown(house)["sustainment"]] == ["2022-09-04"]


def test_a_check_is_recorded_once(house: House) -> None:
    signed(house)
    house.on("2022-10-04")
    check(house, 3, Sustainment.SUSTAINED)
    seq = shown(house)["sustainment"][0]["seq"]
    with pytest.raises(Refusal, match=rf"R4.BRI.7 was checked at 3 months already \(#{seq}\); undo that entry"):
        check(house, 3, Sustainment.LAPSED)


def test_only_what_is_signed_off_is_checked(house: House) -> None:
    with pytest.raises(Refusal, match="is planned; to record a check that an action is sustained it must be signed"):
        check(house, 3, Sustainment.SUSTAINED)
    signed(house)
    house.on("2022-10-04")
    for who, role in (("P3", "a contributor"), ("P4", "a partnership executive member")):
        with pytest.raises(Refusal, match=rf"{who} is {role}.* and may not record a check that an action is sustained"):
            check(house, 3, Sustainment.SUSTAINED, who=who)


def test_screens_say_why_no_check_can_be_recorded_now(house: House) -> None:
    def why() -> str | None:
        return possible.why_not(house.at(), "sustainment.checked", REF)

    assert why() == f"{REF} is planned; to record a check that an action is sustained it must be signed off."
    signed(house)
    assert (
        why()
        == f"The check of {REF} at 3 months falls due on 4 October 2022; it can be recorded from 4 September 2022."
    )
    house.on("2023-07-04")
    assert why() is None
    for months in (3, 6, 12):
        check(house, months, Sustainment.SUSTAINED)
    assert why() == f"{REF} has had every check after its sign-off."


def test_evidence_that_runs_out_lowers_what_is_said_too(house: House) -> None:
    piece = NewEvidence(
        "A protocol", EvidenceKind.AUDIT, custodian="a council", place="a folder", until=date(2022, 12, 31)
    )
    ref = evidence.add(house.at(), piece, targets=[REF], shows=Difference.PRACTICE).ref
    evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="sound")
    actions.edit(house.at(), REF, why="x", review_on=date(2023, 1, 31))
    delivery.claim_complete(house.at(), REF, note="done", difference=Difference.PRACTICE)
    house.on("2022-12-31")
    assert shown(house)["difference"] == "practice"
    house.on("2023-01-01")
    assert shown(house)["difference"] == "not_shown"
