"""The plan as CSV, workbook and JSON: what the register holds and nothing else, safe to open, the same bytes again."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import fastjsonschema
import openpyxl
import pytest

from docs import make_schema
from tests.model.hostile import HOSTILE
from tests.reports.test_hostile import hostile_drafts
from tracker.desk import people
from tracker.desk.desk import Refusal
from tracker.desk.opening import open_register
from tracker.desk.session import Session
from tracker.model.vocabulary import Role
from tracker.register import listing
from tracker.register.filters import parse
from tracker.reports.data import files, plan_table, spreadsheet, whole_plan, workbook

NAME = "Quilliam Fotheringay-Phipps"
SCHEMA = Path(__file__).parent.parent.parent / "docs" / "plan.schema.json"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Session:
    path = tmp_path_factory.mktemp("hostile") / "tracker.db"

    def clock() -> datetime:
        return datetime(2022, 3, 31, 9, tzinfo=UTC)

    open_register(path, hostile_drafts, title="hostile", via="tester", begins=date(2022, 2, 1), clock=clock)
    return Session(path, via="tester", clock=clock)


def as_csv(session: Session, query: str = "") -> bytes:
    with session.position() as position:
        return spreadsheet.as_csv(plan_table.COLUMNS, plan_table.rows(position, parse(query)))


def as_xlsx(session: Session, query: str = "") -> bytes:
    with session.position() as position:
        rows = plan_table.rows(position, parse(query))
        milestones = plan_table.milestones(position, {str(row["ref"]) for row in rows})
        return workbook.as_xlsx(rows, milestones, {"Marking": "OFFICIAL-SENSITIVE"}, "OFFICIAL-SENSITIVE & more")


def as_json(session: Session) -> bytes:
    with session.position() as position:
        return whole_plan.as_json(position)


@pytest.mark.parametrize("make", [as_csv, as_xlsx, as_json])
def test_the_same_position_gives_the_same_bytes(make: Callable[[Session], bytes], example: Session) -> None:
    assert make(example) == make(example)


@pytest.mark.parametrize("make", [as_csv, as_xlsx, as_json])
def test_no_name_of_a_person_leaves(make: Callable[[Session], bytes], own_example: Session) -> None:
    with own_example.desk() as desk:
        ref = people.add_person(desk, "head of a service", Role.MEMBER, name=NAME, login="qfp-login").ref
    data = make(own_example)
    if make is as_xlsx:
        data = b"\n".join(_parts(data).values())
    assert NAME.encode() not in data
    assert b"qfp-login" not in data
    assert make is not as_json or f'"{ref}"'.encode() in data, "the person is there by post"


def _parts(data: bytes) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- CSV --------------------------------------------------------------------------------------------------------------


def read_csv(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8")
    assert text.startswith("\ufeff"), "the mark by which spreadsheets know UTF-8"
    assert text.count("\n") == text.count("\r\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_has_a_row_for_each_action_that_is_asked_for(example: Session) -> None:
    rows = read_csv(as_csv(example, "area:BRI plan open"))
    with example.position() as position:
        lines = listing.page(position, parse("area:BRI plan open"))
    assert [row["ref"] for row in rows] == [line.ref for line in lines]
    moved = {row["ref"]: row for row in rows}["R4.BRI.3"]
    assert (moved["due_original"], moved["due"]) == ("2022-07-31", "2022-11-30")
    assert (moved["status"], moved["area"], moved["lead"]) == (
        "complete, awaiting sign-off",
        "Bristol",
        "Bristol City Council",
    )


def test_csv_cells_are_no_formulas_and_hold_their_text(hostile: Session) -> None:
    rows = read_csv(as_csv(hostile))
    assert len(rows) == len(HOSTILE)
    for row in rows:
        assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t", "\r")], row["ref"]
        assert not [char for cell in row.values() for char in cell if char < " "], row["ref"]


# --- workbook ---------------------------------------------------------------------------------------------------------


def test_the_workbook_holds_the_plan_and_its_milestones(example: Session) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(example)))
    assert book.sheetnames[:2] == ["Plan", "Milestones"]
    rows = list(book["Plan"].iter_rows(values_only=True))
    with example.position() as position:
        refs = listing.refs(position)
        milestones = position.value("SELECT count(*) FROM milestone WHERE void = 0")
    assert [row[0] for row in rows[1:]] == refs
    assert book["Milestones"].max_row == milestones + 1
    due = [column.name for column in plan_table.COLUMNS].index("due") + 1
    cells = {book["Plan"].cell(line, 1).value: book["Plan"].cell(line, due) for line in range(2, len(rows) + 1)}
    assert cells["R4.BRI.4"].value == datetime(2022, 10, 31)
    assert cells["R4.BRI.4"].number_format == "d mmmm yyyy"
    assert cells["R1.BRI.1"].number_format == "mmmm yyyy", "October 2022 is not made into a day"


def test_only_what_people_fill_in_can_be_typed_into(example: Session) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(example)))["Plan"]
    assert sheet.protection.sheet
    for place, column in enumerate(plan_table.COLUMNS, 1):
        assert sheet.cell(2, place).protection.locked is column.fixed, column.name
    assert plan_table.COLUMNS[0].fixed


def test_lists_to_choose_from_hold_the_words_of_the_plan(example: Session) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(example)))
    rules = {str(rule.sqref).split(":")[0][0]: rule.formula1 for rule in book["Plan"].data_validations.dataValidation}
    letters = {column.name: chr(ord("A") + place) for place, column in enumerate(plan_table.COLUMNS)}
    assert set(rules) == {letters[name] for name in ("status", "reported", "difference")}
    where = rules[letters["reported"]].replace("$", "").removeprefix("Lists!")
    offered = [row[0].value for row in book["Lists"][where]]
    assert offered == ["R Red ▲", "A Amber ◆", "G Green ●"]
    assert book["Lists"].sheet_state == "hidden"


def test_nothing_in_a_workbook_is_a_formula_whatever_was_typed(hostile: Session) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(hostile)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 10 * len(HOSTILE)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    begun = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert begun, "hostile texts begin like formulas"
    assert all(cell.quotePrefix for cell in begun), "and stay texts when somebody edits the cell"


def test_a_text_longer_than_a_cell_is_cut_and_says_so(example: Session) -> None:
    with example.position() as position:
        row = plan_table.rows(position, parse("R4.BRI.4"))[0]
    row["last_note"] = "long " * 13_000  # 65,000 characters
    data = workbook.as_xlsx([row], [], {}, "OFFICIAL")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Plan"]
    cell = sheet.cell(2, len(plan_table.COLUMNS)).value
    assert isinstance(cell, str)
    assert (len(cell), cell[-1]) == (32_000, "…")
    (line,) = read_csv(spreadsheet.as_csv(plan_table.COLUMNS, [row]))
    assert (len(line["last_note"]), line["last_note"][-1]) == (32_000, "…")


def test_the_marking_stands_on_every_printed_page(example: Session) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(as_xlsx(example))):
        if sheet.sheet_state == "visible":
            assert sheet.oddHeader is not None
            assert sheet.oddHeader.center.text == "OFFICIAL-SENSITIVE && more"
            assert sheet.page_setup.orientation == "landscape"


def test_a_printed_sheet_can_be_read_and_names_its_columns_and_rows(example: Session) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(example)))
    for name in ("Plan", "Milestones"):
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
        assert (sheet.page_setup.pageOrder, sheet.page_setup.fitToHeight) == ("overThenDown", 0)
        wide = sum(column.width for column in sheet.column_dimensions.values()) * 7 / 96  # inches, 7 pixels a digit
        room = int(sheet.page_setup.fitToWidth or 1) * (11.69 - 0.8)  # A4 on its side, less its margins
        assert min(1, room / wide) * 11 >= 6.5, f"{name} is printed in letters of fewer than 6.5 points"


def test_no_heading_is_broken_within_a_word_and_every_date_fits() -> None:
    for column in (*plan_table.COLUMNS, *plan_table.MILESTONES):
        assert column.width >= max(map(len, column.heading.split())) * 1.15 + 1, column.heading
        if column.name in ("due_original", "due", "review_on", "last_update", "achieved_on"):
            assert column.width >= len("30 September 2022") + 2, "a day that does not fit is shown as ####"


def test_without_the_library_the_refusal_says_what_to_do(example: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(Refusal, match=r'pip install "thematic-review-tracker\[office\]", or name a file .* in \.csv'):
        as_xlsx(example)


def test_an_empty_register_gives_headings_alone(bare: Session) -> None:
    assert read_csv(as_csv(bare)) == []
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(bare)))["Plan"]
    assert [row[0].value for row in sheet.iter_rows()] == ["Reference"]


# --- JSON -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def valid() -> Callable[[Any], Any]:
    compiled: Callable[[Any], Any] = fastjsonschema.compile(json.loads(SCHEMA.read_text(encoding="utf-8")))
    return compiled


def test_the_published_schema_is_that_of_the_tables_and_words() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == make_schema.text(), "run: python docs/make_schema.py"


def test_every_plan_is_as_its_schema_says(
    valid: Callable[[Any], Any], example: Session, real: Session, bare: Session, hostile: Session
) -> None:
    for session in (example, real, bare, hostile):
        valid(json.loads(as_json(session)))
    with example.position(as_at=date(2022, 3, 31)) as position:
        plan = json.loads(whole_plan.as_json(position))
    assert valid(plan)["as_at"] == "2022-03-31"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan: plan.pop("entries"),
        lambda plan: plan["action"][0].pop("status"),
        lambda plan: plan["action"][0].update(status="done"),
        lambda plan: plan["action"][0].update(due="31/3/22"),
        lambda plan: plan["person"][0].update(name="somebody"),
        lambda plan: plan["risk"][0].update(title=None, areas="BRI"),
        lambda plan: plan.update(version=2),
    ],
)
def test_the_schema_refuses_anything_else(
    spoil: Callable[[Any], Any], valid: Callable[[Any], Any], example: Session
) -> None:
    plan = json.loads(as_json(example))
    valid(plan)
    spoil(plan)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        valid(plan)


def test_the_plan_as_json_holds_what_the_register_does(example: Session) -> None:
    data = as_json(example)
    assert data.isascii()
    plan = json.loads(data)
    with example.position() as position:
        for table in (*whole_plan.OBJECTS, *whole_plan.EVENTS):
            void = " WHERE void = 0" if table in whole_plan.OBJECTS else ""
            assert len(plan[table]) == position.value(f"SELECT count(*) FROM {table}{void}"), table
        lines = {line.ref: line for line in listing.page(position)}
    checks = {action["ref"]: action["date_check"] for action in plan["action"]}
    assert checks == {ref: line.date_check for ref, line in lines.items()}
    assert [action["ref"] for action in plan["action"]] == list(lines), "in natural order"


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    files.put(tmp_path / "plan.csv", b"first")
    with pytest.raises(Refusal, match=r"There is already a file .*plan\.csv', which is not overwritten"):
        files.put(tmp_path / "plan.csv", b"second")
    assert (tmp_path / "plan.csv").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.csv"]


@pytest.mark.parametrize("failing", ["os.fsync", "os.link"])
def test_a_full_disk_leaves_nothing_half_written(failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"tracker.reports.data.files.{failing}", full)
    if failing == "os.link":  # no links here, as on some shares: then it is renamed
        files.put(tmp_path / "plan.csv", b"all of it")
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"all of it"]
        return
    with pytest.raises(Refusal, match="cannot be written: No space left on device"):
        files.put(tmp_path / "plan.csv", b"all of it")
    with pytest.raises(Refusal, match="cannot be written: No space left on device"):
        files.put_folder(tmp_path / "drafts", {"1.eml": b"one", "2.eml": b"two"})
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be written: No such file or directory"):
        files.put(tmp_path / "nowhere" / "plan.csv", b"")
    (tmp_path / "drafts").mkdir()
    with pytest.raises(Refusal, match="name a new folder with -o"):
        files.put_folder(tmp_path / "drafts", {"1.eml": b""})
