"""Run as a process of its own: records acts again and again and prints the number of each once it is saved.

python -m tests.trials.writer REGISTER NAME COUNT

Every third act is a piece of evidence with a file, linked to an action: two entries and a file, all there or none.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.trials.registers import REF
from tracker.desk import delivery, evidence
from tracker.desk.desk import Desk, Receipt
from tracker.desk.evidence import NewEvidence
from tracker.desk.session import Session
from tracker.model.vocabulary import EvidenceKind, Rating


def act(desk: Desk, words: str, place: int, file: Path) -> Receipt:
    """Record one act whose text is *words*."""
    if place % 3 < 2:
        return delivery.record_progress(desk, REF, note=words, rating=Rating.AMBER)
    file.write_text(words, encoding="utf-8")
    return evidence.add(desk, NewEvidence(words, EvidenceKind.AUDIT, file=file), targets=[REF])


def main() -> None:
    """Wait for a line on standard input, then act."""
    path, name, count = sys.argv[1:]
    file = Path(path).with_name(f"{name}.txt")
    with Session(Path(path), who="P1", via=name).desk() as desk:
        desk.store.head()
        print("ready", flush=True)
        sys.stdin.readline()
        for place in range(int(count)):
            print(act(desk, f"{name} {place}", place, file).seq, flush=True)


if __name__ == "__main__":
    main()
