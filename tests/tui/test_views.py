"""Saved views of the list of actions: kept under a name, chosen, thrown away, and there again in another sitting."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.register import filters, listing
from tracker.tui.screens.actions import ORDERS
from tracker.tui.screens.views import READY


async def keep(person: Person, name: str) -> None:
    """Keep what the list shows under a name."""
    await person.press("v")
    await person.paste(name)
    await person.press("enter")


async def test_a_view_is_kept_shown_again_in_another_sitting_and_thrown_away(house: House) -> None:
    async with sitting(house) as person:
        await person.press("2", "slash")
        await person.paste("basis:agreed area:SGL")
        await person.press("enter", "o")
        await keep(person, "Mine to do")
        assert person.told[-1] == "The view 'Mine to do' is kept."
    async with sitting(house) as person:
        await person.press("2", "v")
        await person.paste("mine to")
        assert "basis:agreed area:SGL · by check" in person.text
        await person.press("down", "up", "down", "enter")
        assert "1 action passes 'basis:agreed area:SGL'" in person.text
        assert "by date check" in person.text
        await person.press("v")
        await person.press("f4")
        assert person.told[-1] == "The view 'Mine to do' is thrown away."
        assert "Mine to do" not in person.text.replace(person.told[-1], "")
        await person.press("escape")
        assert "basis:agreed area:SGL" in person.text
        assert person.recorded == []
    async with sitting(house) as person:
        await person.press("2", "v")
        assert "Mine to do" not in person.text


async def test_a_name_that_is_taken_is_kept_again_in_its_place(person: Person) -> None:
    await person.press("2")
    await keep(person, "Mine")
    await person.press("slash")
    await person.paste("late")
    await person.press("enter", "v")
    await person.paste("Mine")
    assert "Keep the present filter and order as 'Mine' again" in person.text
    await person.press("down", "enter")
    assert person.app.seat.own.views["Mine"].query == "late"


async def test_what_everybody_has_is_not_thrown_away(person: Person) -> None:
    await person.press("2", "v", "f4")
    assert person.told[-1] == "Everybody has this view; only your own can be thrown away."
    await person.press("enter")
    first = next(iter(READY.values()))
    assert f"pass '{first.query}'" in person.text


@pytest.mark.parametrize("name", READY)
def test_the_views_that_everybody_has_can_be_read(house: House, name: str) -> None:
    view = READY[name]
    assert view.order in ORDERS
    chosen = filters.parse(view.query)
    assert filters.slips(chosen) is None
    with house.position() as position:
        assert isinstance(listing.refs(position, chosen, sort=view.order), list)
