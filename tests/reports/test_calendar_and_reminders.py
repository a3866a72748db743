"""Calendars that calendar programs read, and drafts that mail programs open: everything asked, nothing else."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest

from tests.house import House
from tests.model.hostile import HOSTILE
from tests.reports.test_hostile import hostile_drafts
from tracker.desk import actions, delivery, people
from tracker.desk.actions import NewAction
from tracker.desk.opening import open_register
from tracker.desk.session import Session
from tracker.model import dates
from tracker.model.vocabulary import Rating, Role
from tracker.register import timeline, updating
from tracker.register.filters import parse
from tracker.register.listing import page
from tracker.reports.data import calendar, reminders

NAME = "Quilliam Fotheringay-Phipps"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Session:
    path = tmp_path_factory.mktemp("hostile") / "tracker.db"

    def clock() -> datetime:
        return datetime(2022, 3, 31, 9, tzinfo=UTC)

    open_register(path, hostile_drafts, title="hostile", via="tester", begins=date(2022, 2, 1), clock=clock)
    return Session(path, via="tester", clock=clock)


def as_ics(session: Session, area: str | None = None) -> bytes:
    with session.position() as position:
        return calendar.as_ics(position, area)


def days(data: bytes) -> dict[str, Any]:
    found = icalendar.Calendar.from_ical(data)
    events = {str(event["UID"]).split("@")[0]: event for event in found.walk("VEVENT")}
    assert len(events) == data.count(b"BEGIN:VEVENT"), "every day has an identity of its own"
    return events


def test_the_calendar_holds_what_is_not_done_and_meetings_to_come(house: House) -> None:
    """4 July: G1 was held; G2 and its cut-off are to come; both actions are due."""
    with house.position() as position:
        points = {point.ref: point for point in timeline.points(position)}
        events = days(calendar.as_ics(position))
    assert {key for key in events if key.startswith("G")} == {"G2-meeting", "G2-cut-off"}
    assert {key.removesuffix("-due") for key in events if key.endswith("-due")} == set(points)
    due = events["R4.BRI.7-due"]
    assert (due["DTSTART"].dt, due["DTEND"].dt) == (date(2022, 9, 30), date(2022, 10, 1))
    assert str(due["SUMMARY"]) == "R4.BRI.7 due: An agreed action"
    assert events["G2-cut-off"]["DTSTART"].dt == date(2022, 9, 17)
    assert events["R4.SGL.1-due"]["DTSTART"].dt == date(2022, 7, 31), "July 2022 falls due on its last day"
    assert "Due by July 2022." in str(events["R4.SGL.1-due"]["DESCRIPTION"])


def test_what_is_done_leaves_the_calendar_and_what_is_late_stays(house: House) -> None:
    delivery.claim_complete(house.on("2022-08-03").at(), "R4.SGL.1", note="done")
    with house.on("2022-10-10").position() as position:
        events = days(calendar.as_ics(position))
    assert "R4.SGL.1-due" not in events
    assert "10 days late on 10 October 2022." in str(events["R4.BRI.7-due"]["DESCRIPTION"])
    assert not [key for key in events if key.startswith("G")], "the last meeting was on 1 October"


def test_a_calendar_of_one_area_has_joint_work_and_no_neighbour(example: Session) -> None:
    whole, north = days(as_ics(example)), days(as_ics(example, "NSO"))
    assert set(north) < set(whole)
    with example.position() as position:
        wanted = {point.ref for point in timeline.points(position, "NSO") if point.done is None}
    assert {key.removesuffix("-due") for key in north if key.endswith("-due")} == wanted
    assert "G15-meeting" in north  # of North Somerset's executive, on 15 December
    assert "G5-meeting" not in north


def test_the_same_position_gives_the_same_calendar_in_lines_that_programs_read(example: Session) -> None:
    data = as_ics(example)
    assert data == as_ics(example)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_hostile_titles_are_text_in_a_calendar(hostile: Session) -> None:
    data = as_ics(hostile)
    events = days(data)
    with hostile.position() as position:
        assert {point.ref for point in timeline.points(position)} <= {key.removesuffix("-due") for key in events}
    properties = {line.split(b":")[0].split(b";")[0] for line in data.split(b"\r\n") if line[:1] not in (b" ", b"")}
    assert properties == {
        b"BEGIN", b"END", b"VERSION", b"PRODID", b"CALSCALE", b"METHOD", b"X-WR-CALNAME", b"UID", b"DTSTAMP",
        b"DTSTART", b"DTEND", b"SUMMARY", b"DESCRIPTION", b"CATEGORIES", b"CLASS", b"TRANSP",
    }  # fmt: skip
    assert not set(data.decode("utf-8")) & set("\u202e\u200b\u2028\u0085\ufeff")


def test_an_empty_register_gives_an_empty_calendar_and_no_reminder(bare: Session) -> None:
    assert days(as_ics(bare)) == {}
    with bare.position() as position:
        assert reminders.drafts(position) == {}


# --- reminders --------------------------------------------------------------------------------------------------------


def mails(session: Session, area: str | None = None) -> dict[str, EmailMessage]:
    with session.position() as position:
        made = reminders.drafts(position, area)
        assert made == reminders.drafts(position, area)
    found = {name: email.message_from_bytes(data, policy=email.policy.default) for name, data in made.items()}
    assert all(isinstance(mail, EmailMessage) for mail in found.values())
    return found


def body(mail: EmailMessage) -> str:
    return str(mail.get_content())


def test_everything_that_is_asked_stands_in_just_one_draft(example: Session) -> None:
    """Updates asked for, late, or due within 30 days, by the register's own questions."""
    with example.position() as position:
        today = position.when.day
        asked = {ref for area in ("BRI", "SGL", "NSO", "ALL") for ref in updating.under_way(position, area).asked}
        lines = page(position, parse("plan status:planned,in_progress,paused"))
        soon = (today + timedelta(days=30)).isoformat()
        dated = {line.ref for line in lines if line.due and line.due <= soon}
        steps = {line.ref for line in lines if (line.next_milestone_due or "9") < today.isoformat()}
        owner = {line.ref: line.lead for line in lines}
    found = mails(example)
    named = [
        ref for mail in found.values() for ref in re.findall(r"^([RX]\S+?)(?: \(joint work\))?: ", body(mail), re.M)
    ]
    assert sorted(named) == sorted((asked & set(owner)) | dated | steps)
    assert len(named) == len(set(named))


def test_a_draft_is_for_a_role_and_has_no_address(house: House) -> None:
    desk = house.at()
    ref = people.add_person(desk, "head of inclusion", Role.CONTRIBUTOR, name=NAME, agency="ASP").ref
    actions.reassign(desk, "R4.SGL.1", person=ref, why="new lead")
    found = mails(Session(house.path, who="P1", via="tester", clock=house.clock))
    (mine,) = [mail for mail in found.values() if "R4.SGL.1:" in body(mail)]
    assert "To the head of inclusion, Avon and Somerset Police" in body(mine)
    for name, mail in found.items():
        assert re.fullmatch(r"[0-9]{3}-[a-z0-9-]+\.eml", name)
        assert (mail["To"], mail["From"], mail["Date"], mail["X-Unsent"]) == (None, None, None, "1")
        assert NAME not in body(mail) + str(mail["Subject"])
        assert str(mail["Subject"]).startswith("OFFICIAL-SENSITIVE: Action plan: ")


def test_a_draft_says_what_is_asked_and_by_when(house: House) -> None:
    """4 July: the round for G2 closes on 17 September; by 20 September R4.BRI.7 is due within 30 days as well."""
    session = Session(house.path, who="P1", via="tester", clock=house.clock)
    (mail,) = [mail for mail in mails(session, "BRI").values() if "R4.BRI.7:" in body(mail)]
    assert "please say how it stands, with a rating, by 17 September 2022" in body(mail)
    assert "update for 17 September 2022" in str(mail["Subject"])
    house.on("2022-09-20")
    (mail,) = [mail for mail in mails(session, "BRI").values() if "R4.BRI.7:" in body(mail)]
    said = " ".join(body(mail).split())
    assert "an update was due by 17 September 2022: please say how it stands, with a rating" in said
    assert "it falls due within 30 days" in said
    delivery.record_progress(house.at(), "R4.BRI.7", note="on its way", rating=Rating.GREEN)
    (mail,) = [mail for mail in mails(session, "BRI").values() if "R4.BRI.7:" in body(mail)]
    assert "an update was due" not in body(mail), "it came in"


def test_hostile_roles_and_titles_stay_in_the_text(house: House) -> None:
    desk = house.at()
    for number, text in enumerate(HOSTILE):
        if text.strip():
            role = f"{number} {text}"[:100]
            new = NewAction(title=f"{number} {text}"[:200], lead="BCC", owner=role, due=dates.parse("July 2022"))
            with desk.despite("made up"):
                actions.add(desk, "R4", "BRI", new)
    found = mails(Session(house.path, who="P1", via="tester", clock=house.clock))
    assert len(found) > len(HOSTILE) // 2
    for name, mail in found.items():
        assert re.fullmatch(r"[0-9]{3}-[a-z0-9-]+\.eml", name)
        assert sorted(mail.keys()) == sorted(
            ["Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
        )
        assert not set(body(mail)) & set("\u202e\u200b\u2028\u0085\ufeff")
