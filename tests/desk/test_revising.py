"""Revisions of evidence: back to review, the one before still listed and kept, and taken back whole when undone."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.house import House
from tracker.desk import deciding, delivery, evidence, possible, trail
from tracker.desk.deciding import Minute
from tracker.desk.desk import Refusal
from tracker.desk.evidence import NewEvidence, NewRevision
from tracker.desk.keeping import backup
from tracker.desk.session import Session
from tracker.ledger.store import StoreError
from tracker.model import dates
from tracker.model.vocabulary import Difference, EvidenceKind, EvidenceState
from tracker.register import history
from tracker.register.schema import TABLES
from tracker.register.showing import show
from tracker.register.verification import verify

REF = "R4.BRI.7"


def shown(house: House, ref: str) -> dict[str, Any]:
    with house.position() as position:
        return show(position, ref)


def file(house: House, words: str, name: str = "audit.txt") -> Path:
    path = house.path.parent / "incoming" / words.replace(" ", "-") / name
    path.parent.mkdir(parents=True)
    path.write_text(words, encoding="utf-8")
    return path


def sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def kept(house: House, words: str) -> Path:
    return house.path.with_name("tracker.evidence") / sha(words)[:2] / sha(words)


def held(house: House, **new: Any) -> str:
    piece = NewEvidence(
        "An audit", EvidenceKind.AUDIT, file=file(house, "first"), dated=dates.parse("June 2022"), **new
    )
    return evidence.add(house.at(), piece, targets=[REF], shows=Difference.PRACTICE).ref


def by_reference(house: House) -> str:
    piece = NewEvidence(
        "An audit", EvidenceKind.AUDIT, custodian="a council", place="a folder", dated=dates.parse("June 2022")
    )
    return evidence.add(house.at(), piece, targets=[REF]).ref


def accept(house: House, ref: str) -> None:
    evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="sound")


def tables(house: House) -> dict[str, list[str]]:
    with house.position() as position:
        names = [name for name in TABLES if name not in ("entry_index", "entry_ref")]
        return {name: sorted(map(repr, position.rows(f"SELECT * FROM {name}"))) for name in names}


def test_a_revision_awaits_review_and_the_one_before_stays_listed(house: House) -> None:
    ref = held(house)
    accept(house, ref)
    house.on("2022-07-20")
    new = NewRevision(file=file(house, "second", "audit 2.txt"), dated=dates.parse("July 2022"), received_from="author")
    receipt = evidence.revise(house.at(), ref, new, why="two plans were missing")
    piece = shown(house, ref)
    assert (piece["state"], piece["revision"], piece["sha256"], piece["bytes"]) == ("held", 2, sha("second"), 6)
    assert (piece["file_name"], piece["dated"], piece["precision"]) == ("audit 2.txt", "2022-07-31", "month")
    assert piece["received_from"] == "author"
    (before,) = piece["revisions"]
    assert (before["n"], before["state"], before["sha256"], before["bytes"]) == (1, "accepted", sha("first"), 5)
    assert (before["file_name"], before["dated"], before["why"]) == (
        "audit.txt",
        "2022-06-30",
        "two plans were missing",
    )
    assert (before["seq"], before["by"], before["occurred_on"]) == (receipt.seq, "P1", "2022-07-20")
    assert piece["links"] == [{"target": REF, "shows": "practice", "seq": receipt.seq - 2}]


def test_each_revision_is_numbered_and_lists_those_before(house: House) -> None:
    ref = held(house)
    for words in ("second", "third"):
        evidence.revise(house.at(), ref, NewRevision(file=file(house, words)), why=f"{words} reading")
    piece = shown(house, ref)
    assert (piece["revision"], piece["sha256"]) == (3, sha("third"))
    assert [(row["n"], row["sha256"]) for row in piece["revisions"]] == [(1, sha("first")), (2, sha("second"))]


def test_a_new_file_has_the_date_that_is_given_or_none(house: House) -> None:
    ref = held(house, until=date(2022, 12, 31))
    evidence.revise(house.at(), ref, NewRevision(file=file(house, "second")), why="x")
    piece = shown(house, ref)
    assert (piece["dated"], piece["until"]) == (None, None), "the date of another file is not the date of this one"
    assert piece["revisions"][0]["until"] == "2022-12-31"


def test_what_is_held_elsewhere_keeps_what_is_not_said_anew(house: House) -> None:
    ref = by_reference(house)
    evidence.revise(house.at(), ref, NewRevision(place="the archive"), why="moved")
    piece = shown(house, ref)
    assert (piece["custodian"], piece["place"], piece["dated"]) == ("a council", "the archive", "2022-06-30")
    assert piece["revisions"][0]["place"] == "a folder"
    evidence.revise(house.at(), ref, NewRevision(file=file(house, "scan")), why="a copy came")
    piece = shown(house, ref)
    assert (piece["form"], piece["custodian"], piece["place"], piece["sha256"]) == ("file", None, None, sha("scan"))
    assert [row["form"] for row in piece["revisions"]] == ["reference", "reference"]


def test_a_file_can_be_replaced_by_where_it_is_held(house: House) -> None:
    ref = held(house)
    evidence.revise(house.at(), ref, NewRevision(custodian="the police", place="their vault"), why="too sensitive")
    piece = shown(house, ref)
    assert (piece["form"], piece["sha256"], piece["bytes"], piece["file_name"]) == ("reference", None, None, None)
    assert piece["revisions"][0]["sha256"] == sha("first")


def test_undoing_a_revision_brings_everything_back(house: House) -> None:
    ref = held(house)
    accept(house, ref)
    before = tables(house)
    new = NewRevision(file=file(house, "second"), until=date(2022, 12, 31), received="post")
    evidence.revise(house.at(), ref, new, why="x")
    assert tables(house) != before
    trail.undo(house.at())
    assert tables(house) == before
    assert shown(house, ref)["file_name"] == "audit.txt"


def test_looking_back_finds_the_revision_of_the_day(house: House) -> None:
    ref = held(house)
    size = house.at().store.head().size
    house.on("2022-08-01")
    evidence.revise(house.at(), ref, NewRevision(file=file(house, "second")), why="x")
    with house.position(as_at=date(2022, 7, 31)) as then:
        assert show(then, ref)["sha256"] == sha("first")
    with house.position(known_at=size) as known:
        assert (show(known, ref)["sha256"], show(known, ref)["revisions"]) == (sha("first"), [])


def test_the_trail_says_what_changed_and_not_what_stayed(house: House) -> None:
    ref = held(house)
    evidence.revise(house.at(), ref, NewRevision(file=file(house, "second"), dated=dates.parse("June 2022")), why="x")
    with house.position() as position:
        line = history.lines(position, history.Wanted(ref=ref))[-1]
    changed = {name: after for name, _, after in line.changes}
    assert changed == {"revision": "2", "sha256": sha("second"), "bytes": "6"}


def test_somebody_else_reviews_a_revision_too(house: House) -> None:
    """The auditor brought the piece, the manager its revision: neither may judge it."""
    piece = NewEvidence("An audit", EvidenceKind.AUDIT, custodian="a council", place="a folder")
    ref = evidence.add(house.at("P6"), piece, targets=[REF]).ref
    evidence.revise(house.at(), ref, NewRevision(place="the archive"), why="moved")
    for who in ("P1", "P6"):
        with pytest.raises(Refusal, match=f"{ref} was recorded by {who}; somebody else must review it"):
            evidence.review(house.at(who), ref, EvidenceState.ACCEPTED, why="x")
    evidence.review(house.at("P4"), ref, EvidenceState.ACCEPTED, why="x")


def test_a_sign_off_does_not_rest_on_what_was_replaced_by_then(house: House) -> None:
    ref = held(house)
    accept(house, ref)
    delivery.claim_complete(house.at(), REF, note="done")
    house.on("2022-07-10")
    evidence.revise(house.at(), ref, NewRevision(file=file(house, "second")), why="x")
    with pytest.raises(Refusal, match="no accepted evidence of that kind is linked to it"):
        deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",)))
    house.on("2022-07-20")
    accept(house, ref)
    with pytest.raises(Refusal, match=f"{ref} was accepted on 20 July 2022, after the decision of 12 July 2022"):
        deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",), occurred_on=date(2022, 7, 12)))
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",)))


def test_a_sign_off_does_not_rest_on_what_had_expired_by_then(house: House) -> None:
    ref = held(house, until=date(2022, 7, 10))
    accept(house, ref)
    delivery.claim_complete(house.at(), REF, note="done")
    house.on("2022-07-11")
    with pytest.raises(Refusal, match=f"{ref} held until 10 July 2022 only, before the decision of 11 July 2022"):
        deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",)))
    deciding.sign_off(house.at(), REF, Minute("BRI-EXEC", "m", ("ASP",), occurred_on=date(2022, 7, 10)))


# -- the files -------------------------------------------------------------------------------------------------------


def test_the_file_of_every_revision_is_verified(house: House) -> None:
    ref = held(house)
    evidence.revise(house.at(), ref, NewRevision(file=file(house, "second")), why="x")
    assert verify(house.path).ok
    kept(house, "first").write_text("fiRst", encoding="utf-8")
    (problem,) = verify(house.path).problems
    assert (problem.kind, f"The evidence file of {ref}" in problem.words) == ("evidence", True)
    kept(house, "first").unlink()
    (problem,) = verify(house.path).problems
    assert "is missing from" in problem.words


def test_a_backup_holds_the_file_of_every_revision(house: House, tmp_path: Path) -> None:
    ref = held(house)
    evidence.revise(house.at(), ref, NewRevision(file=file(house, "second")), why="x")
    copy = tmp_path / "backup" / "copy.db"
    backup(Session(house.path), copy)
    names = {path.name for path in copy.with_name("copy.evidence").rglob("*") if path.is_file()}
    assert {sha("first"), sha("second")} <= names


# -- refusals --------------------------------------------------------------------------------------------------------


def test_a_revision_that_is_none_is_refused(house: House) -> None:
    ref = held(house)
    elsewhere = by_reference(house)
    size = house.at().store.head().size
    for piece, new, words in (
        (
            "E1",
            NewRevision(place="x"),
            "E1 is cited, not in hand; record it as received first: tracker evidence receive",
        ),
        (ref, NewRevision(place="x"), f"{ref} is held as a file; give the new file, or the custodian and place of the"),
        (elsewhere, NewRevision(), f"Say what is new about {elsewhere}: a file, a custodian or place, its date or its"),
        (ref, NewRevision(file=house.path.parent / "incoming/first/audit.txt"), f"{ref} holds this very file already"),
    ):
        with pytest.raises(Refusal) as caught:
            evidence.revise(house.at(), piece, new, why="x")
        assert words in str(caught.value)
    with pytest.raises(Refusal, match="The reason is missing"):
        evidence.revise(house.at(), elsewhere, NewRevision(place="x"), why=" ")
    link = house.path.parent / "link.txt"
    link.symlink_to(house.path.parent / "incoming/first/audit.txt")
    with pytest.raises(StoreError, match="is a symbolic link"):
        evidence.revise(house.at(), ref, NewRevision(file=link), why="x")
    assert house.at().store.head().size == size
    assert shown(house, ref)["revisions"] == []


def test_who_may_not_revise_leaves_no_file_behind(house: House) -> None:
    ref = held(house)
    with pytest.raises(Refusal, match="P6 is an auditor and may not add a revision of evidence"):
        evidence.revise(house.at("P6"), ref, NewRevision(file=file(house, "second")), why="x")
    assert not kept(house, "second").exists()


def test_evidence_whose_last_day_has_passed_cannot_be_accepted(house: House) -> None:
    ref = held(house, until=date(2022, 7, 10))
    house.on("2022-07-11")
    with pytest.raises(Refusal, match=f"{ref} held until 10 July 2022, which has passed; add a revision"):
        accept(house, ref)
    evidence.review(house.at("P6"), ref, EvidenceState.ACCEPTED, why="x", occurred_on=date(2022, 7, 10))
    assert (shown(house, ref)["state"], shown(house, ref)["state_recorded"]) == ("expired", "accepted")


def test_screens_say_why_a_revision_cannot_be_added(house: House) -> None:
    assert possible.why_not(house.at(), "evidence.revised", "E1") == (
        "E1 is cited, not in hand; record it as received first."
    )
    assert possible.why_not(house.at(), "evidence.revised", held(house)) is None
