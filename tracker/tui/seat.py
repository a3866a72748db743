"""Where a person sits: one session's live position to read from, and the desk to act at; notices when others wrote.

Screens read and act through their seat; it knows no widget.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.desk.refusal import Refusal
from tracker.ledger.store import StoreError
from tracker.model import references
from tracker.model.days import YEAR_STARTS, long
from tracker.model.vocabulary import Marking
from tracker.register import naming
from tracker.register.marking import ILLUSTRATIVE, is_illustrative
from tracker.register.position import Position
from tracker.register.watching import version
from tracker.tui.ways import here

if TYPE_CHECKING:
    from tracker.desk.desk import Desk
    from tracker.desk.identity import Person
    from tracker.desk.session import Session
    from tracker.tui.own import Own
    from tracker.tui.registry import Command


class Memory:
    """What a screen should find again when one comes back to it; it is forgotten when the program ends."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.filters: dict[str, str] = {}
        self.orders: dict[str, str] = {}
        self.cursors: dict[str, str] = {}
        self.area: str | None = None
        self.received: dict[str, str] = {}
        self.skipped: set[str] = set()  # actions that were left for later in an update round


class Seat:
    """One person at one register, for as long as the program runs."""

    def __init__(self, session: Session, position: Position | None = None) -> None:
        """Read from *position*, or open the register for it; raises StoreError when it cannot be read."""
        self.session = session
        self.position = position or session.position()
        self.memory = Memory()
        self.generation = 0
        """Grows whenever what screens show may have changed."""
        self._version = version(self.position)

    @cached_property
    def desk(self) -> Desk:
        """Where the person acts, opened when it is first wanted; raises StoreError when it cannot be."""
        return self.session.desk()

    @cached_property
    def own(self) -> Own:
        """What this person typed and did not record, and their saved views; its file is read when it is wanted."""
        from tracker.tui.own import Own, own_file, own_folder

        person = self.person()
        path = own_file(own_folder(), self.position.store.log, person.ref if person else f"login {self.session.via}")
        return Own(path, now=self.session.clock)

    def close(self) -> None:
        """Close what was opened."""
        self.position.close()
        if "desk" in self.__dict__:
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
        """The day that the date check counts from."""
        return self.session.day

    def reread(self) -> None:
        """Read settings, meetings and the day again."""
        self.position.refresh(self.day)
        if "desk" in self.__dict__:
            self.desk.now.refresh(self.desk.today)
        self.generation += 1

    # -- who and what ----------------------------------------------------------------------------------------------

    @property
    def marking(self) -> str:
        """The handling marking; the example register says what it is."""
        said = str(Marking.SENSITIVE.value)
        return f"{said} · {ILLUSTRATIVE}" if is_illustrative(self.position) else said

    @cached_property
    def review(self) -> naming.Review | None:
        """The review that the plan answers; None where none is entered."""
        return naming.review(self.position)

    @property
    def year_starts(self) -> int:
        """The month in which the reporting year begins."""
        return self.review.year_starts if self.review else YEAR_STARTS

    @property
    def day_words(self) -> str:
        """The day of the position in words."""
        return f"Position at {long(self.position.when.day)}"

    def person(self) -> Person | None:
        """Return who is acting, or None when this log-in is nobody of the register, who may only read."""
        try:
            return self.session.person(self.position)
        except Refusal:
            return None

    @property
    def who(self) -> str:
        """Who is acting, in words."""
        person = self.person()
        return f"you are {person.ref}, {person.role.value}" if person else "you may read only"

    def waits(self, *, own: bool = False) -> int:
        """Return how many things wait for the person; with *own* on connections of one's own, as a thread needs."""
        from tracker.desk.waiting import waiting  # here, because the opening screen is painted before it is asked

        try:
            if own:
                with self.session.desk() as desk, self.session.position() as position:
                    return len(waiting(desk, position))
            return len(waiting(self.desk, self.position))
        except StoreError:
            return 0  # on a share or a read-only medium one looks only

    # -- what can be done ------------------------------------------------------------------------------------------

    def why_not(self, command: Command, ref: str | None) -> str | None:
        """Return why a command cannot be done on *ref* now, and what to do first here, or None when it can."""
        if command.act is None:
            return None
        words = self._why_not(command, command.act, ref)
        return here(words) if words else None

    def _why_not(self, command: Command, act: str, ref: str | None) -> str | None:
        from tracker.desk.permission import a_or_an  # here, because the opening screen asks no such thing
        from tracker.desk.possible import why_not, why_not_unchanged

        if command.about and command.needs and ref is None:
            return f"{command.words}: put the cursor on {a_or_an(command.about.split()[0])} first."
        try:
            desk = self.desk
        except StoreError as error:  # on a share or a read-only medium one looks only
            return str(error)
        if command.id == "no_change" and ref is not None:
            return why_not_unchanged(desk, ref)
        return why_not(desk, act, ref)

    def why_never(self, act: str) -> str | None:
        """Return why the person cannot record *act* on anything, or None when they may on something."""
        try:
            words = self.desk.may(act)
        except StoreError as error:
            words = str(error)
        return here(words) if words else None

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
