"""The version for publication: cleared by a decision that names its code; nothing in it that may not be published."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.reports.reading import read
from tracker import reports
from tracker.desk import actions, deciding, measures, meetings, people, plan
from tracker.desk.deciding import Minute
from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.model import guard
from tracker.model.vocabulary import DecisionKind, Marking, Role
from tracker.register.showing import TEXT_COLUMNS, records
from tracker.register.verification import verify
from tracker.reports.views.published_figures import earlier

DAY = date(2022, 12, 15)
PUBLIC = ("title", "name", "partnership", "file")
"""Columns of texts that a version for publication may show where nothing else forbids it."""


def code_of(text: str) -> str:
    found = re.search(r"`((?:[0-9A-F]{4}-){2}[0-9A-F]{4})`", text)
    assert found is not None
    return found[1]


def draft(session: Session, **more: object) -> str:
    return reports.preview(session, "publication", as_at=DAY, **more)  # type: ignore[arg-type]


def clear(session: Session, asked: str, *, body: str = "JOINT-EXEC", kind: DecisionKind = DecisionKind.OTHER) -> str:
    """Have a body decide, and return the decision's reference."""
    with session.desk() as desk:
        ref = meetings.ask(desk, kind, body=body, about=["R1"], asked=asked).ref
        deciding.decide(desk, ref, agreed=True, minute=Minute(body, "minute 20", ("ASP", "ICB")))
    return ref


@pytest.fixture
def issued(own_example: Session, tmp_path: Path) -> reports.Result:
    ref = clear(own_example, f"clear the version for publication {code_of(draft(own_example))}")
    return reports.run(
        own_example, "publication", subject=ref, as_at=DAY, embargo="1 February 2023", folder=tmp_path / "out"
    )


def test_a_cleared_version_is_issued_and_verifies(issued: reports.Result, own_example: Session) -> None:
    assert "decision D14" in issued.text
    assert "minute 20" in issued.text
    assert "Embargo: not to be published before 1 February 2023." in issued.text
    assert "NOT CLEARED" not in issued.text
    found = verify(own_example.path, issued.text)
    assert found.against is not None
    assert (found.against.history, found.against.text) == ("same", "same")
    assert issued.files[0].name == "2022-12-15-publication-D14-issue-001.md"


def test_it_is_marked_official_and_names_no_log_in(issued: reports.Result, own_example: Session) -> None:
    lines = issued.text.split("\n")
    assert lines[0].startswith("OFFICIAL ·")
    of_evidence = ("Pieces of evidence marked OFFICIAL-SENSITIVE", "marking:OFFICIAL-SENSITIVE")
    assert [line for line in lines if "SENSITIVE" in line and not any(words in line for words in of_evidence)] == []
    assert "log-in" not in issued.text
    with own_example.position() as position:
        assert position.value("SELECT marking FROM main.issue WHERE n = 1") == Marking.OFFICIAL
        assert '"audience":"publication"' in position.value("SELECT arguments FROM main.issue WHERE n = 1")


def test_the_same_prints_again_and_another_embargo_is_another_issue(
    issued: reports.Result, own_example: Session, tmp_path: Path
) -> None:
    more = {"subject": "D14", "as_at": DAY, "folder": tmp_path / "again"}
    same = reports.run(own_example, "publication", embargo=date(2023, 2, 1), **more)  # type: ignore[arg-type]
    assert (same.issue, same.text) == (1, issued.text)
    assert reports.run(own_example, "publication", reissue=1, folder=tmp_path / "once more").text == issued.text
    other = reports.run(own_example, "publication", **more)  # type: ignore[arg-type]
    assert other.issue == 2
    assert "Embargo" not in other.text


def test_a_draft_says_that_nothing_clears_it(example: Session) -> None:
    text = draft(example)
    assert "NOT CLEARED: a draft for the body that is to clear it. Not to be published." in text
    assert read(text).faults == []


def test_no_note_reason_name_or_restricted_item_is_in_it(own_example: Session) -> None:
    """Every text of the register but titles and names of the plan's own things is looked for, and none found."""
    with own_example.desk() as desk:
        people.add_person(desk, "head of a service", Role.MEMBER, name="Quilliam Fotheringay-Phipps")
    text = draft(own_example)
    with own_example.position(as_at=DAY) as position:
        forbidden = {
            (table, row.get("ref"), name): row[name]
            for table, names in TEXT_COLUMNS.items()
            for row in records(position, table)
            for name in names
            if row[name] and (name not in PUBLIC or table == "person")
        }
        restricted = [row["title"] for row in records(position, "evidence", "marking <> 'OFFICIAL'")]
        named = {row["name"] for row in records(position, "agency")}  # who keeps a paper may be an agency of the plan
        risks = [row["title"] for row in records(position, "risk")]
    allowed = {key for key in forbidden if key[2] == "caveat" or key[0] in ("measure", "reading")}
    hits = [
        key
        for key, body in forbidden.items()
        if key not in allowed and len(body) > 12 and body not in named and body in text
    ]
    assert len(forbidden) > 300
    assert hits == []
    assert len(restricted) > 5
    assert [title for title in (*restricted, *risks) if title in text] == []


def test_what_discloses_a_child_is_not_shown_and_counted(example: Session) -> None:
    """M8: 31 of 34 children leaves three; M9: 34 of 34 leaves none."""
    text = draft(example)
    rows = {row[0].split(":")[0]: row for row in read(text).under("Measures")[0][1:]}
    assert rows["M8"][3] == "not shown"
    assert rows["M9"][3] == "100 per cent (34 of 34)"
    assert "91" not in rows["M8"][5]
    (left,) = read(text).under("What is left out")
    assert ["Figures that are small numbers of people, or would give one away", "1"] in left


def test_what_was_left_out_is_counted_as_the_register_has_it(example: Session) -> None:
    (left,) = read(draft(example)).under("What is left out")
    counts = {row[0]: int(row[1]) for row in left[1:]}
    with example.position(as_at=DAY) as position:
        restricted = position.value("SELECT count(*) FROM evidence WHERE marking <> 'OFFICIAL' AND void = 0")
        total = position.value("SELECT count(*) FROM evidence WHERE void = 0")
        notes = position.value("SELECT count(*) FROM progress")
        posts = position.value("SELECT count(*) FROM person WHERE void = 0")
    assert counts["Pieces of evidence marked OFFICIAL-SENSITIVE"] == restricted > 0
    named = "Pieces of evidence marked OFFICIAL; only the accepted ones of children and families are named"
    assert counts[named] + restricted == total
    assert counts["Entries with notes on progress"] == notes > 0
    assert counts["Names and posts of people"] == posts


def test_lines_looked_at_together_are_judged_as_each_alone() -> None:
    """Every line of the guard's own corpus, those that are personal data and those that only look like it."""
    corpus = Path(__file__).parent.parent / "model" / "guard_corpus"
    lines = [line for path in sorted(corpus.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    alone = {place: kinds for place, line in enumerate(lines) if (kinds := [m.kind.value for m in guard.look(line)])}
    assert len(alone) > 200
    assert guard.look_at_each(lines) == alone


# --- clearance --------------------------------------------------------------------------------------------------------


def refused(session: Session, folder: Path, **more: object) -> str:
    with pytest.raises(Refusal) as caught:
        reports.run(session, "publication", as_at=DAY, folder=folder, **more)  # type: ignore[arg-type]
    assert not folder.exists(), "nothing half-written stays"
    with session.position() as position:
        assert position.value("SELECT count(*) FROM main.issue") == 0
    return str(caught.value)


def test_nothing_is_issued_without_clearance(own_example: Session, tmp_path: Path) -> None:
    said = refused(own_example, tmp_path / "out")
    assert said.startswith(
        "A version for publication is issued only when a body has cleared it: make a draft (--draft)"
    )


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("D99", "There is no decision D99 in this register"),
        ("D1", "D1 is of kind 'escalation'"),
        ("D11", "D11 is withdrawn, not agreed"),
        ("R4", "'R4' is not the reference of a decision"),
    ],
)
def test_a_decision_that_clears_nothing_is_refused(
    subject: str, words: str, own_example: Session, tmp_path: Path
) -> None:
    assert words in refused(own_example, tmp_path / "out", subject=subject)


def test_what_is_only_asked_is_not_cleared(own_example: Session, tmp_path: Path) -> None:
    with own_example.desk() as desk:
        asked = f"clear {code_of(draft(own_example))}"
        ref = meetings.ask(desk, DecisionKind.OTHER, body="JOINT-EXEC", about=["R1"], asked=asked).ref
    assert f"{ref} is asked, not agreed" in refused(own_example, tmp_path / "out", subject=ref)


def test_a_decision_clears_the_text_that_it_names_and_no_other(own_example: Session, tmp_path: Path) -> None:
    code = code_of(draft(own_example))
    ref = clear(own_example, f"clear the version for publication {code}")
    with own_example.desk() as desk:
        actions.edit(desk, "R4.SGL.1", texts={"title": "A protocol on managed moves"}, why="clearer")
    said = refused(own_example, tmp_path / "out", subject=ref)
    assert f"{ref} does not clear this text: it names {code}, and this one is " in said
    assert code_of(draft(own_example)) in said
    none = clear(own_example, "agree the budget")
    assert "it names no text" in refused(own_example, tmp_path / "out", subject=none)


def test_a_body_clears_only_its_own_areas(own_example: Session, tmp_path: Path) -> None:
    """The Bristol executive may clear Bristol's version, and not that of all areas."""
    whole = clear(own_example, f"clear {code_of(draft(own_example))}", body="BRI-EXEC")
    said = refused(own_example, tmp_path / "out", subject=whole)
    assert "BRI-EXEC decides for BRI; this version covers the three areas" in said
    ref = clear(own_example, f"clear {code_of(draft(own_example, area='BRI'))}", body="BRI-EXEC")
    made = reports.run(own_example, "publication", subject=ref, area="BRI", as_at=DAY, folder=tmp_path / "out")
    assert f"decision {ref}" in made.text


def test_an_embargo_is_a_day_and_belongs_to_publications_only(own_example: Session, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="--embargo takes a day"):
        draft(own_example, embargo="after the summer")
    with pytest.raises(Refusal, match="Only a version for publication has an embargo"):
        reports.preview(own_example, "assurance", embargo="1 May 2022")
    with pytest.raises(Refusal, match="compares with no earlier position"):
        reports.preview(own_example, "publication", since="1 May 2022")


# --- the last look at every line --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind", "secret"),
    [
        ("Help for the child, 943 476 5919, NHS number", "an NHS number", "943 476 5919"),
        ("Mentoring for two young people", "a count of fewer than five children or families", "two young people"),
        ("Visits to BS1 4QA", "a postcode", "BS1 4QA"),
    ],
)
def test_a_line_that_looks_like_personal_data_blocks_it(
    title: str, kind: str, secret: str, own_example: Session
) -> None:
    with own_example.desk() as desk, desk.despite("the plan names it so"):
        actions.edit(desk, "R4.SGL.1", texts={"title": title}, why="as agreed")
    with pytest.raises(Refusal) as caught:
        draft(own_example)
    said = str(caught.value)
    assert "Nothing was made: 1 place may not be published." in said
    assert f"R4.SGL.1 seems to hold {kind}" in said
    assert secret not in said, "what was matched is never repeated"


def test_the_name_of_somebody_whom_the_register_names_blocks_it(own_example: Session) -> None:
    with own_example.desk() as desk:
        people.add_person(desk, "head of a service", Role.MEMBER, name="Quilliam Fotheringay-Phipps")
        title = "Protocol of quilliam fotheringay-phipps"
        actions.edit(desk, "R4.SGL.1", texts={"title": title}, why="as agreed")
    with pytest.raises(Refusal, match=r"R4\.SGL\.1 seems to hold the name of a person of this register") as caught:
        draft(own_example)
    assert "quilliam" not in str(caught.value).lower()


def test_official_wording_that_looks_like_personal_data_is_left_out_and_counted(own_example: Session) -> None:
    with own_example.desk() as desk, desk.despite("published so"):
        plan.load_wording(desk, "R7", "Learn from the two boys of whom the review tells.", source="the review, page 9")
    text = draft(own_example)
    assert "The official wording is held; it is left out here." in text
    assert "two boys" not in text


@pytest.mark.parametrize(("value", "figure"), [("55", "not shown"), ("57", "57 suspensions")])
def test_a_small_change_since_the_version_before_is_not_shown(
    value: str, figure: str, issued: reports.Result, own_example: Session
) -> None:
    """52 suspensions from April to June stand in the issue; three more, to the end of July, would tell of three."""
    assert "52 suspensions" in issued.text
    with own_example.desk() as desk:
        measures.add_reading(desk, "M47", value, date(2022, 4, 1), date(2022, 7, 31))
    text = reports.preview(own_example, "publication")
    rows = [row for row in read(text).under("Measures")[0][1:] if row[0].startswith("M47:")]
    assert [row[3] for row in rows] == ["52 suspensions", figure]
    (left,) = read(text).under("What is left out")
    kept_back = str(1 + (figure == "not shown"))  # with M8, which discloses three of 34
    assert ["Figures that are small numbers of people, or would give one away", kept_back] in left


def test_a_version_is_compared_with_the_text_of_the_one_before(issued: reports.Result, own_example: Session) -> None:
    """What the issue left out stays out (M8: 31 of 34), and what it showed is known to have been shown."""
    with own_example.position() as position:
        known = {one.figure.measure: one for one in earlier(position)}
    assert (known["M8"].shown, known["M8"].figure.part, known["M8"].figure.whole) == (False, 31, 34)
    assert (known["M47"].shown, known["M47"].figure.value, known["M47"].issue) == (True, "52", issued.issue)
