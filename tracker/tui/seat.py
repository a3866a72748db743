"""Where a person sits: one session's live position to read from, and the desk to act at; notices when others wrote.

Screens read and act through their seat; it knows no widget.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.desk.desk import Desk, Refusal
from tracker.desk.permission import Person, a_or_an
from tracker.desk.session import Session
from tracker.model import references
from tracker.model.dates import long
from tracker.model.vocabulary import Marking
from tracker.register import showing
from tracker.register.marking import ILLUSTRATIVE, is_illustrative
from tracker.register.position import Position
from tracker.register.watching import version
from tracker.tui.registry import Command


@dataclass
class Memory:
    """What a screen should find again when one comes back to it; it is forgotten when the program ends."""

    filters: dict[str, str] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    area: str | None = None
    drafts: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    received: dict[str, str] = field(default_factory=dict)


class Seat:
    """One person at one register, for as long as the program runs."""

    def __init__(self, session: Session) -> None:
        """Open the register; raises StoreError when it cannot be read or written."""
        self.session = session
        self.position: Position = session.position()
        try:
            self.desk: Desk = session.desk()
        except BaseException:
            self.position.close()
            raise
        self.memory = Memory()
        self.generation = 0
        """Grows whenever what screens show may have changed."""
        self._version = version(self.position)
        self._review: dict[str, Any] | None = None

    def close(self) -> None:
        """Close what was opened."""
        self.position.close()
        self.desk.close()

    # -- what changed ----------------------------------------------------------------------------------------------

    def changed(self) -> bool:
        """Tell whether somebody wrote since the last look, or the day changed; then read again."""
        found = version(self.position)
        if found is None or (found == self._version and self.position.when.day == self.day):
            return False
        self._version = found
        self.reread()
        return True

    @property
    def day(self) -> date:
        """The day that the date check counts from; asked each second, so the file is not opened for it again."""
        return self.session.today or self.desk.today

    def reread(self) -> None:
        """Read settings, meetings and the day again."""
        self.position.refresh(self.day)
        self.desk.now.refresh(self.desk.today)
        self.generation += 1

    # -- who and what ----------------------------------------------------------------------------------------------

    @property
    def marking(self) -> str:
        """The handling marking; the example register says what it is."""
        said = str(Marking.SENSITIVE.value)
        return f"{said} · {ILLUSTRATIVE}" if is_illustrative(self.position) else said

    @property
    def review(self) -> dict[str, Any]:
        """The review that the plan answers; empty where none is entered."""
        if self._review is None:
            found = showing.records(self.position, "review")
            self._review = found[0] if found else {}
        return self._review

    @property
    def year_starts(self) -> int:
        """The month in which the reporting year begins."""
        return int(self.review.get("year_starts") or 4)

    @property
    def day_words(self) -> str:
        """The day of the position in words."""
        return f"Position at {long(self.position.when.day)}"

    def person(self) -> Person | None:
        """Return who is acting, or None when this log-in is nobody of the register, who may only read."""
        try:
            return self.desk.person()
        except Refusal:
            return None

    @property
    def who(self) -> str:
        """Who is acting, in words."""
        person = self.person()
        return f"you are {person.ref}, {person.role.value}" if person else "you may read only"

    # -- what can be done ------------------------------------------------------------------------------------------

    def why_not(self, command: Command, ref: str | None) -> str | None:
        """Return why a command cannot be done on *ref* now, or None when it can."""
        if command.act is None:
            return None
        from tracker.desk.possible import (  # here, because the opening screen asks no such thing
            why_not,
            why_not_unchanged,
        )

        if command.about and command.needs and ref is None:
            return f"{command.words}: put the cursor on {a_or_an(command.about.split()[0])} first."
        if command.id == "no_change" and ref is not None:
            return why_not_unchanged(self.desk, ref)
        return why_not(self.desk, command.act, ref)

    def subject(self, command: Command, *refs: str | None) -> str | None:
        """Return the first of *refs*, or the action it belongs to, that the command can be about."""
        wanted = command.about.split()
        for ref in refs:
            if ref is None or not references.is_reference(ref):
                continue
            parsed = references.parse(ref)
            if parsed.kind in wanted:
                return parsed.text
            if parsed.kind == "milestone" and "action" in wanted:
                return parsed.action
        return None
