"""The update round of an area: which actions are still to be brought up to date for its next meeting, one by one.

Who is asked, and since when an update counts, is the register's answer; here one goes through them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from textual.app import ComposeResult

from tracker.model import references
from tracker.model.dates import days_between_words, long
from tracker.model.vocabulary import Area
from tracker.register import history, listing, updating
from tracker.register.listing import ActionLine
from tracker.register.updating import Recorded, Round
from tracker.tui.forms import delivery
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.registry import BY_ID
from tracker.tui.screens.view import bindings
from tracker.tui.screens.walk import Walk, WalkForm
from tracker.tui.widgets.field import FieldBox
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.sources import Paged

MOVED = {"better": ("better", "good"), "worse": ("worse", "bad"), "same": ("same rating", "soft"),
         "first": ("first rating", "soft")}  # fmt: skip


class RoundScreen(Walk):
    """The actions of one round and what became of each; Enter begins at the one under the cursor."""

    screen_name = "round"
    command = "progress"
    crumb = "Update round"
    BINDINGS = bindings("round")

    def __init__(self, area: str | None = None) -> None:
        """Make the screen, of one area or of the one that one looks at."""
        super().__init__()
        self.area = area or ""
        self.areas: list[str] = []
        self.found: Round | None = None
        self.recorded: dict[str, Recorded] = {}

    def body(self) -> ComposeResult:
        """Yield what the round is for, how far it is, and its actions."""
        yield Note(id="round-for")
        yield Note(id="round-done")
        yield Lines(empty="No action of this area is asked for an update.", id="rows")

    # -- reading ---------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Read the round; the order in which one goes through it is that of the references."""
        position, memory = self.seat.position, self.seat.memory
        if not self.areas:
            person = self.seat.person()
            self.areas = updating.areas_to_update(position, sorted(person.areas) if person else [])
            wanted = self.area or memory.area
            self.area = wanted if wanted in self.areas else self.areas[0]
        self.found = updating.under_way(position, self.area)
        self.recorded = updating.recorded(position, self.found)
        waiting = set(self.found.asked)
        self.order = sorted([*self.found.asked, *self.found.done], key=references.sort_key)
        memory.skipped &= waiting
        first = next((ref for ref in self.order if ref in waiting), None)
        self.query_one("#round-for", Note).say(self._for(self.found))
        self.query_one("#round-done", Note).say(self._done(self.found))
        lines = self.query_one(Lines)
        source = Paged(self.order, self._read, self._row, header)
        lines.show(source, key=lines.key if lines.key in self.order else first)

    def _read(self, refs: Sequence[str]) -> Mapping[str, ActionLine]:
        return listing.lines(self.seat.position, refs)

    def _for(self, found: Round) -> Line:
        line: Line = [(Area(self.area).words, "strong")]
        if found.meeting is None or found.cut_off is None or found.held_on is None:
            return [*line, (" · no meeting to come is entered, so there is no cut-off (5, then A, enters one)", "warn")]
        left = (found.cut_off - self.seat.position.when.day).days
        when = "today" if left == 0 else f"in {days_between_words(left)}"
        if left < 0:
            when = f"{days_between_words(-left)} ago"
        line += [(f" · for {found.meeting}, {found.body}, {long(found.held_on)}; updates by ", "plain")]
        return [*line, (f"{long(found.cut_off)} ({when})", "warn" if left <= 7 else "plain")]

    def _done(self, found: Round) -> Line:
        if not found.size:
            return [("Nothing is asked for.", "soft")]
        count = f"{len(found.done)} of {found.size} brought up to date"
        line: Line = [(count, "good" if not found.asked else "strong")]
        unchanged = sum(item.no_change for item in self.recorded.values())
        moved = [item.moved for item in self.recorded.values()]
        told = [f"{moved.count(name)} {name}" for name in ("worse", "better") if moved.count(name)]
        if unchanged:
            told.append(f"{unchanged} no change")
        if told:
            line.append((f": {', '.join(told)}", "plain"))
        if skipped := len(self.seat.memory.skipped):
            line.append((f" · {skipped} left for later", "soft"))
        return line

    def _row(self, ref: str, line: ActionLine | None, cells: int) -> Line:
        if line is None:
            return [said(ref, "soft")]
        state, ink = self._state(ref)
        return [
            *fit([said(ref, "link")], 12),
            words.rating(line.reported),
            ("  ", "plain"),
            words.rating(line.date_check),
            ("  ", "plain"),
            *fit([said(words.day_short(line.last_update, "never"), "plain")], 11),
            *fit([(state, ink)], 15),
            said(line.title),
        ]

    def _state(self, ref: str) -> tuple[str, str]:
        made = self.recorded.get(ref)
        if made is not None:
            return ("✓ no change", "soft") if made.no_change else (f"✓ {MOVED[made.moved][0]}", MOVED[made.moved][1])
        return ("later", "soft") if ref in self.seat.memory.skipped else ("to be asked", "warn")

    # -- going through ---------------------------------------------------------------------------------------------

    def on_lines_chosen(self, chosen: Lines.Chosen) -> None:
        """Begin at the row of the cursor."""
        chosen.prevent_default()  # the base of every screen would open the action instead
        if chosen.key:
            self.go_to(chosen.key)

    def do_area(self) -> None:
        """Go on to the round of the next area."""
        self.area = self.areas[(self.areas.index(self.area) + 1) % len(self.areas)]
        self.query_one(Lines).cursor = 0
        self.fill()

    @property
    def later(self) -> set[str]:
        """The actions that were left for later; they are still left when one comes back to the round."""
        return self.seat.memory.skipped

    @property
    def asked(self) -> set[str]:
        """The actions that still wait for an update."""
        return set(self.found.asked) if self.found else set()

    def form_of(self, ref: str, place: int, before: Line | None) -> WalkForm:
        """Return the form of the update of one action."""
        return RoundForm(BY_ID[self.command], ref, delivery.update(self.seat, ref), place, len(self.order), before)

    def recorded_words(self, ref: str) -> Line | None:
        """Say which entry it was, and whether the rating went up or down."""
        if (made := self.recorded.get(ref)) is None:
            return None
        rating = words.rating_words(made.after)
        return [(f"Recorded #{made.seq}: {ref} ", "soft"), rating, (f", {MOVED[made.moved][0]}.", "soft")]


class RoundForm(WalkForm):
    """The form of one update in a round."""

    BINDINGS = bindings("round_form")
    keys_of = "round_form"

    @property
    def title_words(self) -> str:
        """The title of the box: how far one is."""
        return f"{self.form.title} · {self.place} of {self.of}"

    def on_mount(self) -> None:
        """Show what is asked only now and then when it is its time."""
        self.box("difference").display = self.since is not None

    @cached_property
    def since(self) -> date | None:
        """Since when nothing showed what the action delivers, if that is long ago."""
        return updating.to_be_asked(self.seat.position, self.ref or "")

    def about_lines(self) -> list[Line]:
        """Return the action as it stands, and what is to be asked again."""
        lines = super().about_lines()
        if self.since is not None:
            ask = f"Nothing was shown since {long(self.since)}: ask for evidence (F5) and the difference made."
            lines.append([(ask, "warn")])
        return lines

    def on_field_box_changed(self, changed: FieldBox.Changed) -> None:
        """Ask the difference made once something happened."""
        if changed.box.field.name != "rating":
            return
        happened = changed.box.raw not in (None, delivery.UNCHANGED.value)
        if happened:
            self.box("difference").display = True

    def others_wrote(self) -> None:
        """Show what others recorded meanwhile; the evidence that one attached from here is no news."""
        self._take_own()
        super().others_wrote()

    def on_screen_resume(self) -> None:
        """Come back from attaching evidence."""
        self._take_own()

    def _take_own(self) -> None:
        """Count as seen what this person recorded on the action, unless somebody else recorded too."""
        person = self.seat.person()
        for ref, last in self.seen.items():
            newer = history.some(self.seat.position, self._newer(ref, last))
            if newer and person and all(line.entry.by == person.ref for line in newer.values()):
                self.seen[ref] = max(newer)

    def _newer(self, ref: str, last: int) -> list[int]:
        return [seq for seq in history.seqs(self.seat.position, history.Wanted(ref=ref)) if seq > last]

    def do_attach(self) -> None:
        """Attach evidence to this action, on top of what is typed."""
        self.tracker.form(BY_ID["add_evidence"], self.ref)


def header(_cells: int) -> Line:
    """Return the names of the columns."""
    return [(f"{'Reference':<12}Rep Chk Updated    {'This round':<15}Title", "soft")]
