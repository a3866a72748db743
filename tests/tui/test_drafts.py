"""What is typed survives leaving the form, the end of the program and its being killed; it is never in the ledger."""

from __future__ import annotations

import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.house import House
from tests.tui.driving import sitting
from tracker.desk import actions, delivery
from tracker.model.vocabulary import Rating
from tracker.tui import drafting
from tracker.tui.own import Own, Saved, own_file, own_folder

HOSTILE = "[/] [red]x\x1b[31m\x07\u202e"
NOTE = "Half a sentence that nobody recor"


def kept(house: House, who: str = "P1") -> Own:
    """What stands in the file of a person for this register, read afresh."""
    with house.position() as position:
        return Own(own_file(own_folder(), position.store.log, who), now=house.clock)


async def test_what_is_typed_is_kept_while_one_types_and_forgotten_once_it_is_recorded(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr("tracker.tui.screens.form.PAUSE_SECONDS", 0.01)
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.fill(note=NOTE, rating="a")
        await person.pilot.pause(0.1)
        found = kept(house).drafts["progress", "R4.BRI.7"]
        assert (found["note"], found["rating"]) == (NOTE, "amber")
        await person.press("f2")
        assert person.only()[1]["note"] == NOTE
        assert dict(kept(house).drafts) == {}
        assert NOTE not in "".join(file.read_text(encoding="utf-8") for file in own_folder().iterdir())


async def test_a_draft_of_an_earlier_sitting_is_told_listed_and_offered(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.fill(note=NOTE)
        await person.press("escape")
    house.now = datetime(2022, 7, 5, 12, tzinfo=UTC)
    async with sitting(house) as person:
        await person.until_told("Typed and not recorded: Record progress R4.BRI.7. K lists what waits.")
        await person.press("K")
        assert "1 form not recorded" in person.text
        assert NOTE in person.text
        await person.press("enter")
        assert person.form.title_words == "Record progress on R4.BRI.7"
        typed_at = drafting.moment(datetime(2022, 7, 4, 12, tzinfo=UTC))
        assert f"Typed on {typed_at} and not recorded" in " ".join(person.text.split())
        assert person.field("note").raw == NOTE
        await person.press("escape", "x")
        assert NOTE in person.text, "one press only asks"
        await person.press("x")
        assert "Nothing waits" in person.text
        assert person.recorded == []
    assert dict(kept(house).drafts) == {}


async def test_looking_at_a_form_is_no_draft_and_does_not_make_an_old_one_young(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u", "escape")
        assert dict(kept(house).drafts) == {}
        await person.press("w")  # reassigning: fields that are filled in from the start
        await person.press("escape")
        assert dict(kept(house).drafts) == {}
        await person.press("w")
        await person.fill(owner="")
        person.field("owner").raw = ""
        await person.press("escape")
        assert kept(house).drafts["reassign", "R4.BRI.7"]["owner"] == "", "emptying a field is a change"
    first = kept(house).draft(("reassign", "R4.BRI.7"))
    house.now = datetime(2022, 7, 6, 12, tzinfo=UTC)
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("w", "escape")
    assert kept(house).draft(("reassign", "R4.BRI.7")) == first


async def test_what_others_recorded_since_is_shown_before_one_records_on_top_of_it(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.fill(note=NOTE, rating="g")
        await person.press("escape")
    house.now = datetime(2022, 7, 5, 12, tzinfo=UTC)
    delivery.record_progress(house.at("P1"), "R4.BRI.7", note="Two posts are vacant.", rating=Rating.RED)
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        words = " ".join(person.text.split())
        assert "Changed since you typed this" in words
        assert "Two posts are vacant." in words
        await person.press("f2")
        assert [line.texts["note"] for line in person.recorded] == ["Two posts are vacant."]
        await person.take_in()
        await person.press("f2")
        assert [line.texts["note"] for line in person.recorded] == ["Two posts are vacant.", NOTE]


async def test_ones_own_other_acts_since_are_no_news_but_the_same_act_is(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.fill(note=NOTE, rating="g")
        await person.press("escape")
    house.now = datetime(2022, 7, 5, 12, tzinfo=UTC)
    actions.reassign(house.at("P1"), "R4.BRI.7", lead="ICB", why="New structure.")
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        assert "Changed since" not in person.text
        await person.press("escape")
        delivery.record_progress(house.at("P1"), "R4.BRI.7", note="Recorded from another window.")
        await person.press("u")
        assert "Changed since you typed this" in person.text


async def test_the_update_round_keeps_and_offers_what_was_typed(house: House) -> None:
    async with sitting(house) as person:
        await person.press("U", "enter")
        ref = person.form.ref
        await person.press("n")
        await person.press("g")
        await person.fill(note=NOTE)
        await person.press("escape")
    async with sitting(house) as person:
        await person.press("U", "enter")
        assert person.form.ref == ref
        assert (person.field("note").raw, person.field("rating").raw) == (NOTE, "green")


async def test_where_nothing_can_be_kept_that_is_said_once_and_one_goes_on(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.tui.screens.form.PAUSE_SECONDS", 0.01)
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("TRACKER_OWN", str(tmp_path / "file"))
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        for letters in ("Half", " a", " note"):
            await person.paste(letters)
            await person.pilot.pause(0.05)
        await person.until_told("What you type cannot be kept: ")
        assert sum("cannot be kept" in said for said in person.told) == 1
        await person.press("tab", "a", "f2")
        assert person.only()[1]["note"] == "Half a note"


async def test_each_person_has_drafts_of_their_own(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.fill(note=NOTE)
        await person.press("escape")
    async with sitting(house, who="P3") as person:
        await person.press("K")
        assert person.told == []
        assert NOTE not in person.text


async def test_what_somebody_wrote_into_the_file_reaches_the_screen_as_text(house: House) -> None:
    own = kept(house)
    own.drafts["progress", "R4.BRI.7"] = {"note": f"{HOSTILE}\n{HOSTILE}", "rating": HOSTILE, "nosuch": [HOSTILE, 1]}
    own.drafts["nosuch", HOSTILE] = {"note": HOSTILE}
    own.keep_view(HOSTILE, Saved(f"late {HOSTILE}", HOSTILE))
    async with sitting(house) as person:
        await person.press("K")
        assert "1 form not recorded" in person.text, "what is no form of this program is left where it is"
        assert "[/] [red]" in person.text
        await person.press("enter")
        assert person.field("rating").raw is None, "a choice that there is not is no choice"
        await person.press("escape", "2", "v")
        assert "[/] [red]" in person.text
        assert not set(person.text) & set("\x1b\x07\u202e")
        await person.press("enter")
        assert not set(person.text) & set("\x1b\x07\u202e")


if sys.platform != "win32":  # no pseudo-terminals there
    from tests.terminal import Terminal

    def test_a_program_that_is_killed_in_a_form_offers_what_was_typed_when_it_starts_again(house: House) -> None:
        with Terminal(house.path) as terminal:
            terminal.until("Needs attention")
            terminal.press("g")
            terminal.until("Go to or do")
            terminal.press("R4.BRI.7\r")
            terminal.until("An agreed action")
            terminal.press("u")
            terminal.until("Record progress on")
            terminal.press(NOTE)
            terminal.until(NOTE)
            time.sleep(drafting.PAUSE_SECONDS + 0.7)  # it is kept after that pause, on the disk of a busy machine
            terminal.process.kill()
            assert terminal.ended() == -signal.SIGKILL
        with Terminal(house.path) as terminal:
            terminal.until("Typed and not recorded: Record progress R4.BRI.7")
            terminal.press("K")
            terminal.until("1 form not recorded", NOTE)
            terminal.press("\r")
            terminal.until("and not recorded; F4 throws it away", NOTE)
        with house.position() as position:
            assert position.size == house.size, "nothing of it is in the ledger"
