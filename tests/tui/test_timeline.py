"""The timeline: where marks stand among the months, and going through it by keys."""

from __future__ import annotations

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import deciding
from tracker.desk.deciding import Minute
from tracker.model import dates
from tracker.tui.screens.timeline import AGREED, ORIGINAL, REF, TODAY


def marks(person: Person, ref: str) -> dict[str, int]:
    """Sign → month column of a row, counted from the first month that shows."""
    row = next(row for row in person.rows if f" {ref} " in row)
    cells = row[row.index(ref) + REF :]
    return {cells[place]: place // 2 for place in range(0, 26, 2) if cells[place] not in " ·"}


async def test_original_agreed_and_today_stand_in_their_months(house: House) -> None:
    minute = Minute("BRI-EXEC", "4.2", ("ASP",))
    deciding.revise(house.at(), "R4.BRI.7", dates.parse("31 January 2023"), minute, why="Vacancies.")
    async with sitting(house) as person:
        await person.press("T")
        # It begins three months before today, 4 July 2022: April is column 0, July 3, September 5, January 9.
        assert marks(person, "R4.BRI.7") == {TODAY: 3, ORIGINAL: 5, AGREED: 9}
        await person.press("right")
        assert marks(person, "R4.BRI.7") == {TODAY: 0, ORIGINAL: 2, AGREED: 6}
        await person.press("left", "left")
        assert marks(person, "R4.BRI.7")[TODAY] == 6


async def test_what_is_late_says_for_how_long_and_enter_opens_it(house: House) -> None:
    async with sitting(house.on("2022-10-10")) as person:
        await person.press("T")
        row = next(row for row in person.rows if "R4.BRI.7" in row)
        assert "10 days late" in row
        await person.press("home")
        first = person.screen.query_one("#rows").key  # type: ignore[attr-defined]
        await person.press("enter")
        assert person.screen.ref == first  # type: ignore[attr-defined]


async def test_an_area_at_a_time(person: Person) -> None:
    await person.press("T", "a", "a")
    assert "South Gloucestershire and joint work" in person.text
    assert "R4.BRI.7" not in person.text
