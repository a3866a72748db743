"""The example's queries, autumn 2022: one to and fro until it is closed, one answered, one that waits.  All made up."""

from __future__ import annotations

from datetime import date

from tracker.desk import queries
from tracker.desk.delivery import Received
from tracker.example.chapters_one import AUDITOR, BRISTOL, MEMBER, SCRUTINEER, SOUTH_GLOS
from tracker.example.teller import Teller, made_up
from tracker.register.history import Wanted, seqs


def late_autumn_2022(teller: Teller) -> None:
    """November 2022: the auditor presses for the ground of a green rating; the scrutineer asks about a late entry."""
    teller.day(2022, 11, 14)
    with teller.at(AUDITOR) as desk:
        queries.raise_query(
            desk,
            "R4.BRI.4",
            made_up("the date has passed: on what is the green rating based?"),
            wanted_by=date(2022, 11, 21),
        )
    with teller.at(SCRUTINEER) as desk:
        late = seqs(desk.now, Wanted(ref="R5.SGL.1", late=True))
        queries.raise_query(
            desk, f"#{late[0]}", made_up("why was this written down only months later?"), wanted_by=date(2022, 11, 28)
        )
    teller.day(2022, 11, 18)
    with teller.at(BRISTOL) as desk:
        queries.answer(
            desk,
            "Q1",
            made_up("on what the schools said at the last panel"),
            received=Received(made_up("head of service"), made_up("telephone call")),
        )
    with teller.at(AUDITOR) as desk:
        queries.press(
            desk, "Q1", made_up("what was said is no record; is there a minute?"), wanted_by=date(2022, 12, 2)
        )
    with teller.at(SOUTH_GLOS) as desk:
        queries.answer(desk, "Q2", made_up("the practice lead keeps a file that was read only in November"))
    _last_of_november(teller)


def _last_of_november(teller: Teller) -> None:
    """The auditor closes the first query; an executive member asks one that nobody answers in time."""
    teller.day(2022, 11, 30)
    with teller.at(BRISTOL) as desk:
        queries.answer(desk, "Q1", made_up("there is no minute; the next update will say what is in use and where"))
    with teller.at(AUDITOR) as desk:
        queries.close(desk, "Q1", made_up("the green rating rests on word of mouth; the date check stands beside it"))
    with teller.at(MEMBER) as desk:
        queries.raise_query(
            desk,
            "R6.ALL.6",
            made_up("which of the three areas tested disruption this year?"),
            wanted_by=date(2022, 12, 12),
        )
