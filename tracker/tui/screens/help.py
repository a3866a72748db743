"""Help: the keys that are live on the screen below, what its marks mean, and how the rest is reached."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tracker.model.vocabulary import Rating
from tracker.tui.look import words
from tracker.tui.look.page import Block, Gap, Heading, Text, fact, plain
from tracker.tui.look.wrap import said
from tracker.tui.registry import SCREENS, key_words, on_screen
from tracker.tui.screens.dialog import Dialog
from tracker.tui.screens.view import View
from tracker.tui.widgets.page import Page

MOVING = (
    ("↑ ↓ ← →", "move the cursor; on a page, where nothing can be chosen near, the page scrolls"),
    ("PgUp PgDn Home End", "move by what shows at once, to the start, to the end"),
    ("Tab", "go on to the next part of the screen, or the next field of a form"),
)

TYPING = (
    ("Tab Shift+Tab", "go on to the next field, or back to the one before"),
    ("Enter", "in a line, go on; in a list, choose what the cursor stands on"),
    ("→", "in an empty line, take what is offered"),
    ("↑ ↓ and letters", "in a list, move and narrow it; a choice of few is made by its letter"),
    ("Delete", "in a list, choose nothing"),
)


class HelpScreen(Dialog):
    """Help on one screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1", "leave", "Leave", show=False)]

    def __init__(self, under: Screen[Any]) -> None:
        """Make the help on the screen *under*."""
        super().__init__()
        self.view = under if isinstance(under, View) else None
        self.name_of_screen = self.view.screen_name if self.view else str(getattr(under, "keys_of", ""))

    @property
    def title_words(self) -> str:
        """The title of the box."""
        return f"Help · {SCREENS.get(self.name_of_screen, '')} · Esc leaves"

    def inside(self) -> ComposeResult:
        """Yield the page."""
        yield Page(id="help")

    def on_mount(self) -> None:
        """Write the page."""
        self.query_one(Page).show(self.blocks())

    def blocks(self) -> list[Block]:
        """Return the keys of the screen, with reasons, and the legend."""
        view = self.view
        note = "m lists every act; g finds every command and reference" if view else ""
        blocks: list[Block] = [Heading("Keys here", note=note)]
        for command in on_screen(self.name_of_screen) if self.name_of_screen else ():
            if not command.key:
                continue
            reason = view.reason(command) if view and command.act else None
            line = [said(command.words, "strong" if reason is None else "off"), said(f": {command.help}", "soft")]
            if reason:
                line.append(said(f" Not now: {reason}", "warn"))
            blocks.append(fact(key_words(command.key), line, cells=14))
        blocks.append(Heading("Moving"))
        blocks += [fact(keys, [(text, "soft")], cells=20) for keys, text in (MOVING if view else TYPING)]
        blocks.append(Heading("Marks"))
        for rating in Rating:
            blocks.append(fact("", [words.rating_words(rating.value), (f": {rating.meaning}", "soft")], cells=0))
        blocks += [
            Text(
                [
                    (f"{words.DIFFERS} ", "warn"),
                    ("of one action at least the owner reports better than the dates say", "soft"),
                ]
            ),
            Text([("3 ", "plain"), ("so many actions stand behind the two ratings of the cell", "soft")]),
            Text([(f"{words.NO_MARK} {words.NOTHING_NAMED}: this says nothing of what was done", "soft")]),
            Text([("↑ ↓ ", "plain"), ("better, worse than the last issued report saw it", "soft")]),
            Text([("+6 ", "soft"), ("existing provision: context, neither rated nor counted as actions", "soft")]),
            Gap(),
            plain(("Reported is the owner's rating, the date check what the dates say by rule; never mixed.", "soft")),
        ]
        if "ILLUSTRATIVE" in self.seat.marking:
            blocks.append(plain(("This register is an example: its progress, owners and dates are made up.", "warn")))
        return blocks

    def action_leave(self) -> None:
        """Leave the help."""
        self.dismiss()
