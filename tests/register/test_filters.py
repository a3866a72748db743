"""The filter language: what each word finds, and errors that point at the word."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import House
from tracker.desk import actions, delivery
from tracker.model.vocabulary import Rating
from tracker.register import filters, listing


def refs(house: House, query: str) -> list[str]:
    with house.position() as position:
        return [line.ref for line in listing.page(position, filters.parse(query))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("R4.BRI.7", ["R4.BRI.7"]),
        ("r4.bri.7.m1", ["R4.BRI.7"]),
        ("R4 basis:agreed", ["R4.BRI.7", "R4.SGL.1"]),
        ("rec:R4 basis:agreed area:BRI,NSO", ["R4.BRI.7"]),
        ("basis:agreed owner:police", ["R4.SGL.1"]),
        ("basis:agreed owner:ASP", ["R4.SGL.1"]),
        ('owner:"head of"', ["R4.BRI.7"]),
        ('"agreed action" status:planned', ["R4.BRI.7", "R4.SGL.1"]),
        ("anoth agree", ["R4.SGL.1"]),
        ("basis:agreed due<2022-09-01", ["R4.SGL.1"]),
        ("basis:agreed due>31/7/22", ["R4.BRI.7"]),
        ("basis:agreed due>=July", []),
        ("basis:agreed due:2022", ["R4.BRI.7", "R4.SGL.1"]),
        ('due:"September 2022"', ["R4.BRI.7"]),
        ("basis:agreed updated:none", ["R4.BRI.7", "R4.SGL.1"]),
        ("basis:agreed unreported", ["R4.BRI.7", "R4.SGL.1"]),
        ("basis:agreed overdue", []),
        ("R4.NSO", []),
    ],
)
def test_a_filter_finds(query: str, found: list[str], house: House) -> None:
    if query.endswith("July"):
        with pytest.raises(filters.FilterError):
            filters.parse(query)
        return
    assert refs(house, query) == found


def test_an_empty_filter_finds_all_and_pages_do_not_overlap(house: House) -> None:
    with house.position() as position:
        everything = [line.ref for line in listing.page(position)]
        assert len(everything) == listing.count(position)
        pages = [line.ref for start in range(0, 200, 50) for line in listing.page(position, limit=50, offset=start)]
    assert pages == everything
    assert everything.index("R4.BRI.7") < everything.index("R5.BRI.1") < everything.index("X.BRI.10")
    assert everything.index("X.BRI.9") < everything.index("X.BRI.10")


def test_what_was_reported_is_found_by_its_words(house: House) -> None:
    delivery.record_progress(house.at(), "R4.BRI.7", note="Zoë waits for a lighthouse", rating=Rating.RED)
    assert refs(house, "zoe lightho") == ["R4.BRI.7"]
    assert refs(house, "rag:red") == ["R4.BRI.7"]
    assert refs(house, "reported:red check:green") == ["R4.BRI.7"]


def test_a_recommendation_is_the_sum_of_its_cells_and_serves_finds_more(house: House) -> None:
    actions.edit(house.at(), "R4.SGL.1", serves=["R5"], why="It bears on both.")
    assert "R4.SGL.1" not in refs(house, "rec:R5")
    assert refs(house, "rec:R5") == refs(house, "R5") == [ref for ref in refs(house, "") if ref.startswith("R5.")]
    cells = [ref for area in ("BRI", "SGL", "NSO", "ALL") for ref in refs(house, f"R5.{area}")]
    assert sorted(cells) == sorted(refs(house, "rec:R5"))
    assert set(refs(house, "serves:R5")) == {*refs(house, "rec:R5"), "R4.SGL.1"}


@pytest.mark.parametrize("query", ["!!", "area:BRI !!", '"?"', "R4 …"])
def test_a_word_without_letters_is_refused(query: str) -> None:
    with pytest.raises(filters.FilterError, match="there is no letter or digit in it to search for"):
        filters.parse(query)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("overdu", "'overdu' was searched for as text; did you mean overdue?"),
        ("area:BRI ovredue", "'ovredue' was searched for as text; did you mean overdue?"),
        ("unevidence", "'unevidence' was searched for as text; did you mean unevidenced?"),
        ("plan signed_off", "'signed_off' was searched for as text; did you mean status:signed_off?"),
        ("plan BRI", "'BRI' was searched for as text; did you mean area:BRI?"),
        ("Red", "'Red' was searched for as text; did you mean rag:red?"),
        ("lste", "'lste' was searched for as text; did you mean late?"),
        ("overdue", None),
        ('"overdu"', None),
        ("hospital", None),
        ("place", None),
        ("R4", None),
    ],
)
def test_a_slip_is_searched_for_as_text_and_said(query: str, said: str | None) -> None:
    assert filters.slips(filters.parse(query)) == said


def test_a_text_pasted_by_mistake_is_no_filter() -> None:
    assert len(filters.parse("word " * 60).clauses) == 60
    with pytest.raises(filters.FilterError, match="a filter has at most 60 words"):
        filters.parse("word " * 61)


@pytest.mark.parametrize("sort", filters.SORTS)
def test_every_sort_keeps_every_row(sort: str, house: House) -> None:
    with house.position() as position:
        assert len(listing.page(position, sort=sort)) == listing.count(position)


@pytest.mark.parametrize(
    ("query", "word", "words"),
    [
        (
            "area:BRI area:BATH",
            "area:BATH",
            "'BATH' is not an area: BRI Bristol, SGL South Gloucestershire, NSO North Somerset, ALL joint work",
        ),
        ("colour:red", "colour:red", "there is no field 'colour'; there are: area, rec, rag"),
        ("rag:pink", "rag:pink", "'pink' is none of: red, amber, grey, green, blue"),
        ("overdue due<soon", "due<soon", "'soon' is not a date"),
        ("status>planned", "status>planned", "'status' takes a colon: status:planned"),
        ("area:", "area:", "'area' needs a value: BRI"),
        ("owner:", "owner:", "'owner' needs a value"),
        ("due<31/9/22", "due<31/9/22", "September has 30 days"),
    ],
)
def test_an_error_points_at_the_word(query: str, word: str, words: str) -> None:
    with pytest.raises(filters.FilterError) as caught:
        filters.parse(query)
    assert query[caught.value.start : caught.value.end] == word
    assert words.lower() in str(caught.value).lower()


@given(st.text(max_size=40))
def test_nothing_typed_breaks_the_question(query: str) -> None:
    wrong = None
    try:
        found = filters.parse(query)
    except filters.FilterError as error:
        wrong = error
    if wrong is None:
        assert found.where.count("?") == len(found.values)
    else:
        assert 0 <= wrong.start <= wrong.end <= len(query)


@pytest.mark.parametrize("query", ['"', "''", "a OR b", "NEAR(a b)", "* ^ -", "a%_b", "{}", 'due:"', "\x00", "%"])
def test_signs_of_sql_and_search_are_only_text(query: str, house: House) -> None:
    if query.startswith("due"):
        with contextlib.suppress(filters.FilterError):
            refs(house, query)
    elif query != '"' and not any(map(str.isalnum, query)):
        with pytest.raises(filters.FilterError, match="there is no letter or digit in it to search for"):
            refs(house, query)
    else:
        assert set(refs(house, query)) <= set(refs(house, ""))
