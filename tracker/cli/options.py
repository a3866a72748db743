"""How values are typed on the command line: closed words, areas, long texts, days, and looking back.

What a value means is decided by the model and the desk; here it is only read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import faults
from tracker.cli.context import Decorator, heard
from tracker.model import limits
from tracker.model.vocabulary import Area, ChildGroup, Word

if TYPE_CHECKING:
    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType  # not every release of click that will do takes the brackets when it runs

TEXT_BYTES = 4 * limits.WORDING
"""The most that is read from a file or from standard input: the longest text that any field holds, in UTF-8."""


class Words(ParamType):
    """One word of a closed list, by its value or by the words that people read, in any case, with - or _ or space."""

    name = "word"

    def __init__(self, members: Iterable[Word]) -> None:
        """Take the members that may be chosen."""
        self.members = list(members)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show every value that can be given."""
        return f"[{'|'.join(str(member) for member in self.members)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the member; click reports anything else as wrong usage."""
        if isinstance(value, Word):
            return value
        for member in self.members:
            if _plain(str(value)) in (_plain(str(member)), _plain(member.words)):
                return member
        self.fail(f"{value!r} is none of: {', '.join(str(member) for member in self.members)}.", param, ctx)


class SomeWords(Words):
    """Some words of a closed list, with commas between them; the word none alone gives none at all."""

    name = "words"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the members as a tuple; click reports anything else as wrong usage."""
        if isinstance(value, tuple):
            return value
        if _plain(str(value)) == "none":
            return ()
        return tuple(super(SomeWords, self).convert(part, param, ctx) for part in str(value).split(","))


def groups_option(help_text: str, *, required: bool = False) -> Decorator:
    """The groups of children that something is about, as ``groups``: a tuple, or None when nothing was given."""
    return click.option(
        "--group",
        "groups",
        multiple=True,
        type=SomeWords(ChildGroup),
        required=required,
        callback=_together,
        help=help_text,
    )


def _together(_ctx: click.Context, _param: click.Parameter, value: tuple[tuple[Any, ...], ...]) -> Any:
    return tuple(dict.fromkeys(member for members in value for member in members)) if value else None


def _plain(text: str) -> str:
    return text.strip().casefold().replace("_", " ").replace("-", " ")


AREA = Words(Area)


def area_option(
    help_text: str = "One area, then joint work apart: BRI, SGL, NSO; ALL for joint work only.",
) -> Decorator:
    """An area to look at, as a member of Area or None."""
    return click.option("--area", type=AREA, metavar="AREA", help=help_text)


def codes(values: Sequence[str]) -> tuple[str, ...]:
    """Return codes or references that were given one by one or with commas; the word none alone gives none at all."""
    found = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    return () if [code.casefold() for code in found] == ["none"] else found


def changed_codes(values: Sequence[str]) -> tuple[str, ...] | None:
    """Return what codes does, or None when nothing was given and so nothing changes."""
    return codes(values) if values else None


# --- looking back, and acting -----------------------------------------------------------------------------------------


def looking_back(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of a reading command: the position of another day, or what was known by then."""
    command = click.option(
        "--known-at",
        metavar="DAY|#N",
        expose_value=False,
        callback=heard("known_at"),
        help="From what had been recorded by a day, or up to an entry.",
    )(command)
    return click.option(
        "--as-at",
        metavar="DAY",
        expose_value=False,
        callback=heard("as_at"),
        help="The position on another day, from all that is known now.",
    )(command)


def happened(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every act: the day on which it happened, and why it must stand although the guard warns."""
    return click.option(
        "--on",
        metavar="DAY",
        expose_value=False,
        callback=heard("on"),
        help="The day it happened, if not today.",
    )(despite(command))


def despite(command: Callable[..., Any]) -> Callable[..., Any]:
    """Option of whatever records words: why they must stand although they look like personal data."""
    return click.option(
        "--despite",
        metavar="REASON",
        expose_value=False,
        callback=heard("despite"),
        help="Record it although the guard warns of personal data, like --despite 'published in para 4.3'.",
    )(command)


def seen(command: Callable[..., Any]) -> Callable[..., Any]:
    """Option of acts that change something: the last entry on it that the person had before them."""
    return click.option(
        "--seen",
        metavar="N",
        type=EntryNumber(),
        expose_value=False,
        callback=heard("seen"),
        help="The last entry that you saw on it; refused if it changed since.",
    )(command)


class EntryNumber(ParamType):
    """The number of an entry, as #412 or 412."""

    name = "entry"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; click reports anything else as wrong usage."""
        text = str(value).strip().removeprefix("#")
        if not (text.isascii() and text.isdigit() and 0 < len(text) <= 12):
            self.fail(f"{value!r} is not an entry number; write one like #412.", param, ctx)
        return int(text)


def received(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of what an owner reports: who said it, and how that reached the person who records it."""
    command = click.option("--received", metavar="HOW", help="How it reached you, like 'e-mail 3 March 2022'.")(command)
    return click.option("--reported-by", metavar="WHO", help="The role that reported it.")(command)


def minuted(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of a body's decision: its minute, the agencies that agreed, and the meeting."""
    command = click.option("--meeting", metavar="REF", help="The meeting, like G4; its day is then the decision's.")(
        command
    )
    command = click.option(
        "--agreed-by", multiple=True, required=True, metavar="AGENCY", help="An agency that decided; once for each."
    )(command)
    return click.option("--minute", required=True, metavar="TEXT", help="The minute reference.")(command)


# --- long texts -------------------------------------------------------------------------------------------------------


def long_text(name: str, help_text: str, *, required: bool = False, file_option: str = "") -> Decorator:
    """A text given as ``--name TEXT``, from standard input as ``--name -``, or from a file with ``--name-file``."""
    key = name.replace("-", "_")
    from_file = file_option or f"{name}-file"

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def reading(*args: Any, **kwargs: Any) -> Any:
            given, file = kwargs[key], kwargs.pop(f"{key}_from_file")
            if given is not None and file is not None:
                raise faults.Misused(f"Give --{name} or --{from_file}, not both", click.get_current_context())
            if given is None and file is None and required:
                raise faults.Misused(f"Missing option '--{name}' (or '--{from_file}')", click.get_current_context())
            kwargs[key] = text_of_file(file) if file is not None else text_of_stdin(name) if given == "-" else given
            return command(*args, **kwargs)

        file_help = f"Read --{name} from a UTF-8 text file."
        wrapped = click.option(f"--{from_file}", f"{key}_from_file", metavar="FILE", help=file_help)(reading)
        return click.option(f"--{name}", metavar="TEXT|-", help=f"{help_text} - reads it from standard input.")(wrapped)

    return decorate


def why(help_text: str = "The reason.", *, required: bool = True) -> Decorator:
    """The reason of an act."""
    return long_text("why", help_text, required=required)


def text_of_file(name: str) -> str:
    """Return the text in a file; raises Refused when it cannot be read as one."""
    try:
        with Path(name).open("rb") as stream:
            data = stream.read(TEXT_BYTES + 1)
    except (OSError, ValueError) as error:
        why_not = error.strerror if isinstance(error, OSError) else error
        raise faults.Refused(f"The text file '{name}' cannot be read: {why_not}.") from None
    return _decoded(data, f"The text file '{name}'")


def text_of_stdin(name: str) -> str:
    """Return what standard input holds; raises Misused when another option has read it already."""
    context = click.get_current_context()
    if first := context.meta.get("tracker.stdin"):
        raise faults.Misused(f"--{first} has read standard input; give --{name} as text or from a file.", context)
    context.meta["tracker.stdin"] = name
    return _decoded(sys.stdin.buffer.read(TEXT_BYTES + 1), "Standard input")


def _decoded(data: bytes, what: str) -> str:
    if len(data) > TEXT_BYTES:
        raise faults.Refused(f"{what} is longer than {TEXT_BYTES:,} bytes; shorten it, or add it as evidence.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise faults.Refused(f"{what} is not UTF-8 text; save it as UTF-8, or give the text itself.") from None


several = click.argument("refs", metavar="REF...", nargs=-1, required=True)
"""One or more references that one act is about: several are recorded as one batch, all or nothing."""
