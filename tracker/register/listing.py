"""Lists of actions: pages of rows as the command line, the screens and the reports show them.

Query, filter, sort and page in SQL, so that a list of 100,000 actions answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from time import perf_counter
from typing import Any, NamedTuple

from tracker.model.dates import long
from tracker.model.vocabulary import Precision
from tracker.register import comparing, rules
from tracker.register.assuring import ACCEPTED, IN_HAND, pieces
from tracker.register.filters import SORTS, Filter
from tracker.register.patience import Stopped, stopping
from tracker.register.position import Position

_SELECT = f"""
SELECT a.ref, a.recommendation, a.area, a.title AS title_digest, a.basis, a.mapping, a.lead, a.owner AS owner_digest,
       a.owner_person, a.due AS due_original, a.due_now AS due, a.precision_now AS precision, a.review_on, a.status,
       a.reported, a.date_check, a.rule, a.last_update, a.assurance, a.difference_claimed,
       (SELECT m.ref FROM dated_milestone m WHERE m.action = a.ref AND m.achieved_on IS NULL
        ORDER BY m.due_now, m.sort LIMIT 1) AS next_milestone,
       (SELECT m.due_now FROM dated_milestone m WHERE m.action = a.ref AND m.achieved_on IS NULL
        ORDER BY m.due_now, m.sort LIMIT 1) AS next_milestone_due,
       (SELECT count(*) FROM action_expects x WHERE x.ref = a.ref) AS evidence_expected,
       {pieces(IN_HAND)} AS evidence_held,
       {pieces(ACCEPTED)} AS evidence_accepted
FROM rated_action a
"""


class ActionLine(NamedTuple):
    """One action in a list.  Dates are ISO texts; ``because`` is the date check's reason in words."""

    ref: str
    recommendation: str
    area: str
    title: str
    basis: str
    mapping: str
    lead: str | None
    owner: str | None
    due_original: str | None
    due: str | None
    precision: str | None
    review_on: str | None
    status: str
    reported: str | None
    date_check: str | None
    rule: str | None
    because: str
    next_milestone: str | None
    next_milestone_due: str | None
    evidence_expected: int
    evidence_held: int
    evidence_accepted: int
    last_update: str | None
    difference_claimed: str | None

    @property
    def due_words(self) -> str:
        """The agreed due date as it was written: a day, month, quarter or year; else the review date."""
        if self.due:
            return long(date.fromisoformat(self.due), Precision(self.precision or "day"))
        if self.review_on:
            return f"review {long(date.fromisoformat(self.review_on))}"
        return "no date"


def because(position: Position, rule: str | None, basis: str, status: str) -> str:
    """Return the reason of the date check in words."""
    if rule:
        return rules.words(rule, position.settings)
    if basis == "existing_provision":
        return "existing provision: context, not rated"
    return f"{status.replace('_', ' ')}: not rated"


def page(
    position: Position, chosen: Filter | None = None, *, sort: str = "ref", limit: int | None = None, offset: int = 0
) -> list[ActionLine]:
    """Return one page of the actions that *chosen* lets through; raises KeyError for an unknown *sort*."""
    chosen = chosen or Filter()
    comparing.ready(position, chosen.since)
    cut = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(offset)}"
    return _read(position, f"{_SELECT} WHERE {chosen.where} ORDER BY {SORTS[sort]}{cut}", chosen.values)


def _read(position: Position, sql: str, values: Sequence[object]) -> list[ActionLine]:
    rows = position.rows(sql, values)
    wanted = [row[name] for row in rows for name in ("title_digest", "owner_digest")]
    texts = position.texts(wanted)
    people = people_names(position, {row["owner_person"] for row in rows if row["owner_person"]})
    return [_line(position, row, texts, people) for row in rows]


def count(position: Position, chosen: Filter | None = None) -> int:
    """Return how many actions *chosen* lets through."""
    chosen = chosen or Filter()
    comparing.ready(position, chosen.since)
    return int(position.value(f"SELECT count(*) FROM rated_action a WHERE {chosen.where}", chosen.values))


def count_cells(position: Position, chosen: Filter | None = None) -> dict[tuple[str, str], int]:
    """Return (recommendation, area) → how many actions under it *chosen* lets through; a cell with none has no key."""
    chosen = chosen or Filter()
    comparing.ready(position, chosen.since)
    sql = f"SELECT a.recommendation, a.area, count(*) FROM rated_action a WHERE {chosen.where} GROUP BY 1, 2"
    return {(recommendation, area): number for recommendation, area, number in position.db.execute(sql, chosen.values)}


def _line(position: Position, row: dict[str, Any], texts: dict[str, str], people: dict[str, str]) -> ActionLine:
    owner = texts.get(row["owner_digest"] or "")
    if row["owner_person"]:
        said = people.get(row["owner_person"], row["owner_person"])
        owner = f"{owner} ({row['owner_person']})" if owner else f"{said} ({row['owner_person']})"
    return ActionLine(
        ref=row["ref"],
        recommendation=row["recommendation"],
        area=row["area"],
        title=texts.get(row["title_digest"], ""),
        basis=row["basis"],
        mapping=row["mapping"],
        lead=row["lead"],
        owner=owner,
        due_original=row["due_original"],
        due=row["due"],
        precision=row["precision"],
        review_on=row["review_on"],
        status=row["status"],
        reported=row["reported"],
        date_check=row["date_check"],
        rule=row["rule"],
        because=because(position, row["rule"], row["basis"], row["status"]),
        next_milestone=row["next_milestone"],
        next_milestone_due=row["next_milestone_due"],
        evidence_expected=row["evidence_expected"],
        evidence_held=row["evidence_held"],
        evidence_accepted=row["evidence_accepted"],
        last_update=row["last_update"],
        difference_claimed=row["difference_claimed"],
    )


def people_names(position: Position, refs: set[str]) -> dict[str, str]:
    """Return person reference → post, from all that is known now, for whatever position is asked about."""
    found: dict[str, str] = {}
    for ref in sorted(refs):
        row = position.row("SELECT post FROM main.person WHERE ref = ?", [ref])
        if row and row["post"]:
            found[ref] = position.texts([row["post"]])[row["post"]]
    return found


def refs(position: Position, chosen: Filter | None = None, *, sort: str = "ref") -> list[str]:
    """Return the references of all actions that *chosen* lets through, in order; raises KeyError for an unknown *sort*.

    A screen keeps these and reads only the rows that show, so that a page deep in a long list costs what the first one
    does.
    """
    chosen = chosen or Filter()
    comparing.ready(position, chosen.since)
    return _refs(position, chosen, sort)


def _refs(position: Position, chosen: Filter, sort: str, limit: int | None = None) -> list[str]:
    # To sort all of them by reference takes less than to walk the index: it would lead from row to row all over the
    # file.  For the first few it is the other way about.
    order = f"+{SORTS[sort]}" if sort == "ref" and limit is None else SORTS[sort]
    cut = "" if limit is None else f" LIMIT {limit}"
    sql = f"SELECT a.ref FROM rated_action a WHERE {chosen.where} ORDER BY {order}{cut}"
    found = position.value(f"SELECT group_concat(ref, ' ') FROM ({sql})", chosen.values)
    return str(found).split(" ") if found else []


AT_ONCE_SECONDS = 0.05
"""For so long the first rows are looked for by themselves; words that few actions have are sought in all of them."""


def stages(
    position: Position, chosen: Filter, *, sort: str, first: int, superseded: Callable[[], bool]
) -> Iterator[tuple[list[str], bool]]:
    """Yield the first references that *chosen* lets through, if they are found at once, then all of them.

    With each comes whether these are all.  Once *superseded* says so, nothing more is looked for.
    """
    comparing.ready(position, chosen.since)
    until = perf_counter() + AT_ONCE_SECONDS
    some: list[str] | None = None
    with suppress(Stopped), stopping(position, lambda: superseded() or perf_counter() > until):
        some = _refs(position, chosen, sort, first)
    if some is not None:
        yield some, len(some) < first
    if some is not None and len(some) < first:
        return
    found: list[str] | None = None
    with suppress(Stopped), stopping(position, superseded):
        found = _refs(position, chosen, sort)
    if found is not None:
        yield found, True


def lines(position: Position, wanted: Sequence[str]) -> dict[str, ActionLine]:
    """Return reference → line for some actions."""
    # Without an order, so that SQLite looks the few rows up instead of walking an index in that order.
    found = _read(position, f"{_SELECT} WHERE a.ref IN ({','.join('?' * len(wanted))})", wanted)
    return {line.ref: line for line in found}
