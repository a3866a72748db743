"""One object of the plan with everything under it: what a screen, ``tracker show`` and a report part read.

Lists stand in tracker.register.listing and .registers, titles of references in tracker.register.naming.
"""

from __future__ import annotations

from typing import Any

from tracker.model import references
from tracker.register import gaps, history, listing, querying
from tracker.register.filters import Filter
from tracker.register.position import Position, PositionError
from tracker.register.schema import CHILDREN, columns
from tracker.register.sitting import sitting
from tracker.register.status import difference_of

TEXT_COLUMNS = {
    "review": ("title", "aliases", "commissioned_from", "prose"),
    "area": ("name", "partnership"),
    "body": ("name", "source"),
    "agency": ("name", "source"),
    "source": ("file", "title", "note"),
    "person": ("name", "post"),
    "recommendation": ("title", "prose", "official_wording", "source"),
    "response": ("why", "source"),
    "action": ("title", "description", "owner", "locality", "difference_wanted", "source", "caveat"),
    "milestone": ("title", "description", "source", "caveat"),
    "revision": ("why", "asked_by"),
    "progress": ("note", "reported_by", "received"),
    "funding": ("funder", "period", "caveat"),
    "claim": ("note", "reported_by", "received"),
    "measure": ("title", "description", "unit", "definition", "source", "caveat"),
    "reading": ("period", "source", "caveat"),
    "evidence": (
        "title",
        "description",
        "file_name",
        "custodian",
        "place",
        "received_from",
        "received",
        "source",
        "caveat",
    ),
    "evidence_review": ("why",),
    "evidence_revision": ("file_name", "custodian", "place", "why"),
    "sustainment": ("note", "reported_by", "received"),
    "meeting": ("title",),
    "decision": ("asked", "asked_by", "minute", "why", "advice"),
    "risk": ("title", "description", "source", "caveat", "why"),
    "query": ("question",),
    "query_turn": ("words", "reported_by", "received"),
    "trail_review": ("note",),
}
"""Which columns of a table hold the hash of a text."""

_VIEWS = {"action": "dated_action", "milestone": "dated_milestone", "evidence": "evidence_now"}
"""What is read in a table's place: dates as agreed, and evidence as it counts on the position's day."""

Record = dict[str, Any]


def records(
    position: Position, table: str, where: str = "1", values: tuple[object, ...] = (), order: str = ""
) -> list[Record]:
    """Return rows of *table* with the bodies of their texts and the members of their lists filled in."""
    void = " AND void = 0" if "void" in columns(table) else ""
    source = _VIEWS.get(table, table)
    rows = position.rows(f"SELECT * FROM {source} WHERE ({where}){void} {order}", values)
    names = TEXT_COLUMNS.get(table, ())
    texts = position.texts(row[name] for row in rows for name in names)
    for row in rows:
        for name in names:
            row[name] = texts.get(row[name]) if row[name] else None
    for (parent, name), child in CHILDREN.items():
        if parent == table:
            _fill(position, rows, name, child)
    return rows


AT_ONCE = 500
"""How many rows' members are asked for in one question."""


def _fill(position: Position, rows: list[Record], name: str, child: str) -> None:
    """Fill in the members of one list, in natural order."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        marks = ",".join("?" * len(some))
        members: dict[str, list[str]] = {}
        for row in position.rows(
            f"SELECT ref, value FROM {child} WHERE ref IN ({marks})", [row["ref"] for row in some]
        ):
            members.setdefault(row["ref"], []).append(row["value"])
        for row in some:
            row[name] = sorted(members.get(row["ref"], ()), key=references.sort_key)


def record(position: Position, table: str, ref: str) -> Record:
    """Return one row of *table*; raises PositionError when it is not in the plan at this position."""
    found = records(position, table, "ref = ?", (ref,))
    if not found:
        raise PositionError(f"There is no {table} {ref} in this plan at this position.")
    return found[0]


def show(position: Position, text: str) -> Record:
    """Return the object that *text* refers to, its children, the queries about it, and its history.

    ``kind`` is that of the reference; evidence and decisions keep their own as ``evidence_kind``, ``decision_kind``.
    Raises PositionError when the reference is malformed or not in the plan.
    """
    try:
        parsed = references.parse(text)
    except ValueError as error:
        raise PositionError(f"{error}.") from None
    ref = parsed.text
    if parsed.kind == "entry":
        found = history.lines(position, history.Wanted(ref=ref))
        if not found:
            raise PositionError(f"There is no entry {ref}; the register has {position.size} entries.")
        asked = querying.about(position, ref)
        return {"ref": ref, "kind": "entry", **found[0].as_json(), "queries": asked, "history": [found[0].as_json()]}
    makers = {"recommendation": _recommendation, "action": _action, "evidence": _evidence, "milestone": _milestone}
    if parsed.kind == "response":
        said = _response(position, str(parsed.recommendation), str(parsed.area))
    elif parsed.kind in makers:
        said = makers[parsed.kind](position, ref)
    else:
        said = _plain(position, parsed.kind, ref)
    if "kind" in said:  # evidence and decisions have a kind of their own
        said[f"{parsed.kind}_kind"] = said.pop("kind")
    if parsed.kind != "query":
        said["queries"] = querying.about(position, ref)
    trail = [line.as_json() for line in history.lines(position, history.Wanted(ref=ref))]
    return {"ref": ref, "kind": parsed.kind, **said, "history": trail}


def _plain(position: Position, kind: str, ref: str) -> Record:
    found = record(position, kind, ref)
    if kind == "measure":
        found["readings"] = records(position, "reading", "ref = ?", (ref,), "ORDER BY ends, seq")
        found["evidence"] = linked(position, ref)
    if kind == "query":
        return querying.show(position, found)
    if kind == "meeting":
        found["decisions"] = records(position, "decision", "meeting = ?", (ref,), "ORDER BY sort")
        waiting = sitting(position, found["body"], ref).asked
        found["asked"] = [record(position, "decision", decision) for decision in waiting]
    return found


def linked(position: Position, ref: str) -> list[Record]:
    """Return the evidence linked to a reference, with what it is said to show."""
    rows = position.rows("SELECT ref, shows FROM evidence_link WHERE target = ? ORDER BY seq", [ref])
    found = []
    for row in rows:
        for piece in records(position, "evidence", "ref = ?", (row["ref"],)):
            found.append({**piece, "shows": row["shows"]})
    return found


_DUE = "SELECT months, due_on FROM sustainment_due WHERE ref = ? AND done IS NULL ORDER BY months"


def _action(position: Position, ref: str) -> Record:
    found = record(position, "action", ref)
    made = difference_of(position, ref)
    line = listing.page(position, Filter(["a.ref = ?"], [ref]))[0]
    found.update(
        rule=line.rule,
        date_check=line.date_check,
        because=line.because,
        due_original=found["due"],
        due=found["due_now"],
        milestones=records(position, "milestone", "action = ?", (ref,), "ORDER BY sort"),
        updates=records(position, "progress", "ref = ?", (ref,), "ORDER BY occurred_on DESC, seq DESC"),
        revisions=records(position, "revision", "ref = ?", (ref,), "ORDER BY seq"),
        funding=records(position, "funding", "ref = ?", (ref,), "ORDER BY seq"),
        claims=records(position, "claim", "ref = ?", (ref,), "ORDER BY seq"),
        evidence=linked(position, ref),
        decisions=records(
            position, "decision", "ref IN (SELECT ref FROM decision_about WHERE value = ?)", (ref,), "ORDER BY sort"
        ),
        sustainment=records(position, "sustainment", "ref = ?", (ref,), "ORDER BY occurred_on, seq"),
        sustainment_due=position.rows(_DUE, [ref]),
        difference_supported=made.evidenced,
        difference=made.said,
        difference_lowered=made.lowered,
    )
    return found


def _milestone(position: Position, ref: str) -> Record:
    found = record(position, "milestone", ref)
    found["revisions"] = records(position, "revision", "ref = ?", (ref,), "ORDER BY seq")
    found["evidence"] = linked(position, ref)
    return found


def _recommendation(position: Position, ref: str) -> Record:
    if ref == references.OTHER:
        found: Record = {"title": references.OTHER_TITLE, "wording": "not_held", "official_number": []}
    else:
        found = record(position, "recommendation", ref)
        found["responses"] = records(position, "response", "recommendation = ?", (ref,), "ORDER BY area, seq")
    found["actions"] = [line._asdict() for line in listing.page(position, Filter(["a.recommendation = ?"], [ref]))]
    found["measures"] = records(
        position, "measure", "ref IN (SELECT ref FROM measure_serves WHERE value = ?)", (ref,), "ORDER BY sort"
    )
    for row in found["measures"]:
        row["readings"] = records(position, "reading", "ref = ?", (row["ref"],), "ORDER BY ends, seq")
    found["risks"] = records(
        position, "risk", "ref IN (SELECT ref FROM risk_serves WHERE value = ?)", (ref,), "ORDER BY sort"
    )
    found["evidence"] = linked(position, ref)
    return found


def _response(position: Position, recommendation: str, area: str) -> Record:
    if recommendation != references.OTHER:
        record(position, "recommendation", recommendation)
    return {
        "recommendation": recommendation,
        "area": area,
        "responses": records(
            position, "response", "recommendation = ? AND area = ?", (recommendation, area), "ORDER BY seq"
        ),
        "actions": [
            line._asdict()
            for line in listing.page(position, Filter(["a.recommendation = ? AND a.area = ?"], [recommendation, area]))
        ],
    }


def _evidence(position: Position, ref: str) -> Record:
    found = record(position, "evidence", ref)
    found["links"] = position.rows("SELECT target, shows, seq FROM evidence_link WHERE ref = ? ORDER BY seq", [ref])
    found["reviews"] = records(position, "evidence_review", "ref = ?", (ref,), "ORDER BY seq")
    found["revisions"] = records(position, "evidence_revision", "ref = ?", (ref,), "ORDER BY seq")
    for held in (found, *found["revisions"]):
        held["file_removed"] = gaps.file_of(position.store, held["sha256"])
    return found
