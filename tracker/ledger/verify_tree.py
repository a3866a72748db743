"""The tree over the entries as they are read again, compared with every head that was kept after an append.

The tree itself is tracker.ledger.merkle; what the entries say is not looked at here.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.ledger.merkle import HASH_BYTES, Frontier
from tracker.ledger.problems import Problems

KeptHead = tuple[int, str, str]
"""Size, root and frontier as they were kept."""


class TreeCheck:
    """The tree as far as it was read.

    It grows from the hashes that were kept beside the lines.  From the first line that does not fit its hash, a second
    one grows from what the lines really say, so that one edited line is not a problem of every later head too.
    """

    def __init__(self, problems: Problems) -> None:
        """Begin with an empty tree; once ``broken`` is set, because entries are missing, heads are compared no more."""
        self.problems = problems
        self.broken = False
        self._kept = Frontier()
        self._said: Frontier | None = None
        self._fitting = 0
        self._misfits: list[int] = []

    @property
    def size(self) -> int:
        """How many entries were added."""
        return self._kept.size

    def root(self) -> str:
        """Return the root of what the lines say, in hexadecimal."""
        return (self._said or self._kept).root().hex()

    def add(self, said: Sequence[bytes], kept: Sequence[bytes]) -> None:
        """Add entries by the hashes of their lines and the hashes that were kept beside them."""
        if self._said is None and said != kept:
            self._said = Frontier.from_hex(self._kept.size, self._kept.to_hex())
        if self._said is not None:
            self._said.extend(said)
            kept = [old if len(old) == HASH_BYTES else new for old, new in zip(kept, said, strict=True)]
        self._kept.extend(kept)

    def compare(self, root: str, frontier: str) -> None:
        """Compare the tree with the head that was kept when it had this size."""
        if self.broken:
            return
        trees = (self._kept,) if self._said is None else (self._kept, self._said)
        if any(tree.to_hex() == frontier and tree.root().hex() == root for tree in trees):
            # What came after it fits again, so it was the heads before it that were changed and not the entries.
            for size in self._misfits:
                self.problems.add("head", size, f"The root kept after entry #{size} was changed; later ones fit.")
            self._misfits.clear()
            self._fitting = self.size
        else:
            self._misfits.append(self.size)

    def finish(self, advice: str) -> None:
        """Say where the history stops fitting the roots that were kept, when it does."""
        if not self._misfits:
            return
        first = self._misfits[0]
        fits = f"the entries up to #{self._fitting} still fit" if self._fitting else "no earlier root fits either"
        self.problems.add(
            "history",
            first,
            f"The history was changed at or before #{first}: the entries do not lead to the root that was kept after "
            f"#{first}; {fits}. {advice}",
        )
