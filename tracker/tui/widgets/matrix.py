"""The matrix of the position: recommendations down, areas across, each cell with reported rating beside date check.

The counts and ratings are the register's; here they are only placed.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tracker.model.vocabulary import Area
from tracker.register import trend
from tracker.register.issues import Issue
from tracker.register.rules import disagree
from tracker.register.status import Cell, RecommendationLine
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, fit, said, text_of
from tracker.tui.widgets.drawn import MARK, Drawn

COLUMNS = tuple(area.value for area in Area)
NAMES = {"BRI": "Bristol", "SGL": "S. Glos", "NSO": "N. Somerset", "ALL": "Joint work"}
WIDE_NAMES = {area.value: area.words for area in Area} | {"ALL": "Joint work"}
ONLY = {"BRI": "Bristol and joint", "SGL": "S. Glos and joint", "NSO": "N. Somerset and joint", "ALL": "joint work"}
"""What stands out of the matrix when one area is asked for; the columns of the others stand in brackets."""

NARROW, WIDE = 13, 23
"""Cells of a column, the cursor's mark included, below and from 120 cells of the screen."""


class Matrix(Drawn):
    """Recommendations by areas with a cursor on one cell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "Up", show=False),
        Binding("down", "move(1, 0)", "Down", show=False),
        Binding("left", "move(0, -1)", "Left", show=False),
        Binding("right", "move(0, 1)", "Right", show=False),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(1)", "Last", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another cell."""

        def __init__(self, row: RecommendationLine, area: str) -> None:
            """Keep recommendation and area."""
            super().__init__()
            self.row = row
            self.area = area

    class Chosen(Moved):
        """The cell of the cursor was chosen."""

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty matrix."""
        super().__init__(id=id)
        self.rows: list[RecommendationLine] = []
        self.row = self.column = 0
        self.area: str | None = None
        self.since: Issue | None = None
        self.before: list[RecommendationLine] = []

    def show(self, rows: list[RecommendationLine]) -> None:
        """Show other rows; the cursor keeps its place."""
        self.rows = rows
        self.row = max(0, min(self.row, len(rows) - 1))
        self.virtual_size = Size(0, len(rows) + 1)
        self.refresh()
        self._moved()

    def compare(self, since: Issue, before: list[RecommendationLine]) -> None:
        """Show which way each cell went since an issue, whose matrix was *before*."""
        self.since, self.before = since, before
        self.refresh()

    def was(self, row: RecommendationLine, area: str) -> Cell | None:
        """Return a cell as the issue saw it, or None where nothing is compared or it had no such cell."""
        return trend.cell(self.before, row.ref, area)

    def emphasise(self, area: str | None) -> None:
        """Let an area and joint work stand out, its cursor on that area; None lets all areas stand alike."""
        if area != self.area:
            self.area = area
            if area:
                self.column = COLUMNS.index(area)
            self.refresh()
            self._moved()

    def _stands_back(self, code: str) -> bool:
        return self.area is not None and code not in (self.area, Area.ALL.value)

    @property
    def here(self) -> tuple[RecommendationLine, str] | None:
        """Recommendation and area of the cursor."""
        return (self.rows[self.row], COLUMNS[self.column]) if self.rows else None

    @property
    def copied(self) -> list[str]:
        """What the cell of the cursor says, in words."""
        if self.here is None:
            return []
        row, area = self.here
        return [text_of(sentence(row, area, self.was(row, area), self.since))]

    def _moved(self) -> None:
        if self.here:
            self.post_message(self.Moved(*self.here))

    def action_move(self, down: int, right: int) -> None:
        """Move the cursor by cells."""
        row, column = self.row + down, self.column + right
        if 0 <= row < len(self.rows) and 0 <= column < len(COLUMNS):
            self.row, self.column = row, column
            self._keep_in_sight()
            self.refresh()
            self._moved()

    def action_edge(self, last: int) -> None:
        """Move the cursor to the first or last recommendation."""
        self.action_move((len(self.rows) - 1 - self.row) if last else -self.row, 0)

    def _keep_in_sight(self) -> None:
        first, height = int(self.scroll_offset.y), self.size.height - 1
        if self.row < first or self.row >= first + height:
            self.scroll_to(y=self.row if self.row < first else self.row - height + 1, animate=False, immediate=True)

    def action_choose(self) -> None:
        """Choose the cell of the cursor."""
        if self.here:
            self.post_message(self.Chosen(*self.here))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points; a click on the cursor chooses."""
        row = event.y - 1 + int(self.scroll_offset.y)
        column = max(0, (event.x - self.titles) // self.each)
        if event.y < 1 or not 0 <= row < len(self.rows) or column >= len(COLUMNS):
            return
        if (row, column) == (self.row, self.column):
            self.action_choose()
        else:
            self.action_move(row - self.row, column - self.column)

    # -- drawing ---------------------------------------------------------------------------------------------------

    @property
    def each(self) -> int:
        """Cells of one column."""
        return WIDE if self.size.width >= 120 else NARROW

    @property
    def titles(self) -> int:
        """Cells of reference and title."""
        return max(12, self.size.width - self.each * len(COLUMNS))

    def render_line(self, y: int) -> Strip:
        """Draw the names of the areas, or one recommendation."""
        cells = self.cells
        if y == 0:
            names = WIDE_NAMES if self.each == WIDE else NAMES
            said_first = f"only {ONLY[self.area]}" if self.area else "Reported, date check"
            line: Line = fit([(f"  {said_first}", "warn" if self.area else "soft")], self.titles)
            for code in COLUMNS:
                back = self._stands_back(code)
                name = (f"({names[code]})", "soft") if back else (f" {names[code]}", "heading")
                line += fit([name], self.each)
            return self.strip_of(line, cells)
        place = y - 1 + int(self.scroll_offset.y)
        if place >= len(self.rows):
            return self.strip_of([], cells)
        row = self.rows[place]
        line = [*self._title(row)]
        for number, code in enumerate(COLUMNS):
            here = (place, number) == (self.row, self.column)
            mark = MARK if here else " "
            went = trend.direction(self.was(row, code), row.areas[code])
            cell = cell_runs(row.areas[code], wide=self.each == WIDE, went=went)
            if self._stands_back(code):
                cell = [(text, "soft") for text, _ in cell]
            line += fit([(mark, "key"), *cell], self.each)
        strip = self.strip_of(line, cells)
        if place == self.row and self.has_focus:
            start = self.titles + self.column * self.each
            return self.grounded(strip, start, start + self.each)
        return strip

    def _title(self, row: RecommendationLine) -> Line:
        number = f"{row.official_number} ({row.ref})" if row.official_number else row.ref
        ink = "soft" if row.wording == "not_held" else "plain"
        title = "wording and subject not held" if row.wording == "not_held" and row.ref != "X" else row.title
        return fit([(f"  {number:<4}", "strong"), said(title, ink), (" ", "plain")], self.titles)


def cell_runs(cell: Cell, *, wide: bool = False, went: int = 0) -> Line:
    """Return one cell: reported and date check, their disagreement, which way it went, actions, existing provision."""
    if not cell.actions:
        if not cell.existing:
            return [(words.NO_MARK, "soft")]
        return [(f"{' ' * 6 if wide else ' ' * 9}+{cell.existing}" + (" existing" if wide else ""), "soft")]
    # The worst reported may stand beside a red that nobody reported on: that differs at a glance too.
    mark = words.DIFFERS if cell.disagree or disagree(cell.reported, cell.date_check) else " "
    existing = f"+{cell.existing}" if cell.existing else ""
    count = f"{cell.actions:>2}" if not wide else words.number(cell.actions, "action")
    return [
        words.rating(cell.reported),
        (mark, "warn"),
        words.rating(cell.date_check),
        words.WENT[went],
        (f" {count}" if wide else count, "plain"),
        (f" {existing}", "soft"),
    ]


def sentence(row: RecommendationLine, area: str, was: Cell | None = None, since: Issue | None = None) -> Line:
    """Return what the cell of the cursor says, in words; with what it was at the issue that it is compared with."""
    cell = row.areas[area]
    line: Line = [(f"{row.ref} {WIDE_NAMES[area]}: ", "strong")]
    if not cell.actions:
        line.append((f"{words.NOTHING_NAMED}", "plain"))
        if cell.existing:
            line.append((f"; existing provision {cell.existing}, context only", "soft"))
        return line
    line += [("reported ", "plain"), words.rating_words(cell.reported)]
    if cell.reported:
        line.append((f" by {cell.reported_by} of {cell.actions}", "plain"))
    line += [(", dates say ", "plain"), words.rating_words(cell.date_check)]
    if cell.because:
        line.append((f" ({cell.because})", "plain"))
    if cell.disagree:
        line.append((f" {words.DIFFERS} {words.number(cell.disagree, 'report')} better than the dates", "warn"))
    if since is not None:
        line += _moved(cell, was, since)
    parts = [f"overdue {cell.overdue}", f"complete {cell.complete}", f"signed off {cell.signed_off}"]
    parts.append(f"evidence accepted {cell.accepted}, expected {cell.expected}")
    if cell.existing:
        parts.append(f"existing provision {cell.existing}")
    line.append((". " + "; ".join(parts) + ".", "soft"))
    return line


def _moved(cell: Cell, was: Cell | None, since: Issue) -> Line:
    """Return what both ratings were at an issue, where they are others now."""
    if was is None or not was.actions:
        return [(f" · new since issue {since.n}", "plain")]
    told = []
    if was.reported != cell.reported:
        told.append(f"reported was {words.rating_words(was.reported)[0]}")
    if was.date_check != cell.date_check:
        told.append(f"dates said {words.rating_words(was.date_check)[0]}")
    if was.overdue != cell.overdue:
        told.append(f"overdue was {was.overdue}")
    arrow, ink = words.WENT[trend.direction(was, cell)]
    then = f": {', '.join(told) or 'the same ratings'}"
    return [(f" · since issue {since.n}", "plain"), (f" {arrow}".rstrip(), ink), (then, "plain")]
