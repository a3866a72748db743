"""Why an action is rated as it is: the date check's rule with the very dates, and what the owner wrote last.

The ratings themselves come from the register's rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.model.dates import days_between_words, long
from tracker.model.vocabulary import Precision
from tracker.register import history
from tracker.register.listing import ActionLine
from tracker.register.position import Row
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import ago, cut, day

NO_OWNER = "no owner named"


def cause(scope: Scope, line: ActionLine) -> str:
    """Return the cause of the date check in words, with the dates that make it so."""
    if line.rule == "D1" and line.due:
        by = "the end of " if line.precision in (Precision.MONTH, Precision.YEAR) else ""
        return f"was due by {by}{line.due_words}, {ago(line.due, scope.day)}, and is not recorded complete"
    if line.rule in ("D2", "D3"):
        return _late_milestone(scope, line) or line.because
    if line.rule == "D4" and line.due and line.due_original:
        moved = (date.fromisoformat(line.due) - date.fromisoformat(line.due_original)).days
        return f"the agreed date is {days_between_words(moved)} after the original, {day(line.due_original)}"
    if line.rule == "D5":
        seen = f"the last update is of {day(line.last_update)}" if line.last_update else "no update is recorded"
        return f"{line.because}: {seen}"
    return line.because


def _late_milestone(scope: Scope, line: ActionLine) -> str:
    row = scope.position.row(
        "SELECT ref, due_now, precision_now, critical FROM dated_milestone WHERE action = ? AND achieved_on IS NULL"
        " AND due_now < ? ORDER BY critical DESC, due_now, sort",
        [line.ref, scope.day.isoformat()],
    )
    if row is None:
        return ""
    kind = "critical milestone" if row["critical"] else "milestone"
    return (
        f"{kind} {row['ref']} was due by {day(row['due_now'], row['precision_now'])}, {ago(row['due_now'], scope.day)}"
    )


def last_notes(scope: Scope, refs: Sequence[str]) -> dict[str, str]:
    """Return action → the last note, shortened, with its day and whether an owner reported it; or why it is paused."""
    found = scope.position.rows(
        "SELECT p.ref, p.note, p.occurred_on, p.reported_by FROM progress p"
        " WHERE p.seq = (SELECT seq FROM progress q WHERE"
        f" q.ref = p.ref ORDER BY q.occurred_on DESC, q.seq DESC LIMIT 1) AND p.ref IN ({','.join('?' * len(refs))})",
        list(refs),
    )
    texts = scope.position.texts(row["note"] for row in found)
    said = {
        row["ref"]: f"{_whose(row)} {long(date.fromisoformat(row['occurred_on']))}: "
        f"{cut(texts.get(row['note'] or ''), 160)}"
        for row in found
    }
    return said | _pauses(scope, refs, {row["ref"]: row["occurred_on"] for row in found})


def _pauses(scope: Scope, refs: Sequence[str], noted: dict[str, str]) -> dict[str, str]:
    """Return action → why it is paused, where nothing was noted since: an older note may say that it is at work."""
    marks = ",".join("?" * len(refs))
    rows = scope.position.rows(f"SELECT ref FROM action WHERE status = 'paused' AND ref IN ({marks})", list(refs))
    said = {}
    for row in rows:
        found = history.lines(scope.position, history.Wanted(ref=row["ref"], act="action.paused", standing=True))
        if found and (on := found[-1].entry.occurred_on) >= noted.get(row["ref"], ""):
            said[row["ref"]] = f"paused on {long(date.fromisoformat(on))}: {cut(found[-1].why, 160)}"
    return said


def _whose(row: Row) -> str:
    """Whose word a note is: the owner's only where somebody is said to have reported it."""
    return "owner on" if row["reported_by"] else "note of"


def with_note(cause_words: str, note: str) -> str:
    """Return the cause and the last note; "paused" once, where the note says since when and why."""
    return note if note.startswith(f"{cause_words} on ") else f"{cause_words}; {note}"


def due_words(line: ActionLine) -> str:
    """Return the agreed due date, with the original beside it where it moved."""
    if line.due and line.due_original and line.due != line.due_original:
        return f"{line.due_words} (original {day(line.due_original)})"
    return line.due_words


def owners(scope: Scope, refs: Sequence[str]) -> dict[str, str]:
    """Return action → its owner's role, or the post of the named person as it was then; names of people never."""
    marks = ",".join("?" * len(refs))
    found = scope.position.rows(f"SELECT ref, owner, owner_person FROM action WHERE ref IN ({marks})", list(refs))
    people = {row["owner_person"] for row in found if row["owner_person"]}
    posts = {
        row["ref"]: row["post"]
        for row in scope.position.rows(
            f"SELECT ref, post FROM person WHERE ref IN ({','.join('?' * len(people))})", sorted(people)
        )
    }
    texts = scope.position.texts([*(row["owner"] for row in found), *posts.values()])
    said = {}
    for row in found:
        role = texts.get(row["owner"] or "") or texts.get(posts.get(row["owner_person"] or "") or "")
        said[row["ref"]] = cut(role, 80, none=row["owner_person"] or NO_OWNER)
    return said
