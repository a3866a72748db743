"""The program with screens: it opens the register, goes from screen to screen and looks each second for others' work.

What screens show and what acts do stands elsewhere; a fault ends it with one line and without anybody's words.
"""

from __future__ import annotations

import gc
import os
import traceback
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.text import Text
from textual.binding import BindingType
from textual.filter import Monochrome, NoColor
from textual.reactive import reactive

from tracker.ledger.store import StoreError
from tracker.model import references
from tracker.model.text import safe
from tracker.register import beginning
from tracker.tui.ahead import Ahead
from tracker.tui.look.inks import HIGH_CONTRAST, THEMES, palette, variables
from tracker.tui.screens.view import View
from tracker.tui.seat import Seat
from tracker.tui.typeahead import TypeAhead
from tracker.tui.ways import here
from tracker.tui.widgets.keys import Message

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.timer import Timer

    from tracker.desk.session import Session
    from tracker.register.position import Position
    from tracker.tui.forms.spec import Form
    from tracker.tui.registry import Command

STYLES = Path(__file__).parent / "styles"

POLL_SECONDS = 1.0
"""How often the register is asked whether somebody wrote; others' work shows within twice this."""

FIRST = {
    beginning.NOTHING: "This register holds no review yet: leave the program and make one from recommendation files "
    "with tracker init.",
    beginning.NO_ACTION: "Nothing in this plan is agreed yet. 2 lists what the sources name: Enter opens one, and t "
    "there adopts what a partner agreed to; A adds an action. 5, then A, enters the next meeting.",
    beginning.NO_MEETING: "No meeting is entered yet, so nothing is due: 5, then A, enters the next one with its "
    "cut-off. Then U asks for the updates.",
}
"""What to do next in a plan that is still empty."""

READ = 12
"""How many characters of a passing message somebody reads in a second: a long one, such as a path, stays longer."""

Severity = Literal["information", "warning", "error"]
INKS: dict[Severity, str] = {"information": "good", "warning": "warn", "error": "bad"}


class Tracker(TypeAhead):
    """The terminal UI of one session.

    The register is read ahead, in a thread; until it is open, the frame of the opening screen stands alone.
    """

    TITLE = "Action-plan tracker"
    CSS_PATH = STYLES / "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    message: reactive[Message | None] = reactive(None, layout=False, repaint=False)
    """What is said in passing at this moment."""

    def __init__(self, session: Session, ahead: Ahead | None = None) -> None:
        """Make the program for a session, whose register *ahead* may be reading already."""
        self.session = session
        self.ahead = ahead or Ahead(session)
        self.opened: Seat | None = None
        self.trouble: StoreError | None = None
        self.messages: deque[Message] = deque(maxlen=20)
        """What was said in passing, newest last."""
        self._silence: Timer | None = None
        super().__init__()
        if self.no_color:  # not shades of grey either, which a terminal may show as it likes
            self._filters = [NoColor() if isinstance(one, Monochrome) else one for one in self._filters]
        self.animation_level = "none"
        self.register_theme(HIGH_CONTRAST)
        self._take_theme()

    def _take_theme(self) -> None:
        """Begin in the colours that were chosen last, unless the environment asks for none or for others."""
        if self.no_color or "TEXTUAL_THEME" in os.environ:
            return
        from tracker.tui.lasting import kept_theme, own_folder

        if (kept := kept_theme(own_folder())) in THEMES and kept != self.theme:
            self.theme = kept

    @property
    def seat(self) -> Seat:
        """Where the person sits; there from the moment that the register is open."""
        assert self.opened is not None, "the register is not open yet"
        return self.opened

    def get_driver_class(self) -> type[Driver]:
        """Return what reads keys and draws: on Unix one that ends the program when its terminal vanishes."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from tracker.tui.terminal import TerminalDriver

        return TerminalDriver

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the palette's colours for the style sheets."""
        return variables(palette(self.theme, self.current_theme.dark))

    def get_default_screen(self) -> View:
        """Return the opening screen, which stands below all others."""
        from tracker.tui.screens.position import PositionScreen

        return PositionScreen()

    def on_mount(self) -> None:
        """Be told of what is read from now on; the opening screen takes over what is there when it is mounted."""
        self.ahead.tell(lambda: self.call_later(self.read_on))
        self.call_later(self.read_on)  # for what came between the two

    def read_on(self) -> None:
        """Open the register as soon as it is read, and show what was read since; end the program when it cannot be."""
        if isinstance(self.ahead.fault, StoreError):
            self.trouble = self.ahead.fault
            self.exit()
        elif self.ahead.fault is not None:
            raise self.ahead.fault
        elif self.ahead.position is not None:
            first = self.screen_stack[0]
            assert isinstance(first, View)
            if self.opened is None:
                self.open_register(self.ahead.position)
            if first.opening and first.is_mounted:
                first.begin()
            elif not first.opening:
                first.read_on()

    def open_register(self, position: Position) -> None:
        """Sit down at the register and begin to look for others' work."""
        self.opened = Seat(self.session, position)
        self.call_after_refresh(self.open_desk)
        self.set_interval(POLL_SECONDS, self.look)

    def open_desk(self) -> None:
        """Once the plan is painted, read on and open what acts are recorded at; say so where one can look only."""
        gc.enable()
        self.ahead.go_on()
        try:
            self.seat.desk  # noqa: B018 - it opens when it is first wanted
        except StoreError as error:
            self.tell(str(error), "warning")
        self.say_what_waits()

    def say_what_waits(self) -> None:
        """Say what was typed in an earlier sitting and not recorded."""
        if waiting := self.seat.own.waiting():
            from tracker.tui.drafting import waits

            self.tell(waits(waiting), "warning")
        elif first := beginning.lacks(self.seat.position):
            self.tell(FIRST[first])

    def on_unmount(self) -> None:
        """Close the register."""
        if self.opened is not None:
            self.opened.close()

    # -- others' work ----------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Read again when somebody wrote to the register."""
        try:
            if self.seat.changed():
                self.refresh_views()
        except StoreError as error:
            self.tell(str(error), "error")

    def refresh_views(self) -> None:
        """Let the screen on top read again; the others do when they come back."""
        top = self.screen
        if isinstance(top, View):
            if top.generation >= 0:  # else it is only being laid out, and reads by itself
                top.read_again()
        elif (noticing := getattr(top, "others_wrote", None)) is not None:
            noticing()

    # -- going about -----------------------------------------------------------------------------------------------

    def crumbs(self, upto: View) -> list[str]:
        """Return the names of the screens on the way to one."""
        found = []
        for screen in self.screen_stack:
            if isinstance(screen, View):
                found.append(screen.crumb)
            if screen is upto:
                break
        return found

    def back(self) -> None:
        """Leave the screen on top, unless it is the opening one."""
        if sum(isinstance(screen, View) for screen in self.screen_stack) > 1:
            self.pop_screen()

    def section(self, name: str) -> None:
        """Go to a main screen, from wherever one is."""
        from tracker.tui.places import section

        section(self, name)

    def open(self, ref: str, *, area: str | None = None) -> None:
        """Open the screen of a reference, or say why there is none."""
        from tracker.tui.places import view_of

        if not references.is_reference(ref):
            return
        view = view_of(self, references.parse(ref), area)
        if view is not None:
            self.push_screen(view)

    def actions(self, query: str) -> None:
        """Show the actions that a query finds, on top of what shows now."""
        from tracker.tui.places import actions

        actions(self, query)

    def trail(self, ref: str | None) -> None:
        """Show the evidence trail, of one reference if one is given."""
        from tracker.tui.places import trail

        trail(self, ref)

    def form(self, command: Command, ref: str | None) -> None:
        """Open the form of an act."""
        from tracker.tui.screens.form import open_form

        open_form(self, command, ref)

    def show_form(self, command: Command, form: Form) -> None:
        """Open a form that a screen made itself."""
        from tracker.tui.screens.form import FormScreen

        self.push_screen(FormScreen(command, None, form))

    def recorded(self, words: str, new: str | None = None) -> None:
        """Say what was recorded, and show it, with the cursor on what is *new*."""
        top = self.screen
        if new is not None and isinstance(top, View):
            top.stand_on(new)
        self.look()
        hidden = new is not None and isinstance(top, View) and top.hides(new)
        self.tell(f"{words}; the filter or the area hides it here" if hidden else words)

    def run_command(self, name: str) -> None:
        """Do what no single screen does: palette, help, colours, reading again, quitting."""
        getattr(self, f"do_{name}")()

    def do_round(self) -> None:
        """Go to the update round."""
        self.section("round")

    def do_sitting(self) -> None:
        """Go to the sitting of the meeting or decision under the cursor, else of the body asked the soonest."""
        from tracker.tui.places import sitting

        sitting(self)

    def do_timeline(self) -> None:
        """Go to the timeline."""
        self.section("timeline")

    def do_palette(self) -> None:
        """Open the palette."""
        from tracker.tui.screens.palette import Palette

        self.push_screen(Palette(self.screen))

    def do_help(self) -> None:
        """Open the help on the screen on top."""
        from tracker.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def do_acts(self) -> None:
        """Open the list of what can be done on what is under the cursor."""
        from tracker.tui.screens.palette import Palette

        self.push_screen(Palette(self.screen, acts_only=True))

    def do_theme(self) -> None:
        """Go on to the next theme, and begin with it the next time."""
        place = THEMES.index(self.theme) if self.theme in THEMES else -1
        self.theme = THEMES[(place + 1) % len(THEMES)]
        self.refresh(layout=True, repaint=True)
        if not self.no_color:
            from tracker.tui.lasting import keep_theme, own_folder

            keep_theme(own_folder(), self.theme)

    def do_refresh(self) -> None:
        """Read the register again."""
        self.seat.reread()
        self.refresh_views()

    def do_quit(self) -> None:
        """Leave the program."""
        self.exit()

    def end(self, code: int) -> None:
        """Leave without being asked, with the exit code *code*; what is typed in open forms is kept."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep", None)
            if keep is not None:
                keep()
        self.exit(return_code=code)

    def tell(self, words: str, severity: Severity = "information") -> None:
        """Say one thing in passing, above the keys."""
        self.message = Message(safe(here(words)), INKS[severity])
        self.messages.append(self.message)
        if self._silence is not None:
            self._silence.stop()
        stays = max(4 if severity == "information" else 8, len(words) / READ)
        self._silence = self.set_timer(stays, self.quiet)

    def quiet(self) -> None:
        """Take back what was said in passing."""
        self.message = None

    # -- faults ----------------------------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """End the program with one line, without local variables and messages, which hold people's words."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self._exit_renderables.append(Text(fault_words(error), style=""))
        self._close_messages_no_wait()


def fault_words(error: BaseException) -> str:
    """Return one line on a fault: its kind and where it is, never its message."""
    inner = _first(error)
    frames = [
        f for f in traceback.extract_tb(inner.__traceback__) if "tracker" in f.filename.replace("\\", "/").split("/")
    ]
    place = ""
    if frames:
        last = frames[-1]
        file = last.filename.replace("\\", "/").rsplit("/tracker/", 1)[-1]
        place = f" in tracker/{file}, line {last.lineno}"
    return (
        f"The program had to stop because of a fault ({type(inner).__name__}{place}). Everything that was confirmed as "
        "recorded is saved. Start it again; if it happens again, report this line."
    )


def _first(error: BaseException) -> BaseException:
    """Return what went wrong first: handlers raise from it, and a worker carries it as its error."""
    passed: list[BaseException] = []
    while error not in passed:
        passed.append(error)
        inner = error.__cause__ or getattr(error, "error", None)
        error = inner if isinstance(inner, BaseException) else error
    return error


def run(session: Session, ahead: Ahead | None = None) -> int:
    """Run the terminal UI until the person leaves it, and return the exit code.

    Raises StoreError when the register cannot be opened.
    """
    app = Tracker(session, ahead)
    app.run()
    if app.trouble is not None:
        raise app.trouble
    return app.return_code or 0
