"""Saved views of the list of actions: a filter and an order under a name, to be chosen, made and thrown away.

They are the person's own and stand in tracker.tui.own; the filter language is the register's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from tracker.model.text import quoted
from tracker.tui.look.wrap import Line as Runs
from tracker.tui.look.wrap import fit, said
from tracker.tui.own import Saved
from tracker.tui.screens.searching import Searching

LONGEST = 40
"""Characters of a name."""

NEW = "+"
"""Key of the row that keeps the present view; names have a ``=`` before them."""

READY = {
    "late": Saved("late plan", "check"),
    "nothing reported": Saved("unreported current plan", "ref"),
    "reported better than the dates say": Saved("disagree", "check"),
    "without evidence": Saved("unevidenced current plan", "due"),
}
"""Views that everybody has; a view of one's own of the same name goes before."""


class Views(Searching):
    """A line for a name, and the views: Enter shows one or keeps the present one under what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "forget", "Throw away", show=False)]
    hint = "type a name to keep this filter and order, or choose a view"
    empty = "No view is called like that."
    keys = "Enter shows it · F4 throws away one of your own · Esc leaves"

    def __init__(self, present: Saved, show: Callable[[Saved], None]) -> None:
        """Make the dialog; *present* is what the list shows now, *show* takes a view and shows it."""
        super().__init__()
        self.present = present
        self._show = show

    @property
    def title_words(self) -> str:
        """The title of the box."""
        return "Saved views"

    @property
    def views(self) -> dict[str, Saved]:
        """Name → view: one's own, then those that everybody has."""
        own = self.seat.own.views
        return {**dict(sorted(own.items())), **{name: view for name, view in READY.items() if name not in own}}

    def find(self, typed: str) -> None:
        """Show the views whose names hold what is typed, and a row that keeps the present one under that name."""
        name = typed.strip()[:LONGEST]
        rows: list[tuple[str, Runs]] = [
            (f"={own}", self._row(own, view)) for own, view in self.views.items() if name.lower() in own.lower()
        ]
        if name:
            again = " again, in place of what it was" if name in self.seat.own.views else ""
            words = f"Keep the present filter and order as {quoted(name)}{again}"
            place = len(rows) if name in self.views else 0
            rows.insert(place, (NEW, [said(f"{words}: ", "key"), *self._of(self.present)]))
        self.show_found(rows)

    def _row(self, name: str, view: Saved) -> Runs:
        own = name in self.seat.own.views
        return [*fit([said(name, "link" if own else "plain")], 38), *self._of(view)]

    @staticmethod
    def _of(view: Saved) -> Runs:
        return [said(view.query or "all", "soft"), said(f" · by {view.order}", "soft")]

    # -- choosing --------------------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Show the view of the cursor, or keep the present one under the name that is typed."""
        key = self.chosen
        if key == NEW:
            name = self.typed[:LONGEST]
            self.seat.own.keep_view(name, self.present)
            self.tracker.tell(self.seat.own.trouble or f"The view {quoted(name)} is kept.")
        elif key is not None:
            self._show(self.views[key[1:]])
        self.dismiss()

    def action_forget(self) -> None:
        """Throw away the view of the cursor, if it is one's own."""
        key = self.chosen or NEW
        if key[1:] not in self.seat.own.views:
            self.tracker.tell("Everybody has this view; only your own can be thrown away.", "warning")
            return
        self.seat.own.keep_view(key[1:], None)
        self.tracker.tell(f"The view {quoted(key[1:])} is thrown away.")
        self.find(self.typed)
