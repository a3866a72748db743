"""Whatever people do, in whatever order and however late: the tables follow from the entries, now and looking back."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house import House
from tests.register.agreement import agree, entries_of
from tracker.desk import actions, deciding, delivery, disposal, evidence, plan, queries, succession, trail
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.desk import Desk, Refusal
from tracker.desk.evidence import NewEvidence, NewRevision
from tracker.desk.keeping import rebuild
from tracker.desk.session import Session
from tracker.model import dates
from tracker.model.vocabulary import EvidenceKind, Rating
from tracker.register.position import Position
from tracker.register.schema import TABLES
from tracker.register.verification import verify

# --- what people do ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One act: what, on which of the actions there are, how many days after the last act, and how late recorded."""

    what: str
    which: int
    ahead: int
    late: int
    number: int


def due(step: Step) -> dates.WrittenDate:
    return dates.parse(f"{1 + step.number} December 2022")


def minute(day: date) -> Minute:
    return Minute("BRI-EXEC", "minute 4", ("ASP", "ICB"), occurred_on=day)


def auditing(desk: Desk, act: Callable[[Desk], object]) -> object:
    """Let the auditor, P6, act at the same register and clock."""
    with Desk(desk.path, who="P6", via="tester", clock=desk.clock) as other:
        return act(other)


def disposing(desk: Desk, ref: str, step: Step) -> object:
    """Let the administrator, P7, remove a text of one of the entries on *ref*."""
    rows = desk.now.rows("SELECT seq FROM entry_ref WHERE ref = ? ORDER BY seq", [ref])
    entry = desk.now.entry(rows[step.number % len(rows)]["seq"])
    name = next(iter(entry.texts), None) if entry else None
    with Desk(desk.path, who="P7", via="tester", clock=desk.clock) as other:
        return disposal.dispose(other, f"#{entry.seq if entry else 0}", name, ground="not to be kept")


def query_of(desk: Desk, step: Step) -> str:
    """One of the queries that there are."""
    return f"Q{1 + step.which % max(1, desk.now.value('SELECT count(*) FROM query'))}"


def newest_evidence(desk: Desk) -> str:
    """The piece that was added last; at first one that is cited and not in hand, which cannot be revised."""
    return str(desk.now.value("SELECT ref FROM evidence WHERE void = 0 ORDER BY sort DESC"))


Act = Callable[[Desk, str, Step, date], object]

ACTS: dict[str, Act] = {
    "progress": lambda desk, ref, step, day: delivery.record_progress(
        desk, ref, note="said", rating=(Rating.RED, Rating.AMBER, Rating.GREEN)[step.number % 3], occurred_on=day
    ),
    "edit": lambda desk, ref, step, day: actions.edit(
        desk,
        ref,
        texts={"title": f"Title {step.number}"},
        expects=[list(EvidenceKind)[step.number % 3]],
        occurred_on=day,
    ),
    "pause": lambda desk, ref, step, day: actions.pause(
        desk, ref, why="waiting", review_on=date(2023, 1, 1), occurred_on=day
    ),
    "resume": lambda desk, ref, step, day: actions.resume(desk, ref, why="goes on", occurred_on=day),
    "claim": lambda desk, ref, step, day: delivery.claim_complete(desk, ref, note="done", occurred_on=day),
    "reopen": lambda desk, ref, step, day: delivery.reopen(desk, ref, why="not done", occurred_on=day),
    "return": lambda desk, ref, step, day: deciding.return_claim(desk, ref, minute(day), why="no audit"),
    "revise": lambda desk, ref, step, day: deciding.revise(desk, ref, due(step), minute(day), why="a post is vacant"),
    "correct": lambda desk, ref, step, day: delivery.correct_date(desk, ref, right=due(step), why="typed wrongly"),
    "split": lambda desk, ref, step, day: succession.split(
        desk, ref, ["one", "two"], why="two owners", occurred_on=day
    ),
    "add": lambda desk, ref, step, day: actions.add(
        desk, "R4", "BRI", NewAction(f"New {step.number}", lead="BCC", due=due(step)), occurred_on=day
    ),
    "reassign": lambda desk, ref, step, day: actions.reassign(
        desk, ref, lead=("ASP", "BCC", "ICB")[step.number % 3], why="moved", occurred_on=day
    ),
    "step": lambda desk, ref, step, day: delivery.add_milestone(desk, ref, "a step", due(step), occurred_on=day),
    "achieve": lambda desk, ref, step, day: delivery.achieve_milestone(desk, f"{ref}.m1", occurred_on=day),
    "evidence": lambda desk, ref, step, day: evidence.add(
        desk,
        NewEvidence("Found", EvidenceKind.AUDIT, custodian="a council", place="a folder"),
        targets=[ref],
        occurred_on=day,
    ),
    "renew": lambda desk, ref, step, day: evidence.revise(
        desk, newest_evidence(desk), NewRevision(place=f"folder {step.number}"), why="moved", occurred_on=day
    ),
    "settings": lambda desk, ref, step, day: plan.change_settings(
        desk, {"slip_amber_days": 30 + step.number}, why="agreed", occurred_on=day
    ),
    "ask": lambda desk, ref, step, day: auditing(
        desk, lambda auditor: queries.raise_query(auditor, ref, f"Why {step.number}?", occurred_on=day)
    ),
    "answer": lambda desk, ref, step, day: queries.answer(desk, query_of(desk, step), "Because.", occurred_on=day),
    "press": lambda desk, ref, step, day: auditing(
        desk, lambda auditor: queries.press(auditor, query_of(desk, step), "Not so.", occurred_on=day)
    ),
    "close": lambda desk, ref, step, day: auditing(
        desk, lambda auditor: queries.close(auditor, query_of(desk, step), "So.", occurred_on=day)
    ),
    "dispose": lambda desk, ref, step, day: disposing(desk, ref, step),
    "take back": lambda desk, ref, step, day: auditing(desk, trail.undo),
    "undo": lambda desk, ref, step, day: trail.undo(desk),
}

STEPS = st.lists(
    st.builds(
        Step,
        # What everybody does all the time comes up more often than what ends an action.
        what=st.sampled_from([*ACTS, "progress", "progress", "undo", "correct", "revise", "ask", "answer"]),
        which=st.integers(0, 3),
        ahead=st.integers(0, 20),
        late=st.sampled_from([0, 0, 1, 9, 40]),
        number=st.integers(0, 27),
    ),
    min_size=6,
    max_size=14,
)


def carry_out(house: House, steps: list[Step]) -> dict[int, dict[str, list[Any]]]:
    """Do what can be done of *steps*; return the tables as they stood, by how many entries there were."""
    stood: dict[int, dict[str, list[Any]]] = {}
    with house.at() as desk:
        for step in steps:
            house.now += timedelta(days=step.ahead)
            refs = [row["ref"] for row in desk.now.rows("SELECT ref FROM action WHERE ref LIKE 'R4.BRI.%' AND n >= 7")]
            try:
                ACTS[step.what](desk, refs[step.which % len(refs)], step, desk.today - timedelta(days=step.late))
            except Refusal:
                continue
            stood[desk.store.head().size] = tables(desk.now)
    return stood


def tables(position: Position) -> dict[str, list[Any]]:
    """Every row of every table, as the questions of this position see them."""
    return {name: sorted(map(repr, position.db.execute(f"SELECT * FROM {name}").fetchall())) for name in TABLES}


# --- a little model of our own ----------------------------------------------------------------------------------------


def recorded(path: Path) -> list[dict[str, Any]]:
    """The lines of the ledger as data, each with the day from which it counts."""
    with closing(sqlite3.connect(path)) as db:
        entries = [json.loads(row[0]) for row in db.execute("SELECT line FROM entry ORDER BY seq")]
    for entry in entries:
        corrected = entry["corrects"]
        entry["counts"] = entries[corrected - 1]["counts"] if corrected else entry["occurred_on"]
    return entries


def modelled(entries: list[dict[str, Any]]) -> dict[str, tuple[object, object, object]]:
    """Action → status, reported rating and agreed due date, told entry by entry with plain dictionaries."""
    found: dict[str, dict[str, Any]] = {}
    moved: dict[str, dict[int, str]] = {}
    for entry in entries:
        ref, act, facts = entry["on"][0], entry["act"], entry["facts"]
        undone = facts["undone"] if act == "entry.undone" else None
        if act == "action.added":
            found[ref] = {"status": facts["status"], "reported": None, "due": facts.get("due")}
        elif undone == "action.added":
            del found[ref]
        elif ref in found:
            if act == "action.revised":
                moved.setdefault(ref, {})[entry["seq"]] = facts["due"]
            elif undone == "action.revised":
                del moved[ref][facts["entry"]]
            if "revision" in facts:
                moved[ref][facts["revision"]] = facts["due"]["to"]
                continue
            found[ref].update({k: v["to"] for k, v in facts.items() if k in found[ref] and isinstance(v, dict)})
    return {
        ref: (row["status"], row["reported"], moved[ref][max(moved[ref])] if moved.get(ref) else row["due"])
        for ref, row in found.items()
    }


def modelled_queries(entries: list[dict[str, Any]]) -> dict[str, tuple[object, object, object]]:
    """Query → what it is about, its state and how many turns it has, told entry by entry."""
    found: dict[str, list[Any]] = {}
    for entry in entries:
        ref, act, facts = entry["on"][0], entry["act"], entry["facts"]
        turn = {"query.raised": 0, "query.answered": 1, "query.pressed": 1, "query.closed": 1}
        if act == "query.raised":
            found[ref] = [facts["about"], "asked", 0]
        elif act in turn:
            found[ref][1:] = [facts["state"]["to"], found[ref][2] + 1]
        elif act == "entry.undone" and facts["undone"] == "query.raised":
            del found[ref]
        elif act == "entry.undone" and facts["undone"] in turn:
            found[ref][1:] = [facts["state"]["to"], found[ref][2] - 1]
    return {ref: (about, state, turns) for ref, (about, state, turns) in found.items()}


def asked_about(position: Position) -> dict[str, tuple[object, object, object]]:
    sql = "SELECT q.*, (SELECT count(*) FROM query_turn t WHERE t.ref = q.ref) AS turns FROM query q WHERE void = 0"
    return {row["ref"]: (row["about"], row["state"], row["turns"]) for row in position.rows(sql)}


def asked(position: Position) -> dict[str, tuple[object, object, object]]:
    rows = position.rows("SELECT ref, status, reported, due_now FROM dated_action")
    return {row["ref"]: (row["status"], row["reported"], row["due_now"]) for row in rows}


# --- what always holds ------------------------------------------------------------------------------------------------


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS, back=st.integers(0, 60), pick=st.integers(0, 5))
def test_the_tables_follow_from_the_entries(furnished: Path, steps: list[Step], back: int, pick: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(shutil.copy(furnished, folder)))
        stood = carry_out(house, steps)
        with house.position() as now:
            live = tables(now)
            assert asked(now) == modelled(recorded(house.path))
            assert asked_about(now) == modelled_queries(recorded(house.path))

        # Rebuilding gives the same tables, and verification the same judgement.
        rebuild(Session(house.path))
        with house.position() as now:
            assert tables(now) == live
        assert verify(house.path).problems == []
        assert agree(house.path, entries_of(house.path)) == [True, True], "a replay should not have been needed"

        # What was known at an entry is how the register stood then.
        for size in sorted(stood)[pick::6]:
            with house.position(known_at=size) as then:
                assert tables(then) == stood[size], f"known at #{size}"

        # Once everything has occurred, looking back changes nothing; before, exactly what counts by then is seen.
        with house.position(as_at=house.now.date()) as today:
            assert tables(today) == live
        day = house.now.date() - timedelta(days=back)
        counted = [entry for entry in recorded(house.path) if entry["counts"] <= day.isoformat()]
        with house.position(as_at=max(day, date(2022, 7, 4))) as then:
            if day >= date(2022, 7, 4):
                assert [row["seq"] for row in then.rows("SELECT seq FROM entry_index ORDER BY seq")] == [
                    entry["seq"] for entry in counted
                ]
                assert asked(then) == modelled(counted)
                assert asked_about(then) == modelled_queries(counted)


def test_the_generated_acts_are_really_done(furnished: Path, tmp_path: Path) -> None:
    """Every kind of act comes through where it is allowed; else the property above would hold of nothing."""
    house = House(Path(shutil.copy(furnished, tmp_path)))
    order = (
        "progress edit step achieve evidence renew revise correct reassign pause resume claim return claim reopen"
        " settings ask answer press answer close"
    )
    steps = [Step(what, 0, 2, what == "progress", place) for place, what in enumerate([*order.split(), "add"], 1)]
    steps += [Step("undo", 0, 0, 0, 0), Step("take back", 0, 0, 0, 0), Step("split", 0, 1, 0, 0)]
    steps += [Step("dispose", 0, 0, 0, 0)]
    assert set(ACTS) == {step.what for step in steps}
    assert len(carry_out(house, steps)) == len(steps)
