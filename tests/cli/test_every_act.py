"""Every act that people do can be recorded on the command line; their rules are tested with the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Cli
from tracker.model.acts import ACTS

# What opening, issuing and restoring record by themselves; reports and keeping have tests of their own.
BY_THEMSELVES = {
    "register.opened",
    "review.opened",
    "area.added",
    "body.added",
    "source.added",
    "recommendation.added",
    "report.issued",
    "log.restored",
}
MINUTED = ("--body", "BRI-EXEC", "--minute", "Minute 7", "--agreed-by", "ASP", "--agreed-by", "BCC")


def agreed(cli: Cli, title: str, *more: str) -> str:
    """Add an agreed action of Bristol's and return its reference."""
    return cli.act("action", "add", "R4", "BRI", "--title", title, "--lead", "BCC", *more)


def test_every_act_is_reachable(cli: Cli, tmp_path: Path) -> None:
    auditor = cli.act("people", "add", "--post", "Auditor", "--role", "auditor", "--login", "auditor")
    cli.act("people", "change", auditor, "--area", "BRI,ALL", "--why", "Bristol only")
    cli.act("agency", "add", "HOUSING", "A housing association", "--kind", "provider", "--in-area", "BRI")
    cli.act("agency", "change", "HOUSING", "--name", "Another name", "--why", "Renamed")
    cli.act("settings", "change", "slip_amber_days=60", "--why", "Agreed")
    cli.act("response", "record", "R4", "partly", "--area", "BRI", "--why", "In part in place")
    cli.act("recommendation", "number", "R4", "7", "--source", "The published review")
    cli.act("recommendation", "wording", "R4", "--text", "Do it.", "--source", "The published review")
    meeting = cli.act("meeting", "add", "BRI-EXEC", "--held", "today", "--cut-off", "yesterday")
    moved = cli.act("meeting", "add", "BRI-EXEC", "--held", "14 June 2022", "--cut-off", "31 May 2022")
    cli.act("meeting", "change", moved, "--held", "21 June 2022", "--why", "Not quorate")
    cli.act("meeting", "change", moved, "--cancelled", "--why", "Merged with the next one")

    ref = agreed(cli, "First", "--due", "Q4 2021/22", "--expects", "audit", "--partner", "ASP,HOUSING")
    assert ref == "R4.BRI.7"
    cli.act("action", "edit", ref, "--partner", "none", "--locality", "Easton", "--group", "place", "--why", "Alone")
    cli.act("action", "map", "X.BRI.1", "--to", "R4", "--why", "Agreed")
    cli.act("action", "adopt", "X.BRI.1", "--lead", "BCC", "--review", "March 2030", "--why", "Agreed")
    cli.act("action", "reassign", ref, "--owner", "Head of inclusion", "--why", "New post")
    cli.act("action", "fund", ref, "--funder", "A grant", "--state", "secured", "--amount", "1250.50", "--ends", "2023")
    cli.act("action", "correct-date", ref, "--right", "30 April 2022", "--why", "Typed wrongly")
    cli.act("action", "revise", ref, "--to", "June 2022", *MINUTED, "--why", "The tender was late")
    asked = cli.act("action", "request", ref, "--to", "July 2022", "--why", "Later still", "--asked-by", "The lead")
    cli.act("decision", "make", asked, "refused", *MINUTED[2:], "--meeting", meeting, "--why", "Late enough")
    milestone = cli.act("milestone", "add", ref, "--title", "Half way", "--due", "31/3/22", "--critical")
    cli.act("milestone", "correct-date", milestone, "--right", "30/3/22", "--why", "Typed wrongly")
    cli.act("milestone", "revise", milestone, "--to", "30/4/22", *MINUTED, "--why", "Later")
    cli.act("milestone", "request", milestone, "--to", "30/5/22", "--why", "Later still")
    cli.act("milestone", "achieve", milestone, "--note", "Seen", "--reported-by", "The lead", "--received", "call")
    second = cli.act("people", "add", "--post", "Second manager", "--role", "manager", "--area", "BRI")
    private = ("--field", "note", "--ground", "a private remark", "--as", second, "--yes")
    assert cli.act("dispose", milestone, *private) == milestone
    assert cli.act("package", "-o", str(tmp_path / "package"), "--recipient", "Internal audit") == "package 1"
    cli.act("progress", ref, "--rag", "green", "--note", "Going well", "--difference", "delivered")
    cli.act("progress", ref, "--no-change", "--note", "Still true")
    cli.act("action", "pause", ref, "--review", "March 2030", "--why", "Waits")
    cli.act("action", "resume", ref, "--why", "Came")

    cli.act("complete", ref, "--note", "Done")
    cli.act("action", "return", ref, *MINUTED, "--why", "The audit is missing")
    (tmp_path / "audit.txt").write_text("ten of ten", encoding="utf-8")
    audit = ("evidence", "add", "--title", "Audit", "--kind", "audit", "--file", str(tmp_path / "audit.txt"))
    evidence = cli.act(*audit, "--for", ref, "--shows", "practice", "--dated", "March 2022")
    cli.act("evidence", "link", evidence, "R4", "M4", "--shows", "delivered")
    cli.act("evidence", "edit", evidence, "--group", "sex,age", "--group", "special educational needs", "--why", "Read")
    (tmp_path / "audit2.txt").write_text("nine of ten", encoding="utf-8")
    again = ("--file", str(tmp_path / "audit2.txt"), "--dated", "March 2022", "--why", "One plan was counted twice")
    cli.act("evidence", "revise", evidence, *again)
    cli.act("evidence", "review", evidence, "--outcome", "accepted", "--why", "Ten of ten", "--as", auditor)
    cli.act("evidence", "receive", "E1", "--custodian", "Business unit", "--place", "Safe")
    cli.act("complete", ref, "--note", "Done, with the audit")
    cli.act("signoff", ref, *MINUTED, "--meeting", meeting, "--why", "Seen")
    cli.act("action", "reopen", ref, "--why", "A re-test failed")
    lasting = agreed(cli, "Small", "--assurance", "light", "--on", "1 March 2023")
    cli.act("complete", lasting, "--note", "Done", "--on", "2 March 2023")
    cli.act("signoff", lasting, *MINUTED, "--on", "2 March 2023")
    found = ("--months", "3", "--outcome", "partly", "--note", "Half of it", "--reported-by", "Internal audit")
    cli.act("sustain", lasting, *found, "--on", "2 June 2023")

    query = cli.act("query", "raise", "R1.BRI.2", "--question", "On what is it based?", "--as", auditor)
    cli.act("query", "answer", query, "--answer", "On the paper")
    cli.act("query", "press", query, "--why", "Which page?", "--as", auditor)
    cli.act("query", "answer", query, "--answer", "Page 4")
    cli.act("query", "close", query, "--concluded", "It is there", "--as", auditor)
    cli.act("measure", "add", "--title", "Exclusions", "--unit", "pupils", "--direction", "lower", "--for", "R4")
    cli.act("measure", "edit", "M4", "--group", "send", "--why", "It counts pupils with a plan")
    cli.act("measure", "reading", "M4", "3", "--period", "Q4 2021/22", "--source", "Return")
    share = ("--from", "1/9/20", "--to", "31/8/21", "--numerator", "31", "--denominator", "34")
    cli.act("measure", "reading", "M8", "91", *share, "--despite", "The paper publishes it")
    risk = cli.act("risk", "add", "--title", "The grant ends", "--for", "R1", "--in-area", "BRI")
    cli.act("risk", "change", risk, "accepted", "--why", "Carried")
    ask = ("decision", "ask", "--kind", "escalation", "--body", "BRI-EXEC", "--about", risk, "--asked", "Decide")
    put_off = cli.act(*ask)
    cli.act("decision", "defer", put_off, "--minute", "Minute 9", "--until", "March 2030", "--why", "No figures yet")
    cli.act("decision", "withdraw", put_off, "--why", "Settled")

    declined = agreed(cli, "Perhaps", "--basis", "proposed")
    cli.act("action", "decline", declined, "--why", "No money")
    second, third, fourth, fifth = (agreed(cli, title) for title in ("Second", "Third", "Fourth", "Fifth"))
    cli.act("action", "withdraw", second, "--why", "Not needed")
    cli.act("action", "supersede", third, "--by", fourth, "--why", "Replaced")
    cli.act("action", "merge", fifth, "--into", fourth, "--why", "One piece of work")
    cli.act("action", "split", fourth, "--into", "One half", "--into", "The other half", "--why", "Two teams")

    cli.act("trail", "reviewed", "--upto", "#435", "--note", "No late entries", "--as", auditor)
    cli.act("undo", "--why", "On the wrong action")
    recorded = {entry["act"] for entry in cli.json("log")}
    assert set(ACTS) - BY_THEMSELVES - recorded == set()


def test_an_act_says_reference_entry_and_what_it_did(cli: Cli) -> None:
    done = cli.ok("progress", "r1.bri.2", "--rag", "amber", "--note", "Late")
    assert done.out == "R1.BRI.2  #436  recorded progress on R1.BRI.2\n"


def test_an_act_as_json(cli: Cli) -> None:
    said = cli.json("complete", "R1.BRI.2", "--note", "Done")
    assert (said["ref"], said["entries"]) == ("R1.BRI.2", [436, 437])
    assert [act["act"] for act in said["acts"]] == ["action.completed", "decision.asked"]


def test_undoing_names_the_entry_that_was_undone(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    assert cli.ok("undo").out == "R1.BRI.2  #437  undid #436 on R1.BRI.2\n"


@pytest.mark.parametrize(
    ("written", "understood"),
    [("Q4 2021/22", "31 March 2022"), ("March 2022", "31 March 2022"), ("31/3/22", "31 March 2022")],
)
def test_a_date_is_shown_back_as_it_was_understood(cli: Cli, written: str, understood: str) -> None:
    done = cli.ok("milestone", "add", "R1.BRI.4", "--title", "Design", "--due", written)
    assert done.out.splitlines()[1:] == [f"due: {understood} (from '{written}')"]
    assert cli.json("show", "R1.BRI.4.m1")["due"] == "2022-03-31"


def test_a_date_in_full_needs_no_showing_back(cli: Cli) -> None:
    done = cli.ok("milestone", "add", "R1.BRI.4", "--title", "Design", "--due", "31 March 2022")
    assert len(done.out.splitlines()) == 1


def test_the_day_it_happened(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "Late", "--on", "3 March 2022")
    (entry,) = cli.json("log", "--newest", "--limit", "1")
    assert entry["occurred_on"] == "2022-03-03"


def test_who_is_acting_is_told_before_or_after_the_command(cli: Cli) -> None:
    manager = cli.act("people", "add", "--post", "Second manager", "--role", "manager", "--area", "BRI")
    cli.ok("--as", manager, "progress", "R1.BRI.2", "--rag", "amber", "--note", "Late")
    cli.ok("progress", "R1.BRI.3", "--rag", "amber", "--note", "Late", "--as", manager)
    cli.ok("progress", "R2.BRI.2", "--rag", "amber", "--note", "Late", TRACKER_USER=manager)
    cli.ok("progress", "R5.BRI.2", "--rag", "amber", "--note", "Late", "--as", "P1", TRACKER_USER=manager)
    assert [entry["by"] for entry in cli.json("log", "--act", "progress")] == [manager, manager, manager, "P1"]


# --- long texts -------------------------------------------------------------------------------------------------------


def note_of(cli: Cli) -> str:
    (entry,) = cli.json("log", "--newest", "--limit", "1")
    return str(entry["texts"]["note"])


def test_a_note_from_standard_input(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "-", stdin="First line\nSecond line, café\n")
    assert note_of(cli) == "First line\nSecond line, café"


def test_a_note_from_a_file_with_a_byte_order_mark(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a note.txt").write_bytes(b"\xef\xbb\xbfFrom Notepad\r\n")
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note-file", str(tmp_path / "a note.txt"))
    assert note_of(cli) == "From Notepad"


def test_official_wording_from_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "r4.txt").write_text("To the letter.\n", encoding="utf-8")
    cli.ok("recommendation", "wording", "R4", "--file", str(tmp_path / "r4.txt"), "--source", "The review")
    said = cli.json("show", "R4")
    assert (said["wording"], said["official_wording"]) == ("verbatim", "To the letter.")


def test_only_one_text_comes_from_standard_input(cli: Cli) -> None:
    two = ("--description", "-", "--difference-wanted", "-")
    words = cli.refused("action", "add", "R4", "BRI", "--title", "x", *two, code=2, stdin="a")
    assert words.startswith("--description has read standard input; give --difference-wanted as text or from a file")
