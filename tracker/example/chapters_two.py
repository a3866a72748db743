"""The second half of the example: sign-offs, reorganisation, slips and a late batch, to December 2022.  All made up."""

from __future__ import annotations

from datetime import date

from tracker.desk import actions, deciding, delivery, evidence, measures, meetings, people, succession, trail
from tracker.desk.deciding import Minute
from tracker.desk.evidence import NewEvidence
from tracker.example.chapters_one import (
    AUDITOR,
    BRISTOL,
    EMAIL,
    LEAVER,
    NORTH_SOM,
    SCRUTINEER,
    SOUTH_GLOS,
    meeting,
    new,
)
from tracker.example.teller import Teller, made_up
from tracker.model import dates
from tracker.model.vocabulary import (
    DecisionKind,
    Difference,
    EvidenceKind,
    EvidenceState,
    Rating,
    RiskState,
)


def summer_2022(teller: Teller) -> None:
    """June to August 2022: two sign-offs, an agreed revised date, and the health agency's successor."""
    teller.day(2022, 6, 16)
    south = Minute("SGL-EXEC", made_up("minute 4"), ("ASP", "CCG"), meeting=meeting("SGL-EXEC", 3))
    with teller.at(SOUTH_GLOS) as desk:
        deciding.sign_off(
            desk, "R6.SGL.1", Minute("SGL-EXEC", made_up("minute 3"), ("SGC", "CCG"), meeting=meeting("SGL-EXEC", 3))
        )
        deciding.sign_off(desk, "R2.SGL.1", south)
    with teller.at(BRISTOL) as desk:
        bristol = Minute("BRI-EXEC", made_up("minute 5"), ("ASP", "CCG"), meeting=meeting("BRI-EXEC", 3))
        deciding.decide(desk, "D4", agreed=True, minute=bristol, why=made_up("one post was late; no further move"))
        joint = Minute("JOINT-EXEC", made_up("minute 12"), ("ASP", "BCC"), meeting=meeting("JOINT-EXEC", 3))
        deciding.decide(desk, "D2", agreed=True, minute=joint)
        delivery.record_progress(desk, "R1.BRI.1", note=made_up("draft model is behind"), rating=Rating.AMBER)
        delivery.record_progress(
            desk,
            "R1.ALL.1",
            note=made_up("statement written, one council to answer"),
            rating=Rating.AMBER,
            received=EMAIL,
        )
    teller.day(2022, 7, 4)
    teller.agencies_of_july()
    with teller.at(BRISTOL) as desk:
        actions.reassign(desk, "R1.ALL.1", lead="ICB", why=made_up("the health agency has a successor"))
        deciding.revise(
            desk,
            "R1.ALL.1",
            dates.parse("31 October 2022"),
            Minute("JOINT-EXEC", made_up("chair's action 2"), ("ASP", "ICB"), occurred_on=date(2022, 7, 4)),
            why=made_up("one council's cabinet meets in October"),
            asked_by=made_up("health lead"),
        )
        actions.reassign(desk, "R4.BRI.4", person=LEAVER, why=made_up("day-to-day lead"))
        people.change_person(desk, LEAVER, until=date(2022, 8, 31), why=made_up("moved to another post"))
    teller.day(2022, 7, 20)
    with teller.at(BRISTOL) as desk:
        measures.add_reading(
            desk,
            _illustrative_measure(desk.now.value("SELECT max(sort) FROM measure")),
            "52",
            date(2022, 4, 1),
            date(2022, 6, 30),
            caveat=made_up("one school did not report"),
        )
        evidence.add(
            desk,
            NewEvidence(
                made_up("audit of pastoral support in six schools"),
                EvidenceKind.AUDIT,
                custodian=made_up("education inclusion"),
                place=made_up("case audit folder"),
                dated=dates.parse("July 2022"),
            ),
            targets=["R4.BRI.3"],
            shows=Difference.PRACTICE,
        )
        evidence.add(
            desk,
            NewEvidence(
                made_up("what pupils said of their pastoral worker"),
                EvidenceKind.VOICE,
                custodian=made_up("education inclusion"),
                place=made_up("survey folder"),
                dated=dates.parse("July 2022"),
            ),
            targets=["R4.BRI.3"],
            shows=Difference.PRACTICE,
        )
    with teller.at(SCRUTINEER) as desk:
        evidence.review(desk, "E40", EvidenceState.ACCEPTED, why=made_up("sample is sound"))
        evidence.review(desk, "E41", EvidenceState.ACCEPTED, why=made_up("pupils chose the questions"))


def _illustrative_measure(sort: str) -> str:
    """The reference of the measure added last, from its sort key."""
    return f"M{int(sort[1:])}"


def autumn_2022(teller: Teller) -> None:
    """September to November 2022: a claim returned, a split, a merger, a superseded action, a red one."""
    teller.day(2022, 9, 8)
    with teller.at(SOUTH_GLOS) as desk:
        delivery.claim_complete(
            desk,
            "R4.SGL.1",
            note=made_up("protocol signed by all schools"),
            difference=Difference.PRACTICE,
            wanted_by=date(2022, 9, 15),
        )
    teller.day(2022, 9, 16)
    with teller.at(SOUTH_GLOS) as desk:
        deciding.return_claim(
            desk,
            "R4.SGL.1",
            Minute("SGL-EXEC", made_up("minute 9"), ("ASP", "ICB"), meeting=meeting("SGL-EXEC", 4)),
            why=made_up("the figures are still returned; show a full year"),
        )
    with teller.at(NORTH_SOM) as desk:
        actions.resume(desk, "R4.NSO.1", why=made_up("the post is filled"))
        delivery.record_progress(desk, "R4.NSO.1", note=made_up("panel restarted"), rating=Rating.AMBER)
        succession.split(
            desk,
            "R3.NSO.1",
            [made_up("one placement with a provider"), made_up("one placement run in house")],
            why=made_up("two routes, two owners"),
        )
    with teller.at(BRISTOL) as desk:
        delivery.claim_complete(
            desk,
            "R4.BRI.3",
            note=made_up("all six schools have their worker"),
            difference=Difference.OUTCOMES,
            received=EMAIL,
            wanted_by=date(2022, 12, 15),
        )
        delivery.record_progress(
            desk, "R3.ALL.1", note=made_up("needs counted; providers not yet asked"), rating=Rating.GREEN
        )
        delivery.achieve_milestone(desk, "R3.ALL.1.m1", occurred_on=date(2022, 6, 30))
    teller.day(2022, 10, 6)
    with teller.at(BRISTOL) as desk:
        actions.add(
            desk,
            "R6",
            "BRI",
            new("hotspot work of the neighbourhood teams", "ASP", "31 March 2023", EvidenceKind.DATASET),
        )
        succession.supersede(desk, "R6.BRI.1", by="R6.BRI.2", why=made_up("the grant ended; teams carry it on"))
        delivery.record_progress(desk, "R1.ALL.1", note=made_up("all three councils agree"), rating=Rating.GREEN)
    _late_batch(teller)


def _late_batch(teller: Teller) -> None:
    """Things that happened in the summer and were recorded in November; reports say so."""
    teller.day(2022, 11, 10)
    with teller.at(SOUTH_GLOS) as desk:
        same = made_up("three children have the same worker as in January")
        with desk.despite(made_up("the size of the pilot is in its published terms and tells of nobody")):
            delivery.record_progress(desk, "R5.SGL.1", note=same, rating=Rating.GREEN, occurred_on=date(2022, 6, 28))
        kept = made_up("worker kept through a move of home")
        delivery.record_progress(desk, "R5.SGL.1", note=kept, rating=Rating.GREEN, occurred_on=date(2022, 8, 9))
        evidence.add(
            desk,
            NewEvidence(
                made_up("observed practice, one worker over time"),
                EvidenceKind.PRACTICE,
                custodian=made_up("practice lead"),
                place=made_up("observation file"),
                dated=dates.parse("9 August 2022"),
            ),
            targets=["R5.SGL.1"],
            shows=Difference.SUSTAINED,
            occurred_on=date(2022, 8, 9),
        )
    with teller.at(SCRUTINEER) as desk:
        evidence.review(desk, "E42", EvidenceState.ACCEPTED, why=made_up("observed twice, six months apart"))
    with teller.at(SOUTH_GLOS) as desk:
        delivery.record_progress(
            desk, "R5.SGL.1", note=made_up("still one worker"), rating=Rating.GREEN, difference=Difference.SUSTAINED
        )


def december_2022(teller: Teller) -> None:
    """December 2022: the last round, a joint sign-off after advice, what is asked next, and a trail review."""
    teller.day(2022, 12, 1)
    with teller.at(BRISTOL) as desk:
        delivery.record_progress(desk, "R5.BRI.2", note=made_up("not started: no psychologist"), rating=Rating.RED)
        delivery.record_progress(desk, "R4.BRI.4", no_change=True, note=made_up("no change: the guidance is in use"))
        delivery.record_progress(desk, "R6.ALL.6", note=made_up("inspection arranged"), rating=Rating.AMBER)
        evidence.add(
            desk,
            NewEvidence(
                made_up("minutes of three cabinets"),
                EvidenceKind.MINUTES,
                custodian=made_up("joint business unit"),
                place=made_up("minute book"),
            ),
            targets=["R1.ALL.1"],
            shows=Difference.DELIVERED,
        )
        for title, kind in (
            ("staff trained on joint cases", EvidenceKind.TRAINING),
            ("survey of schools on managed moves", EvidenceKind.SURVEY),
            ("inspection letter on disruption", EvidenceKind.INSPECTION),
            ("notes of a learning event", EvidenceKind.OTHER),
        ):
            evidence.add(
                desk,
                NewEvidence(
                    made_up(title), kind, custodian=made_up("joint business unit"), place=made_up("evidence folder")
                ),
                targets=["R6.ALL.6"],
                shows=Difference.DELIVERED,
            )
    with teller.at(AUDITOR) as desk:
        evidence.review(desk, "E43", EvidenceState.ACCEPTED, why=made_up("three minutes, three dates"))
        evidence.review(desk, "E39", EvidenceState.EXPIRED, why=made_up("its period has ended"))
        evidence.review(desk, "E44", EvidenceState.RETURNED, why=made_up("the list of who attended is missing"))
    teller.day(2022, 12, 5)
    with teller.at(BRISTOL) as desk:
        delivery.claim_complete(
            desk, "R1.ALL.1", note=made_up("statement agreed by all three"), difference=Difference.DELIVERED
        )
        asked = desk.now.value("SELECT max(CAST(substr(ref, 2) AS INTEGER)) FROM decision")
        deciding.decide(
            desk,
            f"D{asked}",
            agreed=True,
            minute=Minute(
                "JOINT-EXEC",
                made_up("chair's action 5"),
                ("ICB", "BCC", "SGC", "NSC"),
                occurred_on=date(2022, 12, 5),
                advice=made_up("the scrutineer found the minutes sound"),
                advice_on=date(2022, 12, 2),
            ),
        )
        measures.change_risk(desk, "K23", RiskState.ACCEPTED, why=made_up("accepted by the joint executive"))
        actions.withdraw(desk, "R1.BRI.11", why=made_up("taken up in the redesign itself"))
        succession.merge(desk, ["R1.BRI.9"], into="R1.BRI.4", why=made_up("one piece of work"))
    with teller.at(NORTH_SOM) as desk:
        request = meetings.ask(
            desk,
            DecisionKind.OTHER,
            body="NSO-EXEC",
            about=["R2.NSO.1"],
            asked=made_up("decide whether to fund hospital in-reach"),
            wanted_by=date(2022, 12, 15),
        )
        deciding.withdraw_request(desk, request.ref, why=made_up("asked again in January with costs"))
        actions.pause(desk, "R4.NSO.1", why=made_up("panel waits for the new protocol"), review_on=date(2023, 3, 1))
    with teller.at(SOUTH_GLOS) as desk:
        deciding.request_revision(
            desk,
            "R4.SGL.1",
            dates.parse("31 March 2023"),
            why=made_up("a full year of figures"),
            wanted_by=date(2022, 12, 15),
        )
        deciding.request_revision(desk, "R5.SGL.1", dates.parse("31 March 2024"), why=made_up("set an end"))
        last = desk.now.value("SELECT max(CAST(substr(ref, 2) AS INTEGER)) FROM decision")
        deciding.decide(
            desk,
            f"D{last}",
            agreed=False,
            minute=Minute("SGL-EXEC", made_up("chair's action 1"), ("ASP", "ICB"), occurred_on=date(2022, 12, 5)),
            why=made_up("this work has no end by design"),
        )
    teller.day(2022, 12, 8)
    with teller.at(AUDITOR) as desk:
        trail.review_trail(desk, desk.now.store.head().size, note=made_up("read to the end; nothing missing"))
