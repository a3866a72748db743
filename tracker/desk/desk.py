"""The desk itself: who is acting, whether they may, and the loop that checks, appends and tries again.

The acts stand in their own modules beside this one; each hands the desk a function that drafts entries from the
position as it is at that moment, so that a conflict only means drafting once more.
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tracker.desk.identity import Person as Person
from tracker.desk.identity import person_of
from tracker.desk.permission import a_or_an, areas_of, areas_of_new, why_not_permitted
from tracker.desk.refusal import Refusal as Refusal
from tracker.desk.refusal import Stale as Stale
from tracker.desk.refusal import not_yet, sized
from tracker.ledger.entry import Draft, Entry, Randomness
from tracker.ledger.places import why_not_here
from tracker.ledger.sqlite import Clock, SqliteStore, utc_now
from tracker.ledger.store import Conflict, StoreError
from tracker.model import limits, references
from tracker.model.acts import ACTS
from tracker.model.dates import long
from tracker.model.text import clean, quoted, safe
from tracker.model.vocabulary import Area
from tracker.register import gaps, versions
from tracker.register.history import span
from tracker.register.position import Position, Row, When
from tracker.register.search import project

Seen = dict[str, int] | None
"""Reference → the last entry on it that the person had before them; None where nobody looked."""

ATTEMPTS = 40
"""How often an act is drafted again after somebody else appended first."""


@dataclass(frozen=True)
class Receipt:
    """What was recorded: the entries, in order, and the reference that the act was about or made."""

    entries: tuple[Entry, ...]
    ref: str

    @property
    def seq(self) -> int:
        """The number of the first entry."""
        return self.entries[0].seq


class Desk:
    """One person at one register.

    ``who`` is a person's reference or None, when the computer log-in decides.  ``today`` moves nothing here: an act is
    recorded at the clock's time, and occurred today unless it says otherwise.
    """

    def __init__(
        self,
        path: Path,
        *,
        who: str | None = None,
        via: str = "",
        clock: Clock = utc_now,
        randomness: Randomness = secrets.token_bytes,
    ) -> None:
        """Open the register at *path* for *who*.

        Raises StoreError when it cannot be opened, or lies on a network share or in a sync folder.
        """
        if words := why_not_here(path):
            raise StoreError(words)
        self.path = path
        self.via = clean(via)[: limits.LINE]
        self._who = who
        self.clock = clock
        self._randomness = randomness
        self._despite: str | None = None
        self.now = Position(path, When(self.today))

    @cached_property
    def store(self) -> SqliteStore:
        """The register opened for writing, at the first act: a screen that opens need not wait for it."""
        store = SqliteStore(self.path, project=project, clock=self.clock, randomness=self._randomness)
        try:
            versions.refuse_older(store)
            gaps.finish(store)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the register."""
        self.now.close()
        if "store" in self.__dict__:
            self.store.close()

    def __enter__(self) -> Desk:
        """Return the desk."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the register."""
        self.close()

    @property
    def today(self) -> date:
        """Today by the clock of this register, in local time."""
        return self.clock().astimezone().date() if self.clock is utc_now else self.clock().date()

    # -- who -------------------------------------------------------------------------------------------------------

    def person(self) -> Person:
        """Return who is acting.

        Raises Refusal when neither ``--as`` nor the computer log-in names a person of the register.
        """
        return person_of(self.now, self._who, self.via, self.today)

    def may(self, act: str, ref: str | None = None) -> str | None:
        """Return why the person may not do *act* (on *ref*), or None when they may; screens disable what is refused."""
        try:
            person = self.person()
            self._permit(person, act, ref or "", self.areas_of(ref) if ref else frozenset())
        except Refusal as refusal:
            return str(refusal)
        return None

    def _permit(self, person: Person, act: str, ref: str, areas: frozenset[str]) -> None:
        if words := why_not_permitted(self.now, person, act, ref, areas):
            raise Refusal(words)

    def areas_of(self, ref: str) -> frozenset[str]:
        """The areas whose managers may act on *ref*; empty for what belongs to none."""
        return areas_of(self.now, ref)

    # -- drafting --------------------------------------------------------------------------------------------------

    def draft(
        self,
        act: str,
        on: str | Sequence[str],
        *,
        facts: Mapping[str, Any] | None = None,
        texts: Mapping[str, str | None] | None = None,
        occurred_on: date | None = None,
        corrects: int | None = None,
    ) -> Draft:
        """Draft one entry by the acting person; empty facts and texts are left out.

        Raises Refusal when the day is in the future.
        """
        day = occurred_on or self.today
        if day > self.today:
            raise Refusal(not_yet(day))
        subjects = (on,) if isinstance(on, str) else tuple(on)
        return Draft(
            act=act,
            on=subjects,
            area=_area(subjects, areas_of_new(subjects[0], facts or {}) or self.areas_of(subjects[0])),
            by=self.person().ref,
            via=self.via,
            occurred_on=day.isoformat(),
            facts={name: value for name, value in (facts or {}).items() if value is not None and value != []},
            texts={name: value for name, value in (texts or {}).items() if value},
            corrects=corrects,
        )

    def record(
        self,
        drafting: Callable[[], Sequence[Draft]],
        *,
        seen: Mapping[str, int] | None = None,
        ref: str | None = None,
    ) -> Receipt:
        """Append what *drafting* returns, after permission, order of occurrence and staleness were checked.

        *seen* maps a reference to the number of the last entry on it that the person had before them.  When somebody
        else appended first, everything is drafted and checked again.  Raises Refusal (Sensitive where a text looks like
        personal data and no reason was given) or StoreError; then nothing is saved.
        """
        for attempt in range(ATTEMPTS):
            size = self.now.store.head().size
            try:
                drafts = list(drafting())
                self._check(drafts, seen or {})
            except Refusal:
                # What others recorded meanwhile may be why it is refused: that is said first, and shown.
                for subject, last in (seen or {}).items():
                    self._check_seen(subject, last)
                raise
            drafts = self._guarded(drafts)
            if len(drafts) > 1:
                batch = f"{size + 1}"
                drafts = [Draft(**{**draft.__dict__, "batch": batch}) for draft in drafts]
            try:
                entries = self.store.append(drafts, size)
            except Conflict:
                # Waiting a little, and not equally long, lets several writers through one after the other.
                time.sleep(random.uniform(0, 0.005 * (attempt + 1)))
                continue
            return Receipt(tuple(entries), ref or drafts[0].on[0])
        raise Refusal("Nothing was saved: other people are writing without pause. Wait a moment and try again.")

    @contextmanager
    def despite(self, why: str | None) -> Iterator[None]:
        """Record within the block although the guard warns, and keep *why* with the entry; None gives no reason."""
        before, self._despite = (
            self._despite,
            self.text(why, "The reason why it must stand", limit=limits.most("guard_why")),
        )
        try:
            yield
        finally:
            self._despite = before

    def forewarn(self, **texts: str | None) -> None:
        """Raise Sensitive where `record` would for these texts: before a file is copied, say."""
        from tracker.desk import guarding  # loaded with the first act: reading must not wait for its patterns

        guarding.forewarn(texts, self._despite)

    def _guarded(self, drafts: list[Draft]) -> list[Draft]:
        from tracker.desk import guarding

        return guarding.guarded(drafts, self._despite, self.now)

    def _check(self, drafts: Sequence[Draft], seen: Mapping[str, int]) -> None:
        person = self.person()
        made: set[str] = set()
        for draft in drafts:
            for ref in draft.on:
                areas = areas_of_new(ref, draft.facts) or self.areas_of(ref)
                self._permit(person, draft.act, ref, areas)
            if draft.corrects is None:
                self._check_order(draft, made)
            made.update(draft.on)
        for subject, last in seen.items():
            self._check_seen(subject, last)

    def _check_order(self, draft: Draft, made: set[str]) -> None:
        for place, ref in enumerate(draft.on):
            orders = ACTS[draft.act].orders and place == 0
            first, last = span(self.now, ref)
            if first is None or ref in made:
                continue
            _begun(ref, first, draft.occurred_on)
            if orders and draft.occurred_on < (last or ""):
                raise Refusal(
                    f"{ref} already has a change of {_said(last)}; record this as of that day or later, "
                    "or correct the earlier entry."
                )

    def began(self, ref: str, day: date | None) -> None:
        """Raise Refusal when *ref*, which an act names beside its subject, began only after *day* (None is today)."""
        first, _ = span(self.now, ref)
        if first is not None:
            _begun(ref, first, (day or self.today).isoformat())

    def _check_seen(self, ref: str, last: int) -> None:
        rows = self.now.rows("SELECT seq FROM entry_ref WHERE ref = ? AND seq > ? ORDER BY seq", [ref, last])
        if rows:
            newer = [entry for row in rows if (entry := self.store.entry(row["seq"])) is not None]
            words = ", ".join(f"#{entry.seq} ({entry.by} {ACTS[entry.act].said(entry.subject)})" for entry in newer[:3])
            raise Stale(f"{ref} changed since you looked: {words}. Nothing was saved; look again, then decide.", newer)

    # -- what acts ask for -----------------------------------------------------------------------------------------

    def last_seen(self, ref: str) -> int:
        """Return the number of the last entry on *ref*, to be handed back as ``seen``."""
        return int(self.now.value("SELECT COALESCE(max(seq), 0) FROM entry_ref WHERE ref = ?", [ref]))

    def get(self, kind: str, ref: str) -> Row:
        """Return the row of an object of *kind* (a table's name).

        Raises Refusal when the reference is malformed, of another kind, or not in the plan.
        """
        try:
            parsed = references.parse(ref)
        except ValueError as error:
            raise Refusal(f"{safe(str(error))}.") from None
        if parsed.kind != kind:
            raise Refusal(f"{parsed.text} is {a_or_an(parsed.kind)}, not {a_or_an(kind)}.")
        row = self.now.row(f"SELECT * FROM {kind} WHERE ref = ?", [parsed.text])
        if row is None or row.get("void"):
            raise Refusal(f"There is no {kind} {parsed.text} in this plan.")
        return row

    def agency(self, code: str | None, *, on: date | None = None) -> str | None:
        """Return the code of an agency, checked; None stays None.

        Raises Refusal when it is unknown, had not begun on *on* (today unless given), or had ended by then.
        """
        if code is None or not code.strip():
            return None
        wanted = clean(code).upper()
        row = self.now.row("SELECT * FROM agency WHERE ref = ? AND void = 0", [wanted])
        if row is None:
            raise Refusal(f"There is no agency {quoted(code)} in this plan; see: tracker agency list")
        day = (on or self.today).isoformat()
        if row["begins"] and day < row["begins"]:
            raise Refusal(f"{wanted} began on {_said(row['begins'])}; name the agency of the day.")
        if row["until"] and day > row["until"]:
            after = f"; its successor is {row['successor']}" if row["successor"] else ""
            raise Refusal(f"{wanted} ended on {_said(row['until'])}{after}.")
        return wanted

    def one_agency(self, code: str) -> str:
        """Return the body that an agency counts as: its last successor, and the agency that it is part of.

        Predecessor and successor are one, and so are a council and its unit; neither is independent of the other.
        """
        return str(self.now.value("SELECT body FROM one_agency WHERE ref = ?", [code]) or code)

    def body(self, code: str) -> Row:
        """Return the row of a body; raises Refusal when it is unknown."""
        row = self.now.row("SELECT * FROM body WHERE ref = ? AND void = 0", [clean(code).upper()])
        if row is None:
            known = ", ".join(r["ref"] for r in self.now.rows("SELECT ref FROM body WHERE void = 0 ORDER BY ref"))
            raise Refusal(f"There is no body {quoted(code)} in this plan; it has: {known}.")
        return row

    def next_ref(self, letter: str) -> str:
        """Return the next unused reference of a kind (E, G, D, K, M, P, Q)."""
        table = references.KINDS[letter]
        last = self.now.value(f"SELECT max(CAST(substr(ref, 2) AS INTEGER)) FROM {table}")
        return f"{letter}{(last or 0) + 1}"

    def text(self, value: str | None, what: str, *, limit: int = limits.NOTE, required: bool = False) -> str | None:
        """Return what was typed, cleaned; raises Refusal when it is missing though required, or too long."""
        body = sized(value or "", what, limit)
        if not body and required:
            raise Refusal(f"{what} is missing; write at least a few words.")
        return body or None

    def need(self, value: str | None, what: str, *, limit: int = limits.NOTE) -> str:
        """Return what was typed, cleaned; raises Refusal when it is missing or too long."""
        body = self.text(value, what, limit=limit, required=True)
        assert body is not None
        return body


def change(row: Row, **new: Any) -> dict[str, Any]:
    """Return ``{field: {"from": old, "to": new}}`` for the fields that do change."""
    return {name: {"from": row.get(name), "to": value} for name, value in new.items() if row.get(name) != value}


def _area(subjects: Sequence[str], areas: frozenset[str]) -> str:
    """The area under which an entry is filed: the only one that its references name, else that of the first, or ALL."""
    named = {area for ref in subjects if references.is_reference(ref) and (area := references.parse(ref).area)} or areas
    return next(iter(named)) if len(named) == 1 else str(Area.ALL)


def _begun(ref: str, first: str, day: str) -> None:
    if day < first:
        raise Refusal(f"{ref} began on {_said(first)}; nothing can have happened to it on {_said(day)}.")


def _said(day: str | None) -> str:
    return long(date.fromisoformat(day)) if day else "an unknown day"
