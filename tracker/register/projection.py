"""One entry → the row operations that it means.  A pure function: it reads nothing but the entry.

Appending, rebuilding, looking back and verifying all go through here, which is why they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.ledger.entry import Entry
from tracker.model.acts import ACTS
from tracker.model.references import sort_key
from tracker.register.schema import CHILDREN, TABLES, columns

if TYPE_CHECKING:
    from tracker.ledger.sqlite import Engine

BATCH = 500
"""How many entries are applied at a time: enough to save work, few enough to keep memory flat."""


class Operation(NamedTuple):
    """One statement with its parameters."""

    sql: str
    values: tuple[Any, ...]


def _insert(table: str, names: Sequence[str]) -> str:
    verb = "INSERT OR REPLACE" if table == "setting" else "INSERT"
    return f"{verb} INTO {table}({','.join(names)}) VALUES ({','.join('?' * len(names))})"


_COLUMNS = {table: columns(table) for table in TABLES}
_INSERT = {table: _insert(table, names) for table, names in _COLUMNS.items()}
"""One statement for each table, with all its columns, so that the engine prepares it once for a whole ledger."""

_LISTS = {table: {name: child for (parent, name), child in CHILDREN.items() if parent == table} for table in TABLES}
_SCALARS = {table: frozenset(names) - _LISTS[table].keys() for table, names in _COLUMNS.items()}

INDEX = ("entry_ref", "entry_index")
"""The tables that say which entries there are; the others hold the plan."""

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


def operations(entry: Entry) -> list[Operation]:
    """Return what *entry* does to the tables of the plan; what it leaves in the index stands in `indexed`."""
    if entry.act == "entry.undone":
        return _undo(entry)
    if entry.act == "settings.changed":
        return [_setting(entry, name, change["to"]) for name, change in entry.facts.items()]
    if entry.act == "date.corrected":
        return _correct(entry)
    if table := CREATES.get(entry.act):
        return _create(table, entry)
    done = []
    if table := EVENTS.get(entry.act):
        done.append(_event(table, entry))
    changed = _changed(entry)
    if changed and (table := CHANGES.get(entry.act.partition(".")[0])):
        done += _change(table, entry.subject, changed, key="ref")
    return done


def indexed(entry: Entry, effective_on: str) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """Return the row of *entry* in ``entry_index`` and its rows in ``entry_ref``, in the order of their columns.

    *effective_on* is the day from which the entry counts: for a correction or an undo that of the entry it corrects,
    else the day it occurred.
    """
    e = entry
    row = (e.seq, e.act, e.area, e.by, e.at, e.occurred_on, effective_on, e.corrects, e.batch, None)
    act = ACTS.get(e.act)
    orders = int(act.orders) if act else 0
    return row, [(ref, e.seq, effective_on, orders) for ref in dict.fromkeys(e.on)]


def _put(table: str, row: Mapping[str, Any]) -> Operation:
    """A new row; what *row* does not name is empty, and what the table has no column for is left out."""
    return Operation(_INSERT[table], tuple(map(row.get, _COLUMNS[table])))


@cache
def _update(table: str, names: tuple[str, ...], key: str) -> str:
    return f"UPDATE {table} SET {','.join(f'{name}=?' for name in names)} WHERE {key}=?"


def _plain(entry: Entry) -> dict[str, Any]:
    """Facts that are not changes, and texts that are new: the columns of a new row."""
    row = dict(entry.texts)
    for name, value in entry.facts.items():
        if isinstance(value, dict):
            row.pop(name, None)
        else:
            row[name] = value
    return row


def _changed(entry: Entry) -> dict[str, Any]:
    """Changed facts and texts with their new values."""
    texts = entry.texts
    return {
        name: texts[name] if name in texts else value.get("to")
        for name, value in entry.facts.items()
        if isinstance(value, dict)
    }


def _create(table: str, entry: Entry) -> list[Operation]:
    row = _plain(entry)
    row.update(ref=entry.subject, seq=entry.seq, since=entry.occurred_on, void=0)
    if "sort" in _SCALARS[table]:
        row["sort"] = sort_key(entry.subject)
    done = [_put(table, row)]
    for name, child in _LISTS[table].items():
        done += _members(child, entry.subject, row.get(name))
    return done


def _event(table: str, entry: Entry) -> Operation:
    row = _plain(entry)
    row.update(ref=entry.subject, seq=entry.seq, occurred_on=entry.occurred_on, by=entry.by)
    return _put(table, row)


def _setting(entry: Entry, name: str, value: object) -> Operation:
    return _put("setting", {"name": name, "value": value, "seq": entry.seq})


def _change(table: str, ref: object, changes: dict[str, Any], *, key: str) -> list[Operation]:
    done = []
    if names := tuple(filter(_SCALARS[table].__contains__, changes)):
        done.append(Operation(_update(table, names, key), (*map(changes.get, names), ref)))
    if lists := _LISTS[table]:
        for name in filter(lists.__contains__, changes):
            done.append(Operation(f"DELETE FROM {lists[name]} WHERE ref=?", (ref,)))
            done += _members(lists[name], str(ref), changes[name])
    return done


def _members(child: str, ref: str, members: Iterable[str] | None) -> list[Operation]:
    return [Operation(_INSERT[child], (ref, member)) for member in dict.fromkeys(members or ())]


def _correct(entry: Entry) -> list[Operation]:
    """A corrected date: the object's own date, or that of the agreed revision which the entry corrects."""
    if entry.facts.get("of") == "revision":
        return _change("revision", entry.facts["revision"], _changed(entry), key="seq")
    table = "milestone" if ".m" in entry.subject else "action"
    return _change(table, entry.subject, _changed(entry), key="ref")


def _undo(entry: Entry) -> list[Operation]:
    """Take back what the undone entry did; its own facts stand in this entry under ``facts``, the other way round."""
    act, seq = entry.facts["undone"], entry.facts["entry"]
    if table := CREATES.get(act):
        return [Operation(f"UPDATE {table} SET void=1 WHERE ref=?", (entry.subject,))]
    done = []
    if table := EVENTS.get(act):
        done.append(Operation(f"DELETE FROM {table} WHERE seq=?", (seq,)))
    changes = {name: value["to"] for name, value in entry.facts.items() if isinstance(value, dict)}
    if act == "settings.changed":
        done += [_setting(entry, name, value) for name, value in changes.items()]
    elif act == "date.corrected":
        revision = entry.facts.get("revision")
        table = "revision" if revision else "milestone" if ".m" in entry.subject else "action"
        done += _change(table, revision or entry.subject, changes, key="seq" if revision else "ref")
    elif table := CHANGES.get(act.split(".")[0]):
        done += _change(table, entry.subject, changes, key="ref")
    return done


def apply(db: Engine, entries: Iterable[Entry]) -> None:
    """Run what *entries* mean on the tables of *db*, in the transaction that is open.

    An exception bears the number of the entry that caused it as a note, where it can be told.
    """
    remaining = iter(entries)
    while batch := list(islice(remaining, BATCH)):
        apply_to_index(db, batch)
        apply_to_plan(db, batch)


def apply_to_index(db: Engine, entries: Sequence[Entry]) -> None:
    """Enter *entries* in the tables of INDEX, which only an undo comes back to; the plan's tables need not be there."""
    days: dict[int, str] = {}
    rows, refs = [], []
    for entry in entries:
        days[entry.seq] = day = entry.occurred_on if entry.corrects is None else _effective(db, entry.corrects, days)
        row, more = indexed(entry, day or entry.occurred_on)
        rows.append(row)
        refs += more
    # One cursor for all of them: opening one for each statement would cost as much again as a small statement does.
    cursor = db.execute("SELECT 1")
    cursor.executemany(_INSERT["entry_index"], rows)
    cursor.executemany(_INSERT["entry_ref"], refs)
    for entry in entries:
        if entry.act == "entry.undone":
            cursor.execute("UPDATE entry_index SET undone=? WHERE seq=?", (entry.seq, entry.facts.get("entry")))


def apply_to_plan(db: Engine, entries: Sequence[Entry]) -> None:
    """Run the operations of *entries*, in order; the tables of INDEX need not be there."""
    run = db.execute("SELECT 1").execute
    entry = None
    try:
        for entry in entries:
            for sql, values in operations(entry):
                run(sql, values)
    except Exception as error:
        if entry:
            error.add_note(f"#{entry.seq}")
        raise


def _effective(db: Engine, corrected: int, known: Mapping[int, str]) -> str:
    """The day from which an entry counts that corrects another: the other's, however far back that chain leads."""
    if corrected in known:
        return known[corrected]
    row = db.execute("SELECT effective_on FROM entry_index WHERE seq=?", [corrected]).fetchone()
    return str(row[0]) if row else ""
