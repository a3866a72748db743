"""The list of actions: filtered while one types, sorted, and instant at 100,000 rows.

The filter language and the questions are the register's.
"""

from __future__ import annotations

from functools import cached_property

from textual.app import ComposeResult

from tracker.ledger.store import StoreError
from tracker.model import references
from tracker.model.text import quoted
from tracker.register import filters, listing
from tracker.register.completing import HINT, Known, candidates, complete, known
from tracker.register.filters import FilterError
from tracker.register.listing import ActionLine
from tracker.register.rules import disagree
from tracker.tui.ahead import SMALL
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.own import Saved
from tracker.tui.registry import BY_ID, Command
from tracker.tui.screens.view import View, bindings
from tracker.tui.seeking import Answer, Question, Seeker
from tracker.tui.widgets.finder import Finder
from tracker.tui.widgets.lines import Lines, Rows, Source
from tracker.tui.widgets.sources import Paged

FILTERED = "No action passes this filter."
UNREAD = "This filter cannot be read."
NONE_YET = "There is no action in this plan yet: A adds one."
BATCH = ("progress", "no_change", "reassign", "request_date", "agree_date")
"""Commands that are done on all that are marked; their forms stand in tracker.tui.forms.batch."""

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
    lists = "action"
    crumb = "Actions"
    BINDINGS = bindings("actions")

    def __init__(self, text: str | None = None) -> None:
        """Make the list; *text* is the filter to begin with, else the one that was left."""
        super().__init__()
        self._text = text
        self._asked = 0
        self._wrong = False
        self._found_by = ""
        """The filter that found what shows: the one before, while what is typed cannot be read."""
        self.complete = True
        """Whether all that were found are in ``refs``; of a large register the first are there before the rest."""
        self._slip: str | None = None
        self.refs: list[str] = []
        self.marked: set[str] = set()

    def body(self) -> ComposeResult:
        """Yield the finder and the list."""
        memory = self.seat.memory.filters
        if self._text is not None:
            memory["actions"] = self._text
        yield Finder(memory.get("actions", ""), hint=HINT, complete=self._complete, offer=self._offer)
        yield Lines(empty=FILTERED, id="actions")

    @cached_property
    def _known(self) -> Known:
        """The values that this register holds, asked for when one begins to type a filter."""
        return known(self.seat.position)

    def _complete(self, text: str) -> str | None:
        return complete(text, self._known)

    def _offer(self, text: str) -> list[str]:
        return [one.shown for one in candidates(text, self._known) if one.text != text]

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
            self._wrong = True
            finder.say_wrong(error)
            self.query_one(Lines).empty = UNREAD
            self.query_one(Lines).refresh()  # its head says what still shows
            return
        self._wrong, self._found_by = False, finder.text.strip()
        self._slip = filters.slips(chosen)
        if self.seat.position.entries <= SMALL:
            self._show(listing.refs(self.seat.position, chosen, sort=self.order))
        else:
            self.complete = False
            self._asked = self._seeker.ask(Question(chosen, self.order, self.generation))

    @cached_property
    def _seeker(self) -> Seeker:
        """What finds in a large register."""
        return Seeker(self.seat.session, lambda answer: self.call_later(self._answered, answer))

    def _answered(self, answer: Answer) -> None:
        if isinstance(answer.fault, StoreError):
            self.tracker.tell(str(answer.fault), "error")
        elif answer.fault is not None:
            raise answer.fault
        elif answer.asked == self._asked and self.is_attached:
            self._show(answer.refs, complete=answer.complete, more=answer.more)

    def on_unmount(self) -> None:
        """Ask no more."""
        if "_seeker" in self.__dict__:
            self._seeker.close()

    def _show(self, refs: list[str], *, complete: bool = True, more: bool = False) -> None:
        """Show what was found; with *more*, it begins with what shows already."""
        self.refs, self.complete = refs, complete
        lines = self.query_one(Lines)
        if more and isinstance(lines.source, Paged):
            lines.source.grow(refs)
            source: Source = lines.source
        else:
            source = Paged(refs, lambda some: listing.lines(self.seat.position, some), self._row, self._header)
        lines.empty = FILTERED if self.query_one(Finder).text.strip() else NONE_YET
        lines.show(source, key=self.seat.memory.cursors.get("actions"), settled=complete)
        self._say_count()

    def _row(self, ref: str, line: ActionLine | None, cells: int) -> Line:
        if not self.marked:
            return row(ref, line, cells)
        return [("✓ " if ref in self.marked else "  ", "good"), *row(ref, line, cells - 2)]

    def _header(self, cells: int) -> Line:
        if self._wrong:
            found = f"what {quoted(self._found_by)} found" if self._found_by else "every action"
            return [said(f"Not what is asked for above: still {found}.", "warn")]
        return [("  ", "plain"), *header(cells - 2)] if self.marked else header(cells)

    def _say_count(self) -> None:
        """Say how many were found, and how many are marked; not beside a filter that cannot be read."""
        if self._wrong:
            return
        refs, text = self.refs, self.query_one(Finder).text
        passing = "passes" if len(refs) == 1 else "pass"
        through = f" {passing} {quoted(text)}" if text.strip() else " in all, existing provision included"
        count = words.number(len(refs), "action") if self.complete else f"{len(refs)} actions and more, counting…"
        more = said(f" · {self._slip}", "warn") if self._slip else (f"{through} · by {ORDERS[self.order]}", "soft")
        marks: Line = []
        if self.marked:
            hidden = len(self.marked.difference(refs))
            unseen = f", {hidden} of them not shown here" if hidden else ""
            marks = [(f"✓ {len(self.marked)} marked{unseen}", "good"), (" · ", "soft")]
        self.query_one(Finder).say([*marks, (count, "strong"), more], offering=not self._slip)

    def on_finder_changed(self, _: Finder.Changed) -> None:
        """Find again."""
        self.fill()

    # -- commands --------------------------------------------------------------------------------------------------

    def do_filter(self) -> None:
        """Begin to type a filter."""
        self.query_one(Finder).go_in()

    def do_sort(self) -> None:
        """Go on to the next order."""
        names = list(ORDERS)
        self.seat.memory.orders["actions"] = names[(names.index(self.order) + 1) % len(names)]
        self.fill()

    def do_views(self) -> None:
        """Choose a saved view, or keep this one."""
        from tracker.tui.screens.views import Views

        self.app.push_screen(Views(Saved(self.query_one(Finder).text, self.order), self.show_view))

    def show_view(self, view: Saved) -> None:
        """Show the actions by another filter and order."""
        self.seat.memory.orders["actions"] = view.order if view.order in ORDERS else "ref"
        self.query_one(Finder).put(view.query)
        self.seat.memory.cursors.pop("actions", None)  # one begins at the top of a view
        self.query_one(Lines).show(Rows([]))
        self.fill()

    # -- many at once ----------------------------------------------------------------------------------------------

    def do_mark(self) -> None:
        """Mark the action under the cursor, or take its mark off, and go on to the next."""
        lines = self.query_one(Lines)
        if lines.key is not None:
            self._mark(self.marked ^ {lines.key})
            lines.action_move(1)

    def do_mark_all(self) -> None:
        """Mark every action that the filter lets through."""
        if not self.complete:
            self.tracker.tell("The actions are still being counted; mark them all when their number shows.", "warning")
            return
        if self.complete:
            self._mark(self.marked.union(self.refs))
        else:
            self.tracker.tell("They are still being found; press x again in a moment.", "warning")

    def _mark(self, marked: set[str]) -> None:
        self.marked = marked
        self._say_count()
        self.query_one(Lines).refresh()

    def hides(self, ref: str) -> bool:
        """Tell whether the filter hides what was added just now; of a large register that is not known at once."""
        return self.complete and super().hides(ref)

    @property
    def acted_on(self) -> str | None:
        """The marked actions, else the one under the cursor."""
        if len(self.marked) > 1:
            return f"{len(self.marked)} marked actions"
        return next(iter(self.marked), super().acted_on)

    def subject(self, command: Command) -> str | None:
        """Return what a command would be about: the only one that is marked goes before the cursor."""
        if command.id in BATCH and len(self.marked) == 1:
            return next(iter(self.marked))
        return super().subject(command)

    def reason(self, command: Command) -> str | None:
        """Return why a command cannot be done now; what is about many says so in its preview, for each."""
        if len(self.marked) > 1 and command.act and command.about.startswith("action"):
            if command.id in BATCH:
                return self.seat.why_never(command.act)
            return f"{command.words} is done on one action at a time; Esc takes the marks off."
        return super().reason(command)

    def action_run(self, name: str) -> None:
        """Do a command on what is under the cursor, or on all that are marked."""
        if name not in BATCH or len(self.marked) < 2 or self.reason(BY_ID[name]) is not None:
            super().action_run(name)
            return
        from tracker.tui.screens.batch import open_batch

        refs = sorted(self.marked, key=references.sort_key)
        open_batch(self.tracker, BY_ID[name], refs, lambda: self._mark(set()))

    def do_back(self) -> None:
        """Take the marks off, else clear the filter; without one, leave, remembering the cursor."""
        finder = self.query_one(Finder)
        if self.marked:
            self._mark(set())
            return
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
