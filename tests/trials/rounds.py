"""An update round of sixty actions on a terminal: every key counted, and every wait for the program timed.

How fast somebody types and thinks is not measured: a note comes at once, as if pasted letter by letter.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from tests.terminal import Terminal
from tracker.desk import actions, delivery
from tracker.desk.actions import NewAction
from tracker.desk.desk import Desk
from tracker.desk.session import Session, example_clock
from tracker.example import build
from tracker.model import dates
from tracker.model.vocabulary import Rating
from tracker.register import updating
from tracker.register.history import Wanted, lines
from tracker.register.verification import verify

AREA = "BRI"
SIZE = 60
ADDED = date(2022, 3, 1)
RATED = date(2022, 5, 2)
"""Before the round began, so that "no change" can be the answer."""
F2 = "\x1bOQ"
NOTES = (
    "Two of the three posts are filled; the third was advertised again on 1 December.",
    "The offer now runs in both localities. Head teachers asked for a longer trial.",
    "Waits for the data-sharing agreement; the draft is with all three councils.",
    "Training took place in November: most of the teams came, the rest follow in January.",
)


@dataclass
class Tally:
    """Keys of each update beside the letters of its note, seconds of each until the next is asked, and the rest."""

    keys: list[int] = field(default_factory=list)
    letters: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    other_keys: int = 0
    start: float = 0.0
    whole: float = 0.0


def furnish(path: Path, size: int = SIZE) -> Path:
    """Make the example, and add actions until Bristol's round asks for *size* updates; every other is rated."""
    build(path)
    with Session(path).position() as position:
        held = len(updating.under_way(position, AREA).asked)
    with Desk(path, who="P1", via="trial", clock=example_clock) as desk:
        for number in range(held, size):
            new = NewAction(f"ILLUSTRATIVE: step {number} of a large plan", lead="BCC", due=dates.parse("March 2023"))
            ref = actions.add(desk, "R4", AREA, new, occurred_on=ADDED).ref
            if number % 2:
                delivery.record_progress(desk, ref, note="Begun.", rating=Rating.GREEN, occurred_on=RATED)
    return path


def asked(path: Path) -> list[tuple[str, bool]]:
    """Return the actions that the round still asks for, in its order, and whether each has a rating to keep."""
    with Session(path).position() as position:
        refs = updating.under_way(position, AREA).asked
        rows = position.rows("SELECT ref, reported FROM action")
    rated = {row["ref"] for row in rows if row["reported"]}
    return [(ref, ref in rated) for ref in refs]


def _size(path: Path) -> int:
    with Session(path).position() as position:
        return updating.under_way(position, AREA).size


def run(path: Path, most: int = SIZE) -> Tally:
    """Go through the round of the register at *path* from its first action on, at most through *most*, and leave."""
    tally, todo, size = Tally(), asked(path), _size(path)
    began = time.perf_counter()
    with Terminal(path, more={"TRACKER_USER": "P1", "TRACKER_OWN": str(path.parent / "own")}) as terminal:
        terminal.until("Needs attention")
        tally.start = time.perf_counter() - began
        for keys, comes in (("U", "brought up to date"), ("\r", f"Update {todo[0][0]} ·")):
            terminal.press(keys)
            tally.other_keys += len(keys)
            terminal.until(comes)
        for place, (_, rated) in enumerate(todo[:most]):
            _update(terminal, tally, place, rated=rated)
            following = f"Update {todo[place + 1][0]} ·" if place + 1 < len(todo) else f"{size} of {size} brought up to"
            terminal.until(following)
            tally.waits[-1] = time.perf_counter() - tally.waits[-1]
        for keys in "q" if len(todo) <= most else "\x1bq":
            terminal.press(keys)
            tally.other_keys += 1
            terminal.rest()
        assert terminal.ended() == 0
        tally.whole = time.perf_counter() - began
    return tally


def check(path: Path, refs: list[str]) -> None:
    """Raise AssertionError unless the last entries are one update for each of *refs*, in order, and all verifies."""
    with Session(path).position() as position:
        last = lines(position, Wanted())[-len(refs) :]
    assert [(line.entry.act, line.entry.subject) for line in last] == [("progress.recorded", ref) for ref in refs]
    assert [line.texts["note"] for line in last] == [NOTES[place % len(NOTES)] for place in range(len(refs))]
    assert verify(path).ok


def _update(terminal: Terminal, tally: Tally, place: int, *, rated: bool) -> None:
    """Answer for one action: no change where that can be said every third time, else a rating; the note; save."""
    answer = "n" if rated and place % 3 else "gar"[place % 3]
    note = NOTES[place % len(NOTES)]
    tally.waits.append(time.perf_counter())
    terminal.press(answer)
    terminal.press(note)
    terminal.press(F2)
    tally.keys.append(2)
    tally.letters.append(len(note))


def rows(tally: Tally) -> list[tuple[str, str]]:
    """Return what was counted, in words."""
    updates = len(tally.keys)
    return [
        ("updates recorded", f"{updates}"),
        ("keys for each beside its note: the rating or “no change”, and save", f"{max(tally.keys)}"),
        ("keys before the first and after the last", f"{tally.other_keys}"),
        ("keys in all, without the notes", f"{sum(tally.keys) + tally.other_keys}"),
        ("letters of the notes", f"{sum(tally.letters):,}"),
        ("from the command to the first screen", f"{tally.start:.1f} s"),
        ("from the first key of an update to the next action, median", f"{median(tally.waits):.2f} s"),
        ("… the longest", f"{max(tally.waits):.2f} s"),
        ("the program in all, from start to end", f"{tally.whole:.0f} s"),
        ("… of half an hour", f"{tally.whole / 1800:.1%}"),
    ]
