"""Which form belongs to which command of the registry."""

from __future__ import annotations

from collections.abc import Callable

from tracker.desk.desk import Refusal
from tracker.tui.forms import (
    actions,
    dates,
    deciding,
    delivery,
    disposal,
    evidence,
    groups,
    people,
    plan,
    queries,
    sustaining,
)
from tracker.tui.forms.spec import Form
from tracker.tui.registry import Command
from tracker.tui.seat import Seat

ABOUT: dict[str, Callable[[Seat, str], Form]] = {
    "progress": delivery.progress,
    "no_change": delivery.no_change,
    "claim": delivery.claim,
    "reopen": delivery.reopen,
    "check_sustained": sustaining.check,
    "add_milestone": delivery.add_milestone,
    "achieve": delivery.achieve,
    "add_funding": delivery.add_funding,
    "request_date": dates.request_date,
    "agree_date": dates.agree_date,
    "correct_date": dates.correct_date,
    "sign_off": deciding.sign_off,
    "return_claim": deciding.return_claim,
    "decide": deciding.decide,
    "withdraw_request": deciding.withdraw_request,
    "change_meeting": deciding.change_meeting,
    "dispose": disposal.dispose,
    "adopt": actions.adopt,
    "confirm": actions.confirm,
    "reassign": actions.reassign,
    "pause": actions.pause,
    "resume": actions.resume,
    "decline": actions.decline,
    "withdraw": actions.withdraw,
    "supersede": actions.supersede,
    "merge": actions.merge,
    "split": actions.split,
    "edit": actions.edit,
    "link": evidence.link,
    "receive": evidence.receive,
    "review": evidence.review,
    "revise_evidence": evidence.revise,
    "mark_evidence": groups.evidence,
    "mark_measure": groups.measure,
    "respond": plan.respond,
    "wording": plan.wording,
    "numbers": plan.numbers,
    "change_risk": plan.change_risk,
    "add_reading": plan.add_reading,
    "raise_query": queries.raise_query,
    "answer_query": queries.answer,
    "press_query": queries.press,
    "close_query": queries.close,
}
"""Forms about a reference."""

ALONE: dict[str, Callable[[Seat, str | None], Form]] = {
    "add_action": actions.add_action,
    "add_evidence": evidence.add_evidence,
    "ask": deciding.ask,
    "add_meeting": deciding.add_meeting,
    "add_risk": plan.add_risk,
    "add_measure": plan.add_measure,
    "add_person": people.add_person,
    "change_person": people.change_person,
    "add_agency": people.add_agency,
    "change_agency": people.change_agency,
    "change_settings": plan.change_settings,
    "undo": plan.undo,
    "review_trail": plan.review_trail,
}
"""Forms that need none; a reference under the cursor is taken over where there is one."""


def build(seat: Seat, command: Command, ref: str | None) -> Form:
    """Return the form of a command about *ref*; raises Refusal when there is nothing to ask now."""
    if command.id in ALONE:
        return ALONE[command.id](seat, ref)
    if ref is None:
        raise Refusal(f"{command.words}: put the cursor on what it is about first.")
    return ABOUT[command.id](seat, ref)
