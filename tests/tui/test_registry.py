"""One registry of commands feeds keys, footer, palette, help, forms and the page in docs; nothing stands beside it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from textual.binding import Binding

from tests.tui.driving import Person
from tracker.model.acts import ACTS
from tracker.model.references import KINDS
from tracker.tui import keys_page
from tracker.tui.forms.catalogue import ABOUT, ALONE
from tracker.tui.registry import ANYWHERE, COMMANDS, FORMS, SCREENS, key_words, on_screen
from tracker.tui.screens.actions import ActionsScreen
from tracker.tui.screens.batch import Preview
from tracker.tui.screens.coverage import CoverageScreen
from tracker.tui.screens.drafts import DraftsScreen
from tracker.tui.screens.form import FormScreen
from tracker.tui.screens.issues import IssueScreen, IssuesScreen
from tracker.tui.screens.palette import Palette
from tracker.tui.screens.position import PositionScreen
from tracker.tui.screens.queries import QueriesScreen
from tracker.tui.screens.reading import THINGS, ActionScreen, RecommendationScreen, ThingScreen
from tracker.tui.screens.registers import SCREENS as REGISTERS
from tracker.tui.screens.reports import ReportsScreen
from tracker.tui.screens.round import RoundForm, RoundScreen
from tracker.tui.screens.sitting import SittingForm, SittingScreen
from tracker.tui.screens.timeline import TimelineScreen
from tracker.tui.screens.trail import TrailScreen
from tracker.tui.screens.verify import VerifyScreen
from tracker.tui.screens.view import View
from tracker.tui.screens.waiting import WaitingScreen
from tracker.tui.widgets.keys import Keys
from tracker.tui.widgets.lines import Lines

DOCS = Path(__file__).parent.parent.parent / "docs"
OWN: tuple[type[View], ...] = (PositionScreen, ActionsScreen, ActionScreen, RecommendationScreen, ThingScreen)
LATER: tuple[type[View], ...] = (TrailScreen, QueriesScreen, CoverageScreen, ReportsScreen, VerifyScreen, RoundScreen)
LAST: tuple[type[View], ...] = (TimelineScreen, DraftsScreen, WaitingScreen, SittingScreen, IssuesScreen, IssueScreen)
MORE: tuple[type[View], ...] = (*THINGS.values(), *REGISTERS.values(), *LATER, *LAST)
CLASSES = {cls.screen_name: cls for cls in OWN + MORE}
FORM_CLASSES = {"form": FormScreen, "round_form": RoundForm, "sitting_form": SittingForm, "preview": Preview}
WINDOWS_TERMINAL = {*"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "enter", "escape", "slash",
                    "question_mark", "space", "left", "right", "ctrl+p", "ctrl+s",
                    *(f"f{n}" for n in range(1, 10))}  # fmt: skip


def test_every_screen_of_the_registry_is_there() -> None:
    assert set(CLASSES) | set(FORM_CLASSES) == set(SCREENS)
    assert set(FORM_CLASSES) == set(FORMS)
    assert {name for command in COMMANDS for name in command.screens} - {ANYWHERE} <= set(SCREENS)


@pytest.mark.parametrize("name", [*CLASSES, *FORMS])
def test_the_bindings_of_a_screen_are_those_of_the_registry(name: str) -> None:
    cls = FORM_CLASSES.get(name) or CLASSES[name]
    bound = {(b.key, b.action) for b in cls.__dict__["BINDINGS"] if isinstance(b, Binding)}
    assert bound == {(command.key, f"run('{command.id}')") for command in on_screen(name) if command.key}


@pytest.mark.parametrize("name", SCREENS)
def test_no_key_means_two_things_on_one_screen(name: str) -> None:
    keys = Counter(part for command in on_screen(name) if command.key for part in command.key.split(","))
    assert [key for key, count in keys.items() if count > 1] == []


def test_keys_are_those_that_every_terminal_passes_on() -> None:
    used = {part for command in COMMANDS if command.key for part in command.key.split(",")}
    assert used - WINDOWS_TERMINAL == set()


OF_REPORTS = ("issue", "package")
"""Commands that write a file and record that; their screens make the forms themselves."""


def test_every_command_that_records_has_an_act_and_a_form() -> None:
    acting = {command.id for command in COMMANDS if command.act and command.id not in OF_REPORTS}
    assert acting == set(ABOUT) | set(ALONE)
    assert {command.act for command in COMMANDS if command.act} - set(ACTS) == set()
    assert {
        command.id for command in COMMANDS if command.act and command.needs and command.id not in OF_REPORTS
    } == set(ABOUT)


def test_what_commands_are_about_are_kinds_of_references() -> None:
    kinds = {*KINDS.values(), "recommendation", "response", "action", "milestone", "entry"}
    assert {kind for command in COMMANDS for kind in command.about.split()} - kinds == set()


def test_ids_and_words_are_used_once() -> None:
    for field in ("id", "words"):
        counted = Counter(getattr(command, field) for command in COMMANDS)
        assert [name for name, count in counted.items() if count > 1] == []


def test_the_page_in_docs_is_what_the_registry_says() -> None:
    written = (DOCS / "keys.md").read_text(encoding="utf-8")
    assert written == keys_page.page(), "run: python -m tracker.tui.keys_page > docs/keys.md"
    assert all(command.words in written and command.help in written for command in COMMANDS)


PICTURED_AS = {
    "other": "meeting",
    "form": "progress",
    "preview": "batch",
    "round_form": "update",
    "sitting_form": "decision",
}
"""Screen → its picture, where that has another name."""


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_has_a_picture_in_docs_at_both_sizes(name: str) -> None:
    for size in ("80x24", "140x45"):
        picture = DOCS / "pictures" / f"{PICTURED_AS.get(name, name)}-{size}.svg"
        assert picture.is_file(), (
            f"add it to docs/make_pictures.py and run: python docs/make_pictures.py {picture.stem}"
        )


async def test_help_lists_every_live_key_of_the_screen_with_reasons(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("question_mark")
    page = person.page
    for command in on_screen("action"):
        if command.key:
            assert f"{key_words(command.key)} " in page
            assert command.words in page
    words = " ".join(page.split())
    assert "Record a sign-off: Record that a body signed the action off, with its minute. Not now: R4.BRI.7" in words
    assert "no action named in the sources" in words


async def test_the_palette_finds_every_command(person: Person) -> None:
    await person.press("g")
    palette = person.screen
    assert isinstance(palette, Palette)
    for command in COMMANDS:
        if command.id in ("open", "back", "palette", "acts", "filter") or set(command.screens) <= set(FORMS):
            continue
        palette.find(command.words)
        source = palette.query_one(Lines).source
        assert f"!{command.id}" in [source.key(row) for row in range(len(source))], command.id


async def test_what_cannot_be_done_says_why_in_the_list_of_acts(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.paste("sign-off")
    assert "R4.BRI.7 is planned; to record" in person.text
    await person.press("enter")
    assert person.told[-1].startswith("R4.BRI.7 is planned")


async def test_the_footer_holds_the_live_keys_and_a_click_does_what_the_key_does(person: Person) -> None:
    await person.go("R4.BRI.7")
    keys = person.screen.query_one(Keys)
    (start,) = [start for start, _, label in keys.placed() if label.command == "progress"]
    assert {label.command for label in keys.labels if not label.live} == {"no_change", "sign_off"}
    await person.pilot.click(Keys, offset=(start, 0))
    await person.settle()
    assert person.form.title_words == "Record progress on R4.BRI.7"


async def test_a_reference_typed_into_the_palette_jumps_there(person: Person) -> None:
    for typed, shown in (("r4.bri.7", "R4.BRI.7  An agreed action"), ("#5", "#5 P1"), ("g1", "Meeting of BRI-EXEC")):
        await person.go(typed)
        assert shown in person.text


async def test_words_typed_into_the_palette_find_titles(person: Person) -> None:
    await person.press("g")
    await person.paste("weapons in schools")
    await person.press("enter")
    assert "R4.BRI.4  Weapons in Schools" in person.text
