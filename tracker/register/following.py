"""Following an action through its life: what it came from and what it went on as, by split, merger and supersession.

The entries of the whole line are found by tracker.register.history.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.model import references
from tracker.register.position import Position


def line_of(position: Position, ref: str) -> tuple[str, ...]:
    """Return *ref* with every action it came from and every one it went on as, in natural order; others stand alone.

    A milestone is followed as its action.  Predecessors and successors are followed from *ref* only, so that the other
    half of a merger or split is not drawn in.
    """
    parsed = references.parse(ref)
    start = parsed.action
    if start is None:
        return (parsed.text,)
    before = _closure(position, start, _came_from)
    after = _closure(position, start, _went_on_as)
    return tuple(sorted(before | after, key=references.sort_key))


def _closure(position: Position, start: str, step: Callable[[Position, str], list[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for ref in step(position, waiting.pop()):
            if ref not in found:
                found.add(ref)
                waiting.append(ref)
    return found


def _went_on_as(position: Position, ref: str) -> list[str]:
    said = position.value("SELECT goes_to FROM action WHERE ref = ? AND void = 0", [ref])
    return [part.strip() for part in str(said).split(",")] if said else []


def _came_from(position: Position, ref: str) -> list[str]:
    """What was split into *ref*, and what was superseded by it or merged into it."""
    split = position.rows("SELECT value FROM action_comes_from WHERE ref = ?", [ref])
    # goes_to holds one reference or several with commas between them; both ends are guarded by the comma and blank.
    gone = position.rows("SELECT ref FROM action WHERE void = 0 AND ', ' || goes_to || ',' LIKE ?", [f"%, {ref},%"])
    return [row["value"] for row in split] + [row["ref"] for row in gone]


def steps(position: Position, refs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return who went on as what within *refs*, as pairs of references; what went on as several gives several."""
    return [(ref, heir) for ref in refs for heir in _went_on_as(position, ref) if heir in refs]
