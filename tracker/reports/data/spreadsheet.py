"""The plan as CSV (RFC 4180) for spreadsheets: UTF-8 with its mark, CRLF, no cell that could be read as a formula.

Dates are ISO days; which columns there are is said by tracker.reports.data.plan_table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from tracker.model.text import csv_cell
from tracker.reports.data.plan_table import Column, Day, Value

BOM = "\ufeff"
CELL = 32_000
"""The most characters of one cell; spreadsheet programs cut at 32,767."""


def as_csv(columns: Sequence[Column], rows: Sequence[dict[str, Value]]) -> bytes:
    """Return the rows as a CSV file whose first line names the columns."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(row[column.name]) for column in columns])
    return (BOM + stream.getvalue()).encode("utf-8")


def _cell(value: Value) -> str:
    if isinstance(value, Day):
        return value.on.isoformat()
    if value is None or isinstance(value, int):
        return "" if value is None else str(value)
    said = csv_cell(value)
    return said if len(said) <= CELL else f"{said[: CELL - 1]}…"
