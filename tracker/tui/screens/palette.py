"""The palette: every command and every reference, found while one types; what cannot be done says why.

With ``acts_only`` it is the list of what can be done on what the cursor stands on.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen

from tracker.model import references
from tracker.model.text import quoted
from tracker.register import filters, naming
from tracker.register.filters import FilterError
from tracker.tui.look.inks import Run
from tracker.tui.look.wrap import Line as Runs
from tracker.tui.look.wrap import fit, said
from tracker.tui.registry import BY_ID, COMMANDS, FORMS, Command, key_words, on_screen
from tracker.tui.screens.searching import Searching
from tracker.tui.screens.view import View
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.note import Note

FILTER = "/"
"""The key of the row that filters the actions by what is typed; a reference begins with @, a command with !."""

HIDDEN = {"palette", "open", "back", "save", "leave", "clear", "acts", "filter"}
"""Commands that make no sense from here."""


class Palette(Searching):
    """A line to type in and what it finds."""

    hint = "type to narrow, ↑ ↓ to move, Enter to choose, Esc to leave"
    empty = "Nothing is called like that."

    def __init__(self, under: Screen[Any], *, acts_only: bool = False) -> None:
        """Make the palette over the screen *under*."""
        super().__init__()
        self.view = under if isinstance(under, View) else None
        self.acts_only = acts_only
        self.whole: dict[str, Run] = {}
        """The key of each row → what it says in full: why it cannot be done now, or what it does."""

    @property
    def title_words(self) -> str:
        """The title of the box."""
        if not self.acts_only:
            return "Go to or do…  (type a reference, or words)"
        on = self.view and self.view.acted_on
        return f"What can be done on {on}" if on else "What can be done here"

    def find(self, typed: str) -> None:
        """Show the commands and references that *typed* may mean; an exact reference comes first."""
        self.whole = {}
        rows = self._commands(typed)
        if not self.acts_only and typed.strip():
            named = {f"@{one.ref}": one for one in naming.matching(self.seat.position, typed)}
            self.whole |= {key: said(one.title) for key, one in named.items()}
            refs = [(key, _reference_row(one)) for key, one in named.items()]
            rows = refs + rows if references.is_reference(typed) else [*rows, *refs, *self._filter(typed.strip())]
        self.show_found(rows)

    def _filter(self, typed: str) -> list[tuple[str, Runs]]:
        """Return a row that filters the actions by what is typed, where the filter language can read it."""
        try:
            filters.parse(typed, year_starts=self.seat.year_starts)
        except FilterError:
            return []
        self.whole[FILTER] = said("The list of actions, narrowed by what you typed.")
        return [(FILTER, [*fit([("/", "key")], 8), *fit([("Filter the actions", "plain")], 34), said(quoted(typed))])]

    def _commands(self, typed: str) -> list[tuple[str, Runs]]:
        wanted = typed.lower().split()
        live = {command.id for command in on_screen(self.view.screen_name)} if self.view else set()
        found: list[tuple[int, str, Runs]] = []
        for place, command in enumerate(COMMANDS):
            if command.id in HIDDEN or set(command.screens) <= set(FORMS) or (self.acts_only and command.act is None):
                continue
            if not all(word in f"{command.words} {command.group}".lower() for word in wanted):
                continue
            reason = self._reason(command, command.id in live)
            if reason is not None and self.acts_only and self._of_another_kind(command):
                continue
            order = place + (0 if reason is None else 1000) + (0 if command.id in live else 500)
            found.append((order, f"!{command.id}", _command_row(command, command.id in live, reason)))
            self.whole[f"!{command.id}"] = said(reason, "warn") if reason else said(command.help)
        return [(key, row) for _, key, row in sorted(found, key=lambda item: item[0])]

    def _of_another_kind(self, command: Command) -> bool:
        return command.needs and self.view is not None and self.view.subject(command) is None

    def _reason(self, command: Command, live: bool) -> str | None:
        if command.act is not None and self.view is not None:
            return self.seat.why_not(command, self.view.subject(command))
        return None if live else "not on this screen"

    def on_lines_moved(self, moved: Lines.Moved) -> None:
        """Say in full what the row of the cursor may have had no room for."""
        self.query_one("#whole", Note).say([self.whole[moved.key]] if moved.key in self.whole else [])

    # -- moving and choosing ---------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Do or open what the cursor stands on."""
        key = self.chosen
        if key is None:
            return
        typed = self.typed
        self.dismiss()
        if key == FILTER:
            self.tracker.actions(typed)
            return
        if key.startswith("@"):
            self.tracker.open(key[1:])
            return
        command = BY_ID[key[1:]]
        if self.view is None:
            return
        if command.act is None or command.id in {c.id for c in on_screen(self.view.screen_name)}:
            self.view.action_run(command.id)
        else:
            self._elsewhere(command)

    def _elsewhere(self, command: Command) -> None:
        view = self.view
        if view is None:
            return
        ref = view.subject(command)
        if (words := self.seat.why_not(command, ref)) is not None:
            self.tracker.tell(words, "warning")
        else:
            self.tracker.form(command, ref)

    def on_click(self, event: events.Click) -> None:
        """Leave when one clicks beside the box."""
        if event.widget is self:
            self.dismiss()


def _command_row(command: Command, live: bool, reason: str | None) -> Runs:
    key = key_words(command.key, first=True) if command.key and live else ""
    ink = "plain" if reason is None else "off"
    row: Runs = [*fit([(key, "key" if reason is None else "off")], 8), *fit([(command.words, ink)], 34)]
    return [*row, said(reason, "off")] if reason else [*row, said(command.help, "soft")]


def _reference_row(named: naming.Named) -> Runs:
    return [*fit([said(named.ref, "link")], 14), said(f"{named.title} "), (f" {named.kind}", "soft")]
