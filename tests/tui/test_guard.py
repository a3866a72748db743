"""The guard in a form: a quiet warning while one types, a refusal on saving, and the reason that lets it stand."""

from __future__ import annotations

import pytest

from tests.tui.driving import Person
from tracker.model import guard
from tracker.tui.forms.spec import Field
from tracker.tui.forms.warning import warning_of

NOTE = "Three boys from BS5 9XY came."
KINDS = "a count of fewer than five children or families and a postcode"


async def update(person: Person, note: str) -> None:
    await person.go("R4.BRI.7")
    await person.press("u")
    await person.paste(note)


async def test_a_pause_in_typing_brings_a_quiet_warning(person: Person) -> None:
    await update(person, NOTE)
    await person.until("is it needed?")
    assert person.field("note").has_class("warned")
    assert not person.field("note").has_class("wrong")
    await person.press("ctrl+a")
    await person.paste("On course.")
    for _ in range(200):
        if not person.field("note").has_class("warned"):
            break
        await person.pilot.pause(0.01)
    assert "is it needed?" not in person.text


async def test_saving_asks_why_it_must_stand_and_then_records_it(person: Person) -> None:
    await update(person, NOTE)
    await person.press("tab", "g", "f2")
    assert person.recorded == []
    assert f"This seems to hold {KINDS}." in " ".join(person.text.split())
    assert "Not saved. The note seems to hold" in person.text
    assert person.field("note").raw == NOTE
    await person.fill(**{guard.WHY: "All of it is in the published report."})
    await person.press("f2")
    entry, texts = person.only()
    assert entry.facts[guard.FACT] == ["postcode", "small_number"]
    assert texts == {"note": NOTE, guard.WHY: "All of it is in the published report."}
    assert "recorded over the guard's warning of a postcode" in " ".join(person.page.split())


async def test_saving_again_without_a_reason_is_refused_again(person: Person) -> None:
    await update(person, NOTE)
    await person.press("tab", "g", "f2", "f2")
    assert person.recorded == []
    assert "Not saved." in person.text


async def test_a_reason_that_holds_such_data_is_refused_beside_it(person: Person) -> None:
    await update(person, NOTE)
    await person.press("tab", "g", "f2")
    await person.fill(**{guard.WHY: "Child J agreed."})
    await person.press("f2")
    assert person.recorded == []
    assert "This seems to hold a child's name or initials." in " ".join(person.text.split())


async def test_a_form_without_a_warning_asks_for_no_reason(person: Person) -> None:
    await update(person, "On course.")
    assert [box.field.name for box in person.form.boxes] == [field.name for field in person.form.form.fields]
    assert "Why it must stand" not in person.text
    await person.press("tab", "g", "f2")
    entry, texts = person.only()
    assert (guard.FACT in entry.facts, texts) == (False, {"note": "On course."})


async def test_a_form_that_was_left_comes_back_with_its_reason(person: Person) -> None:
    await update(person, NOTE)
    await person.press("tab", "g", "f2")
    await person.fill(**{guard.WHY: "It is published."})
    await person.press("escape")
    await person.press("u")
    assert person.field(guard.WHY).raw == "It is published."
    await person.press("f2")
    assert person.only()[1][guard.WHY] == "It is published."


@pytest.mark.parametrize(
    ("kind", "raw", "warns"),
    [
        ("prose", "two children", True),
        ("line", "call 07700 900123", True),
        ("file", "/home of/two children/plan.pdf", False),
        ("file", "C:\\plans\\child J.pdf", True),
        ("pick", "two children", False),
        ("prose", "two areas", False),
        ("prose", None, False),
    ],
)
def test_what_a_field_is_warned_of(kind: str, raw: str | None, warns: bool) -> None:
    said = warning_of(Field("x", "X", kind), raw)
    assert (said is not None) is warns
    assert "children" not in (said or "").replace("children or families", "")
