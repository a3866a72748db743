"""The line on top of a list where one types what to look for, with what is wrong or how many were found under it.

The language of what is typed is the list's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input

from tracker.model.text import safe
from tracker.register.filters import FilterError
from tracker.tui.look.wrap import Line as Runs
from tracker.tui.look.wrap import fit, spans, width, wrap
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.typing import Line

LABEL = "Filter "
SHOWN = 6
"""So many words are offered at once; the rest are counted."""

MORE = 4
"""Lines that a reason may take below the line of its mark."""

LEAST = 24
"""Cells beside the mark in which a reason begins; where there are fewer, it begins on the line below."""


class Completing(Suggester):
    """Completes the last word by a function of the register."""

    def __init__(self, complete: Callable[[str], str | None]) -> None:
        """Keep the function."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """Return *value* completed."""
        return self._complete(value)


class Finder(Vertical):
    """Posts ``Changed`` at every change; ↓ and Enter go down into the list."""

    DEFAULT_CSS = """
    Finder { height: 2; }
    Finder Horizontal { height: 1; padding: 0 2; }
    Finder Note { width: 100%; }
    Finder .more { display: none; }
    Finder .label { width: 7; padding: 0; }
    Finder Line { width: 1fr; height: 1; padding: 0; border: none; background: $ink-bar; color: $ink-plain; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "leave", show=False),
        Binding("enter", "leave", show=False, priority=True),
        Binding("escape", "clear", show=False),
    ]

    class Changed(Message):
        """What is looked for is another."""

        def __init__(self, text: str) -> None:
            """Keep what is typed."""
            super().__init__()
            self.text = text

    def __init__(
        self,
        text: str = "",
        *,
        hint: str = "",
        complete: Callable[[str], str | None] | None = None,
        offer: Callable[[str], Sequence[str]] = lambda _: (),
    ) -> None:
        """Make a finder that holds *text*; *hint* shows while it is empty.

        *complete* returns what is typed with its last word completed, *offer* all that this word could be.
        """
        super().__init__()
        self._line = Line(text, placeholder=hint, suggester=Completing(complete) if complete else None)
        self._offer = offer
        self._note = Note()
        self._more = Note(classes="more")
        self._wrong: FilterError | None = None

    def compose(self) -> ComposeResult:
        """Lay out the label, the line and the note under it."""
        with Horizontal():
            yield Note([(LABEL, "soft")], classes="label")
            yield self._line
        yield self._note
        yield self._more

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.value

    def put(self, text: str) -> None:
        """Put *text* in the place of what is typed, without telling."""
        with self._line.prevent(Input.Changed):
            self._line.value = text

    def go_in(self) -> None:
        """Begin to type; a filter in force is chosen whole: typing replaces it, an arrow key goes into it."""
        self.screen.set_focus(self._line)
        self._line.select_all()

    def say(self, runs: Runs, *, offering: bool = True) -> None:
        """Say how many were found; while one types, what the last word could be comes first, if *offering*."""
        self._wrong = None
        offered = self._offered() if offering else ""
        self._say([(offered, "key"), (" · ", "soft"), *runs] if offered else runs)

    def _say(self, runs: Runs, rest: str = "") -> None:
        """Say *runs* on the line under what is typed, and the *rest* of a reason on as many below as it needs."""
        needed = min(MORE, len(wrap([(rest, "bad")], self.size.width - 4))) if rest else 0
        self._note.say(runs)
        self._more.say([(rest, "bad")])
        self._more.styles.height, self._more.display = max(1, needed), bool(needed)
        self.styles.height = 2 + needed

    def _offered(self) -> str:
        if not self._line.has_focus or self._line.cursor_position < len(self.text):
            return ""
        found = self._offer(self.text)
        more = f" (+{len(found) - SHOWN})" if len(found) > SHOWN else ""
        return "  ".join(found[:SHOWN]) + more

    def say_wrong(self, error: FilterError) -> None:
        """Point at the word that cannot be read, and say what could stand there.

        A word that is still being typed, and could become one of the language, is not wrong yet.
        """
        self._wrong = error
        if error.end == len(self.text) and (offered := self._offered()):
            self._say([(offered, "key"), (" · go on, or → takes the first", "soft")])
            return
        start = width([(self.text[: error.start], "plain")])
        under = max(1, width([(self.text[error.start : error.end], "plain")]))
        why = safe(str(error).partition(": ")[2] or str(error))
        room = self.size.width - 4
        place = max(0, min(len(LABEL) + start, room - 1))
        mark = "^" * min(under, room - place)
        after = room - place - len(mark) - 1
        if width([(why, "bad")]) <= after:
            self._say([(" " * place + mark + " ", "bad"), (why, "bad")])
            return
        before = place > room // 2  # there is more room before the mark
        beside = place - 1 if before else after
        end = spans(why, beside)[0][1] if beside >= LEAST else 0
        first, rest = why[:end], why[end:].strip()
        if before:
            self._say([*fit([(first, "bad")], beside), (f" {mark}", "bad")], rest)
        else:
            self._say([(" " * place + mark + " ", "bad"), (first, "bad")], rest)

    def on_resize(self) -> None:
        """Break what is wrong anew for another width."""
        if self._wrong is not None:
            self.say_wrong(self._wrong)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what is typed."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def action_leave(self) -> None:
        """Go down into the list."""
        self.screen.set_focus(self.screen.query(Lines).first())

    def action_clear(self) -> None:
        """Clear what is typed, or go down when nothing is."""
        if self._line.value:
            self._line.value = ""
        self.action_leave()
