"""The byte-flip trial: one byte of a register is changed, and verification finds it, or the byte is proved unused.

What each byte is for is told by tests.trials.pages; the outcomes are counted, and anything else is a miss.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.trials.pages import Region, chart, neighbours, varint
from tracker.ledger.store import StoreError
from tracker.model.text import safe
from tracker.register.verification import verify

FOUND, REFUSED, UNUSED, HARMLESS, CACHE, MISSED = (
    "found", "refused", "unused", "rewritten", "search cache", "missed",
)  # fmt: skip
"""Outcomes: named as a fault; refused with a line; in unused space; in a field that means nothing for what is recorded
(see HARMLESS_FIELDS); in the search index, which verification leaves out; and not found, though it should be."""

HARMLESS_FIELDS = {
    "versions of the format": "whether the file is kept with a rollback journal; SQLite writes it when that changes",
    "change counter": "tells open programs that their cache is stale; SQLite writes it with every change",
    "schema cookie": "tells open programs to read the tables anew; SQLite writes it when a table changes",
    "schema format": "how new indexes are made; what stands in the file is read in the same way",
    "suggested cache": "memory that a program may use",
    "counter of the version": "the change counter when the next field was written",
    "version of SQLite": "which SQLite wrote last",
    "incremental vacuum": "read only where the field 'largest root' is set",
    "divider": "between two pages of a table: any number from the last row before to the first after it serves",
    "encoding": "SQLite reads the last two bits alone, and nothing there as UTF-8",
}
"""What can change and leave all that is recorded as it was; why, for each.  All but the divider are in the header."""

ZERO_LENGTH = frozenset({0, 8, 9, 10, 11, 12, 13})
"""Types of a record's column that take no bytes (section 2.1 of the format)."""


@dataclass(frozen=True)
class Flip:
    """One byte, what it was, and what it is changed to."""

    place: int
    was: int
    now: int
    region: Region
    divides: bool = False
    """Of a divider: whether the new one stands between the same rows as the old one."""


@dataclass
class Tally:
    """Outcomes by (kind of page, part), and every miss in words."""

    counted: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def add(self, flip: Flip, outcome: str, said: str) -> None:
        """Count one flip."""
        self.counted[flip.region.page, flip.region.part, outcome] += 1
        self.kinds[said if outcome == FOUND else outcome] += 1
        if outcome == MISSED:
            self.missed.append(f"byte {flip.place} from {flip.was:#04x} to {flip.now:#04x} in {flip.region}: {said}")

    def of(self, outcome: str) -> int:
        """How many flips came to *outcome*."""
        return sum(count for (_, _, found), count in self.counted.items() if found == outcome)


def strata(regions: Iterable[Region]) -> dict[tuple[str, str, bool], list[Region]]:
    """Regions by what is to be tried alike: each part of each kind of page, the search index apart."""
    found: dict[tuple[str, str, bool], list[Region]] = {}
    for region in regions:
        found.setdefault((region.page, region.part, is_cache(region)), []).append(region)
    return found


def is_cache(region: Region) -> bool:
    """Tell whether a region belongs to the search index, or to its description."""
    return region.owner.removeprefix("sqlite_schema: ").startswith("search")


def chosen(path: Path, each: int, seed: int) -> Iterator[Flip]:
    """Choose *each* bytes of every stratum, owner by owner as far as that goes, and a change of each."""
    data, chance = path.read_bytes(), random.Random(seed)
    for regions in strata(chart(path)).values():
        for place in sorted(places(regions, each, chance)):
            region = next(region for region in regions if region.start <= place < region.stop)
            # Half of them change one bit, as failing memory does, the others the whole byte.
            mask = 1 << chance.randrange(8) if chance.random() < 0.5 else chance.randrange(1, 256)
            yield made(data, place, data[place] ^ mask, region)


def made(data: bytes, place: int, now: int, region: Region) -> Flip:
    """Return the flip of one byte; of a divider it is told whether the new one still divides."""
    if region.part != "divider":
        return Flip(place, data[place], now, region)
    changed = bytearray(data[region.start : region.stop])
    changed[place - region.start] = now
    new, end = varint(bytes(changed) + bytes(9), 0)
    first, last = neighbours(data, region)
    return Flip(place, data[place], now, region, end == len(changed) and first <= new < last)


def places(regions: list[Region], count: int, chance: random.Random) -> set[int]:
    """Choose different bytes of *regions*, each table's or index's turn about; all, where there are no more."""
    owners: dict[str, list[int]] = {}
    for region in regions:
        owners.setdefault(region.owner, []).extend(range(region.start, region.stop))
    for owned in owners.values():
        chance.shuffle(owned)
    found: set[int] = set()
    while owners and len(found) < count:
        for owner in chance.sample(sorted(owners), len(owners)):
            if len(found) < count:
                found.add(owners[owner].pop())
            if not owners[owner]:
                del owners[owner]
    return found


def judged(path: Path, flip: Flip) -> tuple[str, str]:
    """Make the change in the file, verify, take it back; return the outcome and the kind of problem or what was said.

    Raises whatever a verification raises but StoreError: a traceback is a miss that nobody has to look for.
    """
    put(path, flip.place, flip.now)
    try:
        result = verify(path)
    except StoreError as error:
        one_line(str(error))
        return REFUSED, str(error)
    finally:
        put(path, flip.place, flip.was)
    for problem in result.problems:
        one_line(problem.words)
    if not result.ok:
        return FOUND, result.problems[0].kind
    return excused(flip), "verification found nothing"


def excused(flip: Flip) -> str:
    """Say why a change that was not found does no harm, or that it is a miss."""
    region = flip.region
    if is_cache(region):
        return CACHE
    if not region.used:
        return UNUSED
    if region.part == "place of the row number" and flip.now in ZERO_LENGTH:
        return UNUSED  # the number stands before the record, and what stands here is never read
    if region.part == "divider" and flip.divides:
        return HARMLESS
    if region.page == "file header" and region.part in HARMLESS_FIELDS:
        alike = region.part != "encoding" or flip.place + 1 < region.stop or flip.now & 3 in (0, 1)
        return HARMLESS if alike else MISSED
    return MISSED


def one_line(words: str) -> None:
    """Hold that *words* are one line for people, without control codes."""
    assert words == safe(words), ascii(words)


def put(path: Path, place: int, value: int) -> None:
    """Write one byte."""
    with path.open("r+b") as file:
        file.seek(place)
        file.write(bytes([value]))


def run(path: Path, flips: Iterable[Flip], after: Callable[[Flip, str], object] = lambda flip, outcome: None) -> Tally:
    """Try each of *flips* on the file at *path*, which is as it was afterwards; *after* hears of each outcome."""
    tally = Tally()
    for flip in flips:
        outcome, said = judged(path, flip)
        tally.add(flip, outcome, said)
        after(flip, outcome)
    return tally
