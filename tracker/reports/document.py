"""The content of a report as blocks, read back from its Markdown: the one thing that HTML, Word and PDF are made from.

How a block looks in a format is that format's business; what a report says is decided before there is any Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.ledger.checkpoint import BODY_BEGIN, BODY_END

if TYPE_CHECKING:
    from markdown_it.token import Token

CAPTION_LONGEST = 160
"""Characters of a caption at most; a longer paragraph before a table is a paragraph."""


@dataclass(frozen=True)
class Run:
    """A stretch of text of one kind; a forced line break is a run whose text is a line feed."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of ``level`` 1 to 6; ``anchor`` names it within the document."""

    level: int
    runs: Runs
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True)
class Quote:
    """A block quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Bullets:
    """A list; with ``numbered`` its items are counted from 1."""

    items: tuple[tuple[Block, ...], ...]
    numbered: bool = False


@dataclass(frozen=True)
class Code:
    """Lines that are shown as they stand."""

    text: str


@dataclass(frozen=True)
class Rule:
    """A break between two subjects."""


@dataclass(frozen=True)
class Table:
    """A table whose rows all have as many cells as ``head``; the first cell of a row names the row.

    ``caption`` is never empty; ``titled`` says that the report itself gives it, so that it is printed above the table,
    and that it was not merely taken from the heading under which the table stands.  ``anchor`` names the table within
    the document.
    """

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    caption: str = ""
    titled: bool = False
    anchor: str = "t"

    def texts(self) -> list[list[str]]:
        """Return the rows below the head as plain text."""
        return [[plain(cell) for cell in row] for row in self.rows]


Block = Heading | Paragraph | Quote | Bullets | Code | Rule | Table


@dataclass(frozen=True)
class Document:
    """A report: its ``title``, its ``marking`` for each page, and its blocks in three parts.

    ``front`` stands before the title (who issued it, or that it is a draft), ``main`` is the body from the title on,
    ``check`` stands after the body and says how to check it; a draft has none.  ``name`` is the Markdown file's name.
    With ``landscape`` pages lie on their side; a ``sheet`` has all but its annex on one page.
    """

    name: str
    title: str
    marking: str
    front: tuple[Block, ...]
    main: tuple[Block, ...]
    check: tuple[Block, ...]
    landscape: bool = False
    sheet: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks in the order of reading."""
        return self.front + self.main + self.check


def plain(runs: Runs) -> str:
    """Return the characters of *runs* on one line."""
    return "".join(run.text for run in runs).replace("\n", " ")


def document(markdown: str, name: str, *, landscape: bool = False, sheet: bool = False) -> Document:
    """Return the content of the report whose file *name* holds *markdown*.

    The lines that mark where the body begins and ends are for the file that is verified, so they are left out, and a
    sentence says which file that is.  Raises ValueError when the text holds no heading of the first level.
    """
    blocks = _captioned(read(markdown))
    title = next((place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1), None)
    if title is None:
        raise ValueError("a report has a heading of the first level")
    ends = [place for place, block in enumerate(blocks) if _says(block, BODY_END)]
    end = ends[-1] if ends else len(blocks)
    front = [block for block in blocks[:title] if not _says(block, BODY_BEGIN)]
    marking = _text(front[0]) if front else ""
    check = [block for block in blocks[end + 1 :] if _text(block) != marking]
    heading = blocks[title]
    assert isinstance(heading, Heading)
    return Document(
        name=name,
        title=plain(heading.runs),
        marking=marking,
        front=tuple(front[1:]),
        main=tuple(blocks[title:end]),
        check=_about_copies(check, name),
        landscape=landscape,
        sheet=sheet,
    )


def _about_copies(check: list[Block], name: str) -> tuple[Block, ...]:
    if not check:
        return ()
    words = Run("This copy is made from the file "), Run(name, code=True)
    rest = Run(
        ", with the same words. That file is what is verified: it holds the two marker lines, and the fingerprint "
        "below is of the text between them. From this copy the history can be checked, not the text."
    )
    return (check[0], Paragraph((*words, rest)), *check[1:])


def _says(block: Block, words: str) -> bool:
    return isinstance(block, Paragraph) and plain(block.runs) == words


def _text(block: Block) -> str:
    return plain(block.runs) if isinstance(block, (Paragraph, Heading)) else ""


def _captioned(blocks: list[Block]) -> list[Block]:
    """Give each table its caption: the line before it where that is one, else the heading that it stands under."""
    found: list[Block] = []
    path = "Table"
    tables = 0
    for block in blocks:
        if isinstance(block, Heading):
            path = plain(block.runs)
        if isinstance(block, Table):
            tables += 1
            before = found[-1] if found else None
            if isinstance(before, Paragraph) and _is_caption(before):
                found.pop()
                caption, titled = plain(before.runs).strip().rstrip(":").rstrip(), True
            else:
                caption, titled = f"{path}: {plain(block.head[0])}", False
            block = replace(block, caption=caption, titled=titled, anchor=f"t-{tables}")
        found.append(block)
    return found


def _is_caption(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph names the table below it: one line that is no sentence of its own."""
    words = plain(paragraph.runs).strip()
    broken = any("\n" in run.text for run in paragraph.runs)
    return bool(words) and len(words) <= CAPTION_LONGEST and not broken and words[-1] not in ".!?"


# --- from Markdown ----------------------------------------------------------------------------------------------------


def read(markdown: str) -> list[Block]:
    """Return the blocks of *markdown*; raises ValueError for a kind of block that no report holds."""
    from markdown_it import MarkdownIt  # here: most runs of the program make no copy of a report

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return list(_blocks(_Tokens(parser.parse(markdown)), _Anchors()))


class _Anchors:
    """Names for headings, each once: from their words, so that a link to a part stays the same."""

    def __init__(self) -> None:
        self.used: dict[str, int] = {}

    def name(self, words: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].rstrip("-") or "part"
        self.used[slug] = self.used.get(slug, 0) + 1
        return f"s-{slug}" if self.used[slug] == 1 else f"s-{slug}--{self.used[slug]}"


class _Tokens:
    """The parser's tokens, taken one by one."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.place = tokens, 0

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def left(self) -> bool:
        return self.place < len(self.tokens)

    def closes(self) -> bool:
        """Tell whether the next token closes what is open, and take it if so."""
        if self.tokens[self.place].nesting == -1:
            self.place += 1
            return True
        return False


def _blocks(tokens: _Tokens, anchors: _Anchors, *, inside: bool = False) -> Iterator[Block]:
    while tokens.left() and not (inside and tokens.closes()):
        token = tokens.take()
        if token.type == "heading_open":
            runs = _runs(tokens.take())
            tokens.take()
            yield Heading(int(token.tag[1]), runs, anchors.name(plain(runs)))
        elif token.type == "paragraph_open":
            yield Paragraph(_runs(tokens.take()))
            tokens.take()
        elif token.type == "blockquote_open":
            yield Quote(tuple(_blocks(tokens, anchors, inside=True)))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield Bullets(tuple(_items(tokens, anchors)), token.type == "ordered_list_open")
        elif token.type in ("fence", "code_block"):
            yield Code(token.content.rstrip("\n"))
        elif token.type == "hr":
            yield Rule()
        elif token.type == "table_open":
            yield _table(tokens)
        else:
            raise ValueError(f"a report holds no {token.type}")


def _items(tokens: _Tokens, anchors: _Anchors) -> Iterator[tuple[Block, ...]]:
    while not tokens.closes():
        tokens.take()
        yield tuple(_blocks(tokens, anchors, inside=True))


def _table(tokens: _Tokens) -> Table:
    rows: list[tuple[Runs, ...]] = []
    cells: list[Runs] = []
    while (token := tokens.take()).type != "table_close":
        if token.type == "inline":
            cells.append(_runs(token))
        elif token.type == "tr_close":
            rows.append(tuple(cells))
            cells = []
    return Table(rows[0], tuple(rows[1:]))


_SPECIAL = {"softbreak": " ", "hardbreak": "\n"}


def _runs(inline: Token) -> Runs:
    """Return the runs of an inline token, neighbours of one kind joined."""
    found: list[Run] = []
    strong = emphasis = 0
    for child in inline.children or []:
        if child.type.startswith(("strong_", "em_")):
            strong += child.nesting if child.type.startswith("strong_") else 0
            emphasis += child.nesting if child.type.startswith("em_") else 0
            continue
        if child.type not in ("text", "text_special", "code_inline", *_SPECIAL):
            raise ValueError(f"a report holds no {child.type}")
        run = Run(_SPECIAL.get(child.type, child.content), strong > 0, emphasis > 0, child.type == "code_inline")
        if found and replace(found[-1], text="") == replace(run, text="") and "\n" not in (run.text, found[-1].text):
            found[-1] = replace(run, text=found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return tuple(found)
