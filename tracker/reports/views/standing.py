"""Where the plan stands: each area with its denominators, joint work apart, and opening + added - closed = closing.

Every number comes from a filter query, which the annex prints.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tracker.model.vocabulary import ENDED_STATUSES, REPORTED_RATINGS, Area, Basis, Rating, Status
from tracker.register.filters import parse
from tracker.register.position import Position
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import NOTHING_NAMED, Table, is_are, joined, plural, tally

OPEN = "plan open"
ENDED = "superseded,not_accepted,withdrawn"


@dataclass(frozen=True)
class Standing:
    """One area, or one area of one recommendation, in numbers.

    ``reported`` and ``unreported`` are over the open actions; ``check`` over the open and the signed-off ones.
    """

    open: int
    signed_off: int
    claimed: int
    overdue: int
    ended: int
    existing: int
    reported: dict[str, int]
    unreported: int
    check: dict[str, int]

    @property
    def plan(self) -> int:
        """Actions in the plan: open or signed off."""
        return self.open + self.signed_off

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is recorded: neither in the plan, nor ended, nor as existing provision."""
        return not (self.plan or self.ended or self.existing)

    @property
    def plan_words(self) -> str:
        """How many actions are in the plan."""
        if self.nothing:
            return NOTHING_NAMED
        return f"{self.open} open, {self.signed_off} signed off" if self.plan else "none in the plan"

    @property
    def reported_words(self) -> str:
        """What owners report, with its denominator."""
        return f"{tally(self.reported, unrated=self.unreported)} (of {self.open} open)" if self.open else "no rating"

    @property
    def check_words(self) -> str:
        """What the dates say, with its denominator."""
        return f"{tally(self.check)} (of {self.plan})" if self.plan else "no rating"


def standing(scope: Scope, kept_to: str) -> Standing:
    """Return the numbers of the actions that a query such as ``area:BRI`` or ``R4.BRI`` finds."""
    return Standing(
        open=scope.count(f"{kept_to} {OPEN}"),
        signed_off=scope.count(f"{kept_to} plan status:signed_off"),
        claimed=scope.count(f"{kept_to} plan status:complete"),
        overdue=scope.count(f"{kept_to} plan overdue"),
        ended=scope.count(f"{kept_to} plan status:{ENDED}"),
        existing=scope.count(f"{kept_to} basis:existing_provision"),
        reported={r.value: scope.count(f"{kept_to} {OPEN} reported:{r.value}") for r in REPORTED_RATINGS},
        unreported=scope.count(f"{kept_to} {OPEN} unreported"),
        check={r.value: scope.count(f"{kept_to} plan check:{r.value}") for r in Rating},
    )


def by_area(scope: Scope) -> dict[str, Standing]:
    """Return the numbers of every area of the report, joint work last."""
    return {area: standing(scope, f"area:{area}") for area in scope.areas}


def area_table(scope: Scope, found: dict[str, Standing]) -> Table:
    """Return area by rating."""
    rows = []
    for area, here in found.items():
        apart = area == Area.ALL.value and len(found) > 1
        rows.append(
            (
                scope.area_names[area] + (" (apart, added to no area)" if apart else ""),
                here.plan_words,
                here.reported_words,
                here.check_words,
                f"{here.overdue} of {here.open}",
                f"{here.claimed} of {here.open}",
            )
        )
    headers = ("Area", "Actions in the plan", "Reported rating", "Date check", "Overdue", "Claimed complete")
    return Table(headers, tuple(rows))


def existing_words(scope: Scope, found: dict[str, Standing]) -> str:
    """Say how much existing provision the sources name, which is context."""
    named = [f"{scope.area_names[area]} {here.existing}" for area, here in found.items() if here.existing]
    if not named:
        return "No existing provision is recorded beside the plan."
    return (
        f"Beside the plan stands existing provision, as context that is neither rated nor counted above: "
        f"{joined(named)}. These numbers say what the sources name; they do not compare areas."
    )


# --- opening + added - closed = closing -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Movement:
    """How the open actions of one area came from the earlier position to this one; references with their reason."""

    opening: int
    added: dict[str, str]
    closed: dict[str, str]
    closing: int

    @staticmethod
    def said(moved: dict[str, str]) -> str:
        """Return how many moved and why, like "3 (2 new, 1 adopted)"."""
        reasons = Counter(moved.values())
        told = ", ".join(f"{number} {reason}" for reason, number in sorted(reasons.items()))
        return f"{len(moved)} ({told})" if moved else "0"


def movements(scope: Scope) -> dict[str, Movement]:
    """Return area → movement; empty when the report compares with nothing."""
    if scope.compared is None:
        return {}
    earlier, now = _open(scope.compared.position), _open(scope.position)
    was, is_ = _all(scope.compared.position), _all(scope.position)
    found = {}
    for area in scope.areas:
        before, after = earlier.get(area, {}), now.get(area, {})
        # What joined the plan and was closed since then was open at neither end; it counts as both.
        through = [ref for ref in is_ if f".{area}." in ref and _passed_through(was.get(ref), is_[ref])]
        found[area] = Movement(
            opening=scope.count_before(f"area:{area} {OPEN}"),
            added={ref: _why_added(was.get(ref)) for ref in (*after, *through) if ref not in before},
            closed={ref: _why_closed(is_.get(ref)) for ref in (*before, *through) if ref not in after},
            closing=scope.count(f"area:{area} {OPEN}"),
        )
    return found


def _open(position: Position) -> dict[str, dict[str, None]]:
    """Area → the references of its open actions, in their order."""
    chosen = parse(OPEN)
    found: dict[str, dict[str, None]] = {}
    for row in position.rows(f"SELECT a.area, a.ref FROM rated_action a WHERE {chosen.where} ORDER BY a.sort"):
        found.setdefault(row["area"], {})[row["ref"]] = None
    return found


def _all(position: Position) -> dict[str, tuple[str, str]]:
    rows = position.rows("SELECT ref, basis, status FROM rated_action")
    return {row["ref"]: (row["basis"], row["status"]) for row in rows}


def _passed_through(before: tuple[str, str] | None, now: tuple[str, str]) -> bool:
    joined_since = before is None or before[0] == Basis.EXISTING_PROVISION
    return joined_since and now[0] != Basis.EXISTING_PROVISION and now[1] in (*ENDED_STATUSES, Status.SIGNED_OFF)


def _why_added(before: tuple[str, str] | None) -> str:
    if before is None:
        return "new"
    return "adopted" if before[0] == "existing_provision" else "reopened"


def _why_closed(now: tuple[str, str] | None) -> str:
    return Status(now[1]).words if now is not None else "entered in error"


def reconciliation(scope: Scope, moved: dict[str, Movement]) -> Table | None:
    """Return the table opening, added, closed, closing, or None when the report compares with nothing."""
    if scope.compared is None:
        return None
    headers = ("Open actions", *(scope.area_names[area] for area in moved))
    rows = (
        (f"At {scope.compared.words}", *(str(each.opening) for each in moved.values())),
        ("Added", *(Movement.said(each.added) for each in moved.values())),
        ("Closed", *(Movement.said(each.closed) for each in moved.values())),
        ("Now", *(str(each.closing) for each in moved.values())),
    )
    return Table(headers, rows)


# --- two plain answers ------------------------------------------------------------------------------------------------


def is_green_done(scope: Scope) -> str:
    """Answer "Everything is green, so is everything done?"."""
    open_, done = scope.count(scope.query(OPEN)), scope.count(scope.query("plan status:signed_off"))
    total = open_ + done
    if not total:
        return "Nothing can be done or late yet: there is no action in the plan."
    if not open_:
        return (
            f"Yes: every action in the plan ({total}) is signed off on accepted evidence. What difference was made is "
            "another question, answered below."
        )
    green = scope.count(scope.query("plan check:green"))
    claimed = scope.count(scope.query("plan status:complete"))
    others = {
        r.value: scope.count(scope.query(f"plan check:{r.value}")) for r in (Rating.RED, Rating.AMBER, Rating.GREY)
    }
    said = (
        f"No. Only signed off means done (B Blue ■): {done} of {plural(total, 'action')} in the plan, joint work "
        f"counted once. By their dates, {green} {is_are(green)} green, which means on track, or claimed complete and "
        f"awaiting a body's decision ({claimed})"
    )
    return f"{said}; the others are {tally(others)}." if any(others.values()) else f"{said}."
