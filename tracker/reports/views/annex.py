"""The legend, the names that need one, and the annex: for every count the query that finds it again.

A count that is nought has no line of its own; its query is that of its neighbours with another area or recommendation.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tracker.model.references import sort_key
from tracker.model.vocabulary import Area, Difference, Rating
from tracker.reports.views.entry_counts import counted
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, rated


class Query(NamedTuple):
    """One count: the filter query, what it found, and where the query is to be asked (options of the command)."""

    words: str
    found: int


class Annex(NamedTuple):
    """``options`` put a command back to the two positions; the lists hold every count but the noughts.

    ``entries`` are counts of entries, found with ``tracker log``.
    """

    options: str
    queries: tuple[Query, ...]
    options_before: str
    queries_before: tuple[Query, ...]
    entries: tuple[Query, ...]


def annex(scope: Scope, *trails: str) -> Annex:
    """Return every count that the report printed; to be asked for last, when all views are made.

    *trails* are queries of entries that the report counted besides those that every report counts.
    """
    before = ""
    if scope.compared is not None:
        when = scope.compared.position.when
        before = _options("--as-at" if when.as_at else "--today", scope.compared.on.isoformat(), scope.compared.entries)
    option = "--as-at" if scope.position.when.as_at else "--today"
    return Annex(
        options=_options(option, scope.day.isoformat(), scope.entries),
        queries=_counted(scope.counted),
        options_before=before,
        queries_before=_counted(scope.counted_before),
        entries=tuple(Query(words, number) for words, number in counted(scope, *trails).items()),
    )


def _options(option: str, day: str, entries: int) -> str:
    return f"{option} {day} --known-at {entries}"


def _counted(counted: dict[str, int]) -> tuple[Query, ...]:
    found = [Query(words, number) for words, number in counted.items() if number]
    return tuple(sorted(found, key=lambda query: _place(query.words)))


def _place(words: str) -> tuple[str, str, str]:
    """Whole-plan queries first, then areas in the plan's order, then recommendations in theirs."""
    first, _, rest = words.partition(" ")
    if re.fullmatch(r"area:[A-Z]{3}", first):
        return "1", sort_key(first.removeprefix("area:")), rest
    if re.fullmatch(r"(R[0-9]+|X)\.[A-Z]{3}", first):
        return "2", sort_key(first), rest
    return "0", first, rest


def ratings() -> Table:
    """Return the legend of ratings."""
    return Table(("Rating", "What it means"), tuple((rated(r.value), r.meaning) for r in Rating))


def differences() -> str:
    """Return the steps of the difference made, weakest first."""
    return ", then ".join(word.words for word in Difference)


def successors(scope: Scope) -> list[str]:
    """Return the full names of agencies that followed others which the report names."""
    codes = {scope.successors[code] for code in scope.named if code in scope.successors}
    return [f"{code}: {scope.agencies[code]}" for code in sorted(codes) if code in scope.agencies]


def heading(scope: Scope) -> str:
    """Return what the report covers, for its title."""
    if scope.area is None:
        return "the three areas, and joint work apart"
    if scope.area == Area.ALL:
        return "joint work of the three areas"
    return f"{scope.area_names[scope.area]}, and joint work apart"
