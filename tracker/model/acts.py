"""Every act of the program: what it is called, how history words it, who may do it, and whether it can be undone.

This one table is read by the desk (permission, order of occurrence, undo), by history, by the docs and by the screens.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.model.vocabulary import Role

_M, _C, _E, _S, _A, _D = (
    Role.MANAGER,
    Role.CONTRIBUTOR,
    Role.MEMBER,
    Role.SCRUTINEER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True)
class Act:
    """One kind of entry.

    ``words`` follows a person's name in history ("recorded progress").  ``orders`` says that the act changes the state
    of its subject, so that it may not be recorded as older than the subject's last change.  ``group`` is how help and
    docs arrange acts.
    """

    name: str
    words: str
    roles: frozenset[Role]
    group: str
    orders: bool = True
    undo: bool = True


def _act(name: str, words: str, roles: tuple[Role, ...], *, orders: bool = True, undo: bool = True) -> Act:
    return Act(name, words, frozenset(roles), name.split(".")[0], orders, undo)


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        _act("register.opened", "opened the register", (_M, _D), undo=False),
        _act("review.opened", "entered the review", (_M, _D), undo=False),
        _act("area.added", "entered the area", (_M, _D), undo=False),
        _act("body.added", "entered the body", (_M, _D)),
        _act("source.added", "entered the source", (_M, _D), undo=False),
        _act("settings.changed", "changed the rule settings", (_M, _D)),
        _act("agency.added", "entered the agency", (_M, _D)),
        _act("agency.changed", "changed the agency", (_M, _D)),
        _act("person.added", "entered the person", (_M, _D)),
        _act("person.changed", "changed the person", (_M, _D)),
        _act("recommendation.added", "entered the recommendation", (_M, _D), undo=False),
        _act("recommendation.numbered", "bound the official number of", (_M, _D)),
        _act("recommendation.worded", "loaded the official wording of", (_M, _D)),
        _act("response.recorded", "recorded the response to", (_M, _D)),
        _act("action.added", "added the action", (_M,)),
        _act("action.edited", "edited the action", (_M, _C)),
        _act("action.adopted", "adopted", (_M,)),
        _act("action.declined", "recorded as not accepted", (_M,)),
        _act("action.mapped", "confirmed the recommendation that is served by", (_M,)),
        _act("action.reassigned", "reassigned", (_M,)),
        _act("action.paused", "paused", (_M,)),
        _act("action.resumed", "resumed", (_M,)),
        _act("action.superseded", "recorded as superseded", (_M,)),
        _act("action.withdrawn", "withdrew", (_M,)),
        _act("action.split", "split", (_M,)),
        _act("action.merged", "merged", (_M,)),
        _act("action.completed", "recorded the claim that complete is", (_M, _C)),
        _act("action.signed_off", "recorded the sign-off of", (_M,), undo=False),
        _act("action.returned", "recorded as returned by the body", (_M,), undo=False),
        _act("action.reopened", "reopened", (_M,)),
        _act("action.revised", "recorded an agreed revised date for", (_M,)),
        _act("milestone.added", "added the milestone", (_M, _C)),
        _act("milestone.achieved", "recorded as achieved", (_M, _C)),
        _act("milestone.revised", "recorded an agreed revised date for", (_M,)),
        _act("date.corrected", "corrected a date of", (_M,)),
        _act("progress.recorded", "recorded progress on", (_M, _C)),
        _act("funding.added", "recorded funding of", (_M, _C), orders=False),
        _act("measure.added", "added the measure", (_M,)),
        _act("reading.added", "recorded a reading of", (_M, _C), orders=False),
        _act("evidence.added", "added the evidence", (_M, _C, _S, _A)),
        _act("evidence.received", "recorded as received", (_M, _C)),
        _act("evidence.linked", "linked the evidence", (_M, _C, _S, _A), orders=False),
        _act("evidence.reviewed", "reviewed the evidence", (_M, _E, _S, _A)),
        _act("meeting.added", "entered the meeting", (_M, _D)),
        _act("decision.asked", "recorded what is asked in", (_M, _C, _S, _E)),
        _act("decision.made", "recorded the decision", (_M,), undo=False),
        _act("decision.withdrawn", "withdrew the request", (_M, _C)),
        _act("risk.added", "added the risk", (_M, _C, _S)),
        _act("risk.changed", "changed the risk", (_M, _C)),
        _act("trail.reviewed", "reviewed the trail", (_A, _S), orders=False),
        _act("report.issued", "issued the report", (_M, _S, _A, _D), orders=False, undo=False),
        _act("entry.undone", "undid", (_M, _C, _E, _S, _A, _D), orders=False, undo=False),
        _act("log.restored", "restored the register", (_M, _D), orders=False, undo=False),
    )
}

READ_ONLY_NOTE = "Reading, verifying and exporting drafts are open to every role."
