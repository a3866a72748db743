"""The date check, rule by rule, on both sides of each boundary; and the roll-up that never averages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.house import House
from tracker.desk import actions, deciding, delivery, meetings
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.model import dates
from tracker.model.vocabulary import Basis, Rating
from tracker.register import rules, status
from tracker.register.showing import show

REF = "R4.BRI.7"  # due 30 September 2022, added 4 July 2022; the executive met on 1 July and meets on 1 October
MINUTE = Minute("BRI-EXEC", "m", ("ASP",))


def milestone(h: House, due: str, *, critical: bool = False) -> None:
    delivery.add_milestone(h.at(), REF, "a step", dates.parse(due), critical=critical)


def revise(h: House, due: str) -> None:
    deciding.revise(h.at(), REF, dates.parse(due), MINUTE, why="x")


def pause(h: House) -> None:
    actions.pause(h.at(), REF, why="x", review_on=date(2022, 12, 1))


def without(h: House, **new: object) -> str:
    return actions.add(h.at(), "R4", "BRI", NewAction("another", **new)).ref  # type: ignore[arg-type]


Story = Callable[[House], str | None]

CASES: list[tuple[str, str, Story, str, str]] = [
    ("on its due date", "2022-09-30", lambda h: None, "D13", "green"),
    ("a day past its due date", "2022-10-01", lambda h: None, "D1", "red"),
    ("a milestone on its date", "2022-08-01", lambda h: milestone(h, "1 August 2022"), "D13", "green"),
    ("a milestone a day late", "2022-08-02", lambda h: milestone(h, "1 August 2022"), "D2", "amber"),
    ("a milestone 30 days late", "2022-08-31", lambda h: milestone(h, "1 August 2022"), "D2", "amber"),
    ("a milestone 31 days late", "2022-09-01", lambda h: milestone(h, "1 August 2022"), "D3", "red"),
    ("a critical milestone", "2022-08-02", lambda h: milestone(h, "1 August 2022", critical=True), "D3", "red"),
    (
        "a slip of 90 days",
        "2022-07-05",
        lambda h: revise(h, "29 December 2022"),
        "D13",
        "green",
    ),
    (
        "a slip of 91 days",
        "2022-07-05",
        lambda h: revise(h, "30 December 2022"),
        "D4",
        "amber",
    ),
    ("no owner", "2022-07-05", lambda h: without(h, due=dates.parse("March 2023")), "D9", "grey"),
    ("no date", "2022-07-05", lambda h: without(h, lead="BCC"), "D10", "grey"),
    (
        "ongoing, review to come",
        "2022-07-05",
        lambda h: without(h, lead="BCC", review_on=date(2022, 7, 5)),
        "D13",
        "green",
    ),
    (
        "ongoing, review passed",
        "2022-07-05",
        lambda h: without(h, lead="BCC", review_on=date(2022, 7, 4)),
        "D8",
        "grey",
    ),
    ("proposed", "2022-07-05", lambda h: without(h, basis=Basis.PROPOSED), "D11", "grey"),
    (
        "paused though overdue",
        "2022-10-05",
        pause,
        "D12",
        "grey",
    ),
]


@pytest.mark.parametrize(("name", "day", "story", "rule", "rating"), CASES, ids=[case[0] for case in CASES])
def test_each_rule_at_its_boundary(name: str, day: str, story: Story, rule: str, rating: str, house: House) -> None:
    if name.startswith("paused"):
        house.on("2022-09-01")
    ref = story(house) or REF
    house.on(day)
    with house.position() as position:
        found = show(position, ref)
    assert (found["rule"], found["date_check"]) == (rule, rating)


def test_a_claim_stops_the_clock_and_is_an_exception_after_thirty_days(house: House) -> None:
    delivery.claim_complete(house.on("2022-09-30").at(), REF, note="done")
    for day, rule in (("2022-10-30", "D6"), ("2022-10-31", "D7")):
        house.on(day)
        with house.position() as position:
            found = show(position, REF)
        assert (found["rule"], found["date_check"]) == (rule, "green")


def test_no_update_in_the_last_round_is_amber_at_best(house: House) -> None:
    """The round of 1 October closed on 17 September and opened on 17 June, the cut-off before it."""
    house.on("2022-09-01")
    deciding.revise(house.at(), REF, dates.parse("December 2022"), MINUTE, why="x")
    house.on("2022-09-30")
    with house.position() as position:
        assert show(position, REF)["rule"] == "D4"
    house.on("2022-09-01")
    ref = without(house, lead="BCC", due=dates.parse("December 2022"))
    for day, rule in (("2022-09-30", "D13"), ("2022-10-01", "D5")):
        house.on(day)
        with house.position() as position:
            assert show(position, ref)["rule"] == rule, day
    delivery.record_progress(house.at(), ref, note="late, but here", rating=Rating.GREEN)
    with house.position() as position:
        assert show(position, ref)["rule"] == "D13"


def test_an_update_before_the_cut_off_counts_for_its_round(house: House) -> None:
    house.on("2022-08-01")
    ref = without(house, lead="BCC", due=dates.parse("December 2022"))
    delivery.record_progress(house.at(), ref, note="in time", rating=Rating.GREEN)
    house.on("2022-11-01")
    with house.position() as position:
        assert show(position, ref)["rule"] == "D13"
    meetings.add_meeting(house.at(), "BRI-EXEC", date(2022, 11, 30), cut_off=date(2022, 11, 16))
    house.on("2022-12-01")
    with house.position() as position:
        assert show(position, ref)["rule"] == "D5"


def test_the_worst_is_said_with_its_cause_and_counts(house: House) -> None:
    without(house, lead="BCC", due=dates.parse("31 July 2022"))
    delivery.record_progress(house.at(), REF, note="x", rating=Rating.GREEN)
    house.on("2022-08-01")
    with house.position() as position:
        line = next(line for line in status.matrix(position) if line.ref == "R4")
    bristol = line.areas["BRI"]
    assert (bristol.date_check, bristol.cause_ref) == ("red", "R4.BRI.8")
    assert bristol.because == "R4.BRI.8: past its agreed due date and not complete"
    assert bristol.counts == {"red": 1, "green": 1}
    assert (bristol.actions, bristol.existing, bristol.reported, bristol.reported_by) == (2, 6, "green", 1)
    assert line.areas["NSO"].date_check is None
    assert line.areas["ALL"].actions == 0


def test_every_rule_has_words_and_its_own_number() -> None:
    named = [rule.id for rule in rules.RULES if rule.rating is not None]
    assert len(named) == len(set(named))
    for rule in named:
        assert rules.words(rule, rules.DEFAULT_SETTINGS)
