"""Who is affected differently: what is marked, with its denominators; what evidence found; what is not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.house import House
from tests.reports.scopes import BRI, SGL, Scoped, scoped
from tracker import reports
from tracker.desk import actions, evidence
from tracker.desk.actions import NewAction
from tracker.desk.evidence import NewEvidence
from tracker.desk.groups import mark_evidence, mark_measure
from tracker.desk.session import Session
from tracker.model.vocabulary import ChildGroup, Difference, EvidenceKind, EvidenceState
from tracker.register import registers
from tracker.register.filters import parse
from tracker.register.verification import verify
from tracker.reports.data import plan_table, whole_plan
from tracker.reports.views.equality import equality

__all__ = ["scoped"]

NOTHING_CLAIMED = (
    "No accepted evidence says whether any group of children is affected differently, so nothing is claimed."
)


def piece(house: House, title: str, *groups: ChildGroup, target: str = BRI, **more: str) -> str:
    new = NewEvidence(title, EvidenceKind.DATASET, custodian="council", place="file 2", groups=groups, **more)  # type: ignore[arg-type]
    return evidence.add(house.at(), new, targets=[target], shows=Difference.PRACTICE).ref


def test_what_nobody_has_marked_is_said_to_be_unknown(house: House, scoped: Scoped) -> None:
    actions.add(house.at(), "R5", "NSO", NewAction(title="Safer spaces for girls", lead="ASP"))
    actions.add(house.at(), "R5", "NSO", NewAction(title="Female mentors", groups=(ChildGroup.SEX,)))
    found = equality(scoped("NSO"))
    assert found.said.startswith("1 of 5 open actions in the plan says which groups of children it is about; so ")
    assert found.unknown[0].startswith("Of 4 open actions nobody has written down whom they are about, so it is not ")
    assert found.unknown[1] == NOTHING_CLAIMED
    assert found.titles[0] == "R5.NSO.1: Safer spaces for girls"
    assert not any(line.startswith("R5.NSO.2") for line in found.titles), "what is marked needs no guess"
    assert found.found is None


def test_each_group_stands_with_what_is_about_it_and_out_of_how_many(house: House, scoped: Scoped) -> None:
    actions.edit(house.at(), BRI, groups=[ChildGroup.CARE, ChildGroup.SEX])
    mark_measure(house.at(), "M1", [ChildGroup.SEX], why="it counts girls")
    found = equality(scoped())
    with house.position() as position:
        measures = len(registers.measures(position))
    assert f"; so is it said of 1 of {measures} measures, and of no accepted evidence, as there is none." in found.said
    assert found.named is not None
    opened = found.named.rows[0][1].partition(" of ")[2]
    assert found.named.rows == (
        ("sex (girls and boys)", f"1 of {opened}", "M1", "none"),
        ("care experience", f"1 of {opened}", "none", "none"),
    )
    assert "Actions are about care experience, and no measure is." in found.unknown
    (absent,) = [line for line in found.unknown if line.startswith("Nothing here is about ")]
    assert "ethnicity" in absent
    assert "care" not in absent


def test_what_accepted_evidence_found_is_told_and_nothing_else(house: House, scoped: Scoped) -> None:
    house.on("2022-07-20")
    told = piece(house, "moves by need", ChildGroup.SEND, description="Twice as often.")
    silent = piece(house, "moves by sex", target=SGL)
    piece(house, "never read", ChildGroup.POVERTY)
    for ref in (told, silent):
        evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="all schools answered")
    mark_evidence(house.at("P5"), silent, [ChildGroup.SEX], why="its columns")
    found = equality(scoped())
    assert found.found is not None
    assert found.found.rows == (
        (f"{told}: moves by need", "special educational needs", "Twice as often.",
         f"{BRI}: not yet shown (the evidence spoke of practice changed)"),
        (f"{silent}: moves by sex", "sex (girls and boys)", "not written down; the reviewer: all schools answered",
         f"{SGL}: not yet shown (the evidence spoke of practice changed)"),
    )  # fmt: skip
    assert found.said.endswith("and of 2 of 2 pieces of accepted evidence.")
    assert NOTHING_CLAIMED not in found.unknown
    there = equality(scoped("BRI"))
    assert there.found is not None
    assert [row[1] for row in there.found.rows] == ["special educational needs"]


def test_a_report_of_one_recommendation_has_it_and_verifies(own_example: Session, tmp_path: Path) -> None:
    """The story marks R4.BRI.4 (ethnicity, needs), M29 and M30 not of R4, E41 and E49 linked to rows of R4."""
    made = reports.run(own_example, "recommendation", subject="R4", as_at=date(2022, 12, 15), folder=tmp_path)
    part = made.text.split("## Equality: who is affected differently\n")[1].split("\n## ")[0]
    assert "| race or ethnicity | 1 of " in part
    assert "| age | 0 of " in part
    assert "E50" not in part
    found = verify(own_example.path, made.text)
    assert found.against is not None
    assert (found.against.history, found.against.text) == ("same", "same")


def test_the_table_of_the_plan_says_whom_an_action_is_about(house: House) -> None:
    actions.edit(house.at(), BRI, groups=[ChildGroup.SEND, ChildGroup.AGE])
    with house.position() as position:
        rows = {row["ref"]: row["about"] for row in plan_table.rows(position, parse("R4.BRI basis:agreed"))}
        whole = {row["ref"]: row["groups"] for row in whole_plan.plan(position)["action"]}
    assert rows == {BRI: "age, special educational needs"}
    assert whole[BRI] == ["age", "send"]
