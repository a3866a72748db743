"""``tracker check`` by rule and severity, exceptions that a body accepts, and how revisions and late checks show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Cli
from tracker.register import checks, rules

DAY = ("--today", "15 December 2022")
THEN = ("--today", "1 April 2022")  # before anything of the recommendation files falls due
LATE = ("action", "add", "R4", "BRI", "--title", "Late", "--lead", "BCC", "--due", "March 2021")


def test_one_rule_is_asked(reader: Cli) -> None:
    found = reader.json("check", "--rule", "c16", *DAY)
    assert {(one["rule"], one["ref"]) for one in found} == {("C16", ref) for ref in ("R7", "R8", "R9")}
    assert all(set(one) >= {"rule", "severity", "ref", "words", "accepted_by", "accepted_until"} for one in found)


def test_one_severity_is_asked(reader: Cli) -> None:
    every = reader.json("check", *DAY)
    for severity in checks.SEVERITIES:
        some = reader.json("check", "--severity", severity, *DAY)
        assert some == [one for one in every if one["severity"] == severity]
        assert some


def test_a_rule_that_is_not_there_is_refused_with_those_that_are(reader: Cli) -> None:
    words = reader.refused("check", "--rule", "C999")
    assert words.startswith("There is no rule 'C999'; there are: D1, D3, ")


def test_silence_is_said_to_be_an_answer(reader: Cli) -> None:
    """Every rule is either listed with what it finds or named among those that found nothing."""
    said = reader.ok("check", *DAY, COLUMNS="160").out
    found = {one["rule"] for one in reader.json("check", *DAY)}
    quiet = " ".join(said.partition("Nothing found (")[2].split())
    listed = [rule for rule, _, _ in checks.catalogue(rules.DEFAULT_SETTINGS)]
    assert quiet.startswith(f"{len(listed) - len(found)} of {len(listed)} rules were asked)")
    for rule, _, title in checks.catalogue(rules.DEFAULT_SETTINGS):
        assert (f"{rule} {title}" in quiet) is (rule not in found), rule


def test_only_severe_findings_fail_a_strict_check(reader: Cli) -> None:
    assert reader.run("check", "--strict", *DAY).code == 1
    assert reader.run("check", *DAY).code == 0
    assert reader.run("check", "--strict", "--rule", "C17", *DAY).code == 0
    assert reader.run("check", "--strict", "--severity", "high", *DAY).code == 1


def test_a_due_date_that_has_passed_is_pointed_out(cli: Cli) -> None:
    assert cli.ok(*LATE).out.splitlines()[1:] == [
        "due: 31 March 2021 (from 'March 2021')",
        "note: the due date has passed already, so the action is late from the start (rule C38)",
    ]
    assert "note" not in cli.ok(*LATE[:-1], "March 2099").out


def test_an_accepted_exception_is_listed_apart_and_no_longer_fails(cli: Cli) -> None:
    ref = cli.act(*LATE)
    assert cli.run("check", "--strict", "--rule", "D1", *THEN).code == 1
    ask = ("--kind", "acceptance", "--body", "BRI-EXEC", "--about", ref, "--rule", "D1", "--asked", "Until it is moved")
    decision = cli.act("decision", "ask", *ask, "--until", "31 December 2099")
    assert cli.run("check", "--strict", "--rule", "D1", *THEN).code == 1, "it is only asked for"
    cli.act("decision", "make", decision, "agreed", "--minute", "Minute 7", "--agreed-by", "ASP")
    assert cli.run("check", "--strict", "--rule", "D1", *THEN).code == 0
    (one,) = cli.json("check", "--rule", "D1", *THEN)
    assert (one["ref"], one["accepted_by"], one["accepted_until"]) == (ref, decision, "2099-12-31")
    said = " ".join(cli.ok("check", "--rule", "D1", *THEN).out.split())
    assert "Nothing needs attention. Accepted until a date (1)" in said
    assert f"accepted until 31 December 2099 by {decision}" in said
    assert "D1" not in {found["rule"] for found in cli.json("status", *THEN)["attention"]}
    shown = " ".join(cli.ok("show", decision).out.split())
    assert "Accepts rule D1 Accepts until 31 December 2099" in shown
    later = cli.json("check", "--rule", "D1", "--today", "1 January 2100")
    (back,) = [one for one in later if one["ref"] == ref]
    assert (back["accepted_by"], back["accepted_until"]) == (None, None)


def test_revisions_are_shown_with_their_hashes(cli: Cli, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    ref = cli.act("evidence", "add", "--title", "A", "--kind", "audit", "--file", str(tmp_path / "first.txt"))
    before = cli.json("show", ref)["sha256"]
    done = cli.ok("evidence", "revise", ref, "--file", str(tmp_path / "second.txt"), "--why", "Two were missing")
    assert done.out == f"{ref}  #437  added a revision of the evidence {ref}\n"
    said = cli.ok("show", ref, COLUMNS="160").out
    assert before in "".join(said.partition("Earlier revisions")[2].split())
    assert "Two were missing" in said
    assert cli.json("evidence", "list", "--state", "held")[-1]["revision"] == 2


def test_checks_after_sign_off_are_shown(cli: Cli) -> None:
    ref = cli.act("action", "add", "R4", "BRI", "--title", "S", "--lead", "BCC", "--assurance", "light",
                  "--on", "1 March 2023")  # fmt: skip
    cli.act("complete", ref, "--note", "Done", "--difference", "practice", "--on", "2 March 2023")
    minute = ("--body", "BRI-EXEC", "--minute", "Minute 7", "--agreed-by", "ASP")
    cli.act("signoff", ref, *minute, "--on", "2 March 2023")
    early = cli.refused("sustain", ref, "--months", "3", "--outcome", "lapsed", "--note", "x", "--reported-by", "Audit",
                        "--on", "2 May 2023")  # fmt: skip
    assert early.endswith("at 3 months falls due on 2 June 2023; it can be recorded from 3 May 2023.")
    found = ("--outcome", "not sustained", "--note", "The post is gone", "--reported-by", "Audit")
    cli.act("sustain", ref, "--months", "3", *found, "--on", "2 June 2023")
    said = " ".join(cli.ok("show", ref).out.partition("Checks after sign-off")[2].split())
    assert "3 months 2 June 2023 not sustained The post is gone" in said
    assert "6 months due 2 September 2023 not checked yet" in said
    (lapsed,) = cli.json("check", "--rule", "C27", "--today", "3 June 2023")
    assert lapsed["words"] == "is signed off, and the check at 3 months, on 2 June 2023, found it not sustained"


@pytest.mark.parametrize("option", [("--months", "six"), ("--outcome", "gone")])
def test_a_check_that_cannot_be_read_is_wrong_usage(option: tuple[str, str], cli: Cli) -> None:
    given = {"--months": "6", "--outcome": "lapsed", **dict([option])}
    done = cli.run("sustain", "R1.BRI.2", *(part for pair in given.items() for part in pair), "--note", "x")
    assert done.code == 2
