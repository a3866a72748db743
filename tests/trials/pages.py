"""What every byte of a SQLite file is for, read from the file format and not from SQLite: in use, or proved unused.

The format: https://www.sqlite.org/fileformat2.html, whose section numbers stand below.  Nothing here knows the tracker.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

HEADER = {
    "magic": (0, 16, True),
    "page size": (16, 18, True),
    "versions of the format": (18, 20, True),
    "reserved space": (20, 21, True),
    "fractions": (21, 24, True),
    "change counter": (24, 28, True),
    "size in pages": (28, 32, True),
    "free pages": (32, 40, True),
    "schema cookie": (40, 44, True),
    "schema format": (44, 48, True),
    "suggested cache": (48, 52, True),
    "largest root": (52, 56, True),
    "encoding": (56, 60, True),
    "user version": (60, 64, True),
    "incremental vacuum": (64, 68, True),
    "application": (68, 72, True),
    "for expansion": (72, 92, False),
    "counter of the version": (92, 96, True),
    "version of SQLite": (96, 100, True),
}
"""Section 1.3: field → first byte, byte after the last, and whether anything is kept there."""

SCHEMA = "sqlite_schema"
KINDS = {2: "index inside", 5: "table inside", 10: "index leaf", 13: "table leaf"}


class Region(NamedTuple):
    """Bytes from *start* up to *stop* with one purpose; ``page`` is a kind of page, ``owner`` a table or index."""

    start: int
    stop: int
    page: str
    owner: str
    part: str
    used: bool


class Root(NamedTuple):
    """A table or index: its first page, and the place of the column that is its row number, where it has one."""

    name: str
    page: int
    alias: int | None


def chart(path: Path) -> list[Region]:
    """Return what all bytes of a sound file are for, in order; raises AssertionError when a byte is left out."""
    found = sorted(_Chart(path.read_bytes(), roots(path)).regions())
    place = 0
    for region in found:
        assert region.start == place, f"bytes {place} to {region.start} are nobody's, or two hold {region}"
        place = region.stop
    assert place == path.stat().st_size
    return found


def roots(path: Path) -> list[Root]:
    """Return the tables and indexes of the file with their first pages."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        listed = db.execute("SELECT name, rootpage, sql FROM sqlite_master WHERE rootpage > 0").fetchall()
        found = [Root(SCHEMA, 1, None)]
        for name, page, sql in listed:
            keys = [row for row in db.execute(f"PRAGMA table_info('{name}')") if row[5]]
            numbered = len(keys) == 1 and keys[0][2] == "INTEGER" and "WITHOUT ROWID" not in (sql or "")
            found.append(Root(name, page, keys[0][0] if numbered else None))
    return found


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the number that stands at *at* and the place after it (section 1.6)."""
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9


class _Chart:
    def __init__(self, data: bytes, roots: list[Root]) -> None:
        self.data = data
        self.roots = roots
        self.size = int.from_bytes(data[16:18], "big") or 65536
        self.usable = self.size - data[20]
        assert data[20] == 0, "reserved space is not looked for"

    def number(self, at: int, length: int) -> int:
        return int.from_bytes(self.data[at : at + length], "big")

    def regions(self) -> Iterator[Region]:
        for name, (start, stop, used) in HEADER.items():
            yield Region(start, stop, "file header", "", name, used)
        for root in self.roots:
            yield from self.tree(root, root.page)
        yield from self.freelist()

    def tree(self, root: Root, page: int) -> Iterator[Region]:
        """A page of a tree and all below it (section 1.5)."""
        begin = (page - 1) * self.size
        at = begin + (100 if page == 1 else 0)
        kind, free, cells, content, _ = struct.unpack(">BHHHB", self.data[at : at + 8])
        inside = kind in (2, 5)
        head = at + (12 if inside else 8)
        name = KINDS[kind]
        yield Region(at, head, name, root.name, "page header", True)
        if cells:
            yield Region(head, head + 2 * cells, name, root.name, "cell pointers", True)
        taken: list[tuple[int, int]] = []
        below = [self.number(at + 8, 4)] if inside else []
        for place in range(cells):
            start = begin + self.number(head + 2 * place, 2)
            stop, more = self.cell(kind, start)
            taken.append((start, stop))
            below += [self.number(start, 4)] if inside else []
            yield from self.parts(root, kind, start, stop)
            yield from self.overflow(root, more)
        while free:
            length = self.number(begin + free + 2, 2)
            yield Region(begin + free, begin + free + 4, name, root.name, "head of a free block", True)
            if length > 4:
                yield Region(begin + free + 4, begin + free + length, name, root.name, "free block", False)
            taken.append((begin + free, begin + free + length))
            free = self.number(begin + free, 2)
        place = head + 2 * cells
        for start, stop in [*sorted(taken), (begin + self.size, 0)]:
            if start > place:
                gap = "gap" if place == head + 2 * cells else "fragment"
                yield Region(place, start, name, root.name, gap, False)
            place = stop
        for child in below:
            yield from self.tree(root, child)
        assert content <= self.size

    def cell(self, kind: int, start: int) -> tuple[int, tuple[int, int]]:
        """Return where a cell ends, and the first page of its overflow with how many bytes stand there."""
        at = start + (4 if kind in (2, 5) else 0)
        length, at = varint(self.data, at)
        if kind == 5:
            return at, (0, 0)
        if kind == 13:
            _, at = varint(self.data, at)
        least = (self.usable - 12) * 32 // 255 - 23
        most = self.usable - 35 if kind == 13 else (self.usable - 12) * 64 // 255 - 23
        if length <= most:
            return max(at + length, start + 4), (0, 0)
        kept = least + (length - least) % (self.usable - 4)
        kept = kept if kept <= most else least
        return at + kept + 4, (self.number(at + kept, 4), length - kept)

    def parts(self, root: Root, kind: int, start: int, stop: int) -> Iterator[Region]:
        """A cell, in which the place of the row number is told apart: its value stands before the record."""
        name, owner = KINDS[kind], root.name
        if kind == 5:
            yield Region(start, start + 4, name, owner, "cell", True)
            yield Region(start + 4, stop, name, owner, "divider", True)
            return
        if kind == 13 and root.name == SCHEMA:
            owner = self.described(start)
        if kind != 13 or root.alias is None:
            yield Region(start, stop, name, owner, "cell", True)
            return
        alias = self.types(start)[root.alias][0]
        assert self.data[alias] == 0, "a row number is kept as nothing"
        yield Region(start, alias, name, owner, "cell", True)
        yield Region(alias, alias + 1, name, owner, "place of the row number", True)
        yield Region(alias + 1, stop, name, owner, "cell", True)

    def types(self, start: int) -> list[tuple[int, int]]:
        """Return where the type of each column stands in the header of a row's record, and the type (section 2.1)."""
        _, at = varint(self.data, start)
        _, at = varint(self.data, at)
        length, place = varint(self.data, at)
        found = []
        while place < at + length:
            kind, after = varint(self.data, place)
            found.append((place, kind))
            place = after
        return found

    def described(self, start: int) -> str:
        """Return what a row of sqlite_schema describes: type, then name, both texts, are its first two columns."""
        types = self.types(start)
        _, first = varint(self.data, types[-1][0])
        lengths = [(kind - 13) // 2 for _, kind in types[:2]]
        return f"{SCHEMA}: {self.data[first + lengths[0] : first + sum(lengths)].decode()}"

    def overflow(self, root: Root, more: tuple[int, int]) -> Iterator[Region]:
        page, length = more
        while page:
            begin = (page - 1) * self.size
            here = min(length, self.usable - 4)
            yield Region(begin, begin + 4 + here, "overflow", root.name, "content", True)
            if here < self.size - 4:
                yield Region(begin + 4 + here, begin + self.size, "overflow", root.name, "rest", False)
            length -= here
            page = self.number(begin, 4)

    def freelist(self) -> Iterator[Region]:
        """Pages that were given up (section 1.5.3)."""
        trunk = self.number(32, 4)
        while trunk:
            begin = (trunk - 1) * self.size
            leaves = self.number(begin + 4, 4)
            used = begin + 8 + 4 * leaves
            yield Region(begin, used, "free pages", "", "list", True)
            yield Region(used, begin + self.size, "free pages", "", "rest", False)
            for place in range(leaves):
                leaf = (self.number(begin + 8 + 4 * place, 4) - 1) * self.size
                yield Region(leaf, leaf + self.size, "free pages", "", "content", False)
            trunk = self.number(begin, 4)


def neighbours(data: bytes, divider: Region) -> tuple[int, int]:
    """Return the numbers of the last row before a divider of a table, and of the first row after it (section 1.5)."""
    size = int.from_bytes(data[16:18], "big") or 65536
    begin = divider.start - divider.start % size
    at = begin + (100 if begin == 0 else 0)
    pointers = [begin + int.from_bytes(data[at + 12 + 2 * n : at + 14 + 2 * n], "big") for n in range(_cells(data, at))]
    place = pointers.index(divider.start - 4)
    below = [int.from_bytes(data[cell : cell + 4], "big") for cell in pointers]
    below.append(int.from_bytes(data[at + 8 : at + 12], "big"))
    return _row(data, below[place], size, last=True), _row(data, below[place + 1], size, last=False)


def _cells(data: bytes, at: int) -> int:
    return int.from_bytes(data[at + 3 : at + 5], "big")


def _row(data: bytes, page: int, size: int, *, last: bool) -> int:
    """The number of the last or the first row on or below a page of a table."""
    at = begin = (page - 1) * size
    inside = data[at] == 5
    if inside and last:
        return _row(data, int.from_bytes(data[at + 8 : at + 12], "big"), size, last=last)
    head = at + (12 if inside else 8)
    pointer = head + 2 * (_cells(data, at) - 1 if last else 0)
    cell = begin + int.from_bytes(data[pointer : pointer + 2], "big")
    if inside:
        return _row(data, int.from_bytes(data[cell : cell + 4], "big"), size, last=last)
    return varint(data, varint(data, cell)[1])[0]
