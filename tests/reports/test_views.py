"""Each part of the assurance report on a small plan whose answers were worked out by hand."""

from __future__ import annotations

from datetime import date

from tests.house import House
from tests.reports.scopes import BRI, SGL, Scoped, scoped
from tracker.desk import actions, deciding, deferring, delivery, evidence, measures, meetings, sustaining, trail
from tracker.desk.actions import NewAction
from tracker.desk.deciding import Minute
from tracker.desk.delivery import Received
from tracker.desk.evidence import NewEvidence
from tracker.model import dates
from tracker.model.vocabulary import (
    Basis,
    DecisionKind,
    Difference,
    EvidenceKind,
    EvidenceState,
    FundingState,
    Rating,
    Sustainment,
)
from tracker.reports.views import (
    ahead,
    changes,
    checked,
    decisions,
    difference,
    exceptions,
    recommendations,
    standing,
    unknown,
)
from tracker.reports.views import (
    measures as measured,
)

__all__ = ["scoped"]


def test_each_area_stands_with_its_denominators(house: House, scoped: Scoped) -> None:
    house.on("2022-08-10")
    delivery.record_progress(house.at(), BRI, note="begun", rating=Rating.AMBER)
    found = standing.by_area(scoped())
    assert found["SGL"].plan_words == "1 open, 0 signed off"
    assert found["SGL"].reported_words == "not reported: 1 (of 1 open)"
    assert found["SGL"].check_words == "R Red ▲: 1 (of 1)"
    assert (found["SGL"].overdue, found["NSO"].plan, found["NSO"].plan_words) == (1, 0, "none in the plan")
    assert "A Amber ◆: 1" in found["BRI"].reported_words


def test_what_moves_in_and_out_is_reconciled_with_its_reason(house: House, scoped: Scoped) -> None:
    desk = house.at()
    proposal = actions.add(desk, "R5", "NSO", NewAction(title="a proposal", basis=Basis.PROPOSED)).ref
    dropped = actions.add(desk, "R5", "NSO", NewAction(title="dropped", lead="ASP")).ref
    actions.withdraw(desk, dropped, why="not needed")
    since = desk.store.head().size
    delivery.reopen(desk, dropped, why="needed after all")
    actions.decline(desk, proposal, why="no money")
    actions.adopt(desk, "R4.BRI.1", lead="BCC", why="agreed")
    actions.add(desk, "R5", "NSO", NewAction(title="a new one", lead="ASP"))
    actions.add(desk, "R5", "NSO", NewAction(title="a slip", lead="ASP"))
    trail.undo(desk)
    moved = standing.movements(scoped(since=since))
    assert moved["NSO"].added == {dropped: "reopened", "R5.NSO.3": "new"}
    assert moved["NSO"].closed == {proposal: "not accepted"}
    assert moved["BRI"].added == {"R4.BRI.1": "adopted"}
    assert standing.Movement.said(moved["NSO"].added) == "2 (1 new, 1 reopened)"
    for each in moved.values():
        assert each.opening + len(each.added) - len(each.closed) == each.closing


def test_an_addition_that_was_undone_closes_as_entered_in_error(house: House, scoped: Scoped) -> None:
    desk = house.at()
    slip = actions.add(desk, "R5", "NSO", NewAction(title="a slip", lead="ASP")).ref
    since = desk.store.head().size
    trail.undo(desk)
    assert standing.movements(scoped(since=since))["NSO"].closed == {slip: "entered in error"}


def sign(house: House, ref: str) -> None:
    """Claim, evidence, review and sign off an action that the police lead."""
    desk = house.at()
    new = NewEvidence("an audit", EvidenceKind.AUDIT, custodian="council", place="file 1")
    piece = evidence.add(desk, new, targets=[ref], shows=Difference.PRACTICE).ref
    evidence.review(house.at("P6"), piece, EvidenceState.ACCEPTED, why="sound")
    delivery.claim_complete(desk, ref, note="done", difference=Difference.OUTCOMES)
    body = "SGL-EXEC"
    deciding.sign_off(desk, ref, Minute(body, "minute 7", ("SGC", "ICB"), occurred_on=house.now.date()))


def test_green_is_not_done_and_blue_is(house: House, scoped: Scoped) -> None:
    house.on("2022-07-20")
    assert standing.is_green_done(scoped("SGL")).startswith("No. Only signed off means done (B Blue ■): 0 of 4 actions")
    sign(house, SGL)
    said = standing.is_green_done(scoped("SGL"))
    assert said.startswith("No. Only signed off means done (B Blue ■): 1 of 4 actions in the plan")
    desk = house.at()
    for ref in ("X.ALL.1", "X.ALL.2", "X.ALL.3"):
        actions.withdraw(desk, ref, why="carried in others")
    assert standing.is_green_done(scoped("SGL")).startswith(
        "Yes: every action in the plan (1) is signed off on accepted evidence."
    )
    house.on("2022-10-20")
    sustaining.check(house.at(), SGL, 3, Sustainment.LAPSED, note="it stopped", received=Received("internal audit"))
    assert standing.is_green_done(scoped("SGL")).startswith(
        f"By the record, yes: every action in the plan (1) is signed off. But {SGL} was found not sustained by the last"
        " check."
    )


def test_the_forecast_counts_what_is_green_and_not_doubted(house: House, scoped: Scoped) -> None:
    house.on("2022-07-20")
    desk = house.at()
    for ref in ("X.ALL.1", "X.ALL.2", "X.ALL.3"):
        actions.withdraw(desk, ref, why="carried in others")
    delivery.record_progress(desk, SGL, note="well", rating=Rating.GREEN)
    assert ahead.forecast(scoped("SGL")) == (
        "1 falls due by 20 October 2022, by their dates G Green ●: 1. It is shown to be on course."
    )
    delivery.record_progress(desk, SGL, note="badly", rating=Rating.RED)
    assert ahead.forecast(scoped("SGL")) == (
        "1 falls due by 20 October 2022, by their dates G Green ●: 1, of which 1 reported red or amber. It is not "
        "shown to be on course."
    )
    house.on("2022-08-10")
    assert ahead.forecast(scoped("SGL")) == "1 action of 1 open is overdue already; none falls due by 10 November 2022."


def test_milestones_say_how_well_dates_were_kept(house: House, scoped: Scoped) -> None:
    house.on("2022-07-05")
    desk = house.at()
    for due in ("10 July 2022", "15 July 2022", "20 July 2022", "20 December 2022"):
        delivery.add_milestone(desk, BRI, f"step of {due}", dates.parse(due))
    house.on("2022-07-16")
    delivery.achieve_milestone(house.at(), f"{BRI}.m1", occurred_on=date(2022, 7, 10))
    delivery.achieve_milestone(house.at(), f"{BRI}.m2")
    house.on("2022-10-03")
    assert ahead.record(scoped("BRI")).startswith(
        "Of 3 milestones that had fallen due, 1 was achieved by the agreed date, 1 later, and 1 is not recorded as "
        "achieved."
    )
    found = ahead.ahead(scoped("BRI"))
    assert found.milestones is not None
    assert [row[0] for row in found.milestones.rows] == [f"{BRI}.m4"]
    assert found.meetings is None


def test_decisions_say_of_whom_by_when_and_what_became_of_them(house: House, scoped: Scoped) -> None:
    house.on("2022-07-20")
    desk = house.at()
    deciding.request_revision(
        desk, BRI, dates.parse("31 December 2022"), why="staff left", wanted_by=date(2022, 7, 31)
    )  # D1
    meetings.ask(desk, DecisionKind.ESCALATION, body="BRI-EXEC", about=[BRI], asked="write to the schools")  # D2
    meetings.ask(desk, DecisionKind.OTHER, body="SGL-EXEC", about=[SGL], asked="agree terms")  # D3
    since = desk.store.head().size
    house.on("2022-08-02")
    minute = Minute("SGL-EXEC", "minute 4", ("SGC", "ICB"), occurred_on=date(2022, 8, 2))
    deciding.decide(house.at(), "D3", agreed=False, minute=minute, why="not now")
    found = decisions.decisions(scoped(since=since))
    assert found.said == "2 decisions are asked for, of 1 body."
    executive = "Executive of the Keeping Bristol Safe Partnership"
    assert found.page == (
        f"D1, {executive}, by 31 July 2022 (overdue): Agree a revised date for {BRI}: 31 December 2022. Reason given: "
        f"staff left. {BRI} is: An agreed action.",
        f"D2, {executive}, no day given; next meeting 1 October 2022 (G2): write to the schools. {BRI} is: An "
        "agreed action.",
    )
    assert found.asked is not None
    assert [row[0] for row in found.asked.rows] == ["D1", "D2"]
    day = date(2022, 8, 2)
    deferring.defer(house.at(), "D1", until=date(2022, 10, 1), minute="item 3", why="no papers", occurred_on=day)
    page = decisions.decisions(scoped(since=since)).page
    assert page[0].startswith(f"D1, {executive}, by 1 October 2022 (put off on 2 August 2022): ")
    assert found.became == "What became of the last, since issue 1: refused: D3."
    assert found.taken is not None
    assert found.taken.rows[0][2:] == (
        "refused",
        "Executive of the South Gloucestershire Children's Partnership (Bristol, North Somerset and South "
        "Gloucestershire Integrated Care Board; South Gloucestershire Council)",
        "2 August 2022",
        "minute 4; not now",
    )
    house.on("2022-08-09")
    deciding.withdraw_request(house.at(), "D2", why="the schools have written")
    taken = decisions.decisions(scoped(since=since)).taken
    assert taken is not None
    assert [row[2:] for row in taken.rows if row[0] == "D2"] == [
        ("withdrawn", "Executive of the Keeping Bristol Safe Partnership", "9 August 2022", "the schools have written")
    ]
    assert decisions.decisions(scoped("NSO")).said == "Nothing is asked of any body at this position."
    assert decisions.decisions(scoped("SGL")).became == "What became of the last, so far: refused: D3."


def test_the_worst_comes_first_with_its_cause(house: House, scoped: Scoped) -> None:
    house.on("2022-07-10")
    delivery.add_milestone(house.at(), BRI, "critical step", dates.parse("12 July 2022"), critical=True)
    house.on("2022-08-10")
    delivery.record_progress(house.at(), SGL, note="waiting for | the *bank*", rating=Rating.GREEN)
    found = exceptions.exceptions(scoped())
    assert found.worst[:2] == (
        f"R Red ▲ by its dates: {SGL}, Another agreed action: was due by the end of July 2022, 10 days ago, and is not "
        "recorded complete.",
        f"R Red ▲ by its dates: {BRI}, An agreed action: critical milestone {BRI}.m1 was due by 12 July 2022, 29 days "
        "ago.",
    )
    assert found.off_track is not None
    assert found.off_track.rows[0][5].endswith("note of 10 August 2022: waiting for | the *bank*")
    assert found.better_than_dates == f"1 action is reported as better than the dates say: {SGL}."


def test_what_an_owner_reports_as_red_comes_with_the_owners_words(house: House, scoped: Scoped) -> None:
    since = house.at().store.head().size
    said = Received("head of service")
    delivery.record_progress(house.at(), BRI, note="no psychologist", rating=Rating.RED, received=said)
    scope = scoped(since=since)
    assert exceptions.exceptions(scope).worst == (
        f"R Red ▲ as reported: {BRI}, An agreed action: owner on 4 July 2022: no psychologist; by its dates G Green ●, "
        "on track by its dates.",
    )
    found = changes.changes(scope)
    assert found is not None
    assert found.ratings is not None
    assert [row[3] for row in found.ratings.rows] == ["on track by its dates; owner on 4 July 2022: no psychologist"]


def test_grey_is_explained(house: House, scoped: Scoped) -> None:
    said = exceptions.exceptions(scoped("ALL")).grey
    assert said == "3 actions cannot be rated by dates, N Grey ○: no owner (3)."


def test_no_more_difference_is_said_than_accepted_evidence_shows(house: House, scoped: Scoped) -> None:
    house.on("2022-07-20")
    sign(house, SGL)  # claims outcomes, accepted evidence shows practice
    delivery.record_progress(house.at(), BRI, note="great", rating=Rating.GREEN, difference=Difference.SUSTAINED)
    found = difference.made(scoped())
    assert "practice changed: 1" in found.said
    assert found.shown is not None
    assert [row[::2] for row in found.shown.rows] == [(SGL, "practice changed")]
    assert found.claimed.startswith(f"Owners claim more than accepted evidence supports for {BRI} and {SGL};")


def test_work_that_did_not_last_is_said_in_a_sentence(house: House, scoped: Scoped) -> None:
    house.on("2022-07-20")
    sign(house, SGL)  # claims outcomes, accepted evidence shows practice; led by the police
    house.on("2022-10-20")
    assert difference.made(scoped()).lasted == ()
    said = Received("internal audit")
    sustaining.check(house.at(), SGL, 3, Sustainment.LAPSED, note="the post is | gone", received=said)
    found = difference.made(scoped())
    assert found.lasted == (f"{SGL} is signed off; not sustained at 3 months, on 20 October 2022: the post is | gone",)
    assert "delivered only: 1" in found.said
    assert found.shown is not None
    assert [row[::2] for row in found.shown.rows] == [(SGL, "delivered only")]
    assert found.claimed == "", "the claim was evidenced when it was made"
    assert difference.made(scoped("BRI")).lasted == ()
    house.on("2023-01-20")
    sustaining.check(house.at(), SGL, 6, Sustainment.SUSTAINED, note="it is back", received=said)
    assert difference.made(scoped()).lasted == ()


def test_what_a_body_accepted_until_a_day_stands_apart(house: House, scoped: Scoped) -> None:
    asked = meetings.ask(house.at(), DecisionKind.ACCEPTANCE, body="BRI-EXEC", about=[BRI], asked="x", rule="C12",
                         until=date(2022, 9, 30))  # fmt: skip
    before = exceptions.exceptions(scoped("BRI"))
    assert (before.accepted, before.quality is not None) == (None, True)
    minute = Minute("BRI-EXEC", "m", ("ASP",))
    deciding.decide(house.at(), asked.ref, agreed=True, minute=minute)
    found = exceptions.exceptions(scoped("BRI"))
    assert found.accepted is not None
    assert found.accepted.rows == ((BRI, "C12: no rating has been reported", asked.ref, "30 September 2022"),)
    assert before.quality is not None
    assert found.quality is not None
    counts = [{row[0]: int(row[3]) for row in table.rows} for table in (before.quality, found.quality)]
    assert counts[0]["C12"] - counts[1]["C12"] == 1
    (row,) = [row for row in checked.checked(scoped("BRI")).found.rows if row[0] == "C12"]  # type: ignore[union-attr]
    assert row[3] == f"{counts[0]['C12']}, of which 1 accepted"


def test_voice_is_said_to_be_missing_until_it_is_accepted(house: House, scoped: Scoped) -> None:
    house.on("2022-07-20")
    nothing = "No accepted evidence of what children, young people or families told is recorded, so nothing is claimed."
    assert difference.voice(scoped()).said == nothing
    new = NewEvidence(
        "what nine families said", EvidenceKind.VOICE, custodian="council", place="file 2", description="Come sooner."
    )
    piece = evidence.add(house.at(), new, targets=[SGL], shows=Difference.PRACTICE).ref
    assert difference.voice(scoped()).said == f"{nothing} Held and awaiting review: {piece}."
    evidence.review(house.at("P6"), piece, EvidenceState.ACCEPTED, why="sound")
    found = difference.voice(scoped())
    assert found.table is not None
    assert found.table.rows == (
        (piece, "what nine families said", "not dated", "Come sooner.",
         f"{SGL}: not yet shown (the evidence spoke of practice changed)"),
    )  # fmt: skip
    delivery.claim_complete(house.at(), SGL, note="done", difference=Difference.OUTCOMES)
    claimed = difference.voice(scoped()).table
    assert claimed is not None
    assert claimed.rows[0][-1] == f"{SGL}: practice changed"
    assert difference.voice(scoped("BRI")).table is None


def test_funding_that_ends_within_a_year_is_listed_with_its_day(house: House, scoped: Scoped) -> None:
    house.on("2022-07-20")
    desk = house.at()
    delivery.add_funding(desk, BRI, funder="a trust", state=FundingState.SECURED, amount="5000", ends=date(2022, 6, 30))
    delivery.add_funding(desk, BRI, funder="another", state=FundingState.SECURED, ends=date(2024, 6, 30))
    delivery.add_funding(desk, SGL, funder="a grant", state=FundingState.ENDED)
    found = measured.funding(scoped("BRI"))
    assert found.table is not None
    assert found.table.rows[0] == (
        BRI, "An agreed action", "a trust", "£5,000", "ended 30 June 2022, 20 days ago", "secured",
    )  # fmt: skip
    assert all(row[0].startswith(("R1.BRI", "R4.BRI")) for row in found.table.rows)
    assert not any("another" in row[2] for row in found.table.rows)


def test_measures_keep_their_readings_and_caveats_together(house: House, scoped: Scoped) -> None:
    from tracker.model.vocabulary import Direction

    desk = house.at()
    new = measures.NewMeasure("Suspensions", "children", Direction.LOWER, serves=("R4",), areas=("NSO",), target="5")
    ref = measures.add_measure(desk, new).ref
    for value, month, caveat in (("9", 4, None), ("7", 5, "one school is missing")):
        first = date(2022, month, 1)
        measures.add_reading(desk, ref, value, first, date(2022, month, 30), caveat=caveat)
    found = measured.measures(scoped("NSO"))
    assert found.moving is not None
    assert found.moving.rows[-1] == (
        f"{ref}: Suspensions (for R4)",
        "children; lower is better",
        "7, 1 May 2022 to 30 May 2022",
        "9, 1 April 2022 to 30 April 2022",
        "5",
        "one school is missing",
    )


def test_a_part_names_lead_owner_and_the_neighbours(house: House, scoped: Scoped) -> None:
    part = next(part for part in recommendations.parts(scoped()) if part.heading.startswith("R4"))
    assert part.areas is not None
    assert part.areas.headers == ("What is recorded", "Bristol", "South Gloucestershire", "North Somerset")
    assert part.areas.rows[0][3] == "no action named in the sources"
    assert part.actions is not None
    assert [row[2] for row in part.actions.rows] == [
        "Bristol City Council; head of service",
        "Avon and Somerset Police; no owner named",
    ]
    assert f"Not recorded here (North Somerset): South Gloucestershire records {SGL} Another agreed action." in (
        part.neighbours
    )
    assert part.joint == "Joint work, apart from the areas: none in the plan; existing provision 1."


def test_nothing_is_compared_where_there_is_nothing_to_compare(scoped: Scoped) -> None:
    assert changes.changes(scoped()) is None
    assert standing.reconciliation(scoped(), {}) is None


def test_texts_that_are_missing_or_removed_are_counted(house: House, scoped: Scoped) -> None:
    import sqlite3

    db = sqlite3.connect(house.path)
    db.execute(
        "UPDATE text SET body = NULL, salt = NULL WHERE digest = (SELECT title FROM action WHERE ref = ?)", [BRI]
    )
    db.commit()
    db.close()
    said = unknown.unknown(scoped())
    assert any(line.startswith("Texts were removed from 1 place in the register (#") for line in said)
    assert not any("MISSING" in line for line in said)


def test_a_reviewed_trail_is_said_to_be_reviewed(house: House, scoped: Scoped) -> None:
    assert "Nobody has yet recorded a review of the evidence trail." in unknown.unknown(scoped())
    receipt = trail.review_trail(house.at("P6"), 400)
    assert f"The evidence trail was last reviewed up to #400, recorded in #{receipt.seq}." in unknown.unknown(scoped())
