"""Ratings, lists, days and money in words, tables as data, and values on their way out of a template."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.reports import rendering
from tracker.reports.rendering import Ready, code, escaped
from tracker.reports.views import words
from tracker.reports.views.words import Table


@pytest.mark.parametrize(
    ("refs", "said"),
    [
        ([], ""),
        (["R1"], "R1"),
        (["R1", "R2"], "R1 and R2"),
        (["R1", "R2", "R3"], "R1 to R3"),
        (["R1", "R2", "R3", "R5", "R8", "R9"], "R1 to R3, R5, R8 and R9"),
        (["R1.BRI.9", "R1.BRI.10", "R1.BRI.11", "R1.SGL.12"], "R1.BRI.9 to R1.BRI.11 and R1.SGL.12"),
        (["#3", "#4", "#5", "#7"], "#3 to #5 and #7"),
        (["BRI-EXEC", "SGL-EXEC"], "BRI-EXEC and SGL-EXEC"),
    ],
)
def test_references_are_listed_as_spans(refs: list[str], said: str) -> None:
    assert words.spans(refs) == said


def test_a_long_list_says_how_many_more_there_are() -> None:
    assert words.listed(list("abcde"), 3) == "a, b, c and 2 more"
    assert words.listed(list("abcd"), 3) == "a, b, c and d"  # "and 1 more" would be no shorter


@pytest.mark.parametrize(
    ("amount", "said"),
    [("280000", "£280,000"), ("12.5", "£12.50"), ("0", "£0"), (None, "amount not recorded"), ("some", "some")],
)
def test_money_is_said_in_pounds(amount: str | None, said: str) -> None:
    assert words.pounds(amount) == said


def test_ratings_are_letter_word_and_symbol() -> None:
    assert words.rated("grey") == "N Grey ○"
    assert words.rated(None, "not reported") == "not reported"
    assert words.tally({"green": 2, "red": 1, "blue": 0}, unrated=3) == "R Red ▲: 1, G Green ●: 2, not reported: 3"


def test_days_are_said_in_full_and_as_exactly_as_they_were_written() -> None:
    assert words.day("2022-03-31") == "31 March 2022"
    assert words.day("2022-03-31", "month") == "March 2022"
    assert words.day(None) == "no date"
    assert words.ago("2022-03-30", date(2022, 3, 31)) == "1 day ago"
    assert words.ago("2022-03-31", date(2022, 3, 31)) == "today"


def test_typed_text_is_cut_on_one_line() -> None:
    assert words.cut("a\n\n  b\tc") == "a b c"
    assert words.cut("x" * 400) == "x" * 159 + "…"
    assert words.cut("  \n ", none="nothing") == "nothing"
    assert words.title(None) == "no title"


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        (("one",), ()),
        (tuple("abcdefgh"), ()),
        (("a", "b"), (("1",),)),
        (("a", "b"), (("1", " "),)),
    ],
    ids=["one column", "eight columns", "a short row", "an empty cell"],
)
def test_a_table_that_nobody_could_read_is_refused(headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"^(a table has 2 to 7 columns|the row )"):
        Table(headers, rows)


def test_values_go_out_escaped_and_only_once() -> None:
    assert escaped("*a* | b") == r"\*a\* \| b"
    assert escaped(Ready("*a*")) == "*a*"
    assert escaped(412) == "412"
    table = rendering.table(Table(("a|b", "c"), (("*", "2"),), "Shown are 1 of 2_"))
    assert table == "| a\\|b | c |\n| --- | --- |\n| \\* | 2 |\n\nShown are 1 of 2\\_"
    assert escaped(table) == table


@pytest.mark.parametrize("value", [None, [], 1.5, True, date(2022, 1, 1)])
def test_a_value_that_is_neither_text_nor_a_whole_number_is_never_printed(value: object) -> None:
    with pytest.raises(TypeError, match="a report prints text and whole numbers, not "):
        escaped(value)


def test_a_name_that_a_template_misses_is_an_error() -> None:
    with pytest.raises(LookupError, match="'out' is undefined"):
        rendering.rendered("issue.md.j2")


@pytest.mark.parametrize("text", ["a`b", "a|b", "a\nb", "a\\b"])
def test_a_code_span_holds_nothing_that_would_end_it(text: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a code span"):
        code(text)
