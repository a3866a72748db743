"""Acts on evidence: adding it as a file, by reference or as cited, linking it, receiving, revising and reviewing it.

What counts as evidence on a day stands in tracker.register.assuring, removing a file in tracker.desk.disposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.desk.meetings import known
from tracker.ledger.entry import Draft
from tracker.model import limits, references
from tracker.model.dates import WrittenDate, long
from tracker.model.text import safe
from tracker.model.vocabulary import ChildGroup, Difference, EvidenceKind, EvidenceState, Marking
from tracker.register.position import Row

LINKABLE = ("action", "milestone", "measure", "recommendation")
OUTCOMES = (EvidenceState.ACCEPTED, EvidenceState.RETURNED, EvidenceState.EXPIRED)
BROUGHT = ("evidence.added", "evidence.received", "evidence.revised")
"""Acts by which somebody brings a piece of evidence, whom somebody else must then review."""


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
    groups: tuple[ChildGroup, ...] = ()
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
    desk.need(new.title, "The title", limit=limits.most("title"))
    _permitted(desk, "evidence.added")
    for target in targets:
        _permitted(desk, "evidence.linked", _target(desk, target))
    said = {"title": new.title, "description": new.description, "custodian": new.custodian, "place": new.place}
    digest, size = _copied(desk, new.file, **said, received_from=new.received_from, received=new.received)

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
            "groups": ChildGroup.in_order(new.groups),
        }
        texts = {
            "title": desk.need(new.title, "The title", limit=limits.most("title")),
            "description": desk.text(new.description, "The description"),
            "file_name": desk.text(new.file.name, "The file's name", limit=limits.most("file_name"))
            if new.file
            else None,
            "custodian": desk.text(new.custodian, "The custodian", limit=limits.most("custodian")),
            "place": desk.text(new.place, "The place", limit=limits.most("place")),
            "received_from": desk.text(new.received_from, "Received from", limit=limits.most("received_from")),
            "received": desk.text(new.received, "How it was received", limit=limits.most("received")),
        }
        drafts = [desk.draft("evidence.added", ref, facts=facts, texts=texts, occurred_on=occurred_on)]
        linked = dict.fromkeys(_target(desk, target) for target in targets)
        drafts += [_link(desk, ref, target, shows, occurred_on) for target in linked]
        return drafts

    return desk.record(drafting)


def _copied(desk: Desk, file: Path | None, **texts: str | None) -> tuple[str | None, int | None]:
    """Copy a file into the evidence folder; the guard looks first, so that a refusal leaves no copy behind."""
    if file is None:
        return None, None
    if file.is_file() and not file.stat().st_size:
        raise Refusal(f"Evidence file '{safe(file.name)}' is empty; give the file that was meant.")
    desk.forewarn(file_name=file.name, **texts)
    return desk.store.put_blob(file)


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
            judged_by_another(desk, row)
        drafts = []
        for to in dict.fromkeys(_target(desk, target) for target in targets):
            if desk.now.row("SELECT 1 FROM evidence_link WHERE ref = ? AND target = ?", [row["ref"], to]):
                raise Refusal(f"{row['ref']} is linked to {to} already.")
            drafts.append(_link(desk, row["ref"], to, shows, occurred_on))
        if not drafts:
            raise Refusal(f"Name at least one reference that {row['ref']} is evidence for.")
        return drafts

    return desk.record(drafting, seen=seen)


def judged_by_another(desk: Desk, row: Row) -> None:
    """Refuse whoever may not review evidence, or recorded this piece themselves."""
    _permitted(desk, "evidence.reviewed", row["ref"])
    person = desk.person().ref
    if brought_by(desk, row["ref"], person):
        raise Refusal(by_another(row["ref"], person))


def by_another(ref: str, person: str) -> str:
    """Say that *person* brought the piece *ref* themselves, and how somebody else comes to review it."""
    return (
        f"{ref} was recorded by {person}; somebody else must review it. They open the register as themselves;"
        " who is not entered yet is entered first: tracker people add."
    )


def brought_by(desk: Desk, ref: str, person: str) -> bool:
    """Tell whether *person* recorded a piece of evidence, its receipt, or any revision of it."""
    found = desk.now.row(
        "SELECT 1 FROM entry_index i JOIN entry_ref r ON r.seq = i.seq WHERE r.ref = ? AND i.by = ?"
        f" AND i.act IN ({','.join('?' * len(BROUGHT))}) AND i.undone IS NULL",
        [ref, person, *BROUGHT],
    )
    return found is not None


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
            f"{row['ref']} is {EvidenceState(row['state']).words} already; if another version came, record it with: "
            f"tracker evidence revise {row['ref']}"
        )
    _permitted(desk, "evidence.received", row["ref"])
    digest, size = _copied(desk, file, custodian=custodian, place=place, received_from=received_from, received=received)

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
            if body := desk.text(value, name, limit=limits.most(name)):
                facts[name] = {"from": now[name]}
                texts[name] = body
        return [desk.draft("evidence.received", now["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


@dataclass(frozen=True)
class NewRevision:
    """What replaces a piece of evidence: another file, or where and how its custodian holds it now.

    Of a file, ``dated`` and ``until`` are those of the new file, empty where they are not given; of what is held by
    reference, whatever is not given stays.
    """

    file: Path | None = None
    custodian: str | None = None
    place: str | None = None
    dated: WrittenDate | None = None
    until: date | None = None
    received_from: str | None = None
    received: str | None = None


def revise(
    desk: Desk, ref: str, new: NewRevision, *, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """Record a revision of evidence, which then awaits review again; the one before stays listed, its file kept.

    Raises Refusal when the evidence is not in hand, or when nothing differs from what is held.
    """
    row = desk.get("evidence", ref)
    _revisable(row, new)
    _permitted(desk, "evidence.revised", row["ref"])
    desk.need(why, "The reason")
    said = {"custodian": new.custodian, "place": new.place, "received_from": new.received_from}
    digest, size = _copied(desk, new.file, **said, received=new.received, why=why)

    def drafting() -> list[Draft]:
        now = desk.get("evidence", ref)
        _revisable(now, new)
        if digest and digest == now["sha256"]:
            raise Refusal(f"{now['ref']} holds this very file already (the same SHA-256); a revision is another file.")
        facts, texts = _revision(desk, now, new, digest, size)
        texts["why"] = desk.need(why, "The reason")
        return [desk.draft("evidence.revised", now["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def _revisable(row: Row, new: NewRevision) -> None:
    if row["state"] == EvidenceState.NOT_IN_HAND:
        raise Refusal(
            f"{row['ref']} is cited, not in hand; record it as received first: tracker evidence receive {row['ref']}"
        )
    if new.file is not None:
        return
    if row["form"] == "file" and not (new.custodian and new.place):
        raise Refusal(f"{row['ref']} is held as a file; give the new file, or the custodian and place of the revision.")
    if not (new.custodian or new.place or new.dated or new.until):
        raise Refusal(f"Say what is new about {row['ref']}: a file, a custodian or place, its date or its last day.")


def _revision(
    desk: Desk, now: Row, new: NewRevision, digest: str | None, size: int | None
) -> tuple[dict[str, object], dict[str, str | None]]:
    """Draft a revision: every fact that a revision has with what it replaces, so that the entry alone says both."""
    stays = digest is None and now["form"] == "reference"
    dated = (new.dated.day.isoformat(), new.dated.precision.value) if new.dated else None
    kept = (now["dated"], now["precision"]) if stays else (None, None)
    until = new.until.isoformat() if new.until else now["until"] if stays else None
    becomes = {
        "form": "file" if digest else "reference",
        "state": EvidenceState.HELD.value,
        "sha256": digest,
        "bytes": size,
        "dated": (dated or kept)[0],
        "precision": (dated or kept)[1],
        "until": until,
    }
    number = now["revision"] or 1
    facts: dict[str, object] = {"n": number, "revision": {"from": now["revision"], "to": number + 1}}
    for name, value in becomes.items():
        if value is not None or now[name] is not None:
            facts[name] = {"from": now[name], "to": value}
    said = {
        "file_name": new.file.name if new.file else None,
        "custodian": new.custodian,
        "place": new.place,
        "received_from": new.received_from,
        "received": new.received,
    }
    texts: dict[str, str | None] = {}
    for name, value in said.items():
        if body := desk.text(value, name.replace("_", " ").capitalize(), limit=limits.most(name)):
            facts[name] = {"from": now[name]}
            texts[name] = body
        elif now[name] is not None:
            keeps = stays and name in ("custodian", "place")
            facts[name] = {"from": now[name], "to": now[name] if keeps else None}
    return facts, texts


def review(
    desk: Desk, ref: str, outcome: EvidenceState, *, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """Record what a reviewer made of evidence: accepted, returned with what is missing, or expired; always with why.

    Raises Refusal when the evidence is not in hand, the reviewer is a person who recorded it, or it had expired on the
    day on which it is said to have been accepted.
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
        judged_by_another(desk, row)
        if row["state"] == outcome:
            raise Refusal(f"{row['ref']} is {outcome.words} already.")
        day = (occurred_on or desk.today).isoformat()
        if outcome is EvidenceState.ACCEPTED and row["until"] and row["until"] < day:
            raise Refusal(
                f"{row['ref']} held until {long(date.fromisoformat(row['until']))}, which has passed; add a revision"
                f" that holds now: tracker evidence revise {row['ref']}"
            )
        facts = {**change(row, state=outcome.value), "outcome": outcome.value}
        texts = {"why": desk.need(why, "The reason")}
        return [desk.draft("evidence.reviewed", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)
