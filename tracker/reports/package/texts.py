"""What became of each text that a package's entries name: held, withheld, disposed of by an entry, or MISSING.

A text that is not shown keeps its hash and says why; which texts are held back is decided here and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.ledger.entry import Entry
from tracker.ledger.store import HeldText
from tracker.model import guard
from tracker.model.vocabulary import Marking
from tracker.register import gaps
from tracker.register.position import Position
from tracker.reports.package.asking import Ask

HELD, WITHHELD, DISPOSED, MISSING = "held", "withheld", "disposed", "MISSING"

OPEN_GROUPS = ("register", "review", "area", "body", "source", "agency", "recommendation", "measure", "reading")
"""First words of acts whose texts a package marked OFFICIAL shows: what is published, or says nothing of anybody."""

OPEN_FIELDS = ("title", "post")
"""Fields that it shows of every other act."""


@dataclass(frozen=True)
class Origin:
    """Where a text was first named: the number of the entry, the field, the act, and what the entry is about."""

    entry: int
    field: str
    act: str
    on: tuple[str, ...]


@dataclass(frozen=True)
class TextLine:
    """One text of a package; ``body`` is None unless it is held, ``by_entry`` says which entry disposed of it."""

    digest: str
    origin: Origin
    state: str
    held: HeldText | None = None
    why: str = ""
    by_entry: int | None = None

    @property
    def shown(self) -> str:
        """What stands in the text's place for people."""
        if self.state == HELD:
            assert self.held is not None
            assert self.held.body is not None
            return self.held.body
        if self.state == DISPOSED:
            return f"[disposed of: see entry #{self.by_entry}]"
        return f"[withheld: {self.why}]" if self.state == WITHHELD else "[MISSING from the register]"

    def as_line(self) -> str:
        """Return the line of texts.jsonl: ASCII, so that no reader of lines splits it."""
        record: dict[str, object] = {
            "sha256": self.digest,
            "entry": self.origin.entry,
            "field": self.origin.field,
            "state": self.state,
        }
        if self.state == HELD and self.held and self.held.salt is not None:
            record |= {"salt": self.held.salt.hex(), "body": self.held.body}
        elif self.state == DISPOSED:
            record["by_entry"] = self.by_entry
        elif self.state == WITHHELD:
            record["why"] = self.why
        return json.dumps(record) + "\n"


def origins(entries: Iterable[Entry]) -> dict[str, Origin]:
    """Return digest → where it was first named, over the entries of the whole log."""
    found: dict[str, Origin] = {}
    for entry in entries:
        for field, digest in entry.texts.items():
            found.setdefault(digest, Origin(entry.seq, field, entry.act, entry.on))
    return found


def named(entry: Entry, known: Mapping[str, Origin]) -> list[str]:
    """Return the digests of texts that *entry* names: its own, and those that it replaced or brought back."""
    facts = [value for value in entry.facts.values() if isinstance(value, dict)]
    sides = [side for fact in facts for side in fact.values() if isinstance(side, str) and side in known]
    return list(dict.fromkeys([*entry.texts.values(), *sides]))


def disposals(position: Position) -> dict[str, int]:
    """Return the hash of what was disposed of, text or file → the entry that says so.

    A file that was recorded anew since is not among them.
    """
    files = gaps.removed_files(position.store)
    rows = position.rows("SELECT digest, kind, seq FROM main.disposal ORDER BY seq")
    return {row["digest"]: row["seq"] for row in rows if row["kind"] == gaps.TEXT or row["digest"] in files}


def lines(position: Position, ask: Ask, entries: Sequence[Entry], known: Mapping[str, Origin]) -> dict[str, TextLine]:
    """Return digest → what became of it, for every text that *entries* name, in their order."""
    wanted = list(dict.fromkeys(digest for entry in entries for digest in named(entry, known)))
    gone, held, sensitive = disposals(position), position.store.texts(wanted), _sensitive(position)
    return {digest: _line(digest, known[digest], ask, held.get(digest), gone, sensitive) for digest in wanted}


def _line(
    digest: str, origin: Origin, ask: Ask, held: HeldText | None, gone: Mapping[str, int], sensitive: frozenset[str]
) -> TextLine:
    if digest in gone:  # also where the removing was cut short: what was disposed of goes nowhere
        return TextLine(digest, origin, DISPOSED, by_entry=gone[digest])
    if held is None or held.body is None:
        return TextLine(digest, origin, MISSING)
    why = withheld(origin, ask, sensitive)
    if not why and ask.marking is Marking.OFFICIAL and (warned := guard.look(held.body)):
        # Whatever reason it was recorded for over the guard's warning, it does not leave at this marking.
        why = f"it looks like {guard.listed(dict.fromkeys(match.kind.value for match in warned))}"
    if why:
        return TextLine(digest, origin, WITHHELD, why=why)
    return TextLine(digest, origin, HELD, held)


def withheld(origin: Origin, ask: Ask, sensitive: frozenset[str]) -> str:
    """Return why a text is held back, or nothing when it is shown; *sensitive* are the references held back whole."""
    if not ask.texts:
        return "no typed words were asked for"
    if origin.act.startswith("person.") and origin.field == "name" and not ask.names:
        return "the name of a person"
    if ask.marking is Marking.SENSITIVE:
        return ""
    if not sensitive.isdisjoint(origin.on):
        return "it is about evidence marked OFFICIAL-SENSITIVE"
    if origin.act.partition(".")[0] in OPEN_GROUPS or origin.field in OPEN_FIELDS:
        return ""
    return "working words, and the package is marked OFFICIAL"


def _sensitive(position: Position) -> frozenset[str]:
    sql = "SELECT ref FROM evidence WHERE marking <> ?"
    return frozenset(row["ref"] for row in position.rows(sql, [Marking.OFFICIAL.value]))


def counted(found: Iterable[TextLine]) -> Iterator[tuple[str, int]]:
    """Yield each state and how many texts have it."""
    states = [line.state for line in found]
    for state in (HELD, WITHHELD, DISPOSED, MISSING):
        if state in states:
            yield state, states.count(state)
