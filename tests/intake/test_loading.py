"""The register that the real recommendation files make: what is there, from which day, and what is not."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.house import House
from tests.intake.builder import loaded, spoiled
from tracker.intake.loading import drafts
from tracker.intake.recommendations import default_folder, load
from tracker.ledger.entry import Draft
from tracker.model.vocabulary import Basis
from tracker.register import status
from tracker.register.position import PositionError
from tracker.register.showing import records, show


def test_every_row_of_the_files_is_an_object_of_the_register(house: House) -> None:
    plan = load(default_folder())
    with house.position(known_at=house.size) as position:
        kept = {
            table: {row["ref"] for row in position.rows(f"SELECT ref FROM {table}")}
            for table in ("action", "measure", "evidence", "risk", "recommendation", "agency", "body")
        }
        readings = position.value("SELECT count(*) FROM reading")
    assert {row.ref for row in plan.actions} <= kept["action"]
    assert {row.ref for row in plan.measures} == kept["measure"]
    assert {row.ref for row in plan.evidence} == kept["evidence"]
    assert {row.ref for row in plan.risks} == kept["risk"]
    assert {row.ref for row in plan.recommendations} == kept["recommendation"] == {f"R{n}" for n in range(1, 10)}
    assert {row.code for row in plan.review.agencies} == kept["agency"]
    assert {row.code for row in plan.review.bodies} == kept["body"]
    assert readings == sum(len(row.readings) for row in plan.measures)


def test_most_rows_are_bristols_existing_provision_and_none_is_agreed() -> None:
    plan = load(default_folder())
    bases = Counter(row.basis for row in plan.actions)
    areas = Counter(str(row.area) for row in plan.actions)
    assert len(plan.actions) > 100
    assert bases[Basis.AGREED] == 0
    assert bases[Basis.EXISTING_PROVISION] > len(plan.actions) / 2
    assert areas["BRI"] > 10 * areas["SGL"]
    assert areas["BRI"] > 10 * areas["NSO"]
    assert not [row.ref for row in plan.actions if row.recommendation in ("R7", "R8", "R9")]
    assert [row.ref for row in plan.actions if row.recommendation == "R3"] == ["R3.BRI.1"]


def test_every_row_cites_its_source_by_file_and_paragraph() -> None:
    plan = load(default_folder())
    codes = {source.code for source in plan.review.sources}
    cited = [(row.ref, row.sources) for row in plan.actions]
    cited += [(row.ref, row.sources) for row in plan.measures]
    cited += [(row.ref, row.sources) for row in plan.evidence]
    cited += [(row.ref, row.sources) for row in plan.risks]
    assert len(cited) > 200
    for ref, sources in cited:
        assert sources, ref
        for source in sources:
            code, _, place = source.partition(" ")
            assert code in codes, (ref, source)
            assert place, (ref, source)


def test_what_was_stated_counts_from_the_day_of_its_source(house: House) -> None:
    with house.position(as_at=date(2021, 12, 12)) as before:
        sources = {row["source"].split(" ")[0] for row in records(before, "action")}
        assert sources == {"000"}
    with house.position(as_at=date(2021, 12, 13)) as after:
        assert after.value("SELECT count(*) FROM action") == len(load(default_folder()).actions)
    with pytest.raises(PositionError, match="Nothing had occurred by 1 January 2021"):
        house.position(as_at=date(2021, 1, 1))


def test_the_health_agency_keeps_the_name_of_its_time(house: House) -> None:
    with house.position(as_at=date(2022, 3, 31)) as then:
        assert then.value("SELECT successor FROM agency WHERE ref = 'CCG'") is None
        assert then.value("SELECT count(*) FROM agency WHERE ref = 'ICB'") == 0
    with house.position() as now:
        assert now.value("SELECT successor FROM agency WHERE ref = 'CCG'") == "ICB"


def test_all_nine_are_accepted_jointly_and_three_are_not_held(house: House) -> None:
    with house.position(known_at=house.size) as position:
        lines = status.matrix(position)[:-1]  # the last is X
        assert [line.wording for line in lines] == ["paraphrase"] * 6 + ["not_held"] * 3
        for line in lines:
            assert line.official_number is None
            assert status.spoken(line.ref, line.official_number) == f"{line.ref} (working number)"
            responses = show(position, line.ref)["responses"]
            assert [(r["area"], r["response"]) for r in responses] == [("ALL", "accepted")]


def test_cited_documents_are_not_in_hand_and_links_are_unconfirmed(house: House) -> None:
    with house.position() as position:
        assert position.rows("SELECT DISTINCT state, form FROM evidence") == [{"state": "not_in_hand", "form": "cited"}]
        assert position.rows("SELECT DISTINCT mapping FROM action WHERE basis <> 'agreed'") == [
            {"mapping": "unconfirmed"}
        ]


def test_whom_a_row_is_about_goes_into_the_register_in_the_order_of_the_list() -> None:
    files = spoiled("R4.md", "- assurance: light", "- assurance: light\n- about: sex, care, age")
    files["R4.md"] = files["R4.md"].replace(
        "- direction: higher is better", "- direction: higher is better\n- about: place"
    )
    about: dict[str, list[str]] = {}

    def make(_act: str, ref: str, *, facts: dict[str, list[str]] | None = None, **_: object) -> Draft:
        about.update({ref: facts["groups"]} if facts and facts.get("groups") else {})
        return Draft(act="action.added", on=(ref,), area="BRI", by="P1", via="x", occurred_on="2022-02-01")

    list(drafts(loaded(files), make, today=date(2022, 2, 1)))
    assert about == {"R4.BRI.2": ["age", "sex", "care"], "M1": ["place"]}
