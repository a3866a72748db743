"""The filter language of lists: ``area:BRI rag:red overdue owner:police due<2022-06-30 "free text"`` → SQL.

One language for the command line, the screens and saved views.  Words are joined by *and*, commas
within a value by *or*.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.model import dates, references
from tracker.model.text import clean, safe
from tracker.model.vocabulary import ENDED_STATUSES, Area, Basis, Difference, Mapping, Rating, Status
from tracker.register.assuring import IN_HAND
from tracker.register.search import match_expression


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

    @property
    def where(self) -> str:
        """The condition as SQL."""
        return " AND ".join(f"({clause})" for clause in self.clauses) or "1"

    def add(self, clause: str, *values: object) -> None:
        """Add one condition."""
        self.clauses.append(clause)
        self.values.extend(values)


_ENDED = ", ".join(f"'{status.value}'" for status in ENDED_STATUSES)
_REPORTED = f"CASE WHEN a.status = 'signed_off' THEN 'blue' WHEN a.status IN ({_ENDED}) THEN NULL ELSE a.reported END"
"""The reported rating as the matrix counts it: blue once signed off, none once ended."""

FLAGS: dict[str, tuple[str, str]] = {
    "overdue": ("past the agreed due date and not complete", "a.rule = 'D1'"),
    "late": ("red or amber by its dates", "a.date_check IN ('red', 'amber')"),
    "unowned": (
        "neither lead agency nor owner",
        "a.lead IS NULL AND a.owner IS NULL AND a.owner_person IS NULL",
    ),
    "undated": ("no due date and no review date", "a.due_now IS NULL AND a.review_on IS NULL"),
    "moved": ("agreed due date was revised", "EXISTS (SELECT 1 FROM revision r WHERE r.ref = a.ref)"),
    "unevidenced": (
        "no evidence in hand",
        "NOT EXISTS (SELECT 1 FROM evidence_link l JOIN evidence_now e ON e.ref = l.ref WHERE l.target = a.ref"
        f" AND e.void = 0 AND e.state IN {IN_HAND})",
    ),
    "unreported": ("no reported rating", f"{_REPORTED} IS NULL"),
    "disagree": (
        "the reported rating is better than the date check",
        "a.reported = 'green' AND a.date_check IN ('red', 'amber') OR a.reported = 'amber' AND a.date_check = 'red'",
    ),
    "unconfirmed": (
        "the link to its recommendation is unconfirmed",
        f"a.mapping = 'unconfirmed' AND a.status NOT IN ({_ENDED})",
    ),
    "open": (
        "not ended and not signed off",
        "a.status IN ('proposed', 'planned', 'in_progress', 'paused', 'complete')",
    ),
    "current": ("open or signed off: not ended", f"a.status NOT IN ({_ENDED})"),
    "plan": ("in the plan: not existing provision", "a.basis <> 'existing_provision'"),
}
"""Words that stand alone: what they mean, and their SQL."""


def _closed(column: str, words: list[str]) -> Callable[[Filter, str], None]:
    def add(found: Filter, value: str) -> None:
        wanted = [part.strip().lower().replace(" ", "_").replace("-", "_") for part in value.split(",")]
        for part in wanted:
            if part not in words:
                raise ValueError(f"'{safe(part)}' is none of: {', '.join(words)}")
        marks = ",".join("?" * len(wanted))
        found.add(f"{column} IN ({marks})", *wanted)

    return add


def _area(found: Filter, value: str) -> None:
    codes = [part.strip().upper() for part in value.split(",")]
    for code in codes:
        if code not in [area.value for area in Area]:
            raise ValueError(f"'{safe(code)}' is not an area: BRI, SGL, NSO or ALL")
    found.add(f"a.area IN ({','.join('?' * len(codes))})", *codes)


def _recommendation(found: Filter, value: str) -> None:
    codes = [part.strip().upper() for part in value.split(",")]
    found.add(f"a.recommendation IN ({','.join('?' * len(codes))})", *codes)


def _serves(found: Filter, value: str) -> None:
    codes = [part.strip().upper() for part in value.split(",")]
    marks = ",".join("?" * len(codes))
    found.add(
        f"a.recommendation IN ({marks}) OR EXISTS (SELECT 1 FROM action_serves s WHERE s.ref = a.ref"
        f" AND s.value IN ({marks}))",
        *codes,
        *codes,
    )


def _rag(found: Filter, value: str) -> None:
    ratings = [part.strip().lower() for part in value.split(",")]
    known = [rating.value for rating in Rating]
    for rating in ratings:
        if rating not in known:
            raise ValueError(f"'{safe(rating)}' is none of: {', '.join(known)}")
    marks = ",".join("?" * len(ratings))
    found.add(f"a.date_check IN ({marks}) OR {_REPORTED} IN ({marks})", *ratings, *ratings)


def _like(value: str) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", clean(value))
    return f"%{escaped}%"


def _owner(found: Filter, value: str) -> None:
    found.add(
        "a.lead = ? OR a.owner_person = ?"
        " OR a.lead IN (SELECT g.ref FROM agency g LEFT JOIN text t ON t.digest = g.name"
        "               WHERE g.kind = ? OR t.body LIKE ? ESCAPE '\\')"
        " OR a.owner IN (SELECT digest FROM text WHERE body LIKE ? ESCAPE '\\')",
        value.strip().upper(),
        value.strip().upper(),
        value.strip().lower(),
        _like(value),
        _like(value),
    )


def _difference(found: Filter, value: str) -> None:
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


def _partner(found: Filter, value: str) -> None:
    found.add("EXISTS (SELECT 1 FROM action_partners p WHERE p.ref = a.ref AND p.value = ?)", value.strip().upper())


FIELDS: dict[str, tuple[str, Callable[[Filter, str], None]]] = {
    "area": ("BRI, SGL, NSO or ALL", _area),
    "rec": ("the recommendation under which it stands: R4, or X", _recommendation),
    "rag": ("a colour, reported or by the date check", _rag),
    "check": ("the date check's colour", _closed("a.date_check", [rating.value for rating in Rating])),
    "reported": ("the reported colour", _closed(_REPORTED, [rating.value for rating in Rating])),
    "status": ("where the action stands", _closed("a.status", [status.value for status in Status])),
    "basis": ("why the row is in the plan", _closed("a.basis", [basis.value for basis in Basis])),
    "mapping": ("unconfirmed or confirmed", _closed("a.mapping", [word.value for word in Mapping])),
    "serves": ("a recommendation under which it stands or which it serves as well", _serves),
    "difference": (
        "the difference made that accepted evidence and checks after sign-off bear out",
        _difference,
    ),
    "owner": ("a role, an agency's code, name or kind (police, health, council), a person (P7)", _owner),
    "partner": ("a delivery partner's agency code", _partner),
}
"""``name:value`` words: what the value is, and what adds the condition."""

DATE_FIELDS = {
    "due": ("the agreed due date", "a.due_now"),
    "original": ("the original due date", "a.due"),
    "updated": ("the day of the last update", "a.last_update"),
    "review": ("the next review date", "a.review_on"),
    "started": ("the day work started", "a.started"),
}
"""Words that take a date: ``due<2022-06-30``, ``due>=March 2022`` in quotes, ``due:none``."""

_WORD = re.compile(r'"(?P<quoted>[^"]*)"?|(?P<plain>(?:[^\s"]|"[^"]*"?)+)')
_PAIR = re.compile(r"(?P<name>[a-z]+)(?P<sign><=|>=|<|>|:|=)(?P<value>.*)", re.DOTALL | re.IGNORECASE)


MOST_WORDS = 60
"""More would only be a text that was pasted by mistake; the database asks no question of a thousand parts."""


def parse(text: str, *, year_starts: int = 4) -> Filter:
    """Return the filter written as *text*.

    Raises FilterError, which points at the word that cannot be read and says what could stand there.
    """
    found = Filter()
    text = re.sub("[\ud800-\udfff\0]", "\ufffd", text)  # what no text of a register can hold; places stay the same
    for place, match in enumerate(_WORD.finditer(text)):
        if place >= MOST_WORDS:
            raise FilterError(f"a filter has at most {MOST_WORDS} words", match.start(), match.end())
        try:
            _one(found, match, year_starts)
        except FilterError:
            raise
        except ValueError as error:
            raise FilterError(f"'{safe(match[0])}': {error}", match.start(), match.end()) from None
    return found


def _one(found: Filter, match: re.Match[str], year_starts: int) -> None:
    if match["quoted"] is not None:
        _free(found, match["quoted"])
        return
    word = match["plain"]
    if word.lower() in FLAGS:
        found.add(FLAGS[word.lower()][1])
        return
    pair = _PAIR.fullmatch(word)
    if pair is None:
        _reference_or_free(found, word)
        return
    name, sign, value = pair["name"].lower(), pair["sign"], pair["value"].strip('"')
    if name in DATE_FIELDS:
        _date(found, DATE_FIELDS[name][1], sign, value, year_starts)
    elif name in FIELDS:
        if sign not in (":", "="):
            raise ValueError(f"'{name}' takes a colon: {name}:{safe(value) or 'value'}")
        if not value:
            raise ValueError(f"'{name}' needs a value: {FIELDS[name][0]}")
        FIELDS[name][1](found, value)
    else:
        known = ", ".join((*FIELDS, *DATE_FIELDS))
        raise ValueError(f"there is no field '{safe(name)}'; there are: {known}")


def _reference_or_free(found: Filter, word: str) -> None:
    if references.is_reference(word):
        parsed = references.parse(word)
        if parsed.kind == "recommendation":
            _recommendation(found, parsed.text)
            return
        if parsed.kind in ("action", "milestone"):
            found.add("a.ref = ?", parsed.action)
            return
        if parsed.kind == "response":
            found.add("a.recommendation = ? AND a.area = ?", parsed.recommendation, parsed.area)
            return
    _free(found, word)
    if near := _like_a_flag(word.lower()):
        found.searched.append((word, near))


def _like_a_flag(word: str) -> str | None:
    """Return the word of the language that *word* may be a slip for: one letter off, or two in a long word."""
    for flag in FLAGS:
        if _apart(word, flag) <= (1 if len(flag) <= 5 else 2):
            return flag
    return None


def _apart(one: str, other: str) -> int:
    """Count the letters to put in, leave out, change or swap with the next that lead from *one* to *other*."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            step = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and (a, one[i - 2]) == (other[j - 2], b):
                step = min(step, older[j - 2] + 1)
            row.append(step)
    return row[-1]


def slips(found: Filter) -> str | None:
    """Return in words which words were searched for as text although they are like one of the language, or None."""
    told = [f"'{safe(word)}' was searched for as text; did you mean {near}?" for word, near in found.searched]
    return " ".join(told) or None


def _free(found: Filter, words: str) -> None:
    expression = match_expression(words)
    if expression is None:
        if words.strip():
            raise ValueError("there is no letter or digit in it to search for")
        return
    hit = "(SELECT digest FROM text WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH ?))"
    found.add(
        f"a.title IN {hit} OR a.description IN {hit} OR a.owner IN {hit} OR a.locality IN {hit}"
        f" OR a.ref IN (SELECT p.ref FROM progress p WHERE p.note IN {hit})",
        *([expression] * 5),
    )


def _date(found: Filter, column: str, sign: str, value: str, year_starts: int) -> None:
    if value.lower() in ("none", "-"):
        found.add(f"{column} IS NULL")
        return
    written = dates.parse(value, year_starts=year_starts)
    first, last = written.first.isoformat(), written.day.isoformat()
    if sign in (":", "="):
        found.add(f"{column} BETWEEN ? AND ?", first, last)
    else:
        found.add(f"{column} {sign} ?", last if sign in ("<=", ">") else first)


SORTS = {
    "ref": "a.sort",
    "due": "a.due_now IS NULL, a.due_now, a.sort",
    "check": "CASE a.date_check WHEN 'red' THEN 0 WHEN 'amber' THEN 1 WHEN 'grey' THEN 2 WHEN 'green' THEN 3"
    " WHEN 'blue' THEN 4 ELSE 5 END, a.sort",
    "reported": "CASE a.reported WHEN 'red' THEN 0 WHEN 'amber' THEN 1 WHEN 'green' THEN 2 ELSE 3 END, a.sort",
    "updated": "a.last_update IS NOT NULL, a.last_update, a.sort",
    "area": "a.area, a.sort",
}
"""Names by which a list can be sorted, and their SQL."""
