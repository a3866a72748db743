"""What the words of the filter language add to a question: one function per word that takes a value.

Which words there are, and how a filter is read, stands in tracker.register.filters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.model.text import clean, safe
from tracker.model.vocabulary import LOCAL_AREAS, Area, ChildGroup, Difference, Rating
from tracker.register import comparing
from tracker.register.states import ENDED


class FilterError(ValueError):
    """A filter that cannot be read; ``start`` and ``end`` say which characters are meant."""

    def __init__(self, message: str, start: int, end: int) -> None:
        """Keep where the word stands, so that a screen can point at it."""
        super().__init__(message)
        self.start = start
        self.end = end


@dataclass
class Filter:
    """SQL over ``rated_action`` (alias a), with its values; an empty filter lets everything through."""

    clauses: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)
    searched: list[tuple[str, str]] = field(default_factory=list)
    """Words that were searched for as text, each with the word of the language that it is like."""
    since: comparing.Since | None = None
    """The earlier position that ``change:`` compares with; ``comparing.ready`` fetches it before the SQL is asked."""
    changes: bool = False

    @property
    def where(self) -> str:
        """The condition as SQL."""
        return " AND ".join(f"({clause})" for clause in self.clauses) or "1"

    def add(self, clause: str, *values: object) -> None:
        """Add one condition."""
        self.clauses.append(clause)
        self.values.extend(values)


REPORTED = f"CASE WHEN a.status = 'signed_off' THEN 'blue' WHEN {ENDED} THEN NULL ELSE a.reported END"
"""The reported rating as the matrix counts it: blue once signed off, none once ended."""


def closed(column: str, words: list[str]) -> Callable[[Filter, str], None]:
    """Return what adds a choice among closed *words*, kept in *column*."""

    def add(found: Filter, value: str) -> None:
        wanted = [part.strip().lower().replace(" ", "_").replace("-", "_") for part in value.split(",")]
        for part in wanted:
            if part not in words:
                raise ValueError(f"'{safe(part)}' is none of: {', '.join(words)}")
        marks = ",".join("?" * len(wanted))
        found.add(f"{column} IN ({marks})", *wanted)

    return add


AREAS = ", ".join((*(f"{local.value} {local.words}" for local in LOCAL_AREAS), f"{Area.ALL.value} joint work"))
"""Which areas there are, each code with its name: who wrote another word may not know whose code is which."""


def areas(value: str) -> list[str]:
    """Return the codes of areas written with commas between them; raises ValueError that names what is none."""
    parts = [part.strip() for part in value.split(",")]
    for part in parts:
        if part.upper() not in [area.value for area in Area]:
            raise ValueError(f"'{safe(part)}' is not an area: {AREAS}")
    return [part.upper() for part in parts]


def area(found: Filter, value: str) -> None:
    """Add the areas; raises ValueError for anything else, as all of these do."""
    codes = areas(value)
    found.add(f"a.area IN ({','.join('?' * len(codes))})", *codes)


def recommendation(found: Filter, value: str) -> None:
    """Add the recommendations under which a row stands."""
    codes = [part.strip().upper() for part in value.split(",")]
    found.add(f"a.recommendation IN ({','.join('?' * len(codes))})", *codes)


def serves(found: Filter, value: str) -> None:
    """Add the recommendations that a row serves, wherever it stands."""
    codes = [part.strip().upper() for part in value.split(",")]
    marks = ",".join("?" * len(codes))
    found.add(
        f"a.recommendation IN ({marks}) OR EXISTS (SELECT 1 FROM action_serves s WHERE s.ref = a.ref"
        f" AND s.value IN ({marks}))",
        *codes,
        *codes,
    )


def rag(found: Filter, value: str) -> None:
    """Add a colour, by either rating."""
    ratings = [part.strip().lower() for part in value.split(",")]
    known = [rating.value for rating in Rating]
    for rating in ratings:
        if rating not in known:
            raise ValueError(f"'{safe(rating)}' is none of: {', '.join(known)}")
    marks = ",".join("?" * len(ratings))
    found.add(f"a.date_check IN ({marks}) OR {REPORTED} IN ({marks})", *ratings, *ratings)


def _like(value: str) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", clean(value))
    return f"%{escaped}%"


def owner(found: Filter, value: str) -> None:
    """Add who is accountable: a role, an agency or a person."""
    found.add(
        "a.lead = ? OR a.owner_person = ?"
        " OR a.lead IN (SELECT g.ref FROM agency g LEFT JOIN text t ON t.digest = g.name"
        "               WHERE g.kind = ? OR t.body LIKE ? ESCAPE '\\')"
        # The owner's own text is looked at; a list of all texts like it would be made of every text of the register.
        " OR EXISTS (SELECT 1 FROM text t WHERE t.digest = a.owner AND t.body LIKE ? ESCAPE '\\')",
        value.strip().upper(),
        value.strip().upper(),
        value.strip().lower(),
        _like(value),
        _like(value),
    )


def difference(found: Filter, value: str) -> None:
    """Add the steps of the difference made."""
    steps = [str(step.value) for step in Difference]
    wanted = [part.strip().lower().replace(" ", "_").replace("-", "_") for part in value.split(",")]
    for part in wanted:
        if part not in steps:
            raise ValueError(f"'{safe(part)}' is none of: {', '.join(steps)}")
    places = [steps.index(part) for part in wanted]
    found.add(
        "a.ref IN (SELECT d.ref FROM difference_now d WHERE min(d.claimed, d.evidenced, d.allowed) IN"
        f" ({','.join('?' * len(places))}))",
        *places,
    )


def codes(sql: str) -> Callable[[Filter, str], None]:
    """Agencies' codes, several with commas between them; *sql* has a place for their marks."""

    def add(found: Filter, value: str) -> None:
        codes = [part.strip().upper() for part in value.split(",")]
        found.add(sql.format(",".join("?" * len(codes))), *codes * sql.count("{0}"))

    return add


LEADS = "COALESCE(a.lead, '') IN ({0})"
TAKES_PART = "EXISTS (SELECT 1 FROM action_partners p WHERE p.ref = a.ref AND p.value IN ({0}))"


ANY = "any"
"""The word that finds whatever is marked with a group at all."""


GROUPS = f"whom it is about: {', '.join(group.value for group in ChildGroup)}; or {ANY}"
"""What the word ``group:`` takes."""


def groups(value: str, column: str, table: str) -> tuple[str, list[object]]:
    """Return the condition that what *column* names is marked in *table* with one of the groups of *value*, or any."""
    wanted = [part.strip().lower() for part in value.split(",")]
    known = [str(group.value) for group in ChildGroup]
    for part in wanted:
        if part not in (*known, ANY):
            raise ValueError(f"'{safe(part)}' is none of: {', '.join(known)}, {ANY}")
    if ANY in wanted:
        return f"EXISTS (SELECT 1 FROM {table} w WHERE w.ref = {column})", []
    marks = ",".join("?" * len(wanted))
    return f"EXISTS (SELECT 1 FROM {table} w WHERE w.ref = {column} AND w.value IN ({marks}))", list(wanted)


def group(column: str, table: str) -> Callable[[Filter, str], None]:
    """Add whom something is about."""

    def add(found: Filter, value: str) -> None:
        clause, wanted = groups(value, column, table)
        found.add(clause, *wanted)

    return add


def rule(found: Filter, value: str) -> None:
    """Add the rules of the date check."""
    ids = [part.strip().upper() for part in value.split(",")]
    for rule in ids:
        if not re.fullmatch("D[0-9]{1,2}", rule):
            raise ValueError(f"'{safe(rule)}' is no rule of the date check; write one like D1")
    found.add(f"COALESCE(a.rule, '') IN ({','.join('?' * len(ids))})", *ids)


def was(found: Filter, value: str) -> None:
    """Add the date check's colour at an earlier position."""
    ratings = [part.strip().lower() for part in value.split(",")]
    known = [rating.value for rating in Rating]
    for rating in ratings:
        if rating not in known:
            raise ValueError(f"'{safe(rating)}' is none of: {', '.join(known)}")
    found.add(comparing.was(len(ratings)), *ratings)
    found.changes = True


def change(found: Filter, value: str) -> None:
    """Add what became of a row since an earlier position."""
    words = [part.strip().lower().replace(" ", "_").replace("-", "_") for part in value.split(",")]
    for word in words:
        if word not in comparing.CHANGES:
            raise ValueError(f"'{safe(word)}' is none of: {', '.join(comparing.CHANGES)}")
    found.add(comparing.clause(words))
    found.changes = True
