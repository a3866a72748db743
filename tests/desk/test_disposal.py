"""Words and files that must not be kept go for good; entries, proofs and replays hold, and the gap says why."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.house import House
from tracker.desk import actions, delivery, disposal, evidence, people, trail
from tracker.desk.desk import Receipt, Refusal
from tracker.desk.evidence import NewEvidence
from tracker.desk.session import Session
from tracker.ledger import blobs, sqlite
from tracker.ledger.sqlite import SqliteStore
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import EvidenceKind, Rating, Role
from tracker.register import gaps, history, repeats
from tracker.register.filters import parse
from tracker.register.listing import page
from tracker.register.position import Position, When
from tracker.register.showing import show
from tracker.register.verification import verify
from tracker.reports import run as report

REF = "R4.BRI.7"
SECRET = "Zebedee Quillfeather told the nurse at Yarrowby about it"
GROUND = "it names a child"
GAP = f"[removed on 5 July 2022 by P8 because {GROUND}]"


@pytest.fixture
def told(house: House) -> int:
    """The number of an entry by P1 whose note must not be kept; P8 is another manager of Bristol."""
    people.add_person(house.at("P7"), "second manager, Bristol", Role.MANAGER, areas=["BRI"])
    seq = delivery.record_progress(house.at(), REF, note=SECRET, rating=Rating.AMBER).seq
    delivery.record_progress(house.on("2022-07-05").at(), REF, note="A harmless note", rating=Rating.GREEN)
    return seq


def remove(house: House, seq: int, who: str = "P8", name: str = "note", **more: object) -> disposal.Disposed:
    return disposal.dispose(house.at(who), f"#{seq}", name, ground=GROUND, **more)  # type: ignore[arg-type]


def raw(folder: Path) -> bytes:
    """Every byte of every file in the register's folder, journals included."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def close(house: House) -> None:
    for desk in house.open:
        desk.close()


def traces(folder: Path, body: str, salt: bytes) -> list[str]:
    """What of a text stands in any file: its salt, the whole of it, each of its longer words, in either encoding."""
    data = raw(folder).lower()
    wanted = [body, *(word for word in body.split() if len(word) > 5)]
    found = [
        text for text in wanted for code in ("utf-8", "utf-16-le", "utf-16-be") if text.lower().encode(code) in data
    ]
    return found + (["salt"] if salt.lower() in data else [])


def salt_of(path: Path, seq: int, name: str) -> bytes:
    with closing(SqliteStore(path, readonly=True)) as store:
        entry = store.entry(seq)
        assert entry is not None
        salt = store.texts([entry.texts[name]])[entry.texts[name]].salt
        assert salt is not None
        return salt


# --- words --------------------------------------------------------------------------------------------------------


def test_nothing_of_the_words_or_their_salt_is_left_in_any_file(house: House, told: int) -> None:
    salt = salt_of(house.path, told, "note")
    assert set(traces(house.path.parent, SECRET, salt)) == {SECRET, "Zebedee", "Quillfeather", "Yarrowby", "salt"}
    done = remove(house, told)
    close(house)
    assert done.left == []
    assert traces(house.path.parent, SECRET, salt) == []


def test_copies_that_the_engine_moved_about_are_cleared_too(house: House, told: int) -> None:
    """Rows of very different sizes, removed one after the other, so that pages are split and joined."""
    notes = [f"Quillfeather {place} " + "x" * (700 if place % 3 else 4500) for place in range(40)]
    seqs = [delivery.record_progress(house.at(), REF, note=note, rating=Rating.RED).seq for note in notes]
    for seq in [*seqs[::2], *seqs[1::2], told]:
        remove(house, seq)
    close(house)
    assert b"quillfeather" not in raw(house.path.parent).lower()


def test_copies_in_unused_parts_of_the_file_are_cleared_too(house: House, told: int) -> None:
    close(house)
    with closing(sqlite3.connect(house.path)) as db, db:  # as a tool leaves them that knows nothing of secure_delete
        db.execute("PRAGMA secure_delete=OFF")
        db.execute("CREATE TABLE scratch AS SELECT body FROM text")
        db.commit()
        db.execute("DROP TABLE scratch")
    remove(house, told)
    close(house)
    assert b"quillfeather" not in raw(house.path.parent).lower()


def test_the_entry_its_root_and_every_proof_stay(house: House, told: int) -> None:
    with closing(sqlite3.connect(house.path)) as db:
        lines = db.execute("SELECT * FROM entry ORDER BY seq").fetchall()
        heads = db.execute("SELECT * FROM head ORDER BY size").fetchall()
    remove(house, told)
    with closing(sqlite3.connect(house.path)) as db:
        assert db.execute("SELECT * FROM entry WHERE seq <= ? ORDER BY seq", [len(lines)]).fetchall() == lines
        assert db.execute("SELECT * FROM head WHERE size <= ? ORDER BY size", [len(lines)]).fetchall() == heads
    result = verify(house.path)
    assert result.problems == []
    assert result.entries == len(lines) + 1


def test_the_entry_says_who_what_and_on_what_ground(house: House, told: int) -> None:
    done = remove(house, told)
    (entry,) = done.receipt.entries
    with house.position() as position:
        (line,) = history.lines(position, history.Wanted(ref=f"#{entry.seq}"))
    assert (entry.act, entry.by, entry.on, entry.area) == ("disposal.made", "P8", (REF,), "BRI")
    assert (entry.facts["kind"], entry.facts["entry"], entry.facts["field"]) == ("text", told, "note")
    assert line.words == f"removed the words of 'note' in #{told} on {REF}"
    assert line.texts == {"ground": GROUND}


def test_the_gap_reads_the_same_everywhere_and_at_every_time(house: House, told: int, tmp_path: Path) -> None:
    remove(house, told)
    known = {"known_at": told}
    for when in ({}, known, {"as_at": house.on("2022-07-05").now.date()}):
        with house.position(**when) as position:
            (line,) = history.lines(position, history.Wanted(ref=f"#{told}"))
            assert line.texts["note"] == GAP
            notes = [update["note"] for update in show(position, REF)["updates"]]
            assert GAP in notes
            assert not any(SECRET in str(note) for note in notes)


def test_a_title_that_was_removed_shows_the_gap_in_lists_and_reports(house: House, told: int, tmp_path: Path) -> None:
    added = actions.add(house.at(), "R4", "BRI", actions.NewAction(title=SECRET, lead="BCC")).ref
    disposal.dispose(house.at("P8"), added, "title", ground=GROUND)
    with house.position() as position:
        lines = {line.ref: line.title for line in page(position)}
        assert lines[added] == GAP
        assert show(position, added)["title"] == GAP
    session = Session(house.path, who="P1", via="tester", clock=house.clock)
    made = report(session, "assurance", draft=True, folder=tmp_path / "reports")
    assert "removed on 5 July 2022 by P8 because it names a child" in made.text
    assert "Zebedee" not in made.text


def test_search_finds_nothing_of_it_and_still_finds_the_rest(house: House, told: int) -> None:
    def found(words: str) -> list[str]:
        with house.position() as position:
            digests = position.rows(
                "SELECT digest FROM text WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH ?)", [words]
            )
            texts = position.texts(row["digest"] for row in digests)
            return sorted(texts.values())

    actions.add(house.at(), "R4", "BRI", actions.NewAction(title=SECRET, lead="BCC"))
    assert found("zebedee") == [SECRET, SECRET]
    remove(house, told, everywhere=True)
    assert found("zebedee OR yarrowby") == []
    assert found("harmless") == ["A harmless note"]
    with house.position() as position:
        assert page(position, parse('"Zebedee Quillfeather"')) == []


def test_tables_made_anew_are_the_same(house: House, told: int) -> None:
    from tracker.desk.keeping import rebuild

    remove(house, told)
    close(house)
    with closing(sqlite3.connect(house.path)) as db:
        before = [line for line in db.iterdump() if "search" not in line]
    rebuild(Session(house.path, who="P8", clock=house.clock))
    with closing(sqlite3.connect(house.path)) as db:
        assert sorted(line for line in db.iterdump() if "search" not in line) == sorted(before)
    assert verify(house.path).ok


def test_nobody_removes_what_they_recorded_themselves(house: House, told: int) -> None:
    with pytest.raises(Refusal) as caught:
        remove(house, told, who="P1")
    assert str(caught.value) == (
        f"#{told} was recorded by P1, and nobody removes what they recorded themselves: ask another manager or an "
        "administrator (tracker people list)."
    )
    with house.position() as position:
        assert position.size == told + 1


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("P2", "#{told} belongs to BRI; P2 manages SGL."),
        ("P3", "may not dispose of words or a file"),
        ("P5", "may not dispose of words or a file"),
        ("P6", "may not dispose of words or a file"),
    ],
)
def test_only_managers_of_the_area_and_administrators_may(house: House, told: int, who: str, words: str) -> None:
    for act in (disposal.look, disposal.dispose):
        with pytest.raises(Refusal) as caught:
            act(house.at(who), f"#{told}", "note", ground=GROUND)
        assert words.format(told=told) in str(caught.value)
    remove(house, told, who="P7")


@pytest.mark.parametrize(
    ("ref", "name", "ground", "words"),
    [
        ("#{told}", "note", None, "The ground is missing"),
        ("#{told}", "note", " ", "The ground is missing"),
        ("#{told}", "note", "it names zebedee", "The ground repeats what is to be removed ('zebedee')"),
        ("#{told}", "note", "somebody told the nurse", "The ground repeats what is to be removed ('told the nurse')"),
        ("#{told}", "note", "x" * 501, "The ground has 501 characters; at most 500 fit."),
        ("#{told}", "why", GROUND, "#{told} has no text 'why'; it holds: note."),
        ("#9999", "note", GROUND, "There is no entry #9999; the register has "),
        ("#1", "note", GROUND, "#1 holds no text"),
        ("R4.BRI.7", "note", GROUND, "2 entries on R4.BRI.7 hold a text 'note' (#{told}, #{next}); name the entry"),
        ("R4.BRI.7", "minute", GROUND, "No entry on R4.BRI.7 holds a text 'minute'"),
        ("what", "note", GROUND, "'what' is no reference"),
    ],
)
def test_what_is_refused(house: House, told: int, ref: str, name: str, ground: str | None, words: str) -> None:
    numbers = {"told": told, "next": told + 1}
    with pytest.raises(Refusal) as caught:
        disposal.dispose(house.at("P8"), ref.format(**numbers), name, ground=ground)
    assert words.format(**numbers) in str(caught.value)
    assert SECRET.encode() in house.path.read_bytes()


def test_what_was_removed_cannot_be_removed_again_or_brought_back(house: House, told: int) -> None:
    remove(house, told)
    with pytest.raises(Refusal) as caught:
        remove(house, told, who="P7")
    assert f"The text 'note' of #{told} is not held any more: removed on 5 July 2022 by P8" in str(caught.value)
    with pytest.raises(Refusal, match="stands; it cannot be undone"):
        trail.undo(house.at("P8"))


def test_the_ground_can_be_removed_by_somebody_else_again(house: House, told: int) -> None:
    seq = remove(house, told).receipt.seq
    disposal.dispose(house.at("P7"), f"#{seq}", "ground", ground="too much was said")
    with house.position() as position:
        (line,) = history.lines(position, history.Wanted(ref=f"#{told}"))
    assert line.texts["note"] == "[removed on 5 July 2022 by P8; the ground is not held any more]"
    assert verify(house.path).ok


# --- where else the words stand -----------------------------------------------------------------------------------


def test_the_same_words_elsewhere_are_named_and_go_only_when_asked_for(house: House, told: int) -> None:
    again = delivery.record_progress(house.at(), REF, note=SECRET, rating=Rating.RED).seq
    preview = disposal.look(house.at("P8"), f"#{told}", "note", ground=GROUND)
    assert [place.words for place in preview.places] == [f"#{told} (note of {REF})"]
    assert [place.seq for place in preview.again] == [again]
    done = remove(house, told, everywhere=True)
    assert [entry.facts["entry"] for entry in done.receipt.entries] == [told, again]
    close(house)
    assert b"Zebedee" not in house.path.read_bytes()
    assert verify(house.path).ok


def test_everywhere_takes_nothing_when_one_of_them_is_ones_own(house: House, told: int) -> None:
    mine = delivery.record_progress(house.at("P8"), REF, note=SECRET, rating=Rating.RED).seq
    with pytest.raises(Refusal, match=f"#{mine} was recorded by P8"):
        remove(house, told, everywhere=True)
    assert SECRET.encode() in house.path.read_bytes()


def test_an_issued_report_that_repeats_the_words_is_named_and_can_go_too(
    house: House, told: int, tmp_path: Path
) -> None:
    delivery.record_progress(house.at(), REF, note=SECRET, rating=Rating.RED)
    session = Session(house.path, who="P7", via="tester", clock=house.clock)
    made = report(session, "assurance", area="BRI", folder=tmp_path / "reports")
    assert "Zebedee Quillfeather" in made.text
    done = remove(house, told, everywhere=True)
    (issue,) = [place for place in done.preview.quoting if place.act == "report.issued"]
    assert (issue.field, issue.subject) == ("body", "assurance issue 1")
    assert any("issue 1 (assurance, 5 July 2022)" in line for line in done.preview.beyond)
    disposal.dispose(house.at("P8"), f"#{issue.seq}", "body", ground=GROUND)
    close(house)
    assert b"Zebedee" not in house.path.read_bytes()
    with pytest.raises(StoreError) as caught:
        report(session, "assurance", reissue=1, folder=tmp_path / "again")
    assert str(caught.value) == (
        "The text of issue 1 is not held any more, so it cannot be printed again: removed on 5 July 2022 by P8 "
        f"because {GROUND}."
    )
    found = verify(house.path, made.text)
    assert found.ok, "the report that somebody kept is still known to be the one that was issued"
    assert found.against is not None
    assert (found.against.history, found.against.text) == ("same", "same")


@pytest.mark.parametrize(
    ("body", "ground", "told"),
    [
        ("Pat Quill came", "it names somebody", []),
        ("Pat Quill came", "it names PAT", ["pat"]),
        ("Call 0117 496 0000", "the number 0117 is private", ["0117"]),
        ("the mother of the child was there", "it is about a mother", []),
        ("the mother of the child was there", "it names the mother of the child", ["the mother of", "mother of the"]),
        ("nurse", "it names a nurse", ["nurse"]),
        ("The plan is late", "the plan was mistyped", []),
        ("Child A is the child of B", "it is about a child", []),
        ("Thematic Child Safeguarding Practice Review", "it names a child", []),
        ("Thematic Child Safeguarding Practice Review", "it is of a thematic review", ["thematic", "review"]),
    ],
)
def test_what_a_ground_gives_away(body: str, ground: str, told: list[str]) -> None:
    assert repeats.given_away(body, ground)[: len(told) or None] == told


# --- files --------------------------------------------------------------------------------------------------------

HELD = b"ILLUSTRATIVE minutes that name Zebedee Quillfeather"
DIGEST = sha256(HELD).hexdigest()


def add_file(house: House, tmp_path: Path, title: str = "Minutes", data: bytes = HELD) -> tuple[str, int]:
    file = tmp_path / "minutes.txt"
    file.write_bytes(data)
    made = evidence.add(house.at(), NewEvidence(title, EvidenceKind.MINUTES, file=file), targets=[REF])
    file.unlink()
    return made.ref, made.seq


def stored(house: House, digest: str = DIGEST) -> Path:
    return blobs.blob_path(blobs.folder_beside(house.path), digest)


def test_a_file_goes_and_its_fingerprint_stays(house: House, told: int, tmp_path: Path) -> None:
    ref, seq = add_file(house, tmp_path)
    done = disposal.dispose_file(house.at("P8"), ref, ground=GROUND)
    (entry,) = done.receipt.entries
    assert (entry.facts["kind"], entry.facts["entry"], entry.facts["digest"]) == ("file", seq, DIGEST)
    assert not stored(house).exists()
    assert done.preview.size == len(HELD)
    with house.position() as position:
        found = show(position, ref)
    assert found["file_removed"] == GAP
    assert found["sha256"] == DIGEST
    assert verify(house.path).problems == []
    with pytest.raises(Refusal, match=f"The file of {ref} .* is not held any more: removed on 5 July 2022 by P8"):
        disposal.dispose_file(house.at("P7"), ref, ground=GROUND)


def test_nobody_removes_a_file_that_they_added(house: House, told: int, tmp_path: Path) -> None:
    ref, seq = add_file(house, tmp_path)
    with pytest.raises(Refusal, match=f"#{seq} was recorded by P1"):
        disposal.dispose_file(house.at("P1"), ref, ground=GROUND)
    assert stored(house).read_bytes() == HELD


def test_one_file_under_two_pieces_goes_for_both(house: House, told: int, tmp_path: Path) -> None:
    (one, first), (_, second) = add_file(house, tmp_path), add_file(house, tmp_path, "The same again")
    preview = disposal.look_at_file(house.at("P8"), one, ground=GROUND)
    assert [place.seq for place in preview.places] == [first, second]
    done = disposal.dispose_file(house.at("P8"), one, ground=GROUND)
    assert [entry.facts["entry"] for entry in done.receipt.entries] == [first, second]
    assert verify(house.path).problems == []


def test_a_crash_between_entry_and_file_is_named_and_finished_by_the_next_act(
    house: House, told: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, _ = add_file(house, tmp_path)

    def crash(folder: Path, digest: str) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(blobs, "remove_file", crash)
        with pytest.raises(KeyboardInterrupt):
            disposal.dispose_file(house.at("P8"), ref, ground=GROUND)
    close(house)
    assert stored(house).exists()
    (problem,) = verify(house.path).problems
    assert problem.kind == "disposal"
    assert problem.words.endswith("The next act removes it, or: tracker rebuild")
    delivery.record_progress(house.at(), REF, note="Something else", rating=Rating.RED)
    assert not stored(house).exists()
    assert verify(house.path).problems == []


def test_a_file_that_cannot_be_removed_is_said_to_be_left(
    house: House, told: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, _ = add_file(house, tmp_path)

    def in_use(path: Path) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(blobs, "_overwrite", in_use)
    done = disposal.dispose_file(house.at("P8"), ref, ground=GROUND)
    assert done.left == [
        f"Recorded, but not finished: The file {stored(house)} could not be removed: in use. The next act removes it, "
        "or: tracker rebuild"
    ]


def test_the_same_file_recorded_anew_is_kept(house: House, told: int, tmp_path: Path) -> None:
    ref, _ = add_file(house, tmp_path)
    disposal.dispose_file(house.at("P8"), ref, ground="it was the wrong file")
    add_file(house, tmp_path, "With consent this time")
    delivery.record_progress(house.at(), REF, note="Something else", rating=Rating.RED)
    assert stored(house).read_bytes() == HELD
    assert verify(house.path).problems == []


@pytest.mark.parametrize(
    ("ref", "words"),
    [("E1", "No file is kept for E1; it is held elsewhere, or only cited"), ("#1", "#1 brought in no evidence file")],
)
def test_where_there_is_no_file(house: House, told: int, ref: str, words: str) -> None:
    with pytest.raises(Refusal) as caught:
        disposal.dispose_file(house.at("P8"), ref, ground=GROUND)
    assert words in str(caught.value)


# --- what verification says ---------------------------------------------------------------------------------------


def test_a_text_that_came_back_is_named(house: House, told: int) -> None:
    with house.position() as position:
        entry = position.entry(told)
        assert entry is not None
        digest = entry.texts["note"]
        before = position.store.texts([digest])[digest]
    seq = remove(house, told).receipt.seq
    close(house)
    with closing(sqlite3.connect(house.path)) as db, db:
        guard = db.execute("SELECT sql FROM sqlite_master WHERE name = 'text_no_update'").fetchone()[0]
        db.execute("DROP TRIGGER text_no_update")
        db.execute("UPDATE text SET salt = ?, body = ? WHERE digest = ?", [before.salt, before.body, digest])
        db.execute(guard)
    (problem,) = verify(house.path).problems
    assert (problem.kind, problem.seq) == ("disposal", seq)
    assert problem.words == (
        f"Entry #{seq} says that the text 'note' of entry #{told} ({REF}) was removed, but it is held. Remove it "
        f"again: tracker dispose '#{told}' --field note"
    )


def test_a_text_that_nobody_says_was_removed_reads_so(house: House, told: int) -> None:
    with house.position() as position:
        entry = position.entry(told)
        assert entry is not None
    with closing(sqlite3.connect(house.path)) as db, db:
        db.execute("UPDATE text SET salt = NULL, body = NULL WHERE digest = ?", [entry.texts["note"]])
    with Position(house.path, When(house.now.date())) as position:
        (line,) = history.lines(position, history.Wanted(ref=f"#{told}"))
    assert line.texts["note"] == gaps.UNEXPLAINED
    assert [problem.kind for problem in verify(house.path).problems] == ["text removed"]


def test_unused_parts_that_cannot_be_cleared_yet_are_said_to_be_left(
    house: House, told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(house)
    monkeypatch.setattr(sqlite, "TIMEOUT_SECONDS", 0.1)
    desk, reader = house.at("P8"), house.at("P6").now
    record = desk.record

    def and_somebody_begins_to_read(*args: Any, **more: Any) -> Receipt:
        receipt = record(*args, **more)
        reader.db.execute("BEGIN")
        reader.value("SELECT count(*) FROM entry")
        return receipt

    monkeypatch.setattr(desk, "record", and_somebody_begins_to_read)
    (left,) = disposal.dispose(desk, f"#{told}", "note", ground=GROUND).left
    assert left == (
        f"The unused parts of {house.path} could not be cleared (database is locked), so copies of what was removed "
        "may still stand there. Close the program elsewhere, then: tracker rebuild"
    )
    reader.db.execute("COMMIT")
    assert verify(house.path).ok


def test_a_file_kept_busy_keeps_its_words_whole(house: House, told: int, monkeypatch: pytest.MonkeyPatch) -> None:
    close(house)
    monkeypatch.setattr(sqlite, "TIMEOUT_SECONDS", 0.1)
    desk = house.at("P8")
    looked = desk.now  # somebody who reads for a long time
    looked.db.execute("BEGIN")
    looked.value("SELECT count(*) FROM entry")
    with pytest.raises(StoreError, match="Nothing was saved: another program has kept the register"):
        disposal.dispose(desk, f"#{told}", "note", ground=GROUND)
    looked.db.execute("COMMIT")
    assert SECRET.encode() in house.path.read_bytes()
