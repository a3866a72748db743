"""``tracker log``: the evidence trail in words.  Which entries are asked for is tracker.register.history's business."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import faults, head, printing
from tracker.cli.context import Call, Command, canonical, read_date, year_starts
from tracker.cli.options import ParamType, area_option, looking_back
from tracker.model import dates, guard, references
from tracker.model.acts import ACTS

if TYPE_CHECKING:
    from tracker.register.history import Line
    from tracker.register.position import Position
    from tracker.register.wanted import Wanted


class Act(ParamType):
    """An act, like progress.recorded, or the group that it belongs to, like progress."""

    name = "act"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the act or group; click reports anything else as wrong usage."""
        from tracker.register.trail_filter import ACT_GROUPS

        wanted = value.strip().lower()
        if wanted not in ACT_GROUPS and wanted not in ACTS:
            self.fail(f"{value!r} is no act; the groups of acts are: {', '.join(ACT_GROUPS)}.", param, ctx)
        return wanted


class LogCommand(Command):
    """The trail, whose help explains the words of a query from their own table."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help and the words that a query is made of."""
        from tracker.register.trail_filter import FIELDS, FLAGS

        super().format_help_text(ctx, formatter)
        said = [f"{name}:  {words}" for name, words in FIELDS.items()]
        said += [f"{name}  {words}" for name, words in FLAGS.items()]
        with formatter.section("Words of a query, as in the trail of the terminal program (all must hold)"):
            formatter.write_text("\b\n" + "\n".join(["R4.BRI.2  a reference and what stands under it", *said]))


@click.command(
    "log",
    cls=LogCommand,
    examples=(
        "tracker log R1.BRI.2",
        "tracker log --since '1 March 2022' --by P1",
        "tracker log --follow R1.BRI.2",
        "tracker log --of 'area:BRI plan overdue'",
        "tracker log 'act:mapping area:BRI' --newest",
    ),
)
@click.argument("query", nargs=-1, metavar="[REF | QUERY]")
@click.option("--since", metavar="DAY", help="Recorded on this day or later.")
@click.option("--until", metavar="DAY", help="Recorded on this day or earlier.")
@click.option("--by", "person", metavar="PERSON", help="Recorded by this person, like P1.")
@area_option("Entries of one area only.")
@click.option("--act", type=Act(), metavar="ACT", help="An act, like progress.recorded, or a group, like progress.")
@click.option("--recorded-late", "late", is_flag=True, help="Recorded long after it occurred.")
@click.option("--text", "words", metavar="WORDS", help="Entries in which this was typed.")
@click.option("--follow", metavar="REF", help="An action with all that it came from and went on as.")
@click.option("--of", "of", metavar="QUERY", help="Entries of the actions that tracker list finds with this query.")
@click.option("--newest", is_flag=True, help="The newest entry first.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most this many entries.")
@click.option("--count", "only_count", is_flag=True, help="Print only how many entries there are.")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), help="For spreadsheets or scripts.")
@click.option("-o", "--output", metavar="FILE", help="Write --format to this new file instead of the screen.")
@looking_back
@click.pass_obj
def log_command(call: Call, /, query: tuple[str, ...], form: str | None, output: str | None, **asked: Any) -> None:
    """Show the evidence trail: of everything, or of one reference and what stands under it."""
    from tracker.register import history

    if output and not form:
        raise faults.Misused("-o goes with --format csv or --format jsonl", click.get_current_context())
    if form and (call.json or asked["only_count"]):
        raise faults.Misused("Give --format, --json or --count, not several", click.get_current_context())
    with call.position() as position:
        wanted = _wanted(position, query, asked)
        if asked["only_count"]:
            _put_count(call, history.count(position, replace(wanted, limit=None)))
            return
        if form:
            from tracker.cli import log_files

            log_files.put(form, history.lines(position, wanted), output)
            return
        lines = history.lines(position, wanted)
        screen = printing.Screen()
        if not call.json:
            _put(screen, position, wanted, lines)
        call.show(screen, [line.as_json() for line in lines])


def _wanted(position: Position, query: tuple[str, ...], asked: dict[str, Any]) -> Wanted:
    """Return what the words of the query and the options ask for together."""
    from tracker.register import filters, trail_filter

    starts = year_starts(position) if query or asked["since"] or asked["until"] or asked["of"] else 4
    said = " ".join(query)
    plain = said and ":" not in said and '"' not in said and said.strip().lower() not in trail_filter.FLAGS
    wanted = trail_filter.parse("" if plain and len(query) == 1 else said, year_starts=starts)
    if plain and len(query) == 1:
        wanted = replace(wanted, ref=subject(position, said))
    today = position.when.today
    more: dict[str, Any] = {
        "by": asked["person"].strip().upper() if asked["person"] else None,
        "area": asked["area"].value if asked["area"] else None,
        "act": asked["act"],
        "since": read_date(asked["since"], "--since", starts, today).first if asked["since"] else None,
        "until": read_date(asked["until"], "--until", starts, today).day if asked["until"] else None,
        "words": trail_filter.parse(f'text:"{asked["words"].replace(chr(34), " ")}"').words if asked["words"] else None,
        "follow": followed(position, asked["follow"]) if asked["follow"] else None,
        "of": filters.parse(asked["of"], year_starts=starts) if asked["of"] else None,
        "late": asked["late"],
        "limit": asked["limit"],
    }
    if wanted.ref:
        subject(position, wanted.ref)
    return replace(wanted, newest_first=asked["newest"], **{name: value for name, value in more.items() if value})


def followed(position: Position, ref: str) -> str:
    """Return the action that is to be followed; raises Refused when there is no such action."""
    if not references.is_reference(ref) or references.parse(ref).action is None:
        raise faults.Refused(f"'{ref.strip()}' cannot be followed: only actions go on as others, like R4.BRI.2.")
    return subject(position, str(references.parse(ref).action))


def _put_count(call: Call, number: int) -> None:
    screen = printing.Screen()
    screen.line(str(number))
    call.show(screen, {"count": number})


def _put(screen: printing.Screen, position: Position, wanted: Wanted, lines: list[Line]) -> None:
    from tracker.register import following, history

    about = wanted.ref or wanted.follow
    head.put(screen, position, "Evidence trail" + (f" of {about}" if about else ""))
    if wanted.follow:
        family = following.line_of(position, wanted.follow)
        for ref, heir in following.steps(position, family):
            screen.line(f"{ref} went on as {heir}")
        if len(family) == 1:
            screen.line(f"{wanted.follow} came from no other action and went on as none.")
        screen.line()
    put_trail(screen, lines, of=bool(wanted.follow or wanted.of))
    total = history.count(position, wanted)
    if total > len(lines):
        screen.line(f"{len(lines)} of {total} entries; leave --limit out for all.")


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


def put_trail(screen: printing.Screen, lines: list[Line], none: str = "No entry matches.", *, of: bool = False) -> None:
    """Add entries in words: number, time and person, then what was done, what changed, and why.

    With *of* each begins with the references that it is about, because several are told together.
    """
    if not lines:
        screen.line(none)
    for line in lines:
        _put_entry(screen, line, of)


def _put_entry(screen: printing.Screen, line: Line, of: bool) -> None:
    entry = line.entry
    who = f"{entry.by}, {line.who}" if line.who != entry.by else entry.by
    screen.line(f"#{entry.seq}  {said_at(entry.at)}  {who}" + (f", log-in {entry.via}" if entry.via else ""), hang=6)
    done = line.words if line.undone is None else f"{line.words}  [undone by #{line.undone}]"
    if of:
        done = f"{', '.join(entry.on)}: {done}"
    screen.line(done, indent=6, style="strong")
    if entry.occurred_on != entry.at[:10]:
        screen.line(f"it happened on {dates.long(date.fromisoformat(entry.occurred_on))}", indent=6)
    if entry.corrects is not None and entry.act != "entry.undone":
        screen.line(f"it corrects #{entry.corrects}", indent=6)
    changed = {name for name, _, _ in line.changes}
    for name, before, after in line.changes:
        screen.line(f"{name.replace('_', ' ')}: {before} → {after}", indent=6, hang=8)
    if line.warned:
        screen.line(line.warned, indent=6, hang=8)
        changed |= {guard.FACT, guard.WHY}
    facts = {name: value for name, value in entry.facts.items() if name not in changed}
    plain = [f"{name} {_value(value)}" for name, value in facts.items() if not isinstance(value, dict)]
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
