"""The guard at the desk: looks at every text of an act before it is recorded, and keeps why one was recorded anyway.

What looks like personal data stands in tracker.model.guard.  What was matched goes nowhere: not into a message, not
into a fact, not into a log.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.desk.refusal import Refusal
from tracker.ledger.entry import Draft
from tracker.model.guard import FACT, WHY, Kind, listed, look
from tracker.model.guard.figures import counts_people
from tracker.model.text import clean
from tracker.register.position import Position

MADE_HERE = {"report.issued": {"body", "issuer"}, "log.restored": {"kept_as"}}
"""Texts that the program makes itself, by act; a report's body repeats what was looked at when it was recorded."""

_PLAIN = {"words": "text", "why": "reason", "minute": "minute reference", WHY: "reason why it must stand"}


@dataclass(frozen=True)
class Found:
    """One warning: the text's name, and what it looks like from *start* to *end*, in characters."""

    field: str
    kind: Kind
    start: int
    end: int


class Sensitive(Refusal):
    """An act whose texts look like personal data, recorded only with a reason; ``found`` says where.

    ``overridable`` is false when it is the reason itself that holds such data.
    """

    def __init__(self, found: Sequence[Found], *, overridable: bool = True) -> None:
        """Word what was found, without repeating any of it."""
        self.found = list(found)
        self.overridable = overridable
        end = (
            "Nothing was saved: take it out, or give a reason why it must stand."
            if overridable
            else "Nothing was saved: write the reason without it."
        )
        super().__init__(f"{_sentence(self.found)} {end}")


def fields(found: Iterable[Found]) -> dict[str, list[Kind]]:
    """Return text name → kinds found in it, each once, in the order of the texts."""
    kinds: dict[str, list[Kind]] = {}
    for one in found:
        there = kinds.setdefault(one.field, [])
        if one.kind not in there:
            there.append(one.kind)
    return kinds


def field_words(field: str) -> str:
    """How a text is called in a sentence: file_name → file name."""
    return _PLAIN.get(field, field.replace("_", " "))


def _sentence(found: Sequence[Found]) -> str:
    parts = []
    for field, kinds in fields(found).items():
        parts.append(f"the {field_words(field)} seems to hold {listed(kinds)}")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def look_at(texts: Mapping[str, str | None]) -> list[Found]:
    """Return what looks like personal data in *texts*, text by text."""
    return [
        Found(name, match.kind, match.start, match.end) for name, body in texts.items() if body for match in look(body)
    ]


def forewarn(texts: Mapping[str, str | None], reason: str | None) -> None:
    """Raise Sensitive where recording *texts* would be refused: before a file is copied, say."""
    _check(look_at({name: clean(body or "") for name, body in texts.items()}), reason)


def guarded(drafts: Sequence[Draft], reason: str | None, now: Position) -> list[Draft]:
    """Return *drafts* as they may be recorded: those that look like personal data bear what kind, and the reason.

    Raises Sensitive when there is something to warn of and no reason, or when the reason itself looks like that.
    """
    found = [look_at({**_typed(draft), **_figures(draft, now)}) for draft in drafts]
    _check([one for each in found for one in each], reason)
    return [
        _bearing(draft, each, clean(reason or "")) if each else draft for draft, each in zip(drafts, found, strict=True)
    ]


def _typed(draft: Draft) -> dict[str, str]:
    made = MADE_HERE.get(draft.act, ())
    return {name: body for name, body in draft.texts.items() if name not in made}


def _figures(draft: Draft, now: Position) -> dict[str, str]:
    """The figures of a measure as they read beside its unit, where it counts children or families."""
    facts = draft.facts
    if draft.act == "measure.added":
        return _count("baseline", facts.get("baseline"), draft.texts.get("unit", ""))
    if draft.act != "reading.added":
        return {}
    row = now.row("SELECT unit, title FROM measure WHERE ref = ?", [draft.on[0]]) or {}
    texts = now.texts([digest for digest in row.values() if digest])
    unit, title = (texts.get(row.get(name) or "", "") for name in ("unit", "title"))
    if facts.get("denominator") and counts_people(f"{unit} {title}"):
        return {"reading": f"{facts['numerator']} of {facts['denominator']} children"}
    return _count("reading", facts.get("value"), unit)


def _count(name: str, value: object, unit: str) -> dict[str, str]:
    counted = value is not None and counts_people(unit)
    return {name: f"{re.sub(r'[.]0*$', '', str(value))} children"} if counted else {}


def _check(found: Sequence[Found], reason: str | None) -> None:
    if not found:
        return
    why = clean(reason or "")
    if not why:
        raise Sensitive(found)
    if in_reason := look_at({WHY: why}):
        raise Sensitive(in_reason, overridable=False)


def _bearing(draft: Draft, found: Sequence[Found], why: str) -> Draft:
    kinds = sorted({one.kind.value for one in found})
    return replace(draft, facts={**draft.facts, FACT: kinds}, texts={**draft.texts, WHY: why})
