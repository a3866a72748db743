"""Acts that keep the register in order, from the screens: words removed for good, a meeting moved or cancelled."""

from __future__ import annotations

from tests.house import House
from tests.tui.driving import sitting
from tracker.desk import delivery, people
from tracker.model.vocabulary import Rating, Role


async def test_words_are_removed_once_it_was_said_what_goes_and_the_person_is_sure(house: House) -> None:
    people.add_person(house.at("P7"), "second manager, Bristol", Role.MANAGER, areas=["BRI"])  # P8
    note = "Zebedee Quillfeather told the nurse"
    seq = delivery.record_progress(house.at(), "R4.BRI.7", note=note, rating=Rating.AMBER).seq
    house.size += 2
    async with sitting(house, who="P8") as person:
        await person.go(f"#{seq}")
        assert note in person.page
        await person.press("m")
        await person.paste("Remove words")
        await person.press("enter")
        assert person.form.title_words == f"Remove words or a file of #{seq}"
        await person.fill(ground="it names a child")
        await person.press("f2")
        said = " ".join(person.text.split())
        assert f"Would be removed for good: {len(note)} characters, #{seq} (note of R4.BRI.7)." in said
        assert person.recorded == []
        await person.fill(sure="REMOVE")
        await person.press("f2")
        entry, texts = person.only()
        assert (entry.act, entry.subject, entry.facts["entry"]) == ("disposal.made", "R4.BRI.7", seq)
        assert texts == {"ground": "it names a child"}
        await person.go(f"#{seq}")
        assert note not in person.page
        assert "removed on 4 July 2022 by P8 because it names a child" in " ".join(person.page.split())


async def test_nobody_removes_what_they_recorded_themselves(house: House) -> None:
    seq = delivery.record_progress(house.at(), "R4.BRI.7", note="A remark", rating=Rating.AMBER).seq
    house.size += 1
    async with sitting(house) as person:
        await person.go(f"#{seq}")
        await person.press("m")
        await person.paste("Remove words")
        await person.press("enter")
        await person.fill(ground="it names a child", sure="REMOVE")
        await person.press("f2")
        assert "nobody removes what they recorded themselves" in " ".join(person.text.split())
        assert person.recorded == []


async def test_a_meeting_moves_to_another_day(house: House) -> None:
    async with sitting(house) as person:
        await person.go("G2")
        await person.press("m")
        await person.paste("Move or cancel")
        await person.press("enter")
        await person.fill(held_on="8 October 2022", why="Not quorate.")
        await person.press("f2")
        entry, texts = person.only()
        assert (entry.act, entry.subject) == ("meeting.changed", "G2")
        assert entry.facts == {"held_on": {"from": "2022-10-01", "to": "2022-10-08"}}
        assert texts == {"why": "Not quorate."}
        assert "8 October 2022" in person.page
