"""Text of many lines that is typed in.  What is pasted is made safe; the cursor does not blink.

It stands apart from the single line, because only forms need it and it takes a while to load.
"""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from tracker.model.text import safe


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
