"""What went wrong, as one line for people and an exit status.  Nothing is decided here but the words.

Refusals of the desk, the register and the files carry their own sentence; anything else is a fault of the program.
"""

from __future__ import annotations

import os
import sys

import click

from tracker.cli import printing, streams
from tracker.model.saying import plural

OVERRIDING = "The reason is given with --despite 'REASON'."
"""How a warning of the guard is recorded over on the command line."""

DAMAGED = "Run: tracker verify. It names what is damaged; then restore a backup: tracker restore FILE"

REFUSED, USAGE, FAILED_VERIFICATION, INTERRUPTED = 1, 2, 3, 130


class Refused(Exception):
    """The command line itself cannot do what was asked; the message says why and what to do."""


class Misused(click.UsageError):
    """The command was written wrongly in a way that click does not see by itself; exit status 2."""


def tell(error: Exception) -> int:
    """Print one line about *error* on stderr and return the exit status."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        printing.complain(error.ctx.get_help() if error.ctx else error.format_message(), whole=True)
        return USAGE
    if isinstance(error, click.Abort):
        return interrupted()
    if isinstance(error, OSError) and streams.reader_has_gone(error):
        streams.silence()  # whoever read our output has gone, with what they wanted
        return 0
    if os.environ.get("TRACKER_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, click.UsageError):
        printing.complain(_usage(error))
        return USAGE
    printing.complain(_words(error))
    for line in _further_lines(error):
        printing.complain(line, whole=True)
    return REFUSED


def interrupted() -> int:
    """Say that the person stopped the program, and return the exit status."""
    printing.complain("stopped. What was answered with a reference is saved; nothing else is.")
    return INTERRUPTED


def _usage(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "tracker"
    said = error.format_message().rstrip(".")
    return f"{said}{'' if said.endswith('?') else '.'} See: {command} --help"


def _words(error: Exception) -> str:
    if isinstance(error, click.ClickException):
        return error.format_message()
    if lines := _further_lines(error):
        count = plural(len(lines), "problem")
        return f"The recommendation files cannot be loaded; nothing was made. {count}:"
    if isinstance(error, _refusals()):
        damaged = f"{error}".startswith("The register ") and " cannot be read: " in f"{error}"
        more = OVERRIDING if getattr(error, "overridable", False) else DAMAGED if damaged else ""
        return f"{error} {more}".rstrip()
    if isinstance(error, _stored_wrongly()):
        return f"The register cannot be read any further ({error}). {DAMAGED}"
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}. Check the path and that you may use it."
    return (
        f"This is a fault of the program ({type(error).__name__}: {error}). What was answered with a reference is "
        "saved; see: tracker log --newest --limit 5. For details, run it again with TRACKER_DEBUG=1."
    )


def _further_lines(error: Exception) -> list[str]:
    """Every problem of the recommendation files, a line each: they are told all in one run."""
    from tracker.intake.problems import FileProblems

    return [str(problem) for problem in error.problems] if isinstance(error, FileProblems) else []


def _refusals() -> tuple[type[Exception], ...]:
    """Every exception whose message is a sentence for people; imported only once something went wrong."""
    from tracker.desk.desk import Refusal
    from tracker.ledger.checkpoint import CheckpointError
    from tracker.ledger.store import StoreError
    from tracker.model.dates import DateError
    from tracker.register.filters import FilterError

    return Refused, Refusal, StoreError, FilterError, DateError, CheckpointError


def _stored_wrongly() -> tuple[type[Exception], ...]:
    """What reading a damaged register raises; the engine's own errors are known by where they come from."""
    from tracker.ledger.entry import EntryError

    engine = sys.modules.get("sqlite3")
    return (EntryError, engine.Error) if engine else (EntryError,)
