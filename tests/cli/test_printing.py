"""How text comes onto a terminal: its width, its colours, its encoding; ratings never by colour alone."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.running import Cli, program
from tests.model.hostile import texts
from tracker.cli.printing import Look, Rated, Screen, as_json, look, rating_words, wrap
from tracker.model.text import safe, width


@pytest.mark.parametrize(
    ("rating", "words"),
    [("red", "R Red ▲"), ("amber", "A Amber ◆"), ("grey", "N Grey ○"), ("green", "G Green ●"), ("blue", "B Blue ■")],
)
def test_a_rating_is_letter_word_and_symbol(rating: str, words: str) -> None:
    assert rating_words(rating) == words
    assert rating_words(None) == "not rated"


# --- width ------------------------------------------------------------------------------------------------------------


def test_lines_are_broken_between_words() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("one two\n\nthree", 20) == ["one two", "", "three"]
    assert wrap("one two three", 7, 3) == ["one", "two", "three"]
    assert wrap("incomprehensible", 6) == ["incomp", "rehens", "ible"]
    assert wrap("", 6) == [""]


@given(text=texts.filter(lambda text: len(text) < 2000), cells=st.integers(2, 40))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert max(map(width, lines)) <= cells
    assert "".join("".join(lines).split()) == "".join(safe(text, newlines=True).split())


def screen(columns: int, colour: bool = False) -> Screen:
    return Screen(Look(columns, colour))


HEADS = ("Ref", "Title", "Check")
ROWS = [("R4.BRI.2", "a title of some length that does not fit", Rated("red", " 1/2")), ("R5", "short", Rated(None))]


def test_a_table_as_wide_as_it_must_be() -> None:
    shown = screen(80)
    shown.table(HEADS, ROWS)
    assert shown.lines == [
        "Ref       Title                                     Check",
        "R4.BRI.2  a title of some length that does not fit  R Red ▲ 1/2",
        "R5        short                                     not rated",
    ]


def test_a_table_whose_widest_column_wraps() -> None:
    shown = screen(44)
    shown.table(HEADS, ROWS)
    assert shown.lines == [
        "Ref       Title                  Check",  # 8 + 2 + 21 + 2 + 11 cells
        "R4.BRI.2  a title of some        R Red ▲ 1/2",
        "          length that does not",
        "          fit",
        "R5        short                  not rated",
    ]


def test_a_table_whose_column_is_cut() -> None:
    shown = screen(44)
    shown.table(HEADS, ROWS, cut=1)
    assert shown.lines[1] == "R4.BRI.2  a title of some leng…  R Red ▲ 1/2"


def test_a_table_that_cannot_fit_is_told_row_by_row() -> None:
    shown = screen(26)
    shown.table(HEADS, ROWS)
    assert shown.lines[:4] == ["R4.BRI.2", "  Title: a title of some", "    length that does not", "    fit"]
    assert shown.lines[4] == "  Check: R Red ▲ 1/2"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_width_of_the_output() -> None:
    assert look(io.StringIO(), {}).width == 80
    assert look(io.StringIO(), {"COLUMNS": "120"}).width == 120
    assert look(io.StringIO(), {"COLUMNS": "3"}).width == 24
    assert look(io.StringIO(), {"COLUMNS": "wide"}).width == 80


# --- colour -----------------------------------------------------------------------------------------------------------


def test_colour_only_on_a_terminal_that_shows_it() -> None:
    assert look(Terminal(), {"TERM": "xterm"}).colour
    assert not look(io.StringIO(), {"TERM": "xterm"}).colour
    assert not look(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}).colour
    assert not look(Terminal(), {"TERM": "dumb"}).colour


def test_colour_adds_to_the_words_and_replaces_none() -> None:
    plain, coloured = screen(80), screen(80, colour=True)
    for shown in (plain, coloured):
        shown.heading("Heading")
        shown.table(HEADS, ROWS)
        shown.field("Date check", Rated("amber", ": late"))
    assert coloured.lines != plain.lines
    assert [re.sub(r"\x1b\[[0-9]+m", "", line) for line in coloured.lines] == plain.lines


def test_no_colour_through_a_pipe(reader: Cli) -> None:
    assert "\x1b" not in reader.ok("list", TERM="xterm-256color", FORCE_COLOR="1").out


@given(text=texts.filter(lambda text: len(text) < 2000))
def test_only_our_own_colours_reach_a_terminal(text: str) -> None:
    shown = screen(60, colour=True)
    shown.line(text, indent=2, hang=4, style="red")
    shown.field("Note", text)
    shown.table(("Ref", "Note"), [("R4", text)])
    for line in shown.lines:
        assert "\x1b" not in re.sub(r"\x1b\[[0-9]+m", "", line)


# --- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp850", "latin-1"])
def test_a_terminal_without_our_marks_gets_others_as_wide(made: Path, encoding: str) -> None:
    said = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = program("status", "--today", "2023-05-01", db=made, environment=said)
    full = program("status", "--today", "2023-05-01", db=made, environment={"PYTHONIOENCODING": "utf-8"})
    assert (done.code, done.err) == (0, "")
    assert "R Red ^" in done.out
    assert [len(line) for line in done.out.splitlines()] == [len(line) for line in full.out.splitlines()]


def test_json_can_be_read_from_any_encoding(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "café 中文 \U0001f600")
    for encoding in ("ascii", "cp1252", "utf-8"):
        said = {"PYTHONIOENCODING": encoding}
        done = program("log", "--newest", "--limit", "1", "--json", db=cli.db, environment=said)
        assert done.json[0]["texts"]["note"] == "café 中文 \U0001f600"


def test_other_characters_are_shown_by_number(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "中 café")
    done = program("log", "--newest", "--limit", "1", db=cli.db, environment={"PYTHONIOENCODING": "cp1252"})
    assert "note: <U+4E2D> café" in done.out


@given(text=texts.filter(lambda text: len(text) < 2000))
def test_json_says_what_was_typed_and_nothing_a_terminal_could_misread(text: str) -> None:
    import json

    written = as_json({"note": text})
    assert json.loads(written) == {"note": text}
    assert all(safe(char) == char for char in set(written) - {"\n"})
