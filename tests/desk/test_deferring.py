"""A body that puts a decision off: it stays asked, is wanted by a later day, and the minute and the reason stand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.house import House
from tracker.desk import deciding, deferring, meetings, trail
from tracker.desk.deciding import Minute
from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.model import dates
from tracker.register import checks, history, showing
from tracker.reports import preview

REF = "R4.BRI.7"


@pytest.fixture
def asked(house: House) -> str:
    """A revised date asked of Bristol's executive by its meeting G2, which was held on 1 October."""
    ref = deciding.request_revision(house.at(), REF, dates.parse("31 March 2023"), why="Schools answer late.",
                                    wanted_by=date(2022, 10, 1)).ref  # fmt: skip
    house.on("2022-10-03")
    return ref


def test_it_stays_asked_and_is_wanted_by_the_bodys_next_meeting(house: House, asked: str) -> None:
    meetings.add_meeting(house.at(), "BRI-EXEC", date(2022, 12, 15), cut_off=date(2022, 12, 1))
    done = deferring.defer(house.at(), asked, minute="minute 6", why="The figures come in November.", meeting="G2")
    (entry,) = done.entries
    assert (entry.act, entry.on, entry.occurred_on) == ("decision.deferred", (asked, REF), "2022-10-01")
    assert entry.facts == {"wanted_by": {"from": "2022-10-01", "to": "2022-12-15"}, "deferred_at": "G2"}
    with house.position() as position:
        now = showing.show(position, asked)
        (line,) = history.some(position, [entry.seq]).values()
        overdue = [finding.ref for finding in checks.findings(position) if finding.rule == "C9"]
    assert (now["state"], now["wanted_by"], now["decided_on"]) == ("asked", "2022-12-15", None)
    assert line.texts == {"minute": "minute 6", "why": "The figures come in November."}
    assert line.words == f"recorded that {asked} was put off"
    assert overdue == []
    agreed = Minute("BRI-EXEC", "minute 3", ("ASP",), occurred_on=date(2022, 10, 2))
    deciding.decide(house.at(), asked, agreed=True, minute=agreed)


def test_the_report_says_how_often_it_was_put_off(house: House, asked: str) -> None:
    for meeting, until in (("G2", date(2022, 10, 20)), (None, date(2022, 12, 15))):
        deferring.defer(house.at(), asked, minute="m", why="w", meeting=meeting, until=until)
    session = Session(house.path, who="P1", via="tester", clock=house.clock)
    assert "15 December 2022 (put off on 1 October 2022 and 3 October 2022)" in preview(session, "assurance")


def test_undoing_it_brings_the_day_back(house: House, asked: str) -> None:
    deferring.defer(house.at(), asked, minute="m", why="w", meeting="G2", until=date(2022, 12, 15))
    trail.undo(house.at(), why="On the wrong one.")
    with house.position() as position:
        assert showing.show(position, asked)["wanted_by"] == "2022-10-01"


def test_a_deferral_needs_a_later_day_a_minute_and_an_open_request(house: House, asked: str) -> None:
    def refused(words: str, **changes: object) -> None:
        given = {"minute": "m", "why": "w", "meeting": "G2", "until": date(2022, 12, 15), **changes}
        with pytest.raises(Refusal, match=words):
            deferring.defer(house.at(), asked, **given)  # type: ignore[arg-type]

    refused("No meeting of BRI-EXEC after 1 October 2022 is entered", until=None)
    refused("put off on 1 October 2022, so it is wanted by a later day than 1 October 2022", until=date(2022, 10, 1))
    refused("The minute reference is missing", minute=" ")
    refused("The reason is missing", why="")
    with pytest.raises(Refusal, match="P6 is an auditor and may not record that a decision was put off"):
        deferring.defer(house.at("P6"), asked, minute="m", why="w", until=date(2022, 12, 15))
    deciding.withdraw_request(house.at(), asked, why="Not needed.")
    refused(f"{asked} is withdrawn already")
