"""A page drawn line by line, with a cursor that goes from one spot to the next and scrolls where there is none near.

What is on the page stands in tracker.tui.pages; how it breaks into lines in tracker.tui.look.page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tracker.tui.look.page import Block, Layout, Spot, lay_out
from tracker.tui.look.wrap import fit, text_of
from tracker.tui.widgets.drawn import MARK, Drawn

MARGIN = 2
"""Cells at the left of every line; the cursor's mark stands there."""


class Page(Drawn):
    """A page of blocks.  Posts ``Moved`` when the cursor goes to another spot and ``Chosen`` when one is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("left", "side(-1)", "Left", show=False),
        Binding("right", "side(1)", "Right", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("space", "page(1)", "Page down", show=False),
        Binding("home", "edge(0)", "Top", show=False),
        Binding("end", "edge(1)", "Bottom", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another spot."""

        def __init__(self, page: Page, target: str | None) -> None:
            """Keep the page and what the spot means."""
            super().__init__()
            self.page = page
            self.target = target

        @property
        def control(self) -> Page:
            """The page that is meant."""
            return self.page

    class Chosen(Moved):
        """The spot of the cursor was chosen."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty page."""
        super().__init__(id=id, classes=classes)
        self.blocks: Sequence[Block] = ()
        self.layout_of_page = Layout(80)
        self.cursor: int | None = None

    # -- what is on it ---------------------------------------------------------------------------------------------

    @property
    def spot(self) -> Spot | None:
        """The spot of the cursor."""
        spots = self.layout_of_page.spots
        return spots[self.cursor] if self.cursor is not None and self.cursor < len(spots) else None

    @property
    def target(self) -> str | None:
        """What the spot of the cursor means."""
        return self.spot.target if self.spot else None

    @property
    def chosen(self) -> str | None:
        """What the spot of the cursor means."""
        return self.target

    @property
    def copied(self) -> list[str]:
        """What is written on the spot of the cursor."""
        spot = self.spot
        if spot is None:
            return []
        lines = self.layout_of_page.lines[spot.y : spot.y + spot.height]
        cells = [text_of(fit(line, spot.x + spot.width))[spot.x :] for line in lines]
        return [" ".join(" ".join(cells).split())]

    def show(self, blocks: Sequence[Block]) -> None:
        """Show other blocks; the cursor stays on its target where that is still there."""
        self.blocks = blocks
        self._lay_out()
        self.post_message(self.Moved(self, self.target))

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew for another width."""
        if self.cells != self.layout_of_page.width + MARGIN + 1:
            self._lay_out()

    def _lay_out(self) -> None:
        before, place = self.target, self.cursor or 0
        cells = (self.cells or self.app.size.width) - MARGIN - 1
        self.layout_of_page = lay_out(self.blocks, cells)
        spots = self.layout_of_page.spots
        same = [n for n, spot in enumerate(spots) if spot.target == before]
        near = min(same, key=lambda n: abs(n - place)) if same else min(place, len(spots) - 1)
        self.cursor = near if spots and self.cursor is not None else None
        self.virtual_size = Size(0, len(self.layout_of_page.lines))
        self.refresh()

    def put_cursor(self, start: str) -> None:
        """Put the cursor on the first spot whose meaning begins with *start*, and that near the top of what shows."""
        for place, spot in enumerate(self.layout_of_page.spots):
            if spot.target.startswith(start):
                self.cursor = place
                self.post_message(self.Moved(self, spot.target))
                self.call_after_refresh(self._show_near_top)  # how much shows is known only then
                return

    def _show_near_top(self) -> None:
        if self.spot is not None:
            self.scroll_to(y=max(0, self.spot.y - 4), animate=False, immediate=True)
            self.refresh()

    # -- moving ----------------------------------------------------------------------------------------------------

    def _go(self, place: int) -> None:
        self.cursor = place
        spot = self.layout_of_page.spots[place]
        self._show_rows(spot.y, spot.y + spot.height)
        self.refresh()
        self.post_message(self.Moved(self, spot.target))

    def _show_rows(self, start: int, end: int) -> None:
        first, height = int(self.scroll_offset.y), self.size.height
        if start < first:
            first = start
        elif end > first + height:
            first = min(start, end - height)
        self.scroll_to(y=first, animate=False, immediate=True)

    def action_move(self, by: int) -> None:
        """Go to the next spot in sight, else scroll by one line."""
        found = self._nearest(by)
        first, height = int(self.scroll_offset.y), self.size.height
        if found is not None:
            spot = self.layout_of_page.spots[found]
            if first - 1 <= spot.y <= first + height:
                self._go(found)
                return
        self.scroll_to(y=first + by, animate=False, immediate=True)

    def _nearest(self, by: int) -> int | None:
        """The spot that comes next, up or down: in the same column if one overlaps it, else any."""
        spots, here = self.layout_of_page.spots, self.spot
        first, height = int(self.scroll_offset.y), self.size.height
        if here is None or not first - here.height < here.y < first + height:
            inside = [n for n, s in enumerate(spots) if first <= s.y < first + height]
            return (inside[0] if by > 0 else inside[-1]) if inside else None
        beyond = [n for n, s in enumerate(spots) if (s.y > here.y if by > 0 else s.y < here.y)]
        return min(beyond, key=lambda n: self._distance(spots[n], here), default=None)

    @staticmethod
    def _distance(spot: Spot, here: Spot) -> tuple[int, int]:
        overlaps = spot.x < here.x + here.width and here.x < spot.x + spot.width
        return abs(spot.y - here.y) + (0 if overlaps else 1000), abs(spot.x - here.x)

    def action_side(self, by: int) -> None:
        """Go to the spot in the column beside."""
        here = self.spot
        if here is None:
            return
        spots = self.layout_of_page.spots
        beside = [n for n, s in enumerate(spots) if (s.x >= here.x + here.width if by > 0 else s.x + s.width <= here.x)]
        near = [n for n in beside if abs(spots[n].y - here.y) <= self.size.height]
        if near:
            self._go(min(near, key=lambda n: (abs(spots[n].y - here.y), abs(spots[n].x - here.x))))

    def action_page(self, by: int) -> None:
        """Scroll by what shows at once."""
        step = max(1, self.size.height - 2)
        self.scroll_to(y=int(self.scroll_offset.y) + by * step, animate=False, immediate=True)

    def action_edge(self, last: int) -> None:
        """Scroll to the top or the bottom."""
        spots = self.layout_of_page.spots
        self.scroll_to(y=len(self.layout_of_page.lines) if last else 0, animate=False, immediate=True)
        if spots and last:
            self.cursor = len(spots) - 1
        elif spots:
            self.cursor = 0
        self.refresh()
        self.post_message(self.Moved(self, self.target))

    def action_choose(self) -> None:
        """Choose the spot of the cursor."""
        if self.target is not None:
            self.post_message(self.Chosen(self, self.target))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the spot under the mouse; a click on the cursor chooses."""
        y, x = event.y + int(self.scroll_offset.y), event.x - MARGIN
        for place, spot in enumerate(self.layout_of_page.spots):
            if spot.y <= y < spot.y + spot.height and spot.x <= x < spot.x + spot.width:
                if place == self.cursor:
                    self.action_choose()
                else:
                    self._go(place)
                return

    # -- drawing ---------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of what shows."""
        cells, row = self.cells, y + int(self.scroll_offset.y)
        lines, spot = self.layout_of_page.lines, self.spot
        if row >= len(lines):
            return self.strip_of([], cells)
        here = spot is not None and spot.y <= row < spot.y + spot.height
        at_start = here and spot is not None and row == spot.y
        if at_start and spot is not None and spot.x < GAP_BESIDE:
            strip = self.strip_of([(f"{MARK} ", "key"), *lines[row]], cells)
        else:
            strip = self.strip_of([("  ", "plain"), *lines[row]], cells)
        if not here or spot is None:
            return strip
        if at_start and spot.x >= GAP_BESIDE:
            strip = self._marked(strip, spot.x + MARGIN - 2)
        return self.grounded(strip, spot.x + MARGIN, spot.x + MARGIN + spot.width) if self.has_focus else strip

    def _marked(self, strip: Strip, cell: int) -> Strip:
        mark = self.strip_of([(MARK, "key")], 1)
        return Strip.join([strip.crop(0, cell), mark, strip.crop(cell + 1)])


GAP_BESIDE = 10
"""Spots further right than this have their mark in the gap between columns."""
