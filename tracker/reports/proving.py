"""Proofs of a register: of one entry, and that one issued state extends another, as text for whoever holds a report.

How a proof is written stands in tracker.ledger.proofs; here is found out which states and entries are meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.desk.refusal import Refusal
from tracker.desk.session import Session
from tracker.ledger import merkle, proofs
from tracker.ledger.checkpoint import Checkpoint
from tracker.ledger.store import StoreError
from tracker.model.text import quoted, safe
from tracker.register.against import checkpoint_of, read_report
from tracker.register.issues import checkpoint_at
from tracker.register.position import Position
from tracker.reports.arguments import no_issue


@dataclass(frozen=True)
class Proved:
    """A proof: its text, one line for people, and what it is about for programs."""

    text: str
    words: str
    about: dict[str, Any]


def entry(session: Session, seq: int, *, within: str | None = None, with_line: bool = True) -> Proved:
    """Prove that entry *seq* stands in the log: as it is now, or in the state of an issued report (*within*).

    *within* is an issue's number or a file that carries a checkpoint.  Raises Refusal when there is no such entry or
    state, StoreError when the register does not lead to its own roots.
    """
    with session.position() as position:
        if not 1 <= seq <= position.size:
            raise Refusal(f"There is no entry #{seq}; the register has {position.size} entries.")
        lines = [row.line for row in position.store.rows()]
        leaves = [merkle.leaf_hash(line) for line in lines]
        state = _state(position, within, leaves)
        if seq > state.entries:
            raise Refusal(
                f"Entry #{seq} was recorded after {_named(within)}, which is of the first {state.entries} entries; "
                "give a later one, or leave --in out."
            )
        text = _proved(lambda: proofs.of_entry(state, leaves, seq, lines[seq - 1] if with_line else None))
    words = f"Entry #{seq} stands in the log of {state.entries} entries, short code {state.short_code}."
    return Proved(text, words, {"proof": "entry", "entry": seq, **_about(state)})


def extends(session: Session, old: str, new: str | None = None) -> Proved:
    """Prove that the state of *new* (the register as it is now, when none is given) begins with that of *old*.

    Each is an issue's number or a file that carries a checkpoint.  Raises as `entry` does.
    """
    with session.position() as position:
        leaves = [merkle.leaf_hash(row.line) for row in position.store.rows()]
        earlier, later = _state(position, old, leaves), _state(position, new, leaves)
        if earlier.entries > later.entries:
            raise Refusal(
                f"{_named(old, first=True)} is of {earlier.entries} entries and {_named(new)} of {later.entries}: "
                "give the earlier one first."
            )
        text = _proved(lambda: proofs.of_extension(earlier, later, leaves))
    words = (
        f"The log of {later.entries} entries, short code {later.short_code}, begins with the one of "
        f"{earlier.entries} entries, short code {earlier.short_code}, unchanged."
    )
    return Proved(text, words, {"proof": "extension", "earlier": _about(earlier), **_about(later)})


def _about(state: Checkpoint) -> dict[str, Any]:
    return {"log": state.log, "entries": state.entries, "root": state.root, "short_code": state.short_code}


def _proved(make: Callable[[], str]) -> str:
    try:
        return make()
    except proofs.ProofError as error:
        raise StoreError(f"{error} This register does not verify; run: tracker verify") from None


def _state(position: Position, named: str | None, leaves: Sequence[bytes]) -> Checkpoint:
    """Return the state that is meant: of an issue, of a file, or the register as it is now."""
    if named is None:
        return checkpoint_at(position, position.size)
    if number := re.fullmatch(r"(?:issue )?([0-9]{1,6})", " ".join(named.lower().split())):
        seq = position.value("SELECT seq FROM main.issue WHERE n = ?", [int(number[1])])
        if seq is None:
            raise Refusal(no_issue(position, int(number[1])))
        return checkpoint_at(position, int(seq) - 1)
    return _of_file(position, Path(named), leaves)


def _of_file(position: Position, path: Path, leaves: Sequence[bytes]) -> Checkpoint:
    state, name = checkpoint_of(read_report(path)), quoted(path.name)
    if state.log != position.store.log:
        raise Refusal(
            f"{name} is of another log: it names '{state.log}', and this register is '{safe(position.store.log)}'. "
            "Choose the register that it was issued from with --db."
        )
    if state.entries > len(leaves):
        raise Refusal(
            f"{name} is of {state.entries} entries, and this register has only {len(leaves)}: it is an older copy, or "
            "was cut off."
        )
    if state.entries < 1 or merkle.root(leaves[: state.entries]).hex() != state.root:
        raise Refusal(
            f"{name} carries another root than this register had after #{state.entries}, so nothing can be proved: "
            "compare both with: tracker verify --against FILE"
        )
    return state


def _named(named: str | None, *, first: bool = False) -> str:
    if named is None:
        return "the register as it is now"
    if re.fullmatch(r"(?:issue )?[0-9]{1,6}", " ".join(named.lower().split())):
        return f"{'I' if first else 'i'}ssue {int(named.split()[-1])}"
    return quoted(Path(named).name)
