"""The sitting of a body: its agenda before a meeting, and afterwards its decisions recorded one by one.

Which decisions belong to it is the register's answer; here one goes through them, as through an update round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult

from tracker.desk.desk import Refusal
from tracker.desk.meetings import not_held
from tracker.model.dates import long
from tracker.model.vocabulary import DecisionKind
from tracker.register import naming, registers
from tracker.register import sitting as sittings
from tracker.register.registers import Listed
from tracker.register.sitting import PUT_OFF, Sitting
from tracker.tui.forms import sitting as forms
from tracker.tui.forms.spec import Form
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.registry import BY_ID, Command
from tracker.tui.screens.view import bindings
from tracker.tui.screens.walk import Walk, WalkForm
from tracker.tui.widgets.field import FieldBox
from tracker.tui.widgets.lines import Lines, Rows
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.sources import Paged

INKS = {"agreed": "good", "refused": "bad", PUT_OFF: "warn"}
HEADER = f"{'Ref':<6}{'At this meeting':<17}{'Wanted by':<11}{'About':<13}What is asked"


class SittingScreen(Walk):
    """What one body is asked, and what of it is recorded; Enter records the decision under the cursor."""

    screen_name = "sitting"
    command = "decide"
    crumb = "Sitting"
    BINDINGS = bindings("sitting")

    def __init__(self, body: str | None = None, meeting: str | None = None) -> None:
        """Make the screen of a body's sitting; without one, of the body that is asked something the soonest."""
        super().__init__()
        self.body_code, self.meeting = body, meeting
        self.bodies: list[str] = []
        self.found: Sitting | None = None
        self.left: set[str] = set()
        self.agencies: list[str] = []

    def body(self) -> ComposeResult:
        """Yield which sitting it is, how far it is, and its decisions."""
        yield Note(id="sitting-of")
        yield Note(id="sitting-done")
        yield Lines(empty="Nothing is asked.", id="rows")
        yield Note(id="sitting-said")

    # -- reading ---------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Read the sitting."""
        position = self.seat.position
        self.bodies = sittings.bodies(position)
        if self.body_code is None and self.bodies:
            self.body_code = self.bodies[0]
        if self.body_code is None:
            self.query_one("#sitting-of", Note).say([("No body is asked anything, and no meeting is entered.", "soft")])
            self.query_one(Lines).show(Rows([]))
            return
        self.found = sittings.sitting(position, self.body_code, self.meeting)
        self.meeting = self.found.meeting  # one stays at it, also once everything is recorded
        # Whoever records goes on in the order in which they began: what is done keeps its place.
        now = [*self.found.done, *self.found.asked]
        self.order = [ref for ref in self.order if ref in now] + [ref for ref in now if ref not in self.order]
        self.left &= set(self.found.asked)
        self.query_one("#sitting-of", Note).say(self._of(self.found))
        self.query_one("#sitting-done", Note).say(self._done(self.found))
        lines = self.query_one(Lines)
        lines.show(Paged(self.order, self._read, self._row, lambda _: [(HEADER, "soft")]), key=lines.key)

    def _read(self, refs: Sequence[str]) -> Mapping[str, Listed]:
        return registers.meeting_lines(self.seat.position, refs)

    def _of(self, found: Sitting) -> Line:
        name = naming.bodies(self.seat.position).get(found.body, "")
        line: Line = [said(f"{found.body} ", "strong"), said(name, "plain")]
        if found.held_on is None:
            return [*line, (" · no meeting is entered (5, then A, enters one)", "warn")]
        held = "was held on" if self._held(found) else "is to be held on"
        return [*line, (f" · {found.meeting} {held} {long(found.held_on)}", "plain")]

    def _held(self, found: Sitting) -> bool:
        return found.held_on is not None and found.held_on <= self.seat.position.when.day

    def _done(self, found: Sitting) -> Line:
        if not found.size:
            return [("Nothing is asked of this body for this meeting.", "soft")]
        if not self._held(found) and not found.done:
            return [(f"Agenda: {words.number(found.size, 'decision')} asked; recorded once it has met.", "strong")]
        line: Line = [(f"{len(found.done)} of {found.size} recorded", "strong" if found.asked else "good")]
        told = [f"{list(found.done.values()).count(state)} {state}" for state in INKS if state in found.done.values()]
        line.append((f": {', '.join(told)}" if told else "", "plain"))
        line.append((f" · {len(self.later)} left for later" if self.later else "", "soft"))
        line.append((" · Enter records what was decided" if found.asked else "", "soft"))
        return line

    def _row(self, ref: str, item: Listed | None, _cells: int) -> Line:
        if item is None or self.found is None:
            return [said(ref, "soft")]
        state = self.found.done.get(ref)
        waits = "later" if ref in self.later else "to be recorded" if self._held(self.found) else "on the agenda"
        shown = (f"✓ {state}", INKS.get(state, "soft")) if state else (waits, "warn")
        wanted = item.row["wanted_by"]
        return [
            *fit([said(ref, "link")], 6),
            *fit([shown], 17),
            *fit([(words.day_short(wanted), "plain" if wanted else "soft")], 11),
            *fit([said(", ".join(item.more), "link")], 13),
            (f"{_kind(item)}: ", "soft"),
            said(item.row["asked"] or ""),
        ]

    def on_lines_moved(self, moved: Lines.Moved) -> None:
        """Say in full what is asked in the row of the cursor."""
        item = self._read([moved.key]).get(moved.key) if moved.key else None
        self.query_one("#sitting-said", Note).say([said(item.row["asked"] or "")] if item else [])
        self.say_keys()

    # -- going through ---------------------------------------------------------------------------------------------

    def on_lines_chosen(self, chosen: Lines.Chosen) -> None:
        """Record the decision of the row, where it can be; else open it."""
        chosen.prevent_default()
        if chosen.key is None or self.found is None:
            return
        if chosen.key in self.found.asked and self._held(self.found):
            self.go_to(chosen.key)
        else:
            self.tracker.open(chosen.key)

    def do_decide(self) -> None:
        """Record the decision under the cursor."""
        if key := self.query_one(Lines).key:
            self.go_to(key)

    def do_next_body(self) -> None:
        """Go on to the next body."""
        if self.body_code in self.bodies:
            self.body_code = self.bodies[(self.bodies.index(self.body_code) + 1) % len(self.bodies)]
        self._begin_anew(None)

    def do_meeting_back(self) -> None:
        """Go to the meeting before."""
        self._step(1)

    def do_meeting_on(self) -> None:
        """Go to the meeting after."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.found is None or self.found.meeting is None:
            return
        refs = [row["ref"] for row in sittings.meetings(self.seat.position, self.found.body)]
        place = refs.index(self.found.meeting) + by
        if 0 <= place < len(refs):
            self._begin_anew(refs[place])
        else:
            self.tracker.tell("There is no earlier meeting." if by > 0 else "There is no later meeting.")

    def _begin_anew(self, meeting: str | None) -> None:
        self.meeting, self.order, self.agencies = meeting, [], []
        self.query_one(Lines).cursor = 0
        self.fill()
        self.say_keys()

    @property
    def later(self) -> set[str]:
        """The decisions that were left for later."""
        return self.left

    @property
    def asked(self) -> set[str]:
        """The decisions of which it is not recorded yet what became of them."""
        return set(self.found.asked) if self.found else set()

    def form_of(self, ref: str, place: int, before: Line | None) -> WalkForm:
        """Return the form of one decision."""
        assert self.found is not None
        if self.found.meeting is not None and self.found.held_on is not None and not self._held(self.found):
            raise Refusal(not_held(self.found.meeting, self.found.held_on))  # before anything is typed for nothing
        form = forms.decision(self.seat, self.found, ref, self.agencies)
        return SittingForm(BY_ID[self.command], ref, form, place, len(self.order), before, self.found)

    def recorded_words(self, ref: str) -> Line | None:
        """Say what became of the one before."""
        state = self.found.done.get(ref) if self.found else None
        return [(f"Recorded: {ref} {state}.", INKS.get(state, "soft"))] if state else None

    def take_from(self, left: WalkForm) -> None:
        """Remember which agencies decided: mostly they decide the next one too."""
        assert isinstance(left, SittingForm)
        self.agencies = left.agreed_by or self.agencies


def _kind(item: Listed) -> str:
    """Return what kind of decision is asked; of a revised date the date itself: that is what a body agrees."""
    due = item.row["proposed_due"]
    return f"new date {words.day(due, item.row['proposed_precision'])}" if due else DecisionKind(item.row["kind"]).words


class SittingForm(WalkForm):
    """The form of one decision in a sitting."""

    BINDINGS = bindings("sitting_form")
    keys_of = "sitting_form"

    def __init__(
        self, command: Command, ref: str, form: Form, place: int, of: int, before: Line | None, found: Sitting
    ) -> None:
        """Make the form of *ref* at the sitting *found*; the rest is as for every form on a walk."""
        super().__init__(command, ref, form, place, of, before)
        self.found = found
        self.agreed_by: list[str] = []

    @property
    def title_words(self) -> str:
        """The title of the box: which meeting, and how far one is."""
        held = f"{long(self.found.held_on)}" if self.found.held_on else "no meeting"
        return f"{self.form.title} · {self.found.body}, {self.found.meeting}, {held} · {self.place} of {self.of}"

    def on_field_box_changed(self, changed: FieldBox.Changed) -> None:
        """Remember who decided."""
        if changed.box.field.name == "agencies":
            self.agreed_by = list(changed.box.raw or [])
