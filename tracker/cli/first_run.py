"""The first start of the terminal program: three questions, each with an answer that Enter takes, then the register.

How a register is made stands in tracker.cli.keeping; what a place must be like in tracker.ledger.places.
"""

from __future__ import annotations

import dataclasses
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli import faults, printing
from tracker.model import limits
from tracker.model.text import clean, safe

if TYPE_CHECKING:
    from tracker.desk.opening import First
    from tracker.desk.session import Session

Read = Callable[[], str]

EXAMPLE = "example.db"
"""The example stands beside the place of the real register, not in it."""

PEOPLE = {
    "m": ("P1", "the business manager of the three areas"),
    "s": ("P2", "the business manager of South Gloucestershire"),
    "n": ("P3", "the business manager of North Somerset"),
    "c": ("P4", "a contributor: the police lead for exploitation"),
    "x": ("P5", "a partnership executive member, of health"),
    "i": ("P6", "the independent scrutineer"),
    "u": ("P7", "the internal auditor"),
}
"""Letter → who of the example one can be, and in words; all of them are made up."""

AREAS = {"b": "BRI", "s": "SGL", "n": "NSO"}

HEAD = """There is no register yet. Three questions make one: Enter takes what stands in
[ ], Ctrl+C leaves and nothing is made.

"""
WHICH = """1. The real plan, as the published sources have it, with nothing recorded (r)?
   Or an example to look around in, with a made-up year of progress (e)?
   It is kept in {folder}
   For another place, on a disk of this computer and in no synced or shared
   folder, type it after the letter. [r] """
WHO = """
2. Your post, as the trail names you, without your name.
   [{default}] """
FROM = """
3. Your area: b Bristol, s South Gloucestershire, n North Somerset, a all three?
   You manage it, and joint work with it. If you sit in an agency, add its code:
{agencies}
   [a] """
WHOSE = """
2. Everybody in the example is made up, with a post, an area and an agency. In
   whose place do you look around?
{people}
   [m] """


def begin(session: Session, read: Read = lambda: sys.stdin.readline()) -> Session:
    """Ask the three questions, make the register, and return the session at it.

    *read* returns a line that was typed, with its end.  Raises Refused, with nothing made, when no answer comes.
    """
    printing.write(HEAD)
    example, path = _which(session.path, read)
    begun = dataclasses.replace(session, path=path)
    if path.exists():
        words = f"There is a register at {safe(str(path))} already; it is opened as it is."
    elif example:
        begun, words = _example(begun, read)
    else:
        words = _real(begun, read)
    printing.write("\n")
    _say(words)
    from tracker.desk.session import default_register

    if path != default_register():
        who = f" --as {begun.who}" if begun.who != session.who else ""
        printing.write(f'Open it again with: tracker --db "{safe(str(path))}"{who}\n')
    return begun


def _example(session: Session, read: Read) -> tuple[Session, str]:
    """Make the example, and sit down in it as somebody who is made up."""
    from tracker.cli.keeping import make_example

    people = "\n".join(f"   {letter}  {words}" for letter, (_, words) in PEOPLE.items())
    while (answer := _answer(WHOSE.format(people=people), read).lower() or "m") not in PEOPLE:
        printing.write(f"   Type one of {', '.join(PEOPLE)}.\n")
    who, _ = PEOPLE[answer]
    begun = session if who == "P1" or session.who else dataclasses.replace(session, who=who)
    return begun, make_example(session.path)


def _real(session: Session, read: Read) -> str:
    from tracker.cli.keeping import make_register
    from tracker.desk.opening import FIRST_POST

    post = _who(read) or FIRST_POST
    first = _from(post, read)
    words = make_register(session, first=first)
    if first.manages != "all areas":
        words += " Enter a manager for the other areas too: g, then Add a person."
    return words


def _say(words: str, indent: int = 0) -> None:
    """Write *words* broken between words at the edge of the terminal; a path stays whole, so that it can be copied."""
    margin = " " * indent
    printing.write(
        textwrap.fill(
            words,
            printing.look().width,
            initial_indent=margin,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        + "\n"
    )


def _answer(question: str, read: Read) -> str:
    printing.write(question)
    line = read()
    if not line:
        raise faults.Refused("The questions were not answered, so no register was made; or make one with: tracker init")
    return clean(line)


# -- the questions -----------------------------------------------------------------------------------------------------


def _which(default: Path, read: Read) -> tuple[bool, Path]:
    """Ask for the real plan or the example, and where it is kept."""
    from tracker.ledger.places import why_not_here

    doubted = ""
    while True:
        answer = _answer(WHICH.format(folder=safe(str(default.parent))), read)
        letter, _, rest = answer.partition(" ")
        if letter.lower() not in ("", "r", "real", "e", "example"):
            letter, rest = "r", answer  # a place alone
        if rest and not any(mark in rest for mark in "/\\.~"):
            printing.write("   Type r or e, and a place after it if it is to be another.\n")
            continue
        if rest and answer != doubted and (words := _no_place(rest.strip(" \"'"))) is not None:
            doubted = answer
            _say(f"{safe(rest)} {words} Type it again if it is meant, or another place.", 3)
            continue
        example = letter.lower().startswith("e")
        path = _place(rest.strip(" \"'"), default.with_name(EXAMPLE) if example else default)
        if (words := why_not_here(path)) is None:
            return example, path
        _say(safe(words), 3)


def _place(typed: str, default: Path) -> Path:
    path = Path(typed).expanduser().absolute() if typed else default
    return path / default.name if path.is_dir() or typed.endswith(("/", "\\")) else path


def _no_place(typed: str) -> str | None:
    """Return why what was typed hardly is the place of a register, or None when it is one."""
    path = Path(typed).expanduser().absolute()
    if path.exists() or typed.endswith(("/", "\\")) or path.suffix.lower() == ".db":
        return None
    return "is no folder that is there, and no file whose name ends in .db."


def _who(read: Read) -> str | None:
    from tracker.desk.guarding import forewarn
    from tracker.desk.opening import FIRST_POST
    from tracker.desk.refusal import Refusal
    from tracker.model.posts import like_a_name

    doubted = False
    while answer := _answer(WHO.format(default=FIRST_POST), read):
        try:
            forewarn({"post": answer}, None)
        except Refusal as warned:
            _say(f"{str(warned).partition(' Nothing was saved')[0]} Name the post only.", 3)
            continue
        if like_a_name(answer) and not doubted:
            doubted = True
            _say(f"{safe(answer)} may be a name. People are named by post; is this a post? Then type it again.", 3)
            continue
        if len(answer) <= limits.most("post"):
            return answer
        printing.write(f"   At most {limits.most('post')} characters fit.\n")
    return None


def _from(post: str, read: Read) -> First:
    """Ask for the area that the first person manages, and the agency that they sit in."""
    from tracker.desk.opening import EVERYWHERE, First

    agencies = _agencies()
    shown = "\n".join(f"   {code:<4} {name}" for code, name in agencies.items())
    while True:
        areas: list[str] = []
        found: list[str] = []
        unknown: list[str] = []
        for word in _answer(FROM.format(agencies=shown), read).replace(",", " ").split():
            if word.lower() in ("a", "all"):
                areas += AREAS.values()
            elif word.lower() in AREAS or word.upper() in AREAS.values():  # by letter, or by code as everywhere else
                areas.append(AREAS.get(word.lower(), word.upper()))
            elif word.upper() in agencies and not found:
                found.append(word.upper())
            else:
                unknown.append(word)
        if not unknown:
            chosen = tuple(code for code in EVERYWHERE if code in areas or code == "ALL") if areas else EVERYWHERE
            return First(post, chosen, found[0] if found else None)
        named = f"{', '.join(AREAS)}, a, and one of {', '.join(agencies)}"
        _say(f"{safe(unknown[0])} is neither area nor agency; type {named}.", 3)


def _agencies() -> dict[str, str]:
    """Return the agencies that sit on an executive of the plan and have not ended, code → name."""
    from tracker.intake.recommendations import default_folder, load

    try:
        review = load(default_folder()).review
    except FileNotFoundError as error:
        raise faults.Refused(f"{error}.") from None
    sitting = {code for body in review.bodies for code in body.agencies}
    there = {agency.code: agency.name for agency in review.agencies if agency.until is None}
    return {code: name for code, name in sorted(there.items()) if code in sitting}
