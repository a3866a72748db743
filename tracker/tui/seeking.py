"""Finding actions of a large register in a thread of its own, while one goes on typing; the newest question counts.

What is asked is the register's; what is shown stands in the screen that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Condition, Thread
from typing import TYPE_CHECKING, NamedTuple

from tracker.ledger.store import StoreError
from tracker.register import listing

if TYPE_CHECKING:
    from tracker.desk.session import Session
    from tracker.register.filters import Filter
    from tracker.register.position import Position

FIRST = 64
"""So many rows are found first, by themselves: more than most terminals are high."""


class Question(NamedTuple):
    """A filter and an order; another generation means that the register changed since the one before."""

    chosen: Filter
    order: str
    generation: int


class Answer(NamedTuple):
    """References that were found; whether these are all, and begin with those before; or what went wrong instead."""

    asked: int
    refs: list[str]
    complete: bool
    more: bool = False
    fault: Exception | None = None


class Seeker:
    """Answers the newest question, twice where there is much to find: with the first rows, then with all of them."""

    def __init__(self, session: Session, told: Callable[[Answer], object]) -> None:
        """Begin to wait for questions; *told* is called in the thread that finds."""
        self._session = session
        self._told = told
        self._changed = Condition()
        self._question: Question | None = None
        self._asked = 0
        self._closed = False
        self._thread = Thread(target=self._run, name="seeker", daemon=True)
        self._thread.start()

    def ask(self, question: Question) -> int:
        """Put a question in the place of the one before, and return the number that its answers carry."""
        with self._changed:
            self._question = question
            self._asked += 1
            self._changed.notify()
            return self._asked

    def close(self) -> None:
        """Stop what is being asked, and close the register."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout=1)

    def _run(self) -> None:
        while (found := self._next()) is not None:
            try:
                self._answer(*found)
            except StoreError as error:  # another question may fare better: the register is opened for it again
                self._told(Answer(self._asked, [], True, fault=error))
            except Exception as error:
                self._told(Answer(self._asked, [], True, fault=error))
                return

    def _answer(self, asked: int, question: Question) -> None:
        """Answer a question and, as long as the register can be read, those that come after it."""
        with closing(self._session.position()) as position:
            found: tuple[int, Question] | None = (asked, question)
            while found is not None:
                asked, asking = found
                if asking.generation != question.generation:
                    position.refresh(self._session.day)
                    question = asking
                for place, (refs, complete) in enumerate(self._stages(position, asked, asking)):
                    self._told(Answer(asked, refs, complete, more=place > 0))
                found = self._next()

    def _stages(self, position: Position, asked: int, question: Question) -> Iterator[tuple[list[str], bool]]:
        def superseded() -> bool:
            return self._closed or asked != self._asked

        return listing.stages(position, question.chosen, sort=question.order, first=FIRST, superseded=superseded)

    def _next(self) -> tuple[int, Question] | None:
        """Wait for a question; None when there will be none any more."""
        with self._changed:
            while self._question is None and not self._closed:
                self._changed.wait()
            question, self._question = self._question, None
            return None if self._closed or question is None else (self._asked, question)
