"""Making a package: what is chosen, what is held back and what is gone, what is refused, and what stays behind then.

Whether a package verifies once it is handed over is tested beside this.
"""

from __future__ import annotations

import csv
import html.parser
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.house import House
from tests.model.hostile import HOSTILE
from tests.register.tampering import edit, insider
from tests.reports import bagging
from tests.reports.bagging import FOUND, NAME, RESTRICTED, SECRET, checked, holds, packed, size
from tracker.desk import actions, delivery, disposal, people
from tracker.desk.actions import NewAction
from tracker.desk.desk import Refusal
from tracker.desk.packaging import Grown
from tracker.desk.session import Session
from tracker.ledger.merkle import leaf_hash
from tracker.model import references
from tracker.model.vocabulary import Marking, Rating, Role
from tracker.reports import package, proving
from tracker.reports.package import bag, folder, making
from tracker.reports.package.asking import Ask

NOTE = "ILLUSTRATIVE note of progress"


@pytest.fixture
def small(tmp_path: Path) -> Session:
    return bagging.small_register(tmp_path / "register")


def at(house: House, who: str = "P1") -> Session:
    return Session(house.path, who=who, via="tester", clock=house.clock)


def entries(made: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (made / "data/ledger.jsonl").read_bytes().splitlines()]


def texts(made: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (made / "data/texts.jsonl").read_bytes().splitlines()]


def states(made: Path) -> Counter[str]:
    return Counter(text["state"] for text in texts(made))


def acts_on(made: Path, prefix: str) -> list[str]:
    return [entry["act"] for entry in entries(made) if any(ref.startswith(prefix) for ref in entry["on"])]


def left_out(made: Path) -> list[int]:
    shown = {entry["seq"] for entry in entries(made)}
    leaves = (made / "data/leaves.txt").read_text(encoding="ascii").splitlines()
    return [seq for seq in range(1, len(leaves) + 1) if seq not in shown]


# --- a selection ------------------------------------------------------------------------------------------------------


def lived(house: House) -> None:
    """Progress on three days: on an action of Bristol's under R4, and on one of South Gloucestershire's."""
    for day, ref, note in (
        ("2022-08-01", "R4.BRI.7", f"{NOTE}: first"),
        ("2022-08-01", "R5.BRI.2", f"{NOTE}: another recommendation"),
        ("2022-09-01", "R4.BRI.7", f"{NOTE}: second"),
        ("2022-09-02", "R4.SGL.1", f"{NOTE}: another area"),
    ):
        delivery.record_progress(house.on(day).at(), ref, note=note, rating=Rating.AMBER)
    for desk in house.open:
        desk.close()


def notes(made: Path) -> list[str]:
    found = [text["body"].removeprefix(f"{NOTE}: ") for text in texts(made) if text["field"] == "note"]
    return [note for note in found if note in ("first", "second", "another recommendation", "another area")]


@pytest.mark.parametrize(
    ("ask", "shown"),
    [
        (Ask(), ["first", "another recommendation", "second", "another area"]),
        (Ask(recommendations=("r4",)), ["first", "second", "another area"]),
        (Ask(recommendations=("R4", "R5")), ["first", "another recommendation", "second", "another area"]),
        (Ask(areas=("BRI",)), ["first", "another recommendation", "second"]),
        (Ask(recommendations=("R4",), areas=("BRI",)), ["first", "second"]),
        (Ask(since=date(2022, 9, 1)), ["second", "another area"]),
        (Ask(until=date(2022, 8, 1)), ["first", "another recommendation"]),
        (Ask(recommendations=("R4",), since=date(2022, 8, 2), until=date(2022, 9, 1)), ["second"]),
    ],
    ids=lambda value: value.chosen_words() if isinstance(value, Ask) else "",
)
def test_a_selection_shows_what_was_asked_for_and_proves_the_rest(
    house: House, tmp_path: Path, ask: Ask, shown: list[str]
) -> None:
    lived(house)
    made = packed(at(house), tmp_path / "part", ask)
    assert notes(made) == shown
    done = checked(made / "verify.py")
    assert done.ok, done
    assert f"{len(entries(made))} of {size(at(house)) - 1} entries are here" in done.out
    for note in ("first", "second", "another recommendation", "another area"):
        assert bool(holds(made, f"{NOTE}: {note}".encode())) == (note in shown), note


def test_what_is_left_out_stays_provable(house: House, tmp_path: Path) -> None:
    lived(house)
    session = at(house)
    made = packed(session, tmp_path / "part", Ask(recommendations=("R4",)))
    missing = left_out(made)
    assert missing
    leaves = (made / "data/leaves.txt").read_text(encoding="ascii").splitlines()
    with session.position() as position:
        lines = {row.seq: row.line for row in position.store.rows()}
    assert [leaves[seq - 1] for seq in missing] == [leaf_hash(lines[seq]).hex() for seq in missing]
    proof = tmp_path / "proof.txt"
    given = proving.entry(session, missing[-1], within=str(made / "checkpoint.txt"))
    proof.write_text(given.text, encoding="utf-8")
    assert checked(made / "verify.py", proof, "--against", made / "checkpoint.txt").ok


def test_a_selection_by_recommendation_has_all_that_belongs_to_it_and_nothing_of_others(
    house: House, tmp_path: Path
) -> None:
    made = packed(at(house), tmp_path / "part", Ask(recommendations=("R4",)))
    with at(house).position() as position:
        serving = {row["ref"] for row in position.rows("SELECT ref FROM action_serves WHERE value = 'R4'")}
        serving |= {row["ref"] for row in position.rows("SELECT ref FROM action WHERE recommendation = 'R4'")}
        every = {row["ref"] for row in position.rows("SELECT ref FROM action")}
    about = {ref for entry in entries(made) for ref in entry["on"] if references.is_reference(ref)}
    assert {ref for ref in about if references.parse(ref).kind == "action"} == serving
    assert serving < every
    assert "recommendation.added" in acts_on(made, "R4")
    assert "recommendation.added" not in acts_on(made, "R5")


def test_a_selection_by_area_takes_the_joint_work_in_which_it_takes_part(house: House, tmp_path: Path) -> None:
    bristol, alone = (packed(at(house), tmp_path / area, Ask(areas=(area,))) for area in ("BRI", "ALL"))
    with at(house).position() as position:
        rows = position.rows("SELECT ref, area FROM action")
        parts = {row["ref"]: set[str]() for row in rows}
        for row in position.rows("SELECT ref, value FROM action_areas"):
            parts[row["ref"]].add(row["value"])
    joint = {row["ref"] for row in rows if row["area"] == "ALL"}
    own = {row["ref"] for row in rows if row["area"] == "BRI"}
    assert joint
    subjects = {entry["on"][0] for entry in entries(bristol)}
    assert subjects & parts.keys() == own | {ref for ref in joint if not parts[ref] or "BRI" in parts[ref]}
    assert {entry["on"][0] for entry in entries(alone)} & parts.keys() == joint


def test_an_entry_that_was_undone_comes_with_the_one_that_undid_it(house: House, tmp_path: Path) -> None:
    from tracker.desk import trail

    wrong = delivery.record_progress(house.on("2022-08-01").at(), "R4.BRI.7", note="wrong", rating=Rating.RED).seq
    undone = trail.undo(house.on("2022-08-05").at()).seq
    for desk in house.open:
        desk.close()
    made = packed(at(house), tmp_path / "part", Ask(since=date(2022, 8, 1), until=date(2022, 8, 1)))
    assert {wrong, undone} <= {entry["seq"] for entry in entries(made)}
    with (made / "data/chronology.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Entry"]: row for row in csv.DictReader(file)}
    assert rows[str(wrong)]["Undone by"] == f"#{undone}"
    page = (made / "data/chronology.html").read_text(encoding="utf-8")
    assert f'Undone by <a href="#e{undone}">#{undone}</a>' in page


def test_the_selection_and_the_recipient_are_kept_in_the_trail(house: House, tmp_path: Path) -> None:
    ask = Ask(recommendations=("R4",), areas=("BRI",), since=date(2022, 7, 1), recipient="Regional auditors")
    made = package.make(at(house), ask, tmp_path / "part")
    with at(house).position() as position:
        entry = position.entry(made.entry)
        row = position.row("SELECT * FROM package WHERE n = 1")
        assert entry is not None
        assert row is not None
        assert position.texts([row["recipient"]])[row["recipient"]] == "Regional auditors"
    assert json.loads(row["selection"]) == {
        "recommendations": ["R4"], "areas": ["BRI"], "since": "2022-07-01", "until": None, "evidence": True,
        "texts": True, "names": False,
    }  # fmt: skip
    assert (row["entries"], entry.facts["chosen"]) == (made.entry - 1, made.shown)


# --- what is held back, and what is gone ------------------------------------------------------------------------------


def test_names_of_people_are_withheld_unless_they_are_asked_for(small: Session, tmp_path: Path) -> None:
    without, with_names = packed(small, tmp_path / "a"), packed(small, tmp_path / "b", Ask(names=True))
    assert holds(without, NAME.encode()) == []
    assert holds(with_names, NAME.encode()) == [
        "data/chronology.csv", "data/chronology.html", "data/texts.jsonl",
    ]  # fmt: skip
    (name,) = [text for text in texts(without) if text["field"] == "name"]
    assert (name["state"], name["why"]) == ("withheld", "the name of a person")
    assert "salt" not in name
    assert "body" not in name
    assert states(without) == {"held": len(texts(without)) - 1, "withheld": 1}
    for made in (without, with_names):
        assert checked(made / "verify.py").ok
    assert "[withheld: the name of a person]" in (without / "data/chronology.html").read_text(encoding="utf-8")


def test_without_texts_only_their_hashes_are_handed_out(small: Session, tmp_path: Path) -> None:
    made = packed(small, tmp_path / "a", Ask(texts=False))
    assert set(states(made)) == {"withheld"}
    for words in ("An audit", SECRET, NAME, "Second manager"):
        assert holds(made, words.encode()) == []
    assert checked(made / "verify.py").ok


def test_without_evidence_the_list_still_names_every_file(small: Session, tmp_path: Path) -> None:
    made = packed(small, tmp_path / "a", Ask(evidence=False))
    assert not (made / "data/evidence").exists()
    with (made / "data/evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["file"], len(row["sha256"])) for row in csv.DictReader(file)] == [("withheld", 64)] * 2
    done = checked(made / "verify.py")
    assert done.ok
    assert "evidence: 2 withheld" in done.out


def test_a_package_marked_official_holds_nothing_restricted_and_no_working_words(
    small: Session, tmp_path: Path
) -> None:
    made = packed(small, tmp_path / "a", Ask(marking=Marking.OFFICIAL))
    for content in (RESTRICTED, SECRET.encode(), NAME.encode(), b"A case"):
        assert holds(made, content) == [], content
    assert {text["state"] for text in texts(made) if text["field"] == "body"} == {"withheld"}
    assert len(holds(made, FOUND)) == 1
    assert holds(made, b"An audit")
    reasons = {text.get("why") for text in texts(made)}
    assert "it is about evidence marked OFFICIAL-SENSITIVE" in reasons
    assert "working words, and the package is marked OFFICIAL" in reasons
    assert checked(made / "verify.py").ok
    page = (made / "data/chronology.html").read_text(encoding="utf-8")
    assert page.count('<p class="marking">') == page.count('<p class="marking">OFFICIAL</p>') == 2


def test_a_package_marked_official_holds_back_what_the_guard_warns_of_for_whatever_reason_it_was_recorded(
    house: House, tmp_path: Path
) -> None:
    desk = house.at()
    with desk.despite("The title of the service is published."):
        seq = actions.add(desk, "R4", "BRI", NewAction("Offer to 3 children of SW1A 2AA", lead="BCC")).seq
    for open_desk in house.open:
        open_desk.close()
    made = packed(at(house), tmp_path / "open", Ask(marking=Marking.OFFICIAL))
    assert holds(made, b"SW1A 2AA") == []
    (title,) = [text for text in texts(made) if text["entry"] == seq and text["field"] == "title"]
    assert title["state"] == "withheld"
    assert str(title["why"]).startswith("it looks like ")
    assert "postcode" in str(title["why"])
    within = packed(at(house), tmp_path / "within", Ask(marking=Marking.SENSITIVE))
    assert holds(within, b"SW1A 2AA") != []


def test_a_disposed_text_says_by_which_entry_and_is_no_fault(house: House, tmp_path: Path) -> None:
    seq = delivery.record_progress(house.at(), "R4.BRI.7", note=SECRET, rating=Rating.AMBER).seq
    gone = disposal.dispose(house.at("P7"), f"#{seq}", "note", ground="It named a child").receipt.seq
    for desk in house.open:
        desk.close()
    for place, ask in (("all", Ask()), ("part", Ask(since=house.now.date(), recommendations=("R4",)))):
        made = packed(at(house), tmp_path / place, ask)
        assert holds(made, SECRET.encode()) == []
        (text,) = [text for text in texts(made) if text["entry"] == seq and text["field"] == "note"]
        assert (text["state"], text["by_entry"]) == ("disposed", gone)
        assert gone in {entry["seq"] for entry in entries(made)}
        done = checked(made / "verify.py")
        assert done.ok, done
        assert "1 disposed" in done.out
        assert f"[disposed of: see entry #{gone}]" in (made / "data/chronology.html").read_text(encoding="utf-8")


def test_a_disposed_file_says_by_which_entry_and_is_no_fault(small: Session, tmp_path: Path) -> None:
    with small.desk() as desk:
        people.add_person(desk, "administrator", Role.ADMINISTRATOR)
        other = people.add_person(desk, "other administrator", Role.ADMINISTRATOR).ref
    with replace(small, who=other).desk() as desk:
        gone = disposal.dispose_file(desk, "E2", ground="It named a child").receipt.seq
    made = packed(small, tmp_path / "a")
    assert holds(made, RESTRICTED) == []
    with (made / "data/evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["file"], row["by_entry"]) for row in csv.DictReader(file)] == [
            ("included", ""), ("disposed", str(gone)),
        ]  # fmt: skip
    assert checked(made / "verify.py").ok


def test_a_text_that_nobody_disposed_of_is_missing_and_that_is_a_fault(small: Session, tmp_path: Path) -> None:
    with insider(small.path) as db:
        seq, digest = next(
            (entry["seq"], entry["texts"]["description"])
            for (line,) in db.execute("SELECT line FROM entry")
            if "description" in (entry := json.loads(line))["texts"]
        )
        db.execute("UPDATE text SET salt = NULL, body = NULL WHERE digest = ?", [digest])
    made = package.make(small, Ask(), tmp_path / "a")
    assert made.texts["MISSING"] == 1
    assert made.words.endswith(" 1 of its texts or files are MISSING from the register; see: tracker verify")
    done = checked(made.folder / "verify.py")
    assert done.code == 1
    assert done.wrong == [
        f"the text 'description' of #{seq} is MISSING from the register, and no entry here says that it was disposed of"
    ]


def test_an_evidence_file_that_is_missing_is_a_fault(small: Session, tmp_path: Path) -> None:
    with small.position() as position:
        digest = position.value("SELECT sha256 FROM evidence WHERE ref = 'E1'")
        position.store.blob(digest).unlink()
    made = package.make(small, Ask(), tmp_path / "a")
    assert made.files == {"MISSING": 1, "included": 1}
    done = checked(made.folder / "verify.py")
    assert done.code == 1
    (words,) = done.wrong
    assert words.startswith(f"data/evidence.csv: the file {digest[:12]}... is MISSING from the register")


# --- somebody saves meanwhile -----------------------------------------------------------------------------------------


def saving(session: Session, times: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let somebody save an entry, so many times, once the files are written and before the package is recorded."""
    saved: list[int] = []
    put = bag.put_payload_manifest

    def meanwhile(building: folder.Building) -> str:
        if len(saved) < times:
            with session.desk() as desk:
                saved.append(people.add_person(desk, f"Post {len(saved)}", Role.MEMBER).seq)
        return put(building)

    monkeypatch.setattr(bag, "put_payload_manifest", meanwhile)
    return saved


def test_an_entry_that_is_saved_meanwhile_is_in_the_package(
    small: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = saving(small, 1, monkeypatch)
    made = package.make(small, Ask(), tmp_path / "a")
    assert [entry["seq"] for entry in entries(made.folder)][-1:] == saved
    assert made.entry == saved[0] + 1
    assert checked(made.folder / "verify.py").ok
    assert {path.name for path in tmp_path.iterdir()} == {"register", "a"}


def test_when_others_save_without_pause_nothing_is_made(
    small: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = saving(small, 99, monkeypatch)
    with pytest.raises(Grown, match="Nothing was made: others are saving without pause"):
        package.make(small, Ask(), tmp_path / "a")
    assert len(saved) == making.ATTEMPTS
    assert unmade(small, tmp_path)


def unmade(session: Session, place: Path) -> bool:
    """Whether no package is recorded and nothing stands beside the register."""
    with session.position() as position:
        recorded = position.value("SELECT count(*) FROM entry_index WHERE act = 'report.packaged'")
    return recorded == 0 and [path.name for path in place.iterdir()] == ["register"]


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (Ask(recommendations=("R4",)), r"There is no recommendation 'R4' in this plan; it has "),
        (Ask(areas=("LEEDS",)), "'LEEDS' is not an area; write BRI, SGL, NSO or ALL for joint work"),
        (
            Ask(since=date(2022, 6, 21)),
            "Nothing was made: there are no entries recorded from 21 June 2022. See what there is with: tracker log",
        ),
        (Ask(since=date(2022, 6, 2), until=date(2022, 6, 1)), "1 June 2022 is before 2 June 2022; give the earlier"),
        (Ask(names=True, marking=Marking.OFFICIAL), "only with the other texts, and marked OFFICIAL-SENSITIVE"),
        (Ask(names=True, texts=False), "only with the other texts, and marked OFFICIAL-SENSITIVE"),
        (Ask(recipient="x" * 501), "The recipient has 501 characters; at most 500 fit"),
    ],
)
def test_what_cannot_be_asked_for(small: Session, tmp_path: Path, ask: Ask, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        package.make(small, ask, tmp_path / "a")
    assert unmade(small, tmp_path)


@pytest.mark.parametrize("kind", ["folder", "empty folder", "file", "link to nowhere"])
def test_what_stands_there_is_never_overwritten(small: Session, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "a"
    make: dict[str, Callable[[], object]] = {
        "folder": lambda: (place / "mine").mkdir(parents=True),
        "empty folder": place.mkdir,
        "file": lambda: place.write_text("mine", encoding="utf-8"),
        "link to nowhere": lambda: place.symlink_to(tmp_path / "nowhere"),
    }
    make[kind]()
    before = size(small)
    with pytest.raises(Refusal, match=r"There is already something at .*/a, which is not overwritten; choose another"):
        package.make(small, Ask(), place)
    assert size(small) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "register"]


def test_a_place_that_is_a_file_further_up_is_refused(small: Session, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"The package cannot be written to .*: Not a directory"):
        package.make(small, Ask(), small.path / "a")
    assert unmade(small, tmp_path)


def test_a_disk_that_is_full_leaves_no_folder_and_no_entry(small: Session, tmp_path: Path) -> None:
    """In a process of its own, which may write no file longer than what the entries take."""
    told = """
import resource, signal, sys
from pathlib import Path
from tests.reports import bagging
from tracker.desk.desk import Refusal
from tracker.desk.session import Session
from tracker.reports import package
from tracker.reports.package.asking import Ask
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
session = Session(Path(sys.argv[1]), via="tester", clock=bagging.noon)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    package.make(session, Ask(), Path(sys.argv[2]))
except Refusal as refusal:
    print(refusal)
"""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    for limit in (1, 4000, 200_000):
        run = [sys.executable, "-c", told, str(small.path), str(tmp_path / "deep" / "a"), str(limit)]
        done = subprocess.run(run, capture_output=True, encoding="utf-8", env=environment, check=True)
        assert done.stdout.startswith(f"The package cannot be written to {tmp_path}"), done
        assert "File too large. Choose another folder with -o." in done.stdout
        assert unmade(small, tmp_path)


def test_a_disk_that_fills_after_the_act_was_recorded_says_so(
    small: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: folder.Building) -> None:
        raise Refusal("No space left on device.")

    monkeypatch.setattr(folder.Building, "land", full)
    before = size(small)
    words = rf"Package 1 is recorded \(entry #{before + 1}\), but it is not written: No space left on device\. Make"
    with pytest.raises(Refusal, match=words):
        package.make(small, Ask(), tmp_path / "a")
    assert size(small) == before + 1
    assert [path.name for path in tmp_path.iterdir()] == ["register"]


@pytest.mark.parametrize(("who", "words"), [("P3", "contributor.*"), ("P4", "partnership executive member")])
def test_who_may_not_hand_out_packages(house: House, tmp_path: Path, who: str, words: str) -> None:
    with pytest.raises(Refusal, match=rf"{who} is an? {words} and may not make an audit package; that is for: "):
        package.make(at(house, who), Ask(), tmp_path / "a")
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("who", ["P1", "P5", "P6", "P7"])
def test_who_may_hand_out_packages(house: House, tmp_path: Path, who: str) -> None:
    made = package.make(at(house, who), Ask(recommendations=("R9",)), tmp_path / "a")
    assert checked(made.folder / "verify.py").ok


def test_a_register_that_does_not_verify_is_not_packaged(small: Session, tmp_path: Path) -> None:
    with insider(small.path) as db:
        edit(db, 3, '"via":"tester"', '"via":"nobody"')
    with pytest.raises(Refusal, match=r"Nothing was made: this register does not verify\. Entry #3 was changed after"):
        package.make(small, Ask(), tmp_path / "a")
    assert unmade(small, tmp_path)


# --- the chronology ---------------------------------------------------------------------------------------------------


class Page(html.parser.HTMLParser):
    """A page as a browser reads it: tags with their attributes, and the characters of each table row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append("")

    def handle_data(self, data: str) -> None:
        if self.rows:
            self.rows[-1] += data


OURS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "p", "table", "caption", "thead", "tbody", "tr",
    "th", "td", "br", "time", "span", "strong",
}  # fmt: skip


def test_hostile_words_are_words_in_the_page_and_no_formula_in_the_table(small: Session, tmp_path: Path) -> None:
    with small.desk() as desk, desk.despite("ILLUSTRATIVE"):
        for text in HOSTILE:
            people.add_person(desk, text[:400], Role.MEMBER, name=text[:400])
    made = packed(small, tmp_path / "a", Ask(names=True, recipient="<script>alert(1)</script> =1+1"))
    assert checked(made / "verify.py").ok
    page = Page()
    text = (made / "data/chronology.html").read_text(encoding="utf-8")
    page.feed(text)
    assert {tag for tag, _ in page.tags} == OURS
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert not set(text) & set("\x1b\x00\u202e\u200b\u2066\ufeff\x85\u2028")
    assert any("<script>alert(1)</script>" in row for row in page.rows)
    with (made / "data/chronology.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert not [cell for cell in cells if "\n" in cell or "\x1b" in cell]


def test_the_page_can_be_read_by_everybody(small: Session, tmp_path: Path) -> None:
    made = packed(small, tmp_path / "a")
    page = Page()
    text = (made / "data/chronology.html").read_text(encoding="utf-8")
    page.feed(text)
    assert text.startswith("<!DOCTYPE html>\n")
    tags = [tag for tag, _ in page.tags]
    assert ("html", {"lang": "en-GB"}) in page.tags
    assert "<title>Chronology: audit package 1</title>" in text
    assert tags.count("caption") == tags.count("table") == 2
    assert {attrs.get("scope") for tag, attrs in page.tags if tag == "th"} == {"row", "col"}
    assert not {"script", "img", "link", "iframe"} & set(tags)
    ids = [attrs["id"] for tag, attrs in page.tags if "id" in attrs]
    assert ids == [f"e{entry['seq']}" for entry in entries(made)]


def test_the_chronology_has_every_entry_with_its_times_person_and_words(house: House, tmp_path: Path) -> None:
    house.on("2022-08-05")
    seq = delivery.record_progress(
        house.at(), "R4.BRI.7", note=NOTE, rating=Rating.AMBER, occurred_on=date(2022, 8, 3)
    ).seq
    for desk in house.open:
        desk.close()
    made = packed(at(house), tmp_path / "a")
    with (made / "data/chronology.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Entry"]: row for row in csv.DictReader(file)}
    assert list(rows) == [str(entry["seq"]) for entry in entries(made)]
    row = rows[str(seq)]
    assert (row["Recorded (UTC)"][:16], row["Happened on"]) == ("2022-08-05T12:00", "2022-08-03")
    assert (row["Person"], row["Log-in"], row["Area"]) == ("P1", "tester", "BRI")
    assert row["What was recorded"] == "recorded progress on R4.BRI.7"
    assert "reported: none → amber" in row["Changes (before → after)"]
    assert row["Texts"] == f"note: {NOTE}"


def test_a_text_that_was_replaced_is_shown_before_and_after(house: House, tmp_path: Path) -> None:
    actions.edit(house.at(), "R4.BRI.7", texts={"title": "A better title"}, why="Clearer")
    for desk in house.open:
        desk.close()
    made = packed(at(house), tmp_path / "a", Ask(since=house.now.date(), recommendations=("R4",)))
    page = (made / "data/chronology.html").read_text(encoding="utf-8")
    assert "An agreed action → A better title" in page


def test_the_example_is_marked_as_made_up_everywhere(own_example: Session, tmp_path: Path) -> None:
    made = packed(own_example, tmp_path / "a", Ask(evidence=False))
    for name in ("bag-info.txt", "data/chronology.html", "data/system.md"):
        assert "ILLUSTRATIVE: progress, owners and dates here are made up" in (made / name).read_text("utf-8"), name
    assert "ILLUSTRATIVE-" in checked(made / "verify.py").out


def test_the_clock_of_the_register_dates_the_package(small: Session, tmp_path: Path) -> None:
    later = replace(small, clock=lambda: datetime(2022, 7, 1, 9, tzinfo=UTC))
    made = packed(later, tmp_path / "a")
    assert "Bagging-Date: 2022-07-01\n" in (made / "bag-info.txt").read_text(encoding="utf-8")
