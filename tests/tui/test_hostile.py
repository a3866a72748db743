"""Hostile text in every field of the plan, on every screen, in every filter and form: it is text, shown and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.house import House
from tests.model.hostile import HOSTILE
from tests.reports.test_hostile import TEXTS, hostile_drafts
from tests.tui.driving import Person, sitting
from tracker.desk.opening import open_register
from tracker.ledger.entry import Draft
from tracker.model.text import clean, safe
from tracker.register.showing import TEXT_COLUMNS
from tracker.tui.registry import BY_ID
from tracker.tui.screens.form import FormScreen
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.page import Page

SMALL, LARGE = (80, 24), (140, 45)
VIA = "[/]|`<b>"
NOW = datetime(2022, 3, 31, 9, tzinfo=UTC)
MORE = [
    "\x1b]0;title\x07 \x1b]52;c;aGk=\x07 \x9b31m C1 \x08\x08\x7f",
    "子供の安全計画　全角ＡＢＣ",
    "می‌خواهم ไทย हिन्दी 한국어",
    "{{x}}",
    "[on red]x[/on red] [link=file:///x]y[/link] $text $error",
    "\x1b[2J\x1b[H\x1b[?1049l",
]
MIXED = "\n".join(text for text in [*HOSTILE, *MORE] if len(text) < 500)
"""All of them but the long ones, as one text of many lines."""

KINDS = {
    "R1": "recommendation", "R1.BRI": "response", "R1.BRI.900": "action", "R1.BRI.900.m1": "milestone", "E900": "piece",
    "D900": "decision", "D901": "decision", "G900": "meeting", "M900": "measure", "K900": "risk", "P900": "person",
}  # fmt: skip
"""References whose every field holds all of it."""


def mixed_drafts(make: Callable[..., Draft]) -> list[Draft]:
    """One object of every kind, all of whose text fields hold all hostile texts."""
    made: list[Draft] = []
    ref = "R1.BRI.900"

    def add(act: str, on: str | tuple[str, ...], table: str, **facts: Any) -> None:
        texts = dict.fromkeys(TEXT_COLUMNS.get(table, ()), MIXED)
        made.append(make(act, on, occurred_on=date(2022, 3, 5), facts=facts, texts=texts))

    add("agency.added", "AG900", "agency", kind="council", areas=["BRI"])
    add("body.added", "BODY900", "body", kind="executive", areas=["BRI"], agencies=["AG900"])
    add("person.added", "P900", "person", role="contributor", agency="AG900", areas=["BRI"])
    add("meeting.added", "G900", "meeting", body="BODY900", held_on="2022-04-01", cut_off="2022-03-20")
    add("response.recorded", "R1.BRI", "response", recommendation="R1", area="BRI", response="partly")
    add(
        "action.added", ref, "action", recommendation="R1", area="BRI", n=900, lead="AG900", due="2022-03-15",
        precision="day", expects=["voice"], status="in_progress", mapping="confirmed", assurance="full", basis="agreed",
    )  # fmt: skip
    add("milestone.added", f"{ref}.m1", "milestone", action=ref, due="2022-05-15", precision="day", critical=1)
    add("progress.recorded", ref, "progress", rating="red", no_change=0, reported={"from": None, "to": "red"})
    add("funding.added", ref, "funding", state="secured", amount="12.50", ends="2022-05-01")
    add("measure.added", "M900", "measure", direction="lower", areas=["BRI"], serves=["R1"])
    add("reading.added", "M900", "reading", starts="2022-01-01", ends="2022-01-31", value="1")
    add("evidence.added", "E900", "evidence", kind="voice", form="cited", state="held", marking="OFFICIAL")
    add("evidence.linked", ("E900", ref), "", target=ref, shows="practice")
    add("evidence.reviewed", "E900", "evidence_review", state={"from": "held", "to": "accepted"}, outcome="accepted")
    asked: dict[str, Any] = {"body": "BODY900", "about": [ref], "asked_on": "2022-03-01", "kind": "other"}
    add("decision.asked", ("D900", ref), "decision", state="asked", **asked)
    add("decision.asked", ("D901", ref), "decision", state="agreed", **asked)
    add("risk.added", "K900", "risk", state="open", areas=["BRI"], serves=["R1"], agency="AG900")
    return made


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> House:
    path = tmp_path_factory.mktemp("hostile") / "tracker.db"

    def drafts(make: Callable[..., Draft]) -> list[Draft]:
        return [*hostile_drafts(make), *mixed_drafts(make)]

    open_register(path, drafts, title="hostile", via=VIA, begins=date(2022, 2, 1), post=TEXTS[3], clock=lambda: NOW)
    return House(path, NOW)


def squeezed(text: str) -> str:
    """Letters without the white space that wrapping moves."""
    return "".join(text.replace("⏎", " ").split())


LINES = [squeezed(line) for line in safe(clean(MIXED), newlines=True).split("\n")]


def harmless(person: Person) -> None:
    """Hold that what is drawn is safe text without links and actions, and that the program runs."""
    assert person.app.is_running
    strips = [*person.screen._compositor.render_strips(), *drawn(person)]
    for strip in strips:
        assert safe(strip.text) == strip.text, ascii(strip.text)
        for segment in strip:
            assert not segment.control
            if segment.style is not None:
                assert segment.style.link is None, segment
                assert not any(name.startswith("@") for name in segment.style.meta), segment


def drawn(person: Person) -> Iterator[Any]:
    """Every line of the lists and pages of the screen, those scrolled out of sight too."""
    for page in person.screen.query(Page):
        for row in range(len(page.layout_of_page.lines)):
            yield page.render_line(row - int(page.scroll_offset.y))
    for lines in person.screen.query(Lines):
        for row in range(len(lines.source)):
            yield lines.render_line(row + lines.top - int(lines.scroll_offset.y))


def all_text(person: Person) -> str:
    """The text of ``drawn``, without the margin in which the cursor's mark stands."""
    return squeezed("".join(strip.text[2:] for strip in drawn(person)))


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
async def test_every_list_shows_every_title_as_text(register: House, size: tuple[int, int]) -> None:
    async with sitting(register, via=VIA, size=size) as person:
        harmless(person)
        for key, wanted in {"1": 0, "2": 1, "4": 1, "5": 1, "6": 1, "7": 1, "3": 1}.items():
            await person.press(key)
            harmless(person)
            rows = [squeezed(strip.text) for strip in drawn(person)]
            for text in TEXTS if wanted else ():
                start = squeezed(safe(clean(text)))[:12]
                assert any(start in row for row in rows), (key, start)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
async def test_every_page_shows_all_of_it_as_text(register: House, size: tuple[int, int]) -> None:
    async with sitting(register, via=VIA, size=size) as person:
        for ref, kind in KINDS.items():
            person.app.open(ref)
            await person.settle()
            assert person.screen.screen_name in (kind, "other"), ref  # type: ignore[attr-defined]
            harmless(person)
            found = all_text(person)
            assert [line for line in LINES if line not in found] == [], ref
            await person.press("question_mark")
            harmless(person)
            await person.press("escape", "escape")


async def test_every_entry_shows_its_texts(register: House) -> None:
    async with sitting(register, via=VIA) as person:
        entries = person.app.seat.position.entries
        for seq in range(entries - 16, entries + 1):
            person.app.open(f"#{seq}")
            await person.settle()
            harmless(person)
            if person.app.seat.position.value("SELECT act FROM entry WHERE seq = ?", [seq]) != "evidence.linked":
                found = all_text(person)
                assert [line for line in LINES if line not in found] == [], seq
            await person.press("escape")
