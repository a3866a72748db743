"""The evidence trail: entries in words, with before and after, filtered by reference, person, area, act and date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.ledger.entry import Entry
from tracker.model import references
from tracker.model.acts import ACTS
from tracker.model.text import clean
from tracker.register.position import Position


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for; None means any.  ``ref`` finds what stands under it too."""

    ref: str | None = None
    by: str | None = None
    area: str | None = None
    act: str | None = None
    since: date | None = None
    until: date | None = None
    newest_first: bool = False
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True)
class Line:
    """One entry with its texts; ``changes`` is field, before, after, with texts filled in."""

    entry: Entry
    who: str
    words: str
    texts: dict[str, str]
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    undone: int | None = None

    @property
    def why(self) -> str | None:
        """The reason or note that was given."""
        return self.texts.get("why") or self.texts.get("note") or self.texts.get("minute")

    def as_json(self) -> dict[str, Any]:
        """The keys that scripts rely on."""
        entry = self.entry
        return {
            "seq": entry.seq,
            "at": entry.at,
            "occurred_on": entry.occurred_on,
            "by": entry.by,
            "who": self.who,
            "via": entry.via,
            "area": entry.area,
            "act": entry.act,
            "on": list(entry.on),
            "facts": dict(entry.facts),
            "texts": self.texts,
            "why": self.why,
            "corrects": entry.corrects,
            "undone": self.undone,
        }


def lines(position: Position, wanted: Wanted) -> list[Line]:
    """Return the entries asked for, in order of recording unless the newest are wanted first.

    A position of the past holds only what counts then.
    """
    clauses, values = _conditions(position, wanted)
    order = "DESC" if wanted.newest_first else "ASC"
    cut = "" if wanted.limit is None else f" LIMIT {int(wanted.limit)} OFFSET {int(wanted.offset)}"
    rows = position.rows(
        f"SELECT i.seq, i.undone FROM entry_index i WHERE {' AND '.join(clauses) or '1'} ORDER BY i.seq {order}{cut}",
        values,
    )
    entries = [(entry, row["undone"]) for row in rows if (entry := position.entry(row["seq"])) is not None]
    return _worded(position, entries)


def count(position: Position, wanted: Wanted) -> int:
    """Return how many entries are asked for."""
    clauses, values = _conditions(position, wanted)
    return int(position.value(f"SELECT count(*) FROM entry_index i WHERE {' AND '.join(clauses) or '1'}", values))


def _conditions(position: Position, wanted: Wanted) -> tuple[list[str], list[object]]:
    clauses: list[str] = []
    values: list[object] = []
    if wanted.ref:
        ref = references.parse(wanted.ref).text if references.is_reference(wanted.ref) else wanted.ref
        if ref.startswith("#"):
            clauses.append("i.seq = ?")
            values.append(int(ref[1:]))
        else:
            clauses.append("i.seq IN (SELECT seq FROM entry_ref WHERE ref = ? OR ref LIKE ?)")
            values += [ref, f"{ref}.%"]
    for column, value in (("by", wanted.by), ("area", wanted.area), ("act", wanted.act)):
        if value:
            clauses.append(f"i.{column} = ?" if column != "act" else "(i.act = ? OR i.act LIKE ? || '.%')")
            values += [value] if column != "act" else [value, value]
    if wanted.since:
        clauses.append("substr(i.at, 1, 10) >= ?")
        values.append(wanted.since.isoformat())
    if wanted.until:
        clauses.append("substr(i.at, 1, 10) <= ?")
        values.append(wanted.until.isoformat())
    return clauses, [clean(value) if isinstance(value, str) else value for value in values]


def _worded(position: Position, entries: Iterable[tuple[Entry, int | None]]) -> list[Line]:
    pairs = list(entries)
    digests = {digest for entry, _ in pairs for digest in entry.texts.values()}
    for entry, _ in pairs:
        digests.update(side for name, value in entry.facts.items() for side in _digests_in(name, value))
    texts = position.texts(digests)
    posts = _posts(position, {entry.by for entry, _ in pairs})
    return [_line(entry, undone, texts, posts) for entry, undone in pairs]


def _digests_in(name: str, value: Any) -> list[str]:
    """Hashes of texts on the two sides of a change; the hash of an evidence file is shown as it is."""
    if name == "sha256" or not isinstance(value, dict):
        return []
    return [side for side in value.values() if isinstance(side, str) and len(side) == 64]


def _line(entry: Entry, undone: int | None, texts: dict[str, str], posts: dict[str, str]) -> Line:
    act = ACTS.get(entry.act)
    said = act.said(entry.subject) if act else f"{entry.act} {entry.subject}"
    if entry.act == "entry.undone":
        said = f"undid #{entry.facts.get('entry')} ({entry.facts.get('undone')}) on {entry.subject}"
    own = {name: texts.get(digest, "") for name, digest in entry.texts.items()}
    if entry.act == "report.issued" and "body" in own:
        own["body"] = f"[{len(own['body']):,} characters; print it again with --reissue {entry.facts.get('n')}]"
    changes = []
    for name, value in entry.facts.items():
        if not isinstance(value, dict):
            continue
        before, after = value.get("from"), value.get("to")
        if name in entry.texts and entry.act != "entry.undone":
            after = own[name]
        changes.append((name, _said(before, texts), _said(after, texts)))
    return Line(entry, posts.get(entry.by, entry.by), said, own, changes, undone)


def _said(value: Any, texts: dict[str, str]) -> str:
    if value is None or value == []:
        return "none"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return texts.get(str(value), str(value))


def _posts(position: Position, people: set[str]) -> dict[str, str]:
    found = {}
    for person in people:
        row = position.row("SELECT post FROM main.person WHERE ref = ?", [person])
        if row and row["post"]:
            found[person] = position.texts([row["post"]])[row["post"]]
    return found


def span(position: Position, ref: str) -> tuple[str | None, str | None]:
    """Return the day from which anything on *ref* counts, and the last day on which its state changed; else None.

    What was undone counts for neither.

    Each day is one look-up at an end of an index: every act asks, and must not slow down as a history grows.
    """

    def end(which: str, orders: int) -> str | None:
        sql = (
            f"SELECT r.effective_on FROM entry_ref r WHERE r.ref = ? AND r.orders = ? AND NOT EXISTS (SELECT 1"
            f" FROM entry_index i WHERE i.seq = r.seq AND i.undone IS NOT NULL) ORDER BY r.effective_on {which} LIMIT 1"
        )
        day: str | None = position.value(sql, [ref, orders])
        return day

    return min(filter(None, (end("ASC", 0), end("ASC", 1))), default=None), end("DESC", 1)


def seqs(position: Position, wanted: Wanted) -> list[int]:
    """Return the numbers of the entries asked for, in order; a screen reads the lines that show with ``some``."""
    clauses, values = _conditions(position, wanted)
    order = "DESC" if wanted.newest_first else "ASC"
    sql = f"SELECT i.seq FROM entry_index i WHERE {' AND '.join(clauses) or '1'} ORDER BY i.seq {order}"
    return [row["seq"] for row in position.rows(sql, values)]


def some(position: Position, numbers: Sequence[int]) -> dict[int, Line]:
    """Return entry number → line for some entries."""
    marks = ",".join("?" * len(numbers))
    rows = position.rows(f"SELECT seq, undone FROM entry_index WHERE seq IN ({marks})", list(numbers))
    entries = [(entry, row["undone"]) for row in rows if (entry := position.entry(row["seq"])) is not None]
    return {line.entry.seq: line for line in _worded(position, entries)}
