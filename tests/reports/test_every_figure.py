"""Every figure of the assurance report leads to what it counts: by a query of its annex, or by references beside it."""

from __future__ import annotations

import re
import shlex
from datetime import date

import pytest

from tests.cli.running import Cli
from tests.reports.figures import Figures, figures
from tests.reports.reading import read
from tests.reports.test_figures import printed
from tracker import reports
from tracker.desk.session import Session
from tracker.tui.pages.report import LIST, TRAIL, markdown_blocks

SINCE = date(2022, 6, 30)
GROUPS = ("Open actions about them", "Measures", "Accepted evidence")
NAMED = (
    r"#\d+|\b(?:R\d+|X)(?:\.[A-Z]{3}(?:\.\d+)?(?:\.m\d+)?)?\b|\b[DEGKMPQC]\d+\b",  # references and rules
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}",
    r"\b\d+ days ago\b|\b\d+ days?(?= late)|more than \d+ days|\bdue by \d{4}\b|at \d+ months",
    r"\b00[03] (?:para|notes)[^)]*|£[\d,]+|\bVersion .*|version \S+|entries up to \S+",
    r"\b[A-Z]{2,}-?\d*\b",
)
"""Numbers that count nothing: references, dates and spans of days, places in the sources."""

BESIDE = (
    r"said of \d+ of \d+ measures?, and of \d+ of \d+ pieces? of accepted evidence",
    r"\d+ decisions? (?:is|are) asked for, of \d+ bod(?:y|ies)",
    r"\d+ more stands? in the part",
    r"Of \d+ milestones? that had fallen due, \d+ (?:was|were) achieved by the agreed date, \d+ later, and \d+",
    r"\d+ pieces? of accepted evidence",
    r"\d+ actions? (?:is|are) to show it",
    r"\d+ further figures? (?:is|are) context only",
    r"money of \d+ rows?",
    r"\d+ of \d+ risks? ha(?:s|ve)",
    r"\d+ documents? (?:is|are) cited and not in hand",
    r"every action in the plan \(\d+\)",
    r"Shown are \d+ of \d+",
)
"""Counts of what is named beside them, or of what the annex gives a command for."""


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


# --- counts of what is named beside them -----------------------------------------------------------------------------


def expanded(spans: str) -> list[str]:
    """The references of "R1.BRI.2 to R1.BRI.4, R2.BRI.1 and R3.BRI.1", one by one."""
    found = []
    for first, last in re.findall(r"([A-Z#][\w.]*?\d+)(?: to ([A-Z#][\w.]*?\d+))?(?=,| and |$)", spans):
        stem = first.rstrip("0123456789")
        start, end = int(first[len(stem) :]), int((last or first)[len(stem) :])
        found += [f"{stem}{number}" for number in range(start, end + 1)]
    return found


def test_spans_are_read_as_they_are_written() -> None:
    assert expanded("R1.BRI.2 to R1.BRI.4, R2.BRI.1 and X.ALL.9") == [
        "R1.BRI.2", "R1.BRI.3", "R1.BRI.4", "R2.BRI.1", "X.ALL.9",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        r"(\d+) further figures? (?:is|are) context only: (.*?)\. Each",
        r"money of (\d+) rows?: (.*)\.",
        r"(\d+) more (?:is|are) A Amber ◆ only .* meeting: (.*)\.",
        r"(\d+) actions? (?:is|are) reported as better than the dates say: (.*)\.",
        r"(\d+) actions? (?:is|are) to show it: (.*)\.",
        r"Recorded late: (\d+) entr.*? occurred \((.*)\)\.",
        r"(\d+) entr[a-z]+ of these w[a-z]+ recorded more than 30 days after what they record occurred: (.*)\.",
    ],
)
def test_as_many_are_named_as_are_counted(sentence: str, made: tuple[str, Figures]) -> None:
    said = [match for words in read(made[0]).words if (match := re.search(sentence, " ".join(words.split())))]
    assert said
    for match in said:
        assert len(set(expanded(match[2]))) == int(match[1]), match[0]


def test_what_a_table_lists_is_counted_as_it_lists_it(made: tuple[str, Figures]) -> None:
    found = read(made[0])
    words = " ".join(" ".join(found.words).split())
    asked = found.rows("Decision", "Kind", "Asked of", "By when", "What is asked", "About")
    said = re.search(r"(\d+) decisions? (?:is|are) asked for, of (\d+) bod", words)
    assert said is not None
    assert (int(said[1]), int(said[2])) == (len(asked), len({row[2] for row in asked}))
    told = found.rows("Evidence", "Title", "Date", "What they told us", "What changed")
    said = re.search(r"(\d+) pieces? of accepted evidence", words)
    assert said is not None
    assert int(said[1]) == len(told)
    off_track = found.rows("Action", "Lead agency", "Due", "Reported rating", "Date check", "Cause, and the last note")
    silent = re.search(r"(\d+) more (?:is|are) A Amber ◆ only", words)
    total = re.search(r"(\d+) open actions?, those claimed complete aside, (?:is|are) red or amber", words)
    assert silent is not None
    assert total is not None
    assert len(off_track) + int(silent[1]) == int(total[1])
    further = re.search(r"(\d+) more stands? in the part Off track and exceptions: ([^.]*(?:\.[A-Z\d][^.]*)*)\.", words)
    assert int(further[1] if further else 0) == max(0, len(off_track) - 5), "five stand on the first page"
    named = [row[0].split(":")[0] for row in off_track[5:]]
    assert (expanded(further[2]) if further else []) == named


def test_the_record_of_milestones_is_that_of_the_table(made: tuple[str, Figures]) -> None:
    found = read(made[0])
    rows = found.rows("Reference", "What", "Original date", "Agreed date", "Where it stands")
    states = [row[4] for row in rows if re.search(r"\.m\d+$", row[0])]
    kept = sum(state.endswith(", in time") for state in states)
    later = sum(bool(re.fullmatch(r"achieved .* late", state)) for state in states)
    missing = sum(state.endswith("late, not recorded as achieved") for state in states)
    said = (
        f"Of {kept + later + missing} milestones that had fallen due, {kept} was achieved by the agreed date, {later} "
    )
    assert any(words.startswith(f"{said}later, and {missing} ") for words in found.words)


def test_documents_that_are_not_in_hand_are_those_of_the_command(made: tuple[str, Figures], example: Session) -> None:
    text, _ = made
    options = re.search(r"`tracker evidence list (--today \S+ --known-at \d+ --state not_in_hand)`", text)
    said = re.search(r"(\d+) documents? (?:is|are) cited and not in hand", text)
    assert options is not None
    assert said is not None
    listed = Cli(example.path).json("evidence", "list", *options[1].split())
    assert len(listed) == int(said[1])


def test_measures_and_evidence_that_say_whom_they_are_about_are_those_of_the_commands(
    made: tuple[str, Figures], example: Session
) -> None:
    text, _ = made
    said = re.search(r"said of (\d+) of (\d+) measures?, and of (\d+) of (\d+) pieces? of accepted evidence", text)
    commands = read(text).rows("Command", "Finds")
    assert said is not None
    assert [int(number) for _, number in commands] == [int(said[place]) for place in (2, 1, 4, 3)]
    for command, number in commands:
        listed = Cli(example.path).json(*shlex.split(command.removeprefix("tracker ")))
        assert len(listed) == int(number), command
    about = {
        ref
        for row in read(text).rows("Children who differ by", *GROUPS)
        for ref in re.findall(r"[ME]\d+", " ".join(row))
    }
    assert len(about) == int(said[1]) + int(said[3]), "each of them stands in the table"
