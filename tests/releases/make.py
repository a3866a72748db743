"""Makes the register of a release, with the program of that release: ``python -m tests.releases.make 0.1.0``.

The plan and everything in it is ILLUSTRATIVE.  What must be found in it is stated in test_releases.py, from this story.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from tests.intake.builder import folder, loaded
from tracker import reports
from tracker.desk import actions, delivery, evidence, people, trail
from tracker.desk.desk import Desk
from tracker.desk.evidence import NewEvidence
from tracker.desk.opening import open_register
from tracker.desk.session import Session
from tracker.intake.loading import drafts
from tracker.model import dates
from tracker.model.vocabulary import Basis, EvidenceKind, EvidenceState, Rating, Role

OPENED = date(2022, 2, 1)


def clock(month: int, day: int) -> Callable[[], datetime]:
    """A clock that stands still at ten in the morning of a day of 2022."""
    return lambda: datetime(2022, month, day, 10, tzinfo=UTC)


def tell(place: Path) -> None:
    """Make ``tracker.db``, its evidence, and ``report.md`` in the folder *place*."""
    path = place / "tracker.db"
    plan = loaded(folder())
    open_register(
        path,
        lambda make: drafts(plan, make, today=OPENED),
        title=plan.review.title,
        via="maker",
        begins=OPENED,
        clock=clock(2, 1),
        log="ILLUSTRATIVE-release-0000000000000000",
    )

    def at(who: str, month: int, day: int) -> Desk:
        return Desk(path, who=who, via="maker", clock=clock(month, day))

    with at("P1", 2, 1) as desk:
        people.add_person(desk, "ILLUSTRATIVE second manager", Role.MANAGER, areas=["BRI"])  # P2
        people.add_person(desk, "ILLUSTRATIVE auditor", Role.AUDITOR)  # P3
    with at("P1", 2, 2) as desk:
        new = actions.NewAction(
            title="ILLUSTRATIVE signs at five schools",
            basis=Basis.AGREED,
            lead="BCC",
            due=dates.parse("30 June 2022"),
            expects=(EvidenceKind.AUDIT,),
        )
        ref = actions.add(desk, "R4", "BRI", new).ref
        delivery.add_milestone(desk, ref, title="ILLUSTRATIVE first two schools", due=dates.parse("31 March 2022"))
        delivery.record_progress(desk, ref, note="ILLUSTRATIVE: two of five begun", rating=Rating.AMBER)
        spare = delivery.record_progress(desk, ref, note="ILLUSTRATIVE: Quillfeather said so", rating=Rating.RED).seq
    with at("P1", 3, 1) as desk:
        file = place / "audit.txt"
        file.write_bytes(b"ILLUSTRATIVE audit of two schools\n")
        piece = evidence.add(desk, NewEvidence("ILLUSTRATIVE audit", EvidenceKind.AUDIT, file=file), targets=[ref]).ref
        file.unlink()
    with at("P3", 3, 2) as desk:
        evidence.review(desk, piece, EvidenceState.ACCEPTED, why="ILLUSTRATIVE: it covers both schools")
    with at("P1", 3, 3) as desk:
        delivery.record_progress(desk, ref, note="ILLUSTRATIVE: typed by mistake", rating=Rating.GREEN)
        trail.undo(desk, why="ILLUSTRATIVE: wrong action")
    _dispose(lambda: at("P2", 3, 4), spare)
    session = Session(path, who="P1", via="maker", clock=clock(3, 31))
    with tempfile.TemporaryDirectory() as issued:
        made = reports.run(session, "assurance", area="BRI", folder=Path(issued))
        shutil.copy(made.files[0], place / "report.md")
    with at("P1", 4, 1) as desk:
        delivery.record_progress(desk, ref, note="ILLUSTRATIVE: all five begun", rating=Rating.GREEN)


def _dispose(desk: Callable[[], Desk], seq: int) -> None:
    try:
        from tracker.desk import disposal
    except ImportError:  # a release from before there were disposals
        return
    with desk() as open_desk:
        disposal.dispose(open_desk, f"#{seq}", "note", ground="it names somebody")


def pack(place: Path, target: Path) -> None:
    """Put every file in *place* into one archive, with nothing of this computer in it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in place.rglob("*") if path.is_file()):
            archive.writestr(
                zipfile.ZipInfo(file.relative_to(place).as_posix()), file.read_bytes(), zipfile.ZIP_DEFLATED
            )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        tell(Path(made))
        pack(Path(made), Path(__file__).parent / f"{sys.argv[1]}.zip")
