"""The base of every screen but forms: head, body and keys, commands from the registry, reading again when others wrote.

What a screen shows stands in its own module.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from tracker.model import references
from tracker.model.text import md_cell
from tracker.model.vocabulary import Marking
from tracker.tui.look import words
from tracker.tui.registry import BY_ID, Command, key_words, on_screen
from tracker.tui.widgets.drawn import Drawn
from tracker.tui.widgets.head import Head
from tracker.tui.widgets.keys import Keys, Label
from tracker.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from tracker.tui.app import Tracker
    from tracker.tui.seat import Seat
    from tracker.tui.widgets.page import Page


TYPING = [
    Label("", "Enter", "to the list", True),
    Label("", "→", "take the completion", True),
    Label("", "Esc", "clear", True),
]
"""The keys while a filter is typed."""


def bindings(screen: str) -> list[BindingType]:
    """Return the key bindings of a screen, made from the registry."""
    return [
        Binding(command.key, f"run('{command.id}')", command.words, show=False)
        for command in on_screen(screen)
        if command.key
    ]


def labels(screen: str, live: Callable[[Command], bool]) -> list[Label]:
    """Return the labels of a screen's footer; *live* tells whether a command can be done now."""
    shown = [command for command in on_screen(screen) if command.short and command.key and command.id != screen]
    return [Label(c.id, key_words(c.key, first=True), c.short, live(c)) for c in shown]


class View(Screen[None]):
    """A screen over one position.  ``screen_name`` is its name in the registry, ``crumb`` its name among the crumbs."""

    screen_name: ClassVar[str] = ""
    crumb: str = ""
    lists: ClassVar[str] = ""
    """The kinds of reference that the screen lists, each on a row of its own."""

    def __init__(self) -> None:
        """Make the screen; it reads nothing until it is mounted."""
        super().__init__()
        self.generation = -1
        self.opening = True

    @property
    def tracker(self) -> Tracker:
        """The program, with its own type."""
        return cast("Tracker", self.app)

    @property
    def seat(self) -> Seat:
        """Where the person sits."""
        return self.tracker.seat

    # -- to be said by each screen ---------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """Yield what stands between head and keys."""
        raise AssertionError("each kind of screen says this itself")

    def fill(self) -> None:
        """Read from the register and show it, keeping the cursor."""
        raise AssertionError("each kind of screen says this itself")

    @property
    def about(self) -> str | None:
        """The reference that the whole screen is about."""
        return None

    @property
    def under(self) -> str | None:
        """The reference under the cursor."""
        focused: object = self.focused
        if not isinstance(focused, Drawn):
            focused = next((drawn for drawn in self.query(Drawn) if drawn.can_focus), None)
        return focused.chosen if isinstance(focused, Drawn) else None

    @property
    def acted_on(self) -> str | None:
        """What acts would be about, in words."""
        return self.under or self.about

    # -- what was entered just now ---------------------------------------------------------------------------------

    def stand_on(self, ref: str) -> None:
        """Let the cursor go to what was entered just now, the next time that this is read."""
        if references.parse(ref).kind in self.lists.split():
            self.seat.memory.cursors[self.screen_name] = ref

    def hides(self, ref: str) -> bool:
        """Tell whether what was entered just now would stand here, but for the filter or the area."""
        listed = references.parse(ref).kind in self.lists.split()
        return listed and self.query_one(Lines).source.find(ref) is None

    # -- life ------------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay out head, body and keys."""
        yield Head()
        yield from self.body()
        yield Keys()

    def on_mount(self) -> None:
        """Begin, unless the register is still to be opened: then only the frame shows."""
        if self.focused is None and self.focus_chain:
            self.set_focus(self.focus_chain[0])
        if self.tracker.opened is None:
            self.tracker.read_on()
        if self.tracker.opened is not None:
            self.begin()
        else:
            self.query_one(Head).say(marking=str(Marking.SENSITIVE.value), crumbs=[self.crumb], standing="reading…")

    def begin(self) -> None:
        """Read for the first time; then what was typed meanwhile may come in."""
        self.read_again()
        self.opening = False
        self.tracker.ready()

    def read_on(self) -> None:
        """Show what was read ahead since it began; only the opening screen shows such things."""

    def on_screen_resume(self) -> None:
        """Read again when something changed while another screen was on top."""
        if self.generation >= 0 and self.generation != self.seat.generation:
            self.read_again()

    def read_again(self) -> None:
        """Read and show everything."""
        self.generation = self.seat.generation
        self.fill()
        self.say_head()
        self.say_keys()

    def say_head(self) -> None:
        """Fill the head in."""
        seat = self.seat
        standing = f"{seat.position.entries:,} entries · {seat.who}"
        self.query_one(Head).say(
            marking=seat.marking,
            middle=(seat.review.title if seat.review else "") or "no review entered",
            right=seat.day_words,
            crumbs=self.tracker.crumbs(self),
            standing=standing,
        )

    def say_keys(self) -> None:
        """Fill the keys in; what cannot be done on what is under the cursor is dim."""
        if self.tracker.opened is None:
            return
        if isinstance(self.focused, Input):
            self.query_one(Keys).say(TYPING)
            return
        self.query_one(Keys).say(self.footer())

    def footer(self) -> list[Label]:
        """Return the labels of the footer; what cannot be done on what is under the cursor is not live."""
        return labels(self.screen_name, lambda command: self.reason(command) is None)

    def on_descendant_focus(self) -> None:
        """Show the keys of the part in focus."""
        self.say_keys()

    def on_lines_moved(self, _: Lines.Moved) -> None:
        """Show what can be done on the row of the cursor."""
        self.say_keys()

    def on_page_moved(self, _: Page.Moved) -> None:
        """Show what can be done on the spot of the cursor."""
        self.say_keys()

    def on_keys_pressed(self, pressed: Keys.Pressed) -> None:
        """Do what a clicked key does."""
        if pressed.command:
            self.action_run(pressed.command)

    def on_lines_chosen(self, chosen: Lines.Chosen) -> None:
        """Open the row of the cursor."""
        if chosen.key:
            self.tracker.open(chosen.key)

    def on_page_chosen(self, chosen: Page.Chosen) -> None:
        """Open the spot of the cursor."""
        if chosen.target:
            self.tracker.open(chosen.target)

    # -- commands --------------------------------------------------------------------------------------------------

    def subject(self, command: Command) -> str | None:
        """Return what a command would be about: what is under the cursor, else what the screen is about."""
        return self.seat.subject(command, self.under, self.about)

    def reason(self, command: Command) -> str | None:
        """Return why a command cannot be done now, or None when it can."""
        return self.seat.why_not(command, self.subject(command))

    def action_run(self, name: str) -> None:
        """Do a command of the registry, or say why it cannot be done now."""
        command = BY_ID[name]
        if (words := self.reason(command)) is not None:
            self.tracker.tell(words, "warning")
            return
        self.tracker.quiet()  # what was said before this key is not about what it does
        doing = getattr(self, f"do_{name}", None)
        if doing is not None:
            doing()
        elif name.startswith("go_"):
            self.tracker.section(name[3:])
        elif command.act is not None:
            self.tracker.form(command, self.subject(command))
        else:
            self.tracker.run_command(name)

    def do_open(self) -> None:
        """Open what the cursor stands on."""
        focused = self.focused
        if isinstance(focused, Drawn):
            focused.action_choose()

    def do_back(self) -> None:
        """Leave the screen."""
        self.tracker.back()

    def do_copy(self) -> None:
        """Copy the reference under the cursor."""
        ref = self.under or self.about
        if ref is None:
            self.tracker.tell("There is no reference under the cursor.", "warning")
            return
        self.app.copy_to_clipboard(ref)
        self.tracker.tell(f"{ref} is on the clipboard.")

    def do_copy_row(self) -> None:
        """Copy what the cursor stands on as a row of a Markdown table: of the matrix the cell, of a page the line."""
        focused: object = self.focused
        cells = focused.copied if isinstance(focused, Drawn) else []
        if not cells:
            self.tracker.tell("There is no row under the cursor.", "warning")
            return
        self.app.copy_to_clipboard(f"| {' | '.join(md_cell(cell) for cell in cells)} |")
        self.tracker.tell(f"On the clipboard, as a row of Markdown: {words.clipped(' · '.join(cells), 100)}")

    def do_history(self) -> None:
        """Show the trail of what the cursor stands on."""
        self.tracker.trail(self.under or self.about)
