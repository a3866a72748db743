"""Whom the work of the example is about, December 2022: actions, measures and evidence marked with groups.  Made up.

With it goes the one decision of the example that a body puts off.
"""

from __future__ import annotations

from datetime import date

from tracker.desk import actions, deferring, evidence, groups
from tracker.desk.evidence import NewEvidence
from tracker.example.chapters_one import AUDITOR, BRISTOL, NORTH_SOM, SCRUTINEER, SOUTH_GLOS
from tracker.example.teller import Teller, made_up
from tracker.model import dates
from tracker.model.vocabulary import ChildGroup, Difference, EvidenceKind, EvidenceState, Marking


def mid_december_2022(teller: Teller) -> None:
    """12 and 13 December 2022: who is affected differently, as far as anybody has asked; and a decision put off."""
    teller.day(2022, 12, 12)
    _actions(teller)
    _evidence(teller)
    with teller.at(SOUTH_GLOS) as desk:
        deferring.defer(
            desk,
            "D12",
            minute=made_up("chair's action 2"),
            why=made_up("one agency wants it decided at the meeting, not by the chair alone"),
            until=date(2022, 12, 15),
        )
    teller.day(2022, 12, 13)
    _reviewed(teller)


def _actions(teller: Teller) -> None:
    with teller.at(BRISTOL) as desk:
        for ref, about, why in (
            ("R4.BRI.4", (ChildGroup.ETHNICITY, ChildGroup.SEND), "the guidance has a part on each"),
            ("R3.ALL.1", (ChildGroup.CARE,), "it is for children in care"),
            ("R5.BRI.2", (ChildGroup.DISABILITY, ChildGroup.SEND), "the psychologist is to see them first"),
        ):
            actions.edit(desk, ref, groups=about, why=made_up(why))
        groups.mark_measure(desk, "M29", [ChildGroup.SEX], why=made_up("it counts girls"))
        groups.mark_measure(desk, "M30", [ChildGroup.SEX], why=made_up("it counts boys"))
    with teller.at(NORTH_SOM) as desk:
        about = (ChildGroup.POVERTY, ChildGroup.PLACE)
        actions.edit(desk, "R2.NSO.1", groups=about, why=made_up("it is for the poorer towns at the coast"))
    with teller.at(SOUTH_GLOS) as desk:
        actions.edit(desk, "R5.SGL.1", groups=(ChildGroup.CARE, ChildGroup.SEX), why=made_up("most of them are girls"))


def _evidence(teller: Teller) -> None:
    """Two pieces: one says whom it is about when it comes in, one only once it was read."""
    with teller.at(SOUTH_GLOS) as desk:
        evidence.add(
            desk,
            NewEvidence(
                made_up("managed moves by ethnicity and special educational needs"),
                EvidenceKind.DATASET,
                custodian=made_up("South Gloucestershire business unit"),
                place=made_up("business unit, shared folder 4"),
                description=made_up(
                    "pupils with special educational needs were moved twice as often as others in each of three terms; "
                    "by ethnicity the numbers are too small to tell"
                ),
                dated=dates.parse("December 2022"),
                groups=(ChildGroup.ETHNICITY, ChildGroup.SEND),
            ),
            targets=["R4.SGL.1"],
            shows=Difference.DELIVERED,
        )
        evidence.add(
            desk,
            NewEvidence(
                made_up("what young people said of keeping one worker"),
                EvidenceKind.VOICE,
                custodian=made_up("practice lead"),
                place=made_up("survey folder"),
                description=made_up(
                    "girls said that a worker who stays is the first adult whom they told; boys asked for evenings"
                ),
                dated=dates.parse("November 2022"),
                marking=Marking.OFFICIAL,
            ),
            targets=["R5.SGL.1"],
            shows=Difference.PRACTICE,
        )


def _reviewed(teller: Teller) -> None:
    with teller.at(AUDITOR) as desk:
        why = made_up("all secondary schools returned their figures")
        evidence.review(desk, "E49", EvidenceState.ACCEPTED, why=why)
    with teller.at(SCRUTINEER) as desk:
        evidence.review(desk, "E50", EvidenceState.ACCEPTED, why=made_up("young people chose the questions"))
        groups.mark_evidence(desk, "E50", [ChildGroup.SEX], why=made_up("answers are given for girls and for boys"))
        why = made_up("pupils of six schools, with their year groups")
        groups.mark_evidence(desk, "E41", [ChildGroup.AGE], why=why)
