"""``tracker report``: writes a report, or lists those there are.  What a report says stands in tracker.reports."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.context import Call, Command
from tracker.cli.options import area_option, looking_back
from tracker.cli.printing import Screen
from tracker.model.vocabulary import Area


@click.command(
    "report",
    cls=Command,
    examples=(
        "tracker report assurance --area BRI --as-at '31 March 2022'",
        "tracker report assurance --draft --format html,pdf -o drafts",
        "tracker report assurance --reissue 3",
    ),
)
@click.argument("name", required=False)
@click.argument("subject", metavar="[REF]", required=False)
@area_option("One area, then joint work apart.")
@looking_back
@click.option("--since", metavar="ISSUE|DAY", help="Say what changed since an earlier issue, or since a day.")
@click.option("--embargo", metavar="DAY", help="Of a version for publication: the day before which it must not appear.")
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
    draft: bool,
    reissue: int | None,
    folder: Path | None,
    fmt: tuple[str, ...],
) -> None:
    """Write the report NAME and record its issue; without a name, list the reports there are.

    REF is what a report of one thing is about, like R4.
    """
    from tracker import reports

    if name is None:
        screen = Screen()
        for kind in reports.KINDS:
            screen.whole(f"{kind.name}{f' {kind.about.upper()}' if kind.about else ''}")
            screen.whole(kind.words, indent=2)
        call.show(screen, list(reports.NAMES))
        return
    session = call.session()
    as_at, known_at = call.looking_back(session)
    made = reports.run(
        session,
        name,
        subject=subject,
        area=area.value if area else None,
        as_at=as_at,
        known_at=known_at,
        since=since,
        embargo=embargo,
        draft=draft,
        reissue=reissue,
        folder=folder,
        fmt=fmt,
    )
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
