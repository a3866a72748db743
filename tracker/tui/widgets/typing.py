"""Fields that are typed in: a single line and a note of many.  What is pasted is made safe; the cursor does not blink.

Textual would keep only the first pasted line, and would send hidden characters to the terminal as they are.
"""

from __future__ import annotations

from textual import events
from textual.suggester import Suggester
from textual.widgets import Input, TextArea

from tracker.model.text import safe


class Line(Input):
    """One line of text."""

    def __init__(
        self, value: str = "", *, id: str | None = None, placeholder: str = "", suggester: Suggester | None = None
    ) -> None:
        """Make a line that holds *value*, made safe."""
        super().__init__(
            safe(value), id=id, placeholder=placeholder, suggester=suggester, select_on_focus=False, compact=True
        )
        self.cursor_blink = False

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


class Prose(TextArea):
    """Text of many lines; Tab goes on to the next field."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        """Make a field that holds *value*, made safe."""
        super().__init__(
            safe(value, newlines=True), id=id, soft_wrap=True, tab_behavior="focus", compact=True,
            highlight_cursor_line=False,
        )  # fmt: skip
        self.cursor_blink = False

    async def _on_paste(self, event: events.Paste) -> None:
        """Put pasted text in with what is hidden made visible."""
        event.prevent_default()
        event.stop()
        if self.read_only or not event.text:
            return
        if result := self._replace_via_keyboard(safe(event.text, newlines=True), *self.selection):
            self.move_cursor(result.end_location)
