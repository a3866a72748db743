"""From a figure to its entries: each query that a report prints is asked on the command line and finds the number."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.cli.running import Cli
from tests.reports.reading import read
from tracker import reports
from tracker.desk.session import Session
from tracker.register import history, listing, trail_filter
from tracker.register.filters import parse
from tracker.register.position import Position, When
from tracker.reports.views.scope import Scope

SINCE = date(2022, 6, 30)
ANNEX = "Annex: how each count can be found again"


@dataclass(frozen=True)
class Printed:
    """One line of an annex: the command with the options of its position, the query, and the number beside it."""

    command: str
    options: tuple[str, ...]
    query: str
    number: int

    @property
    def when(self) -> When:
        named = dict(zip(self.options[::2], self.options[1::2], strict=True))
        day = date.fromisoformat(named.get("--as-at") or named["--today"])
        return When(day, day if "--as-at" in named else None, int(named["--known-at"]))


def printed(text: str) -> Iterator[Printed]:
    """Every line of the annex, in order."""
    annex = text.split(f"## {ANNEX}\n")[1].split("\n## ")[0].split("\u2014 report body ends")[0]
    named = re.findall(r"`tracker (list|log) ([^`]*?) 'QUERY'`", annex)
    commands = [(command, options) for command, options in named if not options.endswith("--of")]
    tables = read(text).under(ANNEX)
    assert len(tables) == len(commands) <= 3
    for (command, options), table in zip(commands, tables, strict=True):
        for query, number in table[1:]:
            yield Printed(command, tuple(options.split()), query, int(number.replace(",", "")))


def finds_its_numbers(lines: Sequence[Printed], path: Path) -> None:
    """Ask each query again at the position of its line."""
    for when in {line.when for line in lines}:
        with Position(path, when) as position:
            for line in lines:
                if line.when == when:
                    found = (
                        listing.count(position, parse(line.query))
                        if line.command == "list"
                        else history.count(position, trail_filter.parse(line.query))
                    )
                    assert (line.query, found) == (line.query, line.number)


@pytest.fixture(scope="module")
def specimens(example: Session) -> dict[str, str]:
    """The reports that stand among the specimens, as the program writes them today."""
    return {area or "all": reports.preview(example, "assurance", area=area, since=SINCE) for area in (None, "BRI")}


@pytest.mark.parametrize("which", ["all", "BRI"])
def test_every_line_of_the_annex_finds_its_number(which: str, specimens: dict[str, str], example: Session) -> None:
    lines = list(printed(specimens[which]))
    assert {line.command for line in lines} == {"list", "log"}
    assert len(lines) > 60
    finds_its_numbers(lines, example.path)


@pytest.mark.parametrize("which", ["all", "BRI"])
def test_one_command_finds_the_number_and_one_shows_the_entries(
    which: str, specimens: dict[str, str], example: Session, tmp_path: Path
) -> None:
    """A line of each command and position, and each twentieth, as they would be typed."""
    cli = Cli(Path(shutil.copy(example.path, tmp_path / "tracker.db")))
    lines = list(printed(specimens[which]))
    first = {(line.command, line.options): line for line in reversed(lines)}
    for line in [*first.values(), *lines[::20]]:
        counted = cli.ok(line.command, *line.options, "--count", line.query)
        assert counted.out == f"{line.number}\n", line
        if line.command == "list":
            refs = [row["ref"] for row in cli.ok("list", *line.options, line.query, "--json").json]
            entries = cli.ok("log", *line.options, "--of", line.query, "--json").json
            about = {ref for entry in entries for ref in entry["on"]}
            assert set(refs) <= about, "every row that is counted has its entries"
            assert all(
                any(ref == r or ref.startswith(f"{r}.m") for ref in entry["on"] for r in refs) for entry in entries
            )
        else:
            assert len(cli.ok("log", *line.options, line.query, "--json").json) == line.number


def test_what_the_report_says_of_entries_stands_in_the_annex(specimens: dict[str, str]) -> None:
    """The sentences on what changed, on what was recorded late and on the difference made, number by number."""
    text = specimens["all"]
    found = {line.query: line.number for line in printed(text)}
    changed = re.search(r"(\d+) dates? moved by agreement, (\d+) corrections?, (\d+) entries in all\.", text)
    assert changed is not None
    moved, corrected, total = map(int, changed.groups())
    assert found["after:2022-06-30 -act:report"] == total
    assert found.get("after:2022-06-30 act:action.revised,milestone.revised standing", 0) == moved
    assert found.get("after:2022-06-30 act:date.corrected,entry.undone", 0) == corrected
    late = re.search(r"Recorded late: (\d+) entries", text)
    assert late is not None
    assert found["late -act:report"] == int(late[1])
    made = text.split("Difference made for children: ")[1].split("\n")[0]
    for words, step in (("delivered only", "delivered"), ("practice changed", "practice"), ("sustained", "sustained")):
        if number := re.search(rf"{words}: (\d+)", made):
            assert found[f"plan current difference:{step}"] == int(number[1])
    shown = [number for query, number in found.items() if query.startswith("plan current difference:")]
    assert sum(shown) == found["plan open"] + found["plan status:signed_off"]
    assert re.search(rf"Of {sum(shown)} actions in the plan, ", made)


def test_counts_asked_for_together_are_those_asked_for_one_by_one(example: Session) -> None:
    words = ("plan open", "plan overdue", "plan check:amber", "basis:existing_provision", "rec:R4,R1 plan", "schools")
    cells = [f"{ref}.{area}" for ref in ("R1", "R4", "R9", "X") for area in ("BRI", "SGL", "NSO", "ALL")]
    heads = [*cells, "area:BRI", "area:ALL", "area:BRI,ALL", "area:SGL,NSO,ALL"]
    with example.position() as position:
        scope = Scope(position, None, position.entries, date(2022, 12, 15))
        found = {f"{head} {word}": scope.count(f"{head} {word}") for head in heads for word in words}
        alone = {query: listing.count(position, parse(query)) for query in found}
    assert found == alone
    assert len(set(found.values())) > 5, "the example has cells of many sizes"
