"""The next quarter: what falls due, which meetings are coming, and the forecast in plain words with its arithmetic.

On course is what the dates show as green and nobody reports red or amber; silence shows nothing.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.model.dates import long
from tracker.model.days import months_on
from tracker.model.vocabulary import WORKING_STATUSES, Rating
from tracker.register.filters import parse
from tracker.register.listing import page
from tracker.register.states import GOES_ON, IN_PLAN, NOT_ENDED
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, day, is_are, joined, left_out, plural, rated, tally, title, was_were

AT_WORK = f"plan status:{','.join(WORKING_STATUSES)}"
ROWS = 30


class Ahead(NamedTuple):
    """The three months after the position; ``until`` is their last day."""

    until: date
    forecast: str
    divided: Table | None
    record: str
    actions: Table | None
    milestones: Table | None
    meetings: Table | None


def window(scope: Scope) -> date:
    """Return the last day of the three months after the position."""
    return months_on(scope.day, 3)


def ahead(scope: Scope) -> Ahead:
    """Return what the next three months hold."""
    return Ahead(
        window(scope),
        forecast(scope),
        divided(scope),
        record(scope),
        _actions(scope),
        _milestones(scope),
        _meetings(scope),
    )


def _due(scope: Scope) -> str:
    return scope.query(f"{AT_WORK} due>={scope.day.isoformat()} due<={window(scope).isoformat()}")


def forecast(scope: Scope) -> str:
    """Answer "Will it be done in time?"."""
    open_ = scope.count(scope.query("plan open"))
    if not open_:
        return "No action is open, so none can be late."
    late, coming = scope.count(scope.query("plan overdue")), scope.count(_due(scope))
    others = [
        (scope.count(scope.query(f"{AT_WORK} due>{window(scope).isoformat()}")), "due later {}"),
        (scope.count(scope.query("plan status:complete")), "claimed complete {}"),
        (scope.count(scope.query("plan status:paused,proposed")), f"paused or only proposed {{}}{_lapsed(scope)}"),
        (undated := scope.count(scope.query(f"{AT_WORK} due:none")), "without a due date {}"),
    ]
    parts = []
    if late:
        parts.append(f"{plural(late, 'action')} of {open_} open {is_are(late)} overdue already")
    if coming:
        checks = {r: scope.count(f"{_due(scope)} check:{r.value}") for r in Rating}
        told = tally({rating.value: number for rating, number in checks.items()})
        doubted = scope.count(f"{_due(scope)} check:green reported:red,amber")
        but = f", of which {doubted} reported red or amber" if doubted and coming == 1 else ""  # else the sum says it
        parts.append(
            f"{coming} {'falls' if coming == 1 else 'fall'} due by {long(window(scope))}, by their dates {told}{but}. "
            f"{_on_course(coming, coming - checks[Rating.GREEN], doubted)}"
        )
    else:
        parts.append(f"none falls due by {long(window(scope))}")
    said = "; ".join(parts)
    sentence = f"{said[0].upper()}{said[1:]}."
    if rest := [words.format(number) for number, words in others if number]:
        sentence += f" The rest of the {open_} open: {joined(rest)}."
    if undated:
        sentence += " For those without a due date nobody can say."
    return sentence


def _lapsed(scope: Scope) -> str:
    """Say how many were due before they were paused, or since: a pause stops the date check, not the calendar."""
    number = scope.count(scope.query(f"plan status:paused due<{scope.day.isoformat()}"))
    return f" (past the due date: {number})" if number else ""


def _on_course(coming: int, not_green: int, doubted: int) -> str:
    number = coming - not_green - doubted
    if coming == 1:
        return f"It is {'' if number else 'not '}shown to be on course"
    less = [(not_green, "not green by their dates"), (doubted, "reported red or amber")]
    told = [f"less {few} {words}" for few, words in less if few]
    return f"{number} of these {coming} {is_are(number)} shown to be on course" + (
        f" ({', '.join([str(coming), *told])})" if told else ""
    )


def divided(scope: Scope) -> Table | None:
    """Return how the open actions divide by when they fall due: the arithmetic of the forecast, adding up to all."""
    open_ = scope.count(scope.query("plan open"))
    if not open_:
        return None
    until = window(scope)
    parts = (
        ("Past the due date", f"{AT_WORK} due<{scope.day.isoformat()}"),
        (f"Due by {long(until)}", f"{AT_WORK} due>={scope.day.isoformat()} due<={until.isoformat()}"),
        ("Due later", f"{AT_WORK} due>{until.isoformat()}"),
        ("Without a due date", f"{AT_WORK} due:none"),
        ("Paused or only proposed", "plan status:paused,proposed"),
        ("Claimed complete, awaiting sign-off", "plan status:complete"),
    )
    rows = [(words, str(scope.count(scope.query(query)))) for words, query in parts]
    return Table(("Open actions", "How many"), (*rows, ("Together", str(open_))))


def record(scope: Scope) -> str:
    """Say how well earlier dates were kept: milestones that had fallen due, and by how much dates have moved."""
    chosen = scope.in_areas(IN_PLAN)
    row = scope.position.row(
        "SELECT count(*) AS fallen, COALESCE(sum(m.achieved_on <= m.due_now), 0) AS kept,"
        " COALESCE(sum(m.achieved_on > m.due_now), 0) AS later FROM dated_milestone m"
        " JOIN rated_action a ON a.ref = m.action"
        f" WHERE {NOT_ENDED} AND m.due_now < ? AND {chosen.where}",
        [scope.day.isoformat(), *chosen.values],
    )
    assert row is not None
    said = "No milestone has fallen due so far."
    if row["fallen"]:
        missing = row["fallen"] - row["kept"] - row["later"]
        said = (
            f"Of {plural(row['fallen'], 'milestone')} that had fallen due, {row['kept']} {was_were(row['kept'])} "
            f"achieved by the agreed date, {row['later']} later, and {missing} {is_are(missing)} not recorded as "
            "achieved."
        )
    moved = scope.count(scope.query("plan open moved"))
    if moved:
        said += (
            f" {plural(moved, 'open action')} {'has' if moved == 1 else 'have'} had the due date moved by agreement."
        )
    return said


def _actions(scope: Scope) -> Table | None:
    total = scope.count(_due(scope))
    if not total:
        return None
    lines = page(scope.position, parse(_due(scope)), sort="due", limit=ROWS)
    rows = [
        (
            line.ref,
            title(line.title),
            scope.agency(line.lead),
            line.due_words,
            rated(line.reported, "not reported"),
            f"{rated(line.date_check)}: {line.because}",
        )
        for line in lines
    ]
    headers = ("Reference", "Action", "Lead agency", "Due", "Reported rating", "Date check")
    return Table(headers, tuple(rows), left_out(len(rows), total, "the same query, tracker list,"))


def _milestones(scope: Scope) -> Table | None:
    chosen = scope.in_areas()
    where = (
        "FROM dated_milestone m JOIN rated_action a ON a.ref = m.action WHERE m.achieved_on IS NULL"
        f" AND {GOES_ON} AND m.due_now BETWEEN ? AND ? AND {chosen.where}"
    )
    values = [scope.day.isoformat(), window(scope).isoformat(), *chosen.values]
    total = int(scope.position.value(f"SELECT count(*) {where}", values))
    if not total:
        return None
    found = scope.position.rows(
        f"SELECT m.ref, m.title, m.due, m.precision, m.due_now, m.precision_now, m.critical {where}"
        f" ORDER BY m.due_now, m.sort LIMIT {ROWS}",
        values,
    )
    texts = scope.position.texts(row["title"] for row in found)
    rows = []
    for row in found:
        due = day(row["due_now"], row["precision_now"])
        if row["due"] != row["due_now"]:
            due += f" (original {day(row['due'], row['precision'])})"
        rows.append((row["ref"], title(texts.get(row["title"])), due, "yes" if row["critical"] else "no"))
    return Table(("Milestone", "What", "Due", "Critical"), tuple(rows), left_out(len(rows), total, "tracker calendar"))


def _meetings(scope: Scope) -> Table | None:
    found = scope.position.rows(
        "SELECT m.ref, m.body, m.held_on, m.cut_off, m.title FROM meeting m WHERE m.void = 0 AND m.held_on > ?"
        " AND m.held_on <= ? ORDER BY m.held_on, m.sort",
        [scope.day.isoformat(), window(scope).isoformat()],
    )
    texts = scope.position.texts(row["title"] for row in found)
    rows = [
        (
            row["ref"],
            scope.body(row["body"]) + (f": {cut(texts[row['title']], 80)}" if row["title"] else ""),
            day(row["held_on"]),
            day(row["cut_off"]),
        )
        for row in found
        if scope.covers(scope.body_areas(row["body"]))
    ]
    return Table(("Meeting", "Body", "Held on", "Updates due by"), tuple(rows)) if rows else None
