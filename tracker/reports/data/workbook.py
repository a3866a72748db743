"""The plan as a workbook: lists to choose from, references and computed columns kept from typing, no formula.

The same rows give the same bytes.  What stands in the rows is said by tracker.reports.data.plan_table; the library
(extra "office") is loaded only here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tracker.desk.refusal import Refusal
from tracker.model.text import safe
from tracker.model.vocabulary import Precision
from tracker.reports.data.plan_table import COLUMNS, MILESTONES, Column, Day, Value
from tracker.reports.views.words import rated

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, PatternFill, Protection
    from openpyxl.worksheet.worksheet import Worksheet

CELL = 32_000
"""The most characters of one cell; the file format ends at 32,767."""

ONE_SHEET = 200
"""Characters across which A4 on its side can still be read; what is wider is printed on two sheets side by side."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that every part of the file bears, so that the same rows give the same bytes."""

_SHOWN = {Precision.DAY: "d mmmm yyyy", Precision.QUARTER: "d mmmm yyyy", Precision.MONTH: "mmmm yyyy"}
_INKS = {"red": "F8D7DA", "amber": "FFE8B3", "grey": "E2E3E5", "green": "D4EDDA", "blue": "CFE2FF"}
"""Pale grounds for dark text; the rating stands in letters, word and symbol too."""

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True)
class _Styles:
    """How cells look: made once for a sheet, as making them for each cell takes most of the time."""

    wrapped: Alignment
    locked: Protection
    free: Protection
    inks: Mapping[str, PatternFill]


def as_xlsx(
    rows: Sequence[dict[str, Value]], milestones: Sequence[dict[str, Value]], about: Mapping[str, str], marking: str
) -> bytes:
    """Return the plan as a workbook of three sheets: plan, milestones, and what this is.

    Raises Refusal when the library is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise Refusal(
            "Workbooks need a library that is not installed; install it with: "
            'python -m pip install "thematic-review-tracker[office]", or name a file that ends in .csv'
        ) from None
    book = Workbook()
    plan = book.active
    assert plan is not None
    plan.title = "Plan"
    _sheet(plan, COLUMNS, rows, marking)
    _sheet(book.create_sheet("Milestones"), MILESTONES, milestones, marking)
    _about(book, about, marking)
    if "Lists" in book.sheetnames:
        book.move_sheet("Lists", len(book.sheetnames))
    book.properties.title = "Action plan"
    book.properties.creator = "tracker"
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue())


def _sheet(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[dict[str, Value]], marking: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(columns, 1):
        head = sheet.cell(1, place, column.heading)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDDDDD")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    styles = _Styles(
        wrapped=Alignment(wrap_text=True, vertical="top"),
        locked=Protection(locked=True),
        free=Protection(locked=False),
        inks={rated(name): PatternFill("solid", fgColor=ink) for name, ink in _INKS.items()},
    )
    for line, row in enumerate(rows, 2):
        for place, column in enumerate(columns, 1):
            _fill(sheet.cell(line, place), column, row[column.name], styles)
    for place, column in enumerate(columns, 1):
        if column.choices and rows:
            _choices(sheet, get_column_letter(place), len(rows) + 1, column.choices)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(len(rows), 1) + 1}"
    sheet.protection.sheet = True  # without a password: it keeps slips of the hand out, not people
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.autoFilter = sheet.protection.sort = False
    _printed(sheet, marking, across=1 if sum(column.width for column in columns) <= ONE_SHEET else 2)
    sheet.print_title_cols = "A:A"


def _fill(cell: Cell | Any, column: Column, value: Value, styles: _Styles) -> None:
    cell.alignment = styles.wrapped
    cell.protection = styles.locked if column.fixed else styles.free
    if isinstance(value, Day):
        cell.value = value.on
        cell.number_format = _SHOWN.get(value.precision, "yyyy")
    elif isinstance(value, int):
        cell.value = value
    elif value is not None:
        text = safe(value, newlines=True)
        cell.value = text if len(text) <= CELL else f"{text[: CELL - 1]}…"
        cell.data_type = "s"  # what begins with = is a text, here and
        cell.quotePrefix = True  # after somebody has edited the cell
        if column.name in ("reported", "date_check") and value in styles.inks:
            cell.fill = styles.inks[value]


def _choices(sheet: Worksheet, letter: str, last: int, choices: Sequence[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    # The words hold commas, which divide a list that is written out; they stand on a sheet of their own.
    book = sheet.parent
    assert book is not None
    lists = book["Lists"] if "Lists" in book.sheetnames else book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    lists.protection.sheet = True
    place = 1 + sum(cell.value is not None for cell in lists[1])
    for line, word in enumerate(choices, 1):
        cell = lists.cell(line, place, word)
        cell.data_type = "s"
    where = f"Lists!${_letter(place)}$1:${_letter(place)}${len(choices)}"
    rule = DataValidation(type="list", formula1=where, allow_blank=True, showErrorMessage=True)
    rule.error = "Choose from the list."
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{last}")


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place)


def _printed(sheet: Worksheet, marking: str, *, across: int = 1) -> None:
    """A4 on its side, so many sheets *across*, which lie side by side; headings, references and marking on each."""
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.7, header=0.3, footer=0.3)
    sheet.print_options.gridLines = True
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    said = safe(marking).replace("&", "&&")
    assert sheet.oddHeader is not None
    assert sheet.oddFooter is not None
    sheet.oddHeader.center.text = said
    sheet.oddFooter.center.text = f"{said}   page &P of &N"


def _about(book: Workbook, about: Mapping[str, str], marking: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("About")
    for line, (name, words) in enumerate(about.items(), 1):
        for place, text in enumerate((name, words), 1):
            cell = sheet.cell(line, place, safe(text))
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=place == 1)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    sheet.protection.sheet = True
    _printed(sheet, marking)


def _settled(data: bytes) -> bytes:
    """Return the same workbook with a fixed time in every place where the library wrote the time of writing."""
    stamp = datetime(*EARLIEST).strftime("%Y-%m-%dT%H:%M:%SZ").encode("ascii")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(info, content)
    return out.getvalue()
