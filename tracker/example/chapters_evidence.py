"""What becomes of evidence and signed-off work in the example: checks, a revision, an expiry, an exception. Made up."""

from __future__ import annotations

from datetime import date

from tracker.desk import deciding, evidence, meetings, sustaining
from tracker.desk.deciding import Minute
from tracker.desk.delivery import Received
from tracker.desk.evidence import NewEvidence, NewRevision
from tracker.example.chapters_one import AUDITOR, BRISTOL, SCRUTINEER, SOUTH_GLOS
from tracker.example.teller import Teller, made_up
from tracker.model import dates
from tracker.model.vocabulary import DecisionKind, Difference, EvidenceKind, EvidenceState, Sustainment

VISIT = Received(made_up("independent scrutineer"), made_up("visit"))


def early_autumn_2022(teller: Teller) -> None:
    """September 2022: the first checks after sign-off, and an exception that the executive accepts for three months."""
    teller.day(2022, 9, 6)
    with teller.at(AUDITOR) as desk:
        sustaining.check(
            desk, "R6.SGL.1", 3, Sustainment.SUSTAINED, note=made_up("the profile is in use at every tasking meeting")
        )
    with teller.at(SCRUTINEER) as desk:
        sustaining.check(
            desk, "R2.SGL.1", 3, Sustainment.PARTLY, note=made_up("one of two groups still comes out the same night")
        )
    with teller.at(BRISTOL) as desk:
        asked = meetings.ask(
            desk,
            DecisionKind.ACCEPTANCE,
            body="BRI-EXEC",
            about=["R4.BRI.4"],
            asked=made_up("accept that the post stays vacant until it is filled in November"),
            rule="C10",
            until=date(2022, 11, 30),
        )
        minute = Minute("BRI-EXEC", made_up("chair's action 3"), ("ASP", "BCC"), occurred_on=date(2022, 9, 6))
        deciding.decide(desk, asked.ref, agreed=True, minute=minute)


def late_december_2022(teller: Teller) -> None:
    """December 2022: a check that finds work lapsed, minutes replaced by the signed ones, an agreement that ran out."""
    teller.day(2022, 12, 9)
    with teller.at(SOUTH_GLOS) as desk:
        sustaining.check(
            desk,
            "R2.SGL.1",
            6,
            Sustainment.LAPSED,
            note=made_up("both groups lost their worker; nobody comes out after an incident"),
            received=VISIT,
        )
    with teller.at(BRISTOL) as desk, teller.file("evaluators-signed.txt", "minutes of the choice, signed") as path:
        new = NewRevision(file=path, dated=dates.parse("4 March 2022"), received_from=made_up("service manager"))
        evidence.revise(desk, "E36", new, why=made_up("the signed minutes replace the draft"))
        agreement = evidence.add(
            desk,
            NewEvidence(
                made_up("agreement to share data on placements"),
                EvidenceKind.POLICY,
                custodian=made_up("joint business unit"),
                place=made_up("evidence folder"),
                dated=dates.parse("1 December 2021"),
                until=date(2022, 11, 30),
            ),
            targets=["R3.ALL.1"],
            shows=Difference.DELIVERED,
            occurred_on=date(2022, 10, 3),
        )
    with teller.at(AUDITOR) as desk:
        evidence.review(desk, "E36", EvidenceState.ACCEPTED, why=made_up("the same decision, now signed"))
        evidence.review(
            desk,
            agreement.ref,
            EvidenceState.ACCEPTED,
            why=made_up("in force when it was read"),
            occurred_on=date(2022, 10, 10),
        )
