"""Asking the quick comparison of tables with entries what it says of a register; what it should say stands in tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from tracker.ledger.entry import Entry
from tracker.ledger.sqlite import SqliteStore
from tracker.register.agreeing import Agreement, IndexAgreement, PlanAgreement

AT_ONCE = 7
"""Few enough entries at a time for an undo and what it undoes to come in one batch here and in two there."""


def entries_of(path: Path) -> list[Entry]:
    with closing(SqliteStore(path, readonly=True)) as store:
        return list(store.entries())


def in_batches(entries: Sequence[Entry], take: Callable[[Sequence[Entry]], None]) -> None:
    for place in range(0, len(entries), AT_ONCE):
        take(entries[place : place + AT_ONCE])


def agrees(agreement: Agreement, entries: Sequence[Entry]) -> bool:
    in_batches(entries, agreement.take)
    return agreement.holds()


def agree(path: Path, entries: Sequence[Entry]) -> list[bool]:
    """Whether the index, and the plan, are said to follow from *entries*."""
    return [agrees(kind(path), entries) for kind in (IndexAgreement, PlanAgreement)]
