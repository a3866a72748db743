"""What became of an action since an earlier position, and what else the filter language says of rules and agencies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from itertools import product

import pytest

from tests.house import House
from tracker.desk import actions, deciding, delivery, evidence, trail
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.evidence import NewEvidence
from tracker.model import dates
from tracker.model.vocabulary import Basis, Difference, EvidenceKind, EvidenceState, Rating
from tracker.register import comparing, filters, history, listing, trail_filter, trend

BRI, SGL = "R4.BRI.7", "R4.SGL.1"


def refs(house: House, query: str) -> list[str]:
    with house.position() as position:
        return listing.refs(position, filters.parse(query))


def test_each_action_is_found_by_what_became_of_it(house: House) -> None:
    desk = house.at()
    dropped = actions.add(desk, "R5", "NSO", NewAction(title="dropped", lead="ASP")).ref
    proposal = actions.add(desk, "R5", "NSO", NewAction(title="a proposal", basis=Basis.PROPOSED)).ref
    actions.withdraw(desk, dropped, why="not needed")
    house.on("2022-07-05")
    desk = house.at()
    delivery.reopen(desk, dropped, why="needed after all")
    actions.decline(desk, proposal, why="no money")
    actions.adopt(desk, "R4.BRI.1", lead="BCC", why="agreed")
    fresh = actions.add(desk, "R5", "NSO", NewAction(title="a new one", lead="ASP")).ref
    through = actions.add(desk, "R5", "NSO", NewAction(title="came and went", lead="ASP")).ref
    actions.withdraw(desk, through, why="not needed")
    actions.add(desk, "R5", "NSO", NewAction(title="a slip", lead="ASP"))
    trail.undo(desk)
    since = "since:2022-07-04"
    assert refs(house, f"change:new {since}") == [fresh, through]
    assert refs(house, f"change:adopted {since}") == ["R4.BRI.1"]
    assert refs(house, f"change:reopened {since}") == [dropped]
    assert refs(house, f"change:added {since}") == sorted([fresh, through, dropped, "R4.BRI.1"])
    assert refs(house, f"change:closed {since}") == [proposal, through]
    assert refs(house, f"change:closed status:not_accepted {since}") == [proposal]
    opened = len(refs(house, f"change:was_open {since}"))
    assert opened + 4 - 2 == len(refs(house, "plan open"))


def test_a_rating_is_better_worse_or_only_given(house: House) -> None:
    delivery.record_progress(house.at(), BRI, note="well", rating=Rating.GREEN)
    house.on("2022-08-10")  # SGL, due in July, is red by its dates now
    delivery.record_progress(house.at(), BRI, note="badly", rating=Rating.RED)
    since = "since:2022-07-04"
    assert refs(house, f"change:worse {since}") == [BRI, SGL]
    house.on("2022-08-12")
    desk = house.at()
    deciding.revise(desk, SGL, dates.parse("August 2022"), Minute("SGL-EXEC", "minute 1", ("SGC",)), why="staff left")
    delivery.record_progress(desk, SGL, note="begun", rating=Rating.AMBER)
    # Its dates turned from red to green, but the first report is amber: neither better nor worse.
    assert refs(house, "change:better since:2022-08-11 basis:agreed") == []
    assert refs(house, f"change:rerated {since} basis:agreed") == [SGL]
    house.on("2022-08-13")
    delivery.record_progress(house.at(), SGL, note="well", rating=Rating.GREEN)
    assert refs(house, "change:better since:2022-08-12 basis:agreed") == [SGL]
    assert refs(house, "was:red since:2022-08-11 basis:agreed") == [SGL]


def test_the_entry_that_was_known_then_can_be_named(house: House) -> None:
    known = house.at().store.head().size
    delivery.record_progress(house.at(), BRI, note="late", rating=Rating.RED)
    assert refs(house, "change:rerated since:2022-07-04 basis:agreed") == []
    assert refs(house, f"change:rerated since:2022-07-04,#{known} basis:agreed") == [BRI]


def test_it_is_the_same_in_the_trail(house: House) -> None:
    house.on("2022-08-10")
    seq = delivery.record_progress(house.at(), BRI, note="badly", rating=Rating.RED).seq
    with house.position() as position:
        wanted = trail_filter.parse('of:"change:rerated since:2022-07-04 basis:agreed" act:progress')
        assert history.seqs(position, wanted) == [seq]


def test_a_later_change_is_seen_though_the_earlier_position_was_asked_for_before(house: House) -> None:
    with house.position() as position:
        chosen = filters.parse("change:rerated since:2022-07-04 basis:agreed")
        assert listing.refs(position, chosen) == []
        house.on("2022-07-05")
        delivery.record_progress(house.at(), BRI, note="badly", rating=Rating.RED)
        position.refresh(date(2022, 7, 5))
        assert listing.refs(position, chosen) == [BRI]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("change:worse", "'change' and 'was' compare with an earlier position: add since:2022-06-30"),
        ("was:red", "'change' and 'was' compare with an earlier position: add since:2022-06-30"),
        ("-change:worse", "'change' and 'was' compare with an earlier position: add since:2022-06-30"),
        ("change:better-ish since:2022-07-04", "'change:better-ish': 'better_ish' is none of: added, new, "),
        ("was:pink since:2022-07-04", "'was:pink': 'pink' is none of: red, amber, grey, green, blue"),
        ("change:worse since:2022-07-04,#x", "'since:2022-07-04,#x': after the day write an entry, like"),
        ("change:worse since:soon", "'since:soon': "),
        ("rule:X1", "'rule:X1': 'X1' is no rule of the date check; write one like D1"),
    ],
)
def test_what_cannot_be_compared_is_said(query: str, said: str) -> None:
    with pytest.raises(filters.FilterError) as caught:
        filters.parse(query)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("since", "said"),
    [("1999-01-01", "Nothing had occurred by 1 January 1999;"), ("2022-07-04,#999999", "There is no entry #999999;")],
)
def test_an_earlier_position_that_there_never_was_is_said(since: str, said: str, house: House) -> None:
    with pytest.raises(Exception, match=said):
        refs(house, f"change:worse since:{since}")


def test_a_minus_leaves_out_what_a_word_finds(house: House) -> None:
    everything = refs(house, "basis:agreed")
    assert everything == [BRI, SGL]
    assert refs(house, "basis:agreed -area:BRI") == [SGL]
    assert refs(house, "basis:agreed -reported:red,amber") == everything, "what has no rating is not red"
    delivery.record_progress(house.at(), BRI, note="badly", rating=Rating.RED)
    assert refs(house, "basis:agreed -reported:red,amber") == [SGL]
    assert refs(house, "basis:agreed -unreported") == [BRI]
    assert refs(house, "-plan") == refs(house, "basis:existing_provision")
    with pytest.raises(filters.FilterError, match="'BATH' is not an area"):
        filters.parse("-area:BATH")


def test_who_leads_and_who_takes_part_are_found_apart(house: House) -> None:
    joint = actions.add(house.at(), "R5", "ALL", NewAction(title="joint work", lead="ASP", partners=("BCC", "SGC"))).ref
    assert refs(house, "lead:ASP basis:agreed") == [SGL, joint]
    assert refs(house, "partner:sgc,nsc basis:agreed") == [joint]
    assert refs(house, "agency:BCC,SGC basis:agreed") == [BRI, joint]
    assert refs(house, "rule:D13 basis:agreed area:BRI,SGL") == [BRI, SGL]


def test_evidence_is_expected_in_hand_or_accepted(house: House) -> None:
    desk = house.at()
    assert refs(house, "expecting basis:agreed") == [BRI]
    piece = evidence.add(
        desk, NewEvidence("an audit", EvidenceKind.AUDIT, custodian="council", place="file 1"), targets=[BRI],
        shows=Difference.PRACTICE,
    ).ref  # fmt: skip
    assert (refs(house, "-unevidenced basis:agreed"), refs(house, "accepted basis:agreed")) == ([BRI], [])
    evidence.review(house.at("P6"), piece, EvidenceState.ACCEPTED, why="sound")
    assert refs(house, "accepted basis:agreed") == [BRI]


def test_every_word_of_change_has_a_meaning_that_people_read() -> None:
    assert all(words and not words.endswith(".") for words, _ in comparing.CHANGES.values())


def test_the_matrix_and_the_reports_tell_better_from_worse_alike() -> None:
    ratings = (None, *(rating.value for rating in Rating))
    every = list(product(ratings, repeat=4))
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE b(at INTEGER PRIMARY KEY, reported, date_check)")
        db.execute("CREATE TABLE a(at INTEGER PRIMARY KEY, reported, date_check)")
        db.executemany("INSERT INTO b(reported, date_check) VALUES (?, ?)", [(was[0], was[2]) for was in every])
        db.executemany("INSERT INTO a(reported, date_check) VALUES (?, ?)", [(now[1], now[3]) for now in every])
        asked = [row[0] for row in db.execute(f"SELECT {comparing.DIRECTION} FROM a JOIN b USING (at) ORDER BY at")]
    assert asked == [trend.went((reported, says), (was, is_)) for reported, says, was, is_ in every]
    assert trend.went((None, "red"), ("amber", "green")) == 0  # a first report of red is nothing better
    assert trend.went((None, "green"), ("amber", "green")) == 1
    assert trend.went(("green", "red"), ("red", "green")) == -1
