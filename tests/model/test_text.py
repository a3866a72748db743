"""Text on its way in and out: what is stored, what is shown, and that no text breaks a spreadsheet or a column."""

from __future__ import annotations

import csv
import io
import sys
from unicodedata import category, is_normalized, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.hostile import ESC, HOSTILE, RLO, ZWJ, ZWNJ, ZWSP, texts
from tracker.model.text import clean, csv_cell, fit, quoted, safe, width

QUICK = settings(max_examples=100, deadline=None)
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def test_hostile_fragments_reach_the_properties() -> None:
    assert any(category(char) == "Cs" for char in "".join(HOSTILE))


# --- stored ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  plain \n", "plain"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("line ends \n  next", "line ends \n  next"),
        ("cafe\u0301", "caf\u00e9"),
        ("a\0b\ud83dc\udc00", "a\ufffdb\ufffdc\ufffd"),
        (f"{RLO}kept{ESC}", f"{RLO}kept{ESC}"),
        ("", ""),
    ],
)
def test_what_is_stored(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@given(texts)
@QUICK
def test_stored_text_is_nfc_with_plain_line_ends_and_can_be_written(text: str) -> None:
    stored = clean(text)
    assert is_normalized("NFC", stored)
    assert not set("\r\0") & set(stored)
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert clean(stored) == stored == stored.strip()


# --- shown ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with £ and \u2013", "plain, with £ and \u2013"),
        ("a\tb\nc\r\nd\re", "a b ⏎ c ⏎ d ⏎ e"),
        (f"{ESC}[31m", "⟨U+001B⟩[31m"),
        ("\x7f\x9b", "⟨U+007F⟩⟨U+009B⟩"),
        (f"a{RLO}b\u2066c", "a⟨U+202E⟩b⟨U+2066⟩c"),
        (f"a{ZWSP}b\ufeff\u00ad", "a⟨U+200B⟩b⟨U+FEFF⟩⟨U+00AD⟩"),
        ("a\u2028b\u2029", "a⟨U+2028⟩b⟨U+2029⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("\u034f\u115f\u3164\uffa0\u2800", "⟨U+034F⟩⟨U+115F⟩⟨U+3164⟩⟨U+FFA0⟩⟨U+2800⟩"),
        ("a\u2065b\ufff0", "a⟨U+2065⟩b⟨U+FFF0⟩"),
        ("\uffff\ufdd0\U0010fffe", "⟨U+FFFF⟩⟨U+FDD0⟩⟨U+10FFFE⟩"),
        ("[/] [b]x[/b]", "[/] [b]x[/b]"),
    ],
)
def test_what_cannot_be_seen_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Zażółć gęślą jaźń",
        "Ελληνικά, Кириллица, עברית, العربية",
        "हिन्दी বাংলা தமிழ் ไทย 漢字かな 한국어 አማርኛ",
        f"\u0645\u06cc{ZWNJ}\u062e\u0648\u0627\u0647\u0645",
        f"\u0915\u094d{ZWJ}\u0937",
        "\u2764\ufe0f 1\ufe0f\u20e3 \u260e\ufe0e",
        "\u845b\U000e0100",
        "\u1820\u180b",
        "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308",
        "non-breaking\u00a0space",
    ],
)
def test_the_letters_of_every_script_are_kept(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"ad{ZWNJ}min", "ad⟨U+200C⟩min"),
        (f"\u0645{ZWJ}a", "\u0645⟨U+200D⟩a"),
        (f"\u0645{ZWJ}", "\u0645⟨U+200D⟩"),
        (f"{ZWJ}\u0645", "⟨U+200D⟩\u0645"),
        (f"\u0645{ZWNJ}{ZWNJ}\u0645", "\u0645⟨U+200C⟩⟨U+200C⟩\u0645"),
        ("\U0001f469\u200d\U0001f467", "\U0001f469⟨U+200D⟩\U0001f467"),
        ("a\ufe0f", "a⟨U+FE0F⟩"),
        ("\u2764\ufe0f\ufe0f", "\u2764\ufe0f⟨U+FE0F⟩"),
        ("\u2764\ufe00", "\u2764⟨U+FE00⟩"),
        ("a\U000e0100", "a⟨U+E0100⟩"),
        ("a\u180b\u180e", "a⟨U+180B⟩⟨U+180E⟩"),
    ],
)
def test_joiners_and_selectors_are_kept_only_where_spelling_needs_them(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_towers_of_marks_are_cut_and_counted() -> None:
    acute = "\u0301"
    assert safe("a" + acute * 8 + "b") == "a" + acute * 8 + "b"
    assert safe("a" + acute * 9 + "b") == "a" + acute * 8 + "⟨+1 mark⟩b"
    assert safe("a" + acute * 20 + "b" + acute) == "a" + acute * 8 + "⟨+12 marks⟩b" + acute


def test_every_control_and_format_character_is_shown() -> None:
    hidden = [char for char in map(chr, range(sys.maxunicode + 1)) if category(char) in HIDDEN]
    assert len(hidden) > 2000
    for char in set(hidden) - set("\t\n\r"):
        assert safe(char) == safe(char, newlines=True) == f"⟨U+{ord(char):04X}⟩"


@given(texts, st.booleans())
@QUICK
def test_shown_text_hides_nothing_and_is_shown_unchanged_again(text: str, newlines: bool) -> None:
    shown = safe(text, newlines=newlines)
    assert safe(shown, newlines=newlines) == shown
    for place, char in enumerate(shown):
        if char in (ZWNJ, ZWJ):
            assert category(shown[place - 1])[0] in "LM"
            assert category(shown[place + 1])[0] in "LM"
        else:
            assert category(char) not in HIDDEN or (newlines and char == "\n")


def test_quoted_text_is_short_and_on_one_line() -> None:
    assert quoted("  R44\n") == "'R44'"
    assert quoted(f"a\n{ESC}b") == "'a ⏎ ⟨U+001B⟩b'"
    assert quoted("x" * 61) == "'" + "x" * 59 + "…'"


# --- spreadsheets ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("  =1+1", "'  =1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\tx", "' x"),
        ("\rx", "' ⏎ x"),
        ("＝1", "'＝1"),
        ("＠x", "'＠x"),
        ("\u00a0=1", "'\u00a0=1"),
        (f"{ZWSP}=1", "⟨U+200B⟩=1"),
        ("a=b", "a=b"),
        ("3 - 4", "3 - 4"),
        ("", ""),
    ],
)
def test_a_spreadsheet_cell_cannot_become_a_formula(text: str, cell: str) -> None:
    assert csv_cell(text) == cell


@given(st.lists(texts, min_size=1, max_size=5))
@QUICK
def test_spreadsheet_rows_are_read_back_without_formulas(cells: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written).writerow([csv_cell(cell) for cell in cells])
    (row,) = csv.reader(io.StringIO(written.getvalue()))
    assert row == [csv_cell(cell) for cell in cells]
    assert not any(normalize("NFKC", cell.strip()[:1]) in ("=", "+", "-", "@") for cell in row)
    assert [cell.removeprefix("'") for cell in row] == [safe(cell).removeprefix("'") for cell in cells]


# --- columns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("漢字", 4),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("ｱ", 1),
        ("\u0645\u200c\u0645", 2),
        ("①", 1),
    ],
)
def test_width_counts_terminal_cells(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "cells", "fitted"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("abcd", 1, "…"),
        ("abcd", 0, ""),
        ("abcd", -1, ""),
        ("漢字", 3, "漢…"),
        ("漢字", 2, "…"),
        ("ae\u0301bc", 3, "ae\u0301…"),
        ("a\nb", 5, "a ⏎ b"),
        (f"{ESC}abc", 6, "⟨U+00…"),
    ],
)
def test_text_is_cut_to_its_column(text: str, cells: int, fitted: str) -> None:
    assert fit(text, cells) == fitted


def test_text_is_padded_to_its_column() -> None:
    assert fit("ab", 4, pad=True) == "ab  "
    assert fit("漢字", 2, pad=True) == "… "
    assert fit("abcdef", 4, ellipsis="...") == "a..."
    assert fit("abcdef", 2, ellipsis="...") == "ab"


@given(texts | st.text("a\u0301\u0327漢字ｱ\u1100\u1161\u0645\u200c", max_size=20), st.integers(0, 30))
@QUICK
def test_columns_are_exactly_as_wide_as_asked(text: str, cells: int) -> None:
    assert width(fit(text, cells, pad=True)) == cells
    shown = safe(text)
    if width(shown) <= cells:
        assert fit(text, cells) == shown
    cut = fit(text, cells, ellipsis="")
    assert shown.startswith(cut)
    rest = shown[len(cut) :].lstrip(ZWNJ + ZWJ)
    assert cells == 0 or not rest or width(rest[0]) > 0, "no letter is parted from its marks"


# --- hostile text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: safe(text)[:20])
def test_hostile_text_comes_out_harmless(text: str) -> None:
    assert not [char for char in safe(text) if category(char) in HIDDEN]
    assert csv_cell(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert width(fit(text, 20, pad=True)) == 20
