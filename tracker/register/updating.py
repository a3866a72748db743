"""The update round under way in an area: for which meeting, by when, and which actions an update is still asked for.

The round that has closed, by which the date check judges, is made beside the position; this one is still open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.model.days import months_on
from tracker.model.vocabulary import LOCAL_AREAS, Area, Basis
from tracker.register import history, trend
from tracker.register.position import Position
from tracker.register.states import IN_PLAN, WORKING

HALF_A_YEAR = 6
"""Months after which evidence and difference are asked for again, though nothing happened."""

_BEGINNING = "0001-01-01"
_MEETINGS = (
    "SELECT m.ref, m.body, m.held_on, m.cut_off FROM meeting m JOIN body_areas a ON a.ref = m.body"
    " WHERE m.void = 0 AND a.value = ? AND m.held_on {} ? ORDER BY m.held_on {}, m.ref LIMIT 1"
)
_ASKED = (
    "SELECT a.ref, COALESCE(a.last_update, '') >= ? AS done FROM dated_action a WHERE a.area = ? AND"
    f" {IN_PLAN} AND a.basis <> '{Basis.PROPOSED}' AND {WORKING} ORDER BY a.sort"
)
"""Those that the rule D5 may judge: paused, proposed and claimed complete ones are asked for no update."""
_SHOWN_BY = (
    "SELECT max(l.occurred_on) FROM evidence_link l LEFT JOIN milestone m ON m.ref = l.target"
    " WHERE COALESCE(m.action, l.target) = ?"
)


@dataclass(frozen=True)
class Round:
    """The round of one area.

    ``meeting``, ``held_on`` and ``cut_off`` are None while no meeting to come is entered.  ``opened`` is the cut-off of
    the meeting before (ISO), from which on an update counts for this round.  ``asked`` and ``done`` are references of
    actions, in order.
    """

    area: str
    meeting: str | None
    body: str | None
    held_on: date | None
    cut_off: date | None
    opened: str
    asked: tuple[str, ...]
    done: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many actions the round is about."""
        return len(self.asked) + len(self.done)


def under_way(position: Position, area: str) -> Round:
    """Return the round of *area* on the day of the position; joint work (ALL) is a round of its own."""
    today = position.when.day.isoformat()
    coming = position.row(_MEETINGS.format(">=", "ASC"), [area, today])
    before = position.row(_MEETINGS.format("<", "DESC"), [area, today])
    opened = before["cut_off"] if before else _BEGINNING
    rows = position.rows(_ASKED, [opened, area])
    return Round(
        area=area,
        meeting=coming["ref"] if coming else None,
        body=coming["body"] if coming else None,
        held_on=date.fromisoformat(coming["held_on"]) if coming else None,
        cut_off=date.fromisoformat(coming["cut_off"]) if coming else None,
        opened=opened,
        asked=tuple(row["ref"] for row in rows if not row["done"]),
        done=tuple(row["ref"] for row in rows if row["done"]),
    )


def has_cut_off(position: Position, area: str) -> bool:
    """Tell whether a meeting to come is entered for *area*, so that its round has a cut-off; cheaper than the round."""
    return position.row(_MEETINGS.format(">=", "ASC"), [area, position.when.day.isoformat()]) is not None


def areas_to_update(position: Position, managed: Sequence[str]) -> list[str]:
    """Return the areas whose rounds somebody brings up to date: theirs, then joint work; all for who manages none."""
    own = [area.value for area in LOCAL_AREAS if not managed or area.value in managed]
    return [area for area in (*own, Area.ALL.value) if under_way(position, area).size] or own


def last_shown(position: Position, ref: str) -> date | None:
    """Return the day on which evidence was last linked to an action, or a difference last claimed for it; else None."""
    days = [position.value(_SHOWN_BY, [ref])]
    for seq in history.seqs(position, history.Wanted(ref=ref)):
        entry = position.entry(seq)
        if entry is not None and "difference_claimed" in entry.facts:
            days.append(entry.occurred_on)
    found = [day for day in days if day]
    return date.fromisoformat(max(found)) if found else None


def to_be_asked(position: Position, ref: str) -> date | None:
    """Return since when nothing showed what an action delivers or changes, when that is half a year ago; else None.

    Until something was shown, the half year counts from the day the action joined the plan.
    """
    since = last_shown(position, ref)
    if since is None:
        joined = position.value("SELECT counts_from FROM dated_action WHERE ref = ?", [ref])
        since = date.fromisoformat(joined) if joined else None
    return since if since is not None and months_on(since, HALF_A_YEAR) <= position.when.day else None


@dataclass(frozen=True)
class Recorded:
    """What a round recorded on one action: the rating before it, the last one in it, and its last entry's number.

    ``no_change`` says that the last update repeats the rating before it on purpose.
    """

    ref: str
    before: str | None
    after: str | None
    no_change: bool
    on: date
    seq: int

    @property
    def moved(self) -> str:
        """``better``, ``worse``, ``same``, or ``first`` where nothing was reported before."""
        if self.before is None or self.after is None:
            return "first" if self.after else "same"
        step = trend.step(self.before, self.after)
        return "better" if step > 0 else "worse" if step < 0 else "same"


def recorded(position: Position, found: Round) -> dict[str, Recorded]:
    """Return reference → what was recorded on it in the round, by whomever."""
    made = {}
    for ref in found.done:
        rows = position.rows(
            "SELECT seq, rating, no_change, occurred_on FROM progress WHERE ref = ? ORDER BY occurred_on, seq", [ref]
        )
        before = [row["rating"] for row in rows if row["rating"] and row["occurred_on"] < found.opened]
        within = [row for row in rows if row["occurred_on"] >= found.opened]
        rated = [row["rating"] for row in within if row["rating"]]
        last = within[-1]
        made[ref] = Recorded(
            ref,
            before[-1] if before else None,
            rated[-1] if rated else None,
            bool(last["no_change"]),
            date.fromisoformat(last["occurred_on"]),
            last["seq"],
        )
    return made
