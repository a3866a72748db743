"""Evidence trail, meeting sheet, yearly extract and version for publication: sound, and the same again."""

from __future__ import annotations

import shlex
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.running import Cli
from tests.house import House
from tests.model.hostile import HOSTILE
from tests.reports.reading import pipes, read, source_tables
from tests.reports.test_figures import printed
from tests.reports.test_hostile import hostile_drafts
from tracker import reports
from tracker.desk import delivery
from tracker.desk.desk import Refusal
from tracker.desk.opening import open_register
from tracker.desk.session import Session
from tracker.model import limits
from tracker.model.vocabulary import Rating
from tracker.register import history, listing, trail_filter
from tracker.register.filters import parse
from tracker.register.position import Position, PositionError
from tracker.register.showing import records
from tracker.register.verification import verify

ABOUT = {"evidence-trail": None, "meeting": "G5", "yearly": None, "publication": None}
"""Each report, and what it is about in the example."""

AREAS = [(name, area) for name in ABOUT for area in (None, "BRI", "ALL") if not (area and name == "meeting")]


def preview(session: Session, name: str, area: str | None = None) -> str:
    return reports.preview(session, name, subject=ABOUT[name], area=area)


@pytest.mark.parametrize(("name", "area"), AREAS)
def test_it_parses_back_and_is_the_same_again(name: str, area: str | None, example: Session) -> None:
    text = preview(example, name, area)
    assert read(text).faults == []
    assert text == preview(example, name, area)


@pytest.mark.parametrize(("name", "area"), AREAS)
def test_every_line_of_its_annex_finds_its_number(name: str, area: str | None, example: Session) -> None:
    lines = list(printed(preview(example, name, area)))
    assert lines
    for when in {line.when for line in lines}:
        with Position(example.path, when) as position:
            for line in lines:
                found = (
                    listing.count(position, parse(line.query))
                    if line.command == "list"
                    else history.count(position, trail_filter.parse(line.query))
                )
                assert (line.query, found) == (line.query, line.number)


@pytest.mark.parametrize(("name", "area"), [pair for pair in AREAS if pair[0] != "meeting"])
def test_every_command_of_its_annex_prints_as_many_rows(name: str, area: str | None, example: Session) -> None:
    (table,) = read(preview(example, name, area)).under("Annex: counts of other things")
    cli = Cli(example.path)
    for command, number in table[1:]:
        assert (command, len(cli.json(*shlex.split(command)[1:]))) == (command, int(number))


@pytest.mark.parametrize("name", ["evidence-trail", "meeting", "yearly"])
def test_an_issue_of_it_verifies(name: str, own_example: Session, tmp_path: Path) -> None:
    made = reports.run(own_example, name, subject=ABOUT[name], folder=tmp_path / "out")
    found = verify(own_example.path, made.text)
    assert found.against is not None
    assert (made.issue, found.against.history, found.against.text) == (1, "same", "same")
    assert reports.run(own_example, name, reissue=1, folder=tmp_path / "again").text == made.text


@pytest.mark.parametrize("name", ["evidence-trail", "yearly", "publication"])
def test_it_says_what_is_not_there(name: str, real: Session, bare: Session) -> None:
    for session in (real, bare):
        assert read(reports.preview(session, name)).faults == []
    text = reports.preview(bare, name)
    expected = {
        "evidence-trail": "No evidence is recorded.",
        "yearly": "No action is open in the plan.",
        "publication": "No action has been agreed yet, so nothing can be late or done.",
    }
    assert expected[name] in text


def test_a_meeting_sheet_needs_a_meeting(real: Session, bare: Session, house: House) -> None:
    for session in (real, bare):
        with pytest.raises(Refusal, match=r"No meeting is entered for .* or later; enter it with: tracker meeting add"):
            reports.preview(session, "meeting")
    with pytest.raises(Refusal, match="'NOBODY' is neither a meeting nor a body of this plan"):
        reports.preview(real, "meeting", subject="nobody")
    with pytest.raises(Refusal, match="There is no meeting G7 at this position"):
        reports.preview(real, "meeting", subject="g7")
    with pytest.raises(Refusal, match="is about all areas; leave --area out"):
        reports.preview(real, "meeting", area="BRI")
    session = Session(house.path, who="P1", via="tester", clock=house.clock)  # on 4 July: G1 was held, G2 is to come
    for named in (None, "bri-exec", "g2"):
        assert "G2. Updates for it were due by 17 September 2022." in reports.preview(session, "meeting", subject=named)
    with pytest.raises(Refusal, match=r"No meeting of SGL-EXEC is entered"):
        reports.preview(session, "meeting", subject="SGL-EXEC")


def test_a_meeting_sheet_lists_each_open_action_once_with_room_to_write(example: Session) -> None:
    found = read(preview(example, "meeting"))
    rows = found.rows("Reference", "Action", "Owner", "Due", "Rating", "Last note", "Decision")
    with example.position() as position:
        open_ = listing.refs(position, parse("area:BRI plan open"))
    assert sorted(row[0] for row in rows) == sorted(open_)
    assert {row[6].strip("…") for row in rows} == {""}
    worst = [min("RANGB".index(letter) for letter in _letters(row[4])) for row in rows]
    assert worst == sorted(worst), "the worst by report or dates stands first"


def _letters(rating: str) -> list[str]:
    parts = [part.split(" ")[1 if place == 0 else 2] for place, part in enumerate(rating.split("; "))]
    return [part for part in parts if part in "RANGB" and len(part) == 1]


def test_the_evidence_trail_has_every_entry_since_the_opening_and_every_file(example: Session) -> None:
    found = read(preview(example, "evidence-trail"))
    (chronology,) = found.under("Chronology")
    with example.position() as position:
        seqs = [row["seq"] for row in position.rows("SELECT seq FROM entry_index WHERE batch IS NOT '1' ORDER BY seq")]
        evidence = records(position, "evidence", order="ORDER BY sort")
        replaced = position.rows("SELECT sha256 FROM evidence_revision")
    assert [row[0] for row in chronology[1:]] == [f"#{seq}" for seq in seqs]
    index = found.under("Index of evidence")
    assert [row[0] for row in index[0][1:]] == [piece["ref"] for piece in evidence]
    shown = " ".join(cell for table in index for row in table for cell in row)
    files = {row["sha256"] for row in (*evidence, *replaced) if row["sha256"]}
    assert len(files) > 1
    assert [digest for digest in files if digest not in shown] == []


def test_the_evidence_trail_names_open_queries_and_not_closed_ones(example: Session) -> None:
    (table,) = read(preview(example, "evidence-trail")).under("What to look at first")
    assert [row[0] for row in table[1:]] == ["Q2", "Q3"]  # Q1 was closed
    assert table[2][5] == "12 December 2022 (overdue)"


def test_the_yearly_extract_has_the_four_headings_in_their_order(example: Session) -> None:
    headings = [text for level, text in read(preview(example, "yearly")).headings if level == 2]
    assert headings[:4] == [
        "Impact on outcomes for children",
        "Little or no progress",
        "Decisions and actions on the review's recommendations",
        "Use of feedback from children and families",
    ]


def test_the_yearly_extract_is_about_its_year(house: House) -> None:
    """Twelve months to the day of the position, or the time since the day that is named."""
    session = Session(house.on("2023-03-31").path, who="P1", via="tester", clock=house.clock)
    assert "about the time from 1 April 2022 to 31 March 2023" in reports.preview(session, "yearly")
    since = reports.preview(session, "yearly", since=date(2022, 9, 30))
    assert "about the time from 1 October 2022 to 31 March 2023" in since


def test_the_longest_note_is_cut_in_its_cell(own_example: Session) -> None:
    note = ("A long note of what was done. " * 1_000)[: limits.NOTE].strip()
    assert len(note) > 10_000
    with own_example.desk() as desk:
        delivery.record_progress(desk, "R4.BRI.4", note=note, rating=Rating.AMBER)
    for name in ("evidence-trail", "meeting", "yearly"):
        text = preview(own_example, name)
        assert "A long note of what was done. A long note" in text
        assert max(map(len, text.split("\n"))) < 2_000, name


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_before_anything_occurred_there_is_nothing_to_report(name: str, example: Session, tmp_path: Path) -> None:
    with pytest.raises(PositionError, match=r"^Nothing had occurred by 1 January 1990; the first thing recorded"):
        reports.run(example, name, subject=ABOUT[name], as_at=date(1990, 1, 1), draft=True, folder=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Session:
    path = tmp_path_factory.mktemp("hostile") / "tracker.db"

    def clock() -> datetime:
        return datetime(2022, 3, 31, 9, tzinfo=UTC)

    open_register(path, hostile_drafts, title="hostile", via="[/]|`<b>", begins=date(2022, 2, 1), clock=clock)
    return Session(path, via="[/]|`<b>", clock=clock)


@pytest.mark.parametrize(("name", "subject"), [("evidence-trail", None), ("yearly", None), ("meeting", "G1")])
def test_hostile_text_stays_in_its_cell(name: str, subject: str | None, hostile: Session) -> None:
    text = reports.preview(hostile, name, subject=subject)
    assert len(HOSTILE) > 50
    assert read(text).faults == []
    for table in source_tables(text):
        assert len({pipes(row) for row in table}) == 1, table[0]
    assert not [char for char in text if char < " " and char != "\n"]
    assert not set(text) & set("\u202e\u200b\u2028\u0085\ufeff")


def test_hostile_text_is_published_as_text_or_refused_in_one_line(hostile: Session) -> None:
    try:
        text = reports.preview(hostile, "publication")
    except Refusal as refusal:
        said = str(refusal)
        assert said.startswith("Nothing was made: ")
        assert said.isprintable()
        assert len(said) < 1000
    else:
        assert read(text).faults == []
