"""A web page read back: its elements as a tree, its tables as cells of text, and what is wrong with its structure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "line", "rect", "path"}
"""Elements without an end tag; those of SVG are closed in their own tag."""


@dataclass(eq=False)
class Element:
    """An element: its name, attributes, children, and the text that stands directly in it."""

    name: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Element]:
        """This element and those inside it, in order, of these names."""
        if not names or self.name in names:
            yield self
        for child in self.children:
            yield from child.all(*names)

    @property
    def text(self) -> str:
        """All text inside, in order; a line break is a space."""
        return "".join(self.pieces)

    def within(self, *names: str) -> bool:
        """Whether an element of these names is around it."""
        return self.parent is not None and (self.parent.name in names or self.parent.within(*names))


@dataclass
class Webpage:
    """A page: its root, and the faults of its tags."""

    root: Element
    faults: list[str]
    declared: str

    @property
    def tables(self) -> list[list[list[str]]]:
        """Each table as rows of cells of text."""
        return [
            [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")] for table in self.root.all("table")
        ]

    @property
    def text(self) -> str:
        """What a reader would copy out of the page."""
        return "\n".join(element.text for element in self.root.all("p", "li", "th", "td", "caption", "h1", "h2", "h3"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.here = self.root
        self.faults: list[str] = []
        self.declared = ""

    def handle_decl(self, decl: str) -> None:
        self.declared = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"an attribute of <{tag}> comes twice")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag == "br":
            self.handle_data(" ")
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.here.name != tag:
            self.faults.append(f"</{tag}> closes <{self.here.name}>")
        self.here = self.here.parent or self.root

    def handle_data(self, data: str) -> None:
        element: Element | None = self.here
        while element is not None:
            element.pieces.append(data)
            element = element.parent


def webpage(text: str) -> Webpage:
    """Read a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.here is not reader.root:
        reader.faults.append(f"<{reader.here.name}> is never closed")
    return Webpage(reader.root, reader.faults, reader.declared)
