"""Why an act cannot be recorded on something now: permission, status and what the act itself would refuse at once.

Screens ask here before they offer an act; the act checks everything again when it is recorded.
"""

from __future__ import annotations

from tracker.desk import sustaining
from tracker.desk.actions import rated
from tracker.desk.desk import Desk, Refusal
from tracker.desk.evidence import brought_by, by_another
from tracker.desk.queries import why_not_now
from tracker.model import references
from tracker.model.statuses import why_not as status_forbids
from tracker.model.vocabulary import Basis, DecisionState, EvidenceState
from tracker.register.position import Row

_RATED = ("action.completed",)


def why_not(desk: Desk, act: str, ref: str | None = None) -> str | None:
    """Return one sentence that says why the person cannot record *act* on *ref* now, or None when they can.

    A person who is not of this register gets the reason for that.  What only the content of the act decides (a date,
    a minute, who agreed) is not asked here.
    """
    if words := desk.may(act, ref):
        return words
    if ref is None or act in ("query.raised", "disposal.made"):
        return None
    try:
        kind = references.parse(ref).kind
        if kind == "response" or act.startswith(("action.added", "measure.added", "risk.added")):
            return None
        row = desk.get(kind, ref)
        return _CHECKS[kind](desk, act, row) if kind in _CHECKS else None
    except Refusal as refusal:
        return str(refusal)
    except ValueError as error:
        return f"{error}."


def why_not_unchanged(desk: Desk, ref: str) -> str | None:
    """Return why "no change, still true" cannot be recorded on an action now, or None when it can."""
    if words := why_not(desk, "progress.recorded", ref):
        return words
    if desk.get("action", ref)["reported"] is None:
        return f"{ref} has no reported rating yet, so 'no change' says nothing; record progress with a rating."
    return None


def _action(desk: Desk, act: str, row: Row) -> str | None:
    asked = "action.revised" if act == "decision.asked" else act
    if words := status_forbids(asked, row["ref"], row["status"]):
        return words
    if act in _RATED:
        rated(row)
    if act == "action.adopted" and row["basis"] == Basis.AGREED:
        return f"{row['ref']} is an agreed action already; nothing to adopt."
    if act == "sustainment.checked":
        return sustaining.why_not_now(desk, row)
    if act == "date.corrected" and row["due"] is None and not _revisions(desk, row["ref"]):
        return f"{row['ref']} has no due date to correct."
    return None


def _milestone(desk: Desk, act: str, row: Row) -> str | None:
    action = desk.get("action", row["action"])
    asked = "milestone.revised" if act in ("decision.asked", "action.revised") else act
    if words := status_forbids(asked, action["ref"], action["status"]):
        return words
    if row["achieved_on"] and act != "date.corrected":
        return f"{row['ref']} is achieved already."
    return None


def _evidence(desk: Desk, act: str, row: Row) -> str | None:
    in_hand = row["state"] != EvidenceState.NOT_IN_HAND
    if act == "evidence.received" and in_hand:
        return f"{row['ref']} is {EvidenceState(row['state']).words} already."
    if act not in ("evidence.reviewed", "evidence.revised"):
        return None
    if not in_hand:
        return f"{row['ref']} is cited, not in hand; record it as received first."
    if act == "evidence.revised":
        return None
    person = desk.person().ref
    brought = brought_by(desk, row["ref"], person)
    return by_another(row["ref"], person) if brought else None


def _decision(_desk: Desk, act: str, row: Row) -> str | None:
    if act in ("decision.made", "decision.deferred", "decision.withdrawn") and row["state"] != DecisionState.ASKED:
        return f"{row['ref']} is {DecisionState(row['state']).words} already."
    return None


def _revisions(desk: Desk, ref: str) -> int:
    return int(desk.now.value("SELECT count(*) FROM revision WHERE ref = ?", [ref]))


def _query(desk: Desk, act: str, row: Row) -> str | None:
    return why_not_now(desk, act, row) if act.startswith("query.") else None


_CHECKS = {
    "action": _action,
    "milestone": _milestone,
    "evidence": _evidence,
    "decision": _decision,
    "query": _query,
}
