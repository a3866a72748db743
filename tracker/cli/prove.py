"""``tracker prove``: proofs as text files, and the script that checks them without this program.

What is proved, and how it is written, stands in tracker.reports.proving and tracker.ledger.proofs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from tracker.cli import faults
from tracker.cli.context import Call, Group
from tracker.cli.options import EntryNumber
from tracker.cli.printing import Screen, write
from tracker.model.text import safe

FILE = click.Path(path_type=Path)
output = click.option("-o", "--output", "file", type=FILE, metavar="FILE", help="Write it to a new file.")


@click.group(
    "prove",
    cls=Group,
    examples=(
        "tracker prove entry '#12' -o entry-12.txt",
        "tracker prove extends 1 2 -o extended.txt",
        "tracker prove verifier -o verify.py",
    ),
)
def prove_command() -> None:
    """Prove something of the log to somebody who holds a report, without showing them anything else."""


@prove_command.command("entry", examples=("tracker prove entry '#12'", "tracker prove entry 12 --in 1 --without-line"))
@click.argument("number", type=EntryNumber())
@click.option("--in", "within", metavar="ISSUE|FILE", help="In the state that an issued report carries, not today's.")
@click.option("--without-line", is_flag=True, help="Only the entry's hash, not what it says.")
@output
@click.pass_obj
def entry_command(call: Call, number: int, within: str | None, without_line: bool, file: Path | None) -> None:
    """Prove that entry NUMBER stands in the log, with no other entry shown."""
    from tracker.reports import proving

    made = proving.entry(call.session(), number, within=within, with_line=not without_line)
    _hand_over(call, made.text, made.words, made.about, file)


@prove_command.command("extends", examples=("tracker prove extends 1 2", "tracker prove extends report.md"))
@click.argument("old")
@click.argument("new", required=False)
@output
@click.pass_obj
def extends_command(call: Call, old: str, new: str | None, file: Path | None) -> None:
    """Prove that NEW begins with OLD: issued reports, by number or file; without NEW, the register as it is now."""
    from tracker.reports import proving

    made = proving.extends(call.session(), old, new)
    _hand_over(call, made.text, made.words, made.about, file)


@prove_command.command("verifier", examples=("tracker prove verifier -o verify.py",))
@output
@click.pass_obj
def verifier_command(call: Call, file: Path | None) -> None:
    """Hand out the script that checks proofs and audit packages: Python alone, no register needed."""
    from tracker.reports import package

    _hand_over(call, package.verifier(), "The script needs Python 3.8 or newer and nothing else.", {}, file)


def _hand_over(call: Call, text: str, words: str, about: dict[str, Any], file: Path | None) -> None:
    screen = Screen()
    if file is not None:
        from tracker.reports.package.folder import write_new

        write_new(file, text)
        screen.whole(words)
        screen.whole(str(file), indent=2)
    elif not call.json:
        _print(text)
    call.show(screen, {**about, "words": words, "file": str(file) if file else None, "text": text})


def _print(text: str) -> None:
    """Print to the byte; what a terminal would show otherwise than it is goes into a file."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if safe(text, newlines=True) != text or text.encode(encoding, "replace").decode(encoding) != text:
        raise faults.Refused("It holds characters that cannot be printed here as they are; write it to a file: -o FILE")
    write(text)
