"""What is typed in one form, kept while one types, so that neither a crash nor leaving the form loses it.

Where it is kept stands in tracker.tui.own; what a form asks, in tracker.tui.forms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from tracker.model.days import long
from tracker.register import history
from tracker.register.position import Position
from tracker.tui.own import Key, Own, Raw
from tracker.tui.registry import BY_ID, key_words

PAUSE_SECONDS = 0.8
"""What was typed is kept at most so long after the first key that changed it."""


class Drafting:
    """The draft of one form; what is as it was when the form was opened is no draft."""

    def __init__(self, own: Own, key: Key, typed: Callable[[], Raw]) -> None:
        """Keep in *own* what *typed* returns; now it returns the form as nobody has touched it."""
        self._own = own
        self._key = key
        self._typed = typed
        self.blank = typed()
        self._kept: Raw = self.blank
        found = own.draft(key)
        self.found: Raw | None = found[1] if found else None
        self.at: datetime | None = found[0] if found else None

    def taken_over(self) -> None:
        """Be told that what was found stands in the form again: it is no newer than it was."""
        self._kept = self._typed()

    def keep(self) -> bool:
        """Keep what is typed now, if it changed; tell whether there is anything of one's own in the form."""
        typed = self._typed()
        if typed != self._kept:
            self._own.put(self._key, None if typed == self.blank else typed)
            self._kept = typed
        return typed != self.blank

    def forget(self) -> None:
        """Forget it: it was recorded, or thrown away."""
        self._own.put(self._key, None)
        self._kept = self.blank

    @property
    def trouble(self) -> str | None:
        """Why it cannot be kept, or None."""
        return self._own.trouble


def waits(keys: Sequence[Key]) -> str:
    """Return in one sentence what waits, and the key that lists it."""
    command, ref = keys[0]
    named = BY_ID.get(command)
    first = f"{named.words} {ref.split(' ')[0]}".strip() if named else "a form"
    more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    return f"Typed and not recorded: {first}{more}. {key_words(BY_ID['go_drafts'].key)} lists what waits."


def moment(at: datetime) -> str:
    """Return a moment in words, by the clock on the wall."""
    here = at.astimezone()
    return f"{long(here.date())} at {here:%H:%M}"


def changed_since(position: Position, refs: Sequence[str], at: datetime, *, by: str, act: str | None) -> list[int]:
    """Return the numbers of the last entries on *refs* that were recorded after *at*.

    What the person *by* did themselves is no news to them, unless it is the very *act* that waits: it may be recorded.
    """
    seqs = sorted({seq for ref in refs for seq in history.seqs(position, history.Wanted(ref=ref))[-LOOKED_AT:]})
    found = history.some(position, seqs)
    news = [line.entry for line in found.values() if line.entry.by != by or line.entry.act == act]
    return sorted(entry.seq for entry in news if datetime.fromisoformat(entry.at) > at)


LOOKED_AT = 20
"""So many entries on each reference are looked at, the newest."""
