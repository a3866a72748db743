"""The update round on the keyboard alone: action after action, skipping, going back, stopping and going on later."""

from __future__ import annotations

from datetime import date

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import delivery, meetings, people
from tracker.model.vocabulary import Rating
from tracker.tui.screens.round import RoundForm, RoundScreen


def ref_of(person: Person) -> str | None:
    assert isinstance(person.screen, RoundForm), person.text
    return person.screen.ref


def order(person: Person) -> list[str]:
    screen = next(screen for screen in person.app.screen_stack if isinstance(screen, RoundScreen))
    return screen.order


def asked(person: Person) -> list[str]:
    return [box.field.name for box in person.form.boxes]


async def begin(person: Person, ref: str) -> None:
    """Begin the round, leaving actions for later until *ref* comes."""
    await person.press("U", "enter")
    while ref_of(person) != ref:
        await person.press("f8")


async def test_each_update_takes_two_keys_and_the_note_and_brings_the_next_action(person: Person) -> None:
    await person.press("U")
    assert "Bristol · for G2, BRI-EXEC, 1 October 2022; updates by 17 September 2022" in person.text
    every = order(person)
    await person.press("enter")
    for place, (ref, rating) in enumerate(zip(every, "gar", strict=False)):
        assert ref_of(person) == ref
        assert f"Update {ref} · {place + 1} of {len(every)}" in person.text
        await person.press(rating)
        await person.paste(f"What the owner of {ref} said.")
        await person.press("f2")
    assert [(line.entry.subject, line.entry.facts["rating"], line.texts["note"]) for line in person.recorded] == [
        (ref, rating, f"What the owner of {ref} said.")
        for ref, rating in zip(every, ("green", "amber", "red"), strict=False)
    ]
    await person.press("escape")
    assert f"3 of {len(every)} brought up to date" in person.text


async def test_no_change_is_offered_only_where_a_rating_can_still_be_true(house: House) -> None:
    delivery.record_progress(house.at(), "R4.BRI.7", note="Late.", rating=Rating.AMBER)
    house.size += 1
    house.on("2022-10-20")  # a new round: the one before closed on 17 September
    async with sitting(house) as person:
        await person.press("U", "enter")
        assert ref_of(person) != "R4.BRI.7"
        assert "no change, still true" not in person.text
        await person.press("escape")
        await begin(person, "R4.BRI.7")
        assert "no change, still true" in person.text
        await person.press("n")
        await person.paste("The posts are still vacant.")
        await person.press("f2")
        entry, texts = person.only()
        assert (entry.facts["no_change"], entry.facts["rating"]) == (1, "amber")
        assert texts == {"note": "The posts are still vacant."}


async def test_without_a_rating_or_a_note_nothing_is_recorded_and_the_field_is_named(person: Person) -> None:
    await person.press("U", "enter", "f2")
    assert "Owner's rating is missing." in person.text
    await person.press("g", "f2")
    assert "Note is missing." in person.text
    assert person.recorded == []


async def test_skipped_actions_come_again_only_when_asked_for_and_what_was_typed_is_kept(person: Person) -> None:
    await person.press("U", "enter")
    first = ref_of(person)
    await person.press("a")
    await person.paste("Half a sentence")
    await person.press("f8")
    second = ref_of(person)
    assert second != first
    await person.press("f3")
    assert ref_of(person) == first
    assert (person.field("rating").raw, person.field("note").raw) == ("amber", "Half a sentence")
    await person.press("escape")
    assert "1 left for later" in person.text
    assert person.recorded == []


async def test_a_round_is_gone_on_with_where_it_was_left(house: House) -> None:
    async with sitting(house) as person:
        await person.press("U", "enter")
        first = ref_of(person)
        await person.press("g")
        await person.paste("Runs.")
        await person.press("f2", "escape", "q")
    async with sitting(house) as person:
        await person.press("U", "enter")
        assert ref_of(person) not in (first, None)
        assert first in order(person)


async def test_the_last_update_ends_at_the_list_with_what_was_recorded(house: House) -> None:
    delivery.record_progress(house.at(), "R4.SGL.1", note="Late.", rating=Rating.AMBER)
    house.on("2022-10-20")
    meetings.add_meeting(house.at(), "SGL-EXEC", date(2022, 10, 10), cut_off=date(2022, 9, 30))
    async with sitting(house) as person:
        person.app.seat.memory.area = "SGL"
        await person.press("U")
        rows = order(person)
        await person.press("enter")
        for _ in rows:
            await person.press("g")
            await person.paste("Done what was said.")
            await person.press("f2")
        assert isinstance(person.screen, RoundScreen)
        assert f"{len(rows)} of {len(rows)} brought up to date: 1 better" in person.text


async def test_evidence_and_difference_are_asked_when_something_happened_or_half_a_year_has_passed(
    house: House,
) -> None:
    async with sitting(house) as person:
        await begin(person, "R4.BRI.7")
        assert "difference" not in asked(person)
        await person.press("g")
        assert "difference" in asked(person)
    async with sitting(house.on("2023-01-04")) as person:
        await begin(person, "R4.BRI.7")
        assert "difference" in asked(person)
        assert "Nothing was shown since 4 July 2022" in person.text


async def test_evidence_is_attached_on_top_of_what_is_typed(person: Person) -> None:
    await person.press("U", "enter")
    ref = ref_of(person)
    await person.press("g")
    await person.paste("The audit is done.")
    await person.press("f5")
    await person.fill(title="Audit of files", kind="audit", custodian="quality team", place="shared folder")
    await person.press("f2")
    assert ref_of(person) == ref
    assert person.field("note").raw == "The audit is done."
    assert ("evidence.added", "E36") in person.acts
    await person.press("f2")
    assert person.acts[-1] == ("progress.recorded", ref)


async def test_another_area_is_the_next_round(house: House) -> None:
    people.change_person(house.at("P7"), "P1", areas=["BRI", "SGL"])
    async with sitting(house) as person:
        await person.press("U", "a")
        assert "South Gloucestershire · no meeting to come is entered" in person.text
