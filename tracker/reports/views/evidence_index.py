"""The index of evidence for auditors: what is held or cited, its fingerprint, its review, what it is linked to.

What counts as held, expired or accepted on a day is the register's business (evidence_now).
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.model.vocabulary import Difference, EvidenceKind, EvidenceState
from tracker.register import gaps
from tracker.register.showing import Record, records
from tracker.reports.views.other_counts import Counted, evidence
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import Table, cut, day, joined, listed, plural, spans, title

ROWS = 2000
"""Pieces that a table lists before it says how many more there are."""


@dataclass(frozen=True)
class Index:
    """``said`` is the sentence with the totals by state, ``table`` the index, ``earlier`` revisions that were replaced.

    ``waiting`` names what a reviewer or owner has still to do, a sentence each.
    """

    said: str
    waiting: tuple[str, ...]
    table: Table | None
    earlier: Table | None


def index(scope: Scope) -> Index:
    """Return the index of the evidence that belongs to the areas of the report, or to no area at all."""
    links = _links(scope)
    found = [piece for piece in evidence(scope) if _mine(scope, piece, links)]
    counts = [(state, sum(piece["state"] == state for piece in found)) for state in EvidenceState]
    told = [f"{state.words}: {number}" for state, number in counts if number]
    said = f"{plural(len(found), 'piece')} of evidence: {'; '.join(told)}." if found else "No evidence is recorded."
    return Index(said, _waiting(found), _table(scope, found, links), _earlier(scope, found))


def counted(scope: Scope) -> list[Counted]:
    """Return the counts of evidence that the index prints."""
    states = [f"state:{state.value}" for state in EvidenceState]
    return [
        ("evidence list", len(evidence(scope))),
        *((f"evidence list '{s}'", len(evidence(scope, s))) for s in states),
    ]


def _links(scope: Scope) -> dict[str, list[Record]]:
    by_ref: dict[str, list[Record]] = {}
    for row in scope.position.rows("SELECT ref, target, shows FROM evidence_link ORDER BY ref, seq"):
        by_ref.setdefault(row["ref"], []).append(row)
    return by_ref


def _mine(scope: Scope, piece: Record, links: dict[str, list[Record]]) -> bool:
    targets = [link["target"] for link in links.get(piece["ref"], [])]
    return not scope.only or any(scope.about(target) for target in targets)


def _waiting(found: list[Record]) -> tuple[str, ...]:
    wanted = (
        (EvidenceState.NOT_IN_HAND, "cited and not in hand, so nobody has checked"),
        (EvidenceState.HELD, "held and not yet reviewed"),
        (EvidenceState.RETURNED, "returned by the reviewer and not replaced"),
        (EvidenceState.EXPIRED, "expired"),
    )
    said = []
    for state, words in wanted:
        refs = [piece["ref"] for piece in found if piece["state"] == state]
        if refs:
            said.append(f"{plural(len(refs), 'piece')} {words}: {spans(refs, 40)}.")
    return tuple(said)


def _table(scope: Scope, found: list[Record], links: dict[str, list[Record]]) -> Table | None:
    if not found:
        return None
    reviews = _last_reviews(scope)
    rows = [
        (
            piece["ref"],
            f"{title(piece['title'])} ({EvidenceKind(piece['kind']).words})",
            day(piece["dated"], piece["precision"], "not dated"),
            _state(piece, reviews.get(piece["ref"])),
            _shown(links.get(piece["ref"], [])),
            _where(scope, piece),
            f"#{piece['seq']}; {piece['marking']}",
        )
        for piece in found[:ROWS]
    ]
    headers = ("Evidence", "What it is", "Of", "Review", "Linked to", "SHA-256, or where it is", "Entry; marking")
    more = f"Shown are {len(rows)} of {len(found)}; tracker evidence list shows all." if len(found) > ROWS else ""
    return Table(headers, tuple(rows), more)


def _last_reviews(scope: Scope) -> dict[str, Record]:
    rows = records(scope.position, "evidence_review", order="ORDER BY seq")
    return {row["ref"]: row for row in rows}


def _state(piece: Record, review: Record | None) -> str:
    said = EvidenceState(piece["state"]).words
    if piece["state"] != piece["state_recorded"] and piece["until"]:
        said += f" since {day(piece['until'])}"
    if review is None:
        return f"{said}; never reviewed"
    why = f": {cut(review['why'], 120)}" if review["why"] else ""
    return f"{said}; reviewed {day(review['occurred_on'])} by {review['by']} (#{review['seq']}){why}"


def _shown(links: list[Record]) -> str:
    told = [
        f"{link['target']} ({Difference(link['shows']).words})" if link["shows"] else str(link["target"])
        for link in links
    ]
    return listed(told, 8) or "nothing yet"


def _where(scope: Scope, piece: Record) -> str:
    if piece["sha256"]:
        size = f", {piece['bytes']:,} bytes" if piece["bytes"] is not None else ""
        gone = gaps.file_of(scope.position.store, piece["sha256"])
        return f"{piece['sha256']}{size}" + (f" {gone}" if gone else "")
    held = [cut(piece[name], 80) for name in ("custodian", "place") if piece[name]]
    return f"by reference: {joined(held)}" if held else "no file and no place recorded"


def _earlier(scope: Scope, found: list[Record]) -> Table | None:
    mine = {piece["ref"]: piece["revision"] for piece in found}
    rows = [
        (
            f"{row['ref']}, revision {row['n']}",
            day(row["dated"], row["precision"], "not dated"),
            EvidenceState(row["state"]).words,
            row["sha256"] or "no file",
            f"#{row['seq']}: {cut(row['why'], 120, none='no reason written')}",
        )
        for row in records(scope.position, "evidence_revision", order="ORDER BY ref, seq")
        if row["ref"] in mine and row["n"] != mine[row["ref"]]
    ]
    headers = ("Revision", "Of", "State then", "SHA-256", "Replaced in entry, and why")
    return Table(headers, tuple(rows)) if rows else None
