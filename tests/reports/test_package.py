"""An audit package as an auditor gets it: it verifies with Python alone, and whatever is changed in it is found."""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.register.tampering import edit, insider, rewrite_heads
from tests.reports import bagging
from tests.reports.bagging import FOUND, RESTRICTED, Checked, checked, files, issued, packed, reseal, sha256
from tracker.desk.session import Session
from tracker.ledger import checkpoint
from tracker.ledger.merkle import leaf_hash
from tracker.ledger.merkle import root as root_of
from tracker.reports import package
from tracker.reports.package import verify
from tracker.reports.package.asking import Ask

EVIDENCE = [f"data/evidence/{hashlib.sha256(content).hexdigest()}" for content in (FOUND, RESTRICTED)]
FILES = sorted(
    [
        "README-VERIFY.txt", "bag-info.txt", "bagit.txt", "checkpoint.txt", "manifest-sha256.txt", "package-entry.txt",
        "package-texts.jsonl", "tagmanifest-sha256.txt", "verify.py", "data/checkpoints.txt", "data/chronology.csv",
        "data/chronology.html", "data/evidence.csv", "data/leaves.txt", "data/ledger.jsonl",
        "data/proofs/issue-001.txt", "data/system.md", "data/texts.jsonl", *EVIDENCE,
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return bagging.small_register(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def whole(session: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of everything; only to be read."""
    return packed(session, tmp_path_factory.mktemp("whole") / "package")


@pytest.fixture
def own(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(whole, tmp_path / "package"))


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script, from elsewhere than the package."""
    path = tmp_path / "verify-from-elsewhere.py"
    path.write_text(package.verifier(), encoding="utf-8")
    return path


# --- as it is handed over ---------------------------------------------------------------------------------------------


def test_a_package_holds_these_files_and_no_others(whole: Path) -> None:
    assert files(whole) == FILES
    assert list(whole.parent.iterdir()) == [whole]


def test_a_package_verifies_in_an_empty_place_with_python_alone(whole: Path, tmp_path: Path) -> None:
    done = checked(whole / "verify.py", cwd=tmp_path)
    assert done.ok, done
    assert [line.split(":")[0] for line in done.out.splitlines()[:-1]] == [
        "  ok     files", "  ok     ledger", "  ok     recorded", "  ok     texts", "  ok     evidence",
        "  ok     issues",
    ]  # fmt: skip
    assert f"all {len(FILES)} are as the two manifests list them" in done.out
    assert list(tmp_path.iterdir()) == []


def test_a_package_verifies_from_inside_and_leaves_nothing_behind(own: Path) -> None:
    assert checked(Path("verify.py"), cwd=own).ok
    assert files(own) == FILES


def test_a_package_verifies_against_the_report_that_somebody_kept(session: Session, own: Path, script: Path) -> None:
    done = checked(own / "verify.py", "--against", issued(session))
    assert done.ok, done
    with session.position() as position:
        entries = position.value("SELECT entries FROM issue")
        root = position.value("SELECT root FROM head WHERE size = ?", [entries])
    assert f"the history up to #{entries} is the one that it was made from\n" in done.out
    lines = [line for line in issued(session).read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    excerpt = script.with_name("excerpt.txt")
    excerpt.write_text("\n".join(lines[-5:]), encoding="utf-8")
    assert root[:8] in excerpt.read_text(encoding="utf-8")
    done = checked(script, own, "--against", excerpt, "--against", own / "checkpoint.txt")
    assert done.ok
    assert f"the history up to #{entries} is the one that it was made from; its text was not read" in done.out


def test_the_script_is_the_programs_own_and_needs_the_standard_library_only(whole: Path) -> None:
    source = (whole / "verify.py").read_bytes()
    assert source == Path(verify.__file__).read_bytes()
    assert source.decode("utf-8") == package.verifier()
    tree = ast.parse(source, feature_version=(3, 8))
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in modules} <= {*sys.stdlib_module_names}
    assert source.count(b"\n") < 310, "README-VERIFY.txt says: about 300 lines"


def test_the_lines_are_the_stored_ones_byte_for_byte(session: Session, whole: Path) -> None:
    stored = (whole / "data/ledger.jsonl").read_bytes().split(b"\n")
    with session.position() as position:
        rows = list(position.store.rows(1, len(stored) - 1))
    assert stored == [*(row.line for row in rows), b""]
    leaves = (whole / "data/leaves.txt").read_text(encoding="ascii").splitlines()
    assert leaves == [hashlib.sha256(b"\0" + row.line).hexdigest() for row in rows]


def test_the_log_holds_the_hash_of_the_list_of_files_and_the_checkpoint_covers_that_entry(
    session: Session, whole: Path
) -> None:
    entries = len((whole / "data/ledger.jsonl").read_bytes().splitlines())
    with session.position() as position:
        entry = position.entry(entries + 1)
        lines = [row.line for row in position.store.rows(1, entries + 1)]
        assert entry is not None
        recipient = position.texts([entry.texts["recipient"]])
    assert (entry.act, entry.on) == ("report.packaged", ("package 1",))
    assert entry.facts["manifest_sha256"] == sha256(whole / "manifest-sha256.txt")
    assert (entry.facts["entries"], entry.facts["n"], entry.facts["chosen"]) == (entries, 1, entries)
    assert list(recipient.values()) == ["ILLUSTRATIVE: internal audit"]
    said = checkpoint.parse((whole / "checkpoint.txt").read_text(encoding="utf-8"))
    assert said is not None
    assert (said.entries, said.root) == (entries + 1, root_of([leaf_hash(line) for line in lines]).hex())


def test_it_is_a_bag(whole: Path) -> None:
    """RFC 8493: the declaration to the byte, every payload file in the manifest, sizes and numbers."""
    declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert (whole / "bagit.txt").read_bytes() == declaration
    payload = [name for name in FILES if name.startswith("data/")]
    assert listed(whole / "manifest-sha256.txt") == {name: sha256(whole / name) for name in payload}
    tags = [name for name in FILES if not name.startswith("data/") and name != "tagmanifest-sha256.txt"]
    assert listed(whole / "tagmanifest-sha256.txt") == {name: sha256(whole / name) for name in tags}
    info = dict(line.split(": ", 1) for line in (whole / "bag-info.txt").read_text(encoding="utf-8").splitlines())
    assert info["Payload-Oxum"] == f"{sum((whole / name).stat().st_size for name in payload)}.{len(payload)}"
    assert info["Marking"] == "OFFICIAL-SENSITIVE"
    assert info["Recipient"] == "ILLUSTRATIVE: internal audit"


def listed(manifest: Path) -> dict[str, str]:
    lines = manifest.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def test_another_package_tells_of_the_first_and_verifies_too(session: Session, whole: Path, tmp_path: Path) -> None:
    second = packed(session, tmp_path / "second")
    acts = [json.loads(line)["act"] for line in (second / "data/ledger.jsonl").read_bytes().splitlines()]
    assert acts.count("report.packaged") >= 1
    assert checked(second / "verify.py", "--against", whole / "checkpoint.txt").ok


# --- one byte is changed ----------------------------------------------------------------------------------------------


def flips(content: bytes) -> Iterator[tuple[int, int]]:
    """Places to flip: the first and last byte and three between, in the lowest bit or in the letter case."""
    places = sorted({round(part * (len(content) - 1) / 4) for part in range(5)})
    return ((place, (0x01, 0x20)[number % 2]) for number, place in enumerate(places))


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_is_found_and_its_file_named(own: Path, script: Path, name: str) -> None:
    content = (own / name).read_bytes()
    for place, bit in flips(content):
        changed = bytearray(content)
        changed[place] ^= bit
        (own / name).write_bytes(changed)
        done = checked(script, own)
        assert done.code == 1, (name, place, done)
        assert [words for words in done.wrong if name in words], (name, place, done)
        assert done.out.splitlines()[-1].startswith("NOT VERIFIED: "), done


def test_every_byte_of_the_outer_list_counts(own: Path) -> None:
    """Nothing lists the hash of this one, so it must not hold a single byte that says nothing.

    The bit is another from byte to byte: lines are not of a length that would bring the same one to each of them.
    """
    path = own / "tagmanifest-sha256.txt"
    content = path.read_bytes()
    for place in range(len(content)):
        bit = (0x01, 0x20, 0x80)[place % 3]
        changed = bytearray(content)
        changed[place] ^= bit
        path.write_bytes(changed)
        verify.faults.clear()
        verify.Package(own).files()
        assert [words for words in verify.faults if path.name in words], (place, bit)
    path.write_bytes(content)
    verify.faults.clear()
    verify.Package(own).files()
    assert verify.faults == []


def test_a_script_that_was_changed_says_so_itself(own: Path) -> None:
    path = own / "verify.py"
    path.write_bytes(path.read_bytes().replace(b"Checks an audit package", b"Blesses an audit package"))
    assert checked(path).wrong == ["verify.py: changed: it is not the file that tagmanifest-sha256.txt lists"]


# --- files come and go ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("tagmanifest-sha256.txt",)])
def test_a_file_that_was_removed_is_named(own: Path, script: Path, name: str) -> None:
    (own / name).unlink()
    done = checked(script, own)
    assert done.code == 1
    assert [words for words in done.wrong if name in words], done


def test_without_its_outer_list_a_package_is_none(own: Path, script: Path) -> None:
    (own / "tagmanifest-sha256.txt").unlink()
    done = checked(script, own)
    assert done.code == 1
    assert "tagmanifest-sha256.txt" in done.wrong[0]


@pytest.mark.parametrize("name", ["data/more.txt", "data/evidence/0000", "more.py", "data/\x1b[2Jx"])
def test_a_file_that_was_added_is_named(own: Path, script: Path, name: str) -> None:
    (own / name).write_bytes(b"")
    shown = ascii(name)[1:-1]
    assert checked(script, own).wrong == [
        f"{shown}: added: neither tagmanifest-sha256.txt nor manifest-sha256.txt lists it"
    ]


def test_a_link_in_the_place_of_a_file_is_named(own: Path, script: Path) -> None:
    real = own / "data/system.md"
    elsewhere = own.parent / "system.md"
    shutil.move(real, elsewhere)
    real.symlink_to(elsewhere)
    assert checked(script, own).wrong == [
        "data/system.md: missing, or not a plain file, though manifest-sha256.txt lists it"
    ]


# --- somebody who also writes the lists anew --------------------------------------------------------------------------


def resealed(own: Path, script: Path) -> Checked:
    reseal(own)
    done = checked(script, own)
    assert done.code == 1
    assert "package-entry.txt: its entry holds the hash of another manifest-sha256.txt than the one here" in done.wrong
    return done


def change_lines(own: Path, change: object) -> None:
    path = own / "data/ledger.jsonl"
    lines = path.read_bytes().splitlines()
    assert callable(change)
    path.write_bytes(b"".join(line + b"\n" for line in change(lines)))


def test_entries_that_were_swapped_are_named(own: Path, script: Path) -> None:
    change_lines(own, lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]])
    assert "data/ledger.jsonl: entry #3 stands behind #4, out of order" in resealed(own, script).wrong


def test_an_entry_that_was_edited_is_named(own: Path, script: Path) -> None:
    change_lines(own, lambda lines: [*lines[:4], lines[4].replace(b"tester", b"nobody"), *lines[5:]])
    assert "data/ledger.jsonl: entry #5 is not the one that was recorded" in resealed(own, script).wrong


def test_an_entry_with_its_hash_leads_to_another_root(own: Path, script: Path) -> None:
    change_lines(own, lambda lines: [*lines[:4], lines[4].replace(b"tester", b"nobody"), *lines[5:]])
    lines = (own / "data/ledger.jsonl").read_bytes().splitlines()
    (own / "data/leaves.txt").write_text("".join(f"{leaf_hash(line).hex()}\n" for line in lines), encoding="ascii")
    words = "checkpoint.txt, package-entry.txt: the entries lead to another root than the one here"
    assert words in resealed(own, script).wrong


def change_texts(own: Path, **new: object) -> dict[str, object]:
    """Change the first text of the package; return it as it was."""
    path = own / "data/texts.jsonl"
    first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    was: dict[str, object] = json.loads(first)
    path.write_text(json.dumps({**was, **new}) + "\n" + "".join(rest), encoding="utf-8")
    return was


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ({"body": "Other words"}, "is not the one that was typed"),
        ({"salt": "00" * 16}, "is not the one that was typed"),
        ({"state": "MISSING"}, "is MISSING from the register, and no entry here says that it was disposed of"),
        ({"state": "disposed", "by_entry": 3}, "is MISSING from the register, and no entry here says"),
        ({"sha256": "0" * 64}, "belongs to no entry"),
    ],
)
def test_a_text_that_was_changed_is_named(own: Path, script: Path, new: dict[str, object], words: str) -> None:
    was = change_texts(own, **new)
    found = resealed(own, script).wrong
    assert [line for line in found if line.startswith(f"the text '{was['field']}' of #{was['entry']} {words}")], found


def test_a_text_that_was_left_out_is_named(own: Path, script: Path) -> None:
    path = own / "data/texts.jsonl"
    first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(rest), encoding="utf-8")
    found = resealed(own, script).wrong
    assert [line for line in found if f"a text of entry #{json.loads(first)['entry']} is not accounted for" in line]


def test_evidence_that_was_exchanged_is_named(own: Path, script: Path) -> None:
    (own / EVIDENCE[0]).write_bytes(b"What the audit should have found.\n")
    assert f"{EVIDENCE[0]}: missing, or not the file that was recorded" in resealed(own, script).wrong


def test_evidence_that_was_dropped_from_the_list_is_named(own: Path, script: Path) -> None:
    path = own / "data/evidence.csv"
    digest = EVIDENCE[0].rpartition("/")[2]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if digest not in line), encoding="utf-8")
    (own / EVIDENCE[0]).unlink()
    words = f"data/evidence.csv: the file {digest[:12]}... is MISSING from the register"
    assert [line for line in resealed(own, script).wrong if line.startswith(words)]


def test_the_checkpoint_of_a_report_that_was_dropped_is_named(session: Session, own: Path, script: Path) -> None:
    (own / "data/checkpoints.txt").write_text("No report had been issued.\n", encoding="utf-8")
    with session.position() as position:
        seq = position.value("SELECT seq FROM issue")
    words = f"data/checkpoints.txt: the checkpoint of the report of entry #{seq} is missing"
    assert words in resealed(own, script).wrong


# --- an insider who rewrites everything -------------------------------------------------------------------------------


@pytest.fixture
def rewritten(session: Session, tmp_path: Path) -> Session:
    """A copy of the register in which one entry was changed and every hash and root made anew."""
    path = tmp_path / "rewritten" / "plan.db"
    path.parent.mkdir()
    shutil.copy(session.path, path)
    shutil.copytree(session.path.with_name("plan.evidence"), path.with_name("plan.evidence"))
    with insider(path) as db:
        edit(db, 3, '"via":"tester"', '"via":"nobody"', leaf=True)
        rewrite_heads(db)
    return Session(path, via="tester", clock=bagging.noon)


def test_only_a_report_from_outside_shows_a_history_that_was_rewritten_as_a_whole(
    session: Session, rewritten: Session, tmp_path: Path
) -> None:
    forged = packed(rewritten, tmp_path / "forged")
    assert checked(forged / "verify.py").ok, "it agrees with itself"
    report = issued(session)
    with session.position() as position:
        entries = position.value("SELECT entries FROM issue")
    done = checked(forged / "verify.py", "--against", report)
    assert done.code == 1
    assert done.wrong == [
        f"{report.name}: the history was changed at or before #{entries}: it carries another root",
    ]


def test_a_package_that_was_cut_off_before_the_report_is_older(session: Session, own: Path, tmp_path: Path) -> None:
    later = packed(session, tmp_path / "later")
    done = checked(own / "verify.py", "--against", later / "checkpoint.txt")
    assert done.code == 1
    said = checkpoint.parse((later / "checkpoint.txt").read_text(encoding="utf-8"))
    mine = checkpoint.parse((own / "checkpoint.txt").read_text(encoding="utf-8"))
    assert said is not None
    assert mine is not None
    assert done.wrong == [
        f"checkpoint.txt: it is of {said.entries} entries, and here are {mine.entries}: cut off, or made earlier"
    ]


def test_the_report_of_another_log_is_told_apart(own: Path, tmp_path: Path) -> None:
    other = bagging.small_register(tmp_path / "other")
    done = checked(own / "verify.py", "--against", issued(other))
    with other.position() as position:
        assert done.wrong == [f"{issued(other).name}: it is of another log, {position.store.log}"]


def test_a_report_whose_text_was_altered_is_told_apart(session: Session, own: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.md"
    text = issued(session).read_text(encoding="utf-8")
    assert "OFFICIAL-SENSITIVE" in text
    body = text[text.index(checkpoint.BODY_BEGIN) :]
    altered.write_text(text.replace(body, body.replace("Position", "Proposition", 1)), encoding="utf-8")
    assert altered.read_text(encoding="utf-8") != text
    done = checked(own / "verify.py", "--against", altered)
    assert done.wrong == [
        "altered.md: the history is the same, but the text is not, byte for byte, one that was issued"
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nothing of the kind", "x.md: this cannot be checked: it is damaged, or no such thing"),
        (b"\xff\xfe\x00", "x.md: this cannot be checked: it is damaged, or no such thing"),
    ],
)
def test_what_is_no_report_is_a_finding_and_no_crash(own: Path, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "x.md").write_bytes(content)
    done = checked(own / "verify.py", "--against", tmp_path / "x.md")
    assert (done.code, done.err) == (1, "")
    assert done.wrong == [words]


def test_what_is_not_there_is_said_without_the_words_of_the_system(own: Path, script: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone.md"
    done = checked(script, own, "--against", gone)
    assert done.wrong == [f"gone.md: this cannot be checked: No such file or directory ({gone})"]
    bad = tmp_path / "bad.txt"
    text = (own / "package-entry.txt").read_text(encoding="utf-8")
    number = int(text.split("\nEntry: ")[1].split("\n")[0])
    bad.write_text(text.replace(f"\nEntry: {number}\n", f"\nEntry: {number - 1}\n"), encoding="utf-8")
    words = f"bad.txt: this cannot be checked: the line in bad.txt is not entry #{number - 1} as it was recorded"
    assert checked(script, bad).wrong == [words]


def test_making_and_checking_count_the_same_texts(session: Session, tmp_path: Path) -> None:
    made = package.make(session, Ask(recipient="An auditor", texts=False), tmp_path / "another")
    counted = ", ".join(f"{number} {state}" for state, number in sorted(made.texts.items()))
    out = checked(made.folder / "verify.py").out
    assert f"  ok     texts: {counted}; beside them, for the package itself: 1\n" in out


def test_evidence_csv_is_read_as_a_table(whole: Path) -> None:
    with (whole / "data/evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["evidence"], row["file"], row["bytes"]) for row in rows] == [
        ("E1", "included", str(len(FOUND))),
        ("E2", "included", str(len(RESTRICTED))),
    ]
    assert [row["marking"] for row in rows] == ["OFFICIAL", "OFFICIAL-SENSITIVE"]
