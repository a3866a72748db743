"""The JSON that scripts rely on: the keys and meanings that the design promises, on the real recommendation files."""

from __future__ import annotations

from tests.cli.running import Cli

CELL = {
    "reported", "date_check", "because", "actions", "existing", "complete", "signed_off", "overdue", "evidence",
    "difference",
}  # fmt: skip
LINE = {
    "ref", "recommendation", "area", "title", "basis", "owner", "due_original", "due", "status", "reported",
    "date_check", "because", "next_milestone", "evidence_held", "evidence_accepted", "last_update",
}  # fmt: skip
ENTRY = {"seq", "at", "occurred_on", "by", "via", "area", "act", "on", "facts", "texts", "why"}
FINDING = {"rule", "severity", "ref", "words"}


def test_status(reader: Cli) -> None:
    said = reader.json("status", "--today", "15 December 2022")
    assert set(said) >= {"as_at", "known_at", "review", "recommendations", "attention"}
    assert (said["as_at"], said["known_at"]) == ("2022-12-15", 435)
    assert said["review"].startswith("Thematic Child Safeguarding Practice Review")
    assert [line["ref"] for line in said["recommendations"]] == [f"R{n}" for n in range(1, 10)]
    assert said["other"]["ref"] == "X"
    for line in said["recommendations"]:
        assert set(line) >= {"ref", "official_number", "title", "wording", "areas"}
        assert list(line["areas"]) == ["BRI", "SGL", "NSO", "ALL"]
        for cell in line["areas"].values():
            assert set(cell) >= CELL
            assert set(cell["evidence"]) == {"expected", "held", "accepted"}
    assert {line["wording"] for line in said["recommendations"][:6]} == {"paraphrase"}
    assert {line["wording"] for line in said["recommendations"][6:]} == {"not held"}
    assert all(set(finding) >= FINDING for finding in said["attention"])


def test_status_rates_by_the_day_that_is_asked_for(reader: Cli) -> None:
    """R1.BRI.2 is due in April 2023: no owner before that day, overdue after it."""

    def check(day: str) -> tuple[str, int]:
        cell = reader.json("status", "--today", day)["recommendations"][0]["areas"]["BRI"]
        return cell["date_check"], cell["overdue"]

    assert check("2022-12-31") == ("grey", 0)
    assert check("2023-01-01") == ("red", 1)
    assert check("2023-05-01") == ("red", 2)


def test_status_of_one_area_has_that_area_and_joint_work(reader: Cli) -> None:
    assert list(reader.json("status", "--area", "bristol")["recommendations"][0]["areas"]) == ["BRI", "ALL"]
    assert list(reader.json("status", "--area", "ALL")["recommendations"][0]["areas"]) == ["ALL"]


def test_list(reader: Cli) -> None:
    lines = reader.json("list", "area:BRI", "basis:planned_step", "--today", "2023-05-01")
    assert all(set(line) >= LINE for line in lines)
    (line,) = [line for line in lines if line["ref"] == "R1.BRI.2"]
    assert (line["due"], line["due_original"], line["status"]) == ("2023-04-30", "2023-04-30", "planned")
    assert (line["date_check"], line["reported"]) == ("red", None)


def test_list_is_filtered_sorted_and_cut(reader: Cli) -> None:
    assert len(reader.json("list")) == 141
    due = reader.json("list", "due<2030-01-01", "plan", "--sort", "due")
    assert [line["due"] for line in due] == sorted(line["due"] for line in due)
    assert [line["ref"] for line in reader.json("list", "rec:R1", "--limit", "2", "--offset", "1")] == [
        "R1.BRI.2",
        "R1.BRI.3",
    ]


def test_list_of_an_area_is_followed_by_joint_work(reader: Cli) -> None:
    areas = [line["area"] for line in reader.json("list", "plan", "--area", "BRI")]
    assert areas == sorted(areas, reverse=True)
    assert set(areas) == {"BRI", "ALL"}
    assert {line["area"] for line in reader.json("list", "--area", "ALL")} == {"ALL"}


def test_show(cli: Cli) -> None:
    cli.ok("milestone", "add", "R1.BRI.2", "--title", "Tender", "--due", "2022-09-30")
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "The tender is late")
    said = cli.json("show", "r1.bri.2")
    assert (said["ref"], said["kind"], said["reported"]) == ("R1.BRI.2", "action", "amber")
    assert [milestone["title"] for milestone in said["milestones"]] == ["Tender"]
    assert [update["note"] for update in said["updates"]] == ["The tender is late"]
    assert all(set(entry) >= ENTRY for entry in said["history"])
    assert [entry["act"] for entry in said["history"]] == ["action.added", "milestone.added", "progress.recorded"]
    assert cli.json("show", "R7")["wording"] == "not held"


def test_log(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", "The tender is late")
    entries = cli.json("log")
    assert all(set(entry) >= ENTRY for entry in entries)
    assert [entry["seq"] for entry in entries] == list(range(1, 437))
    assert entries[-1]["why"] == "The tender is late"
    assert entries[-1]["texts"] == {"note": "The tender is late"}
    assert [entry["seq"] for entry in cli.json("log", "#12")] == [12]
    assert [entry["seq"] for entry in cli.json("log", "--newest", "--limit", "2")] == [436, 435]
    assert {entry["act"] for entry in cli.json("log", "--act", "funding", "--area", "BRI")} == {"funding.added"}
    assert cli.json("log", "--since", "1 January 2099") == []
    assert len(cli.json("log", "--by", "p1")) == 436


def test_check(reader: Cli) -> None:
    found = reader.json("check")
    assert all(set(finding) >= FINDING for finding in found)
    assert {finding["ref"] for finding in found if finding["rule"] == "C16"} == {"R7", "R8", "R9"}
    severities = [finding["severity"] for finding in found]
    assert severities == sorted(severities, key=["high", "medium", "low"].index)


def test_lists_of_everything_else(reader: Cli) -> None:
    assert [body["ref"] for body in reader.json("meeting", "bodies", "--area", "BRI")] == ["BRI-EXEC", "BRI-SCRUT"]
    assert [person["role"] for person in reader.json("people", "list")] == ["manager"]
    assert {agency["ref"] for agency in reader.json("agency", "list")} >= {"ASP", "BCC", "CCG"}
    assert {piece["state"] for piece in reader.json("evidence", "list", "--state", "not_in_hand")} == {"not_in_hand"}
    assert all({"BRI", "ALL"} & {*measure["areas"]} for measure in reader.json("measure", "list", "--area", "BRI"))
    assert {risk["state"] for risk in reader.json("risk", "list")} == {"open"}
    assert reader.json("meeting", "list") == []
    assert reader.json("decision", "list") == []
    assert reader.json("settings", "show")["slip_amber_days"] == 90
    assert [entry["act"] for entry in reader.json("people", "history", "p1")] == ["person.added"]


def test_looking_back(cli: Cli) -> None:
    cli.ok("progress", "R1.BRI.2", "--rag", "red", "--note", "Late", "--on", "3 March 2022")
    assert cli.json("show", "R1.BRI.2", "--as-at", "2 March 2022")["reported"] is None
    assert cli.json("show", "R1.BRI.2", "--as-at", "3 March 2022")["reported"] == "red"
    assert cli.json("show", "R1.BRI.2", "--known-at", "#435")["reported"] is None
    then = cli.json("status", "--as-at", "March 2022", "--known-at", "435")
    assert (then["as_at"], then["known_at"]) == ("2022-03-31", 435)


def test_what_a_terminal_could_misread_is_written_as_its_number(cli: Cli) -> None:
    note = "café \u202e\u200b\x1b[31m \x9b \x7f"
    cli.ok("progress", "R1.BRI.2", "--rag", "amber", "--note", note)
    done = cli.ok("log", "--newest", "--limit", "1", "--json")
    assert done.json[0]["texts"]["note"] == note
    assert "café \\u202e\\u200b\\u001b[31m \\u009b \\u007f" in done.out
