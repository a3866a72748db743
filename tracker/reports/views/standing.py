"""Where the plan stands: each area with its denominators, joint work apart, and opening + added - closed = closing.

Every number comes from a filter query, which the annex prints.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from tracker.model.vocabulary import ENDED_STATUSES, REPORTED_RATINGS, Area, Assurance, Rating, Status, Sustainment
from tracker.register.assuring import ACCEPTED, with_evidence
from tracker.register.filters import parse
from tracker.register.listing import refs
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import NOTHING_NAMED, Table, is_are, joined, listed, plural, rated, tally, was_were

OPEN = "plan open"
ENDED = ",".join(ENDED_STATUSES)


class Standing(NamedTuple):
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
    if scope.nothing(f"{kept_to} plan"):  # most cells of a matrix are empty, and need not be asked sixteen times
        none = dict.fromkeys((rating.value for rating in Rating), 0)
        existing = scope.count(f"{kept_to} basis:existing_provision")
        return Standing(0, 0, 0, 0, 0, existing, {r.value: 0 for r in REPORTED_RATINGS}, 0, none)
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
    return {area: standing(scope, scope.of_area(area, "").strip()) for area in scope.areas}


def by_dates(scope: Scope, found: dict[str, Standing]) -> Table:
    """Return area by date check, with the actions in the plan as the denominator, and how many are overdue."""
    rows = []
    for area, here in found.items():
        checks = [here.check[rating.value] for rating in Rating]
        rows.append((_row_name(scope, area, found), *map(str, checks), str(here.plan)))
    return Table(("Area", *(rated(rating.value) for rating in Rating), "Actions in the plan"), tuple(rows))


def by_report(scope: Scope, found: dict[str, Standing]) -> Table:
    """Return area by reported rating, with the open actions as the denominator."""
    rows = []
    for area, here in found.items():
        reports = [here.reported[rating.value] for rating in REPORTED_RATINGS]
        counts = (*reports, here.unreported, here.overdue, here.open)
        rows.append((_row_name(scope, area, found), *map(str, counts)))
    names = (rated(rating.value) for rating in REPORTED_RATINGS)
    return Table(("Area", *names, "Not reported", "Overdue by date", "Open actions"), tuple(rows))


def without_plan(scope: Scope, found: dict[str, Standing]) -> str:
    """Say which areas have nothing in the plan, which is a gap in the record and no nought; or nothing."""
    told = []
    for words, areas in (
        (NOTHING_NAMED, [area for area, here in found.items() if here.nothing]),
        ("none in the plan", [area for area, here in found.items() if not here.plan and not here.nothing]),
    ):
        if areas:
            told.append(f"{joined([scope.area_names[area] for area in areas])}: {words}.")
    return " ".join(told)


def _row_name(scope: Scope, area: str, found: dict[str, Standing]) -> str:
    return scope.area_names[area] + (" (apart)" if area == Area.ALL.value and len(found) > 1 else "")


def movement_words(scope: Scope, moved: dict[str, Movement]) -> str:
    """Say area by area how opening + added - closed gives closing, or nothing when nothing is compared."""
    told = [
        f"{scope.area_names[area]} {each.opening} + {len(each.added)} − {len(each.closed)} = {each.closing}"
        for area, each in moved.items()
    ]
    return "; ".join(told)


def existing_words(scope: Scope, found: dict[str, Standing]) -> str:
    """Say how much existing provision the sources name, which is context."""
    named = [f"{scope.area_names[area]} {here.existing}" for area, here in found.items() if here.existing]
    if not named:
        return "No existing provision is recorded beside the plan."
    return (
        f"Beside the plan stands existing provision, context that is neither rated nor counted: {joined(named)}. "
        "Counts say what the sources name; they do not compare areas."
    )


# --- opening + added - closed = closing -------------------------------------------------------------------------------


class Movement(NamedTuple):
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
    return {area: _movement(scope, area) for area in scope.areas} if scope.compared else {}


def _movement(scope: Scope, area: str) -> Movement:
    struck = _struck_out(scope, area)
    for ref in struck:
        scope.count_before(f"{ref} {OPEN}")
    for word in ("was_open", "added", "closed"):  # for the annex, which says how each number is found again
        scope.count(scope.of_area(area, scope.changed(word)))
    return Movement(
        opening=scope.count_before(scope.of_area(area, OPEN)),
        added={
            ref: reason
            for reason in ("new", "adopted", "reopened")
            for ref in _counted(scope, area, scope.changed(reason))
        },
        closed={
            **{
                ref: status.words
                for status in Status
                for ref in _counted(scope, area, f"status:{status.value} {scope.changed('closed')}")
            },
            **dict.fromkeys(struck, "entered in error"),
        },
        closing=scope.count(scope.of_area(area, OPEN)),
    )


def _counted(scope: Scope, area: str, words: str) -> list[str]:
    """The references that a query finds in one area, counted for the annex."""
    query = scope.of_area(area, words)
    return refs(scope.position, parse(query)) if scope.count(query) else []


def _struck_out(scope: Scope, area: str) -> list[str]:
    """What was open then and whose making has been undone since: no query of today finds it."""
    assert scope.compared is not None
    then = refs(scope.compared.position, parse(scope.of_area(area, OPEN)))
    now = {row["ref"] for row in scope.position.rows("SELECT ref FROM rated_action")}
    return [ref for ref in then if ref not in now]


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
    but = less_than_done(scope)
    if not open_:
        yes = f"every action in the plan ({total}) is signed off"
        said = f"By the record, yes: {yes}. But {but}." if but else f"Yes: {yes} on accepted evidence."
        return f"{said} What difference was made is another question, answered below."
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
    said += f"; the others are {tally(others)}." if any(others.values()) else "."
    return f"{said} Of what is signed off, {but}." if but else said


def less_than_done(scope: Scope) -> str:
    """Say which signed-off actions rest on a minute alone, on evidence that stands no more, or did not last."""
    chosen = parse(scope.query("plan status:signed_off"))
    rows = scope.position.rows(
        f"SELECT a.ref, b.assurance, n.outcome, {with_evidence(ACCEPTED)} AS evidenced"
        " FROM rated_action a JOIN action b ON b.ref = a.ref LEFT JOIN sustainment_now n ON n.ref = a.ref"
        f" WHERE {chosen.where} ORDER BY a.sort",
        chosen.values,
    )
    bare = [row for row in rows if not row["evidenced"]]
    light = [row["ref"] for row in bare if row["assurance"] == Assurance.LIGHT]
    full = [row["ref"] for row in bare if row["assurance"] != Assurance.LIGHT]
    told = [
        f"{listed(light)} {'rests' if len(light) == 1 else 'rest'} on a minute alone, without accepted evidence",
        f"{listed(full)} {'has' if len(full) == 1 else 'have'} no accepted evidence any more",
    ]
    said = [words for words, refs_ in zip(told, (light, full), strict=True) if refs_]
    for outcome in (Sustainment.LAPSED, Sustainment.PARTLY):
        if gone := [row["ref"] for row in rows if row["outcome"] == outcome]:
            said.append(f"{listed(gone)} {was_were(len(gone))} found {outcome.words} by the last check")
    return "; ".join(said)
