"""Proofs as text, read and checked by the script that is handed out: true ones hold, changed ones are refused.

The tree itself is tested against published vectors beside this; here the script's own reading of RFC 9162 is, too.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ledger.test_merkle import CT_LEAVES, CT_ROOTS
from tracker.ledger import merkle, proofs
from tracker.ledger.checkpoint import Checkpoint, parse
from tracker.reports.package import verify

LINES = [f'{{"act":"progress.recorded","seq":{seq},"via":"café"}}'.encode() for seq in range(1, 34)]
LEAVES = [merkle.leaf_hash(line) for line in LINES]


def state(entries: int, log: str = "plan-a1b2") -> Checkpoint:
    return Checkpoint(log, entries, merkle.root(LEAVES[:entries]).hex(), "2022-04-12")


def file(folder: Path, text: str) -> Path:
    path = folder / "proof.txt"
    path.write_text(text, encoding="utf-8")
    return path


# --- the script's own tree --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", range(1, 9))
def test_the_script_finds_the_published_roots(size: int) -> None:
    assert verify.root_of(CT_LEAVES[:size]).hex() == CT_ROOTS[size]


def test_the_script_accepts_every_consistency_proof_and_no_other() -> None:
    roots = [b"", *(merkle.root(LEAVES[:size]) for size in range(1, 34))]
    for new in range(1, 34):
        for old in range(1, new + 1):
            path = merkle.consistency_proof(LEAVES[:new], old)
            assert verify.extended(old, roots[old], new, roots[new], path), (old, new)
            if old < new:
                assert not verify.extended(old, roots[new], new, roots[new], path)
                assert not verify.extended(old, roots[old], new, roots[old], path)
                assert not verify.extended(old, roots[old], new, roots[new], path[:-1])
                assert not verify.extended(old, roots[old], new, roots[new], [*path, path[-1]])


# --- an entry ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entries", [1, 2, 3, 7, 8, 20, 33])
def test_every_entry_of_a_log_is_proved(tmp_path: Path, entries: int) -> None:
    for seq in range(1, entries + 1):
        made = file(tmp_path, proofs.of_entry(state(entries), LEAVES, seq, LINES[seq - 1]))
        words, held, line = verify.proof(made)
        assert line == LINES[seq - 1]
        assert held == [("plan-a1b2", entries, merkle.root(LEAVES[:entries]))]
        code = state(entries).short_code
        assert words == f"the log plan-a1b2 of {entries} entries, {code}, holds entry #{seq}"


def test_a_proof_shows_the_entry_and_no_other(tmp_path: Path) -> None:
    text = proofs.of_entry(state(20), LEAVES, 7, LINES[6])
    assert f"Line: {LINES[6].decode()}\n" in text
    assert [seq for seq in range(1, 34) if f'"seq":{seq},' in text] == [7]


def test_an_entry_is_proved_without_showing_it(tmp_path: Path) -> None:
    text = proofs.of_entry(state(20), LEAVES, 7, None)
    assert "progress" not in text
    assert f"Leaf: {LEAVES[6].hex()}\n" in text
    assert verify.proof(file(tmp_path, text))[2] == b""


def test_the_checkpoint_of_a_proof_is_read_as_that_of_a_report_is() -> None:
    assert parse(proofs.of_entry(state(20), LEAVES, 7, LINES[6])) == state(20)
    assert parse(proofs.of_extension(state(5), state(20), LEAVES)) == state(20)


HOSTILE_LINE = b'{"seq":2,"via":"Log: other-log Entries: 3 Root: ' + b"0" * 64 + b'"}'


def test_a_checkpoint_inside_an_entry_is_not_taken_for_that_of_the_proof(tmp_path: Path) -> None:
    leaves = [LEAVES[0], merkle.leaf_hash(HOSTILE_LINE)]
    real = Checkpoint("plan-a1b2", 2, merkle.root(leaves).hex(), "2022-04-12")
    text = proofs.of_entry(real, leaves, 2, HOSTILE_LINE)
    assert parse(text) == real
    assert verify.proof(file(tmp_path, text))[1] == [("plan-a1b2", 2, merkle.root(leaves))]


@pytest.mark.parametrize("seq", [0, 21])
def test_no_proof_of_an_entry_that_is_not_there(seq: int) -> None:
    with pytest.raises(proofs.ProofError, match=f"Entry #{seq} is not among the first 20 entries"):
        proofs.of_entry(state(20), LEAVES, seq, LINES[6])


def test_no_proof_of_another_line_or_from_other_leaves() -> None:
    with pytest.raises(proofs.ProofError, match="do not lead to the root that was kept after #20"):
        proofs.of_entry(state(20), LEAVES, 7, LINES[7])
    with pytest.raises(proofs.ProofError, match="do not lead to the root that was kept after #20"):
        proofs.of_entry(state(20), [*LEAVES[:3], LEAVES[0], *LEAVES[4:]], 7, LINES[6])


# --- one state extends another ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), [(1, 1), (1, 2), (3, 7), (4, 8), (6, 8), (8, 33), (33, 33), (31, 32)])
def test_a_later_state_extends_an_earlier_one(tmp_path: Path, old: int, new: int) -> None:
    words, held, line = verify.proof(file(tmp_path, proofs.of_extension(state(old), state(new), LEAVES)))
    assert (held[0][1], held[1][1], line) == (old, new, b"")
    assert words == (
        f"the log plan-a1b2 of {new} entries, {state(new).short_code}, begins with the one of {old} entries, "
        f"{state(old).short_code}, unchanged"
    )


def test_no_proof_the_other_way_round_or_of_another_log() -> None:
    with pytest.raises(proofs.ProofError, match="A log of 5 entries cannot begin with one of 8"):
        proofs.of_extension(state(8), state(5), LEAVES)
    with pytest.raises(proofs.ProofError, match="different logs: 'other-log' and 'plan-a1b2'"):
        proofs.of_extension(state(5, "other-log"), state(8), LEAVES)


def test_no_proof_over_a_rewritten_history() -> None:
    rewritten = [LEAVES[9], *LEAVES[1:]]
    later = Checkpoint("plan-a1b2", 8, merkle.root(rewritten[:8]).hex(), "2022-04-12")
    with pytest.raises(proofs.ProofError, match="root that was kept after #5"):
        proofs.of_extension(state(5), later, rewritten)


# --- forgers ----------------------------------------------------------------------------------------------------------

ENTRY, EXTENSION = proofs.of_entry(state(20), LEAVES, 7, LINES[6]), proofs.of_extension(state(5), state(20), LEAVES)


def digits(text: str) -> list[int]:
    """Where a hexadecimal digit of a leaf, a path or a root stands: each is a place to change."""
    runs = [match.span() for match in re.finditer(r"(?<=^Leaf: )\w+|(?<=^  )\w+|(?<=^Root: )[\w ]+", text, re.M)]
    return [place for start, end in runs for place in range(start, end) if text[place] != " "]


@pytest.mark.parametrize("text", [ENTRY, EXTENSION], ids=["entry", "extension"])
def test_every_changed_digit_of_a_hash_is_refused(tmp_path: Path, text: str) -> None:
    places = digits(text)
    assert len(places) == 64 * (text.count("\n  ") + text.count("Leaf: ") + text.count("Root: "))
    for place in places:
        other = "0" if text[place] != "0" else "1"
        with pytest.raises(ValueError, match=r"does not prove|is not that of|as it was recorded"):
            verify.proof(file(tmp_path, text[:place] + other + text[place + 1 :]))


@pytest.mark.parametrize(
    ("text", "old", "new", "words"),
    [
        (ENTRY, "Entry: 7\n", "Entry: 8\n", "is not entry #8 as it was recorded"),
        (ENTRY, "café", "cafe", "is not entry #7 as it was recorded"),
        (ENTRY, '"seq":7', '"seq":8', "is not entry #7 as it was recorded"),
        (ENTRY, "Path: 5", "Path: 4", "is not a whole proof"),
        (ENTRY, "Path: 5\n", "", "is not a whole proof"),
        (ENTRY, "Entries: 20", "Entries: 21", "a short code is not that of its log, entries and root"),
        (ENTRY, "Entries: 20", "", "is not a whole proof"),
        (ENTRY, "plan-a1b2", "plan-a1b3", "a short code is not that of its log, entries and root"),
        (EXTENSION, "Entries: 5\n", "Entries: 6\n", "a short code is not that of its log, entries and root"),
        (EXTENSION, "The later state", "Entry: 7\nLeaf: " + "0" * 64, "is not a whole proof"),
    ],
)
def test_a_changed_word_of_a_proof_is_refused(tmp_path: Path, text: str, old: str, new: str, words: str) -> None:
    assert text.count(old) == 1
    with pytest.raises(ValueError, match=re.escape(words)):
        verify.proof(file(tmp_path, text.replace(old, new)))


def test_the_two_states_of_an_extension_cannot_be_exchanged(tmp_path: Path) -> None:
    head, early, path, late = EXTENSION.removesuffix("\n").split("\n\n")
    with pytest.raises(ValueError, match="does not prove"):
        verify.proof(file(tmp_path, "\n\n".join([head, late, path, early]) + "\n"))


def test_a_proof_without_short_codes_still_counts_by_its_roots(tmp_path: Path) -> None:
    bare = re.sub(r"^Short code: .*\n", "", ENTRY, flags=re.M)
    assert verify.proof(file(tmp_path, bare))[0].endswith("holds entry #7")
    with pytest.raises(ValueError, match="does not prove"):
        verify.proof(file(tmp_path, bare.replace("Entries: 20", "Entries: 40")))
