"""`tracker verify` of 100,000 entries, against `git fsck` of as many commits that were made from the same entries.

One repository holds the plan as people would keep it in git; the other lines alone, the least that git can be asked of.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from bench import registers
from bench.measure import Result, clocked, side_by_side

SIZE = 100_000
LIMIT = 1
BEGINS = 1_656_892_800
"""4 July 2022 in seconds since 1970: the date of the first commit; each later one is a second after it."""

FULL = 100
"""How many actions, or other objects of a kind, share a folder: each commit writes its list anew."""

Files = Callable[[bytes, dict[str, object], dict[str, str]], tuple[str, bytes]]
"""An entry's line, what it says, and the bodies of its texts → path and content of the file that its commit writes."""


def measure(folder: Path) -> Iterator[Result]:
    """Yield a result for each repository, or print why there is none."""
    git = shutil.which("git")
    if git is None:
        print("fsck: left out, because git is not installed here")
        return
    register = registers.of_entries(folder, SIZE)

    def ours() -> None:
        command = [sys.executable, "-m", "tracker", "--db", str(register), "verify"]
        subprocess.run(command, cwd=registers.ROOT, check=True, stdout=subprocess.DEVNULL)

    for name, files, limit in (("the plan in as many commits", _plan, LIMIT), ("their lines alone", _line, None)):
        repository = _repository(git, folder, register, files)

        def theirs(repository: Path = repository) -> None:
            subprocess.run([git, "-C", str(repository), "fsck", "--full", "--no-progress"], check=True)

        title = f"fsck: verify {SIZE:,} entries / git fsck of {name}"
        yield side_by_side(title, clocked(ours), clocked(theirs), repeats=5, limit=limit)


def _plan(line: bytes, entry: dict[str, object], texts: dict[str, str]) -> tuple[str, bytes]:
    """A file for each reference, which holds its newest entry with its texts: the plan can be read as it stands."""
    on = entry["on"]
    assert isinstance(on, list)
    ref = str(on[0])
    if found := re.match(r"(\w+)\.(\w+)\.([0-9]+)|([A-Z])([0-9]+)$", ref):
        recommendation, area, action, kind, number = found.groups()
        place = f"{recommendation}/{area}/{int(action) // FULL}" if action else f"{kind}/{int(number) // FULL}"
    else:
        place = "review"
    content = {"entry": json.loads(line), "texts": texts}
    return f"{place}/{ref}.json", json.dumps(content, sort_keys=True, ensure_ascii=False).encode()


def _line(line: bytes, _entry: dict[str, object], _texts: dict[str, str]) -> tuple[str, bytes]:
    """One and the same file, which holds the line of the newest entry; what people typed is left out."""
    return "entry.json", line


def _repository(git: str, folder: Path, register: Path, files: Files) -> Path:
    """Return the repository made from *register* in an earlier run, or make it; one of another register is removed."""
    kind = files.__name__.strip("_")
    path = folder / f"{register.stem}-{kind}.git"
    if path.exists():
        return path
    for old in folder.glob(f"{register.stem.rpartition('-')[0]}-*-{kind}.git"):
        shutil.rmtree(old)
    print("making a git repository for the benchmarks …", flush=True)
    partial = folder / f"partial-{secrets.token_hex(4)}.git"
    subprocess.run([git, "init", "--quiet", "--bare", str(partial)], check=True)
    subprocess.run([git, "-C", str(partial), "symbolic-ref", "HEAD", "refs/heads/main"], check=True)
    command = [git, "-C", str(partial), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as importing:
        assert importing.stdin is not None
        for commit in _commits(register, files):
            importing.stdin.write(commit)
    assert importing.returncode == 0, "git fast-import failed"
    return partial.rename(path)


def _commits(register: Path, files: Files) -> Iterator[bytes]:
    """Yield a commit for each entry, as fast-import reads it; each writes one file."""
    with closing(sqlite3.connect(register)) as connection:
        bodies = dict(connection.execute("SELECT digest, body FROM text"))
        for seq, line in connection.execute("SELECT seq, line FROM entry ORDER BY seq"):
            entry = json.loads(line)
            words = f"{entry['act']} #{seq}".encode()
            path, content = files(line, entry, {name: bodies[digest] for name, digest in entry["texts"].items()})
            yield b"commit refs/heads/main\ncommitter P1 <P1@example.org> %d +0000\n" % (BEGINS + seq)
            yield b"data %d\n%b\nM 100644 inline %b\n" % (len(words), words, path.encode())
            yield b"data %d\n%b\n" % (len(content), content)
