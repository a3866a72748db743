"""The guard at the desk: every act with words is refused, recorded over it only with a reason, and tells nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.house import Act, House
from tracker.desk import (
    actions,
    deciding,
    delivery,
    disposal,
    evidence,
    measures,
    meetings,
    people,
    plan,
    succession,
    trail,
)
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.desk import Refusal
from tracker.desk.evidence import NewEvidence
from tracker.desk.guarding import MADE_HERE, Found, Sensitive, fields
from tracker.desk.measures import NewMeasure
from tracker.ledger.blobs import folder_beside
from tracker.model import dates, guard
from tracker.model.guard import Kind
from tracker.model.vocabulary import (
    AgencyKind,
    DecisionKind,
    Direction,
    EvidenceKind,
    EvidenceState,
    FundingState,
    Rating,
    ResponseKind,
    Role,
)
from tracker.register import checks, history, status

REF, SECRET = "R4.BRI.7", "BS5 9XY"
TELLING = f"seen at {SECRET}"
DUE = dates.parse("31 March 2023")


def ways(text: str) -> dict[str, Act]:
    """Every act that carries words, with *text* as one of them."""
    minute = Minute("BRI-EXEC", text, ("ASP", "ICB"))
    return {
        "action.added": lambda h: actions.add(h.at(), "R4", "BRI", NewAction(text)),
        "action.edited": lambda h: actions.edit(h.at(), REF, texts={"title": text}, why="better"),
        "action.adopted": lambda h: actions.adopt(h.at(), "X.BRI.1", why=text, lead="BCC", review_on=DUE.day),
        "action.reassigned": lambda h: actions.reassign(h.at(), REF, owner=text, why="new"),
        "action.paused": lambda h: actions.pause(h.at(), REF, why=text, review_on=DUE.day),
        "action.withdrawn": lambda h: actions.withdraw(h.at(), REF, why=text),
        "action.mapped": lambda h: actions.confirm_mapping(h.at(), "R4.BRI.1", why=text),
        "action.superseded": lambda h: succession.supersede(h.at(), REF, by="R4.BRI.1", why=text),
        "action.split": lambda h: succession.split(h.at(), REF, [text, "The other half"], why="two"),
        "action.completed": lambda h: delivery.claim_complete(h.at(), REF, note=text),
        "progress.recorded": lambda h: delivery.record_progress(h.at(), REF, note=text, rating=Rating.GREEN),
        "milestone.added": lambda h: delivery.add_milestone(h.at(), REF, text, due=DUE),
        "funding.added": lambda h: delivery.add_funding(h.at(), REF, funder=text, state=FundingState.SECURED),
        "date.corrected": lambda h: delivery.correct_date(h.at(), REF, right=DUE, why=text),
        "action.revised": lambda h: deciding.revise(h.at(), REF, DUE, minute=minute, why="late"),
        "decision.asked": lambda h: meetings.ask(h.at(), DecisionKind.OTHER, body="BRI-EXEC", about=[REF], asked=text),
        "response.recorded": lambda h: plan.record_response(h.at(), "R4", ResponseKind.PARTLY, area="BRI", why=text),
        "recommendation.worded": lambda h: plan.load_wording(h.at(), "R4", text, source="the review"),
        "recommendation.numbered": lambda h: plan.bind_numbers(h.at(), "R4", ["7"], source=text),
        "settings.changed": lambda h: plan.change_settings(h.at(), {"slip_amber_days": 61}, why=text),
        "measure.added": lambda h: measures.add_measure(h.at(), NewMeasure(text, "schools", Direction.LOWER)),
        "reading.added": lambda h: measures.add_reading(
            h.at(), "M1", "50", date(2022, 1, 1), date(2022, 2, 1), source=text
        ),
        "risk.added": lambda h: measures.add_risk(h.at(), text, serves=["R4"], areas=["BRI"]),
        "evidence.added": lambda h: evidence.add(
            h.at(), NewEvidence("x", EvidenceKind.AUDIT, custodian="a post", place=text)
        ),
        "evidence.received": lambda h: evidence.receive(h.at(), "E1", custodian=text, place="a safe"),
        "evidence.reviewed": lambda h: evidence.review(h.at("P6"), piece(h), EvidenceState.ACCEPTED, why=text),
        "person.added": lambda h: people.add_person(h.at(), text, Role.AUDITOR),
        "person.changed": lambda h: people.change_person(h.at(), "P3", agency="BCC", why=text),
        "agency.added": lambda h: people.add_agency(h.at(), "NEWONE", text, AgencyKind.PROVIDER),
        "agency.changed": lambda h: people.change_agency(h.at(), "BCC", name="Another name", why=text),
        "trail.reviewed": lambda h: trail.review_trail(h.at("P6"), 5, note=text),
        "entry.undone": undone(text),
        "disposal.made": disposed(text),
    }


def piece(h: House) -> str:
    return evidence.add(h.at(), NewEvidence("An audit", EvidenceKind.AUDIT, custodian="a post", place="a safe")).ref


def undone(text: str) -> Act:
    def act(h: House) -> object:
        delivery.record_progress(h.at(), REF, note="On course", rating=Rating.GREEN)
        return trail.undo(h.at(), why=text)

    return act


def disposed(text: str) -> Act:
    def act(h: House) -> object:
        made = delivery.record_progress(h.at(), REF, note="On course", rating=Rating.GREEN)
        return disposal.dispose(h.at("P7"), f"#{made.seq}", "note", ground=text)

    return act


def entries(house: House) -> list[history.Line]:
    with house.position() as position:
        return history.lines(position, history.Wanted())


WAYS = list(ways(""))


@pytest.mark.parametrize("way", WAYS)
def test_every_act_with_words_is_refused_without_a_reason(house: House, way: str) -> None:
    with pytest.raises(Sensitive) as refused:
        ways(TELLING)[way](house)
    assert "seems to hold a postcode. Nothing was saved: take it out, or give a reason" in str(refused.value)
    assert SECRET not in f"{refused.value}{refused.value.found}"
    assert way not in {line.entry.act for line in entries(house)[house.size :]}


@pytest.mark.parametrize("way", WAYS)
def test_every_act_with_words_is_allowed_when_they_tell_nothing(house: House, way: str) -> None:
    ways("seen at BS5")[way](house)
    line = next(line for line in reversed(entries(house)) if line.entry.act == way)
    assert (guard.FACT in line.entry.facts, line.warned) == (False, None)


def test_with_a_reason_the_entry_keeps_the_kinds_and_the_reason_and_nothing_more(house: House) -> None:
    desk = house.at()
    with desk.despite("  Published in para 4.3\n"):
        made = delivery.record_progress(desk, REF, note=f"two boys, {TELLING}", rating=Rating.GREEN)
    (entry,) = made.entries
    assert entry.facts[guard.FACT] == ["postcode", "small_number"]
    (line,) = entries(house)[house.size :]
    assert line.texts == {"note": f"two boys, {TELLING}", guard.WHY: "Published in para 4.3"}
    assert line.warned == (
        "recorded over the guard's warning of a postcode and a count of fewer than five children or families; "
        "reason: Published in para 4.3"
    )
    assert line.why == f"two boys, {TELLING}"


def test_the_ledger_holds_nothing_of_what_was_matched(house: House) -> None:
    desk = house.at()
    with desk.despite("Published"):
        delivery.record_progress(desk, REF, note=TELLING, rating=Rating.GREEN)
    with closing(sqlite3.connect(house.path)) as db:
        assert db.execute("SELECT count(*) FROM text WHERE body LIKE ?", [f"%{SECRET}%"]).fetchone() == (1,)
        lines = [bytes(row[0] if isinstance(row[0], bytes) else str(row[0]).encode()) for row in _lines(db)]
    assert not [line for line in lines if SECRET.encode() in line]


def _lines(db: sqlite3.Connection) -> list[tuple[object]]:
    return [(value,) for row in db.execute("SELECT * FROM entry") for value in row] + [
        (value,) for row in db.execute("SELECT * FROM warned") for value in row
    ]


def test_a_reason_that_itself_looks_like_that_is_refused_for_good(house: House) -> None:
    desk = house.at()
    with desk.despite("Child J agreed"), pytest.raises(Sensitive) as refused:
        delivery.record_progress(desk, REF, note=TELLING, rating=Rating.GREEN)
    assert str(refused.value) == (
        "The reason why it must stand seems to hold a child's name or initials. Nothing was saved: write the reason "
        "without it."
    )
    assert not refused.value.overridable
    assert len(entries(house)) == house.size


def test_a_reason_lasts_for_its_block_only_and_is_kept_only_where_it_was_needed(house: House) -> None:
    desk = house.at()
    with desk.despite("Published"):
        made = delivery.record_progress(desk, REF, note="On course", rating=Rating.GREEN)
    assert guard.FACT not in made.entries[0].facts
    assert guard.WHY not in made.entries[0].texts
    with pytest.raises(Sensitive):
        delivery.record_progress(desk, REF, note=TELLING, rating=Rating.GREEN)


def test_of_several_entries_only_those_that_were_warned_of_say_so(house: House) -> None:
    desk = house.at()
    with desk.despite("Published"):
        made = succession.split(desk, REF, [TELLING, "The other half"], why="two teams")
    assert [entry.facts.get(guard.FACT) for entry in made.entries].count(["postcode"]) == 1
    assert sum(guard.WHY in entry.texts for entry in made.entries) == 1


def test_an_empty_reason_is_none(house: House) -> None:
    desk = house.at()
    with desk.despite(" \n"), pytest.raises(Sensitive):
        delivery.record_progress(desk, REF, note=TELLING, rating=Rating.GREEN)


def test_a_reason_is_no_essay(house: House) -> None:
    desk = house.at()
    with pytest.raises(Refusal, match=r"The reason why it must stand has 4,001 characters"), desk.despite("x" * 4001):
        raise AssertionError("not reached")


def test_permission_is_refused_first(house: House) -> None:
    with pytest.raises(Refusal, match="P6 is an auditor") as refused:
        delivery.record_progress(house.at("P6"), REF, note=TELLING, rating=Rating.GREEN)
    assert not isinstance(refused.value, Sensitive)


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_name_of_a_file_is_looked_at_before_the_file_is_copied(house: House, tmp_path: Path) -> None:
    file = tmp_path / "interview_child_J.txt"
    file.write_text("words", encoding="utf-8")
    desk, new = house.at(), NewEvidence("An interview", EvidenceKind.VOICE, file=file)
    with pytest.raises(Sensitive, match=r"^The file name seems to hold a child's name or initials"):
        evidence.add(desk, new)
    kept = folder_beside(house.path)
    assert [found for found in kept.rglob("*") if found.is_file()] == []
    with desk.despite("J is a made-up letter of the published guidance"):
        made = evidence.add(desk, new)
    assert made.entries[0].facts[guard.FACT] == ["child_named"]
    assert len([found for found in kept.rglob("*") if found.is_file()]) == 1


# --- figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "title", "value", "share", "warns"),
    [
        ("pupils", "Excluded", "3", None, True),
        ("pupils", "Excluded", "3.0", None, True),
        ("pupils", "Excluded", "30", None, False),
        ("schools", "Signed", "3", None, False),
        ("per cent", "Referrals with a good outcome", "91", (31, 34), True),
        ("per cent", "Referrals with a good outcome", "91", (310, 340), False),
        ("per cent", "Schools that signed", "91", (31, 34), False),
        ("children", "Seen", "40", (2, 50), True),
    ],
)
def test_the_figures_of_a_reading_are_looked_at_with_their_unit(
    house: House, unit: str, title: str, value: str, share: tuple[int, int] | None, warns: bool
) -> None:
    ref = measures.add_measure(house.at(), NewMeasure(title, unit, Direction.LOWER, serves=("R4",))).ref
    part, size = share or (None, None)
    days = date(2022, 1, 1), date(2022, 3, 31)
    desk = house.at()
    if warns:
        with pytest.raises(Sensitive, match=r"^The reading seems to hold a count of fewer than five"):
            measures.add_reading(desk, ref, value, *days, numerator=part, denominator=size)
    with desk.despite("The paper publishes it"):
        made = measures.add_reading(desk, ref, value, *days, numerator=part, denominator=size)
    assert (guard.FACT in made.entries[0].facts) is warns


def test_a_baseline_is_a_count_too(house: House) -> None:
    with pytest.raises(Sensitive, match=r"^The baseline seems to hold a count"):
        measures.add_measure(house.at(), NewMeasure("Excluded", "pupils", Direction.LOWER, baseline="2"))


# --- what comes of it -------------------------------------------------------------------------------------------------


def test_the_checks_list_what_was_recorded_over_the_warning_until_its_words_are_gone(house: House) -> None:
    desk = house.at()
    with desk.despite("Published"):
        made = delivery.record_progress(desk, REF, note=TELLING, rating=Rating.GREEN)
    assert _found(house) == [
        (REF, "low", f"has words that were recorded over the guard's warning of a postcode (#{made.seq})")
    ]
    disposal.dispose(house.at("P7"), f"#{made.seq}", "note", ground="it is an address")
    assert _found(house) == []


def _found(house: House) -> list[tuple[str, str, str]]:
    with house.position() as position:
        return [(one.ref, one.severity, one.words) for one in checks.findings(position) if one.rule == "C21"]


def test_settings_changed_over_the_warning_are_read_as_any_others(house: House) -> None:
    desk = house.at()
    with desk.despite("Published"):
        plan.change_settings(desk, {"slip_amber_days": 61}, why=TELLING)
    with house.position() as position:
        assert position.settings["slip_amber_days"] == 61
        assert status.matrix(position)


def test_what_was_recorded_over_the_warning_can_be_undone(house: House) -> None:
    desk = house.at()
    with desk.despite("Published"):
        delivery.record_progress(desk, REF, note=TELLING, rating=Rating.GREEN)
    made = trail.undo(desk)
    assert guard.FACT not in made.entries[0].facts


def test_what_the_program_makes_is_not_looked_at_again() -> None:
    made = {(act, name) for act, names in MADE_HERE.items() for name in names}
    assert made == {("report.issued", "body"), ("report.issued", "issuer"), ("log.restored", "kept_as")}


def test_a_refusal_names_every_field_and_each_kind_once() -> None:
    found = [
        Found("note", Kind.PHONE, 0, 3),
        Found("note", Kind.EMAIL, 4, 9),
        Found("note", Kind.PHONE, 10, 12),
        Found("file_name", Kind.PHONE, 0, 3),
    ]
    assert fields(found) == {"note": [Kind.PHONE, Kind.EMAIL], "file_name": [Kind.PHONE]}
    assert str(Sensitive(found)).startswith(
        "The note seems to hold a telephone number and an e-mail address outside public bodies; the file name seems to "
        "hold a telephone number. Nothing was saved"
    )
