"""What cannot be written leaves everything as it was: full disks, the n-th write failing, copies broken off, clocks.

Programs that are killed at any moment are tried in tests.trials.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Cli
from tests.house import House
from tests.register.tampering import REF
from tests.trials.kills import die_half_way, entries_of
from tracker.desk import delivery, evidence
from tracker.desk.desk import Desk
from tracker.desk.evidence import NewEvidence
from tracker.ledger import blobs
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import EvidenceKind, Rating
from tracker.register.verification import verify

ROOT = Path(__file__).resolve().parents[2]
PAGE = 4096


def act(desk: Desk, note: str = "ILLUSTRATIVE: a note") -> int:
    return delivery.record_progress(desk, REF, note=note, rating=Rating.AMBER).seq


def whole(house: House, size: int) -> None:
    """Hold that the register verifies and has so many entries, and that nothing is left half-made beside it."""
    found = verify(house.path)
    assert (found.problems, found.entries) == ([], size)
    assert [path.name for path in house.path.parent.rglob(".*")] == []


# --- writes that fail -------------------------------------------------------------------------------------------------


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond *size* bytes; a write beyond fails, as on a disk that is full there."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_whichever_write_fails_nothing_is_saved_and_the_next_act_is(house: House) -> None:
    """The end moves up by a page: first each write of the journal fails in turn, then each write of the register."""
    desk, refused = house.at(), []
    size = act(desk)  # opens the register
    for limit in range(0, house.path.stat().st_size + 16 * PAGE, PAGE):
        try:
            with files_end_at(limit):
                act(desk)
        except StoreError as error:
            refused.append(str(error))
            assert entries_of(house.path) == size
        else:
            size += 1
    assert len(refused) > 20, "many writes must really have failed"
    assert {words.partition(":")[0] for words in refused} == {"Nothing was saved"}
    assert [words for words in refused if "\n" in words] == []
    whole(house, size)
    assert act(desk) == size + 1


def test_a_full_disk_is_told_as_one(house: House) -> None:
    desk = house.at()
    before = desk.store.db.execute("PRAGMA page_count").fetchone()[0]
    for spare in range(3):
        desk.store.db.execute(f"PRAGMA max_page_count = {before + spare}")
        with pytest.raises(StoreError) as caught:
            act(desk, "ILLUSTRATIVE: longer than what is left. " * 400)
        assert str(caught.value) == (
            f"Nothing was saved: the disk that holds {house.path} is full. Make room and try again."
        )
        whole(house, house.size)
    desk.store.db.execute(f"PRAGMA max_page_count = {before + 1000}")
    assert act(desk, "ILLUSTRATIVE: longer than what is left. " * 400) == house.size + 1
    whole(house, house.size + 1)


@pytest.mark.parametrize(
    "command",
    [
        ("progress", REF, "--rag", "amber", "--note", "ILLUSTRATIVE"),
        ("report", "assurance", "-o", "reports"),
        ("backup", "copy.db"),
        ("log", "--format", "jsonl", "-o", "log.jsonl"),
    ],
    ids=lambda command: command[0],
)
def test_a_command_on_a_full_disk_is_one_line_and_leaves_nothing(
    house: House, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(house.path.parent)
    before = sorted(house.path.parent.rglob("*"))
    cli = Cli(house.path, {"TRACKER_USER": "P1"})
    for limit in (0, PAGE, 4 * PAGE):
        with files_end_at(limit):
            words = cli.refused(*command)
        assert "fault of the program" not in words
        assert sorted(house.path.parent.rglob("*")) == before
        whole(house, house.size)
    assert cli.run(*command).code == 0


@pytest.mark.parametrize("command", ["list", "log", "list --json", "status"])
def test_output_that_cannot_be_written_is_one_line(house: House, command: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TRACKER_DB": str(house.path), "TRACKER_USER": "P1"}
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *command.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("tracker: ")
    assert done.stderr.count("\n") == 1, done.stderr
    assert "No space left on device" in done.stderr


def test_what_a_crash_left_is_told_where_it_cannot_be_taken_back(house: House) -> None:
    """Reading must not pass over it: what stands in the file is half of an act."""
    with house.position() as position:
        die_half_way(house.path)
        with files_end_at(0), pytest.raises(StoreError) as caught:
            position.value("SELECT count(*) FROM action")
        assert str(caught.value) == (
            f"The register {house.path} holds an act that a program left half saved, and it cannot be taken back here: "
            "the disk is full, or the folder may only be read. Make room, or open it where it can be written."
        )
        assert position.value("SELECT count(*) FROM action WHERE reported = 'blue'") == 0
    whole(house, house.size)


# --- evidence, at every step of its copying ---------------------------------------------------------------------------


class Steps:
    """Counts the calls that copying makes to the system, and does something else in the place of the n-th."""

    def __init__(self, patch: pytest.MonkeyPatch, place: int, instead: Callable[[], object]) -> None:
        """Stand between the copying and the system."""
        self.calls = 0
        self.place = place
        self.instead = instead
        for owner, name in (
            (os, "lstat"), (os, "open"), (os, "fstat"), (os, "fsync"), (Path, "mkdir"), (Path, "open"),
            (Path, "chmod"), (Path, "replace"), (hashlib, "sha256"),
        ):  # fmt: skip
            patch.setattr(owner, name, self.counted(getattr(owner, name)))

    def counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls == self.place:
                self.instead()
            made = call(*arguments, **named)
            return Writing(made, self.counted) if isinstance(made, io.BufferedWriter) else made

        return step


class Writing:
    """A file whose writing is counted too."""

    def __init__(self, file: io.BufferedWriter, counted: Callable[..., Any]) -> None:
        """Wrap *file*."""
        self.file, self.write, self.flush = file, counted(file.write), counted(file.flush)
        self.fileno = file.fileno

    def __enter__(self) -> Writing:
        """Return the file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.file.close()


def full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def stopped() -> None:
    raise KeyboardInterrupt


def add(desk: Desk, file: Path) -> int:
    new = NewEvidence("ILLUSTRATIVE: an audit", EvidenceKind.AUDIT, file=file)
    return evidence.add(desk, new, targets=[REF]).seq


@pytest.mark.parametrize("instead", [full, stopped])
def test_a_copy_of_evidence_that_breaks_off_at_any_step_leaves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, instead: Callable[[], object]
) -> None:
    file = house.path.with_name("audit.txt")
    file.write_bytes(b"ILLUSTRATIVE" * 200_000)  # more than is read at once
    desk, broken, said = house.at(), 0, list[str]()
    desk.store.head()
    for place in range(1, 100):
        with monkeypatch.context() as patch:
            steps = Steps(patch, place, instead)
            try:
                add(desk, file)
            except KeyboardInterrupt:
                broken += 1
            except StoreError as error:
                broken += 1
                said.append(str(error))
        if steps.calls < place:
            break
        whole(house, house.size)
        stored = house.path.with_name("tracker.evidence")
        kept = [path for path in stored.rglob("*") if path.is_file()]
        assert [path for path in kept if blobs.file_digest(path) != path.name] == []
    assert broken >= 12, "each step must really have been broken off"
    for words in said:
        assert re.fullmatch(
            r"Evidence file 'audit\.txt' (cannot be read|was not stored): No space left on device\.", words
        )
    whole(house, house.size + 2)


EXIT = """
import os, sys
from pathlib import Path
import pytest
from tests.register.test_durability import Steps, add
from tracker.desk.desk import Desk
register, file = map(Path, sys.argv[1:])
for place in range(1, 100):
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch, Desk(register, who="P1", via="tester") as desk:
            desk.store.head()
            steps = Steps(patch, place, lambda: os._exit(9))
            add(desk, file)
            os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
    print(place)
"""


def test_a_program_that_dies_at_any_step_of_a_copy_leaves_the_register_sound(house: House) -> None:
    """What it had copied by then may lie there, under no name that the program reads; nothing is recorded of it."""
    file = house.path.with_name("audit.txt")
    file.write_bytes(b"ILLUSTRATIVE" * 200_000)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", EXIT, str(house.path), str(file)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    assert len(done.stdout.split()) >= 12, "each step must really have been the last"
    found = verify(house.path)
    assert (found.problems, found.entries) == ([], house.size + 2), "only the copy that was not broken off is recorded"
    stored = house.path.with_name("tracker.evidence")
    kept = [path for path in stored.rglob("*") if path.is_file() and not path.name.startswith(".part-")]
    assert [blobs.file_digest(path) for path in kept] == [path.name for path in kept] != []


# --- clocks -----------------------------------------------------------------------------------------------------------


def test_a_clock_that_was_put_back_a_little_is_held_and_a_lot_is_refused_in_one_line(house: House) -> None:
    desk = house.at()
    last = act(desk)
    house.now = house.now.replace(hour=11, minute=55)
    assert act(desk) == last + 1
    with closing(sqlite3.connect(house.path)) as db:
        times = db.execute("SELECT at FROM entry_index WHERE seq >= ?", [last]).fetchall()
    assert times[0] == times[1], "no entry is older than the one before it"
    house.now = house.now.replace(hour=11, minute=45)
    with pytest.raises(
        StoreError, match=r"^Nothing was saved: this computer's clock says 04 July 2022 11:45 UTC, but "
    ):
        act(desk)
    whole(house, last + 1)
    house.now = house.now.replace(hour=12)
    assert act(desk) == last + 2
