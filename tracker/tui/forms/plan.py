"""Forms on the rest of the plan: responses, wording and numbers, risks, measures, the trail, and undoing."""

from __future__ import annotations

from tracker.desk import measures, plan, trail
from tracker.desk.desk import Receipt, Refusal
from tracker.desk.measures import NewMeasure
from tracker.model import references
from tracker.model.vocabulary import Area, Direction, ResponseKind, RiskState
from tracker.register import history, showing
from tracker.tui.forms import groups, parts
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, said
from tracker.tui.pages.trail import changes, entry_line
from tracker.tui.seat import Seat


def respond(seat: Seat, ref: str) -> Form:
    """Ask for a partnership's response to a recommendation."""
    near = references.parse(ref)
    recommendation = str(near.recommendation)
    fields = [
        Field("response", "Response", "choice", required=True, options=parts.enum_options(ResponseKind, keys=True)),
        Field("area", "Area", "choice", required=True, options=parts.enum_options(Area), value=near.area),
        Field("body", "Body", "pick", options=parts.bodies(seat)),
        parts.why("Reason", required=False),
        Field("source", "Source"),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return plan.record_response(
            seat.desk,
            recommendation,
            ResponseKind(values.need("response")),
            area=values.need("area"),
            body=values.text("body"),
            why=values.text("why"),
            source=values.text("source"),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form(f"Record a response to {recommendation}", fields, save, [parts.title(seat, recommendation)],
                [recommendation])  # fmt: skip


def wording(seat: Seat, ref: str) -> Form:
    """Ask for the official wording, verbatim, and its source."""
    fields = [
        Field("wording", "Official wording", "prose", required=True, rows=7, text="official_wording"),
        Field("title", "Title", hint="only if it is to change"),
        Field("source", "Source", required=True, hint="where the wording was taken from"),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return plan.load_wording(
            seat.desk,
            ref,
            values.need("wording"),
            source=values.need("source"),
            title=values.text("title"),
            seen=seen,
        )

    return Form(f"Load the official wording of {ref}", fields, save, [parts.title(seat, ref)], [ref])


def numbers(seat: Seat, ref: str) -> Form:
    """Ask for the official number."""
    fields = [
        Field("numbers", "Official number", required=True, hint="7, or 7 8 where it was split"),
        Field("source", "Source", required=True),
        parts.why("Reason", required=False, rows=2),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return plan.bind_numbers(
            seat.desk,
            ref,
            parts.refs(values, "numbers"),
            source=values.need("source"),
            why=values.text("why"),
            seen=seen,
        )

    return Form(f"Bind the official number of {ref}", fields, save, [parts.title(seat, ref)], [ref])


def add_risk(seat: Seat, _ref: str | None) -> Form:
    """Ask for a risk."""
    fields = [
        Field("title", "Risk", required=True),
        Field("areas", "Areas", "many", required=True, options=parts.enum_options(Area)),
        Field("serves", "Bears on", "many", options=parts.recommendations(seat)),
        Field("agency", "Agency", "pick", options=parts.agencies(seat)),
        Field("review_on", "Look again on", "date", hint="31 March 2022, March 2022"),
        Field("description", "Description", "prose", rows=4),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        return measures.add_risk(
            seat.desk,
            values.need("title"),
            description=values.text("description"),
            areas=values.several("areas"),
            serves=values.several("serves"),
            agency=values.text("agency"),
            review_on=values.day("review_on"),
        )

    return Form("Add a risk", fields, save)


def change_risk(seat: Seat, ref: str) -> Form:
    """Ask how a risk stands now."""
    fields = [
        Field("state", "It is now", "choice", required=True, options=parts.enum_options(RiskState, keys=True)),
        parts.why(),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        state = RiskState(values.need("state"))
        why, when = values.need("why"), values.day("when")
        return measures.change_risk(seat.desk, ref, state, why=why, occurred_on=when, seen=seen)

    return Form(f"Change the risk {ref}", fields, save, [parts.title(seat, ref)], [ref])


def add_measure(seat: Seat, _ref: str | None) -> Form:
    """Ask for what is counted."""
    fields = [
        Field("title", "Measure", required=True),
        Field("unit", "Unit", required=True, hint="children, per cent, days"),
        Field("direction", "Direction", "choice", required=True, options=parts.enum_options(Direction, keys=True)),
        Field("areas", "Areas", "many", required=True, options=parts.enum_options(Area)),
        Field("serves", "Serves", "many", options=parts.recommendations(seat)),
        groups.field(),
        Field("definition", "Definition", "prose", rows=3),
        Field("baseline", "Baseline", hint="968 or 12.5", means=parts.number),
        Field("target", "Target", hint="968 or 12.5", means=parts.number),
        Field("target_date", "Target date", "date", hint="31 March 2022, March 2022"),
        Field("source", "Source"),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        new = NewMeasure(
            title=values.need("title"),
            unit=values.need("unit"),
            direction=Direction(values.need("direction")),
            serves=values.several("serves"),
            areas=values.several("areas"),
            definition=values.text("definition"),
            baseline=values.text("baseline"),
            target=values.text("target"),
            target_date=values.day("target_date"),
            source=values.text("source"),
            groups=groups.read(values),
        )
        return measures.add_measure(seat.desk, new)

    return Form("Add a measure", fields, save)


def add_reading(seat: Seat, ref: str) -> Form:
    """Ask what a measure was over a period."""
    fields = [
        Field("value", "Value", required=True, hint="968 or 12.5", means=parts.number),
        Field("period", "Period", "date", required=True, hint="March 2022, Q4 2021/22 or 2021/22"),
        Field("numerator", "Numerator", hint="for a share, both", means=parts.whole),
        Field("denominator", "Denominator", means=parts.whole),
        Field("source", "Source"),
        Field("caveat", "Caveat", "prose", rows=2),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        period = values.must("period")
        return measures.add_reading(
            seat.desk,
            ref,
            values.need("value"),
            period.first,
            period.day,
            numerator=_whole(values, "numerator"),
            denominator=_whole(values, "denominator"),
            source=values.text("source"),
            caveat=values.text("caveat"),
        )

    return Form(f"Record a reading of {ref}", fields, save, [parts.title(seat, ref), _counted(seat, ref)])


def _counted(seat: Seat, ref: str) -> Line:
    """Return what a reading is counted in, where it should get to, and the one before."""
    found = showing.show(seat.position, ref)
    line: Line = [("Counted in ", "soft"), said(found["unit"] or "what nobody said")]
    line += [(f"; target {found['target']}", "soft")] if found["target"] else []
    last = max(found["readings"], key=lambda one: (one["ends"], one["seq"]), default=None)
    return [*line, (f"; last {last['value']}, to {words.day(last['ends'])}" if last else "; no reading yet", "soft")]


def _whole(values: Values, name: str, called: str = "") -> int | None:
    text = (values.text(name) or "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Refusal(f"{called or f'The {name}'}: write a whole number, like 34.")
    return int(text)


SETTINGS = {
    "milestone_red_days": "Days after which a late milestone is red",
    "slip_amber_days": "Days of slip above which an action is amber at best",
    "sign_off_wait_days": "Days that a claim may await sign-off",
    "evidence_due_days": "Days that evidence may await its review",
    "evidence_late_days": "Days after which evidence entered for earlier work is late",
}
"""Setting of the date check's rules → what it says."""


def change_settings(seat: Seat, _ref: str | None) -> Form:
    """Ask for the settings of the rules, each in days, as they stand now."""
    now = {name: str(value) for name, value in seat.position.settings.items() if name in SETTINGS}
    fields = [Field(name, SETTINGS[name], required=True, value=value, means=parts.whole) for name, value in now.items()]

    def save(values: Values, seen: Seen) -> Receipt:
        days = {name: _whole(values, name, SETTINGS[name]) or 0 for name in now if values.need(name) != now[name]}
        return plan.change_settings(seat.desk, days, why=values.need("why"), occurred_on=values.day("when"), seen=seen)

    about: list[Line] = [[("Each in days; a past position keeps the settings that were in force then.", "soft")]]
    return Form("Change the settings of the rules", [*fields, parts.why(rows=2), parts.when()], save, about)


UNDONE = 3
"""So many entries of an act that would be undone are shown with what they changed."""


def undo(seat: Seat, _ref: str | None) -> Form:
    """Show the act that would be undone with what it changed, and ask why."""
    entries = trail.undoable(seat.desk)
    told = history.some(seat.position, [entry.seq for entry in entries])
    about: list[Line] = [[("This would be undone, by an entry that says so; what it said stays in the trail:", "soft")]]
    for line in list(told.values())[:UNDONE]:
        about.append(entry_line(line))
        about += [[("   ", "plain"), *change] for change in changes(line)[: 2 if len(entries) > 1 else 4]]
    if len(entries) > UNDONE:
        about.append([(f"and {len(entries) - UNDONE} more entries of the same act", "soft")])

    def save(values: Values, _seen: Seen) -> Receipt:
        return trail.undo(seat.desk, why=values.text("why"))

    what = [f"#{seq} ({line.words})" for seq, line in told.items()]
    more = f" and {len(what) - 1} more entries of the same act" if len(what) > 1 else ""
    done = f"undid {what[0]}{more}" if what else ""
    return Form("Undo your last act", [parts.why(required=False, rows=2)], save, about, done=done)


def review_trail(seat: Seat, _ref: str | None) -> Form:
    """Ask up to which entry the trail was reviewed."""
    last = seat.position.entries
    fields = [
        Field("upto", "Up to entry", required=True, value=str(last), means=parts.entry_number),
        Field("note", "Note", "prose", rows=4),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        upto = _whole(Values(upto=values.need("upto").lstrip("#")), "upto")
        return trail.review_trail(seat.desk, upto or 0, note=values.text("note"))

    return Form("Note the trail as reviewed", fields, save, done="noted that the trail was reviewed")
