"""Proofs as plain text: that one entry stands in a log, and that a later state of a log only adds to an earlier one.

Written here from hashes that are handed in; tracker/reports/package/verify.py reads and checks them, without this
program.  The format is told in docs/file-formats.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.ledger.checkpoint import Checkpoint
from tracker.ledger.merkle import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

HOW = "Check it with: python3 verify.py THIS-FILE --against REPORT"


class ProofError(ValueError):
    """The hashes that were handed in do not prove it; the message is a sentence for people."""


def of_entry(state: Checkpoint, leaves: Sequence[bytes], seq: int, line: bytes | None) -> str:
    """Return the proof that entry *seq* stands in the log as *state* says it was.

    *leaves* are the hashes of at least as many entries as *state* has, *line* the entry's stored bytes, or None to
    prove it without showing it.  Raises ProofError when there is no such entry in that state, or when the leaves do
    not lead to its root.
    """
    if not 1 <= seq <= state.entries:
        raise ProofError(f"Entry #{seq} is not among the first {state.entries} entries.")
    leaf = leaves[seq - 1]
    path = inclusion_proof(leaves[: state.entries], seq - 1)
    fits = line is None or leaf_hash(line) == leaf
    if not fits or not verify_inclusion(leaf, seq - 1, state.entries, path, bytes.fromhex(state.root)):
        raise ProofError(f"The entries do not lead to the root that was kept after #{state.entries}.")
    said = [f"Line: {line.decode('utf-8')}"] if line is not None else []
    return _written(
        "Proof that an entry stands in a log",
        [f"Entry: {seq}", *said, f"Leaf: {leaf.hex()}", *_path(path)],
        ["The log in which it stands", *state.lines()],
    )


def of_extension(old: Checkpoint, new: Checkpoint, leaves: Sequence[bytes]) -> str:
    """Return the proof that the log as *new* says it was begins with the log as *old* says it was.

    *leaves* are the hashes of at least as many entries as *new* has.  Raises ProofError when the two are of different
    logs or in the wrong order, or when the leaves do not lead to both roots.
    """
    if old.log != new.log:
        raise ProofError(f"They are of different logs: '{old.log}' and '{new.log}'.")
    if not 1 <= old.entries <= new.entries:
        raise ProofError(f"A log of {new.entries} entries cannot begin with one of {old.entries}.")
    for state in (old, new):
        if root(leaves[: state.entries]).hex() != state.root:
            raise ProofError(f"The entries do not lead to the root that was kept after #{state.entries}.")
    path = consistency_proof(leaves[: new.entries], old.entries)
    ends = bytes.fromhex(old.root), bytes.fromhex(new.root)
    if not verify_consistency(old.entries, ends[0], new.entries, ends[1], path):
        raise ProofError(f"The first {old.entries} entries are not those of the earlier state.")
    return _written(
        "Proof that a log was only added to",
        ["The earlier state", *old.lines()],
        _path(path),
        ["The later state", *new.lines()],
    )


def _path(path: Sequence[bytes]) -> list[str]:
    return [f"Path: {len(path)}", *(f"  {step.hex()}" for step in path)]


def _written(title: str, *parts: Sequence[str]) -> str:
    return "\n\n".join([f"{title}\n{HOW}", *("\n".join(part) for part in parts)]) + "\n"
