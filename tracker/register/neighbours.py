"""What a neighbour records for a recommendation and an area does not: something to ask about, never a judgement.

And how far a measure is from its target.  What is said of either stands with the screens and the reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from tracker.model.vocabulary import LOCAL_AREAS, Direction

Row = Mapping[str, Any]


def not_recorded(actions: Iterable[Row]) -> dict[str, dict[str, list[Row]]]:
    """Return, for each area without any row, what its neighbours have: area → neighbour → rows.

    *actions* are all rows of one recommendation, existing provision and ended ones included: who has any of these has
    something recorded.  Joint work is nobody's neighbour.
    """
    by_area: dict[str, list[Row]] = {area.value: [] for area in LOCAL_AREAS}
    for row in actions:
        if row["area"] in by_area:
            by_area[row["area"]].append(row)
    having = {area: rows for area, rows in by_area.items() if rows}
    return {area: having for area, rows in by_area.items() if not rows} if having else {}


def short_of_target(direction: str, target: str | None, reading: str | None) -> Decimal | None:
    """Return how far a reading is from the target in the measure's unit; nothing or less means that it is reached.

    None where there is no target or no reading, or where they are no numbers.
    """
    if target is None or reading is None:
        return None
    try:
        now, wanted = Decimal(reading), Decimal(target)
    except InvalidOperation:
        return None
    return now - wanted if direction == Direction.LOWER else wanted - now
