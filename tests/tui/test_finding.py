"""Finding one's way: position, list and filter, trail, registers, going on and back, mouse and themes."""

from __future__ import annotations

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import delivery
from tracker.model.vocabulary import Rating
from tracker.register.filters import DATE_FIELDS, FIELDS
from tracker.tui.look.inks import THEMES
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.matrix import Matrix


async def test_the_position_says_the_day_the_entries_and_who_one_is(person: Person) -> None:
    head = person.rows[:2]
    assert head[0].startswith(" OFFICIAL-SENSITIVE")
    assert head[0].rstrip().endswith("Position at 4 July 2022")
    assert f"{person.house.size} entries · you are P1, manager" in head[1]


async def test_the_matrix_tells_none_named_from_existing_provision_and_from_ratings(house: House) -> None:
    delivery.record_progress(house.at(), "R4.SGL.1", note="Fine.", rating=Rating.GREEN)
    house.on("2022-09-01")
    async with sitting(house) as person:
        r3, r4 = (next(row for row in person.rows if row.strip().startswith(f"{ref} ")) for ref in ("R3", "R4"))
        assert r3.split()[-4:] == ["+1", "·", "·", "·"]
        assert "G●≠R▲  1" in r4, "reported green, red by its dates"
        assert "· no action named in the sources" in person.text
        await person.press("down", "down", "down", "right")
        words = " ".join(person.text.split())
        assert "R4 South Gloucestershire: reported G● Green by 1 of 1, dates say R▲ Red (R4.SGL.1: past" in words
        await person.press("down", "right")
        assert "R5 North Somerset: no action named in the sources" in person.text


async def test_enter_on_a_cell_opens_the_recommendation_at_the_area(person: Person) -> None:
    await person.press("down", "down", "down", "right", "enter")
    assert "› R4" in person.rows[1]
    await person.until("▸ –  G● R4.SGL.1")
    await person.press("enter")
    assert "R4.SGL.1  Another agreed action" in person.text
    await person.press("escape", "escape")
    assert person.rows[1].startswith(" Position  ")


async def test_enter_on_what_needs_attention_opens_it(house: House) -> None:
    house.on("2022-09-01")
    async with sitting(house) as person:
        await person.press("tab")
        row = next(row for row in person.rows if row.startswith("▸"))
        assert row.split()[1:4] == ["high", "D1", "R4.SGL.1"]
        await person.press("enter")
        assert "R4.SGL.1  Another agreed action" in person.text


async def test_what_needs_attention_is_narrowed_to_an_area(person: Person) -> None:
    await person.press("a", "a")
    assert "South Gloucestershire and joint work" in person.text
    lines = person.screen.query_one(Lines)
    assert {finding.area for finding in person.screen.findings.values()} == {"SGL", "ALL"}  # type: ignore[attr-defined]
    assert len(lines.source) > 0


async def test_the_list_is_filtered_while_one_types(person: Person) -> None:
    await person.press("2", "slash")
    await person.type("area:S")
    assert "area:SGL" in person.text, "the completion shows"
    await person.press("right")
    assert "4 actions pass 'area:SGL'" in person.text
    await person.press("enter", "down", "enter")
    assert person.rows[1].startswith(" Position › Actions › X.SGL.1")
    await person.press("escape")
    assert "4 actions pass 'area:SGL'" in person.text
    await person.press("escape")
    assert "in all, existing provision included" in person.text
    await person.press("escape")
    assert person.rows[1].startswith(" Position  ")


async def test_a_wrong_filter_points_at_the_word_and_keeps_what_was_found(person: Person) -> None:
    await person.press("2", "slash")
    await person.paste("rec:R4 area:BRX")
    typed, below = person.rows[2], person.rows[3]
    assert typed.index("area:BRX") == below.index("^^^^^^^^")
    assert "'BRX' is not an area: BRI Bristol, SGL South" in below
    assert person.rows[4].strip() == "Gloucestershire, NSO North Somerset, ALL joint work"
    assert len(person.screen.query_one(Lines).source) > 0


async def test_a_reason_that_has_no_room_beside_its_word_leaves_the_mark_under_the_word(person: Person) -> None:
    await person.press("2", "slash")
    for text in ("nosuch:x", "overdue late unowned undated area:BRI open nosuch:x"):
        await person.paste(text)
        typed, below = person.rows[2], person.rows[3]
        assert typed.index("nosuch:x") == below.index("^^^^^^^^")
        assert "there is no field 'nosuch'; there are: " in below
        said = " ".join(" ".join(person.rows[3:8]).replace("^", " ").split())
        assert f"there are: {', '.join((*FIELDS, *DATE_FIELDS, 'since'))} " in said, "to the last, which may be wanted"
        await person.press(*["backspace"] * len(text))


async def test_a_word_that_is_still_being_typed_is_not_wrong_yet(person: Person) -> None:
    await person.press("2", "slash")
    await person.paste("status:p")
    assert "proposed  planned  paused · go on, or → takes the first" in person.rows[3]
    await person.press("right")
    assert person.rows[2].rstrip().endswith("status:proposed")
    await person.paste(",pa")
    await person.press("right")
    assert "status:proposed,paused" in person.rows[2]
    await person.press("home")
    assert "^" not in person.rows[3]


async def test_the_order_of_the_list_goes_round(house: House) -> None:
    house.on("2022-09-01")
    async with sitting(house) as person:
        await person.press("2", "o")
        assert "by date check, worst first" in person.text
        first = next(row for row in person.rows if row.startswith("▸") or "R4.SGL.1" in row)
        assert "R4.SGL.1" in first
        await person.press("o")
        assert "by due date" in person.text


async def test_next_and_previous_go_through_the_list(person: Person) -> None:
    await person.press("2", "slash")
    await person.paste("basis:agreed")
    await person.press("enter", "enter")
    assert "› R4.BRI.7 " in person.rows[1]
    await person.press("j")
    assert "› R4.SGL.1 " in person.rows[1]
    await person.press("j")
    assert person.told[-1] == "That was the last of the list."
    await person.press("k")
    assert "› R4.BRI.7 " in person.rows[1]


async def test_a_list_of_many_reads_only_what_shows(person: Person) -> None:
    await person.press("2")
    source = person.screen.query_one(Lines).source
    assert len(source) == 143
    assert sorted(source._pages) == [0]  # type: ignore[attr-defined]
    await person.press("end")
    assert sorted(source._pages) == [0, 1, 2] or sorted(source._pages) == [0, 2]  # type: ignore[attr-defined]


async def test_the_trail_is_filtered_and_leads_to_the_entry_and_the_object(person: Person) -> None:
    await person.press("3", "slash")
    await person.paste("R4.BRI.7 act:action by:P1")
    assert "1 entry of" in person.text
    await person.press("enter", "enter")
    assert "P1 added the action R4.BRI.7" in person.text
    assert "head of service" in person.page
    await person.press("down", "down", "enter")
    assert "R4.BRI.7  An agreed action" in person.text


async def test_the_trail_of_what_the_cursor_stands_on(house: House) -> None:
    delivery.record_progress(house.at(), "R4.BRI.7", note="Fine.", rating=Rating.GREEN)
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("h")
        assert "› Trail of R4.BRI.7" in person.rows[1]
        assert "2 entries of" in person.text
        await person.press("enter")
        assert "before  none" in person.text
        assert "after   green" in person.text


async def test_every_register_lists_filters_and_opens(person: Person) -> None:
    for key, words, opened in (
        ("4", "inquiry", "E8"),
        ("5", "", "G2"),
        ("6", "exclusion", "K2"),
        ("7", "inclusion managers", "M4"),
    ):
        await person.press(key)
        if words:
            await person.press("slash")
            await person.paste(words)
            await person.press("enter")
        await person.press("enter")
        assert f"{opened}  " in person.rows[2], (key, person.rows[2])


async def test_crumbs_lead_back_and_digits_go_anywhere(person: Person) -> None:
    await person.press("2", "enter", "h")
    assert "› Trail of R1.BRI.1" in person.rows[1]
    await person.press("4")
    assert person.rows[1].startswith(" Position › Evidence register ")
    await person.press("1")
    assert person.rows[1].startswith(" Position  ")


async def test_the_mouse_chooses_cells_and_rows(person: Person) -> None:
    matrix = person.screen.query_one(Matrix)
    await person.pilot.click(Matrix, offset=(matrix.titles + 3, 4))
    await person.settle()
    assert "R4 Bristol: " in person.text
    await person.pilot.click(Matrix, offset=(matrix.titles + 3, 4))
    await person.settle()
    assert "› R4" in person.rows[1]


async def test_the_page_goes_on_when_nothing_can_be_chosen_near(person: Person) -> None:
    await person.go("R1")
    before = person.rows[2]
    for _ in range(12):
        await person.press("down")
    assert person.rows[2] != before
    assert any(row.startswith("▸") for row in person.rows)


async def test_the_layout_follows_the_width(house: House) -> None:
    async with sitting(house, size=(140, 45)) as person:
        await person.go("R4")
        heads = next(row for row in person.rows if "South Gloucestershire" in row and "Bristol" in row)
        assert "North Somerset" in heads, "side by side"
        await person.pilot.resize_terminal(80, 24)
        await person.settle()
        assert not any("South Gloucestershire" in row and "North Somerset" in row for row in person.page.splitlines())


async def test_themes_go_round_and_the_marking_stays(person: Person) -> None:
    for theme in (*THEMES[1:], THEMES[0]):
        await person.press("f9")
        assert person.app.theme == theme
        assert "OFFICIAL-SENSITIVE" in person.rows[0]


async def test_the_marking_is_on_every_screen_and_box(person: Person) -> None:
    for keys in (["1"], ["2"], ["3"], ["4"], ["5"], ["6"], ["7"], ["8"], ["9"], ["2", "enter"], ["3", "enter"]):
        await person.press(*keys)
        assert "OFFICIAL-SENSITIVE" in person.rows[0], keys
        for box in ("g", "question_mark", "z"):
            await person.press(box)
            assert person.text.count("OFFICIAL-SENSITIVE") >= 1, (keys, box)
            await person.press("escape")


async def test_the_reference_is_copied(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("y")
    assert person.app.clipboard == "R4.BRI.7"


async def test_an_unknown_reference_is_said_to_be_unknown(person: Person) -> None:
    person.app.open("R4.BRI.99")
    await person.settle()
    assert person.told == ["There is no action R4.BRI.99 in this plan."]
    assert person.rows[1].startswith(" Position  ")


async def test_q_leaves(person: Person) -> None:
    left: list[object] = []
    person.app.exit = lambda *_: left.append("left")  # type: ignore[method-assign]
    await person.press("2", "q")
    assert left == ["left"]
