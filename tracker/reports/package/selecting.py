"""Which entries a package shows: those on what was asked for, and those without which they could not be read.

Every other entry is still there as its hash; what of the chosen entries' texts is shown is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.desk.desk import Refusal
from tracker.model import references
from tracker.model.vocabulary import Area
from tracker.register.position import Position
from tracker.reports.package.asking import Ask

FRAME = (
    "register.opened", "review.opened", "area.added", "agency.added", "agency.changed", "body.added",
    "settings.changed", "report.issued", "report.packaged", "log.restored",
)  # fmt: skip
"""Acts that every package shows: the log's name, the codes that entries use, and what was issued and handed out."""


def chosen(position: Position, ask: Ask) -> list[int]:
    """Return the numbers of the entries to show, in order; raises Refusal when nothing that was asked for is there."""
    found = _asked(position, ask)
    if not found:
        raise Refusal(f"Nothing was made: there are no {ask.chosen_words()}. See what there is with: tracker log")
    return sorted(found | _needed(position, found))


def _asked(position: Position, ask: Ask) -> set[int]:
    sql = "SELECT seq FROM entry_index WHERE 1"
    values: list[object] = []
    for sign, day in ((">=", ask.since), ("<=", ask.until)):
        if day:
            sql += f" AND substr(at, 1, 10) {sign} ?"
            values.append(day.isoformat())
    found = {row["seq"] for row in position.rows(sql, values)}
    if ask.recommendations or ask.areas:
        wanted = _Things(position, ask).all()
        rows = position.rows("SELECT DISTINCT ref FROM entry_ref")
        refs = [row["ref"] for row in rows if row["ref"] in wanted or _stands_under(row["ref"], wanted)]
        found &= {seq for ref in refs for seq in _entries_on(position, ref)}
    return found


def _entries_on(position: Position, ref: str) -> list[int]:
    return [row["seq"] for row in position.rows("SELECT seq FROM entry_ref WHERE ref = ?", [ref])]


def _stands_under(ref: str, wanted: set[str]) -> bool:
    return references.is_reference(ref) and references.parse(ref).action in wanted


def _needed(position: Position, found: set[int]) -> set[int]:
    """The frame, who recorded the entries, and what corrects or undid them, or they correct."""
    marks = ",".join("?" * len(FRAME))
    rows = position.rows(f"SELECT seq FROM entry_index WHERE act IN ({marks})", FRAME)
    needed = {row["seq"] for row in rows}
    people: set[str] = set()
    for row in position.rows("SELECT seq, by, corrects, undone FROM entry_index"):
        if row["seq"] in found:
            people.add(row["by"])
            needed.update(seq for seq in (row["corrects"], row["undone"]) if seq)
        elif row["corrects"] in found:
            needed.add(row["seq"])
    return needed | {seq for person in people for seq in _entries_on(position, person)}


class _Things:
    """The references of everything that belongs to some recommendations and areas."""

    def __init__(self, position: Position, ask: Ask) -> None:
        self.position = position
        self.recommendations = set(ask.recommendations)
        self.areas = set(ask.areas)

    def all(self) -> set[str]:
        actions = [row for row in self._rows("SELECT ref, recommendation, area FROM action") if self._has(row)]
        found = {row["ref"] for row in actions} | {row["recommendation"] for row in actions} | self.recommendations
        found |= self._responses() | self._listed("risk") | self._listed("measure")
        found |= self._about("evidence_link", "target", found)
        found |= self._about("decision_about", "value", found)
        found |= {row["ref"] for row in self._rows("SELECT ref, about FROM query") if self._under(row["about"], found)}
        held = {
            row["ref"]: row["meeting"] for row in self._rows("SELECT ref, meeting FROM decision WHERE meeting > ''")
        }
        return found | {meeting for ref, meeting in held.items() if ref in found}

    def _rows(self, sql: str) -> list[dict[str, str]]:
        return self.position.rows(sql)

    def _values(self, table: str, ref: str) -> set[str]:
        return {row["value"] for row in self.position.rows(f"SELECT value FROM {table} WHERE ref = ?", [ref])}

    def _has(self, action: dict[str, str]) -> bool:
        serves = {action["recommendation"]} | self._values("action_serves", action["ref"])
        areas = {action["area"]}
        if action["area"] == Area.ALL:  # joint work belongs to each area that takes part; none named means all
            areas |= self._values("action_areas", action["ref"]) or set(Area)
        return self._fits(serves, areas)

    def _fits(self, serves: Iterable[str], areas: Iterable[str]) -> bool:
        served = not self.recommendations or not self.recommendations.isdisjoint(serves)
        return served and (not self.areas or not self.areas.isdisjoint(areas))

    def _responses(self) -> set[str]:
        rows = self._rows("SELECT ref, recommendation, area FROM response")
        return {row["ref"] for row in rows if self._fits({row["recommendation"]}, {row["area"]})}

    def _listed(self, kind: str) -> set[str]:
        found = set()
        for row in self._rows(f"SELECT ref FROM {kind}"):
            areas = self._values(f"{kind}_areas", row["ref"])
            if self._fits(
                self._values(f"{kind}_serves", row["ref"]), areas | set(Area) if Area.ALL in areas else areas
            ):
                found.add(row["ref"])
        return found

    def _about(self, table: str, column: str, found: set[str]) -> set[str]:
        return {
            row["ref"] for row in self._rows(f"SELECT ref, {column} FROM {table}") if self._under(row[column], found)
        }

    def _under(self, ref: str, found: set[str]) -> bool:
        return ref in found or _stands_under(ref, found)
