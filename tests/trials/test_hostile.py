"""Every act with every kind of hostile text, and with enormous ones: what is recorded, and what comes out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from unicodedata import category

import pytest

from tests.cli.running import Cli
from tests.model.hostile import ENORMOUS, KINDS, LONG, ZWJ, ZWNJ
from tests.reports.reading import pipes, read, source_tables
from tests.trials.lives import LATE, Lives, furnished
from tracker import reports
from tracker.desk.session import Session
from tracker.model.acts import ACTS
from tracker.model.text import clean, safe
from tracker.register.verification import verify

ELSEWHERE = {
    "register.opened", "review.opened", "area.added", "body.added", "source.added", "recommendation.added",
    "report.issued", "report.packaged", "log.restored",
}  # fmt: skip
"""Acts whose texts come from the recommendation files, which tests.reports.test_hostile fills, or from the program."""
WORDLESS = {"evidence.linked"}
TODAY = ("--today", LATE.date().isoformat())


SHORT = dict(list(KINDS.items())[:-LONG])
"""The longest stand in every field of a register in tests.reports.test_hostile; most acts refuse them."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lives:
    return furnished(tmp_path_factory.mktemp("lived") / "tracker.db").run(SHORT)


@pytest.fixture(scope="module")
def disposed(tmp_path_factory: pytest.TempPathFactory) -> Lives:
    return furnished(tmp_path_factory.mktemp("disposed") / "tracker.db").dispose(SHORT)


@pytest.fixture(scope="module")
def cli(lived: Lives) -> Cli:
    return Cli(lived.path)


def visible(text: str) -> str:
    """Hold that *text*, as it was printed, holds nothing that a terminal obeys or hides; return it without spaces."""
    hidden = {char for char in text if category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n", ZWJ, ZWNJ}
    assert not hidden, hidden
    return "".join(text.split())


def test_every_act_records_every_kind(lived: Lives, disposed: Lives) -> None:
    tried = Counter(outcome.act for outcome in (*lived.outcomes, *disposed.outcomes))
    assert set(ACTS) - tried.keys() == ELSEWHERE | WORDLESS
    assert set(tried.values()) == {len(SHORT)}
    assert len(SHORT) >= 60
    assert [outcome for outcome in (*lived.outcomes, *disposed.outcomes) if outcome.refused] == []


def test_the_registers_verify(lived: Lives, disposed: Lives) -> None:
    assert [verify(lives.path).problems for lives in (lived, disposed)] == [[], []]


# --- the ways out -----------------------------------------------------------------------------------------------------


def test_the_log_on_a_terminal_shows_all_of_it_as_text(cli: Cli) -> None:
    shown = visible(cli.ok("log", *TODAY).out)
    for kind, text in SHORT.items():
        assert visible(safe(clean(text), newlines=True).replace("\n", " ")) in shown, kind


def test_the_log_as_json_says_of_each_act_what_was_typed(lived: Lives, disposed: Lives) -> None:
    for lives in (lived, disposed):
        out = Cli(lives.path).ok("log", "--json", *TODAY).out
        visible(out)
        texts = {entry["seq"]: entry["texts"].values() for entry in json.loads(out)}
        for outcome in lives.outcomes:
            assert outcome.seq is not None
            assert clean(SHORT[outcome.kind]) in texts[outcome.seq], outcome


@pytest.mark.parametrize(
    "command",
    ["status", "list", "check", "evidence list", "measure list", "meeting list", "decision list", "risk list",
     "people list", "agency list", "query list"],
)  # fmt: skip
def test_a_list_on_a_terminal_obeys_nothing(cli: Cli, command: str) -> None:
    done = cli.run(*command.split(), *TODAY)
    assert (done.code, done.err) in ((0, ""), (1, "")), done.err
    assert visible(done.out)


def test_every_object_on_a_terminal_shows_its_texts(cli: Cli) -> None:
    made = cli.json("log", "--act", "action.edited", *TODAY)
    assert len(made) == len(SHORT)
    for entry in made:
        shown = visible(cli.ok("show", entry["on"][0], *TODAY).out)
        why = entry["texts"]["why"]
        assert visible(safe(why, newlines=True).replace("\n", " ")) in shown, why


def test_the_log_as_csv_has_no_formula_and_keeps_its_rows(cli: Cli, lived: Lives, tmp_path: Path) -> None:
    cli.ok("log", "--format", "csv", "-o", str(tmp_path / "log.csv"), *TODAY)
    written = (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert {outcome.seq for outcome in lived.outcomes} <= {int(row[0]) for row in rows[1:]}
    for row in rows:
        for cell in row:
            assert cell[:1] not in tuple("=+-@\t\r＝＋－＠"), cell[:80]
            visible(cell)


def test_a_report_in_markdown_is_sound(lived: Lives, tmp_path: Path) -> None:
    session = Session(lived.path, who="P1", via="tester", clock=lambda: LATE)
    made = reports.run(session, "assurance", folder=tmp_path)
    found = read(made.text)
    assert found.faults == []
    for table in source_tables(made.text):
        assert len({pipes(row) for row in table}) == 1, table[0]
    visible(made.text)


# --- enormous ---------------------------------------------------------------------------------------------------------


def test_every_act_refuses_what_is_enormous(tmp_path: Path) -> None:
    lives = furnished(tmp_path / "tracker.db").run(ENORMOUS)
    assert {outcome.act for outcome in lives.outcomes} == set(ACTS) - ELSEWHERE - WORDLESS - {"disposal.made"}
    for outcome in lives.outcomes:
        assert re.search(r" has [0-9,]+ characters; at most [0-9,]+ fit\. ", outcome.refused), outcome
    assert lives.path.stat().st_size < 4_000_000
