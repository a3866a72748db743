"""Every act that people do, with one text in every field that takes words: recorded, or refused in one line.

What becomes of the text on its ways out is held by tests.trials.test_hostile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.house import furnish
from tracker.desk import (
    actions,
    deciding,
    deferring,
    delivery,
    disposal,
    evidence,
    groups,
    measures,
    meetings,
    people,
    plan,
    queries,
    succession,
    sustaining,
    trail,
)
from tracker.desk.actions import NewAction
from tracker.desk.delivery import Received
from tracker.desk.desk import Desk, Receipt, Refusal
from tracker.desk.evidence import NewEvidence, NewRevision
from tracker.desk.independence import Minute
from tracker.desk.measures import NewMeasure
from tracker.ledger.store import StoreError
from tracker.model import dates, limits
from tracker.model.text import safe
from tracker.model.vocabulary import (
    AgencyKind,
    Basis,
    ChildGroup,
    DecisionKind,
    Difference,
    Direction,
    EvidenceKind,
    EvidenceState,
    FundingState,
    Rating,
    ResponseKind,
    RiskState,
    Role,
    Sustainment,
)

EARLY, LATE = datetime(2022, 7, 4, 12, tzinfo=UTC), datetime(2022, 10, 10, 12, tzinfo=UTC)
PLAIN = "ILLUSTRATIVE: plain words"
WHY = "ILLUSTRATIVE: tried on purpose"
DUE = dates.parse("30 September 2022")


@dataclass
class Outcome:
    """What became of one act with one text: the entry that holds it, or the words of the refusal."""

    kind: str
    act: str
    seq: int | None = None
    refused: str = ""


@dataclass
class Lives:
    """A register in which every act was done with every kind of text."""

    path: Path
    outcomes: list[Outcome] = field(default_factory=list)
    signed_off: dict[str, str] = field(default_factory=dict)

    def desk(self, who: str, now: datetime = EARLY) -> Desk:
        """A desk that does not wait for the disk: what is tried here is not durability."""
        desk = Desk(self.path, who=who, via="tester", clock=lambda: now)
        desk.store.db.execute("PRAGMA synchronous=OFF")
        return desk

    def run(self, kinds: dict[str, str]) -> Lives:
        """Do every act with each of *kinds*."""
        with self.desk("P1") as manager, self.desk("P6") as auditor, manager.despite(WHY), auditor.despite(WHY):
            for number, (kind, text) in enumerate(kinds.items()):
                _Life(self, kind, text, number, manager, auditor).live()
        with self.desk("P1", LATE) as manager, self.desk("P6", LATE) as auditor, manager.despite(WHY):
            for number, (kind, text) in enumerate(kinds.items()):
                _Life(self, kind, text, number, manager, auditor).look_back(self.signed_off[kind])
        return self

    def dispose(self, kinds: dict[str, str]) -> Lives:
        """Dispose of something on the ground of each of *kinds*: apart, because it reads every text there is."""
        with self.desk("P7") as administrator, self.desk("P2") as other, administrator.despite(WHY):
            for number, (kind, text) in enumerate(kinds.items()):
                _Life(self, kind, text, number, administrator, other).dispose()
        return self


def furnished(path: Path) -> Lives:
    """The house of tests.house, with a person of each role."""
    furnish(path)
    return Lives(path)


def _minute(text: str) -> Minute:
    return Minute("BRI-EXEC", text, ("ASP", "BCC"), advice=text, advice_on=EARLY.date())


@dataclass
class _Life:
    """One text on its way through every act."""

    lives: Lives
    kind: str
    text: str
    number: int
    manager: Desk
    auditor: Desk

    def do(self, act: str, doing: Callable[[str], Receipt]) -> str:
        """Act with the text, or with plain words where it is refused, and return the reference."""
        outcome = Outcome(self.kind, act)
        try:
            receipt = doing(self.text)
            outcome.seq = next(entry.seq for entry in receipt.entries if entry.act == act)
        except (Refusal, StoreError) as error:
            outcome.refused = str(error)
            assert outcome.refused == safe(outcome.refused), ascii(outcome.refused)
            assert len(outcome.refused) < 500, outcome.refused[:500]
            receipt = doing(PLAIN)
        self.lives.outcomes.append(outcome)
        return receipt.ref

    def live(self) -> None:
        self.the_plan()
        self.actions()
        self.milestones()
        self.measures_and_risks()
        self.completion()
        self.endings()
        self.questions()
        self.do("trail.reviewed", lambda text: trail.review_trail(self.auditor, 1, note=text))
        delivery.record_progress(self.manager, "R4.BRI.7", note=PLAIN, rating=Rating.RED)
        self.do("entry.undone", lambda text: trail.undo(self.manager, why=text))

    def the_plan(self) -> None:
        desk, code = self.manager, f"AG{self.number}"
        self.do("agency.added", lambda text: people.add_agency(desk, code, text, AgencyKind.PROVIDER))
        self.do("agency.changed", lambda text: people.change_agency(desk, code, name=text + " ", why=text + "."))
        ref = self.do(
            "person.added",
            lambda text: people.add_person(desk, text, Role.CONTRIBUTOR, name=text, agency="BCC", login=None),
        )
        self.do("person.changed", lambda text: people.change_person(desk, ref, agency="ASP", why=text))
        days = {"slip_amber_days": 100 + self.number}
        self.do("settings.changed", lambda text: plan.change_settings(desk, days, why=text))
        self.do(
            "response.recorded",
            lambda text: plan.record_response(desk, "R4", ResponseKind.PARTLY, area="BRI", why=text, source=text),
        )
        numbers = [str(1 + self.number % 99)]
        self.do("recommendation.numbered", lambda text: plan.bind_numbers(desk, "R9", numbers, source=text, why=text))
        self.do("recommendation.worded", lambda text: plan.load_wording(desk, "R7", text, source=text[: limits.LINE]))
        held = date(2023, 1, 1) + timedelta(days=self.number)
        ref = self.do(
            "meeting.added", lambda text: meetings.add_meeting(desk, "BRI-EXEC", held, cut_off=held, title=text)
        )
        self.do("meeting.changed", lambda text: meetings.change_meeting(desk, ref, cancelled=True, why=text))

    def action(self, title: str = PLAIN, **more: object) -> str:
        """An action to act upon."""
        new = NewAction(title=title, lead="BCC", due=DUE, **more)  # type: ignore[arg-type]
        return actions.add(self.manager, "R4", "BRI", new).ref

    def actions(self) -> None:
        desk = self.manager
        ref = self.do(
            "action.added",
            lambda text: actions.add(
                desk,
                "R4",
                "BRI",
                NewAction(
                    text, text, lead="BCC", owner=text, locality=text, difference_wanted=text, due=DUE, source=text
                ),
            ),
        )
        fields = ("title", "description", "locality", "difference_wanted")
        self.do(
            "action.edited",
            lambda text: actions.edit(desk, ref, texts=dict.fromkeys(fields, text[:-1] + "~"), why=text),
        )
        self.do("action.reassigned", lambda text: actions.reassign(desk, ref, owner=text + "~", why=text))
        self.do("action.paused", lambda text: actions.pause(desk, ref, why=text, review_on=date(2023, 1, 1)))
        self.do("action.resumed", lambda text: actions.resume(desk, ref, why=text))
        self.do(
            "progress.recorded",
            lambda text: delivery.record_progress(
                desk,
                ref,
                note=text,
                rating=Rating.AMBER,
                difference=Difference.DELIVERED,
                received=Received(text, text),
            ),
        )
        self.do(
            "funding.added",
            lambda text: delivery.add_funding(desk, ref, funder=text, state=FundingState.SECURED, period=text),
        )
        self.do(
            "date.corrected",
            lambda text: delivery.correct_date(desk, ref, right=dates.parse("1 October 2022"), why=text),
        )
        self.do(
            "action.revised",
            lambda text: deciding.revise(
                desk, ref, dates.parse("1 November 2022"), _minute(text), why=text, asked_by=text
            ),
        )
        asked = self.do(
            "decision.asked",
            lambda text: deciding.request_revision(desk, ref, dates.parse("1 December 2022"), why=text, asked_by=text),
        )
        self.do(
            "decision.made", lambda text: deciding.decide(desk, asked, agreed=False, minute=_minute(text), why=text)
        )

    def milestones(self) -> None:
        desk, action = self.manager, self.action()
        ref = self.do("milestone.added", lambda text: delivery.add_milestone(desk, action, text, DUE, source=text))
        self.do(
            "milestone.revised",
            lambda text: deciding.revise(desk, ref, dates.parse("1 November 2022"), _minute(text), why=text),
        )
        self.do(
            "milestone.achieved",
            lambda text: delivery.achieve_milestone(desk, ref, note=text, received=Received(text, text)),
        )

    def measures_and_risks(self) -> None:
        desk = self.manager
        ref = self.do(
            "measure.added",
            lambda text: measures.add_measure(
                desk, NewMeasure(text, text, Direction.LOWER, serves=("R4",), definition=text, source=text)
            ),
        )
        self.do("measure.edited", lambda text: groups.mark_measure(desk, ref, [ChildGroup.SEX], why=text))
        days = date(2022, 1, 1), date(2022, 3, 31)
        self.do("reading.added", lambda text: measures.add_reading(desk, ref, "5", *days, source=text, caveat=text))
        risk = self.do("risk.added", lambda text: measures.add_risk(desk, text, description=text, areas=["BRI"]))
        self.do("risk.changed", lambda text: measures.change_risk(desk, risk, RiskState.ACCEPTED, why=text))
        asked = meetings.ask(desk, DecisionKind.ESCALATION, body="BRI-EXEC", about=[risk], asked=PLAIN).ref
        self.do(
            "decision.deferred",
            lambda text: deferring.defer(desk, asked, minute=text, why=text, until=desk.today + timedelta(days=30)),
        )
        self.do("decision.withdrawn", lambda text: deciding.withdraw_request(desk, asked, why=text))

    def file(self, text: str) -> Path:
        """A file whose name is the text, as far as a file can be named so."""
        name = safe(text).replace("/", "∕").strip(" .")[:60] or "x"
        path = self.lives.path.with_name(f"{name}.txt")
        path.write_text(f"{self.kind}{len(text)}", encoding="utf-8")
        return path

    def completion(self) -> None:
        desk, ref = self.manager, self.action(expects=(EvidenceKind.AUDIT,))
        self.do("action.completed", lambda text: delivery.claim_complete(desk, ref, note=text))
        self.do("action.returned", lambda text: deciding.return_claim(desk, ref, _minute(text), why=text))
        piece = self.do(
            "evidence.added",
            lambda text: evidence.add(
                desk,
                NewEvidence(
                    text, EvidenceKind.AUDIT, file=self.file(text), description=text, received_from=text, received=text
                ),
                targets=[ref],
            ),
        )
        self.do(
            "evidence.revised",
            lambda text: evidence.revise(
                desk, piece, NewRevision(custodian=text + "~", place=text, received_from=text, received=text), why=text
            ),
        )
        self.do("evidence.edited", lambda text: groups.mark_evidence(desk, piece, [ChildGroup.AGE], why=text))
        self.do(
            "evidence.reviewed",
            lambda text: evidence.review(self.auditor, piece, EvidenceState.ACCEPTED, why=text),
        )
        cited = evidence.add(
            desk, NewEvidence(PLAIN, EvidenceKind.POLICY, custodian=PLAIN, place=PLAIN, cited_only=True)
        ).ref
        self.do(
            "evidence.received",
            lambda text: evidence.receive(desk, cited, custodian=text, place=text, received_from=text, received=text),
        )
        delivery.claim_complete(desk, ref, note=PLAIN)
        self.do("action.signed_off", lambda text: deciding.sign_off(desk, ref, _minute(text), why=text))
        self.lives.signed_off[self.kind] = ref

    def endings(self) -> None:
        desk = self.manager
        proposed = self.action(basis=Basis.PROPOSED)
        self.do("action.declined", lambda text: actions.decline(desk, proposed, why=text))
        adopted = self.action(basis=Basis.PROPOSED)
        self.do("action.adopted", lambda text: actions.adopt(desk, adopted, owner=text, why=text))
        self.do("action.withdrawn", lambda text: actions.withdraw(desk, adopted, why=text))
        mapped = actions.add(desk, "X", "BRI", NewAction(title=PLAIN, lead="BCC", due=DUE)).ref
        self.do(
            "action.mapped",
            lambda text: actions.confirm_mapping(desk, mapped, recommendation="R4", why=text),
        )
        one, two, three = self.action(), self.action(), self.action()
        self.do("action.superseded", lambda text: succession.supersede(desk, one, by=two, why=text))
        self.do("action.merged", lambda text: succession.merge(desk, [two], into=three, why=text))
        self.do("action.split", lambda text: succession.split(desk, three, [text, text + "~"], why=text))

    def questions(self) -> None:
        ref = self.do("query.raised", lambda text: queries.raise_query(self.auditor, "R4.BRI.7", text))
        self.do("query.answered", lambda text: queries.answer(self.manager, ref, text, received=Received(text, text)))
        self.do("query.pressed", lambda text: queries.press(self.auditor, ref, text))
        queries.answer(self.manager, ref, PLAIN)
        self.do("query.closed", lambda text: queries.close(self.auditor, ref, text))

    def look_back(self, ref: str) -> None:
        """What is done some months later."""
        desk = self.manager
        self.do(
            "sustainment.checked",
            lambda text: sustaining.check(
                desk, ref, 3, Sustainment.SUSTAINED, note=text, received=Received(text[: limits.LINE], text)
            ),
        )
        self.do("action.reopened", lambda text: delivery.reopen(desk, ref, why=text))

    def dispose(self) -> None:
        """Remove a title, with the text as the ground."""
        seq = measures.add_risk(self.auditor, "A title that must not be kept").seq
        self.do("disposal.made", lambda text: disposal.dispose(self.manager, f"#{seq}", "title", ground=text).receipt)
