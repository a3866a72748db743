"""Equality: who is affected differently, as far as anything recorded says so; the register has no field for it today.

Titles that name a group of children are found by a short list of words; that is a pointer, not an analysis.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.register.filters import parse
from tracker.register.showing import records
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import left_out, title

WORDS = (
    "asian", "black", "boys", "care leaver", "care-experienced", "deprivation", "disabilit", "disabled",
    "disproportion", "equalit", "ethnic", "faith", "female", "gender", "girls", "in care", "lgbt", "male", "minorit",
    "neurodiver", "over-represented", "poorer", "poverty", "pregnan", "race", "racial", "refugee", "religio",
    "sex of", "sexual orientation", "special educational", "traveller", "unaccompanied",
)  # fmt: skip
"""Words, or beginnings of words, by which a title is taken to name a group of children."""

_WORD = re.compile(rf"\b(?:{'|'.join(map(re.escape, WORDS))})", re.IGNORECASE)
ROWS = 12


def names_a_group(title: str) -> bool:
    """Tell whether a title holds one of the words at the beginning of a word."""
    low = title.lower()
    return any(word in low for word in WORDS) and bool(_WORD.search(title))


@dataclass(frozen=True)
class Equality:
    """``said`` says honestly what is not recorded; ``named`` lists what names a group of children in its title."""

    said: str
    named: tuple[str, ...]
    more: str


def equality(scope: Scope) -> Equality:
    """Return what is recorded of who is affected differently."""
    found = [*_actions(scope), *_others(scope, "measure"), *_others(scope, "risk")]
    said = (
        "Not recorded: the register keeps no field for who is affected differently (by age, sex, ethnicity, "
        "disability, religion, being in care, or where children live), and no action, measure or piece of evidence is "
        "marked with it. So this report cannot say whether the plan reaches all children alike."
    )
    if not found:
        said += " No title in it names a group of children either."
    shown = tuple(found[:ROWS])
    return Equality(said, shown, left_out(len(shown), len(found), "reading the titles in full"))


def _actions(scope: Scope) -> list[str]:
    chosen = parse(scope.query("plan open"))
    rows = scope.position.rows(
        f"SELECT a.ref, a.title FROM rated_action a WHERE {chosen.where} ORDER BY a.sort", chosen.values
    )
    texts = scope.position.texts(row["title"] for row in rows)
    return [f"{row['ref']}: {title(texts[row['title']])}" for row in rows if names_a_group(texts[row["title"]])]


def _others(scope: Scope, table: str) -> list[str]:
    rows = records(scope.position, table, order="ORDER BY sort")
    return [
        f"{row['ref']}: {title(row['title'])}"
        for row in rows
        if scope.covers(row["areas"]) and names_a_group(row["title"] or "")
    ]
