"""References: which texts are one, what each part means, and the order they are read out in."""

from __future__ import annotations

import random
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.references import KINDS, Reference, is_reference, parse, sort_key
from tracker.model.vocabulary import Area


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("R4", Reference("R4", "recommendation", recommendation="R4")),
        ("X", Reference("X", "recommendation", recommendation="X")),
        ("R4.BRI", Reference("R4.BRI", "response", recommendation="R4", area="BRI")),
        ("R4.ALL.12", Reference("R4.ALL.12", "action", recommendation="R4", area="ALL", number=12)),
        ("X.NSO.7", Reference("X.NSO.7", "action", recommendation="X", area="NSO", number=7)),
        (
            "R10.SGL.2.m1",
            Reference("R10.SGL.2.m1", "milestone", recommendation="R10", area="SGL", number=2, milestone=1),
        ),
        ("E17", Reference("E17", "evidence", number=17)),
        ("G4", Reference("G4", "meeting", number=4)),
        ("D12", Reference("D12", "decision", number=12)),
        ("K3", Reference("K3", "risk", number=3)),
        ("M3", Reference("M3", "measure", number=3)),
        ("P7", Reference("P7", "person", number=7)),
        ("Q2", Reference("Q2", "query", number=2)),
        ("#218", Reference("#218", "entry", number=218)),
    ],
)
def test_a_reference_is_taken_apart(text: str, reference: Reference) -> None:
    assert parse(text) == reference
    assert is_reference(text)


@pytest.mark.parametrize("text", ["r4.bri.2.m1", " R4.BRI.2.M1 ", "R4.Bri.2.m1"])
def test_case_and_outer_spaces_do_not_matter(text: str) -> None:
    assert parse(text) == parse("R4.BRI.2.m1")


@pytest.mark.parametrize(
    ("text", "action"),
    [("R4.BRI.2", "R4.BRI.2"), ("r4.bri.2.m1", "R4.BRI.2"), ("R4.BRI", None), ("R4", None), ("E17", None)],
)
def test_a_milestone_names_its_action(text: str, action: str | None) -> None:
    assert parse(text).action == action


@pytest.mark.parametrize(
    "text",
    [
        "", "R", "R0", "R04", "R4.", "R4.XYZ", "R4.BRI.0", "R4.BRI.2.m0", "R4.BRI.2.1", "R4.2", "R1000", "X1",
        "E", "E0", "Z1", "#", "#0", "218", "R4 BRI 2", "R4.BRI.2.m1.m2", "R4\n.BRI", "R4.BRI.\u0662",
        "R4.BRI.2 and E17",
    ],
)  # fmt: skip
def test_other_texts_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"not a reference; write one like R4, R4\.BRI\.2, R4\.BRI\.2\.m1, E17 or #218$"
    ):
        parse(text)
    assert not is_reference(text)


def test_a_refusal_quotes_what_was_typed_without_its_control_characters() -> None:
    with pytest.raises(ValueError, match=r"^'R4⟨U\+001B⟩\[2J' is not a reference"):
        parse(" R4\x1b[2J ")
    with pytest.raises(ValueError, match=r"^'R{59}…' is not a reference"):
        parse("R" * 5000)


IN_ORDER = [
    "#9", "#10", "#218",
    "D12", "E2", "E17", "E100",
    "R1", "R4", "R4.BRI", "R4.BRI.2", "R4.BRI.2.m1", "R4.BRI.2.m9", "R4.BRI.2.m10", "R4.BRI.9", "R4.BRI.10",
    "R4.SGL", "R4.SGL.1", "R4.NSO.1", "R4.ALL", "R4.ALL.1", "R5", "R9", "R10", "R10.BRI.1",
    "X", "X.BRI.7", "X.ALL.1",
]  # fmt: skip


def test_references_sort_as_people_count_and_as_the_plan_lists_areas() -> None:
    shuffled = random.Random(4).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_the_database_sorts_keys_as_python_does() -> None:
    table = sqlite3.connect(":memory:")
    try:
        table.execute("create table keys (key text)")
        table.executemany("insert into keys values (?)", [(sort_key(text),) for text in reversed(IN_ORDER)])
        rows = table.execute("select key from keys order by key").fetchall()
    finally:
        table.close()
    assert [key for (key,) in rows] == [sort_key(text) for text in IN_ORDER]


def test_numbers_of_imported_plans_sort_naturally_too() -> None:
    numbers = ["1a", "2 (i)", "2 (x)", "3.5 a)", "3.10 a)", "21.9.1", "21.10.1"]
    shuffled = random.Random(4).sample(numbers, len(numbers))
    assert sorted(shuffled, key=sort_key) == numbers


parts = st.tuples(
    st.integers(1, 999), st.sampled_from(list(Area)), st.integers(1, 999_999), st.none() | st.integers(1, 9999)
)


def spell(part: tuple[int, Area, int, int | None]) -> str:
    recommendation, area, action, milestone = part
    return f"R{recommendation}.{area}.{action}" + (f".m{milestone}" if milestone else "")


@given(st.lists(parts, max_size=8))
def test_the_order_is_that_of_the_numbers_and_of_the_areas(written: list[tuple[int, Area, int, int | None]]) -> None:
    by_number = sorted(written, key=lambda part: (part[0], list(Area).index(part[1]), part[2], part[3] or 0))
    assert sorted(map(spell, written), key=sort_key) == list(map(spell, by_number))


@given(parts)
def test_every_action_and_milestone_is_read_as_it_was_spelled(part: tuple[int, Area, int, int | None]) -> None:
    reference = parse(spell(part).lower())
    assert (reference.recommendation, reference.area) == (f"R{part[0]}", part[1].value)
    assert (reference.number, reference.milestone) == (part[2], part[3])
    assert reference.text == spell(part)


def test_each_kind_of_thing_has_a_letter_of_its_own() -> None:
    assert len(set(KINDS.values())) == len(KINDS)
    assert all(parse(f"{letter}1").kind == kind for letter, kind in KINDS.items())
