"""One entry → the row operations that it means.  A pure function: it reads nothing but the entry.

Appending, rebuilding, looking back and verifying all go through here, which is why they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.ledger.entry import Entry
from tracker.model import guard
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

_ORDERS = {name: int(act.orders) for name, act in ACTS.items()}

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
    "query.raised": "query",
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
    "evidence.revised": "evidence_revision",
    "sustainment.checked": "sustainment",
    "query.answered": "query_turn",
    "query.pressed": "query_turn",
    "query.closed": "query_turn",
    "report.packaged": "package",
    "disposal.made": "disposal",
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
    "query": "query",
}
"""First word of an act → the table whose row its changed facts change."""


def operations(entry: Entry) -> list[Operation]:
    """Return what *entry* does to the tables of the plan; what it leaves in the index stands in `indexed`."""
    done = _of_act(entry)
    return [*done, _warned(entry)] if guard.FACT in entry.facts else done


@cache
def _route(act: str) -> tuple[str | None, str | None, str | None]:
    """Return the tables in which an act makes an object, leaves a row of its own, and changes a row."""
    return CREATES.get(act), EVENTS.get(act), CHANGES.get(act.partition(".")[0])


def _of_act(entry: Entry) -> list[Operation]:
    act = entry.act
    if act == "entry.undone":
        return _undo(entry)
    if act == "settings.changed":
        return [_setting(entry, name, change["to"]) for name, change in entry.facts.items() if isinstance(change, dict)]
    if act == "date.corrected":
        return _correct(entry)
    creates, leaves, changes = _route(act)
    row, changed = _parted(entry)
    if creates:
        return _create(creates, entry, row)
    done = [_event(leaves, entry, row)] if leaves else []
    if changes and changed:
        done += _change(changes, entry.on[0], changed, key="ref")
    return done


def _warned(entry: Entry) -> Operation:
    """The guard's warning that was recorded over, with the reason."""
    kinds = ",".join(map(str, entry.facts[guard.FACT]))
    row = {"seq": entry.seq, "ref": entry.subject, "area": entry.area, "kinds": kinds, "by": entry.by}
    return _put("warned", {**row, "why": entry.texts.get(guard.WHY), "occurred_on": entry.occurred_on})


def indexed(entry: Entry, effective_on: str) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """Return the row of *entry* in ``entry_index`` and its rows in ``entry_ref``, in the order of their columns.

    *effective_on* is the day from which the entry counts: for a correction or an undo that of the entry it corrects,
    else the day it occurred.
    """
    e = entry
    seq, act, on = e.seq, e.act, e.on
    row = (seq, act, e.area, e.by, e.at, e.occurred_on, effective_on, e.corrects, e.batch, None)
    orders = _ORDERS.get(act, 0)
    if len(on) == 1:
        return row, [(on[0], seq, effective_on, orders)]
    return row, [(ref, seq, effective_on, orders) for ref in dict.fromkeys(on)]


def _put(table: str, row: Mapping[str, Any]) -> Operation:
    """A new row; what *row* does not name is empty, and what the table has no column for is left out."""
    return Operation(_INSERT[table], tuple(map(row.get, _COLUMNS[table])))


def _put_what_there_is(table: str, row: Mapping[str, Any]) -> Operation:
    """A new row of a wide table, without its empty columns: Python takes longer to bind an empty one than a text."""
    scalars = _SCALARS[table]
    names = tuple([name for name, value in row.items() if value is not None and name in scalars])
    return Operation(_insert_some(table, names), tuple([row[name] for name in names]))


@lru_cache(1024)  # forged entries may have any facts in any order
def _insert_some(table: str, names: tuple[str, ...]) -> str:
    return _insert(table, names)


@cache
def _update(table: str, names: tuple[str, ...], key: str) -> str:
    return f"UPDATE {table} SET {','.join(f'{name}=?' for name in names)} WHERE {key}=?"


def _parted(entry: Entry) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns of a new row, which are facts and new texts; and changed facts and texts with new values."""
    row, changed = dict(entry.texts), {}
    for name, value in entry.facts.items():
        if isinstance(value, dict):
            changed[name] = row.pop(name) if name in row else value.get("to")
        else:
            row[name] = value
    return row, changed


def _create(table: str, entry: Entry, row: dict[str, Any]) -> list[Operation]:
    ref = entry.on[0]
    row["ref"], row["seq"], row["since"], row["void"] = ref, entry.seq, entry.occurred_on, 0
    if "sort" in _SCALARS[table]:
        row["sort"] = sort_key(ref)
    done = [_put_what_there_is(table, row)]
    for name, child in _LISTS[table].items():
        if name in row:
            done += _members(child, ref, row[name])
    return done


def _event(table: str, entry: Entry, row: dict[str, Any]) -> Operation:
    if table == "evidence_revision":  # what the revision replaced: the new one stands in the row of the evidence
        row.update((name, value.get("from")) for name, value in entry.facts.items() if isinstance(value, dict))
    row["ref"], row["seq"], row["occurred_on"], row["by"] = entry.on[0], entry.seq, entry.occurred_on, entry.by
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
        return _change("revision", entry.facts["revision"], _parted(entry)[1], key="seq")
    table = "milestone" if ".m" in entry.subject else "action"
    return _change(table, entry.subject, _parted(entry)[1], key="ref")


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
    rows, refs = index_rows(entries, lambda seq: _effective(db, seq))
    # One cursor for all of them: opening one for each statement would cost as much again as a small statement does.
    cursor = db.execute("SELECT 1")
    cursor.executemany(_INSERT["entry_index"], rows)
    cursor.executemany(_INSERT["entry_ref"], refs)
    for entry in entries:
        if entry.act == "entry.undone":
            cursor.execute("UPDATE entry_index SET undone=? WHERE seq=?", (entry.seq, entry.facts.get("entry")))


def index_rows(
    entries: Sequence[Entry], effective: Callable[[int], str]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return the rows of *entries* in ``entry_index`` and in ``entry_ref``.

    *effective* tells the day from which an entry counts that does not stand before in *entries*.
    """
    days: dict[int, str] = {}
    rows, refs = [], []
    for entry in entries:
        day, corrected = entry.occurred_on, entry.corrects
        if corrected is not None:
            day = (days[corrected] if corrected in days else effective(corrected)) or day
        days[entry.seq] = day
        row, more = indexed(entry, day)
        rows.append(row)
        refs += more
    return rows, refs


def inserting(table: str) -> str:
    """Return the statement that puts a row into *table*, with a value for each of its columns in order."""
    return _INSERT[table]


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


def _effective(db: Engine, corrected: int) -> str:
    """The day from which an entry counts that corrects another: the other's, however far back that chain leads."""
    row = db.execute("SELECT effective_on FROM entry_index WHERE seq=?", [corrected]).fetchone()
    return str(row[0]) if row else ""
