"""No sentence of a report says more than the record bears out, hides what speaks against it, or contradicts another."""

from __future__ import annotations

from datetime import date

import pytest

from tests.house import House
from tests.reports.scopes import BRI, SGL, Scoped, scoped
from tracker import reports
from tracker.desk import actions, deciding, delivery, evidence, measures, sustaining
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.delivery import Received
from tracker.desk.evidence import NewEvidence
from tracker.desk.measures import NewMeasure
from tracker.desk.session import Session
from tracker.model import dates
from tracker.model.vocabulary import (
    Assurance,
    Difference,
    Direction,
    EvidenceKind,
    EvidenceState,
    Rating,
    Sustainment,
)
from tracker.reports.views import ahead, causes, decisions, difference, exceptions, published, standing, year
from tracker.reports.views import measures as measured

__all__ = ["scoped"]

JULY = "2022-07-20"


def voice(house: House, ref: str, shows: Difference) -> str:
    """An accepted piece of what families said, with nothing of what they said written down."""
    new = NewEvidence("what families said", EvidenceKind.VOICE, custodian="council", place="file 2")
    piece = evidence.add(house.at(), new, targets=[ref], shows=shows).ref
    evidence.review(house.at("P6"), piece, EvidenceState.ACCEPTED, why="sound")
    return piece


def sign_off(house: House, ref: str) -> None:
    minute = Minute("SGL-EXEC", "minute 8", ("SGC", "ICB"), occurred_on=house.now.date())
    deciding.sign_off(house.at(), ref, minute)


def lapsed(house: House) -> str:
    """An action whose families spoke of better outcomes, signed off and found not sustained a quarter later."""
    house.on(JULY)
    piece = voice(house, SGL, Difference.OUTCOMES)
    delivery.claim_complete(house.at(), SGL, note="done", difference=Difference.OUTCOMES)
    sign_off(house, SGL)
    house.on("2022-10-20")
    sustaining.check(house.at(), SGL, 3, Sustainment.LAPSED, note="it stopped", received=Received("internal audit"))
    return piece


def test_work_that_did_not_last_is_said_beside_what_counts_as_done(house: House, scoped: Scoped) -> None:
    lapsed(house)
    assert standing.is_green_done(scoped("SGL")).endswith(
        f"Of what is signed off, {SGL} was found not sustained by the last check."
    )
    assert published.sentence(scoped("SGL")).endswith(f"{SGL} was found not sustained by the last check.")
    part = next(part for part in published.parts(scoped("SGL")) if part.heading.startswith("R4"))
    assert part.actions is not None
    assert {row[0]: row[-1] for row in part.actions.rows}[SGL] == ("signed off; not sustained, as the last check found")


def test_a_check_that_finds_it_lasting_takes_the_warning_away(house: House, scoped: Scoped) -> None:
    lapsed(house)
    house.on("2023-01-20")
    sustaining.check(house.at(), SGL, 6, Sustainment.SUSTAINED, note="back", received=Received("internal audit"))
    assert standing.less_than_done(scoped("SGL")) == ""


def test_work_that_a_minute_alone_signed_off_is_not_said_to_rest_on_evidence(house: House, scoped: Scoped) -> None:
    house.on(JULY)
    ref = actions.add(house.at(), "R4", "SGL", NewAction(title="light", lead="ASP", assurance=Assurance.LIGHT)).ref
    delivery.claim_complete(house.at(), ref, note="done", difference=Difference.DELIVERED)
    sign_off(house, ref)
    assert standing.less_than_done(scoped("SGL")) == f"{ref} rests on a minute alone, without accepted evidence"
    for each in ("X.ALL.1", "X.ALL.2", "X.ALL.3", SGL):
        actions.withdraw(house.at(), each, why="carried in others")
    assert standing.is_green_done(scoped("SGL")).startswith(
        "By the record, yes: every action in the plan (1) is signed off. But "
    )


def test_what_families_said_claims_no_more_than_is_said_of_the_action(house: House, scoped: Scoped) -> None:
    piece = lapsed(house)
    found = difference.voice(scoped())
    assert found.said.startswith(
        f"1 piece of accepted evidence comes from children, young people or families. What was told is not written "
        f"down for {piece}."
    )
    assert found.table is not None
    assert found.table.rows[0][-1] == f"{SGL}: delivered only (the evidence spoke of better outcomes for children)"


def test_whoever_is_asked_to_sign_off_reads_what_is_claimed_and_not_shown(house: House, scoped: Scoped) -> None:
    house.on(JULY)
    voice(house, SGL, Difference.PRACTICE)
    delivery.claim_complete(house.at(), SGL, note="done", difference=Difference.OUTCOMES)
    page = decisions.decisions(scoped("SGL")).page
    assert page[0].endswith("The owner claims: better outcomes for children; so far shown: practice changed.")
    voice(house, SGL, Difference.OUTCOMES)
    assert "claims" not in decisions.decisions(scoped("SGL")).page[0]


def test_a_sign_off_that_was_not_given_is_a_return_wherever_it_stands(house: House, scoped: Scoped) -> None:
    house.on(JULY)
    delivery.claim_complete(house.at(), SGL, note="done", difference=Difference.DELIVERED)
    minute = Minute("SGL-EXEC", "minute 9", ("SGC", "ICB"), occurred_on=house.now.date())
    deciding.return_claim(house.at(), SGL, minute, why="show figures")
    assert decisions.decisions(scoped("SGL")).became == "What became of the last, so far: returned: D1."
    table = year.decided(scoped("SGL"), year.Period(date(2022, 1, 1), house.now.date()))
    assert table is not None
    assert table.rows[0][4] == "returned"


def test_an_older_note_does_not_stand_beside_a_pause_that_contradicts_it(house: House, scoped: Scoped) -> None:
    house.on(JULY)
    delivery.record_progress(house.at(), BRI, note="panel restarted", rating=Rating.AMBER)
    house.on("2022-07-25")
    actions.pause(house.at(), BRI, why="waits for the protocol", review_on=date(2023, 3, 1))
    assert causes.last_notes(scoped(), [BRI]) == {BRI: "paused on 25 July 2022: waits for the protocol"}
    table = exceptions.exceptions(scoped("BRI")).off_track
    assert table is not None
    row = next(row for row in table.rows if row[0].startswith(BRI))
    assert row[-1] == "paused on 25 July 2022: waits for the protocol"
    house.on("2022-08-20")
    delivery.record_progress(house.at(), BRI, note="protocol signed", rating=Rating.AMBER)
    assert causes.last_notes(scoped(), [BRI]) == {BRI: "note of 20 August 2022: protocol signed"}


def test_a_pause_does_not_hide_that_the_date_has_passed(house: House, scoped: Scoped) -> None:
    house.on(JULY)
    actions.pause(house.at(), SGL, why="waits", review_on=date(2023, 3, 1))
    assert "(past the due date" not in ahead.forecast(scoped("SGL"))
    house.on("2022-08-01")
    assert "paused or only proposed 1 (past the due date: 1)" in ahead.forecast(scoped("SGL"))


@pytest.mark.parametrize(("caveat", "said"), [(None, "reached"), ("an offer", "reached, but: an offer")])
def test_a_target_is_not_said_to_be_reached_without_the_caveat(
    house: House, scoped: Scoped, caveat: str | None, said: str
) -> None:
    house.on(JULY)
    new = NewMeasure(
        "Hours until a worker comes", "hours", Direction.LOWER, serves=("R4",), areas=("SGL",), target="24"
    )
    ref = measures.add_measure(house.at(), new).ref
    measures.add_reading(house.at(), ref, "24", date(2022, 7, 1), date(2022, 7, 2), caveat=caveat)
    table = measured.measures(scoped("SGL")).against
    assert table is not None
    assert {row[0].split(":")[0]: row[-1] for row in table.rows}[ref] == said


def test_the_first_page_names_what_it_has_no_room_for(house: House, scoped: Scoped) -> None:
    """The seventh worst may be the only one that its owner reports red."""
    house.on("2022-11-20")
    made = [
        actions.add(house.at(), "R5", "NSO", NewAction(title=f"late {n}", lead="NSC", due=dates.parse("July 2022"))).ref
        for n in range(5)
    ]
    owned = actions.add(house.at(), "R5", "NSO", NewAction(title="red", lead="NSC", due=dates.parse("2023"))).ref
    delivery.record_progress(house.at(), owned, note="not begun", rating=Rating.RED)
    found = exceptions.exceptions(scoped("NSO"))
    assert [line.split(": ")[1].split(",")[0] for line in found.worst] == made
    assert found.further == f"1 more stands in the part Off track and exceptions: {owned}."


def test_the_sources_are_not_said_to_name_nothing_where_they_name_what_already_exists(example: Session) -> None:
    """R3 of Bristol holds existing provision, R5 of North Somerset an action that was not accepted; R9 nothing."""
    text = reports.preview(example, "yearly")
    assert "- R3: nothing is in the plan of South Gloucestershire (no action named in the sources)." in text
    assert "- R3: nothing is in the plan of Bristol." in text
    assert "- R5: nothing is in the plan of North Somerset." in text
    everywhere = "Bristol, South Gloucestershire and North Somerset (no action named in the sources)."
    assert f"- R9: nothing is in the plan of {everywhere}" in text


def test_an_agency_reads_what_is_asked_and_not_only_why(example: Session) -> None:
    text = reports.preview(example, "agency", subject="ASP")
    assert "D12: Agree a revised date for R4.SGL.1: 31 March 2023. Reason given: " in text


def test_open_queries_are_counted_of_all_queries(example: Session) -> None:
    """Q1 is closed; Q2 and Q3 are not."""
    assert "\n2 of 3 queries are open.\n" in reports.preview(example, "evidence-trail")


def test_evidence_of_delivery_does_not_make_unfinished_work_read_as_delivered(house: House, scoped: Scoped) -> None:
    """The body returned the claim; what was claimed of the difference, and the evidence, are there still."""
    house.on(JULY)
    voice(house, SGL, Difference.DELIVERED)
    delivery.claim_complete(house.at(), SGL, note="done", difference=Difference.DELIVERED)
    for words in ("delivered only", "delivered only (the action is not complete)"):
        internal, public = difference.made(scoped("SGL")).shown, published.difference(scoped("SGL"))
        assert internal is not None
        assert public is not None
        assert [row[2] for row in (*internal.rows, *public.rows)] == [words, words]
        if words == "delivered only":
            minute = Minute("SGL-EXEC", "minute 9", ("SGC", "ICB"), occurred_on=house.now.date())
            deciding.return_claim(house.at(), SGL, minute, why="show figures")
