"""Hostile text in every field of the plan: the report stays sound and shows it as text, in its own cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.model.hostile import HOSTILE
from tests.reports.reading import Read, pipes, read, source_tables
from tracker import reports
from tracker.desk.opening import open_register
from tracker.desk.session import Session
from tracker.ledger import checkpoint
from tracker.ledger.entry import Draft
from tracker.model.text import clean, fit
from tracker.register.showing import TEXT_COLUMNS

DAY = date(2022, 3, 1)
TEXTS = HOSTILE


def hostile_drafts(make: Callable[..., Draft]) -> list[Draft]:
    """One object of every kind for each hostile text, which stands in all its text fields."""
    made: list[Draft] = []

    def add(act: str, on: str | tuple[str, ...], table: str, text: str, occurred_on: date = DAY, **facts: Any) -> None:
        texts = {name: text for name in TEXT_COLUMNS.get(table, ()) if name not in ("file_name",)}
        made.append(make(act, on, occurred_on=occurred_on, facts=facts, texts=texts))

    add("review.opened", "review", "review", TEXTS[0], published="2021-11-30", precision="month", marking="OFFICIAL")
    for code, text in zip(("BRI", "SGL", "NSO"), TEXTS, strict=False):
        add("area.added", code, "area", text)
    for place, text in enumerate(TEXTS, 1):
        add("source.added", f"source {place}", "source", text, dated="2021-12-01")
        add("agency.added", f"AG{place}", "agency", text, kind="council", areas=["ALL"])
        add("body.added", f"BODY{place}", "body", text, kind="executive", areas=["ALL"], agencies=[f"AG{place}"])
        add(
            "meeting.added",
            f"G{place}",
            "meeting",
            text,
            body=f"BODY{place}",
            held_on="2022-04-01",
            cut_off="2022-03-20",
        )
        if place <= 9:
            add("recommendation.added", f"R{place}", "recommendation", text, wording="verbatim")
            ref = f"R{place}.ALL"
            add("response.recorded", ref, "response", text, recommendation=f"R{place}", area="ALL", response="partly")
    for place, text in enumerate(TEXTS, 1):
        rec, area = f"R{1 + place % 9}", ("BRI", "SGL", "NSO", "ALL")[place % 4]
        ref = f"{rec}.{area}.{place}"
        common: dict[str, Any] = {"status": "planned", "mapping": "confirmed", "assurance": "full", "basis": "agreed"}
        add(
            "action.added", ref, "action", text, recommendation=rec, area=area, n=place, lead=f"AG{place}",
            due="2022-03-15" if place % 2 else "2022-06-15", precision="day", expects=["voice"], **common,
        )  # fmt: skip
        add(
            "milestone.added", f"{ref}.m1", "milestone", text, action=ref, due="2022-05-15", precision="day", critical=0
        )
        change = {"reported": {"from": None, "to": "red"}, "difference_claimed": {"from": None, "to": "practice"}}
        add("progress.recorded", ref, "progress", text, date(2022, 3, 5), rating="red", no_change=0, **change)
        add("funding.added", ref, "funding", text, state="secured", amount="12.50", ends="2022-05-01")
        add("measure.added", f"M{place}", "measure", text, direction="lower", areas=[area], serves=[rec])
        add("reading.added", f"M{place}", "reading", text, starts="2022-01-01", ends="2022-01-31", value="1")
        evidence: dict[str, Any] = {
            "kind": "voice",
            "form": "cited",
            "state": "accepted",
            "marking": "OFFICIAL",
            "dated": "2022-02-01",
        }
        add("evidence.added", f"E{place}", "evidence", text, precision="month", **evidence)
        add("evidence.linked", (f"E{place}", ref), "", "", target=ref, shows="practice")
        asked: dict[str, Any] = {"body": f"BODY{place}", "about": [ref], "asked_on": "2022-03-01", "kind": "other"}
        add("decision.asked", (f"D{2 * place}", ref), "decision", text, state="asked", **asked)
        add("decision.asked", (f"D{2 * place - 1}", ref), "decision", text, date(2022, 3, 8), state="agreed", **asked)
        add("risk.added", f"K{place}", "risk", text, state="open", areas=[area], serves=[rec], agency=f"AG{place}")
        edited = {"title": {"from": None}}
        made.append(
            make("action.edited", ref, occurred_on=date(2022, 3, 9), facts=edited, texts={"title": text, "why": text})
        )
    return made


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Session:
    path = tmp_path_factory.mktemp("hostile") / "tracker.db"

    def clock() -> datetime:
        return datetime(2022, 3, 31, 9, tzinfo=UTC)

    open_register(
        path, hostile_drafts, title="hostile", via="[/]|`<b>", begins=date(2022, 2, 1), post=TEXTS[3], clock=clock
    )
    return Session(path, via="[/]|`<b>", clock=clock)


@pytest.fixture(scope="module")
def made(hostile: Session, tmp_path_factory: pytest.TempPathFactory) -> reports.Result:
    return reports.run(hostile, "assurance", since=date(2022, 3, 2), folder=tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def found(made: reports.Result) -> Read:
    return read(made.text)


@pytest.mark.parametrize(("name", "subject"), [("since", None), ("recommendation", "R2"), ("agency", "AG3")])
def test_reports_of_one_thing_and_of_what_is_new_are_as_sound(hostile: Session, name: str, subject: str | None) -> None:
    text = reports.preview(hostile, name, subject=subject, since=date(2022, 3, 2))
    assert read(text).faults == []
    for table in source_tables(text):
        assert len({pipes(row) for row in table}) == 1, table[0]
    assert not set(text) & set("\u202e\u200b\u2028\u0085\ufeff")
    assert max(len(line) for line in text.split("\n")) < 20_000


def plain(text: str, cells: int = 300) -> str:
    """What a reader is to see of a text in a cell."""
    return fit(re.sub("[ \t\r\n]+", " ", clean(text)).strip(" "), cells).strip()


def test_nothing_in_it_is_markup_that_nobody_wrote(made: reports.Result, found: Read) -> None:
    assert found.faults == []
    for table in source_tables(made.text):
        assert len({pipes(row) for row in table}) == 1, table[0]
    assert not [char for char in made.text if char < " " and char != "\n"]
    assert not set(made.text) & set("\u202e\u200b\u2028\u0085\ufeff")


def test_every_title_stands_in_its_own_cell(found: Read) -> None:
    headers = ("Reference", "Action", "Lead agency; owner", "Due", "Reported rating", "Date check")
    rows = {row[0]: row for row in found.rows(*headers)}
    assert len(rows) == len(TEXTS)
    for ref, row in rows.items():
        assert row[1] == plain(TEXTS[int(ref.rsplit(".", 1)[1]) - 1]), ref


@pytest.mark.parametrize(
    ("headers", "column", "cells"),
    [
        (("Decision", "Kind", "Asked of", "By when", "What is asked", "About"), 4, 300),
        (("Evidence", "Title", "Date", "What they told us", "What changed"), 3, 300),
    ],
    ids=["decisions", "voice"],
)
def test_long_texts_are_cut_and_stay_in_their_cell(
    found: Read, headers: tuple[str, ...], column: int, cells: int
) -> None:
    rows = found.rows(*headers)
    assert len(rows) == min(len(TEXTS), 60 if headers[0] == "Decision" else 40)
    for row in rows:
        number = int(row[0][1:])
        text = TEXTS[(number if row[0][0] == "E" else number // 2) - 1]
        assert row[column] == plain(text, cells), row[0]


def test_official_wording_is_quoted_with_nothing_added(found: Read) -> None:
    quoted = [words for words in found.words if "<script>alert(1)</script>" in words]
    assert len(quoted) > 1


def test_marker_lines_and_checkpoints_in_texts_deceive_nobody(made: reports.Result) -> None:
    body = checkpoint.body_between(made.text)
    assert body is not None
    assert checkpoint.body_sha256(body) == made.body_sha256
    found = checkpoint.parse(made.text)
    assert found is not None
    assert (found.entries, found.root) == (made.entries, made.root)


def test_no_cell_is_longer_than_a_few_texts(made: reports.Result) -> None:
    assert max(len(line) for line in made.text.split("\n")) < 20_000


def test_templates_in_texts_are_not_run(found: Read) -> None:
    assert any("{{7*7}} {% raw %} {#x#}" in words for words in found.words)
    assert not any(words.startswith("49") for words in found.words)


def test_the_files_name_owes_nothing_to_what_was_typed(made: reports.Result) -> None:
    assert [path.name for path in made.files] == ["2022-03-31-assurance-issue-001.md"]
    assert isinstance(made.files[0], Path)
