"""What every command shares: the options that are taken everywhere, and how they become a session, a position, a desk.

Commands stand beside this module; how a value is typed on the command line is in tracker.cli.options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import faults, printing
from tracker.cli.program import session_of
from tracker.model import dates, references
from tracker.model.text import quoted

if TYPE_CHECKING:
    from tracker.desk.desk import Desk, Receipt
    from tracker.desk.session import Session
    from tracker.ledger.entry import Entry
    from tracker.register.position import Position

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
Seen = dict[str, int] | None


@dataclass
class Call:
    """One run of the program: what the options that every command takes have said, before or after its name."""

    db: str | None = None
    who: str | None = None
    today: str | None = None
    json: bool = False
    as_at: str | None = None
    known_at: str | None = None
    on: str | None = None
    seen: int | None = None
    despite: str | None = None
    understood: dict[str, str] = field(default_factory=dict)

    def session(self) -> Session:
        """Return the session that --db, --as and --today ask for, or the environment, or the computer."""
        return session_of(self.db, self.who, self.today)

    @property
    def is_named(self) -> bool:
        """Whether a register was named, by --db or in the environment."""
        import os

        return self.db is not None or bool(os.environ.get("TRACKER_DB"))

    def begin(self, session: Session) -> None:
        """Make the person's own register from the recommendation files and say so beside the output."""
        from tracker.cli.keeping import make_register

        click.echo(make_register(session), err=True)

    def position(self) -> Position:
        """Open the position that --as-at and --known-at ask for; the caller closes it.

        The first time, a person's own register is made, as the terminal program would; one that was named is not.
        Raises Refused when the day asked for has not come, StoreError when there is no register.
        """
        session = self.session()
        if not self.is_named and not session.path.exists():
            self.begin(session)
        as_at, number = self.looking_back(session)
        return session.position(as_at=as_at, known_at=number)

    def looking_back(self, session: Session) -> tuple[date | None, int | None]:
        """Return the day of --as-at and the entry of --known-at, each None where it was not given."""
        if self.as_at is None and self.known_at is None:
            return None, None
        from tracker.register.position import known_at

        with session.position() as live:
            starts = year_starts(live)
            day = read_date(self.as_at, "--as-at", starts, session.day).day if self.as_at else None
            number = known_at(live.store, self.known_at, starts) if self.known_at else None
        if day and day > session.day:
            raise faults.Refused(
                f"{dates.long(day)} has not come yet, so there is no position to show; --today moves the date check."
            )
        return day, number

    @contextmanager
    def acting(self) -> Iterator[Acting]:
        """Open a desk for one act; raises StoreError when the register cannot be opened for writing."""
        with self.session().desk() as desk, desk.despite(self.despite):
            yield Acting(self, desk)

    def show(self, screen: printing.Screen, value: object) -> None:
        """Print *value* as JSON where that was asked for, else the screen."""
        if self.json:
            printing.write_json(value)
        else:
            screen.show()


@dataclass
class Acting:
    """A desk with what the options of acts have said: the day it happened, and the last entry that was seen."""

    call: Call
    desk: Desk

    @property
    def on(self) -> date | None:
        """The day of --on; None is today."""
        return self.day(self.call.on, "on")

    def seen(self, ref: str) -> Seen:
        """What --seen says of *ref*, as the desk takes it."""
        return None if self.call.seen is None else {canonical(ref): self.call.seen}

    def written(self, text: str | None, what: str) -> dates.WrittenDate | None:
        """Read a date as people write it, and note what was understood under its name; None stays None."""
        if text is None:
            return None
        starts = year_starts(self.desk.now)
        found = read_date(text, f"--{what}", starts, self.desk.today)
        if text.strip() not in (dates.long(found.day), found.day.isoformat()):
            self.call.understood[what] = f"{dates.long(found.day)} (from {quoted(text)})"
        return found

    def day(self, text: str | None, what: str) -> date | None:
        """Read a date that has no precision: the last day of a month or quarter; None stays None."""
        found = self.written(text, what)
        return found.day if found else None

    def each(self, refs: Sequence[str], act: Callable[[Desk, str, Seen], Receipt]) -> Receipt:
        """Do *act* on a reference, or on several as one batch, of which all or nothing is recorded."""
        named = list(dict.fromkeys(map(canonical, refs)))
        if len(named) == 1:
            return act(self.desk, named[0], self.seen(named[0]))
        if self.call.seen is not None:
            raise faults.Misused("--seen is about one reference", click.get_current_context())
        from tracker.desk.batch import batch

        return batch(self.desk, named, lambda desk, ref: act(desk, ref, None))

    def done(self, receipt: Receipt) -> None:
        """Print what was recorded: the reference, the entries' numbers, what they say, and dates as understood."""
        numbers = [entry.seq for entry in receipt.entries]
        acts = [{"seq": e.seq, "act": e.act, "on": list(e.on), "occurred_on": e.occurred_on} for e in receipt.entries]
        summary = "; ".join(map(_did, receipt.entries))
        screen = printing.Screen()
        said = f"#{numbers[0]}" + (f" to #{numbers[-1]}" if len(numbers) > 1 else "")
        screen.whole(f"{receipt.ref}  {said}  {summary}")
        for what, words in self.call.understood.items():
            screen.whole(f"{what}: {words}")
        self.call.show(
            screen,
            {
                "ref": receipt.ref,
                "entries": numbers,
                "acts": acts,
                "summary": summary,
                "understood": self.call.understood,
            },
        )


def _did(entry: Entry) -> str:
    from tracker.model.acts import ACTS

    if entry.act == "entry.undone":
        return f"undid #{entry.facts['entry']} on {entry.subject}"
    return ACTS[entry.act].said(entry.subject)


def canonical(ref: str) -> str:
    """Return *ref* as the register writes it (r4.bri.2 → R4.BRI.2); what is no reference comes back in capitals."""
    return references.parse(ref).text if references.is_reference(ref) else ref.strip().upper()


def read_date(
    text: str, what: str, year_starts: int = dates.YEAR_STARTS, today: date | None = None
) -> dates.WrittenDate:
    """Return a date as people write it; raises DateError that names the option."""
    try:
        return dates.parse(text, year_starts=year_starts, today=today)
    except dates.DateError as error:
        raise dates.DateError(f"{what}: {error}.") from None


def year_starts(position: Position) -> int:
    """Return the month in which the plan's reporting year begins; April where no review says otherwise."""
    from tracker.register import naming

    return naming.year_starts(position)


# --- commands and groups that take the options of every command, and show an example ----------------------------------


def heard(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Return a callback that keeps an option's value on the call, wherever on the command line it stood."""

    def hear(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        call = context.ensure_object(Call)
        if value == "":
            # Most often a variable of a script that is not set; going on would act somewhere else, as somebody else.
            raise click.BadParameter("it is empty; leave it out or give a value", context, parameter)
        if value is not None and value is not False:
            setattr(call, name, value)

    return hear


def common_options() -> list[click.Option]:
    """The options that stand before or after any command's name."""
    shared: dict[str, Any] = {"expose_value": False}
    return [
        click.Option(["--db"], metavar="PATH", help="The register (else TRACKER_DB, else your own).",
                     callback=heard("db"), **shared),
        click.Option(["--as"], metavar="PERSON", help="Who you are, like P1 (else TRACKER_USER, else your log-in).",
                     callback=heard("who"), **shared),
        click.Option(["--today"], metavar="DAY", help="Count the date check from this day (else TRACKER_TODAY).",
                     callback=heard("today"), **shared),
        click.Option(["--json"], is_flag=True, help="Print JSON.", callback=heard("json"), **shared),
    ]  # fmt: skip


COMMON = ("db", "as", "today", "json")


class _Shared(click.Command):
    """A command whose help ends with examples, and which takes the options of every command."""

    examples: tuple[str, ...] = ()

    def _share(self, examples: tuple[str, ...]) -> None:
        self.examples = examples
        self.params.extend(common_options())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the command's own options, then those of every command."""
        own: list[tuple[str, str]] = []
        everywhere: list[tuple[str, str]] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and record[1]:  # arguments are explained in the text above
                (everywhere if parameter.name in COMMON else own).append(record)
        for title, records in (("Options", own), ("Options of every command", everywhere)):
            with formatter.section(title):
                formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they are typed."""
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section("Example" if len(self.examples) == 1 else "Examples"):
                for example in self.examples:
                    formatter.write(f"  {example}\n")


class Command(_Shared):
    """A command of the program."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **kwargs: Any) -> None:
        """Make a command as click does, with *examples* as they are typed."""
        super().__init__(*args, **kwargs)
        self._share(examples)


class Group(_Shared, click.Group):
    """A group of commands of the program."""

    command_class = Command

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **kwargs: Any) -> None:
        """Make a group as click does, with *examples* as they are typed."""
        super().__init__(*args, **kwargs)
        self._share(examples)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List options as a command does, then the commands of the group."""
        _Shared.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first sentence of their help, uncut."""
        with formatter.section("Commands"):
            commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
            formatter.write_dl([(name, (command.help or "").split(". ")[0]) for name, command in commands if command])
