"""The timeline: milestones and due dates by month across the areas, original ◇ and agreed ◆, with today marked.

Which dates there are, and what is late, is the register's answer; here they are drawn in columns of months.
"""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult

from tracker.model.dates import days_between_words
from tracker.model.days import months_on
from tracker.register import timeline
from tracker.register.timeline import Point
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.screens.position import AREA_WORDS, AREAS
from tracker.tui.screens.view import View, bindings
from tracker.tui.widgets.lines import Lines, Rows
from tracker.tui.widgets.note import Note

ORIGINAL, AGREED, DONE, TODAY = "◇", "◆", "✓", "│"
MONTHS = "JFMAMJJASOND"
REF = 14
TITLE = 34
"""Cells that lateness and title keep at the least."""
WIDE = 110
"""From this width on a month takes three cells, else two."""
BEFORE = 3
"""Months before today with which the timeline begins."""
LEGEND = f"{AGREED} agreed  {ORIGINAL} original, moved since  {DONE} done  {TODAY} today"


class TimelineScreen(View):
    """Rows by agreed date; ← and → move the months that show."""

    screen_name = "timeline"
    crumb = "Timeline"
    BINDINGS = bindings("timeline")

    def __init__(self) -> None:
        """Make the screen."""
        super().__init__()
        self.points: list[Point] = []
        self.first = date.min

    def body(self) -> ComposeResult:
        """Yield what shows, the years, and the rows."""
        yield Note(id="timeline-said")
        yield Note(id="timeline-years")
        yield Lines(empty="Nothing in the plan has a date here.", id="rows")

    # -- reading ---------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Read the dates of the area that is looked at."""
        self.points = timeline.points(self.seat.position, self.seat.memory.area)
        if self.first == date.min:
            self.first = months_on(self.today.replace(day=1), -BEFORE)
        self.draw_rows()

    @property
    def today(self) -> date:
        """The position's day."""
        return self.seat.position.when.day

    @property
    def cells(self) -> int:
        """Cells of a month."""
        return 3 if self.size.width >= WIDE else 2

    @property
    def shown(self) -> int:
        """How many months have room."""
        return max(6, (self.size.width - 6 - REF - TITLE) // self.cells)

    def on_resize(self) -> None:
        """Show as many months as have room."""
        if self.first != date.min:
            self.draw_rows()

    def draw_rows(self) -> None:
        """Draw years, months and rows."""
        late = [point for point in self.points if point.late]
        told: Line = [(words.number(len(self.points), "date"), "strong"), (", ", "soft")]
        told.append((f"{len(late)} late", "bad" if late else "good"))
        told.append((f" · {AREA_WORDS[self.seat.memory.area]}", "soft"))
        self.query_one("#timeline-said", Note).say(told, LEGEND)
        self.query_one("#timeline-years", Note).say([(" " * (REF + 2), "soft"), *self._years()])
        header: Line = [(" " * REF, "soft"), *self._months()]
        rows = [(point.ref, self._row(point)) for point in self.points]
        lines = self.query_one(Lines)
        lines.show(Rows(rows, header), key=lines.key or self._nearest())

    def _nearest(self) -> str | None:
        """Return the first row that is late, else the first that is still to come."""
        waiting = [point for point in self.points if point.done is None]
        return waiting[0].ref if waiting else None

    # -- columns ---------------------------------------------------------------------------------------------------

    def _column(self, day: date) -> int:
        return (day.year - self.first.year) * 12 + day.month - self.first.month

    def _years(self) -> Line:
        text, cells = [" "] * (self.shown * self.cells), self.cells
        for place in range(self.shown):
            month = months_on(self.first, place)
            if place == 0 or month.month == 1:
                year = str(month.year)
                if place * cells + len(year) <= len(text):
                    text[place * cells : place * cells + len(year)] = year
        return [("".join(text), "soft")]

    def _months(self) -> Line:
        now = self._column(self.today)
        return [
            (MONTHS[months_on(self.first, place).month - 1].ljust(self.cells), "key" if place == now else "soft")
            for place in range(self.shown)
        ]

    def _row(self, point: Point) -> Line:
        """Return a row: reference, months, then how late it is and its title."""
        marks: dict[int, tuple[str, str]] = {self._column(self.today): (TODAY, "key")}
        if point.moved:
            marks[self._column(point.original)] = (ORIGINAL, "soft")
        marks[self._column(point.agreed)] = (AGREED, "bad" if point.late else "soft" if point.done else "strong")
        if point.done is not None:
            marks[self._column(point.done)] = (DONE, "good")
        months = [self._cell(marks.get(place)) for place in range(self.shown)]
        line: Line = [*fit([said(point.ref, "link")], REF), *months, (" ", "plain")]
        if point.late:
            line.append((f"{days_between_words(point.late)} late ", "bad"))
        return [*line, (self._beyond(point), "soft"), said(point.title, "soft" if point.done else "plain")]

    def _cell(self, mark: tuple[str, str] | None) -> tuple[str, str]:
        sign, ink = mark or ("·", "soft")
        return sign.ljust(self.cells), ink

    def _beyond(self, point: Point) -> str:
        """Say the agreed day where it lies outside the months that show, unless how late it is says as much."""
        if point.late or 0 <= self._column(point.agreed) < self.shown:
            return ""
        return f"{'‹' if self._column(point.agreed) < 0 else '›'} {words.day_short(point.agreed.isoformat())} "

    # -- commands --------------------------------------------------------------------------------------------------

    def do_area(self) -> None:
        """Go on to the next area."""
        memory = self.seat.memory
        memory.area = AREAS[(AREAS.index(memory.area) + 1) % len(AREAS)]
        self.fill()

    def do_months_back(self) -> None:
        """Show earlier months."""
        self.first = months_on(self.first, -3)
        self.draw_rows()

    def do_months_on(self) -> None:
        """Show later months."""
        self.first = months_on(self.first, 3)
        self.draw_rows()
