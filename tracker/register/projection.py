"""One entry → the row operations that it means.  A pure function: it reads nothing but the entry.

Appending, rebuilding, looking back and verifying all go through here, which is why they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from tracker.ledger.entry import Entry
from tracker.model.acts import ACTS
from tracker.model.references import sort_key
from tracker.register.schema import CHILDREN, TABLES, columns


@dataclass(frozen=True)
class Operation:
    """One statement with its parameters."""

    sql: str
    values: tuple[Any, ...]


_COLUMNS = {table: columns(table) for table in TABLES}

CREATES = {
    "review.opened": "review",
    "area.added": "area",
    "body.added": "body",
    "source.added": "source",
    "agency.added": "agency",
    "person.added": "person",
    "recommendation.added": "recommendation",
    "action.added": "action",
    "milestone.added": "milestone",
    "measure.added": "measure",
    "evidence.added": "evidence",
    "meeting.added": "meeting",
    "decision.asked": "decision",
    "risk.added": "risk",
}
"""Acts that bring a new object into the plan, and its table."""

EVENTS = {
    "response.recorded": "response",
    "action.revised": "revision",
    "milestone.revised": "revision",
    "progress.recorded": "progress",
    "funding.added": "funding",
    "action.completed": "claim",
    "reading.added": "reading",
    "evidence.linked": "evidence_link",
    "evidence.reviewed": "evidence_review",
    "trail.reviewed": "trail_review",
    "report.issued": "issue",
}
"""Acts that leave a row of their own, keyed by the entry's number."""

CHANGES = {
    "action": "action",
    "progress": "action",
    "milestone": "milestone",
    "evidence": "evidence",
    "decision": "decision",
    "risk": "risk",
    "agency": "agency",
    "person": "person",
    "recommendation": "recommendation",
    "measure": "measure",
    "meeting": "meeting",
}
"""First word of an act → the table whose row its changed facts change."""


def operations(entry: Entry, effective_on: str) -> Iterator[Operation]:
    """Yield what *entry* does to the tables; *effective_on* is the day from which it counts.

    For a correction or an undo that is the day of the entry it corrects, else the day it occurred.
    """
    yield from _index(entry, effective_on)
    if entry.act == "entry.undone":
        yield from _undo(entry)
        return
    if entry.act == "settings.changed":
        for name, change in entry.facts.items():
            yield _put("setting", {"name": name, "value": change["to"], "seq": entry.seq})
        return
    if entry.act == "date.corrected":
        yield from _correct(entry)
        return
    if table := CREATES.get(entry.act):
        yield from _create(table, entry)
        return
    if table := EVENTS.get(entry.act):
        yield from _event(table, entry)
    if table := CHANGES.get(entry.act.split(".")[0]):
        yield from _change(table, entry.subject, _changed(entry), key="ref")


def _index(entry: Entry, effective_on: str) -> Iterator[Operation]:
    yield _put(
        "entry_index",
        {
            "seq": entry.seq,
            "act": entry.act,
            "area": entry.area,
            "by": entry.by,
            "at": entry.at,
            "occurred_on": entry.occurred_on,
            "effective_on": effective_on,
            "corrects": entry.corrects,
            "batch": entry.batch,
        },
    )
    act = ACTS.get(entry.act)
    orders = int(act.orders) if act else 0
    for ref in dict.fromkeys(entry.on):
        yield _put("entry_ref", {"ref": ref, "seq": entry.seq, "effective_on": effective_on, "orders": orders})


def _put(table: str, row: dict[str, Any]) -> Operation:
    verb = "INSERT OR REPLACE" if table == "setting" else "INSERT"
    marks = ",".join("?" * len(row))
    return Operation(f"{verb} INTO {table}({','.join(row)}) VALUES ({marks})", tuple(row.values()))


def _plain(entry: Entry) -> dict[str, Any]:
    """Facts that are not changes, and texts that are new: the columns of a new row."""
    row = {name: value for name, value in entry.facts.items() if not isinstance(value, dict)}
    row.update({name: digest for name, digest in entry.texts.items() if name not in entry.facts})
    return row


def _changed(entry: Entry) -> dict[str, Any]:
    """Changed facts and texts with their new values."""
    changes = {name: value.get("to") for name, value in entry.facts.items() if isinstance(value, dict)}
    changes.update({name: entry.texts[name] for name in changes if name in entry.texts})
    return changes


def _create(table: str, entry: Entry) -> Iterator[Operation]:
    row = {"ref": entry.subject, **_plain(entry), "seq": entry.seq, "since": entry.occurred_on}
    lists = {name: row.pop(name) for name in list(row) if (table, name) in CHILDREN}
    if "sort" in _COLUMNS[table]:
        row["sort"] = sort_key(entry.subject)
    yield _put(table, {name: value for name, value in row.items() if name in _COLUMNS[table]})
    for name, members in lists.items():
        yield from _members(CHILDREN[table, name], entry.subject, members)


def _event(table: str, entry: Entry) -> Iterator[Operation]:
    row = {"ref": entry.subject, **_plain(entry), "seq": entry.seq, "occurred_on": entry.occurred_on, "by": entry.by}
    yield _put(table, {name: value for name, value in row.items() if name in _COLUMNS[table]})


def _change(table: str, ref: object, changes: dict[str, Any], *, key: str) -> Iterator[Operation]:
    scalars = {
        name: value for name, value in changes.items() if (table, name) not in CHILDREN and name in _COLUMNS[table]
    }
    if scalars:
        sets = ",".join(f"{name}=?" for name in scalars)
        yield Operation(f"UPDATE {table} SET {sets} WHERE {key}=?", (*scalars.values(), ref))
    for name, members in changes.items():
        if child := CHILDREN.get((table, name)):
            yield Operation(f"DELETE FROM {child} WHERE ref=?", (ref,))
            yield from _members(child, str(ref), members)


def _members(child: str, ref: str, members: Iterable[str] | None) -> Iterator[Operation]:
    for member in dict.fromkeys(members or ()):
        yield _put(child, {"ref": ref, "value": member})


def _correct(entry: Entry) -> Iterator[Operation]:
    """A corrected date: the object's own date, or that of the agreed revision which the entry corrects."""
    if entry.facts.get("of") == "revision":
        yield from _change("revision", entry.facts["revision"], _changed(entry), key="seq")
    else:
        table = "milestone" if ".m" in entry.subject else "action"
        yield from _change(table, entry.subject, _changed(entry), key="ref")


def _undo(entry: Entry) -> Iterator[Operation]:
    """Take back what the undone entry did; its own facts stand in this entry under ``facts``, the other way round."""
    act, seq = entry.facts["undone"], entry.facts["entry"]
    yield Operation("UPDATE entry_index SET undone=? WHERE seq=?", (entry.seq, seq))
    if table := CREATES.get(act):
        yield Operation(f"UPDATE {table} SET void=1 WHERE ref=?", (entry.subject,))
        return
    if table := EVENTS.get(act):
        yield Operation(f"DELETE FROM {table} WHERE seq=?", (seq,))
    changes = {name: value["to"] for name, value in entry.facts.items() if isinstance(value, dict)}
    if act == "settings.changed":
        for name, value in changes.items():
            yield _put("setting", {"name": name, "value": value, "seq": entry.seq})
    elif act == "date.corrected":
        revision = entry.facts.get("revision")
        table = "revision" if revision else "milestone" if ".m" in entry.subject else "action"
        yield from _change(table, revision or entry.subject, changes, key="seq" if revision else "ref")
    elif table := CHANGES.get(act.split(".")[0]):
        yield from _change(table, entry.subject, changes, key="ref")


def apply(db: Database, entries: Sequence[Entry]) -> None:
    """Run the operations of *entries* on the tables of *db*, in the transaction that is open."""
    effects: dict[int, str] = {}
    for entry in entries:
        effective_on = _effective(db, entry, effects)
        effects[entry.seq] = effective_on
        for operation in operations(entry, effective_on):
            db.execute(operation.sql, operation.values)


def _effective(db: Database, entry: Entry, known: dict[int, str]) -> str:
    """The day from which *entry* counts: that of the entry it corrects, however far back that chain leads."""
    if entry.corrects is None:
        return entry.occurred_on
    if entry.corrects in known:
        return known[entry.corrects]
    row = db.execute("SELECT effective_on FROM entry_index WHERE seq=?", [entry.corrects]).fetchone()
    return str(row[0]) if row else entry.occurred_on
