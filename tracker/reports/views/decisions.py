"""What is asked of which body by when, and what became of what was asked before.

Sign-offs, agreed dates, escalations and the rest alike; the consequences for an action stand with the action.
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.model import references
from tracker.model.vocabulary import DecisionKind, DecisionState, Difference, EvidenceKind, EvidenceState
from tracker.register import history, sitting
from tracker.register.showing import Record, linked, records
from tracker.register.status import difference_of
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, day, is_are, joined, left_out, listed, plural, title

ON_THE_PAGE = 3
ROWS = 60
RETURNED = "returned"


class Decisions(NamedTuple):
    """``page`` is a line for each of the first few, for the one-page summary; ``asked`` the table, None without any."""

    said: str
    page: tuple[str, ...]
    more: str
    asked: Table | None
    became: str
    taken: Table | None


def decisions(scope: Scope) -> Decisions:
    """Return what is asked and what was decided."""
    found = [row for row in records(scope.position, "decision", order="ORDER BY sort") if _covered(scope, row)]
    asked = [row for row in found if row["state"] == DecisionState.ASKED]
    asked.sort(key=lambda row: (row["wanted_by"] or "9999", row["sort"]))
    settled = _settled_before(scope)
    taken = [row for row in found if row["state"] != DecisionState.ASKED and row["ref"] not in settled]
    taken.sort(key=lambda row: (row["decided_on"] or _withdrawn(scope, row["ref"])[0] or "", row["sort"]))
    said = "Nothing is asked of any body at this position."
    if asked:
        of = plural(len({row["body"] for row in asked}), "body", "bodies")
        said = f"{plural(len(asked), 'decision')} {is_are(len(asked))} asked for, of {of}."
    return Decisions(
        said=said,
        page=_page(scope, asked[:ON_THE_PAGE]),
        more=left_out(min(len(asked), ON_THE_PAGE), len(asked), "the part Decisions"),
        asked=_asked(scope, asked),
        became=_became(scope, taken),
        taken=_taken(scope, taken),
    )


def _covered(scope: Scope, row: Record) -> bool:
    if not any(scope.about(ref) for ref in row["about"] or [""]):
        return False
    if scope.area is None:
        return True
    areas = [*scope.body_areas(row["body"]), *(references.parse(ref).area or "" for ref in row["about"])]
    return scope.covers([area for area in areas if area])


def _settled_before(scope: Scope) -> set[str]:
    """Decisions that had their outcome at the earlier position; one recorded late since then is not among them."""
    if scope.compared is None:
        return set()
    rows = scope.compared.position.rows("SELECT ref FROM decision WHERE state <> 'asked' AND void = 0")
    return {row["ref"] for row in rows}


def by_when(scope: Scope, row: Record) -> str:
    """The day by which a decision is wanted, or when the body next meets; and each day on which it was put off."""
    days = sitting.put_off(scope.position, row["ref"])
    return _wanted(scope, row) + (f" (put off on {joined([day(each) for each in days])})" if days else "")


def _wanted(scope: Scope, row: Record) -> str:
    if row["wanted_by"]:
        late = row["wanted_by"] < scope.day.isoformat()
        return day(row["wanted_by"]) + (" (overdue)" if late else "")
    meeting = scope.position.row(
        "SELECT ref, held_on FROM meeting WHERE body = ? AND held_on >= ? AND void = 0 ORDER BY held_on, sort",
        [row["body"], scope.day.isoformat()],
    )
    if meeting is None:
        return "no day given"
    return f"no day given; next meeting {day(meeting['held_on'])} ({meeting['ref']})"


def asked_words(row: Record, cells: int) -> str:
    """What is asked, in the words of whoever asked; of a revised date, which, and for what."""
    said = cut(row["asked"], cells)
    if row["kind"] == DecisionKind.EXTENSION and row["proposed_due"]:
        new = day(row["proposed_due"], row["proposed_precision"])
        said = f"Agree a revised date for {listed(row['about'], 3)}: {new}. Reason given: {said}"
    return said


def _page(scope: Scope, asked: list[Record]) -> tuple[str, ...]:
    titles = _titles(scope, asked)
    return tuple(
        f"{row['ref']}, {scope.body(row['body'])}, {'by ' if row['wanted_by'] else ''}{by_when(scope, row)}: "
        + " ".join([_sentence(asked_words(row, 120)), *_facts(scope, row, titles)])
        for row in asked
    )


def _sentence(said: str) -> str:
    return said if said.endswith((".", "?", "!")) else f"{said}."


def _facts(scope: Scope, row: Record, titles: dict[str, str]) -> list[str]:
    """What a member has to know to decide: the title, and for a sign-off which evidence was expected and accepted."""
    said = [f"{ref} is: {titles[ref]}." for ref in row["about"][:2] if ref in titles]
    if row["kind"] == DecisionKind.SIGN_OFF and row["about"]:
        said += [evidence_words(scope, row["about"][0]), _overclaimed(scope, row["about"][0])]
    return [words for words in said if words]


def _overclaimed(scope: Scope, ref: str) -> str:
    """Say what the owner claims where accepted evidence shows less: whoever signs off is not to take it for shown."""
    made = difference_of(scope.position, ref)
    if made.said == made.claimed:
        return ""
    return f"The owner claims: {Difference(made.claimed).words}; so far shown: {Difference(made.said).words}."


def evidence_words(scope: Scope, ref: str) -> str:
    """Say kind by kind what evidence is expected of an action, and which piece of it is in what state."""
    expected = scope.position.rows("SELECT value FROM action_expects WHERE ref = ?", [ref])
    pieces = linked(scope.position, ref)
    kinds = [kind for kind in EvidenceKind if any(row["value"] == kind for row in expected)]
    told = [f"{kind.words} ({_pieces([p for p in pieces if p['kind'] == kind])})" for kind in kinds]
    others = [piece for piece in pieces if piece["kind"] not in kinds]
    if others:
        told.append(f"beside what was expected ({_pieces(others)})")
    if not kinds:
        told.insert(0, "none was written down beforehand")
    return f"Evidence expected: {joined(told)}."


def _pieces(pieces: list[Record]) -> str:
    told = [f"{piece['ref']} {EvidenceState(piece['state']).words}" for piece in pieces]
    return listed(told, 4) or "nothing in hand"


def _asked(scope: Scope, asked: list[Record]) -> Table | None:
    if not asked:
        return None
    titles = _titles(scope, asked)
    rows = [
        (
            row["ref"],
            DecisionKind(row["kind"]).words,
            scope.body(row["body"]),
            by_when(scope, row),
            asked_words(row, 300),
            joined([f"{ref} ({titles[ref]})" if ref in titles else ref for ref in row["about"][:5]]) or "not recorded",
        )
        for row in asked[:ROWS]
    ]
    headers = ("Decision", "Kind", "Asked of", "By when", "What is asked", "About")
    return Table(headers, tuple(rows), left_out(len(rows), len(asked), "tracker decision list"))


def _titles(scope: Scope, rows: list[Record]) -> dict[str, str]:
    refs = sorted({ref for row in rows for ref in row["about"]})
    marks = ",".join("?" * len(refs))
    found = scope.position.rows(f"SELECT ref, title FROM action WHERE ref IN ({marks})", refs)
    texts = scope.position.texts(row["title"] for row in found)
    return {row["ref"]: title(cut(texts.get(row["title"]), 100)) for row in found}


def outcome(row: Record) -> str:
    """What became of a decision: a sign-off that is not given is a return, with what is missing."""
    if row["state"] == DecisionState.REFUSED and row["kind"] == DecisionKind.SIGN_OFF:
        return RETURNED
    return DecisionState(row["state"]).words


def _became(scope: Scope, taken: list[Record]) -> str:
    """Say in a sentence what became of the last ones."""
    since = f"since {scope.compared.words}" if scope.compared else "so far"
    if not taken:
        return f"No decision is recorded {since}."
    told = []
    outcomes = [outcome(row) for row in taken]
    for words in ("agreed", "refused", RETURNED, "withdrawn"):
        if refs := [row["ref"] for row, became in zip(taken, outcomes, strict=True) if became == words]:
            told.append(f"{words}: {listed(refs, 8)}")
    return f"What became of the last, {since}: {'; '.join(told)}."


def _withdrawn(scope: Scope, ref: str) -> tuple[str | None, str | None]:
    """When a request was withdrawn, and why; the row of a decision keeps only that it was."""
    found = history.lines(scope.position, history.Wanted(ref=ref, act="decision.withdrawn", standing=True))
    return (found[-1].entry.occurred_on, found[-1].why) if found else (None, None)


def _taken(scope: Scope, taken: list[Record]) -> Table | None:
    if not taken:
        return None
    rows = []
    for row in taken[-ROWS:]:
        agreed = [scope.agency(code) for code in row["agencies"]]
        by = scope.body(row["body"]) + (f" ({'; '.join(agreed)})" if agreed else "")
        about = f"{DecisionKind(row['kind']).words}: {listed(row['about'], 5)}"
        when, why = row["decided_on"], row["why"]
        if row["state"] == DecisionState.WITHDRAWN:
            when, why = _withdrawn(scope, row["ref"])
        reason = cut(why, 160, none="no reason written")
        if row["minute"]:
            reason = f"{cut(row['minute'], 80)}; {reason}"
        when = day(when, none="day not recorded")
        rows.append((row["ref"], about, outcome(row), by, when, reason))
    headers = ("Decision", "About", "Outcome", "Body (agencies that took it)", "When", "Minute and reason")
    return Table(headers, tuple(rows), left_out(len(rows), len(taken), "tracker decision list"))
