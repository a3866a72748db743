"""Which entries of the trail are asked for, and the conditions in SQL that find them.

Reading the entries and putting them into words is tracker.register.history's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from tracker.model import references
from tracker.model.acts import ACTS
from tracker.model.text import clean
from tracker.register import comparing, following
from tracker.register.position import Position
from tracker.register.search import match_expression

if TYPE_CHECKING:
    from tracker.register.filters import Filter

LATE_DAYS = 30
"""An entry recorded more than so many days after what it records occurred is said to be recorded late."""

OPENING = "1"
"""The batch of the entries that open a register: no late news, since they say what earlier papers say, all at once."""

_LINE = "CAST(e.line AS TEXT)"
_MAPPED = "'action.added', 'action.adopted', 'action.mapped', 'recommendation.numbered'"

REPLACES = (
    f"EXISTS (SELECT 1 FROM main.entry e, json_each({_LINE}, '$.facts') j WHERE e.seq = i.seq AND j.type = 'object')"
)
"""SQL for an entry that replaced something of a row: such a fact is kept as from and to."""


def _acts_ending(word: str) -> str:
    return ", ".join(f"'{act}'" for act in ACTS if act.endswith(f".{word}"))


GROUPS = {
    "mapping": (
        "which recommendation an action serves: added, adopted, confirmed or moved, official numbers",
        f"i.act IN ({_MAPPED}) OR i.act IN ('action.edited', 'entry.undone') AND EXISTS (SELECT 1 FROM main.entry e"
        f" WHERE e.seq = i.seq AND (json_extract({_LINE}, '$.facts.serves') IS NOT NULL"
        f" OR json_extract({_LINE}, '$.facts.undone') IN ({_MAPPED})))",
    ),
    "added": (
        "something entered the register: an action, evidence, a reading, a query",
        f"i.act IN ({_acts_ending('added')}, 'query.raised')",
    ),
    "ended": (
        "an action signed off, withdrawn, declined, superseded, split or merged; words or a file removed",
        "i.act IN ('action.signed_off', 'action.withdrawn', 'action.declined', 'action.superseded', 'action.split',"
        " 'action.merged', 'disposal.made')",
    ),
    "corrected": ("a date put right, an act undone", "i.act IN ('date.corrected', 'entry.undone')"),
    "noted": (
        "links of evidence, reviews of the trail, and notes that replaced nothing of the row",
        "i.act IN ('evidence.linked', 'trail.reviewed') OR i.act = 'progress.recorded' AND NOT " + REPLACES,
    ),
}
"""Groups of acts that are no word of an act's name: what they hold, and their SQL over ``entry_index`` (i)."""


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for; None means any.

    ``ref`` finds what stands under it too; ``follow`` an action with all that it came from and went on as; ``of`` the
    actions that a filter lets through, with what stands under them.  ``words`` are looked for in the texts that were
    typed, as they were then; ``late`` asks for what was recorded late since the register was opened.  ``area`` and
    ``act`` take several with commas between them; ``without`` is an act or group that is left out.  ``after`` asks for
    what counts only from a later day, for entries later than a number, or for both: what a position of that day, from
    entries up to that number, did not hold.  ``standing`` leaves out what was undone; ``changing`` is True for what
    replaced something of a row, False for what replaced nothing.
    """

    ref: str | None = None
    by: str | None = None
    area: str | None = None
    act: str | None = None
    since: date | None = None
    until: date | None = None
    newest_first: bool = False
    limit: int | None = None
    offset: int = 0
    follow: str | None = None
    of: Filter | None = None
    late: bool = False
    words: str | None = None
    after: date | int | tuple[date, int] | None = None
    without: str | None = None
    standing: bool = False
    changing: bool | None = None


def conditions(position: Position, wanted: Wanted) -> tuple[str, list[object]]:
    """Return the condition on ``entry_index`` (alias i) and its values."""
    clauses: list[str] = []
    values: list[object] = []

    def add(clause: str, *values_of_it: object) -> None:
        clauses.append(f"({clause})")
        values.extend(clean(value) if isinstance(value, str) else value for value in values_of_it)

    if wanted.ref:
        _about(add, wanted.ref)
    if wanted.follow:
        family = following.line_of(position, wanted.follow)
        under = " OR ".join(_UNDER for _ in family)
        add(f"i.seq IN (SELECT seq FROM entry_ref WHERE {under})", *(side for ref in family for side in _range(ref)))
    if wanted.of is not None:
        comparing.ready(position, wanted.of.since)
        add(_OF.format(where=wanted.of.where), *wanted.of.values, *wanted.of.values)
    if wanted.by:
        add("i.by = ?", wanted.by)
    if wanted.area:
        areas = wanted.area.split(",")
        add(f"i.area IN ({','.join('?' * len(areas))})", *areas)
    if wanted.act:
        _acts(add, wanted.act)
    if wanted.without:
        _acts(add, wanted.without, "NOT ")
    if wanted.standing:
        add("i.undone IS NULL AND i.act <> 'entry.undone'")
    if wanted.changing is not None:
        add(f"{'' if wanted.changing else 'NOT '}{REPLACES}")
    if wanted.since:
        add("substr(i.at, 1, 10) >= ?", wanted.since.isoformat())
    if wanted.until:
        add("substr(i.at, 1, 10) <= ?", wanted.until.isoformat())
    if isinstance(wanted.after, date):
        add("i.effective_on > ?", wanted.after.isoformat())
    elif isinstance(wanted.after, tuple):
        add("i.effective_on > ? OR i.seq > ?", wanted.after[0].isoformat(), wanted.after[1])
    elif wanted.after is not None:
        add("i.seq > ?", wanted.after)
    if wanted.late:
        add(f"i.batch IS NOT '{OPENING}' AND julianday(substr(i.at, 1, 10)) - julianday(i.occurred_on) > {LATE_DAYS}")
    if wanted.words and (expression := match_expression(wanted.words)):
        add(_SAYS, expression)
    return " AND ".join(clauses) or "1", values


class _Add(Protocol):
    """Adds one condition with its values."""

    def __call__(self, clause: str, *values_of_it: object) -> None:
        """Add it."""


_UNDER = "ref = ? OR ref >= ? AND ref < ?"
"""A reference and what stands under it, by the range of texts that begin with it and a full stop; nothing in the
reference can mean anything else, as a % or _ would."""

_OF = (
    "i.seq IN (SELECT r.seq FROM entry_ref r WHERE r.ref IN (SELECT a.ref FROM rated_action a WHERE {where})"
    " OR r.ref IN (SELECT m.ref FROM milestone m WHERE m.action IN (SELECT a.ref FROM rated_action a WHERE {where})))"
)
_SAYS = (
    f"EXISTS (SELECT 1 FROM main.entry e, json_each({_LINE}, '$.texts') j WHERE e.seq = i.seq AND j.value IN"
    " (SELECT digest FROM text WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH ?)))"
)


def _range(ref: str) -> tuple[str, str, str]:
    return ref, f"{ref}.", f"{ref}/"  # "/" is the character after "."


def _about(add: _Add, said: str) -> None:
    ref = references.parse(said).text if references.is_reference(said) else clean(said)
    if references.is_reference(ref) and ref.startswith("#"):
        add("i.seq = ?", int(ref[1:]))
    else:
        add(f"i.seq IN (SELECT seq FROM entry_ref WHERE {_UNDER})", *_range(ref))


def _acts(add: _Add, said: str, negation: str = "") -> None:
    clauses: list[str] = []
    values: list[object] = []
    for act in said.split(","):
        if act in GROUPS:
            clauses.append(GROUPS[act][1])
        elif "." in act:
            clauses.append("i.act = ?")
            values.append(act)
        else:
            clauses.append("i.act >= ? AND i.act < ?")
            values += [f"{act}.", f"{act}/"]
    add(f"{negation}({' OR '.join(f'({clause})' for clause in clauses)})", *values)
