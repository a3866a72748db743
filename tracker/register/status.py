"""The position: recommendation by area, each fact on its own, worst first with its cause, and never an average.

Joint work stands under ALL and is added to no area.  Existing provision is counted apart and rated nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tracker.model.references import OTHER, OTHER_TITLE
from tracker.model.vocabulary import ENDED_STATUSES, WORST_FIRST, Rating, areas_shown
from tracker.register import rules
from tracker.register.assuring import IN_HAND, difference
from tracker.register.position import Position
from tracker.register.rules import disagree
from tracker.register.states import CURRENT


@dataclass
class Cell:
    """One area of one recommendation.

    ``reported`` and ``date_check`` are the worst over actions that are open or signed off; None says that there is no
    rating, which is not green.  ``counts`` and ``reported_counts`` are their denominators, rating by rating.
    """

    actions: int = 0
    existing: int = 0
    complete: int = 0
    signed_off: int = 0
    ended: int = 0
    overdue: int = 0
    unconfirmed: int = 0
    disagree: int = 0
    reported: str | None = None
    reported_ref: str | None = None
    reported_by: int = 0
    date_check: str | None = None
    because: str | None = None
    cause_ref: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    reported_counts: dict[str, int] = field(default_factory=dict)
    expected: int = 0
    held: int = 0
    accepted: int = 0
    difference: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The keys that scripts rely on."""
        return {
            "reported": self.reported,
            "date_check": self.date_check,
            "because": self.because,
            "cause": self.cause_ref,
            "actions": self.actions,
            "existing": self.existing,
            "complete": self.complete,
            "signed_off": self.signed_off,
            "ended": self.ended,
            "overdue": self.overdue,
            "unconfirmed": self.unconfirmed,
            "disagree": self.disagree,
            "date_check_counts": self.counts,
            "reported_counts": self.reported_counts,
            "evidence": {"expected": self.expected, "held": self.held, "accepted": self.accepted},
            "difference": self.difference,
        }


class RecommendationLine(NamedTuple):
    """One recommendation of the matrix; ``areas`` maps an area's code to its cell."""

    ref: str
    official_number: str | None
    title: str
    wording: str
    areas: dict[str, Cell]

    @property
    def spoken(self) -> str:
        """How the recommendation is named in text: the working number until an official one is bound."""
        return spoken(self.ref, self.official_number)


def spoken(ref: str, official_number: str | None) -> str:
    """Return "R4 (working number)", or "Recommendation 7 (working R4)" once the official number is bound."""
    return f"Recommendation {official_number} (working {ref})" if official_number else f"{ref} (working number)"


_GROUPED = """
SELECT a.recommendation, a.area, a.basis = 'existing_provision' AS existing, a.status, a.rule, a.reported,
       count(*) AS n, min(a.sort || ' ' || a.ref) AS first,
       sum(a.mapping = 'unconfirmed') AS unconfirmed,
       sum((SELECT count(*) FROM action_expects x WHERE x.ref = a.ref)) AS expected
FROM ruled_action a GROUP BY 1, 2, 3, 4, 5, 6
"""

_HELD = f"""
SELECT a.recommendation, a.area, count(*) AS held, sum(e.state = 'accepted') AS accepted
FROM evidence_link l JOIN evidence_now e ON e.ref = l.ref JOIN action a ON a.ref = l.target
WHERE e.void = 0 AND a.void = 0 AND e.state IN {IN_HAND}
  AND {CURRENT} GROUP BY 1, 2
"""


def matrix(position: Position, area: str | None = None) -> list[RecommendationLine]:
    """Return the matrix, R1 first and X last, for all areas or for one and joint work.

    With an area, its cells and those of joint work (ALL) are there, apart from each other; with ALL, joint work only.
    """
    shown = areas_shown(area)
    lines: dict[str, RecommendationLine] = {}
    numbers: dict[str, list[str]] = {}
    for row in position.rows("SELECT ref, value FROM recommendation_numbers ORDER BY CAST(value AS INTEGER)"):
        numbers.setdefault(row["ref"], []).append(row["value"])
    rows = position.rows("SELECT ref, title, wording FROM recommendation WHERE void = 0")
    texts = position.texts(row["title"] for row in rows)
    for row in sorted(rows, key=lambda r: int(r["ref"][1:])):
        number = ", ".join(numbers.get(row["ref"], [])) or None
        lines[row["ref"]] = RecommendationLine(
            row["ref"], number, texts.get(row["title"], ""), row["wording"], {code: Cell() for code in shown}
        )
    other = RecommendationLine(OTHER, None, OTHER_TITLE, "not_held", {c: Cell() for c in shown})
    lines[OTHER] = other
    for group in position.rows(_GROUPED):
        line = lines.get(group["recommendation"])
        if line is not None and group["area"] in line.areas:
            _count(position, line.areas[group["area"]], group)
    _evidence(position, lines)
    _differences(position, lines)
    return list(lines.values())


def _count(position: Position, cell: Cell, group: dict[str, Any]) -> None:
    number = group["n"]
    ended = group["status"] in ENDED_STATUSES
    if group["existing"]:
        cell.existing += number
        cell.unconfirmed += 0 if ended else group["unconfirmed"]
        return
    if ended:
        cell.ended += number
        return
    cell.actions += number
    cell.unconfirmed += group["unconfirmed"]
    cell.complete += number if group["status"] == "complete" else 0
    cell.signed_off += number if group["status"] == "signed_off" else 0
    cell.overdue += number if group["rule"] == "D1" else 0
    cell.expected += group["expected"]
    rated = rules.BY_ID[group["rule"]].rating if group["rule"] else None
    check, first = rated.value if rated else None, group["first"].split(" ", 1)[1]
    if disagree(group["reported"], check):
        cell.disagree += number
    if check is not None:
        cell.counts[check] = cell.counts.get(check, 0) + number
        if _worse(check, cell.date_check):
            cell.date_check, cell.cause_ref = check, first
            cell.because = f"{first}: {rules.words(group['rule'], position.settings)}"
    reported = Rating.BLUE.value if group["status"] == "signed_off" else group["reported"]
    if reported is None:
        return
    cell.reported_by += number
    cell.reported_counts[reported] = cell.reported_counts.get(reported, 0) + number
    if _worse(reported, cell.reported):
        cell.reported, cell.reported_ref = reported, first


def _worse(rating: str | None, than: str | None) -> bool:
    """Tell whether a rating stands for the roll-up instead of what was the worst so far; no rating never does."""
    return rating is not None and (than is None or WORST_FIRST[rating] < WORST_FIRST[than])


def _evidence(position: Position, lines: dict[str, RecommendationLine]) -> None:
    for row in position.rows(_HELD):
        if cell := _cell(lines, row):
            cell.held, cell.accepted = row["held"], row["accepted"]


def _cell(lines: dict[str, RecommendationLine], row: dict[str, Any]) -> Cell | None:
    line = lines.get(row["recommendation"])
    return line.areas.get(row["area"]) if line else None


_DIFFERENCES = f"""
SELECT a.recommendation, a.area,
       min(CASE a.claimed WHEN 0 THEN 0 ELSE min(a.claimed, a.evidenced, a.allowed) END) AS least FROM difference_now a
WHERE {CURRENT} GROUP BY 1, 2
"""


def _differences(position: Position, lines: dict[str, RecommendationLine]) -> None:
    """A cell's difference is the least that any of its open or signed-off actions has shown, so none hides another."""
    for row in position.rows(_DIFFERENCES):
        if cell := _cell(lines, row):
            cell.difference = difference(row["least"]).value


class Shown(NamedTuple):
    """The difference of one action: what is claimed, what accepted evidence shows, and what may be said.

    ``lowered`` tells that a check after sign-off allows less than is claimed and evidenced.
    """

    claimed: str
    evidenced: str
    said: str
    lowered: bool


def difference_of(position: Position, ref: str) -> Shown:
    """Return what difference may be said of an action: no more than claimed, evidenced, and still found by a check."""
    row = position.row("SELECT claimed, evidenced, allowed FROM difference_now WHERE ref = ?", [ref])
    claimed, evidenced, allowed = (row["claimed"], row["evidenced"], row["allowed"]) if row else (0, 0, 0)
    said = min(claimed, evidenced, allowed)
    lowered = said < min(claimed, evidenced)
    return Shown(difference(claimed).value, difference(evidenced).value, difference(said).value, lowered)


def totals(lines: list[RecommendationLine], area: str) -> Cell:
    """Return the counts of one area over *lines*; worst rating with its cause, nothing averaged."""
    total = Cell()
    for line in lines:
        cell = line.areas[area]
        for name in ("actions", "existing", "complete", "signed_off", "ended", "overdue", "unconfirmed", "disagree"):
            setattr(total, name, getattr(total, name) + getattr(cell, name))
        for name in ("expected", "held", "accepted", "reported_by"):
            setattr(total, name, getattr(total, name) + getattr(cell, name))
        for rating, number in cell.counts.items():
            total.counts[rating] = total.counts.get(rating, 0) + number
        for rating, number in cell.reported_counts.items():
            total.reported_counts[rating] = total.reported_counts.get(rating, 0) + number
        if _worse(cell.date_check, total.date_check):
            total.date_check, total.because, total.cause_ref = cell.date_check, cell.because, cell.cause_ref
        if _worse(cell.reported, total.reported):
            total.reported, total.reported_ref = cell.reported, cell.reported_ref
    return total
