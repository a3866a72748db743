"""The words of the plan: that lists are closed, ordered and printed as the design says, and never by colour alone."""

from __future__ import annotations

import json
import re

import pytest

from tracker.model import limits
from tracker.model.text import safe, width
from tracker.model.vocabulary import (
    ENDED_STATUSES,
    LOCAL_AREAS,
    OPEN_STATUSES,
    REPORTED_RATINGS,
    Area,
    Difference,
    EvidenceState,
    Mapping,
    Marking,
    Precision,
    Rating,
    Role,
    Status,
    Word,
    Wording,
    areas_shown,
)

LISTS = Word.__subclasses__()


def test_every_closed_list_is_checked_here() -> None:
    assert {Area, Rating, Status, Precision, Marking} <= set(LISTS)


@pytest.mark.parametrize("words", LISTS, ids=lambda kind: kind.__name__)
def test_members_have_words_of_their_own_and_plain_ledger_values(words: type[Word]) -> None:
    members = list(words)
    assert len({member.value for member in members}) == len({member.words for member in members}) == len(members)
    for member in members:
        assert re.fullmatch("[a-z]+(_[a-z]+)*|[A-Z]{3}|OFFICIAL(-SENSITIVE)?", member.value), member
        assert member.words == safe(member.words.strip())
        assert member.words
        assert "_" not in member.words


@pytest.mark.parametrize("words", LISTS, ids=lambda kind: kind.__name__)
def test_members_are_written_as_their_ledger_value(words: type[Word]) -> None:
    for member in words:
        assert f"{member}" == str(member) == member.value
        assert json.loads(json.dumps(member)) == member.value
        assert words(member.value) is member


def test_a_word_outside_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="'purple' is not a valid Rating"):
        Rating("purple")


def test_words_are_the_value_without_underscores_unless_given() -> None:
    assert Status.IN_PROGRESS.words == "in progress"
    assert Status.COMPLETE.words == "complete, awaiting sign-off"
    assert Wording.NOT_HELD.words == "not held"
    assert Mapping.UNCONFIRMED.words == "ours, unconfirmed"


def test_areas_are_the_three_and_joint_work() -> None:
    assert [area.value for area in Area] == ["BRI", "SGL", "NSO", "ALL"]
    assert [area.words for area in LOCAL_AREAS] == ["Bristol", "South Gloucestershire", "North Somerset"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [(None, ["BRI", "SGL", "NSO", "ALL"]), ("SGL", ["SGL", "ALL"]), ("ALL", ["ALL"]), (Area.BRI, ["BRI", "ALL"])],
)
def test_an_area_is_shown_with_joint_work_apart_and_joint_work_by_itself(asked: str | None, shown: list[str]) -> None:
    assert areas_shown(asked) == shown


def test_ratings_run_from_worst_to_best_for_roll_up() -> None:
    assert [rating.value for rating in Rating] == ["red", "amber", "grey", "green", "blue"]


def test_owners_report_red_amber_or_green_only() -> None:
    assert [rating.value for rating in REPORTED_RATINGS] == ["red", "amber", "green"]


def test_ratings_differ_by_letter_and_symbol_and_not_by_colour_alone() -> None:
    assert "".join(rating.letter for rating in Rating) == "RANGB"
    symbols = [rating.symbol for rating in Rating]
    assert len(set(symbols)) == len(symbols)
    assert all(len(symbol) == width(symbol) == 1 for symbol in symbols)
    assert len({rating.meaning for rating in Rating}) == len(Rating)


def test_every_status_is_open_ended_or_signed_off() -> None:
    assert {*OPEN_STATUSES, *ENDED_STATUSES, Status.SIGNED_OFF} == set(Status)
    assert len(OPEN_STATUSES) + len(ENDED_STATUSES) + 1 == len(Status)


def test_difference_made_runs_from_weakest_to_strongest() -> None:
    assert [step.words for step in Difference] == [
        "not yet shown",
        "delivered only",
        "practice changed",
        "better outcomes for children",
        "sustained",
    ]


def test_evidence_that_is_only_cited_is_not_called_held() -> None:
    assert EvidenceState.NOT_IN_HAND.words == "cited, not in hand"
    assert EvidenceState.HELD.words == "held, awaiting review"


def test_roles_are_those_of_the_design() -> None:
    assert [role.value for role in Role] == [
        "manager",
        "contributor",
        "member",
        "scrutineer",
        "auditor",
        "administrator",
    ]


def test_sizes_grow_from_titles_to_wordings() -> None:
    assert limits.TITLE < limits.LINE < limits.NOTE < limits.WORDING
    assert limits.FILE_NAME <= 255, "no common file system takes a longer name"
