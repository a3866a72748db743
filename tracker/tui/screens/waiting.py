"""What waits for the person who sits here: Enter leads to the place where it is done, or opens what it is about.

What waits for whom is the desk's answer; what one typed and did not record has a screen of its own.
"""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult

from tracker.desk import waiting
from tracker.desk.waiting import Waiting
from tracker.ledger.store import StoreError
from tracker.model import references
from tracker.tui.ahead import SMALL
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.screens.view import View, bindings
from tracker.tui.ways import here
from tracker.tui.widgets.lines import Lines, Rows
from tracker.tui.widgets.note import Note

DRAFTS = "drafts"
"""The key of the row for what was typed and not recorded."""


class WaitingScreen(View):
    """One row for each thing that waits, the soonest wanted first."""

    screen_name = "waiting"
    crumb = "What waits for me"
    BINDINGS = bindings("waiting")

    def __init__(self) -> None:
        """Make the screen."""
        super().__init__()
        self.found: dict[str, Waiting] = {}

    def body(self) -> ComposeResult:
        """Yield whose list it is, and the list."""
        yield Note(id="waiting-for")
        yield Lines(empty="Nothing waits for you.", id="rows")
        yield Note(id="waiting-said")

    def fill(self) -> None:
        """Read what waits; of a large register in a thread."""
        seat = self.seat
        try:
            if seat.position.entries > SMALL:
                self._read()
            else:
                self._show(waiting.waiting(seat.desk, seat.position))
        except StoreError as error:
            self.query_one("#waiting-for", Note).say([said(here(str(error)), "warn")])

    @work(thread=True, exclusive=True, group="waiting")
    def _read(self) -> None:
        with self.seat.session.desk() as desk, self.seat.session.position() as position:
            self.app.call_from_thread(self._show, waiting.waiting(desk, position))

    def _show(self, found: list[Waiting]) -> None:
        if not self.is_attached:
            return
        self.found = {f"{one.kind} {one.ref} {place}": one for place, one in enumerate(found)}
        person = self.seat.person()
        day = self.seat.position.when.day.isoformat()
        late = sum(one.by is not None and one.by < day for one in found)
        line: Line = [(words.number(len(found), "thing"), "strong")]
        line.append((f" for {person.ref}, {person.role.words}" if person else "", "soft"))
        if late:
            line.append((f" · {late} past {'its' if late == 1 else 'their'} day", "warn"))
        self.query_one("#waiting-for", Note).say(line)
        rows = [(key, _row(one, day)) for key, one in self.found.items()]
        if drafts := len(self.seat.own.drafts):
            kept = words.number(drafts, "form")
            rows.append(
                (DRAFTS, [*fit([("drafts", "strong")], 9), (f"{kept} with what you typed, not recorded", "plain")])
            )
        lines = self.query_one(Lines)
        lines.show(Rows(rows, [(f"{'Do':<9}{'Wanted by':<13}{'Ref':<11}What", "soft")]), key=lines.key)

    @property
    def under(self) -> str | None:
        """What the row of the cursor is about; a round, the trail and drafts are about no single thing."""
        one = self.found.get(self.query_one(Lines).key or "")
        return one.ref if one and references.is_reference(one.ref) else None

    def on_lines_moved(self, moved: Lines.Moved) -> None:
        """Say the row of the cursor in full."""
        one = self.found.get(moved.key or "")
        self.query_one("#waiting-said", Note).say([said(one.words)] if one else [])
        self.say_keys()

    def on_lines_chosen(self, chosen: Lines.Chosen) -> None:
        """Go where it is done: the round of an area, the trail, the drafts; else to what it is about."""
        chosen.prevent_default()
        one = self.found.get(chosen.key or "")
        if chosen.key == DRAFTS:
            self.tracker.section("drafts")
        elif one is None:
            return
        elif one.kind == "round":
            from tracker.tui.screens.round import RoundScreen

            self.tracker.push_screen(RoundScreen(one.ref))
        elif one.kind == "trail":
            self.tracker.section("trail")
        else:
            self.tracker.open(one.ref)


def _row(one: Waiting, day: str) -> Line:
    late = one.by is not None and one.by < day
    by = f"{words.day_short(one.by)}{' ▲' if late else ''}" if one.by else "–"
    about = "" if one.kind == "round" else one.ref
    return [
        *fit([(waiting.KINDS[one.kind], "strong")], 9),
        *fit([(by, "warn" if late else "soft")], 13),
        *fit([said(about, "link")], 11),
        said(one.words),
    ]
