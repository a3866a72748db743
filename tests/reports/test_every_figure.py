"""Every figure of the assurance report leads to what it counts: by a query of its annex, or by references beside it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.reports.figures import Figures, figures
from tests.reports.test_figures import printed
from tracker import reports
from tracker.desk.session import Session
from tracker.tui.pages.report import LIST, TRAIL, markdown_blocks

SINCE = date(2022, 6, 30)
NAMED = (
    r"#\d+|\b(?:R\d+|X)(?:\.[A-Z]{3}(?:\.\d+)?(?:\.m\d+)?)?\b|\b[DEGKMPQC]\d+\b",  # references and rules
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}",
    r"\b\d+ days ago\b|\b\d+ days?(?= late)|more than \d+ days|\bdue by \d{4}\b|at \d+ months",
    r"\b00[03] (?:para|notes)[^)]*|£[\d,]+|\bVersion .*|version \S+|entries up to \S+",
    r"\b[A-Z]{2,}-?\d*\b",
)
"""Numbers that count nothing: references, dates and spans of days, places in the sources."""

BESIDE = (
    r"\d+ decisions? (?:is|are) asked for, of \d+ bod(?:y|ies)",
    r"\d+ more stands? in the part",
    r"Of \d+ milestones? that had fallen due, \d+ (?:was|were) achieved by the agreed date, \d+ later, and \d+",
    r"\d+ pieces? of accepted evidence",
    r"\d+ actions? (?:is|are) to show it",
    r"\d+ further figures? (?:is|are) context only",
    r"money of \d+ rows?",
    r"\d+ documents? (?:is|are) cited and not in hand",
    r"every action in the plan \(\d+\)",
    r"Shown are \d+ of \d+",
)
"""Counts of what is named beside them, or, for documents, of what the annex gives a command for."""


@pytest.fixture(scope="module", params=[None, "BRI"], ids=["all", "BRI"])
def made(request: pytest.FixtureRequest, example: Session) -> tuple[str, Figures]:
    text = reports.preview(example, "assurance", area=request.param, since=SINCE)
    with example.position() as position:
        known = position.size
    prefix = "area:BRI,ALL " if request.param else ""
    after = "after:2022-06-30" + (" area:BRI,ALL" if request.param else "")
    since = f"since:2022-06-30,#{known}"
    return text, figures(text, prefix=prefix, day="2022-12-15", until="2023-03-15", since=since, after=after)


def test_each_figure_has_a_line_in_the_annex_with_its_number(made: tuple[str, Figures]) -> None:
    text, found = made
    annex = {line.query: line.number for line in printed(text) if line.when.as_at is None}
    assert len(found.actions) > 100
    assert len(found.entries) > 8
    for query, number in {**found.actions, **found.entries}.items():
        assert annex.get(query, 0) == number, query


def test_each_line_of_the_annex_is_a_figure_of_the_report(made: tuple[str, Figures]) -> None:
    """Nothing is counted that nobody reads, but for parts of the denominators of an area."""
    text, found = made
    now = [line for line in printed(text) if line.when.as_at is None]
    more = {line.query for line in now} - {*found.actions, *found.entries}
    parts = "complete|signed_off|superseded,not_accepted,withdrawn"
    assert [query for query in more if not re.fullmatch(rf"area:[A-Z]{{3}} plan status:({parts})", query)] == []


def test_the_earlier_position_begins_the_reconciliation(made: tuple[str, Figures]) -> None:
    text, found = made
    earlier = {line.query: line.number for line in printed(text) if line.when.as_at is not None}
    assert earlier
    for query, number in earlier.items():
        area = re.fullmatch(r"(area:[A-Z]{3}) plan open", query)
        assert area is not None
        assert found.actions[f"{area[1]} change:was_open {found.since}"] == number


def test_what_is_added_up_adds_up(made: tuple[str, Figures]) -> None:
    assert len(made[1].sums) > 10
    assert all(one == other for one, other in made[1].sums)


def test_no_figure_of_a_sentence_is_left_without_a_source(made: tuple[str, Figures]) -> None:
    left = []
    for words in made[1].rest:
        bare = words
        for pattern in (*BESIDE, *NAMED):
            bare = re.sub(pattern, " ", bare)
        if re.search(r"\d", bare):
            left.append((bare, words))
    assert left == []


def test_each_line_of_the_annex_opens_what_it_counts_in_the_terminal_program(made: tuple[str, Figures]) -> None:
    """The first step; the second is Enter on a row of the list, or on the entry (tests/tui/test_reports_and_verify)."""
    text, found = made
    targets = {getattr(block, "target", None) for block in markdown_blocks(text)}
    for query, number in found.actions.items():
        assert not number or f"{LIST}{query}" in targets, query
    for query, number in found.entries.items():
        assert not number or f"{TRAIL}{query}" in targets, query
