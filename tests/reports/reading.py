"""A report read back with a Markdown parser: its headings, its tables as cells of plain text, and its faults."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ALLOWED = {"text", "text_special", "softbreak", "hardbreak", "strong_open", "strong_close", "code_inline"}


def shown(inline: Token) -> str:
    """The characters that a reader sees of an inline token."""
    return "".join(
        "\n" if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or []
    )


@dataclass
class Read:
    """What a reader finds: headings as (level, text), tables under their heading as rows of cells, faults in words."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def rows(self, *headers: str) -> list[list[str]]:
        """The rows of all tables with these headers."""
        return [row for _, table in self.tables if table[0] == list(headers) for row in table[1:]]

    def under(self, heading: str) -> list[list[list[str]]]:
        """The tables under a heading."""
        return [table for where, table in self.tables if where == heading]


def read(text: str) -> Read:
    """Parse a report; whatever nobody wrote on purpose is named among the faults."""
    found, level = Read(), 0
    tokens = MARKDOWN.parse(text)
    for place, token in enumerate(tokens):
        if token.type in ("html_block", "fence", "code_block", "ordered_list_open"):
            found.faults.append(f"{token.type}: {token.content[:60]!r}")
        if token.type == "heading_open":
            level_now = int(token.tag[1])
            if level_now > level + 1:
                found.faults.append(f"a heading skips from level {level} to {level_now}")
            level = level_now
            found.headings.append((level, shown(tokens[place + 1])))
        if token.type == "inline":
            strange = {child.type for child in token.children or []} - ALLOWED
            if strange:
                found.faults.append(f"{sorted(strange)} in {token.content[:80]!r}")
            found.words.append(shown(token))
        if token.type == "table_open":
            found.tables.append((found.headings[-1][1] if found.headings else "", []))
        if token.type == "tr_open":
            found.tables[-1][1].append([])
        if token.type in ("th_open", "td_open"):
            found.tables[-1][1][-1].append(shown(tokens[place + 1]))
    for heading, table in found.tables:
        if len({len(row) for row in table}) != 1:
            found.faults.append(f"the rows of a table under {heading!r} differ in length")
        if not 2 <= len(table[0]) <= 7:
            found.faults.append(f"a table under {heading!r} has {len(table[0])} columns")
        if not all(cell.strip() for row in table for cell in row):
            found.faults.append(f"a cell under {heading!r} is empty")
    if [one for one, _ in found.headings].count(1) != 1:
        found.faults.append("there is not just one heading of the first level")
    return found


def source_tables(text: str) -> list[list[str]]:
    """The tables as they stand in the source, each row's pipes that are not escaped counted by a simple scanner."""
    tables: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.startswith("|"):
            tables[-1].append(line)
        elif tables[-1]:
            tables.append([])
    return [table for table in tables if table]


def pipes(line: str) -> int:
    """Count the pipes of a row that no backslash stands before, as GFM does before it reads anything else."""
    return sum(char == "|" and line[place - 1 : place] != "\\" for place, char in enumerate(line))
