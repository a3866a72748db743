"""Walking from form to form: one after another what waits in a list, leaving some for later, going back, stopping.

What is walked through, and what each form asks, stands with the update round and with the sitting of a body.
"""

from __future__ import annotations

from tracker.desk.desk import Refusal
from tracker.ledger.store import StoreError
from tracker.tui.forms.spec import Form
from tracker.tui.look.wrap import Line
from tracker.tui.registry import BY_ID, Command
from tracker.tui.screens.form import FormScreen
from tracker.tui.screens.view import View
from tracker.tui.widgets.field import FieldBox
from tracker.tui.widgets.lines import Lines


class WalkForm(FormScreen):
    """One form on the way; ``way`` says how it was left: saved, skip, earlier or stop."""

    def __init__(self, command: Command, ref: str, form: Form, place: int, of: int, before: Line | None) -> None:
        """Make the form of *ref*, the *place*-th of *of*; *before* says what the last one recorded."""
        super().__init__(command, ref, form)
        self.place, self.of, self.before = place, of, before
        self.way = "stop"

    def on_mount(self) -> None:
        """Say what the last one recorded."""
        if self.before is not None:
            self._say([self.before])

    def box(self, name: str) -> FieldBox:
        """Return a field by its name, asked for now or not."""
        return next(box for box in self.query(FieldBox) if box.field.name == name)

    def do_skip(self) -> None:
        """Leave this for later; what was typed is kept."""
        self.way = "skip"
        self.do_leave()

    def do_earlier(self) -> None:
        """Go back to the one before; what was typed is kept."""
        self.way = "earlier"
        self.do_leave()


class Walk(View):
    """A list that one walks through by forms; ``order`` is the way, ``command`` what each form records."""

    command: str

    def __init__(self) -> None:
        """Make the screen."""
        super().__init__()
        self.order: list[str] = []

    # -- to be said by each walk -----------------------------------------------------------------------------------

    @property
    def later(self) -> set[str]:
        """What was left for later."""
        raise AssertionError("each walk says this itself")

    @property
    def asked(self) -> set[str]:
        """What still waits."""
        raise AssertionError("each walk says this itself")

    def form_of(self, ref: str, place: int, before: Line | None) -> WalkForm:
        """Return the form of one; raises Refusal or StoreError where there is none now."""
        raise AssertionError("each walk says this itself")

    def recorded_words(self, ref: str) -> Line | None:
        """Say what was recorded last, above the next form."""
        raise AssertionError("each walk says this itself")

    def take_from(self, left: WalkForm) -> None:
        """Remember for the next form what was said in the one that recorded."""

    # -- walking ---------------------------------------------------------------------------------------------------

    def go_to(self, ref: str, before: Line | None = None) -> None:
        """Open the form of one, or say why there is none now; *before* says what the last one recorded."""
        reason = self.seat.why_not(BY_ID[self.command], ref)
        try:
            if reason is not None:
                raise Refusal(reason)
            screen = self.form_of(ref, self.order.index(ref) + 1 if ref in self.order else 0, before)
        except (Refusal, StoreError) as refusal:
            self.tracker.tell(str(refusal), "warning")
            return
        self.app.push_screen(screen, lambda _: self._left(screen))

    def _left(self, left: WalkForm) -> None:
        """Go on from a form that was left: to the next that waits, to the one before, or back here."""
        self.seat.changed()
        self.read_again()
        ref = left.ref or ""
        if left.way == "earlier":
            self.go_to(self.order[(self.order.index(ref) - 1) % len(self.order)])
            return
        self.query_one(Lines).show(self.query_one(Lines).source, key=ref)
        if left.way == "skip":
            self.later.add(ref)
        elif left.saved:
            self.later.discard(ref)
            self.take_from(left)
        else:
            return
        following = self._following(ref)
        if following is None:
            self.fill()
        else:
            self.go_to(following, self.recorded_words(ref) if left.saved else None)

    def _following(self, ref: str) -> str | None:
        """Return the next one that still waits and was not left for later; from the last one on to the first."""
        waiting = self.asked - self.later - {ref}
        place = self.order.index(ref) + 1 if ref in self.order else 0
        return next((own for own in (*self.order[place:], *self.order[:place]) if own in waiting), None)
