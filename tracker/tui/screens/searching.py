"""A dialog with a line to type in and a list of what it finds: keys move the cursor of the list while one types.

What is found, and what becomes of what is chosen, is said by each of them: palette, views, narrow.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from tracker.tui.look.wrap import Line as Runs
from tracker.tui.screens.dialog import Dialog
from tracker.tui.widgets.lines import Lines, Rows
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.typing import Line


class Searching(Dialog):
    """The line says ``hint`` while nothing is typed, the list ``empty`` while nothing is found, the foot ``keys``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("enter", "choose", "Choose", show=False, priority=True),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(0)", show=False, priority=True),
        Binding("end", "edge(1)", show=False, priority=True),
    ]
    hint: ClassVar[str]
    empty: ClassVar[str]
    keys: ClassVar[str] = ""

    def inside(self) -> ComposeResult:
        """Yield the line, the list and the foot."""
        with Vertical(id="find"):
            yield Line(placeholder=self.hint)
        yield Lines(empty=self.empty, id="found")
        yield Note([(self.keys, "soft")] if self.keys else [], id="whole")

    def on_mount(self) -> None:
        """Show everything at first; the keys stay with the line."""
        self.query_one(Lines).can_focus = False
        self.find("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find what is typed."""
        self.find(event.value)

    def find(self, typed: str) -> None:
        """Show what *typed* may mean."""
        raise AssertionError("each kind of dialog says this itself")

    def action_choose(self) -> None:
        """Do what is to be done with the row under the cursor."""
        raise AssertionError("each kind of dialog says this itself")

    def show_found(self, rows: list[tuple[str, Runs]]) -> None:
        """Show rows, each with its key, and put the cursor on the first."""
        lines = self.query_one(Lines)
        lines.cursor = 0
        lines.show(Rows(rows), key=rows[0][0] if rows else None)

    @property
    def typed(self) -> str:
        """What stands in the line, without blanks about it."""
        return self.query_one(Line).value.strip()

    @property
    def chosen(self) -> str | None:
        """The key of the row under the cursor, or None where nothing was found."""
        return self.query_one(Lines).key

    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.dismiss()

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self.query_one(Lines).action_move(by)

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self.query_one(Lines).action_page(by)

    def action_edge(self, last: int) -> None:
        """Go to the end of what is typed, and from there to the last of the list; or to the beginning and the first."""
        line = self.query_one(Line)
        end = len(line.value) if last else 0
        if line.cursor_position != end:
            line.cursor_position = end
        else:
            self.query_one(Lines).action_edge(last)

    def on_lines_chosen(self, _: Lines.Chosen) -> None:
        """Do what was clicked."""
        self.action_choose()
