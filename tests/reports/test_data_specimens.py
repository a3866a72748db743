"""The specimens in exports/specimens/data/ are what the program writes from the example today.

Run ``python -m tests.reports.test_data_specimens`` from the project's folder to write them anew, when that is meant.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.desk.session import Session
from tracker.example import build
from tracker.register.filters import parse
from tracker.register.marking import marking
from tracker.reports.data import calendar, plan_table, reminders, spreadsheet, workbook

SPECIMENS = Path(__file__).parent.parent.parent / "exports" / "specimens" / "data"
QUERY = "area:SGL,NSO,ALL plan"


def made(session: Session) -> dict[str, bytes]:
    """File name → content: a small plan as CSV and workbook, the calendar, and the drafts of two areas."""
    with session.position() as position:
        rows = plan_table.rows(position, parse(QUERY))
        steps = plan_table.milestones(position, {str(row["ref"]) for row in rows})
        said = marking(position)
        return {
            "plan.csv": spreadsheet.as_csv(plan_table.COLUMNS, rows),
            "plan.xlsx": workbook.as_xlsx(rows, steps, {"Marking": said, "Actions": QUERY}, said),
            "plan.ics": calendar.as_ics(position),
            **{f"reminder-{name}": mail for name, mail in reminders.drafts(position, "SGL").items()},
        }


def cells(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """What people see of a workbook; its packing differs from one version of zlib to another."""
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(io.BytesIO(data))}


@pytest.fixture(scope="module")
def written(example: Session) -> dict[str, bytes]:
    return made(example)


def test_each_specimen_of_data_is_what_the_program_writes(written: dict[str, bytes]) -> None:
    anew = "write them anew: python -m tests.reports.test_data_specimens"
    assert {path.name for path in SPECIMENS.iterdir()} == set(written), anew
    for name, content in written.items():
        kept = (SPECIMENS / name).read_bytes()
        if name.endswith(".xlsx"):
            assert cells(kept) == cells(content), anew
        else:
            assert kept == content, f"{name}: {anew}"


def test_every_specimen_of_data_says_that_it_is_made_up(written: dict[str, bytes]) -> None:
    for name, content in written.items():
        said = str(cells(content)) if name.endswith(".xlsx") else content.decode("utf-8")
        assert "ILLUSTRATIVE" in said, name


def main() -> None:
    """Write the specimens anew."""
    SPECIMENS.mkdir(parents=True, exist_ok=True)
    for old in SPECIMENS.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "example.db"
        build(path)
        for name, content in made(Session(path, who="P1", via="example")).items():
            (SPECIMENS / name).write_bytes(content)


if __name__ == "__main__":
    main()
