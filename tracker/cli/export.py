"""``tracker export``: the plan as a workbook, CSV or JSON.  What stands in the file is made in tracker.reports.data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli import faults, head, printing
from tracker.cli.context import Call, Command, year_starts
from tracker.cli.options import area_option, looking_back
from tracker.cli.printing import Screen
from tracker.model.saying import plural
from tracker.model.text import quoted
from tracker.model.vocabulary import Area, areas_shown

if TYPE_CHECKING:
    from tracker.register.filters import Filter
    from tracker.register.position import Position
    from tracker.reports.data.plan_table import Value
    from tracker.reports.data.warning import Texts

FORMS = {".xlsx": "workbook", ".csv": "CSV", ".json": "JSON"}
"""What a file's name may end in, and what is written then."""


@click.command(
    "export",
    cls=Command,
    examples=(
        "tracker export plan.xlsx --area BRI",
        "tracker export overdue.csv 'area:BRI overdue'",
        "tracker export plan.json --as-at '31 March 2022'",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("query", nargs=-1)
@area_option("One area, then joint work.")
@looking_back
@click.pass_obj
def export_command(call: Call, file: Path, query: tuple[str, ...], area: Area | None) -> None:
    """Write the plan, or the actions that QUERY finds, to FILE: a workbook (.xlsx), CSV or JSON by its name.

    JSON is always the whole plan.  A file is working data: it names roles, no people, and is not cleared for
    publication.
    """
    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise faults.Refused(f"{quoted(file.name)} should end in {' or '.join(FORMS)}, which says what is written.")
    if form == "JSON" and (query or area):
        raise faults.Refused("JSON holds the whole plan; leave the query and --area out, or write .xlsx or .csv.")
    from tracker.reports.data import files, warning

    with call.position() as position:
        content, number, texts = _content(call, position, form, query, area)
        files.put(file, content)
    warned = warning.places(texts)
    if warned:
        printing.complain(warning.sentence(warned))
    screen = Screen()
    screen.whole(f"{plural(number, 'action')} written: {form}.")
    screen.whole(str(file), indent=2)
    call.show(
        screen, {"file": str(file), "form": form, "actions": number, "bytes": len(content), "warned": list(warned)}
    )


def _content(
    call: Call, position: Position, form: str, query: tuple[str, ...], area: Area | None
) -> tuple[bytes, int, Texts]:
    """Return what is written, how many actions it holds, and its texts for the guard."""
    from tracker.register import filters, listing
    from tracker.reports.data import warning

    if form == "JSON":
        from tracker.reports.data import whole_plan

        plan = whole_plan.plan(position)
        return whole_plan.written(plan), listing.count(position), warning.of_plan(plan)
    from tracker.reports.data import plan_table

    words = [*([f"area:{','.join(areas_shown(area))}"] if area else []), *query]
    chosen = filters.parse(" ".join(words), year_starts=year_starts(position) if query else 4)
    if slip := filters.slips(chosen):
        printing.complain(slip)
    rows = plan_table.rows(position, chosen)
    texts = warning.of_rows(rows)
    if form == "CSV":
        from tracker.reports.data import spreadsheet

        return spreadsheet.as_csv(plan_table.COLUMNS, rows), len(rows), texts
    return _workbook(position, chosen, rows, " ".join(words)), len(rows), texts


def _workbook(position: Position, chosen: Filter, rows: list[dict[str, Value]], words: str) -> bytes:
    from tracker.register.marking import marking
    from tracker.reports.data import plan_table, workbook

    refs = {str(row["ref"]) for row in rows}
    said = marking(position)
    about = {
        "Marking": said,
        "Position": head.position_words(position),
        "Actions": words or "all",
        "Ledger": position.store.log,
        "Locked columns": "The reference and what the register works out. There is no password.",
        "Ratings": "What an owner reports stands beside what the dates say; neither is worked out from the other.",
    }
    return workbook.as_xlsx(rows, plan_table.milestones(position, refs), about, said)
