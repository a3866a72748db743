"""The palette: every command and every reference, found while one types; what cannot be done says why.

With ``acts_only`` it is the list of what can be done on what the cursor stands on.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from tracker.model import references
from tracker.register import naming
from tracker.tui.look.inks import Run
from tracker.tui.look.wrap import Line as Runs
from tracker.tui.look.wrap import fit, said
from tracker.tui.registry import BY_ID, COMMANDS, FORMS, Command, key_words, on_screen
from tracker.tui.screens.dialog import Dialog
from tracker.tui.screens.view import View
from tracker.tui.widgets.lines import Lines, Rows
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.typing import Line

HIDDEN = {"palette", "open", "back", "save", "leave", "clear", "acts", "filter"}
"""Commands that make no sense from here."""


class Palette(Dialog):
    """A line to type in and what it finds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("enter", "choose", "Do", show=False, priority=True),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

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
        ref = self.view and (self.view.under or self.view.about)
        return f"What can be done on {ref}" if ref else "What can be done here"

    def inside(self) -> ComposeResult:
        """Yield the line and the list."""
        with Vertical(id="find"):
            yield Line(placeholder="type to narrow, ↑ ↓ to move, Enter to choose, Esc to leave")
        yield Lines(empty="Nothing is called like that.", id="found")
        yield Note(id="whole")

    def on_mount(self) -> None:
        """Show everything at first."""
        self.query_one(Lines).can_focus = False
        self.find("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find what is typed."""
        self.find(event.value)

    def find(self, typed: str) -> None:
        """Show the commands and references that *typed* may mean; an exact reference comes first."""
        self.whole = {}
        rows = self._commands(typed)
        if not self.acts_only and typed.strip():
            named = {f"@{one.ref}": one for one in naming.matching(self.seat.position, typed)}
            self.whole |= {key: said(one.title) for key, one in named.items()}
            refs = [(key, _reference_row(one)) for key, one in named.items()]
            rows = refs + rows if references.is_reference(typed) else rows + refs
        lines = self.query_one(Lines)
        lines.cursor = 0
        lines.show(Rows(rows), key=rows[0][0] if rows else None)

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

    def action_leave(self) -> None:
        """Leave the palette."""
        self.dismiss()

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self.query_one(Lines).action_move(by)

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self.query_one(Lines).action_page(by)

    def action_choose(self) -> None:
        """Do or open what the cursor stands on."""
        key = self.query_one(Lines).key
        if key is None:
            return
        self.dismiss()
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

    def on_lines_chosen(self, _: Lines.Chosen) -> None:
        """Do what was clicked."""
        self.action_choose()

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
