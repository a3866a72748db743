"""The quick ways to find many actions: they find what the plain way finds, in its order, and stop when told to."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.house import House
from tracker.desk import delivery
from tracker.model import dates
from tracker.model.vocabulary import Rating
from tracker.register import filters, listing, naming, search
from tracker.register.patience import Stopped, stopping
from tracker.register.position import Position
from tracker.register.search import IN_ACTION, MANY, match_expression

QUERIES = ("", "area:BRI", "plan", "-plan", "work", "of", "nothing-like-this", "R4")


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", filters.SORTS)
def test_all_references_at_once_stand_in_the_order_of_the_pages(query: str, sort: str, house: House) -> None:
    chosen = filters.parse(query)
    with house.position() as position:
        rows = position.rows(f"SELECT ref FROM rated_action a WHERE {chosen.where} ORDER BY {filters.SORTS[sort]}",
                             chosen.values)  # fmt: skip
        assert listing.refs(position, chosen, sort=sort) == [row["ref"] for row in rows]


@pytest.mark.parametrize("query", QUERIES)
def test_the_first_are_found_before_all_unless_they_are_all(query: str, house: House) -> None:
    chosen = filters.parse(query)
    with house.position() as position:
        every = listing.refs(position, chosen)
        found = list(listing.stages(position, chosen, sort="ref", first=5, superseded=lambda: False))
    assert found == ([(every[:5], False), (every, True)] if len(every) >= 5 else [(every, True)])


def test_nothing_more_is_looked_for_once_something_else_is_asked(house: House) -> None:
    asked: list[int] = []

    def superseded() -> bool:
        asked.append(1)
        return True

    with house.position() as position:
        # More steps than one look is apart, so that the engine asks at least once.
        endless = filters.Filter(
            ["(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n)"]
        )
        assert list(listing.stages(position, endless, sort="ref", first=5, superseded=superseded)) == []
        assert len(asked) == 2  # the first of them, then all
        assert len(listing.refs(position)) > 5  # and the position goes on answering


def test_a_fault_of_the_engine_is_not_taken_for_having_been_stopped(house: House) -> None:
    with house.position() as position:
        with pytest.raises(sqlite3.OperationalError, match="no such table"), stopping(position, lambda: False):
            position.rows("SELECT * FROM nowhere")
        with pytest.raises(Stopped), stopping(position, lambda: True):
            position.rows("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")


def _with_word(position: Position, word: str) -> set[str]:
    """What a plain look through every text of every action finds; the words of the tests are plain letters."""
    columns = ("title", "owner", "description", "locality")
    rows = position.rows(f"SELECT ref, {', '.join(columns)} FROM action WHERE void = 0")
    said = {row["ref"]: [row[name] for name in columns if row[name]] for row in rows}
    for row in position.rows("SELECT ref, note FROM progress WHERE note IS NOT NULL"):
        said[row["ref"]].append(row["note"])
    texts = position.texts(digest for digests in said.values() for digest in digests)
    return {
        ref
        for ref, digests in said.items()
        if any(part.startswith(word) for d in digests for part in texts[d].lower().replace("-", " ").split())
    }


@pytest.mark.parametrize("word", ["lighthouse", "schools", "young", "council"])
def test_rare_and_frequent_words_are_found_alike(word: str, house: House) -> None:
    delivery.record_progress(house.at(), "R4.BRI.7", note="Zoë waits for a lighthouse", rating=Rating.RED)
    expression = match_expression(word)
    with house.position() as position:
        wanted = _with_word(position, word)
        assert wanted, "the word is nowhere, so nothing would be tested"
        for many in ("0", f"{MANY}"):  # all words count as frequent, then none of these
            clause = IN_ACTION.replace(f"{MANY}", many)
            assert clause.count(many) >= 2
            rows = position.rows(f"SELECT ref FROM rated_action a WHERE {clause}", [expression] * 3)
            assert {row["ref"] for row in rows} == wanted, many


@pytest.mark.parametrize("typed", ["r4.bri.7.m", "R4.BRI.7.M1", "R4.BRI.7.m1", "r4.Bri.7.M"])
def test_a_milestone_is_found_by_the_beginning_of_its_reference_in_any_case(typed: str, house: House) -> None:
    ref = delivery.add_milestone(house.at(), "R4.BRI.7", "Step", dates.parse("August 2022")).ref
    with house.position() as position:
        assert naming.matching(position, typed)[0].ref == ref == "R4.BRI.7.m1"


@pytest.mark.parametrize("many", [0, 10**6], ids=["all words are frequent", "no word is"])
def test_titles_are_found_by_their_words_in_the_order_in_which_they_were_recorded(
    many: int, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MANY", many)
    with house.position() as position:
        found = [named for named in naming.matching(position, "schools", limit=100) if named.kind == "action"]
        assert found
        assert all("schools" in named.title.lower() for named in found)
        rows = position.rows("SELECT ref, title FROM action WHERE void = 0 ORDER BY seq")
        texts = position.texts(row["title"] for row in rows)
        words = {row["ref"]: re.findall(r"\w+", texts[row["title"]].lower()) for row in rows}
        wanted = [ref for ref, said in words.items() if any(word.startswith("schools") for word in said)]
        assert [named.ref for named in found] == wanted
