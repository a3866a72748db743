"""The list of actions: filtered while one types, sorted, and instant at 100,000 rows.

The filter language and the questions are the register's.
"""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.timer import Timer

from tracker.model.text import quoted
from tracker.register import filters, listing
from tracker.register.completing import HINT, complete
from tracker.register.filters import Filter, FilterError
from tracker.register.listing import ActionLine
from tracker.register.rules import disagree
from tracker.tui.ahead import SMALL
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.screens.view import View, bindings
from tracker.tui.widgets.finder import Finder
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.sources import Paged

PAUSE_SECONDS = 0.08
WIDE = 118
ORDERS = {
    "ref": "reference",
    "check": "date check, worst first",
    "due": "due date",
    "updated": "last update, oldest first",
    "reported": "reported rating, worst first",
    "area": "area",
}


class ActionsScreen(View):
    """Every action that the filter lets through."""

    screen_name = "actions"
    crumb = "Actions"
    BINDINGS = bindings("actions")

    def __init__(self, text: str | None = None) -> None:
        """Make the list; *text* is the filter to begin with, else the one that was left."""
        super().__init__()
        self._text = text
        self._timer: Timer | None = None
        self._asked = 0
        self._slip: str | None = None
        self.refs: list[str] = []

    def body(self) -> ComposeResult:
        """Yield the finder and the list."""
        memory = self.seat.memory.filters
        if self._text is not None:
            memory["actions"] = self._text
        yield Finder(memory.get("actions", ""), hint=HINT, complete=complete)
        yield Lines(empty="No action passes this filter.", id="actions")

    def on_mount(self) -> None:
        """Begin in the list."""
        self.set_focus(self.query_one(Lines))

    def on_lines_moved(self, moved: Lines.Moved) -> None:
        """Remember where the cursor stands."""
        if moved.key:
            self.seat.memory.cursors["actions"] = moved.key

    @property
    def order(self) -> str:
        """The order of the list."""
        return self.seat.memory.orders.get("actions", "ref")

    # -- finding ---------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Find the actions, keeping the cursor on its reference."""
        finder = self.query_one(Finder)
        self.seat.memory.filters["actions"] = finder.text
        try:
            chosen = filters.parse(finder.text, year_starts=self.seat.year_starts)
        except FilterError as error:
            finder.say_wrong(error)
            return
        self._slip = filters.slips(chosen)
        self._asked += 1
        if self.seat.position.entries <= SMALL:
            self._show(listing.refs(self.seat.position, chosen, sort=self.order))
        else:
            self._find(chosen, self.order, self._asked)

    @work(thread=True, exclusive=True, group="find")
    def _find(self, chosen: Filter, order: str, asked: int) -> None:
        with self.seat.session.position() as position:
            found = listing.refs(position, chosen, sort=order)
        self.app.call_from_thread(self._found, found, asked)

    def _found(self, refs: list[str], asked: int) -> None:
        if asked == self._asked and self.is_attached:
            self._show(refs)

    def _show(self, refs: list[str]) -> None:
        self.refs = refs
        lines = self.query_one(Lines)
        lines.show(Paged(refs, lambda some: listing.lines(self.seat.position, some), row, header),
                   key=self.seat.memory.cursors.get("actions"))  # fmt: skip
        text = self.query_one(Finder).text
        through = f" pass {quoted(text)}" if text.strip() else " in all, existing provision included"
        count = words.number(len(refs), "action")
        more = said(f" · {self._slip}", "warn") if self._slip else (f"{through} · by {ORDERS[self.order]}", "soft")
        self.query_one(Finder).say([(count, "strong"), more])

    def on_finder_changed(self, _: Finder.Changed) -> None:
        """Find again when one pauses in typing; at once in a small register."""
        if self._timer is not None:
            self._timer.stop()
        if self.seat.position.entries <= SMALL:
            self.fill()
        else:
            self._timer = self.set_timer(PAUSE_SECONDS, self.fill)

    # -- commands --------------------------------------------------------------------------------------------------

    def do_filter(self) -> None:
        """Begin to type a filter."""
        self.query_one(Finder).go_in()

    def do_sort(self) -> None:
        """Go on to the next order."""
        names = list(ORDERS)
        self.seat.memory.orders["actions"] = names[(names.index(self.order) + 1) % len(names)]
        self.fill()

    def do_back(self) -> None:
        """Clear the filter; without one, leave, remembering the cursor."""
        finder = self.query_one(Finder)
        if finder.text:
            finder.action_clear()
            return
        self.tracker.back()


def header(cells: int) -> Line:
    """Return the names of the columns."""
    wide = "Status       Lead            Exp Held Acc  Updated    " if cells >= WIDE else ""
    return [(f"{'Reference':<12}Rep Chk  Due        {wide}Title", "soft")]


def row(ref: str, line: ActionLine | None, cells: int) -> Line:
    """Return one action in columns; existing provision is drawn soft, it is context."""
    if line is None:
        return [said(ref, "soft")]
    existing = line.basis == "existing_provision"
    mark = words.DIFFERS if disagree(line.reported, line.date_check) else " "
    drawn: Line = [
        *fit([said(ref, "link")], 12),
        words.rating(line.reported if not existing else None),
        (f" {mark}", "warn"),
        words.rating(line.date_check),
        ("   ", "plain"),
        *fit([("existing", "soft") if existing else words.due_cell(line.due, line.review_on)], 11),
    ]
    if cells >= WIDE:
        drawn += _more(line)
    return [*drawn, said(line.title, "soft" if existing else "plain")]


def _more(line: ActionLine) -> Line:
    evidence = f"{line.evidence_expected:>3} {line.evidence_held:>4} {line.evidence_accepted:>3}  "
    return [
        *fit([(line.status.replace("_", " "), "plain")], 13),
        *fit([said(line.lead or "no lead", "plain" if line.lead else "soft")], 16),
        (evidence, "plain"),
        *fit([(words.day_short(line.last_update, "never"), "plain" if line.last_update else "soft")], 11),
    ]
