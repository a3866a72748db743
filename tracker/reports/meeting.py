"""The meeting sheet: what a body is asked, and its actions, on paper that lies on its side with room to write.

Which meeting it is about may be left to the register: the next one, of any body or of the one that is named.
"""

from __future__ import annotations

from tracker.desk.refusal import Refusal
from tracker.model import references
from tracker.model.dates import long
from tracker.model.text import quoted
from tracker.model.vocabulary import Area
from tracker.register.position import Position
from tracker.register.showing import Record, records
from tracker.reports.arguments import Inputs
from tracker.reports.framing import frame, scope_of
from tracker.reports.rendering import rendered
from tracker.reports.views import agenda, annex
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import cut, day


def subject(position: Position, named: str | None, *, draft: bool) -> str | None:
    """Return the meeting that is meant: the one named, or the next one, of the body named or of any.

    Raises Refusal when there is none.
    """
    if named is not None and references.is_reference(named):
        if not _meetings(position, "ref = ?", named):
            raise Refusal(f"There is no meeting {named} at this position; see: tracker meeting list")
        return named
    today = position.when.day
    if named is None:
        found = _meetings(position, "held_on >= ?", today.isoformat())
    else:
        if position.row("SELECT ref FROM body WHERE ref = ? AND void = 0", [named]) is None:
            raise Refusal(f"{quoted(named)} is neither a meeting nor a body of this plan; see: tracker meeting list")
        found = _meetings(position, "body = ? AND held_on >= ?", named, today.isoformat())
    if not found:
        whose = f" of {named}" if named else ""
        raise Refusal(
            f"No meeting{whose} is entered for {long(today)} or later; enter it with: tracker meeting add, or name one"
        )
    return str(found[0]["ref"])


def _meetings(position: Position, where: str, *values: object) -> list[Record]:
    return position.rows(f"SELECT * FROM meeting WHERE void = 0 AND {where} ORDER BY held_on, sort", list(values))


def body(position: Position, before: Position | None, inputs: Inputs, *, draft: bool = False) -> str:
    """Return the body of the sheet as Markdown; a pure function of the position and *inputs*."""
    scope = scope_of(position, before, inputs, draft=draft)
    found = records(position, "meeting", "ref = ?", (inputs.ask.subject or "",))[0]
    return rendered("meeting.md.j2", **content(scope, found)).strip("\n")


def content(scope: Scope, meeting: Record) -> dict[str, object]:
    """Return what the template prints, part by part."""
    areas = agenda.covered(scope, meeting["body"])
    said, decided = agenda.before(scope, meeting)
    called = f" ({cut(meeting['title'], 120)})" if meeting["title"] else ""
    return {
        **frame(scope, "meeting sheet", f"{scope.body(meeting['body'])}, {day(meeting['held_on'])}{called}"),
        "cut_off": f"{meeting['ref']}. Updates for it were due by {day(meeting['cut_off'])}.",
        "asked": agenda.asked(scope, meeting["body"]),
        "before": said,
        "decided": decided,
        "areas": [
            ("Joint work, apart" if code == Area.ALL else scope.area_names[code], agenda.actions(scope, code))
            for code in areas
        ],
        "successors": annex.successors(scope),
        "annex": annex.annex(scope),
        "entries": (),
    }
