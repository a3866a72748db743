"""What was disposed of, as the entries say, and which evidence files there must be: gathered while they are verified.

Whether texts and files are there is looked at by those who verify; how removing is done, by tracker.desk.disposal.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.ledger.entry import Entry
from tracker.ledger.verify_texts import Disposal
from tracker.model.acts import ACTS
from tracker.register.gaps import DISPOSAL, FILE, recorded_file


class Removals:
    """Read entry by entry, in order: disposals, evidence files, and acts that this program does not know."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.texts: dict[str, Disposal] = {}
        """Digest of a text → the entry that says that it was removed."""
        self.unknown: dict[str, int] = {}
        """Act that this program does not know → the first entry that has it."""
        self._files: dict[str, tuple[str, int]] = {}
        self._removed: dict[str, int] = {}

    def take(self, entries: Sequence[Entry]) -> None:
        """Read the next *entries*."""
        for entry in entries:
            if entry.act not in ACTS:
                self.unknown.setdefault(entry.act, entry.seq)
            elif digest := recorded_file(entry):
                self._files.setdefault(digest, (entry.subject, entry.seq))
                self._removed.pop(digest, None)
            elif entry.act == DISPOSAL:
                self._dispose(entry)

    def _dispose(self, entry: Entry) -> None:
        digest, of, name = (entry.facts.get(fact) for fact in ("digest", "entry", "field"))
        if not isinstance(digest, str) or not isinstance(of, int):
            return  # a forged line; what it leaves out of account is a finding elsewhere
        if entry.facts.get("kind") == FILE:
            self._removed[digest] = entry.seq
        else:
            self.texts[digest] = Disposal(entry.seq, of, str(name), entry.subject)

    def files_kept(self) -> list[tuple[str, str, int]]:
        """Return SHA-256, reference and entry of each evidence file that must be there."""
        return [(digest, *where) for digest, where in self._files.items() if digest not in self._removed]

    def files_removed(self) -> list[tuple[str, str, int]]:
        """Return SHA-256, reference and disposing entry of each evidence file that must not be there any more."""
        return [(digest, self._files[digest][0], seq) for digest, seq in self._removed.items() if digest in self._files]
