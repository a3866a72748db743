"""What an auditor does on the command line: queries, the trail as a file, following, coverage, people and settings."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import Cli

SPLIT = ("--into", "One half", "--into", "The other half", "--why", "Two teams")


@pytest.fixture
def auditor(cli: Cli) -> str:
    """An auditor in the register of the test."""
    return cli.act("people", "add", "--post", "Auditor", "--role", "auditor")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- queries ----------------------------------------------------------------------------------------------------------


def test_a_query_from_question_to_conclusion(cli: Cli, auditor: str) -> None:
    done = cli.ok("query", "raise", "r1.bri.2", "--question", "On what is it based?", "--wanted-by", "June 2099",
                  "--as", auditor)  # fmt: skip
    assert done.out.splitlines()[0] == "Q1  #437  raised the query Q1"
    assert "wanted-by: 30 June 2099 (from 'June 2099')" in done.out
    cli.ok("query", "answer", "q1", "--answer", "On the paper.", "--reported-by", "The lead", "--received", "call")
    cli.ok("query", "press", "Q1", "--why", "Which page?", "--as", auditor)
    cli.ok("query", "answer", "Q1", "--answer", "Page 4.")
    cli.ok("query", "close", "Q1", "--concluded", "It is there.", "--as", auditor)
    said = " ".join(cli.ok("show", "Q1").out.split())
    for words in (
        "Q1 On what is it based?",
        "State closed",
        "About R1.BRI.2",
        f"{auditor} asked: On what is it based?",
        "P1, as reported by The lead, answered: On the paper. (call) #438",
        f"{auditor} asked again: Which page? #439",
        f"{auditor} closed: It is there. #441",
    ):
        assert words in said, words
    found = cli.json("show", "Q1")
    assert (found["kind"], found["state"], len(found["turns"])) == ("query", "closed", 4)
    assert [entry["act"] for entry in cli.json("log", "R1.BRI.2", "--act", "query")] == [
        "query.raised", "query.answered", "query.pressed", "query.answered", "query.closed",
    ]  # fmt: skip


def test_queries_are_listed_and_shown_with_what_they_are_about(cli: Cli, auditor: str) -> None:
    cli.ok("query", "raise", "R1.BRI.2", "--question", "First?", "--as", auditor)
    cli.ok("query", "raise", "#116", "--question", "Second?", "--as", auditor)
    cli.ok("query", "raise", "R4", "--question", "Third?", "--as", auditor)
    cli.ok("query", "answer", "Q1", "--answer", "So.")
    cli.ok("query", "close", "Q1", "--concluded", "Well.", "--as", auditor)

    def listed(*more: str) -> list[str]:
        return [query["ref"] for query in cli.json("query", "list", *more)]

    assert listed() == ["Q2", "Q3", "Q1"]
    assert listed("--open") == ["Q2", "Q3"]
    assert listed("--state", "closed") == ["Q1"]
    assert listed("--about", "R1.BRI.2") == ["Q2", "Q1"], "entry #116 is about R1.BRI.2"
    assert listed("--about", "#116") == ["Q2"]
    assert listed("--area", "SGL") == ["Q3"], "a recommendation is joint"
    assert "Q2   #116 (R1.BRI.2)" in cli.ok("query", "list").out
    assert "Queries (1 open of 2)" in cli.ok("show", "R1.BRI.2").out
    assert [query["ref"] for query in cli.json("show", "#116")["queries"]] == ["Q2"]
    assert cli.ok("query", "list", "--about", "E1").out.splitlines()[-1] == "No query is recorded."


def test_a_query_is_refused_in_one_line(cli: Cli, auditor: str) -> None:
    raising = ("query", "raise", "R1.BRI.2", "--question", "Why?")
    assert cli.refused(*raising).startswith("P1 is a partnership business manager and may not raise a query")
    assert cli.refused("query", "answer", "Q9", "--answer", "x") == "There is no query Q9 in this plan."
    cli.ok(*raising, "--as", auditor)
    assert cli.refused("query", "close", "Q1", "--concluded", "x", "--as", auditor) == (
        "Q1 is not at that turn: it awaits an answer first."
    )
    assert "Missing option '--question'" in cli.refused("query", "raise", "R1", "--as", auditor, code=2)
    assert cli.refused("show", "Q7") == "There is no query Q7 in this plan at this position."


# --- what an object is ------------------------------------------------------------------------------------------------


def test_the_kind_of_an_object_is_that_of_its_reference(cli: Cli) -> None:
    cli.ok("complete", "R1.BRI.2", "--note", "Done")
    evidence, decision = cli.json("show", "E1"), cli.json("show", "D1")
    assert (evidence["kind"], evidence["evidence_kind"]) == ("evidence", "other")
    assert (decision["kind"], decision["decision_kind"]) == ("decision", "sign_off")
    # The fields of each kind are printed, which they could not be while the kinds were mixed up.
    assert "Kind                 other" in cli.ok("show", "E1").out
    assert "Kind                 sign-off" in cli.ok("show", "D1").out


# --- the trail --------------------------------------------------------------------------------------------------------


def test_following_goes_through_split_and_supersession(cli: Cli) -> None:
    cli.ok("action", "split", "R1.BRI.2", *SPLIT)
    one, two = "R1.BRI.12", "R1.BRI.13"
    cli.ok("action", "supersede", one, "--by", "R1.BRI.3", "--why", "Taken up there")
    cli.ok("progress", two, "--note", "Of the other half", "--rag", "green")
    followed = {entry["seq"] for entry in cli.json("log", "--follow", "R1.BRI.3")}
    each = [{entry["seq"] for entry in cli.json("log", ref)} for ref in ("R1.BRI.2", one, "R1.BRI.3")]
    assert followed == set().union(*each)
    assert not any(entry["act"] == "progress.recorded" for entry in cli.json("log", "--follow", "R1.BRI.3"))
    # From the start both halves follow.
    assert any(entry["act"] == "progress.recorded" for entry in cli.json("log", "--follow", "R1.BRI.2"))
    said = cli.ok("log", "--follow", "R1.BRI.3").out
    assert f"R1.BRI.2 went on as {one}\n" in said
    assert f"{one} went on as R1.BRI.3\n" in said
    assert "R1.BRI.2: added the action R1.BRI.2" in said, "each line says which reference it is about"
    assert cli.json("log", "follow:r1.bri.3") == cli.json("log", "--follow", "R1.BRI.3")
    alone = cli.ok("log", "--follow", "R4.BRI.1").out
    assert "R4.BRI.1 came from no other action and went on as none." in alone


def test_a_csv_of_the_trail_has_before_and_after_and_no_formulas(cli: Cli, tmp_path: Path) -> None:
    cli.ok("action", "edit", "R1.BRI.2", "--locality", "=HYPERLINK(1)", "--why", "+44")
    cli.ok("action", "edit", "R1.BRI.2", "--locality", "Easton, \"north\"", "--why", "More exact")  # fmt: skip
    file = tmp_path / "trail.csv"
    done = cli.ok("log", "R1.BRI.2", "--act", "action.edited", "--format", "csv", "-o", str(file))
    assert done.out == f"2 entries in {file}\n"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfentry,recorded,")
    found = rows(file.read_bytes().decode("utf-8-sig"))
    assert [(row["field"], row["before"], row["after"], row["why"]) for row in found] == [
        ("locality", "none", "'=HYPERLINK(1)", "'+44"),
        ("locality", "'=HYPERLINK(1)", 'Easton, "north"', "More exact"),
    ]
    assert {(row["ref"], row["act"], row["by"], row["post"]) for row in found} == {
        ("R1.BRI.2", "action.edited", "P1", "Partnership business manager")
    }
    assert cli.refused("log", "--format", "csv", "-o", str(file)).startswith("There is already a file")
    assert "cannot be written" in cli.refused("log", "--format", "csv", "-o", str(tmp_path / "no" / "trail.csv"))
    printed = cli.ok("log", "R1.BRI.2", "--act", "action.edited", "--format", "csv").out
    assert rows(printed.replace("\r\n", "\n")) == found
    assert not printed.startswith("\ufeff")


def test_every_entry_of_the_trail_is_in_the_csv(reader: Cli) -> None:
    found = rows(reader.ok("log", "--format", "csv").out)
    assert {int(row["entry"]) for row in found} == set(range(1, 436))


def test_json_lines_are_the_entries_of_json(reader: Cli) -> None:
    lines = reader.ok("log", "R4", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == reader.json("log", "R4")


def test_json_holds_before_and_after_in_words(cli: Cli) -> None:
    cli.ok("action", "edit", "R1.BRI.2", "--title", "Another title", "--why", "Clearer")
    (entry,) = cli.json("log", "--act", "action.edited")
    assert entry["changes"] == [
        {
            "field": "title",
            "before": "Start of newly designed specialist exploitation services",
            "after": "Another title",
        }
    ]


def test_words_and_days_and_lateness_narrow_the_trail(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--note", "A lighthouse", "--rag", "green", "--on", "1 February 2022")
    cli.ok("progress", "R1.BRI.2", "--note", "In time", "--rag", "amber")

    def found(*asked: str) -> list[int]:
        return [entry["seq"] for entry in cli.json("log", *asked)]

    assert found("--text", "lightho") == found('text:"lightho"') == found('"lighthouse"') == [436]
    assert found("--recorded-late") == found("late") == [436], "the opening is not late news"
    assert found("--until", "2021") == []
    assert found("--since", "2021", "--until", "31 December 2099", "--limit", "2") == [1, 2]
    assert found("after:#435") == [436, 437]
    assert found("after:#435", "--newest") == [437, 436]
    assert found("R1.BRI.2 after:2022-02-01 -act:report") == [437]
    assert found("R1.BRI.2 act:progress by:P1") == found("R1.BRI.2", "--act", "progress", "--by", "P1") == [436, 437]


@pytest.mark.parametrize("said", ["%", "R_", "R1.B%", "_"])
def test_what_stands_in_a_reference_is_no_wildcard(said: str, reader: Cli) -> None:
    assert reader.refused("log", said).startswith(f"Nothing is recorded under '{said}'")


def test_every_mapping_decision_is_one_filter_away(cli: Cli) -> None:
    cli.ok("action", "map", "X.BRI.1", "--to", "R4", "--why", "Agreed")
    cli.ok("action", "adopt", "X.BRI.1", "--lead", "BCC", "--why", "Agreed")
    cli.ok("action", "edit", "R1.BRI.2", "--also-serves", "R4", "--why", "Both")
    cli.ok("action", "edit", "R1.BRI.2", "--locality", "Easton", "--why", "Where")
    cli.ok("recommendation", "number", "R4", "7", "--source", "The review")
    cli.ok("action", "map", "X.BRI.2", "--to", "R4", "--why", "Wrongly")
    cli.ok("undo")
    acts = [entry["act"] for entry in cli.json("log", "--act", "mapping") if entry["seq"] > 435]
    assert acts == [
        "action.mapped", "action.adopted", "action.edited", "recommendation.numbered", "action.mapped", "entry.undone",
    ]  # fmt: skip
    assert sum(entry["act"] == "action.added" for entry in cli.json("log", "act:mapping")) == 141


@pytest.mark.parametrize(
    ("asked", "words", "code"),
    [
        (("log", "-o", "x.csv"), "-o goes with --format csv or --format jsonl", 2),
        (("log", "--format", "csv", "--json"), "Give --format, --json or --count, not several", 2),
        (("log", "--follow", "E1"), "'E1' cannot be followed: only actions go on as others", 1),
        (("log", "--follow", "R9.BRI.9"), "Nothing is recorded under 'R9.BRI.9'", 1),
        (("log", "colour:red"), "'colour:red': there is no field 'colour'; there are: by, area, act", 1),
        (("log", "--of", "area:BATH"), "'area:BATH': 'BATH' is not an area", 1),
        (("log", 'of:"area:BATH"'), "'BATH' is not an area", 1),
        (("log", "--text", "!!"), "there is no word in it to look for", 1),
        (("log", "after:soon"), "'soon' is not a date", 1),
        (("log", "-act:dance"), "No such option", 2),
        (("list", "!!"), "'!!': there is no letter or digit in it to search for", 1),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(asked: tuple[str, ...], words: str, code: int, reader: Cli) -> None:
    assert words in reader.refused(*asked, code=code)


def test_a_count_alone_and_a_slip(reader: Cli) -> None:
    assert reader.ok("list", "--count").out == "141\n"
    assert reader.json("list", "R4", "--count") == {"count": len(reader.json("list", "R4"))}
    assert reader.ok("log", "--count", "--limit", "3").out == "435\n"
    done = reader.run("list", "overdu", "--count")
    assert (done.code, done.out) == (0, "0\n")
    assert done.err == "tracker: 'overdu' was searched for as text; did you mean overdue?\n"


# --- over time, and how far -------------------------------------------------------------------------------------------


def test_what_a_person_was_over_time(cli: Cli) -> None:
    ref = cli.act("people", "add", "--post", "Head of service", "--role", "contributor", "--agency", "BCC",
                  "--on", "1 February 2022")  # fmt: skip
    cli.ok("people", "change", ref, "--role", "member", "--area", "BRI", "--why", "Joined it", "--on", "1 March 2022")
    cli.ok("people", "change", ref, "--until", "30 June 2022", "--why", "Left", "--on", "1 April 2022")
    first, second, third = cli.json("people", "history", ref)
    assert (first["begins"], first["to"], first["held"]["role"]) == ("2022-02-01", "2022-03-01", "contributor")
    assert (second["begins"], second["to"], second["held"]["areas"]) == ("2022-03-01", "2022-04-01", "BRI")
    assert {"field": "role", "before": "contributor", "after": "member"} in second["changes"]
    assert (third["to"], third["held"]["until"], third["held"]["post"]) == (None, "2022-06-30", "Head of service")
    assert [term["entry"] for term in (first, second, third)] == [436, 437, 438]
    said = " ".join(cli.ok("people", "history").out.split())
    assert "From 1 March 2022 to 1 April 2022 post Head of service role partnership executive member" in said
    assert "until 30 June 2022" in said
    cli.ok("undo")
    assert len(cli.json("people", "history", ref)) == 2, "what was undone is no part of it"
    assert cli.refused("people", "history", "P9") == "There is no person P9 in this plan; see: tracker people list"


def test_what_an_agency_was_over_time(reader: Cli) -> None:
    before, after = reader.json("agency", "history", "ccg")
    assert "until" not in before["held"]
    assert (after["held"]["until"], after["held"]["successor"]) == ("2022-06-30", "ICB")
    assert len({term["ref"] for term in reader.json("agency", "history")}) == len(reader.json("agency", "list"))


def test_every_change_of_a_setting(cli: Cli) -> None:
    before = len(cli.json("settings", "history"))
    cli.ok("settings", "change", "slip_amber_days=60", "--why", "Agreed in June", "--on", "1 June 2022")
    found = cli.json("settings", "history")
    assert len(found) == before + 1
    last = found[-1]
    assert (last["setting"], last["before"], last["after"], last["in_force_from"]) == (
        "slip_amber_days", "90", "60", "2022-06-01",
    )  # fmt: skip
    assert (last["by"], last["why"], last["entry"]) == ("P1", "Agreed in June", 436)
    assert "slip_amber_days: 90 → 60\n    in force from 1 June 2022\n" in cli.ok("settings", "history").out
    cli.ok("undo")
    assert cli.json("settings", "history")[-1]["undone"] == 437


def test_coverage_counts_what_is_written_down_evidenced_asked_and_read(cli: Cli, auditor: str) -> None:
    ref = cli.act("action", "add", "R4", "NSO", "--title", "Agreed", "--lead", "NSC", "--expects", "audit")
    cli.act("action", "add", "R4", "NSO", "--title", "Another", "--lead", "NSC")
    cli.ok("evidence", "add", "--title", "An audit", "--kind", "audit", "--custodian", "a unit", "--place", "a safe",
           "--for", ref)  # fmt: skip
    cli.ok("trail", "reviewed", "--upto", "439", "--as", auditor)
    cli.ok("progress", ref, "--note", "On its way", "--rag", "green")
    cli.ok("query", "raise", ref, "--question", "Why?", "--as", auditor)
    cli.ok("query", "raise", "R4", "--question", "And why?", "--as", auditor)

    def cell(where: str) -> dict[str, object]:
        recommendation, area = where.split(".")
        found = cli.json("coverage")["coverage"]
        return next(c for c in found if (c["recommendation"], c["area"]) == (recommendation, area))

    found = cell("R4.NSO")
    names = ("actions", "existing", "expected", "held", "accepted", "none", "queries")
    # Two actions; one has expected evidence, and evidence in hand; a query on it and one on the recommendation.
    assert [found[name] for name in names] == [2, 0, 1, 1, 0, 1, 2]
    assert cell("R4.SGL")["queries"] == 1
    assert cell("R5.NSO")["queries"] == 0
    # Added twice, evidence added and linked, progress, the query; after #439 came the link of the evidence and later.
    about = [entry["seq"] for entry in cli.json("log", "--of", "R4.NSO")]
    assert found["entries"] == len(about)
    assert found["since"] == len([seq for seq in about if seq > 439])
    assert found["last_update"] is not None
    assert cli.json("list", str(found["query"]), "--count") == {"count": 2}
    (review,) = cli.json("coverage")["reviews"]
    later = [entry for entry in cli.json("log", "after:#439") if entry["act"] != "trail.reviewed"]
    assert (review["by"], review["upto"], review["since"]) == (auditor, 439, len(later))
    assert {c["area"] for c in cli.json("coverage", "--area", "NSO")["coverage"]} == {"NSO", "ALL"}
    assert len(cli.json("coverage")["coverage"]) == 40, "nine recommendations and other work, in four places each"


def test_every_count_of_coverage_is_found_by_its_query(reader: Cli) -> None:
    for cell in reader.json("coverage")["coverage"]:
        if cell["actions"]:
            assert reader.json("list", cell["query"], "--count") == {"count": cell["actions"]}


def test_how_far_each_reviewer_read(cli: Cli, auditor: str) -> None:
    assert cli.ok("trail", "reviews").out.splitlines()[-1].strip() == "Nobody has noted a review of the trail."
    cli.ok("trail", "reviewed", "--upto", "400", "--as", auditor)
    cli.ok("trail", "reviewed", "--upto", "436", "--note", "Read to the end", "--as", auditor)
    cli.ok("progress", "R1.BRI.2", "--note", "x", "--rag", "green")
    (found,) = cli.json("trail", "reviews")
    assert (found["by"], found["upto"], found["entry"], found["since"]) == (auditor, 436, 438, 1)
    said = " ".join(cli.ok("trail", "reviews").out.split())
    assert f"{auditor}, Auditor: reviewed up to #436 on " in said
    assert "(#438); 1 entry since Read to the end" in said
