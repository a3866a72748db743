"""The page of the trials holds counts of all of them, and they add up."""

from __future__ import annotations

import re
from collections import Counter

from tests.trials import page
from tests.trials.flips import FOUND, HARMLESS_FIELDS, MISSED, UNUSED, Tally
from tests.trials.kills import Counts
from tests.trials.pages import HEADER


def between(name: str) -> list[list[str]]:
    """The rows of a table of the page, without its heading."""
    text = page.PAGE.read_text(encoding="utf-8")
    found = text.partition(page.BEGIN.format(name))[2].partition(page.END.format(name))[0].strip()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found.splitlines()[2:]]


def number(cell: str) -> int:
    return int(cell.replace(",", "") or "0")


def test_the_flips_on_the_page_add_up_and_none_was_missed() -> None:
    *rows, total = between("flips")
    assert {row[0].partition(": ")[2] for row in rows if row[0].startswith("file header")} == HEADER.keys()
    for row in [*rows, total]:
        assert number(row[1]) == sum(map(number, row[2:])), row[0]
        assert row[-1] == "0"
    for column in range(1, len(total)):
        assert number(total[column]) == sum(number(row[column]) for row in rows)
    assert number(total[1]) > 1000


def test_every_excuse_is_on_the_page() -> None:
    assert between("fields") == [[name, words] for name, words in HARMLESS_FIELDS.items()]


def test_the_kills_on_the_page_lost_nothing() -> None:
    rows = {re.sub(r"^… ", "", row[0]): number(row[1]) for row in between("kills")}
    assert rows["programs killed"] == 2 * rows["rounds, each with two programs writing"] >= 40
    assert rows["acts that had been answered"] == rows["of which were there afterwards, whole"] > 100
    assert rows["acts lost, or half there"] == 0


def test_the_round_on_the_page_is_one_of_sixty_and_its_keys_add_up() -> None:
    counts = dict(between("round"))
    updates = int(counts["updates recorded"])
    each = int(counts["keys for each beside its note: the rating or “no change”, and save"])
    before_and_after = int(counts["keys before the first and after the last"])
    assert (updates, each) == (60, 2)
    assert int(counts["keys in all, without the notes"]) == updates * each + before_and_after


def test_a_table_is_made_from_what_was_counted() -> None:
    tally = Tally(Counter({("table leaf", "cell", FOUND): 1200, ("table leaf", "gap", UNUSED): 3}))
    tally.counted["table leaf", "cell", MISSED] = 1
    assert page.flips_table(tally).splitlines()[2:] == [
        "| table leaf: cell | 1,201 | 1,200 |  |  |  |  | 1 |",
        "| table leaf: gap | 3 |  |  | 3 |  |  | 0 |",
        "| **all** | 1,204 | 1,200 | 0 | 3 | 0 | 0 | 1 |",
    ]
    assert "| programs killed | 8 |" in page.kills_table(Counts(rounds=4, kills=8))
