"""What people read: the position, lists, objects, the trail.  What the words count is tested with the register."""

from __future__ import annotations

import re

import pytest

from tests.cli.running import Cli

MARKING = "OFFICIAL-SENSITIVE"
NONE_NAMED = "no action named in the sources"


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("list",),
        ("show", "R4"),
        ("log", "R4"),
        ("check",),
        ("evidence", "list"),
        ("measure", "list"),
        ("meeting", "list"),
        ("meeting", "bodies"),
        ("decision", "list"),
        ("risk", "list"),
        ("people", "list"),
        ("people", "history", "P1"),
        ("agency", "list"),
        ("settings", "show"),
    ],
    ids=" ".join,
)
def test_everything_read_begins_with_the_marking_and_the_position(reader: Cli, arguments: tuple[str, ...]) -> None:
    out = reader.ok(*arguments, "--today", "15 December 2022").out
    assert out.splitlines()[0] == MARKING
    assert "Position at 15 December 2022, from entries up to #435, recorded by" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


def row(out: str, label: str) -> list[str]:
    """The cells of the first row of the matrix with this label."""
    (line, *_) = [line for line in out.splitlines() if line.startswith(label)]
    return re.split(r"  +", line.removeprefix(label).strip())


def test_the_matrix(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.3", "--rag", "amber", "--note", "Late")
    out = cli.ok("status", "--today", "2023-01-01").out
    assert row(out, "actions") == ["11 (1 overdue)", "no action named", "no action named", "no action named"]
    assert row(out, "reported") == ["A Amber ◆ 1/11", "–", "–", "–"]
    assert row(out, "date check") == ["R Red ▲ 1/11", "–", "–", "–"]
    assert "R7  Recommendation not held [not held]" in out
    assert "R1 to R9 together, without X" in out
    assert "Counts do not compare areas" in out


def test_one_area_and_joint_work_apart(reader: Cli) -> None:
    out = reader.ok("status", "--area", "BRI", "--today", "2023-01-01").out
    own, joint = out.split("Joint work of the three areas, apart\n")
    assert "because    R1.BRI.3: past its agreed due date and not complete" in own
    assert "North Somerset" not in own
    assert joint.index("R1  ") < joint.index(NONE_NAMED)


def test_an_area_without_actions_says_so_in_words(reader: Cli) -> None:
    out = reader.ok("status", "--area", "NSO").out
    assert out.count(NONE_NAMED) == 10 + 1 + 9 + 1  # R1 to X and their sum; joint work has actions under X only


def test_what_needs_attention_is_cut_and_says_where_the_rest_is(reader: Cli) -> None:
    out = reader.ok("status", "--today", "2023-05-01").out
    total = len(reader.json("check", "--today", "2023-05-01"))
    assert f"Needs attention ({total})" in out
    assert f"… and {total - 12} more: tracker check" in out


def test_check_of_one_area_keeps_joint_findings_apart(reader: Cli) -> None:
    own, joint = reader.ok("check", "--area", "BRI").out.split("Joint work and the plan as a whole, apart")
    assert "R1.BRI.1 " in own
    assert " R7 " not in own
    assert " R7 " in joint


def test_check_fails_only_when_asked_to_be_strict(reader: Cli) -> None:
    assert reader.run("check").code == 0
    assert reader.run("check", "--strict").code == 1


def test_a_list(reader: Cli) -> None:
    out = reader.ok("list", "R1.BRI.2", "--today", "2023-05-01").out
    (line,) = [line for line in out.splitlines() if line.startswith("R1.BRI.2")]
    cells = re.split(r"  +", line)
    assert cells == ["R1.BRI.2", "Start of newly designed specialist …", "not reported", "R Red ▲", "Apr 23"]
    assert out.splitlines()[-1] == "1 action, 0 of them existing provision."


def test_a_list_of_one_area_is_followed_by_joint_work_apart(reader: Cli) -> None:
    own, joint = reader.ok("list", "plan", "--area", "bri").out.split("Joint work of the three areas (apart)\n")
    assert "\nBristol\n" in own
    assert "X.BRI.87" in own
    assert "ALL" not in own
    assert re.findall(r"^\S+", joint, re.MULTILINE)[:4] == ["Ref", "X.ALL.1", "X.ALL.2", "X.ALL.3"]
    assert "Joint work of the three areas\n" in reader.ok("list", "plan", "--area", "ALL").out


def test_a_list_of_more_than_one_area_does_not_compare_them(reader: Cli) -> None:
    assert "Counts do not compare areas" in reader.ok("list").out
    assert "Counts do not compare areas" not in reader.ok("list", "area:BRI").out


def test_a_list_of_nothing(reader: Cli) -> None:
    assert reader.ok("list", "area:SGL", "overdue").out.splitlines()[-1] == "No action matches."


def test_a_wide_terminal_shows_the_lead_and_the_status(reader: Cli) -> None:
    out = reader.ok("list", "R1.BRI.2", COLUMNS="140").out
    assert re.search(r"^Ref +Title +Reported +Date check +Due +Lead +Status$", out, re.MULTILINE)
    assert re.search(r"^R1.BRI.2 .* not named +planned$", out, re.MULTILINE)


@pytest.mark.parametrize("command", [("status",), ("list",), ("check",), ("show", "R4.BRI.4"), ("log", "R4")], ids=str)
@pytest.mark.parametrize("columns", [24, 40, 60])
def test_everything_fits_a_narrow_terminal(reader: Cli, command: tuple[str, ...], columns: int) -> None:
    out = reader.ok(*command, COLUMNS=str(columns)).out
    assert max(map(len, out.splitlines())) <= columns


def test_an_action(cli: Cli) -> None:
    cli.ok("action", "adopt", "R1.BRI.2", "--lead", "CCG", "--why", "Agreed", "--on", "1 June 2022")
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "The tender is late", "--reported-by", "Head of service")
    out = cli.ok("show", "R1.BRI.2", "--today", "2023-01-01").out
    said = " ".join(out.split())
    assert "Lead agency CCG, Bristol, North Somerset and South Gloucestershire Clinical Commissioning Group" in said
    assert "(now ICB)" in said
    assert "Due April 2023" in said
    assert "Reported A Amber ◆" in said
    assert "Difference made not yet shown" in said
    assert "Head of service The tender is late" in said
    assert "No milestone is recorded." in said
    assert "reported: none → amber" in said


def test_a_recommendation_that_is_not_held(reader: Cli) -> None:
    said = reader.ok("show", "R7").out
    assert "R7 (working number): Recommendation not held" in said
    assert "Official wording     not held" in said
    assert said.count("No action named in the sources.") == 4


def test_a_recommendation_with_its_official_number(cli: Cli) -> None:
    cli.ok("recommendation", "number", "R4", "7", "--source", "The review")
    assert "Recommendation 7 (working R4): Fewer managed moves" in cli.ok("show", "R4").out


@pytest.mark.parametrize("ref", ["R4.BRI", "R4.BRI.4", "E1", "M8", "K1", "P1", "X", "#12"])
def test_everything_with_a_reference_can_be_shown(reader: Cli, ref: str) -> None:
    assert ref in reader.ok("show", ref).out


def test_meetings_decisions_and_milestones_can_be_shown(cli: Cli) -> None:
    minuted = ("--body", "BRI-EXEC", "--minute", "Minute 5", "--agreed-by", "ASP")
    cli.ok("meeting", "add", "BRI-EXEC", "--held", "14 June 2022", "--cut-off", "31 May 2022", "--title", "Quarterly")
    cli.ok("milestone", "add", "R1.BRI.2", "--title", "Tender", "--due", "2022-09-30", "--on", "1 June 2022")
    cli.ok("milestone", "revise", "R1.BRI.2.m1", "--to", "October 2022", *minuted, "--meeting", "G1", "--why", "Slow")
    assert "14 June 2022" in cli.ok("show", "G1").out
    assert "Minute 5" in cli.ok("show", "D1").out
    assert re.search("30 September 2022 +31 October 2022 +BRI-EXEC", cli.ok("show", "R1.BRI.2.m1").out)


def test_the_history_of_a_recommendation_is_cut_and_says_where_the_rest_is(reader: Cli) -> None:
    total = len(reader.json("log", "R1"))
    said = " ".join(reader.ok("show", "R1").out.split())
    assert f"History: the last 10 of {total} entries (tracker log R1 shows all)" in said


def test_the_trail(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late", "--on", "3 March 2022")
    cli.ok("undo", "--why", "Wrong action")
    out = cli.ok("log", "R1.BRI.2", "--newest").out
    assert "undid #436 (recorded progress on R1.BRI.2)" in out
    assert "recorded progress on R1.BRI.2  [undone by #437]" in out
    assert "it happened on 3 March 2022" in out
    assert "why: Wrong action" in out
    assert out.splitlines()[-1] != "No entry matches."
    assert cli.ok("log", "--by", "P9").out.splitlines()[-1] == "No entry matches."
    assert cli.ok("log", "--limit", "3").out.splitlines()[-1] == "3 of 437 entries; leave --limit out for all."


def test_a_position_of_another_day_says_so(reader: Cli) -> None:
    out = reader.ok("status", "--as-at", "31 March 2022", "--known-at", "#400").out
    assert "Position AS AT 31 March 2022, from entries up to #400" in out


HOSTILE = "[b]x[/b] \x1b[31mred\x1b]0;title\x07 \u202eevil\u200b <b>|</b> \x9b2J"


@pytest.mark.parametrize("command", [("show", "R1.BRI.2"), ("log", "R1.BRI.2"), ("list", "R1.BRI.2")], ids=str)
def test_hostile_text_is_shown_escaped(cli: Cli, command: tuple[str, ...]) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", HOSTILE, "--reported-by", HOSTILE)
    cli.ok("action", "edit", "R1.BRI.2", "--title", HOSTILE, "--why", HOSTILE)
    out = cli.ok(*command).out
    assert not set(out) & set("\x1b\x07\x9b\u202e\u200b\x7f")
    assert "[b]x[/b] ⟨U+001B⟩[31mred" in out


def test_hostile_arguments_are_shown_escaped(reader: Cli) -> None:
    for arguments, code in ((("show", HOSTILE), 1), (("list", f"area:{HOSTILE}"), 1), (("list", "--sort", HOSTILE), 2)):
        words = reader.refused(*arguments, code=code)
        assert not set(words) & set("\x1b\x07\x9b\u202e\u200b")
