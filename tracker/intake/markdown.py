"""Markdown into front matter, prose, sections and rows, each with the line it starts on.

It knows the shape that every recommendation file shares; which keys, sections and references may stand where is not
known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.front_matter import front_matter_plugin

from tracker.intake.problems import Report, quoted

_CONTENT_NAMES = {
    "blockquote": "a block quotation",
    "bullet_list": "a list",
    "code_block": "an indented block",
    "code_inline": "code",
    "em": "emphasis",
    "fence": "a code block",
    "heading": "a heading",
    "hr": "a line of dashes or stars",
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "an image",
    "link": "a link",
    "ordered_list": "a numbered list",
    "strong": "emphasis",
    "table": "a table",
}
_EMPHASIS = ("em", "strong")
_LISTS = ("bullet_list", "ordered_list")
_DEEPEST = 4


@dataclass(frozen=True)
class Item:
    """One ``- key: value`` line of a row."""

    key: str
    value: str
    line: int


@dataclass
class Row:
    """A heading of level 3 or 4 with its list of keys, its description and, at level 3, its milestones."""

    heading: str
    level: int
    line: int
    items: list[Item] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    children: list[Row] = field(default_factory=list)
    listed: bool = False
    described_at: int = 0

    @property
    def description(self) -> str:
        """The paragraphs under the list, parted by an empty line."""
        return "\n\n".join(self.paragraphs)


@dataclass
class Section:
    """A heading of level 2 with its prose and rows."""

    heading: str
    line: int
    paragraphs: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def prose(self) -> str:
        """The section's own paragraphs, parted by an empty line."""
        return "\n\n".join(self.paragraphs)


@dataclass
class Document:
    """One file taken apart; ``heading_line`` is 0 without a ``# Title``, ``front_end`` is the second ``---``."""

    name: str
    front: str | None = None
    front_end: int = 1
    heading: str = ""
    heading_line: int = 0
    paragraphs: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def prose(self) -> str:
        """The paragraphs between the title and the first section, parted by an empty line."""
        return "\n\n".join(self.paragraphs)


@cache
def _parser() -> MarkdownIt:
    """Return the one parser: plain CommonMark, with front matter, and tables so that they can be refused."""
    return MarkdownIt("commonmark").enable("table").use(front_matter_plugin)


def read(name: str, text: str, report: Report) -> Document:
    """Take *text* (lines parted by LF) apart; what does not belong is noted in *report* and left out."""
    env: dict[str, object] = {}
    tree = SyntaxTreeNode(_parser().parse(text, env))
    walk = _Walk(Document(name), text.split("\n"), report)
    for node in tree.children:
        walk.take(node)
    if not walk.document.heading_line:
        report.add(name, walk.document.front_end, "no title; expected '# ' and a title under the front matter")
    for line in _definitions(env):
        report.add(name, line, "a link definition, which prints as nothing; expected plain words")
    return walk.document


def _definitions(env: dict[str, object]) -> Iterator[int]:
    """Yield the lines of link reference definitions, which leave no token behind."""
    found: list[object] = []
    references, duplicates = env.get("references"), env.get("duplicate_refs")
    if isinstance(references, dict):
        found.extend(references.values())
    if isinstance(duplicates, list):
        found.extend(duplicates)
    for entry in found:
        if isinstance(entry, dict):
            yield int(entry["map"][0]) + 1


def _line(node: SyntaxTreeNode) -> int:
    """Return the line that *node* starts on, counted from 1."""
    return (node.map or (0, 0))[0] + 1


def _inline_text(token: Token) -> tuple[str, list[str]]:
    """Return the plain words of an inline *token* and the kinds of everything in it that is not plain."""
    words: list[str] = []
    kinds: list[str] = []
    for child in token.children or []:
        if child.type == "text":
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif child.nesting >= 0:
            kinds.append(child.type.removesuffix("_open"))
            words.append(child.content if child.type != "html_inline" else "")
    return "".join(words).strip(), kinds


class _Walk:
    """Goes through the blocks of one file in order and hangs each where it belongs."""

    def __init__(self, document: Document, lines: list[str], report: Report) -> None:
        self.document = document
        self.lines = lines
        self.report = report
        self.section: Section | None = None
        self.row: Row | None = None
        self.milestone: Row | None = None
        self.lost = False

    def problem(self, line: int, words: str) -> None:
        """Note a problem of this file."""
        self.report.add(self.document.name, line, words)

    def take(self, node: SyntaxTreeNode) -> None:
        """Hang one top-level block."""
        if node.type == "front_matter":
            self.document.front = node.token.content if node.token else ""
            self.document.front_end = (node.map or (0, 1))[1]
        elif node.type == "heading":
            self.heading(node)
        elif self.lost:
            return  # what stands under a misplaced heading is not told as well
        elif not self.document.heading_line and not self.section:
            self.problem(_line(node), f"{self.named(node)} before the title; expected '# ' and a title first")
        elif row := self.milestone or self.row:
            self.row_content(row, node)
        elif self.section and node.type in _LISTS:
            self.problem(_line(node), "a list with no row above it; expected '### ', a reference and a title first")
        else:
            (self.section or self.document).paragraphs.extend(self.prose(node))

    def named(self, node: SyntaxTreeNode) -> str:
        """Return what a block is called in messages."""
        return _CONTENT_NAMES.get(node.type, "text")

    def heading(self, node: SyntaxTreeNode) -> None:
        """Open what a heading opens."""
        level, line = int(node.tag[1]), _line(node)
        words = self.plain(node.children[0], "a heading") if node.children else ""
        self.lost = True
        if not node.markup.startswith("#"):
            expected = "headings that begin with '#', and an empty line above a line of dashes"
            return self.problem(line, f"an underlined heading {quoted(words)}; expected {expected}")
        if not words:
            return self.problem(line, f"an empty heading; expected words after '{node.markup}'")
        self.lost = False
        self.opened(level, words, line)

    def opened(self, level: int, words: str, line: int) -> None:
        """Open the title, section, row or milestone that a heading begins."""
        if level == 1:
            self.title(words, line)
        elif level == 2:
            self.section, self.row, self.milestone = Section(words, line), None, None
            self.document.sections.append(self.section)
        elif level == 3 and self.section:
            self.row, self.milestone = Row(words, level, line), None
            self.section.rows.append(self.row)
        elif level == _DEEPEST and self.row:
            self.milestone = Row(words, level, line)
            self.row.children.append(self.milestone)
        else:
            self.wrong_level(level, words, line)

    def title(self, words: str, line: int) -> None:
        """Take the one title."""
        if self.document.heading_line:
            self.problem(
                line, f"a second title {quoted(words)}; expected one '# ' heading, sections at '## ' and rows at '### '"
            )
        elif self.section:
            self.problem(line, f"title {quoted(words)} after a section; expected '# ' and a title first")
        self.document.heading, self.document.heading_line = words, self.document.heading_line or line

    def wrong_level(self, level: int, words: str, line: int) -> None:
        """Note a heading that can stand under nothing."""
        self.lost = True
        expected = {
            3: "a row ('### ') inside a section ('## ')",
            4: "a milestone ('#### ') under its action ('### ')",
        }.get(level, "'# ' title, '## ' section, '### ' row, '#### ' milestone, and no deeper")
        self.problem(line, f"wrong level: heading {quoted(words)} at level {level}; expected {expected}")

    def plain(self, node: SyntaxTreeNode, place: str, allow: tuple[str, ...] = ()) -> str:
        """Return the plain words of an inline *node*; markup other than *allow* is a problem."""
        if node.token is None:
            return ""
        words, kinds = _inline_text(node.token)
        for kind in dict.fromkeys(kinds):
            if kind not in allow:
                what = _CONTENT_NAMES.get(kind, "markup")
                self.problem(
                    _line(node), f"{what} in {place}; expected plain words (put \\ before a mark that is meant)"
                )
        return words

    def prose(self, node: SyntaxTreeNode) -> list[str]:
        """Return the paragraphs of a block of prose; an item of a list becomes a paragraph of its own."""
        if node.type == "paragraph":
            words = self.plain(node.children[0], "prose", _EMPHASIS)
            return [words] if words else []
        if node.type in _LISTS:
            return [words for item in node.children for child in item.children for words in self.list_prose(child)]
        self.problem(_line(node), f"{self.named(node)} in prose; expected paragraphs and simple lists only")
        return []

    def list_prose(self, node: SyntaxTreeNode) -> list[str]:
        """Return the words of one block inside a list of prose."""
        if node.type == "paragraph":
            return self.prose(node)
        self.problem(_line(node), f"{self.named(node)} inside a list; expected lists one level deep")
        return []

    def row_content(self, row: Row, node: SyntaxTreeNode) -> None:
        """Take what stands under a row: one list of keys, then paragraphs."""
        line = _line(node)
        if node.type == "bullet_list" and not row.listed and not row.paragraphs:
            row.listed = True
            row.items.extend(item for child in node.children for item in self.item(child))
        elif node.type == "bullet_list":
            self.problem(
                line,
                f"a second list under {quoted(row.heading)}; expected one list of '- key: value' lines "
                "(all with the same bullet), then paragraphs",
            )
        elif node.type == "paragraph" and not row.listed:
            self.problem(
                line,
                f"text before the list of keys under {quoted(row.heading)}; expected the '- key: value' lines first",
            )
        elif node.type == "paragraph":
            words = self.plain(node.children[0], "a description", _EMPHASIS)
            row.described_at = row.described_at or line
            row.paragraphs.extend([words] if words else [])
        else:
            self.problem(
                line,
                f"{self.named(node)} under {quoted(row.heading)}; "
                "expected one list of '- key: value' lines, then paragraphs",
            )

    def source(self, node: SyntaxTreeNode) -> list[str]:
        """Return the source lines of a block."""
        start, stop = node.map or (0, 0)
        return self.lines[start:stop]

    def item(self, node: SyntaxTreeNode) -> Iterator[Item]:
        """Yield the key and value of one bullet, or nothing when it cannot be read."""
        line = _line(node)
        if not node.children:
            self.problem(line, "an empty bullet; expected '- key: value'")
            return
        first, *rest = node.children
        for other in rest:
            what = "a second paragraph" if other.type == "paragraph" else self.named(other)
            self.problem(_line(other), f"{what} inside a bullet; expected '- key: value', one level deep")
        if first.type != "paragraph":
            self.problem(line, f"{self.named(first)} as a bullet; expected '- key: value'")
            return
        for offset, text in enumerate(self.source(first)[1:], start=1):
            if not text.startswith(" ") and not text.startswith("\t"):
                self.problem(
                    _line(first) + offset,
                    f"line {quoted(text)} runs into the bullet above it; "
                    "expected an empty line before it, or two spaces at its start",
                )
                break
        words = self.plain(first.children[0], "a value")
        key, colon, value = words.partition(":")
        if not colon:
            self.problem(line, f"bullet {quoted(words)} has no colon; expected '- key: value'")
            return
        yield Item(key.strip(), value.strip(), line)
