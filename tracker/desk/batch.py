"""One act on many references: what would be recorded for each or why it is refused, and all of it as one batch.

What the act itself checks and drafts stands with the act; here it is rehearsed for each reference and appended once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tracker.desk.desk import Desk, Receipt
from tracker.desk.guarding import Sensitive
from tracker.desk.refusal import Refusal
from tracker.ledger.entry import Draft, Entry
from tracker.register import history

MOST = 500
"""References that one batch may hold: what nobody can look through beforehand is no decision."""

Act = Callable[[Desk, str], object]
"""An act of the desk on one reference, with everything else filled in."""


@dataclass(frozen=True)
class Planned:
    """What a batch would record on one reference, or in ``refusal`` why nothing."""

    ref: str
    drafts: tuple[Draft, ...] = ()
    refusal: str | None = None


class _Rehearsal(Desk):
    """The same desk, at which acts check and draft as ever but append nothing."""

    def __init__(self, desk: Desk) -> None:
        desk.store  # noqa: B018 - opened once, by the desk that closes it
        self.__dict__.update(desk.__dict__)
        self.drafted: list[Draft] = []

    def record(
        self,
        drafting: Callable[[], Sequence[Draft]],
        *,
        seen: Mapping[str, int] | None = None,
        ref: str | None = None,
    ) -> Receipt:
        """Check what *drafting* returns and keep it; the receipt has no entries."""
        drafts = list(drafting())
        self._check(drafts, seen or {})
        self.drafted += drafts
        return Receipt((), ref or drafts[0].on[0])

    def next_ref(self, letter: str) -> str:
        """Return the next reference of a kind that neither the register nor the batch uses."""
        used = [int(draft.on[0][1:]) for draft in self.drafted if draft.on[0][:1] == letter and "." not in draft.on[0]]
        return f"{letter}{max([int(super().next_ref(letter)[1:]) - 1, *used]) + 1}"


def some_and_not_too_many(refs: Sequence[str]) -> None:
    """Raise Refusal for no references, or more than a batch may hold."""
    if not refs:
        raise Refusal("Nothing is marked; name at least one reference.")
    if len(refs) > MOST:
        raise Refusal(f"{len(refs):,} at once are more than anybody looks through; mark {MOST} at most.")


def plan(desk: Desk, refs: Sequence[str], act: Act) -> list[Planned]:
    """Return what *act* would record on each of *refs*, in their order, each once; nothing is saved.

    Raises Refusal for none or too many references, and Sensitive where a text looks like personal data and the desk
    was given no reason.
    """
    wanted = list(dict.fromkeys(refs))
    some_and_not_too_many(wanted)
    rehearsal, found = _Rehearsal(desk), []
    for ref in wanted:
        before = len(rehearsal.drafted)
        try:
            act(rehearsal, ref)
            found.append(Planned(ref, tuple(rehearsal.drafted[before:])))
        except Sensitive:
            raise
        except Refusal as refusal:
            found.append(Planned(ref, refusal=str(refusal)))
    desk._guarded(rehearsal.drafted)
    return found


def batch(desk: Desk, refs: Sequence[str], act: Act, *, seen: Mapping[str, int] | None = None) -> Receipt:
    """Record *act* on all of *refs* in one append, under one batch: all of it or nothing.

    *seen* maps each reference to the last entry on it that the person had before them.  Raises Refusal when one of them
    is refused, naming it, and Stale when one changed since; then nothing is saved.
    """

    def drafting() -> list[Draft]:
        planned = plan(desk, refs, act)
        refused = [one for one in planned if one.refusal]
        if refused:
            more = f" ({len(refused) - 1} more refused)" if len(refused) > 1 else ""
            raise Refusal(f"Nothing was saved. {refused[0].ref}: {refused[0].refusal}{more}")
        return [draft for one in planned for draft in one.drafts]

    return desk.record(drafting, seen=seen)


def entries(desk: Desk, planned: Planned) -> list[history.Line]:
    """Return the entries of a plan as history would tell them, before they have a number."""
    return [_told(desk, draft) for draft in planned.drafts]


def _told(desk: Desk, draft: Draft) -> history.Line:
    before = {value["from"] for value in draft.facts.values() if isinstance(value, dict) and value.get("from")}
    held = desk.now.texts(sorted(str(one) for one in before if len(str(one)) == 64))
    typed = {body: body for body in draft.texts.values()}
    facts = {name: value for name, value in draft.facts.items() if value is not None}
    entry = Entry(
        v=0, seq=0, at="", by=draft.by, via=draft.via, area=draft.area, act=draft.act, on=draft.on, facts=facts,
        texts=dict(draft.texts), occurred_on=draft.occurred_on, corrects=None, batch=None, nonce="",
    )  # fmt: skip
    return history.told(entry, None, {**held, **typed}, {})
