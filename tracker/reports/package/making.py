"""The making of a package, in an order that is not circular: files, their list, the entry, the checkpoint.

What each file says is made in the modules beside this one; the act itself is tracker.desk.packaging.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tracker import __version__
from tracker.desk.desk import Refusal
from tracker.desk.packaging import ACT, Grown, NewPackage, record_package
from tracker.desk.session import Session
from tracker.ledger import proofs
from tracker.ledger.entry import Entry
from tracker.ledger.merkle import leaf_hash
from tracker.ledger.store import StoreError
from tracker.model.text import safe
from tracker.register.issues import checkpoint_at
from tracker.register.position import Position
from tracker.register.verification import verify
from tracker.reports.package import Made, bag
from tracker.reports.package.asking import Ask, checked
from tracker.reports.package.folder import Building
from tracker.reports.package.payload import Payload, package_marking, text_lines
from tracker.reports.package.texts import MISSING, lines, origins

ATTEMPTS = 3
"""How often the files are written anew because somebody saved meanwhile."""

SAID_INSIDE = ("text missing", "text removed", "evidence")
"""Kinds of problems with which a package can be made all the same, because it names what is MISSING itself."""


def allowed(session: Session, ask: Ask, folder: Path) -> Ask:
    """Return what is asked in its one spelling; raises what would be refused before anything is written."""
    with session.position() as position:
        ask = checked(position, ask)
    with session.desk() as desk, desk.despite(ask.despite):
        if words := desk.may(ACT):
            raise Refusal(words)
        desk.forewarn(recipient=ask.recipient)
    Building(folder).free()
    return ask


def make(session: Session, ask: Ask, folder: Path) -> Made:
    """Write a package into *folder* and record it; raises Refusal or StoreError, and then no folder is there."""
    ask = allowed(session, ask, folder)
    for attempt in range(ATTEMPTS):
        with Building(folder) as building:
            _sound(session)
            try:
                return _made(session, ask, building)
            except Grown:
                if attempt == ATTEMPTS - 1:
                    raise
    raise AssertionError  # the last attempt returned or raised


def _sound(session: Session) -> None:
    """Refuse to package a register whose entries do not verify: the package would not either."""
    wrong = [problem for problem in verify(session.path).problems if problem.kind not in SAID_INSIDE]
    if wrong:
        raise Refusal(
            f"Nothing was made: this register does not verify. {wrong[0].words} See all of it with: tracker verify"
        )


def _made(session: Session, ask: Ask, building: Building) -> Made:
    with session.position() as position:
        position.db.execute("BEGIN")  # held still: nobody's later entry is seen half
        payload = Payload(position, ask)
        payload.put(building)
    manifest = bag.put_payload_manifest(building)
    new = NewPackage(
        manifest_sha256=manifest,
        entries=len(payload.leaves),
        chosen=len(payload.entries),
        selection=ask.selection(),
        marking=ask.marking,
        recipient=ask.recipient,
    )
    for name in ("README-VERIFY.txt", "verify.py"):
        building.copy(Path(__file__).with_name(name), name)
    # The position is closed: holding it open would keep the register from being written.
    with session.desk() as desk, desk.despite(ask.despite):
        entry = record_package(desk, new).entries[0]
    try:
        return _handed_over(session, ask, building, payload, entry)
    except (Refusal, StoreError) as error:
        raise Refusal(
            f"Package {entry.facts['n']} is recorded (entry #{entry.seq}), but it is not written: {error} "
            "Make another with: tracker package -o DIR"
        ) from None


def _handed_over(session: Session, ask: Ask, building: Building, payload: Payload, entry: Entry) -> Made:
    """Write what stands beside the payload, and put the package in its place."""
    building.give_way()
    n, seq = int(entry.facts["n"]), entry.seq
    with session.position() as position:
        line = next(iter(position.store.rows(seq, seq))).line
        checkpoint = checkpoint_at(position, seq)
        building.write("package-entry.txt", proofs.of_entry(checkpoint, [*payload.leaves, leaf_hash(line)], seq, line))
        building.write("checkpoint.txt", "".join(f"{said}\n" for said in checkpoint.lines()))
        own = lines(position, Ask(), [entry], origins([entry]))  # whom it is for may be read by whom it is for
        building.write("package-texts.jsonl", text_lines(own))
        bag.put_declaration(building, _said(position, ask, entry, payload))
    bag.put_tag_manifest(building)
    building.land()
    texts = Counter(text.state for text in payload.texts.values())
    files = Counter(file.file for file in payload.files if file.digest)
    return Made(
        n=n,
        folder=building.place,
        entry=seq,
        shown=len(payload.entries),
        manifest_sha256=entry.facts["manifest_sha256"],
        root=checkpoint.root,
        short_code=checkpoint.short_code,
        texts=dict(texts),
        files=dict(files),
        words=_words(n, seq, payload, texts[MISSING] + files[MISSING]),
        warned=payload.warned,
    )


def _said(position: Position, ask: Ask, entry: Entry, payload: Payload) -> dict[str, str]:
    """What bag-info.txt says."""
    return {
        "External-Description": f"Audit package {entry.facts['n']} of a thematic review action plan",
        "Internal-Sender-Identifier": entry.on[0],
        "Bagging-Date": entry.at[:10],
        "Bag-Software-Agent": f"thematic-review-tracker {__version__}",
        "Marking": package_marking(position, ask),
        "Log": position.store.log,
        "Entries": f"{len(payload.entries)} of {len(payload.leaves)}: {ask.chosen_words()}",
        "Recorded-As": f"entry #{entry.seq} by {entry.by}",
        **({"Recipient": safe(ask.recipient)} if ask.recipient else {}),
    }


def _words(n: int, seq: int, payload: Payload, missing: int) -> str:
    faults = f" {missing} of its texts or files are MISSING from the register; see: tracker verify" if missing else ""
    return (
        f"Package {n} is written, with {len(payload.entries)} of {len(payload.leaves)} entries, and recorded as entry "
        f"#{seq}.{faults}"
    )
