"""Text in Markdown: what is written renders as its own characters in lines, blocks and tables, and as nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.model.hostile import HOSTILE, texts
from tracker.model.text import md_block, md_cell, md_inline, safe

QUICK = settings(max_examples=100, deadline=None)
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def on_one_line(text: str) -> str:
    """Return the plain text that md_inline promises to render."""
    return safe(text, newlines=True).replace("\n", " ").strip()


def words(token: Token, breaks: tuple[str, ...] = ()) -> str:
    """Return the text of an inline token, which may hold nothing but text and the *breaks* named."""
    children = token.children or []
    assert {child.type for child in children} <= {"text", *breaks}
    return "".join(child.content if child.type == "text" else "\n" for child in children)


def blocks(source: str) -> list[str]:
    return [token.type for token in MARKDOWN.parse(source)]


def inline_of(source: str) -> Token:
    (inline,) = [token for token in MARKDOWN.parse(source) if token.type == "inline"]
    return inline


@given(texts)
@QUICK
def test_inline_markdown_renders_the_same_characters_wherever_it_stands(text: str) -> None:
    source, plain = md_inline(text), on_one_line(text)
    assert "\n" not in source
    if not plain:
        assert source == ""
        return
    paragraph = ["paragraph_open", "inline", "paragraph_close"]
    assert blocks(source) == paragraph
    assert words(inline_of(source)) == plain
    for before, after in (("Said: ", ""), ("", " said"), ("(", ")"), ("!", "(http://x)"), ("", "amp; x"), ("**", "**")):
        assert words_without_strong(before + source + after) == before.strip("*") + plain + after.strip("*")
    assert "image" not in [child.type for child in inline_of(f"{source}[x](http://x)").children or []]
    assert words(inline_of(f"A line\n{source}"), ("softbreak",)) == f"A line\n{plain}"
    assert blocks(f"{source}\nA line") == paragraph
    assert blocks(f"## {source}") == ["heading_open", "inline", "heading_close"]
    assert words(inline_of(f"## {source}")) == plain
    item = ["bullet_list_open", "list_item_open", *paragraph, "list_item_close", "bullet_list_close"]
    assert blocks(f"- {source}") == item
    assert words(inline_of(f"- {source}")) == plain


def words_without_strong(source: str) -> str:
    return words(inline_of(source), ("strong_open", "strong_close")).replace("\n", "")


@given(texts)
@QUICK
def test_block_markdown_keeps_paragraphs_and_lines(text: str) -> None:
    lines = [line.strip() for line in safe(text, newlines=True).split("\n")]
    expected = [part.strip("\n") for part in "\n".join(lines).split("\n\n") if part.strip("\n")]
    for quote in (False, True):
        tokens = MARKDOWN.parse(md_block(text, quote=quote))
        inlines = [token for token in tokens if token.type == "inline"]
        assert [words(token, ("hardbreak",)) for token in inlines] == expected
        kinds = {token.type for token in tokens} - {"inline", "paragraph_open", "paragraph_close"}
        assert kinds == ({"blockquote_open", "blockquote_close"} if quote and expected else set())
        assert sum(token.type == "blockquote_open" for token in tokens) == (quote and expected != [])


tables = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(texts, min_size=columns, max_size=columns), min_size=2, max_size=4)
)


def table_rows(source: str) -> Iterator[list[str]]:
    tokens = MARKDOWN.parse(source)
    assert tokens[0].type == "table_open"
    assert tokens[-1].type == "table_close"
    row: list[str] = []
    for token in tokens:
        if token.type == "inline":
            row.append(words(token))
        elif token.type == "tr_close":
            yield row
            row = []


@given(tables, st.sampled_from(["", " "]))
@settings(max_examples=150, deadline=None)
def test_a_table_of_any_cells_is_read_back_as_the_same_table(cells: list[list[str]], gap: str) -> None:
    rows = ["|" + "|".join(f"{gap}{md_cell(cell)}{gap}" for cell in row) + "|" for row in cells]
    rows.insert(1, "|" + "---|" * len(cells[0]))
    assert list(table_rows("\n".join(rows))) == [[on_one_line(cell) for cell in row] for row in cells]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Plain words (3.5 of 10; R4.BRI.2) - so: 'yes'.", "Plain words (3.5 of 10; R4.BRI.2) - so: 'yes'."),
        ("1. First", "1\\. First"),
        ("- a - b", "\\- a - b"),
        ("Health & Safety", "Health & Safety"),
        ("R&D", "R\\&D"),
        ("a\nb", "a b"),
        ("https://example.org", "https:\\//example.org"),
        ("www.example.org", "www\\.example.org"),
        ("a@example.org", "a\\@example.org"),
        ("Yes! [x]", "Yes! \\[x\\]"),
        ("![x", "\\!\\[x"),
        ("{$x^2$}", "\\{\\$x\\^2\\$\\}"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_only_what_would_be_markup_is_escaped(text: str, source: str) -> None:
    assert md_inline(text) == source


def test_a_cell_cannot_end_in_a_backslash() -> None:
    assert md_cell("a\\") == "a&#92;"
    assert md_cell("|\\|") == "\\|\\\\\\|"
    assert md_cell("") == ""


def test_blocks_break_lines_and_quote_them() -> None:
    assert md_block("One\ntwo\n\n\n- three\n") == "One\\\ntwo\n\n\\- three"
    assert md_block("One\ntwo\n\n\n- three\n", quote=True) == "> One\\\n> two\n>\n> \\- three"
    assert md_block("\n \n") == md_block("", quote=True) == ""


def test_bare_addresses_are_not_linked_by_a_parser_that_links_them() -> None:
    linking = MarkdownIt("gfm-like")
    addresses = ("see https://example.org/a_b", "see www.example.org", "FTP://example.org", "see //example.org/x")
    assert all("<a " in linking.render(address) for address in addresses[:2])
    for address in addresses:
        kinds = {child.type for token in linking.parse(md_inline(address)) for child in token.children or []}
        assert kinds == {"text"}, address


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: safe(text)[:20])
def test_hostile_text_is_rendered_as_it_stands(text: str) -> None:
    assert words(inline_of(md_inline(text))) == on_one_line(text)
    table = f"| a | b |\n|---|---|\n| {md_cell(text)} | {md_cell('after')} |"
    assert list(table_rows(table)) == [["a", "b"], [on_one_line(text), "after"]]
    assert "<a" not in MARKDOWN.render(md_block(text, quote=True))
