"""Charts drawn from a report's tables, found by the heads of their columns: as SVG for pages, as lines for a terminal.

A chart shows no figure that its table does not: the table stands beside it.  Which tables a report has is not decided
here, and what is drawn is told apart by letters, shapes and patterns as well as by colour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tracker.reports.charts import bars, heat, targets, timeline
from tracker.reports.charts.drawing import Drawing

if TYPE_CHECKING:
    from tracker.reports.document import Table


class Model(Protocol):
    """What a kind of chart makes of a table: something that can be said, drawn, and set as lines of text."""

    def describe(self) -> str:
        """Say in a sentence or two what the chart shows."""
        ...

    def draw(self, drawing: Drawing) -> None:
        """Draw it."""
        ...

    def lines(self, width: int) -> list[str]:
        """Return it as lines of at most *width* cells."""
        ...


@dataclass(frozen=True)
class Chart:
    """A chart: its ``title``, what it shows in words (``description``), and the picture as SVG."""

    title: str
    description: str
    svg: str


KINDS: tuple[Callable[[Table], Model | None], ...] = (bars.model, heat.model, timeline.model, targets.model)
"""Each makes a model of the tables that it knows, and None of every other."""


def model(table: Table) -> Model | None:
    """Return what can be drawn of *table*, or None."""
    return next((found for kind in KINDS if (found := kind(table)) is not None), None)


def chart(table: Table) -> Chart | None:
    """Return the chart of *table*, or None when no kind of chart knows a table with these heads."""
    found = model(table)
    if found is None:
        return None
    drawing = Drawing(f"c-{table.anchor}")
    found.draw(drawing)
    description = f"{found.describe()} The figures stand in the table."
    return Chart(table.caption, description, drawing.svg(table.caption, description))


def lines(table: Table, width: int = 78) -> list[str]:
    """Return the chart of *table* as lines of text for a terminal, empty when there is none."""
    found = model(table)
    return found.lines(width) if found is not None else []
