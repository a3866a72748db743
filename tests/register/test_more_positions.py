"""Positions at their edges: counts that tie with lists, findings under the right area, looking back after undoing."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest

from tests.house import House
from tracker.desk import actions, deciding, delivery, evidence, measures, meetings, plan, succession, trail
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.desk import Refusal
from tracker.desk.evidence import NewEvidence
from tracker.model import dates
from tracker.model.vocabulary import (
    Area,
    Assurance,
    Basis,
    DecisionKind,
    EvidenceKind,
    EvidenceState,
    Rating,
    RiskState,
)
from tracker.register import checks, filters, history, listing, status
from tracker.register.position import Position
from tracker.register.schema import TABLES
from tracker.register.showing import show
from tracker.register.status import Cell

REF = "R4.BRI.7"


def cell(house: House, recommendation: str = "R4", area: str = "BRI") -> Cell:
    with house.position() as position:
        return next(line for line in status.matrix(position) if line.ref == recommendation).areas[area]


def counted(house: House, query: str) -> int:
    with house.position() as position:
        return listing.count(position, filters.parse(query))


def found(house: House, rule: str, ref: str) -> list[checks.Finding]:
    with house.position() as position:
        return [finding for finding in checks.findings(position) if (finding.rule, finding.ref) == (rule, ref)]


# -- counts tie with lists -------------------------------------------------------------------------------------------


def a_year_of_everything(house: House) -> None:
    """One action of each fate in Bristol's part of R4."""
    desk = house.at()
    for number in range(8, 14):
        actions.add(desk, "R4", "BRI", NewAction(f"number {number}", lead="BCC", assurance=Assurance.LIGHT))
    for number, rating in ((8, Rating.GREEN), (9, Rating.AMBER), (10, Rating.RED), (11, Rating.GREEN)):
        delivery.record_progress(desk, f"R4.BRI.{number}", note="x", rating=rating)
    delivery.claim_complete(desk, "R4.BRI.8", note="done")
    deciding.sign_off(desk, "R4.BRI.8", Minute("BRI-EXEC", "m", ("ASP",)))
    delivery.claim_complete(desk, "R4.BRI.9", note="done")
    actions.withdraw(desk, "R4.BRI.11", why="no longer wanted")
    actions.withdraw(desk, "R4.BRI.4", why="the service closed")
    succession.merge(desk, ["R4.BRI.12"], into="R4.BRI.13", why="one piece of work")
    house.on("2022-12-15")


ENDED = "status:superseded,not_accepted,withdrawn"


def test_every_count_of_a_cell_is_the_length_of_a_list(house: House) -> None:
    a_year_of_everything(house)
    here = cell(house)
    ended = counted(house, f"R4.BRI plan {ENDED}")
    assert ended == here.ended == 2
    assert counted(house, "R4.BRI plan") == here.actions + ended
    assert counted(house, "R4.BRI basis:existing_provision") == here.existing
    assert counted(house, "R4.BRI unconfirmed") == here.unconfirmed
    assert counted(house, "R4.BRI overdue") == here.overdue
    assert counted(house, "R4.BRI disagree") == here.disagree
    assert counted(house, "R4.BRI plan unreported") == here.actions + ended - here.reported_by
    for rating in Rating:
        assert counted(house, f"R4.BRI check:{rating.value}") == here.counts.get(rating.value, 0)
        assert counted(house, f"R4.BRI reported:{rating.value}") == here.reported_counts.get(rating.value, 0)
    assert here.reported_counts == {"blue": 1, "amber": 1, "red": 1}


def test_a_link_that_can_no_longer_be_confirmed_is_not_asked_for(house: House) -> None:
    before = cell(house).unconfirmed
    words = found(house, "C15", "R4")[0].words
    actions.withdraw(house.at(), "R4.BRI.4", why="the service closed")
    assert cell(house).unconfirmed == before - 1 == counted(house, "R4.BRI unconfirmed")
    assert found(house, "C15", "R4")[0].words != words


def test_evidence_expected_of_a_split_action_is_counted_once_for_each_part(house: House) -> None:
    assert cell(house).expected == 1
    evidence.add(house.at(), NewEvidence("x", EvidenceKind.AUDIT, custodian="a", place="b"), targets=[REF])
    succession.split(house.at(), REF, ["one", "two"], why="two owners")
    assert (cell(house).expected, cell(house).held) == (2, 0)


# -- findings --------------------------------------------------------------------------------------------------------


def test_a_finding_stands_under_the_area_of_what_it_is_about(house: House) -> None:
    wide = measures.add_risk(house.at(), "of two", areas=["SGL", "NSO"], review_on=date(2022, 7, 5)).ref
    narrow = measures.add_risk(house.at(), "of one", areas=["SGL"], review_on=date(2022, 7, 5)).ref
    here = NewEvidence("x", EvidenceKind.AUDIT, custodian="a", place="b")
    of_one = evidence.add(house.at(), here, targets=[REF]).ref
    of_two = evidence.add(house.at(), here, targets=[REF, "R4.SGL.1"]).ref
    asked = meetings.ask(
        house.at(), DecisionKind.OTHER, body="JOINT-EXEC", about=["R4"], asked="x", wanted_by=date(2022, 7, 6)
    ).ref
    house.on("2022-12-01")
    places = {
        ref: found(house, rule, ref)[0].area
        for rule, ref in (("C19", wide), ("C19", narrow), ("C8", of_one), ("C8", of_two), ("C9", asked))
    }
    assert places == {wide: "ALL", narrow: "SGL", of_one: "BRI", of_two: "ALL", asked: "ALL"}
    with house.position() as position:
        of_nso = {finding.ref for finding in checks.findings(position, "NSO")}
    assert {wide, asked} <= of_nso
    assert not {narrow, of_one} & of_nso


# -- words that were typed differently -------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Zoë", "Zoe\u0308", "nai\u0308ve", "naive"])
def test_letters_are_found_however_they_were_typed(typed: str, house: House) -> None:
    actions.edit(house.at(), REF, texts={"title": "Zoë’s naïve idea"})
    assert counted(house, typed) == 1


@pytest.mark.parametrize("query", ["owner:\udcff", "rec:\udcff", "partner:a\0b", 'owner:"\'; DROP TABLE action; --"'])
def test_a_filter_of_broken_bytes_finds_nothing(query: str, house: House) -> None:
    assert counted(house, query) == 0
    assert counted(house, "R4.BRI") > 0


def test_a_trail_of_broken_bytes_is_empty(house: House) -> None:
    with house.position() as position:
        assert history.lines(position, history.Wanted(ref="\udcff")) == []


def test_other_work_of_one_area_can_be_shown(house: House) -> None:
    with house.position() as position:
        assert {line["area"] for line in show(position, "X.BRI")["actions"]} == {"BRI"}


# -- a crash ---------------------------------------------------------------------------------------------------------

CRASH = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size=2")
db.execute("BEGIN IMMEDIATE")
for n in range(2000):
    db.execute("INSERT INTO text(digest, salt, body) VALUES (?, x'00', ?)", [str(n), "x" * 500])
os._exit(9)
"""


def test_a_register_can_be_read_after_a_crash_in_the_middle_of_an_append(house: House) -> None:
    subprocess.run([sys.executable, "-c", CRASH, str(house.path)], check=False)
    assert house.path.with_name("tracker.db-journal").stat().st_size > 0
    with house.position() as position:
        assert position.size == house.size
        assert position.value("SELECT count(*) FROM text WHERE digest = '0'") == 0


# -- looking back ----------------------------------------------------------------------------------------------------


def tables(position: Position) -> dict[str, list[str]]:
    return {name: sorted(map(repr, position.rows(f"SELECT * FROM {name}"))) for name in TABLES}


def random_acts(house: House, seed: int, acts: int) -> None:
    """Whatever people may try on a few actions, refused or not, with many undoings, over some weeks."""
    chance = random.Random(seed)
    day = date(2022, 7, 4)
    desk = house.at()
    minute = Minute("BRI-EXEC", "m", ("ASP",))

    def one() -> str:
        with house.position() as position:
            rows = position.rows("SELECT ref FROM action WHERE void = 0 AND ref LIKE 'R4.BRI.%' ORDER BY sort")
        return str(chance.choice(rows)["ref"])

    def recent() -> str:
        with house.position() as position:
            rows = position.rows("SELECT ref FROM evidence WHERE void = 0 ORDER BY seq DESC LIMIT 4")
        return str(chance.choice(rows)["ref"])

    due = (dates.parse("March 2023"), dates.parse("30/11/22"))
    tries: list[Callable[[], object]] = [
        lambda: actions.add(desk, "R4", "BRI", NewAction("x", basis=chance.choice(list(Basis)), lead="BCC")),
        lambda: actions.edit(desk, one(), texts={"title": chance.choice("abcd")}, expects=[EvidenceKind.AUDIT]),
        lambda: actions.adopt(desk, one(), lead="BCC", due=chance.choice(due), why="x"),
        lambda: actions.confirm_mapping(desk, one(), recommendation=chance.choice(("R4", "R5")), why="x"),
        lambda: delivery.record_progress(desk, one(), note="x", rating=chance.choice(list(Rating))),
        lambda: delivery.add_milestone(desk, one(), "x", chance.choice(due)),
        lambda: delivery.claim_complete(desk, one(), note="x"),
        lambda: delivery.correct_date(desk, one(), right=chance.choice(due), why="x"),
        lambda: delivery.reopen(desk, one(), why="x"),
        lambda: deciding.revise(desk, one(), chance.choice(due), minute, why="x"),
        lambda: deciding.sign_off(desk, one(), minute),
        lambda: deciding.return_claim(desk, one(), minute, why="x"),
        lambda: succession.split(desk, one(), ["x", "y"], why="x"),
        lambda: succession.merge(desk, [one()], into=one(), why="x"),
        lambda: evidence.add(desk, NewEvidence("x", EvidenceKind.AUDIT, custodian="a", place="b"), targets=[one()]),
        lambda: evidence.review(house.at("P6"), recent(), EvidenceState.ACCEPTED, why="x"),
        lambda: evidence.link(desk, recent(), [one()]),
        lambda: measures.change_risk(desk, "K1", chance.choice(list(RiskState)), why="x"),
        lambda: plan.change_settings(desk, {"slip_amber_days": chance.randrange(5, 99)}, why="x"),
        lambda: plan.bind_numbers(desk, "R4", [str(chance.randrange(1, 9))], source="x"),
    ]
    for _ in range(acts):
        if chance.random() < 0.2:
            day = date.fromordinal(day.toordinal() + chance.randrange(1, 4))
            house.on(day.isoformat())
        attempt = (lambda: trail.undo(desk)) if chance.random() < 0.25 else chance.choice(tries)
        with suppress(Refusal):
            attempt()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_done_and_undone_the_past_replays_to_the_present(seed: int, house: House) -> None:
    random_acts(house, seed, 60)
    with house.position() as live:
        assert live.size > house.size
        now = tables(live)
        with house.position(as_at=house.now.date()) as today, house.position(known_at=live.size) as known:
            assert tables(today) == now
            assert tables(known) == now
        with house.position(known_at=house.size) as before:
            assert all(area.value in line.areas for line in status.matrix(before) for area in Area)


@pytest.mark.parametrize("seed", range(4, 6))
def test_every_day_of_a_busy_month_can_be_asked_about(seed: int, house: House) -> None:
    random_acts(house, seed, 60)
    for day in range(date(2022, 7, 4).toordinal(), house.now.date().toordinal() + 1, 9):
        with house.position(as_at=date.fromordinal(day)) as position:
            checks.findings(position)
            assert not position.rows("SELECT ref FROM milestone WHERE action NOT IN (SELECT ref FROM action)")
            assert not position.rows("SELECT ref FROM evidence_link WHERE ref NOT IN (SELECT ref FROM evidence)")
            for row in position.rows("SELECT ref FROM action WHERE void = 0 AND ref LIKE 'R4.BRI.%'"):
                assert show(position, row["ref"])["ref"] == row["ref"]
