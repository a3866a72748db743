"""More acts that are refused, with the words that a person sees: whose it is, what sign-off rests on, odd input."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.test_more_acts import LATER, REF, accepted, claimed
from tests.house import Act, House
from tracker.desk import actions, deciding, delivery, evidence, measures, meetings, people
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.desk import Refusal
from tracker.model import dates
from tracker.model.vocabulary import (
    Assurance,
    DecisionKind,
    Difference,
    EvidenceKind,
    FundingState,
    RiskState,
    Role,
)


def except_(
    house: House,
    kind: DecisionKind = DecisionKind.ACCEPTANCE,
    rule: str | None = "C12",
    until: date | None = date(2022, 9, 30),
) -> object:
    """Ask the executive to accept that REF, of which no rating was reported, has none."""
    return meetings.ask(house.at(), kind, body="BRI-EXEC", about=[REF], asked="x", rule=rule, until=until)


REFUSED: dict[str, tuple[Act, str]] = {
    # requests, risks and measures belong to somebody too
    "another agency's contributor withdraws a request": (
        lambda h: (
            deciding.request_revision(h.at(), REF, LATER, why="late"),
            deciding.withdraw_request(h.at("P3"), "D1", why="x"),
        ),
        "D1 is not an action of P3 or their agency; ask its owner or a manager.",
    ),
    "another area's manager withdraws a request": (
        lambda h: (
            deciding.request_revision(h.at(), REF, LATER, why="late"),
            deciding.withdraw_request(h.at("P2"), "D1", why="x"),
        ),
        "D1 belongs to BRI; P2 manages SGL.",
    ),
    "a contributor closes a risk of nobody": (
        lambda h: measures.change_risk(h.at("P3"), "K1", RiskState.CLOSED, why="x"),
        "K1 is not an action of P3 or their agency; ask its owner or a manager.",
    ),
    "another area's manager closes a risk": (
        lambda h: measures.change_risk(
            h.at("P2"), measures.add_risk(h.at(), "x", areas=["BRI"]).ref, RiskState.CLOSED, why="x"
        ),
        "belongs to BRI; P2 manages SGL.",
    ),
    "another area's manager adds a risk": (
        lambda h: measures.add_risk(h.at("P2"), "x", areas=["BRI"]),
        "belongs to BRI; P2 manages SGL.",
    ),
    "another area's manager decides about a risk": (
        lambda h: (
            k := measures.add_risk(h.at(), "x", areas=["BRI"]).ref,
            meetings.ask(h.at(), DecisionKind.ACCEPTANCE, body="BRI-EXEC", about=[k], asked="accept it"),
            deciding.decide(h.at("P2"), "D1", agreed=True, minute=Minute("BRI-EXEC", "m", ("ASP",))),
        ),
        "D1 belongs to BRI; P2 manages SGL.",
    ),
    "two revised dates asked for at once": (
        lambda h: (
            deciding.request_revision(h.at(), REF, LATER, why="late"),
            deciding.request_revision(h.at(), REF, dates.parse("30 June 2023"), why="later still"),
        ),
        "A revised date of R4.BRI.7 is asked of BRI-EXEC already (D1); wait for that decision, or withdraw it: tracker "
        "decision withdraw D1",
    ),
    # exceptions that end
    "an exception of another kind of decision": (
        lambda h: except_(h, kind=DecisionKind.ESCALATION),
        "A rule and its last day belong to an acceptance, not to a decision of kind 'escalation'.",
    ),
    "an exception without an end": (
        lambda h: except_(h, until=None),
        "An exception is accepted from a rule and until a day; give both: --rule C6 --until DAY.",
    ),
    "an end without an exception": (
        lambda h: except_(h, rule=None),
        "An exception is accepted from a rule and until a day; give both: --rule C6 --until DAY.",
    ),
    "an exception from a rule that is not there": (
        lambda h: except_(h, rule="C999"),
        "There is no rule 'C999'; see: tracker check",
    ),
    "an exception from what evidence shows": (
        lambda h: except_(h, rule="C2"),
        "What C2 finds cannot be accepted: it is about whether evidence, sign-off and review can be relied on.",
    ),
    "an exception that has ended": (
        lambda h: except_(h, until=date(2022, 7, 4)),
        "4 July 2022 has come already; accept an exception until a day that lies ahead.",
    ),
    "an exception from what is not found": (
        lambda h: except_(h, rule="C4"),
        "C4 finds nothing about R4.BRI.7 today, so there is nothing to accept.",
    ),
    # what sign-off asks for
    "a contributor lowers the assurance": (
        lambda h: actions.edit(h.at("P3"), "R4.SGL.1", assurance=Assurance.LIGHT),
        "How much evidence R4.SGL.1 is to show is lowered by a manager only; ask one.",
    ),
    "a contributor drops expected evidence": (
        lambda h: (
            actions.edit(h.at(), "R4.SGL.1", expects=[EvidenceKind.AUDIT]),
            actions.edit(h.at("P3"), "R4.SGL.1", expects=[EvidenceKind.MINUTES]),
        ),
        "How much evidence R4.SGL.1 is to show is lowered by a manager only; ask one.",
    ),
    "another lead after the claim": (
        lambda h: (claimed(h), actions.reassign(h.at(), REF, lead="ASP", why="x")),
        "R4.BRI.7 is claimed complete; its lead agency cannot change before the body decides. Reopen it first: "
        "tracker action reopen R4.BRI.7",
    ),
    "less evidence after the claim": (
        lambda h: (claimed(h), actions.edit(h.at(), REF, expects=[], assurance=Assurance.LIGHT)),
        "R4.BRI.7 is claimed complete; its expected evidence and assurance cannot change before the body decides.",
    ),
    "sign-off by another area's executive": (
        lambda h: (
            actions.edit(h.at(), REF, assurance=Assurance.LIGHT),
            claimed(h),
            deciding.withdraw_request(h.at(), "D1", why="x"),
            deciding.sign_off(h.at(), REF, Minute("SGL-EXEC", "m", ("ASP",))),
        ),
        "SGL-EXEC decides for SGL; R4.BRI.7 belongs to BRI.",
    ),
    "an adviser agrees a date": (
        lambda h: deciding.revise(h.at(), REF, LATER, Minute("BRI-SCRUT", "m", ("ASP",)), why="x"),
        "BRI-SCRUT advises and does not decide; name the partnership executive or a group.",
    ),
    "advice that came after the meeting": (
        lambda h: (
            actions.edit(h.at(), REF, partners=["ASP", "ICB"], assurance=Assurance.LIGHT),
            h.on("2022-10-10"),
            claimed(h, occurred_on=date(2022, 9, 20)),
            deciding.sign_off(
                h.at(),
                REF,
                Minute("BRI-EXEC", "m", ("ASP",), meeting="G2", advice="agree", advice_on=date(2022, 10, 9)),
            ),
        ),
        "The advice of 9 October 2022 came after the decision of 1 October 2022.",
    ),
    "sign-off by the named owner's own agency": (
        lambda h: (
            actions.reassign(h.at(), REF, person="P3", why="the police see to it"),
            actions.edit(h.at(), REF, assurance=Assurance.LIGHT),
            claimed(h),
            deciding.sign_off(h.at(), REF, Minute("BRI-EXEC", "m", ("ASP",))),
        ),
        "Every agency that agreed owns R4.BRI.7; give the independent scrutineer's advice and its date",
    ),
    "evidence accepted after the decision": (
        lambda h: (
            h.on("2022-07-20"),
            claimed(h, occurred_on=date(2022, 7, 10)),
            accepted(h, REF),
            deciding.sign_off(h.at(), REF, Minute("BRI-EXEC", "m", ("ASP",), occurred_on=date(2022, 7, 12))),
        ),
        "E36 was accepted on 20 July 2022, after the decision of 12 July 2022.",
    ),
    "saying oneself what accepted evidence shows": (
        lambda h: evidence.link(h.at(), accepted(h, "R4.SGL.1"), [REF], shows=Difference.SUSTAINED),
        "E36 was recorded by P1; somebody else must review it. They open the register as themselves;",
    ),
    # order of occurrence
    "a milestone older than its action": (
        lambda h: delivery.add_milestone(h.at(), REF, "x", LATER, occurred_on=date(2022, 6, 1)),
        "R4.BRI.7 began on 4 July 2022; nothing can have happened to it on 1 June 2022.",
    ),
    "pausing until the past": (
        lambda h: actions.pause(h.at(), REF, why="x", review_on=date(2022, 7, 3)),
        "The review date 3 July 2022 has passed; pause R4.BRI.7 until a day to come.",
    ),
    "an owner who has left": (
        lambda h: (
            people.change_person(h.at(), "P3", until=date(2022, 7, 1)),
            actions.reassign(h.at(), REF, person="P3", why="x"),
        ),
        "P3 left on 1 July 2022; name somebody who is in post.",
    ),
    # what no register can hold
    "areas that are none": (
        lambda h: actions.add(h.at(), "R4", "ALL", NewAction("x", areas=("a typed sentence",))),
        "'a typed sentence' is not an area; write BRI, SGL, NSO or ALL for joint work.",
    ),
    "a count beyond counting": (
        lambda h: measures.add_reading(
            h.at(), "M1", "5", date(2022, 1, 1), date(2022, 2, 1), numerator=1, denominator=10**30
        ),
        "M1: numerator and denominator are counts from 0 to 1,000,000,000,000.",
    ),
    "money less than nought": (
        lambda h: delivery.add_funding(h.at(), REF, funder="x", state=FundingState.SECURED, amount="-5"),
        "The amount for R4.BRI.7 cannot be less than nought; an end of money is --state ended.",
    ),
    "a log-in that does not show": (
        lambda h: people.add_person(h.at(), "x", Role.AUDITOR, login="a\x1b[31m\u202e"),
        "A log-in is one word of at most 64 characters, all of which show.",
    ),
    "correcting an entry beyond the last": (
        lambda h: delivery.correct_date(h.at(), REF, right=LATER, why="x", entry=10**30),
        "There is no entry #1000000000000000000000000000000; see: tracker log R4.BRI.7",
    ),
    "an agency of seventy thousand letters": (
        lambda h: h.at().agency("x" * 70_000),
        f"There is no agency '{'x' * 59}…' in this plan; see: tracker agency list",
    ),
    "an agency of broken bytes": (lambda h: h.at().agency("\udcff"), "There is no agency '⟨U+DCFF⟩'"),
    "a body of broken bytes": (lambda h: h.at().body("\udcff"), "There is no body '⟨U+DCFF⟩'"),
    "a person of broken bytes": (lambda h: h.at("\udcff").person(), "There is no person '⟨U+DCFF⟩'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_one_line(name: str, house: House) -> None:
    act, words = REFUSED[name]
    with pytest.raises(Refusal) as caught:
        act(house)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
