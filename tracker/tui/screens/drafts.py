"""What one typed and did not record: each form that waits, to be opened again or thrown away.

What is kept, and where, stands in tracker.tui.own; nothing here is in the ledger.
"""

from __future__ import annotations

from textual.app import ComposeResult

from tracker.register import naming
from tracker.tui.drafting import moment
from tracker.tui.look import words
from tracker.tui.look.page import Block, Heading, fact, prose
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.own import Key, Raw
from tracker.tui.registry import BY_ID
from tracker.tui.screens.batch import open_batch
from tracker.tui.screens.view import View, bindings
from tracker.tui.widgets.lines import Lines, Rows
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.page import Page


class DraftsScreen(View):
    """The forms that wait, the last touched first, and under them what was typed in the one of the cursor."""

    screen_name = "drafts"
    crumb = "Typed, not recorded"
    BINDINGS = bindings("drafts")

    def __init__(self) -> None:
        """Make the screen."""
        super().__init__()
        self.keys: list[Key] = []
        self._sure: Key | None = None

    def body(self) -> ComposeResult:
        """Yield what this is, the forms, and what was typed."""
        yield Note(id="drafts-said")
        yield Lines(empty="Nothing waits: all that you typed is recorded or thrown away.", id="rows")
        yield Page(id="typed")

    def on_screen_resume(self) -> None:
        """Read again: the form that was open on top may have recorded what waited."""
        super().on_screen_resume()
        if not self.opening:
            self.fill()

    def fill(self) -> None:
        """Show what waits."""
        own = self.seat.own
        self.keys = [key for key in own.waiting() if key[0] in BY_ID]
        self._sure = None
        kept = own.trouble or "It is in a file of your own on this computer, for thirty days, and not in the register."
        count = words.number(len(self.keys), "form")
        self.query_one("#drafts-said", Note).say([(f"{count} not recorded. ", "strong"), said(kept, "soft")])
        titles = naming.titles(self.seat.position, [ref for _, ref in self.keys])
        rows = [(str(place), self._row(key, titles)) for place, key in enumerate(self.keys)]
        lines = self.query_one(Lines)
        lines.show(Rows(rows, header()), key=lines.key)
        self._show_typed()

    def _row(self, key: Key, titles: dict[str, str]) -> Line:
        command, ref = key
        found = self.seat.own.draft(key)
        at = moment(found[0]) if found else ""
        title = said(titles.get(ref, ""), "soft")
        what = BY_ID[command].words
        return [
            *fit([(at, "plain")], 26),
            *fit([said(ref.split(" ")[0], "link")], 12),
            *fit([(what, "plain")], 26),
            title,
        ]

    # -- the one of the cursor -------------------------------------------------------------------------------------

    @property
    def key(self) -> Key | None:
        """The form under the cursor."""
        found = self.query_one(Lines).key
        return self.keys[int(found)] if found is not None and int(found) < len(self.keys) else None

    @property
    def under(self) -> str | None:
        """The reference that the form under the cursor is about; of many, the first."""
        return self.key[1].split(" ")[0] or None if self.key else None

    def on_lines_moved(self, _: Lines.Moved) -> None:
        """Show what was typed in the form under the cursor."""
        self._sure = None
        self._show_typed()

    def _show_typed(self) -> None:
        found = self.seat.own.draft(self.key) if self.key else None
        self.query_one(Page).show(typed_blocks(found[1]) if found else [])

    def on_lines_chosen(self, chosen: Lines.Chosen) -> None:
        """Open the form again."""
        chosen.prevent_default()  # the base of every screen would open the reference instead
        if self.key is None:
            return
        command, ref = BY_ID[self.key[0]], self.key[1] or None
        if (why := self.seat.why_not(command, ref.split(" ")[0] if ref else None)) is not None:
            self.tracker.tell(f"{why} What you typed stays here.", "warning")
        elif ref and " " in ref:
            open_batch(self.tracker, command, ref.split(" "), self.fill)
        else:
            self.tracker.form(command, ref)

    def do_throw_away(self) -> None:
        """Throw away what was typed, at the second time of asking."""
        key = self.key
        if key is None:
            self.tracker.tell("Nothing waits here.", "warning")
        elif self._sure != key:
            self._sure = key
            self.tracker.tell(f"Press x again to throw away what you typed: {BY_ID[key[0]].words} {key[1]}".rstrip())
        else:
            del self.seat.own.drafts[key]
            self.tracker.quiet()
            self.fill()


def header() -> Line:
    """Return the names of the columns."""
    return [(f"{'Typed':<26}{'On':<12}{'Form':<26}Title", "soft")]


def typed_blocks(raw: Raw) -> list[Block]:
    """Return what was typed, field by field; empty fields are left out."""
    blocks: list[Block] = [Heading("What you typed")]
    for name, value in raw.items():
        if value in (None, "", []):
            continue
        label = words.field(name)
        if isinstance(value, str) and "\n" in value:
            blocks.append(fact(label, [], cells=14))
            blocks += prose(value, indent=14)
        else:
            told = ", ".join(map(str, value)) if isinstance(value, list) else value
            blocks.append(fact(label, [said(told)], cells=14))
    return blocks
