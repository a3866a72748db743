"""What a decision rests on: a body that decides for the area, deciders who are independent, evidence accepted by then.

Recording the decision and its consequences is the business of tracker.desk.deciding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.desk.desk import Desk, Refusal
from tracker.model import references
from tracker.model.dates import long
from tracker.model.vocabulary import Area, Assurance, BodyKind, EvidenceKind, EvidenceState
from tracker.register import naming
from tracker.register.position import Row


@dataclass(frozen=True)
class Minute:
    """A decision as the body took it: which body, its minute, the agencies that agreed, and the meeting or day."""

    body: str
    minute: str
    agencies: tuple[str, ...]
    meeting: str | None = None
    occurred_on: date | None = None
    advice: str | None = None
    advice_on: date | None = None


def decides(desk: Desk, body: Row, ref: str) -> None:
    """Refuse a body that only advises, or that sits for another area than that of *ref*."""
    if body["kind"] == BodyKind.SCRUTINEER:
        raise Refusal(f"{body['ref']} advises and does not decide; name the partnership executive or a group.")
    area = references.parse(ref).area or Area.ALL.value
    sits_for = {r["value"] for r in desk.now.rows("SELECT value FROM body_areas WHERE ref = ?", [body["ref"]])}
    if sits_for and sits_for.isdisjoint({area, Area.ALL.value}):
        raise Refusal(f"{body['ref']} decides for {', '.join(sorted(sits_for))}; {ref} belongs to {area}.")


def independent(desk: Desk, row: Row, body: Row, agencies: Sequence[str], minute: Minute, day: date) -> None:
    """Refuse when the deciders are not independent of the action, by agency, on *day*."""
    if row["lead"] is None:
        raise Refusal(
            f"{row['ref']} has no lead agency, so nobody can tell whether the decision is independent; "
            f"reassign it first: tracker action reassign {row['ref']} --lead AGENCY"
        )
    decides(desk, body, row["ref"])
    lead = desk.one_agency(row["lead"])
    deciders = {desk.one_agency(code) for code in agencies}
    if deciders == {lead}:
        raise Refusal(
            f"{row['ref']} is led by {row['lead']}, which cannot sign off its own action; "
            "at least one other agency must agree (--agreed-by)."
        )
    if deciders <= owners(desk, row):
        if body["kind"] != BodyKind.EXECUTIVE:
            raise Refusal(
                f"Every agency that agreed owns {row['ref']}; only the partnership executive may then sign it off, "
                "after the independent scrutineer's advice."
            )
        if not minute.advice or minute.advice_on is None:
            raise Refusal(
                f"Every agency that agreed owns {row['ref']}; give the independent scrutineer's advice and its date "
                "(--advice, --advice-on)."
            )
        if minute.advice_on > day:
            raise Refusal(f"The advice of {long(minute.advice_on)} came after the decision of {long(day)}.")


def owners(desk: Desk, row: Row) -> set[str]:
    """Return the agencies that own an action: lead, delivery partners, and that of the person who answers for it."""
    partners = desk.now.rows("SELECT value FROM action_partners WHERE ref = ?", [row["ref"]])
    named = desk.now.value("SELECT agency FROM person WHERE ref = ?", [row["owner_person"]])
    return {desk.one_agency(code) for code in (row["lead"], *(r["value"] for r in partners), named) if code}


def needs_advice(desk: Desk, row: Row, body: str) -> bool:
    """Tell whether *body* can sign an action off only after the independent scrutineer's advice.

    That is so where every agency that sits on it owns the action; where its members are not known, nobody can tell yet.
    """
    members = {desk.one_agency(code) for code in naming.members(desk.now, body)}
    return bool(members) and row["lead"] is not None and members <= owners(desk, row)


def evidenced(desk: Desk, row: Row, day: date) -> None:
    """Refuse when evidence of an expected kind is not accepted by *day*; a minute suffices where assurance is light."""
    if row["assurance"] == Assurance.LIGHT:
        return
    expected = {r["value"] for r in desk.now.rows("SELECT value FROM action_expects WHERE ref = ?", [row["ref"]])}
    found = desk.now.rows(
        "SELECT e.ref, e.kind, e.until, max(v.occurred_on) AS since, (SELECT w.outcome FROM evidence_review w"
        " WHERE w.ref = e.ref AND w.occurred_on <= :day AND NOT EXISTS (SELECT 1 FROM evidence_revision x"
        " WHERE x.ref = e.ref AND x.seq > w.seq AND x.occurred_on <= :day) ORDER BY w.seq DESC LIMIT 1) AS then_it_was"
        " FROM evidence e JOIN evidence_link l ON l.ref = e.ref JOIN evidence_review v ON v.ref = e.ref"
        " WHERE l.target = :ref AND e.state = 'accepted' AND e.void = 0 GROUP BY e.ref ORDER BY e.sort",
        {"day": day.isoformat(), "ref": row["ref"]},
    )
    ended = [r for r in found if r["until"] and r["until"] < day.isoformat()]
    found = [r for r in found if r not in ended]
    accepted = {r["kind"] for r in found if r["then_it_was"] == EvidenceState.ACCEPTED}
    if row["completed_on"] > day.isoformat():
        return  # older than the claim itself: the desk refuses that for every act
    if missed := [r for r in ended if r["kind"] not in accepted and (r["kind"] in expected or not expected)]:
        held = long(date.fromisoformat(missed[0]["until"]))
        raise Refusal(
            f"{missed[0]['ref']} held until {held} only, before the decision of {long(day)}; add a revision that"
            f" holds: tracker evidence revise {missed[0]['ref']}"
        )
    if late := [r for r in found if r["kind"] not in accepted and (r["kind"] in expected or not expected)]:
        since = long(date.fromisoformat(late[0]["since"]))
        raise Refusal(f"{late[0]['ref']} was accepted on {since}, after the decision of {long(day)}.")
    if not expected and not accepted:
        raise Refusal(
            f"{row['ref']} has no accepted evidence; link and review some first: tracker evidence link, "
            "tracker evidence review"
        )
    if missing := sorted(EvidenceKind(kind).words for kind in expected - accepted):
        raise Refusal(
            f"{row['ref']} was to show {', '.join(missing)}; no accepted evidence of that kind is linked to it."
        )
