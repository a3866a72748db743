"""What the opening screen shows, read in a thread while the rest of the program is still being loaded.

What is read is the register's; when it is shown is the program's.  Nothing here loads the library of the screens.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from tracker.register import checks, status
from tracker.register.position import Position

if TYPE_CHECKING:
    from tracker.desk.session import Session
    from tracker.register.checks import Finding
    from tracker.register.status import RecommendationLine

SMALL = 5_000
"""Up to so many entries a question is asked at once; above, a thread asks it, and keys stay quick meanwhile."""

LONGEST_SECONDS = 10
"""A large register is read on after this, whatever became of the screens."""


class Ahead:
    """The register opened, then its matrix, then what needs attention; a small one is handed over complete.

    ``fault`` is what went wrong, to be raised by whoever waits for the position.
    """

    def __init__(self, session: Session) -> None:
        """Begin to read."""
        self.session = session
        self.position: Position | None = None
        self.matrix: list[RecommendationLine] | None = None
        self.findings: list[Finding] | None = None
        self.fault: Exception | None = None
        self._lock = Lock()
        self._told: Callable[[], object] | None = None
        self._opened = Event()
        self._painted = Event()
        Thread(target=self._run, name="ahead", daemon=True).start()

    def wait(self, seconds: float) -> None:
        """Wait until the register is open, at most so long: two threads of Python at once would each be slower."""
        self._opened.wait(seconds)

    def go_on(self) -> None:
        """Read the rest of a large register: the screens are painted, and nobody waits for them any more."""
        self._painted.set()

    def tell(self, told: Callable[[], object]) -> None:
        """Call *told*, in the thread that reads, at each further step."""
        with self._lock:
            self._told = told

    def _run(self) -> None:
        try:
            self._read()
        except Exception as error:
            self._step(fault=error)

    def _read(self) -> None:
        position = self.session.position()
        if position.entries <= SMALL:
            self._step(matrix=status.matrix(position), findings=checks.findings(position), position=position)
            return
        self._step(position=position)
        self._painted.wait(LONGEST_SECONDS)
        with self.session.position() as own:  # the first one answers to the screens from now on
            self._step(matrix=status.matrix(own))
            self._step(findings=checks.findings(own))

    def _step(self, **read: object) -> None:
        with self._lock:
            for name, value in read.items():
                setattr(self, name, value)
            told = self._told
        self._opened.set()
        if told is not None:
            told()
