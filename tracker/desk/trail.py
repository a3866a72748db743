"""Acts on the trail itself: noting that it was reviewed, and undoing one's own last act.

Recording an issued report stands in tracker.desk.issuing, what the trail says in tracker.register.history.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.desk.desk import Desk, Receipt, Refusal
from tracker.ledger.entry import Draft, Entry
from tracker.model.acts import ACTS
from tracker.register.projection import CREATES


def review_trail(desk: Desk, upto: int, *, note: str | None = None, occurred_on: date | None = None) -> Receipt:
    """Record that the acting person reviewed the trail up to an entry."""

    def drafting() -> list[Draft]:
        size = desk.now.store.head().size
        if not 1 <= upto <= size:
            raise Refusal(f"There is no entry #{upto}; the register has {size} entries.")
        texts = {"note": desk.text(note, "The note")}
        return [desk.draft("trail.reviewed", "trail", facts={"upto": upto}, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting)


def last_act(desk: Desk) -> list[Entry]:
    """Return the entries of the acting person's last act that is neither undone nor an undoing, oldest first."""
    person = desk.person().ref
    row = desk.now.row(
        "SELECT seq, batch FROM entry_index WHERE by = ? AND act <> 'entry.undone' AND undone IS NULL"
        " ORDER BY seq DESC",
        [person],
    )
    if row is None:
        return []
    if row["batch"] is None:
        return [entry for entry in (desk.store.entry(row["seq"]),) if entry]
    rows = desk.now.rows("SELECT seq FROM entry_index WHERE batch = ? AND by = ? ORDER BY seq", [row["batch"], person])
    return [entry for r in rows if (entry := desk.store.entry(r["seq"])) is not None]


def undoable(desk: Desk) -> list[Entry]:
    """Return the entries of one's own last act, which undoing would take back; screens show them beforehand.

    Raises Refusal as undoing it now would.
    """
    entries = last_act(desk)
    if not entries:
        raise Refusal("You have recorded nothing that could be undone.")
    for entry in entries:
        if not ACTS[entry.act].undo:
            raise Refusal(
                f"#{entry.seq} ({ACTS[entry.act].said(entry.subject)}) stands; it cannot be undone. "
                "Record what is right instead: correct the date, reopen the action, or ask the body again."
            )
        _untouched(desk, entry, entries[-1].seq)
    return entries


def undo(desk: Desk, *, why: str | None = None) -> Receipt:
    """Undo one's own last act by compensating entries; what it said stays in the trail.

    Raises Refusal when there is none, when it is of a kind that stands (sign-off, issue, opening), or when somebody
    touched the same references since.
    """

    def drafting() -> list[Draft]:
        entries = undoable(desk)
        reason = desk.text(why, "The reason")
        return [_compensating(desk, entry, reason) for entry in reversed(entries)]

    return desk.record(drafting)


def _untouched(desk: Desk, entry: Entry, last: int) -> None:
    if entry.act in CREATES:
        _unnamed(desk, entry.subject, entry, last)
    if entry.act == "evidence.reviewed":
        _unused(desk, entry)
    # A turn of a query changes nothing of what the query is about.
    for ref in entry.on[:1] if entry.act.startswith("query.") else entry.on:
        later = desk.now.row(
            "SELECT r.seq, i.act FROM entry_ref r JOIN entry_index i ON i.seq = r.seq"
            " WHERE (r.ref = ? OR r.ref LIKE ? || '.m%') AND r.seq > ? AND i.undone IS NULL AND i.act <> 'entry.undone'"
            " ORDER BY r.seq",
            [ref, ref, last],
        )
        if later:
            raise Refusal(
                f"#{entry.seq} cannot be undone: {ref} was changed since by #{later['seq']} ({later['act']}); "
                "record a correction instead."
            )


def _unnamed(desk: Desk, ref: str, entry: Entry, last: int) -> None:
    """Refuse when a later entry names what *entry* made, or is by the person whom it entered."""
    undone = {row["seq"] for row in desk.now.rows("SELECT seq FROM entry_index WHERE undone IS NOT NULL")}
    for later in desk.store.entries(last + 1):
        if later.act == "entry.undone" or later.seq in undone:
            continue
        if later.by == ref or any(_names(value, ref) for value in later.facts.values()):
            raise Refusal(
                f"#{entry.seq} cannot be undone: {ref} is named by #{later.seq} ({later.act} {later.subject}); "
                "record a correction instead."
            )


def _names(fact: Any, ref: str) -> bool:
    if isinstance(fact, dict):
        return any(_names(value, ref) for value in fact.values())
    return ref in fact if isinstance(fact, list) else fact == ref


def _unused(desk: Desk, entry: Entry) -> None:
    """Refuse to take back a review on whose outcome a sign-off rests."""
    found = desk.now.row(
        "SELECT i.seq, r.ref FROM evidence_link l JOIN entry_ref r ON r.ref = l.target"
        " JOIN entry_index i ON i.seq = r.seq WHERE l.ref = ? AND i.act = 'action.signed_off' AND i.seq > ?",
        [entry.subject, entry.seq],
    )
    if found:
        raise Refusal(
            f"#{entry.seq} cannot be undone: {found['ref']} was signed off since by #{found['seq']}; "
            "record another review instead."
        )


def _compensating(desk: Desk, entry: Entry, why: str | None) -> Draft:
    facts: dict[str, Any] = {"undone": entry.act, "entry": entry.seq}
    for name, value in entry.facts.items():
        if isinstance(value, dict):
            new = entry.texts.get(name, value.get("to"))
            facts[name] = {"from": new, "to": value.get("from")}
        elif name == "revision":
            facts[name] = value
    return desk.draft("entry.undone", list(entry.on), facts=facts, texts={"why": why}, corrects=entry.seq)
