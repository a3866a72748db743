"""Several references on one command line: recorded as one batch, all of it or nothing."""

from __future__ import annotations

import pytest

from tests.cli.running import Cli

TWO = ("R1.BRI.2", "R2.BRI.2")
"""Planned steps of Bristol's, which stand in the plan from the start."""


@pytest.mark.parametrize(
    ("words", "act"),
    [
        (("progress", *TWO, "--rag", "amber", "--note", "Asked"), "progress.recorded"),
        (("action", "reassign", *TWO, "--owner", "Head of inclusion", "--why", "New post"), "action.reassigned"),
        (("action", "request", *TWO, "--to", "March 2040", "--why", "Late"), "decision.asked"),
    ],
)
def test_several_references_are_one_batch(cli: Cli, words: tuple[str, ...], act: str) -> None:
    before = len(cli.json("log"))
    cli.ok(*words)
    made = cli.json("log")[before:]
    assert [(entry["act"], entry["on"][-1]) for entry in made] == [(act, ref) for ref in TWO]
    cli.ok("undo")
    assert [entry["act"] for entry in cli.json("log")[before + 2 :]] == ["entry.undone"] * 2, "undone as one"


def test_agreed_dates_of_several_are_recorded_with_one_minute(cli: Cli) -> None:
    minute = ("--body", "BRI-EXEC", "--minute", "Minute 7", "--agreed-by", "ASP", "--agreed-by", "BCC")
    before = len(cli.json("log"))
    cli.ok("action", "revise", *TWO, "--to", "March 2040", *minute, "--why", "The tender was late")
    made = cli.json("log")[before:]
    assert [entry["on"][0] for entry in made if entry["act"] == "action.revised"] == list(TWO)
    assert [entry["on"][0] for entry in made if entry["act"] == "decision.made"] == ["D1", "D2"]


def test_one_that_is_refused_stops_all_and_is_named(cli: Cli) -> None:
    before = cli.json("log")
    words = cli.refused("progress", *TWO, "R4.BRI.99", "--note", "Asked")
    assert words.strip() == "Nothing was saved. R4.BRI.99: There is no action R4.BRI.99 in this plan."
    assert cli.json("log") == before


def test_a_reference_that_is_named_twice_counts_once(cli: Cli) -> None:
    before = len(cli.json("log"))
    cli.ok("progress", "r1.bri.2", "R1.BRI.2", "--note", "Asked")
    assert len(cli.json("log")) == before + 1


def test_the_last_entry_seen_is_that_of_one_reference(cli: Cli) -> None:
    assert "--seen is about one reference" in cli.refused("progress", *TWO, "--note", "x", "--seen", "9", code=2)
    assert "Missing argument 'REF...'" in cli.refused("progress", "--note", "x", code=2)
