"""A register that has been lived in a little, and what an insider can do who writes its file with another program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.house import House
from tracker.desk import delivery, evidence, trail
from tracker.desk.evidence import NewEvidence
from tracker.ledger.merkle import Frontier, leaf_hash
from tracker.ledger.schema import TRIGGERS
from tracker.model.vocabulary import EvidenceKind, Rating

REF = "R4.BRI.7"
FOUND = b"What the audit found."


@dataclass(frozen=True)
class Lived:
    """Where the register is, and the numbers of entries in it that tests speak of."""

    path: Path
    amber: int
    evidence: int
    undone: int
    green: int

    @property
    def file(self) -> Path:
        digest = sha256(FOUND).hexdigest()
        return self.path.with_name("tracker.evidence") / digest[:2] / digest


def live(house: House, tmp_path: Path) -> Lived:
    """Two reports of progress, a file of evidence, and an act that was undone."""
    amber = delivery.record_progress(house.at(), REF, note="Begun late", rating=Rating.AMBER).seq
    file = tmp_path / "audit.txt"
    file.write_bytes(FOUND)
    piece = evidence.add(house.at(), NewEvidence("An audit", EvidenceKind.AUDIT, file=file), targets=[REF]).seq
    file.unlink()
    delivery.record_progress(house.at(), REF, note="Typed into the wrong row", rating=Rating.RED)
    undone = trail.undo(house.at()).seq
    green = delivery.record_progress(house.at(), REF, note="Caught up", rating=Rating.GREEN).seq
    for desk in house.open:
        desk.close()
    return Lived(house.path, amber, piece, undone, green)


@contextmanager
def insider(path: Path) -> Iterator[sqlite3.Connection]:
    """Write the file past the guards, and put the guards back so that nothing shows at first sight."""
    with closing(sqlite3.connect(path)) as db:
        for name in TRIGGERS:
            db.execute(f"DROP TRIGGER {name}")
        yield db
        for sql in TRIGGERS.values():
            db.execute(sql)
        db.commit()


def line_of(db: sqlite3.Connection, seq: int) -> bytes:
    return bytes(db.execute("SELECT line FROM entry WHERE seq = ?", [seq]).fetchone()[0])


def put_line(db: sqlite3.Connection, seq: int, line: bytes, *, leaf: bool = False) -> None:
    db.execute("UPDATE entry SET line = ? WHERE seq = ?", [line, seq])
    if leaf:
        db.execute("UPDATE entry SET leaf = ? WHERE seq = ?", [leaf_hash(line), seq])


def edit(db: sqlite3.Connection, seq: int, old: str, new: str, *, leaf: bool = False) -> None:
    line = line_of(db, seq).decode()
    assert old in line
    put_line(db, seq, line.replace(old, new).encode(), leaf=leaf)


def change(db: sqlite3.Connection, seq: int, act: Callable[[dict[str, object]], object]) -> None:
    """Change an entry as data and write its line and leaf anew."""
    data = json.loads(line_of(db, seq))
    act(data)
    put_line(db, seq, json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(), leaf=True)


def rewrite_heads(db: sqlite3.Connection) -> None:
    """Make every head anew from the leaves, so that the file agrees with itself."""
    sizes = {row[0] for row in db.execute("SELECT size FROM head")}
    db.execute("DELETE FROM head")
    tree = Frontier()
    for seq, leaf in db.execute("SELECT seq, leaf FROM entry ORDER BY seq").fetchall():
        tree.append(leaf)
        if seq in sizes:
            db.execute("INSERT INTO head VALUES (?, ?, ?)", [seq, tree.root().hex(), tree.to_hex()])
