"""What good recommendation files give: every row and value, in order, from any editor; and the files that ship.

What is told about files with problems is tested in test_recommendation_problems.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.builder import R4, folder, line_of, loaded, problems, spoiled
from tracker.intake import build, files, recommendations, rows
from tracker.intake.codes import RECOMMENDATIONS
from tracker.intake.recommendations import FileProblems, PlanFiles, Problem, default_folder, load, main, read
from tracker.intake.sections import AREA_SECTIONS, ROW_SECTIONS
from tracker.model.dates import parse
from tracker.model.vocabulary import (
    LOCAL_AREAS,
    Area,
    Assurance,
    Basis,
    Direction,
    EvidenceKind,
    EvidenceState,
    FundingState,
    Marking,
    Precision,
    ResponseKind,
    Status,
    Wording,
)

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "recommendation-files.md"


@pytest.fixture(scope="module")
def plan() -> PlanFiles:
    return loaded(folder())


def write(place: Path, contents: dict[str, bytes]) -> Path:
    for name, data in contents.items():
        (place / name).write_bytes(data)
    return place


def as_bytes(texts: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode("utf-8") for name, text in texts.items()}


# --- what a good folder gives ----------------------------------------------------------------------------------------


def test_the_review_keeps_its_names_and_settings(plan: PlanFiles) -> None:
    review = plan.review
    assert (review.title, review.aliases) == (
        "ILLUSTRATIVE review of safe journeys to school",
        ("ILLUSTRATIVE journeys review",),
    )
    assert (review.published.day, review.published.precision) == (date(2021, 11, 30), Precision.MONTH)
    assert (review.commissioned_from, review.marking) == ("an office for reviews", Marking.OFFICIAL)
    assert review.prose == "What this review looked at, in one sentence."
    assert [area.code for area in review.areas] == list(LOCAL_AREAS)
    assert (review.calendar.year_starts, review.calendar.cut_off_days) == (4, 14)
    assert (review.rules.milestone_red_days, review.rules.slip_amber_days, review.rules.sign_off_wait_days) == (
        30,
        90,
        30,
    )


def test_codes_of_figures_stay_as_they_are_written(plan: PlanFiles) -> None:
    assert [source.code for source in plan.review.sources] == ["000", "003"]
    assert plan.review.sources[1].dated.day == date(2021, 12, 13)


def test_an_agency_of_all_areas_is_in_each_and_a_joint_body_is_joint(plan: PlanFiles) -> None:
    agencies = {agency.code: agency for agency in plan.review.agencies}
    assert agencies["POLICE"].areas == LOCAL_AREAS
    assert agencies["POLICE"].source == "not in the sources: invented"
    assert (agencies["CCG"].successor, agencies["CCG"].until) == ("ICB", parse("30 June 2022"))
    assert agencies["ICB"].since == parse("1 July 2022")
    assert [(body.code, body.areas, body.agencies) for body in plan.review.bodies] == [
        ("BRI-EXEC", (Area.BRI,), ("BCC", "POLICE")),
        ("JOINT", (Area.ALL,), ()),
    ]


def test_the_nine_recommendations_stand_in_order_with_what_is_held_of_them(plan: PlanFiles) -> None:
    assert [one.ref for one in plan.recommendations] == list(RECOMMENDATIONS)
    fourth, ninth = plan.recommendations[3], plan.recommendations[8]
    assert (fourth.wording, fourth.source) == (Wording.PARAPHRASE, "003 para 4 item 4")
    assert (fourth.response, fourth.response_source) == (ResponseKind.ACCEPTED, "000 para 6")
    assert fourth.prose == "Prose about the recommendation, with stress on one word.\n\na point\n\nanother point"
    assert (ninth.wording, ninth.source, ninth.response, ninth.verbatim) == (Wording.NOT_HELD, None, None, None)


def test_what_an_area_says_in_prose_is_kept(plan: PlanFiles) -> None:
    fourth = plan.recommendations[3]
    assert [(said.area, said.words) for said in fourth.statements] == [
        (Area.BRI, "Two rows of our own making."),
        (Area.SGL, "No action named in the sources."),
        (Area.NSO, "No action named in the sources."),
    ]
    assert plan.other is not None
    assert [said.area for said in plan.other.statements] == [Area.ALL, Area.SGL, Area.NSO]


def test_official_wording_keeps_its_lines() -> None:
    texts = spoiled(
        "R4.md", "wording: paraphrase\n", "wording: verbatim\nofficial_number: 7\nverbatim: |\n  First.\n\n  Second.\n"
    )
    fourth = loaded(texts).recommendations[3]
    assert (fourth.wording, fourth.official_number, fourth.verbatim) == (Wording.VERBATIM, "7", "First.\n\nSecond.")


def test_rows_stand_in_natural_order_of_reference(plan: PlanFiles) -> None:
    assert [row.ref for row in plan.actions] == ["R4.BRI.2", "R4.BRI.10", "R4.ALL.1", "X.BRI.1"]
    assert [row.ref for row in plan.milestones] == ["R4.BRI.2.m1", "R4.BRI.2.m2"]
    assert [row.ref for row in plan.risks] == ["K2", "K10"]


def test_every_row_says_where_it_stands(plan: PlanFiles) -> None:
    every: list[rows.Row] = [*plan.actions, *plan.milestones, *plan.measures, *plan.evidence, *plan.risks]
    texts = folder()
    assert len(every) == 10
    for row in every:
        assert re.fullmatch(
            rf"#+ {re.escape(row.ref)} {re.escape(row.title)}", texts[row.file].split("\n")[row.line - 1]
        )


def test_an_action_carries_every_key(plan: PlanFiles) -> None:
    action = plan.actions[0]
    assert (action.recommendation, action.area, action.areas) == ("R4", Area.BRI, (Area.BRI,))
    assert (action.basis, action.lead, action.owner) == (Basis.PUBLIC_COMMITMENT, "BCC", "head of streets")
    assert (action.partners, action.locality) == (("POLICE", "CCG"), "harbour side")
    assert action.started is not None
    assert action.due is not None
    assert action.review is not None
    assert (action.started.day, action.started.raw) == (date(2021, 10, 31), "October 2021")
    assert (action.due.day, action.due.precision) == (date(2022, 3, 31), Precision.QUARTER)
    assert action.review.day == date(2021, 12, 1)
    assert (action.status, action.assurance) == (Status.IN_PROGRESS, Assurance.LIGHT)
    assert (action.also_serves, action.depends_on, action.documents) == (("R1", "R2"), ("R4.BRI.10",), ("E2",))
    assert action.difference == "Children cross safely."
    assert action.expected_evidence == (EvidenceKind.POLICY, EvidenceKind.VOICE)
    assert action.sources == ("003 para 4.4", "000 notes, item 1")
    assert action.caveat == "one of two lights"
    assert action.description == "First paragraph of the description over two lines.\n\nSecond paragraph."


def test_funding_says_how_much_for_how_long_and_how_sure(plan: PlanFiles) -> None:
    first, second = plan.actions[0].funding
    assert (first.funder, first.amount, first.period, first.state, first.caveat) == (
        "City fund",
        Decimal("25000"),
        "2021/22",
        FundingState.SECURED,
        None,
    )
    assert (second.amount, second.period, second.state) == (None, None, FundingState.ANTICIPATED)
    assert second.caveat == "may come; may not"


def test_a_status_that_is_not_written_follows_from_the_basis(plan: PlanFiles) -> None:
    status = {row.ref: row.status for row in plan.actions}
    assert status["R4.BRI.10"] is Status.PROPOSED
    assert status["R4.ALL.1"] is Status.PLANNED
    assert status["X.BRI.1"] is Status.IN_PROGRESS


def test_joint_work_is_for_the_areas_named_or_for_all_three(plan: PlanFiles) -> None:
    assert {row.ref: row.areas for row in plan.actions}["R4.ALL.1"] == (Area.BRI, Area.SGL)
    texts = spoiled("R4.md", "- areas: BRI, SGL\n", "")
    assert {row.ref: row.areas for row in loaded(texts).actions}["R4.ALL.1"] == LOCAL_AREAS


def test_milestones_belong_to_their_action(plan: PlanFiles) -> None:
    first, second = plan.milestones
    assert (first.action, first.due.day, first.critical, first.caveat) == (
        "R4.BRI.2",
        date(2022, 1, 31),
        True,
        "weather permitting",
    )
    assert (second.due.day, second.due.precision, second.critical) == (date(2022, 3, 31), Precision.MONTH, False)


def test_a_measure_has_its_readings_with_source_caveat_and_share(plan: PlanFiles) -> None:
    (measure,) = plan.measures
    assert (measure.serves, measure.areas, measure.unit) == (("R4",), (Area.BRI, Area.NSO), "children")
    assert (measure.direction, measure.baseline, measure.target) == (Direction.HIGHER, Decimal(100), Decimal("120.5"))
    assert measure.target_date is not None
    assert measure.target_date.day == date(2022, 12, 31)
    first, second = measure.readings
    assert first.period.start is not None
    assert (first.period.start.first, first.period.end.day) == (date(2021, 4, 1), date(2021, 6, 30))
    assert (first.value, first.source, first.caveat) == (Decimal(91), "003 para 2", "counted twice; in rain")
    assert (first.numerator, first.denominator) == (31, 34)
    assert (second.period.start, second.period.end.day) == (None, date(2022, 5, 31))
    assert (second.value, second.caveat, second.numerator) == (Decimal("104.5"), None, None)


def test_evidence_is_cited_and_not_in_hand(plan: PlanFiles) -> None:
    (evidence,) = plan.evidence
    assert (evidence.kind, evidence.form, evidence.state) == (
        EvidenceKind.POLICY,
        "reference",
        EvidenceState.NOT_IN_HAND,
    )
    assert evidence.serves == ("R4", "R4.BRI.2", "review")
    assert evidence.dated is not None
    assert evidence.until is not None
    assert (evidence.dated.day, evidence.until.day) == (date(2020, 3, 31), date(2023, 12, 31))
    assert (evidence.custodian, evidence.place, evidence.marking) == ("first council", "its library", Marking.SENSITIVE)


def test_a_risk_has_its_areas_and_owner(plan: PlanFiles) -> None:
    risk = plan.risks[1]
    assert (risk.serves, risk.areas, risk.owner_agency) == (("R4", "X"), (Area.ALL,), "POLICE")
    assert risk.description == "A risk told in a sentence."


def test_the_reporting_year_of_the_review_decides_what_a_quarter_is() -> None:
    texts = spoiled("review.md", "year_starts: 4", "year_starts: 9")
    due = loaded(texts).actions[0].due
    assert due is not None
    assert due.day == date(2022, 8, 31)


def test_marks_that_are_escaped_or_inside_words_are_plain_words() -> None:
    texts = spoiled("R4.md", "- locality: harbour side", r"- locality: file_name_1.txt & \*two\* [Annex A] < 5")
    assert loaded(texts).actions[0].locality == "file_name_1.txt & *two* [Annex A] < 5"


# --- any editor, any system ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_a_byte_order_mark_change_nothing(plan: PlanFiles, ending: str, mark: str) -> None:
    assert loaded({name: mark + text.replace("\n", ending) for name, text in folder().items()}) == plan


def test_lines_of_problems_are_those_of_the_editor_with_any_line_ending() -> None:
    texts = {name: text.replace("\n", "\r\n") for name, text in spoiled("R4.md", "- lead: BCC", "- lead: B").items()}
    assert [problem.line for problem in problems(texts)] == [line_of(R4, "- lead: BCC")]


def test_letters_with_loose_accents_are_composed() -> None:
    texts = spoiled("R4.md", "- locality: harbour side", "- locality: cafe\u0301")
    assert loaded(texts).actions[0].locality == "caf\u00e9"


def test_other_work_may_be_left_out(plan: PlanFiles) -> None:
    texts = folder()
    del texts["other-work.md"]
    rest = loaded(texts)
    assert (rest.other, rest.recommendations) == (None, plan.recommendations)


def test_the_folder_is_read_without_notes_hidden_files_and_folders(plan: PlanFiles, tmp_path: Path) -> None:
    extra = {"README.md": b"# Notes", ".R1.md": b"?", "R1.md~": b"?", "plan.txt": b"?"}
    place = write(tmp_path, as_bytes(folder()) | extra)
    (place / "old.md").mkdir()
    assert load(place) == plan


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        FileProblems, match=r"nowhere:1: no such folder; expected the folder of the recommendation files$"
    ):
        load(tmp_path / "nowhere")


def found_in(contents: dict[str, bytes]) -> list[Problem]:
    try:
        read(contents)
    except FileProblems as found:
        return found.problems or [Problem("none", 0, "raised without a problem")]
    return []


# --- whatever is typed -----------------------------------------------------------------------------------------------

_LINES = [
    (name, number) for name in ("review.md", "R4.md", "other-work.md") for number in range(folder()[name].count("\n"))
]
# fmt: off
_PIECES = [
    "", "    x", "\t- a", "|a|b|\n|-|-|", "\0", "\u2028", "due: 31/31/31", "---", "- ", "- key: value", "# x", "- - -",
    "### R4.BRI.3 x", "> x", "[a]: b", "<b>", "```", "a: [", "a: {", "? x", "!!x y", "*x", "&x y", "...", "%YAML 9",
]
# fmt: on


@settings(max_examples=60)
@given(
    gone=st.lists(st.sampled_from(_LINES), max_size=4),
    come=st.lists(
        st.tuples(st.sampled_from(_LINES), st.sampled_from(_PIECES) | st.text(max_size=20)), min_size=1, max_size=4
    ),
)
def test_lines_that_go_or_come_give_a_plan_or_problems_and_nothing_else(
    gone: list[tuple[str, int]], come: list[tuple[tuple[str, int], str]]
) -> None:
    added = dict(come)
    texts = {
        name: "\n".join(
            words
            for number, line in enumerate(text.split("\n"))
            for words in (line, added.get((name, number)))
            if words is not None and ((name, number) not in gone or words is not line)
        )
        for name, text in folder().items()
    }
    contents = {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}
    for problem in found_in(contents):
        assert 1 <= problem.line <= len(re.split("\r\n|\r|\n", texts[problem.file])) + 1
        assert "\n" not in problem.words


@settings(max_examples=40)
@given(st.binary(max_size=200) | st.text(alphabet="-#*:[]{}<>|`\n\t ab1&!'\"", max_size=200).map(str.encode))
def test_any_bytes_in_a_file_give_problems_and_nothing_else(data: bytes) -> None:
    with pytest.raises(FileProblems):
        read(as_bytes(folder()) | {"R4.md": data})


@pytest.mark.parametrize("name", ["review.md", "R4.md", "other-work.md"])
def test_no_heading_and_no_required_line_can_go_unnoticed(name: str) -> None:
    lines = folder()[name].split("\n")
    headings = [number for number, line in enumerate(lines) if re.match("#{1,4} ", line)]
    for number in headings:
        spoilt = "\n".join(lines[:number] + lines[number + 1 :])
        assert problems(folder() | {name: spoilt}), lines[number]


# --- the files that ship, the command, and the manual ----------------------------------------------------------------


def test_the_files_that_ship_load_without_problems() -> None:
    plan = load(default_folder())
    assert [one.ref for one in plan.recommendations] == list(RECOMMENDATIONS)
    assert {one.wording for one in plan.recommendations[:6]} == {Wording.PARAPHRASE}
    assert {one.wording for one in plan.recommendations[6:]} == {Wording.NOT_HELD}
    assert {row.area for row in plan.actions} == set(Area)
    assert [area.code for area in plan.review.areas] == list(LOCAL_AREAS)


def test_the_default_folder_is_the_one_in_the_package_or_else_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "tracker"
    (package / "intake").mkdir(parents=True)
    monkeypatch.setattr(recommendations, "__file__", str(package / "intake" / "recommendations.py"))
    with pytest.raises(FileNotFoundError, match=r"^no recommendation files came with this program; install it again"):
        default_folder()
    (tmp_path / "recommendations").mkdir()
    assert default_folder() == tmp_path / "recommendations"
    (package / "_recommendations").mkdir()
    assert default_folder() == package / "_recommendations"


def test_the_command_counts_what_a_folder_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(write(tmp_path, as_bytes(folder())))]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "recommendations 9", "actions 4", "milestones 2", "measures 1", "evidence 1", "risks 2", "readings 2",
    ]  # fmt: skip


def test_the_command_tells_the_problems_and_fails(tmp_path: Path) -> None:
    place = write(tmp_path, as_bytes(spoiled("R4.md", "- lead: BCC", "- lead: BCCC")))
    command = [sys.executable, "-m", "tracker.intake.recommendations", str(place)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    expected = f"R4.md:{line_of(R4, '- lead: BCC')}: unknown agency 'BCCC'; did you mean BCC?\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected)


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one", "two"]) == 2
    assert capsys.readouterr().err == "usage: python -m tracker.intake.recommendations [FOLDER]\n"


MODELS: dict[str, type[rows.Strict]] = {
    "an action": rows.ActionRow,
    "a milestone": rows.MilestoneRow,
    "a measure": rows.MeasureRow,
    "evidence": rows.EvidenceRow,
    "a risk": rows.RiskRow,
    "the review": files.ReviewFile,
    "a recommendation": files.RecommendationFile,
    "other work": files.OtherFile,
    "an area": files.PlanArea,
    "a body": files.Body,
    "an agency": files.Agency,
    "a source": files.SourceDocument,
    "the calendar": files.Calendar,
    "the rules": files.Rules,
}
FILLED_IN = {"an action": {"status", "areas"}}  # from the basis and the section, when they are left out


@pytest.mark.parametrize("kind", MODELS)
def test_the_manual_names_every_key(kind: str) -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    (table,) = re.findall(rf"^\| key of {kind} \|.*?\n\n", manual, re.MULTILINE | re.DOTALL)
    cells = [[cell.strip() for cell in line.split(" | ")] for line in table.strip().split("\n")[2:]]
    documented = {key.removeprefix("| ").strip("`"): words for key, words, *_ in cells}
    model = MODELS[kind]
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    marks = build.keys(model)
    asked = {key for key in marks if fields[key].is_required()} - FILLED_IN.get(kind, set())
    assert set(documented) == set(marks)
    assert {key for key, words in documented.items() if words.startswith("yes")} == asked
    assert {key for key, words in documented.items() if "repeatable" in words} == {
        key for key, mark in marks.items() if mark.repeatable
    }


def test_the_manual_names_every_section() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    assert [heading for heading in [*AREA_SECTIONS, *ROW_SECTIONS] if f"`## {heading}`" not in manual] == []


def test_the_example_of_the_manual_loads() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    review, recommendation = re.findall(r"^```markdown\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL)
    assert "ILLUSTRATIVE" in review
    assert "ILLUSTRATIVE" in recommendation
    texts = {name: text for name, text in folder().items() if name not in ("R4.md", "other-work.md")}
    assert problems(texts | {"review.md": review, "R4.md": recommendation}) == []
