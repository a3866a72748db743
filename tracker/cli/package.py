"""``tracker package``: the log, or a part of it, as a folder that verifies without this program.

What stands in it, and how it is recorded, is the business of tracker.reports.package.
"""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.context import Call, Command, read_date, year_starts
from tracker.cli.options import AREA, Words, codes, despite
from tracker.cli.printing import Screen
from tracker.model.vocabulary import Area, Marking


@click.command(
    "package",
    cls=Command,
    examples=(
        "tracker package -o package-for-audit --recipient 'Internal audit'",
        "tracker package -o package-R4 --rec R4 --area BRI --since '1 April 2022'",
    ),
)
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), metavar="DIR", required=True, help="A new folder."
)
@click.option("--rec", "recommendations", multiple=True, metavar="REF", help="Only what serves it, like R4; again.")
@click.option("--area", "areas", type=AREA, multiple=True, metavar="AREA", help="Only BRI, SGL, NSO or ALL; again.")
@click.option("--since", metavar="DAY", help="Only what was recorded on this day or later.")
@click.option("--until", metavar="DAY", help="Only what was recorded on this day or earlier.")
@click.option("--recipient", metavar="TEXT", help="Whom it is for; kept in the trail.")
@click.option("--evidence/--no-evidence", default=True, help="With the evidence files, or only their hashes.")
@click.option("--texts/--no-texts", default=True, help="With what people typed, or only its hashes.")
@click.option("--names/--no-names", default=False, help="With the names of people; else only their posts.")
@click.option(
    "--marking",
    type=Words(Marking),
    default=Marking.SENSITIVE,
    help="OFFICIAL leaves out restricted evidence and working words.",
)
@despite
@click.pass_obj
def package_command(
    call: Call,
    folder: Path,
    recommendations: tuple[str, ...],
    areas: tuple[Area, ...],
    since: str | None,
    until: str | None,
    recipient: str | None,
    evidence: bool,
    texts: bool,
    names: bool,
    marking: Marking,
) -> None:
    """Write an audit package: the entries, texts, evidence, a chronology, checkpoints, and what checks it all."""
    from tracker.reports import package
    from tracker.reports.package.asking import Ask

    session = call.session()
    with session.position() as position:
        starts, today = year_starts(position), position.when.today
    ask = Ask(
        recommendations=codes(recommendations),
        areas=tuple(area.value for area in areas),
        since=read_date(since, "--since", starts, today).first if since else None,
        until=read_date(until, "--until", starts, today).day if until else None,
        recipient=recipient,
        evidence=evidence,
        texts=texts,
        names=names,
        marking=marking,
        despite=call.despite,
    )
    made = package.make(session, ask, folder)
    screen = Screen()
    screen.whole(made.words)
    screen.whole(str(made.folder), indent=2)
    for what, counts in (("Texts", made.texts), ("Evidence files", made.files)):
        if counts:
            screen.field(what, ", ".join(f"{count} {state}" for state, count in counts.items()), labels=16)
    screen.field("Short code", made.short_code, labels=16)
    if made.warned:
        numbers = ", ".join(f"#{seq}" for seq in made.warned[:20]) + (" and more" if len(made.warned) > 20 else "")
        screen.line(f"Recorded although the guard warned of personal data, and shown in it: {numbers}.")
    screen.line("Check it with: python3 verify.py, in that folder.")
    call.show(
        screen,
        {
            "ref": f"package {made.n}",
            "package": made.n,
            "folder": str(made.folder),
            "entry": made.entry,
            "shown": made.shown,
            "manifest_sha256": made.manifest_sha256,
            "root": made.root,
            "short_code": made.short_code,
            "texts": made.texts,
            "files": made.files,
            "words": made.words,
            "warned": made.warned,
        },
    )
