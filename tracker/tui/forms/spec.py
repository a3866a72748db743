"""What a form is made of: fields, what stands above them, and the act that they become when they are saved.

Nothing is checked here beyond what is missing or cannot be read; the rules are the desk's, which refuses in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tracker.desk.desk import Receipt
from tracker.model import limits
from tracker.model.dates import WrittenDate
from tracker.tui.look.wrap import Line

Seen = dict[str, int]

WHEN = "when"
"""The field of the day on which something happened, which cannot be still to come."""


AHEAD = frozenset({"due", "review_on", "wanted_by", "target_date"})
"""Fields of a day that mostly lies ahead: one that has passed is said to have, and may be meant all the same."""


@dataclass(frozen=True)
class Option:
    """One thing to choose: what it stands for, its words, and the letter that chooses it where there are few."""

    value: str
    words: str
    key: str = ""
    ink: str = "plain"
    past: bool = False
    """Of another time: found by who types its name, not offered to who did not ask for it."""


@dataclass(frozen=True)
class Field:
    """One thing that a form asks.

    ``kind``: line, prose, date, choice (few options, on one line), pick (one of many, filtered), many (several of
    many), file (the path of a file), yes.  ``offer`` is taken over with → while the field is empty; ``value`` stands
    in it from the start.
    """

    name: str
    label: str
    kind: str = "line"
    required: bool = False
    hint: str = ""
    offer: str = ""
    value: Any = None
    options: Sequence[Option] = ()
    rows: int = 4
    means: Callable[[str], str] | None = None
    """What was typed means, in words, said beside it; raises Refusal for what means nothing."""
    only: tuple[str, tuple[str | None, ...]] | None = None
    """Another field, and the values of it with which this one is asked; None among them for an empty one."""

    text: str = ""
    """The name of the text that it becomes, where that is not the field's own."""

    @property
    def most(self) -> int:
        """How many characters of the text fit."""
        return limits.most(self.text or self.name)


class Values(dict[str, Any]):
    """What was filled in: texts, dates, options, by the names of the fields; empty ones are None."""

    def text(self, name: str) -> str | None:
        """Return a text or None."""
        value = self.get(name)
        return str(value) if value else None

    def need(self, name: str) -> str:
        """Return a text; the form has seen to it that it is there."""
        return str(self.get(name) or "")

    def written(self, name: str) -> WrittenDate | None:
        """Return a date with its precision, or None."""
        value = self.get(name)
        return value if isinstance(value, WrittenDate) else None

    def must(self, name: str) -> WrittenDate:
        """Return a date that the form requires."""
        value = self.get(name)
        assert isinstance(value, WrittenDate)
        return value

    def day(self, name: str) -> date | None:
        """Return the last day of a date, or None."""
        written = self.written(name)
        return written.day if written else None

    def path(self, name: str) -> Path | None:
        """Return the path of a file, or None."""
        value = self.get(name)
        return value if isinstance(value, Path) else None

    def several(self, name: str) -> tuple[str, ...]:
        """Return several options."""
        return tuple(self.get(name) or ())


@dataclass(frozen=True)
class Form:
    """A form: its title, what stands now, what it asks, and what saving it records.

    ``seen`` are the references whose changes meanwhile would make it stale.  ``save`` raises Refusal or StoreError, and
    returns None when nothing is recorded by it.
    """

    title: str
    fields: Sequence[Field]
    save: Callable[[Values, Seen], Receipt | None]
    about: Sequence[Line] = ()
    seen: Sequence[str] = ()
    done: str = ""
    remember: Sequence[str] = field(default=("received",))
    """Fields whose value is offered again in the next form."""
    told: Sequence[str] = ()
    """What saving left to be said, besides what was recorded; ``save`` fills it."""
