"""Full verification of 100,000 entries, against `git fsck` of as many commits that hold the same lines."""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench import registers
from bench.measure import Result, clocked, side_by_side
from tracker.register.verification import verify

SIZE = 100_000
LIMIT = 1
BEGINS = 1_656_892_800
"""4 July 2022 in seconds since 1970: the date of the first commit; each later one is a second after it."""


def measure(folder: Path) -> Iterator[Result]:
    """Yield the one result, or print why there is none."""
    git = shutil.which("git")
    if git is None:
        print("fsck: left out, because git is not installed here")
        return
    register = registers.of_entries(folder, SIZE)
    repository = _repository(git, folder, register)

    def ours() -> None:
        found = verify(register)
        assert found.ok, found.problems

    def theirs() -> None:
        subprocess.run([git, "-C", str(repository), "fsck", "--full", "--no-progress"], check=True)

    name = f"fsck: verify {SIZE:,} entries / git fsck of as many commits"
    yield side_by_side(name, clocked(ours), clocked(theirs), repeats=5, limit=LIMIT)


def _repository(git: str, folder: Path, register: Path) -> Path:
    """Return the repository made from *register* in an earlier run, or make it; one of another register is removed."""
    path = folder / f"{register.stem}.git"
    if path.exists():
        return path
    for old in folder.glob(f"{register.stem.rpartition('-')[0]}-*.git"):
        shutil.rmtree(old)
    print("making a git repository for the benchmarks …", flush=True)
    partial = folder / f"partial-{secrets.token_hex(4)}.git"
    subprocess.run([git, "init", "--quiet", "--bare", str(partial)], check=True)
    subprocess.run([git, "-C", str(partial), "symbolic-ref", "HEAD", "refs/heads/main"], check=True)
    command = [git, "-C", str(partial), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as importing:
        assert importing.stdin is not None
        for commit in _commits(register):
            importing.stdin.write(commit)
    assert importing.returncode == 0, "git fast-import failed"
    return partial.rename(path)


def _commits(register: Path) -> Iterator[bytes]:
    """Yield a commit for each entry, as fast-import reads it: its line is the new content of the one small file."""
    with closing(sqlite3.connect(register)) as connection:
        for seq, line in connection.execute("SELECT seq, line FROM entry ORDER BY seq"):
            words = f"{json.loads(line)['act']} #{seq}".encode()
            yield b"commit refs/heads/main\ncommitter P1 <P1@example.org> %d +0000\n" % (BEGINS + seq)
            yield b"data %d\n%b\nM 100644 inline entry.json\ndata %d\n%b\n" % (len(words), words, len(line), line)
