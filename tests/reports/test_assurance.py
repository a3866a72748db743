"""The assurance report as it is read: sound Markdown, one page first, plain answers, and numbers that tie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.reports.reading import pipes, read, source_tables
from tracker import reports
from tracker.desk.session import Session
from tracker.model.vocabulary import Rating
from tracker.register import checks, coverage, listing, rules, status
from tracker.register.filters import parse
from tracker.register.position import Position, When

RULES = "Annex: the rules on plan quality, asked before this report"
PARTS = [
    "On one page",
    "Decisions",
    "The position in full",
    "Off track and exceptions",
    "Recommendation by recommendation",
    "Difference made for children",
    "What children, young people and families told us, and what changed",
    "Equality: who is affected differently",
    "Measures",
    "Funding that ends",
    "Risks",
    "The next quarter, to 15 March 2023",
    "What changed since 30 September 2022",
    "What is not known",
    "Data-quality notes",
    "How to read this report",
    "Annex: how each count can be found again",
    "Annex: counts of other things",
    RULES,
]
ASKED: dict[str, dict[str, object]] = {
    "all": {},
    "since a day": {"since": "30 September 2022"},
    "Bristol": {"area": "BRI", "since": date(2022, 3, 31)},
    "North Somerset at a day": {"area": "nso", "as_at": date(2022, 6, 30)},
    "joint": {"area": "ALL"},
    "known then": {"known_at": 520},
}


@pytest.fixture(scope="module")
def made(example: Session) -> Callable[[str], str]:
    kept: dict[str, str] = {}

    def make(which: str) -> str:
        if which not in kept:
            kept[which] = reports.preview(example, "assurance", **ASKED[which])  # type: ignore[arg-type]
        return kept[which]

    return make


@pytest.mark.parametrize("which", ASKED)
def test_it_is_sound_markdown(made: Callable[[str], str], which: str) -> None:
    text = made(which)
    assert read(text).faults == []
    for table in source_tables(text):
        assert len({pipes(row) for row in table}) == 1, table[0]
    assert not re.search(r"[ \t]\n|\n\n\n|\r", text)


def test_the_report_of_the_real_files_is_sound_too(real: Session) -> None:
    found = read(reports.preview(real, "assurance"))
    assert found.faults == []
    assert len([text for level, text in found.headings if level == 3 and re.match(r"R[1-9] ", text)]) == 9


def test_a_register_with_nothing_in_it_has_a_report(bare: Session) -> None:
    text = reports.preview(bare, "assurance")
    assert read(text).faults == []
    assert "No review is entered in this register." in text
    assert "Nothing can be done or late yet: there is no action in the plan." in text
    assert "no action named in the sources" in text


def test_every_part_is_there_in_its_order(made: Callable[[str], str]) -> None:
    found = read(made("since a day"))
    assert [text for level, text in found.headings if level == 2] == PARTS
    assert found.headings[0] == (1, "DRAFT assurance report: the three areas, and joint work apart")
    parts = [text for level, text in found.headings if level == 3 and re.match(r"(R[1-9]|X)\b", text)]
    assert [text[:2].strip(":") for text in parts] == [*(f"R{n}" for n in range(1, 10)), "X"]


def summary(text: str) -> str:
    return text.split("## On one page\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("which", ASKED)
def test_the_summary_fits_a_page_and_asks_first(made: Callable[[str], str], which: str) -> None:
    lines = [line for line in summary(made(which)).split("\n") if line]
    assert lines[0] == "### What is asked of you"
    # A printed page of A4 has some 62 lines of 112 characters; a row of the narrow tables is one line.
    height = sum(1 if line.startswith("|") else -(-len(line) // 112) for line in lines if not line.startswith("| ---"))
    assert height <= 57


def last_entry(session: Session) -> tuple[int, str]:
    """The number of the last entry, and the day on which it was recorded, as the ledger has them."""
    with session.position() as position:
        entry = position.store.entry(position.size)
        assert entry is not None
        return position.size, entry.at[:10]


def test_position_and_marking_are_printed(made: Callable[[str], str], example: Session) -> None:
    text = made("all")
    size, day = last_entry(example)
    recorded = f"{date.fromisoformat(day).day} December 2022"
    assert day.startswith("2022-12-")
    assert text.startswith("OFFICIAL-SENSITIVE · ILLUSTRATIVE: progress, owners and dates here are made up\n")
    assert text.rstrip().endswith("OFFICIAL-SENSITIVE · ILLUSTRATIVE: progress, owners and dates here are made up")
    assert f"\nPosition at 15 December 2022, from entries up to #{size}, recorded by {recorded}. " in text
    assert "AS AT" not in text


def test_a_past_position_is_headed_as_at(made: Callable[[str], str]) -> None:
    assert read(made("North Somerset at a day")).headings[0] == (
        1,
        "DRAFT assurance report AS AT 30 June 2022: North Somerset, and joint work apart",
    )
    assert read(made("joint")).headings[0] == (1, "DRAFT assurance report: joint work of the three areas")


def test_everything_is_green_so_is_everything_done_is_answered_plainly(made: Callable[[str], str]) -> None:
    said = summary(made("all"))
    assert "**Everything is green, so is everything done?** No. Only signed off means done (B Blue ■): 3 of 33" in said
    assert re.search(r"\*\*Will it be done in time\?\*\* \d+ actions? of 30 open (is|are) overdue already; ", said)


# --- numbers tie ------------------------------------------------------------------------------------------------------


def positions(text: str, session: Session) -> list[tuple[str, Position]]:
    """The positions that the annex says its queries are to be asked at, as the command line would open them."""
    found = []
    for option, day, known in re.findall(r"`tracker list (--\S+) (\S+) --known-at (\d+) 'QUERY'`", text):
        when = When(date.fromisoformat(day), date.fromisoformat(day) if option == "--as-at" else None, int(known))
        found.append((option, Position(session.path, when)))
    return found


@pytest.mark.parametrize("which", ASKED)
def test_every_query_of_the_annex_finds_the_number_beside_it(
    made: Callable[[str], str], example: Session, which: str
) -> None:
    text = made(which)
    # The table of entries is asked of tracker log; tests/reports/test_figures.py asks it.
    tables = [
        table
        for table in read(text).under("Annex: how each count can be found again")
        if not any("-act:report" in row[0] for row in table)
    ]
    opened = positions(text, example)
    assert len(tables) == len(opened) == (2 if "since" in ASKED[which] else 1)
    for table, (_, position) in zip(tables, opened, strict=True):
        assert table[0] == ["Query", "Finds"]
        assert len(table) >= 3
        with position:
            for query, number in table[1:]:
                assert (query, str(listing.count(position, parse(query)))) == (query, number)


@pytest.mark.parametrize("which", ASKED)
def test_every_rule_was_asked_and_is_named_with_what_it_found(
    made: Callable[[str], str], example: Session, which: str
) -> None:
    text = made(which)
    (table,) = read(text).under(RULES)
    said = " ".join(" ".join(text.split(f"## {RULES}")[1].split()).replace("\\", "").split())
    listed = checks.catalogue(rules.DEFAULT_SETTINGS)
    option, day, known = re.findall(r"`tracker check (--\S+) (\S+) --known-at (\d+)`", said)[-1]
    when = When(date.fromisoformat(day), date.fromisoformat(day) if option == "--as-at" else None, int(known))
    area = ASKED[which].get("area")
    with Position(example.path, when) as position:
        found = checks.everything(position, str(area).upper() if area else None)
    counted = Counter(finding.rule for finding in found)
    assert {row[0]: int(row[3].split(",")[0]) for row in table[1:]} == counted
    assert said.startswith(f"{len(listed)} rules were asked; {len(counted)} of them found {len(found)} things in all.")
    quiet = said.partition("Asked, and nothing found: ")[2]
    for rule, severity, title in listed:
        if rule in counted:
            assert [rule, title, severity] in [row[:3] for row in table[1:]]
        assert (f"{rule} ({title})" in quiet) is (rule not in counted), rule


NAMES = {"BRI": "Bristol", "SGL": "South Gloucestershire", "NSO": "North Somerset", "ALL": "Joint work (apart)"}
LETTERS = [f"{rating.letter} {rating.words} {rating.symbol}" for rating in Rating]
REPORTED = ("R Red ▲", "A Amber ◆", "G Green ●")


def test_the_position_tables_are_those_of_the_matrix(made: Callable[[str], str], example: Session) -> None:
    found = read(made("all"))
    dates = {row[0]: row[1:] for row in found.rows("Area", *LETTERS, "Actions in the plan")}
    told = {row[0]: row[1:] for row in found.rows("Area", *REPORTED, "Not reported", "Overdue by date", "Open actions")}
    with example.position() as position:
        lines = status.matrix(position)
    assert set(dates) == set(told) == set(NAMES.values())
    for code, name in NAMES.items():
        cell = status.totals(lines, code)
        assert dates[name] == [str(cell.counts.get(rating.value, 0)) for rating in Rating] + [str(cell.actions)]
        *reported, unreported, overdue, open_ = map(int, told[name])
        assert reported == [cell.reported_counts.get(word, 0) for word in ("red", "amber", "green")]
        assert (overdue, open_) == (cell.overdue, cell.actions - cell.signed_off)
        assert sum(reported) + unreported == open_


def test_the_heat_table_shows_the_worst_of_each_cell(made: Callable[[str], str], example: Session) -> None:
    rows = read(made("all")).rows("Recommendation", "Bristol", "South Gloucestershire", "North Somerset", "Joint work")
    with example.position() as position:
        lines = status.matrix(position)
    assert [row[0].split(":")[0] for row in rows] == [line.ref for line in lines]
    rated = 0
    for row, line in zip(rows, lines, strict=True):
        for said, cell in zip(row[1:], (line.areas[code] for code in NAMES), strict=True):
            if cell.date_check is None:
                none = "none in the plan" if cell.existing or cell.ended else "not recorded here"
                assert said == none
                continue
            rating = Rating(cell.date_check)
            words = f"{rating.letter} {rating.words} {rating.symbol}"
            assert said == f"{words}: {cell.counts[rating.value]} of {cell.actions}"
            rated += 1
    assert rated > 10


def test_the_ends_of_quarters_show_what_the_matrix_of_that_day_shows(
    made: Callable[[str], str], example: Session
) -> None:
    rows = read(made("since a day")).rows("At the end of", *LETTERS, "Together")
    days = [date(2021, 12, 31), date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 15)]
    assert [row[0] for row in rows] == [
        "31 December 2021", "31 March 2022", "30 June 2022", "30 September 2022", "15 December 2022 (now)",
    ]  # fmt: skip
    for row, day in zip(rows, days, strict=True):
        with Position(example.path, When(day, day)) as position:
            lines = status.matrix(position)
        cells = [status.totals(lines, code) for code in NAMES]
        counts = [sum(cell.counts.get(rating.value, 0) for cell in cells) for rating in Rating]
        assert list(map(int, row[1:])) == [*counts, sum(counts)]


def test_milestones_and_moved_dates_stand_with_both_dates(made: Callable[[str], str], example: Session) -> None:
    rows = read(made("all")).rows("Reference", "What", "Original date", "Agreed date", "Where it stands")
    told = {row[0]: row[2:] for row in rows}
    with example.position() as position:
        milestones = position.rows(
            "SELECT m.ref FROM milestone m JOIN action a ON a.ref = m.action WHERE m.void = 0 AND a.status NOT IN"
            " ('superseded', 'not_accepted', 'withdrawn') AND a.basis <> 'existing_provision'"
        )
    assert {row["ref"] for row in milestones} < set(told)
    # R4.BRI.3 was moved from 31 July to 30 November and claimed complete in between (tracker/example).
    assert told["R4.BRI.3"] == ["31 July 2022", "30 November 2022", "claimed complete 16 September 2022, in time"]


def test_each_recommendation_shows_the_counts_of_the_matrix(made: Callable[[str], str], example: Session) -> None:
    found = read(made("all"))
    with example.position() as position:
        lines = {line.ref: line for line in status.matrix(position)}
        covered = {(cell.recommendation, cell.area): cell for cell in coverage.coverage(position)}
    named = {text.split(" ")[0].rstrip(":"): text for level, text in found.headings if level == 3}
    checked = 0
    for ref in lines:
        for table in found.under(named[ref]):
            if table[0] != ["What is recorded", "Bristol", "South Gloucestershire", "North Somerset"]:
                continue
            facts = {row[0]: row[1:] for row in table[1:]}
            for place, code in enumerate(("BRI", "SGL", "NSO")):
                cell = lines[ref].areas[code]
                if cell.actions:
                    told = covered[ref, code]
                    assert facts["Evidence"][place] == (
                        f"of {told.actions}: written down beforehand for {told.expected}, in hand for {told.held}, "
                        f"accepted for {told.accepted}"
                    )
                    assert facts["Cause of the worst"][place] == cell.because
                assert facts["Existing provision"][place].startswith(str(cell.existing) if cell.existing else "no")
                checked += 1
    assert checked > 15


@pytest.mark.parametrize("which", ["since a day", "Bristol"])
def test_opening_added_and_closed_give_closing(made: Callable[[str], str], which: str) -> None:
    found = read(made(which))
    (table,) = [table for _, table in found.tables if table[0][0] == "Open actions" and len(table[0]) > 2]
    assert [row[0] for row in table[1:]] == [f"At {'30 September' if which != 'Bristol' else '31 March'} 2022", *REST]
    for column in range(1, len(table[0])):
        opening, added, closed, closing = (int(row[column].split(" ")[0]) for row in table[1:])
        assert opening + added - closed == closing
        name = table[0][column]
        assert f"{name} {opening} + {added} − {closed} = {closing}" in summary(made(which))


REST = ["Added", "Closed", "Now"]


def test_the_forecast_adds_up_to_all_open_actions(made: Callable[[str], str]) -> None:
    (table,) = read(made("all")).under("The next quarter, to 15 March 2023")[:1]
    assert table[0] == ["Open actions", "How many"]
    numbers = [int(row[1]) for row in table[1:]]
    assert sum(numbers[:-1]) == numbers[-1] == 30


def test_a_report_of_one_area_holds_no_row_of_another(made: Callable[[str], str]) -> None:
    found = read(made("North Somerset at a day"))
    first = [row[0] for where, table in found.tables for row in table[1:] if not where.startswith("Annex")]
    assert [ref for ref in first if re.match(r"(R\d|X)\.(BRI|SGL)", ref)] == []
    assert any(re.match(r"R\d\.NSO\.", ref) for ref in first)
    assert any(re.match(r"R\d\.ALL\.", ref) for ref in first)


# --- tone -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ASKED)
def test_ratings_are_never_colour_alone(made: Callable[[str], str], which: str) -> None:
    found = read(made(which))
    for _, table in found.tables:
        for row in table:
            for cell in row:
                for rating in Rating:
                    for hit in re.finditer(rf"\b{rating.words}\b", cell):
                        around = cell[max(0, hit.start() - 2) : hit.end() + 2]
                        assert around == f"{rating.letter} {rating.words} {rating.symbol}", cell


@pytest.mark.parametrize("word", ["laggard", "gap", "claimed RAG", "youth offending", "NaN", "None", "Undefined"])
def test_words_that_the_field_does_not_use_are_not_used(made: Callable[[str], str], word: str) -> None:
    assert not re.search(rf"\b{word}\b", made("since a day"))


def test_agencies_are_named_as_they_were_named_then(made: Callable[[str], str]) -> None:
    bnssg = "Bristol, North Somerset and South Gloucestershire"
    assert f"{bnssg} Clinical Commissioning Group (now ICB)" in made("all")
    assert f"- ICB: {bnssg} Integrated Care Board" in made("all")
    assert f"{bnssg} Clinical Commissioning Group" in made("North Somerset at a day")
    assert "(now ICB)" not in made("North Somerset at a day")


def test_what_is_not_known_is_said(made: Callable[[str], str], real: Session, example: Session) -> None:
    text = reports.preview(real, "assurance")
    assert "The official wording of R1 to R6 is not held; a paraphrase stands in its place." in text
    assert "Of R7 to R9 neither wording nor subject is held." in text
    assert re.search(r"The link of \d+ rows to a recommendation is ours and unconfirmed\.", text)
    assert "Counts do not compare areas." in text
    assert "it is not proved." in text
    assert "Nobody has yet recorded a review of the evidence trail." in text
    late = 0
    with example.position() as position:
        for entry in position.store.entries():
            days = (date.fromisoformat(entry.at[:10]) - date.fromisoformat(entry.occurred_on)).days
            late += days > 30 and entry.batch != "1"
    assert late >= 5
    assert f"Recorded late: {late} entries more than 30 days after what they record occurred" in made("all")


def test_an_area_without_a_plan_is_said_to_have_none(real: Session, made: Callable[[str], str]) -> None:
    said = summary(reports.preview(real, "assurance"))
    assert "\nSouth Gloucestershire and North Somerset: none in the plan.\n" in said
    assert "none in the plan" not in summary(made("all"))


def test_what_a_neighbour_records_is_not_recorded_here(real: Session) -> None:
    said = read(reports.preview(real, "assurance")).words
    assert any(
        line.startswith("Not recorded here (South Gloucestershire and North Somerset): Bristol records R4.BRI.1 ")
        and line.endswith(", and 3 more.")
        for line in said
    )


def test_a_day_that_is_moved_by_hand_is_headed_as_at(example: Session) -> None:
    text = reports.preview(replace(example, today=date(2022, 9, 1)), "assurance")
    assert "# DRAFT assurance report AS AT 1 September 2022: " in text
    assert f"`tracker list --today 2022-09-01 --known-at {last_entry(example)[0]} 'QUERY'`" in text
