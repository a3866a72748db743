"""The Merkle tree against published vectors, the RFC's own recursive definitions, an independent library, and forgers.

How leaves are stored, and what a checkpoint says about a root, is tested elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from tracker.ledger import merkle
from tracker.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

# The tree that the Certificate Transparency projects test with: eight lines, the root at each size, some proofs.
CT_LINES = [
    bytes.fromhex(line)
    for line in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_LEAVES = [leaf_hash(line) for line in CT_LINES]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
NODE_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
NODE_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
NODE_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
NODE_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
CT_INCLUSION = {
    (0, 1): [],
    (0, 8): [LEAF_1, NODE_2_3, NODE_4_7],
    (5, 8): [LEAF_4, NODE_6_7, CT_ROOTS[4]],
    (2, 3): [CT_ROOTS[2]],
    (1, 5): [CT_ROOTS[1], NODE_2_3, LEAF_4],
}
CT_CONSISTENCY = {
    (1, 1): [],
    (1, 8): [LEAF_1, NODE_2_3, NODE_4_7],
    (6, 8): [NODE_4_5, NODE_6_7, CT_ROOTS[4]],
    (2, 5): [NODE_2_3, LEAF_4],
}

LARGEST = 64
LINES = [b"entry %d" % number for number in range(300)]
LEAVES = [leaf_hash(line) for line in LINES]
ROOTS = [merkle.root(LEAVES[:size]) for size in range(LARGEST + 2)]
OTHER = leaf_hash(b"an entry that was never made")

INDEX_AND_SIZE = [(index, size) for size in range(1, LARGEST + 1) for index in range(size)]
TWO_SIZES = [(old, new) for new in range(1, LARGEST + 1) for old in range(1, new + 1)]


def hexes(hashes: list[bytes]) -> list[str]:
    return [one.hex() for one in hashes]


def split(width: int) -> int:
    """The k of RFC 9162, 2.1.1: the largest power of two below *width*."""
    return max(1 << bit for bit in range(width.bit_length()) if 1 << bit < width)


def slow_root(lines: list[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word, over lines."""
    if not lines:
        return sha256(b"").digest()
    if len(lines) == 1:
        return sha256(b"\x00" + lines[0]).digest()
    k = split(len(lines))
    return sha256(b"\x01" + slow_root(lines[:k]) + slow_root(lines[k:])).digest()


def inclusion_shape(index: int, size: int) -> str:
    """On which side each sibling joins, lowest first: what a verifier learns from an index and a size."""
    if size == 1:
        return ""
    k = split(size)
    return inclusion_shape(index, k) + "R" if index < k else inclusion_shape(index - k, size - k) + "L"


def consistency_shape(old: int, new: int, whole: bool = True) -> str:
    """How SUBPROOF of RFC 9162, 2.1.4.1 unfolds: whether the old root is the start, then the side of each hash."""
    if old == new:
        return "known " if whole else "given "
    k = split(new)
    if old <= k:
        return consistency_shape(old, k, whole) + "R"
    return consistency_shape(old - k, new - k, False) + "L"


def forgeries(proof: list[bytes]) -> Iterator[list[bytes]]:
    """Every proof that differs from *proof* by one bit flip per element, one element more or less, or two swapped."""
    for at, element in enumerate(proof):
        before, after = proof[:at], proof[at + 1 :]
        flipped = bytes([element[0] ^ 1]) + element[1:]
        yield from (
            [*before, flipped, *after],
            [*before, element[:-1], *after],
            [*before, element + b"\x00", *after],
            [*before, *after],
            [*before, element, element, *after],
            proof[:at],
        )
        for other in range(at + 1, len(proof)):
            swapped = proof.copy()
            swapped[at], swapped[other] = swapped[other], swapped[at]
            yield swapped
    yield [*proof, OTHER]
    yield [OTHER, *proof]


def test_a_leaf_and_a_node_are_hashed_in_different_ways() -> None:
    left, right = CT_LEAVES[0], CT_LEAVES[1]
    assert leaf_hash(b"") == sha256(b"\x00").digest()
    assert node_hash(left, right).hex() == CT_ROOTS[2]
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert merkle.root(CT_LEAVES[:size]).hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("place", "expected"), CT_INCLUSION.items())
def test_inclusion_proofs_are_the_published_ones(place: tuple[int, int], expected: list[str]) -> None:
    index, size = place
    assert hexes(inclusion_proof(CT_LEAVES[:size], index)) == expected
    proof = [bytes.fromhex(one) for one in expected]
    assert verify_inclusion(CT_LEAVES[index], index, size, proof, bytes.fromhex(CT_ROOTS[size]))


@pytest.mark.parametrize(("sizes", "expected"), CT_CONSISTENCY.items())
def test_consistency_proofs_are_the_published_ones(sizes: tuple[int, int], expected: list[str]) -> None:
    old, new = sizes
    assert hexes(consistency_proof(CT_LEAVES[:new], old)) == expected
    old_root, new_root = bytes.fromhex(CT_ROOTS[old]), bytes.fromhex(CT_ROOTS[new])
    assert verify_consistency(old, old_root, new, new_root, [bytes.fromhex(one) for one in expected])


def test_a_growing_frontier_has_the_root_of_the_definition_at_every_size() -> None:
    frontier = Frontier()
    for size in range(301):
        assert frontier.size == size
        assert frontier.root() == slow_root(LINES[:size]) == merkle.root(LEAVES[:size])
        if size < 300:
            frontier.append(LEAVES[size])


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_frontier_goes_on_from_where_it_was_stored(first: int, total: int) -> None:
    frontier = Frontier()
    frontier.extend(LEAVES[: min(first, total)])
    restored = Frontier.from_hex(frontier.size, frontier.to_hex())
    restored.extend(iter(LEAVES[frontier.size : total]))
    assert (restored.size, restored.root()) == (total, merkle.root(LEAVES[:total]))


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (-1, CT_ROOTS[1]),
        (0, CT_ROOTS[1]),
        (1, ""),
        (2, CT_ROOTS[2] + CT_ROOTS[1]),
        (3, CT_ROOTS[2]),
        (1, CT_ROOTS[1][:-1]),
        (1, CT_ROOTS[1][:-1] + "g"),
        (1, CT_ROOTS[1][:-2] + "  "),
        (1, CT_ROOTS[1].upper()),
    ],
)
def test_a_stored_frontier_that_does_not_fit_its_size_is_refused(size: int, text: str) -> None:
    with pytest.raises(ValueError, match=rf"stored frontier does not fit a tree of {size} entries"):
        Frontier.from_hex(size, text)


def test_a_line_in_place_of_its_leaf_is_refused_and_nothing_of_the_batch_stays() -> None:
    frontier = Frontier()
    frontier.extend(LEAVES[:3])
    with pytest.raises(ValueError, match=r"A leaf is a hash of 32 bytes, not 7; pass leaf_hash\(line\)"):
        frontier.extend([LEAVES[3], b"entry 4"])
    assert (frontier.size, frontier.root()) == (3, ROOTS[3])


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_no_inclusion_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(ValueError, match=f"There is no leaf {index} in a tree of 3; leaves are counted from 0"):
        inclusion_proof(LEAVES[:3], index)


@pytest.mark.parametrize("old", [-1, 0, 4])
def test_no_consistency_proof_from_a_size_that_never_was(old: int) -> None:
    with pytest.raises(ValueError, match=f"A tree of 3 has no earlier size {old} to be consistent with; ask for 1 to"):
        consistency_proof(LEAVES[:3], old)


def test_every_inclusion_proof_verifies_and_every_forgery_of_it_is_refused() -> None:
    for index, size in INDEX_AND_SIZE:
        leaf, root = LEAVES[index], ROOTS[size]
        proof = inclusion_proof(LEAVES[:size], index)
        assert verify_inclusion(leaf, index, size, proof, root)
        for forged in forgeries(proof):
            assert not verify_inclusion(leaf, index, size, forged, root), (index, size, forged)
        assert not verify_inclusion(OTHER, index, size, proof, root)
        assert not verify_inclusion(leaf, index, size, proof, OTHER)
        assert not verify_inclusion(leaf, index, size, proof, ROOTS[size + 1])


def test_an_inclusion_proof_holds_only_where_it_has_the_same_shape() -> None:
    for index, size in INDEX_AND_SIZE:
        proof, shape = inclusion_proof(LEAVES[:size], index), inclusion_shape(index, size)
        near = {(index + i, size + s) for i in (-2, -1, 0, 1, 2) for s in (-2, -1, 0, 1, 2)} | {(0, 1), (size, index)}
        for other, width in near:
            # A proof binds a leaf's path, and through it the index, but not a size under which the path is the same.
            same = 0 <= other < width and inclusion_shape(other, width) == shape
            assert verify_inclusion(LEAVES[index], other, width, proof, ROOTS[size]) == same, (index, size, other)


def test_every_consistency_proof_verifies_and_every_forgery_of_it_is_refused() -> None:
    for old, new in TWO_SIZES:
        proof = consistency_proof(LEAVES[:new], old)
        assert verify_consistency(old, ROOTS[old], new, ROOTS[new], proof)
        for forged in forgeries(proof):
            assert not verify_consistency(old, ROOTS[old], new, ROOTS[new], forged), (old, new, forged)
        assert not verify_consistency(old, OTHER, new, ROOTS[new], proof)
        assert not verify_consistency(old, ROOTS[old], new, OTHER, proof)
        if old != new:
            assert not verify_consistency(old, ROOTS[new], new, ROOTS[old], proof)
            assert not verify_consistency(new, ROOTS[new], old, ROOTS[old], proof)


def test_a_consistency_proof_holds_only_where_it_has_the_same_shape() -> None:
    for old, new in TWO_SIZES:
        proof, shape = consistency_proof(LEAVES[:new], old), consistency_shape(old, new)
        for before in range(old - 2, old + 3):
            for after in range(new - 2, new + 3):
                same = 1 <= before <= after and consistency_shape(before, after) == shape
                assert verify_consistency(before, ROOTS[old], after, ROOTS[new], proof) == same, (old, new)


@given(st.data())
def test_a_history_with_one_entry_rewritten_is_inconsistent(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 300))
    old = data.draw(st.integers(1, new))
    at = data.draw(st.integers(0, old - 1))
    rewritten = [*LEAVES[:at], OTHER, *LEAVES[at + 1 : new]]
    proof = consistency_proof(rewritten, old)
    assert not verify_consistency(old, merkle.root(LEAVES[:old]), new, merkle.root(rewritten), proof)


MALFORMED_PROOFS: list[object] = [None, 7, "x", b"x" * 32, {}, [None], ["x" * 32], [b""], [bytearray(OTHER)]]


@pytest.mark.parametrize("proof", MALFORMED_PROOFS)
def test_a_proof_that_is_no_list_of_hashes_is_refused_without_an_error(proof: object) -> None:
    assert verify_inclusion(LEAVES[0], 0, 2, proof, ROOTS[2]) is False  # type: ignore[arg-type]
    assert verify_consistency(1, ROOTS[1], 2, ROOTS[2], proof) is False  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [None, "1", 1.0, b""])
def test_sizes_and_hashes_of_another_kind_are_refused_without_an_error(wrong: object) -> None:
    assert verify_inclusion(LEAVES[0], wrong, 1, [], ROOTS[1]) is False  # type: ignore[arg-type]
    assert verify_inclusion(LEAVES[0], 0, wrong, [], ROOTS[1]) is False  # type: ignore[arg-type]
    assert verify_inclusion(wrong, 0, 1, [], wrong) is False  # type: ignore[arg-type]
    assert verify_consistency(wrong, ROOTS[1], 1, ROOTS[1], []) is False  # type: ignore[arg-type]
    assert verify_consistency(1, ROOTS[1], wrong, ROOTS[1], []) is False  # type: ignore[arg-type]
    assert verify_consistency(1, wrong, 1, wrong, []) is False  # type: ignore[arg-type]


def test_the_empty_tree_proves_nothing() -> None:
    assert Frontier().root() == merkle.root([]) == EMPTY_ROOT == sha256(b"").digest()
    assert not verify_inclusion(OTHER, 0, 0, [], EMPTY_ROOT)
    assert not verify_consistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    assert not verify_consistency(0, EMPTY_ROOT, 1, ROOTS[1], [])


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=70), st.data())
def test_an_independent_library_agrees(lines: list[bytes], data: st.DataObject) -> None:
    oracle = InmemoryTree.init_from_entries(lines)
    leaves = [leaf_hash(line) for line in lines]
    size = data.draw(st.integers(1, len(lines)))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    root, old_root = merkle.root(leaves[:size]), merkle.root(leaves[:old])
    assert root == oracle.get_root(size)

    base, *path = oracle.prove_inclusion(index + 1, size).path  # it counts leaves from one and gives the leaf first
    assert (base, path) == (leaves[index], inclusion_proof(leaves[:size], index))
    assert verify_inclusion(base, index, size, path, root)

    # Its consistency proofs are its own kind, so it checks its proof against our roots, and we ours.
    oracle.prove_consistency(old, size).verify(old_root, root, prior_size=old, later_size=size)
    assert verify_consistency(old, old_root, size, root, consistency_proof(leaves[:size], old))
