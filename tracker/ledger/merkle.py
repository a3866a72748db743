"""The Merkle tree of RFC 9162 with SHA-256: roots, the compact right edge of a growing tree, and both kinds of proof.

Nothing here knows what an entry says or where it is stored; hashes go in and come out as 32 bytes.  A *leaf* is always
the hash of an entry's stored line, as `leaf_hash` makes it, never the line itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(line: bytes) -> bytes:
    """Hash one entry's stored line (RFC 9162, 2.1.1: a zero byte before the line)."""
    return sha256(b"\x00" + line).digest()


def leaf_hashes(lines: Iterable[bytes]) -> list[bytes]:
    """Hash the stored lines of many entries, each as `leaf_hash` does."""
    sha = sha256
    return [sha(b"\x00" + line).digest() for line in lines]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash the roots of two neighbouring subtrees (RFC 9162, 2.1.1: a one byte before both)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: one root per complete subtree, the largest and oldest first.

    There are as many roots as `size` has one bits, so the state of a million entries fits in a few hundred bytes.
    """

    __slots__ = ("_roots", "_size")

    def __init__(self) -> None:
        self._roots: list[bytes] = []
        self._size = 0

    @property
    def size(self) -> int:
        """How many leaves have been appended."""
        return self._size

    def append(self, leaf: bytes) -> None:
        """Add one leaf.  Raises ValueError when it is not 32 bytes long."""
        self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves in order: all of them, or none when one is not 32 bytes long (ValueError)."""
        sha, length = sha256, HASH_BYTES  # local names: a ledger is re-hashed a million entries at a time
        roots, size = self._roots.copy(), self._size
        pop, push = roots.pop, roots.append
        for node in leaves:
            if len(node) != length:
                raise ValueError(f"A leaf is a hash of {length} bytes, not {len(node)}; pass leaf_hash(line).")
            carry = size
            while carry & 1:  # like adding one in binary: each carry joins two subtrees of one size
                node = sha(b"\x01" + pop() + node).digest()
                carry >>= 1
            push(node)
            size += 1
        self._roots, self._size = roots, size

    def root(self) -> bytes:
        """Return the root of the tree as it stands; of an empty tree, the hash of nothing."""
        if not self._roots:
            return EMPTY_ROOT
        sha = sha256  # as in extend: a verification asks for a root after every append
        *lefts, node = self._roots
        for left in reversed(lefts):
            node = sha(b"\x01" + left + node).digest()
        return node

    def to_hex(self) -> str:
        """Return the subtree roots as lower-case hexadecimal, 64 digits each, without separators."""
        return b"".join(self._roots).hex()

    @classmethod
    def from_hex(cls, size: int, text: str) -> Frontier:
        """Restore the frontier that `to_hex` wrote for *size* leaves.

        Raises ValueError when *text* does not hold exactly the roots that a tree of that size has.
        """
        digits = 2 * HASH_BYTES
        if size < 0 or len(text) != digits * size.bit_count() or not set(text) <= set("0123456789abcdef"):
            raise ValueError(f"The stored frontier does not fit a tree of {size} entries.")
        frontier = cls()
        frontier._roots = [bytes.fromhex(text[at : at + digits]) for at in range(0, len(text), digits)]
        frontier._size = size
        return frontier


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree over *leaves* (RFC 9162, 2.1.1)."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from leaf *index* (from zero) to the root, lowest first (RFC 9162, 2.1.3.1).

    Raises ValueError when there is no such leaf.
    """
    start, stop = 0, len(leaves)
    if not 0 <= index < stop:
        raise ValueError(f"There is no leaf {index} in a tree of {stop}; leaves are counted from 0.")
    proof = []
    while stop - start > 1:
        middle = start + _left_width(stop - start)
        if index < middle:
            proof.append(root(leaves[middle:stop]))
            stop = middle
        else:
            proof.append(root(leaves[start:middle]))
            start = middle
    return proof[::-1]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the hashes that show the first *old_size* leaves unchanged in the tree over *leaves* (RFC 9162, 2.1.4.1).

    Equal sizes need no hashes.  Raises ValueError when *old_size* is not between 1 and the number of leaves.
    """
    start, stop = 0, len(leaves)
    if not 1 <= old_size <= stop:
        raise ValueError(f"A tree of {stop} has no earlier size {old_size} to be consistent with; ask for 1 to {stop}.")
    proof = []
    while old_size < stop:
        middle = start + _left_width(stop - start)
        if old_size <= middle:
            proof.append(root(leaves[middle:stop]))
            stop = middle
        else:
            proof.append(root(leaves[start:middle]))
            start = middle
    if start:  # the old tree ends in a subtree whose root the verifier cannot know
        proof.append(root(leaves[start:stop]))
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether *proof* leads from *leaf* at *index* (from zero) to the *root* of *size* leaves (RFC 9162, 2.1.3.2).

    Anything malformed is refused with False.
    """
    if not (_are_counts(index, size) and 0 <= index < size and _are_hashes(proof) and _are_hashes([leaf, root])):
        return False
    here, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = node_hash(sibling, node)
            here, last = _skip_unpaired(here, last)
        else:
            node = node_hash(node, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the tree of *new_size* leaves begins with the tree of *old_size* leaves (RFC 9162, 2.1.4.2).

    Equal sizes hold when the roots are equal and nothing is offered as proof.  Anything malformed, and an old size of
    nought, which every tree would satisfy, is refused with False.
    """
    if not (_are_counts(old_size, new_size) and 1 <= old_size <= new_size):
        return False
    if not (_are_hashes(proof) and _are_hashes([old_root, new_root])):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if not proof:
        return False
    first, *rest = proof if old_size & (old_size - 1) else [old_root, *proof]
    here, last = old_size - 1, new_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = first
    for sibling in rest:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            here, last = _skip_unpaired(here, last)
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _left_width(width: int) -> int:
    """Return the largest power of two smaller than *width*: how many leaves stand under the left child."""
    return 1 << ((width - 1).bit_length() - 1)


def _skip_unpaired(here: int, last: int) -> tuple[int, int]:
    """Climb past the levels on which a right-edge node has no sibling and is handed up unchanged."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _are_counts(*values: object) -> bool:
    return all(isinstance(value, int) for value in values)


def _are_hashes(values: object) -> bool:
    if not isinstance(values, (list, tuple)):
        return False
    return all(isinstance(value, bytes) and len(value) == HASH_BYTES for value in values)
