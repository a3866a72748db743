"""Acts on evidence: adding it as a file, by reference or as cited, linking it to what it shows, and reviewing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.desk.desk import Desk, Receipt, Refusal, change
from tracker.desk.meetings import known
from tracker.ledger.entry import Draft
from tracker.model import limits, references
from tracker.model.dates import WrittenDate
from tracker.model.text import safe
from tracker.model.vocabulary import Difference, EvidenceKind, EvidenceState, Marking
from tracker.register.position import Row

Seen = dict[str, int] | None
LINKABLE = ("action", "milestone", "measure", "recommendation")
OUTCOMES = (EvidenceState.ACCEPTED, EvidenceState.RETURNED, EvidenceState.EXPIRED)


@dataclass(frozen=True)
class NewEvidence:
    """A piece of evidence: a file to be kept, or where it is held by somebody else (custodian and place)."""

    title: str
    kind: EvidenceKind
    file: Path | None = None
    custodian: str | None = None
    place: str | None = None
    description: str | None = None
    dated: WrittenDate | None = None
    until: date | None = None
    collected: date | None = None
    received_from: str | None = None
    received: str | None = None
    marking: Marking = Marking.SENSITIVE
    cited_only: bool = False


def add(
    desk: Desk,
    new: NewEvidence,
    *,
    targets: Sequence[str] = (),
    shows: Difference | None = None,
    occurred_on: date | None = None,
) -> Receipt:
    """Add evidence and link it to *targets*, saying what it *shows*; it then awaits review by somebody else.

    A file is copied into the evidence folder before the entry is written.  Raises Refusal when neither a file nor
    custodian and place are given, StoreError when the file cannot be kept.
    """
    if new.file is not None and new.cited_only:
        raise Refusal("A cited document that is not in hand has no file; leave one of the two out.")
    if new.file is None and not new.cited_only and not (new.custodian and new.place):
        raise Refusal(
            f"Evidence '{safe(new.title)}' has neither a file nor a custodian and place; "
            "give --file, or --custodian and --place where it is held."
        )
    _says(shows)
    # What can be refused is refused before a file is copied.
    desk.need(new.title, "The title", limit=limits.TITLE)
    _permitted(desk, "evidence.added")
    for target in targets:
        _permitted(desk, "evidence.linked", _target(desk, target))
    digest, size = desk.store.put_blob(new.file) if new.file else (None, None)

    def drafting() -> list[Draft]:
        ref = desk.next_ref("E")
        form = "file" if digest else "cited" if new.cited_only else "reference"
        facts = {
            "kind": new.kind.value,
            "form": form,
            "state": (EvidenceState.NOT_IN_HAND if new.cited_only else EvidenceState.HELD).value,
            "sha256": digest,
            "bytes": size,
            "dated": new.dated.day.isoformat() if new.dated else None,
            "precision": new.dated.precision.value if new.dated else None,
            "until": new.until.isoformat() if new.until else None,
            "collected": new.collected.isoformat() if new.collected else None,
            "marking": new.marking.value,
        }
        texts = {
            "title": desk.need(new.title, "The title", limit=limits.TITLE),
            "description": desk.text(new.description, "The description"),
            "file_name": desk.text(new.file.name, "The file's name", limit=limits.FILE_NAME) if new.file else None,
            "custodian": desk.text(new.custodian, "The custodian", limit=limits.LINE),
            "place": desk.text(new.place, "The place", limit=limits.LINE),
            "received_from": desk.text(new.received_from, "Received from", limit=limits.LINE),
            "received": desk.text(new.received, "How it was received", limit=limits.LINE),
        }
        drafts = [desk.draft("evidence.added", ref, facts=facts, texts=texts, occurred_on=occurred_on)]
        linked = dict.fromkeys(_target(desk, target) for target in targets)
        drafts += [_link(desk, ref, target, shows, occurred_on) for target in linked]
        return drafts

    return desk.record(drafting)


def _permitted(desk: Desk, act: str, ref: str | None = None) -> None:
    if words := desk.may(act, ref):
        raise Refusal(words)


def _says(shows: Difference | None) -> None:
    if shows is Difference.NOT_SHOWN:
        raise Refusal("Say what the evidence shows: delivered, practice, outcomes or sustained.")


def _target(desk: Desk, ref: str) -> str:
    target = known(desk, ref)
    kind = references.parse(target).kind
    if kind not in LINKABLE:
        raise Refusal(f"Evidence is linked to an action, milestone, measure or recommendation; {target} is a {kind}.")
    return target


def _link(desk: Desk, ref: str, target: str, shows: Difference | None, occurred_on: date | None) -> Draft:
    facts = {"target": target, "shows": shows.value if shows else None}
    return desk.draft("evidence.linked", [ref, target], facts=facts, occurred_on=occurred_on)


def link(
    desk: Desk,
    ref: str,
    targets: Sequence[str],
    *,
    shows: Difference | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Link evidence to actions, milestones, measures or recommendations, saying what it shows."""
    _says(shows)

    def drafting() -> list[Draft]:
        row = desk.get("evidence", ref)
        if shows is not None and row["state"] == EvidenceState.ACCEPTED:
            # What accepted evidence shows is said in reports as it stands, so saying it is a reviewer's judgement.
            _judged_by_another(desk, row)
        drafts = []
        for to in dict.fromkeys(_target(desk, target) for target in targets):
            if desk.now.row("SELECT 1 FROM evidence_link WHERE ref = ? AND target = ?", [row["ref"], to]):
                raise Refusal(f"{row['ref']} is linked to {to} already.")
            drafts.append(_link(desk, row["ref"], to, shows, occurred_on))
        if not drafts:
            raise Refusal(f"Name at least one reference that {row['ref']} is evidence for.")
        return drafts

    return desk.record(drafting, seen=seen)


def _judged_by_another(desk: Desk, row: Row) -> None:
    """Refuse whoever may not review evidence, or recorded this piece themselves."""
    _permitted(desk, "evidence.reviewed", row["ref"])
    person = desk.person().ref
    brought = desk.now.rows(
        "SELECT i.by FROM entry_index i JOIN entry_ref r ON r.seq = i.seq"
        " WHERE r.ref = ? AND i.act IN ('evidence.added', 'evidence.received') AND i.undone IS NULL",
        [row["ref"]],
    )
    if person in {r["by"] for r in brought}:
        raise Refusal(f"{row['ref']} was recorded by {person}; somebody else must review it.")


def receive(
    desk: Desk,
    ref: str,
    *,
    file: Path | None = None,
    custodian: str | None = None,
    place: str | None = None,
    received_from: str | None = None,
    received: str | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Record that a cited document is now in hand, as a file or by reference; it then awaits review."""
    if file is None and not (custodian and place):
        raise Refusal(f"{ref.upper()}: give the file, or the custodian and place where the document was seen.")
    row = desk.get("evidence", ref)
    if row["state"] != EvidenceState.NOT_IN_HAND:
        raise Refusal(
            f"{row['ref']} is {EvidenceState(row['state']).words} already; add a new piece of evidence instead."
        )
    _permitted(desk, "evidence.received", row["ref"])
    digest, size = desk.store.put_blob(file) if file else (None, None)

    def drafting() -> list[Draft]:
        now = desk.get("evidence", ref)
        facts = change(
            now, state=EvidenceState.HELD.value, form="file" if digest else "reference", sha256=digest, bytes=size
        )
        texts: dict[str, str | None] = {}
        said = {
            "file_name": file.name if file else None,
            "custodian": custodian,
            "place": place,
            "received_from": received_from,
            "received": received,
        }
        for name, value in said.items():
            if body := desk.text(value, name, limit=limits.LINE):
                facts[name] = {"from": now[name]}
                texts[name] = body
        return [desk.draft("evidence.received", now["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def review(
    desk: Desk, ref: str, outcome: EvidenceState, *, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """Record what a reviewer made of evidence: accepted, returned with what is missing, or expired; always with why.

    Raises Refusal when the evidence is not in hand, or the reviewer is the person who recorded it.
    """
    if outcome not in OUTCOMES:
        raise Refusal("The outcome of a review is accepted, returned or expired.")

    def drafting() -> list[Draft]:
        row = desk.get("evidence", ref)
        if row["state"] == EvidenceState.NOT_IN_HAND:
            raise Refusal(
                f"{row['ref']} is cited, not in hand; record it as received first: "
                f"tracker evidence receive {row['ref']}"
            )
        _judged_by_another(desk, row)
        if row["state"] == outcome:
            raise Refusal(f"{row['ref']} is {outcome.words} already.")
        facts = {**change(row, state=outcome.value), "outcome": outcome.value}
        texts = {"why": desk.need(why, "The reason")}
        return [desk.draft("evidence.reviewed", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)
