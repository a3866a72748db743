"""The quick form of the byte-flip trial: a few bytes of every part of a register; and that a miss would be seen."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.trials import flips, registers
from tests.trials.flips import FOUND, MISSED, UNUSED, Flip
from tests.trials.pages import HEADER, Region, chart, neighbours
from tracker.desk import delivery
from tracker.desk.desk import Desk
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import Rating
from tracker.register import verification


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return registers.furnish(tmp_path_factory.mktemp("flips") / "tracker.db")


@pytest.fixture(scope="module")
def regions(register: Path) -> list[Region]:
    return chart(register)


def test_every_page_of_the_trials_register_is_charted(register: Path, regions: list[Region]) -> None:
    """SQLite counts pages and unused bytes for itself; the chart must come to the same."""
    pages = {"file header", "table inside", "table leaf", "index inside", "index leaf", "overflow", "free pages"}
    assert {region.page for region in regions} == pages
    with closing(sqlite3.connect(register)) as db:
        (count,), (size,) = (db.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
        given_up = db.execute("PRAGMA freelist_count").fetchone()[0]
    assert regions[-1].stop == count * size
    free = sum(region.stop - region.start for region in regions if region.page == "free pages")
    assert free == given_up * size > 0


def test_a_flip_anywhere_is_found_or_in_unused_space(register: Path) -> None:
    before = register.read_bytes()
    tally = flips.run(register, flips.chosen(register, 1, 2022))
    assert tally.missed == []
    assert tally.of(FOUND) > 20
    assert tally.of(UNUSED) > 5
    assert register.read_bytes() == before


def test_a_flip_that_verification_overlooked_would_be_a_miss(
    register: Path, regions: list[Region], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = next(region for region in regions if (region.owner, region.part) == ("entry", "cell"))
    flip = Flip(entry.start + 9, 0, 1, entry)
    assert flips.judged(register, replace(flip, was=register.read_bytes()[flip.place], now=0xFF))[0] == FOUND
    sound = verification.verify(register)
    monkeypatch.setattr(flips, "verify", lambda path: sound)
    tally = flips.run(register, [replace(flip, was=register.read_bytes()[flip.place])])
    assert tally.of(MISSED) == 1
    assert re.match(rf"byte {flip.place} from 0x.. to 0x01 in Region", tally.missed[0])


def test_excuses_hold_for_fields_of_the_header_alone() -> None:
    assert flips.HARMLESS_FIELDS.keys() <= HEADER.keys() | {"divider"}
    header, cell = (Region(24, 28, page, "", "change counter", True) for page in ("file header", "table leaf"))
    assert flips.excused(Flip(24, 0, 1, header)) == flips.HARMLESS
    assert flips.excused(Flip(24, 0, 1, cell)) == MISSED
    encoding = Region(56, 60, "file header", "", "encoding", True)
    assert flips.excused(Flip(59, 1, 2, encoding)) == MISSED, "UTF-16 would be another reading of every text"


def test_a_divider_is_excused_while_it_divides_the_same_rows(register: Path, regions: list[Region]) -> None:
    data = register.read_bytes()
    dividers = [region for region in regions if region.part == "divider" and region.owner == "entry"]
    with closing(sqlite3.connect(register)) as db:
        rows = {row[0] for row in db.execute("SELECT seq FROM entry")}
    for region in dividers:
        first, last = neighbours(data, region)
        assert {first, last} <= rows
        assert last == first + 1, "entries are numbered without a gap, so no other number would do"
        assert flips.made(data, region.stop - 1, data[region.stop - 1], region).divides
        other = flips.made(data, region.stop - 1, data[region.stop - 1] ^ 1, region)
        assert not other.divides
        assert flips.excused(other) == MISSED
    assert len(dividers) > 5


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("wrong", ["in use", "beyond the file", "none"])
def test_a_wrong_page_on_the_list_of_free_pages_is_found(
    register: Path, regions: list[Region], tmp_path: Path, place: int, wrong: str
) -> None:
    """After a file was compacted SQLite's own check overlooks a page in use, and the next act would write over it."""
    path = registers.copied(register, tmp_path / "tracker.db")
    listed = next(region for region in regions if (region.page, region.part) == ("free pages", "list"))
    assert listed.stop - listed.start == 4 * (2 + 4), "next page of the list, how many, and four of them"
    used = next(region for region in regions if region.owner == "entry" and region.page == "table leaf")
    number = {"in use": used.start // 4096 + 1, "beyond the file": 2**31, "none": 0}[wrong]
    for offset, byte in enumerate(number.to_bytes(4, "big")):
        flips.put(path, listed.start + 4 * (2 + place) + offset, byte)
    found = verification.verify(path)
    assert {problem.kind for problem in found.problems} == {"file"}
    if wrong == "in use":
        assert f"page {number} is on the list of free pages, but something stands in it" in found.problems[0].words


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE search_data SET block = zeroblob(length(block))",
        "UPDATE search_data SET block = x'ff' WHERE id > 10",
        "DELETE FROM search_data",
        "UPDATE search_idx SET pgno = 9999",
        "UPDATE search_docsize SET sz = x'ff'",
        "UPDATE search_config SET v = 9",
    ],
)
def test_a_damaged_search_index_costs_search_alone(register: Path, tmp_path: Path, damage: str) -> None:
    """It is a cache outside verification: acts are saved whole or refused in one line; rebuilding puts it right."""
    path = registers.copied(register, tmp_path / "tracker.db")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(damage)
    for place in range(3):
        before = verification.verify(path)
        assert before.ok
        said = refused(path, f"ILLUSTRATIVE: {place}")
        if said:
            flips.one_line(said)
            assert said.endswith("only the index is, and this makes it anew: tracker rebuild")
        assert verification.verify(path).entries == before.entries + (said == "")
    registers.rebuilt(path)
    assert refused(path, "ILLUSTRATIVE: afterwards") == ""


def refused(path: Path, note: str) -> str:
    """Act once, and return the words of a refusal; none when the act was saved."""
    with Desk(path, who="P1", via="tester", clock=registers.ticking(registers.LATER)) as desk:
        try:
            delivery.record_progress(desk, registers.REF, note=note, rating=Rating.RED)
        except StoreError as error:
            return str(error)
    return ""
