"""The evidence trail: every entry of the ledger, newest first, filtered by reference, person, area, act and day."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from tracker.model import references
from tracker.register import coverage, following, history, trail_filter
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
        """Make the trail, of one reference or filter of the trail if one is given."""
        super().__init__()
        self.ref = ref
        if ref is not None:
            self.crumb = f"Trail of {ref}" if references.is_reference(ref) else "Trail behind a figure"

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
        several = wanted.follow is not None or wanted.of is not None
        self.query_one(Lines).show(Paged(keys, self._read, row_of_several if several else row, header))
        noun = words.number(len(found), "entry", "entries")
        note: Line = [(noun, "strong"), (f" of {self.seat.position.entries:,}, newest first", "soft")]
        if wanted.follow is not None:
            family = following.line_of(self.seat.position, wanted.follow)
            note.append(said(f" · {', '.join(family)}", "link"))
        elif read := coverage.reviews(self.seat.position):
            note.append((f" · reviewed to #{read[0].upto} by {read[0].by}, {read[0].since:,} since", "soft"))
        finder.say(note)

    def _read(self, keys: Sequence[str]) -> dict[str, Entry]:
        found = history.some(self.seat.position, [int(key[1:]) for key in keys])
        return {f"#{seq}": line for seq, line in found.items()}

    def on_finder_changed(self, _: Finder.Changed) -> None:
        """Find again."""
        self.fill()

    def do_filter(self) -> None:
        """Begin to type a filter."""
        self.query_one(Finder).go_in()

    def do_object(self) -> None:
        """Go to what the entry under the cursor is about."""
        key = self.query_one(Lines).key
        line = self._read([key]).get(key) if key else None
        if line is None or not references.is_reference(line.entry.subject):
            self.tracker.tell("This entry is about nothing that has a page of its own.", "warning")
        else:
            self.tracker.open(line.entry.subject)

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


def row_of_several(key: str, entry: Entry | None, cells: int) -> Line:
    """Return one entry in columns where entries of several actions stand together: what it is about comes first."""
    return row(key, entry, cells, about=True)


def row(key: str, entry: Entry | None, cells: int, *, about: bool = False) -> Line:
    """Return one entry in columns; before and after follow what was done."""
    if entry is None:
        return [said(key, "soft")]
    found = entry.entry
    line: Line = [
        *fit([said(key, "link")], 8),
        *fit([(words.day_short(found.occurred_on), "plain")], 11),
    ]
    if cells >= WIDE:
        line += fit([said(found.at[:16].replace("T", " "), "soft")], 18)
    line += [*fit([said(found.by, "plain")], 5), (f"{found.area:<5}", "soft")]
    if about:
        line += fit([said(found.subject, "link")], 13)
    line.append(said(entry.words))
    if entry.undone:
        line.append((f" · undone by #{entry.undone}", "warn"))
    for name, before, after in entry.changes[:2]:
        line.append(said(f" · {words.field(name)}: {_short(before)} → {_short(after)}", "soft"))
    if entry.why:
        line.append(said(f" · {entry.why[:400]}", "soft"))
    return line


def _short(text: str) -> str:
    shown = words.value(text)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"
