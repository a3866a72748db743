"""Every act of the program: what it is called, how history words it, who may do it, and whether it can be undone.

This one table is read by the desk (permission, order of occurrence, undo), by history, by the docs and by the screens.
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.model.vocabulary import Role

_M, _C, _E, _S, _A, _D = (
    Role.MANAGER,
    Role.CONTRIBUTOR,
    Role.MEMBER,
    Role.SCRUTINEER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


class Act(NamedTuple):
    """One kind of entry.

    ``verb`` says what is done ("record progress"), ``words`` what was done ("recorded progress on", with {}
    where the reference stands, else before it).  ``orders`` says that the act changes the state
    of its subject, so that it may not be recorded as older than the subject's last change.  ``group`` is how help and
    docs arrange acts.
    """

    name: str
    verb: str
    words: str
    roles: frozenset[Role]
    group: str
    orders: bool = True
    undo: bool = True

    def said(self, ref: str) -> str:
        """Return what was done to *ref*, as it follows a person's name."""
        return self.words.format(ref) if "{}" in self.words else f"{self.words} {ref}"


def _act(name: str, verb: str, words: str, roles: tuple[Role, ...], *, orders: bool = True, undo: bool = True) -> Act:
    return Act(name, verb, words, frozenset(roles), name.split(".")[0], orders, undo)


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        _act("register.opened", "open a register", "opened the {}", (_M, _D), undo=False),
        _act("review.opened", "enter the review", "entered the {}", (_M, _D), undo=False),
        _act("area.added", "enter an area", "entered the area", (_M, _D), undo=False),
        _act("body.added", "enter a body", "entered the body", (_M, _D)),
        _act("source.added", "enter a source", "entered the {}", (_M, _D), undo=False),
        _act("settings.changed", "change the rule settings", "changed the rule {}", (_M, _D)),
        _act("agency.added", "enter an agency", "entered the agency", (_M, _D)),
        _act("agency.changed", "change an agency", "changed the agency", (_M, _D)),
        _act("person.added", "enter a person", "entered the person", (_M, _D)),
        _act("person.changed", "change a person", "changed the person", (_M, _D)),
        _act("recommendation.added", "enter a recommendation", "entered the recommendation", (_M, _D), undo=False),
        _act("recommendation.numbered", "bind an official number", "bound the official number of", (_M, _D)),
        _act("recommendation.worded", "load official wording", "loaded the official wording of", (_M, _D)),
        _act("response.recorded", "record a response", "recorded the response to", (_M, _D)),
        _act("action.added", "add an action", "added the action", (_M,)),
        _act("action.edited", "edit an action", "edited the action", (_M, _C)),
        _act("action.adopted", "adopt an action", "adopted", (_M,)),
        _act("action.declined", "record an action as not accepted", "recorded {} as not accepted", (_M,)),
        _act(
            "action.mapped",
            "confirm which recommendation an action serves",
            "confirmed the recommendation that is served by",
            (_M,),
        ),
        _act("action.reassigned", "reassign an action", "reassigned", (_M,)),
        _act("action.paused", "pause an action", "paused", (_M,)),
        _act("action.resumed", "resume an action", "resumed", (_M,)),
        _act("action.superseded", "supersede an action", "recorded {} as superseded", (_M,)),
        _act("action.withdrawn", "withdraw an action", "withdrew", (_M,)),
        _act("action.split", "split an action", "split", (_M,)),
        _act("action.merged", "merge actions", "merged", (_M,)),
        _act(
            "action.completed", "claim that an action is complete", "recorded the claim that {} is complete", (_M, _C)
        ),
        _act("action.signed_off", "record a sign-off", "recorded the sign-off of", (_M,), undo=False),
        _act("action.returned", "return a claim", "recorded that the body returned {}", (_M,), undo=False),
        _act("action.reopened", "reopen an action", "reopened", (_M,)),
        _act("action.revised", "revise an action's date", "recorded an agreed revised date for", (_M,)),
        _act("milestone.added", "add a milestone", "added the milestone", (_M, _C)),
        _act("milestone.achieved", "record a milestone as achieved", "recorded {} as achieved", (_M, _C)),
        _act("milestone.revised", "revise a milestone's date", "recorded an agreed revised date for", (_M,)),
        _act("date.corrected", "correct a date", "corrected a date of", (_M,)),
        _act("progress.recorded", "record progress", "recorded progress on", (_M, _C)),
        _act("funding.added", "record funding", "recorded funding of", (_M, _C), orders=False),
        _act("measure.added", "add a measure", "added the measure", (_M,)),
        _act("measure.edited", "say whom a measure is about", "said whom {} is about", (_M,)),
        _act("reading.added", "record a reading", "recorded a reading of", (_M, _C), orders=False),
        _act("evidence.added", "add evidence", "added the evidence", (_M, _C, _S, _A)),
        _act("evidence.edited", "say whom evidence is about", "said whom {} is about", (_M, _C, _S, _A)),
        _act("evidence.received", "record evidence as received", "recorded {} as received", (_M, _C)),
        _act("evidence.linked", "link evidence", "linked the evidence", (_M, _C, _S, _A), orders=False),
        _act("evidence.reviewed", "review evidence", "reviewed the evidence", (_M, _E, _S, _A)),
        _act("evidence.revised", "add a revision of evidence", "added a revision of the evidence", (_M, _C)),
        _act("meeting.added", "enter a meeting", "entered the meeting", (_M, _D)),
        _act("meeting.changed", "move or cancel a meeting", "changed the meeting", (_M, _D)),
        _act("decision.asked", "ask a body for a decision", "recorded what is asked in", (_M, _C, _S, _E)),
        _act("decision.made", "record a decision", "recorded the decision", (_M,), undo=False),
        _act("decision.deferred", "record that a decision was put off", "recorded that {} was put off", (_M,)),
        _act("decision.withdrawn", "withdraw a request", "withdrew the request", (_M, _C)),
        _act("risk.added", "add a risk", "added the risk", (_M, _C, _S)),
        _act("risk.changed", "change a risk", "changed the risk", (_M, _C)),
        _act(
            "sustainment.checked",
            "record a check that an action is sustained",
            "recorded a check of whether {} is sustained",
            (_M, _S, _A),
            orders=False,
        ),
        # Queries order themselves (tracker.desk.queries): a question must not keep late news off what it is about.
        _act("query.raised", "raise a query", "raised the query", (_A, _S, _E), orders=False),
        _act("query.answered", "answer a query", "answered the query", (_M, _C), orders=False),
        _act("query.pressed", "ask a query again", "was not satisfied by the answer to", (_A, _S, _E), orders=False),
        _act("query.closed", "close a query", "closed the query", (_A, _S, _E), orders=False),
        _act("trail.reviewed", "note a review of the trail", "reviewed the {}", (_A, _S), orders=False),
        _act("report.issued", "issue a report", "issued the report", (_M, _S, _A, _D), orders=False, undo=False),
        _act(
            "report.packaged",
            "make an audit package",
            "made the audit {}",
            (_M, _S, _A, _D),
            orders=False,
            undo=False,
        ),
        _act(
            "disposal.made",
            "dispose of words or a file",
            "disposed of words or a file of",
            (_M, _D),
            orders=False,
            undo=False,
        ),
        _act("entry.undone", "undo an act", "undid", (_M, _C, _E, _S, _A, _D), orders=False, undo=False),
        _act("log.restored", "restore a register", "restored the register", (_M, _D), orders=False, undo=False),
    )
}

READ_ONLY_NOTE = "Reading, verifying and exporting drafts are open to every role."
