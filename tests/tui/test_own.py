"""What is kept for one person: drafts and views outlive the program, and no fault of their file stops it."""

from __future__ import annotations

import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.house import House
from tests.tui.driving import sitting
from tracker.tui.lasting import THEME, keep_theme
from tracker.tui.look.inks import CONTRAST, HIGH_CONTRAST, LIGHT, THEMES
from tracker.tui.own import Own, Saved, own_file, own_folder

KEY = ("progress", "R4.BRI.7")
NOW = datetime(2022, 7, 4, 12, tzinfo=UTC)


def test_drafts_and_views_are_there_again(tmp_path: Path) -> None:
    own = Own(tmp_path / "deep" / "own.json")
    own.drafts[KEY] = {"note": "Half a sen", "rating": "amber", "areas": ["BRI"]}
    own.keep_view("late ones", Saved("area:BRI late", "due"))
    again = Own(tmp_path / "deep" / "own.json")
    assert dict(again.drafts) == {KEY: {"note": "Half a sen", "rating": "amber", "areas": ["BRI"]}}
    assert again.views == {"late ones": Saved("area:BRI late", "due")}
    again.keep_view("late ones", None)
    assert Own(tmp_path / "deep" / "own.json").views == {}


def test_a_draft_that_is_done_with_leaves_no_word_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    own = Own(path)
    own.drafts[KEY] = {"note": "unsayable"}
    assert "unsayable" in path.read_text(encoding="utf-8")
    own.drafts.pop(KEY)
    assert "unsayable" not in path.read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["own.json"]
    own.drafts.pop(KEY, None)


def test_a_draft_untouched_for_thirty_days_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    Own(path, now=lambda: NOW).drafts[KEY] = {"note": "x"}
    assert KEY in Own(path, now=lambda: NOW + timedelta(days=30)).drafts
    assert KEY not in Own(path, now=lambda: NOW + timedelta(days=30, seconds=1)).drafts
    assert KEY[1] not in path.read_text(encoding="utf-8")


def test_two_programs_of_one_person_keep_each_others_drafts(tmp_path: Path) -> None:
    one, other = Own(tmp_path / "own.json"), Own(tmp_path / "own.json")
    one.drafts[KEY] = {"note": "from one"}
    other.drafts["claim", "R4.BRI.7"] = {"note": "from the other"}
    del one.drafts[KEY]
    other.keep_view("late", Saved("late", "ref"))
    assert dict(Own(tmp_path / "own.json").drafts) == {("claim", "R4.BRI.7"): {"note": "from the other"}}


def test_the_last_touched_draft_comes_first(tmp_path: Path) -> None:
    times = [NOW]
    own = Own(tmp_path / "own.json", now=lambda: times[-1])
    for name in ("a", "b", "a"):
        times.append(times[-1] + timedelta(minutes=1))
        own.drafts[(name, "")] = {"note": name}
    assert list(own.drafts) == [("a", ""), ("b", "")]


@pytest.mark.parametrize(
    "spoilt",
    [
        "",
        "{",
        "[]",
        '{"drafts": [], "views": {}}',
        '{"drafts": {"x": ["yesterday", {}]}, "views": {}}',
        '{"views": {}}',
        '{"drafts": {}, "views": {"late": "area:BRI"}}',
    ],
)
def test_a_spoilt_file_is_set_aside_and_one_begins_anew(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "own.json"
    path.write_text(spoilt, encoding="utf-8")
    own = Own(path)
    assert (dict(own.drafts), own.views, own.trouble) == ({}, {}, None)
    assert path.with_suffix(".spoilt").read_text(encoding="utf-8") == spoilt
    own.drafts[KEY] = {"note": "x"}
    assert KEY in Own(path).drafts


def test_where_nothing_can_be_kept_the_program_says_so_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    own = Own(tmp_path / "file" / "own.json")
    own.drafts[KEY] = {"note": "x"}
    assert own.drafts[KEY] == {"note": "x"}
    assert own.trouble is not None
    assert own.trouble.startswith("What you type cannot be kept: ")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders by other means")
def test_others_cannot_read_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "own.json"
    Own(path).drafts[KEY] = {"note": "x"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_each_person_and_register_has_a_file_of_its_own_that_names_neither(tmp_path: Path) -> None:
    files = {own_file(tmp_path, log, who) for log in ("plan-1", "plan-2") for who in ("P1", "P2")}
    assert len(files) == 4
    assert not any(word in str(file.name) for file in files for word in ("plan", "P1", "P2"))


def test_the_folder_can_be_named() -> None:
    assert own_folder({"TRACKER_OWN": "elsewhere"}) == Path("elsewhere")
    assert own_folder({}).is_absolute()


# -- the colours -------------------------------------------------------------------------------------------------------


async def test_the_colours_that_were_chosen_are_there_in_the_next_sitting(house: House) -> None:
    async with sitting(house) as person:
        assert person.app.theme == THEMES[0]
        await person.press("f9")
    async with sitting(house) as person:
        assert person.app.theme == THEMES[1]
        assert person.app.has_class("-light-mode")
        assert person.app.theme_variables["ink-paper"] == LIGHT.paper
        await person.press("f9")
    async with sitting(house) as person:
        assert person.app.theme == THEMES[2] == HIGH_CONTRAST.name
        assert person.app.theme_variables["ink-paper"] == CONTRAST.paper


@pytest.mark.parametrize("kept", [None, b"", b"no-such-theme", b"\xff\xfe\x00", b"../../x", b"x" * 100_000])
async def test_without_a_theme_that_can_be_read_it_is_the_default_and_nothing_is_said(
    house: House, kept: bytes | None
) -> None:
    place = own_folder()
    place.mkdir(parents=True)
    if kept is None:
        (place / THEME).mkdir()
    else:
        (place / THEME).write_bytes(kept)
    async with sitting(house) as person:
        assert person.app.theme == THEMES[0]
        assert not any("theme" in words for words in person.told)
        await person.press("f9")
        assert person.app.theme == THEMES[1]


@pytest.mark.parametrize("name", ["NO_COLOR", "TEXTUAL_THEME"])
async def test_what_the_environment_asks_for_goes_before_what_is_kept(
    house: House, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    keep_theme(own_folder(), THEMES[2])
    monkeypatch.setenv(name, THEMES[0])
    async with sitting(house) as person:
        assert person.app.theme == THEMES[0]
