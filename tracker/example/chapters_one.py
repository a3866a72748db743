"""The first half of the example: people, meetings and adopted actions, then progress to June 2022.  All made up."""

from __future__ import annotations

from datetime import date

from tracker.desk import actions, deciding, delivery, evidence, measures, meetings, people, plan, trail
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.delivery import Received
from tracker.desk.evidence import NewEvidence
from tracker.desk.measures import NewMeasure
from tracker.example.teller import Teller, made_up
from tracker.model import dates
from tracker.model.vocabulary import (
    Assurance,
    Basis,
    DecisionKind,
    Difference,
    Direction,
    EvidenceKind,
    EvidenceState,
    FundingState,
    Rating,
    ResponseKind,
    Role,
)

BRISTOL, SOUTH_GLOS, NORTH_SOM = "P1", "P2", "P3"
POLICE, MEMBER, SCRUTINEER, AUDITOR, LEAVER = "P4", "P5", "P6", "P7", "P8"
EMAIL = Received(made_up("service manager"), made_up("e-mail"))
CALL = Received(made_up("detective chief inspector"), made_up("telephone call"))


def autumn_2021(teller: Teller) -> None:
    """December 2021: who works here, when the executives meet, and the actions that they agree."""
    teller.day(2021, 12, 14)
    with teller.at() as desk:
        people.add_person(desk, made_up("business manager, South Gloucestershire"), Role.MANAGER, areas=["SGL", "ALL"])
        people.add_person(desk, made_up("business manager, North Somerset"), Role.MANAGER, areas=["NSO", "ALL"])
        people.add_person(desk, made_up("police lead for exploitation"), Role.CONTRIBUTOR, agency="ASP", areas=["ALL"])
        people.add_person(desk, made_up("partnership executive member, health"), Role.MEMBER, agency="CCG")
        people.add_person(desk, made_up("independent scrutineer"), Role.SCRUTINEER)
        people.add_person(desk, made_up("internal auditor"), Role.AUDITOR)
        people.add_person(desk, made_up("head of education inclusion"), Role.CONTRIBUTOR, agency="BCC", areas=["BRI"])
        for body in ("BRI-EXEC", "SGL-EXEC", "NSO-EXEC", "JOINT-EXEC"):
            for month, year in ((12, 2021), (3, 2022), (6, 2022), (9, 2022), (12, 2022)):
                meetings.add_meeting(desk, body, date(year, month, 15), cut_off=date(year, month, 1))
        plan.record_response(
            desk,
            "R3",
            ResponseKind.PARTLY,
            area="NSO",
            body="NSO-EXEC",
            why=made_up("accepted but for the regional framework, which needs another council's agreement"),
        )
        plan.record_response(desk, "R4", ResponseKind.ACCEPTED, area="SGL", body="SGL-EXEC")
        plan.record_response(
            desk,
            "R8",
            ResponseKind.NOT_ACCEPTED,
            area="NSO",
            body="NSO-EXEC",
            why=made_up("a placeholder: the wording is not held, so nothing could be weighed"),
        )
    teller.day(2021, 12, 16)
    _adopt(teller)
    _add(teller)


def _adopt(teller: Teller) -> None:
    """Bristol takes five rows of the sources into its plan."""
    with teller.at(BRISTOL) as desk:
        for ref, due in (
            ("R1.BRI.1", "October 2022"),
            ("R4.BRI.3", "July 2022"),
            ("R4.BRI.4", "September 2022"),
            ("R5.BRI.2", "31 December 2022"),
            ("R6.BRI.1", "March 2022"),
        ):
            written = None if ref == "R5.BRI.2" else dates.parse(due)
            lead = "ASP" if ref.startswith("R6") else "BCC"
            actions.adopt(desk, ref, lead=lead, owner=made_up("head of service"), due=written, why=made_up("agreed"))
            actions.confirm_mapping(desk, ref, why=made_up("the executive agreed the link"))
            kinds = (EvidenceKind.AUDIT, EvidenceKind.VOICE) if ref == "R4.BRI.3" else (EvidenceKind.MINUTES,)
            actions.edit(desk, ref, expects=kinds, why=made_up("evidence agreed before the work"))
        delivery.add_funding(
            desk,
            "R4.BRI.3",
            funder=made_up("schools' grant"),
            state=FundingState.SECURED,
            amount="120000",
            period=made_up("to 31 March 2022"),
            ends=date(2022, 3, 31),
        )


def new(title: str, lead: str | None, due: str | None, *kinds: EvidenceKind, **more: object) -> NewAction:
    """Return an action of the example, with the kinds of evidence that it is to show."""
    return NewAction(
        title=made_up(title),
        lead=lead,
        owner=made_up("head of service") if lead else None,
        due=dates.parse(due) if due else None,
        expects=kinds,
        difference_wanted=made_up("children are safer because of it"),
        **more,  # type: ignore[arg-type]
    )


def _add(teller: Teller) -> None:
    """The other areas and the three together add actions of their own."""
    with teller.at(SOUTH_GLOS) as desk:
        actions.add(
            desk,
            "R2",
            "SGL",
            new(
                "post-incident offer with two community groups",
                "SGC",
                "June 2022",
                EvidenceKind.POLICY,
                EvidenceKind.VOICE,
            ),
        )
        actions.add(
            desk,
            "R4",
            "SGL",
            new(
                "managed-move protocol with all secondary schools",
                "SGC",
                "30 September 2022",
                EvidenceKind.POLICY,
                EvidenceKind.DATASET,
            ),
        )
        actions.add(
            desk,
            "R5",
            "SGL",
            new("one worker for as long as it takes", "SGC", None, EvidenceKind.PRACTICE, review_on=date(2022, 9, 30)),
        )
        actions.add(
            desk,
            "R6",
            "SGL",
            new("problem profile refreshed", "ASP", "March 2022", EvidenceKind.DATASET, assurance=Assurance.LIGHT),
        )
    with teller.at(NORTH_SOM) as desk:
        actions.add(desk, "R2", "NSO", new("hospital in-reach at the coast", None, None, basis=Basis.PROPOSED))
        actions.add(
            desk,
            "R3",
            "NSO",
            new("two more local placements for adolescents", "NSC", "December 2022", EvidenceKind.DATASET),
        )
        actions.add(
            desk,
            "R4",
            "NSO",
            new(
                "inclusion panel with the youth justice service",
                "NSC",
                "June 2022",
                EvidenceKind.TRAINING,
                EvidenceKind.SURVEY,
            ),
        )
        actions.add(desk, "R5", "NSO", new("case coordination proposal", None, None, basis=Basis.PROPOSED))
    with teller.at(BRISTOL) as desk:
        actions.add(
            desk,
            "R1",
            "ALL",
            new(
                "joint commissioning statement to the three councils",
                "CCG",
                "30 June 2022",
                EvidenceKind.MINUTES,
                partners=("BCC", "SGC", "NSC"),
            ),
        )
        actions.add(
            desk,
            "R3",
            "ALL",
            new(
                "regional placement framework", "SGC", "March 2023", EvidenceKind.POLICY, partners=("BCC", "NSC", "CCG")
            ),
        )
        actions.add(
            desk,
            "R6",
            "ALL",
            new(
                "yearly test of disruption and prosecution",
                "ASP",
                "30 September 2022",
                EvidenceKind.INSPECTION,
                EvidenceKind.AUDIT,
            ),
        )
        delivery.add_milestone(
            desk, "R3.ALL.1", made_up("needs of adolescents in care counted"), dates.parse("May 2022")
        )
        delivery.add_milestone(
            desk, "R3.ALL.1", made_up("framework out to providers"), dates.parse("30 September 2022"), critical=True
        )
        delivery.add_milestone(desk, "R1.BRI.1", made_up("outside evaluators chosen"), dates.parse("31 March 2022"))
        delivery.add_milestone(desk, "R1.BRI.1", made_up("draft model to the executive"), dates.parse("July 2022"))
        measures.add_measure(
            desk,
            NewMeasure(
                made_up("suspensions of children known to Safer Options"),
                "suspensions",
                Direction.LOWER,
                serves=("R4",),
                areas=("BRI",),
                baseline="60",
                target="40",
                target_date=date(2022, 12, 31),
            ),
        )


def winter_2022(teller: Teller) -> None:
    """January to March 2022: first progress, first evidence, and a first worry."""
    teller.day(2022, 1, 20)
    with teller.at(BRISTOL) as desk:
        delivery.record_progress(
            desk, "R1.BRI.1", note=made_up("steering group met twice"), rating=Rating.GREEN, received=EMAIL
        )
        delivery.record_progress(
            desk, "R4.BRI.3", note=made_up("five of six posts filled"), rating=Rating.AMBER, received=EMAIL
        )
        delivery.record_progress(desk, "R4.BRI.4", note=made_up("guidance rewritten with heads"), rating=Rating.GREEN)
    teller.day(2022, 2, 10)
    with teller.at(POLICE) as desk:
        delivery.record_progress(desk, "R6.SGL.1", note=made_up("profile drafted"), rating=Rating.GREEN, received=CALL)
        delivery.record_progress(desk, "R6.ALL.6", note=made_up("test designed"), rating=Rating.GREEN, received=CALL)
    with teller.at(SOUTH_GLOS) as desk:
        delivery.record_progress(desk, "R2.SGL.1", note=made_up("first group signed up"), rating=Rating.GREEN)
        delivery.record_progress(desk, "R4.SGL.1", note=made_up("schools slow to answer"), rating=Rating.AMBER)
    teller.day(2022, 2, 24)
    with teller.at(NORTH_SOM) as desk:
        delivery.record_progress(desk, "R3.NSO.1", note=made_up("no site found yet"), rating=Rating.RED, received=EMAIL)
        delivery.record_progress(desk, "R4.NSO.1", note=made_up("panel meets monthly"), rating=Rating.GREEN)
    teller.day(2022, 3, 10)
    with teller.at(BRISTOL) as desk, teller.file("evaluators.txt", "minutes of the evaluators' choice") as path:
        delivery.achieve_milestone(desk, "R1.BRI.1.m1", occurred_on=date(2022, 3, 4), received=EMAIL)
        evidence.add(
            desk,
            NewEvidence(
                made_up("minutes of the evaluators' choice"),
                EvidenceKind.MINUTES,
                file=path,
                dated=dates.parse("4 March 2022"),
                received_from=made_up("service manager"),
                received=made_up("e-mail"),
            ),
            targets=["R1.BRI.1"],
            shows=Difference.DELIVERED,
        )
    with teller.at(AUDITOR) as desk:
        evidence.review(desk, "E36", EvidenceState.ACCEPTED, why=made_up("dated, signed, and about this action"))
    with teller.at(BRISTOL) as desk:
        risk = measures.add_risk(
            desk,
            made_up("single-year money ends before services are redesigned"),
            areas=["ALL"],
            serves=["R1"],
            agency="CCG",
            review_on=date(2022, 9, 30),
        )
        meetings.ask(
            desk,
            DecisionKind.ESCALATION,
            body="JOINT-EXEC",
            about=["R3.NSO.1", "R3.ALL.1"],
            asked=made_up("ask the region's councils for placements across borders"),
            wanted_by=date(2022, 3, 15),
        )
        meetings.ask(
            desk,
            DecisionKind.ACCEPTANCE,
            body="JOINT-EXEC",
            about=[risk.ref],
            asked=made_up("accept the risk until the new services start"),
            wanted_by=date(2022, 6, 15),
        )


def spring_2022(teller: Teller) -> None:
    """March to June 2022: decisions, the first sign-off, a revised date, a correction and an undoing."""
    teller.day(2022, 3, 17)
    joint = Minute("JOINT-EXEC", made_up("minute 7"), ("ASP", "CCG", "BCC"), meeting=meeting("JOINT-EXEC", 2))
    with teller.at(BRISTOL) as desk:
        deciding.decide(desk, "D1", agreed=True, minute=joint, why=made_up("letter to the region agreed"))
    teller.day(2022, 3, 28)
    with teller.at(SOUTH_GLOS) as desk:
        delivery.claim_complete(
            desk, "R6.SGL.1", note=made_up("profile published"), difference=Difference.DELIVERED, received=CALL
        )
    teller.day(2022, 4, 12)
    with teller.at(BRISTOL) as desk:
        delivery.record_progress(
            desk, "R6.BRI.1", note=made_up("patrols ended with their grant"), rating=Rating.RED, received=CALL
        )
        deciding.request_revision(
            desk,
            "R4.BRI.3",
            dates.parse("30 November 2022"),
            why=made_up("one post was late"),
            asked_by=made_up("head of education inclusion"),
            wanted_by=date(2022, 6, 15),
        )
        delivery.correct_date(desk, "R4.BRI.4", right=dates.parse("31 October 2022"), why=made_up("typed wrongly"))
        delivery.record_progress(desk, "R5.BRI.2", note=made_up("entered under the wrong action"), rating=Rating.RED)
    with teller.at(BRISTOL) as desk:
        trail.undo(desk, why=made_up("wrong action"))
    teller.day(2022, 5, 5)
    with teller.at(NORTH_SOM) as desk:
        actions.pause(desk, "R4.NSO.1", why=made_up("the post is vacant"), review_on=date(2022, 9, 1))
        actions.decline(desk, "R5.NSO.1", why=made_up("the executive prefers the joint model"))
    teller.day(2022, 6, 9)
    _evidence_of_june(teller)


def meeting(body: str, number: int) -> str:
    """The reference of a body's n-th meeting; five were entered for each body in turn."""
    return f"G{('BRI-EXEC', 'SGL-EXEC', 'NSO-EXEC', 'JOINT-EXEC').index(body) * 5 + number}"


def _evidence_of_june(teller: Teller) -> None:
    """Evidence of several kinds comes in and is reviewed: accepted, returned and expired."""
    with teller.at(SOUTH_GLOS) as desk:
        held = made_up("business unit, shared folder 4")
        custodian = made_up("South Gloucestershire business unit")
        evidence.add(
            desk,
            NewEvidence(
                made_up("post-incident offer, adopted text"),
                EvidenceKind.POLICY,
                custodian=custodian,
                place=held,
                dated=dates.parse("May 2022"),
            ),
            targets=["R2.SGL.1"],
            shows=Difference.DELIVERED,
        )
        evidence.add(
            desk,
            NewEvidence(
                made_up("what eleven families said of the offer"),
                EvidenceKind.VOICE,
                custodian=custodian,
                place=held,
                dated=dates.parse("June 2022"),
            ),
            targets=["R2.SGL.1"],
            shows=Difference.OUTCOMES,
        )
        evidence.add(
            desk,
            NewEvidence(
                made_up("managed moves, three terms"),
                EvidenceKind.DATASET,
                custodian=custodian,
                place=held,
                until=date(2022, 8, 31),
            ),
            targets=["R4.SGL.1"],
            shows=Difference.DELIVERED,
        )
    with teller.at(SCRUTINEER) as desk:
        evidence.review(desk, "E37", EvidenceState.ACCEPTED, why=made_up("adopted and in use"))
        evidence.review(desk, "E38", EvidenceState.ACCEPTED, why=made_up("method described, answers complete"))
        evidence.review(desk, "E39", EvidenceState.RETURNED, why=made_up("one school's figures are missing"))
    with teller.at(SOUTH_GLOS) as desk:
        delivery.claim_complete(
            desk,
            "R2.SGL.1",
            note=made_up("the offer runs in both localities"),
            difference=Difference.OUTCOMES,
            wanted_by=date(2022, 6, 15),
            received=EMAIL,
        )
