"""What a version for publication shows of the plan, and what it leaves out: names, notes, reasons, restricted items.

Small numbers are kept back by tracker.reports.views.suppressing; clearance stands in tracker.reports.publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.model import guard
from tracker.model.dates import long
from tracker.model.vocabulary import (
    Area,
    Difference,
    Direction,
    EvidenceKind,
    EvidenceState,
    Marking,
    Rating,
    ResponseKind,
    Status,
    Sustainment,
)
from tracker.register import history, registers, status, trail_filter
from tracker.register.filters import parse
from tracker.register.listing import ActionLine, page
from tracker.register.showing import Record, records
from tracker.register.status import difference_of
from tracker.reports.views import responses
from tracker.reports.views.causes import due_words
from tracker.reports.views.difference import shown_words
from tracker.reports.views.other_counts import EVERYWHERE, Counted, evidence
from tracker.reports.views.published_figures import NOT_SHOWN, earlier, figure, readings
from tracker.reports.views.scope import Scope
from tracker.reports.views.standing import less_than_done
from tracker.reports.views.suppressing import hidden
from tracker.reports.views.words import NOTHING_NAMED, Table, ago, cut, day, joined, plural, tally, title

LATE = "plan overdue"
OPEN, RESTRICTED = "marking:OFFICIAL", "marking:OFFICIAL-SENSITIVE"
"""Filters of evidence that may be named, and of that which may not."""


@dataclass(frozen=True)
class Part:
    """One recommendation as it is published; ``left_out`` says that its wording is held and not shown."""

    heading: str
    wording: str
    quoted: str
    responses: tuple[str, ...]
    actions: Table | None
    nothing: str
    left_out: bool


@dataclass(frozen=True)
class Measures:
    """The table of figures, and how many figures are not shown."""

    table: Table | None
    hidden: int


def areas(scope: Scope) -> Table:
    """Return what stands in the plan of each area, with what is late first."""
    rows = []
    for code in scope.areas:
        apart = code == Area.ALL.value and len(scope.areas) > 1
        open_, signed = scope.count(f"area:{code} plan open"), scope.count(f"area:{code} plan status:signed_off")
        check = {r.value: scope.count(f"area:{code} plan check:{r.value}") for r in Rating}
        rows.append(
            (
                scope.area_names[code] + (" (apart, added to no area)" if apart else ""),
                plural(open_ + signed, "action") if open_ + signed else _none(scope, f"area:{code}"),
                f"{scope.count(f'area:{code} {LATE}')} of {open_} open",
                tally(check) or "no rating",
                f"{scope.count(f'area:{code} plan status:complete')} of {open_} open",
                f"{signed} of {open_ + signed}",
            )
        )
    headers = ("Area", "Actions in the plan", "Past their date", "By their dates", "Claimed complete", "Signed off")
    return Table(headers, tuple(rows))


def _none(scope: Scope, query: str) -> str:
    return NOTHING_NAMED if scope.nothing(query) else "none"


def late(scope: Scope) -> Table | None:
    """Return every action past its date, the longest first; None when there is none."""
    lines = page(scope.position, parse(scope.query(LATE)), sort="due")
    rows = [
        (line.ref, title(line.title), scope.agency(line.lead), due_words(line), ago(line.due or "", scope.day))
        for line in lines
        if line.due
    ]
    return Table(("Reference", "Action", "Lead agency", "Due", "Since"), tuple(rows)) if rows else None


# --- recommendation by recommendation ---------------------------------------------------------------------------------


def parts(scope: Scope) -> list[Part]:
    """Return a part for each recommendation, and one for the work that serves none of them."""
    held = {row["ref"]: row for row in records(scope.position, "recommendation")}
    return [_part(scope, line, held.get(line.ref)) for line in status.matrix(scope.position)]


def _part(scope: Scope, line: status.RecommendationLine, row: Record | None) -> Part:
    actions = _actions(scope, line.ref)
    wording, quoted, out = _wording(row)
    return Part(
        heading=f"{line.spoken if row else 'X'}: {title(line.title)}",
        wording=wording,
        quoted=quoted,
        responses=_responses(scope, line.ref) if row else (),
        actions=actions,
        nothing="" if actions else f"In the plan: {_none(scope, f'rec:{line.ref}')}.",
        left_out=out,
    )


def _wording(row: Record | None) -> tuple[str, str, bool]:
    if row is None:
        return "These actions serve none of the recommendations as they are held.", "", False
    if row["wording"] == "verbatim" and row["official_wording"]:
        if guard.look(row["official_wording"]):
            return "The official wording is held; it is left out here.", "", True
        return "Official wording, verbatim:", str(row["official_wording"]), False
    if row["wording"] == "paraphrase":
        return "The heading is a paraphrase. The official wording is not held.", "", False
    return "Neither the wording nor the subject of this recommendation is held.", "", False


def _responses(scope: Scope, ref: str) -> tuple[str, ...]:
    said = [
        f"{ResponseKind(row['response']).words} by {responses.by_whom(scope, code)}, {day(row['occurred_on'])}"
        for code, row in responses.newest(scope, ref).items()
    ]
    return tuple(said) or (responses.NONE,)


def _actions(scope: Scope, ref: str) -> Table | None:
    lines = page(scope.position, parse(scope.query(f"rec:{ref} plan")))
    rows = [
        (line.ref, title(line.title), scope.agency(line.lead), due_words(line), _stands(scope, line)) for line in lines
    ]
    return Table(("Reference", "Action", "Lead agency", "Due", "Where it stands"), tuple(rows)) if rows else None


def _stands(scope: Scope, line: ActionLine) -> str:
    said = Status(line.status).words
    if line.due and line.due < scope.day.isoformat() and line.rule == "D1":
        return f"{said}; past its date by {ago(line.due, scope.day).removesuffix(' ago')}"
    if line.status == Status.SIGNED_OFF and (found := _last_check(scope, line.ref)) not in (
        None,
        Sustainment.SUSTAINED,
    ):
        return f"{said}; {Sustainment(found).words}, as the last check found"
    return said


def _last_check(scope: Scope, ref: str) -> str | None:
    row = scope.position.row("SELECT outcome FROM sustainment_now WHERE ref = ?", [ref])
    return row["outcome"] if row else None


# --- difference, voice ------------------------------------------------------------------------------------------------


def difference(scope: Scope) -> Table | None:
    """Return the actions of which accepted evidence shows a difference; the evidence itself is not named."""
    rows = []
    for line in page(scope.position, parse(scope.query("plan current"))):
        if line.difference_claimed:
            said = difference_of(scope.position, line.ref).said
            if said != Difference.NOT_SHOWN:
                rows.append((line.ref, title(line.title), shown_words(line.status, said)))
    return Table(("Reference", "Action", "Difference shown"), tuple(rows)) if rows else None


def voice(scope: Scope) -> Table | None:
    """Return the accepted evidence of what children and families told that is not restricted."""
    rows = [
        (piece["ref"], title(piece["title"]), day(piece["dated"], piece["precision"]))
        for piece in evidence(scope)
        if piece["kind"] == EvidenceKind.VOICE
        and piece["state"] == EvidenceState.ACCEPTED
        and piece["marking"] == Marking.OFFICIAL
    ]
    return Table(("Evidence", "What it is", "Of"), tuple(rows)) if rows else None


# --- measures ---------------------------------------------------------------------------------------------------------


def measures(scope: Scope) -> Measures:
    """Return the measures that should move, a row for each reading; small numbers are not among them."""
    shown = readings(scope.position, scope.areas)
    out = hidden([figure(row, reading) for row, reading in shown], earlier(scope.position))
    rows = [_row(scope, row, reading, place in out) for place, (row, reading) in enumerate(shown)]
    headers = ("Measure", "Where", "Period", "Figure", "Wanted", "What it does not say")
    return Measures(Table(headers, tuple(rows)) if rows else None, len(out))


def _row(scope: Scope, row: Record, reading: Record, is_hidden: bool) -> tuple[str, ...]:
    period = cut(reading["period"], 60, none=f"{day(reading['starts'])} to {day(reading['ends'])}")
    base = f" ({reading['numerator']} of {reading['denominator']})" if reading["denominator"] is not None else ""
    said = NOT_SHOWN if is_hidden else f"{reading['value']} {cut(row['unit'], 40, none='')}".strip() + base
    caveats = [cut(text, 200) for text in (reading["caveat"], row["caveat"]) if text and not is_hidden]
    wanted = Direction(row["direction"]).words
    if row["target"] is not None:
        wanted += f"; target {row['target']}" + (f" by {day(row['target_date'])}" if row["target_date"] else "")
    where = joined([scope.area_names[code] for code in row["areas"]]) or "not recorded"
    none = "kept back: see What is left out" if is_hidden else "no caveat recorded"
    return (f"{row['ref']}: {title(row['title'])}", where, period, said, wanted, " ".join(caveats) or none)


# --- what is left out -------------------------------------------------------------------------------------------------


def left_out(scope: Scope, made: Measures, found: Sequence[Part]) -> Table:
    """Return what the register holds and this version does not show, and how many of each."""
    wordings = sum(part.left_out for part in found)
    counts = (
        ("Figures that are small numbers of people, or would give one away", made.hidden),
        ("Pieces of evidence marked OFFICIAL-SENSITIVE", len(evidence(scope, RESTRICTED))),
        (
            "Pieces of evidence marked OFFICIAL; only the accepted ones of children and families are named",
            len(evidence(scope, OPEN)),
        ),
        ("Official wordings in which something looks like personal data", wordings),
        ("Risks", len(registers.risks(scope.position, scope.area))),
        ("Entries with notes on progress", sum(number for _, number in entry_counts(scope))),
        ("Names and posts of people", int(scope.position.value("SELECT count(*) FROM person WHERE void = 0"))),
        ("Queries of auditors and scrutineers", len(registers.queries(scope.position, scope.area))),
    )
    return Table(("What is left out", "How many"), tuple((what, str(number)) for what, number in counts))


def counted(scope: Scope) -> list[Counted]:
    """Return the counts of other things that the part on what is left out prints, with their commands."""
    people = int(scope.position.value("SELECT count(*) FROM person WHERE void = 0"))
    return [
        (f"evidence list '{RESTRICTED}'", len(evidence(scope, RESTRICTED))),
        (f"evidence list '{OPEN}'", len(evidence(scope, OPEN))),
        ("risk list", len(registers.risks(scope.position, scope.area))),
        ("query list", len(registers.queries(scope.position, scope.area))),
        (f"{EVERYWHERE}people list", people),
    ]


def entry_counts(scope: Scope) -> list[tuple[str, int]]:
    """Return the counts of entries that the part on what is left out prints, each with its query of ``tracker log``."""
    area = "" if scope.area is None else f"area:{','.join(scope.areas)} "
    query = f"{area}act:progress.recorded standing"
    number = history.count(scope.position, trail_filter.parse(query))
    return [(query, number)] if number else []


def sentence(scope: Scope) -> str:
    """Return in one sentence what is wrong and what is done."""
    open_, done = scope.count(scope.query("plan open")), scope.count(scope.query("plan status:signed_off"))
    over = scope.count(scope.query(LATE))
    if not open_ + done:
        return "No action has been agreed yet, so nothing can be late or done."
    return (
        f"{over} of {plural(open_, 'open action')} {'is' if over == 1 else 'are'} past the agreed date; {done} of "
        f"{plural(open_ + done, 'action')} in the plan {'is' if done == 1 else 'are'} signed off, which alone means "
        "done. Joint work is counted once and added to no area."
        + (f" Of what is signed off, {but}." if (but := less_than_done(scope)) else "")
    )


def on(iso: str | None) -> str:
    """Return an ISO day in words."""
    return long(date.fromisoformat(iso)) if iso else "day not recorded"
