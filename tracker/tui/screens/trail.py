"""The evidence trail: every entry of the ledger, newest first, filtered by reference, person, area, act and day."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from tracker.register import history, trail_filter
from tracker.register.filters import FilterError
from tracker.register.history import Line as Entry
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.screens.view import View, bindings
from tracker.tui.widgets.finder import Finder
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.sources import Paged

WIDE = 110


class TrailScreen(View):
    """The entries that the filter lets through."""

    screen_name = "trail"
    crumb = "Evidence trail"
    BINDINGS = bindings("trail")

    def __init__(self, ref: str | None = None) -> None:
        """Make the trail, of one reference if one is given."""
        super().__init__()
        self.ref = ref
        if ref is not None:
            self.crumb = f"Trail of {ref}"

    def body(self) -> ComposeResult:
        """Yield the finder and the list."""
        text = self.ref if self.ref is not None else self.seat.memory.filters.get("trail", "")
        yield Finder(text, hint=trail_filter.HINT)
        yield Lines(empty="No entry passes this filter.", id="entries")

    def on_mount(self) -> None:
        """Begin in the list."""
        self.set_focus(self.query_one(Lines))

    def fill(self) -> None:
        """Find the entries, keeping the cursor on its number."""
        finder = self.query_one(Finder)
        if self.ref is None:
            self.seat.memory.filters["trail"] = finder.text
        try:
            wanted = trail_filter.parse(finder.text, year_starts=self.seat.year_starts)
        except FilterError as error:
            finder.say_wrong(error)
            return
        found = history.seqs(self.seat.position, wanted)
        keys = [f"#{seq}" for seq in found]
        self.query_one(Lines).show(Paged(keys, self._read, row, header))
        noun = words.number(len(found), "entry", "entries")
        finder.say([(noun, "strong"), (f" of {self.seat.position.entries:,}, newest first", "soft")])

    def _read(self, keys: Sequence[str]) -> dict[str, Entry]:
        found = history.some(self.seat.position, [int(key[1:]) for key in keys])
        return {f"#{seq}": line for seq, line in found.items()}

    def on_finder_changed(self, _: Finder.Changed) -> None:
        """Find again."""
        self.fill()

    def do_filter(self) -> None:
        """Begin to type a filter."""
        self.query_one(Finder).go_in()

    def do_back(self) -> None:
        """Clear the filter of the whole trail; else leave."""
        finder = self.query_one(Finder)
        if finder.text and self.ref is None:
            finder.action_clear()
        else:
            self.tracker.back()


def header(cells: int) -> Line:
    """Return the names of the columns."""
    recorded = "Recorded (UTC)    " if cells >= WIDE else ""
    return [(f"{'Entry':<8}{'Occurred':<11}{recorded}{'By':<5}Area What, and why", "soft")]


def row(key: str, entry: Entry | None, cells: int) -> Line:
    """Return one entry in columns."""
    if entry is None:
        return [said(key, "soft")]
    found = entry.entry
    line: Line = [
        *fit([said(key, "link")], 8),
        *fit([(words.day_short(found.occurred_on), "plain")], 11),
    ]
    if cells >= WIDE:
        line += fit([said(found.at[:16].replace("T", " "), "soft")], 18)
    line += [*fit([said(found.by, "plain")], 5), (f"{found.area:<5}", "soft"), said(entry.words)]
    if entry.undone:
        line.append((f" · undone by #{entry.undone}", "warn"))
    if entry.why:
        line.append(said(f" · {entry.why[:400]}", "soft"))
    return line
