"""What counts as evidence on a day is one definition: every place that counts or names it says the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import tracker
from tests.house import House
from tracker.desk import delivery, evidence
from tracker.desk.evidence import NewEvidence, NewRevision
from tracker.model.vocabulary import Difference, EvidenceKind, EvidenceState, Rating
from tracker.register import checks, filters, listing, registers, status
from tracker.register.position import Position
from tracker.register.showing import linked, records, show
from tracker.reports.views import difference
from tracker.reports.views.scope import Scope

REF = "R4.BRI.7"
LAST_DAY = date(2022, 9, 10)


def piece(house: House, until: date | None = None) -> str:
    new = NewEvidence("What nine families said", EvidenceKind.VOICE, custodian="a council", place="x", until=until)
    return evidence.add(house.at(), new, targets=[REF], shows=Difference.PRACTICE).ref


def reviewed(outcome: EvidenceState, until: date | None = None) -> Callable[[House], object]:
    return lambda house: evidence.review(house.at("P6"), piece(house, until), outcome, why="looked at")


def revised(house: House) -> None:
    reviewed(EvidenceState.ACCEPTED)(house)
    evidence.revise(house.at(), "E36", NewRevision(place="another"), why="moved")


STORIES: dict[str, tuple[Callable[[House], object], str, EvidenceState]] = {
    "awaiting review": (piece, "2022-09-10", EvidenceState.HELD),
    "accepted": (reviewed(EvidenceState.ACCEPTED), "2022-09-10", EvidenceState.ACCEPTED),
    "returned": (reviewed(EvidenceState.RETURNED), "2022-09-10", EvidenceState.RETURNED),
    "expired by a reviewer": (reviewed(EvidenceState.EXPIRED), "2022-09-10", EvidenceState.EXPIRED),
    "revised": (revised, "2022-09-10", EvidenceState.HELD),
    "accepted, on its last day": (reviewed(EvidenceState.ACCEPTED, LAST_DAY), "2022-09-10", EvidenceState.ACCEPTED),
    "accepted, the day after": (reviewed(EvidenceState.ACCEPTED, LAST_DAY), "2022-09-11", EvidenceState.EXPIRED),
    "unreviewed, the day after": (lambda house: piece(house, LAST_DAY), "2022-09-11", EvidenceState.EXPIRED),
    "returned, the day after": (reviewed(EvidenceState.RETURNED, LAST_DAY), "2022-09-11", EvidenceState.RETURNED),
}


def told(position: Position) -> dict[str, tuple[bool, bool]]:
    """Place → whether it holds the piece to be in hand, and whether it holds it to be accepted."""
    line = listing.page(position, filters.parse(REF))[0]
    cell = next(line for line in status.matrix(position) if line.ref == "R4").areas["BRI"]
    found = {one.rule for one in checks.everything(position) if one.ref in (REF, "E36")}
    states = {
        "show": show(position, "E36")["state"],
        "records": records(position, "evidence", "ref = ?", ("E36",))[0]["state"],
        "linked": linked(position, REF)[0]["state"],
        "register": registers.evidence_lines(position, ["E36"])["E36"].row["state"],
    }
    voice = difference.voice(Scope(position, None, position.entries, position.when.day))
    supported = status.difference_of(position, REF).evidenced != Difference.NOT_SHOWN
    in_hand = {name: state in ("held", "accepted") for name, state in states.items()}
    places = {name: (in_hand[name], state == "accepted") for name, state in states.items()}
    places["list"] = (line.evidence_held == 1, line.evidence_accepted == 1)
    places["matrix"] = (cell.held == 1, cell.accepted == 1)
    unevidenced = listing.count(position, filters.parse(f"{REF} unevidenced")) == 1
    places["filter and difference"] = (not unevidenced, supported)
    places["checks"] = ("C14" not in found, "C1" not in found)
    places["voice in a report"] = (
        voice.table is not None or "awaiting review: E36" in voice.said,
        voice.table is not None,
    )
    return places


@pytest.mark.parametrize("name", STORIES)
def test_no_two_places_disagree_about_a_piece(name: str, house: House) -> None:
    story, day, state = STORIES[name]
    story(house)
    delivery.record_progress(house.at(), REF, note="x", rating=Rating.GREEN, difference=Difference.PRACTICE)
    delivery.claim_complete(house.at(), REF, note="done")  # so that C1 asks whether anything is accepted
    house.on(day)
    expected = (state in (EvidenceState.HELD, EvidenceState.ACCEPTED), state is EvidenceState.ACCEPTED)
    with house.position() as now:
        assert show(now, "E36")["state"] == state
        assert told(now) == dict.fromkeys(told(now), expected)
    house.on("2022-12-01")
    with house.position(as_at=date.fromisoformat(day)) as then:
        assert told(then) == dict.fromkeys(told(then), expected)


RECORDED = {
    "register/assuring.py",  # the definition itself
    "register/checks_evidence.py",  # C7: the period of a cited document, whatever its state
    "desk/independence.py",  # what stood on the day of a decision, not today
}
"""Modules that read the table itself, where what was recorded is meant and not what counts today."""


def test_who_asks_what_counts_reads_the_one_view() -> None:
    folder = Path(tracker.__file__).parent
    reading = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if re.search(r"(JOIN|FROM) evidence e\b", path.read_text(encoding="utf-8"))
    }
    assert reading <= RECORDED
