"""The difference made for children, in words no stronger than accepted evidence; and what children and families said.

How much may be said of an action is the register's rule (status.difference_of).
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.model.vocabulary import Difference, EvidenceKind, EvidenceState, Status, Sustainment
from tracker.register.filters import parse
from tracker.register.showing import linked, records
from tracker.register.states import NOT_ENDED
from tracker.register.status import difference_of
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, day, is_are, joined, left_out, listed, plural, title

ROWS = 40


class Made(NamedTuple):
    """``said`` is the sentence with its denominator; ``shown`` what evidence supports, ``claimed`` what it does not.

    ``lasted`` has a sentence for each signed-off action that a check found not sustained, or sustained in part.
    """

    said: str
    shown: Table | None
    claimed: str
    lasted: tuple[str, ...]


def made(scope: Scope) -> Made:
    """Return what difference is shown, action by action; nothing is shown that nobody claims and evidences."""
    chosen = parse(scope.query("plan"))
    rows = scope.position.rows(
        "SELECT a.ref, a.title, a.difference_claimed, a.status FROM rated_action a WHERE a.difference_claimed IS NOT"
        f" NULL AND {NOT_ENDED} AND {chosen.where} ORDER BY a.sort",
        chosen.values,
    )
    shown, unsupported = [], []
    for row in rows:
        found = difference_of(scope.position, row["ref"])
        if found.said != Difference.NOT_SHOWN:
            shown.append((row, found.said))
        if found.said != found.claimed and not found.lowered:
            unsupported.append(row["ref"])
    total = scope.count(scope.query("plan open")) + scope.count(scope.query("plan status:signed_off"))
    for word in Difference:  # for the annex, which says how each number is found again
        scope.count(scope.query(f"plan current difference:{word.value}"))
    said = _said(total, [word for _, word in shown])
    return Made(said, _table(scope, shown), _claimed(unsupported), _lasted(scope))


def _lasted(scope: Scope) -> tuple[str, ...]:
    chosen = scope.in_areas("a.status = 'signed_off'")
    rows = scope.position.rows(
        "SELECT n.ref, n.months, n.outcome, n.note, n.occurred_on FROM sustainment_now n JOIN rated_action a"
        f" ON a.ref = n.ref WHERE n.outcome <> 'sustained' AND {chosen.where} ORDER BY a.sort",
        chosen.values,
    )
    texts = scope.position.texts(row["note"] for row in rows)
    said = []
    for row in rows:
        found = cut(texts.get(row["note"] or ""), 300, none="what was found is not written down")
        when = f"at {row['months']} months, on {day(row['occurred_on'])}"
        said.append(f"{row['ref']} is signed off; {Sustainment(row['outcome']).words} {when}: {found}")
    return tuple(said)


def _said(total: int, shown: list[str]) -> str:
    if not total:
        return "There is no action in the plan yet that could make a difference."
    counts = [(word.words, shown.count(word.value)) for word in Difference if word is not Difference.NOT_SHOWN]
    told = [f"{words}: {number}" for words, number in counts if number]
    rest = total - len(shown)
    if not told:
        return f"Not yet shown for any of {plural(total, 'action')} in the plan: no accepted evidence supports a claim."
    return f"Of {plural(total, 'action')} in the plan, {'; '.join(told)}; not yet shown: {rest}."


def _claimed(refs: list[str]) -> str:
    if not refs:
        return ""
    return (
        f"Owners claim more than accepted evidence supports for {listed(refs)}; this report says no more than the "
        "evidence does."
    )


def shown_words(status: str, difference: str) -> str:
    """Say a difference in words; of unfinished work also that it is unfinished, or "delivered" would mislead."""
    said = Difference(difference).words
    return said if status in (Status.COMPLETE, Status.SIGNED_OFF) else f"{said} (the action is not complete)"


def _table(scope: Scope, shown: list[tuple[dict[str, str], str]]) -> Table | None:
    if not shown:
        return None
    texts = scope.position.texts(row["title"] for row, _ in shown[:ROWS])
    rows = []
    for row, word in shown[:ROWS]:
        pieces = [
            f"{piece['ref']} {cut(piece['title'], 80)}"
            for piece in linked(scope.position, row["ref"])
            if piece["state"] == EvidenceState.ACCEPTED and piece["shows"]
        ]
        rows.append((row["ref"], title(texts.get(row["title"])), shown_words(row["status"], word), joined(pieces[:4])))
    headers = ("Reference", "Action", "Difference shown", "Accepted evidence")
    return Table(headers, tuple(rows), left_out(len(rows), len(shown), "tracker show, action by action,"))


# --- what children, young people and families told us -----------------------------------------------------------------


class Voice(NamedTuple):
    """``said`` says how much is recorded; ``table`` what was told and what it is linked to."""

    said: str
    table: Table | None


def voice(scope: Scope) -> Voice:
    """Return the accepted evidence of what children and families told, and what is said to have changed."""
    found = [
        (piece, links)
        for piece in records(scope.position, "evidence", "kind = ?", (EvidenceKind.VOICE.value,), "ORDER BY sort")
        if (links := _links(scope, piece["ref"])) or (scope.area is None and not scope.only)
    ]
    accepted = [pair for pair in found if pair[0]["state"] == EvidenceState.ACCEPTED]
    waiting = [piece["ref"] for piece, _ in found if piece["state"] == EvidenceState.HELD]
    said = (
        f"{plural(len(accepted), 'piece')} of accepted evidence {'comes' if len(accepted) == 1 else 'come'} from "
        f"children, young people or families.{_untold(accepted)}"
        if accepted
        else "No accepted evidence of what children, young people or families told is recorded, so nothing is claimed."
    )
    if waiting:
        said += f" Held and awaiting review: {listed(waiting)}."
    expecting = _expecting(scope)
    if expecting:
        said += f" {plural(len(expecting), 'action')} {is_are(len(expecting))} to show it: "
        said += f"{listed(expecting)}."
    return Voice(said, _told(scope, accepted))


def _links(scope: Scope, ref: str) -> list[dict[str, str]]:
    """What a piece is linked to, with the areas of the report only where the target has an area."""
    rows = scope.position.rows("SELECT target, shows FROM evidence_link WHERE ref = ? ORDER BY seq", [ref])
    return [row for row in rows if scope.covers(row["target"].split(".")[1:2]) and scope.about(row["target"])]


def _expecting(scope: Scope) -> list[str]:
    chosen = parse(scope.query("plan open"))
    rows = scope.position.rows(
        "SELECT a.ref FROM rated_action a JOIN action_expects x ON x.ref = a.ref WHERE x.value = 'voice' AND"
        f" {chosen.where} ORDER BY a.sort",
        chosen.values,
    )
    return [row["ref"] for row in rows]


def _untold(accepted: list[tuple[dict[str, str], list[dict[str, str]]]]) -> str:
    silent = [piece["ref"] for piece, _ in accepted if not (piece["description"] or "").strip()]
    return f" What was told is not written down for {listed(silent)}." if silent else ""


def change_words(scope: Scope, link: dict[str, str]) -> str:
    """Say what changed, no more strongly than of the action itself; and of what the evidence spoke, if of more."""
    if not link["shows"]:
        return "no change claimed"
    shows = Difference(link["shows"])
    if "." not in link["target"]:
        return shows.words
    said = Difference(difference_of(scope.position, link["target"]).said)
    order = list(Difference)
    if order.index(said) >= order.index(shows):
        return shows.words
    return f"{said.words} (the evidence spoke of {shows.words})"


def _told(scope: Scope, accepted: list[tuple[dict[str, str], list[dict[str, str]]]]) -> Table | None:
    if not accepted:
        return None
    rows = []
    for piece, links in accepted[:ROWS]:
        changed = [f"{link['target']}: {change_words(scope, link)}" for link in links]
        rows.append(
            (
                piece["ref"],
                title(piece["title"]),
                day(piece["dated"], piece["precision"], none="not dated"),
                cut(piece["description"], 300, none="what was told is not written down here"),
                joined(changed[:6]) or "not linked to any action",
            )
        )
    headers = ("Evidence", "Title", "Date", "What they told us", "What changed")
    return Table(headers, tuple(rows), left_out(len(rows), len(accepted), "tracker show, piece by piece,"))
