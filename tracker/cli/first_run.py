"""The first start of the terminal program: three questions, each with an answer that Enter takes, then the register.

How a register is made stands in tracker.cli.keeping; what a place must be like in tracker.ledger.places.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli import faults, printing
from tracker.model import limits
from tracker.model.text import clean, safe

if TYPE_CHECKING:
    from tracker.desk.session import Session

EXAMPLE = "example.db"
"""The example stands beside the place of the real register, not in it."""

HEAD = """There is no register yet. Three questions make one: Enter takes what stands in
[ ], Ctrl+C leaves and nothing is made.

"""
WHICH = """1. The real plan, as the published sources have it, with nothing recorded (r)?
   Or an example to look around in, with a made-up year of progress (e)? [r] """
WHO = """
2. Your post, as the trail names you: with area or agency, without your name.
   [{default}] """
WHERE = """
3. Where it is kept: on a disk of this computer, in no synced or shared folder.
   [{default}] """


def begin(session: Session, read: Callable[[], str] = lambda: sys.stdin.readline()) -> Session:
    """Ask the three questions, make the register, and return the session at it.

    *read* returns a line that was typed, with its end.  Raises Refused, with nothing made, when no answer comes.
    """
    printing.write(HEAD)
    example = _which(read)
    post = None if example else _who(read)
    path = _where(session.path.with_name(EXAMPLE) if example else session.path, read)
    begun = dataclasses.replace(session, path=path)
    printing.write(f"\n{_made(begun, example, post)}\n")
    from tracker.desk.session import default_register

    if path != default_register():
        printing.write(f'Open it again with: tracker --db "{safe(str(path))}"\n')
    return begun


def _made(session: Session, example: bool, post: str | None) -> str:
    """Make the register, unless one stands at that place, which is then opened; say what was done."""
    from tracker.cli import keeping

    if session.path.exists():
        return f"There is a register at {safe(str(session.path))} already; it is opened as it is."
    return keeping.make_example(session.path) if example else keeping.make_register(session, post=post)


def _answer(question: str, read: Callable[[], str]) -> str:
    printing.write(question)
    line = read()
    if not line:
        raise faults.Refused("The questions were not answered, so no register was made; or make one with: tracker init")
    return clean(line)


def _which(read: Callable[[], str]) -> bool:
    while (answer := _answer(WHICH, read).lower()) not in ("", "r", "real", "e", "example"):
        printing.write("   Type r or e.\n")
    return answer.startswith("e")


def _who(read: Callable[[], str]) -> str | None:
    from tracker.desk.guarding import forewarn
    from tracker.desk.opening import FIRST_POST
    from tracker.desk.refusal import Refusal

    while answer := _answer(WHO.format(default=FIRST_POST), read):
        try:
            forewarn({"post": answer}, None)
        except Refusal as warned:
            printing.write(f"   {str(warned).partition(' Nothing was saved')[0]} Name the post only.\n")
            continue
        if len(answer) <= limits.LINE:
            return answer
        printing.write(f"   At most {limits.LINE} characters fit.\n")
    return None


def _where(default: Path, read: Callable[[], str]) -> Path:
    from tracker.ledger.places import why_not_here

    while True:
        answer = _answer(WHERE.format(default=safe(str(default))), read).strip("\"'")
        path = Path(answer).expanduser().absolute() if answer else default
        if path.is_dir():
            path /= default.name
        if (words := why_not_here(path)) is None:
            return path
        printing.write(f"   {safe(words)}\n")
