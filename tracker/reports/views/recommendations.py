"""A part for each recommendation: its wording and response, the areas side by side, joint work apart, its actions.

What a neighbour records and an area does not is said as "not recorded here": something to ask about, not a judgement.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.model.dates import long
from tracker.model.vocabulary import LOCAL_AREAS, Area, Difference, Rating, ResponseKind, Status, Wording
from tracker.register import status
from tracker.register.filters import parse
from tracker.register.listing import ActionLine, page
from tracker.register.showing import Record, records
from tracker.reports.views import responses
from tracker.reports.views.causes import NO_OWNER, cause, due_words, owners
from tracker.reports.views.scope import Scope
from tracker.reports.views.standing import Standing, standing
from tracker.reports.views.words import NOTHING_NAMED, Table, cut, joined, left_out, rated, title

ROWS = 40
NAMED = 3
WORDING_SHOWN = 2000
CONTEXT = ("Actions in the plan", "Existing provision")
"""The rows that say all there is to say where nothing is in the plan."""


class Part(NamedTuple):
    """One recommendation.  ``wording`` says what is held of it, ``quoted`` is the official wording or empty."""

    heading: str
    wording: str
    quoted: str
    responses: tuple[str, ...]
    areas: Table | None
    nothing: str
    joint: str
    joint_table: Table | None
    actions: Table | None
    joint_actions: Table | None
    neighbours: tuple[str, ...]


def parts(scope: Scope) -> list[Part]:
    """Return a part for R1 to R9, and one for the work that serves none of them (X)."""
    matrix = {line.ref: line for line in scope.matrix}
    held = {row["ref"]: row for row in records(scope.position, "recommendation")}
    return [_part(scope, line, held.get(ref)) for ref, line in matrix.items()]


def heat(scope: Scope) -> Table:
    """Return recommendation by area: the worst date check, how many actions have it, and of how many."""
    rows = []
    for line in scope.matrix:
        cells = [_worst(standing(scope, f"{line.ref}.{code}")) for code in scope.areas]
        rows.append((f"{line.ref}: {cut(line.title, 60, none='no title')}", *cells))
    return Table(("Recommendation", *(scope.area_names[code] for code in scope.areas)), tuple(rows))


def _worst(here: Standing) -> str:
    for rating in Rating:
        if here.check[rating.value]:
            return f"{rated(rating.value)}: {here.check[rating.value]} of {here.plan}"
    return "none in the plan" if here.existing or here.ended else "not recorded here"


def part(scope: Scope, ref: str) -> Part | None:
    """Return the part of one recommendation, or None when it is not in this plan."""
    line = next((line for line in scope.matrix if line.ref == ref), None)
    row = next(iter(records(scope.position, "recommendation", "ref = ?", (ref,))), None)
    return _part(scope, line, row) if line else None


def _part(scope: Scope, line: status.RecommendationLine, row: Record | None) -> Part:
    numbers = {code: standing(scope, f"{line.ref}.{code}") for code in scope.areas}
    here = {code: numbers[code] for code in scope.locals}
    anything = any(not each.nothing for each in here.values())
    nothing = ""
    if scope.locals and not anything:
        nothing = f"{joined([scope.area_names[code] for code in scope.locals])}: {NOTHING_NAMED}."
    return Part(
        heading=f"{line.spoken}: {title(line.title)}" if row else f"X: {title(line.title)}",
        wording=_wording(row) if row else "These rows serve none of the recommendations as they are held.",
        quoted=_quoted(row) if row else "",
        responses=_responses(scope, line.ref) if row else (),
        areas=_side_by_side(scope, line, here) if anything else None,
        nothing=nothing,
        joint=_joint(numbers[Area.ALL.value]),
        joint_table=_joint_table(scope, line, numbers[Area.ALL.value]),
        actions=_actions(scope, line.ref, scope.locals),
        joint_actions=_actions(scope, line.ref, [Area.ALL.value]),
        neighbours=_neighbours(scope, line, here) if row else (),
    )


def _wording(row: Record) -> str:
    source = cut(row["source"], 200, none="source not recorded")
    if row["wording"] == Wording.VERBATIM:
        return f"Official wording, verbatim ({source}):"
    if row["wording"] == Wording.PARAPHRASE:
        return f"Wording: the heading is a paraphrase ({source}). The official wording is not held."
    return "Wording: not held. Neither its words nor its subject is in the sources."


def _quoted(row: Record) -> str:
    body = row["official_wording"] or ""
    if row["wording"] != Wording.VERBATIM or not body:
        return ""
    if len(body) <= WORDING_SHOWN:
        return str(body)
    return f"{body[:WORDING_SHOWN]} … (cut here; the whole wording: tracker show {row['ref']})"


def _responses(scope: Scope, ref: str) -> tuple[str, ...]:
    said = []
    for code, row in responses.newest(scope, ref).items():
        who, on = responses.by_whom(scope, code), long(date.fromisoformat(row["occurred_on"]))
        because = f", because {cut(row['why'], 200)}" if row["why"] else ""
        source = f" ({cut(row['source'], 100)})" if row["source"] else ""
        said.append(f"{ResponseKind(row['response']).words} by {who}, {on}{source}{because}")
    return tuple(said) or (responses.NONE,)


def _side_by_side(scope: Scope, line: status.RecommendationLine, here: dict[str, Standing]) -> Table:
    facts = {code: _facts(scope, line, each, code) for code, each in here.items()}
    names: tuple[str, ...] = tuple(next(iter(facts.values())))
    if not any(each.plan or each.ended for each in here.values()):
        names = CONTEXT
    rows = [(name, *(facts[code][name] for code in here)) for name in names]
    return Table(("What is recorded", *(scope.area_names[code] for code in here)), tuple(rows))


def _evidence(scope: Scope, query: str, plan: int) -> str:
    """Of how many actions evidence is expected, in hand, accepted: an action counts once, however much it has."""
    expected, without, accepted = (scope.count(f"{query} {word}") for word in ("expecting", "unevidenced", "accepted"))
    return f"of {plan}: written down beforehand for {expected}, in hand for {plan - without}, accepted for {accepted}"


def _facts(scope: Scope, line: status.RecommendationLine, each: Standing, code: str) -> dict[str, str]:
    """What the table says of one area, row by row; an area with nothing says so in each row that it cannot fill."""
    cell = line.areas[code]
    none = "not recorded here" if each.nothing else "none"
    evidence = _evidence(scope, f"{line.ref}.{code} plan current", each.plan) if each.plan else none
    progress = f"{each.overdue} overdue, {each.claimed} claimed complete, {each.signed_off} signed off"
    if each.ended:
        progress += f", {each.ended} ended"
    return {
        "Actions in the plan": each.plan_words,
        "Reported rating": each.reported_words,
        "Date check": each.check_words,
        "Cause of the worst": cell.because or ("no rating" if not each.nothing else "not recorded here"),
        "Delivery": progress if each.plan or each.ended else none,
        "Existing provision": str(each.existing) if each.existing else none,
        "Evidence": evidence,
        "Difference made, at least": Difference(cell.difference).words if cell.difference else "nothing to show yet",
    }


def _joint(each: Standing) -> str:
    """Joint work in a sentence, where one is enough."""
    if each.nothing:
        return f"Joint work: {NOTHING_NAMED}."
    if not each.plan and not each.ended:
        return f"Joint work, apart from the areas: none in the plan; existing provision {each.existing}."
    return ""


def _joint_table(scope: Scope, line: status.RecommendationLine, each: Standing) -> Table | None:
    """Joint work in a table of its own, added to no area."""
    if not each.plan and not each.ended:
        return None
    return Table(("What is recorded", "Joint work, apart"), tuple(_facts(scope, line, each, Area.ALL.value).items()))


def _actions(scope: Scope, ref: str, areas: list[str]) -> Table | None:
    chosen = parse("plan")
    chosen.add(f"a.recommendation = ? AND a.area IN ({','.join('?' * len(areas))})", ref, *areas)
    total = int(scope.position.value(f"SELECT count(*) FROM rated_action a WHERE {chosen.where}", chosen.values))
    if not total:
        return None
    lines = page(scope.position, chosen, limit=ROWS)
    owner = owners(scope, [line.ref for line in lines])
    rows = [
        (
            line.ref,
            title(line.title),
            _accountable(scope, line, owner[line.ref]),
            due_words(line),
            rated(line.reported, "not reported"),
            _check(scope, line),
        )
        for line in lines
    ]
    headers = ("Reference", "Action", "Lead agency; owner", "Due", "Reported rating", "Date check")
    return Table(headers, tuple(rows), left_out(len(rows), total, f"tracker list 'rec:{ref} plan'"))


def _accountable(scope: Scope, line: ActionLine, owner: str) -> str:
    """The lead agency and the owner's role, with what is missing said once."""
    if not line.lead and owner == NO_OWNER:
        return "neither lead agency nor owner named"
    return f"{scope.agency(line.lead)}; {owner}"


def _check(scope: Scope, line: ActionLine) -> str:
    if line.date_check is None:
        return f"not rated: {Status(line.status).words}"
    return f"{rated(line.date_check)}: {cause(scope, line)}"


def _neighbours(scope: Scope, line: status.RecommendationLine, here: dict[str, Standing]) -> tuple[str, ...]:
    """What is not recorded here and stands in a neighbour's column."""
    without = [code for code, each in here.items() if each.nothing]
    having = [area.value for area in LOCAL_AREAS if line.areas[area.value].actions or line.areas[area.value].existing]
    if not without or not having:
        return ()
    names = joined([scope.area_names[code] for code in without])
    return tuple(f"Not recorded here ({names}): {_named(scope, line.ref, code)}." for code in having)


def _named(scope: Scope, ref: str, code: str) -> str:
    """The first few rows that a neighbour records, and how many more there are."""
    query = f"{ref}.{code} status:proposed,planned,in_progress,paused,complete,signed_off"
    lines = page(scope.position, parse(query), limit=NAMED)
    more = scope.count(query) - len(lines)
    told = [f"{line.ref} {cut(line.title, 90)}" for line in lines]
    return f"{scope.area_names[code]} records {'; '.join(told)}" + (f", and {more} more" if more else "")
