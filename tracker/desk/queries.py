"""Acts on queries: a question on anything of the plan, its answers, asking again, and what was concluded.

Whose turn it is stands in the query's state; who may take it, in the act table and in tracker.desk.permission.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tracker.desk.delivery import Received
from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.ledger.entry import Draft
from tracker.model import references
from tracker.model.dates import long
from tracker.model.vocabulary import Area, QueryState
from tracker.register import querying
from tracker.register.position import Row


def raise_query(
    desk: Desk, about: str, question: str, *, wanted_by: date | None = None, occurred_on: date | None = None
) -> Receipt:
    """Ask about anything with a reference, an entry (#218) included, and return the query's reference.

    A query about an entry belongs to what the entry was about.
    """

    def drafting() -> list[Draft]:
        subject, entry = _subject(desk, about)
        facts = {
            "state": QueryState.ASKED.value,
            "about": subject,
            "entry": entry,
            "wanted_by": _wanted(desk, wanted_by, occurred_on),
        }
        texts = {"question": desk.need(question, "The question")}
        return [_draft(desk, "query.raised", desk.next_ref("Q"), subject, facts, texts, occurred_on)]

    return desk.record(drafting)


def answer(
    desk: Desk,
    ref: str,
    words: str,
    *,
    received: Received | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Record the answer of the owner's side; raises Refusal when it is not their turn, or they asked it themselves."""

    def drafting() -> list[Draft]:
        row = _turn(desk, ref, QueryState.ASKED, occurred_on)
        _somebody_else(desk, row, querying.askers(desk.now, row["ref"]), "asked it", "answer it")
        facts = {"turn": "answer", **change(row, state=QueryState.ANSWERED.value)}
        texts = {
            "words": desk.need(words, "The answer"),
            **(received or Received()).texts(desk),
        }
        return [_draft(desk, "query.answered", row["ref"], row["about"], facts, texts, occurred_on)]

    return desk.record(drafting, seen=seen)


def press(
    desk: Desk,
    ref: str,
    why: str,
    *,
    wanted_by: date | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Ask again, because the answer does not satisfy: why, and by when another one is wanted."""

    def drafting() -> list[Draft]:
        row = _turn(desk, ref, QueryState.ANSWERED, occurred_on)
        _somebody_else(desk, row, querying.answerers(desk.now, row["ref"]), "answered it", "judge the answer")
        # The old day was for the old answer: without a new one none is set.
        new = _wanted(desk, wanted_by, occurred_on)
        facts = {"turn": "press", **change(row, state=QueryState.ASKED.value, wanted_by=new)}
        texts = {"words": desk.need(why, "Why the answer does not satisfy")}
        return [_draft(desk, "query.pressed", row["ref"], row["about"], facts, texts, occurred_on)]

    return desk.record(drafting, seen=seen)


def close(desk: Desk, ref: str, concluded: str, *, occurred_on: date | None = None, seen: Seen = None) -> Receipt:
    """Close an answered query with what was concluded."""

    def drafting() -> list[Draft]:
        row = _turn(desk, ref, QueryState.ANSWERED, occurred_on)
        _somebody_else(desk, row, querying.answerers(desk.now, row["ref"]), "answered it", "close it")
        facts = {"turn": "close", **change(row, state=QueryState.CLOSED.value)}
        texts = {"words": desk.need(concluded, "What was concluded")}
        return [_draft(desk, "query.closed", row["ref"], row["about"], facts, texts, occurred_on)]

    return desk.record(drafting, seen=seen)


# --- what the acts share ----------------------------------------------------------------------------------------------


def why_not_now(desk: Desk, act: str, row: Row) -> str | None:
    """Return why *act* cannot be recorded on a query now, or None when it can; for screens that offer acts."""
    wanted = QueryState.ASKED if act == "query.answered" else QueryState.ANSWERED
    try:
        _in_state(row, wanted)
        if wanted is QueryState.ASKED:
            _somebody_else(desk, row, querying.askers(desk.now, row["ref"]), "asked it", "answer it")
        else:
            _somebody_else(desk, row, querying.answerers(desk.now, row["ref"]), "answered it", "judge the answer")
    except Refusal as refusal:
        return str(refusal)
    return None


def _subject(desk: Desk, about: str) -> tuple[str, int | None]:
    """Return what a query is about, and the entry that it asks about; raises Refusal when there is no such thing."""
    try:
        parsed = references.parse(about)
    except ValueError as error:
        raise Refusal(f"{error}.") from None
    if parsed.kind == "entry":
        entry = desk.store.entry(int(parsed.number or 0))
        if entry is None:
            raise Refusal(f"There is no entry {parsed.text}; the register has {desk.store.head().size} entries.")
        if entry.act.startswith("query."):
            raise Refusal(_a_query(entry.subject))
        return entry.subject, entry.seq
    if parsed.kind == "query":
        raise Refusal(_a_query(desk.get("query", parsed.text)["ref"]))
    if parsed.kind in ("recommendation", "response"):
        if parsed.recommendation != references.OTHER:
            desk.get("recommendation", str(parsed.recommendation))
        return parsed.text, None
    return str(desk.get(parsed.kind, parsed.text)["ref"]), None


def _a_query(ref: str) -> str:
    return f"{ref} is a query itself; where its answer does not satisfy, ask again: tracker query press {ref}"


def _turn(desk: Desk, ref: str, wanted: QueryState, occurred_on: date | None) -> Row:
    """Return the query's row; raises Refusal unless it is in the state *wanted* and nothing in it is of a later day."""
    row = desk.get("query", ref)
    _in_state(row, wanted)
    last = querying.last_day(desk.now, row["ref"])
    if (occurred_on or desk.today).isoformat() < last:
        said = long(date.fromisoformat(last))
        raise Refusal(f"{row['ref']} was last written to as of {said}; record this as of that day or later.")
    return row


def _in_state(row: Row, wanted: QueryState) -> None:
    state = QueryState(row["state"])
    if state is wanted:
        return
    hint = {
        QueryState.ASKED: "it awaits an answer first.",
        QueryState.ANSWERED: "it is answered; the auditor closes it or asks again.",
        QueryState.CLOSED: "it is closed; raise a new query on what it was about.",
    }
    raise Refusal(f"{row['ref']} is not at that turn: {hint[state]}")


def _somebody_else(desk: Desk, row: Row, people: set[str], did: str, may: str) -> None:
    person = desk.person().ref
    if person in people:
        raise Refusal(f"{row['ref']}: {person} {did}; somebody else must {may}.")


def _wanted(desk: Desk, wanted_by: date | None, occurred_on: date | None) -> str | None:
    asked = occurred_on or desk.today
    if wanted_by is not None and wanted_by < asked:
        raise Refusal(f"An answer cannot be wanted by {long(wanted_by)}: it is asked on {long(asked)}.")
    return wanted_by.isoformat() if wanted_by else None


def _draft(
    desk: Desk,
    act: str,
    ref: str,
    about: str,
    facts: Mapping[str, object],
    texts: Mapping[str, str | None],
    occurred_on: date | None,
) -> Draft:
    """Draft one turn; it stands in the history of the query and of what the query is about, filed under its area."""
    draft = desk.draft(act, [ref, about], facts=facts, texts=texts, occurred_on=occurred_on)
    areas = desk.areas_of(about)
    return replace(draft, area=next(iter(areas)) if len(areas) == 1 else Area.ALL.value)
