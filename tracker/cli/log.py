"""``tracker log``: the evidence trail in words.  Which entries are asked for is tracker.register.history's business."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from tracker.cli import faults, head, printing
from tracker.cli.context import Call, Command, canonical, read_date, year_starts
from tracker.cli.options import ParamType, area_option, looking_back
from tracker.model import dates, references
from tracker.model.acts import ACTS
from tracker.model.vocabulary import Area

if TYPE_CHECKING:
    from tracker.register.history import Line
    from tracker.register.position import Position


class Act(ParamType):
    """An act, like progress.recorded, or the group that it belongs to, like progress."""

    name = "act"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the act or group; click reports anything else as wrong usage."""
        wanted = value.strip().lower()
        groups = {act.group for act in ACTS.values()}
        if wanted not in groups and wanted not in ACTS:
            self.fail(f"{value!r} is no act; the groups of acts are: {', '.join(sorted(groups))}.", param, ctx)
        return wanted


@click.command(
    "log",
    cls=Command,
    examples=("tracker log R1.BRI.2", "tracker log --since '1 March 2022' --by P1", "tracker log --newest --limit 5"),
)
@click.argument("ref", required=False)
@click.option("--since", metavar="DAY", help="Recorded on this day or later.")
@click.option("--by", "person", metavar="PERSON", help="Recorded by this person, like P1.")
@area_option("Entries of one area only.")
@click.option("--act", type=Act(), metavar="ACT", help="An act, like progress.recorded, or a group, like progress.")
@click.option("--newest", is_flag=True, help="The newest entry first.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most this many entries.")
@looking_back
@click.pass_obj
def log_command(
    call: Call,
    ref: str | None,
    since: str | None,
    person: str | None,
    area: Area | None,
    act: str | None,
    newest: bool,
    limit: int | None,
) -> None:
    """Show the evidence trail: of everything, or of one reference and what stands under it."""
    from tracker.register import history

    with call.position() as position:
        wanted = history.Wanted(
            ref=subject(position, ref) if ref else None,
            by=person.strip().upper() if person else None,
            area=area.value if area else None,
            act=act,
            since=read_date(since, "--since", year_starts(position), position.when.today).first if since else None,
            newest_first=newest,
            limit=limit,
        )
        lines = history.lines(position, wanted)
        screen = printing.Screen()
        if not call.json:
            head.put(screen, position, "Evidence trail" + (f" of {wanted.ref}" if wanted.ref else ""))
            put_trail(screen, lines)
            total = history.count(position, wanted)
            if total > len(lines):
                screen.line(f"{len(lines)} of {total} entries; leave --limit out for all.")
        call.show(screen, [line.as_json() for line in lines])


def subject(position: Position, ref: str) -> str:
    """Return the subject whose trail is asked for; raises Refused when nothing is recorded under it."""
    from tracker.register import history

    said = ref.strip()
    names = [canonical(said)] if references.is_reference(said) else [said, said.upper()]
    if references.is_reference(said) or re.fullmatch(r"[\w .-]+", said):
        for name in names:
            if history.count(position, history.Wanted(ref=name)):
                return name
    raise faults.Refused(
        f"Nothing is recorded under '{said}' at this position; write a reference like R4.BRI.2 or #218."
    )


def put_trail(screen: printing.Screen, lines: list[Line], none: str = "No entry matches.") -> None:
    """Add entries in words: number, time and person, then what was done, what changed, and why."""
    if not lines:
        screen.line(none)
    for line in lines:
        _put_entry(screen, line)


def _put_entry(screen: printing.Screen, line: Line) -> None:
    entry = line.entry
    who = f"{entry.by}, {line.who}" if line.who != entry.by else entry.by
    screen.line(f"#{entry.seq}  {said_at(entry.at)}  {who}" + (f", log-in {entry.via}" if entry.via else ""), hang=6)
    done = line.words if line.undone is None else f"{line.words}  [undone by #{line.undone}]"
    screen.line(done, indent=6, style="strong")
    if entry.occurred_on != entry.at[:10]:
        screen.line(f"it happened on {dates.long(date.fromisoformat(entry.occurred_on))}", indent=6)
    if entry.corrects is not None and entry.act != "entry.undone":
        screen.line(f"it corrects #{entry.corrects}", indent=6)
    changed = {name for name, _, _ in line.changes}
    for name, before, after in line.changes:
        screen.line(f"{name.replace('_', ' ')}: {before} → {after}", indent=6, hang=8)
    plain = [f"{name} {_value(value)}" for name, value in entry.facts.items() if not isinstance(value, dict)]
    if plain:
        screen.line(f"facts: {'; '.join(plain)}", indent=6, hang=8)
    for name, value in line.texts.items():
        if name not in changed:
            screen.line(f"{name.replace('_', ' ')}: {value}", indent=6, hang=8)


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def said_at(at: str) -> str:
    """Return the time of an entry in words: 3 March 2022, 14:05 UTC."""
    return f"{dates.long(date.fromisoformat(at[:10]))}, {at[11:16]} UTC"
