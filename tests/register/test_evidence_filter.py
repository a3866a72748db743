"""The filter of the evidence register: by reference, state, kind, area, person, act, day and words."""

from __future__ import annotations

import pytest

from tests.house import House
from tracker.desk import delivery, evidence
from tracker.desk.evidence import NewEvidence
from tracker.model import dates
from tracker.model.vocabulary import EvidenceKind, EvidenceState
from tracker.register.evidence_filter import FIELDS
from tracker.register.filters import FilterError
from tracker.register.registers import evidence as found


@pytest.fixture
def pieces(house: House) -> tuple[House, str, str, str]:
    """An audit of a milestone of R4.BRI.7 that P6 accepted, later minutes of R4.SGL.1 by P6, and a loose letter."""
    milestone = delivery.add_milestone(house.at(), "R4.BRI.7", "Panels trained", dates.parse("October 2022")).ref
    made = []
    for who, day, title, kind, targets in (
        ("P1", "2022-07-04", "Audit of panels", EvidenceKind.AUDIT, [milestone]),
        ("P6", "2022-08-10", "Minutes of the panel", EvidenceKind.MINUTES, ["R4.SGL.1"]),
        ("P1", "2022-08-20", "A letter", EvidenceKind.OTHER, []),
    ):
        new = NewEvidence(title=title, kind=kind, custodian="c", place="p")
        made.append(evidence.add(house.on(day).at(who), new, targets=targets).ref)
    evidence.review(house.at("P6"), made[0], EvidenceState.ACCEPTED, why="Good.")
    return house, made[0], made[1], made[2]


def test_each_word_narrows_the_list(pieces: tuple[House, str, str, str]) -> None:
    house, audit, minutes, letter = pieces
    mine = {audit, minutes, letter}
    with house.position() as position:

        def of(text: str, area: str | None = None) -> set[str]:
            return mine & set(found(position, area, text))

        assert of("") == mine
        assert of("R4.BRI.7") == of("R4.BRI.7.m1") == of("r4.bri") == {audit}
        assert of("R4") == {audit, minutes}
        assert of(letter) == of("unlinked") == {letter}
        assert of("state:accepted") == {audit}
        assert of("state:held,accepted kind:minutes,audit") == {audit, minutes}
        assert of("area:SGL") == of("", "SGL") == {minutes}
        assert of("marking:official-sensitive") == mine  # unless somebody says that it is not
        assert of("marking:OFFICIAL") == set()
        assert of("by:P6") == {audit, minutes}  # one reviewed, one added
        assert of("by:P6 act:added") == mine & {audit, minutes}
        assert of("act:reviewed") == {audit}
        assert of("since:2022-08-01") == {minutes, letter}
        assert of("since:2022-08-01 until:2022-08-10") == {minutes}
        assert of("panel") == of('"panel"') == {audit, minutes}
        assert of("panel state:held") == {minutes}


@pytest.mark.parametrize(
    ("text", "words"),
    [("colour:red", "there is no field 'colour'"), ("state:", "needs a value"), ("state:good", "there are: "),
     ("group:noise", "is none of: age, disability"),
     ("area:XYZ", "not an area"), ("by:R4", "not a person"), ("act:eaten", "there are: added"),
     ("since:2022-09-31", "since:2022-09-31")],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_pointed_at(house: House, text: str, words: str) -> None:
    with house.position() as position, pytest.raises(FilterError, match=words) as wrong:
        found(position, None, f"audit {text}")
    assert wrong.value.start == len("audit ")


def test_every_field_says_what_it_takes() -> None:
    assert set(FIELDS) == {"state", "kind", "area", "group", "marking", "by", "act", "since", "until"}
    assert all(FIELDS.values())
