"""``tracker report``: writes a report, or lists those there are.  What a report says stands in tracker.reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from tracker.cli.context import Call, Command
from tracker.cli.options import area_option, looking_back
from tracker.cli.printing import Screen
from tracker.model.text import fit
from tracker.model.vocabulary import Area

if TYPE_CHECKING:
    from tracker.reports.kinds import Kind


@click.command(
    "report",
    cls=Command,
    examples=(
        "tracker report assurance --area BRI --as-at '31 March 2022'",
        "tracker report assurance --draft --format html,pdf -o drafts",
        "tracker report assurance --since '31 March 2022' --charts",
        "tracker report assurance --reissue 3",
        "tracker report meeting BRI-EXEC --draft -o drafts",
        "tracker report publication D14 --as-at '15 December 2022' --embargo '1 February 2023'",
    ),
)
@click.argument("name", required=False)
@click.argument("subject", metavar="[REF]", required=False)
@area_option("One area, then joint work apart.")
@looking_back
@click.option("--since", metavar="ISSUE|DAY", help="Say what changed since an earlier issue, or since a day.")
@click.option("--embargo", metavar="DAY", help="Of a version for publication: the day before which it must not appear.")
@click.option("--charts", is_flag=True, help="Show its charts here, as lines of text; write and record nothing.")
@click.option("--draft", is_flag=True, help="Do not issue it: no number, no entry, marked DRAFT.")
@click.option("--reissue", type=click.IntRange(min=1), metavar="N", help="The stored text of issue N, as it was.")
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Where to write it.")
@click.option(
    "--format",
    "fmt",
    multiple=True,
    default=["md"],
    metavar="FORMAT",
    help="md, html, docx, pdf; several with commas.  An issue always has its md.",
)
@click.pass_obj
def report_command(
    call: Call,
    name: str | None,
    subject: str | None,
    area: Area | None,
    since: str | None,
    embargo: str | None,
    charts: bool,
    draft: bool,
    reissue: int | None,
    folder: Path | None,
    fmt: tuple[str, ...],
) -> None:
    """Write the report NAME and record its issue; without a name, list the reports there are.

    REF is what a report of one thing is about, like R4; of a meeting sheet a meeting or a body, of a version for
    publication the decision that clears it.
    """
    from tracker import reports

    if name is None:
        screen = Screen()
        for kind in reports.KINDS:
            screen.whole(f"{kind.name}{_about(kind)}")
            screen.whole(kind.words, indent=2)
        call.show(screen, list(reports.NAMES))
        return
    session = call.session()
    as_at, known_at = call.looking_back(session)
    asked: Asked = {
        "subject": subject,
        "area": area.value if area else None,
        "as_at": as_at,
        "known_at": known_at,
        "since": since,
        "embargo": embargo,
    }
    if charts:
        _show_charts(call, reports.preview(session, name, **asked))
        return
    made = reports.run(session, name, **asked, draft=draft, reissue=reissue, folder=folder, fmt=fmt)
    screen = Screen()
    screen.whole(made.words)
    for file in made.files:
        screen.whole(str(file), indent=2)
    call.show(
        screen,
        {
            "files": [str(file) for file in made.files],
            "issue": made.issue,
            "entries": made.entries,
            "root": made.root,
            "body_sha256": made.body_sha256,
            "words": made.words,
        },
    )


class Asked(TypedDict):
    """What a report and its draft are asked for alike."""

    subject: str | None
    area: str | None
    as_at: date | None
    known_at: int | None
    since: str | None
    embargo: str | None


def _show_charts(call: Call, draft: str) -> None:
    """Print the charts of a draft."""
    from tracker.reports.charts import chart, lines
    from tracker.reports.document import Table, document

    screen = Screen()
    tables = [block for block in document(draft, "draft.md").blocks if isinstance(block, Table)]
    drawn = [(found, lines(table, screen.look.width)) for table in tables if (found := chart(table))]
    for found, rows in drawn:
        screen.heading(found.title)
        for row in rows:
            screen.whole(fit(row, screen.look.width))
    if not drawn:
        screen.line("This report has no chart yet: it has none of the tables that charts are drawn from.")
    told = [{"title": found.title, "description": found.description, "lines": rows} for found, rows in drawn]
    call.show(screen, told)


def _about(kind: Kind) -> str:
    """What stands after the name of a report in the list of them."""
    if not kind.about:
        return ""
    return f" [{kind.about.upper()}]" if kind.optional else f" {kind.about.upper()}"
