"""The sitting of a body: what it is asked to decide at a meeting, and what of that has been recorded as decided there.

What a decision changes is the business of tracker.desk.deciding; the list of all decisions that of registers.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.model.vocabulary import DecisionState
from tracker.register.position import Position, Row

PUT_OFF = "put off"
"""What became of a decision that the meeting put off; the others are agreed or refused."""


class Sitting(NamedTuple):
    """One body at one meeting.

    ``meeting`` and ``held_on`` are None where no meeting is entered.  ``asked`` are the decisions that wait for the
    body, the soonest wanted first, and ``done`` maps those recorded at this meeting to what became of them.
    """

    body: str
    meeting: str | None
    held_on: date | None
    asked: tuple[str, ...]
    done: dict[str, str]

    @property
    def size(self) -> int:
        """How many decisions the sitting is about."""
        return len(self.asked) + len(self.done)


def bodies(position: Position) -> list[str]:
    """Return the bodies that are asked something or have a meeting: those that are asked the soonest come first."""
    rows = position.rows(
        "SELECT b.ref, (SELECT min(COALESCE(d.wanted_by, '9999')) FROM decision d WHERE d.body = b.ref"
        " AND d.void = 0 AND d.state = ?) AS wanted FROM body b WHERE b.void = 0"
        " AND (wanted IS NOT NULL OR EXISTS (SELECT 1 FROM meeting m WHERE m.body = b.ref AND m.void = 0))"
        " ORDER BY wanted IS NULL, wanted, b.seq",
        [DecisionState.ASKED.value],
    )
    return [row["ref"] for row in rows]


def of(position: Position, ref: str) -> tuple[str, str | None] | None:
    """Return body and meeting that a meeting or a decision belongs to, or None for what belongs to neither."""
    row = position.row("SELECT body, ref AS meeting FROM meeting WHERE ref = ? AND void = 0", [ref]) or position.row(
        "SELECT body, meeting FROM decision WHERE ref = ? AND void = 0", [ref]
    )
    return (row["body"], row["meeting"]) if row else None


def meetings(position: Position, body: str) -> list[Row]:
    """Return the meetings of a body, the newest first."""
    return position.rows(
        "SELECT ref, held_on FROM meeting WHERE body = ? AND void = 0 ORDER BY held_on DESC, sort DESC", [body]
    )


def sitting(position: Position, body: str, meeting: str | None = None) -> Sitting:
    """Return a body's sitting at *meeting*, or at the one that matters now.

    That is the last meeting held while something that could have been decided there is still asked, else the next to
    come, else the last.
    """
    held = meetings(position, body)
    chosen = next((row for row in held if row["ref"] == meeting), None) or _now(position, body, held)
    day = chosen["held_on"] if chosen else "9999"
    asked = position.rows(
        "SELECT ref FROM decision WHERE body = ? AND void = 0 AND state = ? AND asked_on <= ?"
        " ORDER BY wanted_by IS NULL, wanted_by, sort",
        [body, DecisionState.ASKED.value, day],
    )
    done = _done(position, body, chosen["ref"]) if chosen else {}
    return Sitting(
        body,
        chosen["ref"] if chosen else None,
        date.fromisoformat(chosen["held_on"]) if chosen else None,
        tuple(row["ref"] for row in asked if row["ref"] not in done),
        done,
    )


def put_off(position: Position, ref: str) -> list[str]:
    """Return the ISO days on which a decision was put off, in order; nothing for what was undone."""
    rows = position.rows(
        "SELECT i.effective_on FROM entry_index i JOIN entry_ref r ON r.seq = i.seq"
        " WHERE r.ref = ? AND i.act = 'decision.deferred' AND i.undone IS NULL ORDER BY i.effective_on, i.seq",
        [ref],
    )
    return [row["effective_on"] for row in rows]


def _now(position: Position, body: str, held: list[Row]) -> Row | None:
    today = position.when.day.isoformat()
    past = [row for row in held if row["held_on"] <= today]
    coming = [row for row in held if row["held_on"] > today]
    left = past and position.row(
        "SELECT 1 FROM decision WHERE body = ? AND void = 0 AND state = ? AND asked_on <= ?"
        " AND (wanted_by IS NULL OR wanted_by <= ?)",
        [body, DecisionState.ASKED.value, past[0]["held_on"], past[0]["held_on"]],
    )
    if left or not coming:
        return past[0] if past else None
    return coming[-1]


def _done(position: Position, body: str, meeting: str) -> dict[str, str]:
    """What was recorded as decided, or put off, at a meeting, in the order of the decisions."""
    found = {
        row["ref"]: (row["sort"], str(row["state"]))
        for row in position.rows(
            "SELECT ref, sort, state FROM decision WHERE meeting = ? AND void = 0 AND state <> ?",
            [meeting, DecisionState.ASKED.value],
        )
    }
    for row in position.rows(
        "SELECT i.seq, d.ref, d.sort FROM entry_index i JOIN entry_ref r ON r.seq = i.seq JOIN decision d"
        " ON d.ref = r.ref WHERE i.act = 'decision.deferred' AND i.undone IS NULL AND d.body = ? AND d.void = 0",
        [body],
    ):
        entry = position.entry(row["seq"])
        if entry is not None and entry.facts.get("deferred_at") == meeting and entry.subject == row["ref"]:
            found.setdefault(row["ref"], (row["sort"], PUT_OFF))
    return {ref: state for ref, (_, state) in sorted(found.items(), key=lambda item: item[1][0])}
