"""What a report covers: the position, the areas, what it is compared with, and the names of areas, agencies and bodies.

Every view is handed one scope; nothing is said in it yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tracker.model import references
from tracker.model.vocabulary import Area, areas_shown
from tracker.register import checks, comparing, naming, rules, status
from tracker.register.filters import Filter, parse
from tracker.register.listing import count, count_cells, refs
from tracker.register.position import Position
from tracker.reports.views.words import cut
from tracker.reports.views.words import day as said_day

_AREAS = "|".join(area.value for area in Area)
_CELL = re.compile(rf"(?P<recommendation>R[0-9]+|X)\.(?P<area>{_AREAS})|area:(?P<areas>(?:{_AREAS})(?:,(?:{_AREAS}))*)")
"""The first word of a query that keeps to one area, or to one area of a recommendation."""


class Compared(NamedTuple):
    """The earlier position: how it is named, its day, its last entry, and the position to be asked.

    A position of an issue (``issue`` is its number) is that of the day on which it was issued, unless it looked back.
    """

    words: str
    on: date
    entries: int
    position: Position
    issue: int | None = None

    @property
    def since(self) -> str:
        """The word of the filter language that compares with this position."""
        return f"since:{self.on.isoformat()},#{self.entries}"


@dataclass
class Scope:
    """One report at one position.  ``entries`` is N, ``recorded`` the day by which entry N had been recorded.

    ``only`` is a filter query that the report keeps to, such as ``rec:R4``; ``trail`` the filters of the trail that
    between them find the entries which it is about, where these are not all.
    """

    position: Position
    area: str | None
    entries: int
    recorded: date
    compared: Compared | None = None
    draft: bool = False
    past: bool = False
    only: str = ""
    trail: tuple[str, ...] = ()
    counted: dict[str, int] = field(default_factory=dict)
    counted_before: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    _nothing: dict[str, bool] = field(default_factory=dict)
    _cells: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day that the report is about."""
        return self.position.when.day

    @cached_property
    def locals(self) -> list[str]:
        """The local areas that are shown side by side."""
        return self.areas[:-1]

    @cached_property
    def areas(self) -> list[str]:
        """All area codes that the report covers: the local ones, then joint work."""
        return areas_shown(self.area)

    def covers(self, areas: list[str]) -> bool:
        """Tell whether something that belongs to *areas* belongs in this report."""
        return not areas or not set(areas).isdisjoint(self.areas)

    def query(self, words: str) -> str:
        """Return a filter query kept to what this report is about and to its areas."""
        area = "" if self.area is None else f"area:{','.join(self.areas)}"
        return " ".join(filter(None, (area, self.only, words)))

    def of_area(self, code: str, words: str) -> str:
        """Return a filter query kept to what this report is about, in one area of it."""
        return " ".join(filter(None, (f"area:{code}", self.only, words)))

    def changed(self, *words: str) -> str:
        """Return the words of a query for what became of actions since the earlier position."""
        assert self.compared is not None
        return f"change:{','.join(words)} {self.compared.since}"

    @cached_property
    def rows(self) -> frozenset[str]:
        """The references of all actions that this report is about, whatever their status."""
        return frozenset(refs(self.position, parse(self.query(""))))

    def about(self, ref: str) -> bool:
        """Tell whether something stands in this report: an action or milestone of it, or what bears its reference."""
        if not self.only or not references.is_reference(ref):
            return not self.only
        parsed = references.parse(ref)
        if parsed.action:
            return parsed.action in self.rows
        return parsed.recommendation is not None and self.serves([parsed.recommendation])

    def serves(self, recommendations: list[str]) -> bool:
        """Tell whether something that serves these recommendations stands in a report of one of them."""
        return not self.only or any(self.only == f"rec:{ref}" for ref in recommendations)

    # -- counting: a number that is printed comes from a query that is printed with it ------------------------------

    def count(self, query: str) -> int:
        """Return how many actions a filter query finds, and remember it for the annex."""
        if query not in self.counted:
            self.counted[query] = self._found(query)
        return self.counted[query]

    def _found(self, query: str) -> int:
        """Count for one area, or one area of a recommendation, in one question for them all, not hundreds."""
        head, _, words = query.partition(" ")
        cell = _CELL.fullmatch(head)
        if cell is None or not words:
            return count(self.position, parse(query))
        if words not in self._cells:
            self._cells[words] = count_cells(self.position, parse(words))
        found = self._cells[words]
        if cell["area"]:
            return found.get((cell["recommendation"], cell["area"]), 0)
        wanted = cell["areas"].split(",")
        return sum(number for (_, area), number in found.items() if area in wanted)

    def nothing(self, query: str) -> bool:
        """Tell whether a filter query finds nothing, without remembering it as a figure of the report."""
        if query not in self._nothing:
            self._nothing[query] = not self.counted.get(query) and self._found(query) == 0
        return self._nothing[query]

    def count_before(self, query: str) -> int:
        """Return how many actions a filter query found at the position that this one is compared with."""
        assert self.compared is not None
        if query not in self.counted_before:
            self.counted_before[query] = count(self.compared.position, parse(query))
        return self.counted_before[query]

    @cached_property
    def matrix(self) -> list[status.RecommendationLine]:
        """The matrix of recommendations by areas."""
        return status.matrix(self.position)

    @cached_property
    def findings(self) -> list[checks.Finding]:
        """What the rules on plan quality find in these areas, what a body has accepted included; asked once."""
        return [one for one in checks.everything(self.position, self.area) if not self.only or self.about(one.ref)]

    @cached_property
    def findings_by_ref(self) -> list[checks.Finding]:
        """The same in the order of their references; sorted once, since a large plan has as many as actions."""
        return sorted(self.findings, key=lambda one: references.sort_key(one.ref))

    def in_areas(self, clause: str = "1") -> Filter:
        """Return a filter for the actions of this report that fulfil a condition on ``rated_action`` (alias a)."""
        chosen = parse(self.only)
        chosen.add(f"a.area IN ({','.join('?' * len(self.areas))})", *self.areas)
        chosen.add(clause)
        return chosen

    # -- names -----------------------------------------------------------------------------------------------------

    @cached_property
    def area_names(self) -> dict[str, str]:
        """Area code → name, as the register has it."""
        named = self._named("area")
        return {area.value: "Joint work" if area is Area.ALL else named.get(area.value, area.words) for area in Area}

    @cached_property
    def bodies(self) -> dict[str, str]:
        """Body code → name."""
        return self._named("body")

    @cached_property
    def agencies(self) -> dict[str, str]:
        """Agency code → the name it had, with its successor's code once that has begun: "… (now ICB)"."""
        named = self._named("agency")
        return named | {code: named[code] + naming.now(heir) for code, heir in naming.heirs(self.position).items()}

    @cached_property
    def successors(self) -> dict[str, str]:
        """Agency code → the code of the agency that followed it."""
        rows = self.position.rows("SELECT ref, successor FROM agency WHERE void = 0 AND successor IS NOT NULL")
        return {row["ref"]: row["successor"] for row in rows}

    def agency(self, code: str | None, none: str = "no lead agency named") -> str:
        """Return the name of an agency, and remember it for the list of successors."""
        if not code:
            return none
        self.named.add(code)
        return self.agencies.get(code, code)

    def body(self, code: str) -> str:
        """Return the name of a body."""
        return self.bodies.get(code, code)

    @cached_property
    def _bodies_by_area(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.position.rows("SELECT ref, value FROM body_areas ORDER BY ref, value"):
            found.setdefault(row["ref"], []).append(row["value"])
        return found

    def body_areas(self, code: str) -> list[str]:
        """Return the areas that a body decides for."""
        return self._bodies_by_area.get(code, [])

    def _named(self, table: str) -> dict[str, str]:
        rows = self.position.rows(f"SELECT ref, name FROM {table} WHERE void = 0 ORDER BY ref")
        texts = self.position.texts(row["name"] for row in rows)
        return {row["ref"]: cut(texts.get(row["name"]), 200, none=row["ref"]) for row in rows}

    def said(self, iso: str | None, precision: str | None = None, none: str = "no date") -> str:
        """Return a date in full."""
        return said_day(iso, precision, none)

    def rule_words(self, rule: str) -> str:
        """Return the words of a date-check rule with the settings then in force."""
        return rules.words(rule, self.position.settings)


def keep_earlier(position: Position, compared: Compared) -> None:
    """Let queries with ``change:`` compare with the very position that the report compares with."""
    comparing.keep(position, comparing.since(compared.since.removeprefix("since:")), compared.position)


def hold(position: Position) -> None:
    """Keep the ratings of this moment in a temporary table, so that hundreds of counts rate every action only once."""
    select = rules.views()["rated_action"]
    position.db.execute("DROP VIEW IF EXISTS temp.rated_action")
    position.db.execute(f"CREATE TEMP TABLE IF NOT EXISTS rated_action AS {select}")
    position.db.execute("CREATE INDEX IF NOT EXISTS temp.rated_cell ON rated_action(recommendation, area)")
    position.db.execute("CREATE INDEX IF NOT EXISTS temp.rated_area ON rated_action(area)")
    position.db.execute("CREATE INDEX IF NOT EXISTS temp.rated_ref ON rated_action(ref)")
