"""The version for publication: what may be shown to everybody, cleared by a body in a decision that names its code.

What it shows and leaves out is chosen in tracker.reports.views.published; here stand clearance, embargo and the last
look at every line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker import __version__
from tracker.desk.refusal import Refusal
from tracker.model import guard
from tracker.model.dates import long
from tracker.model.vocabulary import Area, BodyKind, DecisionKind, DecisionState, Marking
from tracker.register.marking import marking
from tracker.register.position import Position, Row
from tracker.reports.arguments import Inputs
from tracker.reports.framing import review, scope_of
from tracker.reports.rendering import rendered
from tracker.reports.views import annex, other_counts, published, unknown
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import cut, listed, plural

CODE = 12
"""Hexadecimal digits of the code by which a decision names the text that it clears: short enough for a minute, and too
many for anybody to find another text of the same code."""

SHOWN = 5
"""Places that a refusal names before it says how many more there are."""


@dataclass(frozen=True)
class Cleared:
    """The decision that clears the text: its reference, what was asked, and the sentence that the report prints."""

    ref: str
    asked: str
    words: str


def subject(position: Position, named: str | None, *, draft: bool) -> str | None:
    """Return the decision that clears the version; a draft needs none.

    Raises Refusal when none is named for an issue, or when the one that is named clears nothing.
    """
    if named is None:
        if draft:
            return None
        raise Refusal(
            "A version for publication is issued only when a body has cleared it: make a draft (--draft), have its "
            "code cleared in a decision, then: tracker report publication DECISION"
        )
    row = position.row("SELECT * FROM main.decision WHERE ref = ? AND void = 0", [named])
    if row is None:
        raise Refusal(f"There is no decision {named} in this register; see: tracker decision list")
    if row["kind"] != DecisionKind.OTHER:
        raise Refusal(
            f"{named} is of kind '{DecisionKind(row['kind']).words}'; what clears a publication is asked for with: "
            "tracker decision ask --kind other"
        )
    if row["state"] != DecisionState.AGREED:
        raise Refusal(
            f"{named} is {DecisionState(row['state']).words}, not agreed, so nothing is cleared for publication."
        )
    kind = position.value("SELECT kind FROM main.body WHERE ref = ?", [row["body"]])
    if kind not in (BodyKind.EXECUTIVE, BodyKind.CHAIR):
        raise Refusal(
            f"{row['body']} cannot clear a publication: that is for a partnership executive or an independent chair."
        )
    return named


def body(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> str:
    """Return the body of the version as Markdown; a pure function of the position and *inputs*.

    Raises Refusal when a line looks like personal data or names a person, or when the decision does not clear this
    very text.
    """
    scope = scope_of(position, before, inputs, draft=draft)
    parts, made = published.parts(scope), published.measures(scope)
    substance = rendered(
        "publication.md.j2",
        scope=scope,
        in_short=published.sentence(scope),
        areas=published.areas(scope),
        late=published.late(scope),
        parts=parts,
        difference=published.difference(scope),
        voice=published.voice(scope),
        measures=made,
        unknown=unknown.published(scope),
        left_out=published.left_out(scope, made, parts),
        successors=annex.successors(scope),
        ratings=annex.ratings(),
    ).strip("\n")
    code = _code(substance)
    head = _head(scope, inputs, code, _cleared(scope, inputs, code, draft=draft))
    tail = rendered(
        "publication-annex.md.j2",
        annex=annex.annex(scope),
        entries=published.entry_counts(scope),
        commands=other_counts.commands(scope, published.counted(scope)),
    ).strip("\n")
    whole = f"{head}\n\n{substance}\n\n{tail}"
    _pass(position, whole)
    return whole


def _head(scope: Scope, inputs: Inputs, code: str, cleared: Cleared | None) -> str:
    embargo = inputs.ask.embargo
    title = "Progress of the action plan, version for publication"
    return rendered(
        "publication-head.md.j2",
        title=f"{title} AS AT {long(scope.day)}" if scope.past else title,
        covers=annex.heading(scope),
        marking=marking(scope.position, Marking.OFFICIAL),
        review=review(scope),
        day=long(scope.day),
        recorded=long(scope.recorded),
        entries=scope.entries,
        version=__version__,
        code=code,
        cleared=cleared.words if cleared else "",
        embargo=f"Embargo: not to be published before {long(embargo)}."
        if embargo and not isinstance(embargo, str)
        else "",
    ).strip("\n")


def _code(substance: str) -> str:
    digits = hashlib.sha256(substance.encode("utf-8")).hexdigest()[:CODE].upper()
    return "-".join(digits[start : start + 4] for start in range(0, CODE, 4))


# --- clearance --------------------------------------------------------------------------------------------------------


def _cleared(scope: Scope, inputs: Inputs, code: str, *, draft: bool) -> Cleared | None:
    """Return what clears this text, or None for a draft that nothing clears yet; raises Refusal for an issue."""
    ref = inputs.ask.subject
    if ref is None:
        return None
    position = scope.position
    row = position.row("SELECT * FROM main.decision WHERE ref = ?", [ref])
    assert row is not None
    _for_area(scope, row)
    texts = position.texts([row["asked"], row["minute"], row["why"]])
    asked = " ".join(texts.get(digest or "", "") for digest in (row["asked"], row["why"]))
    if code not in asked.upper():
        named = re.findall(r"\b[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}\b", asked.upper())
        said = f"it names {listed(named)}" if named else "it names no text"
        if draft:
            return None
        raise Refusal(
            f"{ref} does not clear this text: {said}, and this one is {code}. Either the plan has changed since, then "
            "give the day and entry of the draft (--as-at, --known-at), or have this text cleared: --asked 'Clear the "
            f"version for publication {code}'"
        )
    agencies = [r["value"] for r in position.rows("SELECT value FROM main.decision_agencies WHERE ref = ?", [ref])]
    by = "; ".join(scope.agency(code) for code in sorted(agencies))
    words = (
        f"Cleared for publication by {scope.body(row['body'])} ({by}) on {published.on(row['decided_on'])}: minute "
        f"{cut(texts.get(row['minute'] or ''), 120, none='not recorded')}, decision {ref}."
    )
    return Cleared(ref, asked, words)


def _for_area(scope: Scope, row: Row) -> None:
    """Refuse a decision of a body that does not decide for all that the version covers."""
    rows = scope.position.rows("SELECT value FROM main.body_areas WHERE ref = ?", [row["body"]])
    sits = {each["value"] for each in rows}
    wanted = {scope.area} if scope.area else set(scope.locals)
    if Area.ALL.value not in sits and not wanted <= sits:
        raise Refusal(
            f"{row['body']} decides for {', '.join(sorted(sits)) or 'no area'}; this version covers "
            f"{annex.heading(scope)}. Have it cleared by a body of {', '.join(sorted(map(str, wanted)))} or of ALL."
        )


# --- the last look ----------------------------------------------------------------------------------------------------


def _pass(position: Position, text: str) -> None:
    """Raise Refusal that says where a line looks like personal data, or names somebody whom the register names."""
    found = list(dict.fromkeys(_wrong(position, text)))
    if not found:
        return
    more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    raise Refusal(
        f"Nothing was made: {plural(len(found), 'place')} may not be published. {'; '.join(found[:SHOWN])}{more}. "
        "Change the words where they are recorded (as with tracker action edit), then ask again."
    )


def _wrong(position: Position, text: str) -> Iterator[str]:
    names = _names(position)
    heading = ""
    lines = text.split("\n")
    looked = guard.look_at_each(lines)
    for number, line in enumerate(lines):
        if line.startswith("#"):
            heading = line.lstrip("# ")[:60]
        kinds = [guard.listed(dict.fromkeys(looked[number]))] if number in looked else []
        if names is not None and names.search(line):
            kinds.append("the name of a person of this register")
        if kinds:
            first = line.lstrip("| ").split(" | ")[0].split(":")[0].replace("\\", "")
            place = first if re.fullmatch(r"[A-Z][A-Z0-9.m]{0,15}", first) else f"the part '{heading}'"
            yield f"{place} seems to hold {' and '.join(kinds)}"


def _names(position: Position) -> re.Pattern[str] | None:
    digests = [row["name"] for row in position.rows("SELECT name FROM main.person WHERE name IS NOT NULL")]
    held = position.store.texts(digests)
    names = sorted({text.body.strip() for text in held.values() if text.body and len(text.body.strip()) > 2})
    if not names:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
