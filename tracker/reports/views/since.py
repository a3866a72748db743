"""What came into the register since an earlier position, entry by entry, each in one group and so counted once.

The groups are words of the trail's filter language; how ratings changed is told in tracker.reports.views.changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.register.wanted import LATE_DAYS
from tracker.reports.views import entries
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, numbered, plural, spans

GROUPS = ("added", "ended", "corrected", "decision", "noted")
"""Groups of acts by which entries are told apart; whatever is in none of them has changed something."""

WORDS = {
    "added": "Added: actions, milestones, evidence, readings, queries and other things new to the register",
    "ended": "Ended: actions signed off, withdrawn, declined, superseded, split or merged; texts or files removed",
    "changed": "Changed: ratings, dates, owners, states and texts",
    "corrected": "Corrected: dates put right, acts undone",
    "decision": "Decisions: asked for, taken or withdrawn",
    "noted": "Only counted: links of evidence, reviews of the trail, and notes that replaced nothing",
}
"""Group → what a reader is told it holds, in the order in which they are told."""


@dataclass(frozen=True)
class Since:
    """What is new.  ``said`` is the sentence for the first page, ``counts`` the table of groups with their sum.

    The tables have a row for each entry of their group, or are None where there is none; ``decided`` names the entries
    that the part on decisions tells in its own way.
    """

    total: int
    said: str
    counts: Table
    added: Table | None
    ended: Table | None
    changed: Table | None
    corrected: Table | None
    late: Table | None
    decided: str


def queries(scope: Scope) -> dict[str, str]:
    """Return group → the trail query that finds its entries."""
    found = {group: f"{entries.since(scope)} act:{group}" for group in GROUPS}
    return {**found, "changed": f"{entries.since(scope)} -act:report,{','.join(GROUPS)}"}


def since(scope: Scope) -> Since:
    """Return what came in since the earlier position."""
    assert scope.compared is not None
    asked = queries(scope)
    found = {group: [row["seq"] for row in entries.of(scope, asked[group])] for group in WORDS}
    new = entries.new(scope)
    rows = tuple((words, str(len(found[group]))) for group, words in WORDS.items())
    late = sum(map(entries.is_late, new))
    return Since(
        total=len(new),
        said=_said(scope, len(new), late),
        counts=Table(("What was recorded", "Entries"), (*rows, ("Together", str(len(new))))),
        added=_told(scope, found, "added"),
        ended=_told(scope, found, "ended"),
        changed=_told(scope, found, "changed"),
        corrected=_told(scope, found, "corrected"),
        late=entries.late(scope, new),
        decided=spans(numbered(found["decision"])),
    )


def _said(scope: Scope, total: int, late: int) -> str:
    assert scope.compared is not None
    if not total:
        return f"Nothing was recorded since {scope.compared.words}."
    said = f"{plural(total, 'entry', 'entries')} came in since {scope.compared.words}"
    if not late:
        return f"{said}, none of them recorded more than {LATE_DAYS} days after what it records occurred."
    return f"{said}, {late} of them recorded more than {LATE_DAYS} days after what they record occurred."


def _told(scope: Scope, found: dict[str, list[int]], group: str) -> Table | None:
    return entries.told(scope, found[group], f"tracker log '{queries(scope)[group]}'")
