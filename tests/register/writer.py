"""Run as a process of its own: records progress again and again and prints the number of each act once it is saved.

python -m tests.register.writer REGISTER NAME COUNT
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.register.tampering import REF
from tracker.desk import delivery
from tracker.desk.session import Session
from tracker.model.vocabulary import Rating


def main() -> None:
    path, name, count = sys.argv[1:]
    with Session(Path(path), who="P1", via=name).desk() as desk:
        print("ready", flush=True)
        sys.stdin.readline()
        for place in range(int(count)):
            saved = delivery.record_progress(desk, REF, note=f"{name} {place}", rating=Rating.AMBER)
            print(saved.seq, flush=True)


if __name__ == "__main__":
    main()
