"""A register that has been lived in a little, a report issued from it, and what an insider can do to the files.

An insider writes with another program and knows this one's source; what is said of each deed stands in the tests.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.house import House
from tracker.desk import delivery, evidence, trail
from tracker.desk.evidence import NewEvidence
from tracker.desk.issuing import NewIssue, issue_report
from tracker.desk.keeping import rebuild
from tracker.desk.session import Session
from tracker.ledger.checkpoint import Checkpoint, wrap_body
from tracker.ledger.merkle import Frontier, leaf_hash
from tracker.ledger.schema import TRIGGERS
from tracker.model.vocabulary import EvidenceKind, Rating

REF = "R4.BRI.7"
FOUND = b"What the audit found."
BODY = "# Position\n\nBristol reports one action as green.\n\n| a | b |\n| - | - |\n| 1 | 2 |"


@dataclass
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
        return self.path.with_name(f"{self.path.stem}.evidence") / digest[:2] / digest


@dataclass
class Copy(Lived):
    """A lived-in register of a test's own, and the report as somebody else keeps it, issued after entry ``green``."""

    report: str

    @property
    def last(self) -> int:
        """The last entry: the report's own, and one act after it."""
        return self.green + 2


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


def issue(house: House, body: str = BODY) -> str:
    """Issue a report and return the file that is handed out."""
    with house.position() as now:
        head, log = now.store.head(), now.store.log
    new = NewIssue(
        report="assurance",
        arguments={"area": "BRI"},
        inputs=f"inputs of {head.size}",
        entries=head.size,
        position_on=house.now.date(),
        recorded=house.now.date(),
        body=body,
    )
    issue_report(house.at(), new)
    lines = Checkpoint(log, head.size, head.root, house.now.date().isoformat()).lines()
    return (
        "Issue 1 of this register's reports\n\n"
        + wrap_body(body)
        + "\n## How to check\n\n"
        + "\n".join(f"- {line}" for line in lines)
    )


def copied(lived: Lived, folder: Path, report: str) -> Copy:
    """Copy a register with its evidence into *folder*."""
    path = folder / lived.path.name
    shutil.copyfile(lived.path, path)
    shutil.copytree(lived.file.parent.parent, path.with_name(f"{path.stem}.evidence"))
    return Copy(path, lived.amber, lived.evidence, lived.undone, lived.green, report)


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


# --- what can be done to entries --------------------------------------------------------------------------------------


def line_of(db: sqlite3.Connection, seq: int) -> bytes:
    return bytes(db.execute("SELECT line FROM entry WHERE seq = ?", [seq]).fetchone()[0])


def put_line(db: sqlite3.Connection, seq: int, line: bytes, *, leaf: bool = False) -> None:
    db.execute("UPDATE entry SET line = ? WHERE seq = ?", [line, seq])
    if leaf:
        db.execute("UPDATE entry SET leaf = ? WHERE seq = ?", [leaf_hash(line), seq])


def scribble(db: sqlite3.Connection, seq: int, line: bytes) -> None:
    """Put anything in the place of an entry, and make every head anew."""
    put_line(db, seq, line, leaf=True)
    rewrite_heads(db)


def edit(db: sqlite3.Connection, seq: int, old: str, new: str, *, leaf: bool = False) -> None:
    line = line_of(db, seq).decode()
    assert old in line
    put_line(db, seq, line.replace(old, new).encode(), leaf=leaf)


def change(db: sqlite3.Connection, seq: int, act: Callable[[dict[str, object]], object]) -> None:
    """Change an entry as data, write its line and leaf anew, and every head, so that the file agrees with itself."""
    data = json.loads(line_of(db, seq))
    act(data)
    put_line(db, seq, json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(), leaf=True)
    rewrite_heads(db)


def rewrite_heads(db: sqlite3.Connection) -> None:
    """Make every head anew from the leaves, so that the file agrees with itself."""
    sizes = {row[0] for row in db.execute("SELECT size FROM head")}
    db.execute("DELETE FROM head")
    tree = Frontier()
    for seq, leaf in db.execute("SELECT seq, leaf FROM entry ORDER BY seq").fetchall():
        tree.append(leaf)
        if seq in sizes:
            db.execute("INSERT INTO head VALUES (?, ?, ?)", [seq, tree.root().hex(), tree.to_hex()])


def delete(db: sqlite3.Connection, first: int, last: int | None = None) -> None:
    db.execute("DELETE FROM entry WHERE seq BETWEEN ? AND ?", [first, last or first])


def close_gap(db: sqlite3.Connection, it: Lived) -> None:
    """Delete an entry and move up those after it."""
    delete(db, it.amber)
    db.execute("UPDATE entry SET seq = -seq WHERE seq > ?", [it.amber])
    db.execute("UPDATE entry SET seq = -seq - 1 WHERE seq < 0")


def swap(db: sqlite3.Connection, it: Lived) -> None:
    """Let two entries change places, with their hashes."""
    one, other = (line_of(db, seq) for seq in (it.amber, it.green))
    put_line(db, it.amber, other, leaf=True)
    put_line(db, it.green, one, leaf=True)


def repeat(db: sqlite3.Connection, it: Copy) -> None:
    """Append the last entry once more."""
    line = line_of(db, it.last)
    db.execute("INSERT INTO entry VALUES (?, ?, ?)", [it.last + 1, line, leaf_hash(line)])


def rewrite_everything(it: Lived) -> None:
    """What an insider with the program's source can do: lines, hashes, heads, the issue's own record and the tables."""
    with insider(it.path) as db:
        edit(db, it.amber, '"amber"', '"green"', leaf=True)
        rewrite_heads(db)
    rebuild(Session(it.path))


def cut_back(it: Lived) -> None:
    """Cut off the last entries with their texts and roots, to before the report, and make the tables anew."""
    with insider(it.path) as db:
        lost = [json.loads(line) for (line,) in db.execute("SELECT line FROM entry WHERE seq >= ?", [it.green])]
        for table, key in (("entry", "seq"), ("head", "size")):
            db.execute(f"DELETE FROM {table} WHERE {key} >= ?", [it.green])
        for digest in (digest for entry in lost for digest in entry["texts"].values()):
            db.execute("DELETE FROM text WHERE digest = ?", [digest])
    rebuild(Session(it.path))


def of_another_log(it: Copy) -> None:
    """Change the report in hand into one of another register, with its own sound checkpoint."""
    (root,) = re.findall(r"Root: ([0-9a-f ]+)", it.report)
    lines = Checkpoint("plan-of-another-review-0123", it.green, root.replace(" ", ""), "2022-07-04").lines()
    it.report = wrap_body(BODY) + "\n".join(lines)


def after(house: House) -> None:
    """An act after the report."""
    delivery.record_progress(house.at(), REF, note="After the report", rating=Rating.AMBER)
    for desk in house.open:
        desk.close()
