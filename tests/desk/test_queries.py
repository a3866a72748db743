"""Queries at the desk: about what, by whom, at which turn, and what their history holds."""

from __future__ import annotations

from datetime import date

import pytest

from tests.house import Act, House
from tracker.desk import delivery, evidence, measures, people, queries, trail
from tracker.desk.delivery import Received
from tracker.desk.desk import Refusal, Stale
from tracker.desk.evidence import NewEvidence
from tracker.desk.possible import why_not
from tracker.model.vocabulary import EvidenceKind, Rating, Role
from tracker.register import checks, history, querying, registers
from tracker.register.history import Wanted
from tracker.register.showing import show
from tracker.register.verification import verify

REF = "R4.BRI.7"
MANAGER, OTHER_MANAGER, POLICE, MEMBER, SCRUTINEER, AUDITOR, ADMINISTRATOR = (f"P{n}" for n in range(1, 8))


def raised(house: House, about: str = REF, who: str = AUDITOR, **more: object) -> str:
    return queries.raise_query(house.at(who), about, "On what is it based?", **more).ref  # type: ignore[arg-type]


def answered(house: House, about: str = REF) -> str:
    ref = raised(house, about)
    queries.answer(house.at(), ref, "On the audit.")
    return ref


def state(house: House, ref: str) -> object:
    with house.position() as position:
        return show(position, ref)["state"]


def test_a_query_goes_from_question_to_conclusion(house: House) -> None:
    assert raised(house, wanted_by=date(2022, 7, 31)) == "Q1"
    queries.answer(house.at(), "q1", "On the audit.", received=Received("head of service", "call"))
    queries.press(house.at(SCRUTINEER), "Q1", "Which audit?", wanted_by=date(2022, 8, 10))
    queries.answer(house.at(), "Q1", "That of July.")
    queries.close(house.at(MEMBER), "Q1", "It bears it out.")
    with house.position() as position:
        found = show(position, "Q1")
        told = [(turn["turn"], turn["by"], turn["words"]) for turn in found["turns"]]
        assert told == [
            ("answer", MANAGER, "On the audit."),
            ("press", SCRUTINEER, "Which audit?"),
            ("answer", MANAGER, "That of July."),
            ("close", MEMBER, "It bears it out."),
        ]
        assert (found["kind"], found["state"], found["about"], found["raised_by"]) == ("query", "closed", REF, AUDITOR)
        assert (found["turns"][0]["reported_by"], found["turns"][0]["received"]) == ("head of service", "call")
        assert found["wanted_by"] == "2022-08-10"
        # Each turn stands in the history of the query and of what it is about.
        own = [entry["seq"] for entry in found["history"]]
        assert own == [house.size + n for n in range(1, 6)]
        assert set(own) < {line.entry.seq for line in history.lines(position, Wanted(ref=REF))}
        assert [query["ref"] for query in show(position, REF)["queries"]] == ["Q1"]
    assert verify(house.path).problems == []


@pytest.mark.parametrize("about", ["R4", "X", "R4.SGL", "X.BRI", "R4.SGL.1", "E1", "G1", "M1", "P1", "K1", "D1"])
def test_a_query_can_be_about_anything_with_a_reference(about: str, house: House) -> None:
    measures.add_risk(house.at(), "The grant ends")  # D1 is what the completion claim asks
    delivery.claim_complete(house.at(), "R4.SGL.1", note="done")
    raised(house, about)
    with house.position() as position:
        assert show(position, "Q1")["about"] == about
        assert [query["ref"] for query in show(position, about)["queries"]] == ["Q1"]


def test_a_query_about_an_entry_belongs_to_what_the_entry_was_about(house: House) -> None:
    delivery.record_progress(house.at(), REF, note="half way", rating=Rating.GREEN)
    raised(house, f"#{house.size + 1}")
    with house.position() as position:
        found = show(position, "Q1")
        assert (found["about"], found["entry"]) == (REF, house.size + 1)
        assert [query["ref"] for query in show(position, f"#{house.size + 1}")["queries"]] == ["Q1"]
        assert show(position, f"#{house.size}")["queries"] == []
        assert position.value("SELECT area FROM entry_index WHERE seq = ?", [house.size + 2]) == "BRI"


def test_a_query_on_a_milestone_shows_on_its_action(house: House) -> None:
    from tracker.model import dates

    delivery.add_milestone(house.at(), REF, "half way", dates.parse("August 2022"))
    raised(house, f"{REF}.m1")
    with house.position() as position:
        assert [query["ref"] for query in show(position, REF)["queries"]] == ["Q1"]
        assert [query["ref"] for query in querying.about(position, "R4.BRI.70")] == []


REFUSED: dict[str, tuple[Act, str]] = {
    "no reference": (lambda h: raised(h, "the plan"), "'the plan' is not a reference; write one like R4"),
    "no such action": (lambda h: raised(h, "R4.BRI.99"), "There is no action R4.BRI.99 in this plan."),
    "no such recommendation": (lambda h: raised(h, "R77"), "There is no recommendation R77 in this plan."),
    "no such entry": (lambda h: raised(h, "#9999"), "There is no entry #9999; the register has 445 entries."),
    "about a query": (
        lambda h: raised(h, raised(h)),
        "Q1 is a query itself; where its answer does not satisfy, ask again: tracker query press Q1",
    ),
    "about a query's entry": (
        lambda h: raised(h, f"#{h.size + (raised(h) == 'Q1')}"),
        "Q1 is a query itself; where its answer does not satisfy, ask again: tracker query press Q1",
    ),
    "no question": (lambda h: queries.raise_query(h.at(AUDITOR), REF, "  "), "The question is missing"),
    "wanted before it is asked": (
        lambda h: raised(h, wanted_by=date(2022, 7, 3)),
        "An answer cannot be wanted by 3 July 2022: it is asked on 4 July 2022.",
    ),
    "raised by a manager": (lambda h: raised(h, who=MANAGER), "P1 is a partnership business manager and may not raise"),
    "raised by a contributor": (lambda h: raised(h, who=POLICE), "may not raise a query; that is for: auditor"),
    "raised by an administrator": (lambda h: raised(h, who=ADMINISTRATOR), "P7 is an administrator and may not raise"),
    "answered by the auditor's side": (
        lambda h: queries.answer(h.at(SCRUTINEER), raised(h), "x"),
        "P5 is an independent scrutineer and may not answer a query",
    ),
    "answered by another area's manager": (
        lambda h: queries.answer(h.at(OTHER_MANAGER), raised(h), "x"),
        "Q1 belongs to BRI; P2 manages SGL.",
    ),
    "answered by somebody else's contributor": (
        lambda h: queries.answer(h.at(POLICE), raised(h), "x"),
        "Q1 is about no action of P3 or their agency; its owner or a manager answers it.",
    ),
    "a recommendation answered by a contributor": (
        lambda h: queries.answer(h.at(POLICE), raised(h, "R4"), "x"),
        "Q1 is about no action of P3 or their agency",
    ),
    "answered twice": (
        lambda h: queries.answer(h.at(), answered(h), "x"),
        "Q1 is not at that turn: it is answered; the auditor closes it or asks again.",
    ),
    "pressed before the answer": (
        lambda h: queries.press(h.at(AUDITOR), raised(h), "x"),
        "Q1 is not at that turn: it awaits an answer first.",
    ),
    "closed before the answer": (
        lambda h: queries.close(h.at(AUDITOR), raised(h), "x"),
        "Q1 is not at that turn: it awaits an answer first.",
    ),
    "closed by the owner's side": (
        lambda h: queries.close(h.at(OTHER_MANAGER), answered(h), "x"),
        "P2 is a partnership business manager and may not close a query",
    ),
    "closed without a conclusion": (lambda h: queries.close(h.at(AUDITOR), answered(h), ""), "What was concluded is"),
    "pressed without a reason": (lambda h: queries.press(h.at(AUDITOR), answered(h), ""), "Why the answer does not"),
    "answered as of before it was asked": (
        lambda h: queries.answer(h.at(), raised(h), "x", occurred_on=date(2022, 7, 3)),
        "Q1 was last written to as of 4 July 2022; record this as of that day or later.",
    ),
    "no such query": (lambda h: queries.answer(h.at(), "Q7", "x"), "There is no query Q7 in this plan."),
    "another kind": (lambda h: queries.answer(h.at(), "E1", "x"), "E1 is a piece of evidence, not a query."),
}


@pytest.mark.parametrize(("act", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(act: Act, words: str, house: House) -> None:
    with pytest.raises(Refusal) as caught:
        act(house)
    assert words in str(caught.value)


def test_a_closed_query_stays_closed(house: House) -> None:
    queries.close(house.at(AUDITOR), answered(house), "Enough.")
    for act, who in ((queries.answer, "P1"), (queries.press, AUDITOR), (queries.close, AUDITOR)):
        with pytest.raises(Refusal, match="Q1 is not at that turn: it is closed; raise a new query"):
            act(house.at(who), "Q1", "x")


def test_a_contributor_answers_for_their_own_action_and_what_shows_it(house: House) -> None:
    added = evidence.add(
        house.at(), NewEvidence("Audit", EvidenceKind.AUDIT, custodian="a unit", place="a safe"), targets=["R4.SGL.1"]
    )
    for about in ("R4.SGL.1", added.ref):
        queries.answer(house.at(POLICE), raised(house, about), "It is ours.")
    assert (state(house, "Q1"), state(house, "Q2")) == ("answered", "answered")


def test_who_changed_sides_neither_answers_nor_closes_their_own(house: House) -> None:
    """Roles change over time; whoever asked never answers, and whoever answered never closes or presses."""
    raised(house)
    people.change_person(house.at(), AUDITOR, role=Role.MANAGER, areas=["BRI"], why="moved")
    with pytest.raises(Refusal, match=r"Q1: P6 asked it; somebody else must answer it."):
        queries.answer(house.at(AUDITOR), "Q1", "x")
    queries.answer(house.at(), "Q1", "On the audit.")
    people.change_person(house.at(ADMINISTRATOR), MANAGER, role=Role.AUDITOR, why="moved")
    with pytest.raises(Refusal, match=r"Q1: P1 answered it; somebody else must close it."):
        queries.close(house.at(), "Q1", "x")
    with pytest.raises(Refusal, match=r"Q1: P1 answered it; somebody else must judge the answer."):
        queries.press(house.at(), "Q1", "x")


def test_a_screen_gets_the_same_reasons_before(house: House) -> None:
    raised(house)
    auditor, manager = house.at(AUDITOR), house.at()
    assert why_not(manager, "query.answered", "Q1") is None
    assert why_not(auditor, "query.closed", "Q1") == "Q1 is not at that turn: it awaits an answer first."
    assert why_not(auditor, "query.raised", f"#{house.size}") is None
    assert why_not(auditor, "query.raised", "X") is None
    queries.answer(manager, "Q1", "On the audit.")
    assert why_not(auditor, "query.closed", "Q1") is None
    assert why_not(auditor, "query.pressed", "Q1") is None
    assert "it is answered" in str(why_not(manager, "query.answered", "Q1"))


def test_a_question_keeps_no_late_news_off_the_action(house: House) -> None:
    """A query is no change of what it is about: progress of an earlier day can still be recorded, and undone."""
    house.on("2022-08-10")
    raised(house)
    done = delivery.record_progress(house.at(), REF, note="x", rating=Rating.GREEN, occurred_on=date(2022, 8, 1))
    assert done.entries[0].occurred_on == "2022-08-01"


def test_a_turn_is_undone_by_whoever_took_it(house: House) -> None:
    answered(house)
    delivery.record_progress(house.at(OTHER_MANAGER), "R4.SGL.1", note="x", rating=Rating.GREEN)
    trail.undo(house.at(), why="wrong query")
    assert state(house, "Q1") == "asked"
    trail.undo(house.at(AUDITOR), why="wrong action")
    with house.position() as position:
        assert querying.about(position, REF) == []
        assert registers.queries(position) == []
    assert raised(house) == "Q2", "a reference is never used again"


def test_whoever_looked_before_another_answered_is_told(house: House) -> None:
    raised(house)
    seen = {"Q1": house.at().last_seen("Q1")}
    queries.answer(house.at(), "Q1", "First.")
    queries.press(house.at(AUDITOR), "Q1", "No.")
    with pytest.raises(Stale, match="Q1 changed since you looked"):
        queries.answer(house.at(), "Q1", "Second.", seen=seen)


def test_the_list_begins_with_what_awaits_an_answer(house: House) -> None:
    answered(house)  # Q1
    raised(house)  # Q2, no day
    raised(house, wanted_by=date(2022, 8, 1))  # Q3
    raised(house, "R4.SGL.1", wanted_by=date(2022, 7, 20))  # Q4
    queries.close(house.at(AUDITOR), answered(house), "x")  # Q5
    with house.position() as position:
        assert registers.queries(position) == ["Q4", "Q3", "Q2", "Q1", "Q5"]
        assert registers.queries(position, "SGL") == ["Q4"]
        assert registers.queries(position, "NSO") == []
        assert registers.queries(position, words="what based") == ["Q4", "Q3", "Q2", "Q1", "Q5"]


def found(house: House, rule: str) -> list[tuple[str, str, str]]:
    with house.position() as position:
        return [(f.ref, f.severity, f.words) for f in checks.findings(position) if f.rule == rule]


def test_a_query_past_the_day_it_was_wanted_by_needs_attention(house: House) -> None:
    raised(house, wanted_by=date(2022, 7, 31))
    house.on("2022-07-31")
    assert found(house, "C30") == []
    house.on("2022-08-01")
    words = f"asks about {REF}; the answer was wanted by 31 July 2022 and is not given"
    assert found(house, "C30") == [("Q1", "high", words)]
    house.on("2022-09-01")
    assert found(house, "C31") == [], "it is not told twice"
    queries.answer(house.at(), "Q1", "x")
    assert found(house, "C30") == []


def test_a_query_unanswered_for_more_than_thirty_days_needs_attention(house: House) -> None:
    raised(house)
    house.on("2022-08-03")
    assert found(house, "C31") == [], "thirty days are not more than thirty"
    house.on("2022-08-04")
    words = f"asks about {REF}; it has awaited an answer since 4 July 2022"
    assert found(house, "C31") == [("Q1", "medium", words)]
    queries.answer(house.at(), "Q1", "x")
    queries.press(house.at(AUDITOR), "Q1", "again")
    assert found(house, "C31") == [], "it is counted from when it was asked last"
    house.on("2022-09-04")
    assert [ref for ref, _, _ in found(house, "C31")] == ["Q1"]


def test_an_answer_that_awaits_the_auditor_for_more_than_thirty_days_needs_attention(house: House) -> None:
    answered(house, f"#{house.size}")
    house.on("2022-08-03")
    assert found(house, "C32") == []
    house.on("2022-08-04")
    words = f"about #{house.size} was answered on 4 July 2022 and awaits the auditor, who closes it or asks again"
    assert found(house, "C32") == [("Q1", "low", words)]
    queries.close(house.at(AUDITOR), "Q1", "x")
    assert found(house, "C32") == []


def test_an_area_sees_its_own_queries_among_what_needs_attention(house: House) -> None:
    raised(house, wanted_by=date(2022, 7, 5))
    house.on("2022-07-10")
    with house.position() as position:
        assert "C30" in {finding.rule for finding in checks.findings(position, "BRI")}
        assert "C30" not in {finding.rule for finding in checks.findings(position, "SGL")}
