"""What stands above everything that people read: the marking, what is shown, and which position it is.

What follows is the business of each command.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.cli.printing import Screen
from tracker.model import dates

if TYPE_CHECKING:
    from tracker.register.position import Position


def put(screen: Screen, position: Position, title: str) -> None:
    """Add the marking, a title and the position: its day, its entries, and when the last of them was recorded."""
    from tracker.register.marking import marking

    screen.line(marking(position), style="strong")
    screen.line(title, style="strong")
    screen.line(position_words(position))
    screen.line()


def position_words(position: Position) -> str:
    """Return "Position at 31 March 2022, from entries up to #412, recorded by 12 April 2022"."""
    last = position.entry(position.entries)
    recorded = f", recorded by {dates.long(date.fromisoformat(last.at[:10]))}" if last else ""
    at = "AS AT" if position.when.as_at else "at"
    return f"Position {at} {dates.long(position.when.day)}, from entries up to #{position.entries}{recorded}"
