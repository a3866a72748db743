"""A line that is typed in.  What is pasted is made safe, all lines of it are kept; the cursor does not blink.

Textual would keep only the first pasted line, and would send hidden characters to the terminal as they are.
"""

from __future__ import annotations

from textual import events
from textual.suggester import Suggester
from textual.widgets import Input

from tracker.model.text import safe


class Line(Input):
    """One line of text."""

    def __init__(
        self, value: str = "", *, id: str | None = None, placeholder: str = "", suggester: Suggester | None = None
    ) -> None:
        """Make a line that holds *value*."""
        super().__init__(
            value, id=id, placeholder=placeholder, suggester=suggester, select_on_focus=False, compact=True
        )
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Make safe whatever is put into the line, names that others chose too."""
        return safe(value)

    def _on_paste(self, event: events.Paste) -> None:
        """Put all pasted lines in, on one line."""
        text = safe(" ".join(event.text.split("\n"))).strip()
        selection = self.selection
        if text and selection.is_empty:
            self.insert_text_at_cursor(text)
        elif text:
            self.replace(text, *selection)
        event.stop()
        event.prevent_default()
