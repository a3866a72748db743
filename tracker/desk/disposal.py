"""Removing what must not be kept: words or an evidence file, by somebody else than who recorded it, with a ground.

The entries stay, and with them every hash and proof; what reads in the gap stands in tracker.register.gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.desk.desk import Desk, Receipt, Refusal
from tracker.ledger import blobs
from tracker.ledger.entry import Draft, Entry
from tracker.ledger.store import StoreError
from tracker.model import limits, references
from tracker.model.dates import long
from tracker.model.text import quoted, safe
from tracker.model.vocabulary import Area, Role
from tracker.register import gaps, repeats
from tracker.register.repeats import Place

NAMED = 10
"""How many further places are named before they are only counted."""


@dataclass(frozen=True)
class Preview:
    """What a disposal would remove, and what it would leave behind.

    ``kind`` is text or file; ``size`` counts characters or bytes.  ``again`` are places where the very same words stand
    and stay, ``quoting`` those whose text repeats some of them.  ``beyond`` says, a line each, what the program cannot
    reach.
    """

    kind: str
    places: tuple[Place, ...]
    size: int
    again: tuple[Place, ...] = ()
    quoting: tuple[Place, ...] = ()
    further_files: tuple[Place, ...] = ()
    beyond: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The entry that was asked for."""
        return f"#{self.places[0].seq}"


@dataclass(frozen=True)
class Disposed:
    """What was removed: the entries that say so, what had been foreseen, and what is left to do by hand."""

    receipt: Receipt
    preview: Preview
    left: list[str] = field(default_factory=list)


# --- words --------------------------------------------------------------------------------------------------------


def look(desk: Desk, ref: str, name: str | None = None, *, ground: str | None, everywhere: bool = False) -> Preview:
    """Return what disposing of the text *name* of an entry would remove; with *everywhere*, the same words too.

    *ref* is an entry like #218, or an object whose only entry with such a text is meant.  Raises Refusal as `dispose`
    does.
    """
    preview = _text_preview(desk, ref, name, everywhere)
    _permitted(desk, _text_drafts(desk, preview, ground))
    return preview


def _text_preview(desk: Desk, ref: str, name: str | None, everywhere: bool) -> Preview:
    place, body = _text(desk, ref, name)
    twins = [twin for twin in repeats.same(desk.now, body) if twin.digest != place.digest]
    taken = (place, *twins) if everywhere else (place,)
    return Preview(
        gaps.TEXT,
        taken,
        len(body),
        again=() if everywhere else tuple(twins),
        quoting=tuple(repeats.quoting(desk.now, body)),
        beyond=_beyond(desk, min(each.seq for each in taken)),
    )


def dispose(desk: Desk, ref: str, name: str | None = None, *, ground: str | None, everywhere: bool = False) -> Disposed:
    """Remove a text and its salt for good, and record who did it, when and on what *ground*.

    The ground reads in the gap from then on, after "because".  Raises Refusal when the person recorded the text
    themselves, may not dispose of it, or repeats in the ground what is to be removed.
    """
    seen: list[Preview] = []

    def drafting() -> list[Draft]:
        seen[:] = [_text_preview(desk, ref, name, everywhere)]
        return _text_drafts(desk, seen[0], ground)

    receipt = desk.record(drafting)
    return Disposed(receipt, seen[0], _cleared(desk))


def _text_drafts(desk: Desk, preview: Preview, ground: str | None) -> list[Draft]:
    said = desk.need(ground, "The ground", limit=limits.most("ground"))
    body = desk.now.body(preview.places[0].digest) or ""
    if told := repeats.given_away(body, said):
        raise Refusal(
            f"The ground repeats what is to be removed ({', '.join(map(quoted, told[:3]))}) and would keep it; "
            "say why in other words."
        )
    return [_draft(desk, gaps.TEXT, place, said) for place in preview.places]


def _text(desk: Desk, ref: str, name: str | None) -> tuple[Place, str]:
    entry = _entry(desk, ref) if ref.strip().startswith("#") else _only(desk, ref, name)
    names = list(entry.texts)
    if not names:
        raise Refusal(f"#{entry.seq} holds no text; look at it with: tracker show '#{entry.seq}'")
    wanted = (name or "").strip().replace(" ", "_")
    if not wanted and len(names) > 1:
        raise Refusal(f"#{entry.seq} holds {len(names)} texts; say which with --field: {', '.join(names)}.")
    chosen = wanted or names[0]
    if chosen not in entry.texts:
        raise Refusal(f"#{entry.seq} has no text {quoted(chosen)}; it holds: {', '.join(names)}.")
    digest = entry.texts[chosen]
    body = desk.now.body(digest)
    if body is None:
        gap = desk.now.texts([digest])[digest].strip("[]")
        raise Refusal(f"The text '{chosen}' of #{entry.seq} is not held any more: {gap}.")
    return Place(entry.seq, chosen, digest, entry.subject, entry.act, entry.by), body


def _only(desk: Desk, ref: str, name: str | None) -> Entry:
    """Return the only entry on a reference that holds a text of that name; the newest wording may not be the only."""
    if not references.is_reference(ref):
        raise Refusal(f"{quoted(ref)} is no reference; name an entry like #218, or what it is about, like R4.BRI.2.")
    subject = references.parse(ref).text
    wanted = (name or "").strip().replace(" ", "_")
    rows = desk.now.rows("SELECT seq FROM entry_ref WHERE ref = ? ORDER BY seq", [subject])
    found = [
        entry
        for row in rows
        if (entry := desk.now.entry(row["seq"])) is not None
        and entry.subject == subject
        and any(desk.now.body(digest) for field, digest in entry.texts.items() if wanted in ("", field))
    ]
    if len(found) == 1:
        return found[0]
    what = f"a text '{safe(wanted)}'" if wanted else "texts"
    if not found:
        raise Refusal(f"No entry on {subject} holds {what}; look with: tracker log {subject}")
    numbers = ", ".join(f"#{entry.seq}" for entry in found[:NAMED])
    raise Refusal(f"{len(found)} entries on {subject} hold {what} ({numbers}); name the entry itself.")


# --- files --------------------------------------------------------------------------------------------------------


def look_at_file(desk: Desk, ref: str, *, ground: str | None) -> Preview:
    """Return what disposing of an evidence file would remove: of a piece like E17 the newest, or that of an entry.

    A file that stands under several pieces or revisions is one file and goes for all.  Raises Refusal as
    `dispose_file` does.
    """
    preview = _file_preview(desk, ref)
    _permitted(desk, _file_drafts(desk, preview, ground))
    return preview


def _file_preview(desk: Desk, ref: str) -> Preview:
    files = _files(desk)
    chosen = _file(desk, ref, files)
    gone = gaps.file_of(desk.now.store, chosen.digest)
    if gone:
        raise Refusal(f"The file of {chosen.subject} (#{chosen.seq}) is not held any more: {gone.strip('[]')}.")
    taken = [chosen, *(each for each in files if each.digest == chosen.digest and each.seq != chosen.seq)]
    stored = desk.now.store.blob(chosen.digest)
    return Preview(
        gaps.FILE,
        tuple(taken),
        stored.stat().st_size if stored.is_file() else 0,
        further_files=tuple(
            each
            for each in files
            if each.subject == chosen.subject
            and each.digest != chosen.digest
            and not gaps.file_of(desk.now.store, each.digest)
        ),
        beyond=_beyond(desk, min(each.seq for each in taken)),
    )


def dispose_file(desk: Desk, ref: str, *, ground: str | None) -> Disposed:
    """Remove an evidence file for good, and record who did it, when and on what *ground*.

    The entry is durable before the file goes; a removing that was cut short is finished by the next act.  Raises
    Refusal when the person added the file themselves, or may not dispose of it.
    """
    seen: list[Preview] = []

    def drafting() -> list[Draft]:
        seen[:] = [_file_preview(desk, ref)]
        return _file_drafts(desk, seen[0], ground)

    receipt = desk.record(drafting)
    left = []
    try:
        blobs.remove_file(desk.store.evidence_folder, seen[0].places[0].digest)
    except StoreError as error:
        left.append(f"Recorded, but not finished: {error} The next act removes it, or: tracker rebuild")
    return Disposed(receipt, seen[0], left)


def _file_drafts(desk: Desk, preview: Preview, ground: str | None) -> list[Draft]:
    said = desk.need(ground, "The ground", limit=limits.most("ground"))
    return [_draft(desk, gaps.FILE, place, said) for place in preview.places]


def _files(desk: Desk) -> list[Place]:
    """Every entry that brought in an evidence file, in order."""
    marks = ",".join("?" * len(gaps.FILE_ACTS))
    rows = desk.now.rows(f"SELECT seq FROM entry_index WHERE act IN ({marks}) ORDER BY seq", list(gaps.FILE_ACTS))
    found = []
    for row in rows:
        entry = desk.now.entry(row["seq"])
        digest = gaps.recorded_file(entry) if entry else None
        if entry and digest:
            found.append(Place(entry.seq, gaps.FILE, digest, entry.subject, entry.act, entry.by))
    return found


def _file(desk: Desk, ref: str, files: Sequence[Place]) -> Place:
    if ref.strip().startswith("#"):
        seq = _entry(desk, ref).seq
        here = [each for each in files if each.seq == seq]
        if not here:
            raise Refusal(f"#{seq} brought in no evidence file; look at it with: tracker show '#{seq}'")
        return here[0]
    piece = desk.get("evidence", ref)["ref"]
    of_it = [each for each in files if each.subject == piece]
    if not of_it:
        raise Refusal(f"No file is kept for {piece}; it is held elsewhere, or only cited: tracker show {piece}")
    return of_it[-1]


# --- both ---------------------------------------------------------------------------------------------------------


def _entry(desk: Desk, ref: str) -> Entry:
    number = ref.strip().removeprefix("#")
    size = desk.now.store.head().size
    entry = desk.now.entry(int(number)) if number.isascii() and number.isdigit() and len(number) <= 12 else None
    if entry is None:
        raise Refusal(f"There is no entry {safe(ref.strip())}; the register has {size} entries.")
    return entry


def _permitted(desk: Desk, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if words := desk.may(gaps.DISPOSAL, draft.on[0]):
            raise Refusal(words)


def _draft(desk: Desk, kind: str, place: Place, ground: str) -> Draft:
    person = desk.person()
    if place.by == person.ref:
        raise Refusal(
            f"#{place.seq} was recorded by {person.ref}, and nobody removes what they recorded themselves: ask another "
            "manager or an administrator (tracker people list)."
        )
    entry = desk.now.entry(place.seq)
    area = entry.area if entry else Area.ALL.value
    if person.role is Role.MANAGER and area != Area.ALL and area not in person.areas:
        raise Refusal(f"#{place.seq} belongs to {area}; {person.ref} manages {', '.join(sorted(person.areas))}.")
    facts = {"kind": kind, "digest": place.digest, "entry": place.seq, "field": place.field}
    draft = desk.draft(gaps.DISPOSAL, place.subject, facts=facts, texts={"ground": ground})
    return replace(draft, area=area, disposes=(place.digest,) if kind == gaps.TEXT else ())


def _cleared(desk: Desk) -> list[str]:
    """Clear the unused parts of the file; return what is left to do when others keep it busy."""
    try:
        desk.store.scrub()
    except StoreError as error:
        return [str(error)]
    return []


def _beyond(desk: Desk, since: int) -> tuple[str, ...]:
    """What may still hold it and cannot be reached from here: copies of the register, and what was handed out."""
    said = ["Backups made before now, and copies that a sync program, mail or the disk itself keeps."]
    issues = desk.now.rows("SELECT n, report, position_on FROM issue WHERE entries >= ? ORDER BY n", [since])
    if issues:
        named = "; ".join(f"{r['n']} ({r['report']}, {long(date.fromisoformat(r['position_on']))})" for r in issues)
        said.append(f"The files of issues made since, wherever they went: issue {named}.")
    packages = desk.now.rows("SELECT n, occurred_on FROM package WHERE entries >= ? ORDER BY n", [since])
    if packages:
        named = "; ".join(f"{r['n']} ({long(date.fromisoformat(r['occurred_on']))})" for r in packages)
        said.append(f"Audit packages made since: package {named}.")
    path = desk.path
    kept = sorted(place.name for place in path.parent.glob(f"{path.stem}-before-restore-*{path.suffix}"))
    if kept:
        said.append(f"Registers kept aside by a restoring, in {path.parent}: {', '.join(map(safe, kept))}.")
    return tuple(said)
