"""How the example is told: a clock that is set by hand, fixed random numbers, and a desk for each made-up person.

What happens in the example stands in tracker.example.story.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tracker.desk.desk import Desk
from tracker.desk.opening import open_register
from tracker.desk.people import add_agency, change_agency
from tracker.intake.loading import drafts
from tracker.intake.recommendations import default_folder, load
from tracker.ledger.store import StoreError
from tracker.register.marking import ILLUSTRATIVE

LOG = f"{ILLUSTRATIVE}-thematic-review-2021-0000000000000000"
FIRST_DAY = date(2021, 12, 14)
MANAGER = "P1"


def made_up(text: str) -> str:
    """Return *text* with the word that says that it is not a fact."""
    return f"{ILLUSTRATIVE}: {text}"


class Numbers:
    """Bytes that look random and are the same every time: a counter through SHA-256."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, size: int) -> bytes:
        """Return the next *size* bytes (at most 32)."""
        self.count += 1
        return hashlib.sha256(f"{ILLUSTRATIVE} {self.count}".encode()).digest()[:size]


class Teller:
    """Opens the example register and acts in it as one person after the other, on the days of the story."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 9, tzinfo=UTC)
        self.numbers = Numbers()
        self.plan = load(default_folder())

    def clock(self) -> datetime:
        """The time of the story."""
        return self.now

    def day(self, year: int, month: int, day: int) -> date:
        """Go on to a day of the story, nine in the morning."""
        self.now = datetime(year, month, day, 9, tzinfo=UTC)
        return self.now.date()

    def open(self) -> None:
        """Make the register from the real recommendation files."""
        open_register(
            self.path,
            lambda make: drafts(self.plan, make, today=FIRST_DAY),
            title=self.plan.review.title,
            via="example",
            begins=FIRST_DAY,
            post=made_up("partnership business manager of the three areas"),
            clock=self.clock,
            randomness=self.numbers,
            log=LOG,
        )

    @contextmanager
    def at(self, person: str = MANAGER) -> Iterator[Desk]:
        """Yield a desk at which *person* acts, a minute after the one before."""
        self.now += timedelta(minutes=1)
        desk = Desk(self.path, who=person, via="example", clock=self.clock, randomness=self.numbers)
        try:
            yield desk
        finally:
            desk.close()

    def agencies_of_july(self) -> None:
        """Record the agencies that the files date after the register was opened, as of the day they began."""
        with self.at() as desk:
            for agency in self.plan.review.agencies:
                if agency.since is not None and agency.since.day > FIRST_DAY:
                    areas = [area.value for area in agency.areas]
                    add_agency(desk, agency.code, agency.name, agency.kind, areas=areas, begins=agency.since.day)
            for agency in self.plan.review.agencies:
                if agency.until is not None and agency.until.day > FIRST_DAY:
                    change_agency(
                        desk,
                        agency.code,
                        until=agency.until.day,
                        successor=agency.successor,
                        why=agency.source or "The recommendation files name the successor.",
                    )

    @contextmanager
    def file(self, name: str, content: str) -> Iterator[Path]:
        """Yield an evidence file with made-up content."""
        folder = Path(tempfile.mkdtemp())
        try:
            path = folder / name
            path.write_text(made_up(content) + "\n", encoding="utf-8", newline="\n")
            yield path
        except OSError as error:
            raise StoreError(f"The example's evidence cannot be written: {error.strerror}.") from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)
