"""The specimens in exports/specimens/ are what the program writes from the example today.

Run ``python -m tests.reports.test_specimens`` from the project's folder to write them anew after an intended change.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.reports import test_specimen_copies
from tracker import reports
from tracker.desk import deciding, meetings
from tracker.desk.deciding import Minute
from tracker.desk.desk import Desk
from tracker.desk.session import Session
from tracker.example import build
from tracker.example.teller import Numbers
from tracker.model.vocabulary import DecisionKind
from tracker.register.verification import verify

SPECIMENS = Path(__file__).parent.parent.parent / "exports" / "specimens"
SINCE = date(2022, 6, 30)


@dataclass(frozen=True)
class Wanted:
    """A specimen: the report, and what it is about."""

    name: str
    area: str | None = None
    subject: str | None = None
    since: date | None = None
    as_at: date | None = None


CLEARED = "publication"
"""A version for publication is cleared first, which adds two entries to the copy of the example."""

WANTED = (
    Wanted("assurance", since=SINCE),
    Wanted("assurance", "BRI", since=SINCE),
    Wanted("since", since=SINCE),
    Wanted("recommendation", subject="R4", since=SINCE),
    Wanted("agency", subject="ASP", since=SINCE),
    Wanted("evidence-trail"),
    Wanted("meeting", subject="G5"),
    Wanted("publication", as_at=date(2022, 12, 15)),
    Wanted("yearly"),
)


def cleared(session: Session, wanted: Wanted) -> str:
    """Have the joint executive clear the text of the draft, and return the decision."""
    text = reports.preview(session, wanted.name, as_at=wanted.as_at)
    code = text.split("by which a decision clears it: `")[1].split("`")[0]
    asked = f"ILLUSTRATIVE: clear the version for publication {code}"
    numbers = Numbers()
    numbers.count = 1_000_000  # none that the example has used
    with Desk(session.path, who="P1", via="example", clock=session.now, randomness=numbers) as desk:
        ref = meetings.ask(desk, DecisionKind.OTHER, body="JOINT-EXEC", about=["R1"], asked=asked).ref
        minute = Minute("JOINT-EXEC", "ILLUSTRATIVE: minute 20", ("ASP", "ICB"))
        deciding.decide(desk, ref, agreed=True, minute=minute)
    return ref


def issue(example: Path, folder: Path, wanted: Wanted) -> Path:
    """Issue a specimen from a fresh copy of the example, so that each is issue 1 of its own."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "tracker.db"
        shutil.copy(example, copy)
        session = Session(copy, who="P1", via="example")
        subject = cleared(session, wanted) if wanted.name == CLEARED else wanted.subject
        (made,) = reports.run(
            session,
            wanted.name,
            subject=subject,
            area=wanted.area,
            since=wanted.since,
            as_at=wanted.as_at,
            embargo=date(2023, 2, 1) if wanted.name == CLEARED else None,
            folder=Path(place) / "issued",
        ).files
        return Path(shutil.copy(made, folder))  # specimens stand side by side, not in a folder for each issue


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: f"{wanted.name} {wanted.area or wanted.subject or ''}")
def test_a_specimen_is_what_the_program_writes(wanted: Wanted, built: Path, tmp_path: Path) -> None:
    written = issue(built, tmp_path, wanted)
    kept = SPECIMENS / written.name
    assert kept.read_text(encoding="utf-8") == written.read_text(encoding="utf-8"), (
        "the specimens are out of date; write them anew: python -m tests.reports.test_specimens"
    )


def test_every_report_has_a_specimen() -> None:
    assert {wanted.name for wanted in WANTED} == set(reports.NAMES)


def test_no_other_specimen_stands_there() -> None:
    """Each of those that are wanted has a name of its own, as the test above found."""
    assert len([path for path in SPECIMENS.iterdir() if path.is_file()]) == len(WANTED)


def test_a_specimen_verifies_against_the_example(built: Path) -> None:
    """The example is the same on every machine, so anybody can check a specimen against their own."""
    for kept in SPECIMENS.glob("*.md"):
        found = verify(built, kept.read_text(encoding="utf-8"))
        assert found.against is not None
        assert found.against.history == ("shorter" if CLEARED in kept.name else "same"), kept.name


def main() -> None:
    """Write the specimens anew."""
    with tempfile.TemporaryDirectory() as place:
        example = Path(place) / "example.db"
        build(example)
        for old in SPECIMENS.glob("*.md"):
            old.unlink()
        for wanted in WANTED:
            issue(example, SPECIMENS, wanted)
    test_specimen_copies.main()


if __name__ == "__main__":
    main()
