"""How far the record bears the plan out, recommendation by recommendation and area by area, and who read the trail.

Ratings are no business of coverage: it says what is written down, evidenced, asked and read, never how work goes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from tracker.model import references
from tracker.model.vocabulary import Area, areas_shown
from tracker.register.assuring import ACCEPTED, IN_HAND, with_evidence
from tracker.register.position import Position
from tracker.register.states import CONTEXT, CURRENT

_COUNTED = f"""
SELECT a.recommendation, a.area, count(*) AS actions,
       sum(EXISTS (SELECT 1 FROM action_expects x WHERE x.ref = a.ref)) AS expected,
       sum({with_evidence(IN_HAND)}) AS held,
       sum({with_evidence(ACCEPTED)}) AS accepted,
       max(a.last_update) AS last_update
FROM dated_action a WHERE {CURRENT}
GROUP BY a.recommendation, a.area
"""
_EXISTING = f"""
SELECT a.recommendation, a.area, count(*) AS existing FROM dated_action a WHERE {CONTEXT}
GROUP BY a.recommendation, a.area
"""
_ENTRIES = """
WITH owned(ref, recommendation, area) AS (
    SELECT ref, recommendation, area FROM action WHERE void = 0
    UNION SELECT m.ref, a.recommendation, a.area FROM milestone m JOIN action a ON a.ref = m.action WHERE m.void = 0
    UNION SELECT ref, recommendation, area FROM response
)
SELECT o.recommendation, o.area, count(DISTINCT r.seq) AS entries, max(r.seq) AS last_entry,
       count(DISTINCT CASE WHEN r.seq > ? THEN r.seq END) AS since
FROM owned o JOIN entry_ref r ON r.ref = o.ref GROUP BY o.recommendation, o.area
"""


@dataclass(frozen=True)
class Reviewed:
    """How far one person has read the trail: up to entry ``upto``, on which day, and how many entries came since.

    Notes of reviews are not counted among the entries since.
    """

    by: str
    post: str
    upto: int
    on: str
    entry: int
    since: int
    note: str | None


@dataclass
class Covered:
    """One area of one recommendation.

    ``actions`` are those of the plan that have not ended; of these, how many have the evidence that they are to show
    written down (``expected``), have evidence in hand (``held``), accepted evidence, or none in hand (``none``).
    ``entries`` are those on its actions, milestones and response, ``since`` those after the last entry that somebody
    reviewed the trail up to.
    """

    recommendation: str
    area: str
    actions: int = 0
    existing: int = 0
    expected: int = 0
    held: int = 0
    accepted: int = 0
    queries: int = 0
    last_update: str | None = None
    entries: int = 0
    last_entry: int | None = None
    since: int = 0

    @property
    def none(self) -> int:
        """How many actions have no evidence in hand."""
        return self.actions - self.held

    @property
    def query(self) -> str:
        """The filter that finds the actions counted here."""
        return f"rec:{self.recommendation} area:{self.area} plan current"

    def as_json(self) -> dict[str, Any]:
        """The keys that scripts rely on."""
        return {**asdict(self), "none": self.none, "query": self.query}


def reviews(position: Position) -> list[Reviewed]:
    """Return, per reviewer, the furthest entry that they reviewed the trail up to; the furthest reader first."""
    rows = position.rows(
        "SELECT t.seq, t.upto, t.occurred_on, t.by, t.note, p.post FROM trail_review t LEFT JOIN main.person p"
        " ON p.ref = t.by ORDER BY t.upto DESC, t.seq DESC"
    )
    texts = position.texts(row[name] for row in rows for name in ("note", "post"))
    found: dict[str, Reviewed] = {}
    for row in rows:
        since = "SELECT count(*) FROM entry_index WHERE seq > ? AND act <> 'trail.reviewed'"
        if row["by"] not in found:
            found[row["by"]] = Reviewed(
                by=row["by"],
                post=texts.get(row["post"] or "") or row["by"],
                upto=row["upto"],
                on=row["occurred_on"],
                entry=row["seq"],
                since=int(position.value(since, [row["upto"]])),
                note=texts.get(row["note"] or ""),
            )
    return list(found.values())


def coverage(position: Position, area: str | None = None) -> list[Covered]:
    """Return every area of every recommendation, and of the other work (X); with an area, it and joint work.

    A query about a recommendation itself is counted in every area of it that is shown.
    """
    refs = [row["ref"] for row in position.rows("SELECT ref FROM recommendation WHERE void = 0")]
    areas = areas_shown(area)
    cells = {(ref, code): Covered(ref, code) for ref in [*refs, references.OTHER] for code in areas}
    upto = int(position.value("SELECT COALESCE(max(upto), 0) FROM trail_review"))
    for sql, values in ((_COUNTED, ()), (_EXISTING, ()), (_ENTRIES, (upto,))):
        for row in position.rows(sql, values):
            if cell := cells.get((row["recommendation"], row["area"])):
                for name in row.keys() - {"recommendation", "area"}:
                    setattr(cell, name, row[name])
    for place in _asked(position):
        for (ref, code), cell in cells.items():
            cell.queries += place in ((ref, code), (ref, None))
    return sorted(cells.values(), key=_order)


def _order(cell: Covered) -> tuple[bool, str, int]:
    return (
        cell.recommendation == references.OTHER,
        references.sort_key(cell.recommendation),
        list(Area).index(Area(cell.area)),
    )


def _asked(position: Position) -> list[tuple[str, str | None]]:
    """The cell that each open query is about; of a recommendation as a whole the area is None, others are left out."""
    found: list[tuple[str, str | None]] = []
    for row in position.rows("SELECT about FROM query WHERE void = 0 AND state <> 'closed'"):
        if not references.is_reference(row["about"]):
            continue
        parsed = references.parse(row["about"])
        if parsed.action:
            action = position.row("SELECT recommendation, area FROM action WHERE ref = ?", [parsed.action])
            found += [(action["recommendation"], action["area"])] if action else []
        elif parsed.recommendation:
            found.append((parsed.recommendation, parsed.area))
    return found
