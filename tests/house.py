"""A small plan on a clock that the test sets: people of every role, two agreed actions, and nothing else made up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.desk import actions, meetings, people
from tracker.desk.actions import NewAction
from tracker.desk.desk import Desk
from tracker.desk.opening import open_register
from tracker.example import build
from tracker.intake.loading import drafts
from tracker.intake.recommendations import default_folder, load
from tracker.model import dates
from tracker.model.vocabulary import EvidenceKind, Role
from tracker.register.position import Position, When

OPENED = date(2022, 7, 4)


@dataclass
class House:
    """A register and its clock; ``at`` opens a desk for a person, ``on`` goes to a day."""

    path: Path
    now: datetime = field(default_factory=lambda: datetime(2022, 7, 4, 12, tzinfo=UTC))
    open: list[Desk] = field(default_factory=list)
    size: int = 0

    def clock(self) -> datetime:
        return self.now

    def on(self, day: str) -> House:
        self.now = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
        return self

    def at(self, who: str = "P1") -> Desk:
        desk = Desk(self.path, who=who, via="tester", clock=self.clock)
        self.open.append(desk)
        return desk

    def position(self, **when: object) -> Position:
        return Position(self.path, When(self.now.date(), **when))  # type: ignore[arg-type]


def furnish(path: Path) -> None:
    """People of each role and two agreed actions in Bristol and South Gloucestershire."""
    plan = load(default_folder())
    open_register(
        path,
        lambda make: drafts(plan, make, today=OPENED),
        title=plan.review.title,
        via="tester",
        begins=OPENED,
        clock=lambda: datetime(2022, 7, 4, 9, tzinfo=UTC),
    )
    desk = House(path).at()
    people.add_person(desk, "manager, South Gloucestershire", Role.MANAGER, areas=["SGL"])  # P2
    people.add_person(desk, "contributor, police", Role.CONTRIBUTOR, agency="ASP")  # P3
    people.add_person(desk, "executive member", Role.MEMBER, agency="ICB")  # P4
    people.add_person(desk, "independent scrutineer", Role.SCRUTINEER)  # P5
    people.add_person(desk, "auditor", Role.AUDITOR)  # P6
    people.add_person(desk, "administrator", Role.ADMINISTRATOR)  # P7
    new = NewAction(
        title="An agreed action",
        lead="BCC",
        owner="head of service",
        due=dates.parse("30 September 2022"),
        expects=(EvidenceKind.AUDIT,),
    )
    actions.add(desk, "R4", "BRI", new)  # R4.BRI.7
    actions.add(desk, "R4", "SGL", NewAction(title="Another agreed action", lead="ASP", due=dates.parse("July 2022")))
    meetings.add_meeting(desk, "BRI-EXEC", date(2022, 7, 1), cut_off=date(2022, 6, 17))  # G1
    meetings.add_meeting(desk, "BRI-EXEC", date(2022, 10, 1), cut_off=date(2022, 9, 17))  # G2
    desk.close()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("furnished") / "tracker.db"
    furnish(path)
    return path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example register, made once for all tests of a process: to be read or copied, never to be written to."""
    path = tmp_path_factory.mktemp("example") / "tracker.db"
    build(path)
    return path


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    path = tmp_path / "tracker.db"
    shutil.copy(furnished, path)
    found = House(path)
    with found.position() as position:
        found.size = position.size
    yield found
    for desk in found.open:
        desk.close()


Act = Callable[[House], object]
