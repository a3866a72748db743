"""A plan that is still empty says what to do next, on opening and in each list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from tests.house import OPENED, House
from tests.tui.driving import sitting
from tracker.desk import actions, meetings
from tracker.desk.actions import NewAction
from tracker.desk.opening import open_register
from tracker.intake.loading import drafts
from tracker.intake.recommendations import default_folder, load
from tracker.ledger.entry import Draft
from tracker.register.beginning import NO_ACTION, NO_MEETING, NOTHING, lacks


def bare(place: Path, *, review: bool = True) -> House:
    """A register in which nobody has recorded anything, or not even the review is entered."""
    plan = load(default_folder())
    path = place / "tracker.db"

    def drafting(make: Callable[..., Draft]) -> Sequence[Draft]:
        return drafts(plan, make, today=OPENED) if review else []

    open_register(path, drafting, title="bare", via="tester", begins=OPENED,
                  clock=lambda: datetime(2022, 7, 4, 9, tzinfo=UTC))  # fmt: skip
    return House(path)


def test_what_a_plan_lacks_first(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with bare(tmp_path / "none", review=False).position() as position:
        assert lacks(position) == NOTHING
    house = bare(tmp_path)
    with house.at() as desk:
        assert lacks(desk.now) == NO_ACTION
        actions.add(desk, "R4", "BRI", NewAction(title="An agreed action", lead="BCC"))
        assert lacks(desk.now) == NO_MEETING
        meetings.add_meeting(desk, "BRI-EXEC", date(2022, 10, 1), cut_off=date(2022, 9, 17))
        assert lacks(desk.now) is None


async def test_opening_and_lists_say_what_to_do_next(tmp_path: Path) -> None:
    house = bare(tmp_path)
    async with sitting(house, who="P1") as person:
        await person.until_told("Nothing in this plan is agreed yet. 2 lists what the sources name")
        for key, words in (("5", "No meeting is entered yet: A"), ("0", "No query was raised yet: Q")):
            await person.press(key)
            assert words in person.text
            await person.press("slash")
            await person.paste("zzz")
            assert "Nothing passes the filter" in person.text
            await person.press("escape")


async def test_a_register_without_a_review_says_how_to_make_one_with_it(tmp_path: Path) -> None:
    async with sitting(bare(tmp_path, review=False), who="P1") as person:
        await person.until_told("This register holds no review yet")
        await person.press("2")
        assert "There is no action in this plan yet: A adds one." in person.text


SCREENS = {
    "2": "Actions", "3": "Evidence trail", "4": "Evidence register", "5": "Meetings and decisions", "6": "Risks",
    "7": "Measures", "8": "Reports", "9": "Verify", "0": "Queries", "U": "Update round", "T": "Timeline",
    "C": "Coverage", "K": "Typed, not recorded", "M": "What waits for me", "S": "Sitting",
}  # fmt: skip


async def test_every_screen_opens_on_a_register_without_a_review(tmp_path: Path) -> None:
    async with sitting(bare(tmp_path, review=False), who="P1") as person:
        for key, name in SCREENS.items():
            await person.press(key)
            assert f"Position › {name}" in person.rows[1], key
            await person.press("1")
            assert person.rows[1].split("  ")[0].strip() == "Position", key
