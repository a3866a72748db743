"""The content model: Markdown read back as blocks, captions of tables, and what the copies leave out and add."""

from __future__ import annotations

import pytest

from tests.reports.reading import read as read_back
from tracker import reports
from tracker.desk.session import Session
from tracker.ledger.checkpoint import BODY_BEGIN, BODY_END
from tracker.model.text import md_cell
from tracker.reports.document import (
    Bullets,
    Code,
    Document,
    Heading,
    Paragraph,
    Quote,
    Run,
    Table,
    document,
    plain,
    read,
)

TABLE = "| A | B |\n| --- | --- |\n| 1 | 2 |\n"


def test_blocks_are_read_in_order_with_their_runs() -> None:
    found = read(
        "# One *two*\n\nSome **strong** and `code`\nand more.\n\n- first\n- second\n\n> said\\\n> so\n\n"
        "```\nx  y\n```\n"
    )
    assert found == [
        Heading(1, (Run("One "), Run("two", emphasis=True)), "s-one-two"),
        Paragraph((Run("Some "), Run("strong", strong=True), Run(" and "), Run("code", code=True), Run(" and more."))),
        Bullets(((Paragraph((Run("first"),)),), (Paragraph((Run("second"),)),))),
        Quote((Paragraph((Run("said"), Run("\n"), Run("so"))),)),
        Code("x  y"),
    ]


def test_what_was_escaped_comes_back_as_its_own_characters() -> None:
    hostile = "a|b <b>x</b> [l](u) `c` \\ &amp; *s* ![i](j) https://x.example \\"
    (table,) = read(f"| A | B |\n| --- | --- |\n| 1 | {md_cell(hostile)} |\n")
    assert isinstance(table, Table)
    assert table.texts() == [["1", hostile]]


@pytest.mark.parametrize(
    ("before", "caption", "titled"),
    [
        ("Ratings at the end of each quarter:", "Ratings at the end of each quarter", True),
        ("Ratings at the end of each quarter", "Ratings at the end of each quarter", True),
        ("Two decisions are asked for.", "Part: A", False),
        ("One line\nand another", "One line and another", True),
        ("One line\\\nand another", "Part: A", False),
        ("x" * 161, "Part: A", False),
        ("- a list", "Part: A", False),
    ],
)
def test_the_caption_of_a_table_is_the_line_before_it_or_else_its_heading(
    before: str, caption: str, titled: bool
) -> None:
    found = document(f"# Title\n\n## Part\n\n{before}\n\n{TABLE}", "x.md")
    table = found.main[-1]
    assert isinstance(table, Table)
    assert (table.caption, table.titled) == (caption, titled)
    said = [plain(block.runs) for block in found.main if isinstance(block, Paragraph)]
    assert (" ".join(before.split()) in said) is (not titled and before[0] not in "-O")


def test_anchors_are_each_given_once() -> None:
    found = document(f"# T\n\n## Same\n\n{TABLE}\n## Same\n\n{TABLE}", "x.md")
    names = [block.anchor for block in found.blocks if isinstance(block, (Heading, Table))]
    assert len(set(names)) == len(names) == 5


@pytest.mark.parametrize("text", ["# T\n\n[a](https://x.example)", "# T\n\n![a](b)"])
def test_what_no_report_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a report holds no"):
        document(text, "x.md")


def test_a_text_without_a_title_is_no_report() -> None:
    with pytest.raises(ValueError, match="heading of the first level"):
        document("words", "x.md")


def test_an_issue_loses_its_marker_lines_and_says_which_file_is_verified() -> None:
    text = f"MARKED\n\nIssued.\n\n{BODY_BEGIN}\n\n# T\n\nBody.\n\n{BODY_END}\n\n## Check\n\n- Root: 12\n\nMARKED\n"
    found = document(text, "issue.md")
    assert (found.title, found.marking, found.name) == ("T", "MARKED", "issue.md")
    assert found.front == (Paragraph((Run("Issued."),)),)
    said = [plain(block.runs) for block in found.blocks if isinstance(block, (Paragraph, Heading))]
    assert said[:4] == ["Issued.", "T", "Body.", "Check"]
    assert said[4].startswith("This copy is made from the file issue.md, with the same words.")
    assert len(said) == 5


def shown(found: Document) -> list[list[str]]:
    return [
        row
        for block in found.blocks
        if isinstance(block, Table)
        for row in [list(map(plain, block.head)), *block.texts()]
    ]


def test_the_example_is_read_as_another_reader_reads_it(example: Session) -> None:
    text = reports.preview(example, "assurance", since="30 June 2022")
    found, other = document(text, "x.md"), read_back(text)
    assert shown(found) == [row for _, table in other.tables for row in table]
    headings = [(block.level, plain(block.runs)) for block in found.blocks if isinstance(block, Heading)]
    assert headings == other.headings
    assert found.check == ()
