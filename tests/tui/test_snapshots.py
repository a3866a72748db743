"""Pictures of the screens, narrow and wide, on a clock that stands still: what changes in them, somebody has looked at.

``pytest tests/tui/test_snapshots.py --snapshot-update`` draws them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.pilot import Pilot

from tests.house import House
from tests.tui.driving import Person
from tracker.desk import deciding, delivery, evidence
from tracker.desk.delivery import Received
from tracker.desk.evidence import NewEvidence
from tracker.desk.session import Session
from tracker.model import dates
from tracker.model.vocabulary import Difference, EvidenceKind, EvidenceState, Rating
from tracker.register import issues
from tracker.reports import run
from tracker.tui.app import Tracker
from tracker.tui.packing import ask
from tracker.tui.screens.drafts import DraftsScreen

NARROW, WIDE = (80, 24), (140, 45)
Compare = Callable[..., bool]


@pytest.fixture
def lived_in(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A quarter of work on the two agreed actions."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    head = Received("head of service", "e-mail 1 August 2022")
    house.on("2022-08-01")
    desk = house.at()
    delivery.record_progress(desk, "R4.BRI.7", note="Two posts are vacant.", rating=Rating.GREEN, received=head)
    delivery.add_milestone(desk, "R4.BRI.7", "Posts advertised", dates.parse("15 August 2022"), critical=True)
    delivery.add_milestone(desk, "R4.BRI.7", "Panels trained", dates.parse("October 2022"))
    new = NewEvidence(title="Audit of panels", kind=EvidenceKind.AUDIT, custodian="auditor", place="council",
                      dated=dates.parse("July 2022"))  # fmt: skip
    piece = evidence.add(desk, new, targets=["R4.BRI.7"], shows=Difference.DELIVERED)
    house.on("2022-09-05")
    evidence.review(house.at("P6"), piece.ref, EvidenceState.RETURNED, why="The sample is too small.")
    deciding.request_revision(house.at(), "R4.BRI.7", dates.parse("31 March 2023"), why="Schools answer late.",
                              asked_by="head of service", wanted_by=date(2022, 10, 1))  # fmt: skip
    delivery.claim_complete(house.at("P3"), "R4.SGL.1", note="All schools signed.", difference=Difference.PRACTICE)
    house.on("2022-10-03")
    for desk in house.open:
        desk.close()
    return house


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([], id="position"),
        pytest.param(["=R4"], id="recommendation"),
        pytest.param(["=R4.BRI.7"], id="action"),
        pytest.param(["2", "o"], id="actions"),
    ],
)
def test_main_screens(snap_compare: Compare, lived_in: House, keys: list[str], size: tuple[int, int]) -> None:
    assert looks_the_same(snap_compare, lived_in, keys, size)


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        pytest.param(["3"], NARROW, id="trail"),
        pytest.param(["5"], NARROW, id="meetings"),
        pytest.param(["=R4.BRI.7", "u"], NARROW, id="progress"),
        pytest.param(["=R4.BRI.7", "D", "tab", "tab", "tab"], WIDE, id="agreed-date"),
        pytest.param(["=R4.BRI.7", "m"], NARROW, id="acts"),
        pytest.param(["2", "f9", "f9"], NARROW, id="high-contrast"),
        pytest.param(["slash", "down"], NARROW, id="narrow"),
        pytest.param(["M"], NARROW, id="waiting"),
        pytest.param(["S"], NARROW, id="sitting"),
        pytest.param(["S", "enter", "a"], NARROW, id="decision"),
        pytest.param(["7"], WIDE, id="measures"),
        pytest.param(["2", "slash", *"late", "enter", "x", "u", *"Late.", "f2"], NARROW, id="batch"),
    ],
)
def test_other_screens(snap_compare: Compare, lived_in: House, keys: list[str], size: tuple[int, int]) -> None:
    assert looks_the_same(snap_compare, lived_in, keys, size)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_form_of_an_audit_package(
    snap_compare: Compare, lived_in: House, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    # Over a screen with little on it, because what stands on Reports and Verify comes from a thread and has a root.
    monkeypatch.setattr(DraftsScreen, "do_refresh", ask, raising=False)
    assert looks_the_same(snap_compare, lived_in, ["K", "f5"], size)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_list_of_issues(
    snap_compare: Compare, lived_in: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: tuple[int, int]
) -> None:
    session = Session(lived_in.path, who="P1", via="tester", clock=lived_in.clock)
    run(session, "assurance", folder=tmp_path / "out")
    run(session, "recommendation", subject="R4", folder=tmp_path / "out")
    code = SimpleNamespace(short_code="0123-4567")  # that of each register is another
    monkeypatch.setattr(issues, "checkpoint", lambda *_: code)
    assert looks_the_same(snap_compare, lived_in, ["8", "l"], size)


def looks_the_same(compare: Compare, house: House, keys: list[str], size: tuple[int, int]) -> bool:
    app = Tracker(Session(house.path, via="tester", clock=house.clock))

    async def before(pilot: Pilot[None]) -> None:
        person = Person(app, pilot, house)
        await person.until("M waits for you: ")  # it is counted once the plan is painted
        for key in keys:
            await (person.go(key[1:]) if key.startswith("=") else person.press(key))
        await pilot.pause()

    return compare(app, terminal_size=size, run_before=before)
