"""What is new, one recommendation, one agency: sound, tied to queries, and refused where there is none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.house import House
from tests.reports.reading import pipes, read, source_tables
from tests.reports.scopes import BRI, Scoped, scoped
from tests.reports.test_figures import finds_its_numbers, printed
from tracker import reports
from tracker.desk import actions, delivery, evidence, meetings, queries, trail
from tracker.desk.actions import NewAction
from tracker.desk.desk import Refusal
from tracker.desk.evidence import NewEvidence
from tracker.desk.session import Session
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import DecisionKind, EvidenceKind, EvidenceState, Rating
from tracker.register.verification import verify
from tracker.reports.views import agency
from tracker.reports.views.since import since

__all__ = ["scoped"]

JUNE = date(2022, 6, 30)
ASKED = [
    ("since", None, None, JUNE),
    ("since", None, "SGL", date(2022, 9, 30)),
    ("recommendation", "R4", None, JUNE),
    ("recommendation", "R1", None, None),
    ("recommendation", "X", None, None),
    ("recommendation", "R9", None, None),
    ("agency", "ASP", None, JUNE),
    ("agency", "ICB", None, None),
    ("agency", "BARNARDOS", None, None),
]


@pytest.mark.parametrize(("name", "subject", "area", "point"), ASKED)
def test_it_is_sound_and_every_line_of_its_annex_finds_its_number(
    name: str, subject: str | None, area: str | None, point: date | None, example: Session
) -> None:
    text = reports.preview(example, name, subject=subject, area=area, since=point)
    assert read(text).faults == []
    for table in source_tables(text):
        assert len({pipes(row) for row in table}) == 1, table[0]
    lines = list(printed(text))
    assert lines
    finds_its_numbers(lines, example.path)


@pytest.mark.parametrize(
    ("name", "subject", "point"),
    [("since", None, "30 June 2022"), ("recommendation", "r4", None), ("agency", "asp", None)],
)
def test_an_issue_of_it_verifies_and_is_printed_again(
    name: str, subject: str | None, point: str | None, own_example: Session, tmp_path: Path
) -> None:
    made = reports.run(own_example, name, subject=subject, since=point, folder=tmp_path / "out")
    found = verify(own_example.path, made.text)
    assert found.against is not None
    assert (made.issue, found.against.history, found.against.text) == (1, "same", "same")
    again = reports.run(own_example, name, subject=subject, since=point, folder=tmp_path / "out")
    assert (again.issue, again.text) == (1, made.text)


def test_the_real_register_has_each_of_them(real: Session) -> None:
    for name, subject in (("recommendation", "R7"), ("agency", "ASP"), ("agency", "SAFER-OPTIONS")):
        assert read(reports.preview(real, name, subject=subject)).faults == []
    text = reports.preview(real, "since", since=date(2021, 12, 31))
    assert read(text).faults == []
    assert "Nothing was recorded since 31 December 2021." in text
    assert "| Together | 0 |" in text


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("since", {}, "Say since when: no earlier issue of this report can be compared with."),
        ("since", {"since": "7"}, "There is no issue 7 in this register; none has been issued yet."),
        ("since", {"since": "1 May 2031"}, "1 May 2031 is after the position at 15 December 2022"),
        ("since", {"since": "30 June 1999"}, "Nothing had occurred by 30 June 1999;"),
        ("recommendation", {}, "Say which recommendation the report is about: tracker report recommendation REFERENCE"),
        ("recommendation", {"subject": "R44"}, "There is no recommendation R44 in this plan at this position;"),
        ("recommendation", {"subject": "R4.BRI"}, "'R4.BRI' is not the reference of a recommendation;"),
        ("recommendation", {"subject": "R4", "area": "BRI"}, "The report 'recommendation' is about all areas;"),
        ("agency", {"subject": "POLICE"}, "There is no agency 'POLICE' in this plan at this position;"),
        ("agency", {"subject": "ICB", "as_at": JUNE}, "There is no agency 'ICB' in this plan at this position;"),
        ("agency", {"subject": "q" * 70_000}, "There is no agency 'QQQ"),
        ("agency", {"subject": "*|`<b>"}, "There is no agency '*|`<B>'"),
    ],
)
def test_what_it_cannot_be_about_is_refused_in_a_line(
    name: str, asked: dict[str, str], said: str, example: Session, tmp_path: Path
) -> None:
    with pytest.raises((Refusal, StoreError)) as caught:
        reports.run(example, name, folder=tmp_path / "out", **asked)  # type: ignore[arg-type]
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
    assert not (tmp_path / "out").exists()


def test_a_register_with_nothing_in_it_refuses_them_in_a_line(bare: Session) -> None:
    for name, subject, said in (
        ("since", None, "Say since when: "),
        ("recommendation", "R1", "There is no recommendation R1 "),
        ("agency", "ASP", "There is no agency 'ASP' "),
    ):
        with pytest.raises(Refusal, match=f"^{re.escape(said)}"):
            reports.preview(bare, name, subject=subject)


# --- since ------------------------------------------------------------------------------------------------------------


def test_without_since_it_goes_on_from_its_own_last_issue(own_example: Session, tmp_path: Path) -> None:
    reports.run(own_example, "assurance", as_at=date(2022, 3, 31), folder=tmp_path)
    first = reports.run(own_example, "since", since="1", folder=tmp_path)
    assert "Compared with issue 1: position at 31 March 2022, from entries up to #" in first.text.replace("\\", "")
    with own_example.desk() as desk:
        delivery.record_progress(desk, "R5.BRI.2", note="ILLUSTRATIVE: begun", rating=Rating.AMBER)
    second = reports.preview(own_example, "since")
    assert "1 entry came in since issue 2, none of them recorded more than 30 days after" in second
    told = read(second).rows("Entry", "Occurred", "What was recorded", "Old → new", "Why, or note")
    assert [row[2:4] for row in told] == [["recorded progress on R5.BRI.2", "reported rating: R Red ▲ → A Amber ◆"]]


def test_each_entry_is_in_one_group_and_the_groups_add_up(house: House, scoped: Scoped) -> None:
    desk = house.at()
    point = desk.store.head().size
    new = actions.add(desk, "R5", "NSO", NewAction(title="a new one", lead="ASP")).ref  # added
    actions.withdraw(desk, new, why="not needed")  # ended
    delivery.record_progress(desk, BRI, note="begun", rating=Rating.AMBER)  # changed
    delivery.record_progress(desk, BRI, note="still true", no_change=True)  # noted
    meetings.ask(desk, DecisionKind.OTHER, body="BRI-EXEC", about=[BRI], asked="agree terms")  # decision
    actions.add(desk, "R5", "NSO", NewAction(title="a slip", lead="ASP"))  # added, and undone:
    trail.undo(desk)  # corrected
    found = since(scoped(since=point))
    counts = [(row[0].split(":")[0], int(row[1])) for row in found.counts.rows]
    assert counts == [
        ("Added", 2), ("Ended", 1), ("Changed", 1), ("Corrected", 1), ("Decisions", 1), ("Only counted", 1),
        ("Together", 7),
    ]  # fmt: skip
    assert found.corrected is not None
    assert "undid" in found.corrected.rows[0][2]
    assert found.added is not None
    assert found.added.rows[1][2].endswith(f"(undone by {found.corrected.rows[0][0]})")


def test_an_entry_recorded_late_says_by_how_much(house: House, scoped: Scoped) -> None:
    point = house.at().store.head().size
    house.on("2022-09-20")
    delivery.record_progress(house.at(), BRI, note="late", rating=Rating.RED, occurred_on=date(2022, 7, 25))
    found = since(scoped(since=point))
    assert found.late is not None
    assert found.late.rows[0][1:] == (f"recorded progress on {BRI}", "25 July 2022", "20 September 2022", "57 days")


# --- one recommendation -----------------------------------------------------------------------------------------------


def test_it_holds_all_of_that_recommendation_and_no_action_of_another(example: Session) -> None:
    found = read(reports.preview(example, "recommendation", subject="R6", since=JUNE))
    body = [table for where, table in found.tables if not where.startswith("Annex")]
    firsts = [row[0] for table in body for row in table[1:]]
    named = {ref for cell in firsts for ref in re.findall(r"\b(?:R\d|X)\.[A-Z]{3}\.\d+", cell)}
    with example.position() as position:
        rows = position.rows("SELECT ref FROM action WHERE recommendation = 'R6' AND basis <> 'existing_provision'")
        mine = {row["ref"] for row in rows}
        seqs = {row["seq"] for row in position.rows("SELECT seq FROM entry_ref WHERE ref = 'R6' OR ref GLOB 'R6.*'")}
    assert named == mine
    told = found.rows("Entry", "Recorded; occurred", "By", "What was recorded", "Before → after", "Why, or note")
    assert {int(row[0].lstrip("#")) for row in told} == seqs


def test_a_row_that_was_mapped_to_it_keeps_its_reference_and_is_told(house: House, scoped: Scoped) -> None:
    desk = house.at()
    moved = "X.BRI.87"
    actions.confirm_mapping(desk, moved, recommendation="R9", why="the executive agreed")
    session = Session(house.path, via="tester", clock=house.clock)
    found = read(reports.preview(session, "recommendation", subject="R9"))
    told = found.rows("Reference", "Action", "Lead agency; owner", "Due", "Reported rating", "Date check")
    assert [row[0] for row in told] == [moved]
    entries = found.rows("Entry", "Recorded; occurred", "By", "What was recorded", "Before → after", "Why, or note")
    assert any(row[3].endswith(f"is served by {moved}") for row in entries)


# --- one agency -------------------------------------------------------------------------------------------------------


def test_an_agency_and_those_before_it_and_its_parts_are_one(example: Session) -> None:
    with example.position() as position:
        assert agency.family(position, "ICB") == ["ICB", "CCG"]
        assert agency.family(position, "CCG") == ["CCG", "ICB"]
        assert agency.family(position, "BCC") == ["BCC", "SAFER-OPTIONS"]
        assert agency.family(position, "SAFER-OPTIONS") == ["SAFER-OPTIONS"]
        assert agency.family(position, "NOBODY") == []


def test_each_commitment_is_counted_once_and_what_is_asked_says_by_whom(house: House) -> None:
    house.on("2022-07-20")
    desk = house.at()
    both = actions.add(desk, "R5", "ALL", NewAction(title="joint work", lead="ASP", partners=("ASP", "BCC", "SGC"))).ref
    new = NewEvidence("an audit", EvidenceKind.AUDIT, custodian="council", place="file 1")
    piece = evidence.add(desk, new, targets=[both]).ref
    evidence.review(house.at("P6"), piece, EvidenceState.RETURNED, why="no date on it")
    queries.raise_query(house.at("P6"), "R4.SGL.1", question="who agreed this?", wanted_by=date(2022, 7, 29))
    meetings.ask(
        desk, DecisionKind.OTHER, body="BRI-EXEC", about=[BRI], asked="agree terms", wanted_by=date(2022, 8, 1)
    )
    session = Session(house.path, via="tester", clock=house.clock)
    house.on("2022-08-10")
    found = read(reports.preview(session, "agency", subject="ASP"))
    text = " ".join(found.words)
    assert "2 commitments in the plan, each counted once: it leads 2 and is a delivery partner in 0 more." in text
    executive = "Executive of the Keeping Bristol Safe Partnership"
    joint = "The three partnership executives together"
    assert [words for words in found.words if words.startswith((executive, joint, "auditor"))][:2] == [
        "auditor or scrutineer, 29 July 2022 (overdue): answer a query: Q1 on R4.SGL.1: who agreed this?",
        f"{executive}, 1 August 2022 (overdue): take part in the decision: D1: agree terms",
    ]
    (line,) = [words for words in found.words if "(C14)" in words]
    assert line.startswith(f"{joint}, no meeting entered: ")
    assert f"; replace evidence that was returned or has expired (C14): {both}; " in line
    (line,) = [words for words in found.words if "(D1)" in words]
    south = "Executive of the South Gloucestershire Children's Partnership"
    assert line.startswith(f"{south}, no meeting entered: ")
    assert "finish what is past its date, or ask for a revised date (D1): R4.SGL.1" in line
    partner = read(reports.preview(session, "agency", subject="SGC"))
    assert "it leads 0 and is a delivery partner in 1 more." in " ".join(partner.words)


@pytest.mark.parametrize("code", ["ASP", "BCC", "ICB"])
def test_the_sheet_of_an_agency_fits_a_page(code: str, example: Session) -> None:
    sheet = reports.preview(example, "agency", subject=code, since=JUNE).split("## Annex")[0]
    lines = [line for line in sheet.split("\n") if line and not line.startswith("| ---")]
    # A printed page of A4 has some 62 lines of 112 characters; a row of a table has two.
    assert sum(2 if line.startswith("|") else -(-len(line) // 112) for line in lines) <= 60
