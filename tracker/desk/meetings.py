"""Acts of bodies: meetings, what is asked of them, and what they decide other than sign-off.

Sign-off, agreed dates and other decisions with consequences stand in tracker.desk.deciding.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.ledger.entry import Draft
from tracker.model import limits, references
from tracker.model.dates import long
from tracker.model.text import quoted
from tracker.model.vocabulary import Area, BodyKind, DecisionKind, DecisionState
from tracker.register import checks, naming
from tracker.register.position import Row


def add_meeting(
    desk: Desk,
    body: str,
    held_on: date,
    *,
    cut_off: date | None = None,
    title: str | None = None,
    occurred_on: date | None = None,
) -> Receipt:
    """Enter a meeting of a body, past or to come, and the day by which updates for it are due.

    Without *cut_off* that is as many days before as the review's calendar says.
    """

    def drafting() -> list[Draft]:
        row = desk.body(body)
        updates = cut_off or held_on - timedelta(days=_cut_off_days(desk))
        if updates > held_on:
            raise Refusal(f"The cut-off {long(updates)} is after the meeting on {long(held_on)}; give an earlier day.")
        same = desk.now.row(
            "SELECT ref FROM meeting WHERE body = ? AND held_on = ? AND void = 0", [row["ref"], held_on.isoformat()]
        )
        if same:
            raise Refusal(f"{row['ref']} meets on {long(held_on)} already: {same['ref']}.")
        facts = {"body": row["ref"], "held_on": held_on.isoformat(), "cut_off": updates.isoformat()}
        texts = {"title": desk.text(title, "The title", limit=limits.most("title"))}
        # A meeting to come is entered today; a past one began when it was held, so that looking back finds it.
        day = min(held_on, occurred_on or desk.today)
        return [desk.draft("meeting.added", desk.next_ref("G"), facts=facts, texts=texts, occurred_on=day)]

    return desk.record(drafting)


def _cut_off_days(desk: Desk) -> int:
    review = naming.review(desk.now)
    return review.cut_off_days if review else naming.CUT_OFF_DAYS


def change_meeting(
    desk: Desk,
    ref: str,
    *,
    held_on: date | None = None,
    cut_off: date | None = None,
    cancelled: bool = False,
    why: str,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Move a meeting to another day, or record that it was cancelled; a cancelled one closes no round of updates.

    Raises Refusal when a decision was taken at it, or nothing changes.
    """

    def drafting() -> list[Draft]:
        row = desk.get("meeting", ref)
        taken = desk.now.row("SELECT ref FROM decision WHERE meeting = ? AND void = 0 ORDER BY sort", [row["ref"]])
        if taken:
            raise Refusal(f"{row['ref']} was held: {taken['ref']} was decided there; it can no longer move.")
        held = (held_on or date.fromisoformat(row["held_on"])).isoformat()
        updates = (cut_off or date.fromisoformat(row["cut_off"])).isoformat()
        if updates > held:
            raise Refusal(f"The cut-off of {row['ref']} would be after the meeting; give both days.")
        facts = change(row, void=1) if cancelled else change(row, held_on=held, cut_off=updates)
        if not facts:
            raise Refusal(f"{row['ref']} stands like that already; nothing was changed.")
        texts = {"why": desk.need(why, "The reason")}
        return [desk.draft("meeting.changed", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def executive_of(desk: Desk, area: str) -> str:
    """Return the code of the partnership executive of an area, or of the three together for joint work."""
    found = desk.now.row(
        "SELECT b.ref FROM body b JOIN body_areas a ON a.ref = b.ref"
        " WHERE b.kind = ? AND a.value = ? AND b.void = 0 ORDER BY b.seq",
        [BodyKind.EXECUTIVE.value, area],
    )
    if found is None:
        raise Refusal(
            f"This plan names no partnership executive for {Area(area).words}; a body must be able to decide."
        )
    return str(found["ref"])


def open_requests(desk: Desk, ref: str, kind: DecisionKind) -> list[Row]:
    """Return the decisions of a *kind* that bodies are asked about a reference and have not taken, newest first."""
    return desk.now.rows(
        "SELECT d.* FROM decision d JOIN decision_about a ON a.ref = d.ref"
        " WHERE a.value = ? AND d.kind = ? AND d.state = ? AND d.void = 0 ORDER BY d.seq DESC",
        [ref, kind.value, DecisionState.ASKED.value],
    )


def undecided(row: Row) -> None:
    """Raise Refusal when a decision was taken, or withdrawn, already."""
    if row["state"] != DecisionState.ASKED:
        raise Refusal(f"{row['ref']} is {DecisionState(row['state']).words} already.")


def subjects_of(desk: Desk, decision: str) -> list[str]:
    """Return what a decision is about."""
    return [row["value"] for row in desk.now.rows("SELECT value FROM decision_about WHERE ref = ?", [decision])]


def asking_sign_off(
    desk: Desk,
    ref: str,
    about: str,
    body: str,
    *,
    asked_by: str | None = None,
    wanted_by: date | None = None,
    occurred_on: date | None = None,
) -> Draft:
    """Draft that sign-off of an action is asked of a body."""
    return asking(
        desk,
        ref,
        DecisionKind.SIGN_OFF,
        body=body,
        about=[about],
        asked=f"Sign off {about} as complete, or return it with what is missing.",
        asked_by=asked_by,
        wanted_by=wanted_by,
        occurred_on=occurred_on,
    )


def asking(
    desk: Desk,
    ref: str,
    kind: DecisionKind,
    *,
    body: str,
    about: Sequence[str],
    asked: str,
    asked_by: str | None = None,
    wanted_by: date | None = None,
    proposed: tuple[str, str] | None = None,
    rule: str | None = None,
    until: date | None = None,
    occurred_on: date | None = None,
) -> Draft:
    """Draft what is asked of a body; *proposed* is an ISO date with its precision, for a revised date."""
    facts = {
        "kind": kind.value,
        "state": DecisionState.ASKED.value,
        "body": desk.body(body)["ref"],
        "about": list(about),
        "asked_on": (occurred_on or desk.today).isoformat(),
        "wanted_by": wanted_by.isoformat() if wanted_by else None,
        "proposed_due": proposed[0] if proposed else None,
        "proposed_precision": proposed[1] if proposed else None,
        "rule": rule,
        "until": until.isoformat() if until else None,
    }
    texts = {
        "asked": desk.need(asked, "What is asked"),
        "asked_by": desk.text(asked_by, "Who asks", limit=limits.most("asked_by")),
    }
    return desk.draft("decision.asked", [ref, *about], facts=facts, texts=texts, occurred_on=occurred_on)


def ask(
    desk: Desk,
    kind: DecisionKind,
    *,
    body: str,
    about: Sequence[str],
    asked: str,
    asked_by: str | None = None,
    wanted_by: date | None = None,
    rule: str | None = None,
    until: date | None = None,
    occurred_on: date | None = None,
) -> Receipt:
    """Ask a body for a decision on one or more references, and return the decision's reference.

    A sign-off is asked for by claiming completion, a revised date by requesting it; this is for escalation,
    acceptance and other decisions.  An acceptance may name a *rule* of the checks and the day *until* which what it
    finds of those references is accepted; afterwards it needs attention again by itself.
    """

    def drafting() -> list[Draft]:
        if kind in (DecisionKind.SIGN_OFF, DecisionKind.EXTENSION):
            hint = "tracker complete REF" if kind is DecisionKind.SIGN_OFF else "tracker action request REF"
            raise Refusal(f"A decision of kind '{kind.value}' is asked for with: {hint}")
        subjects = [known(desk, ref) for ref in about]
        if not subjects:
            raise Refusal("Say what the decision is about: at least one reference.")
        if rule is not None or until is not None:
            _exception(desk, kind, subjects, rule, until)
        return [
            asking(
                desk,
                desk.next_ref("D"),
                kind,
                body=body,
                about=subjects,
                asked=asked,
                asked_by=asked_by,
                wanted_by=wanted_by,
                rule=rule,
                until=until,
                occurred_on=occurred_on,
            )
        ]

    return desk.record(drafting)


def _exception(desk: Desk, kind: DecisionKind, about: Sequence[str], rule: str | None, until: date | None) -> None:
    """Refuse an exception that no body could accept, that never ends, or that nothing is found of."""
    if kind is not DecisionKind.ACCEPTANCE:
        raise Refusal(f"A rule and its last day belong to an acceptance, not to a decision of kind '{kind.value}'.")
    if rule is None or until is None:
        raise Refusal("An exception is accepted from a rule and until a day; give both: --rule C6 --until DAY.")
    known_rules = {listed[0] for listed in checks.catalogue(desk.now.settings)}
    if rule not in known_rules:
        raise Refusal(f"There is no rule {quoted(rule)}; see: tracker check")
    if rule not in checks.ACCEPTABLE:
        raise Refusal(
            f"What {rule} finds cannot be accepted: it is about whether evidence, sign-off and review can be relied on."
        )
    if until <= desk.today:
        raise Refusal(f"{long(until)} has come already; accept an exception until a day that lies ahead.")
    found = {finding.ref for finding in checks.of_rule(desk.now, rule)}
    for ref in about:
        if ref not in found:
            raise Refusal(f"{rule} finds nothing about {ref} today, so there is nothing to accept.")


def known(desk: Desk, ref: str) -> str:
    """Return a reference of anything that a body can decide about; raises Refusal when it is not in the plan."""
    try:
        parsed = references.parse(ref)
    except ValueError as error:
        raise Refusal(f"{error}.") from None
    if parsed.kind == "response":
        desk.get("recommendation", str(parsed.recommendation))
        return parsed.text
    if parsed.kind == "entry":
        raise Refusal(f"{parsed.text} is an entry; name the action, risk or recommendation that it is about.")
    return str(desk.get(parsed.kind, parsed.text)["ref"])


def outcome(
    desk: Desk,
    row: Row,
    state: DecisionState,
    *,
    agencies: Sequence[str],
    minute: str,
    meeting: str | None = None,
    why: str | None = None,
    advice: str | None = None,
    advice_on: date | None = None,
    about: Sequence[str] = (),
    occurred_on: date | None = None,
) -> Draft:
    """Draft that a body decided: the minute, the day, the agencies that agreed and, where given, advice it had."""
    facts = change(
        row,
        state=state.value,
        decided_on=(occurred_on or desk.today).isoformat(),
        meeting=meeting,
        advice_on=advice_on.isoformat() if advice_on else None,
    )
    facts["agencies"] = {"from": [], "to": list(agencies)}
    texts: dict[str, str | None] = {}
    said = {
        "minute": desk.need(minute, "The minute reference", limit=limits.most("minute")),
        "why": desk.text(why, "The reason"),
        "advice": desk.text(advice, "The advice", limit=limits.most("advice")),
    }
    for name, value in said.items():
        if value:
            facts[name] = {"from": row.get(name)}
            texts[name] = value
    return desk.draft("decision.made", [row["ref"], *about], facts=facts, texts=texts, occurred_on=occurred_on)


def not_held(ref: str, held: date) -> str:
    """Say that a meeting on *held* is still to come, so that nothing was decided there."""
    return f"{ref} is on {long(held)}, which has not come yet; record its decisions afterwards."


def at_meeting(desk: Desk, meeting: str | None, body: str, occurred_on: date | None) -> tuple[str | None, date]:
    """Return the meeting's reference and the day of the decision: that of the meeting unless another is given.

    Raises Refusal when the meeting is of another body, or has not been held.
    """
    if meeting is None:
        return None, occurred_on or desk.today
    row = desk.get("meeting", meeting)
    if row["body"] != body:
        raise Refusal(f"{row['ref']} is a meeting of {row['body']}, not of {body}.")
    held = date.fromisoformat(row["held_on"])
    if held > desk.today:
        raise Refusal(not_held(row["ref"], held))
    if occurred_on is not None and occurred_on != held:
        raise Refusal(f"{row['ref']} was held on {long(held)}, not on {long(occurred_on)}; leave the day out.")
    return str(row["ref"]), held


def agreed_agencies(desk: Desk, body: Row, agencies: Sequence[str], day: date) -> list[str]:
    """Return the agencies that took a decision, each known and, where the body's members are known, one of them.

    Raises Refusal otherwise, or when none is named.
    """
    members = {r["value"] for r in desk.now.rows("SELECT value FROM body_agencies WHERE ref = ?", [body["ref"]])}
    members_as_one = {desk.one_agency(code) for code in members}
    named = [code for agency in agencies if (code := desk.agency(agency, on=day))]
    if not named:
        raise Refusal("Name the agencies that agreed: --agreed-by, at least one.")
    for code in named:
        if members and desk.one_agency(code) not in members_as_one:
            raise Refusal(f"{code} does not sit on {body['ref']}, whose members are {', '.join(sorted(members))}.")
    return list(dict.fromkeys(named))
