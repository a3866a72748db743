"""Measures against their targets, each on a scale of its own from where it began to where it should be.

Known by its table: its columns are headed "Measure", "Baseline", "Last reading" and "Target".
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tracker.model.text import fit
from tracker.reports.charts.drawing import WIDTH, Drawing, short
from tracker.reports.charts.reading import head, number

if TYPE_CHECKING:
    from tracker.reports.document import Table

HEADS = ("Measure", "Baseline", "Last reading", "Target")
LEFT, RIGHT, ROW = 40, WIDTH - 60, 66


@dataclass(frozen=True)
class Measure:
    """One measure: where it ``began`` (None when nobody recorded it), the last ``reading``, and the ``target``."""

    name: str
    began: Decimal | None
    reading: Decimal
    target: Decimal

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The two ends of its scale, that of the beginning first."""
        values = [self.began if self.began is not None else Decimal(0), self.reading, self.target]
        low, high = min(values), max(values)
        rises = self.target >= values[0]
        return (low, high) if rises else (high, low)

    def part(self, value: Decimal, whole: int) -> int:
        """Return how far along the scale *value* stands, of *whole*."""
        start, end = self.ends
        return 0 if start == end else int((value - start) * whole / (end - start))

    @property
    def words(self) -> str:
        """The figures in words."""
        began = f"began at {self.began}, " if self.began is not None else "no baseline, "
        return f"{began}last reading {self.reading}, target {self.target}"


@dataclass(frozen=True)
class Targets:
    """The measures that have a reading and a target, and how many have not."""

    measures: list[Measure]
    without: int

    def describe(self) -> str:
        """Say what the chart shows."""
        left = f" {self.without} without a reading or a target in numbers are left out." if self.without else ""
        return (
            "Each measure on a scale of its own. "
            + "; ".join(f"{m.name}: {m.words}" for m in self.measures)
            + "."
            + left
        )

    def draw(self, drawing: Drawing) -> None:
        """Draw a scale for each measure: a filled diamond for the last reading, an upright for the target."""
        for place, measure in enumerate(self.measures):
            top = 18 + place * ROW
            drawing.text(LEFT - 20, top, short(f"{measure.name}: {measure.words}", 100), size=13)
            y = top + 20
            at, goal = (LEFT + measure.part(value, RIGHT - LEFT) for value in (measure.reading, measure.target))
            drawing.line(LEFT, y, RIGHT, y)
            drawing.line(goal, y - 10, goal, y + 10, wide=4)
            drawing.text(goal, y + 24, "target", size=12, anchor="middle")
            drawing.diamond(at, y, filled=True)
            if abs(at - goal) > 70:
                drawing.text(at, y + 24, "last reading", size=12, anchor="middle")
            drawing.reach(y + 32)

    def lines(self, width: int) -> list[str]:
        """Return two lines for each measure: its figures, and its scale with * for the reading and | for the target."""
        found = []
        for measure in self.measures:
            scale = ["-"] * (width - 4)
            scale[measure.part(measure.target, width - 5)] = "|"
            scale[measure.part(measure.reading, width - 5)] = "*"
            name = fit(measure.name, max(8, width - len(measure.words) - 2))
            found += [fit(f"{name}: {measure.words}", width), "  " + "".join(scale)]
        return found


def model(table: Table) -> Targets | None:
    """Return the measures of *table*, or None."""
    if tuple(head(table)[:4]) != HEADS:
        return None
    found, without = [], 0
    for name, began, reading, target, *_ in table.texts():
        last, goal = number(reading), number(target)
        if last is None or goal is None:
            without += 1
        else:
            found.append(Measure(name, number(began), last, goal))
    return Targets(found, without) if found else None
