"""What waits for one person: what they are asked to report, to decide, to answer, to review or to record.

Whether somebody may do a thing is asked of tracker.desk.possible; what needs attention of anybody at all is found by
tracker.register.checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tracker.desk.desk import Desk, Refusal
from tracker.desk.identity import Person
from tracker.desk.independence import needs_advice
from tracker.desk.possible import why_not
from tracker.model import references
from tracker.model.days import long
from tracker.model.vocabulary import Area, DecisionKind, DecisionState, EvidenceState, QueryState, Role
from tracker.register import coverage, naming, querying, updating
from tracker.register.position import Position, Row

READERS = (Role.SCRUTINEER, Role.AUDITOR)
"""Roles whose work it is to review evidence and to read the trail."""


class Waiting(NamedTuple):
    """One thing that waits.

    ``kind`` is update (of one action), round (of an area), decide, record, advise, advice (to be got from the
    scrutineer), answer, close, review, check or trail.
    ``ref`` is what it is about; for a round the code of its area, for the trail nothing.  ``by`` is the ISO day by
    which it is wanted, or None.
    """

    kind: str
    ref: str
    words: str
    by: str | None

    def as_json(self) -> dict[str, str | None]:
        """The keys that scripts rely on."""
        return self._asdict()


KINDS = {
    "decide": "decide",
    "record": "record",
    "advise": "advise",
    "advice": "ask",
    "answer": "answer",
    "close": "close",
    "update": "update",
    "round": "update",
    "check": "check",
    "review": "review",
    "trail": "read",
}
"""Kind → the word that says what is to be done."""


def waiting(desk: Desk, position: Position) -> list[Waiting]:
    """Return what waits at *position* for the person at *desk*, the soonest wanted first.

    Nothing waits for who is not of this register.
    """
    try:
        person = desk.person()
    except Refusal:
        return []
    found = [
        *_decisions(desk, position, person),
        *_queries(desk, position, person),
        *_updates(desk, position, person),
        *_checks(desk, position),
        *_reviews(desk, position, person),
        *_trail(position, person),
    ]
    return sorted(found, key=lambda one: one.by or "9999")


def _updates(desk: Desk, position: Position, person: Person) -> Iterator[Waiting]:
    """For a manager a row for each area's round; for a contributor one for each action of their own."""
    if person.role is Role.MANAGER:
        for place in Area:
            elsewhere = person.areas and place is not Area.ALL and place.value not in person.areas
            if elsewhere or not updating.has_cut_off(position, place.value):
                continue
            found = updating.under_way(position, place.value)
            if found.asked and found.cut_off:
                count = f"{len(found.asked)} of {found.size}"
                words = f"{place.words}: {count} still to be brought up to date for {_meeting(found)}"
                yield Waiting("round", place.value, words, found.cut_off.isoformat())
    elif person.role is Role.CONTRIBUTOR:
        # Asked beforehand only because a large plan has many actions of others.
        near = "SELECT ref FROM action WHERE void = 0 AND (owner_person = ? OR lead = ?)"
        own = {row["ref"] for row in position.rows(near, [person.ref, person.agency])}
        for place in Area:
            if not updating.has_cut_off(position, place.value):
                continue
            found = updating.under_way(position, place.value)
            for ref in filter(own.__contains__, found.asked):
                if why_not(desk, "progress.recorded", ref) is None:
                    assert found.cut_off is not None
                    yield Waiting("update", ref, f"an update for {_meeting(found)}", found.cut_off.isoformat())


def _meeting(found: updating.Round) -> str:
    held = long(found.held_on) if found.held_on else "no day"
    return f"{found.meeting}, {found.body}, {held}"


def _decisions(desk: Desk, position: Position, person: Person) -> Iterator[Waiting]:
    """For a member of the body what it is asked; for a manager what its meeting, now past, has left unrecorded."""
    rows = position.rows(
        "SELECT d.ref, d.kind, d.body, d.asked, d.asked_on, d.wanted_by, (SELECT max(m.held_on) FROM meeting m"
        " WHERE m.body = d.body AND m.void = 0 AND m.held_on >= d.asked_on AND m.held_on <= ?"
        " AND (d.wanted_by IS NULL OR m.held_on >= d.wanted_by)) AS met"
        " FROM decision d WHERE d.void = 0 AND d.state = ? ORDER BY d.sort",
        [position.when.day.isoformat(), DecisionState.ASKED.value],
    )
    texts = position.texts(row["asked"] for row in rows)
    sits_on: dict[str, bool] = {}
    for row in rows:
        advice = _advice_on(desk, row)
        kind = "" if row["kind"] == DecisionKind.SIGN_OFF else f"{DecisionKind(row['kind']).words}: "
        asked = kind + texts.get(row["asked"] or "", "")
        if row["met"] and why_not(desk, "decision.made", row["ref"]) is None:
            met = long(date.fromisoformat(row["met"]))
            words = f"{row['body']} met on {met}: {asked}"
            if advice:
                words += " With the independent scrutineer's advice and its date: every agency of that body owns it."
            yield Waiting("record", row["ref"], words, row["wanted_by"])
        elif advice and person.role is Role.SCRUTINEER:
            words = f"{advice}: every agency of {row['body']} owns it, so your advice comes before its decision"
            yield Waiting("advise", row["ref"], words, row["wanted_by"])
        elif advice and person.role is Role.MANAGER and why_not(desk, "decision.made", row["ref"]) is None:
            why = f"because every agency of {row['body']} owns it"
            words = f"{advice}: waits for the independent scrutineer's advice, {why}"
            yield Waiting("advice", row["ref"], words, row["wanted_by"])
        elif person.role is Role.MEMBER and person.agency:
            body = row["body"]
            sits_on.setdefault(body, _sits_on(desk, person.agency, body))
            if sits_on[body]:
                yield Waiting("decide", row["ref"], f"{body} is asked: {asked}", row["wanted_by"])


def _advice_on(desk: Desk, row: Row) -> str | None:
    """Return the action that a decision is to sign off after the scrutineer's advice, with its title, or None."""
    if row["kind"] != DecisionKind.SIGN_OFF:
        return None
    about = desk.now.rows("SELECT value FROM decision_about WHERE ref = ?", [row["ref"]])
    for ref in (one["value"] for one in about):
        if references.parse(ref).kind == "action" and needs_advice(desk, desk.get("action", ref), row["body"]):
            return f"{ref} {naming.titles(desk.now, [ref]).get(ref, '')}".strip()
    return None


def _sits_on(desk: Desk, agency: str, body: str) -> bool:
    """Tell whether an agency, or the one that it became, is a member of a body."""
    members = {desk.one_agency(code) for code in naming.members(desk.now, body)}
    return desk.one_agency(agency) in members


def _queries(desk: Desk, position: Position, person: Person) -> Iterator[Waiting]:
    rows = position.rows("SELECT * FROM query WHERE void = 0 AND state <> ? ORDER BY sort", [QueryState.CLOSED.value])
    texts = position.texts(row["question"] for row in rows)
    for row in rows:
        about = f"#{row['entry']}" if row["entry"] else row["about"]
        question = f"{about}: {texts.get(row['question'], '')}"
        if row["state"] == QueryState.ASKED:
            if why_not(desk, "query.answered", row["ref"]) is None:
                yield Waiting("answer", row["ref"], question, row["wanted_by"])
        elif person.ref in querying.askers(position, row["ref"]):
            yield Waiting("close", row["ref"], f"answered; {question}", None)


def _checks(desk: Desk, position: Position) -> Iterator[Waiting]:
    rows = position.rows(
        "SELECT ref, months, due_on FROM sustainment_due WHERE done IS NULL AND due_on <= ? ORDER BY due_on, sort",
        [position.when.day.isoformat()],
    )
    for row in rows:
        if why_not(desk, "sustainment.checked", row["ref"]) is None:
            words = f"whether the work lasts, {row['months']} months after sign-off"
            yield Waiting("check", row["ref"], words, row["due_on"])


def _reviews(desk: Desk, position: Position, person: Person) -> Iterator[Waiting]:
    if person.role not in (Role.MANAGER, *READERS):
        return
    rows = position.rows(
        "SELECT ref, title FROM evidence_now WHERE void = 0 AND state = ? ORDER BY sort", [EvidenceState.HELD.value]
    )
    texts = position.texts(row["title"] for row in rows)
    for row in rows:
        if why_not(desk, "evidence.reviewed", row["ref"]) is None:
            yield Waiting("review", row["ref"], texts.get(row["title"], ""), None)


def _trail(position: Position, person: Person) -> Iterator[Waiting]:
    if person.role not in READERS:
        return
    read = coverage.reviews(position)
    new = read[0].since if read else position.entries
    if new:
        words = f"{new:,} entries since #{read[0].upto}" if read else f"the trail: {new:,} entries, none reviewed yet"
        yield Waiting("trail", "", words, None)
