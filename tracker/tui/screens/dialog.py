"""The base of everything that stands on top of a screen: the marking on its first line, its title, and Esc to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tracker.tui.look.wrap import said
from tracker.tui.widgets.note import Note

if TYPE_CHECKING:
    from tracker.tui.app import Tracker
    from tracker.tui.seat import Seat


class Dialog(ModalScreen[None]):
    """A box over the screen; ``name_of_box`` is its title."""

    CSS_PATH = "../styles/dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "next_field", show=False)]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - as the base class has it

    def __init__(self) -> None:
        """Make the box; keys wait until it is built."""
        super().__init__()
        self.opening = True

    def on_mount(self) -> None:
        """Let in what was typed meanwhile; this runs after the box's own handler."""
        if self.focused is None and self.focus_chain:
            self.set_focus(self.focus_chain[0])
        self.opening = False
        self.tracker.ready()

    def action_next_field(self) -> None:
        """Go on to what comes next."""
        self.focus_next()

    @property
    def tracker(self) -> Tracker:
        """The program, with its own type."""
        return cast("Tracker", self.app)

    @property
    def seat(self) -> Seat:
        """Where the person sits."""
        return self.tracker.seat

    @property
    def title_words(self) -> str:
        """The title of the box."""
        raise AssertionError("each kind of screen says this itself")

    def inside(self) -> ComposeResult:
        """Yield what stands in the box under its title."""
        raise AssertionError("each kind of screen says this itself")

    def compose(self) -> ComposeResult:
        """Lay out the box."""
        with Vertical(id="box"):
            line = [(self.seat.marking, "marking"), ("  ", "plain"), said(self.title_words, "strong")]
            yield Note(line, id="title")
            yield from self.inside()
