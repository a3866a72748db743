"""Widths of columns where a format lays out its own: room for the longest word, more for more text."""

from __future__ import annotations

from tracker.reports.document import Table, document
from tracker.reports.formats.widths import LINE, LONGEST_WORD, is_low, shares


def table(*rows: str) -> Table:
    head, *others = rows
    lines = [f"| {head} |", "|" + " --- |" * (head.count("|") + 1), *(f"| {row} |" for row in others)]
    found = document("# T\n\n" + "\n".join(lines), "x.md").main[-1]
    assert isinstance(found, Table)
    return found


def widths(*rows: str) -> list[int]:
    return shares(table(*rows))


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
    rows = ["1 | 2"] * 5000 + ["AnUnusuallyLongIdent | 2"] * 5000
    assert widths("a | b", *rows)[0] >= LONGEST_WORD


def test_a_word_may_be_broken_after_its_hyphen_and_short_cells_are_not_broken() -> None:
    whole, parted = (
        widths("a | b", f"{word} | {'several words ' * 20}")[0] for word in ("x" * 19, "xxxxxxxxx-xxxxxxxxx")
    )
    assert whole >= 19
    assert parted >= len("xxxxxxxxx-")
    dates = [f"R{number} | {'several words ' * 9} | 30 September 2022" for number in range(9)]
    assert widths("Reference | What | Due", *dates)[2] * 10 // 11 >= len("30 September 2022")


def test_a_low_table_is_kept_together_and_a_tall_one_is_not() -> None:
    def low(*rows: str) -> bool:
        found = table(*rows)
        return is_low(found, shares(found))

    assert low("a | b", *["one line | x"] * 9)
    assert not low("a | b", *["one line | x"] * 40)
    assert not low("a | b", f"x | {'several words ' * 500}")
