"""The evidence trail: entries in words, with before and after, filtered by reference, person, area, act and date.

Which entries are asked for is read in tracker.register.trail_filter and found by tracker.register.wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracker.model.acts import ACTS
from tracker.register import gaps
from tracker.register.position import Position
from tracker.register.wanted import Wanted as Wanted
from tracker.register.wanted import conditions

if TYPE_CHECKING:
    from tracker.ledger.entry import Entry


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
        said = self.texts
        return next((said[name] for name in ("why", "note", "minute", "question", "words") if said.get(name)), None)

    @property
    def warned(self) -> str | None:
        """What the privacy guard warned of, and why it was recorded all the same; None where it did not warn."""
        from tracker.model import guard  # here, because its kinds are loaded for what it warned of alone

        kinds = self.entry.facts.get(guard.FACT)
        if not kinds:
            return None
        reason = self.texts.get(guard.WHY) or "not held"
        return f"recorded over the guard's warning of {guard.listed(kinds)}; reason: {reason}"

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
            "changes": [{"field": name, "before": before, "after": after} for name, before, after in self.changes],
            "corrects": entry.corrects,
            "undone": self.undone,
        }


def lines(position: Position, wanted: Wanted) -> list[Line]:
    """Return the entries asked for, in order of recording unless the newest are wanted first.

    A position of the past holds only what counts then.
    """
    where, values = conditions(position, wanted)
    order = "DESC" if wanted.newest_first else "ASC"
    cut = "" if wanted.limit is None else f" LIMIT {int(wanted.limit)} OFFSET {int(wanted.offset)}"
    rows = position.rows(
        f"SELECT i.seq, i.undone FROM entry_index i WHERE {where} ORDER BY i.seq {order}{cut}",
        values,
    )
    entries = [(entry, row["undone"]) for row in rows if (entry := position.entry(row["seq"])) is not None]
    return _worded(position, entries)


def count(position: Position, wanted: Wanted) -> int:
    """Return how many entries are asked for."""
    where, values = conditions(position, wanted)
    return int(position.value(f"SELECT count(*) FROM entry_index i WHERE {where}", values))


def _worded(position: Position, entries: Iterable[tuple[Entry, int | None]]) -> list[Line]:
    pairs = list(entries)
    digests = {digest for entry, _ in pairs for digest in entry.texts.values()}
    for entry, _ in pairs:
        digests.update(side for name, value in entry.facts.items() for side in _digests_in(name, value))
    texts = position.texts(digests)
    posts = _posts(position, {entry.by for entry, _ in pairs})
    return [told(entry, undone, texts, posts) for entry, undone in pairs]


def _digests_in(name: str, value: Any) -> list[str]:
    """Hashes of texts on the two sides of a change; the hash of an evidence file is shown as it is."""
    if name == "sha256" or not isinstance(value, dict):
        return []
    return [side for side in value.values() if isinstance(side, str) and len(side) == 64]


def told(entry: Entry, undone: int | None, texts: dict[str, str], posts: dict[str, str]) -> Line:
    """Return *entry* in words, from digest → text and person → post; ``undone`` is the entry that undid it."""
    act = ACTS.get(entry.act)
    said = act.said(entry.subject) if act else f"{entry.act} {entry.subject}"
    if entry.act == "entry.undone":
        name = str(entry.facts.get("undone"))
        done = ACTS[name].said(entry.subject) if name in ACTS else f"{name} {entry.subject}"
        said = f"undid #{entry.facts.get('entry')} ({done})"
    own = {name: texts.get(digest, "") for name, digest in entry.texts.items()}
    if entry.act == gaps.DISPOSAL:
        said = _disposed(entry)
    if entry.act == "report.issued" and "body" in own and not isinstance(own["body"], gaps.Gap):
        own["body"] = f"[{len(own['body']):,} characters; print it again with --reissue {entry.facts.get('n')}]"
    changes = []
    for name, value in entry.facts.items():
        if not isinstance(value, dict):
            continue
        before, after = value.get("from"), value.get("to")
        if name in entry.texts and entry.act != "entry.undone":
            after = own[name]
        if (was := _said(before, texts)) != (becomes := _said(after, texts)):  # a revision names what stays, too
            changes.append((name, was, becomes))
    return Line(entry, posts.get(entry.by, entry.by), said, own, changes, undone)


def _disposed(entry: Entry) -> str:
    what = "the file" if entry.facts.get("kind") == gaps.FILE else f"the words of '{entry.facts.get('field')}'"
    return f"removed {what} in #{entry.facts.get('entry')} on {entry.subject}"


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
    where, values = conditions(position, wanted)
    order = "DESC" if wanted.newest_first else "ASC"
    sql = f"SELECT i.seq FROM entry_index i WHERE {where} ORDER BY i.seq {order}"
    return [row["seq"] for row in position.rows(sql, values)]


def some(position: Position, numbers: Sequence[int]) -> dict[int, Line]:
    """Return entry number → line for some entries."""
    marks = ",".join("?" * len(numbers))
    rows = position.rows(f"SELECT seq, undone FROM entry_index WHERE seq IN ({marks})", list(numbers))
    entries = [(entry, row["undone"]) for row in rows if (entry := position.entry(row["seq"])) is not None]
    return {line.entry.seq: line for line in _worded(position, entries)}
