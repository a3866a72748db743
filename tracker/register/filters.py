"""The filter language of lists: ``area:BRI rag:red overdue owner:police due<2022-06-30 "free text"`` → SQL.

One language for the command line, the screens and saved views.  Words are joined by *and*, commas
within a value by *or*.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.model import dates, references
from tracker.model.days import YEAR_STARTS
from tracker.model.text import safe
from tracker.model.vocabulary import Area, Basis, Mapping, Rating, Status
from tracker.register import comparing, states
from tracker.register import filter_values as values
from tracker.register.assuring import ACCEPTED, IN_HAND, with_evidence
from tracker.register.filter_values import REPORTED
from tracker.register.filter_values import Filter as Filter
from tracker.register.filter_values import FilterError as FilterError
from tracker.register.rules import DISAGREE, worst_first
from tracker.register.search import IN_ACTION, match_expression

_EXPECTED = "SELECT 1 FROM action_expects x WHERE x.ref = a.ref"

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
        f"NOT {with_evidence(IN_HAND)}",
    ),
    "expecting": ("evidence that is to show it is written down", f"EXISTS ({_EXPECTED})"),
    "accepted": (
        "accepted evidence",
        with_evidence(ACCEPTED),
    ),
    "unreported": ("no reported rating", f"{REPORTED} IS NULL"),
    "disagree": (
        "the reported rating is better than the date check",
        DISAGREE,
    ),
    "unconfirmed": (
        "the link to its recommendation is unconfirmed",
        f"a.mapping = 'unconfirmed' AND {states.NOT_ENDED}",
    ),
    "open": (
        "not ended and not signed off",
        states.OPEN,
    ),
    "current": ("open or signed off: not ended", states.NOT_ENDED),
    "plan": ("in the plan: not existing provision", states.IN_PLAN),
}
"""Words that stand alone: what they mean, and their SQL."""


FIELDS: dict[str, tuple[str, Callable[[Filter, str], None]]] = {
    "area": ("BRI, SGL, NSO or ALL", values.area),
    "rec": ("the recommendation under which it stands: R4, or X", values.recommendation),
    "rag": ("a colour, reported or by the date check", values.rag),
    "check": ("the date check's colour", values.closed("a.date_check", [rating.value for rating in Rating])),
    "reported": ("the reported colour", values.closed(REPORTED, [rating.value for rating in Rating])),
    "status": ("where the action stands", values.closed("a.status", [status.value for status in Status])),
    "basis": ("why the row is in the plan", values.closed("a.basis", [basis.value for basis in Basis])),
    "mapping": ("unconfirmed or confirmed", values.closed("a.mapping", [word.value for word in Mapping])),
    "serves": ("a recommendation under which it stands or which it serves as well", values.serves),
    "difference": (
        "the difference made that accepted evidence and checks after sign-off bear out",
        values.difference,
    ),
    "owner": ("a role, an agency's code, name or kind (police, health, council), a person (P7)", values.owner),
    "partner": ("a delivery partner's agency code", values.codes(values.TAKES_PART)),
    "lead": ("the lead agency's code", values.codes(values.LEADS)),
    "agency": (
        "the code of an agency that leads or is a delivery partner",
        values.codes(f"{values.LEADS} OR {values.TAKES_PART}"),
    ),
    "group": (values.GROUPS, values.group("a.ref", "action_groups")),
    "rule": ("the rule by which the dates rate it, like D1", values.rule),
    "was": ("the date check's colour at an earlier position", values.was),
    "change": (f"what became of it since an earlier position: {', '.join(comparing.CHANGES)}", values.change),
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


def parse(text: str, *, year_starts: int = YEAR_STARTS) -> Filter:
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
    if found.changes and found.since is None:
        raise FilterError("'change' and 'was' compare with an earlier position: add since:2022-06-30", 0, len(text))
    return found


def _one(found: Filter, match: re.Match[str], year_starts: int) -> None:
    if match["quoted"] is not None:
        _free(found, match["quoted"])
        return
    word = match["plain"]
    if word.lower() in FLAGS:
        found.add(FLAGS[word.lower()][1])
        return
    if _is_negative(word):
        _negative(found, word[1:], year_starts)
        return
    pair = _PAIR.fullmatch(word)
    if pair is None:
        _reference_or_free(found, word)
        return
    name, sign, value = pair["name"].lower(), pair["sign"], pair["value"].strip('"')
    if name == "since":
        found.since = comparing.since(value, year_starts)
    elif name in DATE_FIELDS:
        _date(found, DATE_FIELDS[name][1], sign, value, year_starts)
    elif name in FIELDS:
        if sign not in (":", "="):
            raise ValueError(f"'{name}' takes a colon: {name}:{safe(value) or 'value'}")
        if not value:
            raise ValueError(f"'{name}' needs a value: {FIELDS[name][0]}")
        FIELDS[name][1](found, value)
    else:
        known = ", ".join((*FIELDS, *DATE_FIELDS, "since"))
        raise ValueError(f"there is no field '{safe(name)}'; there are: {known}")


def _is_negative(word: str) -> bool:
    pair = _PAIR.fullmatch(word[1:])
    return word.startswith("-") and (word[1:].lower() in FLAGS or bool(pair and pair["name"].lower() in _NAMES))


def _negative(found: Filter, word: str, year_starts: int) -> None:
    """Leave out what *word* finds; what is not recorded is not found by it, and so stays."""
    inner = Filter()
    match = _WORD.fullmatch(word)
    assert match is not None
    _one(inner, match, year_starts)
    found.add(f"({inner.where}) IS NOT TRUE", *inner.values)
    found.changes = found.changes or inner.changes


def _reference_or_free(found: Filter, word: str) -> None:
    if references.is_reference(word):
        parsed = references.parse(word)
        if parsed.kind == "recommendation":
            values.recommendation(found, parsed.text)
            return
        if parsed.kind in ("action", "milestone"):
            found.add("a.ref = ?", parsed.action)
            return
        if parsed.kind == "response":
            found.add("a.recommendation = ? AND a.area = ?", parsed.recommendation, parsed.area)
            return
    _free(found, word)
    if near := _a_value(word.lower()) or _like_a_flag(word.lower()):
        found.searched.append((word, near))


def _a_value(word: str) -> str | None:
    """Return the field with *word*, where it names a status, a rating or an area: as text it finds hardly anything."""
    for field, said in (("status", Status), ("rag", Rating), ("area", Area)):
        if value := next((each.value for each in said if each.value.lower() == word), None):
            return f"{field}:{value}"
    return None


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
    found.add(IN_ACTION, *([expression] * 3))


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


_NAMES = {*FIELDS, *DATE_FIELDS}

SORTS = {
    "ref": "a.sort",
    "due": "a.due_now IS NULL, a.due_now, a.sort",
    "check": f"{worst_first('a.date_check')}, a.sort",
    "reported": f"{worst_first('a.reported')}, a.sort",
    "updated": "a.last_update IS NOT NULL, a.last_update, a.sort",
    "area": "a.area, a.sort",
}
"""Names by which a list can be sorted, and their SQL."""
