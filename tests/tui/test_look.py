"""How things look before any widget draws them: inks one can read, lines that lose nothing, columns where they fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.model.hostile import texts
from tracker.model.text import safe
from tracker.tui.look import words
from tracker.tui.look.inks import CONTRAST, DARK, INKS, LIGHT, Palette
from tracker.tui.look.page import Block, Columns, Gap, Heading, Text, fact, lay_out, plain, prose
from tracker.tui.look.wrap import fit, paragraphs, text_of, width, wrap

PALETTES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_right() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("ground", ["paper", "bar", "cursor"])
def test_every_ink_can_be_read_on_every_ground(palette: Palette, ground: str) -> None:
    least = 7 if palette is CONTRAST and ground == "paper" else 4.5
    measured = {colour: contrast(getattr(palette, colour), getattr(palette, ground)) for colour, _ in INKS.values()}
    assert {colour: round(ratio, 2) for colour, ratio in measured.items() if ratio < least} == {}


@given(texts, st.integers(min_value=2, max_value=60))
def test_wrapping_loses_no_character_but_spaces_at_breaks_and_fits(text: str, cells: int) -> None:
    shown = safe(text)
    lines = wrap([(shown, "plain")], cells)
    assert "".join("".join(text_of(line) for line in lines).split()) == "".join(shown.split())
    assert all(width(line) <= cells for line in lines)


@given(texts, st.integers(min_value=0, max_value=40))
def test_what_is_cut_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert width(fit([(safe(text), "plain")], cells)) == cells


@given(st.lists(st.tuples(texts, st.sampled_from(["plain", "red", "soft"])), max_size=4), st.integers(5, 40))
def test_wrapping_keeps_each_character_in_its_ink(runs: list[tuple[str, str]], cells: int) -> None:
    made = [(safe(text), ink) for text, ink in runs]
    lines = wrap(made, cells)
    for ink in ("plain", "red", "soft"):
        before = "".join("".join(text for text, own in made if own == ink).split())
        after = "".join("".join(text for line in lines for text, own in line if own == ink).split())
        assert before == after


def test_long_words_are_cut_and_wide_ones_not_halved() -> None:
    assert [text_of(line) for line in wrap([("abcdefgh", "plain")], 3)] == ["abc", "def", "gh"]
    assert [text_of(line) for line in wrap([("全角全角", "plain")], 3)] == ["全", "角", "全", "角"]


def test_continuations_hang_under_the_value() -> None:
    made = lay_out([fact("Caveat", [("one two three four five", "plain")], cells=8)], 18)
    assert [text_of(line) for line in made.lines] == ["Caveat  one two", "        three four", "        five"]


def test_columns_stand_side_by_side_where_there_is_room() -> None:
    stacks: list[list[Block]] = [
        [Heading("A", 2), plain("one", target="a")],
        [Heading("B", 2), plain("two", target="b")],
    ]
    wide = lay_out([Columns(stacks, 20)], 50)
    assert text_of(wide.lines[1]).split() == ["one", "two"]
    assert [(spot.target, spot.x, spot.y) for spot in wide.spots] == [("a", 0, 1), ("b", 26, 1)]
    narrow = lay_out([Columns(stacks, 20)], 40)
    assert [(spot.target, spot.x, spot.y) for spot in narrow.spots] == [("a", 0, 1), ("b", 0, 4)]


def test_gaps_do_not_add_up_and_none_comes_first() -> None:
    made = lay_out([Gap(), plain("one"), Gap(), Gap(), Text([("two", "plain")])], 20)
    assert [text_of(line).strip() for line in made.lines] == ["one", "", "two"]


def test_prose_keeps_its_lines() -> None:
    assert [text_of(line) for line in lay_out(prose("one\n\ntwo\nthree"), 20).lines] == ["one", "", "two", "three"]
    assert paragraphs("a\u202eb") == [[("a⟨U+202E⟩b", "plain")]]


def test_ratings_print_as_letter_and_symbol_of_two_cells() -> None:
    shown = [words.rating(value)[0] for value in ("red", "amber", "grey", "green", "blue", None)]
    assert shown == ["R▲", "A◆", "N○", "G●", "B■", "– "]
    assert {cell_len(text) for text in shown} == {2}


@pytest.mark.parametrize(
    ("value", "said"),
    [("2022-03-31", "31 March 2022"), ("in_progress", "in progress"), ("not_shown", "not yet shown"), ("[b]", "[b]")],
)
def test_values_are_said_as_people_say_them(value: str, said: str) -> None:
    assert words.value(value) == said
