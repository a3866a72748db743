"""Equality: who is affected differently, as far as actions, measures and accepted evidence are marked with it.

What is not marked is said to be unknown.  Titles that name a group are found by a short list of words: that only points
at what nobody has marked, and is no analysis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tracker.model.vocabulary import ChildGroup, EvidenceState
from tracker.register import registers
from tracker.register.filters import parse
from tracker.register.showing import Record, records
from tracker.reports.views.difference import change_words
from tracker.reports.views.other_counts import Counted
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, is_are, joined, left_out, listed, plural, title

WORDS = (
    "asian", "black", "boys", "care leaver", "care-experienced", "deprivation", "disabilit", "disabled",
    "disproportion", "equalit", "ethnic", "faith", "female", "gender", "girls", "in care", "lgbt", "male", "minorit",
    "neurodiver", "over-represented", "poorer", "poverty", "pregnan", "race", "racial", "refugee", "religio",
    "sex of", "sexual orientation", "special educational", "traveller", "unaccompanied",
)  # fmt: skip
"""Words, or beginnings of words, by which a title is taken to name a group of children."""

_WORD = re.compile(rf"\b(?:{'|'.join(map(re.escape, WORDS))})", re.IGNORECASE)
ROWS = 12
FOUND = 40

MARKED = "plan open group:any"
UNMARKED = "plan open -group:any"


def names_a_group(title: str) -> bool:
    """Tell whether a title holds one of the words at the beginning of a word."""
    low = title.lower()
    return any(word in low for word in WORDS) and bool(_WORD.search(title))


class Equality(NamedTuple):
    """What is marked, with its denominators; what accepted evidence found; and what is not known.

    ``said`` counts what says whom it is about, ``named`` is the table of groups, ``found`` that of accepted evidence.
    ``unknown`` has a sentence for each thing that this does not tell.  ``titles`` are those of unmarked rows that seem
    to name a group, ``more`` how many of them are left out.  ``counted`` are the counts that no query of actions finds.
    """

    said: str
    named: Table | None
    found: Table | None
    unknown: tuple[str, ...]
    titles: tuple[str, ...]
    more: str
    counted: tuple[Counted, ...]


class _Held(NamedTuple):
    """What could say whom it is about: measures and accepted evidence, each with its groups; and all open actions."""

    open: int
    groups: dict[str, int]
    measures: list[Record]
    evidence: list[Record]

    @property
    def empty(self) -> bool:
        return not (self.open or self.measures or self.evidence)


def equality(scope: Scope) -> Equality:
    """Return what is recorded of who is affected differently."""
    held = _Held(scope.count(scope.query("plan open")), _groups(scope), _measures(scope), _evidence(scope))
    about = [piece for piece in held.evidence if piece["groups"]]
    found = _unmarked(scope, held)
    shown = tuple(found[:ROWS])
    return Equality(
        said=_said(scope, held, about),
        named=_named(scope, held, about),
        found=_told(scope, about),
        unknown=_unknown(scope, held, about),
        titles=shown,
        more=left_out(len(shown), len(found), "reading the titles in full"),
        counted=_counted(scope, held),
    )


def _counted(scope: Scope, held: _Held) -> tuple[Counted, ...]:
    """Return the counts of measures and of evidence, with the commands that find them again."""
    about = f"{scope.only.removeprefix('rec:')} ".lstrip()
    evidence = (
        (f"evidence list '{about}state:accepted'", len(held.evidence)),
        (f"evidence list '{about}state:accepted group:any'", _with_groups(held.evidence)),
    )
    if scope.only:  # the measures of one recommendation stand in its own part, one by one
        return evidence
    return (
        ("measure list", len(held.measures)),
        ("measure list 'group:any'", _with_groups(held.measures)),
        *evidence,
    )


def _groups(scope: Scope) -> dict[str, int]:
    """Return how many open actions are about each group that any of them is about."""
    chosen = parse(scope.query(MARKED))
    found = scope.position.rows(
        f"SELECT DISTINCT m.value FROM rated_action a JOIN action_groups m ON m.ref = a.ref WHERE {chosen.where}",
        chosen.values,
    )
    there = {row["value"] for row in found}
    return {
        group.value: scope.count(scope.query(f"plan open group:{group}"))
        for group in ChildGroup
        if group.value in there
    }


def _measures(scope: Scope) -> list[Record]:
    there = set(registers.measures(scope.position, scope.area))
    rows = records(scope.position, "measure", order="ORDER BY sort")
    return [row for row in rows if row["ref"] in there and scope.serves(row["serves"])]


def _evidence(scope: Scope) -> list[Record]:
    words = f"{scope.only.removeprefix('rec:')} state:accepted".strip()
    there = set(registers.evidence(scope.position, scope.area, words))
    accepted = records(scope.position, "evidence", "state = ?", (EvidenceState.ACCEPTED.value,), "ORDER BY sort")
    return [piece for piece in accepted if piece["ref"] in there]


def _with_groups(rows: Iterable[Record]) -> int:
    return sum(bool(row["groups"]) for row in rows)


# --- what is marked ---------------------------------------------------------------------------------------------------


def _said(scope: Scope, held: _Held, about: list[Record]) -> str:
    marked = scope.count(scope.query(MARKED))
    if held.empty:
        return "Nothing that could say whom it is about is recorded yet."
    measures = f"{_with_groups(held.measures)} of {plural(len(held.measures), 'measure')}"
    evidence = f"{len(about)} of {plural(len(held.evidence), 'piece')} of accepted evidence"
    return (
        f"{marked} of {plural(held.open, 'open action')} in the plan {'says' if marked == 1 else 'say'} which groups "
        f"of children {'it is' if marked == 1 else 'they are'} about; so is it said of {measures}, and of "
        f"{evidence if held.evidence else 'no accepted evidence, as there is none'}."
    )


def _named(scope: Scope, held: _Held, about: list[Record]) -> Table | None:
    """Return the groups that anything is marked with: how many open actions, and which measures and evidence."""
    rows = []
    for group in ChildGroup:
        actions = held.groups.get(group.value, 0)
        measures = [row["ref"] for row in held.measures if group.value in row["groups"]]
        pieces = [row["ref"] for row in about if group.value in row["groups"]]
        if actions or measures or pieces:
            rows.append(
                (group.words, f"{actions} of {held.open}", listed(measures) or "none", listed(pieces) or "none")
            )
    headers = ("Children who differ by", "Open actions about them", "Measures", "Accepted evidence")
    return Table(headers, tuple(rows)) if rows else None


def _told(scope: Scope, about: list[Record]) -> Table | None:
    """Return what accepted evidence found about the groups it is marked with, and what is said to have changed."""
    if not about:
        return None
    rows = []
    for piece in about[:FOUND]:
        links = scope.position.rows(
            "SELECT target, shows FROM evidence_link WHERE ref = ? ORDER BY seq", [piece["ref"]]
        )
        changed = [
            f"{link['target']}: {change_words(scope, link)}"
            for link in links
            if scope.covers(link["target"].split(".")[1:2]) and scope.about(link["target"])
        ]
        rows.append(
            (
                f"{piece['ref']}: {title(piece['title'])}",
                ChildGroup.said(piece["groups"]),
                _finding(scope, piece),
                joined(changed[:6]) or "not linked to any action",
            )
        )
    headers = ("Evidence", "About", "What it found", "What changed")
    return Table(headers, tuple(rows), left_out(len(rows), len(about), "tracker show, piece by piece,"))


def _finding(scope: Scope, piece: Record) -> str:
    """What a piece is described as showing, else why its reviewer accepted it."""
    if piece["description"]:
        return cut(piece["description"], 300)
    reviews = records(scope.position, "evidence_review", "ref = ?", (piece["ref"],), "ORDER BY seq")
    if reviews and reviews[-1]["why"]:
        return f"not written down; the reviewer: {cut(reviews[-1]['why'], 280)}"
    return "what it found is not written down here"


# --- what is not known ------------------------------------------------------------------------------------------------


def _unknown(scope: Scope, held: _Held, about: list[Record]) -> tuple[str, ...]:
    if held.empty:
        return ()
    lines = []
    silent = held.open - scope.count(scope.query(MARKED))
    if silent:
        scope.count(scope.query(UNMARKED))
        lines.append(
            f"Of {plural(silent, 'open action')} nobody has written down whom {'it is' if silent == 1 else 'they are'} "
            "about, so it is not known whether all children are reached alike."
        )
    if not about:
        lines.append(
            "No accepted evidence says whether any group of children is affected differently, so nothing is claimed."
        )
    named = {*held.groups, *(group for row in (*held.measures, *about) for group in row["groups"])}
    unseen = [group.words for group in ChildGroup if group.value not in named]
    if unseen:
        lines.append(f"Nothing here is about {joined(unseen, 'or')}.")
    measured = {group for row in held.measures for group in row["groups"]}
    unmeasured = [ChildGroup(group).words for group in held.groups if group not in measured]
    if unmeasured:
        lines.append(f"Actions are about {joined(unmeasured)}, and no measure {is_are(1)}.")
    return tuple(lines)


def _unmarked(scope: Scope, held: _Held) -> list[str]:
    """Return what nobody has marked although its title seems to name a group."""
    chosen = parse(scope.query(UNMARKED))
    rows = scope.position.rows(
        f"SELECT a.ref, a.title FROM rated_action a WHERE {chosen.where} ORDER BY a.sort", chosen.values
    )
    texts = scope.position.texts(row["title"] for row in rows)
    rows = [{**row, "title": texts[row["title"]]} for row in rows]
    rows += [row for row in held.measures if not row["groups"]]
    rows += [
        row
        for row in records(scope.position, "risk", order="ORDER BY sort")
        if scope.covers(row["areas"]) and scope.serves(row["serves"])
    ]
    return [f"{row['ref']}: {title(row['title'])}" for row in rows if names_a_group(row["title"] or "")]
