"""Widths of columns where a format lays out its own: room for the longest word, more for more text."""

from __future__ import annotations

from tracker.reports.document import Table, document
from tracker.reports.formats.widths import LINE, LONGEST_WORD, shares


def widths(*rows: str) -> list[int]:
    head, *others = rows
    lines = [f"| {head} |", "|" + " --- |" * (head.count("|") + 1), *(f"| {row} |" for row in others)]
    found = document("# T\n\n" + "\n".join(lines), "x.md").main[-1]
    assert isinstance(found, Table)
    return shares(found)


def test_every_column_has_room_for_its_longest_word_and_the_line_is_used() -> None:
    found = widths("Gloucestershire | b", "x | " + "several words " * 10)
    assert found[0] >= len("Gloucestershire")
    assert found[1] > found[0]
    assert LINE - 2 <= sum(found) <= LINE


def test_a_rating_is_one_word() -> None:
    assert widths("R Red ▲ | b", "1 | 2")[0] >= len("R Red ▲")


def test_a_word_without_end_takes_no_more_than_others_may() -> None:
    narrow, wide = widths("a | b", f"short | {'x' * 5000}")
    assert narrow >= len("short")
    assert wide >= LONGEST_WORD


def test_many_columns_keep_their_proportion_where_the_line_is_too_short() -> None:
    found = widths(" | ".join(["Gloucestershire"] * 9), " | ".join(["x"] * 9))
    assert len(set(found)) == 1
    assert found[0] >= len("Gloucestershire")


def test_the_end_of_a_long_table_counts_too() -> None:
    rows = ["1 | 2"] * 5000 + ["an-unusually-long-id | 2"] * 5000
    assert widths("a | b", *rows)[0] >= LONGEST_WORD
