"""Measures with their readings and caveats, funding that ends, and risks.

A figure is never shown without what it is known not to say; what the figures mean for children is not concluded here.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.model import references
from tracker.model.dates import long
from tracker.model.days import months_on
from tracker.model.vocabulary import Direction, FundingState, RiskState
from tracker.register.neighbours import short_of_target
from tracker.register.showing import Record, records
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, ago, cut, day, is_are, joined, left_out, plural, pounds, spans, title

ROWS = 40


class Measures(NamedTuple):
    """``moving`` are the measures that should go up or down, ``context`` says how many others there are.

    ``against`` sets the last reading of each measure that has a target beside it.
    """

    moving: Table | None
    context: str
    against: Table | None


def measures(scope: Scope) -> Measures:
    """Return the measures of the report's areas."""
    rows = [
        row
        for row in records(scope.position, "measure", order="ORDER BY sort")
        if scope.covers(row["areas"]) and scope.serves(row["serves"])
    ]
    moving = [row for row in rows if row["direction"] != Direction.CONTEXT]
    context = [row["ref"] for row in rows if row["direction"] == Direction.CONTEXT]
    said = ""
    if context:
        said = f"{plural(len(context), 'further figure')} {is_are(len(context))} context only: "
        said += f"{spans(context)}. Each stands with its source and caveat in tracker show."
    return Measures(_moving(scope, moving), said, _against(scope, [row for row in moving if row["target"] is not None]))


def _against(scope: Scope, targeted: list[Record]) -> Table | None:
    if not targeted:
        return None
    rows = []
    readings = _readings(scope, targeted[:ROWS])
    for row in targeted[:ROWS]:
        last = readings[row["ref"]][-1:]
        reading = str(last[0]["value"]) if last else "none"
        what = f"{row['ref']}: {title(row['title'])}"
        rows.append((what, row["baseline"] or "none", reading, _target(row), _reached(row, last)))
    headers = ("Measure", "Baseline", "Last reading", "Target", "Against the target")
    return Table(headers, tuple(rows), left_out(len(rows), len(targeted), "tracker measure list"))


def _reached(row: Record, last: list[Record]) -> str:
    """Say whether the last reading is at the target or beyond it, in the measure's own unit."""
    if not last:
        return "no reading yet"
    short = short_of_target(row["direction"], row["target"], last[0]["value"])
    if short is None:
        return "cannot be compared as numbers"
    unit = cut(row["unit"], 40, none="").strip()
    if short <= 0:
        caveats = [cut(text, 200) for text in (last[0]["caveat"], row["caveat"]) if text]
        return "reached, but: " + " ".join(caveats) if caveats else "reached"
    return f"not reached: {short.normalize():f} {unit} away".replace("  ", " ")


def _moving(scope: Scope, moving: list[Record]) -> Table | None:
    if not moving:
        return None
    rows = []
    known = _readings(scope, moving[:ROWS])
    for row in moving[:ROWS]:
        readings = known[row["ref"]]
        serves = [ref for ref in row["serves"] if ref != "X"]
        what = f"{row['ref']}: {title(row['title'])}" + (f" (for {joined(serves)})" if serves else "")
        unit = f"{cut(row['unit'], 40, none='no unit')}; {Direction(row['direction']).words}"
        caveats = [cut(text, 200) for text in (readings[-1]["caveat"] if readings else None, row["caveat"]) if text]
        rows.append((what, unit, _reading(readings[-1:]), _reading(readings[-2:-1]), _target(row), _caveat(caveats)))
    headers = ("Measure", "Unit", "Last reading", "The one before", "Target", "What it does not say")
    return Table(headers, tuple(rows), left_out(len(rows), len(moving), "tracker measure list"))


def _readings(scope: Scope, rows: list[Record]) -> dict[str, list[Record]]:
    """Return reference → the readings of each measure, oldest first; asked for together."""
    found: dict[str, list[Record]] = {row["ref"]: [] for row in rows}
    marks = ",".join("?" * len(found))
    for reading in records(scope.position, "reading", f"ref IN ({marks})", tuple(found), "ORDER BY ends, seq"):
        found[reading["ref"]].append(reading)
    return found


def _reading(readings: list[Record]) -> str:
    if not readings:
        return "none"
    row = readings[0]
    period = cut(row["period"], 60, none=f"{day(row['starts'])} to {day(row['ends'])}")
    base = f" ({row['numerator']} of {row['denominator']})" if row["denominator"] is not None else ""
    return f"{row['value']}{base}, {period}"


def _target(row: Record) -> str:
    if row["target"] is None:
        return "none set"
    return str(row["target"]) + (f" by {day(row['target_date'])}" if row["target_date"] else "")


def _caveat(caveats: list[str]) -> str:
    return " ".join(caveats) or "no caveat recorded"


# --- funding ----------------------------------------------------------------------------------------------------------


class Funding(NamedTuple):
    """``table`` is money that has ended, ends within a year or is only anticipated; ``undated`` names the rest."""

    table: Table | None
    undated: str


def funding(scope: Scope) -> Funding:
    """Return the money that ends."""
    horizon = months_on(scope.day, 12).isoformat()
    rows = [
        row
        for row in records(scope.position, "funding", order="ORDER BY seq")
        if scope.covers([references.parse(row["ref"]).area or ""]) and scope.about(row["ref"])
    ]
    ending = [row for row in rows if _matters(row, horizon)]
    ending.sort(key=lambda row: (row["ends"] or "9999", references.sort_key(row["ref"]), row["seq"]))
    undated = sorted({row["ref"] for row in rows if not row["ends"]}, key=references.sort_key)
    said = ""
    if undated:
        said = f"No end date is recorded for some or all money of {plural(len(undated), 'row')}: {spans(undated, 20)}."
    return Funding(_ending(scope, ending), said)


def _matters(row: Record, horizon: str) -> bool:
    return row["state"] in (FundingState.ANTICIPATED, FundingState.ENDED) or bool(
        row["ends"] and row["ends"] <= horizon
    )


def _ending(scope: Scope, ending: list[Record]) -> Table | None:
    if not ending:
        return None
    titles = {
        row["ref"]: row for row in records(scope.position, "action", "ref IN (SELECT ref FROM funding)", order="")
    }
    rows = []
    for row in ending[:ROWS]:
        action = titles.get(row["ref"])
        what = title(action["title"]) if action else "no longer in the plan"
        if action and action["basis"] == "existing_provision":
            what += " (existing provision)"
        rows.append(
            (
                row["ref"],
                what,
                cut(row["funder"], 100),
                pounds(row["amount"]),
                _ends(scope, row),
                FundingState(row["state"]).words,
            )
        )
    headers = ("Reference", "What is funded", "Funder", "Amount", "Ends", "How certain")
    return Table(headers, tuple(rows), left_out(len(rows), len(ending), "tracker show, action by action,"))


def _ends(scope: Scope, row: Record) -> str:
    if not row["ends"]:
        return cut(row["period"], 60, none="no date recorded")
    gone = row["ends"] < scope.day.isoformat()
    return f"ended {day(row['ends'])}, {ago(row['ends'], scope.day)}" if gone else day(row["ends"])


# --- risks ------------------------------------------------------------------------------------------------------------


class Risks(NamedTuple):
    """``said`` names the risks that nobody owns or looks at again, or is empty; ``table`` are those that say more.

    Of a risk with neither owner nor day, and that no body accepted, there is nothing to tell but its own page.
    """

    said: str
    table: Table | None


def risks(scope: Scope) -> Risks | None:
    """Return the risks that are open or accepted, or None when there is none."""
    found = [
        row
        for row in records(scope.position, "risk", "state <> 'closed'", order="ORDER BY sort")
        if scope.covers(row["areas"]) and scope.serves(row["serves"])
    ]
    if not found:
        return None
    telling = [row for row in found if row["agency"] or row["review_on"] or row["state"] != RiskState.OPEN]
    return Risks(_unowned(found), _carried(scope, telling))


def _unowned(found: list[Record]) -> str:
    """Say which risks lack an owner and which a day to be looked at again; once, where they are the same ones."""
    lacking = [[row["ref"] for row in found if not row[name]] for name in ("agency", "review_on")]
    words = ["no owner", "no day to be looked at again"]
    if lacking[0] == lacking[1]:
        lacking, words = lacking[:1], ["neither an owner nor a day to be looked at again"]
    told = [
        f"{len(refs)} of {plural(len(found), 'risk')} {'has' if len(refs) == 1 else 'have'} {what}: {spans(refs, 20)}"
        for refs, what in zip(lacking, words, strict=True)
        if refs
    ]
    return f"{'; '.join(told)}." if told else ""


def _carried(scope: Scope, telling: list[Record]) -> Table | None:
    if not telling:
        return None
    # What somebody is to look at again comes first, by its day; then what an agency carries.
    telling.sort(key=lambda row: (row["review_on"] or "9999", not row["agency"], row["sort"]))
    rows = []
    for row in telling[:ROWS]:
        serves = [ref for ref in row["serves"] if ref != "X"]
        review = "no day set"
        if row["review_on"]:
            late = " (has passed)" if row["review_on"] < scope.day.isoformat() else ""
            review = long(date.fromisoformat(row["review_on"])) + late
        rows.append(
            (
                row["ref"],
                title(row["title"]) + (f" (for {joined(serves)})" if serves else ""),
                joined([scope.area_names[code] for code in row["areas"]]) or "not recorded",
                scope.agency(row["agency"], "no agency named"),
                RiskState(row["state"]).words,
                review,
            )
        )
    headers = ("Risk", "What", "Where", "Carried by", "State", "To be looked at again")
    return Table(headers, tuple(rows), left_out(len(rows), len(telling), "tracker risk list"))
