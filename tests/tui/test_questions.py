"""Questions that the screens ask: names, registers, the trail's filter, completion, what can be done and why not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.house import House
from tracker.desk import delivery, evidence
from tracker.desk.evidence import NewEvidence
from tracker.desk.possible import why_not, why_not_unchanged
from tracker.model.vocabulary import EvidenceKind, Rating
from tracker.register import history, listing, naming, registers, trail_filter
from tracker.register.completing import candidates, complete, known
from tracker.register.filters import FilterError, parse
from tracker.register.rules import disagree


def test_titles_of_every_kind(house: House) -> None:
    delivery.claim_complete(house.at(), "R4.BRI.7", note="Done.")
    with house.position() as position:
        found = naming.titles(position, ["R4.BRI.7", "R4", "G1", "P6", "D1", "M1", "K1", "E1", "#3", "R4.BRI.99", "x"])
    assert found["R4.BRI.7"] == "An agreed action"
    assert found["G1"] == "BRI-EXEC, 1 July 2022"
    assert found["P6"] == "auditor"
    assert found["D1"].startswith("Sign off R4.BRI.7")
    assert set(found) == {"R4.BRI.7", "R4", "G1", "P6", "D1", "M1", "K1", "E1"}


@pytest.mark.parametrize(
    ("typed", "first"),
    [("r4.bri.7", "R4.BRI.7"), ("R4.B", "R4.BRI.1"), ("m1", "M1"), ("#12", "#12"), ("weapons in", "R4.BRI.4")],
)
def test_references_that_are_meant(house: House, typed: str, first: str) -> None:
    with house.position() as position:
        assert naming.matching(position, typed)[0].ref == first


@pytest.mark.parametrize("typed", ["", " ", "#", "#99999", '"', "[/]", "\x1b", "%"])
def test_what_means_nothing_finds_nothing(house: House, typed: str) -> None:
    with house.position() as position:
        assert naming.matching(position, typed) == []


def test_an_agency_that_ended_names_its_successor(house: House) -> None:
    with house.position() as position:
        names = naming.agencies(position)
        assert names["CCG"].endswith("(now ICB)")
        assert naming.ended(names["CCG"])
        assert not naming.ended(names["BCC"])


def test_the_references_of_a_list_and_its_lines_are_the_page(house: House) -> None:
    with house.position() as position:
        chosen = parse("rec:R4")
        refs = listing.refs(position, chosen, sort="due")
        lines = listing.lines(position, refs)
        assert [lines[ref] for ref in refs] == listing.page(position, chosen, sort="due")


def test_what_awaits_review_comes_first_in_the_register_of_evidence(house: House) -> None:
    new = NewEvidence(title="Audit", kind=EvidenceKind.AUDIT, custodian="auditor", place="council")
    ref = evidence.add(house.at(), new, targets=["R4.BRI.7"]).ref
    with house.position() as position:
        assert registers.evidence(position)[0] == ref
        assert registers.evidence(position, "BRI", "audit") == [ref]
        assert ref not in registers.evidence(position, "SGL")
        assert registers.evidence_lines(position, [ref])[ref].more == ("R4.BRI.7",)


def test_what_is_asked_comes_before_meetings_newest_first(house: House) -> None:
    delivery.claim_complete(house.at(), "R4.BRI.7", note="Done.")
    with house.position() as position:
        assert registers.meetings(position) == ["D1", "G2", "G1"]
        assert registers.meetings(position, "SGL") == []


def test_the_trail_is_asked_for_in_words(house: House) -> None:
    wanted = trail_filter.parse('R4.BRI.7 by:p1 area:bri act:action since:2022-07-01 until:"July 2022"')
    assert (wanted.ref, wanted.by, wanted.area, wanted.act) == ("R4.BRI.7", "P1", "BRI", "action")
    assert (wanted.since, wanted.until) == (date(2022, 7, 1), date(2022, 7, 31))
    with house.position() as position:
        (seq,) = history.seqs(position, wanted)
        assert history.some(position, [seq])[seq].words == "added the action R4.BRI.7"


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("R4 xyz", 3, 6, "write a reference, or one of"),
        ("R4 R5", 3, 5, "R4 is asked for already"),
        ("by:nobody", 0, 9, "it is not a person"),
        ("area:XX", 0, 7, "'XX' is not an area: BRI Bristol, SGL South Gloucestershire, NSO North"),
        ("act:dance", 0, 9, "there is no such act"),
        ("since:31/9/22", 0, 13, "September has 30 days"),
        ("foo:bar", 0, 7, "there is no field"),
        ("by:", 0, 3, "'by' needs a value"),
    ],
)
def test_a_wrong_word_of_the_trails_filter_is_pointed_at(text: str, start: int, end: int, words: str) -> None:
    with pytest.raises(FilterError) as caught:
        trail_filter.parse(text)
    assert (caught.value.start, caught.value.end) == (start, end)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [("ov", "overdue"), ("rec:R4 sta", "rec:R4 status:"), ("area:b", "area:BRI"), ("rag:r", "rag:red"), ("du", "due<"),
     ("", None), ("overdue ", None), ("zzz", None), ("area:", None), ('"ov', '"overdue')],
)  # fmt: skip
def test_the_last_word_of_a_filter_is_completed(typed: str, whole: str | None) -> None:
    assert complete(typed) == whole


def test_what_is_completed_can_be_read() -> None:
    for start in ("area:b", "rag:g", "check:a", "status:p", "basis:e", "mapping:u", "owner:p"):
        assert parse(complete(start) or "").clauses


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("due", ["due<", "due<=", "due>", "due>=", "due:"]),
        ("rec:R4 st", ["status:", "started<"]),
        ("area:", ["BRI", "SGL", "NSO", "ALL"]),
        ("area:BRI,s", ["SGL"]),
        ("-ov", ["overdue"]),
        ("lead:b", []),
        ("due<=20", ["2022-07-04"]),
        ("updated:n", ["none"]),
        ("rec:r1", ["R1"]),
        ("owner:heal", ["health"]),
        ("title words ", []),
        ("x:1", []),
    ],
)
def test_all_that_a_word_could_be_is_offered(house: House, typed: str, shown: list[str]) -> None:
    with house.position() as position:
        agencies = [code for code in naming.agencies(position) if code.startswith("B")]
        found = [one.shown for one in candidates(typed, known(position))]
    assert found == (agencies if typed == "lead:b" else shown)


def test_what_is_offered_stands_where_the_word_stood(house: House) -> None:
    with house.position() as position:
        held = known(position)
    assert [one.text for one in candidates("overdue -area:BRI,n", held)] == ["overdue -area:BRI,NSO"]
    for name in ("owner", "lead", "partner", "rec", "serves", "due", "difference", "status"):
        for one in candidates(f"{name}:", held):
            assert parse(one.text).clauses, one.text


def test_disagreement_is_a_report_that_is_better_than_the_dates() -> None:
    better = {(r, c) for r in ("red", "amber", "green", None) for c in ("red", "amber", "grey", "green", None)
              if disagree(r, c)}  # fmt: skip
    assert better == {("green", "red"), ("green", "amber"), ("amber", "red")}


@pytest.mark.parametrize(
    ("act", "ref", "words"),
    [
        ("progress.recorded", "R4.BRI.7", None),
        ("action.signed_off", "R4.BRI.7", "to record a sign-off it must be complete"),
        ("action.completed", "R4.BRI.1", "is existing provision"),
        ("action.adopted", "R4.BRI.7", "is an agreed action already"),
        ("date.corrected", "R4.BRI.1", "has no due date to correct"),
        ("action.added", "R4.BRI", None),
        ("evidence.reviewed", "E1", "is cited, not in hand"),
        ("evidence.received", "E1", None),
        ("decision.made", "D9", "There is no decision D9"),
        ("trail.reviewed", None, "is a partnership business manager and may not"),
    ],
)
def test_why_something_cannot_be_done(house: House, act: str, ref: str | None, words: str | None) -> None:
    found = why_not(house.at(), act, ref)
    assert found is None if words is None else words in str(found)


def test_no_change_needs_a_rating_to_keep(house: House) -> None:
    desk = house.at()
    assert "has no reported rating yet" in str(why_not_unchanged(desk, "R4.BRI.7"))
    delivery.record_progress(desk, "R4.BRI.7", note="Fine.", rating=Rating.GREEN)
    assert why_not_unchanged(desk, "R4.BRI.7") is None


def test_a_decision_and_an_achieved_milestone_are_settled(house: House) -> None:
    from tracker.desk import deciding
    from tracker.model import dates

    desk = house.at()
    milestone = delivery.add_milestone(desk, "R4.BRI.7", "Step", dates.parse("August 2022")).ref
    assert why_not(desk, "milestone.achieved", milestone) is None
    delivery.achieve_milestone(desk, milestone)
    assert why_not(desk, "milestone.achieved", milestone) == f"{milestone} is achieved already."
    ask = deciding.request_revision(desk, "R4.BRI.7", dates.parse("March 2023"), why="Late.").ref
    assert why_not(desk, "decision.made", ask) is None
    deciding.withdraw_request(desk, ask, why="Not needed.")
    assert why_not(desk, "decision.made", ask) == f"{ask} is withdrawn already."
