"""Screens that are one page: a recommendation, an action, any other object, an entry of the ledger."""

from __future__ import annotations

from textual.app import ComposeResult

from tracker.model import references
from tracker.register import history, naming, querying, showing
from tracker.register.position import PositionError
from tracker.tui.look.page import Block, plain
from tracker.tui.look.wrap import said
from tracker.tui.pages import action, queries, recommendation, things, trail
from tracker.tui.registry import BY_ID, key_words
from tracker.tui.screens.view import View, bindings
from tracker.tui.ways import here
from tracker.tui.widgets.keys import Label
from tracker.tui.widgets.page import Page

NEWEST = 30
"""Entries of history that stand on the page of an action."""


class Reading(View):
    """One page about one reference."""

    def __init__(self, ref: str) -> None:
        """Make the screen of *ref*."""
        super().__init__()
        self.ref = ref
        self.crumb = ref

    def body(self) -> ComposeResult:
        """Yield the page."""
        yield Page(id="page")

    @property
    def about(self) -> str | None:
        """The reference of the page."""
        return self.ref

    def fill(self) -> None:
        """Read and show the page; what is no longer there is said in words."""
        try:
            blocks = self.blocks()
        except PositionError as error:
            blocks = [plain((here(str(error)), "warn"))]
        self.query_one(Page).show(blocks)

    def blocks(self) -> list[Block]:
        """Return what the page says."""
        raise AssertionError("each kind of screen says this itself")

    @property
    def today(self) -> str:
        """The position's day."""
        return self.seat.position.when.day.isoformat()


class RecommendationScreen(Reading):
    """One recommendation, opened at an area if one was chosen."""

    screen_name = "recommendation"
    BINDINGS = bindings("recommendation")

    def __init__(self, ref: str, area: str | None = None) -> None:
        """Make the screen of a recommendation."""
        super().__init__(ref)
        self.start = f"{ref}.{area}." if area is not None else None
        """Where the cursor goes when the page is read the next time."""

    def blocks(self) -> list[Block]:
        """Return wording, responses, areas, measures and risks."""
        return recommendation.page(showing.show(self.seat.position, self.ref))

    def fill(self) -> None:
        """Read and show the page, with the cursor on the first row of the area that was chosen, or on what is new."""
        super().fill()
        if self.start is not None:
            self.query_one(Page).put_cursor(self.start)
            self.start = None

    def footer(self) -> list[Label]:
        """Return what can be done here: an action can be added; acts on one show while the cursor is on one."""
        add = BY_ID["add_action"]
        own = Label(add.id, key_words(add.key, first=True), "add an action", self.reason(add) is None)
        first, *others = super().footer()
        commands = ((label, BY_ID[label.command]) for label in others)
        return [first, own, *(label for label, one in commands if not one.about or self.subject(one) is not None)]

    def stand_on(self, ref: str) -> None:
        """Go to an action that was added to this recommendation just now."""
        if ref.startswith(f"{self.ref}."):
            self.start = ref


class ActionScreen(Reading):
    """One action; ``rows`` are the references of the list that it was opened from, for going on to the next."""

    screen_name = "action"
    BINDINGS = bindings("action")

    def __init__(self, ref: str, rows: list[str] | None = None) -> None:
        """Make the screen of an action."""
        super().__init__(ref)
        self.rows = rows or []

    def blocks(self) -> list[Block]:
        """Return the three facts, everything under the action and its history."""
        position = self.seat.position
        found = showing.show(position, self.ref)
        wanted = history.Wanted(ref=self.ref, newest_first=True, limit=NEWEST)
        entries = history.lines(position, wanted)
        more = max(0, history.count(position, history.Wanted(ref=self.ref)) - len(entries))
        return action.page(found, entries, more, naming.agencies(position), self.today)

    def do_next(self) -> None:
        """Go to the next action of the list."""
        self._step(1)

    def do_previous(self) -> None:
        """Go to the previous action of the list."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.ref not in self.rows:
            self.tracker.tell("This action was not opened from a list.", "warning")
            return
        place = self.rows.index(self.ref) + by
        if not 0 <= place < len(self.rows):
            self.tracker.tell("That was the last of the list." if by > 0 else "That was the first of the list.")
            return
        self.ref = self.crumb = self.rows[place]
        self.read_again()
        self.query_one(Page).action_edge(0)


class ThingScreen(Reading):
    """A meeting, a person or a response; the base of the screens of the other kinds."""

    screen_name = "other"
    BINDINGS = bindings("other")

    def blocks(self) -> list[Block]:
        """Return the object and its history."""
        position, kind = self.seat.position, references.parse(self.ref).kind
        found = showing.show(position, self.ref)
        titles = naming.titles(position, things.refers_to(kind, found))
        entries = history.lines(position, history.Wanted(ref=self.ref, newest_first=True, limit=NEWEST))
        asked = queries.section(found.get("queries", []))
        return [*things.page(kind, found, titles, self.today), *asked, *trail.history(entries)]


class MilestoneScreen(ThingScreen):
    """One milestone."""

    screen_name = "milestone"
    BINDINGS = bindings("milestone")


class PieceScreen(ThingScreen):
    """One piece of evidence."""

    screen_name = "piece"
    BINDINGS = bindings("piece")


class DecisionScreen(ThingScreen):
    """One decision, asked or taken."""

    screen_name = "decision"
    BINDINGS = bindings("decision")


class RiskScreen(ThingScreen):
    """One risk."""

    screen_name = "risk"
    BINDINGS = bindings("risk")


class QueryScreen(ThingScreen):
    """One query with its turns."""

    screen_name = "query"
    BINDINGS = bindings("query")


class MeasureScreen(ThingScreen):
    """One measure with its readings."""

    screen_name = "measure"
    BINDINGS = bindings("measure")


THINGS: dict[str, type[ThingScreen]] = {
    "milestone": MilestoneScreen,
    "evidence": PieceScreen,
    "decision": DecisionScreen,
    "risk": RiskScreen,
    "measure": MeasureScreen,
    "query": QueryScreen,
}
"""Kind of reference → its screen; every other kind has the plain one."""


class EntryScreen(Reading):
    """One entry of the ledger."""

    screen_name = "other"
    BINDINGS = bindings("other")

    def blocks(self) -> list[Block]:
        """Return the entry with before and after."""
        found = history.lines(self.seat.position, history.Wanted(ref=self.ref))
        if not found:
            return [plain(said(f"There is no entry {self.ref}.", "warn"))]
        asked = querying.about(self.seat.position, self.ref)
        return [*trail.entry_page(found[0]), *queries.section(asked)]
