"""Hostile text in every field of the plan, on every screen, in every filter and form: it is text, shown and kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from textual import events
from textual.strip import Strip

from tests.house import House
from tests.model.hostile import HOSTILE, ZWJ, ZWNJ
from tests.reports.test_hostile import TEXTS, hostile_drafts
from tests.tui.driving import Person, sitting
from tests.tui.driving import _event as key_event
from tracker.desk.opening import open_register
from tracker.desk.session import EXAMPLE_NOW
from tracker.ledger.entry import Draft
from tracker.model import guard, limits
from tracker.model.text import clean, safe
from tracker.register import history
from tracker.register.showing import TEXT_COLUMNS
from tracker.tui.registry import BY_ID
from tracker.tui.screens.form import FormScreen
from tracker.tui.widgets.choice import Choice
from tracker.tui.widgets.field import FieldBox
from tracker.tui.widgets.finder import Finder
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.page import Page
from tracker.tui.widgets.pick import Pick

SMALL, LARGE = (80, 24), (140, 45)
VIA = "[/]|`<b>"
NOW = datetime(2022, 3, 31, 9, tzinfo=UTC)
MORE = [
    "\x1b]0;title\x07 \x1b]52;c;aGk=\x07 \x9b31m C1 \x08\x08\x7f",
    "می‌خواهم ไทย हिन्दी 한국어",
    "{{x}}",
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


def harmless(person: Person) -> list[str]:
    """Hold that all that is drawn is safe text without links and actions; return the rows of lists and pages."""
    harmless_screen(person)
    rows = []
    for strip in drawn(person):
        assert safe(strip.text) == strip.text, ascii(strip.text)
        plain(strip)
        rows.append(strip.text)
    return rows


def harmless_screen(person: Person) -> None:
    """Hold the same of what shows now."""
    assert person.app.is_running
    for strip in person.screen._compositor.render_strips():
        # A box laid over a page may cut it between a letter and its joiner, so only what could do harm is looked for.
        hidden = [char for char in strip.text if category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert set(hidden) <= {ZWJ, ZWNJ}, ascii(strip.text)
        plain(strip)


def plain(strip: Strip) -> None:
    """Hold that nothing in a strip is a control code, a link or something to click."""
    for segment in strip:
        assert not segment.control
        if segment.style is not None:
            assert (segment.style.link, segment.style.meta.get("@click")) == (None, None), segment


def drawn(person: Person) -> Iterator[Strip]:
    """Every line of the lists and pages of the screen, those scrolled out of sight too."""
    for page in person.screen.query(Page):
        for row in range(len(page.layout_of_page.lines)):
            yield page.render_line(row - int(page.scroll_offset.y))
    for lines in person.screen.query(Lines):
        for row in range(len(lines.source)):
            yield lines.render_line(row + lines.top - int(lines.scroll_offset.y))


def whole(rows: list[str]) -> str:
    """The rows as one text, without the margin in which the cursor's mark stands."""
    return squeezed("".join(row[2:] for row in rows))


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
async def test_every_list_shows_every_title_as_text(register: House, size: tuple[int, int]) -> None:
    async with sitting(register, via=VIA, size=size) as person:
        harmless(person)
        for key, wanted in {"1": 0, "2": 1, "4": 1, "5": 1, "6": 1, "7": 1, "3": 1}.items():
            await person.press(key)
            rows = [squeezed(row) for row in harmless(person)]
            for text in TEXTS if wanted else ():
                start = squeezed(safe(clean(text)))[:12]
                assert any(start in row for row in rows), (key, start)


@pytest.mark.parametrize(
    ("size", "refs"), [(SMALL, tuple(KINDS)), (LARGE, ("R1", "R1.BRI.900", "E900"))], ids=["small", "large"]
)
async def test_every_page_shows_all_of_it_as_text(
    register: House, size: tuple[int, int], refs: tuple[str, ...]
) -> None:
    async with sitting(register, via=VIA, size=size) as person:
        for ref in refs:
            kind = KINDS[ref]
            person.app.open(ref)
            await person.settle()
            assert person.screen.screen_name in (kind, "other"), ref  # type: ignore[attr-defined]
            found = whole(harmless(person))
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
            found = whole(harmless(person))
            if "evidence.linked" not in found:
                assert [line for line in LINES if line not in found] == [], seq
            await person.press("escape")


async def test_drafts_of_reports_show_it_as_text_and_verify_runs(register: House) -> None:
    async with sitting(register, via=VIA) as person:
        await person.press("8")
        await person.until("# DRAFT assurance report")
        rows = harmless(person)
        assert "alert(1)" in whole(rows)
        assert "{{7" in whole(rows).replace("\\", "")
        await person.press("9")
        await person.until("Nothing is wrong")
        harmless(person)


async def test_what_is_said_in_passing_is_text(register: House) -> None:
    async with sitting(register, via=VIA) as person:
        for text in (text for text in [*HOSTILE[:8], *MORE] if len(text) < 60):
            person.app.messages.clear()
            person.app.tell(f"There is no {text}.", "warning")
            await person.settle()
            await person.pilot.pause()
            harmless_screen(person)
            told = squeezed("".join(person.rows)).replace("…", "")
            assert f"Thereisno{squeezed(safe(text))}." in told, ascii(text)


# --- typing ----------------------------------------------------------------------------------------------------------

TYPED = [
    "[/]",
    "[@click=app.quit]x[/]",
    "{{7*7}}",
    '"',
    "area:[b]",
    "due<[/]",
    "(a|b",
    "-[x]",
    "%_\\",
    "é子\u200b\u202e'",
]


SOME = (TYPED[:2], MORE)
ALL = (TYPED, [*MORE, *HOSTILE[::2]])


@pytest.mark.parametrize(
    ("key", "typed", "pasted"),
    [("2", *ALL), ("3", *SOME), ("4", *SOME), ("5", *SOME), ("6", *SOME), ("7", *SOME)],
    ids=["actions", "trail", "evidence", "meetings", "risks", "measures"],
)
async def test_a_filter_is_typed_and_pasted_as_text(
    register: House, key: str, typed: list[str], pasted: list[str]
) -> None:
    async with sitting(register, via=VIA) as person:
        await person.press(key, "slash")
        view, finder = person.screen, person.screen.query_one(Finder)
        for text in typed:
            for character in text:
                await person.burst(character)
            assert finder.text == "".join(character for character in text if character.isprintable())
            harmless_screen(person)
            await person.press("ctrl+u")
        for text in pasted:
            await person.paste(text)
            assert squeezed(finder.text) == squeezed(safe(text)), ascii(text)
            harmless_screen(person)
            await person.press("ctrl+u")
        assert person.screen is view
        assert finder.text == ""


async def test_the_palette_finds_hostile_titles_by_hostile_words(register: House) -> None:
    async with sitting(register, via=VIA) as person:
        await person.press("g")
        for text in [*TYPED[:3], *MORE]:
            await person.paste(text)
            harmless_screen(person)
            await person.press("ctrl+u")
        await person.press("escape")
        await person.press("g")
        await person.type("[@click=app.quit]x")
        assert "K3" in person.text or "M3" in person.text or "E3" in person.text, person.text
        await person.press("enter")
        harmless(person)
        assert "[@click=app.quit]x[/]" in person.text


# --- forms -----------------------------------------------------------------------------------------------------------

FORMS = {
    "progress": "R1.BRI.1", "no_change": "R3.ALL.1", "claim": "R1.BRI.2", "reopen": "R1.BRI.11",
    "add_milestone": "R1.BRI.10", "achieve": "R1.BRI.1.m2", "add_funding": "R1.BRI.10", "request_date": "R4.BRI.4",
    "agree_date": "R1.BRI.1", "correct_date": "R4.SGL.1", "decide": "waiting", "withdraw_request": "waiting",
    "adopt": "X.BRI.1", "confirm": "X.BRI.2", "reassign": "R1.BRI.1", "pause": "R1.BRI.3",
    "resume": "R4.NSO.1", "decline": "X.BRI.88", "withdraw": "X.BRI.4", "supersede": "R1.BRI.4", "split": "R1.BRI.5",
    "edit": "R1.BRI.6", "link": "E1", "receive": "E10", "review": "E37", "respond": "R2", "wording": "R7",
    "numbers": "R8", "change_risk": "K1", "add_reading": "M1", "add_action": "R1.BRI.1", "add_evidence": "R1.BRI.1",
    "ask": "R1.BRI.1", "add_meeting": None, "add_risk": None, "add_measure": None, "undo": None,
    "return_claim": "R4.BRI.3", "revise_evidence": "E36", "check_sustained": "R6.SGL.1", "change_meeting": "G5",
    "mark_measure": "M1", "mark_evidence": "E10",
}  # fmt: skip
"""Every form that the business manager can open in the example, but the sign-off, which asks the same as the return."""

SOUND = {
    "amount": "280000", "targets": "R1.BRI.1", "about": "R1.BRI.1", "by": "R1.BRI.10", "numbers": "17", "value": "5",
    "baseline": "1", "target": "2", "numerator": "1", "denominator": "2", "wanted_by": "31 January 2023",
    "review_on": "31 January 2023", "due": "31 March 2023", "ends": "31 March 2023", "held_on": "31 January 2023",
    "cut_off": "20 January 2023", "target_date": "31 March 2023", "period": "June 2022", "when": "14 December 2022",
    "dated": "1 December 2022", "advice_on": "1 December 2022", "until": "", "rule": "", "collected": "",
    "file": "",
}  # fmt: skip
"""Fields that take no free text, and what is typed into them once nonsense was refused."""
PLACES = {"review": 1, "change_risk": 1}
"""Forms whose first choice is how things stand already."""
LINE = "[/][@click=app.quit]x[/] \x1b[31m\u202e {{x}} 子供"


@pytest.fixture
def example(built: Path, tmp_path: Path) -> House:
    path = tmp_path / "tracker.db"
    shutil.copy(built, path)
    house = House(path, EXAMPLE_NOW)
    with house.position() as position:
        house.size = position.size
    return house


def free(box: FieldBox) -> bool:
    """Tell whether a field takes any text."""
    return box.field.kind in ("line", "prose") and box.field.name not in SOUND


def hostile_for(box: FieldBox) -> str:
    return MIXED if box.field.kind == "prose" else LINE


async def paste_into_every_field(person: Person) -> None:
    """Go through the form with Tab and paste hostile text into each field, all at once."""
    boxes = person.form.boxes
    boxes[0].go_in()
    for box in boxes:
        if box.field.kind in ("line", "prose", "date", "file"):
            box.raw = ""  # what stands in it is taken away first
        person.app.post_message(events.Paste(hostile_for(box)))
        person.app.post_message(key_event("tab"))
    await person.settle()


def put_right(box: FieldBox) -> None:
    """Fill a field soundly that takes no free text."""
    kind, name, control = box.field.kind, box.field.name, box.control
    if free(box) or kind == "yes":
        return
    if isinstance(control, (Pick, Choice)):
        values = [option.value for option in box.field.options]
        form = box.screen
        assert isinstance(form, FormScreen)
        # Whom something is about may be nobody; but then such a form says nothing new.
        if (box.field.required or box.field.name == "groups") and not box.raw:
            box.raw = values[:2] if kind == "many" else values[PLACES.get(form.command.id, 0)]
    else:
        box.raw = SOUND[name]


def subject(house: House, ref: str | None) -> str | None:
    """The reference itself; of decisions the first that still waits, other than for a sign-off."""
    if ref != "waiting":
        return ref
    waiting = "SELECT ref FROM decision WHERE state = 'asked' AND kind <> 'sign_off' ORDER BY sort"
    with house.position() as position:
        return str(position.value(waiting))


def texts_since(house: House, seq: int) -> list[str]:
    """The texts of all entries after one."""
    with house.position() as position:
        found = history.some(position, range(seq + 1, position.entries + 1))
    return [text for line in found.values() for text in line.texts.values()]


async def takes_hostile_text(person: Person, example: House, name: str, ref: str | None) -> None:
    """Fill every field of a form with hostile text, put right what takes none, save, and look at what was recorded."""
    before = person.app.seat.position.entries
    person.app.form(BY_ID[name], ref)
    await person.settle()
    await paste_into_every_field(person)
    boxes = person.form.boxes
    typed = {box.field.name: str(box.raw) for box in boxes if free(box)}
    for box in filter(free, boxes):
        assert squeezed(typed[box.field.name]) == squeezed(safe(hostile_for(box))), (name, box.field.name)
    if not all(free(box) for box in boxes):
        await person.press("f2")
        harmless_screen(person)
        assert texts_since(example, before) == [], name
        assert "Not saved" in person.text, name
        for box in boxes:
            put_right(box)
        await person.settle()
    harmless_screen(person)
    await person.press("f2")
    asked = isinstance(person.screen, FormScreen) and [box.field.name for box in person.form.boxes]
    if asked and guard.WHY in asked:  # the guard sees addresses among what was pasted
        assert texts_since(example, before) == [], name
        harmless_screen(person)
        await person.fill(**{guard.WHY: "ILLUSTRATIVE: tried on purpose"})
        await person.press("f2")
    assert not isinstance(person.screen, FormScreen), f"{name}\n{person.text}"
    harmless_screen(person)
    kept = texts_since(example, before)
    for field, text in typed.items():
        wanted = {clean(text)} if field != "titles" else {clean(line) for line in text.split("\n")} - {""}
        assert wanted <= set(kept), (name, field)


@pytest.mark.parametrize("part", range(4))
async def test_every_form_takes_hostile_text_as_text_and_keeps_what_was_in_the_field(example: House, part: int) -> None:
    async with sitting(example, who="P1", via="example") as person:
        for name, ref in list(FORMS.items())[part::4]:
            await takes_hostile_text(person, example, name, subject(example, ref))


ABOUT_HOSTILE = {
    "reassign": ("R1.BRI.900", {"lead"}), "edit": ("R1.BRI.900", {"partners", "serves"}), "undo": (None, set()),
    "agree_date": ("R1.BRI.900", {"body", "meeting"}), "decide": ("D900", {"agencies"}), "review": ("E900", set()),
    "add_reading": ("M900", set()), "achieve": ("R1.BRI.900.m1", set()), "change_risk": ("K900", set()),
}  # fmt: skip
"""Forms about what is called by hostile names, and their fields in which such names are chosen."""


async def test_forms_show_hostile_choices_and_what_stood_there_as_text(register: House) -> None:
    note = {"note": clean(MIXED)}
    with register.at() as desk, desk.despite("hostile on purpose"):  # something that can be undone
        desk.record(lambda: [desk.draft("progress.recorded", "R1.BRI.900", facts={"no_change": 0}, texts=note)])
    async with sitting(register, via=VIA, size=LARGE) as person:
        for name, (ref, fields) in ABOUT_HOSTILE.items():
            person.app.form(BY_ID[name], ref)
            await person.settle()
            assert isinstance(person.screen, FormScreen), (name, person.told)
            harmless(person)
            for field in sorted(fields):
                person.field(field).go_in()
                await person.paste("900" if field != "serves" else "@click")
                harmless_screen(person)
                await person.press("enter", "tab")
                assert person.field(field).raw, (name, field)
                harmless_screen(person)
            await person.press("escape")


async def test_the_official_wording_may_be_long_and_no_longer(example: House) -> None:
    async with sitting(example, who="P1", via="example") as person:
        person.app.form(BY_ID["wording"], "R7")
        await person.settle()
        long = ("[/] " * limits.WORDING)[: limits.WORDING - 1] + "]"
        await person.fill(wording=f"{long}]", source="a page")
        await person.press("f2")
        assert texts_since(example, example.size) == []
        assert "65,536" in person.text
        assert len(person.field("wording").raw) == limits.WORDING + 1
        person.field("wording").raw = long
        await person.press("f2")
        assert long in texts_since(example, example.size)
        person.app.open("R7")
        await person.settle()
        assert squeezed(long) in whole(harmless(person))
