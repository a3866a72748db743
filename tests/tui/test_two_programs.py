"""Programs of several people on one register, each by its own clock: seen within two seconds, nothing overwritten.

What a form says when it is stale stands with the tests of forms; here nobody is told to look, and acts race.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from tests.cli.running import ROOT
from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import actions, deciding, delivery, measures
from tracker.desk.actions import NewAction
from tracker.model import dates
from tracker.model.vocabulary import Rating
from tracker.register import showing
from tracker.register.verification import verify
from tracker.tui.screens.form import FormScreen
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.matrix import Matrix
from tracker.tui.widgets.page import Page

REF = "R4.BRI.7"
SECONDS = 2.0

ANOTHER = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from tracker.desk import delivery
from tracker.desk.desk import Desk
from tracker.model.vocabulary import Rating

sys.stdin.readline()
desk = Desk(Path(sys.argv[1]), who="P1", via="elsewhere", clock=lambda: datetime(2022, 7, 4, 12, tzinfo=UTC))
for note in sys.argv[2:]:
    print(delivery.record_progress(desk, "{REF}", note=note, rating=Rating.RED).entries[0].seq)
"""


@asynccontextmanager
async def elsewhere(house: House, *notes: str) -> AsyncIterator[Callable[[], None]]:
    """A process of its own that records progress with each of *notes* once it is told to go on."""
    process = subprocess.Popen(
        [sys.executable, "-c", ANOTHER, str(house.path), *notes],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    def go() -> None:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()

    try:
        yield go
        out, _ = await asyncio.to_thread(process.communicate)
        assert (process.returncode, len(out.split())) == (0, len(notes))
    finally:
        process.kill()
        process.wait()


async def within_two_seconds(person: Person, seen: Callable[[], bool]) -> None:
    """Hold that something comes to be seen without a key and without being told to look."""
    began = asyncio.get_running_loop().time()
    while not seen():
        assert asyncio.get_running_loop().time() - began < SECONDS, person.text
        await person.pilot.pause(0.02)


@contextmanager
def looking_away(person: Person) -> Iterator[None]:
    """Keep a program from noticing others for a while, as when they act in the same moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(person.app, "refresh_views", lambda: None)
        yield


def notes(person: Person) -> list[str]:
    """The notes of the progress recorded, in order."""
    return [line.texts["note"] for line in person.recorded if line.entry.act == "progress.recorded"]


async def test_what_another_process_records_shows_on_the_page_and_the_cursor_stays(house: House) -> None:
    async with sitting(house) as person, elsewhere(house, "Two posts are vacant.") as go:
        await person.go(REF)
        await person.press("end")
        page = person.screen.query_one(Page)
        before, target = page.cursor, page.target
        assert target is not None
        go()
        await within_two_seconds(person, lambda: f"{house.size + 1} entries" in person.text)
        assert page.target == target
        assert page.cursor != before, "rows came in above it"
        assert "Two posts are vacant." in person.page
        assert "R▲ Red" in person.page


async def test_every_kind_of_screen_shows_others_work_and_keeps_its_cursor(house: House) -> None:
    measures.add_risk(house.at(), "A risk", areas=["BRI"])
    desk = house.at()

    def cells(person: Person) -> str:
        return next(row for row in person.rows if row.strip().startswith("R4 "))

    async with sitting(house) as person:
        await person.press("down", "down", "down", "right")
        before, here = cells(person), person.screen.query_one(Matrix).here
        delivery.record_progress(desk, "R4.SGL.1", note="Fine.", rating=Rating.RED)
        await within_two_seconds(person, lambda: cells(person) != before)
        now = person.screen.query_one(Matrix).here
        assert here is not None
        assert now is not None
        assert (now[0].ref, now[1]) == (here[0].ref, here[1]) == ("R4", "SGL")

        await person.press("2", "end", "up", "up")
        lines = person.screen.query_one(Lines)
        key, count = lines.key, len(lines.source)
        actions.add(desk, "R1", "BRI", NewAction(title="One that sorts to the top"))
        await within_two_seconds(person, lambda: len(lines.source) == count + 1)
        assert lines.key == key

        await person.press("3", "down", "down")
        lines = person.screen.query_one(Lines)
        key = lines.key
        delivery.record_progress(desk, "R4.SGL.1", note="Still fine.", rating=Rating.RED)
        await within_two_seconds(person, lambda: lines.source.key(0) == f"#{house.size + 4}")
        assert lines.key == key

        await person.press("6")
        measures.add_risk(desk, "A risk of others", areas=["BRI"])
        await within_two_seconds(person, lambda: f"{house.size + 5} entries" in person.text)
        assert person.screen.query_one(Lines).key == "K1"
        await person.press("end")
        assert "A risk of others" in person.text


async def test_a_screen_below_reads_again_when_one_comes_back_to_it(house: House) -> None:
    async with sitting(house) as person:
        await person.go(REF)
        await person.press("h")
        delivery.record_progress(house.at(), REF, note="Fine.", rating=Rating.GREEN)
        await within_two_seconds(person, lambda: "2 entries of" in person.text)
        await person.press("escape")
        assert "G● Green" in person.page


@pytest.mark.parametrize("act", ["progress", "date"])
async def test_a_form_that_was_overtaken_is_refused_shows_what_came_and_keeps_what_was_typed(
    house: House, act: str
) -> None:
    other = house.at()
    async with sitting(house) as person:
        await person.go(REF)
        await person.press("u" if act == "progress" else "d")
        if act == "progress":
            await person.fill(note="My own note.", rating="g", reported_by="head of service")
        else:
            await person.fill(due="31 December 2022", why="My own reason.")
        typed = {box.field.name: box.raw for box in person.form.boxes}
        with looking_away(person):
            deciding.request_revision(other, REF, dates.parse("30 November 2022"), why="Their reason.")
            await person.press("f2")
        assert [line.entry.seq for line in person.recorded] == [house.size + 1], "nothing of mine is recorded"
        assert "Changed while this form was open" in person.text
        assert f"#{house.size + 1}" in person.text
        assert "asked: Their reason." in person.text
        assert "30 November 2022" in person.text
        assert {box.field.name: box.raw for box in person.form.boxes} == typed

        await person.take_in()
        await person.press("f2")
        if act == "date":  # one request at a time: what came in between is shown first, then why mine cannot follow
            assert "Not saved. " in person.text
            assert "D1" in person.text
            await person.press("escape")
        theirs, *mine = person.recorded
        assert (theirs.entry.act, theirs.entry.facts["proposed_due"]) == ("decision.asked", "2022-11-30")
        assert theirs.texts == {"asked": "Their reason."}
        assert not isinstance(person.screen, FormScreen)
        wanted = {"note": "My own note.", "reported_by": "head of service"}
        assert [line.texts for line in mine] == ([wanted] if act == "progress" else [])
        with house.position() as position:
            assert showing.show(position, "D1")["proposed_due"] == "2022-11-30", "theirs stands beside mine"


async def test_two_forms_opened_on_the_same_state_are_saved_one_after_the_other_only(house: House) -> None:
    async with sitting(house) as mine, sitting(house, who="P1", via="elsewhere") as theirs:
        for person, note in ((mine, "My note."), (theirs, "Their note.")):
            await person.go(REF)
            await person.press("u")
            await person.fill(note=note, rating="a")
        with looking_away(theirs):
            await mine.press("f2")
            await theirs.press("f2")
        assert notes(mine) == ["My note."]
        assert isinstance(theirs.screen, FormScreen)
        assert "My note." in theirs.text
        assert theirs.field("note").raw == "Their note."
        await within_two_seconds(mine, lambda: "My note." in mine.page)
        await theirs.take_in()
        await theirs.press("f2")
        await within_two_seconds(mine, lambda: "Their note." in mine.page)
        assert notes(theirs) == ["My note.", "Their note."]
        assert [line.entry.via for line in mine.recorded] == ["tester", "elsewhere"]


async def test_many_acts_at_once_are_all_kept_and_the_ledger_holds(house: House) -> None:
    theirs = [f"Theirs {n}." for n in range(12)]
    mine = [f"Mine {n}." for n in range(4)]
    async with sitting(house) as person, elsewhere(house, *theirs) as go:
        await person.go(REF)
        go()
        for note in mine:
            await person.press("u")
            await person.fill(note=note, rating="g")
            for _ in range(len(theirs) + 1):
                await person.press("f2")
                if not isinstance(person.screen, FormScreen):
                    break
                await person.take_in()
            await person.pilot.pause(0.02)
    found = notes(person)
    assert [note for note in found if note in mine] == mine
    assert [note for note in found if note in theirs] == theirs
    assert len(found) == len(mine) + len(theirs)
    assert verify(house.path).ok
